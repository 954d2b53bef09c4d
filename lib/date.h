/*
 * date.h - calendar dates as records and acceptances write them: ISO 8601,
 * YYYY-MM-DD, UTC, counted in days from 1970-01-01.
 */
#ifndef TAMIS_DATE_H
#define TAMIS_DATE_H

enum { DATE_LEN = 10 };

/* A real day of the years 1970 to 9999, digits only: 0, or -1. */
int date_parse(struct str s, int32_t *day);
void date_put(int32_t day, char out[DATE_LEN + 1]);
/* SOURCE_DATE_EPOCH when it is set, else the clock. -1: it is set to what
   is no number of seconds. */
int date_today(int32_t *day);
int date_now(int64_t *seconds); /* the same, from 1970 on */

#endif
