/* pyreq.h - requirements as Python's tools write them: PEP 508, PEP 440. */
#ifndef TAMIS_PYREQ_H
#define TAMIS_PYREQ_H

/* The name that a requirement begins with, or "". */
struct str pyreq_name(struct str s);
/* The version of "==1.2" or "===1.2" when nothing else is asked; a range,
   a wildcard, two conditions: "". */
struct str pyreq_pin(struct str conditions);
/* "name[extra] ==1.2 ; marker" apart; false: it is none. */
bool pyreq_split(struct str s, struct str *name, struct str *conditions);

#endif
