#include "base.h"
#include "bits.h"
#include "date.h"
#include "history_in.h"
#include "str.h"
#include "vec.h"

/* What the places are made from. */
struct placing {
	struct history *h;
	uint64_t *of_head; /* commits that HEAD reaches */
	uint64_t *notes;   /* commits that only refs/notes/ reach */
	uint64_t *present; /* places of the story that HEAD's tree holds */
	uint64_t *placed;  /* objects that have a place */
	struct buf name;
	bool full;
};

static int
add(struct placing *p, const struct history_place *place)
{
	struct history *h = p->h;
	struct history_place *to;

	if (h->nplaces >= HISTORY_PLACES_MAX) {
		p->full = true;
		return 0;
	}
	if (vec_room(&h->places, &h->places_cap, h->nplaces + 1, sizeof(*to)) <
	    0)
		return -1;
	to = &h->places[h->nplaces];
	*to = *place;
	if ((to->name = arena_str(&h->mem, place->name)).p == NULL)
		return -1;
	h->nplaces++;
	return 0;
}

/* ".git/WHAT/OID", and "/NAME" where one is known. */
static int
name_object(
    struct placing *p, const char *what, const struct oid *id, struct str name)
{
	char hex[OID_HEX_MAX + 1];

	oid_hex(id, hex);
	p->name.n = 0;
	if (id->n == 0 && name.n)
		return buf_addf(&p->name, ".git/objects/pack/%.*s", FMT(name));
	if (id->n == 0)
		return buf_addz(&p->name, ".git/objects");
	if (buf_addf(&p->name, ".git/%s/%s", what, hex) < 0)
		return -1;
	return name.n &&
		(buf_addc(&p->name, '/') < 0 || buf_adds(&p->name, name) < 0) ?
	    -1 :
	    0;
}

/* Mark the commits that a tip reaches and that are not marked yet. */
static int
mark(const struct history *h, const struct oid *tip, uint64_t *bits)
{
	const struct forest *f = h->forest;
	uint32_t object = objtab_find(h->objects, tip->id), c;
	uint32_t *stack = NULL;
	size_t n = 0, cap = 0;
	int rc = 0;

	c = object == OBJECT_NO ? object : f->commit_of[object];
	if (c == OBJECT_NO || bit_get(bits, c))
		return 0;
	if (vec_room(&stack, &cap, 1, sizeof(*stack)) < 0)
		return -1;
	bit_set(bits, c);
	stack[n++] = c;
	while (n && rc == 0) {
		const struct forest_commit *x = &f->commits[stack[--n]];

		rc = vec_room(&stack, &cap, n + x->nparents, sizeof(*stack));
		for (uint32_t i = 0; i < x->nparents && rc == 0; i++) {
			uint32_t parent = f->parents[x->at + i];

			if (bit_get(bits, parent))
				continue;
			bit_set(bits, parent);
			stack[n++] = parent;
		}
	}
	free(stack);
	return rc;
}

/* Of a few commits it was asked before: what lies between is not here. */
static void
mark_listed(struct placing *p)
{
	const struct history *h = p->h;

	for (size_t i = 0; i < h->spec.ncommits; i++) {
		const struct history_commit *c = &h->spec.commits[i];
		uint32_t object = objtab_find(h->objects, c->oid.id);

		if (c->head && object != OBJECT_NO &&
		    h->forest->commit_of[object] != OBJECT_NO)
			bit_set(p->of_head, h->forest->commit_of[object]);
	}
}

static int
mark_refs(struct placing *p)
{
	const struct history *h = p->h;
	const struct ref *head = refs_find(&h->refs, STR("HEAD"));
	size_t words = BITS_WORDS(h->forest->ncommits) + 1;
	uint64_t *others = calloc(words, sizeof(*others));
	int rc = others ? 0 : -1;

	if (rc == 0 && h->listed)
		mark_listed(p);
	else if (rc == 0 && head)
		rc = mark(h, &head->oid, p->of_head);
	for (size_t i = 0; i < h->refs.n && rc == 0; i++)
		rc = mark(h, &h->refs.v[i].oid,
		    str_starts(h->refs.v[i].name, STR("refs/notes/")) ?
			p->notes :
			others);
	for (size_t i = 0; i < words && rc == 0; i++)
		p->notes[i] &= ~others[i];
	free(others);
	return rc;
}

