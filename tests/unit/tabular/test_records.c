/* Bytes to records: encoding, delimiter, quotes, lines, limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "gencarto/base/buf.h"
#include "gencarto/tabular/records.h"

static struct arena arena;
static struct error err;
static struct dialect dialect;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena);
    memset(&err, 0, sizeof(err));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

/* "1[a|b]3[c|d]": the line and the fields of each record; '!' a malformed one, '+' a too large one, '?' a failure. */
static const char *read_wish(struct str raw, struct dialect_wish wish)
{
    struct str text;
    struct buf out;
    buf_init(&out, &arena);
    if (!dialect_detect(&arena, "x.csv", raw, &wish, &dialect, &text, &err)) {
        return "refused";
    }
    struct records *records = records_open("x.csv", text, &dialect);
    struct record record;
    enum records_step step;
    while ((step = records_next(records, &record, &err)) != RECORDS_END && step != RECORDS_FAILED) {
        buf_int(&out, record.line);
        buf_text(&out, step == RECORDS_ROW ? "[" : step == RECORDS_MALFORMED ? "!" : "+");
        for (size_t i = 0; step == RECORDS_ROW && i < record.field_count; i++) {
            buf_text(&out, i > 0 ? "|" : "");
            buf_add(&out, record.fields[i]);
        }
        buf_text(&out, step == RECORDS_ROW ? "]" : "");
    }
    buf_text(&out, step == RECORDS_FAILED ? "?" : "");
    buf_byte(&out, '\0');
    records_close(records);
    return out.ptr;
}

static const char *read_text(struct str raw)
{
    return read_wish(raw, (struct dialect_wish){.quote = QUOTE_FOUND});
}

#define READ(literal) read_text(STR(literal))

static void lines_end_with_lf_crlf_or_cr(void **state)
{
    (void)state;
    assert_string_equal(READ("a;b\n1;2\n3;4\n"), "1[a|b]2[1|2]3[3|4]");
    assert_string_equal(READ("a;b\r\n1;2\r\n3;4\r\n"), "1[a|b]2[1|2]3[3|4]");
    assert_string_equal(READ("a;b\r1;2\r3;4"), "1[a|b]2[1|2]3[3|4]");
}

static void a_last_line_needs_no_end(void **state)
{
    (void)state;
    assert_string_equal(READ("a;b\n1;2"), "1[a|b]2[1|2]");
    assert_string_equal(READ("a;b\n1;\"2\""), "1[a|b]2[1|2]");
    assert_string_equal(READ("a;b\n1;"), "1[a|b]2[1|]");
}

static void blank_lines_are_no_records_but_count_as_lines(void **state)
{
    (void)state;
    assert_string_equal(READ("\n\r\na;b\n\n  \n1;2\n\n"), "3[a|b]6[1|2]");
}

static void a_quoted_line_break_stays_and_the_record_is_at_its_first_line(void **state)
{
    (void)state;
    assert_string_equal(READ("a;b\n\"x\n\ny\";2\n3;4\n"), "1[a|b]2[x\n\ny|2]5[3|4]");
    assert_string_equal(READ("a;b\r\n\"x\r\ny\";\"q\"\"q\"\r\n3;4\r\n"), "1[a|b]2[x\r\ny|q\"q]4[3|4]");
}

static void a_stray_quote_spoils_one_record(void **state)
{
    (void)state;
    assert_string_equal(READ("a;b\n5\"x;2\n3;4\n"), "1[a|b]2!3[3|4]");
    assert_string_equal(READ("a;b\n\"x\"y;2\n3;4\n"), "1[a|b]2!3[3|4]");
}

static void a_quote_opened_by_mistake_spoils_no_later_record_with_quotes(void **state)
{
    (void)state;
    assert_string_equal(READ("a;b\n\"x;2\n3;4\n5;\"six\"\n7;8\n"), "1[a|b]2!3[3|4]4[5|six]5[7|8]");
}

static void an_unclosed_quote_spoils_its_line_only(void **state)
{
    (void)state;
    assert_string_equal(READ("a;b\n1;2\n3;\"4\n5;6\n"), "1[a|b]2[1|2]3!4[5|6]");
}

static void rows_swallowed_by_a_quote_come_back(void **state)
{
    (void)state;
    assert_string_equal(READ("a;b;c\n1;\"2;3\n4;5;6\n7\";8;9\n10;11;12\n"), "1[a|b|c]2!3[4|5|6]4!5[10|11|12]");
}

static void a_field_without_end_fails_with_its_line(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, &arena);
    buf_text(&text, "a;b\n1;2\n3;\"4\n");
    for (int i = 0; i < 1024 * 1024; i++) {
        buf_text(&text, "xyzt\n");
    }
    assert_string_equal(read_text(buf_str(&text)), "1[a|b]2[1|2]?");
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_non_null(strstr(err.message, "x.csv:3:"));
}

#define MARK "\xef\xbb\xbf"

