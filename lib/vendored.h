/*
 * vendored.h - libraries whose sources were copied into a tree, told by what
 * they say of themselves: C by its version macros, JavaScript by a banner, a
 * property or the file's name. patterns/vendored/ holds the facts, a stanza
 * each:
 *
 *	id: zlib			a name of ours, and the package's
 *	title: zlib
 *	ecosystem: npm			where advisories are, by OSV's name
 *	package: jquery-ui		its name there, when it is not the id
 *	product: openssl		in the table of ends of life
 *	in: c				what files: words of c, js, css
 *	with: deflate			one of these must stand there as well
 *	macro: ZLIB_VERSION		a macro that is the version, or
 *	macro: A_MAJOR A_MINOR		several, joined by dots
 *	number: A_NUM 10000 100 1	30809 or 0x7859: 3.8.9
 *	text: jQuery v{version}		plain text around a version
 *	name: jquery-{version}.js	the same, the start of a file's name
 *	yes: 1.2.11 #define ZLIB_VERSION "1.2.11"	must give 1.2.11
 *	yes: 3.4.1 @jquery-3.4.1.js			by the name
 *	no: ...						must give nothing
 *	see: where the fact is to be seen
 *
 * macro, number, text and name are ways to a version, tried as they stand;
 * the first that gives one counts.
 */
#ifndef TAMIS_VENDORED_H
#define TAMIS_VENDORED_H

#include "detector.h"

enum {
	VENDORED_MAX = 1024,  /* stanzas */
	VENDORED_WAYS = 8,    /* of one library */
	VENDORED_WITH = 4,    /* of which one must stand in the file */
	VENDORED_PARTS = 4,   /* macros of one version */
	VENDORED_VERSION = 64 /* bytes of a version, with the NUL */
};

enum { VENDORED_C = 1, VENDORED_JS = 2, VENDORED_CSS = 4 };

enum way_kind { WAY_MACRO, WAY_NUMBER, WAY_TEXT, WAY_NAME };

struct way {
	enum way_kind kind;
	struct str part[VENDORED_PARTS]; /* macros; or the text before */
	size_t nparts, literal;		 /* the first part's place there */
	uint64_t unit[VENDORED_PARTS];	 /* of WAY_NUMBER, falling */
	size_t nunits;
	struct str tail; /* behind the version, of WAY_TEXT and WAY_NAME */
};

struct vendored {
	struct str id, title, ecosystem, package, product, see;
	struct str with[VENDORED_WITH]; /* one of them must be there */
	size_t nwith;
	unsigned in;
	struct way way[VENDORED_WAYS];
	size_t nways;
	struct str *yes, *no;
	size_t nyes, nno;
	size_t line; /* of its first field */
};

struct vendored_set; /* read-only, shared by threads */

/* NULL: no memory. */
struct vendored_set *vendored_new(void);
/* The stanzas of a file, whose text is kept by the caller. -1 with *w. */
int vendored_add(struct vendored_set *s, struct str text, struct where *w);
void vendored_free(struct vendored_set *s);

/* Their ids are their places. */
const struct literal *vendored_literals(
    const struct vendored_set *s, size_t *n);
/* The i-th stanza in the order of the files, or NULL. */
const struct vendored *vendored_at(const struct vendored_set *s, size_t i);

struct vendored_found {
	const struct vendored *lib;
	char version[VENDORED_VERSION];
	struct span at; /* of the version, in the bytes or the path */
	bool in_name;
};
struct vendored_file {
	struct str path, bytes;
	const struct hit *hits; /* ids of vendored_literals, ends rising */
	size_t nhits;
};
/* Not 0 stops, and is returned. */
typedef int vendored_take(const struct vendored_found *f, void *arg);

/* What of may a file of that path hold: VENDORED_ bits. */
unsigned vendored_wants(struct str path);
/* Does its name alone begin as one that tells a library? */
bool vendored_named(const struct vendored_set *s, struct str path);
/* Each library in the file once. 0, what take returned, or -1: no memory. */
int vendored_find(const struct vendored_set *s, const struct vendored_file *in,
    vendored_take *take, void *arg);

#endif
