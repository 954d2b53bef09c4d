#include "base.h"
#include "sshkey.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* The same bytes as a line, a PEM, a container, a wire form, a secret. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str s = { (const char *)p, n };
	unsigned char out[8192];
	struct sshpub pub;
	struct sshsec sec;
	struct sshbox box;
	const char *why;
	size_t got;

	if (sshkey_line(s, out, sizeof(out), &got, &why) == 0)
		sshkey_wire((struct str){ (char *)out, got }, &pub, &why);
	if (sshkey_pem(s, out, sizeof(out), &got, &why) == 0)
		s = (struct str){ (char *)out, got };
	if (sshkey_box(s, &box, &why) < 0 ||
	    sshkey_wire(box.wire, &pub, &why) < 0)
		return 0;
	sshkey_secret(box.priv, &pub, &sec, &why);
	return 0;
}
