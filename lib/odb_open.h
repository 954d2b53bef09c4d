/* odb_open.h - what odb.c and odb_open.c share: maps of whole files. */
#ifndef TAMIS_ODB_OPEN_H
#define TAMIS_ODB_OPEN_H

/* A regular file's bytes, mapped for reading. 0, or -1 with errno. */
int odb_map(const char *path, struct str *bytes);
void odb_unmap(struct str bytes);

#endif