/* As files joined one behind the other have it. */
static void a_byte_order_mark_before_a_record_is_no_text(void **state)
{
    (void)state;
    assert_string_equal(READ("a;b\n1;2\n" MARK "a;b\n3;4\n"), "1[a|b]2[1|2]3[a|b]4[3|4]");
    assert_string_equal(READ("a;b\n1;2\n" MARK " a;b\n3;4\n"), "1[a|b]2[1|2]3[a|b]4[3|4]");
    assert_string_equal(READ("a;b\n1;\"2\"\n" MARK "a;b\n3;4\n"), "1[a|b]2[1|2]3[a|b]4[3|4]");
    assert_string_equal(READ("a;b\n1;\"2\"\n" MARK "\"a\";\"b\"\n3;4\n"), "1[a|b]2[1|2]3[a|b]4[3|4]");
    assert_string_equal(READ("a;b\n1;" MARK "2\n3;4\n"), "1[a|b]2[1|" MARK "2]3[3|4]");
}

static void empty_and_header_only_are_told_apart(void **state)
{
    (void)state;
    assert_string_equal(READ(""), "");
    assert_string_equal(READ("\xef\xbb\xbf"), "");
    assert_string_equal(READ("a;b\n"), "1[a|b]");
}

static void the_delimiter_is_found(void **state)
{
    (void)state;
    assert_string_equal(READ("a,b\n1,2\n"), "1[a|b]2[1|2]");
    assert_string_equal(READ("a\tb\n1\t\n"), "1[a|b]2[1|]");
    assert_string_equal(READ("a|b\n1|2\n"), "1[a|b]2[1|2]");
    assert_int_equal(dialect.delimiter, '|');
    assert_string_equal(READ("only\nR1\n"), "1[only]2[R1]");
    assert_int_equal(dialect.delimiter, ';');
}

static void decimal_commas_and_quoted_text_do_not_mislead(void **state)
{
    (void)state;
    assert_string_equal(READ("a;b;c\n1,5;2,5;3,5\n1,5;2,5;3,5\n"), "1[a|b|c]2[1,5|2,5|3,5]3[1,5|2,5|3,5]");
    assert_string_equal(READ("a,b\n\"x;y;z\",2\n\"x;y;z\",2\n"), "1[a|b]2[x;y;z|2]3[x;y;z|2]");
    assert_string_equal(READ("lat, lon (x);b\n1;2\n"), "1[lat, lon (x)|b]2[1|2]");
}

static void a_separator_line_is_obeyed_and_no_record(void **state)
{
    (void)state;
    assert_string_equal(READ("sep=,\r\na;b,c\r\n1,2\r\n"), "2[a;b|c]3[1|2]");
}

static void a_declared_delimiter_is_obeyed(void **state)
{
    (void)state;
    assert_string_equal(read_wish(STR("a,b;c\n1,2;3\n"), (struct dialect_wish){.delimiter = {","}}),
                        "1[a|b;c]2[1|2;3]");
}

static void encodings_are_found(void **state)
{
    (void)state;
    assert_string_equal(READ("\xef\xbb\xbfpr\xc3\xa9;b\n"), "1[pré|b]");
    assert_true(dialect.has_signature);
    assert_string_equal(READ("pr\xe9;\x80;\x9c\n"), "1[pré|€|œ]");
    assert_int_equal(dialect.encoding, ENCODING_WINDOWS_1252);
    assert_false(dialect.is_mixed);
    assert_string_equal(READ("\xff\xfep\0r\0\xe9\0;\0b\0\n\0"), "1[pré|b]");
    assert_string_equal(READ("\xfe\xff\0p\0r\0\xe9\0;\0b\0\n"), "1[pré|b]");
    assert_int_equal(dialect.encoding, ENCODING_UTF_16BE);
}

static void utf8_inside_windows_1252_is_noticed(void **state)
{
    (void)state;
    READ("a;b\npr\xe9;pr\xc3\xa9\n");
    assert_int_equal(dialect.encoding, ENCODING_WINDOWS_1252);
    assert_true(dialect.is_mixed);
}

static void bytes_without_a_character_are_replaced_and_counted(void **state)
{
    (void)state;
    assert_string_equal(READ("a;b\n\xe9\x81;2\n"), "1[a|b]2[é\xef\xbf\xbd|2]");
    assert_int_equal(dialect.undecodable, 1);
    assert_string_equal(READ("\xff\xfe"
                             "a\0;\0b\0\n\0"
                             "\0\xd8"
                             "1\0;\0"
                             "2\0"),
                        "1[a|b]2[\xef\xbf\xbd"
                        "1|2]");
}