static int
by_path(const void *a, const void *b)
{
	const struct history_path *x = a, *y = b;

	return str_cmp(x->path, y->path);
}

/* Is it the first place at a path that gives something away? */
static bool
first_at(struct history *h, struct str path)
{
	struct history_path key = { .path = path }, *at = NULL;

	if (h->npaths)
		at = bsearch(
		    &key, h->paths, h->npaths, sizeof(*h->paths), by_path);
	if (at == NULL || at->told)
		return false;
	return at->told = true;
}

/* In notes the path is the id of what the note is on, in parts. */
static int
name_note(struct placing *p, struct str path)
{
	p->name.n = 0;
	if (buf_addz(&p->name, ".git/notes/") < 0)
		return -1;
	for (size_t i = 0; i < path.n; i++)
		if (path.p[i] != '/' && buf_addc(&p->name, path.p[i]) < 0)
			return -1;
	return 0;
}

static int
add_story_place(struct placing *p, size_t i, const struct story_place *s)
{
	struct history *h = p->h;
	bool here = s->blob < h->objects->n;
	bool bytes = here && bit_get(h->wanted, s->blob);
	bool name = first_at(h, s->path);
	struct history_place place = { .when = p->h->when[s->first],
		.object = s->blob,
		.commit = s->first,
		.name = s->path,
		.type = ITEM_OBJECT,
		.head = bit_get(p->present, i),
		.part = bytes && name ? ITEM_ALL :
		    bytes	      ? ITEM_BYTES :
					ITEM_NAME };

	if (!here)
		return history_lose_below(h, s->blob - h->objects->n, false,
		    str_sub(s->path,
			str_rchr(s->path, '/') + 1, /* NONE + 1 is 0 */
			s->path.n));
	if (!bytes && !name)
		return 0;
	bit_set(p->placed, s->blob);
	place.gone = place.head ? STORY_NONE : s->gone;
	if (bit_get(p->notes, s->first)) {
		if (name_note(p, s->path) < 0)
			return -1;
		place.name = buf_str(&p->name);
	}
	return add(p, &place);
}

static uint32_t
head_tree(const struct history *h)
{
	const struct ref *head = refs_find(&h->refs, STR("HEAD"));
	uint32_t c = head ? objtab_find(h->objects, head->oid.id) : OBJECT_NO;

	c = c == OBJECT_NO ? c : h->forest->commit_of[c];
	return c == OBJECT_NO ? c : h->forest->commits[c].tree;
}

/* What the story is asked about: what has something to say, in its bytes or
   its name, and of a part what is missing too. */
static int
new_story(struct history *h)
{
	size_t n = h->objects->n, all = n + h->forest->nmissing;
	uint64_t *asked = calloc(BITS_WORDS(all) + 1, sizeof(*asked));
	bool any = h->part && all > n;

	if (asked == NULL)
		return -1;
	for (size_t i = 0; i < BITS_WORDS(n); i++)
		any |= (asked[i] = h->named[i] | h->wanted[i]) != 0;
	for (size_t i = n; h->part && i < all; i++)
		bit_set(asked, i);
	if (any)
		h->story = story_new(h->forest, &h->reach, asked);
	free(asked);
	return any && h->story == NULL ? 1 : 0;
}

/* Of a list no name was judged: each path is looked at once. */
static int
list_paths(struct history *h, const struct story_place *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (vec_room(&h->paths, &h->paths_cap, h->npaths + 1,
			sizeof(*h->paths)) < 0)
			return -1;
		h->paths[h->npaths++] =
		    (struct history_path){ v[i].path, false };
	}
	if (h->npaths)
		qsort(h->paths, h->npaths, sizeof(*h->paths), by_path);
	n = h->npaths;
	h->npaths = 0;
	for (size_t i = 0; i < n; i++)
		if (i == 0 || !str_eq(h->paths[i].path, h->paths[i - 1].path))
			h->paths[h->npaths++] = h->paths[i];
	return 0;
}

