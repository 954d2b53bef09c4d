"""Each rule on its own worst case, the slowest named: TSV on stdout.

usage: rules.py [KB [PATTERN-FILE ...]]

A file repeats the rule's keywords alone, another has each before what its
pattern may run along for long: letters, digits, blanks, both. What is told is
CPU milliseconds a MB beyond what the program takes to start.
"""

import glob
import os
import re
import resource
import subprocess
import sys
import tempfile

FILLERS = [b"a" * 120, b"0" * 120, b" " * 120, b"aB3-" * 40, b"a: \n" * 40,
           b'="' + b"aB3" * 40]
ESCAPES = {"s": b" ", "t": b"\t", "n": b"\n", "r": b"\r", "\\": b"\\"}


def literal(word):
    """A keyword as tamis-rules(5) writes it, as bytes."""
    out = b""
    for m in re.finditer(r"\\x([0-9A-Fa-f]{2})|\\(.)|(.)", word):
        if m[1]:
            out += bytes([int(m[1], 16)])
        elif m[2]:
            out += ESCAPES.get(m[2], m[2].encode())
        else:
            out += m[3].encode()
    return out


def rules(paths):
    for path in paths:
        for stanza in open(path, encoding="utf-8").read().split("\n\n"):
            got = dict(re.findall(r"(?m)^(id|keyword): (.*)$", stanza))
            if "id" in got and "keyword" in got:
                yield got["id"], [literal(w) for w in got["keyword"].split()]


def cases(keywords, size):
    for filler in [b"", b" "] + FILLERS:
        piece = b"".join(k + filler for k in keywords) + b"\n"
        yield piece * (size // len(piece) + 1)


def cpu(args):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(args, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime
            - before.ru_utime - before.ru_stime)


def main():
    size = int(sys.argv[1]) << 10 if len(sys.argv) > 1 else 64 << 10
    paths = sys.argv[2:] or sorted(glob.glob("patterns/secrets/*.rules"))
    slow = []
    with tempfile.TemporaryDirectory() as folder:
        empty = os.path.join(folder, "empty")
        open(empty, "w").close()
        start = min(cpu(["tamis-secrets", empty]) for _ in range(5))
        for rule, keywords in rules(paths):
            names, total = [], 0
            for i, data in enumerate(cases(keywords, size)):
                names.append(os.path.join(folder, str(i)))
                with open(names[-1], "wb") as f:
                    f.write(data)
                total += len(data)
            took = cpu(["tamis-secrets", "-j1", "--only=" + rule] + names)
            slow.append(((took - start) * 1e3 / (total / 1e6), rule))
    print("rule on its worst case\tms/MB")
    for took, rule in sorted(slow, reverse=True)[:12]:
        print("%s\t%.0f" % (rule, took))
    mean = sum(took for took, _ in slow) / len(slow)
    print("mean of %d\t%.0f" % (len(slow), mean))


main()
