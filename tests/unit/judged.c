#include "base.h"
#include "judged.h"
#include "str.h"
#include "../t.h"

static unsigned char rules[JUDGED_SUM] = "rules", state[JUDGED_SUM] = "state";
static struct buf b = { .max = 1 << 20 };

static bool
add_object(unsigned char first, unsigned kind, bool says)
{
	unsigned char id[20] = { first };

	return judged_add_object(
		   &b, &(struct judged_object){ id, kind, 77, says }) == 0;
}

static bool
add_place(const char *name, struct str records)
{
	struct judged_place p = { .type = 2,
		.part = 1,
		.id = { "01234567890123456789", 20 },
		.name = str_of(name),
		.keys = STR("commit=ab\tblob=cd"),
		.why = STR(""),
		.when = 7,
		.gone = 9,
		.known = true,
		.records = records };

	return judged_add_place(&b, &p) == 0;
}

static int
parse(struct judged *j)
{
	return judged_parse(buf_str(&b), rules, j);
}

static void
make(const char *message)
{
	struct buf records = { .max = 1 << 16 };
	struct rec r = { STR("a b"), 3, 4, SEV_HIGH, STR("toy/rule"),
		str_of(message), STR("fp=00\tx=y") };
	struct judged_pack p = { "pack", 1, 2, 3 };

	judged_begin(&b, rules, 20);
	add_object(1, 5, false);
	add_object(1, 6, true);
	add_object(2, JUDGED_KIND_COMMIT, false);
	judged_add_pack(&b, &p);
	judged_add_state(&b, state, 11, 12);
	judged_add_record(&records, &r);
	judged_add_record(&records, &r);
	add_place("one", buf_str(&records));
	add_place("two", STR(""));
	judged_end(&b);
	buf_free(&records);
}

static void
round_trip(void)
{
	struct judged_place p = { 0 };
	struct str rest, records;
	struct rec r = { 0 };
	struct judged j = { 0 };

	make("a message");
	T(judged_is(buf_str(&b)) && parse(&j) == 0);
	T(j.nobjects == 3 && j.npacks == 1 && j.nplaces == 2 && j.whole);
	T(j.state && memcmp(j.state, state, sizeof(state)) == 0);
	T(j.done == 11 && j.bytes == 12 && j.oid_n == 20);
	T(judged_object(&j, 1).says && judged_object(&j, 1).kind == 6);
	T(judged_object(&j, 2).id[0] == 2 && judged_object(&j, 0).class == 77);
	T(judged_pack(&j, 0).inode == 3 && judged_pack(&j, 0).size == 1);
	rest = j.places;
	T(judged_next_place(&rest, &p) && str_eqz(p.name, "one") && p.known);
	T(p.when == 7 && p.gone == 9 && p.type == 2 && p.part == 1);
	records = p.records;
	T(judged_next_record(&records, &r) && r.line == 3 && r.col == 4);
	T(str_eqz(r.message, "a message") && str_eqz(r.path, "a b"));
	T(judged_next_record(&records, &r) && records.n == 0);
	T(judged_next_place(&rest, &p) && rest.n == 0 && p.records.n == 0);
}

static void
refuses(void)
{
	struct judged j = { 0 };
	bool ok = true;

	make("a message");
	rules[0] ^= 1;
	T(parse(&j) == 1);
	rules[0] ^= 1;
	for (size_t i = 0; i < b.n; i++) {
		b.p[i] ^= 4;
		ok &= parse(&j) == -1;
		b.p[i] ^= 4;
		ok &= judged_parse(str_sub(buf_str(&b), 0, i), rules, &j) == -1;
	}
	T(ok);
	make("a \033[31m message");
	T(parse(&j) == -1);
	make("two\tfields");
	T(parse(&j) == -1);
	judged_begin(&b, rules, 20);
	T(add_object(2, 1, false) && add_object(1, 1, false));
	T(judged_end(&b) == 0 && parse(&j) == -1);
	judged_begin(&b, rules, 33);
	T(judged_end(&b) == 0 && parse(&j) == -1);
	judged_begin(&b, rules, 32);
	T(judged_end(&b) == 0 && parse(&j) == 0 && !j.whole);
	T(add_place("x", STR("no records")) && judged_end(&b) == 0 &&
	    parse(&j) == -1);
}

int
main(void)
{
	round_trip();
	refuses();
	buf_free(&b);
	return T_END();
}
