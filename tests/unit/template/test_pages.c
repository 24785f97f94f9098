#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "site_folder.h"

static int start(void **state)
{
    struct site_folder *site = calloc(1, sizeof *site);
    site_folder_init(site);
    site->data = STR("CREATE TABLE region (code TEXT PRIMARY KEY, slug TEXT, name TEXT) WITHOUT ROWID;"
                     "INSERT INTO region VALUES ('53', 'bretagne', 'Bretagne'), ('76', 'occitanie', 'Occitanie'),"
                     "('94', 'corse', 'Corse');"
                     "CREATE TABLE number (region TEXT, n INTEGER);"
                     "INSERT INTO number VALUES ('53', 1), ('76', 2), ('94', 3);");
    site_folder_add(site, "queries/regions.sql",
                    STR("-- All regions.\nSELECT code, slug, name FROM region ORDER BY code\n"));
    site_folder_add(site, "queries/region.sql",
                    STR("-- One region.\nSELECT slug, name FROM region WHERE code = :code\n"));
    site_folder_add(site, "queries/number.sql", STR("-- Numbers.\nSELECT n FROM number WHERE region = :region\n"));
    *state = site;
    return 0;
}

static int stop(void **state)
{
    site_folder_clear(*state);
    free(*state);
    return 0;
}

static void page(struct site_folder *site, const char *name, const char *content)
{
    site_folder_add(site, name, str_from(content));
}

static void gives(struct site_folder *site, size_t workers, const char *expected)
{
    if (!site_folder_render(site, workers)) {
        fail_msg("%s", site->err.message);
    }
    assert_string_equal(str_text(&site->arena, buf_str(&site->written)), expected);
}

static void refused(struct site_folder *site, const char *part)
{
    assert_false(site_folder_render(site, 1));
    assert_int_equal(site->err.kind, ERROR_OUTPUT);
    if (strstr(site->err.message, part) == NULL) {
        fail_msg("expected \"%s\", got \"%s\"", part, site->err.message);
    }
}

static const char REGION_PAGE[] = "<!DOCTYPE html>\n<html lang=\"fr\" xmlns:gen=\"urn:gencarto:template\" "
                                  "gen:pages=\"r in regions\" gen:path=\"territoires/{r.slug}/index.html\">"
                                  "<a href=\"/index.html\">{r.name}</a></html>";

static void makes_one_page_a_row(void **state)
{
    page(*state, "pages/region.xhtml", REGION_PAGE);
    gives(
        *state, 1,
        "territoires/bretagne/index.html\n<!DOCTYPE html>\n<html lang=\"fr\"><a href=\"../../index.html\">Bretagne</a></html>\n"
        "territoires/occitanie/index.html\n<!DOCTYPE html>\n<html lang=\"fr\"><a href=\"../../index.html\">Occitanie</a></html>\n"
        "territoires/corse/index.html\n<!DOCTYPE html>\n<html lang=\"fr\"><a href=\"../../index.html\">Corse</a></html>\n");
}

static void spreads_rows_over_workers(void **state)
{
    page(*state, "pages/region.xhtml",
         "<html gen:pages='r in regions' gen:path='{r.slug}.html'>{r.index}{r.last}</html>");
    gives(*state, 2,
          "bretagne.html\n<!DOCTYPE html>\n<html>10</html>\ncorse.html\n<!DOCTYPE html>\n<html>31</html>\n"
          "occitanie.html\n<!DOCTYPE html>\n<html>20</html>\n");
}

static void reads_rows_of_the_page_by_key(void **state)
{
    page(*state, "pages/region.xhtml",
         "<html gen:pages='r in regions' gen:one='s in region(r.code)' gen:let=\"x = s.slug\" gen:path='{x}.html'>"
         "{s.name} {page.path}</html>");
    gives(*state, 1,
          "bretagne.html\n<!DOCTYPE html>\n<html>Bretagne bretagne.html</html>\n"
          "occitanie.html\n<!DOCTYPE html>\n<html>Occitanie occitanie.html</html>\n"
          "corse.html\n<!DOCTYPE html>\n<html>Corse corse.html</html>\n");
}

