/* zst.h - the only door to libzstd: bytes pushed in, frames pushed out. */
#ifndef TAMIS_ZST_H
#define TAMIS_ZST_H

/* Where bytes go: 0, or -1 to give up. */
typedef int zst_sink(void *arg, struct str bytes);

enum { ZST_FAST = -5, ZST_DEFAULT = 3, ZST_WINDOW_LOG_MAX = 27 };

struct zst_out;
struct zst_out *zst_out_new(int level, zst_sink *sink, void *arg);
int zst_out_add(struct zst_out *z, struct str bytes);
int zst_out_end(struct zst_out *z);
void zst_out_free(struct zst_out *z);

/* -1: broken, or the sink gave up. A window above 128 MiB is refused. */
struct zst_in;
struct zst_in *zst_in_new(zst_sink *sink, void *arg);
int zst_in_add(struct zst_in *z, struct str bytes);
/* Was the last frame whole? */
int zst_in_end(const struct zst_in *z);
void zst_in_free(struct zst_in *z);

const char *zst_version(void);

#endif
