# Each row of each policy against the program: a source is made that has just
# what the row speaks of, and the record must name the row, or none when it
# is acceptable.
import re
import subprocess
import sys
import pathlib

VERDICTS = ("forbidden", "legacy", "unlisted")


def stanzas(text):
    text = "\n".join(line for line in text.split("\n") if line[:1] != "#")
    for part in re.split(r"\n\s*\n", text.strip()):
        yield dict(line.split(": ", 1) for line in part.split("\n") if line)


def number(row):
    what, op, n = (row.get("when") or "bits >= 0").split()
    return int(n) - 1 if op == "<" else int(n)


def source(row, name):
    """A line of Java that has it, or None where no call says such a thing."""
    n = number(row) if row.get("when") else None
    kind = row["kind"]
    if kind == "cipher" and n is not None:
        return ('KeyGenerator k%s = KeyGenerator.getInstance("%s");'
                ' k%s.init(%d);' % (n, name, n, n))
    if kind == "cipher":
        return 'Cipher.getInstance("%s/GCM/NoPadding");' % name
    if kind == "mode":
        return 'Cipher.getInstance("AES/%s/NoPadding");' % name
    if kind == "hash":
        return 'MessageDigest.getInstance("%s");' % name
    if kind == "public" and n is not None:
        return ('KeyPairGenerator g = KeyPairGenerator.getInstance("%s");'
                ' g.initialize(%d);' % (name, n))
    if kind == "public":
        return 'KeyPairGenerator.getInstance("%s");' % name
    if kind == "curve" and n is None:
        return 'new ECGenParameterSpec("%s");' % name
    if kind == "tls":
        return 'SSLContext.getInstance("%s");' % name
    if kind == "rng":
        return "new java.util.Random();"
    if kind == "kdf" and name == "PBKDF2" and not row.get("with"):
        return "new PBEKeySpec(p, s, %d, 256);" % n
    if kind == "mac" and row.get("with"):
        return 'Mac.getInstance("Hmac%s");' % row["with"].split()[0]
    return None


def run(policy, line):
    java = ("import java.security.*; import java.security.spec.*;"
            "import javax.crypto.*; import javax.crypto.spec.*;"
            "import javax.net.ssl.*;\nclass A { void f() {\n%s\n} }\n" % line)
    done = subprocess.run(
        ["tamis-crypto", "--policy=" + policy, "--fail-on=never", "-",
         "--name=A.java"], input=java.encode(), stdout=subprocess.PIPE)
    if done.returncode != 0:
        raise SystemExit("%s: exit %d: %s" % (policy, done.returncode, line))
    return set(re.findall(r"\tpolicy=(\S+)\trow=(\S+)", done.stdout.decode()))


def main(patterns):
    rows = asked = 0
    for path in sorted(pathlib.Path(patterns, "policy").glob("*.policy")):
        head, *rest = stanzas(path.read_text())
        for row in rest:
            for field in ("document", "section", "basis", "verdict", "kind"):
                if not row.get(field):
                    raise SystemExit("%s: %s: no %s" %
                                     (path.name, row["id"], field))
            rows += 1
            any_of = {"curve": "P-256"}.get(row["kind"], "AES")
            name = (row.get("name") or any_of).split()[0]
            line = source(row, name)
            if line is None:
                continue
            asked += 1
            got = run(head["policy"], line)
            told = any(p == head["policy"] and r == row["id"] for p, r in got)
            # A stricter row of the same policy may stand over it.
            over = any(p == head["policy"] for p, r in got)
            if row["verdict"] in VERDICTS and not told and not over:
                raise SystemExit("%s: %s is not told: %s gives %s" %
                                 (path.name, row["id"], line, got))
            if row["verdict"] == "acceptable" and told:
                raise SystemExit("%s: %s is told" % (path.name, row["id"]))
    if asked < rows // 2:
        raise SystemExit("only %d of %d rows were asked" % (asked, rows))


main(sys.argv[1])
