/* depfile_more.h - rows as in depfile_cases.h, of the other formats. */
{ "pnpm-lock.yaml",
	"lockfileVersion: 5.4\ndependencies:\n  a: 1.0.0\n"
	"devDependencies:\n  c: 3.0.0\npackages:\n"
	"  /a/1.0.0:\n    dependencies:\n      '@s/b': 2.0.0_a@1.0.0\n"
	"  /@s/b/2.0.0_a@1.0.0:\n    dev: false\n"
	"  /c/3.0.0:\n    dev: true\n",
	"npm a 1.0.0 7:3 direct\nnpm @s/b 2.0.0 10:3 indirect via a\n"
	"npm c 3.0.0 12:3 direct dev\n",
	NULL },
    { "pnpm-lock.yaml",
	    "lockfileVersion: '6.0'\ndependencies:\n  a:\n    specifier: ^1\n"
	    "    version: 1.0.0(b@2.0.0)\npackages:\n"
	    "  /a@1.0.0(b@2.0.0):\n    dependencies:\n      b: 2.0.0\n"
	    "  /b@2.0.0:\n    dev: false\n",
	    "npm a 1.0.0 7:3 direct\nnpm b 2.0.0 10:3 indirect via a\n", NULL },
    { "pnpm-lock.yaml",
	    "lockfileVersion: '9.0'\nimporters:\n  .:\n    devDependencies:\n"
	    "      '@s/a':\n        specifier: ^1\n        version: 1.0.0\n"
	    "packages:\n  '@s/a@1.0.0':\n    engines: {node: '>=1'}\n"
	    "  b@2.0.0:\n    resolution: {integrity: x}\n"
	    "snapshots:\n  '@s/a@1.0.0':\n    dependencies:\n      b: 2.0.0\n"
	    "  b@2.0.0: {}\n",
	    "npm @s/a 1.0.0 9:4 direct dev\n"
	    "npm b 2.0.0 11:3 indirect dev via @s/a\n",
	    NULL },
    { "bun.lock",
	    "{ // c\n\"workspaces\": {\"\": {\"dependencies\": {\"a\": "
	    "\"^1\",},"
	    "},},\n\"packages\": {\n"
	    "\"a\": [\"a@1.0.0\", \"\", {\"dependencies\": {\"b\": \"2\",}}, "
	    "\"sha\"],\n"
	    "\"b\": [\"@s/b@2.0.0\", \"\", {}, \"sha,]\"],\n"
	    "\"w\": [\"w@workspace:x\"],\n},}\n",
	    "npm a 1.0.0 4:2 direct\nnpm @s/b 2.0.0 5:2 indirect via a\n",
	    NULL },
    { "deno.lock",
	    "{\"version\": \"3\", \"packages\": {\"specifiers\": "
	    "{\"npm:a@^1\": \"npm:a@1.0.0\"},\n\"npm\": {\n"
	    "\"a@1.0.0\": {\"dependencies\": {\"b\": \"b@2.0.0\"}},\n"
	    "\"b@2.0.0\": {}}}}",
	    "npm a 1.0.0 3:2 direct\nnpm b 2.0.0 4:2 indirect via a\n", NULL },
    { "deno.lock",
	    "{\"version\": \"4\", \"specifiers\": {\"npm:@s/a@1\": "
	    "\"1.0.0_b@2.0.0\"},\n\"npm\": {\n"
	    "\"@s/a@1.0.0_b@2.0.0\": {\"dependencies\": [\"b\"]},\n"
	    "\"b@2.0.0\": {}}}",
	    "npm @s/a 1.0.0 3:2 direct\nnpm b 2.0.0 4:2 indirect via @s/a\n",
	    NULL },
    { "pyproject.toml",
	    "[project]\ndependencies = [\n \"a==1.0\", \"b>=2\",\n]\n"
	    "[build-system]\nrequires = [\"c==3\"]\n"
	    "[tool.poetry.dependencies]\npython = \"^3\"\nd = \"4.0\"\n"
	    "e = { version = \"^5\" }\n",
	    "pypi a 1.0 3:3 direct\npypi b  3:13 direct\n"
	    "pypi c 3 6:14 direct dev\npypi d 4.0 9:1 direct\n"
	    "pypi e  10:1 direct\n",
	    NULL },
    { "setup.cfg",
	    "[metadata]\nname = x\n[options]\ninstall_requires =\n    a==1.0\n"
	    "    # c\n    b>=2\n[options.extras_require]\ntest =\n  c==3\n",
	    "pypi a 1.0 5:5 direct\npypi b  7:5 direct\npypi c 3 10:3 "
	    "direct\n",
	    NULL },
    { "environment.yml",
	    "dependencies:\n  - python=3.6\n  - conda-forge::numpy=1.11.0=py\n"
	    "  - six>=1\n  - pip:\n    - a==1.0\n",
	    "product python 3.6 2:5 direct\nconda numpy 1.11.0 3:5 direct\n"
	    "conda six  4:5 direct\npypi a 1.0 6:7 direct\n",
	    NULL },
    { "conda-lock.yml",
	    "package:\n- name: a\n  version: 1.0\n  manager: conda\n"
	    "- name: b\n  version: '2.0'\n  manager: pip\n  category: dev\n",
	    "conda a 1.0 2:9\npypi b 2.0 5:9 dev\n", NULL },
    { "gradle.lockfile",
	    "# c\ng:a:1.0=compileClasspath,testRuntimeClasspath\n"
	    "g:b:2.0=testCompileClasspath\nempty=annotationProcessor\n",
	    "maven g:a 1.0 2:1\nmaven g:b 2.0 3:1 dev\n", NULL },
    { "gradle/libs.versions.toml",
	    "[versions]\nx = \"1.0\"\n[libraries]\n"
	    "a = { module = \"g:a\", version.ref = \"x\" }\n"
	    "b = { group = \"g\", name = \"b\", version = \"2.0\" }\n"
	    "c = \"g:c:3.0\"\nd = { module = \"g:d\" }\n",
	    "maven g:a 1.0 4:1 direct\nmaven g:b 2.0 5:1 direct\n"
	    "maven g:c 3.0 6:1 direct\nmaven g:d  7:1 direct\n",
	    NULL },
    { "build.gradle",
	    "dependencies {\n  implementation 'org.g:a:1.0'\n"
	    "  testImplementation(\"org.g:b:$v\")\n  // api 'org.g:c:1'\n"
	    "  url 'https://h.example/a:b'\n  api \"org.g:d\"\n}\n",
	    "maven org.g:a 1.0 2:19 direct\nmaven org.g:b  3:23 direct dev\n"
	    "maven org.g:d  6:8 direct\n",
	    NULL },
    { "ivy.xml",
	    "<ivy-module><dependencies>\n"
	    "<dependency org=\"g\" name=\"a\" rev=\"1.0\"/>\n"
	    "</dependencies></ivy-module>",
	    "maven g:a 1.0 2:22 direct\n", NULL },
    { "build.sbt",
	    "libraryDependencies ++= Seq(\n"
	    "  \"org.g\" % \"a\" % \"1.0\",\n"
	    "  \"org.g\" %% \"b\" % \"2.0\" % Test\n)\nval x = \"a\", \"b\"\n",
	    "maven org.g:a 1.0 2:14 direct\nmaven org.g:b 2.0 3:15 direct "
	    "dev\n",
	    NULL },
    { "packages.lock.json",
	    "{\"version\": 1, \"dependencies\": {\"net6.0\": {\n"
	    "\"A\": {\"type\": \"Direct\", \"resolved\": \"1.0.0\", "
	    "\"dependencies\": {\"B\": \"2\"}},\n"
	    "\"B\": {\"type\": \"Transitive\", \"resolved\": \"2.0.0\"},\n"
	    "\"p\": {\"type\": \"Project\"}}}}",
	    "nuget a 1.0.0 2:2 direct\nnuget b 2.0.0 3:2 indirect via a\n",
	    NULL },
    { "packages.config",
	    "<packages>\n<package id=\"A\" version=\"1.0.0\"/>\n"
	    "<package id=\"B\" version=\"2\" developmentDependency=\"true\"/>"
	    "\n</packages>",
	    "nuget a 1.0.0 2:14 direct\nnuget b 2 3:14 direct dev\n", NULL },
    { "obj/project.assets.json",
	    "{\"libraries\": {\n\"A/1.0.0\": {\"type\": \"package\"},\n"
	    "\"p/1\": {\"type\": \"project\"}}}",
	    "nuget a 1.0.0 2:2\n", NULL },
    { "x.csproj",
	    "<Project><PropertyGroup>\n"
	    "<TargetFrameworks>net5.0-windows;netstandard2.0;net472"
	    "</TargetFrameworks>\n</PropertyGroup><ItemGroup>\n"
	    "<PackageReference Include=\"A\" Version=\"1.0.0\"/>\n"
	    "<PackageReference Include=\"B\"><Version>[2.0]</Version>"
	    "<PrivateAssets>all</PrivateAssets></PackageReference>\n"
	    "<PackageReference Include=\"C\" Version=\"$(V)\"/>\n"
	    "</ItemGroup></Project>",
	    "product dotnet 5.0 2:19\nproduct dotnetfx 4.7.2 2:49\n"
	    "nuget a 1.0.0 4:28 direct\nnuget b 2.0 5:28 direct dev\n"
	    "nuget c  6:28 direct\n",
	    NULL },
    { "paket.lock",
	    "STORAGE: NONE\nNUGET\n  remote: x\n    A (1.0.0)\n"
	    "      B (>= 2.0)\n    B (2.0.0)\nGITHUB\n    C (3)\n",
	    "nuget a 1.0.0 4:5\nnuget b 2.0.0 6:5\n", NULL },
    { "global.json", "{\"sdk\": {\"version\": \"3.1.100\"}}",
	    "product dotnet 3.1.100 1:22 direct\n", NULL },
    { "mix.lock",
	    "%{\n  \"a\": {:hex, :a, \"1.0.0\", \"h\", [:mix], []},\n"
	    "  \"b\": {:git, \"https://h/b.git\", \"c\", []},\n}\n",
	    "hex a 1.0.0 2:4\n", NULL },
    { "rebar.lock",
	    "{\"1.2.0\",\n[{<<\"a\">>,{pkg,<<\"a\">>,<<\"1.0.0\">>},0},\n"
	    " {<<\"b\">>,{pkg,<<\"bb\">>,<<\"2.0.0\">>},1}]}.\n",
	    "hex a 1.0.0 2:19 direct\nhex bb 2.0.0 3:19 indirect\n", NULL },
    { "pubspec.lock",
	    "packages:\n  a:\n    dependency: \"direct main\"\n"
	    "    source: hosted\n    version: \"1.0.0\"\n"
	    "  b:\n    dependency: \"direct dev\"\n    source: hosted\n"
	    "    version: \"2.0.0\"\n  c:\n    dependency: transitive\n"
	    "    source: sdk\n    version: \"0.0.0\"\n",
	    "pub a 1.0.0 2:3 direct\npub b 2.0.0 6:3 direct dev\n", NULL },
    { "Podfile.lock",
	    "PODS:\n  - A (1.0.0):\n    - B/Core (= 2.0)\n"
	    "  - B/Core (2.0)\n\nDEPENDENCIES:\n  - A (~> 1.0)\n",
	    "cocoapods A 1.0.0 2:5 direct\n"
	    "cocoapods B/Core 2.0 4:5 indirect via A\n",
	    NULL },
    { "Package.resolved",
	    "{\"pins\": [{\"identity\": \"a\",\n"
	    "\"location\": \"https://github.com/o/a.git\",\n"
	    "\"state\": {\"revision\": \"c\", \"version\": \"1.0.0\"}}]}",
	    "swift github.com/o/a 1.0.0 2:14\n", NULL },
    { "Cartfile.resolved",
	    "github \"o/a\" \"v1.0.0\"\ngit \"https://h/b\" \"c\"\n",
	    "swift github.com/o/a 1.0.0 1:9\n", NULL },
    { "renv.lock",
	    "{\"R\": {\"Version\": \"3.6.0\"},\n\"Packages\": {\n"
	    "\"A\": {\"Package\": \"A\", \"Version\": \"1.0-2\"}}}",
	    "cran A 1.0-2 3:2\n", NULL },
    { "stack.yaml.lock",
	    "packages:\n- completed:\n    hackage: a-b-1.0@sha256:x,1\n",
	    "hackage a-b 1.0 3:14\n", NULL },
    { "cabal.project.freeze",
	    "constraints: any.a ==1.0,\n             a +flag,\n"
	    "             any.b-c ==2.0.1\n",
	    "hackage a 1.0 1:18\nhackage b-c 2.0.1 3:18\n", NULL },
    { "conan.lock",
	    "{\"requires\": [\"zlib/1.2.11#rev%1.0\"],\n"
	    "\"build_requires\": [\"cmake/3.22.0@u/c\"]}",
	    "conan zlib 1.2.11 1:16\nconan cmake 3.22.0 2:21 dev\n", NULL },
    { "conanfile.txt",
	    "[requires]\nzlib/1.2.11\nfoo/[>1.0]\n[generators]\ncmake/1\n",
	    "conan zlib 1.2.11 2:1\nconan foo  3:1\n", NULL },
    { "vcpkg.json",
	    "{\"dependencies\": [\"zlib\",\n{\"name\": \"fmt\", "
	    "\"version>=\": \"8\"}],\n\"overrides\": [{\"name\": \"fmt\", "
	    "\"version\": \"8.0.1#2\"}]}",
	    "generic zlib  1:20 direct\ngeneric fmt  2:11 direct\n"
	    "generic fmt 8.0.1 3:25 direct\n",
	    NULL },
    { "subprojects/zlib.wrap", "[wrap-file]\ndirectory = zlib-1.2.11\n",
	    "generic zlib 1.2.11 2:13 direct\n", NULL },
    { "subprojects/z.wrap", "[wrap-git]\nurl = x\nrevision = v1.0\n",
	    "generic z 1.0 3:12 direct\n", NULL },
    { "CMakeLists.txt",
	    "include(FetchContent)\nFetchContent_Declare(\n  googletest # c\n"
	    "  GIT_REPOSITORY https://h/g.git\n  GIT_TAG v1.8.0\n)\n"
	    "FetchContent_Declare(z URL \"https://h/zlib-1.2.11.tar.gz\")\n"
	    "FetchContent_Declare(q GIT_TAG ${TAG})\n",
	    "generic googletest 1.8.0 3:3 direct\n"
	    "generic z 1.2.11 7:22 direct\ngeneric q  8:22 direct\n",
	    NULL },
    { "flake.lock",
	    "{\"nodes\": {\n\"n\": {\"locked\": {\"type\": \"github\", "
	    "\"owner\": \"NixOS\", \"repo\": \"nixpkgs\", \"rev\": \"abc\"}},\n"
	    "\"root\": {}}}",
	    "github NixOS/nixpkgs abc 2:2\n", NULL },
    { "Manifest.toml",
	    "julia_version = \"1.6.0\"\n[[deps.A]]\nversion = \"1.0.0\"\n"
	    "[[deps.Base64]]\nuuid = \"x\"\n",
	    "product julia 1.6.0 1:18\njulia A 1.0.0 3:12\n", NULL },
    { "cpanfile.snapshot",
	    "# c\nDISTRIBUTIONS\n  Any-Event-v7.17\n    pathname: M/x-1.tar\n",
	    "cpan Any-Event 7.17 3:3\n", NULL },
    { "docker-compose.yml",
	    "services:\n  a:\n    image: \"nginx:1.14\"\n"
	    "  b:\n    build: .\n  c:\n    image: ghcr.io/o/x@sha256:aa\n",
	    "image nginx 1.14 3:13 direct\nimage ghcr.io/o/x  7:12 direct\n",
	    NULL },
    { ".gitlab-ci.yml",
	    "image: ruby:2.3\na:\n  image:\n    name: 'php:5.6'\n"
	    "  services:\n    - postgres:9.3\n    - name: redis:3\n",
	    "image ruby 2.3 1:8 direct\nimage php 5.6 4:12 direct\n"
	    "image postgres 9.3 6:7 direct\nimage redis 3 7:13 direct\n",
	    NULL },
    { ".github/workflows/ci.yml",
	    "jobs:\n  a:\n    container: node:10\n    services:\n      p:\n"
	    "        image: postgres:9.6\n    steps:\n"
	    "      - uses: actions/checkout@v2.0.0\n"
	    "      - uses: o/r/path@main\n      - uses: ./local\n"
	    "      - uses: docker://alpine:3.8\n",
	    "image node 10 3:16 direct\nimage postgres 9.6 6:16 direct\n"
	    "githubactions actions/checkout 2.0.0 8:15 direct\n"
	    "githubactions o/r main 9:15 direct\n"
	    "image alpine 3.8 11:15 direct\n",
	    NULL },
    { ".circleci/config.yml",
	    "jobs:\n  b:\n    docker:\n      - image: cimg/node:10.0\n",
	    "image cimg/node 10.0 4:16 direct\n", NULL },
    { "azure-pipelines.yml",
	    "resources:\n  containers:\n  - container: x\n    image: a:1\n",
	    "image x latest 3:16 direct\nimage a 1 4:12 direct\n", NULL },
    { "k8s/deploy.yaml",
	    "apiVersion: apps/v1\nkind: Deployment\nspec:\n  containers:\n"
	    "  - name: a\n    image: debian:9\n---\nkind: Pod\n"
	    "spec: {image: 'alpine:3.9'}\n",
	    "image debian 9 6:12 direct\nimage alpine 3.9 9:16 direct\n",
	    NULL },
    { "other.yaml", "image: a:1\n", "", NULL },
    { "values.yaml",
	    "image:\n  registry: r.example\n  repository: o/x\n  tag: '1.0'\n",
	    "image r.example/o/x 1.0 3:15 direct\n", NULL },
    { "Chart.lock",
	    "dependencies:\n- name: redis\n  version: 10.5.7\n"
	    "- name: x\n  version: ^1\n",
	    "generic redis 10.5.7 2:9 direct\ngeneric x  4:9 direct\n", NULL },
    { "Jenkinsfile",
	    "agent { docker { image 'maven:3-jdk-8' } }\n"
	    "docker.image(\"node:6\").inside {}\nimages 'x'\n",
	    "image maven 3-jdk-8 1:25 direct\nimage node 6 2:15 direct\n",
	    NULL },
    { ".pre-commit-config.yaml",
	    "repos:\n- repo: https://github.com/psf/black\n  rev: 19.3b0\n"
	    "- repo: local\n",
	    "github psf/black 19.3b0 2:9 direct dev\n", NULL },
    { ".nvmrc", "v10.1.0\n", "product nodejs 10.1.0 1:1 direct\n", NULL },
    { ".nvmrc", "lts/*\n", "", NULL },
    { ".python-version", "2.7.18\n3.6.1\n",
	    "product python 2.7.18 1:1 direct\n"
	    "product python 3.6.1 2:1 direct\n",
	    NULL },
    { "runtime.txt", "python-3.6.1\n", "product python 3.6.1 1:1 direct\n",
	    NULL },
    { ".ruby-version", "ruby-2.3.0\n", "product ruby 2.3.0 1:1 direct\n",
	    NULL },
    { ".tool-versions", "nodejs 10.1.0 # c\nzig 1\nerlang 20.0 19.0\n",
	    "product nodejs 10.1.0 1:8 direct\nproduct erlang 20.0 3:8 "
	    "direct\nproduct erlang 19.0 3:13 direct\n",
	    NULL },
    { "rust-toolchain.toml", "[toolchain]\nchannel = \"1.50.0\"\n",
	    "product rust 1.50.0 2:12 direct\n", NULL },
    { ".terraform.lock.hcl",
	    "provider \"registry.example/hashicorp/aws\" {\n"
	    "  version     = \"3.1.0\"\n  constraints = \"~> 3.0\"\n}\n",
	    "terraform hashicorp/aws 3.1.0 1:11\n", NULL },
    { ".gitmodules",
	    "[submodule \"a\"]\n\tpath = a\n"
	    "\turl = https://github.com/o/a.git\n",
	    "github o/a  3:8 direct\n", NULL },
    { "bom.json",
	    "{\"bomFormat\": \"CycloneDX\", \"components\": [\n"
	    "{\"purl\": \"pkg:npm/%40s/a@1.0.0?x=y\", "
	    "\"licenses\": [{\"license\": {\"id\": \"MIT\"}}]},\n"
	    "{\"purl\": \"pkg:maven/g/b@2.0\"}]}",
	    "npm @s/a 1.0.0 2:11 (MIT)\nmaven g:b 2.0 3:11\n", NULL },
    { "x.spdx.json",
	    "{\"spdxVersion\": \"SPDX-2.3\", \"packages\": [\n"
	    "{\"licenseConcluded\": \"NOASSERTION\", \"externalRefs\": ["
	    "{\"referenceType\": \"purl\",\n"
	    "\"referenceLocator\": \"pkg:pypi/A_b@1.0\"}]}]}",
	    "pypi a-b 1.0 3:22\n", NULL },
