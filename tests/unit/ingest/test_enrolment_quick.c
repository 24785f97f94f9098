/* The quick way of rows about persons, against the way that words findings: the same rows written bare, where the quick
 * way may take them, and with a quotation mark around each cell, where it never does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include <string.h>

#include "gencarto/base/file.h"
#include "gencarto/base/random.h"
#include "gencarto/compile/ingest/enrolment_quick.h"
#include "gencarto/compile/ingest/input.h"

#define PROGRAMME    "<programme><nom>P</nom><proprietaire>O</proprietaire><licence>L</licence></programme>"
#define TRAININGS    "formation_id;code_commune\nF0001;28214\nF0002;75056\nformation-longue-3;2A004\n"
#define FILE_NAME    "inscriptions-2017-T2.csv"
#define ROWS         400
#define SEEDS        24
#define CHOICES_MOST 24

static struct arena arena;
static char folder[64];

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    strcpy(folder, "/tmp/gencarto-quick-XXXXXX");
    return mkdtemp(folder) ? 0 : 1;
}

static int tear_down(void **state)
{
    static const char *const names[] = {"programme.xml", "formations.csv", FILE_NAME};
    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        unlink(file_join(&arena, folder, names[i]));
    }
    rmdir(folder);
    arena_clear(&arena);
    return 0;
}

static void put(const char *name, struct str content)
{
    struct error err = {0};
    assert_true(file_write(file_join(&arena, folder, name), content, &err));
}

/* ---- the same rows in two forms ------------------------------------------------------------------------------- */

/* What stands in most cells of a column, and what few exports write. */
struct column {
    const char *name;
    const char *usual[CHOICES_MOST], *odd[CHOICES_MOST];
};

static const struct column columns[] = {
    {"inscription_id", {NULL}, {"", " I9 ", "TOTAL", "(1) note", "é1", "0612345678", "I1"}},
    {"apprenant",
     {"a32b94ad7b44", "117016030048", "p7"},
     {"", " p7", "\xc2\xa0p8", "185067512345678", "06.12.34.56.78"}},
    {"formation_id",
     {"F0001", "F0002", "formation-longue-3"},
     {"", "f-1", "F9999", " F0001", "0612345678", "formation_id"}},
    {"session", {"2016-02 S1", "2016-03 S2", ""}, {"automne", "une session au nom assez long", " S1 ", "0612345678"}},
    {"date_inscription", {"", "2017-02-01"}, {"01/02/2017", "2017-13-01", "NC"}},
    {"date_entree",
     {"2017-02-16", "2017-03-04", "2016-02-29"},
     {"", "16/02/2017", "2017-02-30", "1989-12-31", "2031-01-01", "42782", " 2017-02-16", "2017-02-16 00:00"}},
    {"date_sortie",
     {"", "2017-06-04", "2017-05-31"},
     {"04/06/2017", "2017-01-01", "2027-06-04", "05/14/2017", "2101-01-01", "-"}},
    {"sexe", {"F", "M", "X", ""}, {"Femme", "h", "Z", " F ", "non renseigné"}},
    {"age_entree", {"20", "35", "52", ""}, {"9", "7", "100", "020", "20 ans", "1001", "12", "13"}},
    {"niveau_entree", {"3", "5", "7", ""}, {"bac+2", "III", "9", "Niveau 5 (bac+2)", "bac+5 "}},
    {"situation_entree",
     {"sans_emploi", "emploi", "etudes", "inactif", ""},
     {"Demandeur d'emploi", "étudiant", "salarié", "0612345678", "peut-être"}},
    {"neet", {"non", "oui", "", ""}, {"O", "x", "vrai", "?"}},
    {"qpv", {"non", "oui", ""}, {"QPV", "Non", "2"}},
    {"zrr", {"non", "oui", ""}, {"hors ZRR", "☑"}},
    {"code_commune_residence",
     {"28214", "2A004", "97411", "80500", ""},
     {"75001", "98818", "1001", "99999", "28 214", "NC"}},
    {"statut",
     {"termine", "abandon", "en_formation", "inscrit", "reoriente"},
     {"", "terminé", "Abandonnée", "fini", "n/a", "autre chose"}},
    {"situation_3mois", {"", "emploi", "recherche"}, {"CDI", "à voir", "formation"}},
    {"formation_origine_id", {"", "", "", "F0002"}, {"F0001", "F9", " "}},
    {"aide_eur", {"", "2230", "90"}, {"0", "1 200", "1.200", "12,50", "20001", "0612345678", "100 €"}},
    {"remarque", {"", "ok", "2017-03-01"}, {"06 12 34 56 78", "un long texte sans rien", "12"}},
};
#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

