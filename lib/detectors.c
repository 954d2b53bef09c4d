#include "base.h"
#include "detectors.h"

const struct detector *const all_detectors[] = {
	&secret_detector,
	&deps_detector,
	&crypto_detector,
	NULL,
};
