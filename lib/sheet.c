#include "base.h"
#include "datatext.h"
#include "sheet.h"
#include "str.h"
#include "vec.h"

#define SHEET_MEM ((size_t)40 << 20)

/* A field of such a name holds numbers that are no person's. */
static const char decoys[] =
    "isbn ean gtin upc asin sku issn doi order invoice facture bestellung "
    "timestamp time ts created updated modified mtime ctime atime epoch "
    "offset size length bytes port version build revision commit hash "
    "sha sha1 sha256 md5 checksum crc digest uuid guid etag price amount "
    "total quantity qty seq sequence counter rowid ticket tracking batch "
    "lot latitude longitude lat lon duration nonce random seed";

/* What else than a person is called a user, a client or a contact? Much. */
static const char persons[] =
    "patient patients person persons people customer customers employee "
    "employees student students insured beneficiary applicant citizen "
    "resident passenger practitioner relatedperson guarantor personne "
    "personnes salarie salaries assure beneficiaire eleve etudiant malade "
    "citoyen kunde kunden mitarbeiter versicherter versicherte patienten "
    "person personen einwohner schueler angestellter pid nk1 in1 gt1";

/* Whose names stand in every package, and are meant to. */
static const char publics[] =
    "author authors maintainer maintainers contributor contributors "
    "copyright publisher repository homepage bugs license licenses funding "
    "committer tagger signer reporter";

void
sheet_init(struct sheet *s, const struct ids *ids)
{
	*s = (struct sheet){ .ids = ids, .mem.max = SHEET_MEM };
}

static void
forget(struct sheet *s)
{
	for (size_t i = 0; i < s->nfield; i++)
		for (struct seen *n = s->field[i]->seen; n; n = n->next)
			distinct_free(&n->distinct);
	if (s->caphash)
		memset(s->hash, 0, s->caphash * sizeof(*s->hash));
	s->nfield = s->nseen = s->record = s->ncell = 0;
	s->fields_full = s->cells_full = s->failed = false;
	arena_reset(&s->mem);
}

void
sheet_free(struct sheet *s)
{
	forget(s);
	arena_free(&s->mem);
	free((void *)s->field);
	free(s->hash);
	free(s->cell);
}

void
sheet_begin(struct sheet *s, const struct format *format)
{
	forget(s);
	s->format = format;
	s->record = 1;
	s->pos = s->start = 0;
	s->line = 1;
}

void
sheet_window(struct sheet *s, struct str bytes, size_t at, size_t line)
{
	s->bytes = bytes;
	s->bytes_at = at;
	if (s->pos < at) {
		s->pos = s->start = at;
		s->line = line;
	}
}

static void
count_to(struct sheet *s, size_t off)
{
	size_t from = s->pos - s->bytes_at, to = off - s->bytes_at, at;

	if (off < s->pos || off > s->bytes_at + s->bytes.n)
		return;
	for (at = from;
	     (at = str_chr(str_sub(s->bytes, 0, to), '\n', at)) != STR_NONE;
	     at++) {
		s->line++;
		s->start = s->bytes_at + at + 1;
	}
	s->pos = off;
}

void
sheet_leave(struct sheet *s, size_t upto)
{
	if (upto > s->pos)
		count_to(s, upto);
}

struct sheetplace
sheet_place(struct sheet *s, struct span at)
{
	struct sheetplace p = { .at = at, .record = s->record };
	struct sheet back = *s;

	if (at.from >= s->pos) {
		count_to(s, at.from);
		p.line = s->line;
		p.col = at.from - s->start + 1;
		return p;
	}
	/* A value that began before what was counted: count back. */
	p.line = back.line;
	for (size_t i = s->pos; i > at.from && i > s->bytes_at; i--)
		p.line -= s->bytes.p[i - 1 - s->bytes_at] == '\n';
	p.col = 1;
	for (size_t i = at.from; i > s->bytes_at; i--, p.col++)
		if (s->bytes.p[i - 1 - s->bytes_at] == '\n')
			break;
	return p;
}

