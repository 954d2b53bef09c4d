/* cvss.h - the base score of a vector, as FIRST specifies it, in tenths. */
#ifndef TAMIS_CVSS_H
#define TAMIS_CVSS_H

/* "CVSS:3.1/AV:N/...", 3.0, 4.0: 0 to 100, or -1: no such vector. */
int cvss_score(struct str vector);
int cvss_4(struct str vector); /* what stands behind "CVSS:4.0/" */

#endif
