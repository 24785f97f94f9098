/* What one scan of all bytes counts, against the same counted byte by byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "gencarto/tabular/encoding.h"

#define LONGEST 70000 /* pieces of the scan are shorter */

static struct encoding_scan scan_of(struct str text)
{
    struct encoding_scan scan;
    encoding_scan_text(&scan, text);
    return scan;
}

/* Of a text without a byte beyond ASCII. */
static void assert_counts(struct str text)
{
    int64_t lf = 0, crlf = 0, cr = 0, zeros = 0;
    for (size_t i = 0; i < text.len; i++) {
        bool is_pair = text.ptr[i] == '\n' && i > 0 && text.ptr[i - 1] == '\r';
        crlf += is_pair;
        lf += text.ptr[i] == '\n' && !is_pair;
        cr += text.ptr[i] == '\r' && (i + 1 == text.len || text.ptr[i + 1] != '\n');
        zeros += text.ptr[i] == '\0';
    }
    struct encoding_scan scan = scan_of(text);
    assert_int_equal(scan.bytes, text.len);
    assert_int_equal(scan.lf, lf);
    assert_int_equal(scan.crlf, crlf);
    assert_int_equal(scan.cr, cr);
    assert_int_equal(scan.zeros[0] + scan.zeros[1], zeros);
    assert_int_equal(scan.invalid, 0);
    assert_int_equal(scan.sequences + scan.foreign, 0);
}

/* Lines of several lengths, some of them empty. */
static char *write_lines(char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        text[i] = i % 7 == 3 || i % 101 == 0 ? '\n' : (char)(' ' + i % 95);
    }
    return text;
}

static void lines_of_plain_texts_of_any_length_are_counted(void **state)
{
    (void)state;
    static char text[LONGEST];
    write_lines(text, LONGEST);
    for (size_t len = 0; len < 300; len++) {
        assert_counts((struct str){text, len});
    }
    memset(text, '\n', LONGEST); /* no counter of eight bits may run over */
    for (size_t len = 16 * 255 - 2; len < 16 * 257 + 2; len++) {
        assert_counts((struct str){text, len});
    }
    assert_counts((struct str){text, LONGEST});
}

static void one_odd_byte_anywhere_is_found(void **state)
{
    (void)state;
    static char text[LONGEST];
    static const char odd[] = {'\0', '\r'};
    for (size_t at = 0; at < LONGEST; at += at % 16000 < 40 ? 1 : 997) {
        for (size_t o = 0; o < sizeof(odd); o++) {
            write_lines(text, LONGEST)[at] = odd[o];
            assert_counts((struct str){text, LONGEST - at % 3});
        }
    }
}

static void one_byte_of_no_utf8_anywhere_is_found_in_its_line(void **state)
{
    (void)state;
    static char text[LONGEST];
    int64_t line = 1;
    write_lines(text, LONGEST);
    for (size_t at = 0; at < LONGEST; at++) {
        char former = text[at];
        if (at % 8000 < 40 && former != '\n') {
            text[at] = '\xe9';
            struct encoding_scan scan = scan_of((struct str){text, LONGEST});
            text[at] = former;
            assert_int_equal(scan.invalid, 1);
            assert_int_equal(scan.first_invalid_line, line);
        }
        line += former == '\n';
    }
}

/* ---- encodings of one byte ------------------------------------------------------------------------------------ */

static enum encoding encoding_of(const char *text)
{
    struct encoding_scan scan = scan_of(str_from(text));
    return encoding_decide(&scan);
}

static void french_texts_are_told_apart_by_their_letters(void **state)
{
    (void)state;
    assert_int_equal(encoding_of("intitul\xe9;co\xfbt\nb\xe2timent;3 \x80\n"), ENCODING_WINDOWS_1252);
    assert_int_equal(encoding_of("intitul\x8e;co\x9et\nb\x89timent;3 \xdb\n"), ENCODING_MACINTOSH);
    assert_int_equal(encoding_of("intitul\x82;co\x96t\nb\x83timent;3\n"), ENCODING_IBM850);
    assert_int_equal(encoding_of("R\x83union;l\xd5h\x99tel\r\xc7 oui \xc8;n\xa1 3\r"), ENCODING_MACINTOSH);
}

