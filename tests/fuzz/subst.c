#include "base.h"
#include "str.h"
#include "subst.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static int
ask(void *arg, enum subst_fact f, struct str args, struct buf *out,
    const char **why)
{
	(void)arg;
	(void)args;
	(void)why;
	return f == SUBST_DESCRIBE ? 1 : buf_addz(out, "fact");
}

/* A mailmap, a NUL, a commit, a NUL, a file. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct buf out = { .max = 1 << 18 };
	struct subst s = { .ask = ask, .longest = 1023 };
	struct str rest = { (const char *)p, n };

	if (!str_cut(&rest, '\0', &s.mailmap) || !str_cut(&rest, '\0', &s.raw))
		return 0;
	buf_reset(&out);
	if (subst_run(&s, &out, rest) < 0 && s.why[0] == '\0')
		__builtin_trap();
	subst_free(&s);
	return 0;
}
