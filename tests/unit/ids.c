#include "base.h"
#include "distinct.h"
#include "ids.h"
#include "pat.h"
#include "str.h"

#include "../t.h"

enum { TRIES = 4000000, MADE = 20 };

static struct ids ids;

static uint64_t
next(void)
{
	static uint64_t x = 88172645463325252u;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return x >> 11;
}

static const struct idkind *
kind(const char *id)
{
	for (size_t i = 0; i < ids.n; i++)
		if (str_eqz(ids.v[i].id, id))
			return &ids.v[i];
	printf("# no kind %s\n", id);
	return NULL;
}

static bool
is(const struct idkind *k, const char *value)
{
	struct idtext t;

	return k && idtext_make(&t, str_of(value)) && idkind_shaped(k, &t) &&
	    idkind_passes(k, &t);
}

/* Published ones, and what must not pass; none stands here in one piece. */
static const struct {
	const char *id, *yes, *no;
} published[] = {
	{ "lu-matricule",
	    "18931201"
	    "05732",
	    "18931201"
	    "05733" },
	{ "lu-matricule",
	    "19900930"
	    "12358",
	    "20000605"
	    "00127" },
	{ "lu-vat",
	    "LU150"
	    "27442",
	    "LU150"
	    "27443" },
	{ "fr-nir",
	    "2951099"
	    "12611193",
	    "2951099"
	    "12611199" },
	{ "fr-nir",
	    "253072B"
	    "07300470",
	    "253072C"
	    "07300443" },
	{ "fr-spi",
	    "30232176"
	    "00053",
	    "30232176"
	    "00054" },
	{ "fr-siren",
	    "5520"
	    "08443",
	    "5520"
	    "08442" },
	{ "fr-siret",
	    "7328293"
	    "2000074",
	    "7328293"
	    "2000079" },
	{ "be-niss",
	    "85073"
	    "003328",
	    "17073"
	    "003385" },
	{ "be-niss",
	    "17073"
	    "003384",
	    "85073"
	    "003329" },
	{ "be-bis",
	    "98472"
	    "899765",
	    "010000"
	    "00000" },
	{ "be-eid",
	    "591-191"
	    "7064-58",
	    "000-001"
	    "1032-25" },
	{ "de-steuer-id",
	    "36574"
	    "261809",
	    "36574"
	    "261890" },
	{ "de-kvnr",
	    "A0005"
	    "00015",
	    "A0005"
	    "00016" },
	{ "de-rvnr",
	    "150706"
	    "49C103",
	    "150706"
	    "49C104" },
	{ "nl-bsn",
	    "1112"
	    "22333",
	    "1112"
	    "52333" },
	{ "at-svnr",
	    "12370"
	    "10180",
	    "22370"
	    "10180" },
	{ "at-abgabenkonto",
	    "59-119"
	    "/9013",
	    "59-119"
	    "/9014" },
	{ "it-codice-fiscale",
	    "RCCMNL83"
	    "S18D969H",
	    "RCCMNL83"
	    "S18D967H" },
	{ "es-dni",
	    "54362"
	    "315K",
	    "54362"
	    "315Z" },
	{ "es-nie",
	    "X2482"
	    "300W",
	    "X2482"
	    "300A" },
	{ "pt-nif",
	    "5019"
	    "64843",
	    "5019"
	    "64842" },
	{ "pt-cartao",
	    "00000000 0 "
	    "ZZ4",
	    "00000000 A "
	    "ZZ4" },
	{ "pl-pesel",
	    "440514"
	    "01359",
	    "440514"
	    "01358" },
	{ "pl-nip",
	    "85673"
	    "46215",
	    "85673"
	    "46216" },
	{ "ie-pps",
	    "6433"
	    "435F",
	    "6433"
	    "435E" },
	{ "ie-pps",
	    "6433"
	    "435FW",
	    "6433"
	    "43FF" },
	{ "se-personnummer",
	    "880320"
	    "-0016",
	    "880320"
	    "-0018" },
	{ "dk-cpr",
	    "211062"
	    "-5629",
	    "511062"
	    "-5629" },
	{ "no-fodselsnummer",
	    "151086"
	    "95088",
	    "151086"
	    "95077" },
	{ "fi-hetu",
	    "131052"
	    "-308T",
	    "131052"
	    "-308U" },
	{ "is-kennitala",
	    "450401"
	    "-3150",
	    "530575"
	    "-0299" },
	{ "ee-isikukood",
	    "368052"
	    "80109",
	    "368052"
	    "80108" },
	{ "lt-asmens-kodas",
	    "333092"
	    "40064",
	    "333092"
	    "40164" },
	{ "lv-personas-kods",
	    "161175"
	    "19997",
	    "161175"
	    "19998" },
	{ "cz-rodne-cislo",
	    "710319"
	    "/2745",
	    "710319"
	    "2746" },
	{ "ro-cnp",
	    "1630615"
	    "123457",
	    "1630615"
	    "123458" },
	{ "bg-egn",
	    "752316 "
	    "926 3",
	    "752316 "
	    "926 4" },
	{ "bg-lnch",
	    "71110"
	    "42925",
	    "71110"
	    "42922" },
	{ "hr-oib",
	    "333920"
	    "05961",
	    "333920"
	    "05962" },
	{ "si-emso",
	    "0101006"
	    "500006",
	    "0101006"
	    "500007" },
	{ "gr-amka",
	    "010130"
	    "99997",
	    "010130"
	    "99999" },
	{ "gr-afm",
	    "0942"
	    "59216",
	    "1234"
	    "56781" },
	{ "ch-ahv",
	    "756.9217"
	    ".0769.85",
	    "756.9217"
	    ".0769.84" },
	{ "gb-nhs",
	    "943-476"
	    "-5870",
	    "943-476"
	    "-5871" },
	{ "gb-nino",
	    "AB1234"
	    "56C",
	    "BG1234"
	    "56A" },
	{ "us-ssn",
	    "536-90"
	    "-4399",
	    "666-00"
	    "-0000" },
	{ "us-itin",
	    "912-90"
	    "-3456",
	    "912-93"
	    "-3456" },
	{ "us-npi",
	    "12345"
	    "67893",
	    "12345"
	    "67890" },
	{ "au-tfn",
	    "1234"
	    "56782",
	    "9999"
	    "99999" },
	{ "au-ihi",
	    "80036081"
	    "66690503",
	    "80036081"
	    "66690504" },
	{ "ca-sin",
	    "1234"
	    "56782",
	    "9999"
	    "99999" },
	{ "tr-tckn",
	    "172917"
	    "16060",
	    "172917"
	    "16050" },
	{ "br-cpf",
	    "390.533"
	    ".447-05",
	    "231.002"
	    ".999-00" },
	{ "in-aadhaar",
	    "234123"
	    "412346",
	    "234123"
	    "412347" },
	{ "za-id",
	    "7503305"
	    "044089",
	    "8503305"
	    "044089" },
	{ "payment-card",
	    "41111111"
	    "11111111",
	    "41111111"
	    "11111112" },
	{ "iban",
	    "GR16011010500000105470"
	    "23795",
	    "GR16011010500000105470"
	    "23796" },
	{ "iban",
	    "LU2800194006"
	    "44750000",
	    "LU2800194006"
	    "4475000" },
	{ "snomed-ct",
	    "7321"
	    "1009",
	    "7321"
	    "1008" },
	{ "loinc",
	    "2951"
	    "-2",
	    "2951"
	    "-3" },
	{ "imei",
	    "49015420"
	    "3237518",
	    "49015420"
	    "3237517" },
	{ "orcid",
	    "0000-0002-"
	    "1825-0097",
	    "0000-0002-"
	    "1825-0098" },
	{ "vin",
	    "1M8GDM9A"
	    "XKP042788",
	    "1M8GDM9A"
	    "1KP042788" },
	{ "ean-13",
	    "9780471"
	    "117094",
	    "9780471"
	    "117093" },
};

