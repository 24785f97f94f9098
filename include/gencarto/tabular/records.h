/* The records of a CSV text, one at a time: RFC 4180 with any delimiter, read by libcsv in strict mode. The only user
 * of libcsv.
 *
 *     struct records *records = records_open("formations.csv", text, &dialect);
 *     struct record record;
 *     while ((step = records_next(records, &record, err)) != RECORDS_END) { ... }
 *     records_close(records);
 *
 * Where a stretch of lines has no character that quotes, the splitter (splitter.h) reads instead, with the same result.
 *
 * A line ends with LF, CR LF or CR. Blank lines are no records. Blanks around an unquoted field are dropped; quoted
 * fields may hold delimiters and line breaks.
 */
#ifndef GENCARTO_TABULAR_RECORDS_H
#define GENCARTO_TABULAR_RECORDS_H

#include "gencarto/tabular/dialect.h"

#define RECORD_FIELD_BYTES (1024 * 1024)
#define RECORD_BYTES       (4 * 1024 * 1024)
#define RECORD_FIELDS      512

struct record {
    int64_t line;             /* where it begins, 1-based */
    const struct str *fields; /* valid until the next record; in one piece of memory, in order */
    size_t field_count;
    bool is_trimmed; /* each cell surely begins and ends with a printed character of ASCII, or is empty */
    bool has_room;   /* from the beginning of each cell on STR_WORD_ROOM bytes may be read */
};

enum records_step {
    RECORDS_ROW,
    RECORDS_MALFORMED, /* a stray quotation mark, or one never closed; reading goes on after the record as best read */
    RECORDS_TOO_LARGE, /* a field above RECORD_FIELD_BYTES, or more than RECORD_FIELDS of them; reading goes on */
    RECORDS_END,
    RECORDS_FAILED /* `err` is set: a quotation mark never closed, and nothing below it is a row either */
};

struct records;

/* `name` stands in messages; `text` (UTF-8) and `name` live as long as the records. Close it. */
struct records *records_open(const char *name, struct str text, const struct dialect *dialect);
void records_close(struct records *records);

/* The same records, but libcsv reads all of them: what the splitter is tested against. */
struct records *records_open_unsplit(const char *name, struct str text, const struct dialect *dialect);

/* With TOO_LARGE only record->line is set; with MALFORMED the fields are as best read (tolerant.h). */
enum records_step records_next(struct records *records, struct record *out_record, struct error *err);

/* The text is there up to `len` only: what is read by and by. A line ends there, and, unless it is the end of all, any
 * record that begins before the next call ends well before. */
void records_extend(struct records *records, size_t len);

/* Where reading stands: the offset in the text where the next record is searched, and the number of its line. Nothing
 * else is remembered between two records: records opened on the text from there (without its separator line) give the
 * same, with lines counted from 1. The reading of one file on several threads (chunk.h) rests on it. */
size_t records_offset(const struct records *records);
int64_t records_line(const struct records *records);

#endif
