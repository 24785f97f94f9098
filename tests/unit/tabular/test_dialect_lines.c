/* Lines without quotes: what counting them tells, and the search that is led by it, against the readers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "gencarto/base/random.h"
#include "gencarto/tabular/dialect_lines.h"

#define TEXTS      1200
#define TEXT_BYTES 6000

/* Up to four of these for each half of a text, so that the types of its first lines tell little of the others. */
static const char *const pieces[] = {"",        "a",   "12",  "2016-02-03", "1 234", "Lyon", "a, b",
                                     "a,b;c|d", "x;y", "~|~", "a|b,",       ";;",    "|;|,", "\xc2\xa7",
                                     "3,5",     "F#1", "-",   ":",          "10:30"};

static void choose_pieces(struct random_state *random, const char *chosen[4])
{
    for (size_t i = 0; i < 4; i++) {
        chosen[i] = pieces[random_below(random, sizeof pieces / sizeof *pieces)];
    }
}

/* Rows of a few columns, spoilt here and there, of pieces that some delimiters cut. */
static size_t write_text(struct random_state *random, char *text)
{
    static const char *const delimiters[] = {";", ",", "\t", "|", ";;", "~|~", "\xc2\xa7", "; ", " ", "::"};
    static const char *const ends[] = {"\n", "\r\n", "\r"};
    const char *delimiter = delimiters[random_below(random, sizeof delimiters / sizeof *delimiters)];
    const char *end = ends[random_below(random, 3)], *chosen[4];
    size_t columns = 1 + random_below(random, 6), rows = 1 + random_below(random, 110), len = 0;
    choose_pieces(random, chosen);
    for (size_t row = 0; row < rows && len < TEXT_BYTES - 200; row++) {
        size_t cells = random_below(random, 12) > 0 ? columns : random_below(random, 8);
        if (row == rows / 2) {
            choose_pieces(random, chosen);
        }
        for (size_t i = 0; i < cells; i++) {
            len += (size_t)snprintf(text + len, TEXT_BYTES - len, "%s%s", i > 0 ? delimiter : "",
                                    chosen[random_below(random, 4)]);
        }
        bool has_end = row + 1 < rows || random_below(random, 2) > 0;
        len += (size_t)snprintf(text + len, TEXT_BYTES - len, "%s", has_end ? end : "");
    }
    return len;
}

/* The sample with the stand-in, as the readers take it. */
static void replace(const struct dialect_sample *sample, const struct delimiter *delimiter, struct buf *room,
                    struct dialect_sample *out_sample)
{
    *out_sample = *sample;
    for (size_t i = 0; i < sample->count; i++) {
        size_t from = room->len;
        buf_add(room, sample->parts[i]);
        delimiter_replace(delimiter, room, from, true);
        out_sample->parts[i] = str_slice(buf_str(room), from, room->len);
    }
}

static void assert_same(const struct dialect_reading *counted, const struct dialect_reading *read)
{
    assert_int_equal(counted->records, read->records);
    assert_int_equal(counted->broken, read->broken);
    assert_int_equal(counted->quoted, read->quoted);
    assert_int_equal(counted->running, read->running);
    assert_int_equal(counted->later, read->later);
    assert_int_equal(counted->padded, read->padded);
    assert_int_equal(counted->has_single, read->has_single);
    assert_memory_equal(counted->widths, read->widths, read->records * sizeof read->widths[0]);
}

/* True when the lines were counted. */
static bool compare(const struct dialect_sample *sample, struct str written)
{
    struct dialect_candidate candidate = {.written = delimiter_from(written), .quote = '"'};
    struct dialect_sample replaced;
    struct dialect_lines lines;
    struct dialect_reading counted, read;
    struct tolerant_record record;
    struct buf room;
    dialect_lines_list(&lines, sample, 0, sample->count, '"');
    if (!dialect_lines_read(&lines, &candidate.written, &counted)) {
        return false;
    }
    candidate.delimiter = delimiter_byte(&candidate.written);
    buf_init(&room, NULL);
    buf_reserve(&room, sample->count * TEXT_BYTES);
    replace(sample, &candidate.written, &room, &replaced);
    tolerant_init(&record);
    dialect_score_read(&candidate, &replaced, 0, replaced.count, 0, &record, &read);
    tolerant_clear(&record);
    assert_same(&counted, &read);
    if (!delimiter_is_long(&candidate.written)) {
        for (size_t i = 0; i < lines.count; i++) {
            dialect_score_line(&counted, lines.items[i], candidate.delimiter);
        }
        tolerant_init(&record);
        dialect_score_read(&candidate, sample, 0, sample->count, DIALECT_RECORDS, &record, &read);
        tolerant_clear(&record);
        assert_memory_equal(&counted.types, &read.types, sizeof read.types);
        assert_int_equal(counted.cells, read.cells);
        assert_int_equal(counted.filled, read.filled);
        assert_int_equal(counted.facts, read.facts);
    }
    buf_clear(&room);
    return true;
}

