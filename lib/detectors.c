#include "base.h"
#include "detectors.h"

const struct detector *const all_detectors[] = {
	&data_detector,
	&secret_detector,
	&deps_detector,
	&crypto_detector,
	NULL,
};
