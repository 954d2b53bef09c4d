/* depreaders.h - a reader for each format, for the table of depfile.c. */
#ifndef TAMIS_DEPREADERS_H
#define TAMIS_DEPREADERS_H

struct depread;

int depread_cargo(struct depread *r);
int depread_composer(struct depread *r);
int depread_docker(struct depread *r);
int depread_gemfile(struct depread *r);
int depread_gomod(struct depread *r);
int depread_npm(struct depread *r);
int depread_pipfile(struct depread *r);
int depread_poetry(struct depread *r);
int depread_pom(struct depread *r);
int depread_pylock(struct depread *r);
int depread_requirements(struct depread *r);
int depread_uv(struct depread *r);
int depread_yarn(struct depread *r);

#endif
