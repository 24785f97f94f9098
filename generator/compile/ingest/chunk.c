#include "gencarto/compile/ingest/chunk.h"

#include <string.h>

size_t chunk_cut(struct str text, size_t from, size_t size)
{
    if (text.len - from <= size) {
        return text.len;
    }
    const char *begin = text.ptr + from, *lf = memrchr(begin, '\n', size);
    if (lf) {
        return (size_t)(lf + 1 - text.ptr);
    }
    size_t next = str_index(text, '\n', from + size);
    return next < text.len ? next + 1 : text.len;
}

/* A record that begins before the cut ends within RECORD_BYTES, or fails for it: no more text is needed. */
static struct str reach(struct str text, size_t from, size_t to)
{
    size_t most = text.len - to < 2 * RECORD_BYTES ? text.len : to + 2 * RECORD_BYTES;
    return str_slice(text, from, most);
}

void chunk_open(struct chunk_reader *reader, const char *name, struct str text, size_t from, size_t to,
                const struct dialect *dialect)
{
    struct str piece = str_slice(text, from, to);
    reader->from = from;
    reader->to = to;
    reader->records = NULL;
    if (splitter_takes(piece, dialect)) {
        splitter_open(&reader->splitter, piece, dialect);
        return;
    }
    struct dialect without_line = *dialect;
    without_line.has_separator_line = false;
    reader->records = records_open(name, reach(text, from, to), &without_line);
}

enum records_step chunk_next(struct chunk_reader *reader, struct record *out_record, struct error *err)
{
    if (!reader->records) {
        return splitter_next(&reader->splitter, out_record);
    }
    if (records_offset(reader->records) >= reader->to - reader->from) {
        return RECORDS_END;
    }
    return records_next(reader->records, out_record, err);
}

size_t chunk_close(struct chunk_reader *reader, int64_t *out_lines)
{
    if (!reader->records) {
        *out_lines = reader->splitter.line - 1;
        return reader->to;
    }
    size_t end = reader->from + records_offset(reader->records);
    *out_lines = records_line(reader->records) - 1;
    records_close(reader->records);
    return end;
}
