/* std.h - descriptors 0 to 2 are taken, whoever started the process. */
#ifndef TAMIS_STD_H
#define TAMIS_STD_H

/*
 * A closed one is opened on /dev/null, so that no file takes its number;
 * in the wrong direction, so that using it is an error and not silence.
 * First thing in main. 0, or -1 with errno.
 */
int std_open(void);

#endif
