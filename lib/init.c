#include "base.h"
#include "init.h"
#include "baseline.h"
#include "hook.h"
#include "save.h"
#include "say.h"
#include "str.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MODE = 0644, ATTRIBUTES_MAX = 1u << 20 };

#define UNION_LINE ALLOW_FILE " merge=union"

static const char policy_text[] =
    "# The policy that judges this repository's cryptography, one name:\n"
    "# tamis-crypto reads it. Without one, the default of tamis is used.\n";

static const char recipients_text[] =
    "# Who can open this repository's backups: one age recipient a line\n"
    "# (age1...), for tamis-seal -R .tamis/recipients. Only public keys\n"
    "# stand here; keep the identities elsewhere.\n";

static const struct {
	const char *name, *text;
} files[] = {
	{ "allow.rules", baseline_head },
	{ "policy", policy_text },
	{ "recipients", recipients_text },
};

static const char *
done(bool dry_run)
{
	return dry_run ? "would be written" : "written";
}

static int
cannot(const char *what, const char *cause)
{
	warn("cannot write '%s': %s", what, cause);
	return -1;
}

static int
put_file(int fd, size_t i, bool dry_run, FILE *out)
{
	const char *name = files[i].name;
	char shown[64];
	int rc;

	snprintf(shown, sizeof(shown), ".tamis/%s", name);
	if (dry_run)
		rc = fd < 0 ? -1 :
			      faccessat(fd, name, F_OK, AT_SYMLINK_NOFOLLOW);
	else
		rc = save_write(fd, name, str_of(files[i].text), FILE_MODE,
			 SAVE_NEW) == 0 ?
		    -1 :
		    0;
	if (rc == 0 && !dry_run && errno != EEXIST)
		return cannot(shown, strerror(errno));
	fprintf(out, "%s: %s\n", shown, rc == 0 ? "kept" : done(dry_run));
	return 0;
}

static int
put_files(const struct home *h, bool dry_run, FILE *out)
{
	int fd, rc = 0;

	if (!dry_run && mkdirat(h->topfd, ".tamis", 0755) < 0 &&
	    errno != EEXIST)
		return cannot(".tamis", strerror(errno));
	fd = home_tamis(h);
	if (fd < 0 && !(dry_run && errno == ENOENT))
		return cannot(".tamis", strerror(errno));
	for (size_t i = 0; i < LEN(files); i++)
		rc |= put_file(fd, i, dry_run, out);
	if (fd >= 0)
		close(fd);
	return rc;
}

/* Is the file of acceptances merged by union already? */
static bool
has_union(struct str text)
{
	struct str line, word;

	while (str_cut(&text, '\n', &line)) {
		if (!str_word(&line, &word) ||
		    (!str_eq(word, STR(ALLOW_FILE)) &&
			!str_eq(word, STR("/" ALLOW_FILE))))
			continue;
		while (str_word(&line, &word))
			if (str_eq(word, STR("merge=union")))
				return true;
	}
	return false;
}

static int
put_attributes(const struct home *h, bool dry_run, FILE *out)
{
	struct buf text = { .max = ATTRIBUTES_MAX };
	unsigned mode = FILE_MODE;
	struct stat st;
	int rc = save_read(h->topfd, ".gitattributes", &text);

	if (rc < 0) {
		rc = cannot(".gitattributes", strerror(errno));
	} else if (has_union(buf_str(&text))) {
		fprintf(out, ".gitattributes: kept\n");
		rc = 0;
	} else {
		if (fstatat(h->topfd, ".gitattributes", &st,
			AT_SYMLINK_NOFOLLOW) == 0)
			mode = st.st_mode & 0777;
		if ((text.n && text.p[text.n - 1] != '\n' &&
			buf_addc(&text, '\n') < 0) ||
		    buf_addz(&text, UNION_LINE "\n") < 0)
			rc = cannot(".gitattributes", "it is too large");
		else if (!dry_run &&
		    save_write(h->topfd, ".gitattributes", buf_str(&text), mode,
			SAVE_REPLACE) < 0)
			rc = cannot(".gitattributes", strerror(errno));
		else
			rc = fprintf(out, ".gitattributes: '%s' %s\n",
				 UNION_LINE,
				 dry_run ? "would be added" : "added") < 0 ?
			    -1 :
			    0;
	}
	buf_free(&text);
	return rc;
}

static int
put_hook(const char *dir, const struct hook *k, bool dry_run, FILE *out)
{
	switch (hook_install(dir, k, dry_run)) {
	case HOOK_WRITTEN:
		fprintf(out, "%s: %s\n", k->name, done(dry_run));
		return 0;
	case HOOK_KEPT: fprintf(out, "%s: kept\n", k->name); return 0;
	case HOOK_OTHER:
		warn("cannot write '%s/%s': a hook is there and stays; add "
		     "this line to it: %s",
		    dir, k->name, k->line);
		return -1;
	default:
		warn("cannot write '%s/%s': %s", dir, k->name, strerror(errno));
		return -1;
	}
}

static int
put_hooks(const struct home *h, bool dry_run, FILE *out)
{
	const char *why;
	char *dir = hook_dir(h, !dry_run, &why);
	int rc = 0;

	if (dir == NULL) {
		warn("cannot write the hooks in '%s': %s; add the lines "
		     "yourself: %s (pre-commit), %s (pre-push)",
		    h->hooks ? h->hooks : "hooks", why, hooks[0].line,
		    hooks[1].line);
		return -1;
	}
	for (const struct hook *k = hooks; k->name; k++)
		rc |= put_hook(dir, k, dry_run, out);
	free(dir);
	return rc;
}

int
init_repository(const struct home *h, bool dry_run, FILE *out)
{
	int rc = 0;

	/* One thing that cannot be done keeps none of the others back. */
	rc |= put_files(h, dry_run, out);
	rc |= put_attributes(h, dry_run, out);
	rc |= put_hooks(h, dry_run, out);
	if (fflush(out) != 0 || ferror(out)) {
		warn("cannot write the output: %s", strerror(errno));
		rc = -1;
	}
	return rc;
}
