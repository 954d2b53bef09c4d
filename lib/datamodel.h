/* datamodel.h - the kinds of personal data of a run, and what it asks for. */
#ifndef TAMIS_DATAMODEL_H
#define TAMIS_DATAMODEL_H

#include "detector.h"
#include "ids.h"

struct datamodel {
	struct ids ids;
	bool each, why;
};

/* NULL with *err set. */
struct datamodel *datamodel_new(const struct setup *s, struct setup_error *err);
void datamodel_free(struct datamodel *m);

#endif