/* ---- fields ------------------------------------------------------------ */

static size_t
hash(struct str s)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 16777619u;
	return h ^ h >> 15;
}

static int
grow_hash(struct sheet *s)
{
	size_t cap = s->caphash ? s->caphash * 2 : 256;
	uint32_t *v = calloc(cap, sizeof(*v));

	if (v == NULL)
		return -1;
	for (size_t i = 0; i < s->nfield; i++) {
		size_t k = hash(s->field[i]->path) & (cap - 1);

		while (v[k])
			k = (k + 1) & (cap - 1);
		v[k] = (uint32_t)i + 1;
	}
	free(s->hash);
	s->hash = v;
	s->caphash = cap;
	return 0;
}

/* Does it say nothing of what the value is? */
static bool
is_empty(struct str part)
{
	static const char *const empty[] = { "value", "text", "#text", "_",
		"content", "data", "val", "number", "v", "string", "extension",
		"displayname" };
	uint64_t n;

	if (str_num(part, UINT64_MAX, &n) == 0)
		return true;
	for (size_t i = 0; i < LEN(empty); i++)
		if (str_ieq(part, str_of(empty[i])))
			return true;
	return false;
}

/* What a field is called: its last part, and while that says nothing the
   one before it too. */
static struct str
last_part(struct str path)
{
	size_t end = path.n, dot;

	while ((dot = str_rchr(str_sub(path, 0, end), '.')) != STR_NONE &&
	    is_empty(str_sub(path, dot + 1, end)))
		end = dot;
	return dot == STR_NONE ? path : str_sub(path, dot + 1, path.n);
}

static void
name_field(struct sheet *s, struct sheetfield *f)
{
	struct idname all;

	idname_make(&f->name, last_part(f->path));
	idname_make(&all, f->path);
	if (s->format && s->format->whole)
		f->nhint = ids_hints_whole(s->ids, &f->name, f->hint);
	else
		f->nhint = ids_hints(s->ids, &f->name, f->hint);
	f->decoy = idname_has(&f->name, decoys);
	f->person = idname_has(&all, persons);
	f->skip = idname_has(&all, publics) && !f->person;
}

static int
new_field(struct sheet *s, struct str path, size_t slot)
{
	struct sheetfield *f;

	if (s->nfield == SHEET_FIELDS ||
	    (f = arena_new(&s->mem, sizeof(*f))) == NULL ||
	    (f->path = arena_str(&s->mem, path)).p == NULL ||
	    vec_room((void *)&s->field, &s->capfield, s->nfield + 1,
		sizeof(struct sheetfield *)) < 0) {
		s->fields_full = true;
		return -1;
	}
	name_field(s, f);
	s->field[s->nfield++] = f;
	s->hash[slot] = (uint32_t)s->nfield;
	return (int)s->nfield - 1;
}

static int
sheet_field(void *arg, struct str path)
{
	struct sheet *s = arg;
	size_t i;

	path = str_sub(path, 0, FIELD_PATH_MAX);
	if (s->nfield * 2 >= s->caphash && grow_hash(s) < 0) {
		s->failed = true;
		return -1;
	}
	for (i = hash(path) & (s->caphash - 1); s->hash[i];
	     i = (i + 1) & (s->caphash - 1))
		if (str_eq(s->field[s->hash[i] - 1]->path, path))
			return (int)s->hash[i] - 1;
	return new_field(s, path, i);
}

int
sheet_text_field(struct sheet *s)
{
	return sheet_field(s, STR(""));
}

/* ---- values ------------------------------------------------------------ */

