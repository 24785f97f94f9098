#include "gencarto/tabular/splitter.h"

#include <string.h>

#include "block_marks.h"

/* What few lines need stays out of the way of the others. */
#define APART __attribute__((noinline))

/* ---- cells of a block ----------------------------------------------------------------------------------------- */

/* Adds the cells that end at `cuts`, of which there are some, the first from `from` on. What it writes behind them, up
 * to 64 cells in all, says nothing. */
typedef void cells_cutter(const char *block, uint64_t cuts, const char *from, struct str *cells);

#if SPLITTER_VECTORS > 2

/* Sixteen at a time: the numbers of the bytes that are cuts, packed, are where the cells end. Begins and lengths, bytes
 * too, are then widened to pointers and sizes, four cells at once. */
AVX512 static inline void cut_cells_avx512(const char *block, uint64_t cuts, const char *from, struct str *cells)
{
    const __m512i base = _mm512_broadcast_i32x4(_mm_set_epi64x(0, (long long)(intptr_t)block));
    const char *first_end = block + _tzcnt_u64(cuts);
    __m512i places = places_of(cuts);
    __m128i before = _mm_set1_epi8(-1), minus_one = before;
    int count = __builtin_popcountll(cuts);
    for (int i = 0; i < count; i += 16) {
        __m128i ends = _mm512_castsi512_si128(places);
        __m128i begins = _mm_sub_epi8(_mm_alignr_epi8(ends, before, 15), minus_one), lens = _mm_sub_epi8(ends, begins);
        __m128i pairs[2] = {_mm_unpacklo_epi8(begins, lens), _mm_unpackhi_epi8(begins, lens)};
        for (int half = 0; half < 2; half++) {
            __m512i four = _mm512_cvtepu8_epi64(pairs[half]);
            __m512i next_four = _mm512_cvtepu8_epi64(_mm_bsrli_si128(pairs[half], 8));
            _mm512_storeu_si512(cells + i + half * 8, _mm512_add_epi64(four, base));
            _mm512_storeu_si512(cells + i + half * 8 + 4, _mm512_add_epi64(next_four, base));
        }
        before = ends;
        places = _mm512_alignr_epi64(places, places, 2);
    }
    *cells = (struct str){from, (size_t)(first_end - from)};
}

#endif

#if SPLITTER_VECTORS > 1

/* Four at a time: that there are less is seldom worth a branch. */
AVX2 static inline void cut_cells_in_fours(const char *block, uint64_t cuts, const char *from, struct str *cells)
{
    for (; cuts != 0; cells += 4) {
        for (int i = 0; i < 4; i++) {
            const char *end = block + _tzcnt_u64(cuts);
            cells[i] = (struct str){from, (size_t)(end - from)};
            from = end + 1;
            cuts = _blsr_u64(cuts);
        }
    }
}

#endif

static inline void cut_cells(const char *block, uint64_t cuts, const char *from, struct str *cells)
{
    for (; cuts != 0; cuts &= cuts - 1) {
        const char *end = block + __builtin_ctzll(cuts);
        *cells++ = (struct str){from, (size_t)(end - from)};
        from = end + 1;
    }
}

/* ---- ends of cells -------------------------------------------------------------------------------------------- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static void widen(struct splitter_span *span, size_t from, size_t to)
{
    span->from = span->to == 0 ? (uint16_t)from : span->from;
    span->to = (uint16_t)to;
}

/* What does not print at the ends of cells: at their beginnings, and one byte behind their ends. Most blocks have none.
 */
struct edges {
    uint64_t begins, ends;
};

/* Some of the cells [from, to) begin or end so. */
static APART void note_edges(struct splitter *splitter, const char *block, struct edges edges, size_t from, size_t to)
{
    bool is_padded = false;
    for (uint64_t left = edges.begins; left != 0; left &= left - 1) {
        is_padded = is_padded || is_blank(block[__builtin_ctzll(left)]);
    }
    for (uint64_t left = edges.ends; left != 0; left &= left - 1) {
        is_padded = is_padded || is_blank(*(block + __builtin_ctzll(left) - 1));
    }
    widen(&splitter->unsure, from, to);
    if (is_padded) {
        widen(&splitter->padded, from, to);
    }
}

