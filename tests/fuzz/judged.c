/* A cache whose sum is right, whatever it holds. */
#include "base.h"
#include "judged.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
walk(const struct judged *j)
{
	struct str rest = j->places, records;
	struct judged_place place;
	uint32_t n = 0;
	struct rec r;

	for (uint32_t i = 0; i < j->nobjects; i++)
		n += judged_object(j, i).kind;
	for (uint32_t i = 0; i < j->npacks; i++)
		n += judged_pack(j, i).name[0];
	for (uint32_t i = 0; i < j->nplaces; i++) {
		/* What was taken is whole. */
		if (!judged_next_place(&rest, &place))
			abort();
		for (records = place.records; records.n; n++)
			if (!judged_next_record(&records, &r))
				abort();
	}
	if (rest.n || n == UINT32_MAX)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct buf b = { .max = 1 << 24 };
	unsigned char rules[JUDGED_SUM];
	struct judged j;

	if (n >= 144 && buf_add(&b, p, n) == 0) {
		memcpy(rules, b.p + 16, sizeof(rules));
		if (judged_end(&b) < 0)
			abort();
		if (judged_parse(buf_str(&b), rules, &j) == 0)
			walk(&j);
	}
	buf_free(&b);
	return 0;
}
