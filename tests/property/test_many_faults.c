/* Many faults of many rules at once in a simulated folder: each is reported at its row under its rule, as if it stood
 * alone, and no other row is; no row is lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gencarto/compile/ingest/input.h"
#include "mutants.h"

#define REFERENCE    SOURCE_DIR "/input/reference"
#define FOLDERS      30
#define FAULTS_LEAST 10
#define FAULTS_MOST  30
#define TRIES        12 /* rows tried for one fault */
#define KEYS_MOST    1024

/* What these change is a whole file, or what many rows are read by; a header that is repeated must be the one that
 * other faults have not changed. */
static const char whole[] =
    "absent-column balance date-order date-serial date-short-year empty-file header-drift "
    "header-only header-quote header-repeated quarter-missing source-absent structure-silent table-unread volume "
    "wave-totals";

struct planted {
    const struct mutant *mutant;
    struct fault fault;
};

/* What the rows of a fault are known by to others: a person, an enrolment, a training, a structure. Faults that share
 * one would tell on each other; enrolments may share the training that none of the faults changes. */
struct key {
    struct str text;
    bool is_shared;
};

struct folder {
    struct world world;
    struct planted planted[FAULTS_MOST];
    size_t planted_count;
    struct key keys[KEYS_MOST];
    size_t key_count;
};

/* ---- planting --------------------------------------------------------------------------------------------------- */

static bool is_key_column(struct str column)
{
    static const char *const columns[] = {"apprenant",    "inscription_id", "formation_id",  "formation_origine_id",
                                          "structure_id", "structure_nom",  "candidature_id"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        if (str_equal(column, str_from(columns[i]))) {
            return true;
        }
    }
    return false;
}

static void add_keys(struct folder *folder, const struct sheet *sheet, const struct str *header, const struct str *row)
{
    for (size_t i = 0; i < sheet->columns; i++) {
        bool is_of_enrolment = strncmp(sheet->name, "inscriptions", 12) == 0;
        if (row[i].len > 0 && is_key_column(header[i])) {
            assert_true(folder->key_count < KEYS_MOST);
            folder->keys[folder->key_count++] =
                (struct key){row[i], is_of_enrolment && str_starts(header[i], STR("formation"))};
        }
    }
}

static bool is_same_row(const struct sheet *a, size_t row, const struct sheet *b)
{
    for (size_t i = 0; i < a->columns; i++) {
        if (!str_equal(a->rows[row][i], b->rows[row][i])) {
            return false;
        }
    }
    return true;
}

/* The keys of the rows that changed, as they were and as they are. */
static void add_changes(struct folder *folder, const struct world *before)
{
    for (size_t s = 0; s < before->sheet_count; s++) {
        const struct sheet *old = &before->sheets[s], *new = &folder->world.sheets[s];
        for (size_t row = 1; row < new->count; row++) {
            if (row < old->count && is_same_row(old, row, new)) {
                continue;
            }
            add_keys(folder, new, new->rows[0], new->rows[row]);
            if (row < old->count) {
                add_keys(folder, old, old->rows[0], old->rows[row]);
            }
        }
    }
}

static bool has_conflict(const struct folder *folder, size_t first_new)
{
    for (size_t i = first_new; i < folder->key_count; i++) {
        for (size_t k = 0; k < first_new; k++) {
            const struct key *new = &folder->keys[i], *old = &folder->keys[k];
            if (str_equal(new->text, old->text) && !(new->is_shared && old->is_shared)) {
                return true;
            }
        }
    }
    return false;
}

/* False: no row was found that is apart from all faults before. */
static bool plant(struct folder *folder, const struct mutant *mutant)
{
    for (int i = 0; i < TRIES; i++) {
        struct world before = folder->world;
        struct arena_mark mark = arena_save(before.arena);
        size_t first_new = folder->key_count;
        struct fault fault = {0};
        uint64_t seed = random_next(&folder->world.random);
        before.random = folder->world.random;
        folder->world = world_copy(&before, before.arena, seed);
        if (mutant_plant(mutant, &folder->world, &fault)) {
            add_changes(folder, &before);
            if (!has_conflict(folder, first_new)) {
                folder->planted[folder->planted_count++] = (struct planted){mutant, fault};
                return true;
            }
        }
        folder->key_count = first_new;
        folder->world = before;
        arena_restore(before.arena, mark);
    }
    return false;
}

static bool is_planted(const struct folder *folder, const struct mutant *mutant)
{
    for (size_t i = 0; i < folder->planted_count; i++) {
        if (folder->planted[i].mutant == mutant) {
            return true;
        }
    }
    return false;
}

/* `alone`: only faults from which nothing follows elsewhere. */
static void plant_many(struct folder *folder, size_t count, bool alone)
{
    for (int i = 0; i < 10 * FAULTS_MOST && folder->planted_count < count; i++) {
        const struct mutant *mutant = &mutants[random_below(&folder->world.random, mutant_count)];
        if (!is_planted(folder, mutant) && !mutant_lists(whole, mutant->rule) && !(alone && mutant->also[0])) {
            plant(folder, mutant);
        }
    }
    assert_true(folder->planted_count >= FAULTS_LEAST);
}

