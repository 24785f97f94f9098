#include "gencarto/tabular/chunk.h"

/* A record that begins before the cut ends within RECORD_BYTES, or fails for it: no more text is needed. */
static struct str reach(struct str text, size_t from, size_t to)
{
    size_t most = text.len - to < 2 * RECORD_BYTES ? text.len : to + 2 * RECORD_BYTES;
    return str_slice(text, from, most);
}

void chunk_open(struct chunk *chunk, const char *name, struct str text, size_t from, size_t to,
                const struct dialect *dialect)
{
    struct dialect without_line = *dialect;
    without_line.has_separator_line = false;
    *chunk = (struct chunk){records_open(name, reach(text, from, to), &without_line), from, to};
}

enum records_step chunk_next(struct chunk *chunk, struct record *out_record, struct error *err)
{
    return chunk->from + records_offset(chunk->records) >= chunk->to ? RECORDS_END
                                                                     : records_next(chunk->records, out_record, err);
}

size_t chunk_close(struct chunk *chunk, int64_t *out_lines)
{
    size_t end = chunk->from + records_offset(chunk->records);
    *out_lines = records_line(chunk->records) - 1;
    records_close(chunk->records);
    return end;
}
