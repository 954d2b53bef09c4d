#include "base.h"
#include "depfile.h"
#include "depreaders.h"
#include "str.h"

/* CycloneDX and SPDX in JSON: what another tool found, by package URL. */

/* "%40" is '@'; what is no escape stays. */
static struct str
decode(struct depread *r, struct str s)
{
	char *p;
	size_t n = 0;

	if (str_chr(s, '%', 0) == STR_NONE)
		return s;
	if ((p = arena_new(&r->mem, s.n + 1)) == NULL)
		return (struct str){ NULL, 0 };
	for (size_t i = 0; i < s.n; i++) {
		int hi = i + 2 < s.n ? str_hex(s.p[i + 1]) : -1;
		int lo = i + 2 < s.n ? str_hex(s.p[i + 2]) : -1;

		if (s.p[i] == '%' && hi >= 0 && lo >= 0) {
			p[n++] = (char)(unsigned char)(hi * 16 + lo);
			i += 2;
		} else {
			p[n++] = s.p[i];
		}
	}
	return (struct str){ p, n };
}

static enum eco
eco_of(struct str type)
{
	for (size_t e = 0; e < ECO_COUNT; e++)
		if (ecosystems[e].purl && str_eqz(type, ecosystems[e].purl))
			return (enum eco)e;
	return ECO_NONE;
}

/* pkg:type/namespace/name@version?qualifiers#path; Maven's namespace and
   name are one with a ':'. */
static int
put(struct depread *r, struct str purl, struct dep *d)
{
	struct str part[3], type;
	size_t at, slash;

	if (!str_starts(purl, STR("pkg:")))
		return 0;
	purl = str_sub(purl, 4, purl.n);
	purl = str_sub(purl, 0, str_chr(purl, '#', 0));
	purl = str_sub(purl, 0, str_chr(purl, '?', 0));
	if (!str_cut(&purl, '/', &type))
		return 0;
	at = str_rchr(purl, '@');
	if (at != STR_NONE && at > 0) {
		d->version = decode(r, str_sub(purl, at + 1, purl.n));
		purl = str_sub(purl, 0, at);
	}
	d->eco = eco_of(type);
	d->name = decode(r, purl);
	slash = str_rchr(d->name, '/');
	if (d->eco == ECO_MAVEN && slash != STR_NONE) {
		part[0] = str_sub(d->name, 0, slash);
		part[1] = STR(":");
		part[2] = str_sub(d->name, slash + 1, d->name.n);
		d->name = depfile_join(r, part, 3);
	}
	if (d->name.p == NULL || d->version.n > DEP_VERSION_MAX)
		return -1;
	return depfile_put(r, d) < 0 ? -1 : 0;
}

static struct str
cyclonedx_licence(const struct node *n)
{
	const struct node *l = doc_get(n, "licenses");
	struct str s;

	l = l && l->type == NODE_LIST ? l->child : NULL;
	s = doc_str(l, "expression");
	if (s.n == 0)
		s = doc_str(doc_get(l, "license"), "id");
	return s.n ? s : doc_str(doc_get(l, "license"), "name");
}

static int
cyclonedx(struct depread *r)
{
	const struct node *n = doc_get(r->doc.root, "components");

	for (n = n && n->type == NODE_LIST ? n->child : NULL; n; n = n->next) {
		const struct node *purl = doc_get(n, "purl");
		struct dep d = { .licence = cyclonedx_licence(n),
			.at = depfile_span(purl),
			.dev = str_eqz(doc_str(n, "scope"), "excluded") };

		if (purl && put(r, doc_text(purl), &d) < 0)
			return -1;
	}
	return 0;
}

static int
spdx(struct depread *r)
{
	const struct node *n = doc_get(r->doc.root, "packages"), *e;

	for (n = n && n->type == NODE_LIST ? n->child : NULL; n; n = n->next) {
		e = doc_get(n, "externalRefs");
		for (e = e && e->type == NODE_LIST ? e->child : NULL; e;
		     e = e->next) {
			const struct node *purl =
			    doc_get(e, "referenceLocator");
			struct str licence = doc_str(n, "licenseConcluded");
			struct dep d = { .at = depfile_span(purl) };

			if (!str_eqz(licence, "NOASSERTION") &&
			    !str_eqz(licence, "NONE"))
				d.licence = licence;
			if (str_eqz(doc_str(e, "referenceType"), "purl") &&
			    put(r, doc_text(purl), &d) < 0)
				return -1;
		}
	}
	return 0;
}

int
depread_sbom(struct depread *r)
{
	depfile_json(r);
	if (str_eqz(doc_str(r->doc.root, "bomFormat"), "CycloneDX"))
		return cyclonedx(r);
	return doc_str(r->doc.root, "spdxVersion").n ? spdx(r) : 0;
}
