"""Precision and recall on labelled lines: CREDDATA MIRRORS [tamis-secrets].

CREDDATA is a checkout of Samsung/CredData, MIRRORS a directory that holds
clones as OWNER+NAME; repositories that are not there are left out. Values
are the repositories' own. A line labelled T counts as a secret, F and X as
none; lines without a label are not counted.
"""
import binascii
import collections
import csv
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile

cred, mirrors = sys.argv[1:3]
tool = sys.argv[3] if len(sys.argv) > 3 else "tamis-secrets"
RANK = ["low", "medium", "high", "critical"]


def git(repo, *args):
    return subprocess.run(["git", "-C", repo, *args], capture_output=True,
                          check=False).stdout


def labelled(top):
    """Write the labelled files below top; their lines' labels by path."""
    labels = collections.defaultdict(dict)
    with open(os.path.join(cred, "snapshot.json"), encoding="utf8") as f:
        snapshot = json.load(f)
    for key, url in snapshot.items():
        name = "+".join(url.split("/")[-2:])
        repo = os.path.join(mirrors, name)
        if not os.path.isdir(repo) or not git(repo, "cat-file", "-t", key[:40]):
            continue
        crc = binascii.crc32(binascii.unhexlify(key))
        with open(f"{cred}/meta/{crc:08x}.csv", encoding="utf8") as f:
            rows = list(csv.DictReader(f))
        wanted = {r["FileID"] for r in rows}
        paths = {}
        for p in git(repo, "ls-tree", "-rz", "--name-only",
                     key[:40]).split(b"\0"):
            h = hashlib.sha256(p).hexdigest()[:8]
            if p and h in wanted:
                paths[h] = os.path.join(name, os.fsdecode(p))
        for h, p in paths.items():
            os.makedirs(os.path.dirname(os.path.join(top, p)), exist_ok=True)
            with open(os.path.join(top, p), "wb") as f:
                f.write(git(repo, "show", f"{key[:40]}:{p[len(name) + 1:]}"))
        for r in rows:
            if r["FileID"] in paths:
                at = int(r["LineStart"]), int(r["LineEnd"])
                was = labels[paths[r["FileID"]]].get(at, False)
                labels[paths[r["FileID"]]][at] = was or r["GroundTruth"] == "T"
    return labels


with tempfile.TemporaryDirectory() as top:
    labels = labelled(top)
    out = subprocess.run([tool, "-0", "--no-ignore"], capture_output=True,
                         input="\0".join(sorted(labels)).encode(), cwd=top,
                         check=False).stdout.decode(errors="replace")
found = collections.defaultdict(list)
for line in out.split("\n"):
    m = re.match(r"(.*):(\d+):\d+:\t(\w+)\t.*\tend=(\d+):", line)
    if m:
        found[m[1]].append((int(m[2]), int(m[4]), RANK.index(m[3])))
print(len({p.split("/")[0] for p in labels}), "repositories")
for floor in (0, 1):
    n = collections.Counter()
    for path, lines in labels.items():
        for (a, b), secret in lines.items():
            hit = any(x <= b and a <= y and s >= floor
                      for x, y, s in found[path])
            n[secret, hit] += 1
    right, told = n[True, True], n[True, True] + n[False, True]
    print(f"{RANK[floor]} and above: precision {right}/{told} = "
          f"{right / max(1, told):.3f}, recall {right}/"
          f"{right + n[True, False]} = "
          f"{right / max(1, right + n[True, False]):.3f}")
