/* guise.h - what is known of a secret that was found in a disguise. */
#ifndef TAMIS_GUISE_H
#define TAMIS_GUISE_H

/* Lives until the next disguise_begin of its thread. */
struct guise {
	struct str message, subject;
	struct str via;	   /* "base64,gzip": from the outside in */
	uint64_t view;	   /* the same for all of one view */
	struct span inner; /* the secret's, there */
};

#endif