static struct seen *
seen_of(struct sheet *s, struct sheetfield *f, size_t kind)
{
	struct seen *n;

	for (n = f->seen; n; n = n->next)
		if (n->kind == kind)
			return n;
	if (s->nseen == SHEET_SEEN ||
	    (n = arena_new(&s->mem, sizeof(*n))) == NULL) {
		s->fields_full = true;
		return NULL;
	}
	n->kind = (uint16_t)kind;
	n->next = f->seen;
	f->seen = n;
	s->nseen++;
	return n;
}

static void
keep_public(struct seen *n, const struct idkind *k, struct str v)
{
	v = str_sub(v, 0, k->public < 15 ? k->public : 15);
	if (v.n)
		memcpy(n->public, v.p, v.n);
}

static void
keep_cell(struct sheet *s, size_t field, size_t kind, struct span at)
{
	if (!s->each)
		return;
	if (s->ncell == SHEET_CELLS ||
	    vec_room((void *)&s->cell, &s->capcell, s->ncell + 1,
		sizeof(*s->cell)) < 0) {
		s->cells_full = true;
		return;
	}
	s->cell[s->ncell++] = (struct sheetcell){ (uint32_t)field,
		(uint16_t)kind, sheet_place(s, at) };
}

/* Is it the one before, and one more? Check digits left out. */
static void
keep_step(struct seen *n, const struct idtext *t)
{
	uint64_t v = 0;

	if (t->nbare > 18 || !t->digits)
		return;
	for (size_t i = 0; i < t->nbare; i++)
		v = v * 10 + (uint64_t)(t->bare[i] - '0');
	if (n->last && v != n->last &&
	    (v / 10 == n->last / 10 + 1 || v / 100 == n->last / 100 + 1))
		n->stepped++;
	n->last = v;
}

/* A value of the field is of this kind. */
static struct seen *
saw(struct sheet *s, size_t field, size_t kind, const struct idtext *t,
    struct str v, struct span at)
{
	const struct idkind *k = &s->ids->v[kind];
	struct seen *n = seen_of(s, s->field[field], kind);
	const char *why;

	if (n == NULL)
		return NULL;
	if (n->passes == 0 && n->fired == 0) {
		n->first = sheet_place(s, at);
		keep_public(n, k, v);
	}
	n->passes++;
	why =
	    k->value ? idvalue_synthetic(k->value, v) : idkind_synthetic(k, t);
	if (why) {
		n->synthetic++;
		n->why = why;
	}
	if (t)
		keep_step(n, t);
	if (distinct_add(&n->distinct, v) < 0)
		s->failed = true;
	keep_cell(s, field, kind, at);
	return n;
}

int
sheet_fire(struct sheet *s, int field, const struct idkind *k,
    const struct idtext *t, double score, struct span at)
{
	struct str v = { t->bare, t->nbare };
	struct seen *n;

	if (field < 0 ||
	    (n = saw(s, (size_t)field, (size_t)(k - s->ids->v), t, v, at)) ==
		NULL)
		return s->failed ? -1 : 0;
	n->passes--;
	n->fired++;
	if (score > n->sure)
		n->sure = score;
	return s->failed ? -1 : 0;
}

static const struct idhint *
hint_of(const struct sheetfield *f, size_t kind)
{
	for (size_t i = 0; i < f->nhint; i++)
		if (f->hint[i].kind == kind)
			return &f->hint[i];
	return NULL;
}

struct value {
	struct sheet *s;
	size_t field;
	struct str text;
	struct span at;
	struct idtext t;
	struct seen *best;
	double best_weight;
};

static void
passed(struct value *v, size_t kind, const struct idhint *h)
{
	double weight = v->s->ids->v[kind].weight + (h ? 10 : 0);
	struct seen *n = saw(v->s, v->field, kind, &v->t, v->text, v->at);

	if (n == NULL)
		return;
	n->hinted |= h != NULL;
	n->weak = h && h->weak;
	if (v->best == NULL || weight > v->best_weight) {
		v->best = n;
		v->best_weight = weight;
	}
}

