#include "base.h"
#include "namelist.h"
#include "str.h"

#include "../t.h"

#include <unistd.h>

/* What comes of bytes written into a pipe: the names, '|' between. */
static bool
gives(bool null, struct str in, const char *want)
{
	struct buf out = { .max = 4096 };
	struct namelist l;
	struct str name;
	int fd[2], rc;
	bool ok;

	if (pipe(fd) < 0 || write(fd[1], in.p, in.n) != (ssize_t)in.n)
		return false;
	close(fd[1]);
	namelist_init(&l, fd[0], null);
	while ((rc = namelist_next(&l, &name)) == 1) {
		buf_adds(&out, name);
		buf_addc(&out, '|');
	}
	if (rc < 0)
		buf_addz(&out, l.why);
	ok = str_eqz(buf_str(&out), want);
	if (!ok)
		printf("# %.*s\n", FMT(buf_str(&out)));
	namelist_free(&l);
	buf_free(&out);
	close(fd[0]);
	return ok;
}

int
main(void)
{
	T(gives(false, STR("a\nb c\n\nd"), "a|b c|d|"));
	T(gives(false, STR("\"a\\tb\"\n\"q\n\"q\" x\n"), "a\tb|\"q|\"q\" x|"));
	T(gives(false, STR("\"\"\n\"\\000\"\n"), "\"\"|\"\\000\"|"));
	T(gives(true, STR("a\nb\0\0\"c\"\0"), "a\nb|\"c\"|"));
	T(gives(false, STR(""), "") && gives(true, STR("\0\0"), ""));
	T(gives(false, STR("a\0b\n"), "a name on stdin holds a NUL; say -0"));
	return T_END();
}
