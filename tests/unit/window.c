#include "base.h"
#include "window.h"
#include "str.h"
#include "../t.h"

static struct buf b = { .max = 1u << 20 };
static size_t col, len;

static bool
text(struct str raw, const char *want)
{
	buf_reset(&b);
	return window_text(&b, raw) == 0 && str_eqz(buf_str(&b), want);
}

static bool
line(struct str raw, size_t from, size_t to, size_t cells, const char *want)
{
	struct window w = { raw, { from, to }, cells };

	buf_reset(&b);
	return window_line(&b, &w, &col, &len) == 0 &&
	    str_eqz(buf_str(&b), want);
}

static void
safe(void)
{
	T(text(STR("a\\b \xc3\xa9"), "a\\b \xc3\xa9"));
	T(text(STR("\033]0;x\007"), "\\x1b]0;x\\x07"));
	T(text(STR("\xc2\x9b"
		   "31m"),
	    "\\xc2\\x9b31m"));
	T(text(STR("\xe2\x80\xae\xe2\x80\x8b\xe2\x80\xac"),
	    "\\xe2\\x80\\xae\\xe2\\x80\\x8b\\xe2\\x80\\xac"));
	T(text(STR("\xff\t\n\r"), "\\xff\\t\\n\\x0d"));
	T(text(STR("##[error]"), "#\\x23[error]"));
	T(text(STR("###["), "##\\x23["));
	buf_reset(&b);
	T(window_field(&b, STR("a\\\\b\\x1b")) == 0 &&
	    str_eqz(buf_str(&b), "a\\b\\x1b"));
}

static void
spans(void)
{
	char many[400];

	T(line(STR("abcdef"), 2, 4, 71, "abcdef") && col == 2 && len == 2);
	T(line(STR("\tab"), 1, 2, 71, "    ab") && col == 4 && len == 1);
	T(line(STR("a\tab"), 2, 3, 71, "a   ab") && col == 4);
	T(line(STR("\xe4\xb8\x80x"), 3, 4, 71, "\xe4\xb8\x80x") && col == 2);
	T(line(STR("e\xcc\x81x"), 3, 4, 71, "e\xcc\x81x") && col == 1);
	T(line(STR("\033x"), 1, 2, 71, "\\x1bx") && col == 4 && len == 1);
	T(line(STR("ab"), 9, 12, 71, "ab") && col == 2 && len == 1);
	T(line(STR(""), 0, 0, 71, "") && col == 0 && len == 1);

	memset(many, 'x', sizeof(many));
	memset(many + 200, '*', 4);
	T(line((struct str){ many, 400 }, 200, 204, 71,
	    "...xxxxxxxxxxxxxxxxxxxx****"
	    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx..."));
	T(b.n == 71 && col == 23 && len == 4);
	T(line((struct str){ many, 210 }, 200, 204, 71,
	      "...xxxxxxxxxxxxxxxxxxxx****xxxxxx") &&
	    col == 23);
	T(line((struct str){ many, 204 }, 0, 60, 40,
	    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx..."));
	T(col == 0 && len == 37);
	T(line((struct str){ many, 100 }, 2, 90, 71,
	    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx..."));
	T(col == 2 && len == 40);
	T(line((struct str){ many, 400 }, 200, 204, 31,
	      "...xxxxxxxxxxxxxxxxxxxx****x...") &&
	    len == 4);
}

int
main(void)
{
	safe();
	spans();
	buf_free(&b);
	return T_END();
}
