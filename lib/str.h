/* str.h - questions about slices, and cutting them; nothing is copied. */
#ifndef TAMIS_STR_H
#define TAMIS_STR_H

#define STR_NONE SIZE_MAX

struct str str_of(const char *z); /* a C string's bytes */
bool str_eq(struct str a, struct str b);
bool str_eqz(struct str a, const char *z);
bool str_ieq(struct str a, struct str b); /* ASCII case folded */
int str_cmp(struct str a, struct str b);  /* as memcmp, then the shorter */
bool str_starts(struct str s, struct str head);
bool str_ends(struct str s, struct str tail);

/* The offset of the first at or after from, or STR_NONE. */
size_t str_find(struct str s, struct str what, size_t from);
size_t str_ifind(struct str s, struct str what, size_t from);
size_t str_chr(struct str s, char c, size_t from);
size_t str_rchr(struct str s, char c); /* the last one */

/* s[from, to), clamped to s. */
struct str str_sub(struct str s, size_t from, size_t to);
struct str str_trim(struct str s); /* white space off both ends */

/*
 * Cut the head off *s up to sep, which is dropped. False when s is used
 * up; a last piece without sep is returned too, an empty rest is not.
 */
bool str_cut(struct str *s, char sep, struct str *head);

/* The next word between blanks; false at the end. */
bool str_word(struct str *s, struct str *word);

/* The value of a hexadecimal digit of either case, or -1. */
int str_hex(char c);

/* A whole decimal number in [0, max]: 0, or -1. */
int str_num(struct str s, uint64_t max, uint64_t *out);

#endif
