#include "base.h"
#include "fielddicom.h"
#include "str.h"

enum { PREAMBLE = 132, HEADER_MAX = 12 };

#define UNDEFINED 0xffffffffu
#define TAG(g, e) ((uint32_t)(g) << 16 | (e))

/* PS3.6; of those that PS3.15 protects, what is of a person. */
static const struct attribute {
	uint32_t tag;
	const char *name;
} attributes[] = {
	{ TAG(0x0008, 0x0050), "AccessionNumber" },
	{ TAG(0x0008, 0x0090), "ReferringPhysicianName" },
	{ TAG(0x0008, 0x0092), "ReferringPhysicianAddress" },
	{ TAG(0x0008, 0x0094), "ReferringPhysicianTelephoneNumbers" },
	{ TAG(0x0008, 0x1048), "PhysiciansOfRecordName" },
	{ TAG(0x0008, 0x1050), "PerformingPhysicianName" },
	{ TAG(0x0008, 0x1060), "NameOfPhysiciansReadingStudy" },
	{ TAG(0x0008, 0x1070), "OperatorsName" },
	{ TAG(0x0008, 0x1080), "AdmittingDiagnosesDescription" },
	{ TAG(0x0010, 0x0010), "PatientName" },
	{ TAG(0x0010, 0x0020), "PatientID" },
	{ TAG(0x0010, 0x0030), "PatientBirthDate" },
	{ TAG(0x0010, 0x1000), "OtherPatientIDs" },
	{ TAG(0x0010, 0x1001), "OtherPatientNames" },
	{ TAG(0x0010, 0x1005), "PatientBirthName" },
	{ TAG(0x0010, 0x1040), "PatientAddress" },
	{ TAG(0x0010, 0x1050), "InsurancePlanIdentification" },
	{ TAG(0x0010, 0x1060), "PatientMotherBirthName" },
	{ TAG(0x0010, 0x1090), "MedicalRecordLocator" },
	{ TAG(0x0010, 0x2110), "Allergies" },
	{ TAG(0x0010, 0x2154), "PatientTelephoneNumbers" },
	{ TAG(0x0010, 0x2160), "EthnicGroup" },
	{ TAG(0x0010, 0x21b0), "AdditionalPatientHistory" },
	{ TAG(0x0010, 0x21f0), "PatientReligiousPreference" },
	{ TAG(0x0010, 0x2297), "ResponsiblePerson" },
	{ TAG(0x0032, 0x1032), "RequestingPhysician" },
	{ TAG(0x0038, 0x0010), "AdmissionID" },
	{ TAG(0x0040, 0x0006), "ScheduledPerformingPhysicianName" },
	{ TAG(0x0040, 0x1101), "PersonIdentification" },
	{ TAG(0x0040, 0x1102), "PersonAddress" },
	{ TAG(0x0040, 0x1103), "PersonTelephoneNumbers" },
	{ TAG(0x0040, 0x2008), "OrderEnteredByName" },
	{ TAG(0x0040, 0xa123), "PersonName" },
};

/* A value that is told when the file ends. */
struct held {
	const struct attribute *attribute;
	struct span at;
	size_t n;
	char bytes[DICOM_VALUE_MAX];
};

struct dicom {
	const struct fields *to;
	size_t at; /* of the next byte, in the file */
	unsigned char head[HEADER_MAX];
	size_t nhead, want; /* bytes of the header: had, needed */
	uint32_t tag, left; /* left: bytes of the value to come */
	bool implicit, big, meta, fragments, removed, stopped;
	struct held *now; /* the value being read is kept there */
	char uid[64];
	size_t nuid;
	struct held *held;
	size_t nheld;
};

static unsigned
get16(const struct dicom *d, const unsigned char *p)
{
	return d->big && !d->meta ? (unsigned)p[0] << 8 | p[1] :
				    (unsigned)p[1] << 8 | p[0];
}

static uint32_t
get32(const struct dicom *d, const unsigned char *p)
{
	return d->big && !d->meta ?
	    (uint32_t)get16(d, p) << 16 | get16(d, p + 2) :
	    (uint32_t)get16(d, p + 2) << 16 | get16(d, p);
}

static const struct attribute *
attribute_of(uint32_t tag)
{
	for (size_t i = 0; i < LEN(attributes); i++)
		if (attributes[i].tag == tag)
			return &attributes[i];
	return NULL;
}

/* What follows the file's own group. */
static const char *
begin_dataset(struct dicom *d)
{
	struct str uid = { d->uid, d->nuid };

	d->meta = false;
	while (uid.n && (uid.p[uid.n - 1] == '\0' || uid.p[uid.n - 1] == ' '))
		uid.n--;
	d->implicit = str_eqz(uid, "1.2.840.10008.1.2");
	d->big = str_eqz(uid, "1.2.840.10008.1.2.2");
	if (str_eqz(uid, "1.2.840.10008.1.2.1.99"))
		return "DICOM that is compressed as a whole is not read";
	return NULL;
}

/* Has the VR its length in four bytes, behind two that are reserved? */
static bool
is_long(const unsigned char *vr)
{
	static const char *const v[] = { "OB", "OD", "OF", "OL", "OV", "OW",
		"SQ", "UC", "UN", "UR", "UT", "SV", "UV" };

	for (size_t i = 0; i < LEN(v); i++)
		if (memcmp(vr, v[i], 2) == 0)
			return true;
	return false;
}

