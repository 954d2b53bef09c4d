#include "base.h"
#include "cvss.h"
#include "str.h"

/* CVSS 3.0 and 3.1, section 7.1: weights in hundredths of the metrics. */
enum { AV, AC, PR, UI, S, C, I, A, METRICS };

static const struct {
	const char *name, *values;
	int weight[4];
} metrics[METRICS] = {
	[AV] = { "AV", "NALP", { 85, 62, 55, 20 } },
	[AC] = { "AC", "LH", { 77, 44 } },
	[PR] = { "PR", "NLH", { 85, 62, 27 } },
	[UI] = { "UI", "NR", { 85, 62 } },
	[S] = { "S", "UC", { 0, 1 } },
	[C] = { "C", "HLN", { 56, 22, 0 } },
	[I] = { "I", "HLN", { 56, 22, 0 } },
	[A] = { "A", "HLN", { 56, 22, 0 } },
};

/* To the next tenth; whole hundred-thousandths, as 3.1 says. */
static int
round_up(double x)
{
	long n = (long)(x * 100000 + 0.5);

	return (int)(n % 10000 == 0 ? n / 10000 : n / 10000 + 1);
}

static double
power(double x, int n)
{
	double r = 1;

	while (n-- > 0)
		r *= x;
	return r;
}

static int
evaluate(const int *m, bool changed)
{
	int pr = m[PR];
	double iss, impact, exploit, sum;

	if (changed) /* privileges weigh less when the scope changes */
		pr = pr == 62 ? 68 : pr == 27 ? 50 : pr;
	iss = 1 - (1 - m[C] / 100.0) * (1 - m[I] / 100.0) * (1 - m[A] / 100.0);
	impact = 6.42 * iss;
	if (changed)
		impact = 7.52 * (iss - 0.029) - 3.25 * power(iss - 0.02, 15);
	exploit =
	    8.22 * m[AV] / 100.0 * m[AC] / 100.0 * pr / 100.0 * m[UI] / 100.0;
	if (impact <= 0)
		return 0;
	sum = (impact + exploit) * (changed ? 1.08 : 1);
	return round_up(sum > 10 ? 10 : sum);
}

static int
score_3(struct str vector)
{
	int m[METRICS];
	struct str part, name;
	size_t i;

	for (i = 0; i < METRICS; i++)
		m[i] = -1;
	while (str_cut(&vector, '/', &part)) {
		if (!str_cut(&part, ':', &name) || part.n != 1 || !part.p[0])
			continue;
		for (i = 0; i < METRICS; i++) {
			const char *v = metrics[i].values;
			const char *at = strchr(v, part.p[0]);

			if (at && str_eqz(name, metrics[i].name))
				m[i] = metrics[i].weight[at - v];
		}
	}
	for (i = 0; i < METRICS; i++)
		if (m[i] < 0)
			return -1;
	return evaluate(m, m[S] == 1);
}

int
cvss_score(struct str vector)
{
	static const char four[] = "CVSS:4.0/", three[] = "CVSS:3.";

	if (str_starts(vector, str_of(four)))
		return cvss_4(str_sub(vector, strlen(four), vector.n));
	if (str_starts(vector, str_of(three)))
		return score_3(str_sub(vector, strlen(three) + 2, vector.n));
	return -1;
}
