/* Differential: a text read with the splitter, and in pieces, gives the records that libcsv gives of all of it.
 * The first byte chooses the dialect, the second the size of the pieces. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "gencarto/base/buf.h"
#include "gencarto/tabular/chunk.h"
#include "gencarto/tabular/splitter.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_record(struct buf *out, enum records_step step, const struct record *record, int64_t lines_before)
{
    buf_format(out, "%d@%lld", (int)step, (long long)(record->line + lines_before));
    for (size_t i = 0; step == RECORDS_ROW && i < record->field_count; i++) {
        buf_format(out, "[%zu:", record->fields[i].len);
        buf_add(out, record->fields[i]);
        buf_byte(out, ']');
    }
}

static void write_records(struct buf *out, struct records *records)
{
    struct record record;
    struct error err = {0};
    enum records_step step;
    while ((step = records_next(records, &record, &err)) != RECORDS_END && step != RECORDS_FAILED)
        write_record(out, step, &record, 0);
    buf_format(out, "%d%s", (int)step, step == RECORDS_FAILED ? err.message : "");
    records_close(records);
}

static void write_pieces(struct buf *out, struct str text, const struct dialect *dialect, size_t size)
{
    size_t at = 0;
    int64_t lines_before = 0;
    enum records_step step = RECORDS_END;
    for (size_t from = 0, to; from < text.len && step == RECORDS_END; from = to) {
        struct chunk chunk;
        struct record record;
        struct error ignored = {0};
        int64_t lines;
        to = splitter_cut(text, from, size);
        if (to <= at)
            continue;
        chunk_open(&chunk, "f", text, at, to, dialect);
        while ((step = chunk_next(&chunk, &record, &ignored)) != RECORDS_END && step != RECORDS_FAILED)
            write_record(out, step, &record, lines_before);
        at = chunk_close(&chunk, &lines);
        lines_before += lines;
    }
    buf_format(out, "%d", (int)step);
}

static void require_same(const struct buf *a, const struct buf *b)
{
    if (!str_equal(buf_str(a), buf_str(b)))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char delimiters[] = {';', ',', '\t', '|'}, quotes[] = {'"', '\'', 0, '"'};
    if (size < 2 || memchr(data + 2, 0xff, size - 2)) /* of no text in UTF-8: it stands for no quote */
        return 0;
    struct dialect dialect = {.delimiter = delimiters[data[0] & 3], .quote = quotes[data[0] >> 2 & 3]};
    struct str text = {(const char *)data + 2, size - 2};
    struct buf split, unsplit, pieces;
    buf_init(&split, NULL);
    buf_init(&unsplit, NULL);
    buf_init(&pieces, NULL);
    write_records(&split, records_open("f", text, &dialect));
    write_records(&unsplit, records_open_unsplit("f", text, &dialect));
    require_same(&split, &unsplit);
    write_pieces(&pieces, text, &dialect, (size_t)data[1] + 1);
    unsplit.len = 0;
    struct records *records = records_open_unsplit("f", text, &dialect);
    struct record record;
    struct error err = {0};
    enum records_step step;
    while ((step = records_next(records, &record, &err)) != RECORDS_END && step != RECORDS_FAILED)
        write_record(&unsplit, step, &record, 0);
    buf_format(&unsplit, "%d", (int)step);
    records_close(records);
    require_same(&pieces, &unsplit);
    buf_clear(&split);
    buf_clear(&unsplit);
    buf_clear(&pieces);
    return 0;
}
