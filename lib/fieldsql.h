/*
 * fieldsql.h - dumps of databases as fields: the rows of PostgreSQL's COPY,
 * and of INSERT by any of them, at table.column; the columns' names are
 * from the statement itself or from CREATE TABLE.
 */
#ifndef TAMIS_FIELDSQL_H
#define TAMIS_FIELDSQL_H

#include "fields.h"

enum { SQL_TABLES_MAX = 1024, SQL_COLUMNS_MAX = 1024 };

extern const struct format fieldsql_format;

#endif
