/*
 * signals.h - how a run ends that does not come to its end: one line on
 * stderr, and no end line on stdout.
 */
#ifndef TAMIS_SIGNALS_H
#define TAMIS_SIGNALS_H

#include <stdatomic.h>

/*
 * SIGINT and SIGQUIT say how far it came, and are raised again; SIGTERM,
 * SIGHUP and SIGBUS (a file that shrank under a map) are exit 2. Without
 * done it is who writes into the pipe that says how far it came.
 */
void signals_on(const _Atomic size_t *done, size_t total, const char *unit);
/* From here on nothing is lost that was proven. */
void signals_off(void);

#endif
