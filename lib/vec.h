/* vec.h - room in a growable array of fixed-size elements. */
#ifndef TAMIS_VEC_H
#define TAMIS_VEC_H

/*
 * p points to the array's pointer, cap to its capacity. Make room for n
 * elements of size bytes; 0, or -1 with the array unchanged.
 */
int vec_room(void *p, size_t *cap, size_t n, size_t size);

#endif
