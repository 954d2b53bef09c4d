/*
 * depfile.h - who is in there: readers of lock files, manifests and other
 * files that name what a project stands on. Bytes in, dependencies with
 * their places out; no I/O but through sibling.
 *
 * To add a format: a reader `int depread_NAME(struct depread *r)` in a
 * lib/dep_*.c, its prototype in depreaders.h, a row in the table of
 * depfile.c. A reader puts what it finds with depfile_put, in the order of
 * the file. Where the file knows who asks for whom, it draws the edges
 * (depfile_edge) and names who stands at the top (depfile_root): direct, dev
 * and via follow. What it cannot read it reports (depfile_unread): never
 * silence. A file with nothing in it is no trouble.
 */
#ifndef TAMIS_DEPFILE_H
#define TAMIS_DEPFILE_H

#include "doc.h"
#include "ecosystem.h"

enum {
	DEPS_MAX = 1u << 20, /* dependencies in one file */
	DEP_EDGES_MAX = 4u << 20,
	DEP_VIA_MAX = 12,      /* names in a path that is told */
	DEP_VERSION_MAX = 256, /* bytes; a longer one is unread */
	DEP_SIBLINGS_MAX = 32, /* files that one file may lead to */
	DEP_SIBLING_BYTES = 4u << 20
};

enum dep_kind {
	DEP_PACKAGE, /* eco, name, version: what advisories speak of */
	DEP_IMAGE,   /* name "debian", "quay.io/a/b"; version is the tag */
	DEP_PRODUCT  /* a runtime or language: name is eol.tsv's product */
};

/* Was it asked for by the project itself? */
enum dep_direct { DEP_UNKNOWN, DEP_DIRECT, DEP_TRANSITIVE };

struct dep {
	enum dep_kind kind;
	enum eco eco;
	struct str name;    /* as the file has it: depfile_put folds it */
	struct str version; /* exact, no range; "" when it is not known */
	struct str licence; /* SPDX or as it stands; "" when not told */
	struct str digest;  /* of an image: "sha256:..." */
	struct span at;	    /* in the bytes: what is underlined */
	enum dep_direct direct;
	bool dev;	/* for development, tests or building alone */
	struct str via; /* "a > b": the path that brought it; "" */
};

struct depedge {
	uint32_t from, to;
};

struct depread {
	struct str name;  /* the file's, as the source has it */
	struct str bytes; /* without a byte order mark */

	/* Another file of the same source: 1 found, 0 not there, -1. The path
	   is from the top of the source; depfile_sibling makes it. */
	int (*sibling)(void *arg, struct str path, struct buf *out);
	void *arg;
	size_t nsiblings;

	struct arena mem; /* what the dependencies point to, beside bytes */
	struct dep *v;
	size_t n, cap;
	struct depedge *edge;
	size_t nedge, edge_cap;
	char *root; /* one a dependency: 0, 'd' for development, 'p' */
	size_t root_cap;
	struct doc doc;	  /* for readers that want a tree: freed with r */
	char unread[160]; /* what could not be read; "" when all was */
};

/* What a file is, by its path, or NULL: none of ours. */
struct depformat {
	/* Names of files, with one '*' at most, separated by blanks; one with
	   a '/' is held against the end of the path. */
	const char *names;
	int (*read)(struct depread *r);
};
const struct depformat *depfile_format(struct str path);
/* Every format there is; ends in { NULL }. */
const struct depformat *depfile_formats(void);

/* { .name, .bytes, .sibling, .arg } is enough to begin. 0, or -1: no
   memory; what was not understood is in r->unread. */
int depfile_read(struct depread *r, const struct depformat *f);
void depfile_free(struct depread *r);

/* ---- for readers ---------------------------------------------------- */

/* Copies the struct, not what it points to: slices of bytes, of r->doc or
   of r->mem. The index of it, from 0, or -1 (and unread says a bound). */
long depfile_put(struct depread *r, const struct dep *d);
/* from asked for to. 0, or -1. */
int depfile_edge(struct depread *r, size_t from, size_t to);
/* The project itself asks for i, for development alone if so. 0, or -1. */
int depfile_root(struct depread *r, size_t i, bool dev);
/* Kept when it is the first. */
void depfile_unread(struct depread *r, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* r->bytes as a tree; what is wrong with it is unread. 0, or -1. */
int depfile_json(struct depread *r);
int depfile_yaml(struct depread *r);
int depfile_toml(struct depread *r);
int depfile_xml(struct depread *r);
/* A file by its path from the directory of r->name; ".." may not leave the
   source. 1 with its bytes appended, 0 not there, -1 and unread says why. */
int depfile_sibling(struct depread *r, struct str path, struct buf *out);
/* Is such a path inside of the source at all? */
bool depfile_inside(const struct depread *r, struct str path);
/* a and b, or all of v, one after the other, in r->mem. .p NULL: no memory. */
struct str depfile_join(struct depread *r, const struct str *v, size_t n);
/* The text of a value with its place. */
struct span depfile_span(const struct node *n);
struct span depfile_key(const struct node *n);

/* Lines of a text file: 1 with the line (no newline, no '\r') and where it
   begins in the bytes; 0 at the end. */
struct deplines {
	struct str bytes;
	size_t at, line;
};
bool deplines_next(struct deplines *l, struct str *line, size_t *from);
/* Where s, a slice of r->bytes, stands. */
struct span depfile_at(const struct depread *r, struct str s);

/*
 * Names to indices: of what a file calls its packages. { 0 } is empty; keys
 * are borrowed. A name that is put again keeps its first index.
 */
struct depnames {
	struct depname *v;
	size_t n, cap;
};
int depnames_put(struct depnames *m, struct str key, size_t i); /* 0, -1 */
size_t depnames_get(const struct depnames *m, struct str key);	/* STR_NONE */
void depnames_free(struct depnames *m);

#endif
