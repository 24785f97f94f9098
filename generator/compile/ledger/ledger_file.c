#include "gencarto/compile/ledger/ledger_file.h"

#include <stdlib.h>

#include "gencarto/base/date.h"
#include "gencarto/base/file.h"
#include "gencarto/base/number.h"
#include "gencarto/base/siphash.h"

#define COLUMNS      STR("measure,breakdown,entity,within,count")
#define FIRST_LINE   3
#define HEADER_PARTS 9

/* --- what both kinds of ledgers have --- */

char *ledger_path(struct arena *arena, const char *folder, struct period release)
{
    struct buf name;
    buf_init(&name, arena);
    period_write(&name, release);
    buf_text(&name, ".csv");
    return file_join(arena, folder, str_text(arena, buf_str(&name)));
}

void ledger_header_write(struct buf *out, const struct ledger_file *file)
{
    buf_text(out, "release ");
    period_write(out, file->release);
    buf_text(out, "; by ");
    period_write(out, file->published_by);
    buf_format(out, "; base %d; method %d; received ", file->base, file->method);
    if (file->received_day == DATE_NONE) {
        buf_byte(out, '-');
    } else {
        date_write(out, file->received_day);
    }
}

bool ledger_header_split(struct str line, const char *const *names, size_t count, struct str *out_values)
{
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        struct str name = str_from(names[i]);
        struct str rest = str_slice(line, at, line.len);
        size_t end = str_find(rest, STR("; "), 0);
        if (!str_starts(rest, name) || (end == rest.len) != (i + 1 == count)) {
            return false;
        }
        out_values[i] = str_slice(rest, name.len, end);
        at += end + 2;
    }
    return true;
}

void ledger_digest_write(struct buf *out, struct str body)
{
    static const struct siphash_key open; /* against accidents: who wants to forge a ledger can */
    buf_format(out, "%016llx", (unsigned long long)siphash(open, body));
}

bool ledger_digest_is(struct str body, struct str stated)
{
    struct buf digest;
    buf_init(&digest, NULL);
    ledger_digest_write(&digest, body);
    bool same = str_equal(buf_str(&digest), stated);
    buf_clear(&digest);
    return same;
}

bool ledger_file_fault(const char *path, int64_t line, const char *what, struct error *err)
{
    return error_set(err, ERROR_INPUT,
                     "%s:%lld: %s; a frozen release stays as gencarto release wrote it: restore the file from your "
                     "version control or backup",
                     path, (long long)line, what);
}

/* --- writing --- */

static int compare_lines(const void *left, const void *right)
{
    const struct ledger_line *a = left, *b = right;
    const struct str *const as[] = {&a->measure, &a->breakdown, &a->entity, &a->within};
    const struct str *const bs[] = {&b->measure, &b->breakdown, &b->entity, &b->within};
    int order = 0;
    for (size_t i = 0; order == 0 && i < sizeof as / sizeof *as; i++) {
        order = str_compare(*as[i], *bs[i]);
    }
    return order;
}

static void write_body(struct buf *out, const struct ledger_file *file)
{
    buf_add(out, COLUMNS);
    buf_byte(out, '\n');
    for (size_t i = 0; i < file->count; i++) {
        const struct ledger_line *line = &file->lines[i];
        const struct str cells[] = {line->measure, line->breakdown, line->entity, line->within};
        for (size_t c = 0; c < sizeof cells / sizeof *cells; c++) {
            buf_add(out, cells[c]);
            buf_byte(out, ',');
        }
        buf_int(out, line->count);
        buf_byte(out, '\n');
    }
}

void ledger_file_write(struct buf *out, struct ledger_file *file)
{
    struct buf body;
    buf_init(&body, NULL);
    if (file->count > 0) {
        qsort(file->lines, file->count, sizeof *file->lines, compare_lines);
    }
    write_body(&body, file);
    buf_format(out, "# gencarto ledger %d; ", LEDGER_VERSION);
    ledger_header_write(out, file);
    buf_format(out, "; moved %lld; lines %zu; digest ", (long long)file->trainings_moved, file->count);
    ledger_digest_write(out, buf_str(&body));
    buf_byte(out, '\n');
    buf_add(out, buf_str(&body));
    buf_clear(&body);
}

/* --- reading --- */

static bool split_header(struct str line, struct str values[HEADER_PARTS])
{
    static const char *const names[HEADER_PARTS] = {"# gencarto ledger ", "release ", "by ",    "base ",  "method ",
                                                    "received ",          "moved ",   "lines ", "digest "};
    return ledger_header_split(line, names, HEADER_PARTS, values);
}

