/* depfile_cases.h - a row for each format: see depfile.c. */
{ "package-lock.json",
	"{\"lockfileVersion\": 3, \"packages\": {\n"
	"\"\": {\"dependencies\": {\"a\": \"^1\"},\n"
	" \"devDependencies\": {\"c\": \"1\"}},\n"
	"\"node_modules/a\": {\"version\": \"1.0.0\", \"license\": \"MIT\",\n"
	"  \"dependencies\": {\"@s/b\": \"*\"}},\n"
	"\"node_modules/a/node_modules/@s/b\": {\"version\": \"2.0.0\"},\n"
	"\"node_modules/c\": {\"version\": \"3.0.0\", \"dev\": true},\n"
	"\"node_modules/l\": {\"link\": true},\n"
	"\"node_modules/n\": {\"name\": \"real\", \"version\": \"4.0.0\"}}}",
	"npm a 1.0.0 4:2 direct (MIT)\n"
	"npm @s/b 2.0.0 6:2 indirect via a\n"
	"npm c 3.0.0 7:2 direct dev\n"
	"npm real 4.0.0 9:2\n",
	NULL },
    { "yarn.lock",
	    "# yarn lockfile v1\n\n"
	    "\"@s/a@^1.0.0\", \"@s/a@^1.1\":\n  version \"1.2.0\"\n"
	    "  dependencies:\n    b \"^4\"\n\n"
	    "b@^4:\n  version \"4.17.4\"\n\n"
	    "\"c@npm:d@2\":\n  version \"2.0.0\"\n",
	    "npm @s/a 1.2.0 3:2\nnpm b 4.17.4 8:1\nnpm d 2.0.0 11:2\n", NULL },
    { "yarn.lock",
	    "# comment\n\n__metadata:\n  version: 6\n\n"
	    "\"a@npm:^1.0.0\":\n  version: 1.2.0\n"
	    "  dependencies:\n    b: ^4\n  resolution: \"a@npm:1.2.0\"\n\n"
	    "\"x@workspace:.\":\n  version: 0.0.0-use.local\n",
	    "npm a 1.2.0 6:2\n", NULL },
    { "requirements.txt",
	    "# c\nDjango==2.2.1 --hash=sha256:aa \\\n  --hash=sha256:bb\n"
	    "Flask_X[async] == 0.12 ; python_version > \"3\"\n"
	    "x>=0.6.0,<1\ngit+https://h/y@1\n./local\ny===1.0\nz==1.*\n"
	    "-e .\n--index-url https://registry.example/\nw @ "
	    "https://h/w.whl\n",
	    "pypi django 2.2.1 2:1 direct\npypi flask-x 0.12 4:1 direct\n"
	    "pypi x  5:1 direct\npypi y 1.0 8:1 direct\npypi z  9:1 direct\n"
	    "pypi w  12:1 direct\n",
	    NULL },
    { "requirements-dev.txt", "a==1\n<<<<<<<\n", "pypi a 1 1:1 direct dev\n",
	    "no requirement" },
    { "poetry.lock",
	    "[[package]]\nname = \"A.b\"\nversion = \"1.0\"\n"
	    "category = \"dev\"\n\n[package.dependencies]\nc = \">=1\"\n\n"
	    "[[package]]\nname = 'c'\nversion = \"2.0\"\n",
	    "pypi a-b 1.0 2:9 dev\npypi c 2.0 10:9\n", NULL },
    { "uv.lock",
	    "version = 1\n[[package]]\nname = \"me\"\nversion = \"0\"\n"
	    "source = { virtual = \".\" }\ndependencies = [\n { name = \"a\" "
	    "},\n]\n"
	    "[package.dev-dependencies]\ndev = [{ name = \"c\" }]\n"
	    "[[package]]\nname = \"a\"\nversion = \"1.0\"\n"
	    "dependencies = [{ name = \"b\" }]\n"
	    "[[package]]\nname = \"b\"\nversion = \"2.0\"\n"
	    "[[package]]\nname = \"c\"\nversion = \"3.0\"\n",
	    "pypi a 1.0 12:9 direct\npypi b 2.0 16:9 indirect via a\n"
	    "pypi c 3.0 19:9 direct dev\n",
	    NULL },
    { "pdm.lock",
	    "[[package]]\nname = \"a\"\nversion = \"1.0\"\ngroups = "
	    "[\"dev\"]\n",
	    "pypi a 1.0 2:9 dev\n", NULL },
    { "pylock.toml", "[[packages]]\nname = \"a\"\nversion = \"1.0\"\n",
	    "pypi a 1.0 2:9\n", NULL },
    { "Pipfile.lock",
	    "{\"default\": {\"A\": {\"version\": \"==1.0\"}},\n"
	    "\"develop\": {\"b\": {\"version\": \"==2.0\"},\n"
	    " \"g\": {\"git\": \"x\"}}}",
	    "pypi a 1.0 1:15\npypi b 2.0 2:14 dev\npypi g  3:3 dev\n", NULL },
    { "go.mod",
	    "module x\ngo 1.19\nrequire github.com/a/b v1.6.0 // x\nrequire (\n"
	    "\tgolang.org/x/text v0.3.0 // indirect\n\ta.b/c v1.0.0\n"
	    "\td.e/f v2.0.0+incompatible\n\tq.r/s v1.0.0\n)\n"
	    "replace a.b/c => ../c\nreplace (\n\tq.r/s => t.u/v v1.1.0\n)\n",
	    "golang github.com/a/b 1.6.0 3:9 direct\n"
	    "golang golang.org/x/text 0.3.0 5:2 indirect\n"
	    "golang d.e/f 2.0.0+incompatible 7:2 direct\ngolang t.u/v 1.1.0 "
	    "8:2 direct\n"
	    "product go 1.19 2:4 direct\ngolang stdlib 1.19.99 2:4 direct\n",
	    NULL },
    { "go.mod", "module x\ngo 1.21\ntoolchain go1.22.3\n",
	    "product go 1.22.3 3:11 direct\ngolang stdlib 1.22.3 3:11 direct\n",
	    NULL },
    { "Cargo.lock",
	    "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nsource = \"r\"\n"
	    "dependencies = [\"b 0.2.0\"]\n\n"
	    "[[package]]\nname = \"b\"\nversion = \"0.2.0\"\nsource = \"r\"\n\n"
	    "[[package]]\nname = \"me\"\nversion = \"0.1.0\"\n"
	    "dependencies = [\n \"a\",\n]\n",
	    "cargo a 1.0.0 2:9 direct\ncargo b 0.2.0 8:9 indirect via a\n",
	    NULL },
    { "Gemfile.lock",
	    "GEM\n  remote: https://registry.example/\n  specs:\n"
	    "    a (1.0.0-x86_64-linux)\n      b (>= 1)\n    b (2.0)\n\n"
	    "DEPENDENCIES\n  a (~> 1)!\n\nRUBY VERSION\n   ruby 2.7.1p83\n",
	    "gem a 1.0.0 4:5 direct\ngem b 2.0 6:5 indirect via a\n"
	    "product ruby 2.7.1 12:9 direct\n",
	    NULL },
    { "composer.lock",
	    "{\"packages\": [\n{\"name\": \"A/b\", \"version\": \"v1.2.3\",\n"
	    " \"license\": [\"MIT\"]}],\n\"packages-dev\": [\n"
	    "{\"name\": \"c/d\", \"version\": \"2.0\"}]}",
	    "composer a/b 1.2.3 2:11 (MIT)\ncomposer c/d 2.0 5:11 dev\n",
	    NULL },
    { "pom.xml",
	    "<project xmlns=\"x\">\n <properties><l>2.14.1</l></properties>\n"
	    " <dependencies>\n  <dependency>\n   <groupId>g.h</groupId>\n"
	    "   <artifactId>a</artifactId>\n   <version>${l}</version>\n"
	    "  </dependency>\n  <dependency><groupId>g</groupId>"
	    "<artifactId>b</artifactId><version>[1,2)</version>"
	    "<scope>test</scope></dependency>\n </dependencies>\n</project>\n",
	    "maven g.h:a 2.14.1 4:3 direct\nmaven g:b  9:3 direct dev\n",
	    NULL },
    { "sub/Dockerfile",
	    "ARG V=10\nFROM --platform=x debian:${V} AS base\nFROM base\n"
	    "FROM python:3.7-slim@sha256:aaa\nFROM $OTHER\nFROM scratch\n"
	    "COPY --from=nginx:1.14 /a /b\nFROM registry.example:5/x/y\n"
	    "FROM docker.io/library/redis:${NONE:-6}\nFROM debian:$NONE\n",
	    "image debian 10 2:19 direct\nimage python 3.7-slim 4:6 direct\n"
	    "image nginx 1.14 7:13 direct\n"
	    "image registry.example:5/x/y latest 8:6 direct\n"
	    "image redis 6 9:6 direct\nimage debian  10:6 direct\n",
	    NULL },
    { "go.sum",
	    "a.b/c v1.0.0 h1:x=\na.b/c v1.0.0/go.mod h1:y=\n"
	    "d.e/f v1.1.0/go.mod h1:z=\n",
	    "golang a.b/c 1.0.0 1:1 indirect\n", NULL },
    { "yarn.lock", "# yarn lockfile v1\n\na@1:\n  \"version\" \"1.0.0\"\n",
	    "npm a 1.0.0 3:1\n", NULL },
    { "pom.xml",
	    "<project><properties>\n<java.version>1.7</java.version>\n"
	    "</properties></project>",
	    "product oracle-jdk 7 2:15 direct\n", NULL },
    { "pom.xml",
	    "<project><properties><l>11</l></properties><build><plugins>"
	    "<plugin><artifactId>maven-compiler-plugin</artifactId>\n"
	    "<configuration><source>${l}</source></configuration>"
	    "</plugin></plugins></build></project>",
	    "product eclipse-temurin 11 2:24 direct\n", NULL },
    { "pom.xml",
	    "<project>\n <parent><groupId>org.springframework.boot</groupId>"
	    "<artifactId>spring-boot-starter-parent</artifactId>"
	    "<version>2.1.0.RELEASE</version></parent></project>",
	    "maven org.springframework.boot:spring-boot-starter-parent "
	    "2.1.0.RELEASE 2:2 direct\n",
	    NULL },
