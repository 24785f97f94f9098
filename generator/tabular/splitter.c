#include "gencarto/tabular/splitter.h"

#include <string.h>

#include "gencarto/base/processor.h"

/* 2: AVX2 where the processor has it, else SSE2, which belongs to x86-64; 1: SSE2; 0: neither. The tests try each. */
#ifndef SPLITTER_VECTORS
#ifdef __SSE2__
#define SPLITTER_VECTORS 2
#else
#define SPLITTER_VECTORS 0
#endif
#endif

#if SPLITTER_VECTORS > 0
#include <immintrin.h>
#endif

#define BLOCK SPLITTER_BLOCK

/* The loop over a line is compiled for each way to find the marks of a block, which stands inside it. */
#define INLINED inline __attribute__((always_inline))

/* ---- marks ---------------------------------------------------------------------------------------------------- */

/* One bit for each of the 64 bytes, the first in the lowest. */
struct marks {
    uint64_t cuts;      /* the delimiter, LF or CR */
    uint64_t line_ends; /* LF or CR */
    uint64_t blanks;    /* up to the space, or beyond ASCII: maybe a blank, maybe the delimiter */
};

#if SPLITTER_VECTORS > 1

#define AVX2 __attribute__((target("avx2,bmi")))

AVX2 static inline uint64_t bits_of_pair(const __m256i found[2])
{
    return (uint64_t)(uint32_t)_mm256_movemask_epi8(found[0]) | (uint64_t)(uint32_t)_mm256_movemask_epi8(found[1])
                                                                    << 32;
}

AVX2 static inline struct marks marks_of_avx2(const char *block, char delimiter)
{
    const __m256i cut = _mm256_set1_epi8(delimiter), lf = _mm256_set1_epi8('\n'), cr = _mm256_set1_epi8('\r');
    const __m256i after_space = _mm256_set1_epi8(' ' + 1);
    __m256i cuts[2], line_ends[2], blanks[2];
    for (int i = 0; i < 2; i++) {
        __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)(block + i * 32));
        line_ends[i] = _mm256_or_si256(_mm256_cmpeq_epi8(bytes, lf), _mm256_cmpeq_epi8(bytes, cr));
        cuts[i] = _mm256_or_si256(line_ends[i], _mm256_cmpeq_epi8(bytes, cut));
        blanks[i] = _mm256_cmpgt_epi8(after_space, bytes); /* bytes beyond ASCII are negative */
    }
    return (struct marks){bits_of_pair(cuts), bits_of_pair(line_ends), bits_of_pair(blanks)};
}

#endif

#if SPLITTER_VECTORS > 0

static inline struct marks marks_of_sse2(const char *block, char delimiter)
{
    const __m128i cut = _mm_set1_epi8(delimiter), lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r');
    const __m128i after_space = _mm_set1_epi8(' ' + 1);
    struct marks marks = {0};
    for (int i = 0; i < BLOCK / 16; i++) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(block + i * 16));
        __m128i line_ends = _mm_or_si128(_mm_cmpeq_epi8(bytes, lf), _mm_cmpeq_epi8(bytes, cr));
        __m128i cuts = _mm_or_si128(line_ends, _mm_cmpeq_epi8(bytes, cut));
        __m128i blanks = _mm_cmplt_epi8(bytes, after_space); /* bytes beyond ASCII are negative */
        marks.cuts |= (uint64_t)(uint32_t)_mm_movemask_epi8(cuts) << (i * 16);
        marks.line_ends |= (uint64_t)(uint32_t)_mm_movemask_epi8(line_ends) << (i * 16);
        marks.blanks |= (uint64_t)(uint32_t)_mm_movemask_epi8(blanks) << (i * 16);
    }
    return marks;
}

static struct marks marks_of(const char *block, char delimiter)
{
#if SPLITTER_VECTORS > 1
    if (processor_has_avx2()) {
        return marks_of_avx2(block, delimiter);
    }
#endif
    return marks_of_sse2(block, delimiter);
}

