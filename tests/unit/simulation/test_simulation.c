#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "export.h"
#include "gencarto/base/file.h"
#include "gencarto/simulation/simulation.h"
#include "names.h"
#include "quota.h"

/* --- a scratch folder for each test --- */

struct scratch {
    struct arena arena;
    char folder[64];
};

static int scratch_open(void **state)
{
    struct scratch *scratch = test_calloc(1, sizeof *scratch);
    arena_init(&scratch->arena);
    snprintf(scratch->folder, sizeof scratch->folder, "/tmp/gencarto-simulation-XXXXXX");
    assert_non_null(mkdtemp(scratch->folder));
    *state = scratch;
    return 0;
}

static int scratch_close(void **state)
{
    struct scratch *scratch = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -r %s", scratch->folder);
    arena_clear(&scratch->arena);
    test_free(scratch);
    return system(command);
}

static struct simulation_options options_in(struct scratch *scratch, const char *name, int64_t trainings,
                                            int64_t enrolments)
{
    struct simulation_options options = SIMULATION_DEFAULTS;
    options.folder = file_join(&scratch->arena, scratch->folder, name);
    options.reference_folder = SOURCE_DIR "/input/reference";
    options.trainings = trainings;
    options.enrolments = enrolments;
    return options;
}

static struct simulation_summary write_or_fail(const struct simulation_options *options)
{
    struct simulation_summary summary = {0};
    struct error err = {0};
    if (!simulation_write(options, &summary, &err))
        fail_msg("%s", err.message);
    return summary;
}

static struct str read_or_fail(struct scratch *scratch, const char *folder, const char *name)
{
    struct str content;
    struct error err = {0};
    if (!file_read(&scratch->arena, file_join(&scratch->arena, folder, name), &content, &err))
        fail_msg("%s", err.message);
    return content;
}

static size_t list_or_fail(struct scratch *scratch, const char *folder, struct str **out_names)
{
    size_t count;
    struct error err = {0};
    if (!file_names(&scratch->arena, folder, out_names, &count, &err))
        fail_msg("%s", err.message);
    return count;
}

static size_t count_found(struct str text, struct str needle)
{
    size_t count = 0;
    for (size_t at = str_find(text, needle, 0); at < text.len; at = str_find(text, needle, at + needle.len))
        count++;
    return count;
}

static size_t lines_of(struct str text)
{
    return count_found(text, STR("\n"));
}

static void assert_same_folders(struct scratch *scratch, const char *a, const char *b)
{
    struct str *names, *others;
    size_t count = list_or_fail(scratch, a, &names);
    assert_int_equal(count, 13);
    assert_int_equal(list_or_fail(scratch, b, &others), count);
    for (size_t i = 0; i < count; i++) {
        const char *name = str_text(&scratch->arena, names[i]);
        assert_true(str_equal(names[i], others[i]));
        assert_true(str_equal(read_or_fail(scratch, a, name), read_or_fail(scratch, b, name)));
    }
}

/* --- quotas --- */

static void shares_add_up_and_are_within_one_of_exact(void **state)
{
    (void)state;
    struct random_state random;
    random_seed(&random, 5);
    for (int round = 0; round < 2000; round++) {
        int64_t weights[9], shares[9], all = 0, sum = 0;
        int64_t total = (int64_t)random_below(&random, 5000);
        for (size_t i = 0; i < 9; i++) {
            weights[i] = (int64_t)random_below(&random, 1000);
            all += weights[i];
        }
        quota_apportion(total, weights, 9, shares);
        for (size_t i = 0; i < 9; i++) {
            sum += shares[i];
            int64_t off = shares[i] * all - total * weights[i];
            assert_true(off > -all && off < all);
        }
        assert_int_equal(sum, total);
    }
}

static void a_deck_gives_each_card_once(void **state)
{
    struct scratch *scratch = *state;
    struct random_state random;
    struct deck deck;
    int64_t drawn[3] = {0};
    random_seed(&random, 1);
    deck_init(&deck, &scratch->arena, (int64_t[]){5, 0, 12}, 3);
    while (deck.total)
        drawn[deck_draw(&deck, &random)]++;
    assert_int_equal(drawn[0], 5);
    assert_int_equal(drawn[1], 0);
    assert_int_equal(drawn[2], 12);
}

static void scaling_rounds_half_up(void **state)
{
    (void)state;
    assert_int_equal(quota_scale(1, 1, 2), 1);
    assert_int_equal(quota_scale(171, 820, 410), 342);
    assert_int_equal(quota_scale(9, 1, 410), 0);
    assert_int_equal(quota_scale(11409, 10000000, 12000), 9507500);
}

