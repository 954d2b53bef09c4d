#include "base.h"
#include "age.h"
#include "crypt.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
try_stanzas(struct str header)
{
	struct str rest = age_header_stanzas(header), v[3];
	unsigned char body[64];
	struct age_stanza st;
	const char *why;

	while (age_stanza_next(&rest, &st, &why) > 0) {
		struct buf again = { .max = 1u << 20 };
		struct buf head = { .max = 1u << 20 };
		size_t len = age_stanza_body_len(&st);

		for (size_t i = 0; i <= 3; i++)
			age_stanza_args(&st, v, i);
		if (len <= sizeof(body) && age_stanza_body(&st, body, len) < 0)
			__builtin_trap();
		/* What was taken is what would be written. */
		buf_adds(&head, st.type);
		if (st.args.n)
			buf_addc(&head, ' ');
		buf_adds(&head, st.args);
		if (len <= sizeof(body) &&
		    (age_stanza_put(&again, buf_str(&head),
			 (struct str){ (char *)body, len }) < 0 ||
			memcmp(again.p, st.type.p - 3, again.n) != 0))
			__builtin_trap();
		buf_free(&head);
		buf_free(&again);
	}
}

/* A header, with an identity that a fuzzer cannot meet by chance. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str s = { (const char *)p, n };
	unsigned char file_key[AGE_FILE_KEY];
	size_t seen = 0, len = 0, which = 0;
	struct age_key id;
	const char *why;

	if (age_header_len(s, &seen, &len, &why) != 1)
		return 0;
	s.n = len;
	if (age_header_check(s, &why) < 0)
		return 0;
	age_header_wants_phrase(s);
	try_stanzas(s);
	if (age_key_room(&id, &age_x25519, 32, 32) < 0)
		return 0;
	memset(id.sec, 9, 32);
	if (x25519(id.sec, NULL, id.pub) == 0)
		age_header_open(s, &id, 1, file_key, &which, &why);
	age_key_free(&id);
	return 0;
}
