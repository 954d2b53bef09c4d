#include "base.h"
#include "vec.h"

int
vec_room(void *p, size_t *cap, size_t n, size_t size)
{
	size_t want = *cap ? *cap : 16;
	void *old, *v;

	if (n <= *cap)
		return 0;
	while (want < n)
		want = want > SIZE_MAX / 2 ? n : want * 2;
	memcpy(&old, p, sizeof(old)); /* any object pointer's own type */
	if ((v = reallocarray(old, want, size)) == NULL)
		return -1;
	memcpy(p, &v, sizeof(v));
	*cap = want;
	return 0;
}
