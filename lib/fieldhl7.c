#include "base.h"
#include "fieldcell.h"
#include "fieldhl7.h"
#include "str.h"

struct hl7 {
	const struct fields *to;
	char segment[4]; /* "PID", and NUL */
	size_t nsegment;
	size_t field, component;
	bool parts; /* the field has components */
	char sep, sub, again, below, escape;
	size_t nmsh; /* characters of MSH-1 and MSH-2 seen */
	struct fieldcell cell;
};

static void
begin_segment(struct hl7 *h)
{
	memset(h->segment, 0, sizeof(h->segment));
	h->nsegment = h->field = h->nmsh = 0;
	h->component = 1;
	h->parts = false;
	h->cell.open = false;
}

/* A value ends here; parts: another component of its field follows. */
static int
end_value(struct hl7 *h, struct str raw, size_t end, bool parts)
{
	char path[32];

	h->parts |= parts;
	if (!h->cell.open)
		return 0;
	if (h->parts)
		snprintf(path, sizeof(path), "%s-%zu.%zu", h->segment, h->field,
		    h->component);
	else
		snprintf(path, sizeof(path), "%s-%zu", h->segment, h->field);
	return fieldcell_end(
	    &h->cell, h->to, h->to->field(h->to->arg, str_of(path)), raw, end);
}

static void
after(struct hl7 *h, char c)
{
	if (c == h->sep) {
		h->field++;
		h->component = 1;
		h->parts = false;
	} else if (c == h->sub) {
		h->component++;
	} else if (c == h->again) {
		h->component = 1;
	}
}

/* The name of a segment; MSH says what separates the rest. */
static void
in_segment(struct hl7 *h, char c)
{
	if (c == '\r' || c == '\n' || c == '\v' || c == 0x1c) {
		begin_segment(h);
		return;
	}
	if (h->nsegment < 3) {
		h->segment[h->nsegment++] = c;
		return;
	}
	if (memcmp(h->segment, "MSH", 3) == 0) {
		h->to->record(h->to->arg);
		h->sep = c;
		h->nmsh = 1;
		h->field = 2;
		return;
	}
	h->field = 1;
}

/* MSH-2: "^~\&". */
static bool
in_encoding(struct hl7 *h, char c)
{
	char *const is[] = { NULL, &h->sub, &h->again, &h->escape, &h->below };

	if (h->nmsh == 0)
		return false;
	if (c == h->sep || c == '\r' || c == '\n') {
		h->nmsh = 0;
		return false;
	}
	if (h->nmsh < LEN(is))
		*is[h->nmsh] = c;
	h->nmsh++;
	return true;
}

static bool
ends(const struct hl7 *h, char c)
{
	return c == h->sep || c == h->sub || c == h->again || c == h->below ||
	    c == '\r' || c == '\n';
}

static int
value(struct hl7 *h, const struct piece *p, size_t *at)
{
	size_t i = *at, n = p->bytes.n;
	struct str raw;
	int rc;

	while (i < n && !ends(h, p->bytes.p[i]))
		i++;
	raw = str_sub(p->bytes, *at, i);
	if (raw.n && !h->cell.open)
		fieldcell_begin(&h->cell, p->at + *at);
	*at = i;
	if (i == n && !p->last)
		return h->cell.open ?
		    fieldcell_cut(&h->cell, h->to, raw, p->at + i) :
		    0;
	if (h->cell.copied && h->cell.open)
		fieldcell_add(&h->cell, raw.p, raw.n);
	rc = end_value(h, raw, p->at + i, i < n && p->bytes.p[i] == h->sub);
	if (i < n) {
		after(h, p->bytes.p[i]);
		if (p->bytes.p[i] == '\r' || p->bytes.p[i] == '\n')
			begin_segment(h);
	}
	*at = i + (i < n);
	return rc;
}

static int
hl7_feed(void *arg, const struct piece *p)
{
	struct hl7 *h = arg;
	size_t at = 0;
	int rc = 0;

	while (at < p->bytes.n && rc == 0) {
		char c = p->bytes.p[at];

		if (h->field == 0) {
			in_segment(h, c);
			at++;
		} else if (in_encoding(h, c)) {
			at++;
		} else {
			rc = value(h, p, &at);
		}
	}
	return rc;
}

static void *
hl7_open(const struct fields *to)
{
	struct hl7 *h = calloc(1, sizeof(*h));

	if (h == NULL)
		return NULL;
	h->to = to;
	h->sep = '|';
	h->sub = '^';
	h->again = '~';
	h->escape = '\\';
	h->below = '&';
	begin_segment(h);
	return h;
}

static bool
hl7_is(enum kind kind, struct str head)
{
	(void)kind;
	if (head.n && head.p[0] == '\v')
		head = str_sub(head, 1, head.n);
	return head.n > 8 &&
	    (str_starts(head, STR("MSH")) || str_starts(head, STR("FHS")) ||
		str_starts(head, STR("BHS"))) &&
	    head.p[3] == head.p[8] && strchr("|^~&#!", head.p[3]) != NULL;
}

const struct format fieldhl7_format = {
	.name = "hl7",
	.health = true,
	.sure = true,
	.whole = true,
	.is = hl7_is,
	.open = hl7_open,
	.feed = hl7_feed,
	.close = free,
};
