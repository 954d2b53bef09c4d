#include "base.h"
#include "crypt.h"
#include "manifest_in.h"
#include "str.h"

enum { REPOSITORY = 1, SEQUENCE = 2, BYTES = 4, MANIFEST = 8, FILE_HASH = 16 };

static int
take_field(struct mfields *f, struct manifest_header *h, struct str name,
    struct str v, unsigned *seen)
{
	unsigned bit = 0;
	int rc = 0;

	if (str_eqz(name, "repository")) {
		bit = REPOSITORY;
		h->repository = v;
		rc = mfields_id_ok(v) ? 0 : -1;
	} else if (str_eqz(name, "sequence")) {
		bit = SEQUENCE;
		rc = str_num(v, INT32_MAX, &h->sequence);
	} else if (str_eqz(name, "header-bytes")) {
		bit = BYTES;
		rc = str_num(v, HEADER_MAX, &h->bytes);
	} else if (str_eqz(name, "recipient")) {
		/* They stand together, and are borrowed as one. */
		if (h->recipients.n == 0)
			h->recipients.p = name.p;
		h->recipients.n = (size_t)(v.p - h->recipients.p) + v.n + 1;
		return 0;
	} else {
		return mfields_fail(f, "unknown field");
	}
	if (rc < 0 || *seen & bit)
		return mfields_fail(f,
		    rc < 0 ? "not a value of this field" :
			     "this field is there twice");
	*seen |= bit;
	return 0;
}

static int
take_hash(struct mfields *f, struct manifest_header *h, struct str name,
    const unsigned char *hash, unsigned *seen)
{
	bool file = mfields_name_ok(name);
	unsigned bit = file ? FILE_HASH : MANIFEST;

	if (*seen & bit || (!file && manifest_number(name, ".manifest") == 0))
		return mfields_fail(f, "a hash of an unknown file");
	*seen |= bit;
	if (file)
		h->payload = name;
	else
		h->manifest = name;
	memcpy(file ? h->file_hash : h->manifest_hash, hash, MANIFEST_HASH);
	return 0;
}

/* The last line is the hash of all before it: a header that nobody signed
   is not changed by accident, either. */
static int
check_last(struct mfields *f, struct str text, struct str *head)
{
	unsigned char hash[MANIFEST_HASH], want[MANIFEST_HASH];
	const size_t n = sizeof("check: ") - 1 + (size_t)2 * MANIFEST_HASH + 1;
	struct str last = str_sub(text, text.n > n ? text.n - n : 0, text.n);

	*head = str_sub(text, 0, text.n - last.n);
	f->w->line = 0;
	if (!str_starts(last, STR("check: ")) || last.p[n - 1] != '\n')
		return mfields_fail(f, "it is cut short");
	if (mfields_hash(f, str_sub(last, 7, n - 1), want) < 0 ||
	    sha256_of(*head, hash) < 0)
		return -1;
	return memcmp(hash, want, sizeof(hash)) == 0 ?
	    0 :
	    mfields_fail(f, "it was changed");
}

int
manifest_header_parse(
    struct manifest_header *h, struct str text, struct where *w)
{
	unsigned char hash[MANIFEST_HASH];
	struct str name, value;
	struct mfields f;
	unsigned seen = 0;
	int got;

	*h = (struct manifest_header){ 0 };
	f.w = w;
	if (check_last(&f, text, &text) < 0 ||
	    mfields_begin(&f, text, "tamis-header 1", w) < 0)
		return -1;
	while ((got = mfields_next(&f, &name, &value, hash)) > 0) {
		int rc = -1;

		if (got == MFIELDS_HASH)
			rc = take_hash(&f, h, name, hash, &seen);
		else if (got == MFIELDS_FIELD)
			rc = take_field(&f, h, name, value, &seen);
		else
			rc = mfields_fail(&f, "not a field");
		if (rc < 0)
			return -1;
	}
	w->line = got < 0 ? w->line : 0;
	if (got == 0 &&
	    seen != (REPOSITORY | SEQUENCE | BYTES | MANIFEST | FILE_HASH))
		return mfields_fail(&f, "a field is missing");
	return got;
}

int
manifest_header_put(struct buf *out, const struct manifest_header *h)
{
	unsigned char check[MANIFEST_HASH];
	size_t from = out->n;

	if (buf_addf(out, "tamis-header 1\nrepository: %.*s\nsequence: %llu\n",
		FMT(h->repository), (unsigned long long)h->sequence) < 0 ||
	    mfields_put_hash(out, h->manifest, h->manifest_hash) < 0 ||
	    mfields_put_hash(out, h->payload, h->file_hash) < 0 ||
	    buf_addf(
		out, "header-bytes: %llu\n", (unsigned long long)h->bytes) < 0)
		return -1;
	if (buf_adds(out, h->recipients) < 0 ||
	    sha256_of(str_sub(buf_str(out), from, out->n), check) < 0)
		return -1;
	return mfields_put_hex(out, "check", check);
}
