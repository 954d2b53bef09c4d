#include "base.h"
#include "depfile.h"
#include "image.h"
#include "str.h"

/* The names of the default registry, which most references leave out. */
static struct str
without_default(struct str name)
{
	static const char *const heads[] = { "docker.io/", "index.docker.io/",
		"registry.hub.docker.com/", "library/" };

	for (size_t i = 0; i < LEN(heads); i++)
		if (str_starts(name, str_of(heads[i])))
			name = str_sub(name, strlen(heads[i]), name.n);
	return name;
}

int
image_put(struct depread *r, struct str ref, struct span at)
{
	struct dep d = { .kind = DEP_IMAGE,
		.eco = ECO_DOCKER,
		.direct = DEP_DIRECT,
		.at = at };
	size_t digest = str_chr(ref, '@', 0), slash, colon;

	if (digest != STR_NONE)
		d.digest = str_sub(ref, digest + 1, ref.n);
	ref = str_sub(ref, 0, digest);
	slash = str_rchr(ref, '/');
	colon = str_chr(ref, ':', slash == STR_NONE ? 0 : slash);
	d.version = str_sub(ref, colon == STR_NONE ? ref.n : colon + 1, ref.n);
	d.name = without_default(str_sub(ref, 0, colon));
	if (colon == STR_NONE && d.digest.n == 0)
		d.version = STR("latest");
	if (str_chr(d.version, '$', 0) != STR_NONE)
		d.version = STR("");
	if (d.name.n == 0 || str_chr(d.name, '$', 0) != STR_NONE ||
	    str_find(d.name, STR("{{"), 0) != STR_NONE)
		return 0;
	return depfile_put(r, &d) < 0 ? -1 : 0;
}