static int
add_story(struct placing *p)
{
	struct history *h = p->h;
	const struct story_place *v;
	int rc = new_story(h);
	size_t n;

	if (h->story == NULL) {
		p->full = rc == 1;
		return rc < 0 ? -1 : 0;
	}
	v = story_places(h->story, &n);
	if ((p->present = calloc(BITS_WORDS(n) + 1, sizeof(uint64_t))) == NULL)
		return -1;
	if (head_tree(h) != OBJECT_NO &&
	    story_holds(h->story, head_tree(h), p->present) < 0)
		return -1;
	if (h->listed && list_paths(h, v, n) < 0)
		return -1;
	if (h->npaths)
		qsort(h->paths, h->npaths, sizeof(*h->paths), by_path);
	for (size_t i = 0; i < n; i++)
		if (add_story_place(p, i, &v[i]) < 0)
			return -1;
	return 0;
}

static int
add_commit(struct placing *p, uint32_t c, uint32_t object)
{
	struct oid id = objtab_oid(p->h->objects, object);
	struct history_place place = { .when = p->h->when[c],
		.object = object,
		.commit = c,
		.gone = STORY_NONE,
		.type = ITEM_RAW,
		.part = ITEM_BYTES,
		.head = bit_get(p->of_head, c) };

	if (name_object(p, "commit", &id, STR("")) < 0)
		return -1;
	place.name = buf_str(&p->name);
	return add(p, &place);
}

static int
add_other(struct placing *p, uint32_t object, struct str name)
{
	bool tag = bit_get(p->h->is_tag, object);
	struct oid id = objtab_oid(p->h->objects, object);
	struct history_place place = { .when = HISTORY_NONE,
		.object = object,
		.commit = HISTORY_NONE,
		.gone = STORY_NONE,
		.type = tag ? ITEM_RAW : ITEM_OBJECT,
		.part = ITEM_BYTES };

	if (name_object(p, tag ? "tag" : "blob", &id, name) < 0)
		return -1;
	place.name = buf_str(&p->name);
	return add(p, &place);
}

/* Which names do trees have for a blob that no commit has? */
static int
by_name(const void *a, const void *b, void *arg)
{
	const struct history_kind *x = a, *y = b;
	const struct forest *f = arg;

	if (x->blob != y->blob)
		return x->blob < y->blob ? -1 : 1;
	return str_cmp(f->names[x->name], f->names[y->name]);
}

/* One place for each kind that a blob has in trees that no commit has. */
static int
add_dangling(struct placing *p)
{
	struct history *h = p->h;
	const struct forest *f = h->forest;
	struct history_kind *v = NULL;
	size_t n = 0, cap = 0;
	uint64_t seen = 0;
	int rc = 0;

	for (uint32_t i = 0; i < f->nedges && rc == 0; i++) {
		uint32_t o = f->edges[i].child;

		if (o == OBJECT_NO || !bit_get(h->reach.edges, i) ||
		    !bit_get(h->wanted, o) || bit_get(p->placed, o))
			continue;
		rc = vec_room(&v, &cap, n + 1, sizeof(*v));
		if (rc == 0)
			v[n++] = (struct history_kind){ o, f->edges[i].name };
	}
	if (n)
		qsort_r(v, n, sizeof(*v), by_name, h->forest);
	for (size_t i = 0; i < n && rc == 0; i++) {
		uint64_t bit = (uint64_t)1 << kind_of(f->names[v[i].name]);

		seen = i && v[i].blob == v[i - 1].blob ? seen : 0;
		if ((seen & bit) == 0)
			rc = add_other(p, v[i].blob, f->names[v[i].name]);
		seen |= bit;
	}
	for (size_t i = 0; i < n; i++)
		bit_set(p->placed, v[i].blob);
	free(v);
	return rc;
}

