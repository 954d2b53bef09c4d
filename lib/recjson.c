#include "base.h"
#include "recjson.h"
#include "str.h"

enum { KEYS_MAX = 64, NAME_MAX_BYTES = 64 };

/* What a key's value is; what is not named here is a string. */
enum type { TEXT, NUMBER, LIST, PLACE, YESNO };

static const struct {
	const char *key;
	enum type type;
} types[] = {
	{ "advisories", LIST },
	{ "bits", NUMBER },
	{ "count", NUMBER },
	{ "cvss", NUMBER },
	{ "cwe", NUMBER },
	{ "end", PLACE },
	{ "entropy", NUMBER },
	{ "head", YESNO },
	{ "offset", NUMBER },
	{ "pair", PLACE },
	{ "ucol", PLACE },
};

static enum type
type_of(struct str key)
{
	for (size_t i = 0; i < LEN(types); i++)
		if (str_eqz(key, types[i].key))
			return types[i].type;
	return TEXT;
}

void
recjson_field(
    struct json *j, const char *name, struct str escaped, struct buf *scratch)
{
	scratch->n = 0;
	/* No escape that rec_parse took fails; memory may. */
	if (rec_unescape(scratch, escaped) == 0)
		escaped = buf_str(scratch);
	json_str(j, name, escaped.p ? escaped : STR(""));
}

static void
put_list(
    struct json *j, const char *name, struct str value, struct buf *scratch)
{
	struct str item;

	json_open(j, name, '[');
	while (str_cut(&value, ',', &item))
		recjson_field(j, NULL, item, scratch);
	json_close(j, ']');
}

/* "A:B" as two numbers; false when it is not that. */
static bool
put_place(struct json *j, const char *name, struct str value)
{
	size_t colon = str_chr(value, ':', 0);
	uint64_t a, b;

	if (colon == STR_NONE ||
	    str_num(str_sub(value, 0, colon), UINT32_MAX, &a) < 0 ||
	    str_num(str_sub(value, colon + 1, value.n), UINT32_MAX, &b) < 0)
		return false;
	json_open(j, name, '[');
	json_num(j, NULL, a);
	json_num(j, NULL, b);
	json_close(j, ']');
	return true;
}

static void
put_key(struct json *j, struct str key, struct str value, struct buf *scratch)
{
	char name[NAME_MAX_BYTES + 1];
	enum type type = type_of(key);

	snprintf(name, sizeof(name), "%.*s", FMT(key));
	if (type == NUMBER && json_is_num(value))
		json_raw(j, name, value);
	else if (type == YESNO && str_eqz(value, "yes"))
		json_bool(j, name, true);
	else if (type == YESNO && str_eqz(value, "no"))
		json_bool(j, name, false);
	else if (type == LIST)
		put_list(j, name, value, scratch);
	else if (type != PLACE || !put_place(j, name, value))
		recjson_field(j, name, value, scratch);
}

static bool
one_of(struct str key, const char *const *v)
{
	for (; *v; v++)
		if (str_eqz(key, *v))
			return true;
	return false;
}

void
recjson_keys(struct json *j, const struct rec *r, const char *const * not,
    struct buf *scratch)
{
	struct str seen[KEYS_MAX], rest = r->keys, pair, key = { 0 };
	size_t n = 0, i;

	while (n < KEYS_MAX && str_cut(&rest, '\t', &pair)) {
		str_cut(&pair, '=', &key);
		for (i = 0; i < n && !str_eq(seen[i], key); i++)
			;
		if (i < n || key.n > NAME_MAX_BYTES || one_of(key, not ))
			continue;
		seen[n++] = key;
		put_key(j, key, pair, scratch);
	}
}
