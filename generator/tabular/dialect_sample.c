#include "gencarto/tabular/dialect_sample.h"

#define PART_BYTES   (size_t)(16 * 1024)
#define MARKED_BYTES (size_t)(16 * 1024 * 1024) /* searched for marks of quoting */

/* Up to `size` bytes from `from` on, whole lines when there are any; `from` is a line's beginning. */
static struct str whole_lines(struct str text, size_t from, size_t size)
{
    if (text.len - from <= size) {
        return str_slice(text, from, text.len);
    }
    size_t end = from + size;
    while (end > from && text.ptr[end - 1] != '\n' && text.ptr[end - 1] != '\r') {
        end--;
    }
    return str_slice(text, from, end > from ? end : from + size);
}

static size_t next_line(struct str text, size_t from)
{
    size_t at = str_index(text, '\n', from);
    at = at < text.len ? at : str_index(text, '\r', from);
    return at < text.len ? at + 1 : text.len;
}

static void add_part(struct dialect_sample *sample, struct str part)
{
    bool is_new = sample->count < DIALECT_PARTS;
    for (size_t i = 0; i < sample->count && is_new; i++) {
        is_new = !str_equal(sample->parts[i], part);
    }
    if (is_new) {
        sample->parts[sample->count++] = part;
    }
}

static void add_part_around(struct dialect_sample *sample, struct str text)
{
    add_part(sample, whole_lines(text, next_line(text, 0), PART_BYTES));
}

void dialect_sample_add_part(struct dialect_sample *sample, struct str text)
{
    sample->is_unquoted = false;
    add_part_around(sample, text);
}

/* A mark of quoting and the rarer of its characters, which alone is searched for. */
struct mark {
    struct str text;
    size_t rare;
};

static size_t find_mark(struct str text, const struct mark *mark, size_t from)
{
    char rare = mark->text.ptr[mark->rare];
    for (size_t at = str_index(text, rare, from + mark->rare); at < text.len; at = str_index(text, rare, at + 1)) {
        size_t begin = at - mark->rare;
        if (str_starts(str_slice(text, begin, text.len), mark->text)) {
            return begin;
        }
    }
    return text.len;
}

/* The first marks of quoting from `from` on: a quote, one after a backslash, a ' after what may be a delimiter. False
 * when there is no quote in all the text. */
static bool add_marked_parts(struct dialect_sample *sample, struct str text, size_t from)
{
    static const struct mark marks[] = {
        {STR_INIT("\""), 0}, {STR_INIT("\\\""), 0}, {STR_INIT(";'"), 1},
        {STR_INIT(",'"), 1}, {STR_INIT("\t'"), 1},  {STR_INIT("|'"), 1},
    };
    bool has_double = str_index(text, '"', 0) < text.len, has_single = str_index(text, '\'', 0) < text.len;
    for (size_t i = 0; i < sizeof marks / sizeof *marks && sample->count < DIALECT_PARTS; i++) {
        bool may_be = str_ends(marks[i].text, STR("\"")) ? has_double : has_single; /* most texts have neither */
        size_t at = may_be ? find_mark(text, &marks[i], from) : text.len;
        while (at < text.len && at > from && text.ptr[at - 1] != '\n' && text.ptr[at - 1] != '\r') {
            at--;
        }
        if (at < text.len) {
            add_part(sample, whole_lines(text, at, PART_BYTES));
        }
    }
    return has_double || has_single;
}

void dialect_sample_add_marked(struct dialect_sample *sample, struct str text)
{
    sample->is_unquoted = false;
    add_marked_parts(sample, text, next_line(text, 0));
}

/* After `lines` lines, those with an odd number of quotes up to the next such one taken for one, as the lines of a
 * quoted cell are, when `by_quotes`. SIZE_MAX when the text ends before that. */
static size_t after_lines(struct str text, size_t lines, bool by_quotes)
{
    size_t end = 0;
    bool is_open = false;
    while (lines > 0 && end < DIALECT_MOST_BYTES) {
        if (end == text.len) {
            return SIZE_MAX;
        }
        size_t next = next_line(text, end);
        struct str line = str_slice(text, end, next);
        for (size_t at = 0; by_quotes && (at = str_index(line, '"', at)) < line.len; at++) {
            is_open = !is_open;
        }
        lines -= !is_open;
        end = next;
    }
    return lines == 0 ? end : DIALECT_MOST_BYTES;
}

size_t dialect_sample_beginning(struct str text)
{
    size_t end = after_lines(text, DIALECT_LEAST_LINES, true);
    if (end == DIALECT_MOST_BYTES) { /* a quote that nothing closes */
        end = after_lines(text, DIALECT_LEAST_LINES, false);
    }
    end = end < DIALECT_MOST_BYTES ? end : DIALECT_MOST_BYTES;
    return end > DIALECT_SAMPLE_BYTES ? end : DIALECT_SAMPLE_BYTES;
}

struct dialect_sample dialect_sample_of(struct str text)
{
    size_t beginning = dialect_sample_beginning(text);
    struct dialect_sample sample = {.count = 1, .is_whole = text.len <= beginning};
    sample.parts[0] = whole_lines(text, 0, beginning);
    size_t head = 0;
    for (size_t i = 0; i < DIALECT_HEAD_RECORDS && head < text.len; i++) {
        head = next_line(text, head);
    }
    head = head < sample.parts[0].len ? head : sample.parts[0].len;
    for (size_t i = 0; i < DIALECT_SPREAD && head < text.len; i++) {
        size_t at = head + (text.len - head) / DIALECT_SPREAD * i;
        add_part_around(&sample, str_slice(text, at, at + 2 * PART_BYTES));
    }
    bool has_quotes = add_marked_parts(&sample, str_slice(text, 0, MARKED_BYTES), head);
    sample.is_unquoted = !has_quotes && text.len <= MARKED_BYTES && str_index(text, '\\', 0) == text.len;
    return sample;
}

bool dialect_parts_hold(const struct str *parts, size_t count, struct str wanted)
{
    for (size_t i = 0; i < count; i++) {
        struct str part = parts[i];
        bool has_first = str_index(part, wanted.ptr[0], 0) < part.len; /* sooner told */
        if (has_first && str_find(part, wanted, 0) < part.len) {
            return true;
        }
    }
    return false;
}
