#include "gencarto/compile/ingest/code_pairs.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "gencarto/base/bytes.h"
#include "gencarto/base/file.h"
#include "gencarto/compile/ingest/reference_file.h"
#include "gencarto/tabular/splitter.h"

enum { CODE_LENGTH = sizeof(((struct code_pair *)0)->code) };

static_assert(sizeof(struct code_pair) == 2 * (CODE_LENGTH + 1), "a line of the file");

/* Codes as numbers that are in the order of the codes. */
static uint64_t order_of(const char code[8])
{
    return __builtin_bswap64(bytes_eight(code)) >> (8 - CODE_LENGTH) * 8;
}

static uint64_t order_of_pair(const struct code_pair *pair)
{
    return order_of((const char *)pair);
}

static int compare_pairs(const void *a, const void *b)
{
    uint64_t left = order_of_pair(a), right = order_of_pair(b);
    return (left > right) - (left < right);
}

static bool is_sorted(const struct code_pairs *pairs)
{
    for (size_t i = 1; i < pairs->count; i++) {
        if (order_of_pair(&pairs->items[i - 1]) > order_of_pair(&pairs->items[i])) {
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

/* Two lines of digits, which most are; and what, added to a byte that differs from these by more than a digit's value,
 * or at all from the comma or the line feed, reaches 0x80. */
static const char two_lines[] = "00000,00000\n00000,00000\n";
static const char above[] = "\x76\x76\x76\x76\x76\x7f\x76\x76\x76\x76\x76\x7f"
                            "\x76\x76\x76\x76\x76\x7f\x76\x76\x76\x76\x76\x7f";

static uint64_t others_at(const struct code_pair *lines, size_t place)
{
    uint64_t value = bytes_eight((const char *)lines + place) ^ bytes_eight(two_lines + place);
    return (value | (value + bytes_eight(above + place))) & BYTES_TOPS;
}

static bool are_two_of_digits(const struct code_pair *lines)
{
    return (others_at(lines, 0) | others_at(lines, 8) | others_at(lines, 16)) == 0;
}

/* Corsica's have letters. */
static bool is_plain_line(const struct code_pair *line)
{
    return (others_at(line, 0) | others_at(line, sizeof(*line) - 8)) == 0 ||
           (line->comma == ',' && line->line_end == '\n' && is_plain(line->code) && is_plain(line->commune));
}

static bool holds(struct str text, const char *part)
{
    return str_find(text, str_from(part), 0) < text.len;
}

/* What follows the names of the two columns, which come first, in the rest of the header; false when they do not, or
 * others look like them. */
static bool skip_names(struct str *rest, const char *code_column, const char *commune_column)
{
    struct str code, commune = str_from(commune_column);
    bool is_found = str_split(rest, ',', &code) && str_equal(code, str_from(code_column)) && str_starts(*rest, commune);
    *rest = str_slice(*rest, commune.len, rest->len);
    return is_found && !holds(*rest, code_column) && !holds(*rest, commune_column);
}

/* The pairs where they stand; false when a line is of another form, or they are in another order. */
static bool read_pairs(struct str lines, struct code_pairs *out_pairs)
{
    struct code_pairs pairs = {(const struct code_pair *)(const void *)lines.ptr, lines.len / sizeof(struct code_pair)};
    if (lines.len % sizeof(struct code_pair) != 0) {
        return false;
    }
    for (size_t i = 0; i < pairs.count;) {
        if (i + 1 < pairs.count && are_two_of_digits(&pairs.items[i])) {
            i += 2;
        } else if (!is_plain_line(&pairs.items[i++])) {
            return false;
        }
    }
    *out_pairs = pairs;
    return is_sorted(&pairs);
}

/* A copy of the pairs that lines begin with which say more; false as above. */
static bool read_beginnings(struct arena *arena, struct str lines, struct code_pairs *out_pairs)
{
    struct code_pair *items = arena_array(arena, struct code_pair, splitter_count_lines(lines));
    struct code_pairs pairs = {.items = items};
    const char *end = lines.ptr + lines.len;
    for (const char *line = lines.ptr, *line_end; line < end; line = line_end + 1) {
        struct code_pair *pair = &items[pairs.count++];
        line_end = memchr(line, '\n', (size_t)(end - line));
        if (!line_end || (size_t)(line_end - line) < sizeof(*pair)) {
            return false;
        }
        memcpy(pair, line, sizeof(*pair));
        bool is_parted = pair->line_end == ',';
        pair->line_end = '\n';
        if (!is_parted || !is_plain_line(pair)) {
            return false;
        }
    }
    *out_pairs = pairs;
    return is_sorted(&pairs);
}

static bool read_shipped(struct arena *arena, struct str text, const char *code_column, const char *commune_column,
                         struct code_pairs *out_pairs)
{
    struct str lines = text, header;
    if (!str_split(&lines, '\n', &header) || !skip_names(&header, code_column, commune_column)) {
        return false;
    }
    if (header.len == 0) {
        return read_pairs(lines, out_pairs);
    }
    bool is_bare = str_index(text, '"', 0) == text.len && str_index(text, '\r', 0) == text.len;
    return is_bare && header.ptr[0] == ',' && read_beginnings(arena, lines, out_pairs);
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
    return file_read_mapped(arena, path, &text, err) &&
           (read_shipped(arena, text, code_column, commune_column, out_pairs) ||
            read_general(arena, path, text, columns, out_pairs, err));
}

/* How many pairs come before the code. */
static size_t count_before(const struct code_pairs *pairs, uint64_t order)
{
    size_t from = 0, to = pairs->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (order_of_pair(&pairs->items[middle]) < order) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from;
}

struct code_pairs code_pairs_of(const struct code_pairs *pairs, struct str code)
{
    char bytes[8] = {0};
    if (code.len != CODE_LENGTH) {
        return (struct code_pairs){0};
    }
    memcpy(bytes, code.ptr, CODE_LENGTH);
    uint64_t order = order_of(bytes);
    size_t from = count_before(pairs, order), to = from;
    while (to < pairs->count && order_of_pair(&pairs->items[to]) == order) {
        to++;
    }
    return (struct code_pairs){pairs->items + from, to - from};
}

struct str code_pair_commune(const struct code_pair *pair)
{
    return (struct str){pair->commune, CODE_LENGTH};
}
