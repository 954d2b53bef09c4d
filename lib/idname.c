#include "base.h"
#include "idname.h"
#include "str.h"
#include "text.h"

/* Latin letters with marks, as they are typed without. */
static int
plain(int32_t cp)
{
	static const char low[] = /* U+00E0 to U+00FF */
	    "aaaaaaaceeeeiiiidnooooo ouuuuyty";

	if (cp >= 0xC0 && cp <= 0xDE)
		cp += 0x20;
	if (cp >= 0xE0 && cp <= 0xFF)
		return low[cp - 0xE0] == ' ' ? 0 : low[cp - 0xE0];
	if (cp == 0xDF)
		return 's';
	if (cp >= 'A' && cp <= 'Z')
		return cp - 'A' + 'a';
	if ((cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9'))
		return cp;
	return 0;
}

static bool
upper(int32_t cp)
{
	return (cp >= 'A' && cp <= 'Z') || (cp >= 0xC0 && cp <= 0xDE);
}

static void
begin_word(struct idname *n, size_t at)
{
	if (n->n && n->at[n->n - 1] == at)
		return;
	if (n->n == IDNAME_WORDS) {
		memmove(n->at, n->at + 1, (IDNAME_WORDS - 1) * sizeof(*n->at));
		n->n--;
	}
	n->at[n->n++] = at;
}

void
idname_make(struct idname *n, struct str s)
{
	size_t i = 0, k = 0;
	bool gap = true, low = false;

	n->n = 0;
	if (s.n > IDNAME_BYTES - 1)
		s = str_sub(s, s.n - (IDNAME_BYTES - 1), s.n);
	while (i < s.n) {
		int32_t cp = utf8_next(s, &i);
		int c = plain(cp < 0 ? -cp : cp); /* or Latin-1 */

		if (c == 0) {
			gap = true;
			low = false;
			continue;
		}
		if (gap || (low && upper(cp)))
			begin_word(n, k);
		gap = false;
		low = !upper(cp) && (c < '0' || c > '9');
		n->text[k++] = (char)c;
	}
	if (n->n && n->at[n->n - 1] == k)
		n->n--;
	n->at[n->n] = k;
}

struct str
idname_words(const struct idname *n, size_t from, size_t to)
{
	return (struct str){ n->text + n->at[from], n->at[to] - n->at[from] };
}

bool
idname_has(const struct idname *n, const char *list)
{
	struct str rest = str_of(list), word;

	while (str_word(&rest, &word))
		for (size_t i = 0; i < n->n; i++)
			if (str_eq(idname_words(n, i, i + 1), word))
				return true;
	return false;
}
