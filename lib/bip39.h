/* bip39.h - the words that stand for the seed of a wallet, English. */
#ifndef TAMIS_BIP39_H
#define TAMIS_BIP39_H

enum { BIP39_TEXT = 24 * 5 + 1 };

/* 12, 15, 18, 21 or 24 words with their checksum; how many are different. */
bool bip39_is(struct str s, size_t *different);
/*
 * The words of 16 to 32 bytes, a multiple of four, each cut to the four
 * letters that tell it. out takes BIP39_TEXT.
 */
void bip39_words(const unsigned char *entropy, size_t nentropy, char *out);

#endif
