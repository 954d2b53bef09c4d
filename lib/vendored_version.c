#include "base.h"
#include "str.h"
#include "vendored_in.h"

bool
vendored_wordy(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_';
}

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t
digits(struct str s, size_t at)
{
	size_t n = 0;

	while (at + n < s.n && digit(s.p[at + n]))
		n++;
	return n;
}

/* Bytes of "rc1", "-beta.2", "k" behind the numbers of a version. */
static size_t
suffix(struct str s, size_t at)
{
	static const char *const words[] = { "alpha", "beta", "dev", "post",
		"pre", "rc", "snapshot", "a", "b", "p" };
	size_t from = at;

	if (at < s.n && strchr("-.+~", s.p[at]) != NULL)
		at++;
	for (size_t i = 0; i < LEN(words); i++) {
		size_t n = strlen(words[i]), to = at + n;

		if (!str_ieq(str_sub(s, at, to), str_of(words[i])))
			continue;
		if (to < s.n && strchr("-.", s.p[to]) && digits(s, to + 1))
			to++;
		to += digits(s, to);
		if (to == s.n || !vendored_wordy(s.p[to]))
			return to - from;
	}
	if (at == from && at < s.n && s.p[at] >= 'a' && s.p[at] <= 'z' &&
	    (at + 1 == s.n || !vendored_wordy(s.p[at + 1])))
		return 1;
	return 0;
}

size_t
vendored_version(struct str s, size_t at)
{
	size_t to = at + digits(s, at), dots = 0;

	while (to > at && dots < 3 && to < s.n && s.p[to] == '.' &&
	    digits(s, to + 1) > 0) {
		to += 1 + digits(s, to + 1);
		dots++;
	}
	return dots > 0 ? to - at + suffix(s, to) : 0;
}

struct span
vendored_version_in(struct str s, struct span in)
{
	struct str text = str_sub(s, 0, in.to);

	for (size_t at = in.from; at < in.to; at++) {
		char last = ' ';
		size_t n;

		if (at > in.from)
			last = text.p[at - 1];
		if (!digit(text.p[at]) ||
		    (vendored_wordy(last) && (last | 0x20) != 'v' &&
			last != '_') ||
		    last == '.')
			continue;
		if ((n = vendored_version(text, at)) > 0)
			return (struct span){ at, at + n };
	}
	return (struct span){ SIZE_MAX, 0 };
}
