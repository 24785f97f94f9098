/* The quick way of reading and validating XML says what libxml2 says, or nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "expression.h"
#include "gencarto/base/file.h"
#include "gencarto/base/text.h"
#include "plain.h"
#include "schema.h"

static struct arena arena;

static int start(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

static struct str content(const char *path)
{
    struct str text;
    struct error err = {0};
    assert_true(file_read(&arena, path, &text, &err));
    return text;
}

/* ---- trees ---------------------------------------------------------------------------------------------------- */

static bool same_attributes(const struct attribute *a, const struct attribute *b)
{
    for (; a && b; a = a->next, b = b->next) {
        if (!str_equal(a->prefix, b->prefix) || !str_equal(a->name, b->name) || !str_equal(a->value, b->value) ||
            a->line != b->line || a->column != b->column || a->offset != b->offset) {
            return false;
        }
    }
    return a == b;
}

static bool same_node(const struct node *a, const struct node *b)
{
    if (a->kind != b->kind || !str_equal(a->prefix, b->prefix) || !str_equal(a->name, b->name) ||
        !str_equal(a->text, b->text) || a->line != b->line || a->column != b->column || a->offset != b->offset ||
        !same_attributes(a->attributes, b->attributes)) {
        return false;
    }
    const struct node *child = a->first, *other = b->first;
    for (; child && other; child = child->next, other = other->next) {
        if (child->parent != a || other->parent != b || !same_node(child, other)) {
            return false;
        }
    }
    return child == other;
}

/* Pages are read by libxml2 alone. */
static bool general_parse(struct str source, struct node **out_root)
{
    struct error err = {0};
    return document_parse(&arena, "x", source, DOCUMENT_XHTML, out_root, &err);
}

/* Whether it is plain; then libxml2 gives the same tree. */
static bool plain_as_libxml(struct str source)
{
    struct node *root, *expected;
    if (!plain_parse(&arena, source, &root) || node_attribute(root, "xmlns")) {
        return false;
    }
    if (!general_parse(source, &expected) || !same_node(root, expected)) {
        fail_msg("libxml2 reads this otherwise: %.*s", STR_ARGS(source));
    }
    return true;
}

static void reads_plain_documents_as_libxml2_does(void **state)
{
    static const char *const documents[] = {
        "<a/>",
        "\n <a />\n",
        "\xEF\xBB\xBF<?xml version=\"1.0\"?><a>t</a>",
        "<a b='1' c=\"l'été\">x<d e='&lt;&#233;&#xe9;&amp;&quot;'/>y</a >",
        "<!-- é --><a><!-- before -->one<!-- - -->two<b/><!-- between --><c>&#x202F;</c>\n</a><!-- after -->",
        "<a>\n  <b>é</b>\n\t<b>\n</b>&apos;&gt;</a>\n\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        if (!plain_as_libxml(str_from(documents[i]))) {
            fail_msg("not plain: %s", documents[i]);
        }
    }
}

static void leaves_all_else_to_libxml2(void **state)
{
    static const char *const documents[] = {
        "",
        "<a>",
        "<a></b>",
        "<a/><b/>",
        "<a/>x",
        "<a b='1' b='2'/>",
        "<a b='1'c='2'/>",
        "<a b/>",
        "<a b='<'/>",
        "<a b='1\n2'/>",
        "<a>&nbsp;</a>",
        "<a>&#0;</a>",
        "<a>&#13;</a>",
        "<a>&#xD800;</a>",
        "<a>&lt</a>",
        "<a>]]></a>",
        "<a>\r\n</a>",
        "<a>\x01</a>",
        "<a>\xEF\xBF\xBF</a>",
        "<a><![CDATA[x]]></a>",
        "<a><?p i?></a>",
        "<a><!-- a -- b --></a>",
        "<a><!--></a>",
        "<a><!-- a --<b/>><!-- c --></a>",
        "<p:a/>",
        "<a p:b='1'/>",
        "<a><b xmlns='urn:x'/></a>",
        "<é/>",
        "<!DOCTYPE a><a/>",
        "<?xml version='1.0' encoding='ISO-8859-1'?><a/>",
    };
    struct node *root;
    (void)state;
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        if (plain_parse(&arena, str_from(documents[i]), &root)) {
            fail_msg("taken for plain: %s", documents[i]);
        }
    }
}

/* ---- schemas -------------------------------------------------------------------------------------------------- */

static const char *const configurations[] = {SOURCE_DIR "/input/gen/programme.xml",
                                             SOURCE_DIR "/input/historique/programme.xml",
                                             SOURCE_DIR "/tests/golden/mini/input/programme.xml"};

static struct str configuration_schema(void)
{
    return content(SOURCE_DIR "/generator/compile/ingest/programme.rng");
}

