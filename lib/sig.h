/*
 * sig.h - signatures apart from their message: read, judged by the keys
 * that are trusted, and made. One file a format, in the table of sig.c.
 */
#ifndef TAMIS_SIG_H
#define TAMIS_SIG_H

#include "arena.h"
#include "crypt_sign.h"
#include "sigsec.h"

enum { SIG_TEXT_MAX = 256 << 10, SIG_NAME = 64 };

struct sig_format;

/* As it was read; borrowed from the text and the arena. */
struct sig {
	const struct sig_format *format;
	bool whole;	    /* the message itself is signed ... */
	enum digest digest; /* ... or its hash of this kind */
	struct str id;	    /* 8 bytes, or of SSH the key's wire form */
	struct str bytes;   /* what the key made */
	struct str comment; /* minisign: the trusted one; signify: none */
	struct str global;  /* minisign: over bytes and comment */
	struct str space;   /* SSH: the namespace */
	struct str data;    /* SSH: what stands before the hash in what is
			       signed */
};

/* A public key that is trusted; borrowed likewise. */
struct sig_key {
	bool ssh;
	struct str id;	       /* as in struct sig */
	struct str pub;	       /* Ed25519: the point; else the wire form */
	struct str name;       /* a comment, or the principals */
	struct str spaces;     /* SSH: may sign in these only; n = 0: in any */
	int64_t after, before; /* SSH: seconds; 0: no bound */
};

/* What a signature says besides. */
struct sig_words {
	struct str comment; /* minisign, signify: the one not trusted */
	struct str trusted; /* minisign */
	struct str space;   /* SSH */
};

struct sig_format {
	const char *name, *suffix;
	/* Cut one off the head of *text. 1; 0: it is none of this format; -1
	   and *why. */
	int (*parse)(
	    struct str *text, struct arena *a, struct sig *s, const char **why);
	/* message: itself or its hash. False and *why. */
	bool (*good)(const struct sig *s, const struct sig_key *k,
	    struct str message, const char **why);
	/* Append one; only a hash of the kind `digest` when not whole. */
	int (*make)(struct buf *out, const struct sigsec *k, bool whole,
	    struct str message, const struct sig_words *w, const char **why);
	enum digest digest;
};

extern const struct sig_format sig_minisign, sig_signify, sig_ssh;

/* The next signature in *text: 1; 0 at the end; -1 and *why. */
int sig_next(
    struct str *text, struct arena *a, struct sig *s, const char **why);
/* The key's id in hexadecimal, or the fingerprint. */
int sig_name(const struct sig *s, char out[SIG_NAME]);

enum sig_is { SIG_GOOD, SIG_BAD, SIG_UNKNOWN };

struct sig_verdict {
	enum sig_is is;
	const struct sig_key *key; /* good: whose */
	const char *why;	   /* bad */
};

/* Whom to trust, for what and when. */
struct sig_terms {
	const struct sig_key *keys;
	size_t n;
	struct str space; /* SSH: the namespace it must be made for */
	int64_t now;
};

void sig_judge(const struct sig *s, const struct sig_terms *t,
    struct str message, struct sig_verdict *v);

#endif
