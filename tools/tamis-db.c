/* tamis-db - import advisories into a database, and tell what it holds */
#include "base.h"
#include "advdb.h"
#include "advpath.h"
#include "box.h"
#include "date.h"
#include "db.h"
#include "feed.h"
#include "opt.h"
#include "say.h"
#include "std.h"
#include "str.h"
#include "version.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAMED_MAX = 20, LINE = 8192 };

static const int takes[] = { OPT_DB, OPT_END };

static void
version(void)
{
	printf("sandbox: %s\n", box_name());
}

static const struct tool tool = {
	.synopsis = "[--db=FILE] import FILE|DIR ... | status | "
		    "compare ECOSYSTEM",
	.what = "Import advisories into a database, and tell what it holds; "
		"compare versions.",
	.examples = "tamis-db import npm/all.zip PyPI/all.zip\n"
		    "tamis-db status\n"
		    "printf '1.0\\t1.0.1\\n' | tamis-db compare npm\n",
	.takes = takes,
	.version = version,
};

/* ---- compare --------------------------------------------------------- */

/* One line: its answer, or '?' and it is said. */
static char
judge(enum grammar g, struct str line, size_t n)
{
	size_t tab = str_chr(line, '\t', 0);
	struct str a = str_sub(line, 0, tab), b;

	if (tab != STR_NONE)
		b = str_sub(line, tab + 1, line.n);
	else {
		warn("line %zu: it has no tab", n);
		return '?';
	}
	for (int i = 0; i < 2; i++) {
		struct str v = i ? b : a;

		if (!version_ok(g, v)) {
			warn("line %zu: no version: '%.*s'", n,
			    FMT(str_sub(v, 0, 80)));
			return '?';
		}
	}
	return "<=>"[version_cmp(g, a, b) + 1];
}

static int
compare(const char *eco)
{
	static char line[LINE];
	enum grammar g;
	size_t n = 0;
	bool ok = true;

	if (ecosystem_grammar(str_of(eco), &g) < 0) {
		const char *near = say_nearest(str_of(eco), ecosystem_names());

		usage(&tool, "unknown ecosystem '%s'%s%s%s", eco,
		    near ? "; did you mean '" : "", near ? near : "",
		    near ? "'?" : "");
	}
	if (box_enter(BOX_STDIO, NULL) < 0)
		die("cannot enter the sandbox: %s", strerror(errno));
	while (fgets(line, sizeof(line), stdin)) {
		struct str s = str_of(line);
		bool whole = str_ends(s, STR("\n"));
		char c;
		int rest = 0;

		s.n -= whole;
		if (str_ends(s, STR("\r")))
			s.n--;
		while (!whole && rest != EOF && rest != '\n')
			rest = getchar();
		c = judge(g, s, ++n);
		ok &= c != '?';
		putchar(c);
		putchar('\n');
	}
	if (ferror(stdin))
		die("cannot read 'stdin': %s", strerror(errno));
	return ok ? EXIT_CLEAN : EXIT_TROUBLE;
}

/* ---- status ---------------------------------------------------------- */

static void
put_rows(struct db *db, const char *sql, int columns)
{
	struct dbq *q = db_prepare(db, sql);
	int rc = q ? 1 : -1;

	while (rc > 0 && (rc = dbq_step(q)) > 0)
		for (int i = 0; i < columns; i++)
			printf("%.*s%c", FMT(dbq_str(q, i)),
			    i + 1 < columns ? '\t' : '\n');
	if (rc < 0)
		die("cannot read the database: %s", db_why(db));
	dbq_free(q);
}

static void
put_age(struct advdb *a, const char *path)
{
	struct buf day = { .max = 64 };
	int32_t then, today;

	if (advdb_meta(a, "day", &day) < 0 || date_today(&today) < 0)
		die("cannot read '%s': %s", path, db_why(a->db));
	printf("database\t%s\n", path);
	if (date_parse(buf_str(&day), &then) == 0)
		printf("imported\t%.*s\t%d days ago\n", FMT(buf_str(&day)),
		    today > then ? today - then : 0);
	buf_free(&day);
}

