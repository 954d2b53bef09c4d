/* restoretxt.h - how to restore with stock tools, for whoever finds the
   folder: the text of RESTORE.txt. */
#ifndef TAMIS_RESTORETXT_H
#define TAMIS_RESTORETXT_H

extern const char restoretxt[];

#endif
