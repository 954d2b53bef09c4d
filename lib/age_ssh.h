/* age_ssh.h - what both kinds of SSH recipients have in common. */
#ifndef TAMIS_AGE_SSH_H
#define TAMIS_AGE_SSH_H

#include "age_type.h"
#include "sshkey.h"

/*
 * For the functions of a struct age_type that is named as its SSH type
 * is. A key's pub is the wire form; its sec is an unlocked secret part,
 * or, locked, the whole container.
 */
int age_ssh_recipient(const struct age_type *t, struct str text,
    struct age_key *k, const char **why);
int age_ssh_identity(const struct age_type *t, struct str text,
    struct age_key *k, const char **why);
int age_ssh_unlock(struct age_key *k, struct str phrase, const char **why);

int age_ssh_text(struct buf *out, const struct age_key *k);

/* arg is a tag, the first bytes of a hash of the wire form. */
bool age_ssh_is_tag(struct str arg);
/* "ssh-ed25519 TAG", as a stanza begins: 0, or -1. */
int age_ssh_head(struct buf *out, const struct age_key *k);
/* Is the stanza of that tag for id, and is id unlocked? AGE_OPENED: yes,
   and its fields. */
enum age_found age_ssh_match(const struct age_key *id, struct str tag,
    struct sshpub *pub, struct sshsec *sec, const char **why);
/* The fields of an unlocked key. */
int age_ssh_fields(const struct age_key *k, struct sshpub *pub,
    struct sshsec *sec, const char **why);

#endif