/* False: it is not there, and need not be. */
static bool
put_status(const char *path, bool must)
{
	struct advdb a;
	char why[256];

	if (*path == '\0' || (!must && access(path, F_OK) < 0))
		return false;
	if (advdb_open(&a, path, why, sizeof(why)) < 0)
		die("cannot open '%s': %s", path, why);
	put_age(&a, path);
	put_rows(a.db,
	    "SELECT 'ecosystem', name, advisories || ' advisories',"
	    " packages || ' packages', 'newest ' || newest"
	    " FROM ecosystem ORDER BY name",
	    5);
	put_rows(a.db,
	    "SELECT 'source', name, records || ' records',"
	    " bad || ' not read' FROM source ORDER BY name",
	    4);
	advdb_close(&a);
	return true;
}

static int
status(const char *given)
{
	static struct advpath paths;
	bool any;

	if (advpath_find(&paths, given) < 0)
		die("cannot find the database: %s", strerror(errno));
	if (box_enter(BOX_READ, NULL) < 0)
		die("cannot enter the sandbox: %s", strerror(errno));
	any = put_status(paths.own, paths.named);
	if (!paths.named)
		any |= put_status(paths.builtin, false);
	if (!any)
		die("there is no database; make one: tamis-db import FILE");
	return EXIT_CLEAN;
}

/* ---- import ---------------------------------------------------------- */

static size_t named;

static void
not_read(void *arg, struct str name, const char *why)
{
	(void)arg;
	if (named++ < NAMED_MAX)
		warn_file("read", name, why);
}

static void
copy(int from, int to, const char *path)
{
	char chunk[64 << 10];
	ssize_t n;

	while ((n = read(from, chunk, sizeof(chunk))) > 0)
		for (ssize_t at = 0, k; at < n; at += k)
			if ((k = write(to, chunk + at, (size_t)(n - at))) < 0)
				die("cannot write '%s': %s", path,
				    strerror(errno));
	if (n < 0)
		die("cannot read '%s': %s", path, strerror(errno));
}

/* A new file beside the old one, which it is a copy of, locked: one import
   at a time. */
static void
begin(const char *path, const char *temp)
{
	int fd = open(temp, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
	int old;

	if (fd < 0)
		die("cannot write '%s': %s", temp, strerror(errno));
	if (flock(fd, LOCK_EX | LOCK_NB) < 0)
		die("cannot write '%s': another import is running", path);
	if (ftruncate(fd, 0) < 0)
		die("cannot write '%s': %s", temp, strerror(errno));
	if ((old = open(path, O_RDONLY | O_CLOEXEC)) >= 0) {
		copy(old, fd, path);
		close(old);
	}
	/* fd stays open: it is the lock. */
}

/* Only a whole one gets the name; the directory's entry is synced too. */
static void
commit(const char *path, const char *temp, const char *dir)
{
	int fd = open(temp, O_RDONLY | O_CLOEXEC);
	int d = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 || fsync(fd) < 0 || rename(temp, path) < 0)
		die("cannot write '%s': %s", path, strerror(errno));
	if (d >= 0)
		(void)fsync(d);
	close(fd);
	close(d);
}

static bool
import_all(struct feed *f, char **names)
{
	bool ok = true;

	for (; *names; names++) {
		if (feed_import(f, *names) < 0) {
			warn("cannot import '%s': %s", *names, f->why);
			return false;
		}
		if (f->known)
			printf("%s\tunchanged\n", *names);
		else
			printf("%s\t%zu records\t%zu new\t%zu not read\n",
			    *names, f->records, f->stored, f->nbad);
		ok &= f->nbad == 0;
	}
	if (named > NAMED_MAX)
		warn("%zu more could not be read", named - NAMED_MAX);
	return ok;
}