static void one_word_tells_when_its_letter_is_an_acute_e(void **state)
{
    (void)state;
    assert_int_equal(encoding_of("id;quantit\x8e\n1;2\n"), ENCODING_MACINTOSH);
    assert_int_equal(encoding_of("id;quantit\x82\n1;2\n"), ENCODING_IBM850);
    assert_int_equal(encoding_of("id;quantit\xe9\n1;2\n"), ENCODING_WINDOWS_1252);
}

static void odd_signs_in_windows_1252_leave_it_that(void **state)
{
    (void)state;
    assert_int_equal(encoding_of("a;b\n1;\x81\n2;\x8d\n3;\x8f\n"), ENCODING_WINDOWS_1252);
    assert_int_equal(encoding_of("nom;ville\n\x8ei\x9e"
                                 "ek;Besan\xe7on\nLef\xe8vre;Orl\xe9"
                                 "ans\n"),
                     ENCODING_WINDOWS_1252);
    assert_int_equal(encoding_of("l\x92\xe9t\xe9;\x93 oui \x94 \x96 \x85\n\x9cuf;\x8cuvre\n"), ENCODING_WINDOWS_1252);
    assert_int_equal(encoding_of("co\xfbt\n12,50\n"), ENCODING_WINDOWS_1252);
}

static void the_euro_of_iso_8859_15_stands_after_amounts_alone(void **state)
{
    (void)state;
    assert_int_equal(encoding_of("libell\xe9;montant (\xa4)\nch\xeane;12 \xa4\n"), ENCODING_ISO_8859_15);
    assert_int_equal(encoding_of("libell\xe9\nb\xbduf\n"), ENCODING_ISO_8859_15);
    assert_int_equal(encoding_of("id\xa4libell\xe9\n1\xa4"
                                 "ch\xeane\n"),
                     ENCODING_WINDOWS_1252);
    assert_int_equal(encoding_of("dur\xe9"
                                 "e\n2 h \xbd\n"),
                     ENCODING_WINDOWS_1252);
    assert_int_equal(encoding_of("l\x92\xe9t\xe9;12 \xa4\n"), ENCODING_WINDOWS_1252);
}

static void each_encoding_is_decoded_as_what_it_is(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *text;
    } cases[] = {{"\x83t\x8e \xc7 \xcf \xc8", "Été « œ »"},
                 {"\x90t\x82 \xae \xf8 \xaf", "Été « ° »"},
                 {"\xc9t\xe9 b\xbduf 3 \xa4", "Été bœuf 3 €"},
                 {"\xc9t\xe9 \x93 \x94", "Été “ ”"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error err = {0};
        struct buf out;
        buf_init(&out, NULL);
        struct decoder *decoder = decoder_open(encoding_of(cases[i].bytes), false, &err);
        assert_non_null(decoder);
        decoder_add(decoder, str_from(cases[i].bytes), true, &out);
        buf_byte(&out, '\0');
        assert_string_equal(out.ptr, cases[i].text);
        assert_int_equal(decoder_undecodable(decoder), 0);
        decoder_close(decoder);
        buf_clear(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_of_plain_texts_of_any_length_are_counted),
        cmocka_unit_test(one_odd_byte_anywhere_is_found),
        cmocka_unit_test(one_byte_of_no_utf8_anywhere_is_found_in_its_line),
        cmocka_unit_test(french_texts_are_told_apart_by_their_letters),
        cmocka_unit_test(one_word_tells_when_its_letter_is_an_acute_e),
        cmocka_unit_test(odd_signs_in_windows_1252_leave_it_that),
        cmocka_unit_test(the_euro_of_iso_8859_15_stands_after_amounts_alone),
        cmocka_unit_test(each_encoding_is_decoded_as_what_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