static const char *choose(struct random_state *random, const char *const *choices)
{
    size_t count = 0;
    while (count < CHOICES_MOST && choices[count]) {
        count++;
    }
    return choices[random_below(random, count)];
}

static void add_cell(struct buf *bare, struct buf *quoted, struct str cell, bool is_last)
{
    buf_add(bare, cell);
    buf_text(bare, is_last ? "\n" : ";");
    buf_byte(quoted, '"');
    buf_add(quoted, cell);
    buf_text(quoted, is_last ? "\"\n" : "\";");
}

/* `odd`: one cell in so many is odd, 0: none. */
static void write_rows(struct random_state *random, unsigned odd, struct buf *bare, struct buf *quoted)
{
    for (size_t i = 0; i < COLUMNS; i++) {
        add_cell(bare, quoted, str_from(columns[i].name), i + 1 == COLUMNS);
    }
    for (int row = 0; row < ROWS; row++) {
        for (size_t i = 0; i < COLUMNS; i++) {
            bool is_odd = odd > 0 && random_below(random, odd) == 0;
            struct str cell = is_odd   ? str_from(choose(random, columns[i].odd))
                              : i == 0 ? str_format(&arena, "I%05d", row)
                                       : str_from(choose(random, columns[i].usual));
            add_cell(bare, quoted, cell, i + 1 == COLUMNS);
        }
    }
}

static bool read_text(struct str text, struct input *out_input, struct error *err)
{
    put(FILE_NAME, text);
    return input_read(&arena, folder, NULL, SOURCE_DIR "/input/reference", out_input, err);
}

static void assert_same_findings(const struct findings *bare, const struct findings *quoted)
{
    assert_int_equal(bare->count, quoted->count);
    for (size_t i = 0; i < bare->count; i++) {
        const struct finding *a = &bare->items[i], *b = &quoted->items[i];
        assert_string_equal(a->rule->id, b->rule->id);
        assert_int_equal(a->line, b->line);
        assert_int_equal(a->column, b->column);
        assert_true(str_equal(a->detail, b->detail));
    }
}

#define ROW_BYTES (offsetof(struct enrolment_row, doubts) + sizeof(uint16_t)) /* padding follows */

/* Byte for byte: rows hold no pointer, and the same persons have the same numbers. */
static void assert_same_rows(const struct enrolment_table *bare, const struct enrolment_table *quoted)
{
    assert_int_equal(bare->count, quoted->count);
    for (size_t i = 0; i < bare->count; i++) {
        struct enrolment_row a = enrolment_at(bare, i), b = enrolment_at(quoted, i);
        assert_memory_equal(&a, &b, ROW_BYTES);
    }
}

static void rows_are_read_the_same_bare_and_quoted(void **state)
{
    (void)state;
    static const unsigned odds[] = {0, 400, 40, 8};
    put("programme.xml", STR(PROGRAMME));
    put("formations.csv", STR(TRAININGS));
    for (unsigned seed = 0; seed < SEEDS; seed++) {
        struct random_state random;
        struct buf bare, quoted;
        struct input of_bare = {0}, of_quoted = {0};
        struct error bare_err = {0}, quoted_err = {0};
        random_seed(&random, seed);
        buf_init(&bare, &arena);
        buf_init(&quoted, &arena);
        write_rows(&random, odds[seed % 4], &bare, &quoted);
        bool is_read = read_text(buf_str(&bare), &of_bare, &bare_err);
        assert_int_equal(read_text(buf_str(&quoted), &of_quoted, &quoted_err), is_read);
        assert_string_equal(bare_err.message, quoted_err.message);
        assert_same_findings(&of_bare.findings, &of_quoted.findings);
        if (is_read) {
            assert_same_rows(&of_bare.enrolments, &of_quoted.enrolments);
        }
    }
}