/* Commits, tags, and blobs that have no name. */
static int
add_objects(struct placing *p)
{
	struct history *h = p->h;
	int rc = h->part ? 0 : add_dangling(p);

	for (uint32_t i = 0; i < h->objects->n && rc == 0; i++) {
		uint32_t c = h->forest->commit_of[i];

		if (!bit_get(h->wanted, i) || bit_get(p->placed, i))
			continue;
		if (c != OBJECT_NO)
			rc = bit_get(h->reach.commits, c) ?
			    add_commit(p, c, i) :
			    0;
		else if (!h->part || bit_get(h->is_tag, i))
			rc = add_other(p, i, STR(""));
	}
	return rc;
}

/* Names that no blob's place told: those of submodules. */
static int
add_names(struct placing *p)
{
	struct history *h = p->h;
	int rc = 0;

	for (size_t i = 0; i < h->npaths && rc == 0; i++) {
		struct history_place place = { .when = HISTORY_NONE,
			.object = HISTORY_NONE,
			.commit = HISTORY_NONE,
			.gone = STORY_NONE,
			.name = h->paths[i].path,
			.part = ITEM_NAME };

		if (!h->paths[i].told)
			rc = add(p, &place);
	}
	return rc;
}

static int
by_id(const void *a, const void *b)
{
	const struct history_lost *x = a, *y = b;
	int rc = memcmp(x->id.id, y->id.id, sizeof(x->id.id));

	if (rc == 0)
		rc = strcmp(x->why, y->why);
	return rc ? rc : str_cmp(x->name, y->name);
}

static int
add_one_lost(struct placing *p, const struct history_lost *l)
{
	struct history_place place = { .when = HISTORY_NONE,
		.object = HISTORY_NONE,
		.commit = HISTORY_NONE,
		.gone = STORY_NONE,
		.type = ITEM_UNREAD,
		.lost = l };

	if (name_object(p, l->what, &l->id, l->name) < 0)
		return -1;
	place.name = buf_str(&p->name);
	return add(p, &place);
}

/* What is missing is told by name up to a bound, the rest in one record. */
static int
add_lost(struct placing *p)
{
	struct history *h = p->h;
	size_t missing = 0, rest = h->unnamed;

	if (h->nlost)
		qsort(h->lost, h->nlost, sizeof(*h->lost), by_id);
	for (size_t i = 0; i < h->nlost; i++) {
		const struct history_lost *l = &h->lost[i];

		if (i && l->id.n && oid_eq(&l->id, &l[-1].id) &&
		    strcmp(l->why, l[-1].why) == 0)
			continue;
		if (l->missing && h->spec.allow_missing)
			continue;
		if (l->missing && missing++ >= HISTORY_LOST_MAX)
			rest++;
		else if (add_one_lost(p, l) < 0)
			return -1;
	}
	if (rest == 0)
		return 0;
	snprintf(h->more_why, sizeof(h->more_why),
	    "%zu more objects are missing", rest);
	h->more_lost =
	    (struct history_lost){ .what = "object", .why = h->more_why };
	return add_one_lost(p, &h->more_lost);
}

static int
by_order(const void *a, const void *b)
{
	const struct history_place *x = a, *y = b;
	int rc;

	if (x->when != y->when)
		return x->when < y->when ? -1 : 1;
	if ((x->lost != NULL) != (y->lost != NULL))
		return x->lost ? 1 : -1;
	if ((rc = str_cmp(x->name, y->name)) != 0)
		return rc;
	return (x->object > y->object) - (x->object < y->object);
}

static int
place_all(struct placing *p)
{
	struct history *h = p->h;
	struct history_lost limit = { .what = "object",
		.why = "limit: not every place of a finding is known" };

	if (mark_refs(p) < 0 || add_story(p) < 0 || add_objects(p) < 0 ||
	    (!h->part && add_names(p) < 0))
		return -1;
	if (p->full && history_lose(h, &limit) < 0)
		return -1;
	return add_lost(p);
}

