/* oid.h - object ids of git: SHA-1 (20 bytes) or SHA-256 (32). */
#ifndef TAMIS_OID_H
#define TAMIS_OID_H

enum { OID_MAX = 32, OID_HEX_MAX = 64 };

struct oid {
	unsigned char id[OID_MAX];
	unsigned char n; /* 20 or 32; 0 is no id */
};

bool oid_eq(const struct oid *a, const struct oid *b);
/* Lower-case hex and a NUL. */
void oid_hex(const struct oid *o, char hex[OID_HEX_MAX + 1]);
int oid_parse(struct str hex, struct oid *o); /* 0, or -1 */

#endif
