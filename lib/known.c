#include "base.h"
#include "known.h"
#include "pass.h"
#include "str.h"
#include "text.h"
#include "unpack.h"
#include "vec.h"

static bool
ordinary(struct str bytes, struct str head, bool nul)
{
	enum coding c = CODING_BYTES;

	if (bytes.n > WINDOW || unpack_is(head))
		return true;
	if (nul || str_starts(head, STR("\xFF\xFE")) ||
	    str_starts(head, STR("\xFE\xFF")))
		c = text_coding(head);
	return c == CODING_UTF16LE || c == CODING_UTF16BE;
}

/* Each detector's own hits. 0, or -1. */
static int
deal(
    struct engine_thread *t, size_t n, unsigned set, const struct carry_hits *h)
{
	for (size_t i = 0; i < n; i++)
		t->hits[i].n = 0;
	for (size_t i = 0; i < h->n; i++) {
		struct hits *to = &t->hits[h->v[i].detector];

		if ((set >> h->v[i].detector & 1) == 0)
			continue;
		if (vec_room(&to->v, &to->cap, to->n + 1, sizeof(*to->v)) < 0)
			return -1;
		to->v[to->n++] = (struct hit){ h->v[i].id, h->v[i].end };
	}
	return 0;
}

static void
ready(struct judge *j, struct str name, struct place *place, struct buf *out)
{
	*place = (struct place){ NULL, name };
	j->emit.results = out;
	j->emit.job = NULL;
	j->emit.failed = false;
	j->origin = STR("");
}

static int
judge_whole(struct judge *j, struct str name, struct str bytes, struct buf *out)
{
	struct stream in = { .is_whole = true, .whole = bytes };
	struct place place;
	struct visit v = { .place = &place,
		.in = &in,
		.bytes_only = true,
		.set = (1u << j->scan->engine.n) - 1 };

	ready(j, name, &place, out);
	return judge_visit(j, &v);
}

int
known_judge(struct judge *j, struct str name, struct str bytes,
    const struct carry_hits *hits, struct buf *out)
{
	const struct engine *e = &j->scan->engine;
	struct str head = str_sub(bytes, 0, HEAD);
	bool nul = str_chr(head, '\0', 0) != STR_NONE;
	struct sibling sibling = { NULL };
	struct pass p = { .blob.sibling = &sibling };
	struct place place;

	if (hits->many || ordinary(bytes, head, nul))
		return judge_whole(j, name, bytes, out);
	p.blob.name = name;
	p.blob.kind = kind_of(name);
	p.blob.binary = nul && text_binary(head);
	for (size_t i = 0; i < e->n; i++) {
		unsigned view =
		    e->v[i]->wanted(e->model[i], name, p.blob.kind, head);

		if (view & (VIEW_TEXT | VIEW_RAW))
			p.set |= 1u << i;
		if (view & VIEW_ALWAYS)
			p.always |= 1u << i;
	}
	p.always &= p.set;
	if (p.set == 0 || (hits->n == 0 && p.always == 0))
		return 0;
	if (deal(j->t, e->n, p.set, hits) < 0)
		return -1;
	ready(j, name, &place, out);
	emit_place(&j->emit, &place, j->origin);
	emit_view(&j->emit, CODING_BYTES, 0);
	return pass_known(j, &p, bytes);
}

void
known_paths(struct judge *j, const struct path_set *paths)
{
	j->emit.paths = paths;
}

int
known_name(struct judge *j, struct str name, struct buf *out)
{
	struct sibling sibling = { NULL };
	struct pass p = { .blob.sibling = &sibling };
	struct place place;
	size_t drop;

	ready(j, name, &place, out);
	emit_place(&j->emit, &place, j->origin);
	p.set = (1u << j->scan->engine.n) - 1;
	p.blob.name = name;
	p.blob.kind = kind_of(name);
	p.blob.in_name = true;
	if (pass_run(j, &p, name, true, &drop) < 0)
		return -1;
	return emit_flush(&j->emit);
}
