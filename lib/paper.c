#include "base.h"
#include "paper.h"
#include "crypt.h"
#include "str.h"

enum { GROUP = 4, LINE = 4 * GROUP };

static const char head[] = "RECOVERY SHEET OF AN AGE IDENTITY\n"
			   "\n"
			   "Whoever reads this sheet can open all that is "
			   "sealed to it. Keep it under\n"
			   "lock, away from the computers whose backups it "
			   "opens, and a second one in\n"
			   "another building.\n"
			   "\n";

static const char tail[] =
    "\n"
    "To use it: type the letters of all lines, without blanks and without the\n"
    "two digits at the end of each, as one line into a file that only you can\n"
    "read (chmod 600). The program age, and tamis-open, take that file by -i.\n"
    "A slip is refused. To find it: the two digits are\n"
    "    printf %s LETTERS-OF-THE-LINE | sha256sum | cut -c 1-2\n"
    "\n"
    "Try it once before you need it, and write here when, and who did:\n"
    "\n"
    "    ____________________   ____________________   ____________________\n";

static int
put_line(struct buf *out, size_t nth, struct str line, unsigned check)
{
	int rc = buf_addf(out, "    %zu   ", nth);

	for (size_t i = 0; rc == 0 && i < LINE; i++) {
		rc = buf_add(out, i < line.n ? line.p + i : " ", 1);
		if (rc == 0 && i % GROUP == GROUP - 1)
			rc = buf_addc(out, ' ');
	}
	return rc < 0 ? -1 : buf_addf(out, "   %02x\n", check);
}

int
paper_put(
    struct buf *out, struct str secret, struct str recipient, const char *date)
{
	unsigned char hash[SHA256_LEN];
	size_t nth = 0;

	if (buf_addz(out, head) < 0 ||
	    buf_addf(out, "Made on %s. What is sealed to it is sealed to\n",
		date) < 0 ||
	    buf_addf(out, "    %.*s\n\n", FMT(recipient)) < 0)
		return -1;
	for (size_t at = 0; at < secret.n; at += LINE) {
		struct str line = str_sub(secret, at, at + LINE);

		if (sha256_of(line, hash) < 0 ||
		    put_line(out, ++nth, line, hash[0]) < 0)
			return -1;
	}
	return buf_addz(out, tail);
}