#else

static struct marks marks_of(const char *block, char delimiter)
{
    struct marks marks = {0};
    for (int i = 0; i < BLOCK; i++) {
        char c = block[i];
        marks.cuts |= (uint64_t)(c == delimiter || c == '\n' || c == '\r') << i;
        marks.line_ends |= (uint64_t)(c == '\n' || c == '\r') << i;
        marks.blanks |= (uint64_t)((unsigned char)c <= ' ' || (unsigned char)c >= 0x80) << i;
    }
    return marks;
}

#endif

typedef struct marks marks_finder(const char *block, char delimiter);

/* The last bytes stand in a block of their own: nothing beyond the text is read. */
static INLINED struct marks marks_at_end(const char *block, size_t len, char delimiter, marks_finder *find)
{
    char bytes[BLOCK] = {0};
    if (len > 0) {
        memcpy(bytes, block, len);
    }
    struct marks marks = find(bytes, delimiter);
    uint64_t within = len < BLOCK ? (UINT64_C(1) << len) - 1 : UINT64_MAX;
    return (struct marks){marks.cuts & within, marks.line_ends & within, marks.blanks & within};
}

/* A cell that ends in the block may have a blank at one of its ends. Most texts have none, and need not look. */
static INLINED void note_blanks(struct splitter *splitter, const struct marks *marks)
{
    uint64_t blanks = marks->blanks & ~marks->cuts;
    uint64_t beside = marks->cuts << 1 | (uint64_t)splitter->was_cut | marks->cuts >> 1;
    bool is_beside = ((blanks & beside) | (marks->cuts & (uint64_t)splitter->was_blank)) != 0;
    splitter->has_blanks = is_beside || splitter->begins_blank;
    splitter->begins_blank = is_beside || (marks->cuts == 0 && splitter->begins_blank);
    splitter->was_cut = marks->cuts >> (BLOCK - 1);
    splitter->was_blank = blanks >> (BLOCK - 1);
}

