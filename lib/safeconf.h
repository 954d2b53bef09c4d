/*
 * safeconf.h - of a repository's configuration, what may travel: how its
 * names are treated, where its remotes are without user or password, which
 * branch follows which. Nothing that runs a program, reads another file or
 * holds a credential.
 */
#ifndef TAMIS_SAFECONF_H
#define TAMIS_SAFECONF_H

#include "buf.h"
#include "gitconf.h"

/* The text of a bare repository's configuration. 0, or -1. */
int safeconf_put(struct buf *out, const struct gitconf *c, unsigned idlen);
/* A remote's URL without what only its owner may know: 0; 1: it does not
   travel; -1. */
int safeconf_url(struct buf *out, struct str url);

#endif
