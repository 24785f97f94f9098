/* How a CSV file is written: its encoding, its delimiter. Found from its bytes alone, the same on every machine.
 *
 * Encoding: what the byte order mark says; else UTF-8 when all of it is strict UTF-8; else Windows-1252. Delimiter:
 * what a first line "sep=;" says; else, of ; , tab |, the one under which the header and the first records have the
 * same number of fields, and the most of them.
 */
#ifndef GENCARTO_COMPILE_INGEST_DIALECT_H
#define GENCARTO_COMPILE_INGEST_DIALECT_H

#include <stdint.h>

#include "gencarto/base/error.h"

enum encoding { ENCODING_UTF_8, ENCODING_WINDOWS_1252, ENCODING_UTF_16LE, ENCODING_UTF_16BE };

/* "UTF-8", "windows-1252", "UTF-16LE", "UTF-16BE". */
const char *encoding_name(enum encoding encoding);

struct dialect {
    enum encoding encoding;
    bool has_signature;      /* a byte order mark */
    bool is_mixed;           /* read as Windows-1252, but parts are UTF-8 */
    int64_t undecodable;     /* bytes or units replaced by U+FFFD */
    char delimiter;          /* ; , tab | */
    char quote;              /* '"' */
    bool has_separator_line; /* the first line is "sep=;" and no record */
};

struct dialect_wish {    /* what programme.xml declares */
    struct str encoding; /* "", "UTF-8", "windows-1252", "UTF-16" */
    char delimiter;      /* 0: to be found */
};

/* Decodes `raw` to UTF-8 and finds the dialect. `name` stands in messages. The text lives in the arena or is part of
 * `raw`. ERROR_INPUT when a declared UTF-8 is none (with the line) or when the file holds NUL: no text. */
bool dialect_detect(struct arena *arena, const char *name, struct str raw, const struct dialect_wish *wish,
                    struct dialect *out_dialect, struct str *out_text, struct error *err);

#endif
