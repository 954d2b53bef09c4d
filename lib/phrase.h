/*
 * phrase.h - a passphrase from the terminal, unseen, or from a descriptor;
 * kept in guarded memory.
 */
#ifndef TAMIS_PHRASE_H
#define TAMIS_PHRASE_H

enum { PHRASE_MAX = 1024 };

struct phrase {
	int fd;	  /* -1: there is nowhere to ask */
	bool tty; /* ask, and echo nothing */
	char *p;  /* the last one read */
	size_t n;
};

/* fd: a descriptor with one passphrase a line; -1: the terminal, or, where
   there is none, `instead`, which may be -1. Before the sandbox. 0, or -1:
   no guarded memory. */
int phrase_open(struct phrase *p, int fd, int instead);
/* "WHAT of 'NAME': " when there is a terminal. 0, or -1 and *why. */
int phrase_ask(
    struct phrase *p, const char *what, const char *name, const char **why);
/* Twice when it is typed, because nobody sees what he types. */
int phrase_choose(struct phrase *p, const char **why);
void phrase_free(struct phrase *p);

#endif
