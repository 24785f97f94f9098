#include "gencarto/tabular/dialect_lines.h"

#include <stddef.h>
#include <string.h>

#include "gencarto/tabular/cell_count.h"

/* ---- listing -------------------------------------------------------------------------------------------------- */

/* Adds the first `most` lines of a part, and gives what stands below them. False when only a reader can tell its
 * records: a line that one delimiter leaves blank and another does not, or the end of a line that is cut. */
static bool list_part(struct dialect_lines *lines, struct str part, bool is_whole, size_t most, struct str *out_rest)
{
    struct str rest = part;
    size_t last = lines->count + most;
    while (rest.len > 0 && lines->count < last) {
        size_t end = str_index(rest, '\n', 0);
        end = str_index(str_slice(rest, 0, end), '\r', 0);
        struct str line = str_slice(rest, 0, end);
        bool is_pair = end + 1 < rest.len && rest.ptr[end] == '\r' && rest.ptr[end + 1] == '\n';
        bool has_end = end + 1 < rest.len || (end < rest.len && rest.ptr[end] == '\n');
        bool is_blank = line.len > 0 && str_trim(line).len == 0;
        if (is_blank || (!has_end && !is_whole)) {
            return false;
        }
        if (line.len > 0) {
            lines->items[lines->count++] = line;
        }
        rest = str_slice(rest, end + (is_pair ? 2 : 1), rest.len);
    }
    *out_rest = rest;
    return true;
}

static bool may_quote(struct str part, char quote)
{
    return str_index(part, quote, 0) < part.len || str_index(part, '\'', 0) < part.len ||
           str_index(part, '\\', 0) < part.len;
}

void dialect_lines_list(struct dialect_lines *lines, const struct dialect_sample *sample, size_t from, size_t to,
                        char quote)
{
    bool can_list = true;
    lines->count = 0;
    lines->part_count = to - from;
    for (size_t i = from; i < to && can_list; i++) {
        struct str part = sample->parts[i], rest = {NULL, 0};
        size_t most = i == 0 ? DIALECT_HEAD_RECORDS : DIALECT_PART_RECORDS;
        lines->firsts[i - from] = lines->count;
        can_list =
            (sample->is_unquoted || !may_quote(part, quote)) && list_part(lines, part, sample->is_whole, most, &rest);
        lines->parts[i - from] = str_slice(part, 0, part.len - rest.len);
    }
    lines->count = can_list ? lines->count : 0;
}

/* ---- counting ------------------------------------------------------------------------------------------------- */

/* The number of lines from line `from` on that are of the part. */
static size_t lines_of_part(const struct dialect_lines *lines, size_t part)
{
    size_t end = part + 1 < lines->part_count ? lines->firsts[part + 1] : lines->count;
    return end - lines->firsts[part];
}

bool dialect_lines_read(const struct dialect_lines *lines, const struct delimiter *delimiter,
                        struct dialect_reading *out_reading)
{
    struct cell_count count = {0};
    bool fit = lines->count > 0;
    memset(out_reading, 0, offsetof(struct dialect_reading, widths));
    out_reading->records = lines->count;
    for (size_t i = 0; i < lines->count; i++) {
        out_reading->widths[i] = 1;
    }
    for (size_t i = 0; i < lines->part_count && fit; i++) {
        cell_count_lines(lines->parts[i], &lines->items[lines->firsts[i]], lines_of_part(lines, i),
                         delimiter_text(delimiter), &out_reading->widths[lines->firsts[i]], &count);
    }
    for (size_t i = 0; i < lines->count && fit; i++) {
        fit = out_reading->widths[i] <= RECORD_FIELDS;
    }
    out_reading->later = count.later;
    out_reading->padded = count.padded;
    return fit;
}
