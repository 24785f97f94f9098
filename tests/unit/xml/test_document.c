#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "gencarto/xml/document.h"

static struct arena arena;
static struct error err;

static int start(void **state)
{
    (void)state;
    arena_init(&arena);
    memset(&err, 0, sizeof err);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

static struct node *parse(const char *source, enum document_kind kind)
{
    struct node *root = NULL;
    if (!document_parse(&arena, "x.xml", str_from(source), kind, &root, &err)) {
        return NULL;
    }
    assert_int_equal(err.kind, ERROR_NONE);
    return root;
}

static void assert_text(struct str found, const char *expected)
{
    assert_string_equal(str_text(&arena, found), expected);
}

static void refused(const char *source, enum document_kind kind, const char *beginning)
{
    assert_null(parse(source, kind));
    assert_int_equal(err.kind, kind == DOCUMENT_XHTML ? ERROR_OUTPUT : ERROR_INPUT);
    if (strncmp(err.message, beginning, strlen(beginning)) != 0) {
        fail_msg("expected \"%s...\", got \"%s\"", beginning, err.message);
    }
    memset(&err, 0, sizeof err);
}

static void gives_elements_attributes_and_text(void **state)
{
    (void)state;
    struct node *root = parse("<a x='1' gen:each='r in q' xml:lang=\"fr\">t&amp;<b/>u</a>", DOCUMENT_XML);
    assert_non_null(root);
    assert_text(root->name, "a");
    assert_text(*node_attribute(root, "x"), "1");
    assert_text(root->attributes->next->prefix, "gen");
    assert_text(root->attributes->next->name, "each");
    assert_text(root->attributes->next->next->prefix, "xml");
    assert_null(node_attribute(root, "each"));
    assert_text(root->first->text, "t&");
    assert_text(root->first->next->name, "b");
    assert_text(root->first->next->next->text, "u");
    assert_ptr_equal(root->first->parent, root);
}

static void knows_lines_and_columns(void **state)
{
    (void)state;
    struct node *root = parse("<?xml version='1.0'?>\n<!-- <x> -->\n<a\n  é='1'\n  b='2'>\n <c/><![CDATA[<n>]]>"
                              "<!-- > --><d\n/></a>",
                              DOCUMENT_XML);
    assert_non_null(root);
    assert_int_equal(root->line, 3);
    assert_int_equal(root->attributes->next->line, 5);
    assert_int_equal(root->attributes->next->column, 3);
    const struct node *c = node_child(root, "c"), *d = node_child(root, "d");
    assert_int_equal(c->line, 6);
    assert_int_equal(c->column, 2);
    assert_int_equal(d->line, 6);
    assert_int_equal(d->column, 31);
    assert_text(c->next->text, "<n>");
}

static void finds_the_place_of_a_byte_behind_references(void **state)
{
    (void)state;
    const char *source = "<a>\n&eacute;&#x20AC;<!-- c\n -->\xC3\xA9{x}</a>";
    struct node *root = parse(source, DOCUMENT_XHTML);
    assert_non_null(root);
    assert_text(root->first->text, "\n\xC3\xA9\xE2\x82\xAC\xC3\xA9{x}");
    struct place place = document_place(str_from(source), root->first->offset, 8);
    assert_int_equal(place.line, 3);
    assert_int_equal(place.column, 6);
}

static void sees_comments_as_the_parser_does(void **state)
{
    (void)state;
    struct node *root = parse("<a><!--><b>--><c/><!-- <![CDATA[ -->&eacute;<?p <d> ?><e/></a>", DOCUMENT_XHTML);
    assert_non_null(root);
    assert_int_equal(node_child(root, "c")->column, 15);
    assert_text(node_child(root, "c")->next->text, "\xC3\xA9");
    assert_int_equal(node_child(root, "e")->column, 55);
}

static void knows_named_entities_in_xhtml_only(void **state)
{
    (void)state;
    struct node *root = parse("<!DOCTYPE html>\n<p title='&eacute;'>&nbsp;<![CDATA[&nbsp;]]></p>", DOCUMENT_XHTML);
    assert_non_null(root);
    assert_text(*node_attribute(root, "title"), "\xC3\xA9");
    assert_text(root->first->text, "\xC2\xA0&nbsp;");
    refused("<p>\n&nbsp;</p>", DOCUMENT_XML, "x.xml:2:7: Entity 'nbsp' not defined");
    refused("<p>&nothing;</p>", DOCUMENT_XHTML, "x.xml:1:13: Entity 'nothing' not defined");
}

static void refuses_declared_entities_and_external_ids(void **state)
{
    (void)state;
    refused("<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", DOCUMENT_XML, "x.xml:2:1: a document");
    refused("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>", DOCUMENT_XML, "x.xml:1:1: a document type");
    refused("<!-- --><!DOCTYPE html PUBLIC \"-//W3C\" \"x\"><html/>", DOCUMENT_XHTML, "x.xml:1:9: a document type");
    refused("<!DOCTYPE a[]><a/>", DOCUMENT_XML, "x.xml:1:1: a document type");
    refused("<!DOCTYPE a\n[\n<!ENTITY % p SYSTEM 'http://x/'>%p;]><a/>", DOCUMENT_XML, "x.xml:1:1: a document type");
    refused("<!-->x--><!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", DOCUMENT_XML, "x.xml:1:10: a document type");
    assert_non_null(parse("<!DOCTYPE html ><html/>", DOCUMENT_XHTML));
    assert_non_null(parse("<!--><!DOCTYPE a []> --><html/>", DOCUMENT_XHTML));
}

static void refuses_billion_laughs(void **state)
{
    (void)state;
    refused("<!DOCTYPE l [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
            "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]><l>&c;</l>",
            DOCUMENT_XHTML, "x.xml:1:1: a document type");
}

static void refuses_what_is_malformed_with_its_place(void **state)
{
    (void)state;
    refused("<a>\n<b></a>", DOCUMENT_XML, "x.xml:2:8: Opening and ending tag mismatch");
    refused("", DOCUMENT_XML, "x.xml");
    refused("<a>\n\xE9</a>", DOCUMENT_XML, "x.xml:2:1: a byte that is not UTF-8");
    refused("<a x='1' x='2'/>", DOCUMENT_XML, "x.xml:1:15: Attribute x redefined");
    refused("<?xml version='1.0' encoding='UTF-7'?><a>+ADw-b>", DOCUMENT_XML, "x.xml:1:");
}

static void refuses_utf16_by_its_nul_bytes(void **state)
{
    (void)state;
    struct node *root = NULL;
    assert_false(document_parse(&arena, "x.xml", STR("<\0a\0/\0>\0"), DOCUMENT_XML, &root, &err));
    assert_non_null(strstr(err.message, "x.xml:1:2: a byte that is not UTF-8"));
}

static void refuses_nesting_above_256(void **state)
{
    (void)state;
    char source[300 * 3 + 1];
    for (int i = 0; i < 300; i++) {
        memcpy(source + 3 * i, "<a>", 3);
    }
    source[900] = '\0';
    refused(source, DOCUMENT_XML, "x.xml:1:");
}

static void folds_the_text_below_a_node(void **state)
{
    (void)state;
    struct node *root = parse("<a>  un \n <b>deux</b>\n\ttrois </a>", DOCUMENT_XML);
    assert_text(node_text(&arena, root), "un deux trois");
}

static const char SCHEMA[] = "<element name='p' xmlns='http://relaxng.org/ns/structure/1.0'>"
                             "<oneOrMore><element name='q'><attribute name='n'/><empty/></element></oneOrMore>"
                             "</element>";

static bool is_valid(const char *document)
{
    struct document_schema *schema;
    assert_true(document_schema_read(&arena, "p.rng", str_from(SCHEMA), &schema, &err));
    bool valid = document_validate("p.xml", str_from(document), schema, &err);
    document_schema_free(schema);
    return valid;
}

static void validates_against_a_schema(void **state)
{
    (void)state;
    assert_true(is_valid("<p><q n='1'/></p>"));
    assert_int_equal(err.kind, ERROR_NONE);
}

static void tells_the_lines_that_break_a_schema(void **state)
{
    (void)state;
    assert_false(is_valid("<p>\n<q n='1'/>\n<q m='1'/></p>"));
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_non_null(strstr(err.message, "p.xml:3: "));
}

static void tells_what_is_wrong_with_a_schema(void **state)
{
    (void)state;
    struct document_schema *schema;
    struct str misspelt = STR("<element name='p' xmlns='http://relaxng.org/ns/structure/1.0'>\n<sum/></element>");
    assert_false(document_schema_read(&arena, "p.rng", misspelt, &schema, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_non_null(strstr(err.message, "p.rng:2: "));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(gives_elements_attributes_and_text, start, stop),
        cmocka_unit_test_setup_teardown(knows_lines_and_columns, start, stop),
        cmocka_unit_test_setup_teardown(finds_the_place_of_a_byte_behind_references, start, stop),
        cmocka_unit_test_setup_teardown(sees_comments_as_the_parser_does, start, stop),
        cmocka_unit_test_setup_teardown(knows_named_entities_in_xhtml_only, start, stop),
        cmocka_unit_test_setup_teardown(refuses_declared_entities_and_external_ids, start, stop),
        cmocka_unit_test_setup_teardown(refuses_billion_laughs, start, stop),
        cmocka_unit_test_setup_teardown(refuses_what_is_malformed_with_its_place, start, stop),
        cmocka_unit_test_setup_teardown(refuses_utf16_by_its_nul_bytes, start, stop),
        cmocka_unit_test_setup_teardown(refuses_nesting_above_256, start, stop),
        cmocka_unit_test_setup_teardown(folds_the_text_below_a_node, start, stop),
        cmocka_unit_test_setup_teardown(validates_against_a_schema, start, stop),
        cmocka_unit_test_setup_teardown(tells_the_lines_that_break_a_schema, start, stop),
        cmocka_unit_test_setup_teardown(tells_what_is_wrong_with_a_schema, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
