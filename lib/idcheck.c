#include "base.h"
#include "idcheck.h"
#include "idcheck_in.h"
#include "str.h"

static const char no_memory[] = "no memory";
static const char bad_places[] = "needs places, as 1-11,13 or all";

/* What stands between the name and the options, in this order. */
enum idarg {
	ARG_NONE,
	ARG_AT,	     /* places that are covered */
	ARG_CHECK,   /* places of what proves them */
	ARG_MOD,     /* a modulus */
	ARG_WEIGHTS, /* numbers, used again from the first */
	ARG_FORMAT,  /* of a date */
	ARG_RANGES,  /* of numbers; with lengths for issuers */
	ARG_WORDS    /* all that is left */
};

static const struct algorithm {
	const char *name;
	bool (*pass)(const struct idcheck *c, struct str v);
	enum idarg arg[5];
} algorithms[] = {
	{ "among", idcheck_among, { ARG_AT, ARG_WORDS } },
	{ "codice-fiscale", idcheck_codice_fiscale, { ARG_AT } },
	{ "date", idcheck_date, { ARG_AT, ARG_FORMAT } },
	{ "differ", idcheck_differ, { ARG_AT } },
	{ "iban", idcheck_iban, { ARG_WORDS } },
	{ "iso7064-11-10", idcheck_iso7064_11_10, { ARG_AT } },
	{ "iso7064-11-2", idcheck_iso7064_11_2, { ARG_AT } },
	{ "issuer", idcheck_issuer, { ARG_RANGES } },
	{ "luhn", idcheck_luhn, { ARG_AT } },
	{ "mod", idcheck_mod, { ARG_MOD, ARG_AT, ARG_CHECK } },
	{ "not", idcheck_not, { ARG_AT, ARG_WORDS } },
	{ "range", idcheck_range, { ARG_AT, ARG_RANGES } },
	{ "repeat", idcheck_repeat, { ARG_AT } },
	{ "sum", idcheck_sum, { ARG_MOD, ARG_WEIGHTS, ARG_AT, ARG_CHECK } },
	{ "total", idcheck_total, { ARG_MOD, ARG_WEIGHTS, ARG_AT } },
	{ "verhoeff", idcheck_verhoeff, { ARG_AT } },
};

const char *const *
idcheck_names(void)
{
	static const char *names[LEN(algorithms) + 1];

	for (size_t i = 0; i < LEN(algorithms); i++)
		names[i] = algorithms[i].name;
	return names;
}

static const char *
take_places(struct idplaces *p, struct str word)
{
	struct str part, from;

	p->all = str_eqz(word, "all");
	while (!p->all && str_cut(&word, ',', &part)) {
		uint64_t a, b;

		if (part.n > 1 && part.p[0] == 'z') {
			if (str_num(str_sub(part, 1, part.n), 63, &a) < 0 ||
			    a == 0 || p->n == IDCHECK_CHARS)
				return bad_places;
			p->v[p->n++] = (uint8_t)(256 - a);
			continue;
		}

		from = part;
		(void)str_cut(&part, '-', &from);
		if (str_num(from, IDCHECK_VALUE, &a) < 0 || a == 0)
			return bad_places;
		b = a;
		if (part.n && str_num(part, IDCHECK_VALUE, &b) < 0)
			return bad_places;
		for (; a <= b; a++) {
			if (p->n == IDCHECK_CHARS)
				return "has too many places";
			p->v[p->n++] = (uint8_t)(a - 1);
		}
	}
	return p->all || p->n ? NULL : bad_places;
}

/* "3,-1,10" into v; the number of them in *n. */
static const char *
take_numbers(struct str word, int *v, size_t max, size_t *n)
{
	struct str one;
	uint64_t d;

	*n = 0;
	while (str_cut(&word, ',', &one)) {
		bool minus = one.n && one.p[0] == '-';

		if (str_num(str_sub(one, minus, one.n), 100000, &d) < 0)
			return "needs numbers, as 7,3,1";
		if (*n == max)
			return "has too many numbers";
		v[(*n)++] = minus ? -(int)d : (int)d;
	}
	return *n ? NULL : "needs numbers, as 7,3,1";
}