/* ---- which rows it takes -------------------------------------------------------------------------------------- */

#define USUAL "I00001;p1;F0001;2017-02-16;terminé;20;28214\n"

struct quick_reading {
    struct input input;
    struct input_file file;
    struct training_ids trainings;
    struct source_reading source;
    struct enrolment_parser parser;
    struct enrolment_quick quick;
};

static struct quick_reading *begin_reading(void)
{
    static const enum enrolment_column of_fields[] = {ENROLMENT_ID,        ENROLMENT_LEARNER, ENROLMENT_TRAINING,
                                                      ENROLMENT_ENTRY_DAY, ENROLMENT_STATUS,  ENROLMENT_AGE,
                                                      ENROLMENT_RESIDENCE};
    struct quick_reading *reading = arena_one(&arena, struct quick_reading);
    struct error err = {0};
    assert_true(reference_read(&arena, SOURCE_DIR "/input/reference", &reading->input.reference, &err));
    training_ids_init(&reading->trainings);
    training_ids_add(&reading->trainings, &arena, STR("F0001"));
    training_ids_seal(&reading->trainings);
    reading->file.received_day = DATE_NONE;
    reading->source.file = &reading->file;
    memset(reading->source.columns.fields, -1, sizeof(reading->source.columns.fields));
    for (int i = 0; i < 7; i++) {
        reading->source.columns.fields[of_fields[i]] = i;
    }
    reading->source.columns.field_count = 7;
    enrolment_parser_init(&reading->parser, &arena, &reading->input, &reading->trainings);
    enrolment_quick_init(&reading->quick, &reading->parser);
    enrolment_quick_begin(&reading->quick, &reading->source, DATE_NONE);
    return reading;
}

/* Is the first of two rows taken? The second is room behind it. */
static bool takes(struct quick_reading *reading, const char *row, struct enrolment_entry *out_entry)
{
    struct dialect dialect = {.delimiter = ';', .quote = '"', .escape = ESCAPE_DOUBLED};
    struct str text = str_format(&arena, "%s\n%s", row, USUAL);
    struct records *records = records_open("a.csv", text, &dialect);
    struct record record;
    struct enrolment_names names;
    struct error err = {0};
    assert_int_equal(records_next(records, &record, &err), RECORDS_ROW);
    bool taken = enrolment_quick_read(&reading->quick, &record, &arena, out_entry, &names);
    records_close(records);
    return taken;
}

static void usual_rows_are_taken(void **state)
{
    (void)state;
    struct quick_reading *reading = begin_reading();
    struct enrolment_entry entry;
    assert_true(takes(reading, "I00001;p1;F0001;2017-02-16;en_formation;20;28214", &entry));
    assert_int_equal(entry.row.age, 20);
    assert_int_equal(entry.row.status, ENROLMENT_IN_TRAINING);
    assert_int_equal(entry.row.sex, SEX_UNKNOWN);
    assert_int_equal(entry.aid, enrolment_pack_aid(AID_UNKNOWN));
    assert_int_equal(entry.row.has_registered_day, 0);
    assert_true(takes(reading, "I00001;p1;F0001;16/02/2017;présente;;", &entry));
    assert_int_equal(entry.row.age, AGE_UNKNOWN);
    assert_int_equal(entry.row.residence, RESIDENCE_UNKNOWN);
    assert_true(takes(reading, " I00001 ;p1;F0001;2017-02-16;en_formation;20;97411", &entry));
    training_ids_clear(&reading->trainings);
}

