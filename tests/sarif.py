"""What code-scanning services need of a SARIF file; exit 1 and why.

usage: sarif.py FILE: the rules of the 2.1.0 specification that a tool of
ours can break, and the services' own limits.
"""

import json
import re
import sys
from urllib.parse import unquote_to_bytes

SCORES = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "2.0"}
LEVELS = {"critical": "error", "high": "error", "medium": "warning",
          "low": "note", "info": "note"}
NOTICE = {"level", "message", "locations"}
RESULT = {"ruleId", "ruleIndex", "level", "message", "locations",
          "partialFingerprints", "suppressions", "properties"}


def text(message, limit=None):
    assert set(message) == {"text"} and message["text"], message
    assert limit is None or len(message["text"]) <= limit, message


def place(location):
    physical = location["physicalLocation"]
    uri = physical["artifactLocation"]["uri"]
    assert re.fullmatch(r"(file://)?([\w.~!/-]|%[0-9A-F]{2})+", uri), uri
    assert not uri.startswith(("/", "./")), uri
    unquote_to_bytes(uri)
    r = physical["region"]
    assert set(r) == {"startLine", "startColumn", "endLine", "endColumn"}
    assert all(isinstance(v, int) and v >= 1 for v in r.values()), r
    start = (r["startLine"], r["startColumn"])
    assert start < (r["endLine"], r["endColumn"]), r


def rule(r):
    severity = r["id"].rsplit(".", 1)[1]
    assert len(r["id"]) <= 255 and 0 < len(r["name"]) <= 255
    text(r["shortDescription"], 1024)
    text(r["fullDescription"], 1024)
    text(r["help"])
    assert r["defaultConfiguration"] == {"level": LEVELS[severity]}
    properties = r["properties"]
    assert properties.get("security-severity") == SCORES.get(severity)
    assert len(properties["tags"]) <= 10
    assert len(set(properties["tags"])) == len(properties["tags"])
    assert r.get("helpUri", "https://").startswith("https://")


def result(r, rules):
    assert set(r) == RESULT, set(r)
    assert rules[r["ruleIndex"]]["id"] == r["ruleId"]
    assert r["level"] == LEVELS[r["ruleId"].rsplit(".", 1)[1]]
    text(r["message"])
    assert "](" not in r["message"]["text"], "a link made of input"
    assert len(r["locations"]) == 1
    place(r["locations"][0])
    prints = r["partialFingerprints"]
    assert set(prints) == {"primaryLocationLineHash"}
    assert re.fullmatch(r"[0-9a-f]{16}:[1-9]\d*", *prints.values()), prints
    for s in r["suppressions"]:
        assert s["kind"] == "external" and s["status"] == "accepted"
        assert s["justification"]


def run(r):
    driver = r["tool"]["driver"]
    assert driver["name"] and driver["version"]
    assert r["columnKind"] == "utf16CodeUnits"
    assert re.fullmatch(r"tamis/[^/]+/", r["automationDetails"]["id"])
    rules = driver["rules"]
    assert len({x["id"] for x in rules}) == len(rules) <= 25000
    for x in rules:
        rule(x)
    assert len(r["results"]) <= 25000
    for x in r["results"]:
        result(x, rules)
    prints = [x["partialFingerprints"]["primaryLocationLineHash"]
              for x in r["results"]]
    assert len(set(prints)) == len(prints), "a fingerprint twice"
    (invocation,) = r["invocations"]
    for n in invocation["toolExecutionNotifications"]:
        assert set(n) <= NOTICE and n["level"] in ("error", "warning")
        text(n["message"])
        for x in n.get("locations", []):
            place(x)
    failed = any(n["level"] == "error"
                 for n in invocation["toolExecutionNotifications"])
    assert invocation["executionSuccessful"] is not failed


def main():
    with open(sys.argv[1], encoding="utf-8", errors="strict") as f:
        log = json.load(f)
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("/sarif-schema-2.1.0.json")
    assert 1 <= len(log["runs"]) <= 20
    ids = [r["automationDetails"]["id"] for r in log["runs"]]
    assert len(set(ids)) == len(ids), "two runs of one category"
    for r in log["runs"]:
        run(r)


main()
