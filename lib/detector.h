/*
 * detector.h - what the driver asks of a detector, and what it gives.
 *
 * A detector is a table. It never does I/O, keeps no state but its model
 * (read-only, shared by all threads) and what one thread owns. A verdict
 * depends on (bytes, kind) and nothing else; path globs of rules apply to
 * what is emitted (the driver does not cache past them).
 */
#ifndef TAMIS_DETECTOR_H
#define TAMIS_DETECTOR_H

#include "buf.h"
#include "hs.h"
#include "kind.h"
#include "rec.h"
#include "rules.h"
#include "score.h"

struct pat;

/* How a detector wants a blob; a set of bits. */
enum {
	VIEW_NONE = 0,
	VIEW_TEXT = 1,	 /* UTF-8 where the coding is known, else the bytes */
	VIEW_RAW = 2,	 /* the bytes as they are */
	VIEW_ALWAYS = 4, /* judged without a hit too: it parses by itself */
	VIEW_WHOLE = 8,	 /* a container whole; its members are not for it */
	VIEW_STEPS = 16	 /* nothing matters but the margin: any window does */
};

/* Another file of the same source; only what the driver hands out. */
struct sibling;
/* 1 found, 0 not there or cannot be known (a history), -1 trouble. */
int sibling_read(struct sibling *s, struct str path, struct buf *out);

struct blob {
	struct str name; /* "a/b.c", "a.zip!/b.c"; not escaped */
	enum kind kind;
	struct str bytes; /* the window, in the view that was asked for */
	size_t at;	  /* offset of the window in that view */
	size_t line;	  /* number of the line that it begins in */
	struct span own;  /* of the window: findings must begin inside */
	bool first, last; /* window of this blob */
	bool binary;	  /* a NUL in its head, and no UTF-16 */
	bool in_name;	  /* bytes are the file's name itself */
	struct sibling *sibling;
};

/* A literal ended here. */
struct hit {
	uint32_t id; /* as the detector gave it */
	size_t end;  /* offset in blob.bytes after its last byte */
};

struct finding {
	struct str rule; /* id without the sieve */
	enum severity severity;
	struct span span;   /* in blob.bytes: what is underlined */
	struct str message; /* holds no secret byte; the driver escapes it */
	struct str subject; /* what one decides about: goes into fp, only */
	bool guessable;	    /* fp by way of Argon2id */
	enum sure sure;	    /* how sure one is, or SURE_UNSAID */
	const char *reason; /* of that, static text; NULL: see score */
	struct score score; /* the path is still to be weighed, if any */
	bool placed;	    /* in the paths of its rule it beats others */
	struct str keys;    /* more keys made with rec_add_key, or empty */
	bool hide;	    /* nobody is shown the line: all of it is private */
	/* A place that is not in the window any more; span is then of no
	   meaning, but lies in it. Of finish's findings: the path too. */
	struct str path;  /* "" = the blob being judged */
	size_t line, col; /* 0: by the span */
};

struct emit; /* the driver's; one a blob */
/* Copies all it is given. 0, or -1 when memory or a bound is at an end. */
int emit_finding(struct emit *e, const struct finding *f);
/* What finish will see, in input order; bytes mean what the detector says. */
int emit_fact(struct emit *e, uint32_t what, struct str bytes);
/* Something of this blob could not be judged: a record <sieve>/unread. */
int emit_unread(struct emit *e, const char *reason);

struct fact {
	struct str name; /* of the blob */
	uint32_t what;
	struct str bytes;
};

/* What a model is made from. */
struct user_rules {
	struct str file, text;
};

struct setup {
	const struct pat *pat; /* NULL with --no-builtin */
	const struct user_rules *user;
	size_t nuser;
	const char *only;	/* --only=RULE, or NULL */
	const char *policy;	/* --policy or .tamis/policy, or NULL */
	struct str policy_text; /* of that file, when it is one */
	const char *country;	/* --country, or NULL */
	bool each;		/* --each */
	bool why;		/* --explain without a rule */
	bool inventory;
	const char *db;	 /* --db, or NULL */
	int32_t today;	 /* --as-of, or the clock */
	int32_t max_age; /* --max-age, in days; -1: any */
	bool no_dev;
};

struct setup_error {
	struct str file;
	struct where where;
};

struct detector {
	const char *name; /* "secrets": the first part of its rules' ids */
	size_t margin;	  /* the longest context that a match depends on */

	/* NULL with *err set. */
	void *(*open)(const struct setup *, struct setup_error *err);
	void (*close)(void *model);
	/* Its literals, ids of its own choice. Stable for the same rules. */
	size_t (*literals)(const void *model, const struct literal **v);
	/* What stands behind --list-rules and --explain. */
	const struct rules *(*rules)(const void *model);

	void *(*thread_new)(const void *model); /* NULL: no memory */
	void (*thread_free)(void *thread);

	/* A set of VIEW_ bits, from the name, kind and first bytes. */
	unsigned (*wanted)(const void *model, struct str name, enum kind kind,
	    struct str head);
	/* 0, or -1 for trouble of our own (no memory). */
	int (*judge)(const void *model, void *thread, const struct blob *b,
	    const struct hit *hits, size_t nhits, struct emit *e);
	/* Optional. Once, after the last blob, with all facts. */
	int (*finish)(
	    const void *model, const struct fact *v, size_t n, struct emit *e);

	/*
	 * Optional: the spans of secrets in a line or a name, to be masked
	 * as its public prefix (head bytes kept) and "****". Any thread.
	 */
	size_t (*mask)(const void *model, void *thread, struct str line,
	    struct span *v, size_t max);
	bool signs; /* hits of sign.h too, their ids from SIGN_ID on */
};

#endif
