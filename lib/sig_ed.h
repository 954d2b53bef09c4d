/* sig_ed.h - what minisign and signify share: two lines, 74 bytes. */
#ifndef TAMIS_SIG_ED_H
#define TAMIS_SIG_ED_H

#include "sig.h"

/* A line, without its newline or CRLF; false at the end. */
bool sig_ed_line(struct str *text, struct str *line);
/* "untrusted comment: ..." and 74 bytes: 1; 0: not that; -1 and *why. */
int sig_ed_head(
    struct str *text, struct arena *a, struct sig *s, const char **why);
/* The 64 bytes; then append the two lines that hold them. */
int sig_ed_sign(const struct sigsec *k, struct str message,
    unsigned char raw[ED25519_SIG], const char **why);
int sig_ed_put(struct buf *out, const struct sigsec *k, bool whole,
    const unsigned char raw[ED25519_SIG], struct str comment, const char **why);
bool sig_ed_good(
    const struct sig *s, const struct sig_key *k, struct str message);

#endif
