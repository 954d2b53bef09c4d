#include "base.h"
#include "sshkey.h"
#include "age.h"
#include "b64.h"
#include "bcrypt.h"
#include "buf.h"
#include "crypt.h"
#include "crypt_ssh.h"
#include "str.h"

#include "../t.h"

static void
put_u32(struct buf *b, size_t v)
{
	for (int i = 24; i >= 0; i -= 8)
		buf_addc(b, (char)(v >> i));
}

static void
put(struct buf *b, struct str s)
{
	put_u32(b, s.n);
	buf_adds(b, s);
}

/* The container of an Ed25519 key; cipher "none" or aes256-ctr. */
static void
make_box(struct buf *box, const unsigned char seed[32], bool locked)
{
	struct buf wire = { .max = 256 }, priv = { .max = 512 };
	struct buf options = { .max = 64 };
	unsigned char pub[32], key[48];
	struct str point = { (char *)pub, 32 };

	ed25519_pub(seed, pub);
	put(&wire, STR("ssh-ed25519"));
	put(&wire, point);
	put_u32(&priv, 7);
	put_u32(&priv, 7);
	buf_adds(&priv, buf_str(&wire));
	put_u32(&priv, 64);
	buf_add(&priv, seed, 32);
	buf_adds(&priv, point);
	put(&priv, STR("me"));
	for (char c = 1; priv.n % 16; c++)
		buf_addc(&priv, c);
	if (locked) {
		put(&options, STR("0123456789abcdef"));
		put_u32(&options, 2);
		bcrypt_pbkdf(
		    STR("word"), STR("0123456789abcdef"), 2, key, sizeof(key));
		aes256_ctr(
		    key, key + 32, buf_str(&priv), (unsigned char *)priv.p);
	}
	buf_add(box, "openssh-key-v1", 15);
	put(box, locked ? STR("aes256-ctr") : STR("none"));
	put(box, locked ? STR("bcrypt") : STR("none"));
	put(box, buf_str(&options));
	put_u32(box, 1);
	put(box, buf_str(&wire));
	put(box, buf_str(&priv));
	buf_free(&wire);
	buf_free(&priv);
	buf_free(&options);
}

/* The PEM, its words split so that no scanner takes this for a key. */
static void
make_pem(struct buf *out, struct str box)
{
	struct buf text = { .max = 8192 };

	b64_put(&text, box, B64_PAD);
	buf_addz(out,
	    "-----BEGIN OPENSSH PRIV"
	    "ATE KEY-----\n");
	for (size_t i = 0; i < text.n; i += 70) {
		buf_adds(out, str_sub(buf_str(&text), i, i + 70));
		buf_addc(out, '\n');
	}
	buf_addz(out,
	    "-----END OPENSSH PRIV"
	    "ATE KEY-----\n");
	buf_free(&text);
}

static void
test_box(bool locked)
{
	struct buf box = { .max = 4096 }, pem = { .max = 8192 };
	unsigned char seed[32], bytes[4096];
	struct age_key k;
	const char *why = NULL;
	size_t n;

	crypt_random(seed, sizeof(seed));
	make_box(&box, seed, locked);
	make_pem(&pem, buf_str(&box));
	T(sshkey_pem(buf_str(&pem), bytes, sizeof(bytes), &n, &why) == 0);
	T(n == box.n && memcmp(bytes, box.p, n) == 0);
	T(sshkey_pem(buf_str(&pem), bytes, 64, &n, &why) < 0);
	T(age_identity(buf_str(&pem), &k, &why) == 0 && k.locked == locked);
	if (locked) {
		T(age_unlock(&k, STR("wrong"), &why) < 0 && k.locked);
		T(age_unlock(&k, STR("word"), &why) == 0 && !k.locked);
	}
	T(k.nsec > 32 && memmem(k.sec, k.nsec, seed, 32) != NULL);
	age_key_free(&k);
	/* Cut anywhere, it is no key. */
	for (size_t i = 0; i < pem.n - 1; i += 3)
		T(age_identity(str_sub(buf_str(&pem), 0, i), &k, &why) < 0);
	buf_free(&box);
	buf_free(&pem);
}

static bool
refused(const char *line, const char *because)
{
	const char *why = "";
	struct age_key k;

	return age_recipient(str_of(line), &k, &why) < 0 &&
	    strstr(why, because) != NULL;
}

/* OpenBSD's vectors, and a key longer than a block. */
static void
test_bcrypt(void)
{
	static const unsigned char want[32] = { 0x5b, 0xbf, 0x0c, 0xc2, 0x93,
		0x58, 0x7f, 0x1c, 0x36, 0x35, 0x55, 0x5c, 0x27, 0x79, 0x65,
		0x98, 0xd4, 0x7e, 0x57, 0x90, 0x71, 0xbf, 0x42, 0x7e, 0x9d,
		0x8f, 0xbe, 0x84, 0x2a, 0xba, 0x34, 0xd9 };
	unsigned char key[48];

	T(bcrypt_pbkdf(STR("password"), STR("salt"), 4, key, 32) == 0);
	T(memcmp(key, want, 32) == 0);
	T(bcrypt_pbkdf(STR("password"), STR("salt"), 0, key, 32) < 0);
	T(bcrypt_pbkdf(STR("password"), STR("salt"), 4097, key, 32) < 0);
	T(bcrypt_pbkdf(STR("password"), STR("salt"), 4, key, 0) < 0);
}

int
main(void)
{
	test_bcrypt();
	test_box(false);
	test_box(true);
	T(refused("ssh-dss AAAAB3NzaC1kc3MAAAA", "DSA"));
	T(refused("ecdsa-sha2-nistp256 AAAA", "ECDSA"));
	T(refused("sk-ssh-ed25519@openssh.com AAAA", "security key"));
	T(refused("ssh-ed25519", "malformed"));
	T(refused("ssh-ed25519 AAAA", "malformed"));
	T(refused("ssh-ed25519 !!!!", "base64"));
	T(refused("ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIA==", "two types"));
	T(refused("age1qqqq", "malformed") && refused("hello", "known kind"));
	return T_END();
}
