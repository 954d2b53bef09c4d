/* datadir.h - where this program's data was installed. */
#ifndef TAMIS_DATADIR_H
#define TAMIS_DATADIR_H

/* Beside the program (../share/tamis), else DATADIR. 0, or -1 with errno. */
int datadir(char *out, size_t n);

#endif
