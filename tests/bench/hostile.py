"""Write files that make naive scanners slow or large: DIR, megabytes."""
import base64
import gzip
import os
import random
import sys
import zipfile

where, size = sys.argv[1], int(sys.argv[2]) << 20
os.makedirs(where)


def fill(name, unit, head=b"", tail=b""):
    with open(os.path.join(where, name), "wb") as f:
        f.write(head)
        block = unit * max(1, (1 << 20) // len(unit))
        while f.tell() < size - len(block):
            f.write(block)
        f.write(tail)


random.seed(1)
WORDS = [b"return", b"static", b"value", b"of the", b"buffer", b"+= 1;\n"]
fill("plain.txt", b" ".join(random.choice(WORDS) for _ in range(1 << 16)))
fill("a.txt", b"a")
fill("oneline.js", b'var a="b",c=function(d){return d+1};')
fill("password.txt", b"password=")
fill("quotes.py", b'password = "')
fill("begin.pem", b"-----BEGIN RSA PRIVATE KEY-----\n")
fill("dashes.txt", b"-----BEGIN ")
fill("nested.json", b'{"a":[')
fill("anchors.txt", b"AKIA ghp_ glpat- xoxb- sk_live_ eyJ AIza npm_ SG. :// "
     b"postgres://a:@ token: secret= Bearer Basic -----BEGIN\n")
fill("urls.txt", b"postgres://a:b:c:d:e:f:g:h:i:j:")
fill("colons.txt", b"://")
fill("token.txt", b'token: "')
fill("jwt.txt", b"eyJhbGciOi")
fill("zeros.bin", b"\0")
fill("utf16.txt", b"w\0o\0r\0d\0 \0", b"\xff\xfe")
fill("base64.txt", b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo")
fill("base64-a.txt", b"A")
fill("base64-words.txt", b"c29tZSB3b3JkcyB0aGF0IHNheSBub3RoaW5n\n")
fill("hex-words.txt", b"736f6d6520776f72647320746861742073617920 ")
fill("begin-once.pem", b"MIIEpAIBAAKCAQEA" * 4 + b"\n",
     b"-----BEGIN RSA PRIVATE KEY-----\n")
fill("percent.txt", b"%41")
fill("percents.txt", b"%41 ")
fill("escapes.js", b"\\x41\\u0042 ")
fill("entities.html", b"&#65;")
fill("joints.js", b'"ab" + ')
fill("adjacent.c", b'"ab" ')
fill("breaks.sh", b"ab\\\n")
fill("chars.js", b"'a', ")
fill("codes.js", b"97, ")
fill("reverse.py", b'"abcdefghijklmnopqrst"[::-1] ')
fill("equals.txt", b"=41")
nested = b"some words to begin with"
while len(nested) < size // 2:
    nested = base64.b64encode(nested)
with open(os.path.join(where, "nested64.txt"), "wb") as f:
    f.write(nested)
packed = base64.b64encode(gzip.compress(bytes(1 << 20))) + b"\n"
fill("packed64.txt", packed)
with open(os.path.join(where, "names.py"), "wb") as f:
    for i in range(size // 64):
        f.write(b'password_%07d = "%s"\n' % (i, b"abcdefgh" * 4))
with zipfile.ZipFile(os.path.join(where, "bomb.zip"), "w",
                     zipfile.ZIP_DEFLATED) as z:
    for i in range(8):
        with z.open(f"{i}.txt", "w", force_zip64=True) as m:
            for _ in range(256):
                m.write(b"\0" * (1 << 20))
with open(os.path.join(where, "findings.txt"), "wb") as f:
    for _ in range(100000):
        body = "".join(random.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
                       for _ in range(16))
        f.write(b"key AK" + b"IA" + body.encode() + b"\n")
with open(os.path.join(where, "chosen.py"), "w") as f:
    for i in range(8000):
        f.write(f'password = "Tr{i}-horse-{i * i}"\n')
