/* The splitter against libcsv, and a text read in pieces against the same read as one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "gencarto/tabular/chunk.h"
#include "gencarto/tabular/splitter.h"

static const struct dialect semicolons = {.delimiter = ';', .quote = '"'};

/* All that reading gave, as text: the step, the line, the cells of each record. */
static void write_record(struct buf *out, enum records_step step, const struct record *record, int64_t lines_before)
{
    buf_format(out, "%d@%lld", (int)step, (long long)(record->line + lines_before));
    for (size_t i = 0; step == RECORDS_ROW && i < record->field_count; i++) {
        buf_byte(out, '[');
        buf_add(out, record->fields[i]);
        buf_byte(out, ']');
    }
    buf_byte(out, '\n');
}

static void write_records(struct buf *out, struct records *records)
{
    struct record record;
    struct error err = {0};
    enum records_step step;
    while ((step = records_next(records, &record, &err)) != RECORDS_END && step != RECORDS_FAILED) {
        write_record(out, step, &record, 0);
    }
    buf_format(out, "%d at %zu, line %lld\n", (int)step, records_offset(records), (long long)records_line(records));
    records_close(records);
}

static void assert_same_as_libcsv(struct arena *arena, struct str text, const struct dialect *dialect)
{
    struct buf split, unsplit;
    buf_init(&split, arena);
    buf_init(&unsplit, arena);
    write_records(&split, records_open("a.csv", text, dialect));
    write_records(&unsplit, records_open_unsplit("a.csv", text, dialect));
    assert_string_equal(str_text(arena, buf_str(&split)), str_text(arena, buf_str(&unsplit)));
}

static bool is_printed_ascii(char c)
{
    return c > ' ' && (unsigned char)c < 0x80;
}

/* What reading says of the first record and of the last: t where all cells are bare, f where that is not sure. */
static void assert_trimmed(struct arena *arena, struct str text, char first, char last)
{
    struct records *records = records_open("a.csv", text, &semicolons);
    struct record record;
    struct error err = {0};
    struct buf said;
    buf_init(&said, arena);
    while (records_next(records, &record, &err) == RECORDS_ROW) {
        buf_byte(&said, record.is_trimmed ? 't' : 'f');
        for (size_t i = 0; record.is_trimmed && i < record.field_count; i++) {
            struct str cell = record.fields[i];
            assert_true(cell.len == 0 || (is_printed_ascii(cell.ptr[0]) && is_printed_ascii(cell.ptr[cell.len - 1])));
        }
    }
    records_close(records);
    assert_true(said.len > 0 && said.ptr[0] == first && said.ptr[said.len - 1] == last);
}

static void records_of_bare_cells_are_known(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct str plain = STR("a;b;;2016-03 S1\n;;\nsans_emploi;0123456789012345678901234567890123456789;e\r\nf;g\n");
    assert_trimmed(&arena, plain, 't', 't');
    struct buf text;
    buf_init(&text, &arena);
    for (int i = 0; i < 40; i++) { /* in the blocks before */
        buf_text(&text, "abc;d\n");
    }
    size_t before = text.len;
    static const char *const edges[] = {" ", "\t", "\xc2\xa0", "\xe2\x80\xaf", "\x01", "\xc3\xa9"};
    for (size_t e = 0; e < sizeof(edges) / sizeof(edges[0]); e++) {
        for (size_t shift = 0; shift < 64; shift++) {
            text.len = before;
            for (size_t i = 0; i < shift; i++) {
                buf_byte(&text, 'x');
            }
            size_t begin = text.len;
            buf_format(&text, "y;%sz;\n", edges[e]);
            assert_trimmed(&arena, buf_str(&text), 't', 'f');
            text.len = begin;
            buf_format(&text, "y;z%s\n", edges[e]);
            assert_trimmed(&arena, buf_str(&text), 't', 'f');
        }
    }
    arena_clear(&arena);
}

