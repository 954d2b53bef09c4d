/* vault_in.h - what the files of vault share; for them alone. */
#ifndef TAMIS_VAULT_IN_H
#define TAMIS_VAULT_IN_H

#include "vault.h"

int vault_fail(struct vault *v, const char *what, const char *why);
int vault_add_name(struct vault *v, const char *name);

/* vault_sftp.c: is it "sftp:..."? Then host, port and path are set. 0, 1:
   it is a local path, or -1 and v->why. */
int vault_sftp_parse(struct vault *v, const char *where);
/* The names there; and what is small, or all of it, fetched. */
int vault_sftp_open(struct vault *v, bool create, bool all);
int vault_sftp_send(struct vault *v);

#endif
