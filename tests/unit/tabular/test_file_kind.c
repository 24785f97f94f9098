/* What is no CSV is refused by name, with a remedy; what only looks a little like it is read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "gencarto/tabular/file_kind.h"

static void assert_refused(struct str beginning, const char *what)
{
    struct error err = {0};
    assert_false(file_kind_check_is_text("a.csv", beginning, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    if (!strstr(err.message, what)) {
        fail_msg("\"%s\" says nothing of %s", err.message, what);
    }
    assert_non_null(strstr(err.message, "; "));
}

static void assert_read(const char *text)
{
    struct error err = {0};
    if (!file_kind_check_is_text("a.csv", str_from(text), &err)) {
        fail_msg("refused: %s", err.message);
    }
}

static void spreadsheets_and_archives_are_refused_by_name(void **state)
{
    (void)state;
    assert_refused(STR("PK\x03\x04\x14\0"), "ZIP");
    assert_refused(STR("\xd0\xcf\x11\xe0\xa1\xb1"), "Office 97-2003");
    assert_refused(STR("\x1f\x8b\x08"), "gzip");
    assert_refused(STR("7z\xbc\xaf\x27\x1c"), "7z");
    assert_refused(STR("%PDF-1.4\n"), "PDF");
    assert_refused(STR("\xff\xd8\xff\xe0"), "JPEG");
    assert_refused(STR("SQLite format 3\0"), "SQLite");
    assert_refused(STR("ID;PWXL;N;E\r\n"), "SYLK");
}

static void pages_and_data_with_tags_are_refused_by_name(void **state)
{
    (void)state;
    assert_refused(STR("<!DOCTYPE html>\n<html><body>Session expir\xc3\xa9"
                       "e</body></html>"),
                   "a web page");
    assert_refused(STR("\xef\xbb\xbf\r\n  <TABLE><tr><td>a</td></tr></TABLE>"), "a web page");
    assert_refused(STR("<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>"), "a spreadsheet in XML");
    assert_refused(STR("<?xml version=\"1.0\"?>\n<export/>"), "but XML");
    assert_refused(STR("[\n  {\"id\": 1}\n]\n"), "JSON");
    assert_refused(STR("{\"id\" : 1, \"nom\": \"a\"}\n"), "JSON");
    assert_refused(STR("From: a@exemple.fr\nSubject: export\nContent-Type: text/csv\n\na;b\n"), "an e-mail");
}

static void bytes_of_programs_are_refused(void **state)
{
    (void)state;
    static const char zeros[600] = {0};
    assert_refused((struct str){zeros, sizeof zeros}, "own format");
    assert_refused(STR("\x04\x10\x0b"
                       "a;b\n\x0e\x7f"
                       "1;2\n"),
                   "own format");
}

static void texts_that_begin_like_them_are_read(void **state)
{
    (void)state;
    assert_read("");
    assert_read("\n\n");
    assert_read("PK;nom\n1;a\n");
    assert_read("ID;PRENOM\n1;a\n");
    assert_read("<5 ans;12\n5 ans et plus;30\n");
    assert_read("[a];[b]\n1;2\n");
    assert_read("{a};{b}\n1;2\n");
    assert_read("\"{\"\"id\"\": 1}\";a\n\"{\"\"id\"\": 2}\";b\n");
    assert_read("From;To\na;b\n");
    assert_read("a\x01"
                "b\n1\x01"
                "2\n3\x01"
                "4\n");
    assert_read("a;b\r\n1;2\r\n\x1a");
    assert_read("a;b\n1;caf\x07\n");
}

static void texts_of_two_bytes_a_character_are_read(void **state)
{
    (void)state;
    struct error err = {0};
    assert_true(file_kind_check_is_text("a.csv",
                                        STR("a\0;\0b\0\n\0"
                                            "1\0;\0"
                                            "2\0\n\0"),
                                        &err));
    assert_true(file_kind_check_is_text("a.csv",
                                        STR("\xff\xfe"
                                            "a\0;\0b\0\n\0"),
                                        &err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spreadsheets_and_archives_are_refused_by_name),
        cmocka_unit_test(pages_and_data_with_tags_are_refused_by_name),
        cmocka_unit_test(bytes_of_programs_are_refused),
        cmocka_unit_test(texts_that_begin_like_them_are_read),
        cmocka_unit_test(texts_of_two_bytes_a_character_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
