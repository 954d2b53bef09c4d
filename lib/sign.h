/*
 * sign.h - where a text may be disguised: a base64 that holds text, an
 * escaped letter, two strings that are joined. Found in one pass, without
 * decoding. Pure.
 *
 * A sign is like the hit of a literal: it depends on the SIGN_BEFORE bytes
 * before its end, and on nothing else but that nothing stands before them.
 */
#ifndef TAMIS_SIGN_H
#define TAMIS_SIGN_H

/* The id of a hit that is a sign: its kind is added. */
enum { SIGN_BEFORE = 64, SIGN_ID = 1 << 30 };

enum sign_kind {
	/* SIGN_TEXT64 digits ended, of which the first is the n-th of four. */
	SIGN_BASE64_0,
	SIGN_BASE64_1,
	SIGN_BASE64_2,
	SIGN_BASE64_3,
	SIGN_HEX_0, /* SIGN_TEXT16 digits ended, n-th of two */
	SIGN_HEX_1,
	SIGN_PACKED64, /* SIGN_TEXT64 digits: base64 of gzip or zlib */
	SIGN_PACKED16, /* SIGN_TEXT16 digits: hex of them */
	SIGN_PERCENT,
	SIGN_BACKSLASH,
	SIGN_ENTITY,
	SIGN_QUOTED,  /* quoted-printable */
	SIGN_JOINT,   /* "a" + "b" */
	SIGN_BREAK,   /* a line that a backslash continues */
	SIGN_CHARS,   /* 'a', 'b' */
	SIGN_NUMBERS, /* 97, 98 */
	SIGN_REVERSE, /* a call that reverses: from literals, never from here */
	SIGN_KINDS
};

/* So many digits must be text before it is worth a look. */
enum { SIGN_TEXT64 = 24, SIGN_TEXT16 = 32 };

struct sign {
	enum sign_kind kind;
	size_t end;
};

struct signs {
	struct str s;
	size_t at;	   /* up to here the bytes were classified */
	size_t base;	   /* of 64 bytes, of which */
	uint64_t marks;	   /* these are to be looked at */
	unsigned tail;	   /* so many bytes before at are digits */
	bool running;	   /* in a run of digits, at: */
	size_t from, next; /* where it begins; the next block */
	uint64_t blocks;   /* what the last 8 blocks of 4 may be */
	struct sign wait[8];
	size_t nwait;
};

void signs_init(struct signs *it, struct str s);
/* In rising order of end; false at the end. */
bool signs_next(struct signs *it, struct sign *sign);

/* Is it a byte that a token is made of? */
bool sign_token(char c);

#endif
