#include "base.h"
#include "bits.h"
#include "crypt.h"
#include "history_in.h"
#include "str.h"
#include "vec.h"

#include <sys/stat.h>

/* What tells one state of a repository from another. */
struct hashing {
	const struct odb *odb;
	struct sha256 *h;
};

static int
add(struct hashing *s, const void *p, size_t n)
{
	return sha256_add(s->h, (struct str){ p, n });
}

static int
add_str(struct hashing *s, struct str text)
{
	uint64_t n = text.n;

	return add(s, &n, sizeof(n)) < 0 ? -1 : sha256_add(s->h, text);
}

static int
add_stat(struct hashing *s, const struct stat *st)
{
	uint64_t v[] = { (uint64_t)st->st_size, (uint64_t)st->st_mtim.tv_sec,
		(uint64_t)st->st_mtim.tv_nsec, st->st_ino, st->st_dev };

	return add(s, v, sizeof(v));
}

static int
add_loose(const struct oid *id, void *arg)
{
	struct hashing *s = arg;
	struct stat st;

	if (odb_stat(s->odb, id, &st) < 0)
		memset(&st, 0, sizeof(st));
	return add(s, id->id, id->n) < 0 ? -1 : add_stat(s, &st);
}

static int
add_file(struct hashing *s, const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0)
		memset(&st, 0, sizeof(st));
	return add_str(s, str_of(path)) < 0 ? -1 : add_stat(s, &st);
}

static int
add_packs(struct hashing *s)
{
	for (size_t i = 0; i < s->odb->npacks; i++) {
		const struct odb_pack *p = &s->odb->packs[i];
		/* The index's last bytes are its own sum. */
		struct str sum =
		    str_sub(p->index, p->index.n - s->odb->oid_n, p->index.n);

		if (add_file(s, p->path) < 0 || add_str(s, sum) < 0 ||
		    add(s, &p->promisor, 1) < 0)
			return -1;
	}
	for (size_t i = 0; i < s->odb->nbad; i++)
		if (add_str(s, str_of(s->odb->bad[i].name)) < 0)
			return -1;
	return 0;
}

static int
add_refs(struct hashing *s, const struct refs *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (add_str(s, r->v[i].name) < 0 ||
		    add(s, r->v[i].oid.id, r->v[i].oid.n) < 0)
			return -1;
	return 0;
}

static int
state_of(const struct history *h, unsigned char state[JUDGED_SUM])
{
	const struct history_spec *spec = &h->spec;
	unsigned char how[4] = { spec->all, spec->allow_missing, spec->recent };
	struct hashing s = { spec->odb, sha256_new() };
	struct buf shallow = { .max = 8192 };
	int rc = s.h ? 0 : -1;

	if (rc == 0 &&
	    (add(&s, how, sizeof(how)) < 0 ||
		add(&s, &spec->since, sizeof(spec->since)) < 0 ||
		add_refs(&s, &h->refs) < 0 ||
		buf_addf(&shallow, "%s/shallow", spec->git->common) < 0 ||
		add_file(&s, shallow.p) < 0 || add_packs(&s) < 0 ||
		odb_loose(spec->odb, add_loose, &s) != 0))
		rc = -1;
	buf_free(&shallow);
	if (rc == 0)
		return sha256_end(s.h, state);
	sha256_free(s.h);
	return -1;
}

/* ---- what was known --------------------------------------------------- */

static int
by_hex(const void *a, const void *b)
{
	const struct history_when_of *x = a, *y = b;

	return str_cmp(x->hex, y->hex);
}

/* When the commits were that a place names. */
static int
note_commits(struct history_memory *m, const struct judged_place *p)
{
	struct str rest = p->keys, key;

	while (str_cut(&rest, '\t', &key)) {
		bool gone = str_starts(key, STR("gone="));

		if (!gone && !str_starts(key, STR("commit=")))
			continue;
		if (vec_room(&m->commits, &m->commits_cap, m->ncommits + 1,
			sizeof(*m->commits)) < 0)
			return -1;
		m->commits[m->ncommits++] =
		    (struct history_when_of){ str_sub(key, gone ? 5 : 7, key.n),
			    gone ? p->gone : p->when };
	}
	return 0;
}

