/* t.h - unit tests: one TAP line per check, exit 1 if any failed. */
#ifndef TAMIS_T_H
#define TAMIS_T_H

#include <stdio.h>

static int t_n, t_bad;

#define T(cond) \
	do { \
		int t_ok = !!(cond); \
		printf("%sok %d - %s:%d %s\n", t_ok ? "" : "not ", ++t_n, \
		    __FILE__, __LINE__, #cond); \
		t_bad += !t_ok; \
	} while (0)
#define T_END() (printf("1..%d\n", t_n), t_bad != 0)

#endif
