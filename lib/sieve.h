/*
 * sieve.h - the driver: options, source, sandbox, threads, containers,
 * windows, order, fingerprints, masks and the verdict, for any detectors.
 */
#ifndef TAMIS_SIEVE_H
#define TAMIS_SIEVE_H

#include "detector.h"
#include "opt.h"

/* A whole program: returns its exit status. detectors ends in NULL. */
int sieve_main(int argc, char *argv[], const char *name,
    const struct detector *const *detectors, const struct tool *tool);

#endif