/* ---- judging ---------------------------------------------------------------------------------------------------- */

static bool is_at(const struct finding *finding, const struct planted *planted)
{
    return finding->line == mutant_line(planted->mutant, &planted->fault) &&
           str_equal(finding->file, str_from(planted->fault.sheet->name));
}

static bool is_of(const struct finding *finding, const struct planted *planted)
{
    return strcmp(finding->rule->id, planted->mutant->rule) == 0 && is_at(finding, planted);
}

static bool is_found(const struct planted *planted, const struct input *input)
{
    for (size_t i = 0; i < input->findings.count; i++) {
        if (is_of(&input->findings.items[i], planted)) {
            return true;
        }
    }
    print_message("%s: not found at %s:%d\n", planted->mutant->rule, planted->fault.sheet->name,
                  (int)mutant_line(planted->mutant, &planted->fault));
    return false;
}

static bool is_explained(const struct finding *finding, const struct folder *folder)
{
    for (size_t i = 0; i < folder->planted_count; i++) {
        const struct planted *planted = &folder->planted[i];
        bool follows = !is_at(finding, planted) && mutant_lists(planted->mutant->also, finding->rule->id);
        if (is_of(finding, planted) || follows) {
            return true;
        }
    }
    print_message("also %s at %.*s:%d (%.*s)\n", finding->rule->id, STR_ARGS(finding->file), (int)finding->line,
                  STR_ARGS(finding->detail));
    return false;
}

static int count_wrong(const struct folder *folder, const struct input *input)
{
    int wrong = 0;
    for (size_t i = 0; i < folder->planted_count; i++) {
        wrong += !is_found(&folder->planted[i], input);
    }
    for (size_t i = 0; i < input->findings.count; i++) {
        const struct finding *finding = &input->findings.items[i];
        wrong += finding->rule->severity != SEVERITY_INFO && !is_explained(finding, folder);
    }
    return wrong;
}

/* Lines of a file that an error was found at; the findings are in the order of files and lines. */
static int64_t count_error_rows(const struct input *input, struct str file)
{
    int64_t count = 0, last = 0;
    for (size_t i = 0; i < input->findings.count; i++) {
        const struct finding *finding = &input->findings.items[i];
        if (finding->rule->severity == SEVERITY_ERROR && finding->line > 1 && finding->line != last &&
            str_equal(finding->file, file)) {
            last = finding->line;
            count++;
        }
    }
    return count;
}

/* Every row that was written is read, and is loaded unless an error names it. */
static void assert_conserved(const struct folder *folder, const struct input *input)
{
    for (size_t i = 0; i < input->file_count; i++) {
        const struct input_file *file = &input->files[i];
        assert_int_equal(file->rows_read, file->rows_loaded + file->rows_set_aside);
        assert_int_equal(file->rows_set_aside, count_error_rows(input, file->name));
        if (!str_starts(file->name, STR("references"))) {
            struct arena *arena = folder->world.arena;
            const struct sheet *sheet = world_sheet(&folder->world, str_text(arena, file->name));
            assert_int_equal(file->rows_read, sheet->count - 1);
        }
    }
}

/* ---- running ---------------------------------------------------------------------------------------------------- */

struct score {
    size_t faults;
    int wrong;
};

static void run_folder(const struct world *original, uint64_t seed, struct score *score)
{
    struct arena arena;
    struct error err = {0};
    struct input input = {0};
    struct folder folder = {0};
    arena_init(&arena);
    folder.world = world_copy(original, &arena, seed);
    size_t count = FAULTS_LEAST + (size_t)random_below(&folder.world.random, FAULTS_MOST - FAULTS_LEAST + 1);
    plant_many(&folder, count, seed % 2 == 0);
    world_write(&folder.world);
    if (!input_read(&arena, folder.world.folder, NULL, REFERENCE, &input, &err)) {
        fail_msg("folder %d: %s", (int)seed, err.message);
    }
    int wrong = count_wrong(&folder, &input);
    if (wrong > 0) {
        print_message("folder %d, of %zu faults: %d wrong\n", (int)seed, folder.planted_count, wrong);
    }
    assert_conserved(&folder, &input);
    score->faults += folder.planted_count;
    score->wrong += wrong;
    world_restore(original, &folder.world);
    arena_clear(&arena);
}

static void each_fault_among_many_is_named_and_no_other_row(void **state)
{
    (void)state;
    char folder[] = "/tmp/gencarto-faults-XXXXXX", command[64];
    struct arena arena;
    struct world world;
    struct score score = {0};
    assert_non_null(mkdtemp(folder));
    mutants_simulate(folder, 200);
    arena_init(&arena);
    world_read(&world, &arena, folder);
    for (uint64_t seed = 1; seed <= FOLDERS; seed++) {
        run_folder(&world, seed, &score);
    }
    print_message("%d folders with %zu faults: %d wrong\n", FOLDERS, score.faults, score.wrong);
    snprintf(command, sizeof command, "rm -r %s", folder);
    assert_int_equal(system(command), 0);
    arena_clear(&arena);
    assert_int_equal(score.wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_fault_among_many_is_named_and_no_other_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
