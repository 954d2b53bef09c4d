/* crc.h - the checksums that tokens carry, and their digits. */
#ifndef TAMIS_CRC_H
#define TAMIS_CRC_H

uint32_t crc32_of(struct str s); /* IEEE 802.3, as in zip */
uint16_t crc16_of(struct str s); /* XMODEM: 0x1021, from 0 */
uint32_t crc24_of(struct str s); /* OpenPGP: RFC 9580, 6.1.1 */

/* Marvin32 as .NET has it; seed is eight ASCII letters read big-endian. */
uint64_t marvin_of(struct str s, uint64_t seed);

extern const char base62_digits[]; /* 0-9A-Za-z */
extern const char base36_digits[]; /* 0-9a-z */
extern const char base32_digits[]; /* A-Z2-7 */
extern const char base58_digits[]; /* without 0OIl */

/* v in the digits given, padded on the left to width; not ended by NUL. */
void crc_digits(uint32_t v, const char *digits, char *out, size_t width);

#endif