static int
recall_places(struct history *h)
{
	struct history_memory *m = &h->memory;
	struct str rest = m->old->places;

	m->places = calloc((size_t)m->old->nplaces + 1, sizeof(*m->places));
	if (m->places == NULL)
		return -1;
	for (; m->nplaces < m->old->nplaces; m->nplaces++) {
		struct judged_place *p = &m->places[m->nplaces];

		if (!judged_next_place(&rest, p))
			break;
		/* With a NUL behind it. */
		p->why = arena_str(&h->mem, p->why);
		if (p->why.p == NULL || note_commits(m, p) < 0)
			return -1;
	}
	if (m->ncommits)
		qsort(m->commits, m->ncommits, sizeof(*m->commits), by_hex);
	h->now.done = (size_t)m->old->done;
	h->now.bytes = m->old->bytes;
	m->hit = true;
	return 0;
}

int
history_recall_all(struct history *h)
{
	struct history_memory *m = &h->memory;

	if (!m->keep || h->spec.part)
		return 0;
	if (state_of(h, m->state) < 0)
		return -1;
	m->has_state = true;
	if (m->old && m->old->whole &&
	    memcmp(m->old->state, m->state, JUDGED_SUM) == 0)
		return recall_places(h);
	return 0;
}

static int
pack_of(const struct odb_pack *p, struct judged_pack *out)
{
	struct stat st;

	if (sha256_of(str_of(p->path), out->name) < 0)
		return -1;
	if (stat(p->path, &st) < 0)
		memset(&st, 0, sizeof(st));
	out->size = (uint64_t)st.st_size;
	out->time = (uint64_t)st.st_mtim.tv_sec * 1000000000u +
	    (uint64_t)st.st_mtim.tv_nsec;
	out->inode = st.st_ino;
	return 0;
}

/* A pack that was changed in its place may be broken now. */
static bool
is_sound(const struct judged *j, const struct odb_pack *p)
{
	struct judged_pack now, was;

	if (pack_of(p, &now) < 0)
		return false;
	for (uint32_t i = 0; i < j->npacks; i++) {
		was = judged_pack(j, i);
		if (memcmp(was.name, now.name, sizeof(now.name)) == 0)
			return was.size == now.size && was.time == now.time &&
			    was.inode == now.inode;
	}
	return true;
}

/* What kinds a blob has in this history, as bits. */
static uint64_t
kinds_of(const struct history *h, uint32_t object, const unsigned char *kinds)
{
	uint64_t bits = (uint64_t)1 << h->kind[object];

	/* JUDGED_KIND_COMMIT takes the last bit. */
	_Static_assert(KIND_COUNT < 62, "kinds are bits of one word");

	for (size_t i = history_more_kinds(h, object);
	     i < h->nmore && h->more[i].blob == object; i++)
		bits |= (uint64_t)2 << kinds[h->more[i].name];
	return bits;
}

static void
recall_object(struct history *h, uint32_t object, bool says)
{
	/* What an earlier pack holds too has its number there. */
	if (objtab_find(h->objects, h->objects->oid[object]) != object)
		return;
	h->memory.judged[object] = 1;
	if (says)
		bit_set(h->wanted, object);
}

/* What its paths make of a blob, alike in every run. */
static uint32_t
class_of(const struct history *h, uint32_t object)
{
	return history_class_sum(h->classes, h->class[object]);
}

/* Both the index and the cache are sorted by id. */
static void
recall_pack(
    struct history *h, size_t pack, bool commits, const unsigned char *kinds)
{
	const struct judged *j = h->memory.old;
	const struct idx *x = &h->spec.odb->packs[pack].idx;
	uint32_t first = h->objects->first[pack], at = 0;