static bool accepts(struct str schema, struct str source)
{
    struct node *grammar, *root;
    assert_true(plain_parse(&arena, schema, &grammar));
    return plain_parse(&arena, source, &root) && !node_attribute(root, "xmlns") &&
           schema_accepts(&arena, grammar, root);
}

/* A processing instruction is not plain. */
static bool libxml2_accepts(struct str schema, struct str source)
{
    struct error err = {0};
    return document_validate("x", str_format(&arena, "%.*s<?general?>", STR_ARGS(source)), schema, &err);
}

static void takes_the_configurations_of_the_examples(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof configurations / sizeof *configurations; i++) {
        assert_true(plain_as_libxml(content(configurations[i])));
        assert_true(accepts(configuration_schema(), content(configurations[i])));
    }
}

/* At each byte in turn one is put in, taken out or changed. */
static struct str mutant(struct str source, size_t at, unsigned kind)
{
    static const char bytes[] = "a1 -/>=\"&;<.,:\n";
    struct str before = str_slice(source, 0, at), after = str_slice(source, at + (kind % 3 > 0), source.len);
    char byte[] = {bytes[kind % (sizeof bytes - 1)], '\0'};
    return str_format(&arena, "%.*s%s%.*s", STR_ARGS(before), kind % 3 == 1 ? "" : byte, STR_ARGS(after));
}

static void accepts_of_mutants_only_what_libxml2_accepts(void **state)
{
    struct str schema = configuration_schema();
    size_t plain = 0, valid = 0;
    (void)state;
    for (size_t i = 0; i < sizeof configurations / sizeof *configurations; i++) {
        struct str source = content(configurations[i]);
        for (size_t at = 0; at < source.len; at += 23) {
            struct arena_mark mark = arena_save(&arena);
            struct str text = mutant(source, at, (unsigned)(at * 5 + i));
            bool is_text = text_is_utf8(text, NULL); /* what is not is refused before */
            plain += is_text && plain_as_libxml(text);
            if (is_text && accepts(schema, text)) {
                valid++;
                if (!libxml2_accepts(schema, text)) {
                    fail_msg("not valid for libxml2: %.*s", STR_ARGS(text));
                }
            }
            arena_restore(&arena, mark);
        }
    }
    assert_in_range(plain, 100, SIZE_MAX);
    assert_in_range(valid, 100, plain - 1);
}