/* The user's own directory may not be there yet. */
static void
make_parents(char *path)
{
	for (char *p = path + 1; (p = strchr(p, '/')) != NULL; p++) {
		*p = '\0';
		if (mkdir(path, 0777) < 0 && errno != EEXIST)
			die("cannot make '%s': %s", path, strerror(errno));
		*p = '/';
	}
}

static void
directory_of(char *dir, const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t n = slash ? (size_t)(slash - path) : 0;

	snprintf(dir, PATH_MAX, "%.*s", n ? (int)n : 1,
	    n	      ? path :
		slash ? "/" :
			".");
}

static int
import(const char *given, char **names)
{
	static struct advpath paths;
	static char temp[PATH_MAX], dir[PATH_MAX];
	struct advdb_writer w;
	struct feed f = { .db = &w, .bad = not_read };
	char why[256], day[DATE_LEN + 1];
	int32_t today;
	struct db *db;
	bool ok;

	if (advpath_find(&paths, given) < 0 || date_today(&today) < 0)
		die("cannot find the database: %s", strerror(errno));
	if (paths.own[0] == '\0')
		die("cannot find your own directory: name a file with --db");
	if (!paths.named)
		make_parents(paths.own);
	directory_of(dir, paths.own);
	if (snprintf(temp, sizeof(temp), "%s.new", paths.own) >= PATH_MAX)
		die("cannot write '%s': its name is too long", paths.own);
	if (access(paths.own, F_OK) == 0) { /* of another version, cut ... */
		db = db_open(paths.own, ADVDB_VERSION, why, sizeof(why));
		if (db == NULL)
			die("cannot add to '%s': %s", paths.own, why);
		(void)db_close(db);
	}
	if (box_enter(BOX_WRITE, dir) < 0)
		die("cannot enter the sandbox: %s", strerror(errno));
	begin(paths.own, temp);
	db = db_create(temp, ADVDB_VERSION, why, sizeof(why));
	if (db == NULL || advdb_begin(&w, db) < 0) {
		(void)unlink(temp);
		die("cannot write '%s': %s", temp, db ? db_why(db) : why);
	}
	ok = import_all(&f, names);
	date_put(today, day);
	if (f.day[0])
		snprintf(day, sizeof(day), "%.10s", f.day);
	if (*f.why == '\0' && advdb_end(&w, day) < 0) {
		warn("cannot write '%s': %s", temp, db_why(db));
		snprintf(f.why, sizeof(f.why), "write");
	}
	advdb_abort(&w);
	if (db_close(db) < 0 || *f.why) {
		(void)unlink(temp);
		return EXIT_TROUBLE;
	}
	commit(paths.own, temp, dir);
	return ok ? EXIT_CLEAN : EXIT_TROUBLE;
}

static int
run(const char *given, char **v, int n)
{
	static const char *const verbs[] = { "compare", "import", "status",
		NULL };
	const char *near;

	if (n == 0)
		usage(&tool, "say import, status or compare");
	if (strcmp(v[0], "compare") == 0 && n == 2)
		return compare(v[1]);
	if (strcmp(v[0], "status") == 0 && n == 1)
		return status(given);
	if (strcmp(v[0], "import") == 0 && n > 1)
		return import(given, v + 1);
	if (strcmp(v[0], "import") == 0)
		usage(&tool, "import needs a file or a directory");
	near = say_nearest(str_of(v[0]), verbs);
	usage(&tool, "cannot do '%s'%s%s%s", v[0],
	    near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

int
main(int argc, char *argv[])
{
	const char *given = NULL;
	int ch, rc;

	if (std_open() < 0)
		return EXIT_TROUBLE;
	say_name(argv[0]);
	while ((ch = opt_next(argc, argv, &tool)) != OPT_END)
		if (ch == OPT_DB)
			given = optarg;
	rc = run(given, argv + optind, argc - optind);
	if (fflush(stdout) != 0 || fclose(stdout) != 0)
		die("cannot write 'stdout': %s", strerror(errno));
	return rc;
}
