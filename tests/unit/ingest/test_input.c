/* A whole input folder: rows, findings, replacement, refusals. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "gencarto/base/date.h"
#include "gencarto/base/file.h"
#include "gencarto/compile/ingest/input.h"

#define PROGRAMME(body) "<programme><nom>P</nom><proprietaire>O</proprietaire><licence>L</licence>" body "</programme>"
#define TRAININGS       "formation_id;code_commune\nF1;28214\nF2;75056\n"
#define ENROLMENT_HEAD                                                                                                 \
    "inscription_id;apprenant;formation_id;date_entree;date_sortie;sexe;age_entree;niveau_entree;situation_entree;"    \
    "neet;statut;situation_3mois;code_commune_residence;formation_origine_id\n"

static struct arena arena;
static struct input input;
static struct error err;
static char folder[64];

static int setup(void **state)
{
    (void)state;
    arena_init(&arena);
    memset(&err, 0, sizeof(err));
    memset(&input, 0, sizeof(input));
    strcpy(folder, "/tmp/gencarto-input-XXXXXX");
    return mkdtemp(folder) ? 0 : 1;
}

static int teardown(void **state)
{
    struct str *names;
    size_t count;
    (void)state;
    if (file_names(&arena, folder, &names, &count, &err)) {
        for (size_t i = 0; i < count; i++) {
            unlink(file_join(&arena, folder, str_text(&arena, names[i])));
        }
    }
    rmdir(folder);
    arena_clear(&arena);
    return 0;
}

static void put(const char *name, struct str content)
{
    assert_true(file_write(file_join(&arena, folder, name), content, &err));
}

static bool read_folder(void)
{
    if (!file_exists(file_join(&arena, folder, "programme.xml"))) {
        put("programme.xml", STR(PROGRAMME("")));
    }
    return input_read(&arena, folder, NULL, SOURCE_DIR "/input/reference", &input, &err);
}

static void read_or_fail(void)
{
    if (!read_folder()) {
        fail_msg("%s", err.message);
    }
}

static const struct finding *find(const char *rule)
{
    for (size_t i = 0; i < input.findings.count; i++) {
        if (strcmp(input.findings.items[i].rule->id, rule) == 0) {
            return &input.findings.items[i];
        }
    }
    return NULL;
}

static size_t findings_of(const char *rule)
{
    size_t count = 0;
    for (size_t i = 0; i < input.findings.count; i++) {
        count += strcmp(input.findings.items[i].rule->id, rule) == 0;
    }
    return count;
}

static void assert_finding(const char *rule, int64_t line)
{
    const struct finding *finding = find(rule);
    if (!finding) {
        fail_msg("no finding %s", rule);
    }
    assert_int_equal(finding->line, line);
}

/* One training with these cells. */
static const struct training_row *read_training(const char *header, const char *cells)
{
    put("formations.csv", str_format(&arena, "formation_id;%s\nF1;%s\n", header, cells));
    read_or_fail();
    assert_int_equal(input.training_count, 1);
    return &input.trainings[0];
}

/* One enrolment of the cells after formation_id. */
static const struct enrolment_row *read_enrolment(const char *cells)
{
    put("formations.csv", STR(TRAININGS));
    put("inscriptions-2017-T2.csv", str_format(&arena, ENROLMENT_HEAD "I1;P1;F1;%s\n", cells));
    read_or_fail();
    static struct enrolment_row row;
    if (input.enrolments.count == 0) {
        return NULL;
    }
    row = enrolment_at(&input.enrolments, 0);
    return &row;
}

static int32_t day(int year, int month, int number)
{
    int32_t result;
    assert_true(date_from_parts(year, month, number, &result));
    return result;
}

static void assert_str(struct str s, const char *expected)
{
    assert_string_equal(str_text(&arena, s), expected);
}

/* ---- the folder ----------------------------------------------------------------------------------------------- */

static void the_historical_example_loads_whole(void **state)
{
    (void)state;
    if (!input_read(&arena, SOURCE_DIR "/input/historique", NULL, SOURCE_DIR "/input/reference", &input, &err)) {
        fail_msg("%s", err.message);
    }
    assert_int_equal(input.training_count, 71);
    assert_int_equal(input.reference_count, 127);
    assert_false(input.has_enrolments);
    assert_int_equal(findings_count(&input.findings, SEVERITY_ERROR), 0);
    size_t untitled = 0, unplaced = 0, unknown_structure = 0, no_wave = 0;
    for (size_t i = 0; i < input.training_count; i++) {
        untitled += input.trainings[i].title.len == 0;
        unplaced += input.trainings[i].commune_code.len == 0;
        unknown_structure += input.trainings[i].structure_name.len == 0;
        no_wave += input.trainings[i].wave.len == 0;
    }
    assert_int_equal(untitled, 16);
    assert_int_equal(unplaced, 4);
    assert_int_equal(unknown_structure, 23);
    assert_int_equal(no_wave, 21);
    assert_true(input_accept(&input, true, &err));
}

static void a_folder_without_trainings_is_refused(void **state)
{
    (void)state;
    assert_false(read_folder());
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_non_null(strstr(err.message, "formations"));
}

static void a_bursary_is_euros_none_or_unknown(void **state)
{
    (void)state;
    static const uint16_t expected[] = {0, 0, 1235, AID_MOST_EUR, AID_UNKNOWN, AID_UNKNOWN, AID_UNKNOWN};
    put("formations.csv", STR(TRAININGS));
    put("inscriptions-2017-T1.csv", STR("inscription_id;apprenant;formation_id;date_entree;statut;aide_eur\n"
                                        "I1;A1;F1;2017-01-10;en_formation;\n"
                                        "I2;A2;F1;2017-01-10;en_formation;0\n"
                                        "I3;A3;F1;2017-01-10;en_formation;1 234,60\n"
                                        "I4;A4;F1;2017-01-10;en_formation;20000\n"
                                        "I5;A5;F1;2017-01-10;en_formation;20001\n"
                                        "I6;A6;F1;2017-01-10;en_formation;beaucoup\n"));
    put("inscriptions-2017-T2.csv", STR("inscription_id;apprenant;formation_id;date_entree;statut\n"
                                        "I7;A7;F1;2017-04-10;en_formation\n"));
    read_or_fail();
    assert_int_equal(input.enrolments.count, 7);
    for (size_t i = 0; i < 7; i++) {
        assert_int_equal(enrolment_aid_at(&input.enrolments, i), expected[i]);
    }
    assert_non_null(find("number-range"));
    assert_non_null(find("number"));
}

