#include "gencarto/tabular/splitter.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define BLOCK 64

#define NEVER '\xff' /* in no text: no byte of UTF-8 */

/* ---- marks ---------------------------------------------------------------------------------------------------- */

struct marks {
    uint64_t cuts;  /* one bit for each of the 64 bytes that is the delimiter, LF or CR */
    uint64_t stops; /* one for each that quotes or escapes */
};

/* SSE2 belongs to x86-64. */
#ifdef __SSE2__

static struct marks marks_of(const char *block, const struct splitter *splitter)
{
    const __m128i cut = _mm_set1_epi8(splitter->delimiter), lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r');
    const __m128i quote = _mm_set1_epi8(splitter->quote), escape = _mm_set1_epi8(splitter->escape);
    struct marks marks = {0, 0};
    for (int i = 0; i < BLOCK / 16; i++) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(block + i * 16));
        __m128i cuts = _mm_or_si128(_mm_cmpeq_epi8(bytes, cut),
                                    _mm_or_si128(_mm_cmpeq_epi8(bytes, lf), _mm_cmpeq_epi8(bytes, cr)));
        __m128i stops = _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, escape));
        marks.cuts |= (uint64_t)(uint32_t)_mm_movemask_epi8(cuts) << (i * 16);
        marks.stops |= (uint64_t)(uint32_t)_mm_movemask_epi8(stops) << (i * 16);
    }
    return marks;
}

#else

static struct marks marks_of(const char *block, const struct splitter *splitter)
{
    struct marks marks = {0, 0};
    for (int i = 0; i < BLOCK; i++) {
        char c = block[i];
        marks.cuts |= (uint64_t)(c == splitter->delimiter || c == '\n' || c == '\r') << i;
        marks.stops |= (uint64_t)(c == splitter->quote || c == splitter->escape) << i;
    }
    return marks;
}

#endif

/* The last bytes stand in a block of their own: nothing beyond the text is read. */
static struct marks marks_at_end(const char *block, size_t len, const struct splitter *splitter)
{
    char bytes[BLOCK] = {0};
    if (len > 0) {
        memcpy(bytes, block, len);
    }
    struct marks marks = marks_of(bytes, splitter);
    uint64_t within = len < BLOCK ? (UINT64_C(1) << len) - 1 : UINT64_MAX;
    return (struct marks){marks.cuts & within, marks.stops & within};
}

/* Of what comes after a character that quotes nothing is known. */
static void load(struct splitter *splitter, const char *block)
{
    size_t left = (size_t)(splitter->end - block);
    struct marks marks = left >= BLOCK ? marks_of(block, splitter) : marks_at_end(block, left, splitter);
    splitter->block = block;
    splitter->is_stopped = marks.stops != 0;
    splitter->marks = marks.stops ? marks.cuts & ((marks.stops & -marks.stops) - 1) : marks.cuts;
}

/* The next delimiter or line end, or the end of the text. */
static const char *next_mark(struct splitter *splitter)
{
    while (splitter->marks == 0) {
        if (splitter->end - splitter->block <= BLOCK) {
            return splitter->end;
        }
        load(splitter, splitter->block + BLOCK);
    }
    const char *mark = splitter->block + __builtin_ctzll(splitter->marks);
    splitter->marks &= splitter->marks - 1;
    return mark;
}

/* ---- records -------------------------------------------------------------------------------------------------- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* The blanks at both ends are dropped; a tab that is the delimiter never stands in a cell. */
static inline struct str cell_of(const char *from, const char *to)
{
    while (from < to && is_blank(*from)) {
        from++;
    }
    while (to > from && is_blank(to[-1])) {
        to--;
    }
    return (struct str){from, (size_t)(to - from)};
}

bool splitter_takes(struct str text, const struct dialect *dialect)
{
    return text.len < RECORD_FIELD_BYTES && dialect->delimiter != ' ';
}