/* The kinds of this length. */
static void
try_length(struct value *v, size_t length, bool raw)
{
	const struct ids *ids = v->s->ids;
	const struct sheetfield *f = v->s->field[v->field];
	const uint16_t *by = ids->by_length[length];

	for (size_t i = 0; i < ids->nby_length[length]; i++) {
		const struct idkind *k = &ids->v[by[i]];
		const struct idhint *h;

		if (k->raw != raw || k->off ||
		    (v->t.digits ? k->letters : k->digits) ||
		    !idkind_shaped(k, &v->t))
			continue;
		h = hint_of(f, by[i]);
		if (h || k->pass >= 1 || !idkind_passes(k, &v->t))
			continue;
		passed(v, by[i], NULL);
	}
}

/* What the field's name promises without a structure; true when it is so,
   and the name says nothing else. */
static bool
try_hints(struct value *v)
{
	const struct ids *ids = v->s->ids;
	const struct sheetfield *f = v->s->field[v->field];
	bool any = false, sure = v->s->format && v->s->format->sure;

	for (size_t i = 0; i < f->nhint; i++) {
		const struct idkind *k = &ids->v[f->hint[i].kind];

		if (k->value == NULL || k->nshape ||
		    !(sure ? idvalue_any(v->text) : k->value(v->text)))
			continue;
		passed(v, f->hint[i].kind, &f->hint[i]);
		any |= !f->hint[i].weak && !idvalue_vague(k->value);
	}
	return any;
}

/*
 * The kinds that the field's name promises. Does the value have the
 * characters of one? Then it is that, right or wrong, and no other by chance.
 */
static bool
try_promised(struct value *v)
{
	const struct sheetfield *f = v->s->field[v->field];
	bool any = false;

	for (size_t i = 0; i < f->nhint; i++) {
		const struct idkind *k = &v->s->ids->v[f->hint[i].kind];

		if (k->nshape == 0 || !idkind_shaped(k, &v->t))
			continue;
		any |= !f->hint[i].weak && k->ncheck;
		if (idkind_passes(k, &v->t))
			passed(v, f->hint[i].kind, &f->hint[i]);
	}
	return any;
}

/* A value that may be an identifier: the lengths count for what chance
   would let pass. */
static bool
try_structure(struct value *v)
{
	struct sheetfield *f = v->s->field[v->field];

	if (!idtext_make(&v->t, v->text))
		return false;
	if (v->t.digits)
		f->digits[v->t.nbare]++;
	else
		f->mixed[v->t.nbare]++;
	if (f->nhint && try_promised(v)) {
		f->promised++;
		return true;
	}
	try_length(v, v->t.nbare, false);
	try_length(v, v->t.nraw, true);
	return false;
}

static int
sheet_value(void *arg, int field, struct str text, struct span at)
{
	struct sheet *s = arg;
	struct value v = { .s = s, .field = (size_t)field, .at = at };
	struct sheetfield *f = s->field[field];
	bool promised;

	v.text = str_trim(text);
	if (v.text.n == 0)
		return 0;
	f->values++;
	if (f->skip)
		return 0;
	v.t.nbare = v.t.nraw = 0;
	promised = f->nhint && try_hints(&v);
	if (!promised)
		promised = try_structure(&v);
	if (v.best)
		v.best->best++;
	else if (v.text.n > 8 && !promised)
		return datatext_value(s, field, v.text, at);
	return s->failed ? -1 : 0;
}

static int
sheet_text(void *arg, struct span at)
{
	struct sheet *s = arg;

	return datatext_span(s, at);
}

static void
sheet_record(void *arg)
{
	struct sheet *s = arg;

	s->record++;
}

struct fields
sheet_fields(struct sheet *s)
{
	return (struct fields){ .arg = s,
		.field = sheet_field,
		.value = sheet_value,
		.text = sheet_text,
		.record = sheet_record };
}
