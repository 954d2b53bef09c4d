#!/usr/bin/env python3
"""Mutated packs: git makes some, bytes of pack and index change, and the
target (tests/fuzz/pack.c, built with the sanitizers) walks each of them.

usage: packs.py TARGET [COUNT [SEED]]
"""
import glob
import os
import random
import subprocess
import sys
import tempfile

BATCH = 500


def git(top, *args, data=None):
    env = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null",
           "GIT_CONFIG_SYSTEM": "/dev/null",
           "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org",
           "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org",
           "GIT_AUTHOR_DATE": "1700000000 +0000",
           "GIT_COMMITTER_DATE": "1700000000 +0000"}
    subprocess.run(["git", "-C", top, *args], env=env, check=True,
                   input=data, stdout=subprocess.DEVNULL)


def seeds(top, rnd):
    """Packs with deltas by offset and by id, with deep chains and tags."""
    git(top, "init", "-q", "-b", "main", ".")
    lines = [f"line {i} {rnd.random()}\n" for i in range(60)]
    for turn in range(12):
        for _ in range(4):
            lines[rnd.randrange(len(lines))] = f"{turn} {rnd.random()}\n"
        with open(os.path.join(top, "f"), "w", encoding="ascii") as f:
            f.writelines(lines)
        git(top, "add", ".")
        git(top, "commit", "-q", "-m", f"turn {turn}")
    git(top, "tag", "-a", "-m", "a tag", "v1")
    for by_offset in ("true", "false"):
        git(top, "config", "repack.useDeltaBaseOffset", by_offset)
        git(top, "repack", "-q", "-a", "-d", "-f", "--depth=20")
        stem = glob.glob(os.path.join(top, ".git/objects/pack/*.idx"))[0]
        with open(stem, "rb") as idx, open(stem[:-3] + "pack", "rb") as pack:
            yield idx.read(), pack.read()


def mutate(data, rnd):
    data = bytearray(data)
    for _ in range(rnd.choice((1, 1, 2, 4, 16))):
        at = rnd.randrange(len(data))
        how = rnd.randrange(5)
        if how == 0:
            data[at] ^= 1 << rnd.randrange(8)
        elif how == 1:
            data[at] = rnd.choice((0, 1, 0x7f, 0x80, 0xff))
        elif how == 2:
            data[at:at + 4] = rnd.randbytes(4)
        elif how == 3:
            other = rnd.randrange(len(data))
            data[at:at + 8] = data[other:other + 8]
        elif rnd.random() < 0.1:
            del data[at:]
            break
    return bytes(data) or b"\0"


def main():
    target = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 10000
    rnd = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    with tempfile.TemporaryDirectory() as top:
        originals = list(seeds(top, rnd))
        for start in range(0, count, BATCH):
            names = []
            for i in range(start, min(start + BATCH, count)):
                idx, pack = originals[i % len(originals)]
                # A broken index is mostly refused at once: less of them.
                if rnd.random() < 0.25:
                    idx = mutate(idx, rnd)
                if rnd.random() < 0.9:
                    pack = mutate(pack, rnd)
                names.append(os.path.join(top, f"m{i}"))
                with open(names[-1], "wb") as f:
                    f.write(len(idx).to_bytes(2, "little") + idx + pack)
            subprocess.run([target, *names], check=True)
            for name in names:
                os.remove(name)
    print(f"{count} mutated packs: none crashed")


main()
