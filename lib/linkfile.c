#include "base.h"
#include "linkfile.h"
#include "crypt.h"
#include "str.h"

int
linkfile_recipients(struct buf *out, const struct keys *to)
{
	for (size_t i = 0; i < to->n; i++)
		if (buf_addz(out, "recipient: ") < 0 ||
		    age_text(out, &to->v[i]) < 0 || buf_addc(out, '\n') < 0)
			return -1;
	return 0;
}

int
linkfile_header(struct buf *out, const struct manifest *m, const char *name,
    struct str text, const struct payload_sums *s, struct str recipients)
{
	struct manifest_header h = { .repository = m->repository,
		.sequence = m->sequence,
		.manifest = str_of(name),
		.payload = m->payload,
		.bytes = s->header,
		.recipients = recipients };

	memcpy(h.file_hash, s->file, MANIFEST_HASH);
	return sha256_of(text, h.manifest_hash) < 0 ?
	    -1 :
	    manifest_header_put(out, &h);
}

void
linkfile_signature(const struct signkey *keys, size_t i, const char *name,
    char out[VAULT_NAME])
{
	char nth[24] = "";
	size_t same = 1;

	for (size_t j = 0; j < i; j++)
		same +=
		    strcmp(keys[j].format->suffix, keys[i].format->suffix) == 0;
	if (same > 1)
		snprintf(nth, sizeof(nth), ".%zu", same);
	snprintf(
	    out, VAULT_NAME, "%.40s%s%s", name, nth, keys[i].format->suffix);
}
