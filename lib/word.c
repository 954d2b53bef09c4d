#include "base.h"
#include "str.h"
#include "tables.h"
#include "word.h"

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Bytes beyond ASCII are letters: "clé", "schlüssel" stay whole. */
static bool
is_part(char c)
{
	return is_upper(c) || is_lower(c) || is_digit(c) || (c & 0x80);
}

/* Does a new word start at i, both sides being parts of words? */
static bool
is_hump(struct str s, size_t i)
{
	if (!is_upper(s.p[i]))
		return false;
	if (is_lower(s.p[i - 1]) || is_digit(s.p[i - 1]))
		return true;
	return is_upper(s.p[i - 1]) && i + 1 < s.n && is_lower(s.p[i + 1]);
}

struct words
word_split(struct str name)
{
	struct words w = { .n = 0 };
	size_t i = 0, from;

	while (i < name.n) {
		if (!is_part(name.p[i])) {
			i++;
			continue;
		}
		from = i++;
		while (i < name.n && is_part(name.p[i]) && !is_hump(name, i))
			i++;
		if (w.n == WORDS_MAX) {
			memmove(w.v, w.v + 1, sizeof(w.v) - sizeof(w.v[0]));
			w.n--;
		}
		w.v[w.n++] = str_sub(name, from, i);
	}
	return w;
}

static struct str
without_digits(struct str w)
{
	while (w.n > 0 && is_digit(w.p[w.n - 1]))
		w.n--;
	return w;
}

static bool
ends_with(struct str w, struct str tail, struct str *front)
{
	if (w.n < tail.n || !str_ieq(str_sub(w, w.n - tail.n, w.n), tail))
		return false;
	*front = str_sub(w, 0, w.n - tail.n);
	return true;
}

static bool
joins(struct str w, enum list_id list, struct str *front)
{
	struct str tail;

	for (size_t i = 0; tables_word(list, i, &tail); i++)
		if (ends_with(w, tail, front))
			return !tables_has(LIST_KILLER, *front);
	return false;
}

/* Words written as one: "dbpassword", "clientsecret", "userpwd". */
static enum name_class
class_joined(struct str w)
{
	struct str front;

	if (joins(w, LIST_JOINED_PASSWORD, &front))
		return NAME_PASSWORD;
	if (joins(w, LIST_JOINED_KEY, &front))
		return NAME_KEY;
	if (ends_with(w, STR("pass"), &front) ||
	    ends_with(w, STR("pwd"), &front) ||
	    ends_with(w, STR("mdp"), &front))
		return tables_has(LIST_JOINED_FRONT, front) ? NAME_PASSWORD :
							      NAME_NONE;
	if (joins(w, LIST_JOINED_SECRET, &front))
		return NAME_SECRET;
	return joins(w, LIST_JOINED_TOKEN, &front) ? NAME_TOKEN : NAME_NONE;
}

/* The class of a head by itself; before and after are its neighbours. */
static enum name_class
class_head(struct str h, struct str before, struct str after)
{
	uint64_t in = tables_lists(h);

	if (in >> LIST_PASSWORD & 1)
		return NAME_PASSWORD;
	if (in >> LIST_SECRET & 1)
		return NAME_SECRET;
	if (in >> LIST_TOKEN & 1)
		return NAME_TOKEN;
	if (in >> LIST_SALT & 1)
		return NAME_SALT;
	/* A person may have chosen what is called a secret key. */
	if (in >> LIST_KEY & 1 && str_ieq(before, STR("secret")))
		return NAME_SECRET;
	if (in >> LIST_KEY & 1)
		return tables_has(LIST_KEY_KIND, without_digits(before)) ||
			tables_has(LIST_KEY_KIND, without_digits(after)) ?
		    NAME_KEY :
		    NAME_NONE;
	return class_joined(h);
}

/* "mot de passe", "palabra de paso": the last of three. */
static bool
ends_phrase(const struct words *w, size_t at)
{
	return at >= 2 && str_ieq(w->v[at - 1], STR("de")) &&
	    ((str_ieq(w->v[at - 2], STR("mot")) &&
		 str_ieq(w->v[at], STR("passe"))) ||
		(str_ieq(w->v[at - 2], STR("palabra")) &&
		    str_ieq(w->v[at], STR("paso"))));
}

static bool
killed(const struct words *w, size_t head)
{
	for (size_t i = 0; i < head; i++)
		if (tables_has(LIST_KILLER, w->v[i]))
			return true;
	return false;
}

/* The head stands last, as in English and German. */
static enum name_class
class_last(const struct words *w)
{
	struct str none = STR("");
	size_t head = w->n;

	while (head > 0) {
		struct str t = without_digits(w->v[head - 1]);

		if (t.n > 0 && !tables_has(LIST_TAIL, t))
			break;
		head--;
	}
	if (head-- == 0 || killed(w, head))
		return NAME_NONE;
	if (ends_phrase(w, head))
		return NAME_PASSWORD;
	return class_head(
	    without_digits(w->v[head]), head > 0 ? w->v[head - 1] : none, none);
}

/* It stands first, and what follows only says of what, as in French. */
static enum name_class
class_first(const struct words *w)
{
	size_t head = 0, i;

	if (w->n > 2 && ends_phrase(w, 2))
		head = 2;
	for (i = head + 1; i < w->n; i++) {
		struct str t = without_digits(w->v[i]);

		if (t.n > 0 &&
		    !(tables_lists(t) &
			((uint64_t)1 << LIST_MODIFIER |
			    (uint64_t)1 << LIST_TAIL)))
			return NAME_NONE;
	}
	if (head == 2)
		return NAME_PASSWORD;
	return w->n < 2 ? NAME_NONE :
			  class_head(without_digits(w->v[0]), STR(""), w->v[1]);
}

enum name_class
word_class(struct str name)
{
	struct words w = word_split(name);
	enum name_class c = class_last(&w);

	return c == NAME_NONE ? class_first(&w) : c;
}

uint64_t
word_last_lists(struct str name)
{
	struct words w = word_split(name);

	return tables_lists(name) |
	    (w.n > 0 ? tables_lists(without_digits(w.v[w.n - 1])) : 0);
}

bool
word_doubtful(struct str name)
{
	struct words w = word_split(name);

	for (size_t i = 0; i < w.n; i++)
		if (tables_has(LIST_DOUBT, w.v[i]))
			return true;
	return false;
}

bool
word_label(struct str s)
{
	static const uint64_t words = (uint64_t)1 << LIST_LABEL |
	    (uint64_t)1 << LIST_PASSWORD | (uint64_t)1 << LIST_SECRET |
	    (uint64_t)1 << LIST_TOKEN | (uint64_t)1 << LIST_KEY;
	struct words w = word_split(s);

	for (size_t i = 0; i < w.n; i++) {
		struct str t = without_digits(w.v[i]);

		if (w.v[i].n > t.n + 1) /* "pass1" is one, "admin123" not */
			t = w.v[i];
		if (!(tables_lists(t) & words) && class_joined(t) == NAME_NONE)
			return false;
	}
	return w.n > 0;
}
