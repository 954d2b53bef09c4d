#include "base.h"
#include "kind.h"
#include "str.h"
#include "../t.h"

static enum kind
k(const char *path)
{
	return kind_of(str_of(path));
}

int
main(void)
{
	T(k("a/b.py") == KIND_PYTHON && k("B.PY") == KIND_PYTHON);
	T(k("a.zip!/x/y.rs") == KIND_RUST && k("y.rs/") == KIND_OTHER);
	T(k("Dockerfile") == KIND_DOCKERFILE);
	T(k("x/Dockerfile.dev") == KIND_DOCKERFILE);
	T(k(".env") == KIND_ENV && k(".env.local") == KIND_ENV);
	T(k("prod.env") == KIND_ENV && k("Makefile") == KIND_MAKE);
	T(k("package-lock.json") == KIND_LOCK && k("go.sum") == KIND_LOCK);
	T(k("Cargo.lock") == KIND_LOCK && k("package.json") == KIND_JSON);
	T(k("build.gradle.kts") == KIND_GRADLE && k("a.kts") == KIND_KOTLIN);
	T(k("CMakeLists.txt") == KIND_CMAKE && k("notes.txt") == KIND_TEXT);
	T(k("id_rsa") == KIND_PEM && k("") == KIND_OTHER && k("x") == 0);
	T(k("a.zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz") == KIND_OTHER);
	T(strcmp(kind_name(KIND_PYTHON), "python") == 0);
	T(strcmp(kind_name(KIND_YAML), "yaml") == 0);
	T(strcmp(kind_name(KIND_OTHER), "other") == 0);
	return T_END();
}
