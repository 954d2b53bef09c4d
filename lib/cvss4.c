#include "base.h"
#include "cvss.h"
#include "str.h"

/*
 * CVSS 4.0: the specification's section 8, for base metrics and the threat
 * metric E; environmental metrics are taken as not given. Scores count in
 * tenths.
 */

/* Of each macrovector: EQ1, EQ2, then EQ3 with EQ6 (00 01 10 11 21), EQ4,
   EQ5, the last turning fastest. FIRST's table. */
static const unsigned char scores[3 * 2 * 5 * 3 * 3] = {
	100,
	98,
	95,
	100,
	93,
	91,
	93,
	89,
	81,
	99,
	95,
	92,
	96,
	87,
	81,
	90,
	80,
	68,
	98,
	95,
	90,
	93,
	89,
	81,
	88,
	78,
	69,
	95,
	92,
	84,
	92,
	81,
	65,
	80,
	70,
	48,
	92,
	82,
	72,
	79,
	69,
	50,
	69,
	55,
	27,
	99,
	95,
	92,
	95,
	90,
	84,
	92,
	82,
	72,
	97,
	92,
	85,
	91,
	83,
	71,
	81,
	71,
	53,
	95,
	92,
	85,
	92,
	80,
	70,
	84,
	71,
	50,
	93,
	85,
	73,
	82,
	72,
	59,
	70,
	52,
	30,
	86,
	75,
	52,
	71,
	52,
	29,
	63,
	29,
	17,
	98,
	94,
	91,
	94,
	86,
	77,
	87,
	74,
	63,
	95,
	87,
	81,
	89,
	74,
	64,
	75,
	63,
	49,
	94,
	88,
	76,
	86,
	74,
	59,
	72,
	57,
	52,
	89,
	77,
	67,
	76,
	58,
	50,
	57,
	52,
	25,
	83,
	70,
	54,
	65,
	58,
	26,
	53,
	21,
	13,
	95,
	88,
	76,
	90,
	75,
	61,
	77,
	68,
	52,
	90,
	76,
	70,
	77,
	62,
	53,
	66,
	59,
	30,
	89,
	76,
	62,
	74,
	57,
	47,
	61,
	57,
	24,
	78,
	67,
	58,
	59,
	57,
	23,
	52,
	29,
	16,
	71,
	59,
	30,
	58,
	26,
	15,
	23,
	13,
	6,
	93,
	86,
	75,
	86,
	74,
	56,
	70,
	52,
	40,
	87,
	72,
	58,
	74,
	61,
	34,
	54,
	40,
	22,
	85,
	74,
	62,
	72,
	55,
	46,
	53,
	34,
	19,
	75,
	55,
	51,
	57,
	41,
	19,
	36,
	19,
	8,
	64,
	51,
	20,
	47,
	21,
	11,
	24,
	9,
	4,
	88,
	73,
	60,
	73,
	59,
	41,
	54,
	45,
	20,
	75,
	53,
	50,
	55,
	40,
	20,
	43,
	22,
	11,
	75,
	58,
	40,
	61,
	48,
	20,
	46,
	17,
	8,
	55,
	45,
	21,
	51,
	18,
	9,
	18,
	7,
	2,
	53,
	24,
	14,
	24,
	12,
	5,
	10,
	3,
	1,
};

enum { AV, AC, AT, PR, UI, VC, VI, VA, SC, SI, SA, E, METRICS };

static const struct {
	const char *name, *values; /* the worst first */
} metrics[METRICS] = { { "AV", "NALP" }, { "AC", "LH" }, { "AT", "NP" },
	{ "PR", "NLH" }, { "UI", "NPA" }, { "VC", "HLN" }, { "VI", "HLN" },
	{ "VA", "HLN" }, { "SC", "HLN" }, { "SI", "HLN" }, { "SA", "HLN" },
	{ "E", "APU" } };

/* Levels of some of the metrics: 0 is the worst. */
struct level {
	signed char m[3];
};

/* The highest vectors of each class; a lower class follows. */
static const struct level eq1_max[3][3] = { { { { 0, 0, 0 } } },
	{ { { 1, 0, 0 } }, { { 0, 1, 0 } }, { { 0, 0, 1 } } },
	{ { { 3, 0, 0 } }, { { 1, 1, 1 } } } };
static const struct level eq2_max[2][3] = { { { { 0, 0, 0 } } },
	{ { { 1, 0, 0 } }, { { 0, 1, 0 } } } };
static const struct level eq3_max[3][3] = { { { { 0, 0, 0 } } },
	{ { { 1, 0, 0 } }, { { 0, 1, 0 } } }, { { { 1, 1, 1 } } } };
static const int depth[4][3] = { { 1, 4, 5 }, { 1, 2, 0 }, { 7, 8, 10 },
	{ 6, 5, 4 } };

