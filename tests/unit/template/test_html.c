#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "html.h"

static void allows_http_https_mailto_and_relative_addresses_only(void **state)
{
    (void)state;
    static const char *const allowed[] = {"http://a.example/",
                                          "HTTPS://a.example/?q=1#x",
                                          "mailto:a@b.example",
                                          "a/b.html",
                                          "../b.html",
                                          "#x",
                                          "?q=a:b",
                                          "/a/b.html",
                                          "",
                                          "./a:b"};
    static const char *const refused[] = {"javascript:alert(1)",
                                          "JavaScript:alert(1)",
                                          " javascript:alert(1)",
                                          "java\nscript:alert(1)",
                                          "\x01javascript:alert(1)",
                                          "data:text/html,x",
                                          "vbscript:x",
                                          "//other.example/",
                                          "/\\other.example",
                                          "\\\\other.example",
                                          "a b",
                                          "file:///etc/passwd",
                                          "javascript\t:x",
                                          ":"};
    for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++) {
        if (!address_allowed(str_from(allowed[i]))) {
            fail_msg("refused: %s", allowed[i]);
        }
    }
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        if (address_allowed(str_from(refused[i]))) {
            fail_msg("allowed: %s", refused[i]);
        }
    }
}

static void makes_rooted_addresses_relative(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"index.html", "/a/index.html", "a/index.html"},
        {"a/b/index.html", "/c/d/index.html", "../../c/d/index.html"},
        {"a/b/index.html", "/a/index.html", "../index.html"},
        {"a/b/index.html", "/a/b/x.html", "x.html"},
        {"a/b/index.html", "/", "../../index.html"},
        {"index.html", "/", "index.html"},
        {"a/index.html", "/a/", "index.html"},
        {"a/index.html", "/b/?q=1#x", "../b/index.html?q=1#x"},
        {"a/index.html", "/a/index.html#x", "#x"},
        {"a/index.html", "/a/#x", "#x"},
        {"ab/index.html", "/a/index.html", "../a/index.html"},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out;
        buf_init(&out, &arena);
        write_relative_address(&out, str_from(cases[i][0]), str_from(cases[i][1]));
        if (!str_equal(buf_str(&out), str_from(cases[i][2]))) {
            fail_msg("%s on %s: %.*s", cases[i][1], cases[i][0], STR_ARGS(buf_str(&out)));
        }
    }
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(allows_http_https_mailto_and_relative_addresses_only),
        cmocka_unit_test(makes_rooted_addresses_relative),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
