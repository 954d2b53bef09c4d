# crypto.py DIR: tamis-crypto on OWASP BenchmarkJava, which lies in DIR with
# its expectedresults csv: true-positive rate less false-positive rate (Youden)
# of each category that is about cryptography, and the CPU seconds.
import csv
import glob
import re
import resource
import subprocess
import sys

CATEGORIES = {"crypto": {"326", "327"}, "hash": {"328", "916"},
              "weakrand": {"330"}, "securecookie": {"614"}}


def main(top):
    found = {}
    out = subprocess.run(["tamis-crypto", "-j1", "--fail-on=never",
                          top + "/src"], stdout=subprocess.PIPE).stdout
    for line in out.decode(errors="replace").split("\n"):
        name = re.match(r".*/(\w+)\.java:", line)
        cwe = re.search(r"\tcwe=(\d+)", line)
        if name and cwe:
            found.setdefault(name[1], set()).add(cwe[1])
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print("cpu\t%.2f\tpeak MB\t%d" % (used.ru_utime + used.ru_stime,
                                      used.ru_maxrss // 1024))
    with open(glob.glob(top + "/expectedresults*.csv")[0]) as f:
        rows = [r for r in csv.reader(f) if not r[0].startswith("#")]
    for what, cwes in CATEGORIES.items():
        hit = {True: [0, 0], False: [0, 0]}
        for r in (r for r in rows if r[1] == what):
            real = hit[r[2] == "true"]
            real[0] += bool(found.get(r[0], set()) & cwes)
            real[1] += 1
        rate = [hit[k][0] / max(1, hit[k][1]) for k in (True, False)]
        print("%s\t%d of %d\t%d false of %d\t%.3f" % (
            what, *hit[True], *hit[False], rate[0] - rate[1]))


main(sys.argv[1])
