/* Sentences: tests/tables/words.txt lists worked cases; the subjects of both languages are the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "../base/table.h"
#include "gencarto/base/number.h"
#include "gencarto/render/words/words.h"

enum { VALUES_MAX = 16 };

static const struct words *words_of[2];

static double parse_number(struct str text)
{
    double value = 0;
    if (!number_parse_decimal(text, &value))
        fail_msg("\"%.*s\" is no number", STR_ARGS(text));
    return value;
}

/* "28.9/500" (value and denominator), "c", "u", "z". */
static struct words_value parse_value(struct str text)
{
    struct words_value value = {0};
    for (int status = STATUS_CONFIDENTIAL; status <= STATUS_UNKNOWN; status++)
        if (str_equal(text, str_from(status_flag((enum status)status)))) {
            value.status = (enum status)status;
            return value;
        }
    size_t slash = str_index(text, '/', 0);
    value.present = true;
    value.value = parse_number(str_slice(text, 0, slash));
    if (slash < text.len)
        value.denominator = parse_number(str_slice(text, slash + 1, text.len));
    return value;
}

struct request {
    bool is_ranking;
    struct words_subject subject;
    struct words_value reference;
    struct period period;
    struct str where, by;
};

static void apply(struct request *request, struct str key, struct str value)
{
    struct words_subject *subject = &request->subject;
    if (str_equal(key, STR("target"))) {
        subject->has_target = true;
        subject->target = parse_number(value);
    } else if (str_equal(key, STR("base"))) {
        subject->rounding_base = parse_number(value);
    } else if (str_equal(key, STR("noise"))) {
        subject->noise = parse_number(value);
    } else if (str_equal(key, STR("where"))) {
        request->where = value;
    } else if (str_equal(key, STR("by"))) {
        request->by = value;
    } else if (str_equal(key, STR("reference"))) {
        request->reference = parse_value(value);
    } else if (str_equal(key, STR("period"))) {
        assert_true(period_parse(value, &request->period));
    } else {
        fail_msg("there is no \"%.*s\"", STR_ARGS(key));
    }
}

/* "series; part_femmes_cumul; percent 1; where=en Occitanie; target=30", "ranking; ...", "flow" among them. */
static struct request parse_request(struct str text)
{
    struct request request = {0};
    struct str part;
    while (text.len > 0 && str_split(&text, ';', &part)) {
        part = str_trim(part);
        size_t equals = str_index(part, '=', 0);
        if (equals < part.len)
            apply(&request, str_slice(part, 0, equals), str_slice(part, equals + 1, part.len));
        else if (str_equal(part, STR("ranking")))
            request.is_ranking = true;
        else if (str_equal(part, STR("flow")))
            request.subject.is_flow = true;
        else if (str_equal(part, STR("percent")))
            request.subject =
                (struct words_subject){.code = request.subject.code, .unit = WORDS_PERCENT, .decimals = 1};
        else if (str_equal(part, STR("euros")))
            request.subject.unit = WORDS_EUROS;
        else if (!str_equal(part, STR("series")))
            request.subject.code = part;
    }
    return request;
}

static struct str say_series(const struct words *words, enum words_form form, const struct request *request,
                             struct str data, struct arena *arena)
{
    struct words_point points[VALUES_MAX];
    struct words_series series = {request->subject, request->where, points, 0};
    struct error err = {0};
    struct str part, text = STR("");
    while (data.len > 0 && str_split(&data, ';', &part)) {
        part = str_trim(part);
        size_t equals = str_index(part, '=', 0);
        struct words_point *point = &points[series.count++];
        assert_true(period_parse(str_slice(part, 0, equals), &point->period));
        point->value = parse_value(str_slice(part, equals + 1, part.len));
    }
    if (!words_series_say(words, form, &series, arena, &text, &err))
        fail_msg("%s", err.message);
    return text;
}

static struct str say_ranking(const struct words *words, enum words_form form, const struct request *request,
                              struct str data, struct arena *arena)
{
    struct words_place places[VALUES_MAX];
    struct words_ranking ranking = {request->subject, request->period, request->by, places, 0, request->reference};
    struct error err = {0};
    struct str part, text = STR("");
    while (data.len > 0 && str_split(&data, ';', &part)) {
        part = str_trim(part);
        size_t at = str_index(part, '@', 0), equals = str_index(part, '=', 0);
        struct words_place *place = &places[ranking.count++];
        *place = (struct words_place){.name = str_slice(part, 0, at < equals ? at : equals)};
        if (at < equals)
            place->where = str_slice(part, at + 1, equals);
        place->value = parse_value(str_slice(part, equals + 1, part.len));
    }
    if (!words_ranking_say(words, form, &ranking, arena, &text, &err))
        fail_msg("%s", err.message);
    return text;
}

static void check_case(const struct table_case *row, struct arena *arena)
{
    struct str rest = row->columns[0], form_name, language_name;
    enum words_form form = WORDS_TITLE;
    enum language language = LANGUAGE_FR;
    assert_true(str_split(&rest, ' ', &form_name) && str_split(&rest, ' ', &language_name));
    assert_true(words_form_parse(form_name, &form) && language_parse(language_name, &language));
    struct request request = parse_request(row->columns[1]);
    struct str found =
        (request.is_ranking ? say_ranking : say_series)(words_of[language], form, &request, row->columns[2], arena);
    table_expect("words.txt", row, found, row->columns[3]);
}

static void sentences_are_those_of_the_table(void **state)
{
    (void)state;
    assert_true(table_each("words.txt", check_case) >= 30);
}

static void an_unknown_subject_is_an_error_that_names_it(void **state)
{
    struct error err = {0};
    struct str text;
    struct words_point point = {{4 * 2017}, {.present = true, .value = 1}};
    struct words_series series = {{.code = STR("chats_cumul")}, STR(""), &point, 1};
    assert_false(words_series_say(words_of[0], WORDS_READING, &series, *state, &text, &err));
    assert_non_null(strstr(err.message, "<subject id=\"chats\">"));
}

static struct arena arena;

static int open_words(void **state)
{
    struct error err = {0};
    arena_init(&arena);
    *state = &arena;
    if (words_read(&arena, "templates", LANGUAGE_FR, &words_of[LANGUAGE_FR], &err) &&
        words_read(&arena, "templates", LANGUAGE_EN, &words_of[LANGUAGE_EN], &err))
        return 0;
    print_error("%s\n", err.message);
    return -1;
}

static int close_words(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_are_those_of_the_table),
        cmocka_unit_test(an_unknown_subject_is_an_error_that_names_it),
    };
    return cmocka_run_group_tests(tests, open_words, close_words);
}
