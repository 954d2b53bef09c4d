#include "base.h"
#include "unlock.h"
#include "say.h"

void
unlock_add(struct unlock *u, const char *path)
{
	struct where w = { 0 };

	if (u->nfiles == UNLOCK_FILES)
		die("cannot read '%s': more than %d identity files", path,
		    UNLOCK_FILES);
	u->files[u->nfiles] = path;
	u->first[u->nfiles++] = u->ids.n;
	if (keys_identities(&u->ids, path, &w) == 0)
		return;
	if (w.line)
		die("cannot use '%s:%zu': %s", path, w.line, w.why);
	die("cannot read '%s': %s", path, w.why);
}

void
unlock_ready(struct unlock *u, int fd, int instead)
{
	u->phrase = (struct phrase){ .fd = -1 };
	if (!u->ask && u->nfiles && !keys_any_locked(&u->ids))
		return;
	if (phrase_open(&u->phrase, fd, instead) < 0)
		die("cannot read a passphrase: no guarded memory");
}

static const char *
file_of(const struct unlock *u, size_t id)
{
	size_t i = u->nfiles;

	while (i > 0 && u->first[i - 1] > id)
		i--;
	return i > 0 ? u->files[i - 1] : "-";
}

/* Nothing for the file itself when identities were meant. */
int
unlock_ask(void *arg, size_t id, struct str *text, const char **why)
{
	struct unlock *u = arg;

	*text = (struct str){ "", 0 };
	if (id == u->ids.n && u->nfiles && !u->ask)
		return 0;
	if (u->phrase.p == NULL) {
		*why = "no guarded memory for a passphrase";
		return -1;
	}
	if (phrase_ask(&u->phrase, "Passphrase",
		id == u->ids.n ? u->input : file_of(u, id), why) < 0)
		return -1;
	*text = (struct str){ u->phrase.p, u->phrase.n };
	return 0;
}

void
unlock_free(struct unlock *u)
{
	phrase_free(&u->phrase);
	keys_free(&u->ids);
}
