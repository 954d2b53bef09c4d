#include "base.h"
#include "person.h"
#include "str.h"

#include <time.h>

bool
person_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t
digits(struct str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	return n;
}

static struct str
trim_head(struct str s)
{
	while (s.n && person_blank(s.p[0]))
		s = str_sub(s, 1, s.n);
	return s;
}

static struct str
trim_tail(struct str s)
{
	while (s.n && person_blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

int
person_split(struct str line, struct person *p)
{
	size_t open = str_chr(line, '<', 0), close, n;
	struct str rest;

	*p = (struct person){ 0 };
	if (open == STR_NONE)
		return -1;
	if ((close = str_chr(line, '>', open)) == STR_NONE)
		return -1;
	p->name = trim_tail(str_sub(line, 0, open));
	p->mail = str_sub(line, open + 1, close);
	/* The time stands behind the last '>': broken mails hold some. */
	rest = trim_head(str_sub(line, str_rchr(line, '>') + 1, line.n));
	if ((n = digits(rest)) == 0)
		return 0;
	p->time = str_sub(rest, 0, n);
	rest = trim_head(str_sub(rest, n, rest.n));
	n = rest.n && (rest.p[0] == '+' || rest.p[0] == '-') ?
	    digits(str_sub(rest, 1, rest.n)) :
	    0;
	if (n > 0)
		p->zone = str_sub(rest, 0, n + 1);
	else
		p->time = p->zone;
	return 0;
}

/* Digits as a number; too large ones become max. */
static int64_t
number(struct str s, int64_t max)
{
	int64_t v = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (v > (max - 9) / 10)
			return max;
		v = v * 10 + (s.p[i] - '0');
	}
	return v;
}

/* The zone as git holds it, -0130 for an hour and a half west. */
static int64_t
zone_of(const struct person *p)
{
	int64_t v = number(str_sub(p->zone, 1, p->zone.n), INT32_MAX);

	if (v == INT32_MAX)
		return 0;
	return p->zone.n && p->zone.p[0] == '-' ? -v : v;
}

/* The local calendar time. False: git refuses it. */
static bool
local_time(const struct person *p, struct tm *tm, int64_t *zone)
{
	int64_t t = number(p->time, INT64_MAX);
	int64_t away, minutes;
	time_t when;

	*zone = t == INT64_MAX ? 0 : zone_of(p);
	if (t == INT64_MAX)
		t = 0;
	away = *zone < 0 ? -*zone : *zone;
	minutes = away / 100 * 60 + away % 100;
	if (*zone < 0 ? t < minutes * 60 : t > INT64_MAX - minutes * 60)
		return false;
	when = (time_t)(*zone < 0 ? t - minutes * 60 : t + minutes * 60);
	if (gmtime_r(&when, tm) == NULL) {
		when = 0;
		*zone = 0;
		gmtime_r(&when, tm);
	}
	return true;
}

int
person_date(const struct person *p, char style, struct buf *out)
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	const char *day, *month;
	char clock[48], zone[24];
	struct tm tm;
	int64_t z;
	int y;

	if (!local_time(p, &tm, &z))
		return 1;
	day = days + 3 * (size_t)tm.tm_wday;
	month = months + 3 * (size_t)tm.tm_mon;
	y = tm.tm_year + 1900;
	snprintf(clock, sizeof(clock), "%02d:%02d:%02d", tm.tm_hour, tm.tm_min,
	    tm.tm_sec);
	snprintf(zone, sizeof(zone), "%+05d", (int)z);
	switch (style) {
	case 'D':
		return buf_addf(out, "%.3s, %d %.3s %d %s %s", day, tm.tm_mday,
		    month, y, clock, zone);
	case 's':
		return buf_addf(
		    out, "%04d-%02d-%02d", y, tm.tm_mon + 1, tm.tm_mday);
	case 'i':
		return buf_addf(out, "%04d-%02d-%02d %s %s", y, tm.tm_mon + 1,
		    tm.tm_mday, clock, zone);
	case 'I':
		return buf_addf(out, "%04d-%02d-%02dT%s%c%02d:%02d", y,
		    tm.tm_mon + 1, tm.tm_mday, clock, z < 0 ? '-' : '+',
		    (int)((z < 0 ? -z : z) / 100),
		    (int)((z < 0 ? -z : z) % 100));
	default:
		/* Git hides the zone -0001, its mark for an unknown one. */
		return buf_addf(out, "%.3s %.3s %d %s %d%s%s", day, month,
		    tm.tm_mday, clock, y, z == -1 ? "" : " ",
		    z == -1 ? "" : zone);
	}
}

/* "Name <mail>" off the head of *line. False: there is none. */
static bool
map_part(struct str *line, struct str *name, struct str *mail, bool empty)
{
	size_t open = str_chr(*line, '<', 0), close;

	*name = *mail = (struct str){ 0 };
	if (open == STR_NONE)
		return false;
	close = str_chr(*line, '>', open + 1);
	if (close == STR_NONE || (!empty && close == open + 1))
		return false;
	*name = trim_tail(trim_head(str_sub(*line, 0, open)));
	*mail = str_sub(*line, open + 1, close);
	*line = str_sub(*line, close + 1, line->n);
	return true;
}

/* What a mailmap says so far of one person. */
struct mapped {
	struct str name, mail;		 /* by mail alone */
	struct str full_name, full_mail; /* by name and mail */
	bool full;
};

static void
map_line(const struct person *p, struct str line, struct mapped *m)
{
	struct str name, mail, old_name = { 0 }, old_mail;

	line = str_sub(line, 0, str_chr(line, '\0', 0));
	if (line.n && line.p[0] == '#')
		return;
	if (!map_part(&line, &name, &mail, false))
		return;
	if (!map_part(&line, &old_name, &old_mail, true)) {
		old_mail = mail;
		mail = (struct str){ 0 };
	}
	if (!str_ieq(old_mail, p->mail))
		return;
	if (old_name.n == 0) {
		m->name = name.n ? name : m->name;
		m->mail = mail.p ? mail : m->mail;
	} else if (str_ieq(old_name, p->name)) {
		m->full = true;
		m->full_name = name;
		m->full_mail = mail;
	}
}

void
person_map(struct person *p, struct str mailmap, size_t longest)
{
	struct mapped m = { 0 };

	while (mailmap.n) {
		size_t nl = str_chr(mailmap, '\n', 0);
		size_t end = nl == STR_NONE ? mailmap.n : nl;
		size_t next = nl == STR_NONE ? end : end + 1;

		if (next > longest)
			end = next = longest;
		map_line(p, str_sub(mailmap, 0, end), &m);
		mailmap = str_sub(mailmap, next, mailmap.n);
	}
	if (m.full) {
		m.name = m.full_name;
		m.mail = m.full_mail;
	}
	if (m.name.n)
		p->name = m.name;
	if (m.mail.p)
		p->mail = m.mail;
}
