#include "base.h"
#include "keys.h"
#include "crypt.h"
#include "str.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEYS_MAX = 32768, RECIPIENTS_MAX = 16 << 20, IDENTITIES_MAX = 64 << 10 };

static int
fail(struct where *w, size_t line, const char *why)
{
	w->line = line;
	snprintf(w->why, sizeof(w->why), "%s", why);
	return -1;
}

static bool
known(const struct keys *k, const struct age_key *a)
{
	for (size_t i = 0; i < k->n; i++) {
		const struct age_key *b = &k->v[i];

		if (a->npub && a->type == b->type && a->npub == b->npub &&
		    memcmp(a->pub, b->pub, a->npub) == 0)
			return true;
	}
	return false;
}

/* Takes what a holds, on failure too. */
static int
add(struct keys *k, struct age_key *a, struct where *w)
{
	size_t cap = k->cap ? k->cap * 2 : 8;
	struct age_key *v;

	if (known(k, a)) {
		age_key_free(a);
		return 0;
	}
	if (k->n == k->cap) {
		v = k->n < KEYS_MAX ? realloc(k->v, cap * sizeof(*v)) : NULL;
		if (v == NULL) {
			age_key_free(a);
			return fail(w, 0, "too many keys");
		}
		k->v = v;
		k->cap = cap;
	}
	k->v[k->n++] = *a;
	return 0;
}

int
keys_recipient(struct keys *k, struct str text, struct where *w)
{
	const char *why = "no memory";
	struct age_key a;

	if (text.n > AGE_TEXT_MAX)
		return fail(w, w->line, "too long for a recipient");
	if (age_recipient(text, &a, &why) < 0)
		return fail(w, w->line, why);
	return add(k, &a, w);
}

static int
identity(struct keys *k, struct str text, struct where *w)
{
	const char *why = "no memory";
	struct age_key a;

	if (age_identity(text, &a, &why) < 0)
		return fail(w, w->line, why);
	return add(k, &a, w);
}

int
keys_phrase(struct keys *k, struct str phrase, struct where *w)
{
	struct age_key a;

	if (phrase.n == 0)
		return fail(w, 0, "it is empty");
	if (age_phrase(phrase, &a) < 0)
		return fail(w, 0, "no memory");
	return add(k, &a, w);
}

/* At least one key, each on a line of its own. */
static int
lines(struct keys *k, struct str text,
    int (*one)(struct keys *k, struct str text, struct where *w),
    struct where *w)
{
	struct str line;
	bool any = false;

	w->line = 0;
	while (str_cut(&text, '\n', &line)) {
		w->line++;
		line = str_trim(line);
		if (line.n == 0 || line.p[0] == '#')
			continue;
		if (one(k, line, w) < 0)
			return -1;
		any = true;
	}
	return any ? 0 : fail(w, 0, "it holds no key");
}

static int
read_all(int fd, char *p, size_t cap, size_t *n, struct where *w)
{
	ssize_t got;

	*n = 0;
	do {
		got = read(fd, p + *n, cap - *n);
		if (got < 0 && errno != EINTR)
			return fail(w, 0, strerror(errno));
		*n += got > 0 ? (size_t)got : 0;
	} while (got != 0 && *n < cap);
	return *n < cap ? 0 : fail(w, 0, "it is too long for a file of keys");
}

static int
open_keys(const char *path, struct where *w)
{
	int fd = STDIN_FILENO;

	if (strcmp(path, "-") != 0)
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	return fd < 0 ? fail(w, 0, strerror(errno)) : fd;
}

static void
close_keys(int fd)
{
	if (fd > STDERR_FILENO)
		close(fd);
}

int
keys_read(const char *path, char *text, size_t cap, size_t *n, bool *shared,
    struct where *w)
{
	int fd = open_keys(path, w), rc;
	struct stat st;

	if (fd < 0)
		return -1;
	*n = 0;
	if ((rc = fstat(fd, &st)) < 0)
		fail(w, 0, strerror(errno));
	else
		rc = read_all(fd, text, cap, n, w);
	*shared = rc == 0 && S_ISREG(st.st_mode) && (st.st_mode & 077) != 0;
	close_keys(fd);
	return rc;
}

int
keys_shared(struct where *w)
{
	return fail(
	    w, 0, "others may read or write it; chmod 600 makes it private");
}

int
keys_recipients(struct keys *k, const char *path, struct where *w)
{
	char *text = malloc(RECIPIENTS_MAX);
	size_t n = 0;
	bool shared;
	int rc;

	if (text == NULL)
		return fail(w, 0, "no memory");
	rc = keys_read(path, text, RECIPIENTS_MAX, &n, &shared, w);
	if (rc == 0)
		rc = lines(k, (struct str){ text, n }, keys_recipient, w);
	/* It may have been a file of identities. */
	crypt_wipe(text, n);
	free(text);
	return rc;
}

static int
parse_identities(struct keys *k, struct str text, struct where *w)
{
	struct str head = str_trim(text);

	w->line = 0;
	if (str_starts(head, STR("-----BEGIN AGE ENCRYPTED FILE-----")) ||
	    str_starts(head, STR("age-encryption.org/")))
		return fail(w, 0,
		    "it is sealed itself; open it first, then give it by -i -");
	if (str_starts(head, STR("-----BEGIN ")))
		return identity(k, head, w);
	return lines(k, text, identity, w);
}

int
keys_identities(struct keys *k, const char *path, struct where *w)
{
	char *text = crypt_key_new(IDENTITIES_MAX);
	bool shared;
	size_t n;
	int rc;

	if (text == NULL)
		return fail(w, 0, "no guarded memory");
	rc = keys_read(path, text, IDENTITIES_MAX, &n, &shared, w);
	if (rc == 0 && shared)
		rc = keys_shared(w);
	if (rc == 0)
		rc = parse_identities(k, (struct str){ text, n }, w);
	crypt_key_free(text);
	return rc;
}

bool
keys_any_locked(const struct keys *k)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->v[i].locked)
			return true;
	return false;
}

void
keys_free(struct keys *k)
{
	for (size_t i = 0; i < k->n; i++)
		age_key_free(&k->v[i]);
	free(k->v);
	*k = (struct keys){ 0 };
}
