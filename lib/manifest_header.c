#include "base.h"
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
	if (mfields_begin(&f, text, "tamis-header 1", w) < 0)
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
	if (buf_addf(out, "tamis-header 1\nrepository: %.*s\nsequence: %llu\n",
		FMT(h->repository), (unsigned long long)h->sequence) < 0 ||
	    mfields_put_hash(out, h->manifest, h->manifest_hash) < 0 ||
	    mfields_put_hash(out, h->payload, h->file_hash) < 0 ||
	    buf_addf(
		out, "header-bytes: %llu\n", (unsigned long long)h->bytes) < 0)
		return -1;
	return buf_adds(out, h->recipients);
}
