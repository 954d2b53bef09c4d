/* sigsec.h - secret keys that sign: of minisign, signify and OpenSSH. */
#ifndef TAMIS_SIGSEC_H
#define TAMIS_SIGSEC_H

#include "buf.h"
#include "sshkey.h"

/* Bytes: of an id, and of signify's secret key, by which it is known. */
enum { SIGSEC_ID = 8, SIGSEC_SIGNIFY = 104 };

/* Signs with a key that is elsewhere, as sshsign_make. */
typedef int sigsec_sign(void *arg, struct str wire, struct str data,
    struct buf *out, const char **why);

struct sigsec {
	bool ssh, locked;
	bool away;	    /* only the public half is here */
	sigsec_sign *agent; /* signs when it is away */
	void *arg;

	unsigned char *mem; /* guarded; all below is in it */
	struct str bytes;   /* as it was read, decoded */
	const unsigned char *id, *seed;
	struct str wire;
	struct sshbox box;
	struct sshpub pub;
	struct sshsec sec;
};

/* 0, or -1 and *why; free k in either case. */
int sigsec_parse(struct str text, struct sigsec *k, const char **why);
int sigsec_unlock(struct sigsec *k, struct str phrase, const char **why);
/* As an SSH key signs; what comes from elsewhere is checked. */
int sigsec_ssh(
    const struct sigsec *k, struct str data, struct buf *out, const char **why);
void sigsec_free(struct sigsec *k);

#endif