/* A schema of its own in a case: what <a> holds, and the document. */
static void decides_simple_contents_as_libxml2_does(void **state)
{
    static const struct {
        const char *holds, *document;
        bool is_accepted;
    } cases[] = {
        {"<text/>", "<a>x</a>", true},
        {"<text/>", "<a><b/></a>", false},
        {"<attribute name='x'/>", "<a x=''/>", true},
        {"<attribute name='x'/>", "<a/>", false},
        {"<attribute name='x'/>", "<a x='1' y='1'/>", false},
        {"<optional><attribute name='x'><value>v</value></attribute></optional>", "<a x='v'/>", true},
        {"<optional><attribute name='x'><value>v</value></attribute></optional>", "<a x='w'/>", false},
        {"<interleave><element name='b'><text/></element><optional><element name='c'><text/></element></optional>"
         "</interleave>",
         "<a><c/><b/></a>", true},
        {"<interleave><element name='b'><text/></element><optional><element name='c'><text/></element></optional>"
         "</interleave>",
         "<a><c/></a>", false},
        {"<interleave><element name='b'><text/></element></interleave>", "<a><b/><b/></a>", false},
        {"<oneOrMore><element name='b'><text/></element></oneOrMore>", "<a><b/> <b/></a>", true},
        {"<oneOrMore><element name='b'><text/></element></oneOrMore>", "<a/>", false},
        {"<zeroOrMore><choice><element name='b'><text/></element><element name='c'><text/></element></choice>"
         "</zeroOrMore>",
         "<a><c/><b/><c/></a>", true},
        {"<zeroOrMore><element name='b'><text/></element></zeroOrMore>", "<a>x</a>", false},
        {"<list><oneOrMore><choice><value>x</value><value>y</value></choice></oneOrMore></list>", "<a>y x y</a>", true},
        {"<list><oneOrMore><choice><value>x</value><value>y</value></choice></oneOrMore></list>", "<a>y z</a>", false},
        {"<data type='token'><param name='minLength'>2</param></data>", "<a>é</a>", false},
        {"<data type='token'><param name='minLength'>2</param></data>", "<a>éé</a>", true},
        {"<data type='string'><param name='maxLength'>2</param></data>", "<a>éé</a>", true},
        {"<data type='string'><param name='maxLength'>2</param></data>", "<a>ééé</a>", false},
        {"<data type='integer'><param name='minInclusive'>20</param></data>", "<a>19</a>", false},
        {"<data type='integer'><param name='minInclusive'>20</param></data>", "<a>20</a>", true},
        {"<data type='nonNegativeInteger'/>", "<a>-1</a>", false},
        {"<data type='token'><param name='pattern'>[0-9]{4}-T[1-4]</param></data>", "<a>2017-T4</a>", true},
        {"<data type='token'><param name='pattern'>[0-9]{4}-T[1-4]</param></data>", "<a>2017-T5</a>", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str schema = str_format(&arena,
                                       "<grammar xmlns='http://relaxng.org/ns/structure/1.0' "
                                       "datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'>"
                                       "<start><element name='a'>%s</element></start></grammar>",
                                       cases[i].holds);
        struct str document = str_from(cases[i].document);
        if (accepts(schema, document) != cases[i].is_accepted ||
            libxml2_accepts(schema, document) != cases[i].is_accepted) {
            fail_msg("%s for %s", cases[i].document, cases[i].holds);
        }
    }
}

static void leaves_schemas_that_are_not_simple_to_libxml2(void **state)
{
    static const struct {
        const char *holds, *document;
    } cases[] = {
        {"<element name='b'><text/></element><element name='c'><text/></element>", "<a><c/><b/></a>"},
        {"<choice><element name='b'><text/></element><element name='c'><text/></element></choice>", "<a><b/><c/></a>"},
        {"<oneOrMore><choice><element name='b'><text/></element></choice></oneOrMore>", "<a/>"},
        {"<optional><group><attribute name='x'/><attribute name='y'/></group></optional>", "<a x='1'/>"},
        {"<mixed><element name='b'><text/></element></mixed>", "<a>x<b/></a>"},
        {"<data type='date'/>", "<a>2017-02-30</a>"},
        {"<data type='token'><except><value>x</value></except></data>", "<a>x</a>"},
        {"<notAllowed/>", "<a/>"},
        {"<ref name='none'/>", "<a/>"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str schema = str_format(&arena,
                                       "<grammar xmlns='http://relaxng.org/ns/structure/1.0' "
                                       "datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'>"
                                       "<start><element name='a'>%s</element></start></grammar>",
                                       cases[i].holds);
        if (accepts(schema, str_from(cases[i].document))) {
            fail_msg("accepted: %s for %s", cases[i].document, cases[i].holds);
        }
    }
}

/* ---- expressions ---------------------------------------------------------------------------------------------- */

static void matches_expressions(void **state)
{
    static const struct {
        const char *expression, *text;
        bool matches;
    } cases[] = {
        {"", "", true},
        {"a", "", false},
        {"a", "a", true},
        {"a", "ab", false},
        {"a|b", "b", true},
        {"ab|", "", true},
        {"a?b*c+", "cc", true},
        {"a?b*c+", "abbb", false},
        {"(ab)+", "abab", true},
        {"(ab)+", "aba", false},
        {"(a|ab)(c|bcd)", "abcd", true},
        {"(a*)*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", true},
        {"(a*)*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", false},
        {"[0-9]{2,3}", "1", false},
        {"[0-9]{2,3}", "123", true},
        {"[0-9]{2,3}", "1234", false},
        {"[0-9]{2,}", "12345", true},
        {"[^@\\s]+@[^@\\s]+\\.[^@\\s]+", "a@b.fr", true},
        {"[^@\\s]+@[^@\\s]+\\.[^@\\s]+", "a@b", false},
        {"[^@\\s]+@[^@\\s]+\\.[^@\\s]+", "a b@c.fr", false},
        {"[é-ï]+", "êë", true},
        {"[é-ï]+", "è", false},
        {"[A-Za-z0-9_\\-]+", "a-_9", true},
        {"[^/\\\\]+", "a\\b", false},
        {"\\.", "x", false},
        /* not understood */
        {".", "x", false},
        {"\\d", "1", false},
        {"\\p{L}", "a", false},
        {"[a-z-[aeiou]]", "b", false},
        {"(a", "a", false},
        {"a)", "a", false},
        {"[a", "a", false},
        {"a{", "a", false},
        {"*", "", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (expression_matches(str_from(cases[i].expression), str_from(cases[i].text)) != cases[i].matches) {
            fail_msg("%s for %s", cases[i].text, cases[i].expression);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_plain_documents_as_libxml2_does, start, stop),
        cmocka_unit_test_setup_teardown(leaves_all_else_to_libxml2, start, stop),
        cmocka_unit_test_setup_teardown(takes_the_configurations_of_the_examples, start, stop),
        cmocka_unit_test_setup_teardown(accepts_of_mutants_only_what_libxml2_accepts, start, stop),
        cmocka_unit_test_setup_teardown(decides_simple_contents_as_libxml2_does, start, stop),
        cmocka_unit_test_setup_teardown(leaves_schemas_that_are_not_simple_to_libxml2, start, stop),
        cmocka_unit_test(matches_expressions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
