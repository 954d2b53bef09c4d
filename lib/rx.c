#include "base.h"
#include "rx.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdatomic.h>

/*
 * What one attempt may cost. A rule that fits needs a few thousand steps;
 * an input made to be slow is cut off here, and its caller is told.
 */
#define MATCH_LIMIT 250000u
#define DEPTH_LIMIT 50000u
#define HEAP_LIMIT 4096u /* KiB, of the interpreter */
#define JIT_STACK_MIN (32u << 10)
#define JIT_STACK_MAX (1u << 20)
#define PATTERN_MAX (16u << 10)
/* At one place: no look ahead for a byte that must come, up to 5,000 bytes
   further on, before each of many attempts that the first byte would end. */
#define HERE (PCRE2_ANCHORED | PCRE2_NO_START_OPTIMIZE)

/*
 * Anchoring must be compiled in: asked for at match time it would leave
 * the JIT unused. So a pattern that is also searched for is compiled
 * twice, the second time by the first thread that searches.
 */
struct rx {
	pcre2_code *at;
	_Atomic(pcre2_code *) find;
	size_t n;
	unsigned char text[];
};

struct rx_thread {
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *stack;
};

static pcre2_code *
compile(const struct rx *rx, uint32_t how, int *err, size_t *off)
{
	uint32_t flags =
	    PCRE2_NEVER_BACKSLASH_C | PCRE2_NEVER_UTF | PCRE2_NEVER_UCP | how;
	pcre2_code *code;

	code = pcre2_compile(rx->text, rx->n, flags, err, off, NULL);
	/* Without a JIT the interpreter matches, under the same limits. */
	if (code)
		(void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	return code;
}

struct rx *
rx_new(struct str pattern, char *why, size_t whylen)
{
	unsigned char text[160];
	struct rx *rx;
	size_t off;
	int err;

	if (pattern.n > PATTERN_MAX) {
		snprintf(why, whylen, "pattern is too long");
		return NULL;
	}
	if ((rx = calloc(1, sizeof(*rx) + pattern.n + 1)) == NULL) {
		snprintf(why, whylen, "no memory");
		return NULL;
	}
	rx->n = pattern.n;
	if (pattern.n)
		memcpy(rx->text, pattern.p, pattern.n);
	if ((rx->at = compile(rx, HERE, &err, &off)) == NULL) {
		pcre2_get_error_message(err, text, sizeof(text));
		snprintf(why, whylen, "%s at byte %zu", (char *)text, off + 1);
		free(rx);
		return NULL;
	}
	return rx;
}

void
rx_free(struct rx *rx)
{
	if (rx == NULL)
		return;
	pcre2_code_free(rx->at);
	pcre2_code_free(atomic_load(&rx->find));
	free(rx);
}

int
rx_group(const struct rx *rx, const char *name)
{
	int n = pcre2_substring_number_from_name(
	    rx->at, (const unsigned char *)name);

	return n > 0 ? n : -1;
}

static uint32_t
info(const struct rx *rx, uint32_t what)
{
	uint32_t v = 0;

	pcre2_pattern_info(rx->at, what, &v);
	return v;
}

int
rx_groups(const struct rx *rx)
{
	return (int)info(rx, PCRE2_INFO_CAPTURECOUNT);
}

bool
rx_empty(const struct rx *rx)
{
	return info(rx, PCRE2_INFO_MATCHEMPTY) != 0;
}

size_t
rx_before(const struct rx *rx)
{
	return info(rx, PCRE2_INFO_MAXLOOKBEHIND);
}

struct rx_thread *
rx_thread_new(void)
{
	struct rx_thread *t = calloc(1, sizeof(*t));

	if (t == NULL)
		return NULL;
	t->data = pcre2_match_data_create(RX_GROUPS, NULL);
	t->context = pcre2_match_context_create(NULL);
	t->stack = pcre2_jit_stack_create(JIT_STACK_MIN, JIT_STACK_MAX, NULL);
	if (t->data == NULL || t->context == NULL) {
		rx_thread_free(t);
		return NULL;
	}
	pcre2_set_match_limit(t->context, MATCH_LIMIT);
	pcre2_set_depth_limit(t->context, DEPTH_LIMIT);
	pcre2_set_heap_limit(t->context, HEAP_LIMIT);
	if (t->stack) /* NULL where there is no JIT */
		pcre2_jit_stack_assign(t->context, NULL, t->stack);
	return t;
}

void
rx_thread_free(struct rx_thread *t)
{
	if (t == NULL)
		return;
	pcre2_jit_stack_free(t->stack);
	pcre2_match_context_free(t->context);
	pcre2_match_data_free(t->data);
	free(t);
}

static int
match(const pcre2_code *code, struct rx_thread *t, struct str s, size_t at,
    struct span span[RX_GROUPS])
{
	const unsigned char *p = (const unsigned char *)(s.p ? s.p : "");
	const size_t *v;
	int n;

	if (at > s.n)
		return 0;
	n = pcre2_match(code, p, s.n, at, 0, t->data, t->context);
	if (n == PCRE2_ERROR_NOMATCH)
		return 0;
	if (n < 0)
		return -1;
	if (n == 0) /* it has more groups than are reported */
		n = RX_GROUPS;
	v = pcre2_get_ovector_pointer(t->data);
	for (size_t i = 0; i < RX_GROUPS; i++) {
		bool took = i < (size_t)n && v[2 * i] != PCRE2_UNSET;

		span[i].from = took ? v[2 * i] : SIZE_MAX;
		span[i].to = took ? v[2 * i + 1] : SIZE_MAX;
	}
	/* \K in a lookaround can turn a match inside out. */
	return span[0].from <= span[0].to ? 1 : 0;
}

int
rx_match_at(const struct rx *rx, struct rx_thread *t, struct str s, size_t at,
    struct span span[RX_GROUPS])
{
	return match(rx->at, t, s, at, span);
}

int
rx_find(const struct rx *rx, struct rx_thread *t, struct str s, size_t at,
    struct span span[RX_GROUPS])
{
	/* The one member that changes; each thread sees NULL or all of it. */
	_Atomic(pcre2_code *) *slot = &((struct rx *)(uintptr_t)rx)->find;
	pcre2_code *code = atomic_load(slot), *none = NULL;
	size_t off;
	int err;

	if (code == NULL) {
		if ((code = compile(rx, 0, &err, &off)) == NULL)
			return -1;
		if (!atomic_compare_exchange_strong(slot, &none, code)) {
			pcre2_code_free(code);
			code = none;
		}
	}
	return match(code, t, s, at, span);
}