/* Every other text has parts after its beginning, which may end in the middle of nothing. */
static void counted_lines_are_as_they_are_read(void **state)
{
    (void)state;
    static const char *const delimiters[] = {";", ",", "\t", "|",  " ",  "-",   ":",
                                             "#", "/", ";;", "||", "; ", "~|~", "\xc2\xa7"};
    struct random_state random;
    char text[TEXT_BYTES];
    size_t counted = 0, all = 0;
    random_seed(&random, 7);
    for (int i = 0; i < TEXTS; i++) {
        struct str whole = {text, write_text(&random, text)};
        struct dialect_sample sample = {.parts = {whole}, .count = 1, .is_whole = i % 3 > 0};
        if (i % 2 == 1) {
            dialect_sample_add_part(&sample, str_slice(whole, random_below(&random, whole.len + 1), whole.len));
        }
        for (size_t d = 0; d < sizeof delimiters / sizeof *delimiters; d++, all++) {
            counted += compare(&sample, str_from(delimiters[d]));
        }
    }
    assert_true(counted * 3 > all); /* most of them, or this tells nothing */
}

static void assert_same_dialect(const struct dialect *sooner, const struct dialect *full)
{
    assert_string_equal(sooner->written.bytes, full->written.bytes);
    assert_int_equal(sooner->quote, full->quote);
    assert_int_equal(sooner->escape, full->escape);
    assert_int_equal(sooner->is_padded, full->is_padded);
    assert_int_equal(sooner->columns, full->columns);
}

static void what_is_passed_over_would_not_have_won(void **state)
{
    (void)state;
    struct dialect_wish wish = {.quote = QUOTE_FOUND};
    struct random_state random;
    char text[TEXT_BYTES];
    random_seed(&random, 11);
    for (int i = 0; i < TEXTS; i++) {
        struct str whole = {text, write_text(&random, text)};
        struct dialect sooner = {.columns = 0}, full = {.columns = 0};
        struct dialect_search search;
        dialect_find(whole, &wish, &sooner, NULL);
        dialect_find(whole, &wish, &full, &search);
        assert_same_dialect(&sooner, &full);
    }
}

/* By the first lines ';' would win, whose pattern is better; the cells that it makes of the others look like nothing.
 */
static void later_lines_are_looked_at_before_a_delimiter_is_certain(void **state)
{
    (void)state;
    struct dialect_wish wish = {.quote = QUOTE_FOUND};
    struct dialect dialect = {.columns = 0};
    struct buf text;
    buf_init(&text, NULL);
    for (int i = 0; i < 100; i++) {
        buf_text(&text, i < 30 ? "10;20;x|30\n" : "a,b;c,d;e|30\n");
    }
    dialect_find(str_slice(buf_str(&text), 0, 30 * 11), &wish, &dialect, NULL);
    assert_int_equal(dialect.delimiter, ';');
    dialect_find(buf_str(&text), &wish, &dialect, NULL);
    assert_int_equal(dialect.delimiter, '|');
    buf_clear(&text);
}

/* Dates are one column, whatever signs they have inside, where most lines are dates. */
static void lines_of_text_among_dates_do_not_cut_them(void **state)
{
    (void)state;
    struct dialect_wish wish = {.quote = QUOTE_FOUND};
    for (int lines = 0; lines <= 30; lines++) {
        struct dialect dialect = {.columns = 0};
        struct buf text;
        buf_init(&text, NULL);
        for (int i = 0; i < 100; i++) {
            buf_text(&text, i > 0 && i <= lines ? "un texte comme un autre, sans rien de plus que des mots\n"
                                                : "2016-02-03\n");
        }
        dialect_find(buf_str(&text), &wish, &dialect, NULL);
        assert_string_equal(dialect.written.bytes, ";");
        buf_clear(&text);
    }
}

static void a_line_with_more_cells_than_a_record_is_left_to_the_readers(void **state)
{
    (void)state;
    char text[RECORD_FIELDS + 1];
    struct dialect_sample sample = {.parts = {{text, sizeof text}}, .count = 1, .is_whole = true};
    struct dialect_lines lines;
    struct dialect_reading reading;
    struct delimiter delimiter = delimiter_from(STR(";"));
    memset(text, ';', sizeof text);
    dialect_lines_list(&lines, &sample, 0, 1, '"');
    assert_false(dialect_lines_read(&lines, &delimiter, &reading));
    sample.parts[0].len = RECORD_FIELDS - 1;
    dialect_lines_list(&lines, &sample, 0, 1, '"');
    assert_true(dialect_lines_read(&lines, &delimiter, &reading));
    assert_int_equal(reading.widths[0], RECORD_FIELDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counted_lines_are_as_they_are_read),
        cmocka_unit_test(what_is_passed_over_would_not_have_won),
        cmocka_unit_test(later_lines_are_looked_at_before_a_delimiter_is_certain),
        cmocka_unit_test(lines_of_text_among_dates_do_not_cut_them),
        cmocka_unit_test(a_line_with_more_cells_than_a_record_is_left_to_the_readers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
