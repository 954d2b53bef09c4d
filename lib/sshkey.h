/*
 * sshkey.h - OpenSSH's keys: the line of a .pub file, and the container
 * of a private key, locked or not (PROTOCOL.key).
 */
#ifndef TAMIS_SSHKEY_H
#define TAMIS_SSHKEY_H

/* A public key as it goes over the wire; borrowed. */
struct sshpub {
	struct str type;	 /* "ssh-ed25519" */
	struct str pub;		 /* of an Ed25519 key: 32 bytes */
	struct str e, n;	 /* of an RSA key */
	struct str curve, point; /* of an ECDSA key: "nistp256" */
};

/* The fields of a container, borrowed from its bytes. */
struct sshbox {
	struct str cipher, kdf, salt;
	uint32_t rounds;
	struct str wire; /* the public key */
	struct str priv; /* locked unless cipher is "none" */
};

/* The secret part, borrowed from an unlocked priv. */
struct sshsec {
	struct str seed; /* Ed25519 */
	struct str n, e, d;
	struct str scalar; /* ECDSA */
};

/* All return 0, or -1 and *why. */

/* "TYPE BASE64 COMMENT": the wire form into out, *n bytes of it. */
int sshkey_line(struct str line, unsigned char *out, size_t cap, size_t *n,
    const char **why);
/* Keys of the two kinds that can be sealed to; others by their names. */
int sshkey_wire(struct str wire, struct sshpub *k, const char **why);
/* The same for what signs: ECDSA too. _line asks nothing of the type. */
int sshkey_any_line(struct str line, unsigned char *out, size_t cap, size_t *n,
    const char **why);
int sshkey_any_wire(struct str wire, struct sshpub *k, const char **why);
/* The PEM of a private key to the bytes of its container. */
int sshkey_pem(struct str text, unsigned char *out, size_t cap, size_t *n,
    const char **why);
int sshkey_box(struct str bytes, struct sshbox *b, const char **why);
/* Decrypt b->priv into out, which takes as many bytes. */
int sshkey_unlock(const struct sshbox *b, struct str phrase, unsigned char *out,
    const char **why);
/* The secret that belongs to the public key. */
int sshkey_secret(struct str priv, const struct sshpub *pub, struct sshsec *s,
    const char **why);

#endif
