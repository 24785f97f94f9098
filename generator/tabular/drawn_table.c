#include "gencarto/tabular/drawn_table.h"

#define BAR             '|'
#define LINES_LOOKED_AT 40
#define RULER_LINES     12 /* the first ruler is one of so many lines */
#define RULER_DASHES    3  /* of its longest run, at least */

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static size_t line_len(struct str text, size_t from)
{
    size_t at = from;
    while (at < text.len && !is_line_end(text.ptr[at])) {
        at++;
    }
    return at - from;
}

/* Dashes, and the signs that stand between them and beside them: a bar or a cross, at least one. */
static bool is_ruler(struct str line)
{
    size_t run = 0, longest = 0, joints = 0;
    for (size_t i = 0; i < line.len; i++) {
        char c = line.ptr[i];
        bool is_dash = c == '-' || c == '=', is_joint = c == '+' || c == BAR;
        if (!is_dash && !is_joint && c != ':' && c != ' ') {
            return false;
        }
        run = is_dash ? run + 1 : 0;
        longest = run > longest ? run : longest;
        joints += is_joint;
    }
    return longest >= RULER_DASHES && joints > 0;
}

static bool is_framed(struct str line)
{
    line = str_trim(line);
    return line.len > 1 && line.ptr[0] == BAR && line.ptr[line.len - 1] == BAR;
}

static size_t count_bars(struct str line)
{
    size_t bars = 0;
    for (size_t at = 0; (at = str_index(line, BAR, at)) < line.len; at++) {
        bars++;
    }
    return bars;
}

enum drawing drawn_table_find(struct str beginning, size_t *out_columns)
{
    size_t lines = 0, barred = 0, framed = 0, columns = 0;
    bool has_ruler = false;
    for (size_t at = 0; at < beginning.len && lines < LINES_LOOKED_AT; at++) {
        struct str line = str_trim(str_slice(beginning, at, at + line_len(beginning, at)));
        at += line_len(beginning, at);
        bool is_one = is_ruler(line);
        size_t bars = is_one ? 0 : count_bars(line);
        lines += line.len > 0;
        has_ruler = has_ruler || (is_one && lines <= RULER_LINES);
        barred += bars > 0;
        framed += bars > 0 && is_framed(line);
        columns = barred == 1 && bars > 0 ? bars + 1 - (is_framed(line) ? 2 : 0) : columns;
    }
    if (!has_ruler || barred == 0 || columns == 0) {
        return DRAWING_NONE;
    }
    *out_columns = columns;
    return framed * 10 >= barred * 9 ? DRAWING_FRAMED : DRAWING_RULED;
}

size_t drawn_table_open(struct buf *text, size_t from, bool is_last)
{
    size_t to = from, at = from;
    struct str all = buf_str(text);
    while (at < all.len) {
        size_t end = at + line_len(all, at);
        bool may_go_on = end == all.len || (all.ptr[end] == '\r' && end + 1 == all.len);
        if (may_go_on && !is_last) {
            break;
        }
        struct str line = str_slice(all, at, end);
        if (is_framed(line)) {
            line = str_trim(line);
            line = str_slice(line, 1, line.len - 1);
        }
        memmove(text->ptr + to, line.ptr, line.len);
        to += line.len;
        at = end;
        while (at < all.len && is_line_end(all.ptr[at])) {
            text->ptr[to++] = all.ptr[at++];
        }
    }
    memmove(text->ptr + to, text->ptr + at, all.len - at);
    text->len = to + (all.len - at);
    return to;
}
