#include "base.h"
#include "depfile.h"
#include "depreaders.h"
#include "image.h"
#include "str.h"

/*
 * Services and jobs in YAML: Compose, Kubernetes, Helm, GitHub, GitLab,
 * CircleCI, Azure, pre-commit. Images stand under the same few keys in all of
 * them, so one walk serves.
 */

/* A span of a scalar that is longer than what stands for it has quotes. */
static struct span
text_span(const struct node *n, struct str s)
{
	struct span at = depfile_span(n);

	if (at.to - at.from >= s.n + 2)
		at = (struct span){ at.from + 1, at.from + 1 + s.n };
	return at;
}

static bool
one_of(struct str key, const char *const *keys)
{
	while (*keys && !str_eqz(key, *keys))
		keys++;
	return *keys != NULL;
}

/* "repository" and "tag" of a chart's values. */
static int
chart_image(struct depread *r, const struct node *n)
{
	const struct node *where = doc_get(n, "repository");
	struct str registry = doc_str(n, "registry"), tag = doc_str(n, "tag");
	struct str part[5] = { registry, STR("/"), doc_text(where), STR(":"),
		tag };
	size_t from = registry.n ? 0 : 2, to = tag.n ? 5 : 3;
	struct str ref = depfile_join(r, part + from, to - from);

	if (ref.p == NULL)
		return -1;
	return image_put(r, ref, text_span(where, doc_text(where)));
}

/* An image is text, a map with a name, or a chart's. */
static int
image(struct depread *r, const struct node *n)
{
	const struct node *name = n;

	if (n->type == NODE_MAP) {
		if (doc_str(n, "repository").n)
			return chart_image(r, n);
		name = doc_get(n, "name");
		if (name == NULL)
			name = doc_get(n, "image");
	}
	if (name == NULL || name->type == NODE_MAP || name->type == NODE_LIST ||
	    doc_text(name).n == 0)
		return 0;
	return image_put(r, doc_text(name), text_span(name, doc_text(name)));
}

/* owner/name/path@v1, docker://image, ./local */
static int
uses(struct depread *r, const struct node *n)
{
	struct str s = doc_text(n), path;
	struct dep d = {
		.eco = ECO_ACTIONS, .direct = DEP_DIRECT, .at = text_span(n, s)
	};
	size_t at = str_rchr(s, '@'), slash;

	if (str_starts(s, STR("docker://")))
		return image_put(r, str_sub(s, 9, s.n), d.at);
	if (at == STR_NONE || str_starts(s, STR(".")))
		return 0;
	path = str_sub(s, 0, at);
	slash = str_chr(path, '/', 0);
	if (slash == STR_NONE)
		return 0;
	d.name = str_sub(path, 0, str_chr(path, '/', slash + 1));
	d.version = str_sub(s, at + 1, s.n);
	if (d.version.n > 1 && d.version.p[0] == 'v' && d.version.p[1] >= '0' &&
	    d.version.p[1] <= '9')
		d.version = str_sub(d.version, 1, d.version.n);
	return depfile_put(r, &d) < 0 ? -1 : 0;
}

struct walk {
	struct depread *r;
	const char *const *images; /* keys whose value is one */
	const char *const *lists;  /* keys whose value is a list of them */
	const char *uses;	   /* key of an action, or NULL */
};

static int
visit(const struct walk *w, const struct node *n)
{
	int rc = 0;

	if (w->uses && str_eqz(n->key, w->uses) && n->type != NODE_MAP)
		return uses(w->r, n);
	if (one_of(n->key, w->images))
		return image(w->r, n);
	if (!one_of(n->key, w->lists) || n->type != NODE_LIST)
		return 0;
	for (const struct node *c = n->child; c && rc == 0; c = c->next)
		rc = image(w->r, c);
	return rc;
}

/* Depth first without recursion: doc.h bounds how deep it goes. */
static int
walk(const struct walk *w, const struct node *root)
{
	const struct node *stack[DOC_DEPTH + 1];
	size_t depth = 0;

	stack[0] = root;
	while (stack[0]) {
		const struct node *n = stack[depth];

		if (n == NULL) {
			depth--;
			stack[depth] = stack[depth]->next;
			continue;
		}
		if (visit(w, n) < 0)
			return -1;
		if ((n->type == NODE_MAP || n->type == NODE_LIST) &&
		    depth < DOC_DEPTH)
			stack[++depth] = n->child;
		else
			stack[depth] = n->next;
	}
	return 0;
}

static const char *const none[] = { NULL };
static const char *const only_image[] = { "image", NULL };
static const char *const image_container[] = { "image", "container", NULL };
static const char *const services[] = { "services", NULL };

