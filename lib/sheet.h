/*
 * sheet.h - the fields of one blob and what was seen in them: for each kind
 * of identifier how often a value proved to be one, how many different
 * ones, and where the first stands. Bounded, whatever the blob has.
 */
#ifndef TAMIS_SHEET_H
#define TAMIS_SHEET_H

#include "distinct.h"
#include "fields.h"
#include "ids.h"

enum {
	SHEET_FIELDS = 16384,
	SHEET_SEEN = 65536,
	SHEET_CELLS = 1u << 20 /* with --each */
};

/* Of a value: its line and column, and where it lies in the blob. */
struct sheetplace {
	size_t line, col, record;
	struct span at;
};

/* A kind in a field. */
struct seen {
	uint16_t kind;
	bool hinted, weak;  /* the field's name says it is this kind */
	uint64_t passes;    /* values that are one */
	uint64_t best;	    /* of those, where no other kind was surer */
	uint64_t fired;	    /* sure by themselves, inside of a text */
	uint64_t synthetic; /* published, in sequence ... */
	uint64_t stepped;   /* one more than the one before */
	uint64_t last;
	double sure;	 /* the surest that fired */
	const char *why; /* synthetic */
	struct sheetplace first;
	char public[16];
	struct distinct distinct;
	struct seen *next;
};

struct sheetfield {
	struct str path;
	struct idname name;
	struct idhint hint[IDS_HINTS];
	size_t nhint;
	bool decoy;  /* its name says that it is something else */
	bool person; /* its path speaks of persons */
	bool skip;   /* its name says that nobody minds */
	uint64_t values;
	uint64_t promised; /* of these, what looks as the name promises */
	uint32_t digits[IDSHAPE_MAX + 1], mixed[IDSHAPE_MAX + 1]; /* lengths */
	struct seen *seen;
};

/* A value that --each may tell. */
struct sheetcell {
	uint32_t field;
	uint16_t kind;
	struct sheetplace place;
};

/* One thread's, made new for each blob. */
struct sheet {
	const struct ids *ids;
	const struct format *format; /* NULL: text */
	struct sheetfield **field;
	size_t nfield, capfield;
	uint32_t *hash; /* of paths: 1 + the number of a field */
	size_t caphash, nseen, record;
	struct arena mem;
	bool each, fields_full, cells_full, failed;
	struct sheetcell *cell;
	size_t ncell, capcell;

	/* The window, and the place that was counted up to. */
	struct str bytes;
	size_t bytes_at, pos, line, start;
};

void sheet_init(struct sheet *s, const struct ids *ids);
void sheet_free(struct sheet *s);
/* Another blob. */
void sheet_begin(struct sheet *s, const struct format *format);
/* The next window of it: its bytes begin at offset at, on that line. */
void sheet_window(struct sheet *s, struct str bytes, size_t at, size_t line);
/* Count up to the window's end: it will not be there again. */
void sheet_leave(struct sheet *s, size_t upto);

/* The listener of readers. */
struct fields sheet_fields(struct sheet *s);
/* The field that text belongs to, which has no name. */
int sheet_text_field(struct sheet *s);
/* A token of a text that is sure enough by itself. 0, or -1. */
int sheet_fire(struct sheet *s, int field, const struct idkind *k,
    const struct idtext *t, double score, struct span at);
/* Where something stands. */
struct sheetplace sheet_place(struct sheet *s, struct span at);

#endif