void splitter_open(struct splitter *splitter, struct str text, const struct dialect *dialect)
{
    splitter->at = text.ptr;
    splitter->end = text.ptr + text.len;
    splitter->delimiter = dialect->delimiter;
    splitter->quote = dialect->quote ? dialect->quote : NEVER;
    splitter->escape = dialect->escape == ESCAPE_BACKSLASH ? '\\' : splitter->quote;
    splitter->line = 1;
    splitter->marks = 0;
    splitter->is_stopped = false;
    splitter->block = text.ptr;
    if (text.len > 0) {
        load(splitter, text.ptr);
    }
}

/* Passes the LF of a CR LF. */
static const char *after_line_end(struct splitter *splitter, const char *mark)
{
    if (*mark == '\r' && mark + 1 < splitter->end && mark[1] == '\n') {
        return next_mark(splitter) + 1;
    }
    return mark + 1;
}

/* The cells that end in the block, up to the line end; `*from` is where the cell begins. False at the end of the block.
 * All that changes with each cell is local, so that it stays in registers. */
static bool split_block(struct splitter *splitter, const char **from, size_t *count, const char **out_line_end)
{
    const char *begin = *from, *block = splitter->block, delimiter = splitter->delimiter;
    uint64_t marks = splitter->marks;
    size_t cells = *count;
    bool has_line_end = false;
    while (marks != 0 && !has_line_end) {
        const char *mark = block + __builtin_ctzll(marks);
        marks &= marks - 1;
        has_line_end = *mark != delimiter;
        if (cells < RECORD_FIELDS) {
            splitter->fields[cells] = cell_of(begin, mark);
        }
        cells++;
        begin = mark + 1;
    }
    splitter->marks = marks;
    *count = cells;
    *from = begin;
    *out_line_end = begin - 1;
    return has_line_end;
}

/* The cells up to the end of the line; 0 when a character that quotes or escapes comes first. */
static size_t split_line(struct splitter *splitter)
{
    const char *from = splitter->at, *line_end;
    size_t count = 0;
    bool has_line_end;
    while (!(has_line_end = split_block(splitter, &from, &count, &line_end)) && !splitter->is_stopped &&
           splitter->end - splitter->block > BLOCK) {
        load(splitter, splitter->block + BLOCK);
    }
    if (!has_line_end && splitter->is_stopped) {
        return 0;
    }
    if (has_line_end) {
        splitter->at = after_line_end(splitter, line_end);
    } else {
        if (count < RECORD_FIELDS) {
            splitter->fields[count] = cell_of(from, splitter->end);
        }
        count++;
        splitter->at = splitter->end;
    }
    splitter->is_too_large = count > RECORD_FIELDS;
    splitter->line++;
    return splitter->is_too_large ? RECORD_FIELDS : count;
}

enum records_step splitter_next(struct splitter *splitter, struct record *out_record)
{
    while (splitter->at < splitter->end) {
        int64_t line = splitter->line;
        size_t count = split_line(splitter);
        if (count == 0) {
            break;
        }
        if (count > 1 || splitter->fields[0].len > 0) {
            *out_record = (struct record){line, splitter->fields, count};
            return splitter->is_too_large ? RECORDS_TOO_LARGE : RECORDS_ROW;
        }
    }
    *out_record = (struct record){.line = splitter->line};
    return RECORDS_END;
}

size_t splitter_count_lines(struct str text)
{
    const struct splitter lines = {.delimiter = '\n', .quote = NEVER, .escape = NEVER};
    size_t count = 1, at = 0;
    for (; text.len - at >= BLOCK; at += BLOCK) {
        count += (size_t)__builtin_popcountll(marks_of(text.ptr + at, &lines).cuts);
    }
    return count + (size_t)__builtin_popcountll(marks_at_end(text.ptr + at, text.len - at, &lines).cuts);
}

size_t splitter_cut(struct str text, size_t from, size_t size)
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
