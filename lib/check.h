/*
 * check.h - tests that a rule may name in "check:": checksums and
 * structures that prove a token is one, or is a placeholder. Pure.
 * Each entry of the table says where its algorithm is published.
 */
#ifndef TAMIS_CHECK_H
#define TAMIS_CHECK_H

#include "buf.h"

enum verdict {
	CHECK_FALSE,   /* the checksum is wrong: a placeholder */
	CHECK_UNKNOWN, /* cannot be told */
	CHECK_TRUE     /* proven */
};

/* What a check learned besides; notes are public facts, never secret. */
struct check_note {
	char text[96];	  /* "expires 2024-03-01", "encrypted"; "" none */
	int shift;	  /* severity steps up or down */
	char account[16]; /* digits: whose it is, or "" */
};

/* args: the words after the name in "check: crc32-base62 6". */
typedef enum verdict check_fn(
    struct str match, struct str secret, struct str args, struct check_note *);

struct check {
	const char *name;
	check_fn *fn;
	const char *what;    /* for tamis-rules(5) and --explain */
	unsigned nmin, nmax; /* how many words may follow the name */
	bool numbers;	     /* which are numbers */
};

extern const struct check checks[]; /* sorted by name, ends in { NULL } */
const struct check *check_find(struct str name);
/* The names there are, for suggestions; NULL-terminated. */
const char *const *check_names(void);

/*
 * A whole "check:" value. CHECK_UNKNOWN when its name is not known; what is
 * wrong with it then is said by check_wrong (NULL: nothing).
 */
enum verdict check_run(struct str value, struct str match, struct str secret,
    struct check_note *note);
const char *check_wrong(struct str value);

/* Two steps down and a note: a passphrase is between it and whoever reads.
   how: the cipher, which is told if it is a name, or "". */
void check_locked(struct check_note *n, struct str how);

/* The table's functions, in check_*.c. */
check_fn check_aws_account, check_base58, check_base58check, check_base64_id,
    check_base64_json, check_base64_plain, check_base64_text, check_bech32,
    check_bip39, check_cask, check_crc16, check_crc32_base36,
    check_crc32_base62, check_crc32_hex, check_crc32_le_base64,
    check_crc32_le_hex, check_der, check_discord, check_expires, check_jks,
    check_jwt, check_keepass, check_keytab, check_minisign, check_luhn,
    check_marvin32, check_mixed, check_no_repeat, check_noise, check_objectid,
    check_openssh_key, check_pem, check_pgp, check_pkcs12, check_putty,
    check_signify, check_pypi_macaroon, check_random, check_sha256_base32,
    check_uuid, check_wireguard;

#endif
