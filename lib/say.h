/*
 * say.h - messages on stderr: "prog: cannot VERB 'THING': CAUSE".
 * Control bytes, C1, bidi controls and line separators are drawn as
 * escapes: a file's name is hostile input. die() is for tools alone.
 */
#ifndef TAMIS_SAY_H
#define TAMIS_SAY_H

/* Once, first thing in main: closed descriptors 0 to 2 are filled, too. */
void say_name(const char *argv0);
const char *say_prog(void); /* the name in force */
void warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/*
 * Every message passes this first, so that no secret reaches stderr; it
 * may change the line in place, never make it longer than cap.
 */
typedef void say_mask(char *line, size_t cap, void *arg);
void say_set_mask(say_mask *mask, void *arg);

/*
 * A cause that many files share: five are said whole, the rest is counted
 * and said once by say_flush(). Thread-safe, as warn() is.
 */
void warn_file(const char *verb, struct str thing, const char *cause);
void say_flush(void);

/* Called before each message, to take a progress line off the screen. */
void say_set_before(void (*hook)(void));

/* "1,310": returns out. */
enum { SAY_COUNT = 32 };
const char *say_count(size_t n, char out[SAY_COUNT]);

/*
 * The candidate nearest to word, or NULL: Damerau-Levenshtein distance at
 * most 2 and at most a third of the word's length. v ends in NULL.
 */
const char *say_nearest(struct str word, const char *const *v);

#endif
