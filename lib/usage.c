#include "base.h"
#include "str.h"
#include "usage.h"
#include "expr.h"
#include "word.h"

enum { LOOK_BACK = 48, LOOK_ON = 400, TEXT_MAX = 400 };

static const char password[] =
    " password passwd pwd passphrase passcode pin pass ";
static const char security[] =
    " token session secret signature sign signed auth authentication "
    "authenticate login csrf xsrf nonce salt otp credential credentials "
    "remember apikey jwt cookie cookies encrypt encrypted decrypt hmac mac "
    "private reset activation sid captcha coupon voucher license security "
    "oauth sso saml totp ";
/* Words that count in the name of what is assigned alone. */
static const char weak[] =
    " key keys crypt cipher certificate cert verification verify hashed iv ";
static const char benign[] =
    " etag cache cached caching checksum crc dedup deduplicate dedupe "
    "duplicate bucket shard sharding partition gravatar avatar color colour "
    "jitter shuffle sample sampling backoff delay sleep retry animation dice "
    "test tests mock demo thumbnail revision digestfile filehash contenthash "
    "content fingerprint integrity memo index hashmap hashtable bloom "
    "particle noise game position width height offset score "
    "benchmark bench dummy fake lorem placeholder version build asset "
    "assets static manifest diff changed modified blob chunk chunks file "
    "files filename path url uri page image img item row slot simulation "
    "weight weights ";

static bool
listed(struct str w, const char *list)
{
	char lower[32];
	const char *p = list;

	if (w.n == 0 || w.n >= sizeof(lower))
		return false;
	for (size_t i = 0; i < w.n; i++)
		lower[i] =
		    (char)(w.p[i] >= 'A' && w.p[i] <= 'Z' ? w.p[i] | 0x20 :
							    w.p[i]);
	while ((p = strchr(p, lower[0])) != NULL) {
		if (p[-1] == ' ' && strncmp(p, lower, w.n) == 0 &&
		    p[w.n] == ' ')
			return true;
		p++;
	}
	return false;
}

/* The strongest word of a name. */
static enum usage
of_name(struct str name, bool nearby, struct str *word)
{
	struct words w = word_split(str_sub(name, 0, 120));
	enum usage best = USAGE_UNKNOWN;
	size_t i;

	for (i = 0; i < w.n; i++) {
		enum usage is = listed(w.v[i], password) ? USAGE_PASSWORD :
		    listed(w.v[i], security)		 ? USAGE_SECURITY :
		    listed(w.v[i], benign)		 ? USAGE_BENIGN :
							   USAGE_UNKNOWN;

		if (is > best) {
			best = is;
			*word = w.v[i];
		}
	}
	for (i = 0; nearby && i < w.n && best == USAGE_UNKNOWN; i++)
		if (listed(w.v[i], weak)) {
			best = USAGE_SECURITY;
			*word = w.v[i];
		}
	return best;
}

/* Of all names of an expression's text. */
static enum usage
of_text(struct str text, struct str *word)
{
	enum usage best = USAGE_UNKNOWN;
	struct str found = STR("");

	text = str_sub(text, 0, TEXT_MAX);
	for (size_t i = 0; i < text.n;) {
		size_t from = i;
		enum usage is;

		while (i < text.n &&
		    (text.p[i] == '_' ||
			((text.p[i] | 0x20) >= 'a' &&
			    (text.p[i] | 0x20) <= 'z') ||
			(text.p[i] >= '0' && text.p[i] <= '9')))
			i++;
		is = i > from ? of_name(str_sub(text, from, i), false, &found) :
				USAGE_UNKNOWN;
		if (is > best) {
			best = is;
			*word = found;
		}
		i += i == from;
	}
	return best;
}

static void
stronger(enum usage is, struct str w, enum usage *best, struct str *word)
{
	/* What is nearer was asked first; a password beats all. */
	if (*best == USAGE_UNKNOWN || (is == USAGE_PASSWORD && is > *best)) {
		*best = is;
		*word = w;
	}
}

/* What the call's value is assigned to, at once or by way of a name. */
static enum usage
goes_to(struct unit *u, size_t at, struct str *word)
{
	const struct ast_item *c = &u->ast->v[at];
	struct str name = STR(""), w = STR("");
	enum usage best = USAGE_UNKNOWN;

	for (size_t i = at; i-- > 0 && at - i < LOOK_BACK;) {
		const struct ast_item *it = &u->ast->v[i];

		if (it->at.to < c->at.to || it->role == AST_BLOCK)
			continue;
		if (it->role == AST_ASSIGN || it->role == AST_PAIR) {
			name = unit_text(u,
			    it->role == AST_PAIR ? it->name :
						   it->part[AST_LEFT]);
			stronger(
			    of_name(expr_word(name), true, &w), w, &best, word);
			break;
		}
		if (it->role == AST_CALL && it->nchild)
			stronger(of_name(unit_text(u, it->name), false, &w), w,
			    &best, word);
	}
	name = expr_word(name);
	if (best != USAGE_UNKNOWN || name.n == 0)
		return best;
	for (size_t i = at + 1; i < u->ast->n && i - at < LOOK_ON; i++) {
		const struct ast_item *it = &u->ast->v[i];
		struct str text;

		if (u->function[i] != u->function[at])
			continue;
		if (it->role == AST_CALL && it->part[AST_OBJECT].id &&
		    str_eq(
			expr_word(unit_text(u, it->part[AST_OBJECT])), name) &&
		    it->nchild) {
			text = unit_text(u, it->part[AST_ARGS]);
			stronger(of_text(text, &w), w, &best, word);
			continue;
		}
		if (it->role != AST_ASSIGN)
			continue;
		text = str_sub(unit_text(u, it->part[AST_VALUE]), 0, TEXT_MAX);
		if (str_find(text, name, 0) != STR_NONE)
			stronger(
			    of_name(expr_word(unit_text(u, it->part[AST_LEFT])),
				true, &w),
			    w, &best, word);
	}
	return best;
}

enum usage
usage_of(struct unit *u, const struct ast_item *call, struct str *word)
{
	size_t at = (size_t)(call - u->ast->v);
	enum usage best = USAGE_UNKNOWN;
	struct str w = STR("");
	uint32_t f = u->function[at];

	*word = STR("");
	stronger(goes_to(u, at, &w), w, &best, word);
	stronger(
	    of_text(unit_text(u, call->part[AST_ARGS]), &w), w, &best, word);
	for (int i = 0; f != UNIT_NONE && i < 3; i++) {
		stronger(of_name(expr_word(unit_text(u, u->ast->v[f].name)),
			     false, &w),
		    w, &best, word);
		f = u->function[f];
	}
	for (size_t i = at; i-- > 0;)
		if (u->ast->v[i].role == AST_CLASS &&
		    u->ast->v[i].at.to >= call->at.to) {
			stronger(
			    of_name(unit_text(u, u->ast->v[i].name), false, &w),
			    w, &best, word);
			break;
		}
	return best;
}
