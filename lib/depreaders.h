/* depreaders.h - a reader for each format, for the table of depfile.c. */
#ifndef TAMIS_DEPREADERS_H
#define TAMIS_DEPREADERS_H

struct depread;

int depread_azure(struct depread *r);
int depread_bun(struct depread *r);
int depread_cabal(struct depread *r);
int depread_cargo(struct depread *r);
int depread_cartfile(struct depread *r);
int depread_catalogue(struct depread *r);
int depread_chart(struct depread *r);
int depread_circleci(struct depread *r);
int depread_cmake(struct depread *r);
int depread_compose(struct depread *r);
int depread_composer(struct depread *r);
int depread_conanfile(struct depread *r);
int depread_conanlock(struct depread *r);
int depread_conda(struct depread *r);
int depread_condalock(struct depread *r);
int depread_cpan(struct depread *r);
int depread_deno(struct depread *r);
int depread_docker(struct depread *r);
int depread_flake(struct depread *r);
int depread_gemfile(struct depread *r);
int depread_gitlab(struct depread *r);
int depread_gitmodules(struct depread *r);
int depread_globaljson(struct depread *r);
int depread_gomod(struct depread *r);
int depread_gosum(struct depread *r);
int depread_goversion(struct depread *r);
int depread_gradle(struct depread *r);
int depread_gradlelock(struct depread *r);
int depread_ivy(struct depread *r);
int depread_jenkins(struct depread *r);
int depread_julia(struct depread *r);
int depread_manifest(struct depread *r);
int depread_mix(struct depread *r);
int depread_msbuild(struct depread *r);
int depread_nodeversion(struct depread *r);
int depread_npm(struct depread *r);
int depread_nuget_assets(struct depread *r);
int depread_nuget_config(struct depread *r);
int depread_nuget_lock(struct depread *r);
int depread_paket(struct depread *r);
int depread_phpversion(struct depread *r);
int depread_pipfile(struct depread *r);
int depread_pnpm(struct depread *r);
int depread_podfile(struct depread *r);
int depread_poetry(struct depread *r);
int depread_pom(struct depread *r);
int depread_precommit(struct depread *r);
int depread_pubspec(struct depread *r);
int depread_pylock(struct depread *r);
int depread_pyproject(struct depread *r);
int depread_pythonversion(struct depread *r);
int depread_rebar(struct depread *r);
int depread_renv(struct depread *r);
int depread_requirements(struct depread *r);
int depread_rubyversion(struct depread *r);
int depread_rusttoolchain(struct depread *r);
int depread_sbom(struct depread *r);
int depread_sbt(struct depread *r);
int depread_setupcfg(struct depread *r);
int depread_stack(struct depread *r);
int depread_swift(struct depread *r);
int depread_terraform(struct depread *r);
int depread_terraformversion(struct depread *r);
int depread_toolversions(struct depread *r);
int depread_uv(struct depread *r);
int depread_values(struct depread *r);
int depread_vcpkg(struct depread *r);
int depread_workflow(struct depread *r);
int depread_wrap(struct depread *r);
int depread_yarn(struct depread *r);

#endif
