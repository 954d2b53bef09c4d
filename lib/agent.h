/* agent.h - an SSH agent signs, so that no private key lies on the host. */
#ifndef TAMIS_AGENT_H
#define TAMIS_AGENT_H

#include "buf.h"

/* The one that SSH_AUTH_SOCK names; before the sandbox, which allows no
   socket to be made. A descriptor, or -1 with errno. */
int agent_open(void);
/* *arg is the descriptor; a sigsec_sign. */
int agent_sign(void *arg, struct str wire, struct str data, struct buf *out,
    const char **why);

#endif