static void rows_with_something_to_say_are_left(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "I00001;;F0001;2017-02-16;en_formation;20;28214",     /* no pseudonym */
        ";p1;F0001;2017-02-16;en_formation;20;28214",         /* no identifier */
        "I00001;p1;F9999;2017-02-16;en_formation;20;28214",   /* no training */
        "I00001;p1;F0001;;en_formation;20;28214",             /* no entry */
        "I00001;p1;F0001;2017-02-30;en_formation;20;28214",   /* no day */
        "I00001;p1;F0001;2017-02-16;;20;28214",               /* no status */
        "I00001;p1;F0001;2017-02-16;parti;20;28214",          /* none of its codes */
        "I00001;p1;F0001;2017-02-16;en_formation;9;28214",    /* an age out of range */
        "I00001;p1;F0001;2017-02-16;en_formation;20;99999",   /* no commune */
        "I00001;p1;F0001;2017-02-16;termine;20;28214",        /* no exit */
        "I00001;p1;F0001;2017-02-16;en_formation;20",         /* a cell too few */
        "I00001;p1;F0001;2017-02-16;en_formation;20;28214;x", /* one too many */
        "TOTAL;p1;F0001;2017-02-16;en_formation;20;28214",    /* maybe no row */
        "\"I00001\";p1;F0001;2017-02-16;en_formation;20;28214",
    };
    struct quick_reading *reading = begin_reading();
    struct enrolment_entry entry;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (takes(reading, rows[i], &entry)) {
            fail_msg("taken: %s", rows[i]);
        }
    }
    training_ids_clear(&reading->trainings);
}

static void what_tells_of_the_columns_is_left_where_no_profile_is_known(void **state)
{
    (void)state;
    struct quick_reading *reading = begin_reading();
    struct enrolment_entry entry;
    reading->source.is_unprofiled = true;
    enrolment_quick_begin(&reading->quick, &reading->source, DATE_NONE);
    assert_true(takes(reading, "I00001;a32b94ad7b44;F0001;2017-02-16;en_formation;20;28214", &entry));
    assert_false(takes(reading, "I00001;a32b94ad7b44;F0001;16/02/2017;en_formation;20;28214", &entry));
    assert_false(takes(reading, "I00001;0612345678;F0001;2017-02-16;en_formation;20;28214", &entry));
    training_ids_clear(&reading->trainings);
}

/* What was found for the row before is no answer for another text. */
static void a_training_is_that_of_its_own_row(void **state)
{
    (void)state;
    struct quick_reading *reading = begin_reading();
    struct enrolment_entry entry;
    training_ids_add(&reading->trainings, &arena, STR("F2"));
    training_ids_seal(&reading->trainings);
    for (int turn = 0; turn < 2; turn++) {
        assert_true(takes(reading, "I00001;p1;F0001;2017-02-16;en_formation;20;28214", &entry));
        assert_int_equal(entry.row.training, 0);
        assert_true(takes(reading, "I00002;p1;F2;2017-02-16;en_formation;20;28214", &entry));
        assert_int_equal(entry.row.training, 1);
        assert_false(takes(reading, "I00003;p1;F3;2017-02-16;en_formation;20;28214", &entry));
        assert_false(takes(reading, "I00003;p1;;2017-02-16;en_formation;20;28214", &entry));
    }
    training_ids_clear(&reading->trainings);
}

/* A hash, which the row before may lend. */
static void sessions_are_those_of_their_names(void **state)
{
    (void)state;
    static const char *const names[] = {"S1",  "S1",         "",          "a session with a long name", "", "S1",
                                        " S1", "0612345678", "0612345678"};
    struct quick_reading *reading = begin_reading();
    struct enrolment_entry entry;
    reading->source.columns.fields[ENROLMENT_SESSION] = 7;
    reading->source.columns.field_count = 8;
    for (int is_unprofiled = 0; is_unprofiled < 2; is_unprofiled++) {
        reading->source.is_unprofiled = is_unprofiled;
        enrolment_quick_begin(&reading->quick, &reading->source, DATE_NONE);
        for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
            struct str row = str_format(&arena, "I00001;p1;F0001;2017-02-16;en_formation;20;28214;%s", names[i]);
            bool tells_of_column = is_unprofiled && names[i][0] == '0';
            assert_int_equal(takes(reading, row.ptr, &entry), !tells_of_column);
            if (!tells_of_column) {
                assert_int_equal(entry.row.session, enrolment_session_of(str_trim(str_from(names[i]))));
            }
        }
    }
    training_ids_clear(&reading->trainings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rows_are_read_the_same_bare_and_quoted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(usual_rows_are_taken, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rows_with_something_to_say_are_left, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_training_is_that_of_its_own_row, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sessions_are_those_of_their_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_tells_of_the_columns_is_left_where_no_profile_is_known, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