/* "51-55:16" or "4:13,16,19": a range, and lengths. */
static const char *
take_range(struct str word, struct idrange *r)
{
	static const char bad[] = "needs ranges, as 51-55 or 4:13,16";
	struct str head, from;
	uint64_t n;

	*r = (struct idrange){ 0 };
	if (!str_cut(&word, ':', &head) || !str_cut(&head, '-', &from) ||
	    str_num(from, UINT64_MAX, &r->from) < 0)
		return bad;
	r->digits = from.n;
	r->to = r->from;
	if (head.n && str_num(head, UINT64_MAX, &r->to) < 0)
		return bad;
	while (str_cut(&word, ',', &head)) {
		if (str_num(head, 63, &n) < 0)
			return bad;
		r->lengths |= UINT64_C(1) << n;
	}
	return NULL;
}

static const char *
add_range(struct idcheck *c, struct str word)
{
	if (c->nrange == RANGES_MAX)
		return "has too many ranges";
	return take_range(word, &c->range[c->nrange++]);
}

/* "1-12,20-42", or with lengths behind each: "51-55:16 4:13,16". */
static const char *
take_ranges(struct arena *mem, struct idcheck *c, struct str *line)
{
	const char *why = NULL;
	struct str word, one;

	if ((c->range = arena_new(mem, RANGES_MAX * sizeof(*c->range))) == NULL)
		return no_memory;
	while (why == NULL && str_word(line, &word)) {
		if (str_chr(word, ':', 0) != STR_NONE) {
			why = add_range(c, word);
			continue;
		}
		while (why == NULL && str_cut(&word, ',', &one))
			why = add_range(c, one);
	}
	return why || c->nrange ? why : "needs ranges";
}

static const char *
take_words(struct arena *mem, struct idcheck *c, struct str *line)
{
	struct str rest = *line, word;
	size_t n = 0;

	while (str_word(&rest, &word))
		n++;
	if (n == 0)
		return "needs words";
	if ((c->word = arena_new(mem, n * sizeof(*c->word))) == NULL)
		return no_memory;
	for (; str_word(line, &word); c->nword++) {
		c->word[c->nword] = word;
		if (c->pass == idcheck_iban && word.n < 3)
			return "needs a country and a length, as LU20";
	}
	return NULL;
}

static const char *
take_map(struct idcheck *c, struct str word)
{
	struct str pair;

	while (str_cut(&word, ',', &pair)) {
		if (c->nmap == OFFSETS_MAX)
			return "has too long a map";
		if (!str_cut(&pair, ':', &c->from[c->nmap]) || pair.n == 0 ||
		    c->from[c->nmap].n == 0)
			return "needs a map, as X:0,Y:1";
		c->to[c->nmap++] = pair;
	}
	return NULL;
}

static const char *
take_small(struct str value, unsigned *out)
{
	uint64_t n;

	if (str_num(value, 100000, &n) < 0)
		return "needs a number";
	*out = (unsigned)n;
	return NULL;
}

static const char *
take_ten(struct idcheck *c, struct str value)
{
	unsigned n = 0;
	const char *why = NULL;

	if (str_eqz(value, "next"))
		c->ten = TEN_NEXT;
	else if ((why = take_small(value, &n)) == NULL)
		c->ten = (int)n;
	return why;
}

static const char *
take_letters(struct idcheck *c, struct str value)
{
	if (str_eqz(value, "alphabet"))
		c->letters = LETTERS_ALPHABET;
	else if (str_eqz(value, "two"))
		c->letters = LETTERS_TWO;
	else if (str_eqz(value, "vin"))
		c->letters = LETTERS_VIN;
	else
		return "takes letters=alphabet, letters=two or letters=vin";
	return NULL;
}

/* "only=1-2:0-30". */
static const char *
take_only(struct idcheck *c, struct str v)
{
	const char *why;
	struct str places;

	if (!str_cut(&v, ':', &places) || v.n == 0)
		return "takes only=PLACES:FROM-TO";
	if ((why = take_places(&c->only, places)) != NULL)
		return why;
	return take_range(v, &c->only_range);
}

/* What an alternative is only for. */
static const char *
take_condition(struct idcheck *c, struct str name, struct str v)
{
	uint64_t n;

	if (str_eqz(name, "head")) {
		c->head = v;
		return NULL;
	}
	if (str_eqz(name, "only"))
		return take_only(c, v);
	if (!str_eqz(name, "if"))
		return "has an option that no check takes";
	if (str_num(v, IDCHECK_VALUE, &n) < 0 || n == 0)
		return "takes if=LENGTH";
	c->length = n;
	return NULL;
}

