/*
 * keys.h - recipients and identities, from the command line and from
 * files. No message ever holds what was read: it may be a secret.
 */
#ifndef TAMIS_KEYS_H
#define TAMIS_KEYS_H

#include "age.h"

/* { 0 } is empty. The same recipient twice is kept once. */
struct keys {
	struct age_key *v;
	size_t n, cap;
};

/* All return 0, or -1 and *w; w->line is 0 when no line is at fault. */
int keys_recipient(struct keys *k, struct str text, struct where *w);
/* One a line; "#" begins a comment. "-": stdin. */
int keys_recipients(struct keys *k, const char *path, struct where *w);
/* The same, or one OpenSSH private key. A file that its group or others
   may read is refused. */
int keys_identities(struct keys *k, const char *path, struct where *w);
/* A file of less than cap bytes, "-": stdin; shared: its group or others
   may read or write it. */
int keys_read(const char *path, char *text, size_t cap, size_t *n, bool *shared,
    struct where *w);
int keys_shared(struct where *w); /* the message for that: -1 */
int keys_phrase(struct keys *k, struct str phrase, struct where *w);
bool keys_any_locked(const struct keys *k);
void keys_free(struct keys *k);

#endif