static void refuses_a_query_that_scans_for_each_row(void **state)
{
    page(
        *state, "pages/region.xhtml",
        "<html gen:pages='r in regions' gen:path='{r.slug}.html'>\n<p gen:each='n in number(r.code)'>{n.n}</p></html>");
    refused(*state, "pages/region.xhtml:2:19: ");
    struct site_folder *site = *state;
    assert_non_null(strstr(site->err.message, "queries/number.sql reads a whole table"));
}

static void refuses_two_pages_at_one_path(void **state)
{
    page(*state, "pages/a.xhtml", "<html gen:path='corse.html'/>");
    page(*state, "pages/b.xhtml", "<html gen:pages='r in regions' gen:path='{r.slug}.html'/>");
    refused(*state, "b.xhtml (row 3) make the same page corse.html");
}

static void refuses_a_path_that_leaves_the_folder(void **state)
{
    page(*state, "pages/a.xhtml", "<html gen:pages='r in regions' gen:path='../{r.slug}.html'/>");
    refused(*state, "\"../bretagne.html\" is no path of a page");
}

static void knows_no_path_inside_the_path(void **state)
{
    page(*state, "pages/a.xhtml", "<html gen:path='{page.path}.html'/>");
    refused(*state, "a.xhtml:1:18: page has no path");
}

static void writes_xml_when_the_root_is_not_html(void **state)
{
    page(
        *state, "pages/atom.xhtml",
        "<feed gen:path='atom.xml' gen:attr=\"xmlns = 'http://www.w3.org/2005/Atom'\">\n"
        "  <link href='{page.base_url}/'/>\n  <entry gen:each='r in regions()'><title>{r.name}</title></entry>\n</feed>");
    gives(*state, 1,
          "atom.xml\n<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n"
          "<link href=\"https://example.org/\"/>\n<entry><title>Bretagne</title></entry>"
          "<entry><title>Occitanie</title></entry><entry><title>Corse</title></entry>\n</feed>\n");
}

static void tells_who_included_a_fault(void **state)
{
    page(*state, "pages/a.xhtml", "<html gen:path='a.html'>\n<gen:block gen:include=\"head\"/></html>");
    page(*state, "includes/head.xhtml", "<gen:block>\n <title>{title}</title></gen:block>");
    refused(*state, "includes/head.xhtml:2:10: unknown variable title (included by ");
    struct site_folder *site = *state;
    assert_non_null(strstr(site->err.message, "pages/a.xhtml:2:25)"));
}

static void refuses_an_external_document_type(void **state)
{
    page(*state, "pages/a.xhtml", "<!DOCTYPE html SYSTEM 'file:///etc/passwd'><html gen:path='a.html'/>");
    refused(*state, "pages/a.xhtml:1:1: a document type with declarations or an external id");
}

static void refuses_declared_entities(void **state)
{
    page(*state, "pages/a.xhtml",
         "<!DOCTYPE html [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;'>]><html gen:path='a.html'>&b;</html>");
    refused(*state, "pages/a.xhtml:1:1: a document type with declarations");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(makes_one_page_a_row, start, stop),
        cmocka_unit_test_setup_teardown(spreads_rows_over_workers, start, stop),
        cmocka_unit_test_setup_teardown(reads_rows_of_the_page_by_key, start, stop),
        cmocka_unit_test_setup_teardown(refuses_a_query_that_scans_for_each_row, start, stop),
        cmocka_unit_test_setup_teardown(refuses_two_pages_at_one_path, start, stop),
        cmocka_unit_test_setup_teardown(refuses_a_path_that_leaves_the_folder, start, stop),
        cmocka_unit_test_setup_teardown(knows_no_path_inside_the_path, start, stop),
        cmocka_unit_test_setup_teardown(writes_xml_when_the_root_is_not_html, start, stop),
        cmocka_unit_test_setup_teardown(tells_who_included_a_fault, start, stop),
        cmocka_unit_test_setup_teardown(refuses_declared_entities, start, stop),
        cmocka_unit_test_setup_teardown(refuses_an_external_document_type, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