static void bytes_that_are_no_utf8_are_read_and_placed(void **state)
{
    (void)state;
    assert_string_equal(read_wish(STR("a;b\n1;\xe9\n"), (struct dialect_wish){.encoding = STR_INIT("UTF-8")}),
                        "1[a|b]2[1|é]");
    assert_true(dialect.is_mixed);
    assert_string_equal(READ("\xef\xbb\xbf"
                             "a;b;c\n1;\"x;y\";\xe9\n"),
                        "1[a|b|c]2[1|x;y|é]");
    assert_true(dialect.is_mixed);
    assert_int_equal(dialect.mixed_line, 2);
    assert_int_equal(dialect.mixed_column, 3);
}

static void zero_bytes_are_no_text_and_counted(void **state)
{
    (void)state;
    assert_string_equal(READ("a;b\n1;x\0y\n3;4\n"), "1[a|b]2[1|x\xef\xbf\xbdy]3[3|4]");
    assert_int_equal(dialect.undecodable, 1);
}

static void utf16_without_its_mark_is_found_by_its_zeros(void **state)
{
    (void)state;
    assert_string_equal(READ("a\0;\0b\0\n\0"), "1[a|b]");
    assert_int_equal(dialect.encoding, ENCODING_UTF_16LE);
    assert_string_equal(READ("\0a\0;\0b\0\r\0\n"), "1[a|b]");
    assert_int_equal(dialect.encoding, ENCODING_UTF_16BE);
    assert_int_equal(dialect.line_ends, LINE_ENDS_CRLF);
    struct dialect_wish wish = {.encoding = STR_INIT("UTF-16")};
    assert_string_equal(read_wish(STR("a\0;\0b\0\n\0"), wish), "1[a|b]");
}

static void a_spreadsheet_is_refused_by_name(void **state)
{
    (void)state;
    assert_string_equal(READ("PK\x03\x04xxxx"), "refused");
    assert_non_null(strstr(err.message, "spreadsheet"));
}

static void backslashes_and_single_quotes_are_found(void **state)
{
    (void)state;
    assert_string_equal(READ("a,b\n\"x \\\"y\\\", z\",2\n3,4\n"), "1[a|b]2[x \"y\", z|2]3[3|4]");
    assert_int_equal(dialect.escape, ESCAPE_BACKSLASH);
    assert_string_equal(READ("a,b\n'x, ''y''',2\n3,'4'\n"), "1[a|b]2[x, 'y'|2]3[3|4]");
    assert_int_equal(dialect.quote, '\'');
}

static void limits_set_one_record_aside_or_stop(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, &arena);
    buf_text(&text, "a;b\n1;");
    for (int i = 0; i < 1024 * 1024 + 1; i++) {
        buf_byte(&text, 'x');
    }
    buf_text(&text, "\n3;4\n");
    assert_string_equal(read_wish(buf_str(&text), (struct dialect_wish){.delimiter = {";"}}), "1[a|b]2+3[3|4]");
    buf_reset(&text);
    buf_text(&text, "a;b\n");
    for (int i = 0; i < 512; i++) {
        buf_byte(&text, ';');
    }
    buf_text(&text, "\n3;4\n");
    assert_string_equal(read_wish(buf_str(&text), (struct dialect_wish){.delimiter = {";"}}), "1[a|b]2+3[3|4]");
    buf_reset(&text);
    buf_text(&text, "a;b\n\"");
    for (int i = 0; i < 1100 * 1000; i++) {
        buf_text(&text, "xyz\n");
    }
    assert_string_equal(read_wish(buf_str(&text), (struct dialect_wish){.delimiter = {";"}}), "1[a|b]?");
    assert_non_null(strstr(err.message, "x.csv:2:"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lines_end_with_lf_crlf_or_cr),
        TEST(a_last_line_needs_no_end),
        TEST(blank_lines_are_no_records_but_count_as_lines),
        TEST(a_quoted_line_break_stays_and_the_record_is_at_its_first_line),
        TEST(a_stray_quote_spoils_one_record),
        TEST(a_quote_opened_by_mistake_spoils_no_later_record_with_quotes),
        TEST(an_unclosed_quote_spoils_its_line_only),
        TEST(rows_swallowed_by_a_quote_come_back),
        TEST(a_field_without_end_fails_with_its_line),
        TEST(a_byte_order_mark_before_a_record_is_no_text),
        TEST(empty_and_header_only_are_told_apart),
        TEST(the_delimiter_is_found),
        TEST(decimal_commas_and_quoted_text_do_not_mislead),
        TEST(a_separator_line_is_obeyed_and_no_record),
        TEST(a_declared_delimiter_is_obeyed),
        TEST(encodings_are_found),
        TEST(utf8_inside_windows_1252_is_noticed),
        TEST(bytes_without_a_character_are_replaced_and_counted),
        TEST(bytes_that_are_no_utf8_are_read_and_placed),
        TEST(zero_bytes_are_no_text_and_counted),
        TEST(utf16_without_its_mark_is_found_by_its_zeros),
        TEST(a_spreadsheet_is_refused_by_name),
        TEST(backslashes_and_single_quotes_are_found),
        TEST(limits_set_one_record_aside_or_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