static void texts_of_all_kinds_split_as_libcsv_does(void **state)
{
    (void)state;
    static const struct str texts[] = {
        STR_INIT(""),
        STR_INIT("\n"),
        STR_INIT("a"),
        STR_INIT("a;b;c\n1;2;3\n"),
        STR_INIT("a;b\r\n1;2\r\n\r\n3;4"),
        STR_INIT("a;b\r1;2\r\r3;4\r"),
        STR_INIT("a;b\n\r1;2\r\n\n\r3;4\n"),
        STR_INIT(" a ; b\t;\tc \n ;;\n   \n\t\n"),
        STR_INIT(";;;\n;;\n;\n"),
        STR_INIT("a;b\n\"1;2\";3\n4;5\n"),
        STR_INIT("a;b\n1\"2;3\n4;5\n"),
        STR_INIT("a;b\n\"1\n2\n3\";4\n5;6\n"),
        STR_INIT("a;\"b\nc;d\n"),
        STR_INIT("a delimiter at the very end of a block of sixty-four bytes .....;;b\r\nc;d\r\n"),
        STR_INIT("a line end at the very end of a block of sixty-four bytes: ....\r\nc;d\r\n"),
        STR_INIT("\xc3\xa9t\xc3\xa9;\xe2\x82\xac;\x01\n"),
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        assert_same_as_libcsv(&arena, texts[i], &semicolons);
        assert_same_as_libcsv(&arena, texts[i], &(struct dialect){.delimiter = '\t', .quote = '"'});
        assert_same_as_libcsv(&arena, texts[i], &(struct dialect){.delimiter = ';', .quote = 0});
    }
    arena_clear(&arena);
}

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* A text of these bytes, `quotes` of them in a thousand. */
static struct str random_text_of(struct arena *arena, uint32_t *state, struct str bytes, size_t len, uint32_t quotes)
{
    struct buf text;
    buf_init(&text, arena);
    buf_reserve(&text, len);
    for (size_t i = 0; i < len; i++) {
        bool quote = next_random(state) % 1000 < quotes;
        buf_byte(&text, quote ? '"' : bytes.ptr[next_random(state) % bytes.len]);
    }
    return buf_str(&text);
}

static struct str random_text(struct arena *arena, uint32_t *state, size_t len, uint32_t quotes)
{
    return random_text_of(arena, state, STR("abcdefgh123456;;;;;;  \t\n\n\r"), len, quotes);
}

static void random_texts_split_as_libcsv_does(void **state)
{
    (void)state;
    uint32_t random = 2017;
    struct arena arena;
    arena_init(&arena);
    for (int i = 0; i < 600; i++) {
        struct arena_mark mark = arena_save(&arena);
        size_t len = i % 6 == 0 ? 90000 : next_random(&random) % 400;
        assert_same_as_libcsv(&arena, random_text(&arena, &random, len, i % 3 == 0 ? 0 : 4), &semicolons);
        arena_restore(&arena, mark);
    }
    arena_clear(&arena);
}

/* The marks are compared by four of their bits, or whole where two delimiters share these: LF and * do, CR and = too.
 */
static void random_texts_of_any_delimiter_split_as_libcsv_does(void **state)
{
    (void)state;
    static const char delimiters[] = "\t,|*:J=-]m\x01\x1f;";
    uint32_t random = 4;
    struct arena arena;
    arena_init(&arena);
    for (const char *delimiter = delimiters; *delimiter; delimiter++) {
        for (int i = 0; i < 30; i++) {
            struct arena_mark mark = arena_save(&arena);
            struct buf bytes;
            buf_init(&bytes, &arena);
            buf_text(&bytes, "\n\r \t*=J:-]mM;,|\x01\x1f");
            for (int more = 0; more < i; more++) { /* from hardly any cells to hardly anything else */
                buf_byte(&bytes, *delimiter);
            }
            struct str text = random_text_of(&arena, &random, buf_str(&bytes), next_random(&random) % 3000, 0);
            assert_same_as_libcsv(&arena, text, &(struct dialect){.delimiter = *delimiter, .quote = '"'});
            arena_restore(&arena, mark);
        }
    }
    arena_clear(&arena);
}

/* Lines of so many cells, some of them padded, ended as they may be. */
static void lines_of_any_width_split_as_libcsv_does(void **state)
{
    (void)state;
    static const char *const ends[] = {"\n", "\r\n", "\r", "", "\"\n"};
    static const char *const cells[] = {";", "a;", " a;", "\xc3\xa9 ;",
                                        "a cell of more than sixty-four bytes, which no block holds whole;"};
    uint32_t random = 11;
    struct arena arena;
    arena_init(&arena);
    for (int i = 0; i < 400; i++) {
        struct arena_mark mark = arena_save(&arena);
        struct buf text;
        buf_init(&text, &arena);
        const char *end = ends[i % 5];
        size_t usual = next_random(&random) % 4,
               width = i % 3 == 0 ? RECORD_FIELDS - 4 + next_random(&random) % 8 : next_random(&random) % 700;
        for (size_t line = 0; line < 6; line++) {
            for (size_t cell = 0; cell < (line % 3 == 2 ? 3 : width); cell++) {
                buf_text(&text, cells[next_random(&random) % 20 == 0 ? next_random(&random) % 5 : usual]);
            }
            buf_text(&text, line == 5 ? end : end[0] == '\r' ? end : "\n");
        }
        assert_same_as_libcsv(&arena, buf_str(&text), &semicolons);
        arena_restore(&arena, mark);
    }
    arena_clear(&arena);
}

