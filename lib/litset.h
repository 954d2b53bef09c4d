/*
 * litset.h - the literals of several detectors as one set to scan with.
 * What was compiled by mkpatterns is used for the literals it knows; those
 * of a user's rules are compiled when the set is made.
 */
#ifndef TAMIS_LITSET_H
#define TAMIS_LITSET_H

#include "detector.h"

struct litset;	      /* read-only, shared by threads */
struct litset_thread; /* what one thread scans with */

/*
 * models[i] belongs to detectors[i]; detectors ends in NULL. saved is what
 * litset_save gave once (pat_db), or empty: then all is compiled here.
 * NULL with why set.
 */
struct litset *litset_new(const struct detector *const *detectors,
    void *const *models, struct str saved, const char **why);
int litset_save(const struct litset *s, struct buf *out);
void litset_free(struct litset *s);
/* Did it have to compile, and how many literals? For -vv. */
size_t litset_compiled(const struct litset *s);
size_t litset_count(const struct litset *s);
/* Bytes of the longest one. */
size_t litset_longest(const struct litset *s);

struct litset_thread *litset_thread_new(const struct litset *s);
void litset_thread_free(struct litset_thread *t);

/*
 * A literal ended: which detector's (its place in the list), and the hit
 * as that detector numbers it. In rising order of end; not 0 stops.
 */
typedef int litset_hit(size_t detector, struct hit hit, void *arg);
/* 0 at the end, 1 when the callback stopped it, -1 on trouble. */
int litset_each(const struct litset *s, struct litset_thread *t, struct str in,
    litset_hit *hit, void *arg);

#endif