int
depread_compose(struct depread *r)
{
	depfile_yaml(r);
	return walk(&(struct walk){ r, only_image, none, NULL }, r->doc.root);
}

/* A job's image and services: lists of text or of maps with a name. */
int
depread_gitlab(struct depread *r)
{
	depfile_yaml(r);
	return walk(
	    &(struct walk){ r, only_image, services, NULL }, r->doc.root);
}

int
depread_workflow(struct depread *r)
{
	depfile_yaml(r);
	return walk(
	    &(struct walk){ r, image_container, none, "uses" }, r->doc.root);
}

/* CircleCI: images below "docker"; "orbs" are packages of its own. */
int
depread_circleci(struct depread *r)
{
	depfile_yaml(r);
	return walk(&(struct walk){ r, only_image, none, NULL }, r->doc.root);
}

int
depread_azure(struct depread *r)
{
	depfile_yaml(r);
	return walk(
	    &(struct walk){ r, image_container, none, NULL }, r->doc.root);
}

/* Any other YAML is looked into when it says that it is of Kubernetes; a
   template of Helm is no YAML before it is filled in. */
int
depread_manifest(struct depread *r)
{
	bool kubernetes =
	    str_find(r->bytes, STR("apiVersion:"), 0) != STR_NONE &&
	    str_find(r->bytes, STR("kind:"), 0) != STR_NONE;

	if (!kubernetes || str_find(r->bytes, STR("{{"), 0) != STR_NONE)
		return 0;
	depfile_yaml(r);
	return walk(&(struct walk){ r, only_image, none, NULL }, r->doc.root);
}

/* values.yaml of a chart. */
int
depread_values(struct depread *r)
{
	/* The name is no proof: what is no YAML is none of Helm's. */
	if (doc_yaml(&r->doc, r->bytes) < 0)
		return 0;
	return walk(&(struct walk){ r, only_image, none, NULL }, r->doc.root);
}

/* .pre-commit-config.yaml: a repository and the revision of its hooks. */
int
depread_precommit(struct depread *r)
{
	const struct node *n;

	depfile_yaml(r);
	n = doc_get(r->doc.root, "repos");
	for (n = n && n->type == NODE_LIST ? n->child : NULL; n; n = n->next) {
		struct str url = doc_str(n, "repo");
		struct dep d = { .eco = ECO_GITHUB,
			.version = doc_str(n, "rev"),
			.direct = DEP_DIRECT,
			.dev = true };

		if (!str_starts(url, STR("https://github.com/")))
			continue;
		d.at = text_span(doc_get(n, "repo"), url);
		url = str_sub(url, 19, url.n);
		if (str_ends(url, STR(".git")))
			url.n -= 4;
		d.name = url;
		if (d.name.n && depfile_put(r, &d) < 0)
			return -1;
	}
	return 0;
}

/* Chart.yaml, Chart.lock, requirements.yaml: charts that a chart asks for. */
int
depread_chart(struct depread *r)
{
	const struct node *n;

	depfile_yaml(r);
	n = doc_get(r->doc.root, "dependencies");
	for (n = n && n->type == NODE_LIST ? n->child : NULL; n; n = n->next) {
		struct dep d = { .eco = ECO_NONE,
			.name = doc_str(n, "name"),
			.version = doc_str(n, "version"),
			.at = depfile_span(doc_get(n, "name")),
			.direct = DEP_DIRECT };

		for (size_t i = 0; i < d.version.n; i++)
			if (strchr("^~><=*x |", d.version.p[i]))
				d.version = STR("");
		if (d.name.n && depfile_put(r, &d) < 0)
			return -1;
	}
	return 0;
}

/* Jenkinsfile: image 'x', docker.image('x'), docker { image "x" }. */
int
depread_jenkins(struct depread *r)
{
	size_t at = 0;

	while ((at = str_find(r->bytes, STR("image"), at)) != STR_NONE) {
		size_t from = at + 5, to;
		char quote;

		at = from;
		while (from < r->bytes.n && strchr(" (\t", r->bytes.p[from]))
			from++;
		if (from == at || from == r->bytes.n)
			continue;
		quote = r->bytes.p[from++];
		if (quote != '"' && quote != '\'')
			continue;
		for (to = from; to < r->bytes.n && r->bytes.p[to] != quote &&
		     r->bytes.p[to] != '\n';)
			to++;
		if (to == from || to == r->bytes.n || r->bytes.p[to] != quote)
			continue;
		if (image_put(r, str_sub(r->bytes, from, to),
			(struct span){ from, to }) < 0)
			return -1;
		at = to;
	}
	return 0;
}
