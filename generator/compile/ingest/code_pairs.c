#include "gencarto/compile/ingest/code_pairs.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "gencarto/base/file.h"
#include "gencarto/compile/ingest/reference_file.h"
#include "gencarto/tabular/splitter.h"

enum { CODE_LENGTH = sizeof(((struct code_pair *)0)->code) };

static_assert(sizeof(struct code_pair) == 2 * (CODE_LENGTH + 1), "a line of the file");

static int compare_pairs(const void *a, const void *b)
{
    const struct code_pair *left = a, *right = b;
    return memcmp(left->code, right->code, CODE_LENGTH);
}

static bool is_sorted(const struct code_pairs *pairs)
{
    for (size_t i = 1; i < pairs->count; i++) {
        if (compare_pairs(&pairs->items[i - 1], &pairs->items[i]) > 0) {
            return false;
        }
    }
    return true;
}

/* ---- the file as it is shipped -------------------------------------------------------------------------------- */

/* Digits and letters: nothing that quotes, parts or is dropped. */
static bool is_plain(const char *code)
{
    for (size_t i = 0; i < CODE_LENGTH; i++) {
        if (!((code[i] >= '0' && code[i] <= '9') || (code[i] >= 'A' && code[i] <= 'Z'))) {
            return false;
        }
    }
    return true;
}

/* Eight bytes, each a digit: its upper half is 3, and is so still when 6 is added. */
static bool are_digits(uint64_t bytes)
{
    const uint64_t upper = UINT64_C(0xF0F0F0F0F0F0F0F0), threes = UINT64_C(0x3030303030303030);
    return (bytes & upper) == threes && ((bytes + UINT64_C(0x0606060606060606)) & upper) == threes;
}

/* All lines but Corsica's are digits, once what ends the codes is made one. */
static bool is_plain_line(const struct code_pair *line)
{
    static const struct code_pair ends = {.comma = ',' ^ '0', .line_end = '\n' ^ '0'};
    uint64_t first, last, first_ends, last_ends;
    memcpy(&first, line, 8);
    memcpy(&first_ends, &ends, 8);
    memcpy(&last, (const char *)line + sizeof(*line) - 8, 8);
    memcpy(&last_ends, (const char *)&ends + sizeof(ends) - 8, 8);
    return (are_digits(first ^ first_ends) && are_digits(last ^ last_ends)) ||
           (line->comma == ',' && line->line_end == '\n' && is_plain(line->code) && is_plain(line->commune));
}

/* The pairs where they stand; false when a line is of another form, or they are in another order. */
static bool read_shipped(struct str text, const char *code_column, const char *commune_column,
                         struct code_pairs *out_pairs)
{
    struct str rest = text, header, code;
    bool is_header = str_split(&rest, '\n', &header) && str_split(&header, ',', &code) &&
                     str_equal(code, str_from(code_column)) && str_equal(header, str_from(commune_column));
    if (!is_header || rest.len % sizeof(struct code_pair) != 0) {
        return false;
    }
    struct code_pairs pairs = {(const struct code_pair *)(const void *)rest.ptr, rest.len / sizeof(struct code_pair)};
    for (size_t i = 0; i < pairs.count; i++) {
        if (!is_plain_line(&pairs.items[i])) {
            return false;
        }
    }
    *out_pairs = pairs;
    return is_sorted(&pairs);
}

/* ---- any other form ------------------------------------------------------------------------------------------- */

struct general_reading {
    struct code_pair *items;
    size_t count;
};

static bool read_row(void *context, const struct str *values)
{
    struct general_reading *reading = context;
    if (values[0].len == CODE_LENGTH && values[1].len == CODE_LENGTH) {
        struct code_pair *pair = &reading->items[reading->count++];
        memcpy(pair->code, values[0].ptr, CODE_LENGTH);
        memcpy(pair->commune, values[1].ptr, CODE_LENGTH);
    }
    return true;
}

static bool read_general(struct arena *arena, const char *path, struct str text, const char *const *columns,
                         struct code_pairs *out_pairs, struct error *err)
{
    struct general_reading reading = {.items = arena_array(arena, struct code_pair, splitter_count_lines(text))};
    if (!reference_file_read(arena, path, text, columns, read_row, &reading, err)) {
        return false;
    }
    *out_pairs = (struct code_pairs){reading.items, reading.count};
    if (!is_sorted(out_pairs)) {
        qsort(reading.items, reading.count, sizeof(reading.items[0]), compare_pairs);
    }
    return true;
}

/* ---- reading and finding -------------------------------------------------------------------------------------- */

bool code_pairs_read(struct arena *arena, const char *path, const char *code_column, const char *commune_column,
                     struct code_pairs *out_pairs, struct error *err)
{
    const char *const columns[] = {code_column, commune_column, NULL};
    struct str text;
    return file_read_mapped(arena, path, &text, err) && (read_shipped(text, code_column, commune_column, out_pairs) ||
                                                         read_general(arena, path, text, columns, out_pairs, err));
}

/* How many pairs come before the code, or with `or_equal` are not after it. */
static size_t count_before(const struct code_pairs *pairs, const char *code, bool or_equal)
{
    size_t from = 0, to = pairs->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (memcmp(pairs->items[middle].code, code, CODE_LENGTH) < (or_equal ? 1 : 0)) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from;
}

struct code_pairs code_pairs_of(const struct code_pairs *pairs, struct str code)
{
    if (code.len != CODE_LENGTH || pairs->count == 0) {
        return (struct code_pairs){0};
    }
    size_t from = count_before(pairs, code.ptr, false);
    return (struct code_pairs){pairs->items + from, count_before(pairs, code.ptr, true) - from};
}

struct str code_pair_commune(const struct code_pair *pair)
{
    return (struct str){pair->commune, CODE_LENGTH};
}
