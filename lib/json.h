/*
 * json.h - write JSON, one value after the other. Strings become valid
 * UTF-8 (a bad byte is U+FFFD) and hold nothing that drives a terminal:
 * control, bidi and invisible characters are written \uXXXX.
 */
#ifndef TAMIS_JSON_H
#define TAMIS_JSON_H

struct json {
	FILE *out;	/* its error flag is the writer's */
	unsigned depth; /* at most 63 */
	uint64_t more;	/* bit d: something stands at depth d already */
};

/* name is NULL in an array and at the top. */
void json_open(struct json *j, const char *name, char bracket); /* { or [ */
void json_close(struct json *j, char bracket);			/* } or ] */
void json_str(struct json *j, const char *name, struct str s);
void json_strz(struct json *j, const char *name, const char *z);
void json_num(struct json *j, const char *name, uint64_t n);
void json_bool(struct json *j, const char *name, bool yes);
/* Is it a number as JSON writes one? Then it may be passed as it is. */
bool json_is_num(struct str s);
void json_raw(struct json *j, const char *name, struct str number);
/* Start a line where white space may stand. */
void json_line(struct json *j);

/* At most max bytes of s, cut between characters. */
struct str json_cut(struct str s, size_t max);

#endif