/* The blanks at both ends are dropped; a tab that is the delimiter never stands in a cell. */
static APART void trim_cells(struct str *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *from = cells[i].ptr, *to = from + cells[i].len;
        while (from < to && is_blank(*from)) {
            from++;
        }
        while (to > from && is_blank(to[-1])) {
            to--;
        }
        cells[i] = (struct str){from, (size_t)(to - from)};
    }
}

/* ---- index ---------------------------------------------------------------------------------------------------- */

/* After each line end the number of its last cell, of which `cells` stand before the block. One number more is written,
 * which says nothing: most blocks have one line end or none, and are not told apart. */
static INLINED size_t list_line_ends(const struct marks *marks, size_t cells, uint16_t *line_ends)
{
    uint64_t left = marks->line_ends;
    size_t count = 0;
    do {
        uint64_t up_to_first = left ^ (left - 1);
        line_ends[count] = (uint16_t)(cells + (size_t)__builtin_popcountll(marks->cuts & up_to_first));
        count += left != 0;
        left &= left - 1;
    } while (left != 0);
    return count;
}

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

/* The line at the end of the text, which nothing ends. */
static void add_last_line(struct splitter *splitter, const char *from, size_t cells)
{
    splitter->cells[cells] = (struct str){from, (size_t)(splitter->end - from)};
    widen(&splitter->unsure, cells, cells + 1);
    widen(&splitter->padded, cells, cells + 1);
    splitter->line_ends[splitter->line_count++] = (uint16_t)(cells + 1);
}

/* The lines from `at` on, as many as there is room for. The last cells of the index may be of a line that it has not.
 */
static INLINED void index_lines_by(struct splitter *splitter, marks_finder *find, cells_cutter *cut)
{
    const char *block = splitter->at, *from = block, *end = splitter->end;
    const char delimiter = splitter->delimiter;
    size_t cells = 0, lines = 0;
    uint64_t was_cut = 1, was_blank = 0;
    for (; block < end && cells <= RECORD_FIELDS; block += BLOCK) {
        size_t left = (size_t)(end - block);
        struct marks marks = left >= BLOCK ? find(block, delimiter) : marks_at_end(block, left, delimiter, find);
        uint64_t blanks = marks.blanks & ~marks.cuts;
        struct edges edges = {blanks & (marks.cuts << 1 | was_cut), marks.cuts & (blanks << 1 | was_blank)};
        size_t count = (size_t)__builtin_popcountll(marks.cuts);
        if ((edges.begins | edges.ends) != 0) {
            note_edges(splitter, block, edges, cells, cells + count + 1);
        }
        was_cut = marks.cuts >> (BLOCK - 1);
        was_blank = blanks >> (BLOCK - 1);
        if (count > 0) {
            cut(block, marks.cuts, from, splitter->cells + cells);
            lines += list_line_ends(&marks, cells, splitter->line_ends + lines);
            from = block + BLOCK - __builtin_clzll(marks.cuts);
            cells += count;
        }
    }
    splitter->line_count = lines;
    if (block >= end && !splitter->is_stopped && !is_line_end(end[-1])) {
        add_last_line(splitter, from, cells);
    }
}

#if SPLITTER_VECTORS > 2

AVX512 static void index_lines_avx512(struct splitter *splitter)
{
    index_lines_by(splitter, marks_of_avx512, cut_cells_avx512);
}

#endif

#if SPLITTER_VECTORS > 1

AVX2 static void index_lines_avx2(struct splitter *splitter)
{
    index_lines_by(splitter, marks_of_avx2, cut_cells_in_fours);
}

AVX2 static void index_lines_usual_avx2(struct splitter *splitter)
{
    index_lines_by(splitter, marks_of_usual_avx2, cut_cells_in_fours);
}

#endif

static void index_lines_any(struct splitter *splitter)
{
    index_lines_by(splitter, marks_of_any, cut_cells);
}

/* The way for this processor. */
static void (*lines_indexer(char delimiter))(struct splitter *)
{
#if SPLITTER_VECTORS > 2
    if (processor_has_avx512()) {
        return index_lines_avx512;
    }
#endif
#if SPLITTER_VECTORS > 1
    if (processor_has_avx2()) {
        return is_usual_delimiter(delimiter) ? index_lines_usual_avx2 : index_lines_avx2;
    }
#endif
    (void)delimiter;
    return index_lines_any;
}

