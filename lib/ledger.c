#include "base.h"
#include "ledger.h"
#include "crypt.h"
#include "str.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TEXT_MAX = 4096 };

/* One file a folder, by the name it was given, made absolute. */
void
ledger_open(struct ledger *l, const char *gitdir, const char *where)
{
	char *full = strncmp(where, "sftp:", 5) == 0 ? strdup(where) :
						       realpath(where, NULL);
	int fd = open(gitdir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	unsigned char hash[MANIFEST_HASH];

	*l = (struct ledger){ .dir = -1 };
	if (fd >= 0 && full && sha256_of(str_of(full), hash) == 0) {
		/* A link of that name might lead elsewhere. */
		(void)mkdirat(fd, "tamis", 0700);
		l->dir = openat(fd, "tamis",
		    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		snprintf(l->name, sizeof(l->name),
		    "backup-%02x%02x%02x%02x%02x%02x%02x%02x", hash[0], hash[1],
		    hash[2], hash[3], hash[4], hash[5], hash[6], hash[7]);
		snprintf(l->path, sizeof(l->path), "%.400s/tamis/%s", gitdir,
		    l->name);
	}
	if (fd >= 0)
		close(fd);
	free(full);
}

static void
hex_of(const unsigned char *hash, char hex[2 * MANIFEST_HASH + 1])
{
	for (size_t i = 0; i < MANIFEST_HASH; i++)
		snprintf(hex + 2 * i, 3, "%02x", hash[i]);
}

int
ledger_check(
    const struct ledger *l, const struct chain *c, char *why, size_t whylen)
{
	char hex[2 * MANIFEST_HASH + 1] = "";
	struct buf b = { .max = TEXT_MAX };
	struct str text, word;
	uint64_t n = 0;
	int rc = 0;

	if (l->dir < 0 || save_read(l->dir, l->name, &b) != 0 || b.n == 0)
		goto out;
	text = str_trim(buf_str(&b));
	if (!str_cut(&text, ' ', &word) || str_num(word, INT32_MAX, &n) < 0 ||
	    n == 0)
		goto out;
	if (n > c->n) {
		snprintf(why, whylen,
		    "it has %zu links and had %llu at the last run: rolled "
		    "back, emptied or not mounted; if that is right, remove "
		    "'%s'",
		    c->n, (unsigned long long)n, l->path);
		rc = -1;
		goto out;
	}
	hex_of(c->v[n - 1].hash, hex);
	if (!str_eqz(text, hex)) {
		snprintf(why, whylen,
		    "'%s' is not what it was at the last run: another chain, "
		    "or swapped; if that is right, remove '%s'",
		    c->v[n - 1].name, l->path);
		rc = -1;
	}
out:
	buf_free(&b);
	return rc;
}

void
ledger_write(const struct ledger *l, uint64_t sequence,
    const unsigned char hash[MANIFEST_HASH])
{
	char line[128], hex[2 * MANIFEST_HASH + 1];

	if (l->dir < 0)
		return;
	hex_of(hash, hex);
	snprintf(
	    line, sizeof(line), "%llu %s\n", (unsigned long long)sequence, hex);
	(void)save_write(l->dir, l->name, str_of(line), 0600, SAVE_REPLACE);
}

void
ledger_close(struct ledger *l)
{
	if (l->dir >= 0)
		close(l->dir);
	l->dir = -1;
}
