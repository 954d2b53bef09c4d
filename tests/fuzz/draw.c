/* Whatever a record holds, what is drawn of it drives no terminal. */
#include "base.h"
#include "draw.h"
#include "str.h"
#include "text.h"
#include "window.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
check(struct str s)
{
	struct str line;
	int32_t cp;

	if (str_find(s, STR("##["), 0) != STR_NONE)
		__builtin_trap();
	while (str_cut(&s, '\n', &line)) {
		if (window_command(line))
			__builtin_trap();
		for (size_t at = 0; at < line.n;)
			if ((cp = utf8_next(line, &at)) < 0 ||
			    text_unsafe((uint32_t)cp))
				__builtin_trap();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct buf out = { .max = 64u << 20 };
	struct draw d = { .width = 40 };
	struct advice a = { STR("fix it"), STR("because"), STR(""), STR("") };
	const char *why;
	struct rec r;

	if (rec_parse((struct str){ (const char *)p, n }, &r, &why) == 0 &&
	    draw_card(&out, &d, &r, &a) == 0 &&
	    draw_head(&out, &d, &r, r.path) == 0)
		check(buf_str(&out));
	buf_free(&out);
	return 0;
}
