/* Texts that may be nowhere, looked for in any bytes, all of them in one pass. */
#ifndef GENCARTO_GENERATOR_AUDIT_TRACES_H
#define GENCARTO_GENERATOR_AUDIT_TRACES_H

#include <stdint.h>

#include "figures.h"

#define TRACE_SHORTEST 4  /* bytes; shorter ones would be found anywhere */
#define TRACE_LONG     8  /* bytes by which longer ones are looked up */
#define TRACE_JOINED   10 /* bytes of one that is looked for where signs were taken out */

struct trace {
    struct str text;
    struct str rule;   /* of the fault: "canary", "personal-text", "hash-told" */
    struct str origin; /* what is said of it instead of itself: the report may be read by others */
    bool is_word;      /* found only where no letter or digit touches it */
};

/* A file whose rows and bytes may not be told beside its name. */
struct counted_file {
    struct str name;
    int64_t rows, bytes;
};

struct traces {
    struct arena *arena;
    struct trace *items;
    size_t count, capacity;
    struct counted_file *files;
    size_t file_count, file_capacity;
    struct trace_index {
        uint64_t *filter; /* one bit a hash of the first bytes */
        uint32_t *heads;  /* of chains: 1 + index, 0 at the end */
        size_t count;
    } of_short, of_long;
    uint32_t *nexts;
};

void traces_init(struct traces *traces, struct arena *arena);

/* Shorter texts are left out. The texts live as long as the arena. */
void traces_add(struct traces *traces, struct trace trace);

/* After the last one; again after more or after drops. Duplicates go. The case of ASCII letters does not matter. */
void traces_index(struct traces *traces);

/* To each trace those that are it in another dress: backwards, in hexadecimal, in base64, as references of HTML, JSON
 * or addresses, in UTF-16, hashed, cut short. Index again after it. */
void traces_add_disguises(struct traces *traces);

/* Each trace once a place. */
void traces_find(const struct traces *traces, struct figures *figures, struct str place, struct str content);

/* The same where all but letters and digits was taken out: of long identifiers only. */
void traces_find_joined(const struct traces *traces, struct figures *figures, struct str place, struct str content);

/* Drops the traces that `content`, a public file of the same input, holds; index again after the last. */
void traces_drop_found(struct traces *traces, struct str content);

/* One text a line. ERROR_INPUT without any of four bytes. */
bool traces_read_canaries(struct traces *traces, const char *path, struct error *err);

/* Every CSV file of the folder that has a column for the pseudonym or the enrolment's number: its identifiers, free
 * texts, hashes, size and rows. Read as plain bytes, whatever the program's own reader makes of them. */
bool traces_read_input(struct traces *traces, const char *folder, struct error *err);

#endif