/* --- names --- */

static int compare_names(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static void no_two_structures_have_one_name(void **state)
{
    struct scratch *scratch = *state;
    enum { RANKS = 3000 };
    struct str *names = arena_array(&scratch->arena, struct str, STATUS_COUNT * RANKS);
    size_t count = 0;
    for (int status = 0; status < STATUS_COUNT; status++)
        for (uint64_t rank = 0; rank < RANKS; rank++) {
            struct buf name;
            buf_init(&name, &scratch->arena);
            name_structure(&name, (enum name_status)status, rank);
            names[count++] = buf_str(&name);
        }
    qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 1; i < count; i++)
        assert_false(str_equal(names[i - 1], names[i]));
}

/* --- the folder --- */

static void the_committed_folder_is_what_is_written(void **state)
{
    struct scratch *scratch = *state;
    struct simulation_options options = options_in(scratch, "gen", 410, 12000);
    write_or_fail(&options);
    assert_same_folders(scratch, SOURCE_DIR "/input/gen", options.folder);
}

static void the_same_seed_gives_the_same_bytes_and_another_does_not(void **state)
{
    struct scratch *scratch = *state;
    struct simulation_options first = options_in(scratch, "a", 300, 4000), second = options_in(scratch, "b", 300, 4000);
    struct simulation_options third = options_in(scratch, "c", 300, 4000);
    third.seed = 2018;
    write_or_fail(&first);
    write_or_fail(&second);
    write_or_fail(&third);
    assert_same_folders(scratch, first.folder, second.folder);
    assert_false(str_equal(read_or_fail(scratch, first.folder, "formations.csv"),
                           read_or_fail(scratch, third.folder, "formations.csv")));
}

static void any_size_has_as_many_enrolments_as_asked(void **state)
{
    static const struct {
        int64_t trainings, enrolments;
    } sizes[] = {{1, 0}, {1, 1}, {1, 700}, {2, 7}, {3, 1000}, {5, 40}, {20, 100}, {410, 100}, {50, 5000}, {2000, 9000}};
    struct scratch *scratch = *state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char name[16];
        snprintf(name, sizeof name, "%zu", i);
        struct simulation_options options = options_in(scratch, name, sizes[i].trainings, sizes[i].enrolments);
        struct simulation_summary summary = write_or_fail(&options);
        size_t lines = 0;
        for (int period = 0; period < 8; period++) {
            char file[64];
            snprintf(file, sizeof file, "inscriptions-%d-T%d.csv", 2016 + period / 4, period % 4 + 1);
            lines += lines_of(read_or_fail(scratch, options.folder, file)) - 1;
        }
        assert_int_equal(summary.enrolments, sizes[i].enrolments);
        assert_int_equal(summary.enrolment_rows, lines);
        assert_int_equal(summary.trainings, lines_of(read_or_fail(scratch, options.folder, "formations.csv")) - 1);
    }
}

static void figures_scale_with_the_size(void **state)
{
    struct scratch *scratch = *state;
    struct simulation_options options = options_in(scratch, "large", 4100, 120000);
    struct simulation_summary summary = write_or_fail(&options);
    assert_int_equal(summary.trainings, 4190);
    assert_int_equal(summary.learners, 114090);
    assert_int_equal(summary.structures, 2140);
    assert_int_equal(summary.sites, 3160);
}

static void a_folder_that_is_not_empty_is_refused(void **state)
{
    struct scratch *scratch = *state;
    struct simulation_options options = options_in(scratch, ".", 10, 10);
    struct simulation_summary summary;
    struct error err = {0};
    assert_true(file_write(file_join(&scratch->arena, scratch->folder, "notes.txt"), STR("x"), &err));
    assert_false(simulation_write(&options, &summary, &err));
    assert_int_equal(err.kind, ERROR_USAGE);
    assert_non_null(strstr(err.message, "not empty"));
    struct error starter_err = {0};
    assert_false(starter_write(scratch->folder, &starter_err));
    assert_int_equal(starter_err.kind, ERROR_USAGE);
    struct str *names;
    assert_int_equal(list_or_fail(scratch, scratch->folder, &names), 1);
}

static void an_empty_folder_is_accepted(void **state)
{
    struct scratch *scratch = *state;
    struct simulation_options options = options_in(scratch, ".", 10, 10);
    assert_int_equal(write_or_fail(&options).enrolments, 10);
}