static bool read_header(const char *path, struct str line, struct period release, struct str values[HEADER_PARTS],
                        struct ledger_file *out, struct error *err)
{
    int64_t version, base, method, moved, lines;
    struct period named, by;
    if (!split_header(line, values) || !number_parse_int(values[0], &version) || !period_parse(values[1], &named) ||
        !period_parse(values[2], &by) || by.index < release.index || !number_parse_int(values[3], &base) ||
        !number_parse_int(values[4], &method) || !number_parse_int(values[6], &moved) ||
        !number_parse_int(values[7], &lines) || moved < 0 || base < 2 || base > 1000 || method < 0 ||
        method > 1000000 || lines < 0) {
        return ledger_file_fault(path, 1, "this is not the first line of a ledger", err);
    }
    if (version != LEDGER_VERSION) {
        return error_set(err, ERROR_INPUT, "%s:1: ledger of version %lld; this program reads version %d", path,
                         (long long)version, LEDGER_VERSION);
    }
    if (named.index != release.index) {
        return ledger_file_fault(path, 1, "the release is not the one of the file's name", err);
    }
    *out = (struct ledger_file){.release = release,
                                .published_by = by,
                                .base = (int)base,
                                .method = (int)method,
                                .received_day = DATE_NONE,
                                .trainings_moved = moved,
                                .count = (size_t)lines};
    return str_equal(values[5], STR("-")) || date_parse(values[5], &out->received_day) ||
           ledger_file_fault(path, 1, "the day of reception is none", err);
}

static bool read_line(const char *path, int64_t number, struct str text, int base, struct ledger_line *out,
                      struct error *err)
{
    struct str rest = text, count, extra;
    struct str *const cells[] = {&out->measure, &out->breakdown, &out->entity, &out->within, &count};
    size_t cell_count = sizeof cells / sizeof *cells;
    for (size_t i = 0; i < cell_count; i++) {
        if (!str_split(&rest, ',', cells[i])) {
            return ledger_file_fault(path, number, "five cells are expected", err);
        }
    }
    if (str_split(&rest, ',', &extra)) {
        return ledger_file_fault(path, number, "five cells are expected", err);
    }
    if (!number_parse_int(count, &out->count) || llabs(out->count) > INT32_MAX) {
        return ledger_file_fault(path, number, "the last cell is no whole number", err);
    }
    if (out->count % base != 0) {
        return ledger_file_fault(path, number, "the count is no multiple of the base", err);
    }
    bool names_table = out->entity.len == 0;
    if (names_table && (out->count != 0 || out->within.len > 0)) {
        return ledger_file_fault(path, number, "a line without a place is expected to be empty", err);
    }
    bool is_state = out->within.len == 0 || str_starts(out->within, STR("department:"));
    if (is_state && !names_table && out->count <= 0) {
        return ledger_file_fault(path, number, "a state is expected to be above 0", err);
    }
    return true;
}

static bool read_lines(struct arena *arena, const char *path, struct str body, struct ledger_file *file,
                       struct error *err)
{
    size_t stated = file->count, most = 0;
    for (size_t i = 0; i < body.len; i++) {
        most += body.ptr[i] == '\n';
    }
    file->lines = arena_array(arena, struct ledger_line, most + 1);
    file->count = 0;
    for (size_t at = 0; at < body.len;) {
        size_t end = str_index(body, '\n', at);
        int64_t number = FIRST_LINE + (int64_t)file->count;
        struct ledger_line *line = &file->lines[file->count];
        if (end == body.len) {
            return ledger_file_fault(path, number, "the line has no end", err);
        }
        if (!read_line(path, number, str_slice(body, at, end), file->base, line, err)) {
            return false;
        }
        if (file->count > 0 && compare_lines(line - 1, line) >= 0) {
            return ledger_file_fault(path, number, "the line is out of order, or there twice", err);
        }
        file->count++;
        at = end + 1;
    }
    return file->count == stated ||
           ledger_file_fault(path, 1, "the number of lines is not the one that the header says", err);
}

bool ledger_file_read(struct arena *arena, const char *path, struct str text, struct period release,
                      struct ledger_file *out_file, struct error *err)
{
    struct str header[HEADER_PARTS];
    struct ledger_file file;
    size_t first = str_index(text, '\n', 0);
    size_t second = str_index(text, '\n', first + 1);
    if (!read_header(path, str_slice(text, 0, first), release, header, &file, err)) {
        return false;
    }
    if (!str_equal(str_slice(text, first + 1, second), COLUMNS)) {
        return ledger_file_fault(path, 2, "the names of the columns are not those of a ledger", err);
    }
    if (!read_lines(arena, path, str_slice(text, second + 1, text.len), &file, err)) {
        return false;
    }
    if (!ledger_digest_is(str_slice(text, first + 1, text.len), header[8])) {
        return ledger_file_fault(path, 1, "the lines are not those that the digest was made of", err);
    }
    *out_file = file;
    return true;
}