static void a_trainings_file_with_no_row_is_refused(void **state)
{
    (void)state;
    put("formations.csv", STR("formation_id;intitule\n"));
    read_or_fail();
    assert_finding("header-only", 0);
    assert_false(input_accept(&input, false, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_non_null(strstr(err.message, "formations.csv: no training in it yet"));
}

static void lines_above_and_below_the_header_are_passed_over(void **state)
{
    (void)state;
    put("formations.csv", STR("Suivi des formations;\nEdite le 12/05/2017;\n\nIdentification;Lieu\n"
                              "formation_id;code_commune\nF1;28214\nF2;75056\nF3;75056\n"));
    read_or_fail();
    assert_int_equal(input.training_count, 3);
    assert_int_equal(input.files[0].header_line, 5);
    assert_int_equal(input.files[0].rows_read, 3);
}

static void empty_and_header_only_files_are_told_apart(void **state)
{
    (void)state;
    put("formations.csv", STR(TRAININGS));
    put("labels.csv", STR(""));
    put("candidatures.csv", STR("vague;decision\n"));
    read_or_fail();
    assert_non_null(find("empty-file"));
    assert_non_null(find("header-only"));
    assert_false(input.has_enrolments);
}

static void files_that_nothing_reads_are_told(void **state)
{
    (void)state;
    put("formations.csv", STR(TRAININGS));
    put("divers.csv", STR("a;b\n"));
    put("inscriptions.xlsx", STR("PK"));
    read_or_fail();
    assert_str(find("unused-file")->file, "divers.csv");
    assert_str(find("not-csv")->file, "inscriptions.xlsx");
}

static void a_table_that_the_configuration_leaves_out_is_told(void **state)
{
    (void)state;
    put("programme.xml", STR(PROGRAMME("<sources><source table='inscriptions' fichiers='inscriptions-a.csv'/>\n"
                                       "<source table='labels' fichiers='labels-2017*.csv'/></sources>")));
    put("formations.csv", STR(TRAININGS));
    put("inscriptions-a.csv", STR(ENROLMENT_HEAD));
    put("inscriptions-b.csv", STR(ENROLMENT_HEAD));
    read_or_fail();
    assert_str(find("table-unread")->file, "inscriptions-b.csv");
    assert_null(find("unused-file"));
    assert_str(find("source-absent")->file, "programme.xml");
    assert_str(find("source-absent")->detail, "fichiers=\"labels-2017*.csv\"");
    assert_true(find("source-absent")->line > 0);
}

/* What comes later than all that came is not missing, whether one looks back or not. */
static void nothing_is_missing_before_it_is_due(void **state)
{
    (void)state;
    int32_t days[] = {INT32_MAX, DATE_NONE};
    put("programme.xml",
        STR(PROGRAMME("<sources><source table='labels' fichiers='labels-1.csv' recu-le='2017-07-01'/>\n"
                      "<source table='labels' fichiers='labels-2.csv' recu-le='2017-03-01'/></sources>")));
    put("formations.csv", STR(TRAININGS));
    put("inscriptions-2017-T2.csv", STR(ENROLMENT_HEAD));
    assert_true(date_parse(STR("2017-06-30"), &days[1]));
    for (int i = 0; i < 2; i++) {
        const struct input_options then = {folder, NULL, SOURCE_DIR "/input/reference", days[i], false};
        assert_true(input_read_with(&arena, &then, &input, &err));
        assert_str(find("source-absent")->detail, "fichiers=\"labels-2.csv\"");
        assert_int_equal(findings_of("source-absent"), 1);
    }
}

static void a_link_stands_for_its_file(void **state)
{
    (void)state;
    put("register.txt", STR(TRAININGS));
    char *link = file_join(&arena, folder, "formations.csv");
    assert_int_equal(symlink("register.txt", link), 0);
    read_or_fail();
    assert_true(input.training_count > 0);
    assert_int_equal(unlink(link), 0);
    assert_int_equal(symlink("nowhere", link), 0);
    assert_false(read_folder());
    assert_non_null(strstr(err.message, "formations.csv"));
}

static void a_file_instead_of_the_folder_is_told(void **state)
{
    (void)state;
    put("formations.csv", STR(TRAININGS));
    assert_false(input_read(&arena, file_join(&arena, folder, "formations.csv"), NULL, "", &input, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_non_null(strstr(err.message, "formations.csv: a file; give the folder that holds it"));
}

static void a_folder_that_was_never_begun_is_told(void **state)
{
    (void)state;
    put("formations.csv", STR(TRAININGS));
    assert_false(input_read(&arena, folder, NULL, "", &input, &err));
    assert_non_null(strstr(err.message, "no programme.xml in this folder; gencarto new DIR"));
}

static void exports_of_two_suppliers_are_not_compared_in_volume(void **state)
{
    (void)state;
    struct buf rows;
    buf_init(&rows, &arena);
    buf_text(&rows, ENROLMENT_HEAD);
    for (int i = 0; i < 300; i++)
        buf_format(&rows, "L%d;P%d;F1;2017-01-09;;;;;;;;;;\n", i, i);
    put("formations.csv", STR(TRAININGS));
    put("inscriptions-lyon-2017-T1.csv", buf_str(&rows));
    put("inscriptions-metz-2017-T2.csv", STR(ENROLMENT_HEAD "M1;Q1;F1;2017-05-09;;;;;;;;;;\n"));
    read_or_fail();
    assert_null(find("volume"));
    put("inscriptions-lyon-2017-T2.csv", STR(ENROLMENT_HEAD "N1;R1;F1;2017-05-09;;;;;;;;;;\n"));
    read_or_fail();
    assert_str(find("volume")->file, "inscriptions-lyon-2017-T2.csv");
}

static void a_value_of_no_list_is_told_with_the_list(void **state)
{
    (void)state;
    put("formations.csv", STR(TRAININGS));
    put("inscriptions.csv", STR(ENROLMENT_HEAD "I1;P1;F1;2017-01-09;;Q;;;;;;;;\n"));
    read_or_fail();
    assert_str(find("unknown-value")->detail, "sexe: found the form A; expected one of F, M, X");
}

/* Whoever sent it must see why. */
static void a_register_whose_rows_are_all_wrong_is_refused_with_its_findings(void **state)
{
    (void)state;
    put("formations.csv", STR("formation_id;date_label\nF1;jamais\nF2;31/02/2017\n"));
    put("inscriptions-2017-T1.csv", STR(ENROLMENT_HEAD "I1;P1;F1;2017-02-01;;;;;;;en_formation;;;\n"));
    read_or_fail();
    assert_int_equal(findings_of("date"), 2);
    assert_finding("unknown-training", 2);
    assert_false(input_accept(&input, false, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_non_null(strstr(err.message, "formations.csv"));
}

/* The row of a former file that the first of the two replaced is not meant; nor where the first is on many rows. */
static void an_identifier_that_stands_twice_names_its_first_line(void **state)
{
    (void)state;
    struct buf rows;
    put("formations.csv", STR(TRAININGS));
    put("inscriptions-2017-T1.csv", STR(ENROLMENT_HEAD "I9;P9;F1;2017-02-01;;;;;;;en_formation;;;\n"
                                                       "I0;P0;F1;2017-02-01;;;;;;;en_formation;;;\n"));
    buf_init(&rows, &arena);
    buf_text(&rows, ENROLMENT_HEAD);
    for (int i = 0; i < 30000; i++) {
        buf_format(&rows, "I%d;P%d;F1;2017-05-01;;;;;;;en_formation;;;\n", i, i);
    }
    buf_text(&rows, "I0;P0;F1;2017-05-01;;;;;;;en_formation;;;\nI20000;P;F1;2017-05-01;;;;;;;en_formation;;;\n");
    put("inscriptions-2017-T2.csv", buf_str(&rows));
    read_or_fail();
    const struct finding *finding = find("id-duplicate");
    assert_int_equal(finding[0].line, 30002);
    assert_str(finding[0].detail, "inscription_id: found the form A9; first on line 2");
    assert_int_equal(finding[1].line, 30003);
    assert_str(finding[1].detail, "inscription_id: found the form A99999; first on line 20002");
}

static void rows_read_are_loaded_or_set_aside(void **state)
{
    (void)state;
    put("formations.csv", STR("formation_id;intitule;date_label\nF1;a;\n;b;\nF2;c;31/02/2017\nF3;d\nF1;e;\n;;\n"
                              "F4;f\"g;\nF5;\"h\ni\";01/02/2016\n"));
    read_or_fail();
    const struct input_file *file = &input.files[0];
    assert_int_equal(file->rows_read, 7);
    assert_int_equal(file->rows_loaded, 2);
    assert_int_equal(file->rows_set_aside, 5);
    assert_finding("id-missing", 3);
    assert_finding("date", 4);
    assert_finding("field-count", 5);
    assert_finding("id-duplicate", 6);
    assert_str(find("id-duplicate")->detail, "formation_id: found \"F1\"; first on line 2");
    assert_finding("malformed-record", 8);
    assert_str(input.trainings[1].title, "h\ni");
    assert_false(input_accept(&input, false, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
}

static void a_stray_quote_in_the_header_is_named_and_read_over(void **state)
{
    (void)state;
    put("formations.csv", STR("formation_id;\"intitule;date_label\nF1;a;\nF2;b;01/02/2016\n"));
    read_or_fail();
    assert_finding("header-quote", 1);
    assert_int_equal(input.training_count, 2);
    assert_str(input.trainings[1].title, "b");
    assert_true(input_accept(&input, false, &err));
    put("formations.csv", STR("formation_id;intitu\"le;date_label\nF1;\"a;b\";\n"));
    read_or_fail();
    assert_finding("header-quote", 1);
    assert_str(input.trainings[0].title, "a;b");
}

/* Nobody's data is lost with them: a short file with a total is no reason to refuse it. */
static void totals_notes_and_repeated_headers_are_set_aside_and_refuse_nothing(void **state)
{
    (void)state;
    put("formations.csv", STR("formation_id;intitule;places\nF1;a;1\nformation_id;intitule;places\nF2;b;2\n"
                              "TOTAL;;3\n\n(1) Provisoire\n"));
    read_or_fail();
    assert_int_equal(input.training_count, 2);
    assert_finding("header-repeated", 3);
    assert_finding("total-row", 5);
    assert_null(find("field-count"));
    assert_int_equal(input.files[0].rows_set_aside, 3);
    assert_true(input_accept(&input, false, &err));
    assert_false(input_accept(&input, true, &err));
}

/* The word need not stand in the first column; a row that has its cells filled is one of data, whatever they say. */
static void a_total_is_known_where_columns_stand_in_another_order(void **state)
{
    (void)state;
    put("formations.csv", STR("places;intitule;formation_id;commune;modalite;duree_mois\n1;a;F1;Brest;mixte;3\n"
                              "3;;TOTAL;;;\n7;Ensemble;F2;Brest;mixte;4\n"));
    read_or_fail();
    assert_finding("total-row", 3);
    assert_int_equal(findings_of("total-row"), 1);
    assert_int_equal(input.training_count, 2);
}

/* Nothing of it is a number or a date, but its words are those of the rows below: no second row of the header. */
static void a_first_row_of_words_is_data(void **state)
{
    (void)state;
    put("formations.csv",
        STR("formation_id;statut_label;date_fin_label\nA;retiree;NC\nB;expiree;\nC;retiree;2017-01-03\n"));
    read_or_fail();
    assert_int_equal(input.training_count, 3);
    put("formations.csv",
        STR("formation_id;intitule;date_fin_label\nIdentifiant;Titre;Fin\nF1;a;2017-01-03\nF2;b;2017-01-03\n"));
    read_or_fail();
    assert_int_equal(input.training_count, 2);
    assert_int_equal(input.files[0].header_rows, 2);
}

static void an_application_without_a_wave_is_set_aside(void **state)
{
    (void)state;
    put("formations.csv", STR(TRAININGS));
    put("candidatures.csv", STR("candidature_id;vague;decision\nC1;1;retenue\nC2;;retenue\n"));
    read_or_fail();
    assert_finding("value-missing", 3);
    assert_int_equal(input.application_count, 1);
}

static void a_text_that_says_nothing_is_empty(void **state)
{
    static const char *const cells[] = {"NC", "n.d.", "-", "#N/A", "néant", "(vide)", "à compléter", "non renseigné"};
    (void)state;
    for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
        const struct training_row *training =
            read_training("intitule;places;rncp;date_label",
                          str_format(&arena, "%s;%s;%s;%s", cells[i], cells[i], cells[i], cells[i]).ptr);
        assert_int_equal(training->title.len, 0);
        assert_int_equal(training->rncp.len, 0);
        assert_null(find("number"));
        assert_null(find("date"));
        assert_null(find("formula-like"));
    }
}

static void the_threshold_is_a_share_of_the_rows(void **state)
{
    struct buf text;
    (void)state;
    buf_init(&text, &arena);
    buf_text(&text, "formation_id;date_label\nF0;00/00/0000\n");
    for (int i = 1; i < 50; i++) {
        buf_format(&text, "F%d;\n", i);
    }
    put("formations.csv", buf_str(&text));
    read_or_fail();
    assert_true(input_accept(&input, false, &err)); /* 1 of 50 is 2 % */
    assert_false(input_accept(&input, true, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
}

/* ---- trainings ------------------------------------------------------------------------------------------------ */

static void a_training_needs_nothing_but_its_identifier(void **state)
{
    (void)state;
    put("formations.csv", STR("formation_id\nF1\n"));
    read_or_fail();
    const struct training_row *t = &input.trainings[0];
    assert_str(t->id, "F1");
    assert_int_equal(t->title.len, 0);
    assert_int_equal(t->places, -1);
    assert_int_equal(t->free_of_charge, -1);
    assert_int_equal(t->label_first_day, DATE_NONE);
    assert_true(isnan(t->lon_deg) && isnan(t->granted_eur) && isnan(t->duration_months));
    assert_str(t->department_code, "ND");
}

static void french_forms_are_read(void **state)
{
    (void)state;
    const struct training_row *t =
        read_training("duree_mois;places;gratuite;date_label;dotation_accordee_eur;niveau_sortie;modalite",
                      "3,5;24;Oui;03/02/2016;70\xe2\x80\xaf"
                      "000,50;III (bac+2);Présentiel");
    assert_true(t->duration_months == 3.5);
    assert_int_equal(t->places, 24);
    assert_int_equal(t->free_of_charge, 1);
    assert_int_equal(t->label_first_day, day(2016, 2, 3));
    assert_true(t->granted_eur == 70000.5);
    assert_int_equal(t->exit_level, 5);
    assert_str(t->mode, "presentiel");
}

static void two_numbers_are_no_number(void **state)
{
    (void)state;
    assert_int_equal(read_training("places", "15-20")->places, -1);
    assert_non_null(strstr(str_text(&arena, find("two-numbers")->detail), "two numbers"));
}

static void the_department_comes_from_the_commune_then_the_postal_code(void **state)
{
    (void)state;
    put("formations.csv", STR("formation_id;code_commune;code_postal;code_departement\n"
                              "A;28214;75001;\nB;;97400;\nC;;;971\nD;99999;;\nE;1053;;\nF;01003;;\n"));
    read_or_fail();
    static const char *const expected[] = {"28", "974", "971", "ND", "01", "01"};
    for (size_t i = 0; i < 6; i++) {
        assert_str(input.trainings[i].department_code, expected[i]);
    }
    assert_str(input.trainings[0].region_code, "24");
    assert_true(input.trainings[0].point_is_commune);
    assert_finding("commune-unknown", 5);
    assert_finding("not-located", 5);
    assert_finding("leading-zero", 6);
    assert_finding("commune-merged", 7);
}

static void an_online_training_is_nowhere(void **state)
{
    (void)state;
    const struct training_row *t =
        read_training("modalite;code_commune;latitude;longitude", "à distance;75056;48,85;2,35");
    assert_str(t->department_code, "ND");
    assert_str(t->region_code, "ND");
    assert_true(isnan(t->lon_deg));
    assert_null(find("not-located"));
}

static void coordinates_are_mended_or_dropped(void **state)
{
    (void)state;
    put("formations.csv", STR("formation_id;code_commune;latitude;longitude\nA;28214;1,01585;48,4732\n"
                              "B;28214;0;0\nC;28214;NaN;1\nD;28214;45,75;4,85\nE;28214;48,47;1,01\n"
                              "F;28085;48,78;1,85\n"));
    read_or_fail();
    assert_finding("coordinates-swapped", 2);
    assert_true(input.trainings[0].lat_deg == 48.4732 && !input.trainings[0].point_is_commune);
    assert_finding("coordinates-outside", 3);
    assert_true(input.trainings[1].point_is_commune);
    assert_finding("coordinates", 4);
    assert_finding("coordinates-far", 5);
    assert_finding("coordinates-department", 7); /* Montfort-l'Amaury for Chartres, less than 50 km away */
    assert_str(input.trainings[3].department_code, "28");
    assert_true(input.trainings[4].lon_deg == 1.01);
}

static void a_commune_without_a_point_is_far_from_nothing(void **state)
{
    (void)state;
    put("formations.csv", STR("formation_id;code_commune;latitude;longitude\nA;61214;48,7639;0,6283\nB;61214;;\n"));
    read_or_fail();
    assert_null(find("coordinates-far"));
    assert_null(find("coordinates-department"));
    assert_true(input.trainings[0].lat_deg == 48.7639);
    assert_true(isnan(input.trainings[1].lat_deg) && !input.trainings[1].point_is_commune);
}

static void text_is_data_whatever_it_looks_like(void **state)
{
    (void)state;
    put("formations.csv", STR("formation_id;intitule\nA;<script>alert(1)</script>\nB;=cmd()\n"));
    read_or_fail();
    assert_str(input.trainings[0].title, "<script>alert(1)</script>");
    assert_str(input.trainings[1].title, "=cmd()");
    assert_finding("markup-like", 2);
    assert_finding("formula-like", 3);
    assert_int_equal(find("formula-like")->rule->severity, SEVERITY_INFO);
}

static void labels_money_and_addresses_are_checked(void **state)
{
    (void)state;
    put("programme.xml", STR(PROGRAMME("<vagues><vague code='1'/></vagues>")));
    put("formations.csv", STR("formation_id;vague;date_label;date_fin_label;dotation_accordee_eur;dotation_versee_eur;"
                              "url;siret\nA;1;2016-02-03;2017-02-03;10;5;https://a.fr;73282932000074\n"
                              "B;9;;;5;10;javascript:1;123\nC;1;2017-02-03;2016-02-03;;;;\n"));
    read_or_fail();
    assert_int_equal(input.training_count, 2);
    assert_finding("wave-undefined", 3);
    assert_finding("paid-above-granted", 3);
    assert_finding("url", 3);
    assert_finding("siret", 3);
    assert_finding("label-reversed", 4);
    assert_int_equal(input.trainings[1].url.len, 0);
    assert_str(input.trainings[0].url, "https://a.fr");
}

static void job_families_go_through_the_vocabulary(void **state)
{
    (void)state;
    put("programme.xml", STR(PROGRAMME("<vocabulaires><vocabulaire colonne='famille_metier'>"
                                       "<terme code='developpement' fr='Développement'><forme>développeur web</forme>"
                                       "</terme><terme code='autre'/></vocabulaire></vocabulaires>")));
    put("formations.csv", STR("formation_id;famille_metier\nA;Developpeur  WEB\nB;Développement\nC;plombier\nD;\n"));
    read_or_fail();
    assert_str(input.trainings[0].job_family, "developpement");
    assert_str(input.trainings[1].job_family, "developpement");
    assert_str(input.trainings[2].job_family, "autre");
    assert_str(input.trainings[3].job_family, "");
    assert_finding("vocabulary", 4);
}

static const struct programme_term *term_of(const char *vocabulary, const char *code)
{
    for (size_t i = 0; i < input.programme.term_count; i++) {
        const struct programme_term *term = &input.programme.terms[i];
        if (str_equal(term->vocabulary, str_from(vocabulary)) && str_equal(term->code, str_from(code))) {
            return term;
        }
    }
    return NULL;
}

static void what_the_vocabulary_has_not_got_becomes_a_term_with_its_text(void **state)
{
    (void)state;
    put("programme.xml", STR(PROGRAMME("<vocabulaires><vocabulaire colonne='famille_metier'>"
                                       "<terme code='web' fr='Web, mobile'/></vocabulaire></vocabulaires>")));
    put("formations.csv", STR("formation_id;famille_metier;structure_statut\nA;Électronique;SCOP d'intérêt\n"
                              "B;électronique;association\nC;Web/mobile;\nD;Art & jeu;GIP\nE;nc;\n"));
    read_or_fail();
    assert_int_equal(input.programme.term_count, 5);
    assert_str(input.programme.terms[0].code, "web");
    assert_str(input.programme.terms[1].label_fr, "Art & jeu"); /* after those of programme.xml, by code */
    assert_str(term_of("famille_metier", "electronique")->label_fr, "Électronique");
    assert_str(term_of("structure_statut", "gip")->label_fr, "GIP");
    assert_str(input.trainings[1].job_family, "electronique");
    assert_str(input.trainings[2].job_family, "web"); /* it would have the address of its page */
    assert_str(input.trainings[4].job_family, "");
    assert_finding("vocabulary", 2);
}

static void windows_1252_becomes_nfc_and_so_does_decomposed_utf8(void **state)
{
    (void)state;
    put("formations-a.csv", STR("formation_id;intitule\nA;Pr\xe9paration\n"));
    put("formations-b.csv", STR("formation_id,intitule\nB,Pre\xcc\x81paration\n"));
    read_or_fail();
    assert_str(input.trainings[0].title, "Préparation");
    assert_str(input.trainings[1].title, "Préparation");
    assert_str(input.files[0].encoding, "windows-1252");
    assert_string_equal(input.files[1].delimiter.bytes, ",");
}

/* ---- enrolments ----------------------------------------------------------------------------------------------- */

static void an_enrolment_is_read(void **state)
{
    (void)state;
    const struct enrolment_row *e =
        read_enrolment("15/04/2017;2017-06-30;Femme;24;IV;demandeur d'emploi;;Terminé;CDI;28214;F2");
    assert_int_equal(e->training, 0);
    assert_int_equal(e->origin, 1);
    assert_int_equal(e->entry_day, day(2017, 4, 15));
    assert_int_equal(e->registered_day, e->entry_day);
    assert_int_equal(e->exit_day, day(2017, 6, 30));
    assert_int_equal(e->sex, SEX_F);
    assert_int_equal(e->age, 24);
    assert_int_equal(e->level, 4);
    assert_int_equal(e->neet, TERNARY_YES);
    assert_int_equal(e->qpv, TERNARY_UNKNOWN);
    assert_int_equal(e->status, ENROLMENT_FINISHED);
    assert_int_equal(e->outcome, OUTCOME_EMPLOYMENT);
    assert_true(input.has_enrolments);
    assert_true(input.files[1].personal);
    assert_int_equal(input.findings.count, 1);
    assert_finding("origin-without-redirection", 2); /* nothing says that the person left F2 */
}

static void neet_is_derived_and_declared_neet_fills_the_gaps(void **state)
{
    static const struct {
        const char *age, *level, *situation, *declared;
        int neet;
        bool differs;
    } cases[] = {
        {"25", "4", "inactif", "", TERNARY_YES, false},
        {"26", "4", "sans_emploi", "", TERNARY_NO, false},
        {"25", "5", "sans_emploi", "", TERNARY_NO, false},
        {"25", "4", "emploi", "", TERNARY_NO, false},
        {"", "4", "sans_emploi", "", TERNARY_UNKNOWN, false},
        {"", "4", "sans_emploi", "oui", TERNARY_YES, false},
        {"", "", "", "non", TERNARY_NO, false},
        {"", "", "etudes", "oui", TERNARY_NO, true},
        {"20", "3", "inactif", "non", TERNARY_YES, true},
        {"20", "3", "inactif", "oui", TERNARY_YES, false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        teardown(state);
        setup(state);
        struct str cells = str_format(&arena, "2017-04-15;;F;%s;%s;%s;%s;en_formation;;;", cases[i].age, cases[i].level,
                                      cases[i].situation, cases[i].declared);
        const struct enrolment_row *e = read_enrolment(cells.ptr);
        if (e->neet != cases[i].neet || (find("neet-differs") != NULL) != cases[i].differs) {
            fail_msg("case %zu: neet %d", i, e->neet);
        }
    }
}

static void bad_enrolments_are_set_aside(void **state)
{
    (void)state;
    put("formations.csv", STR(TRAININGS));
    put("inscriptions-2017-T2.csv",
        STR(ENROLMENT_HEAD "I1;P1;F1;2017-05-01;2017-04-01;;;;;;termine;;;\n" /* out before in */
                           "I2;P2;F9;2017-05-01;;;;;;;en_formation;;;\n"      /* unknown training */
                           "I3;P3;F1;2017-05-01;;;;;;;en_formation;;;\n"
                           "I3;P3;F1;2017-05-02;;;;;;;en_formation;;;\n" /* twice */
                           "I4;P4;F1;31/02/2017;;;;;;;en_formation;;;\n" /* no such day */
                           ";P5;F1;2017-05-01;;;;;;;en_formation;;;\n"
                           "I6;P6;F1;2017-05-01;;;;;;;parti;;;\n"
                           "I7;P7;F1;0017-05-01;;;;;;;en_formation;;;\n"));
    read_or_fail();
    assert_finding("dates-reversed", 2);
    assert_finding("unknown-training", 3);
    assert_finding("id-duplicate", 5);
    assert_str(find("id-duplicate")->detail, "inscription_id: found the form A9; first on line 4");
    assert_finding("date", 6);
    assert_finding("id-missing", 7);
    assert_finding("status-value", 8);
    assert_finding("date-implausible", 9);
    assert_int_equal(input.enrolments.count, 1);
    assert_int_equal(input.learner_count, 1);
    assert_int_equal(input.files[1].rows_set_aside, 7);
}

static void findings_of_personal_rows_hold_no_value(void **state)
{
    (void)state;
    put("formations.csv", STR(TRAININGS));
    put("inscriptions.csv",
        STR(ENROLMENT_HEAD "ZORG1;ZORG2;ZORG3;ZORG4;ZORG5;ZORG6;ZORG7;ZORG8;ZORG9;ZORG0;ZORGa;"
                           "ZORGb;ZORGc;ZORGd\nZORG1;ZORG2;F1;;;ZORG6;7-8;ZORG8;ZORG9;ZORG0;inscrit;"
                           "ZORGb;ZORGc;ZORGd\n"));
    read_or_fail();
    assert_true(input.findings.count > 8);
    for (size_t i = 0; i < input.findings.count; i++) {
        const struct str detail = input.findings.items[i].detail;
        assert_int_equal(str_find(detail, STR("ZORG"), 0), detail.len);
        assert_int_equal(str_find(detail, STR("7-8"), 0), detail.len);
    }
    assert_non_null(strstr(str_text(&arena, find("date")->detail), "AAAA9"));
}

static void an_enrolment_without_dates_counts_in_the_quarter_of_its_file(void **state)
{
    (void)state;
    put("formations.csv", STR(TRAININGS));
    put("inscriptions-2017-T2.csv", STR("inscription_id;apprenant;formation_id;statut\nI1;P1;F1;inscrit\n"));
    put("inscriptions-autres.csv", STR("inscription_id;apprenant;formation_id;statut\nI2;P2;F1;inscrit\n"));
    put("inscriptions-dates.csv", STR("inscription_id;apprenant;formation_id;statut;date_inscription;date_entree\n"
                                      "I3;P3;F1;inscrit;2017-01-02;2017-05-01\n"));
    read_or_fail();
    assert_int_equal(input.enrolments.count, 2);
    assert_int_equal(enrolment_at(&input.enrolments, 0).registered_day, day(2017, 4, 1));
    assert_int_equal(enrolment_at(&input.enrolments, 1).registered_day, day(2017, 1, 2));
    assert_str(find("no-quarter")->file, "inscriptions-autres.csv");
}

static void a_missing_status_is_told(void **state)
{
    (void)state;
    const struct enrolment_row *e = read_enrolment("2017-05-01;;;;;;;;;;");
    assert_int_equal(e->status, ENROLMENT_IN_TRAINING);
    assert_finding("status-missing", 2);
}

static void a_person_is_one_learner_and_an_unnamed_row_one_more(void **state)
{
    (void)state;
    put("formations.csv", STR(TRAININGS));
    put("inscriptions-2017-T2.csv", STR("inscription_id;apprenant;formation_id;statut\nI1;P1;F1;inscrit\n"
                                        "I2;;F1;inscrit\nI3;P1;F2;inscrit\nI4;;F1;inscrit\n"));
    read_or_fail();
    assert_int_equal(input.learner_count, 3);
    assert_int_equal(enrolment_at(&input.enrolments, 0).learner, enrolment_at(&input.enrolments, 2).learner);
    assert_true(enrolment_at(&input.enrolments, 1).learner != enrolment_at(&input.enrolments, 3).learner);
    assert_finding("learner-missing", 3);
}

/* ---- reception ------------------------------------------------------------------------------------------------ */

static void a_later_file_replaces_rows_by_name_order(void **state)
{
    (void)state;
    put("formations.csv", STR(TRAININGS));
    put("inscriptions-2017-T2.csv", STR("inscription_id;apprenant;formation_id;statut\nI1;P1;F2;abandon\n"));
    put("inscriptions-2017-T1.csv", STR("inscription_id;apprenant;formation_id;statut\nI1;P1;F1;inscrit\n"
                                        "I2;P2;F1;inscrit\n"));
    read_or_fail();
    assert_int_equal(input.enrolments.count, 2);
    assert_int_equal(input.learner_count, 2);
    assert_int_equal(enrolment_at(&input.enrolments, 0).training, 1);
    assert_int_equal(enrolment_at(&input.enrolments, 0).status, ENROLMENT_DROPPED_OUT);
    assert_int_equal(input.files[2].rows_replaced, 1);
    assert_int_equal(input.files[1].rows_replaced, 0);
    assert_int_equal(input.files[1].rows_loaded + input.files[2].rows_loaded - input.files[2].rows_replaced, 2);
}

#define MANY 12000 /* rows of several pieces of a file */

/* Each fourth row has a quoted session of several lines, so that pieces are cut inside quotes; the row in the middle
 * has no training. */
static struct str many_enrolments(int first, const char *status, int64_t *out_faulty_line)
{
    struct buf text;
    int64_t line = 2;
    buf_init(&text, &arena);
    buf_text(&text, "inscription_id;apprenant;formation_id;session;statut\n");
    for (int i = first; i < first + MANY; i++) {
        bool is_faulty = i == first + MANY / 2, has_lines = i % 4 == 0;
        const char *session = has_lines ? "\"S\n;\n;\n;\n;1;\"" : "une session d'automne";
        *out_faulty_line = is_faulty ? line : *out_faulty_line;
        buf_format(&text, "I%05d;P%05d;%s;%s;%s\n", i, i % 5000, is_faulty ? "F9" : "F1", session, status);
        line += has_lines ? 5 : 1;
    }
    return buf_str(&text);
}

static void files_of_several_pieces_are_read_as_one_after_the_other(void **state)
{
    int64_t lines[2] = {0, 0};
    (void)state;
    put("formations.csv", STR(TRAININGS));
    put("inscriptions-2017-T1.csv", many_enrolments(0, "inscrit", &lines[0]));
    put("inscriptions-2017-T2.csv", STR(""));
    put("inscriptions-2017-T3.csv", many_enrolments(MANY / 2, "abandon", &lines[1]));
    put("inscriptions-2017-T4.csv", STR("inscription_id;apprenant;formation_id;statut\nI00001;P00001;F2;termine\n"
                                        "I00001;P00001;F2;termine\n"));
    read_or_fail();
    size_t found = 0;
    for (size_t i = 0; i < input.findings.count; i++) {
        const struct finding *finding = &input.findings.items[i];
        if (strcmp(finding->rule->id, "unknown-training") == 0) {
            assert_true(found < 2);
            assert_str(finding->file, found == 0 ? "inscriptions-2017-T1.csv" : "inscriptions-2017-T3.csv");
            assert_int_equal(finding->line, lines[found++]);
        }
    }
    assert_int_equal(found, 2);
    assert_finding("id-duplicate", 3);
    assert_int_equal(input.files[1].rows_loaded, MANY - 1);
    assert_int_equal(input.files[2].header_line, 0);
    assert_int_equal(input.files[3].rows_loaded, MANY - 1);
    assert_int_equal(input.files[3].rows_replaced, MANY / 2 - 1);
    assert_int_equal(input.files[4].rows_replaced, 1);
    assert_int_equal(input.enrolments.count, MANY / 2 * 3 - 1);
    assert_int_equal(input.learner_count, 5000);
    struct enrolment_row first = enrolment_at(&input.enrolments, 1), last = enrolment_at(&input.enrolments, MANY);
    assert_int_equal(first.file, 4);
    assert_int_equal(first.line, 2);
    assert_int_equal(first.training, 1);
    assert_int_equal(last.file, 3);
    assert_int_equal(last.status, ENROLMENT_DROPPED_OUT);
}

/* Rows of dates that say nothing, and then one more. */
static struct str late_row(const char *last)
{
    struct buf text;
    buf_init(&text, &arena);
    buf_text(&text, "inscription_id;apprenant;formation_id;statut;date_entree;date_sortie;note\n");
    for (int i = 0; i < 5000; i++) {
        buf_format(&text, "I%05d;P%05d;F1;en_formation;2017-02-03;;%09d\n", i, i, i);
    }
    buf_text(&text, last);
    return buf_str(&text);
}

static void a_late_row_tells_how_the_dates_of_a_small_file_are_written(void **state)
{
    (void)state;
    put("formations.csv", STR(TRAININGS));
    put("inscriptions-2017-T1.csv", late_row("J1;Q1;F1;termine;03/04/2017;03/25/2017;\n"));
    put("inscriptions-2017-T2.csv", late_row("J2;Q2;F1;en_formation;03/04/2017;;\n"));
    read_or_fail();
    assert_int_equal(input.enrolments.count, 5002);
    assert_int_equal(enrolment_at(&input.enrolments, 5000).entry_day, day(2017, 3, 4));
    assert_int_equal(enrolment_at(&input.enrolments, 5000).exit_day, day(2017, 3, 25));
    assert_int_equal(enrolment_at(&input.enrolments, 5001).entry_day, day(2017, 4, 3));
    assert_str(find("date-order")->file, "inscriptions-2017-T1.csv");
    assert_finding("date-order", 1);
}

static void late_rows_that_reach_a_person_refuse_a_small_file(void **state)
{
    struct buf rows;
    (void)state;
    put("formations.csv", STR(TRAININGS));
    buf_init(&rows, &arena);
    for (int i = 0; i < 2000; i++) {
        buf_format(&rows, "J%05d;P%05d;F1;en_formation;2017-02-03;;06 12 34 %02d %02d\n", i, i, i / 100, i % 100);
    }
    put("inscriptions-2017-T1.csv", late_row(str_text(&arena, buf_str(&rows))));
    assert_false(read_folder());
    assert_non_null(strstr(err.message, "the column \"note\" holds telephone numbers"));
    memset(&err, 0, sizeof(err));
    put("inscriptions-2017-T1.csv", late_row("J1;Q1;F1;termine;2017-02-03;;06 12 34 56 78\n"));
    read_or_fail();
    assert_int_equal(input.enrolments.count, 5001);
}

/* Trainings with a label each, the first ones in a form that says nothing of its column, then `late`. */
static void put_trainings(const char *late)
{
    struct buf rows;
    buf_init(&rows, &arena);
    buf_text(&rows, "formation_id;date_label;adresse\n");
    for (int i = 0; i < 60; i++) {
        buf_format(&rows, "A%02d;2017-04-%02d;\n", i, i % 28 + 1);
    }
    buf_text(&rows, late);
    put("formations.csv", buf_str(&rows));
}

static void a_late_row_of_the_register_tells_how_its_dates_are_written(void **state)
{
    (void)state;
    put_trainings("B1;03/04/2017;\nB2;03/25/2017;\n");
    read_or_fail();
    assert_int_equal(input.training_count, 62);
    assert_int_equal(input.trainings[4].label_first_day, day(2017, 4, 5));
    assert_int_equal(input.trainings[60].label_first_day, day(2017, 3, 4));
    assert_int_equal(input.trainings[61].label_first_day, day(2017, 3, 25));
    assert_finding("date-order", 1);
}

static void late_rows_that_reach_a_person_refuse_the_register(void **state)
{
    static const char *const contents[][2] = {{"06 12 34 56 78", "holds telephone numbers"},
                                              {"1 85 05 78 006 084", "holds social security numbers"},
                                              {"zoe@exemple.fr", "holds e-mail addresses"}};
    (void)state;
    for (size_t i = 0; i < sizeof(contents) / sizeof(contents[0]); i++) {
        struct buf rows;
        buf_init(&rows, &arena);
        for (int row = 0; row < 30; row++) {
            buf_format(&rows, "B%02d;2017-04-01;%s\n", row, contents[i][0]);
        }
        put_trainings(str_text(&arena, buf_str(&rows)));
        assert_false(read_folder());
        assert_non_null(strstr(err.message, contents[i][1]));
        memset(&err, 0, sizeof(err));
    }
}

static void the_reception_day_comes_before_the_name(void **state)
{
    (void)state;
    put("programme.xml",
        STR(PROGRAMME("<sources><source table='inscriptions' fichiers='inscriptions-a.csv' recu-le='2017-09-01'/>"
                      "<source table='inscriptions' fichiers='inscriptions-b.csv' recu-le='2017-08-01'/></sources>")));
    put("formations.csv", STR(TRAININGS));
    put("inscriptions-a.csv", STR("inscription_id;apprenant;formation_id;statut;date_entree\n"
                                  "I1;P1;F1;en_formation;2017-05-01\n"));
    put("inscriptions-b.csv", STR("inscription_id;apprenant;formation_id;statut;date_entree\n"
                                  "I1;P1;F2;en_formation;2017-05-01\nI2;P1;F2;en_formation;2017-08-02\n"));
    read_or_fail();
    assert_str(input.files[1].name, "inscriptions-b.csv");
    assert_int_equal(input.enrolments.count, 2);
    assert_int_equal(enrolment_at(&input.enrolments, 0).training, 0);
    assert_finding("future-entry", 3);
}

static void a_faulty_correction_leaves_the_earlier_row(void **state)
{
    (void)state;
    put("formations.csv", STR(TRAININGS));
    put("inscriptions-2017-T1.csv", STR("inscription_id;apprenant;formation_id;statut\nI1;P1;F1;inscrit\n"));
    put("inscriptions-2017-T2.csv", STR("inscription_id;apprenant;formation_id;statut\nI1;P1;F9;abandon\n"));
    read_or_fail();
    assert_int_equal(input.enrolments.count, 1);
    assert_int_equal(enrolment_at(&input.enrolments, 0).status, ENROLMENT_REGISTERED);
}

static void a_later_trainings_file_corrects_a_training(void **state)
{
    (void)state;
    put("formations-1.csv", STR("formation_id;intitule\nB;avant\nA;autre\n"));
    put("formations-2.csv", STR("formation_id;intitule\nB;après\n"));
    read_or_fail();
    assert_int_equal(input.training_count, 2);
    assert_str(input.trainings[0].id, "A");
    assert_str(input.trainings[1].title, "après");
    assert_int_equal(input.files[1].rows_replaced, 1);
}

/* ---- the other tables ----------------------------------------------------------------------------------------- */

static void labels_applications_and_references_are_read(void **state)
{
    (void)state;
    put("programme.xml", STR(PROGRAMME("<vagues><vague code='1'/></vagues>")));
    put("formations.csv", STR(TRAININGS));
    put("labels.csv", STR("formation_id;date;evenement;motif\nF2;03/02/2016;Labellisée;\nF9;2016-02-03;audit;\n"
                          "F1;2016-02-03;fête;\nF1;;retrait;\n"));
    put("candidatures.csv", STR("candidature_id;vague;structure_nom;code_departement;decision\nC1;1;S;7;Retenue\n"
                                "C2;1;S;2a;non\nC3;2;S;99;oui\nC1;1;S;07;oui\nC4;1;S;07;\n"));
    put("references.csv",
        STR("date,indicateur,valeur,source\n2016,apprenants,\"2 760\",x\n2016,apprenants,env. 4000,x\n"
            "2016,,1,x\n"));
    read_or_fail();
    assert_int_equal(input.label_count, 1);
    assert_int_equal(input.labels[0].training, 1);
    assert_str(input.labels[0].event, "labellisation");
    assert_int_equal(input.application_count, 3);
    assert_str(input.applications[0].department_code, "07");
    assert_true(input.applications[0].retained);
    assert_str(input.applications[1].department_code, "2A");
    assert_false(input.applications[1].retained);
    assert_str(input.applications[2].department_code, "");
    assert_finding("application-department", 4);
    assert_int_equal(input.reference_count, 2);
    assert_true(input.references[0].value == 2760);
    assert_true(isnan(input.references[1].value));
    assert_str(input.references[1].value_text, "env. 4000");
}

/* ---- rules ---------------------------------------------------------------------------------------------------- */

static void rules_are_complete_and_in_order(void **state)
{
    size_t count;
    const struct rule *table = input_rules(&count);
    (void)state;
    assert_true(count >= 30);
    for (size_t i = 0; i < count; i++) {
        assert_non_null(table[i].id);
        assert_true(strlen(table[i].message) > 0 && strlen(table[i].remedy) > 0);
        if (i > 0 && strcmp(table[i - 1].id, table[i].id) >= 0) {
            fail_msg("%s before %s", table[i - 1].id, table[i].id);
        }
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_historical_example_loads_whole),
        TEST(a_folder_without_trainings_is_refused),
        TEST(a_bursary_is_euros_none_or_unknown),
        TEST(a_trainings_file_with_no_row_is_refused),
        TEST(lines_above_and_below_the_header_are_passed_over),
        TEST(empty_and_header_only_files_are_told_apart),
        TEST(files_that_nothing_reads_are_told),
        TEST(a_table_that_the_configuration_leaves_out_is_told),
        TEST(nothing_is_missing_before_it_is_due),
        TEST(a_link_stands_for_its_file),
        TEST(a_file_instead_of_the_folder_is_told),
        TEST(a_folder_that_was_never_begun_is_told),
        TEST(exports_of_two_suppliers_are_not_compared_in_volume),
        TEST(a_value_of_no_list_is_told_with_the_list),
        TEST(a_register_whose_rows_are_all_wrong_is_refused_with_its_findings),
        TEST(an_identifier_that_stands_twice_names_its_first_line),
        TEST(rows_read_are_loaded_or_set_aside),
        TEST(a_stray_quote_in_the_header_is_named_and_read_over),
        TEST(totals_notes_and_repeated_headers_are_set_aside_and_refuse_nothing),
        TEST(a_total_is_known_where_columns_stand_in_another_order),
        TEST(a_first_row_of_words_is_data),
        TEST(an_application_without_a_wave_is_set_aside),
        TEST(a_text_that_says_nothing_is_empty),
        TEST(the_threshold_is_a_share_of_the_rows),
        TEST(a_training_needs_nothing_but_its_identifier),
        TEST(french_forms_are_read),
        TEST(two_numbers_are_no_number),
        TEST(the_department_comes_from_the_commune_then_the_postal_code),
        TEST(an_online_training_is_nowhere),
        TEST(coordinates_are_mended_or_dropped),
        TEST(a_commune_without_a_point_is_far_from_nothing),
        TEST(text_is_data_whatever_it_looks_like),
        TEST(labels_money_and_addresses_are_checked),
        TEST(job_families_go_through_the_vocabulary),
        TEST(what_the_vocabulary_has_not_got_becomes_a_term_with_its_text),
        TEST(windows_1252_becomes_nfc_and_so_does_decomposed_utf8),
        TEST(an_enrolment_is_read),
        TEST(neet_is_derived_and_declared_neet_fills_the_gaps),
        TEST(bad_enrolments_are_set_aside),
        TEST(findings_of_personal_rows_hold_no_value),
        TEST(an_enrolment_without_dates_counts_in_the_quarter_of_its_file),
        TEST(a_missing_status_is_told),
        TEST(a_person_is_one_learner_and_an_unnamed_row_one_more),
        TEST(a_later_file_replaces_rows_by_name_order),
        TEST(files_of_several_pieces_are_read_as_one_after_the_other),
        TEST(a_late_row_tells_how_the_dates_of_a_small_file_are_written),
        TEST(late_rows_that_reach_a_person_refuse_a_small_file),
        TEST(a_late_row_of_the_register_tells_how_its_dates_are_written),
        TEST(late_rows_that_reach_a_person_refuse_the_register),
        TEST(the_reception_day_comes_before_the_name),
        TEST(a_faulty_correction_leaves_the_earlier_row),
        TEST(a_later_trainings_file_corrects_a_training),
        TEST(labels_applications_and_references_are_read),
        TEST(rules_are_complete_and_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
