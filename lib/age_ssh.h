/* age_ssh.h - what both kinds of SSH recipients have in common. */
#ifndef TAMIS_AGE_SSH_H
#define TAMIS_AGE_SSH_H

#include "age_type.h"
#include "sshkey.h"

enum { AGE_SSH_TAG = 4 };

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

/* The first bytes of the wire form's hash name the recipient. */
int age_ssh_tag(const struct age_key *k, unsigned char tag[AGE_SSH_TAG]);
/* arg is a tag; false: it is malformed. */
bool age_ssh_take_tag(struct str arg, unsigned char tag[AGE_SSH_TAG]);
bool age_ssh_is_for(const struct age_key *k, struct str arg);
/* The fields of an unlocked key. */
int age_ssh_fields(const struct age_key *k, struct sshpub *pub,
    struct sshsec *sec, const char **why);

#endif