static const char *
take_option(struct idcheck *c, struct str word)
{
	struct str name = word, v = STR("");

	if (str_chr(word, '=', 0) != STR_NONE) {
		v = word;
		(void)str_cut(&v, '=', &name);
	}
	if (str_eqz(name, "minus"))
		c->minus = true;
	else if (str_eqz(name, "digits"))
		c->digits = true;
	else if (str_eqz(name, "prefix"))
		c->prefix = str_sub(v, 0, 16);
	else if (str_eqz(name, "alphabet"))
		c->alphabet = v;
	else if (str_eqz(name, "map"))
		return take_map(c, v);
	else if (str_eqz(name, "letters"))
		return take_letters(c, v);
	else if (str_eqz(name, "ten"))
		return take_ten(c, v);
	else if (str_eqz(name, "add"))
		return take_small(v, &c->add);
	else if (str_eqz(name, "zero") || str_eqz(name, "is"))
		return take_small(v, &c->zero);
	else if (str_eqz(name, "then"))
		return take_numbers(v, c->then, IDCHECK_CHARS, &c->nthen);
	else if (str_eqz(name, "month"))
		return take_numbers(v, c->month, OFFSETS_MAX, &c->nmonth);
	else if (str_eqz(name, "day"))
		return take_numbers(v, c->day, OFFSETS_MAX, &c->nday);
	else
		return take_condition(c, name, v);
	return NULL;
}

static const char *
take_arg(struct arena *mem, struct idcheck *c, enum idarg arg, struct str *line)
{
	const char *why;
	struct str word;

	if (arg == ARG_WORDS)
		return take_words(mem, c, line);
	if (arg == ARG_RANGES)
		return take_ranges(mem, c, line);
	if (!str_word(line, &word))
		return "has too few words";
	switch (arg) {
	case ARG_AT: return take_places(&c->at, word);
	case ARG_CHECK: return take_places(&c->check, word);
	case ARG_WEIGHTS:
		return take_numbers(word, c->w, IDCHECK_CHARS, &c->nw);
	case ARG_MOD:
		why = take_small(word, &c->mod);
		return why || c->mod > 1 ? why : "needs a modulus above 1";
	default: c->format = word; return NULL;
	}
}

static const char *
parse(struct arena *mem, struct idcheck *c, struct str line)
{
	const struct algorithm *a = NULL;
	const char *why = NULL;
	struct str word;

	if (!str_word(&line, &word))
		return "names no check";
	for (size_t i = 0; i < LEN(algorithms); i++)
		if (str_eqz(word, algorithms[i].name))
			a = &algorithms[i];
	if (a == NULL)
		return "names no check";
	c->pass = a->pass;
	c->ten = TEN_NONE;
	for (size_t i = 0; i < LEN(a->arg) && a->arg[i] && !why; i++)
		why = take_arg(mem, c, a->arg[i], &line);
	while (why == NULL && str_word(&line, &word))
		why = take_option(c, word);
	return why;
}

const struct idcheck *
idcheck_parse(struct arena *mem, struct str line, const char **why)
{
	struct idcheck *first = NULL, **link = &first;
	struct str one;

	*why = "names no check";
	while (str_cut(&line, '|', &one)) {
		struct idcheck *c = arena_new(mem, sizeof(*c));

		*why = c ? parse(mem, c, one) : no_memory;
		if (*why != NULL)
			return NULL;
		*link = c;
		link = (struct idcheck **)(uintptr_t)&c->other;
	}
	return first;
}

static bool
is_for(const struct idcheck *c, struct str value)
{
	char in[IDCHECK_VALUE];
	uint64_t number;
	size_t n;

	if (!str_starts(value, c->head))
		return false;
	if (c->only.n == 0)
		return true;
	return idcheck_take(&c->only, value, in, &n) &&
	    str_num((struct str){ in, n }, UINT64_MAX, &number) == 0 &&
	    number >= c->only_range.from && number <= c->only_range.to;
}

bool
idcheck_pass(const struct idcheck *c, struct str value)
{
	bool asked = false;

	for (; c; c = c->other) {
		if (c->length && c->length != value.n)
			continue;
		asked = true;
		if (is_for(c, value) && c->pass(c, value))
			return true;
	}
	return !asked; /* none of them is for this length */
}
