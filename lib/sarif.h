/*
 * sarif.h - the parts of a SARIF 2.1.0 log: the table of rules, and one
 * result. report_sarif.c puts them together.
 */
#ifndef TAMIS_SARIF_H
#define TAMIS_SARIF_H

#include "arena.h"
#include "json.h"
#include "rec.h"
#include "rules.h"

/* What code-scanning services take of one file; more is rejected whole. */
enum {
	SARIF_RUNS_MAX = 20,
	SARIF_RESULTS_MAX = 25000,
	SARIF_RULES_MAX = 25000,
	SARIF_NAME_MAX = 255,
	SARIF_TEXT_MAX = 1024
};

/* A service keeps one severity a rule, so each severity is a rule. */
struct sarif_rule {
	struct str id; /* "secrets/jwt"; ".high" is added when written */
	enum severity severity;
};

/* { .mem.max = ceiling } is a valid empty table. */
struct sarif_rules {
	struct sarif_rule *v; /* in the order they came: ruleIndex */
	uint32_t *sorted;
	size_t n, cap;
	struct arena mem;
};

/* Its number, added when new: 0; 1: the table is full; -1: no memory. */
int sarif_rule_of(struct sarif_rules *t, const struct rec *r, uint32_t *number);
/* The array "rules", with what known says of each. */
void sarif_put_rules(
    struct json *j, const struct sarif_rules *t, const struct rules *known);
void sarif_rules_free(struct sarif_rules *t);

const char *sarif_level(enum severity s);
/* "secrets/jwt.high" */
void sarif_rule_id(
    struct json *j, const char *name, const struct sarif_rule *r);
/* What is equal for the same finding anywhere: its fp, or rule and path. */
uint64_t sarif_fp(const struct rec *r);

struct sarif_mark {
	const struct sarif_rule *rule;
	uint32_t number, ordinal;
	uint64_t fp;
};
void sarif_put_result(struct json *j, const struct rec *r,
    const struct sarif_mark *m, struct buf *scratch);
/* The array "locations" of a result or a notification. */
void sarif_put_place(struct json *j, const struct rec *r, struct buf *scratch);
/* {"text": ...} in which nothing reads as a link. */
void sarif_put_message(
    struct json *j, const char *name, struct str escaped, struct buf *scratch);

#endif
