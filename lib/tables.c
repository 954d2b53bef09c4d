#include "base.h"
#include "str.h"
#include "tables.h"

#include <pthread.h>

/*
 * The files are taken into the program as they are: what follows is read
 * by the assembler, from the top of the tree, where make runs.
 */
#define TAKE_IN(name, file) \
	extern const char taken_##name[], taken_##name##_end[]; \
	__asm__(".section .rodata\n" \
		"taken_" #name ":\n" \
		".incbin \"patterns/model/" file "\"\n" \
		"taken_" #name "_end:\n" \
		".byte 0\n" \
		".previous\n")

enum {
	SLOTS = 8192, /* a power of two, twice the words and more */
	INSIDE_MAX = 128,
	ESCAPED_MAX = 2048,
	CLASSES = TRIGRAM_CLASSES,
	TRIGRAMS = CLASSES * CLASSES * CLASSES
};

struct slot {
	struct str word;
	uint64_t lists;
};

/* A list whose words are looked for inside of others. */
struct inside {
	struct str v[INSIDE_MAX];
	size_t n;
	uint64_t pair[64]; /* which folded beginnings there are, hashed */
};

/* Nobody else's: no detour over the table of addresses. */
#pragma GCC visibility push(hidden)
TAKE_IN(words, "words.tsv");
TAKE_IN(weights, "weights.tsv");
TAKE_IN(trigrams, "trigrams.txt");
#pragma GCC visibility pop

static const char *const list_names[LIST_COUNT] = { "password", "secret",
	"token", "key", "salt", "joined-password", "joined-secret",
	"joined-token", "joined-key", "joined-front", "key-kind", "tail",
	"modifier", "killer", "doubt", "whole", "inside", "inside-long",
	"inside-huge", "walk", "weak", "hint", "label", "who", "where",
	"nobody", "setter", "setter-verb", "path-locale", "path-test",
	"path-example", "path-doc", "path-vendor", "path-made", "path-deploy" };

static const char *const reason_names[REASON_COUNT] = { "likely", "possible",
	"kept", "name-password", "name-secret", "name-token", "name-key",
	"name-salt", "name-doubt", "quoted", "scalar", "prose", "inside",
	"compared", "listed", "argument", "setter", "comment", "disabled",
	"random", "random-short", "unlike-words", "mixed", "mixed-more", "word",
	"identifier", "title", "digits", "short", "phrase", "text", "known",
	"test-word", "own-kind", "uuid", "plain-token", "near-who",
	"near-where", "path-locale", "path-test", "path-example", "path-doc",
	"path-vendor", "path-made", "path-deploy" };

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool sound;
static struct slot slots[SLOTS];
static struct inside insides[LIST_COUNT];
static char escaped[ESCAPED_MAX];
static size_t nescaped, nwords;
static uint64_t steps[64], near_ends[64];
static int weights[REASON_COUNT];
static struct str texts[REASON_COUNT];
static unsigned char trigrams[TRIGRAMS];