	for (uint32_t i = 0; i < x->n; i++) {
		const unsigned char *id = x->oids + (size_t)i * x->oid_n;
		uint64_t known = 0, need;
		bool commit = false, says = false;
		int c = -1;

		for (; at < j->nobjects; at++) {
			struct judged_object o = judged_object(j, at);

			if ((c = memcmp(o.id, id, x->oid_n)) > 0)
				break;
			if (c < 0)
				continue;
			commit |= o.kind == JUDGED_KIND_COMMIT;
			/* At other paths it may say more. */
			if (!commits && o.class != class_of(h, first + i))
				continue;
			known |= (uint64_t)1 << (o.kind & 63);
			says |= o.says;
		}
		if (known == 0 || commit != commits)
			continue;
		need = commits ? known : kinds_of(h, first + i, kinds);
		if ((need & ~known) == 0)
			recall_object(h, first + i, says);
	}
}

static int
recall_objects(struct history *h, bool commits)
{
	const struct forest *f = h->forest;
	unsigned char *kinds = NULL;

	if (h->memory.old == NULL)
		return 0;
	if (!commits && (kinds = malloc(f->nnames + 1)) == NULL)
		return -1;
	for (size_t i = 0; !commits && i < f->nnames; i++)
		kinds[i] = (unsigned char)kind_of(f->names[i]);
	for (size_t i = 0; i < h->spec.odb->npacks; i++)
		if (is_sound(h->memory.old, &h->spec.odb->packs[i]))
			recall_pack(h, i, commits, kinds);
	free(kinds);
	return 0;
}

int
history_recall_commits(struct history *h)
{
	struct history_memory *m = &h->memory;

	m->judged = calloc((size_t)h->objects->n + 1, 1);
	return m->judged ? recall_objects(h, true) : -1;
}

int
history_recall_blobs(struct history *h)
{
	return recall_objects(h, false);
}

void
history_keep(struct history *h, const struct judged *old)
{
	h->memory.keep = true;
	h->memory.old = old && old->oid_n == h->spec.odb->oid_n ? old : NULL;
}

bool
history_recalled(const struct history *h)
{
	return h->memory.hit;
}

/* ---- what is known now ------------------------------------------------ */

static int
by_object(const void *a, const void *b)
{
	const struct judged_object *x = a, *y = b;
	int rc = memcmp(x->id, y->id, 20);

	return rc ? rc : (x->kind > y->kind) - (x->kind < y->kind);
}

struct objects {
	struct judged_object *v;
	size_t n, cap;
};

static int
put(struct objects *l, const unsigned char *id, unsigned kind, uint32_t class,
    bool says)
{
	if (vec_room(&l->v, &l->cap, l->n + 1, sizeof(*l->v)) < 0)
		return -1;
	l->v[l->n++] = (struct judged_object){ id, kind, class, says };
	return 0;
}

static int
put_object(const struct history *h, struct objects *l, uint32_t object)
{
	bool says = bit_get(h->wanted, object);
	const unsigned char *id = h->objects->oid[object];

	if (h->forest->commit_of[object] != OBJECT_NO)
		return put(l, id, JUDGED_KIND_COMMIT, 0, says);
	if (put(l, id, h->kind[object], class_of(h, object), says) < 0)
		return -1;
	for (size_t i = history_more_kinds(h, object);
	     i < h->nmore && h->more[i].blob == object; i++)
		if (put(l, id, 1u + kind_of(h->forest->names[h->more[i].name]),
			class_of(h, object), says) < 0)
			return -1;
	return 0;
}

static int
save_objects(const struct history *h, struct buf *out)
{
	struct objects l = { 0 };
	int rc = 0;

	for (uint32_t i = 0; i < h->objects->n && rc == 0; i++)
		if (h->memory.judged[i])
			rc = put_object(h, &l, i);
	if (l.n && rc == 0)
		qsort(l.v, l.n, sizeof(*l.v), by_object);
	for (size_t i = 0; i < l.n && rc == 0; i++)
		if (i == 0 || by_object(&l.v[i], &l.v[i - 1]) != 0)
			rc = judged_add_object(out, &l.v[i]);
	free(l.v);
	return rc;
}