static void
test_published(void)
{
	for (size_t i = 0; i < LEN(published); i++) {
		const struct idkind *k = kind(published[i].id);
		bool ok = is(k, published[i].yes) && !is(k, published[i].no);

		if (!ok)
			printf("# %s\n", published[i].id);
		T(ok);
	}
}

/* A character of the set, by chance. */
static char
pick(uint64_t set)
{
	static const char all[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ+-<";
	char c;

	do
		c = all[next() % (sizeof(all) - 1)];
	while ((set & idshape_bit(c)) == 0);
	return c;
}

static bool
make(const struct idkind *k, char *v, size_t tries)
{
	for (size_t n = 0; n < tries; n++) {
		const struct idshape *s = &k->shape[next() % k->nshape];
		size_t len = s->min + next() % (s->max - s->min + 1);

		for (size_t i = 0; i < len; i++)
			v[i] = pick(s->set[i]);
		v[len] = '\0';
		if (is(k, v))
			return true;
	}
	return false;
}

/* They have no check digit, or digits that it does not cover. */
static bool
is_loose(const struct idkind *k)
{
	static const char *const loose[] = { "dk-cpr", "us-itin", "gb-nino",
		"cz-rodne-cislo-9", "ehic", "bic", "au-medicare", "be-nihii",
		"de-lanr" };

	for (size_t i = 0; i < LEN(loose); i++)
		if (str_eqz(k->id, loose[i]))
			return true;
	return false;
}

static char
next_digit(char c)
{
	static const char digits[] = "01234567890";

	return strchr(digits, c)[1];
}

/*
 * A number made by chance that passes, and the same with one digit changed:
 * a check digit sees nearly each of these, whatever it is called.
 */
static void
test_near_misses(void)
{
	size_t wrong = 0;

	for (size_t i = 0; i < ids.n; i++) {
		const struct idkind *k = &ids.v[i];
		size_t passed = 0, changed = 0;
		char v[IDSHAPE_MAX + 1];

		if (k->ncheck == 0 || k->pass > 0.12 || k->pass < 1e-4)
			continue;
		for (size_t n = 0; n < MADE; n++) {
			if (!make(k, v, TRIES)) {
				printf("# %.*s: none made\n", FMT(k->id));
				wrong++;
				break;
			}
			for (size_t c = 0; v[c]; c++) {
				char was = v[c];

				if (was < '0' || was > '9')
					continue;
				v[c] = next_digit(was);
				passed += is(k, v);
				changed++;
				v[c] = was;
			}
		}
		if (is_loose(k))
			continue;
		if (passed * 6 > changed) {
			printf("# %.*s: %zu of %zu\n", FMT(k->id), passed,
			    changed);
			wrong++;
		}
	}
	T(wrong == 0);
}

static size_t
hints(const char *name, const char *id, bool *weak)
{
	struct idhint v[IDS_HINTS];
	struct idname n;
	size_t found = 0, k;

	idname_make(&n, str_of(name));
	k = ids_hints(&ids, &n, v);
	for (size_t i = 0; i < k; i++)
		if (str_eqz(ids.v[v[i].kind].id, id)) {
			found++;
			*weak = v[i].weak;
		}
	return found;
}

static void
test_names(void)
{
	bool weak = false;

	T(hints("matricule", "lu-matricule", &weak) == 1 && !weak);
	T(hints("NumeroDeSecu", "fr-nir", &weak) == 1);
	T(hints("Num\xC3\xA9ro_Secu", "fr-nir", &weak) == 1);
	T(hints("Num\xE9ro Secu", "fr-nir", &weak) == 1);
	T(hints("patient_numeroSecu_2", "fr-nir", &weak) == 1);
	T(hints("steuerid", "de-steuer-id", &weak) == 1);
	T(hints("Steuer-ID", "de-steuer-id", &weak) == 1);
	T(hints("date de naissance", "birth-date", &weak) == 1 && !weak);
	T(hints("city", "city", &weak) == 1 && weak);
	T(hints("capacity", "city", &weak) == 0);
	T(hints("", "city", &weak) == 0);
}

static void
test_synthetic(void)
{
	struct idtext t;
	const struct idkind *card = kind("payment-card");

	T(idtext_make(&t, STR("4111 1111 1111 1111")));
	T(card && idkind_synthetic(card, &t) != NULL);
	T(idtext_make(&t, STR("000000000")));
	T(idkind_synthetic(kind("nl-bsn"), &t) != NULL);
	T(idtext_make(&t, STR("123456782")));
	T(idkind_synthetic(kind("ca-sin"), &t) != NULL);
	T(idtext_make(&t,
	    STR("5520"
		"08443")));
	T(idkind_synthetic(kind("fr-siren"), &t) == NULL);
}

static void
test_distinct(void)
{
	struct distinct d = { 0 };
	char text[16];

	for (int i = 0; i < 3000; i++) {
		snprintf(text, sizeof(text), "%d", i / 3);
		if (distinct_add(&d, str_of(text)) < 0)
			T(false);
	}
	T(distinct_count(&d) == 1000);
	for (int i = 0; i < 200000; i++) {
		snprintf(text, sizeof(text), "%d", i);
		if (distinct_add(&d, str_of(text)) < 0)
			T(false);
	}
	T(distinct_count(&d) > 180000 && distinct_count(&d) < 220000);
	distinct_free(&d);
}

/* What is wrong is told with its line. */
static void
test_errors(void)
{
	static const struct {
		const char *text;
		size_t line;
	} bad[] = {
		{ "id: a\n", 1 },
		{ "id: a\ntitle: x\nshape: 9{4}\ncheck: luhm all\n", 4 },
		{ "id: a\ntitle: x\nshape: Z\n", 3 },
		{ "id: a\ntitle: x\nshape: 9{1,3}9\n", 3 },
		{ "id: a\ntitle: x\nvalue: nonsense\n", 3 },
		{ "id: a\ntitle: x\nshape: 9\ncheck: sum 1 2 3 4\n", 4 },
		{ "id: a\ntitle: x\nshape: 9\npass: 2\n", 4 },
		{ "id: a\ntitle: x\nshapes: 9\n", 3 },
		{ "id: a\nid: b\n", 2 },
	};

	for (size_t i = 0; i < LEN(bad); i++) {
		struct ids s = { .n = 0 };
		struct where w = { 0 };

		T(ids_parse(&s, STR("f"), str_of(bad[i].text), true, &w) < 0 &&
		    w.line == bad[i].line && *w.why);
		ids_free(&s);
	}
}

int
main(int argc, char *argv[])
{
	struct str name, text;
	struct where w = { 0 };
	const char *why = "";
	struct pat *p = pat_texts(argc > 1 ? argv[1] : "patterns", &why);
	bool ok = p != NULL;

	for (size_t i = 0; p && pat_file(p, i, &name, &text); i++)
		if (str_starts(name, STR("ids/")) &&
		    ids_parse(&ids, name, text, true, &w) < 0) {
			printf("# %.*s:%zu: %s\n", FMT(name), w.line, w.why);
			ok = false;
		}
	T(ok && ids_end(&ids, &w) == 0 && ids.n > 90);
	test_published();
	test_near_misses();
	test_names();
	test_synthetic();
	test_distinct();
	test_errors();
	ids_free(&ids);
	pat_free(p);
	return T_END();
}
