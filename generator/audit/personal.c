/* The personal files of an input, as plain bytes: what in them could point at a person. */
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "gencarto/base/file.h"
#include "traces.h"

#define KEY_NAME       ".gencarto-key" /* the secret of the protection is as private as the rows */
#define FIELDS_MAX     64
#define SAMPLE_ROWS    20000 /* that tell which columns hold something else in nearly every row */
#define HEADER_LINES   20
#define HEAD_BYTES     40 /* a longer field is no head */
#define HEADS_LEAST    4
#define SHORTEST       5 /* bytes of a value that is looked for */
#define LONGEST        200
#define WORD_BYTES     10  /* a shorter text may be part of another word by chance */
#define DISTINCT_LEAST 0.3 /* of the filled fields of a column of identifiers or free texts */

struct sheet {
    struct str name, content; /* of the file; from the row below the header */
    char separator;
    size_t column_count;
    bool is_distinct[FIELDS_MAX];
};

/* UTF-16 and its like become ASCII: what is looked for has no accents in most files. */
static struct str without_zeros(struct arena *arena, struct str content)
{
    if (content.len == 0 || memchr(content.ptr, 0, content.len < 200 ? content.len : 200) == NULL) {
        return content;
    }
    char *out = arena_alloc(arena, content.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < content.len; i++) {
        if (content.ptr[i] != 0) {
            out[len++] = content.ptr[i];
        }
    }
    return (struct str){out, len};
}

static bool holds_word(struct str line, struct str word)
{
    for (size_t at = 0; at + word.len <= line.len; at++) {
        if (str_equal_ascii_case(str_slice(line, at, at + word.len), word)) {
            return true;
        }
    }
    return false;
}

static char separator_of(struct str line)
{
    static const char candidates[] = ";,\t|";
    char best = ';';
    size_t most = 0;
    for (size_t i = 0; i < sizeof candidates - 1; i++) {
        size_t count = 0;
        for (size_t at = 0; at < line.len; at++) {
            count += line.ptr[at] == candidates[i];
        }
        if (count > most) {
            most = count;
            best = candidates[i];
        }
    }
    return best;
}

/* "apprenant", "id_apprenant", "Numéro d'inscription": not "apprenants", which counts them. */
static bool is_head_of_person(struct str head)
{
    static const struct str words[] = {STR_INIT("apprenant"), STR_INIT("pseudonyme"), STR_INIT("inscription"),
                                       STR_INIT("stagiaire"), STR_INIT("identifiant_personne")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        for (size_t at = 0; head.len <= HEAD_BYTES && at + words[i].len <= head.len; at++) {
            bool ends = at + words[i].len == head.len || head.ptr[at + words[i].len] != 's';
            if (ends && str_equal_ascii_case(str_slice(head, at, at + words[i].len), words[i])) {
                return true;
            }
        }
    }
    return false;
}

/* A file of rows about persons has a column for the pseudonym or for the enrolment's number. */
static bool find_header(struct str content, struct sheet *out)
{
    struct str rest = content, line, head;
    for (int i = 0; i < HEADER_LINES && rest.len > 0 && str_split(&rest, '\n', &line); i++) {
        out->separator = separator_of(line);
        out->content = rest;
        size_t heads = 0;
        bool is_personal = false;
        while (str_split(&line, out->separator, &head)) {
            is_personal = is_personal || is_head_of_person(head);
            heads++;
        }
        if (is_personal && heads >= HEADS_LEAST) {
            return true;
        }
    }
    return false;
}

/* The fields of the next row, quotes taken off at their ends; a line break inside quotes splits a row, which only makes
 * two of it. */
static size_t next_row(struct sheet *sheet, struct str *rest, struct str *out_fields)
{
    struct str line, field;
    size_t count = 0;
    if (!str_split(rest, '\n', &line)) {
        return 0;
    }
    line = str_trim(line);
    while (count < FIELDS_MAX && str_split(&line, sheet->separator, &field)) {
        field = str_trim(field);
        if (field.len >= 2 && field.ptr[0] == '"' && field.ptr[field.len - 1] == '"') {
            field = str_slice(field, 1, field.len - 1);
        }
        out_fields[count++] = field;
    }
    return count;
}

/* --- which values --- */

static int compare_hashes(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static bool are_distinct(uint64_t *hashes, size_t count)
{
    size_t distinct = 0;
    qsort(hashes, count, sizeof *hashes, compare_hashes);
    for (size_t i = 0; i < count; i++) {
        distinct += i == 0 || hashes[i] != hashes[i - 1];
    }
    return count > 0 && (double)distinct >= DISTINCT_LEAST * (double)count;
}

static void find_distinct(struct sheet *sheet, struct arena *scratch)
{
    struct arena_mark mark = arena_save(scratch);
    uint64_t *hashes = arena_array(scratch, uint64_t, (size_t)SAMPLE_ROWS * FIELDS_MAX);
    size_t counts[FIELDS_MAX] = {0};
    struct str rest = sheet->content, fields[FIELDS_MAX];
    for (int row = 0; row < SAMPLE_ROWS && rest.len > 0; row++) {
        size_t count = next_row(sheet, &rest, fields);
        for (size_t i = 0; i < count; i++) {
            if (fields[i].len > 0) {
                hashes[i * SAMPLE_ROWS + counts[i]++] = str_hash(fields[i]);
            }
        }
        sheet->column_count = count > sheet->column_count ? count : sheet->column_count;
    }
    for (size_t i = 0; i < FIELDS_MAX; i++) {
        sheet->is_distinct[i] = are_distinct(hashes + i * SAMPLE_ROWS, counts[i]);
    }
    arena_restore(scratch, mark);
}

struct shape {
    size_t letters, digits, blanks;
};

static struct shape shape_of(struct str value)
{
    struct shape shape = {0};
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        shape.digits += c >= '0' && c <= '9';
        shape.letters += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
        shape.blanks += c == ' ';
    }
    return shape;
}