/* False when no line ends before the end, or within the cells of an index. */
static APART bool index_lines(struct splitter *splitter)
{
    splitter->unsure = splitter->padded = (struct splitter_span){0, 0};
    splitter->line_count = splitter->next_line = splitter->next_cell = 0;
    lines_indexer(splitter->delimiter)(splitter);
    return splitter->line_count > 0;
}

/* ---- records -------------------------------------------------------------------------------------------------- */

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

void splitter_open(struct splitter *splitter, struct str text, int64_t line, const struct dialect *dialect)
{
    splitter->at = text.ptr;
    splitter->end = quoting_begin(text, dialect);
    splitter->is_stopped = splitter->end < text.ptr + text.len;
    splitter->delimiter = dialect->delimiter;
    splitter->line = line;
    splitter->line_count = splitter->next_line = 0;
}

/* The LF of a CR LF, of which the CR ends at `at`: it ends no line of its own. */
static inline bool begins_with_second_half(const struct splitter *splitter, const char *at)
{
    return at[-1] == '\r' && at < splitter->end && *at == '\n';
}

/* The next line of the index. */
static inline void take_line(struct splitter *splitter, struct record *out_record)
{
    size_t begin = splitter->next_cell, end = splitter->line_ends[splitter->next_line++];
    struct str *cells = splitter->cells + begin, *last = splitter->cells + end - 1;
    const char *at = last->ptr + last->len;
    at += at < splitter->end;
    splitter->next_cell = end;
    if (begins_with_second_half(splitter, at)) {
        at++;
        splitter->next_line++;
        splitter->next_cell++;
    }
    *out_record = (struct record){.line = splitter->line++,
                                  .fields = cells,
                                  .field_count = end - begin,
                                  .is_trimmed = begin >= splitter->unsure.to || end <= splitter->unsure.from,
                                  .has_room = splitter->end - at >= STR_WORD_ROOM};
    splitter->at = at;
    if (!out_record->is_trimmed && begin < splitter->padded.to && end > splitter->padded.from) {
        trim_cells(cells, end - begin);
    }
}

/* A line of more cells than an index has room for. False when a character that quotes or escapes comes first. */
static APART bool pass_line(struct splitter *splitter)
{
    struct str rest = {splitter->at, (size_t)(splitter->end - splitter->at)};
    size_t len = str_index(rest, '\n', 0);
    len = str_index(str_slice(rest, 0, len), '\r', 0);
    if (len == rest.len && splitter->is_stopped) {
        return false;
    }
    splitter->at += len + (len < rest.len);
    splitter->at += len < rest.len && begins_with_second_half(splitter, splitter->at);
    splitter->line++;
    return true;
}

enum records_step splitter_next(struct splitter *splitter, struct record *out_record)
{
    while (splitter->next_line < splitter->line_count || (splitter->at < splitter->end && index_lines(splitter))) {
        take_line(splitter, out_record);
        if (out_record->field_count > RECORD_FIELDS) {
            return RECORDS_TOO_LARGE;
        }
        if (out_record->field_count > 1 || out_record->fields[0].len > 0) {
            return RECORDS_ROW;
        }
    }
    *out_record = (struct record){.line = splitter->line};
    return splitter->at < splitter->end && pass_line(splitter) ? RECORDS_TOO_LARGE : RECORDS_END;
}

/* ---- lines ---------------------------------------------------------------------------------------------------- */

/* LF is the delimiter too: only line ends are looked at. */
static INLINED size_t count_line_ends_by(struct str text, marks_finder *find)
{
    size_t count = 0, at = 0;
    for (; text.len - at >= BLOCK; at += BLOCK) {
        count += (size_t)__builtin_popcountll(find(text.ptr + at, '\n').cuts);
    }
    return count + (size_t)__builtin_popcountll(marks_at_end(text.ptr + at, text.len - at, '\n', find).cuts);
}

#if SPLITTER_VECTORS > 1
AVX2 static size_t count_line_ends_avx2(struct str text)
{
    return count_line_ends_by(text, marks_of_avx2);
}
#endif

size_t splitter_count_lines(struct str text)
{
#if SPLITTER_VECTORS > 1
    if (processor_has_avx2()) {
        return count_line_ends_avx2(text) + 1;
    }
#endif
    return count_line_ends_by(text, marks_of_any) + 1;
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
