"""Hold tamis-deps against osv-scanner on the same files and advisories.

usage: osvdiff.py ROOT OSV.json RECORDS

Prints how many (file, package, version, advisory) are in both, and each one
that is in one alone; exit 1 when a difference is not explained: that ours has
no version because the file asks for a range is.
"""
import json
import re
import sys
import urllib.parse

TYPES = {"npm": "npm", "pypi": "PyPI", "gem": "RubyGems", "golang": "Go",
         "cargo": "crates.io", "composer": "Packagist", "maven": "Maven",
         "nuget": "NuGet", "hex": "Hex", "pub": "Pub"}


def theirs(root, report):
    found = set()
    for result in json.load(open(report, encoding="utf-8"))["results"]:
        path = result["source"]["path"].split(root.rstrip("/") + "/")[-1]
        for entry in result["packages"]:
            p = entry["package"]
            key = (path, p["ecosystem"], p["name"].lower(), p["version"])
            for v in entry.get("vulnerabilities", []):
                found.add(key + (v["id"],))
    return found


def ours(root, records):
    """What is known by any of its names, and the names it was told by."""
    known, told, ranges = set(), set(), set()
    for line in open(records, encoding="utf-8"):
        field = line.rstrip("\n").split("\t")
        if len(field) < 5 or not field[2].startswith("deps/"):
            continue
        keys = dict(f.split("=", 1) for f in field[4:])
        purl = re.match(r"pkg:([a-z]+)/([^@]*)(?:@(.*))?$",
                        keys.get("purl", ""))
        if not purl or purl[1] not in TYPES:
            continue
        path = field[0].rsplit(":", 3)[0].split(root.rstrip("/") + "/")[-1]
        name = urllib.parse.unquote(purl[2]).lower()
        key = (path, TYPES[purl[1]], name)
        if not purl[3]:
            ranges.add(key)
        key += (urllib.parse.unquote(purl[3] or ""),)
        ids = keys.get("advisories", "")
        told.update(key + (i,) for i in ids.split(",") if i)
        for i in (ids + "," + keys.get("aliases", "")).split(","):
            known.add(key + (i,))
    return known, told, ranges


def main():
    root, report, records = sys.argv[1:]
    their = theirs(root, report)
    known, told, ranges = ours(root, records)
    packages = {t[:4] for t in their}
    missing = sorted(their - known)
    extra = sorted(t for t in told if t[:4] not in packages)
    left = len(extra)
    for t in missing:
        why = "a range is asked for" if t[:3] in ranges else "not explained"
        left += why == "not explained"
        print("theirs alone", *t, why, sep="\t")
    for t in extra:
        print("ours alone", *t, sep="\t")
    print(len(their & known), "in both,", len(missing), "theirs alone,",
          len(extra), "ours alone")
    return left > 0


if __name__ == "__main__":
    sys.exit(main())
