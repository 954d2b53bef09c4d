/* objcount.h - about how many objects a repository has, as git estimates it
   to choose how long a short id is: those of all packs, from their heads. */
#ifndef TAMIS_OBJCOUNT_H
#define TAMIS_OBJCOUNT_H

/* objects: the directory; its alternates count too. Trouble counts as 0. */
uint64_t objcount(const char *objects);

#endif