static unsigned char
fold(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

static size_t
word_hash(struct str w)
{
	size_t h = w.n;

	for (size_t i = 0; i < w.n; i++)
		h = (h ^ fold(w.p[i])) * 0x9e3779b97f4a7c15u;
	return h ^ h >> 29;
}

static size_t
pair_hash(const char *p)
{
	return (fold(p[0]) * 67u + fold(p[1])) % 4096;
}

/* The slot of a word, or the free one where it would stand. */
static struct slot *
slot_of(struct str w)
{
	size_t h = word_hash(w);

	while (
	    slots[h % SLOTS].word.n > 0 && !str_ieq(slots[h % SLOTS].word, w))
		h++;
	return &slots[h % SLOTS];
}

static bool
add_word(struct str w, size_t list)
{
	struct slot *s = slot_of(w);

	if (w.n > WORD_MAX)
		return false;
	if (s->word.n == 0 && ++nwords > SLOTS / 2)
		return false;
	if ((list == LIST_WHO || list == LIST_WHERE) && w.n > 1) {
		size_t h = pair_hash(w.p + w.n - 2);

		near_ends[h / 64] |= (uint64_t)1 << h % 64;
	}
	s->word = w;
	s->lists |= (uint64_t)1 << list;
	return true;
}

/* "\s" stands for a blank. */
static struct str
unescape(struct str w)
{
	size_t from = nescaped;

	if (str_find(w, STR("\\s"), 0) == STR_NONE)
		return w;
	if (w.n > ESCAPED_MAX - nescaped)
		return STR("");
	for (size_t i = 0; i < w.n; i++) {
		bool blank = w.p[i] == '\\' && i + 1 < w.n;

		escaped[nescaped++] = (char)(blank ? ' ' : w.p[i]);
		i += blank;
	}
	return (struct str){ escaped + from, nescaped - from };
}

/* Which pairs of neighbours any walk has. */
static void
add_steps(struct str walk)
{
	for (size_t i = 0; i + 1 < walk.n; i++) {
		size_t h = pair_hash(walk.p + i);

		steps[h / 64] |= (uint64_t)1 << h % 64;
	}
}

static bool
add_inside(struct inside *in, struct str w)
{
	size_t h;

	w = unescape(w);
	if (in->n == INSIDE_MAX || w.n == 0)
		return false;
	/* One byte alone begins a pair with any. */
	for (unsigned c = 0; w.n == 1 && c < 256; c++) {
		char p[2] = { w.p[0], (char)c };

		h = pair_hash(p);
		in->pair[h / 64] |= (uint64_t)1 << h % 64;
	}
	h = w.n > 1 ? pair_hash(w.p) : 0;
	if (w.n > 1)
		in->pair[h / 64] |= (uint64_t)1 << h % 64;
	in->v[in->n++] = w;
	if (in == &insides[LIST_WALK])
		add_steps(w);
	return true;
}

static bool
is_inside(size_t list)
{
	return list == LIST_INSIDE || list == LIST_INSIDE_LONG ||
	    list == LIST_INSIDE_HUGE || list == LIST_WALK || list == LIST_HINT;
}

static bool
is_joined(size_t list)
{
	return list >= LIST_JOINED_PASSWORD && list <= LIST_JOINED_KEY;
}

static size_t
index_of(const char *const *names, size_t n, struct str name)
{
	size_t i = 0;

	while (i < n && !str_eqz(name, names[i]))
		i++;
	return i;
}

static bool
read_words(struct str text)
{
	struct str line, name, w;

	while (str_cut(&text, '\n', &line)) {
		size_t list;

		if (line.n == 0 || line.p[0] == '#')
			continue;
		(void)str_cut(&line, '\t', &name);
		list = index_of(list_names, LIST_COUNT, name);
		if (list == LIST_COUNT)
			return false;
		while (str_word(&line, &w))
			if ((is_inside(list) || is_joined(list)) ?
				!add_inside(&insides[list], w) :
				!add_word(w, list))
				return false;
	}
	return true;
}

static bool
read_weights(struct str text)
{
	struct str line, name, number;
	size_t seen = 0;

	while (str_cut(&text, '\n', &line)) {
		size_t r;
		uint64_t n;
		bool minus;

		if (line.n == 0 || line.p[0] == '#')
			continue;
		(void)str_cut(&line, '\t', &name);
		(void)str_cut(&line, '\t', &number);
		minus = str_starts(number, STR("-"));
		r = index_of(reason_names, REASON_COUNT, name);
		if (r == REASON_COUNT || texts[r].n > 0 || line.n == 0 ||
		    str_num(str_sub(number, minus, number.n), 1000, &n) < 0)
			return false;
		weights[r] = minus ? -(int)n : (int)n;
		texts[r] = line;
		seen++;
	}
	return seen == REASON_COUNT;
}

static bool
read_trigrams(struct str text)
{
	struct str line;
	size_t n = 0;

	while (str_cut(&text, '\n', &line)) {
		if (line.n == 0 || line.p[0] == '#')
			continue;
		for (size_t i = 0; i < line.n; i++) {
			if (n == TRIGRAMS || line.p[i] < '0')
				return false;
			trigrams[n++] = (unsigned char)(line.p[i] - '0');
		}
	}
	return n == TRIGRAMS;
}

static struct str
taken(const char *from, const char *to)
{
	return (struct str){ from, (size_t)(to - from) };
}

static void
read_all(void)
{
	sound = read_words(taken(taken_words, taken_words_end)) &&
	    read_weights(taken(taken_weights, taken_weights_end)) &&
	    read_trigrams(taken(taken_trigrams, taken_trigrams_end));
}

static void
ready(void)
{
	(void)pthread_once(&once, read_all);
}

bool
tables_sound(void)
{
	ready();
	return sound;
}

uint64_t
tables_lists(struct str word)
{
	ready();
	return word.n == 0 || word.n > WORD_MAX ? 0 : slot_of(word)->lists;
}

bool
tables_has(enum list_id l, struct str word)
{
	return tables_lists(word) >> l & 1;
}

static bool
stands_at(const struct inside *in, struct str rest)
{
	for (size_t i = 0; i < in->n; i++)
		if (in->v[i].n <= rest.n &&
		    str_ieq(str_sub(rest, 0, in->v[i].n), in->v[i]))
			return true;
	return false;
}

bool
tables_inside(enum list_id l, struct str s)
{
	const struct inside *in = &insides[l];

	ready();
	for (size_t i = 0; i + 1 < s.n; i++) {
		size_t h = pair_hash(s.p + i);

		if (in->pair[h / 64] >> h % 64 & 1 &&
		    stands_at(in, str_sub(s, i, s.n)))
			return true;
	}
	return s.n > 0 && stands_at(in, str_sub(s, s.n - 1, s.n));
}

bool
tables_ends_near(struct str word)
{
	size_t h;

	ready();
	while (word.n > 0 && word.p[word.n - 1] >= '0' &&
	    word.p[word.n - 1] <= '9')
		word.n--;
	if (word.n < 2)
		return false;
	h = pair_hash(word.p + word.n - 2);
	return near_ends[h / 64] >> h % 64 & 1;
}

bool
tables_may_walk(struct str s)
{
	ready();
	for (size_t i = 0; i < 4; i++) {
		size_t h;

		if (s.n < 5)
			return false;
		h = pair_hash(s.p + i);
		if (!(steps[h / 64] >> h % 64 & 1))
			return false;
	}
	return true;
}

bool
tables_word(enum list_id l, size_t i, struct str *word)
{
	ready();
	if (i >= insides[l].n)
		return false;
	*word = insides[l].v[i];
	return true;
}

int
tables_weight(enum reason r)
{
	ready();
	return weights[r];
}

const char *
tables_reason(enum reason r)
{
	return reason_names[r];
}

struct str
tables_reason_text(enum reason r)
{
	ready();
	return texts[r];
}

const unsigned char *
tables_trigrams(void)
{
	ready();
	return trigrams;
}
