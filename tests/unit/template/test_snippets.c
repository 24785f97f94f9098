/* The cases of tests/tables/template.txt: a snippet, what it reads, and the HTML or the error it gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gencarto/base/file.h"
#include "site_folder.h"

#define TABLE "tests/tables/template.txt"

/* The snippet stands on lines of its own inside a page at "a/b/page.html". */
#define BEFORE "<html gen:path=\"a/b/page.html\">\n"
#define AFTER  "\n</html>"

struct snippet {
    struct str title;
    int line;
    struct str gives, error; /* one of them is empty */
    bool fails;
    struct site_folder site;
};

static void add_query(struct snippet *snippet, struct str name, struct str sql)
{
    struct arena *arena = &snippet->site.arena;
    struct str file = str_format(arena, "queries/%.*s.sql", STR_ARGS(name));
    site_folder_add(&snippet->site, file.ptr, str_format(arena, "-- Data of the case.\n%.*s\n", STR_ARGS(sql)));
}

static void add_section(struct snippet *snippet, struct str head, struct str body)
{
    struct arena *arena = &snippet->site.arena;
    struct str kind, name = head;
    body = str_trim(body);
    if (!str_split(&name, ' ', &kind)) {
        kind = head;
    }
    if (str_equal(kind, STR("query"))) {
        add_query(snippet, name, body);
    } else if (str_equal(kind, STR("include"))) {
        site_folder_add(&snippet->site, str_format(arena, "includes/%.*s.xhtml", STR_ARGS(name)).ptr, body);
    } else if (str_equal(kind, STR("labels"))) {
        struct str text = str_format(arena, "<catalogue lang=\"fr\">%.*s</catalogue>", STR_ARGS(body));
        site_folder_add(&snippet->site, "catalogue/labels.fr.xml", text);
    } else if (str_equal(kind, STR("data"))) {
        snippet->site.data = body;
    } else if (str_equal(kind, STR("template"))) {
        site_folder_add(&snippet->site, "pages/page.xhtml", str_format(arena, BEFORE "%.*s" AFTER, STR_ARGS(body)));
    } else if (str_equal(kind, STR("gives"))) {
        snippet->gives = body;
    } else if (str_equal(kind, STR("error"))) {
        snippet->error = body;
    } else {
        fail_msg(TABLE ":%d: unknown section %.*s", snippet->line, STR_ARGS(head));
    }
}

/* The message without the folder's path. */
static struct str without_folder(struct snippet *snippet)
{
    struct arena *arena = &snippet->site.arena;
    struct str message = str_from(snippet->site.err.message);
    struct str folder = str_format(arena, "%s/", snippet->site.templates);
    struct buf out;
    buf_init(&out, arena);
    for (size_t at = 0; at < message.len;) {
        size_t next = str_find(message, folder, at);
        buf_add(&out, str_slice(message, at, next));
        at = next + folder.len;
    }
    return buf_str(&out);
}

/* "pages/page.xhtml:7:3: message" as "6:3: message": the line in the snippet. */
static struct str message_of(struct snippet *snippet)
{
    struct str message = without_folder(snippet), file = STR("pages/page.xhtml:");
    if (!str_starts(message, file)) {
        return message;
    }
    char *rest = NULL;
    long line = strtol(str_text(&snippet->site.arena, message) + file.len, &rest, 10);
    return str_format(&snippet->site.arena, "%ld%s", line - 1, rest);
}

static void expect(struct snippet *snippet, struct str found, struct str expected, bool whole)
{
    if (whole ? !str_equal(found, expected) : !str_starts(found, expected)) {
        print_error(TABLE ":%d: %.*s\nexpected: %.*s\nfound:    %.*s\n", snippet->line, STR_ARGS(snippet->title),
                    STR_ARGS(expected), STR_ARGS(found));
        snippet->fails = true;
    }
}

/* Spaces that nobody can tell apart on a screen: '~' stands for U+00A0 and '^' for U+202F. */
static struct str with_spaces(struct arena *arena, struct str text)
{
    struct buf out;
    buf_init(&out, arena);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        buf_add(&out, c == '~' ? STR("\xC2\xA0") : c == '^' ? STR("\xE2\x80\xAF") : str_slice(text, i, i + 1));
    }
    return buf_str(&out);
}

static void check_snippet(struct snippet *snippet)
{
    bool ok = site_folder_render(&snippet->site, 1);
    if (!ok) {
        expect(snippet, message_of(snippet), snippet->error.len > 0 ? snippet->error : STR("(no error)"), false);
        assert_int_equal(snippet->site.err.kind, ERROR_OUTPUT);
        return;
    }
    struct str written = buf_str(&snippet->site.written);
    size_t from = str_find(written, STR("<html>\n"), 0) + 7;
    struct str body = str_slice(written, from, written.len - strlen("\n</html>\n"));
    struct str expected = snippet->error.len > 0 ? snippet->error : with_spaces(&snippet->site.arena, snippet->gives);
    expect(snippet, str_trim(body), expected, true);
}

/* `text` is one case: its title, then sections "--- head". */
static bool run_case(struct str text, int line)
{
    struct snippet *snippet = calloc(1, sizeof *snippet);
    site_folder_init(&snippet->site);
    size_t end = str_index(text, '\n', 0);
    snippet->title = str_trim(str_slice(text, 0, end));
    snippet->line = line;
    for (size_t at = str_find(text, STR("\n--- "), 0); at < text.len;) {
        size_t head = at + 5, body = str_index(text, '\n', head);
        size_t next = str_find(text, STR("\n--- "), body);
        add_section(snippet, str_trim(str_slice(text, head, body)), str_slice(text, body, next));
        at = next;
    }
    check_snippet(snippet);
    bool passes = !snippet->fails;
    site_folder_clear(&snippet->site);
    free(snippet);
    return passes;
}

static int count_lines(struct str text)
{
    int lines = 0;
    for (size_t i = 0; i < text.len; i++) {
        lines += text.ptr[i] == '\n';
    }
    return lines;
}

static void gives_what_the_table_says(void **state)
{
    (void)state;
    struct arena arena;
    struct str text;
    struct error err = {0};
    int cases = 0, failures = 0;
    arena_init(&arena);
    assert_true(file_read(&arena, TABLE, &text, &err));
    for (size_t at = str_find(text, STR("\n=== "), 0); at < text.len;) {
        size_t next = str_find(text, STR("\n=== "), at + 1);
        failures += !run_case(str_slice(text, at + 5, next), count_lines(str_slice(text, 0, at + 1)) + 1);
        at = next;
        cases++;
    }
    arena_clear(&arena);
    assert_true(cases > 60);
    assert_int_equal(failures, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(gives_what_the_table_says)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
