/* veil_in.h - what the decoders share; for the files of veil alone. */
#ifndef TAMIS_VEIL_IN_H
#define TAMIS_VEIL_IN_H

#include "veil.h"

/* Make room for so many bytes. 0, or -1. */
int veil_room(struct veil *v, size_t more);
/* Append a byte that stands for [from, to) of the source. 0, or -1: full. */
int veil_put(struct veil *v, int c, size_t from, size_t to);
/* Append bytes as they are. */
int veil_copy(struct veil *v, struct str s, size_t from, size_t to);
/* Begin a view: what stands before at, but not before floor; a call around
   the string that begins there, as b64decode(", is left out. */
int veil_begin(struct veil *v, struct str s, size_t at, size_t floor);
/* End it: what stands behind. */
int veil_end(struct veil *v, struct str s, size_t to);
/* Has it so many printable bytes in a row inside? */
bool veil_speaks(const struct veil *v, size_t min);

/* True when there is something to see; see veil_lift. */
bool veil_base64(
    struct veil *v, struct str s, size_t at, size_t floor, bool first);
bool veil_hex(
    struct veil *v, struct str s, size_t at, size_t floor, bool first);
bool veil_packed(struct veil *v, struct inflate *z, struct str s,
    const struct sign *sign, size_t floor);
bool veil_escape(
    struct veil *v, struct str s, const struct sign *sign, size_t floor);
bool veil_joint(
    struct veil *v, struct str s, const struct sign *sign, size_t floor);
bool veil_break(
    struct veil *v, struct str s, const struct sign *sign, size_t floor);
bool veil_list(
    struct veil *v, struct str s, const struct sign *sign, size_t floor);
bool veil_reverse(
    struct veil *v, struct str s, const struct sign *sign, size_t floor);

static inline bool
veil_blank(char c)
{
	return c == ' ' || c == '\t';
}

static inline bool
veil_quote(char c)
{
	return c == '"' || c == '\'' || c == '`';
}

#endif
