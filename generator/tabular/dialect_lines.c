#include "gencarto/tabular/dialect_lines.h"

#include "gencarto/tabular/bare_line.h"

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

void dialect_lines_list(struct dialect_lines *lines, const struct dialect_sample *sample, size_t parts, char quote)
{
    bool can_list = true;
    lines->count = 0;
    for (size_t i = 0; i < parts && can_list; i++) {
        struct str part = sample->parts[i], rest = {NULL, 0};
        size_t most = i == 0 ? DIALECT_HEAD_RECORDS : DIALECT_PART_RECORDS;
        bool has_quotes =
            !sample->is_unquoted && (str_index(part, quote, 0) < part.len || str_index(part, '\'', 0) < part.len ||
                                     str_index(part, '\\', 0) < part.len);
        lines->firsts[i] = lines->count;
        can_list = !has_quotes && list_part(lines, part, sample->is_whole, most, &rest);
        lines->parts[i] = str_slice(part, 0, part.len - rest.len);
    }
    lines->count = can_list ? lines->count : 0;
}

/* The line of `place`, in the part of `line` or behind. */
static size_t line_at(const struct dialect_lines *lines, size_t line, const char *place)
{
    while (place >= lines->items[line].ptr + lines->items[line].len) {
        line++;
    }
    return line;
}

size_t dialect_lines_count(const struct dialect_lines *lines, size_t parts, struct str delimiter, size_t *out_widths)
{
    size_t widest = 0;
    for (size_t i = 0; i < lines->count; i++) {
        out_widths[i] = 1;
    }
    for (size_t i = 0; i < parts; i++) {
        struct str part = lines->parts[i];
        size_t line = lines->firsts[i];
        const char *next = part.ptr; /* after the delimiter before: what stands together is not cut in its middle */
        for (size_t at = 0; at < part.len; at += BARE_LINE_BLOCK) {
            for (uint64_t places = bare_line_places(part, delimiter, at); places != 0; places &= places - 1) {
                const char *place = part.ptr + at + __builtin_ctzll(places);
                if (place >= next) {
                    line = line_at(lines, line, place);
                    widest = ++out_widths[line] > widest ? out_widths[line] : widest;
                    next = place + delimiter.len;
                }
            }
        }
    }
    return widest;
}
