/* Any bytes: the encoding, the dialect and the layout are found without a fault, within bounds, twice the same; and the
 * tolerant reader goes through all of them, the records of libcsv's reader with it. */
#include <stdint.h>
#include <stdlib.h>

#include "gencarto/tabular/layout.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition) {
        abort();
    }
}

/* Every record takes some of the text; what libcsv reads as a record reads the same. */
static void read_all(struct str text, const struct dialect *dialect, size_t columns)
{
    struct tolerant_record record;
    struct str rest = str_slice(text, dialect_text_begin(dialect, text), text.len);
    tolerant_init(&record);
    while (rest.len > 0) {
        size_t blank = tolerant_blank_line(dialect, rest, true);
        enum tolerant_step step = blank ? TOLERANT_RECORD : tolerant_read(dialect, rest, true, columns, &record);
        if (step != TOLERANT_RECORD) {
            require(step == TOLERANT_LARGE);
            break;
        }
        size_t taken = blank ? blank : record.len;
        require(taken > 0 && taken <= rest.len && (blank || record.count > 0));
        rest = str_slice(rest, taken, rest.len);
    }
    tolerant_clear(&record);
}

/* libcsv in strict mode and the tolerant reader agree on the records that libcsv accepts, blanks apart. */
static void compare(struct str text, const struct dialect *dialect)
{
    struct dialect padded = *dialect;
    struct tolerant_record read;
    struct record record;
    struct error err = {0};
    padded.is_padded = true;
    struct records *records = records_open("fuzz", text, dialect);
    tolerant_init(&read);
    for (;;) {
        size_t before = records_offset(records);
        enum records_step step = records_next(records, &record, &err);
        if (step != RECORDS_ROW) {
            break;
        }
        struct str rest = str_slice(text, before, text.len);
        for (size_t blank; (blank = tolerant_blank_line(&padded, rest, true)) > 0;) {
            rest = str_slice(rest, blank, rest.len);
        }
        require(tolerant_read(&padded, rest, true, 0, &read) == TOLERANT_RECORD);
        require(read.fault == FAULT_NONE && read.count == record.field_count);
        for (size_t i = 0; i < read.count; i++) {
            require(str_equal(read.cells[i], record.fields[i]));
        }
    }
    tolerant_clear(&read);
    records_close(records);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct dialect dialect, again;
    struct dialect_wish wish = {0};
    struct error err = {0};
    struct str raw = {(const char *)data, size}, text;
    arena_init(&arena);
    if (dialect_detect(&arena, "fuzz", raw, &wish, &dialect, &text, &err)) {
        struct layout layout;
        struct dialect_search search;
        again = dialect;
        if (!delimiter_is_long(&dialect.written)) { /* else the text has the stand-in */
            dialect_find(text, &wish, &again, &search);
            require(again.delimiter == dialect.delimiter && again.quote == dialect.quote &&
                    again.escape == dialect.escape && search.count > 0 && search.count <= DIALECT_CANDIDATES);
        }
        layout_find(&dialect, text, -1, &layout);
        read_all(text, &dialect, layout.columns);
        compare(text, &dialect);
    }
    arena_clear(&arena);
    return 0;
}