static void more_cells_than_the_limit_are_too_large(void **state)
{
    (void)state;
    static const char *const ends[] = {"\nb;c\n", "\r\nb;c\n", "\rb;c\n", "", "\nb;\"c\"\n"};
    struct arena arena;
    arena_init(&arena);
    for (size_t end = 0; end < sizeof(ends) / sizeof(ends[0]); end++) {
        for (size_t cells = RECORD_FIELDS - 2; cells < 3 * RECORD_FIELDS;
             cells += cells < RECORD_FIELDS + 100 ? 1 : 77) {
            struct arena_mark mark = arena_save(&arena);
            struct buf text;
            buf_init(&text, &arena);
            for (size_t i = 0; i < cells; i++) {
                buf_text(&text, "a;");
            }
            buf_text(&text, ends[end]);
            assert_same_as_libcsv(&arena, buf_str(&text), &semicolons);
            arena_restore(&arena, mark);
        }
    }
    arena_clear(&arena);
}

/* Reads the pieces of a text as enrolments.c does: all from where they were cut, then again those that began wrong. */
static void write_pieces(struct buf *out, struct str text, size_t size)
{
    size_t at = 0;
    int64_t lines_before = 0;
    struct error err = {0};
    for (size_t from = 0, to; from < text.len; from = to) {
        to = splitter_cut(text, from, size);
        if (to <= at) {
            continue; /* a record went over the whole piece */
        }
        struct chunk chunk;
        struct record record;
        enum records_step step;
        int64_t lines;
        chunk_open(&chunk, "a.csv", text, at > from ? at : from, to, &semicolons);
        while ((step = chunk_next(&chunk, &record, &err)) != RECORDS_END && step != RECORDS_FAILED) {
            write_record(out, step, &record, lines_before);
        }
        at = chunk_close(&chunk, &lines);
        lines_before += lines;
        if (step == RECORDS_FAILED) {
            buf_format(out, "%d at %zu, line %lld\n", (int)step, at, (long long)lines_before + 1);
            return;
        }
    }
    buf_format(out, "%d at %zu, line %lld\n", (int)RECORDS_END, at, (long long)lines_before + 1);
}

static void pieces_give_the_records_of_the_whole(void **state)
{
    (void)state;
    uint32_t random = 7;
    struct arena arena;
    arena_init(&arena);
    for (int i = 0; i < 300; i++) {
        struct arena_mark mark = arena_save(&arena);
        struct str text = random_text(&arena, &random, 3000, (uint32_t)(i % 4) * 10);
        struct buf pieces, whole;
        buf_init(&pieces, &arena);
        buf_init(&whole, &arena);
        write_pieces(&pieces, text, 1 + next_random(&random) % 500);
        write_records(&whole, records_open_unsplit("a.csv", text, &semicolons));
        assert_string_equal(str_text(&arena, buf_str(&pieces)), str_text(&arena, buf_str(&whole)));
        arena_restore(&arena, mark);
    }
    arena_clear(&arena);
}

static void lines_are_never_counted_too_few(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    for (size_t len = 0; len < 300; len++) {
        struct buf text;
        buf_init(&text, &arena);
        for (size_t i = 0; i < len; i++) {
            buf_byte(&text, i % 3 == 0 ? '\n' : 'a');
        }
        assert_int_equal(splitter_count_lines(buf_str(&text)), (len + 2) / 3 + 1);
    }
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_of_all_kinds_split_as_libcsv_does),
        cmocka_unit_test(records_of_bare_cells_are_known),
        cmocka_unit_test(random_texts_split_as_libcsv_does),
        cmocka_unit_test(random_texts_of_any_delimiter_split_as_libcsv_does),
        cmocka_unit_test(lines_of_any_width_split_as_libcsv_does),
        cmocka_unit_test(more_cells_than_the_limit_are_too_large),
        cmocka_unit_test(pieces_give_the_records_of_the_whole),
        cmocka_unit_test(lines_are_never_counted_too_few),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
