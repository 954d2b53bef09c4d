/* buf.h - the one growable byte buffer; every user states a ceiling. */
#ifndef TAMIS_BUF_H
#define TAMIS_BUF_H

/* { .max = ceiling } is a valid empty buffer. */
struct buf {
	char *p; /* p[n] is NUL once anything was added */
	size_t n, cap;
	size_t max; /* adding past this fails: input never sizes memory */
};

/* All return 0, or -1 with the buffer unchanged (too big, or no memory). */
int buf_room(struct buf *b, size_t more);
int buf_add(struct buf *b, const void *p, size_t n);
int buf_adds(struct buf *b, struct str s);
int buf_addz(struct buf *b, const char *s); /* a C string */
int buf_addc(struct buf *b, char c);
int buf_addf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

struct str buf_str(const struct buf *b); /* borrowed until the next add */
void buf_reset(struct buf *b);		 /* empty, keep the memory */
void buf_free(struct buf *b);

#endif