/* "15 mai 2018": a page may say it of anything. */
static bool is_date_in_words(struct str value)
{
    static const struct str months[] = {STR_INIT("janv"),     STR_INIT("vrier"), STR_INIT("mars"),  STR_INIT("avril"),
                                        STR_INIT("mai"),      STR_INIT("juin"),  STR_INIT("juil"),  STR_INIT("ao"),
                                        STR_INIT("septe"),    STR_INIT("octob"), STR_INIT("novem"), STR_INIT("cembre"),
                                        STR_INIT("trimestre")};
    for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
        if (holds_word(value, months[i]) && shape_of(value).blanks > 0) {
            return true;
        }
    }
    return false;
}

/* Letters with three digits or more, long numbers, and in columns where nearly every row has another value any text:
 * an identifier or a remark. Words of vocabularies, ages, dates and codes of communes are no trace of anybody. */
static bool points_at_person(struct str value, bool is_distinct)
{
    struct shape shape = shape_of(value);
    if (value.len < SHORTEST || value.len > LONGEST || is_date_in_words(value)) {
        return false;
    }
    return shape.letters == 0 ? shape.digits >= 9 && shape.digits == value.len
                              : shape.digits >= 3 || (is_distinct && value.len >= 2 * SHORTEST);
}

static void add_values(struct traces *traces, struct sheet *sheet)
{
    struct str rest = sheet->content, fields[FIELDS_MAX];
    for (size_t row = 2; rest.len > 0; row++) {
        size_t count = next_row(sheet, &rest, fields);
        for (size_t i = 0; i < count; i++) {
            if (points_at_person(fields[i], sheet->is_distinct[i])) {
                traces_add(traces, (struct trace){str_copy(traces->arena, fields[i]), STR("personal-text"),
                                                  str_format(traces->arena, "%.*s, row %zu, column %zu",
                                                             STR_ARGS(sheet->name), row, i + 1),
                                                  fields[i].len < WORD_BYTES});
            }
        }
    }
}

/* --- the file as a whole --- */

static int64_t rows_of(struct str content)
{
    int64_t rows = content.len > 0 && content.ptr[content.len - 1] != '\n';
    for (size_t i = 0; i < content.len; i++) {
        rows += content.ptr[i] == '\n';
    }
    return rows;
}

static void add_file(struct traces *traces, struct sheet *sheet, struct str bytes)
{
    for (enum digest digest = 0; digest < DIGESTS; digest++) {
        struct str text = digest_of(traces->arena, digest, bytes);
        traces_add(traces, (struct trace){text, STR("hash-told"), sheet->name, false});
    }
    *arena_push(traces->arena, traces->files, traces->file_count, traces->file_capacity) =
        (struct counted_file){sheet->name, rows_of(sheet->content), (int64_t)bytes.len};
}

static bool is_table(struct str name)
{
    return str_ends(name, STR(".csv")) || str_ends(name, STR(".CSV")) || str_ends(name, STR(".txt")) ||
           str_ends(name, STR(".tsv"));
}

/* *out_is_public: the file is not about persons, and its texts may be published. */
static bool read_file(struct traces *traces, const char *folder, struct str name, bool *out_is_public,
                      struct error *err)
{
    struct arena scratch;
    struct str bytes;
    struct sheet sheet = {.name = name};
    arena_init(&scratch);
    bool ok = file_read(&scratch, file_join(&scratch, folder, str_text(&scratch, name)), &bytes, err);
    if (ok && str_equal(name, STR(KEY_NAME))) {
        traces_add(traces, (struct trace){str_copy(traces->arena, str_trim(bytes)), STR("personal-text"), name, false});
        *out_is_public = false;
        arena_clear(&scratch);
        return true;
    }
    *out_is_public = ok && !(is_table(name) && find_header(without_zeros(&scratch, bytes), &sheet));
    if (ok && !*out_is_public) {
        find_distinct(&sheet, &scratch);
        add_values(traces, &sheet);
        add_file(traces, &sheet, bytes);
    }
    arena_clear(&scratch);
    return ok;
}

static bool drop_public(struct traces *traces, const char *folder, struct str name, struct error *err)
{
    struct arena scratch;
    struct str bytes;
    arena_init(&scratch);
    bool ok = file_read(&scratch, file_join(&scratch, folder, str_text(&scratch, name)), &bytes, err);
    if (ok) {
        traces_drop_found(traces, bytes);
    }
    arena_clear(&scratch);
    return ok;
}

bool traces_read_input(struct traces *traces, const char *folder, struct error *err)
{
    struct str *names;
    size_t count;
    if (!file_names(traces->arena, folder, &names, &count, err)) {
        return false;
    }
    bool *are_public = arena_array(traces->arena, bool, count);
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        ok = read_file(traces, folder, names[i], &are_public[i], err);
    }
    traces_index(traces);
    for (size_t i = 0; ok && i < count; i++) {
        ok = !are_public[i] || drop_public(traces, folder, names[i], err);
    }
    traces_index(traces);
    return ok && (traces->file_count > 0 ||
                  error_set(err, ERROR_INPUT, "%s: no file with a column of pseudonyms or enrolments", folder));
}
