/* image.h - references to container images, as Docker and Podman write them. */
#ifndef TAMIS_IMAGE_H
#define TAMIS_IMAGE_H

struct depread;

/*
 * Put "registry/name:tag@digest" as a dependency: the name without the
 * default registry and its "library/", the tag "latest" when there is
 * neither tag nor digest. What holds an unknown variable is put without a
 * version. 0, or -1.
 */
int image_put(struct depread *r, struct str ref, struct span at);

#endif