static void
begin_value(struct dicom *d, uint32_t length)
{
	const struct attribute *a = attribute_of(d->tag);

	d->left = length;
	d->now = NULL;
	if (d->tag == TAG(2, 0x10))
		d->nuid = 0;
	if ((a == NULL && d->tag != TAG(0x12, 0x62)) || length == 0 ||
	    d->nheld == DICOM_VALUES_MAX)
		return;
	d->now = &d->held[d->nheld];
	*d->now =
	    (struct held){ .attribute = a, .at = { d->at, d->at + length } };
}

/* The header is there: what is it of? NULL, or why it cannot be read on. */
static const char *
end_header(struct dicom *d)
{
	bool item = d->tag >> 16 == 0xfffe, sequence = false;
	uint32_t length;

	if (item || (d->implicit && !d->meta)) {
		length = get32(d, d->head + 4);
	} else if (d->want == 12) {
		length = get32(d, d->head + 8);
		sequence = memcmp(d->head + 4, "SQ", 2) == 0;
	} else {
		length = get16(d, d->head + 6);
	}
	d->nhead = 0;
	d->want = 8;
	if (d->tag == TAG(0xfffe, 0xe0dd))
		d->fragments = false;
	if (length == UNDEFINED && d->tag == TAG(0x7fe0, 0x0010))
		d->fragments = true;
	/* What is in sequences and their items is read as it comes. */
	if (length == UNDEFINED || sequence || (item && !d->fragments))
		return NULL;
	begin_value(d, length);
	return NULL;
}

static const char *
header_byte(struct dicom *d, unsigned char c)
{
	d->head[d->nhead++] = c;
	if (d->nhead == 4) {
		/* The group that says how it is written is over. */
		if (d->meta && get16(d, d->head) != 2) {
			const char *why = begin_dataset(d);

			if (why)
				return why;
		}
		d->tag = TAG(get16(d, d->head), get16(d, d->head + 2));
	}
	if (d->nhead == 6 && !(d->implicit && !d->meta) &&
	    d->tag >> 16 != 0xfffe && is_long(d->head + 4))
		d->want = 12;
	return d->nhead == d->want ? end_header(d) : NULL;
}

static void
end_value(struct dicom *d)
{
	struct held *h = d->now;

	d->now = NULL;
	if (h == NULL)
		return;
	while (
	    h->n && (h->bytes[h->n - 1] == ' ' || h->bytes[h->n - 1] == '\0'))
		h->n--;
	if (h->attribute == NULL)
		d->removed |= str_eqz((struct str){ h->bytes, h->n }, "YES");
	else
		d->nheld += h->n > 0;
}

static void
value_bytes(struct dicom *d, const char *p, size_t n)
{
	for (size_t i = 0; d->tag == TAG(2, 0x10) && i < n; i++)
		if (d->nuid < sizeof(d->uid))
			d->uid[d->nuid++] = p[i];
	if (d->now) {
		size_t room = DICOM_VALUE_MAX - d->now->n;
		size_t take = n < room ? n : room;

		memcpy(d->now->bytes + d->now->n, p, take);
		d->now->n += take;
	}
	d->left -= (uint32_t)n;
	if (d->left == 0)
		end_value(d);
}

static int
tell(struct dicom *d)
{
	char path[80];
	int rc = 0;

	for (size_t i = 0; i < d->nheld && !d->removed && rc == 0; i++) {
		const struct held *h = &d->held[i];
		int f;

		snprintf(path, sizeof(path), "%s(%04x,%04x)",
		    h->attribute->name, h->attribute->tag >> 16,
		    h->attribute->tag & 0xffff);
		f = d->to->field(d->to->arg, str_of(path));
		if (f >= 0)
			rc = d->to->value(d->to->arg, f,
			    (struct str){ h->bytes, h->n }, h->at);
	}
	d->nheld = 0;
	return rc;
}

static int
dicom_feed(void *arg, const struct piece *p)
{
	struct dicom *d = arg;
	size_t i = p->at < PREAMBLE ? PREAMBLE - p->at : 0;
	int rc = 0;

	for (; i < p->bytes.n && *p->why == NULL && !d->stopped;) {
		size_t n = p->bytes.n - i;

		d->at = p->at + i;
		if (d->left) {
			n = n < d->left ? n : d->left;
			value_bytes(d, p->bytes.p + i, n);
			i += n;
		} else {
			d->at++;
			*p->why =
			    header_byte(d, (unsigned char)p->bytes.p[i++]);
		}
	}
	if (*p->why == NULL && p->last && (d->left || d->nhead))
		*p->why = "DICOM that ends inside of a value";
	if (p->last || *p->why) {
		d->now = NULL;
		rc = tell(d);
	}
	if (*p->why == NULL || rc)
		return rc;
	d->stopped = true;
	*p->upto = p->at + p->bytes.n;
	return -1;
}

static void *
dicom_open(const struct fields *to)
{
	struct dicom *d = calloc(1, sizeof(*d));

	if (d == NULL)
		return NULL;
	d->to = to;
	d->meta = true;
	d->want = 8;
	d->held = calloc(DICOM_VALUES_MAX, sizeof(*d->held));
	if (d->held)
		return d;
	free(d);
	return NULL;
}

static void
dicom_close(void *arg)
{
	struct dicom *d = arg;

	if (d)
		free(d->held);
	free(d);
}

static bool
dicom_is(enum kind kind, struct str head)
{
	(void)kind;
	return head.n >= PREAMBLE && memcmp(head.p + 128, "DICM", 4) == 0;
}

const struct format fielddicom_format = {
	.name = "dicom",
	.health = true,
	.sure = true,
	.raw = true,
	.is = dicom_is,
	.open = dicom_open,
	.feed = dicom_feed,
	.close = dicom_close,
};
