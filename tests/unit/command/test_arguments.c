// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include <string.h>

#include "arguments.h"
#include "gencarto/base/buf.h"
#include "gencarto/base/nearest.h"
#include "gencarto/base/period.h"

static bool never_run(const struct invocation *invocation, struct error *err)
{
    (void)invocation, (void)err;
    return false;
}

static const struct command commands[] = {
    {.name = "build",
     .operand = "[INPUT]",
     .default_operand = "input/gen",
     .default_output = "output",
     .takes = TAKES(OUTPUT) | TAKES(RELEASE) | TAKES(STRICT) | TAKES(JOBS) | TAKES(PROGRESS) | TAKES(QUIET),
     .run = never_run},
    {.name = "check", .operand = "[INPUT]", .default_operand = "input/gen", .takes = TAKES(FORMAT), .run = never_run},
    {.name = "render", .operand = "FILE", .takes = TAKES(OUTPUT), .run = never_run},
    {.name = "audit", .operand = "OUTPUT", .takes = TAKES(FORMER) | TAKES(QUIET), .run = never_run},
};

#define MOST_WORDS 140

/* Words apart by single spaces; "''" is an empty one. */
static bool parse(const char *line, struct invocation *out, struct error *err)
{
    static struct arena words_of_all_cases; /* invocations point into the words */
    static char *words[MOST_WORDS];
    if (words_of_all_cases.last == NULL)
        arena_init(&words_of_all_cases);
    int count = 0;
    struct str rest = str_from(line), word;
    while (rest.len && str_split(&rest, ' ', &word))
        words[count++] = str_text(&words_of_all_cases, str_equal(word, STR("''")) ? STR("") : word);
    bool done = arguments_parse(commands, sizeof commands / sizeof *commands, words, count, out, err);
    return done;
}

static struct invocation accept(const char *line)
{
    struct invocation invocation = {0};
    struct error err = {0};
    if (!parse(line, &invocation, &err))
        fail_msg("%s: %s", line, err.message);
    return invocation;
}

static void assert_refused(const char *line, const char *message)
{
    struct invocation invocation = {0};
    struct error err = {0};
    if (parse(line, &invocation, &err))
        fail_msg("accepted: %s", line);
    assert_int_equal(err.kind, ERROR_USAGE);
    assert_string_equal(err.message, message);
}

static void what_is_not_said_has_its_default(void **state)
{
    (void)state;
    struct invocation invocation = accept("build");
    assert_string_equal(invocation.command->name, "build");
    assert_string_equal(invocation.operand, "input/gen");
    assert_false(invocation.values[OPTION_OUTPUT].given);
    assert_string_equal(invocation_text(&invocation, OPTION_OUTPUT, "output"), "output");
}

static void options_stand_before_and_after_the_operand(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "build exports -o site --strict --jobs 3", "build -o site --strict --jobs 3 exports",
        "build --output=site --jobs=3 exports --strict", "build -osite --jobs 3 --strict -- exports",
        "build --jobs 1 --output other --strict exports --jobs 3 -o site"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct invocation invocation = accept(lines[i]);
        assert_string_equal(invocation.operand, "exports");
        assert_string_equal(invocation_text(&invocation, OPTION_OUTPUT, NULL), "site");
        assert_true(invocation.values[OPTION_STRICT].given);
        assert_int_equal(invocation.values[OPTION_JOBS].number, 3);
        assert_false(invocation.values[OPTION_QUIET].given);
    }
}

static void values_are_read_by_their_kind(void **state)
{
    (void)state;
    struct invocation invocation = accept("build --release 2017-T4 --progress json");
    struct period period;
    assert_true(period_parse(STR("2017-T4"), &period));
    assert_int_equal(invocation.values[OPTION_RELEASE].number, period.index);
    assert_int_equal(invocation.values[OPTION_PROGRESS].number, 2);
    assert_int_equal(accept("check --format=text").values[OPTION_FORMAT].number, 0);
    assert_int_equal(accept("check --format json").values[OPTION_FORMAT].number, 1);
    assert_string_equal(invocation_text((struct invocation[]){accept("build --output=a=b")}, OPTION_OUTPUT, ""), "a=b");
}

static void a_list_keeps_each_of_its_texts(void **state)
{
    (void)state;
    struct invocation invocation = accept("audit --former a site --former=b,c -q --former d");
    assert_string_equal(invocation.operand, "site");
    assert_int_equal(invocation.list_count, 3);
    assert_string_equal(invocation.list[0], "a");
    assert_string_equal(invocation.list[1], "b,c");
    assert_string_equal(invocation.list[2], "d");
    assert_int_equal(accept("audit site").list_count, 0);
}

static void a_list_has_an_end(void **state)
{
    (void)state;
    struct arena arena;
    struct buf line;
    arena_init(&arena);
    buf_init(&line, &arena);
    buf_text(&line, "audit site");
    for (int i = 0; i < OPTION_LIST_MAX; i++)
        buf_text(&line, " --former x");
    assert_int_equal(accept(str_text(&arena, buf_str(&line))).list_count, OPTION_LIST_MAX);
    buf_text(&line, " --former x");
    assert_refused(str_text(&arena, buf_str(&line)), "--former: given more than 64 times");
    arena_clear(&arena);
}

