/* A stanza file, a NUL, and a file to look into. */
#include "base.h"
#include "str.h"
#include "vendored.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
take(const struct vendored_found *f, void *arg)
{
	struct str in = *(struct str *)arg;

	if (f->at.to < f->at.from || (!f->in_name && f->at.to > in.n) ||
	    strlen(f->version) >= VENDORED_VERSION)
		abort();
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str all = { (const char *)data, size }, rules, in;
	struct vendored_set *s = vendored_new();
	struct vendored_file file;
	struct hit hits[64];
	const struct literal *lit;
	struct where w;
	size_t n, k = 0;

	str_cut(&all, '\0', &rules);
	in = all;
	if (s && vendored_add(s, rules, &w) == 0) {
		lit = vendored_literals(s, &n);
		for (size_t at = 0; at < in.n && k < LEN(hits); at++)
			for (size_t i = 0; i < n && k < LEN(hits); i++)
				if (str_starts(
					str_sub(in, at, in.n), lit[i].bytes))
					hits[k++] = (struct hit){ lit[i].id,
						at + lit[i].bytes.n };
		file = (struct vendored_file){ STR("x-1.2.3.h"), in, hits, k };
		vendored_find(s, &file, take, &in);
		file.path = STR("x-1.2.3.js");
		vendored_find(s, &file, take, &in);
	}
	vendored_free(s);
	return 0;
}
