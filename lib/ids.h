/*
 * ids.h - the kinds of personal data that there are: identifiers with a
 * structure, and what only a field's name gives away; from stanzas, see
 * tamis-ids(5).
 */
#ifndef TAMIS_IDS_H
#define TAMIS_IDS_H

#include "idcheck.h"
#include "idname.h"
#include "idshape.h"
#include "idvalue.h"
#include "rules.h"

enum { IDS_MAX = 512, IDS_HINTS = 48, IDS_FORMS = 1024, IDS_WEIGHT_MAX = 9 };

/* What it says of somebody; the order is that of harm. */
enum idclass {
	IDCLASS_DECOY, /* never told: it wins a number from the others */
	IDCLASS_CODE,  /* of a thing or a notion */
	IDCLASS_ORG,
	IDCLASS_DEVICE,
	IDCLASS_CONTACT,
	IDCLASS_PERSON,
	IDCLASS_FINANCE,
	IDCLASS_HEALTH
};

struct idkind {
	struct str id, title, country;
	enum idclass class;
	enum severity severity;
	struct idshape *shape;
	size_t nshape;
	struct list form, columns, weak, context, test;
	const struct idcheck **check;
	size_t ncheck;
	idvalue_test *value; /* or NULL */
	bool raw;	     /* separators are part of it */
	bool digits;	     /* nothing else in it */
	bool letters;	     /* never without */
	size_t public;	     /* characters that may be shown */
	double pass;	     /* of random strings of its characters */
	double weight;	     /* what passing proves: -log10(pass) */
	bool off;	     /* --only, --country */
};

struct idhint {
	uint16_t kind;
	bool weak; /* only where persons are spoken of */
};

/* A way to write a kind, as "999.9999". */
struct idform {
	struct str text;
	uint16_t kind;
	const struct idform *next;
};

enum { IDFORM_GROUP = 16, IDFORM_SEPARATORS = 5 };

struct ids {
	struct idkind *v;
	size_t n, cap;
	struct rules rules; /* the same kinds, for lists; in their order */
	struct arena mem;

	/* Made by ids_end. */
	uint16_t *by_length[IDSHAPE_MAX + 1]; /* kinds with a structure */
	size_t nby_length[IDSHAPE_MAX + 1];
	/* By the length of the first group, and what is behind it. */
	const struct idform *form[IDFORM_GROUP][IDFORM_SEPARATORS];
	struct idword *word; /* a hash of the words of columns */
	size_t nword;	     /* a power of two */
};

/*
 * Append the kinds of a file. own: all of it is of this sieve, else only the
 * stanzas that begin "id: data/". 0, or -1 with *w set.
 */
int ids_parse(
    struct ids *s, struct str file, struct str text, bool own, struct where *w);
/* 0, or -1 with *w set and s->rules.twice the culprit. */
int ids_end(struct ids *s, struct where *w);
void ids_free(struct ids *s);

/* Is the value one, by its structure or its test? */
bool idkind_shaped(const struct idkind *k, const struct idtext *t);
bool idkind_passes(const struct idkind *k, const struct idtext *t);
/* Published for tests, or too regular to be anybody's: why, or NULL. */
const char *idkind_synthetic(const struct idkind *k, const struct idtext *t);

/* The ways to write a kind whose first group is so long. */
const struct idform *ids_forms(const struct ids *s, size_t group, char sep);
/* The kinds that a field of this name may hold, each once. */
size_t ids_hints(
    const struct ids *s, const struct idname *name, struct idhint v[IDS_HINTS]);

/* The same, of a name that is known as a whole: "PID-5.1". */
size_t ids_hints_whole(
    const struct ids *s, const struct idname *name, struct idhint v[IDS_HINTS]);

#endif
