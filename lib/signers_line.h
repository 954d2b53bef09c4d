/* signers_line.h - one line: of a .pub file, or of allowed_signers. */
#ifndef TAMIS_SIGNERS_LINE_H
#define TAMIS_SIGNERS_LINE_H

struct signers_line {
	struct str key;	   /* "TYPE BASE64 ..." */
	struct str name;   /* the principals; of a .pub line its comment */
	struct str spaces; /* namespaces=; n = 0: any */
	int64_t after, before;
};

/* All is borrowed from the line. 0, or -1 and *why. */
int signers_line_parse(
    struct str line, struct signers_line *l, const char **why);

#endif
