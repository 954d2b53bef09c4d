/* detectors.h - every detector there is, one line each in detectors.c. */
#ifndef TAMIS_DETECTORS_H
#define TAMIS_DETECTORS_H

#include "detector.h"

extern const struct detector crypto_detector;
extern const struct detector deps_detector;
extern const struct detector data_detector;
extern const struct detector secret_detector;
extern const struct detector *const all_detectors[]; /* NULL-terminated */

#endif