struct classes {
	int eq1, eq2, eq36, eq4, eq5;
};

static int
score_of(const struct classes *c)
{
	if (c->eq1 > 2 || c->eq2 > 1 || c->eq36 > 4 || c->eq4 > 2 || c->eq5 > 2)
		return -1;
	return scores[(((c->eq1 * 2 + c->eq2) * 5 + c->eq36) * 3 + c->eq4) * 3 +
	    c->eq5];
}

static struct classes
classify(const signed char *m)
{
	struct classes c = { .eq5 = m[E] };
	int zeros = (m[AV] == 0) + (m[PR] == 0) + (m[UI] == 0);

	c.eq1 = zeros == 3 ? 0 : zeros > 0 && m[AV] != 3 ? 1 : 2;
	c.eq2 = m[AC] == 0 && m[AT] == 0 ? 0 : 1;
	if (m[VC] == 0 && m[VI] == 0)
		c.eq36 = 0;
	else
		c.eq36 = m[VC] == 0 || m[VI] == 0 || m[VA] == 0 ? 2 : 4;
	c.eq4 = m[SC] == 0 || m[SI] == 0 || m[SA] == 0 ? 1 : 2;
	return c;
}

/* How far m is from the first highest vector that is nowhere below it. */
static int
distance(const signed char *a, const struct level *max, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int d[3], sum = 0;

		for (size_t k = 0; k < 3; k++) {
			d[k] = a[k] - max[i].m[k];
			sum += d[k];
		}
		if (d[0] >= 0 && d[1] >= 0 && d[2] >= 0)
			return sum;
	}
	return 0;
}

/* The next lower score for a class, or -1; EQ3 and EQ6 go down together. */
static int
lower(struct classes c, int which)
{
	struct classes left = c, right = c;

	switch (which) {
	case 0: c.eq1++; break;
	case 1: c.eq2++; break;
	case 2:
		if (c.eq36 == 4)
			return -1;
		if (c.eq36 == 2) {
			c.eq36 = 3;
			break;
		}
		left.eq36 = 1;
		right.eq36 = 2;
		return score_of(&left) > score_of(&right) ? score_of(&left) :
							    score_of(&right);
	case 3: c.eq4++; break;
	default: c.eq5++; break;
	}
	return score_of(&c);
}

static int
evaluate(const signed char *m)
{
	const signed char a[4][3] = { { m[AV], m[PR], m[UI] },
		{ m[AC], m[AT], 0 }, { m[VC], m[VI], m[VA] },
		{ m[SC], m[SI], m[SA] } };
	struct classes c = classify(m);
	int eq3 = c.eq36 / 2, at[4] = { c.eq1, c.eq2, eq3, c.eq4 };
	int d[4], value = score_of(&c), n = 0;
	double sum = 0;
	/* In EQ4 the highest of class 2 has no H at all. */
	struct level eq4 = { { 0, 0, 0 } };

	if (c.eq4 == 2)
		eq4 = (struct level){ { 1, 1, 1 } };
	d[0] = distance(a[0], eq1_max[c.eq1], c.eq1 == 1 ? 3 : c.eq1 ? 2 : 1);
	d[1] = distance(a[1], eq2_max[c.eq2], c.eq2 ? 2 : 1);
	d[2] = distance(a[2], eq3_max[eq3], eq3 == 1 ? 2 : 1);
	d[3] = distance(a[3], &eq4, 1);
	for (int i = 0; i < 5; i++) {
		int next = lower(c, i);

		if (next < 0)
			continue;
		n++;
		if (i < 4)
			sum += (double)(value - next) * d[i] / depth[i][at[i]];
	}
	sum = (double)value - (n ? sum / n : 0);
	return sum <= 0 ? 0 : sum >= 100 ? 100 : (int)(sum + 0.5 + 1e-5);
}

int
cvss_4(struct str vector)
{
	signed char m[METRICS];
	struct str part, name;
	size_t i, none = 0;

	memset(m, -1, sizeof(m));
	m[E] = 0;
	while (str_cut(&vector, '/', &part)) {
		if (!str_cut(&part, ':', &name))
			continue;
		for (i = 0; i < METRICS; i++) {
			const char *v = metrics[i].values, *at = NULL;

			if (part.n != 1 || !str_eqz(name, metrics[i].name))
				continue;
			if (part.p[0])
				at = strchr(v, part.p[0]);
			if (at)
				m[i] = (signed char)(at - v);
		}
	}
	for (i = 0; i < METRICS; i++)
		if (m[i] < 0)
			return -1;
	for (i = VC; i <= SA; i++)
		none += m[i] == 2;
	return none == 6 ? 0 : evaluate(m);
}
