"""Run commands in turn, A B A B, and print each one's medians and ratios.

usage: ratio.py [-n RUNS] [-C DIR] TITLE NAME=COMMAND NAME=COMMAND ...

A line a command, tab-separated: title, name, CPU seconds, wall seconds,
peak memory in MB, exit status, and the CPU time as a ratio to the first
command, taken run by run. Commands run under sh; one warm-up each is not
counted. Two figures of different runs are not compared: only the ratios are.
"""
import getopt
import os
import statistics
import subprocess
import sys
import time


def once(command, where):
    """One run: (CPU seconds, wall seconds, peak MB, exit status)."""
    start = time.monotonic()
    child = subprocess.Popen(["sh", "-c", command], cwd=where,
                             stdin=subprocess.DEVNULL,
                             stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
    _, status, use = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return (use.ru_utime + use.ru_stime, time.monotonic() - start,
            use.ru_maxrss / 1024, child.returncode)


def main():
    runs, where = 5, None
    opts, args = getopt.getopt(sys.argv[1:], "n:C:")
    for flag, value in opts:
        if flag == "-n":
            runs = int(value)
        else:
            where = value
    title, pairs = args[0], [a.split("=", 1) for a in args[1:]]
    for _, command in pairs:
        once(command, where)
    got = {name: [] for name, _ in pairs}
    for _ in range(runs):
        for name, command in pairs:
            got[name].append(once(command, where))
    first = got[pairs[0][0]]
    for name, _ in pairs:
        cpu, wall, peak, status = zip(*got[name])
        ratio = statistics.median(b / max(a[0], 1e-4)
                                  for a, b in zip(first, cpu))
        print(title, name, f"{statistics.median(cpu):.3f}",
              f"{statistics.median(wall):.4f}", f"{max(peak):.0f}",
              status[-1], f"{ratio:.2f}", sep="\t", flush=True)


main()