static void sizes_out_of_bounds_are_refused(void **state)
{
    static const struct {
        int64_t trainings, enrolments;
    } sizes[] = {{0, 10}, {-1, 10}, {500001, 10}, {10, -1}, {10, 10000001}};
    struct scratch *scratch = *state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct simulation_options options = options_in(scratch, "x", sizes[i].trainings, sizes[i].enrolments);
        struct simulation_summary summary;
        struct error err = {0};
        assert_false(simulation_write(&options, &summary, &err));
        assert_int_equal(err.kind, ERROR_USAGE);
        assert_false(file_exists(options.folder));
    }
}

static void reference_data_that_are_absent_are_named(void **state)
{
    struct scratch *scratch = *state;
    struct simulation_options options = options_in(scratch, "x", 10, 10);
    struct simulation_summary summary;
    struct error err = {0};
    options.reference_folder = scratch->folder;
    assert_false(simulation_write(&options, &summary, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_non_null(strstr(err.message, "departements.csv"));
}

static void no_slot_is_left_in_the_configuration(void **state)
{
    struct scratch *scratch = *state;
    struct simulation_options options = options_in(scratch, "x", 820, 24000);
    write_or_fail(&options);
    struct str text = read_or_fail(scratch, options.folder, "programme.xml");
    assert_int_equal(count_found(text, STR("{")), 0);
    assert_int_equal(count_found(text, STR("valeur=\"20000\"")), 1);
    assert_int_equal(count_found(text, STR("candidatures=\"720\" retenues=\"342\"")), 1);
    assert_int_equal(count_found(text, STR("simulees=\"oui\"")), 1);
}

static void a_starter_has_a_configuration_an_explanation_and_headers(void **state)
{
    struct scratch *scratch = *state;
    const char *folder = file_join(&scratch->arena, scratch->folder, "deep/starter");
    struct error err = {0};
    struct str *names;
    assert_true(starter_write(folder, &err));
    assert_int_equal(list_or_fail(scratch, folder, &names), 7);
    struct str guide = read_or_fail(scratch, folder, "LISEZMOI.md");
    for (size_t i = 0; i < 7; i++) {
        struct str text = read_or_fail(scratch, folder, str_text(&scratch->arena, names[i])), column;
        if (!str_ends(names[i], STR(".csv")))
            continue;
        assert_int_equal(lines_of(text), 1);
        text = str_trim(text);
        while (text.len && str_split(&text, ';', &column)) /* each is explained */
            assert_true(str_find(guide, column, 0) < guide.len);
    }
}

/* --- progress --- */

struct heard {
    int calls;
    int64_t last, total;
};

static void hear(void *context, const char *step, int64_t done, int64_t total)
{
    struct heard *heard = context;
    assert_non_null(step);
    assert_true(done >= heard->last && done <= total);
    *heard = (struct heard){heard->calls + 1, done, total};
}

static void progress_ends_at_its_total(void **state)
{
    struct scratch *scratch = *state;
    struct simulation_options options = options_in(scratch, "x", 50, 500);
    struct heard heard = {0};
    options.progress = (struct simulation_progress){hear, &heard};
    write_or_fail(&options);
    assert_true(heard.calls > 1);
    assert_int_equal(heard.last, heard.total);
}

/* --- dirt --- */

/* All files of one encoding by which the dirt can be counted again. */
static struct str all_in_utf_8(struct scratch *scratch, const char *folder)
{
    static const char *const names[] = {
        "formations.csv",           "inscriptions-2016-T1.csv", "inscriptions-2016-T2.csv", "inscriptions-2016-T4.csv",
        "inscriptions-2017-T1.csv", "inscriptions-2017-T2.csv", "inscriptions-2017-T3.csv", "inscriptions-2017-T4.csv"};
    struct buf all;
    buf_init(&all, &scratch->arena);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        buf_add(&all, read_or_fail(scratch, folder, names[i]));
    struct str wide = read_or_fail(scratch, folder, "inscriptions-2016-T3.csv");
    for (size_t i = 0; i + 1 < wide.len; i += 2) /* what is looked for is ASCII */
        buf_byte(&all, wide.ptr[i + 1] ? '?' : wide.ptr[i]);
    return buf_str(&all);
}

static void dirt_is_counted_as_it_stands_in_the_files(void **state)
{
    static const struct {
        enum simulation_dirt kind;
        struct str text;
    } signs[] = {{DIRT_BAD_DATE, STR_INIT("31/02/2017")},      {DIRT_UNKNOWN_TRAINING, STR_INIT("F-INCONNUE")},
                 {DIRT_UNKNOWN_DEPARTMENT, STR_INIT("99999")}, {DIRT_EXIT_BEFORE_ENTRY, STR_INIT("2015-01-05")},
                 {DIRT_MARKUP, STR_INIT("<script>")},          {DIRT_FORMULA, STR_INIT("=cmd|")},
                 {DIRT_TOTAL_ROW, STR_INIT("TOTAL")},          {DIRT_SPELLING, STR_INIT("Femme")}};
    struct scratch *scratch = *state;
    struct simulation_options options = options_in(scratch, "dirty", 410, 12000);
    options.dirty = true;
    struct simulation_summary summary = write_or_fail(&options);
    struct str all = all_in_utf_8(scratch, options.folder);
    for (int kind = 0; kind < DIRT_KINDS; kind++)
        assert_true(summary.dirt[kind] > 0);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        assert_int_equal(count_found(all, signs[i].text), summary.dirt[signs[i].kind]);
}

static void faulty_rows_are_less_than_2_percent(void **state)
{
    struct scratch *scratch = *state;
    struct simulation_options options = options_in(scratch, "dirty", 410, 12000);
    options.dirty = true;
    struct simulation_summary summary = write_or_fail(&options);
    int64_t faulty = 0;
    for (int kind = 0; kind < DIRT_KINDS; kind++)
        faulty += simulation_dirt_kinds[kind].faulty ? summary.dirt[kind] : 0;
    assert_true(faulty > 50 && faulty * 100 < summary.enrolment_rows * 2);
}

static void dirty_files_come_in_all_encodings(void **state)
{
    struct scratch *scratch = *state;
    struct simulation_options options = options_in(scratch, "dirty", 410, 12000);
    options.dirty = true;
    write_or_fail(&options);
    struct str trainings = read_or_fail(scratch, options.folder, "formations.csv");
    assert_true(str_find(trainings, STR("D\xe9veloppement"), 0) < trainings.len);
    assert_true(str_find(trainings, STR("\r\n"), 0) < trainings.len);
    assert_true(str_starts(read_or_fail(scratch, options.folder, "inscriptions-2016-T1.csv"),
                           STR("inscription_id\tapprenant\t")));
    assert_true(str_starts(read_or_fail(scratch, options.folder, "inscriptions-2016-T2.csv"),
                           STR("\xef\xbb\xbfinscription_id,apprenant,")));
    assert_true(
        str_starts(read_or_fail(scratch, options.folder, "inscriptions-2016-T3.csv"), STR("\xff\xfei\0n\0s\0c\0")));
}

static void cells_are_quoted_where_they_must_be(void **state)
{
    struct scratch *scratch = *state;
    struct export export;
    struct error err = {0};
    struct str cells[] = {STR("a;b"), STR("a\"b"), STR("a\nb"), STR("a,b"), STR("")};
    export_open(&export, scratch->folder, "x.csv", EXPORT_PLAIN);
    export_row(&export, cells, 5);
    assert_true(export_close(&export, &err));
    assert_true(str_equal(read_or_fail(scratch, scratch->folder, "x.csv"), STR("\"a;b\";\"a\"\"b\";\"a\nb\";a,b;\n")));
}

static void a_file_that_exists_is_not_written_over(void **state)
{
    struct scratch *scratch = *state;
    struct export export;
    struct error err = {0};
    assert_true(file_write(file_join(&scratch->arena, scratch->folder, "x.csv"), STR("kept"), &err));
    export_open(&export, scratch->folder, "x.csv", EXPORT_PLAIN);
    export_row(&export, (struct str[]){STR("a")}, 1);
    assert_false(export_close(&export, &err));
    assert_int_equal(err.kind, ERROR_SYSTEM);
    assert_true(str_equal(read_or_fail(scratch, scratch->folder, "x.csv"), STR("kept")));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_open, scratch_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(shares_add_up_and_are_within_one_of_exact),
        TEST(a_deck_gives_each_card_once),
        TEST(scaling_rounds_half_up),
        TEST(no_two_structures_have_one_name),
        TEST(the_committed_folder_is_what_is_written),
        TEST(the_same_seed_gives_the_same_bytes_and_another_does_not),
        TEST(any_size_has_as_many_enrolments_as_asked),
        TEST(figures_scale_with_the_size),
        TEST(a_folder_that_is_not_empty_is_refused),
        TEST(an_empty_folder_is_accepted),
        TEST(sizes_out_of_bounds_are_refused),
        TEST(reference_data_that_are_absent_are_named),
        TEST(no_slot_is_left_in_the_configuration),
        TEST(a_starter_has_a_configuration_an_explanation_and_headers),
        TEST(progress_ends_at_its_total),
        TEST(dirt_is_counted_as_it_stands_in_the_files),
        TEST(faulty_rows_are_less_than_2_percent),
        TEST(dirty_files_come_in_all_encodings),
        TEST(cells_are_quoted_where_they_must_be),
        TEST(a_file_that_exists_is_not_written_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
