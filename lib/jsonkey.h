/* jsonkey.h - a key of a small JSON object, without building anything. */
#ifndef TAMIS_JSONKEY_H
#define TAMIS_JSONKEY_H

/*
 * Is s one JSON object? Then *end, if asked for, is where it ends: bytes
 * may follow. Nesting is bounded; strings are not decoded.
 */
bool jsonkey_object(struct str s, size_t *end);
/* The value of a key of its top level, a string without its quotes. */
bool jsonkey_find(struct str s, const char *key, struct str *value);

#endif
