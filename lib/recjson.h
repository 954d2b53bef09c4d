/* recjson.h - a record's fields and keys as JSON values with types. */
#ifndef TAMIS_RECJSON_H
#define TAMIS_RECJSON_H

#include "json.h"
#include "rec.h"

/* An escaped field as a string; scratch is used and left dirty. */
void recjson_field(
    struct json *j, const char *name, struct str escaped, struct buf *scratch);
/* Every key as a member of the object that is open, but those of not
   (NULL-terminated). A key given twice counts once. */
void recjson_keys(struct json *j, const struct rec *r, const char *const * not,
    struct buf *scratch);

#endif
