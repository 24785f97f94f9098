#include "gencarto/tabular/wrapped_line.h"

#include <string.h>

#include "gencarto/tabular/records.h"

#define QUOTE           '"'
#define LINES_LOOKED_AT 20 /* where most are bare */

enum form { BARE, WRAPPED, UNFINISHED };

struct line {
    enum form form;
    size_t end;  /* of what it holds, its closing quote apart */
    size_t next; /* where the next begins */
};

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

/* After the line end at `at`, or `at` when the text ends there. */
static size_t after_line_end(struct str text, size_t at)
{
    bool is_pair = at + 1 < text.len && text.ptr[at] == '\r' && text.ptr[at + 1] == '\n';
    return at == text.len ? at : at + (is_pair ? 2 : 1);
}

static struct line bare_line(struct str text, size_t from, bool is_last)
{
    size_t at = from;
    while (at < text.len && !is_line_end(text.ptr[at])) {
        at++;
    }
    bool may_go_on = at == text.len || (text.ptr[at] == '\r' && at + 1 == text.len);
    return (struct line){may_go_on && !is_last ? UNFINISHED : BARE, at, after_line_end(text, at)};
}

/* The closing quote of the line that begins with one at `from`; `text.len` when there is none. */
static size_t closing_quote(struct str text, size_t from)
{
    size_t at = from + 1;
    while ((at = str_index(text, QUOTE, at)) + 1 < text.len && text.ptr[at + 1] == QUOTE) {
        at += 2;
    }
    return at;
}

static struct line line_at(struct str text, size_t from, bool is_last)
{
    size_t closing = text.ptr[from] == QUOTE ? closing_quote(text, from) : text.len;
    if (text.ptr[from] != QUOTE || (closing + 1 < text.len && !is_line_end(text.ptr[closing + 1]))) {
        return bare_line(text, from, is_last);
    }
    bool may_go_on = closing + 1 >= text.len || (text.ptr[closing + 1] == '\r' && closing + 2 == text.len);
    if (may_go_on && !is_last && text.len - from <= RECORD_BYTES) {
        return (struct line){UNFINISHED, text.len, text.len};
    }
    return closing < text.len ? (struct line){WRAPPED, closing, after_line_end(text, closing + 1)}
                              : bare_line(text, from, true);
}

bool wrapped_line_is_usual(struct str text)
{
    size_t lines = 0, wrapped = 0, at = 0;
    bool is_first_wrapped = false;
    while (at < text.len && (lines < LINES_LOOKED_AT || lines - wrapped < lines / 2)) {
        struct line line = line_at(text, at, true);
        bool is_empty = line.form == BARE && line.end == at;
        is_first_wrapped = lines == 0 ? line.form == WRAPPED : is_first_wrapped;
        lines += !is_empty;
        wrapped += line.form == WRAPPED;
        at = line.next;
    }
    size_t others = lines - wrapped;
    return wrapped > 0 && (others * 10 <= lines || (others == 1 && !is_first_wrapped));
}

/* Copies what the line holds, `from` after its opening quote, down to `to`; the end of the copy. */
static size_t copy_inside(char *bytes, size_t to, size_t from, size_t end)
{
    while (from < end) {
        bytes[to++] = bytes[from];
        from += bytes[from] == QUOTE ? 2 : 1;
    }
    return to;
}

size_t wrapped_line_open(struct buf *text, size_t from, bool is_last)
{
    size_t to = from, at = from;
    while (at < text->len) {
        struct line line = line_at(buf_str(text), at, is_last);
        if (line.form == UNFINISHED) {
            break;
        }
        size_t rest = at;
        if (line.form == WRAPPED) {
            to = copy_inside(text->ptr, to, at + 1, line.end);
            rest = line.end + 1;
        }
        memmove(text->ptr + to, text->ptr + rest, line.next - rest);
        to += line.next - rest;
        at = line.next;
    }
    memmove(text->ptr + to, text->ptr + at, text->len - at);
    text->len = to + (text->len - at);
    return to;
}
