#include "gencarto/tabular/outline.h"

#include <string.h>

#include "gencarto/tabular/delimiter.h"
#include "gencarto/tabular/records.h"

#define USUAL_DELIMITERS 4
#define RULER_DASHES     3 /* of its longest run, at least */

/* "Total", "TOTAL GENERAL", "Sous-total : ", "Ensemble". */
static bool says_total(struct str cell)
{
    static const struct str words[] = {STR_INIT("total"), STR_INIT("totaux"), STR_INIT("sous-total"),
                                       STR_INIT("sous total"), STR_INIT("ensemble")};
    cell = str_trim(cell);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct str rest = str_slice(cell, words[i].len, cell.len);
        bool ends = rest.len == 0 || rest.ptr[0] == ' ' || rest.ptr[0] == ':' || rest.ptr[0] == '(';
        if (ends && str_equal_ascii_case(str_slice(cell, 0, words[i].len), words[i])) {
            return true;
        }
    }
    return false;
}

static bool has_repeats(const struct str *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (str_equal(cells[i], cells[k])) {
                return true;
            }
        }
    }
    return false;
}

/* Bytes of the longest run of dashes; 0 when there is another character than those of rulers, or no dash. */
static size_t dashes_of(struct str cell)
{
    size_t run = 0, longest = 0;
    for (size_t i = 0; i < cell.len; i++) {
        char c = cell.ptr[i];
        bool is_dash = c == '-' || c == '=' || c == '_';
        if (!is_dash && c != '+' && c != ':' && c != '|' && c != ' ') {
            return 0;
        }
        run = is_dash ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

bool outline_has_dashes(const struct str *cells, size_t count)
{
    size_t longest = 0;
    for (size_t i = 0; i < count; i++) {
        size_t dashes = dashes_of(cells[i]);
        if (dashes == 0) {
            return false;
        }
        longest = dashes > longest ? dashes : longest;
    }
    return longest >= RULER_DASHES;
}

/* Those of the delimiter that it has most of. */
static size_t count_cuts(struct str cell)
{
    size_t most = 0;
    for (size_t i = 0; i < USUAL_DELIMITERS; i++) {
        char delimiter = delimiter_single(i)->delimiter.bytes[0];
        size_t cuts = 0;
        for (size_t at = 0; (at = str_index(cell, delimiter, at)) < cell.len; at++) {
            cuts += at + 1 == cell.len || cell.ptr[at + 1] != ' ';
        }
        most = cuts > most ? cuts : most;
    }
    return most;
}

struct outline outline_of_shapes(const struct str *cells, const unsigned char *shapes, size_t count,
                                 bool is_after_blank)
{
    size_t all[SHAPES] = {0}, first = 0;
    for (size_t i = 0; i < count; i++) {
        all[shapes[i]]++;
    }
    while (first < count && shapes[first] == SHAPE_EMPTY) {
        first++;
    }
    enum shape shape = first < count ? (enum shape)shapes[first] : SHAPE_EMPTY;
    size_t names = all[SHAPE_WORD] + all[SHAPE_TEXT] + all[SHAPE_CODE];
    struct outline outline = {
        .count = count,
        .filled = count - all[SHAPE_EMPTY],
        .is_total = (shape == SHAPE_TEXT || shape == SHAPE_WORD) && says_total(cells[first]),
        .begins_with_fact = shape_is_value(shape) || shape == SHAPE_CODE || shape == SHAPE_ADDRESS,
        .has_values = all[SHAPE_NUMBER] + all[SHAPE_DATE] + all[SHAPE_BOOLEAN] > 0,
        .is_after_blank = is_after_blank,
        .is_ruler = outline_is_ruler(cells, count),
        .cuts = count == 1 ? count_cuts(cells[0]) : 0,
    };
    outline.is_names = count > 1 && names == count && count <= 64 && !has_repeats(cells, count);
    return outline;
}

void outline_shapes(const struct str *cells, size_t count, unsigned char *out_shapes)
{
    for (size_t i = 0; i < count; i++) {
        out_shapes[i] = (unsigned char)shape_of(cells[i]);
    }
}

struct outline outline_of(const struct str *cells, size_t count, bool is_after_blank)
{
    unsigned char shapes[RECORD_FIELDS] = {0};
    outline_shapes(cells, count, shapes);
    struct outline outline = outline_of_shapes(cells, shapes, count, is_after_blank);
    outline.hash = count;
    for (size_t i = 0; i < count; i++) {
        outline.hash = outline.hash * 31 + str_hash(cells[i]);
    }
    return outline;
}
