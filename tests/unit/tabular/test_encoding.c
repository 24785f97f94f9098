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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_of_plain_texts_of_any_length_are_counted),
        cmocka_unit_test(one_odd_byte_anywhere_is_found),
        cmocka_unit_test(one_byte_of_no_utf8_anywhere_is_found_in_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
