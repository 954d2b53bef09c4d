/*
 * literal.h - what assign.c has read of an assignment so far, and the
 * literal that follows: quoted, or a bare word.
 */
#ifndef TAMIS_LITERAL_H
#define TAMIS_LITERAL_H

#include "assign.h"
#include "str.h"

/* How the bytes between a name and its value are read. */
enum grammar {
	CODE,	/* literals are in quotes */
	BARE,	/* to the end of the line: ini, env, properties, yaml */
	SHELL,	/* to a blank or an operator */
	MARKUP, /* attributes, and the text of elements */
	PROSE	/* may hold anything: only what is unlike prose counts */
};

struct lexer {
	struct str s;
	size_t at;
	enum kind kind;
	enum grammar g;
	bool escaped; /* inside a string: quotes come as \" */
	bool lenient;
	struct assign *a;
};

static inline char
peek(const struct lexer *r, size_t ahead)
{
	size_t i = r->at + ahead;

	return (char)(i < r->s.n && i >= r->at ? r->s.p[i] : 0);
}

static inline bool
is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_' || (c & 0x80);
}

static inline bool
is_quote(char c)
{
	return c == '"' || c == '\'' || c == '`';
}

static inline void
skip_blanks(struct lexer *r)
{
	while (r->at < r->s.n && (peek(r, 0) == ' ' || peek(r, 0) == '\t'))
		r->at++;
}

static inline bool
take(struct lexer *r, struct str what)
{
	if (!str_starts(str_sub(r->s, r->at, r->at + what.n), what))
		return false;
	r->at += what.n;
	return true;
}

/* The literal at r->at. False: there is none, or it is a part only. */
bool literal_quoted(struct lexer *r);
bool literal_bare(struct lexer *r);
/* One of many in a string: it ends where the next one may begin. */
bool literal_inside(struct lexer *r);
/* Pass "String(", b, r, L and the like; true: a quote stands here. */
bool literal_opens(struct lexer *r);

#endif
