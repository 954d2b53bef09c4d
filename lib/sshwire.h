/* sshwire.h - the fields SSH's formats are made of (RFC 4251, section 5). */
#ifndef TAMIS_SSHWIRE_H
#define TAMIS_SSHWIRE_H

#include "buf.h"

/* Cut one off the head of *s; false: it runs past the end. */
bool sshwire_u32(struct str *s, uint32_t *v);
bool sshwire_take(struct str *s, struct str *out);
/* Not negative, and no zero that is not needed. */
bool sshwire_number(struct str *s, struct str *out);
/* 0, or -1 as buf_add. */
int sshwire_put_u32(struct buf *b, uint32_t v);
int sshwire_put(struct buf *b, struct str s);

#endif
