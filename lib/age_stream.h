/*
 * age_stream.h - the payload of an age file: chunks of 64 KiB, each with
 * a tag; the last one is marked, so that a cut file is known.
 */
#ifndef TAMIS_AGE_STREAM_H
#define TAMIS_AGE_STREAM_H

enum { AGE_NONCE = 16, AGE_CHUNK = 65536, AGE_SEALED = AGE_CHUNK + 16 };

struct age_stream;

struct age_stream *age_stream_new(
    const unsigned char *file_key, const unsigned char nonce[AGE_NONCE]);
void age_stream_free(struct age_stream *s);

/* All but the last chunk are full; the last is empty only if it is the
   first. out takes plain.n + 16 bytes: 0, or -1. */
int age_stream_seal(
    struct age_stream *s, struct str plain, bool last, unsigned char *out);

/*
 * A chunk: AGE_SEALED bytes, or fewer at the end of the file. *last:
 * nothing may follow. 0 and chunk.n - 16 bytes in out, which must not
 * overlap; or -1, out then holds nothing.
 */
int age_stream_open(
    struct age_stream *s, struct str chunk, unsigned char *out, bool *last);

#endif