static void after_two_dashes_everything_is_an_operand(void **state)
{
    (void)state;
    assert_string_equal(accept("build -- --strict").operand, "--strict");
    assert_string_equal(accept("build -").operand, "-");
}

static void help_and_version_end_the_reading(void **state)
{
    (void)state;
    assert_true(accept("--help").wants_help);
    assert_null(accept("-h").command);
    assert_true(accept("--version").wants_version);
    assert_true(accept("render --help").wants_help);
    assert_true(accept("build -h --nonsense a b c").wants_help);
    assert_string_equal(accept("build --strict --help").command->name, "build");
    struct invocation nothing = accept("");
    assert_null(nothing.command);
    assert_false(nothing.wants_help);
}

static void a_mistyped_name_gets_the_nearest(void **state)
{
    (void)state;
    assert_refused("biuld", "there is no command biuld; did you mean build?");
    assert_refused("chekc input", "there is no command chekc; did you mean check?");
    assert_refused("publish", "there is no command publish; gencarto --help lists them");
    assert_refused("build --strcit", "build has no option --strcit; did you mean --strict?");
    assert_refused("build --ouput=site", "build has no option --ouput=site; did you mean --output?");
    assert_refused("build --xyzzy", "build has no option --xyzzy; gencarto build --help lists them");
    assert_refused("build -x", "build has no option -x; gencarto build --help lists them");
}

static void an_option_of_another_command_is_refused(void **state)
{
    (void)state;
    assert_refused("check -o site", "check has no option -o; gencarto check --help lists them");
    assert_refused("build --format json", "build has no option --format; gencarto build --help lists them");
}

static void wrong_values_say_what_is_expected(void **state)
{
    (void)state;
    assert_refused("build --jobs 0", "--jobs 0: expected a whole number from 1 to 256");
    assert_refused("build --jobs=-1", "--jobs -1: expected a whole number from 1 to 256");
    assert_refused("build --jobs two", "--jobs two: expected a whole number from 1 to 256");
    assert_refused("build --jobs 99999999999999999999",
                   "--jobs 99999999999999999999: expected a whole number from 1 to 256");
    assert_refused("build --release 2017-4", "--release 2017-4: expected a year and a quarter, such as 2017-T4");
    assert_refused("check --format xml", "--format xml: expected text|json|sarif|junit");
    assert_refused("build --strict=yes", "--strict takes no value");
    assert_refused("build --output=", "--output: the PATH is empty");
    assert_refused("build -o ''", "--output: the PATH is empty");
}

static void a_missing_value_is_not_the_next_option(void **state)
{
    (void)state;
    assert_refused("build -o", "--output: its value is missing: --output PATH");
    assert_refused("build -o --strict", "--output: its value is missing: --output PATH");
    assert_string_equal(accept("build --output=--strict").values[OPTION_OUTPUT].text, "--strict");
}

static void operands_are_counted(void **state)
{
    (void)state;
    assert_refused("build a b", "build takes one INPUT, and a was given already: unexpected b");
    assert_refused("render", "render: its FILE is missing: gencarto render FILE");
    assert_refused("build ''", "build: its INPUT is an empty text");
    assert_refused("--strict build", "the command comes first, then --strict: gencarto --help");
}

static struct str nearest_of(const char *wanted)
{
    static const char *const names[] = {"build", "check", "compile", "render", "new"};
    struct nearest nearest = nearest_start(str_from(wanted));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        nearest_try(&nearest, str_from(names[i]));
    return nearest.best;
}

static void suggestions_allow_a_slip_or_two(void **state)
{
    (void)state;
    assert_true(str_equal(nearest_of("biuld"), STR("build")));
    assert_true(str_equal(nearest_of("buld"), STR("build")));
    assert_true(str_equal(nearest_of("buildd"), STR("build")));
    assert_true(str_equal(nearest_of("compiel"), STR("compile")));
    assert_true(str_equal(nearest_of("rendre"), STR("render")));
    assert_int_equal(nearest_of("xyzzy").len, 0);
    assert_int_equal(nearest_of("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa").len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_said_has_its_default),
        cmocka_unit_test(options_stand_before_and_after_the_operand),
        cmocka_unit_test(values_are_read_by_their_kind),
        cmocka_unit_test(a_list_keeps_each_of_its_texts),
        cmocka_unit_test(a_list_has_an_end),
        cmocka_unit_test(after_two_dashes_everything_is_an_operand),
        cmocka_unit_test(help_and_version_end_the_reading),
        cmocka_unit_test(a_mistyped_name_gets_the_nearest),
        cmocka_unit_test(an_option_of_another_command_is_refused),
        cmocka_unit_test(wrong_values_say_what_is_expected),
        cmocka_unit_test(a_missing_value_is_not_the_next_option),
        cmocka_unit_test(operands_are_counted),
        cmocka_unit_test(suggestions_allow_a_slip_or_two),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
