/* depgraph.h - who brought whom: paths from the top of a file's graph. */
#ifndef TAMIS_DEPGRAPH_H
#define TAMIS_DEPGRAPH_H

struct depread;

/*
 * From the roots and edges of r: direct, dev and via of all that they
 * reach, by the shortest path, what is no development first. Without a root
 * nothing changes. 0, or -1: no memory.
 */
int depgraph_settle(struct depread *r);

#endif