static INLINED void load(struct splitter *splitter, const char *block, marks_finder *find)
{
    size_t left = (size_t)(splitter->end - block);
    struct marks marks =
        left >= BLOCK ? find(block, splitter->delimiter) : marks_at_end(block, left, splitter->delimiter, find);
    splitter->block = block;
    splitter->marks = marks.cuts;
    splitter->line_ends = marks.line_ends;
    note_blanks(splitter, &marks);
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

/* The end of what quotes nothing. */
static const char *quoting_begin(struct str text, const struct dialect *dialect)
{
    size_t quote = dialect->quote ? str_index(text, dialect->quote, 0) : text.len;
    return text.ptr + (dialect->escape == ESCAPE_BACKSLASH ? str_index(str_slice(text, 0, quote), '\\', 0) : quote);
}

void splitter_open(struct splitter *splitter, struct str text, const struct dialect *dialect)
{
    splitter->at = text.ptr;
    splitter->end = quoting_begin(text, dialect);
    splitter->is_stopped = splitter->end < text.ptr + text.len;
    splitter->delimiter = dialect->delimiter;
    splitter->line = 1;
    splitter->marks = 0;
    splitter->was_cut = true;
    splitter->was_blank = splitter->begins_blank = false;
    splitter->block = text.ptr;
    if (text.len > 0) {
        load(splitter, text.ptr, marks_of);
    }
}

/* Passes the LF of a CR LF, which is the next mark. */
static INLINED const char *after_line_end(struct splitter *splitter, const char *mark, marks_finder *find)
{
    if (*mark != '\r' || mark + 1 == splitter->end || mark[1] != '\n') {
        return mark + 1;
    }
    if (splitter->marks == 0) {
        load(splitter, splitter->block + BLOCK, find);
    }
    splitter->marks &= splitter->marks - 1;
    return mark + 2;
}

/* The cells that end at `cells`, the first from `*begin` on, where the next one begins in the end; gives their number.
 */
static INLINED size_t cut_cells(const char *block, uint64_t cells, const char **begin, bool has_blanks,
                                struct str *fields)
{
    const char *from = *begin;
    struct str *field = fields;
    for (; cells != 0; cells &= cells - 1) {
        const char *end = block + __builtin_ctzll(cells);
        *field++ = has_blanks ? cell_of(from, end) : (struct str){from, (size_t)(end - from)};
        from = end + 1;
    }
    *begin = from;
    return (size_t)(field - fields);
}

/* The cells that end in the block, up to the line end; `*from` is where the cell begins. False at the end of the block.
 * Beyond the limit they are counted, but no longer kept. */
static INLINED bool split_block(struct splitter *splitter, const char **from, size_t *count)
{
    uint64_t line_ends = splitter->line_ends & splitter->marks, line_end = line_ends & -line_ends;
    uint64_t cells = splitter->marks & ((line_end << 1) - 1); /* all, when no line ends here */
    struct str *fields = splitter->fields + (*count < RECORD_FIELDS ? *count : RECORD_FIELDS);
    *count += splitter->has_blanks ? cut_cells(splitter->block, cells, from, true, fields)
                                   : cut_cells(splitter->block, cells, from, false, fields);
    splitter->marks &= ~cells;
    return line_end != 0;
}

/* The cells up to the end of the line; 0 when a character that quotes or escapes comes first. */
static INLINED size_t split_line_by(struct splitter *splitter, marks_finder *find)
{
    const char *from = splitter->at;
    size_t count = 0;
    bool has_line_end;
    splitter->is_trimmed = !splitter->has_blanks;
    while (!(has_line_end = split_block(splitter, &from, &count)) && splitter->end - splitter->block > BLOCK) {
        load(splitter, splitter->block + BLOCK, find);
        splitter->is_trimmed = splitter->is_trimmed && !splitter->has_blanks;
    }
    if (!has_line_end && splitter->is_stopped) {
        return 0;
    }
    if (has_line_end) {
        splitter->at = after_line_end(splitter, from - 1, find);
    } else {
        if (count < RECORD_FIELDS) {
            splitter->fields[count] = cell_of(from, splitter->end);
        }
        count++;
        splitter->at = splitter->end;
        splitter->is_trimmed = false;
    }
    splitter->is_too_large = count > RECORD_FIELDS;
    splitter->line++;
    return splitter->is_too_large ? RECORD_FIELDS : count;
}

#if SPLITTER_VECTORS > 1
AVX2 static size_t split_line_avx2(struct splitter *splitter)
{
    return split_line_by(splitter, marks_of_avx2);
}
#endif

static size_t split_line(struct splitter *splitter)
{
#if SPLITTER_VECTORS > 1
    if (processor_has_avx2()) {
        return split_line_avx2(splitter);
    }
#endif
#if SPLITTER_VECTORS > 0
    return split_line_by(splitter, marks_of_sse2);
#else
    return split_line_by(splitter, marks_of);
#endif
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
            *out_record = (struct record){.line = line,
                                          .fields = splitter->fields,
                                          .field_count = count,
                                          .is_trimmed = splitter->is_trimmed,
                                          .has_room = splitter->end - splitter->at >= STR_WORD_ROOM};
            return splitter->is_too_large ? RECORDS_TOO_LARGE : RECORDS_ROW;
        }
    }
    *out_record = (struct record){.line = splitter->line};
    return RECORDS_END;
}

size_t splitter_count_lines(struct str text)
{
    size_t count = 1, at = 0;
    for (; text.len - at >= BLOCK; at += BLOCK) {
        count += (size_t)__builtin_popcountll(marks_of(text.ptr + at, '\n').line_ends);
    }
    return count + (size_t)__builtin_popcountll(marks_at_end(text.ptr + at, text.len - at, '\n', marks_of).line_ends);
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