/* From a state that was recalled: what was known then. */
static int
copy_objects(const struct history *h, struct buf *out)
{
	for (uint32_t i = 0; i < h->memory.old->nobjects; i++) {
		struct judged_object o = judged_object(h->memory.old, i);

		if (judged_add_object(out, &o) < 0)
			return -1;
	}
	return 0;
}

static int
save_packs(const struct history *h, struct buf *out)
{
	for (size_t i = 0; i < h->spec.odb->npacks; i++) {
		struct judged_pack p;

		if (pack_of(&h->spec.odb->packs[i], &p) < 0 ||
		    judged_add_pack(out, &p) < 0)
			return -1;
	}
	return 0;
}

static uint32_t
when_of(const struct history *h, uint32_t commit)
{
	return commit == HISTORY_NONE || h->when[commit] == HISTORY_NONE ?
	    0 :
	    h->when[commit] + 1;
}

static int
save_place(struct history *h, size_t i, const struct history_said *said,
    struct arena *mem, struct buf *out)
{
	const struct history_memory *m = &h->memory;
	struct judged_place p;
	struct item it = { .keys = STR("") };

	if (m->hit) {
		p = m->places[i];
	} else {
		const struct history_place *at = &h->places[i];

		arena_reset(mem);
		if (history_item(h, i, mem, &it) < 0)
			return -1;
		p = (struct judged_place){ .type = it.type,
			.part = it.part,
			.id = { (const char *)it.oid.id, it.oid.n },
			.name = it.name,
			.keys = it.keys,
			.why = it.why ? str_of(it.why) : STR(""),
			.when = when_of(h, at->commit),
			.gone = when_of(h, at->gone),
			.records = STR("") };
	}
	if (said && said[i].known) {
		p.known = true;
		p.records = said[i].records;
	}
	return judged_add_place(out, &p);
}

/* A name that gives something away is in no cache, nor are its places. */
static bool
may_save_places(const struct history *h)
{
	if (!h->memory.has_state || h->nplaces > JUDGED_PLACES_MAX)
		return false;
	for (size_t i = 0; i < h->nplaces; i++)
		if (h->places[i].part != ITEM_BYTES &&
		    h->places[i].lost == NULL)
			return false;
	return true;
}

static int
save_places(struct history *h, const struct history_said *said, struct buf *out)
{
	struct arena mem = { .max = 1 << 20 };
	int rc;

	if (!may_save_places(h))
		return 0;
	rc = judged_add_state(out, h->memory.state, h->now.done, h->now.bytes);
	for (size_t i = 0; i < history_count(h) && rc == 0; i++)
		rc = save_place(h, i, said, &mem, out);
	arena_free(&mem);
	return rc;
}

int
history_save(struct history *h, const unsigned char *rules,
    const struct history_said *said, struct buf *out)
{
	if (judged_begin(out, rules, h->spec.odb->oid_n) < 0)
		return -1;
	if ((h->memory.hit ? copy_objects(h, out) : save_objects(h, out)) < 0 ||
	    save_packs(h, out) < 0 || save_places(h, said, out) < 0)
		return -1;
	return judged_end(out);
}

/* ---- a state that was recalled ---------------------------------------- */

void
history_recalled_item(const struct history *h, size_t i, struct item *it)
{
	const struct judged_place *p = &h->memory.places[i];

	it->type = (enum item_type)p->type;
	it->part = (enum item_part)p->part;
	it->name = p->name;
	it->keys = p->keys;
	it->why = p->why.n ? p->why.p : NULL;
	it->mode = 0100644;
	it->known = p->known;
	it->records = p->records;
	it->oid.n = (unsigned char)p->id.n;
	memcpy(it->oid.id, p->id.p, p->id.n);
}

uint32_t
history_recalled_when(const struct history *h, struct str hex)
{
	const struct history_memory *m = &h->memory;
	struct history_when_of key = { .hex = hex }, *at = NULL;

	if (m->ncommits)
		at = bsearch(
		    &key, m->commits, m->ncommits, sizeof(*m->commits), by_hex);
	return at ? at->when : 0;
}

void
history_forget(struct history *h)
{
	free(h->memory.judged);
	free(h->memory.places);
	free(h->memory.commits);
}
