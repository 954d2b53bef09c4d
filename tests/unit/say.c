#include "base.h"
#include "say.h"
#include "str.h"
#include "../t.h"

#include <unistd.h>

static const char *const words[] = { "--staged", "--rev", "--range", NULL };
static char got[16384];
static int pipefd[2], saved;

static void catch (void)
{
	fflush(stdout);
	if (pipe(pipefd) < 0)
		_exit(2);
	saved = dup(2);
	dup2(pipefd[1], 2);
}

static const char *
caught(void)
{
	ssize_t n;

	dup2(saved, 2);
	close(saved);
	close(pipefd[1]);
	n = read(pipefd[0], got, sizeof(got) - 1);
	close(pipefd[0]);
	got[n > 0 ? n : 0] = '\0';
	return got;
}

static void
stars(char *line, size_t cap, void *arg)
{
	char *at = strstr(line, arg);

	(void)cap;
	if (at)
		memset(at, '*', strlen(arg));
}

static bool
near(const char *word, const char *want)
{
	const char *found = say_nearest(str_of(word), words);

	return want ? found && strcmp(found, want) == 0 : found == NULL;
}

int
main(void)
{
	static char secret[] = "hunter2";
	char n[SAY_COUNT];

	say_name("/usr/bin/tamis-x");
	T(strcmp(say_prog(), "tamis-x") == 0);
	catch ();
	warn("cannot read '%s': %s",
	    "a\033[31m\n\t\xc2\x9b\xe2\x80\xae\xff\xe2\x80\xac b", "no");
	T(strcmp(caught(),
	      "tamis-x: cannot read 'a\\x1b[31m\\n\\t\\xc2\\x9b\\xe2\\x80\\xae"
	      "\\xff\\xe2\\x80\\xac b': no\n") == 0);
	catch ();
	warn("##[error]x\xc3\xa9\\y");
	T(strcmp(caught(), "tamis-x: #\\x23[error]x\xc3\xa9\\y\n") == 0);

	say_set_mask(stars, secret);
	catch ();
	warn("a %s b", secret);
	T(strcmp(caught(), "tamis-x: a ******* b\n") == 0);
	say_set_mask(NULL, NULL);

	catch ();
	for (int i = 0; i < 1315; i++)
		warn_file("read", STR("f"), "Permission denied");
	warn_file("read", STR("g"), "No such file or directory");
	say_flush();
	caught();
	T(strstr(got, "'g': No such file") != NULL);
	T(strstr(got,
	      "tamis-x: cannot read: Permission denied: "
	      "and 1,310 more\n") != NULL);
	T(strstr(strstr(got, "'f'") + 1, "'f'") != NULL);

	T(strcmp(say_count(0, n), "0") == 0);
	T(strcmp(say_count(999, n), "999") == 0);
	T(strcmp(say_count(1234567, n), "1,234,567") == 0);

	T(near("--stagged", "--staged") && near("--satged", "--staged"));
	T(near("--xxxxx", NULL) && near("x", NULL) && near("", NULL));
	T(near("--rve", "--rev") && near("--rangee", "--range"));
	return T_END();
}