int
history_places(struct history *h)
{
	size_t n = h->forest->ncommits, words = BITS_WORDS(n) + 1;
	struct placing p = { .h = h, .name.max = 1 << 20 };
	int rc = -1;

	h->when = malloc((n + 1) * sizeof(*h->when));
	p.of_head = calloc(words, sizeof(uint64_t));
	p.notes = calloc(words, sizeof(uint64_t));
	p.placed =
	    calloc(BITS_WORDS((size_t)h->objects->n) + 1, sizeof(uint64_t));
	if (h->when && p.of_head && p.notes && p.placed) {
		memset(h->when, 0xff, (n + 1) * sizeof(*h->when));
		for (size_t i = 0; i < h->reach.n; i++)
			h->when[h->reach.order[i]] = (uint32_t)i;
		rc = place_all(&p);
	}
	if (rc == 0 && h->nplaces)
		qsort(h->places, h->nplaces, sizeof(*h->places), by_order);
	free(p.of_head);
	free(p.notes);
	free(p.present);
	free(p.placed);
	buf_free(&p.name);
	return rc;
}

/* ---- as items of a source --------------------------------------------- */

uint32_t
history_when(struct str hex, void *history)
{
	const struct history *h = history;
	struct oid id;
	uint32_t object, c = OBJECT_NO;

	if (h->memory.hit)
		return history_recalled_when(h, hex);
	if (oid_parse(hex, &id) == 0 &&
	    (object = objtab_find(h->objects, id.id)) != OBJECT_NO)
		c = h->forest->commit_of[object];
	return c == OBJECT_NO || h->when[c] == HISTORY_NONE ? 0 :
							      h->when[c] + 1;
}

size_t
history_count(const struct history *h)
{
	return h->memory.hit ? h->memory.nplaces : h->nplaces;
}

static int
put_id(struct buf *b, const char *key, struct oid id)
{
	char hex[OID_HEX_MAX + 1];

	oid_hex(&id, hex);
	return buf_addf(b, "%s%s=%s", b->n ? "\t" : "", key, hex);
}

static int
put_keys(struct history *h, const struct history_place *p, struct buf *b)
{
	const struct forest_commit *c = NULL, *gone = NULL;
	char day[DATE_LEN + 1];
	int64_t days;

	if (p->commit != HISTORY_NONE)
		c = &h->forest->commits[p->commit];
	if (p->gone != STORY_NONE)
		gone = &h->forest->commits[p->gone];
	if (c && put_id(b, "commit", objtab_oid(h->objects, c->object)) < 0)
		return -1;
	if (p->type == ITEM_OBJECT && p->object != HISTORY_NONE &&
	    put_id(b, "blob", objtab_oid(h->objects, p->object)) < 0)
		return -1;
	if (c == NULL)
		return 0;
	days = c->date / 86400 - (c->date % 86400 < 0);
	if (days >= 0 && days < 2932897) { /* through the year 9999 */
		date_put((int32_t)days, day);
		if (buf_addf(b, "\tdate=%s", day) < 0)
			return -1;
	}
	if (buf_addf(b, "\thead=%s", p->head ? "yes" : "no") < 0)
		return -1;
	return gone ? put_id(b, "gone", objtab_oid(h->objects, gone->object)) :
		      0;
}

int
history_item(struct history *h, size_t i, struct arena *mem, struct item *it)
{
	const struct history_place *p;
	struct buf keys = { .max = 1024 };

	it->place = i + 1;
	if (h->memory.hit) {
		history_recalled_item(h, i, it);
		return 0;
	}
	p = &h->places[i];
	it->type = p->type;
	it->part = p->part;
	it->name = p->name;
	it->why = p->lost ? p->lost->why : NULL;
	it->mode = 0100644;
	if (p->object != HISTORY_NONE)
		it->oid = objtab_oid(h->objects, p->object);
	if (put_keys(h, p, &keys) < 0) {
		buf_free(&keys);
		return -1;
	}
	it->keys = arena_str(mem, buf_str(&keys));
	buf_free(&keys);
	return it->keys.p ? 0 : -1;
}
