/* Headers to columns, and cells to meanings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "gencarto/compile/ingest/columns.h"
#include "gencarto/compile/ingest/field.h"
#include "gencarto/compile/ingest/identifiers.h"
#include "gencarto/compile/ingest/place.h"
#include "gencarto/compile/ingest/source.h"
#include "gencarto/compile/ingest/vocabulary.h"

static struct arena arena, kept;
static struct findings findings;
static struct columns columns;
static struct error err;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena);
    arena_init(&kept);
    findings_init(&findings, &kept);
    memset(&err, 0, sizeof(err));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_clear(&arena);
    arena_clear(&kept);
    return 0;
}

/* Names separated by ';'. */
static bool match(enum table_kind table, const char *header, const struct programme_source *source)
{
    static const struct programme_source none;
    struct str fields[32], rest = str_from(header);
    struct record record = {.line = 1, .fields = fields};
    while (str_split(&rest, ';', &fields[record.field_count])) {
        record.field_count++;
    }
    return columns_match(&arena, "x.csv", &tables[table], &record, source ? source : &none, &findings, &columns, &err);
}

static void accents_case_and_signs_of_a_header_do_not_matter(void **state)
{
    (void)state;
    assert_true(match(TABLE_TRAININGS, "Formation ID;INTITULÉ;Code-Commune;  durée (mois) ;dateLabel", NULL));
    assert_int_equal(columns.fields[TRAINING_ID], 0);
    assert_int_equal(columns.fields[TRAINING_TITLE], 1);
    assert_int_equal(columns.fields[TRAINING_COMMUNE_CODE], 2);
    assert_int_equal(columns.fields[TRAINING_DURATION_MONTHS], 3);
    assert_int_equal(columns.fields[TRAINING_LABEL_FIRST_DAY], 4);
    assert_int_equal(columns.fields[TRAINING_URL], -1);
    assert_int_equal(findings.count, 0);
}

static void the_words_of_a_column_in_any_order_name_it(void **state)
{
    static const struct {
        enum table_kind table;
        const char *header;
        int column;
    } cases[] = {
        {TABLE_ENROLMENTS, "Date d'entrée", ENROLMENT_ENTRY_DAY},
        {TABLE_ENROLMENTS, "Date de\nsortie", ENROLMENT_EXIT_DAY},
        {TABLE_ENROLMENTS, "Âge à l’entrée (ans)", ENROLMENT_AGE},
        {TABLE_ENROLMENTS, "Situation à 3 mois", ENROLMENT_OUTCOME},
        {TABLE_ENROLMENTS, "Aides (€)", ENROLMENT_AID},
        {TABLE_ENROLMENTS, "Code de la commune de résidence", ENROLMENT_RESIDENCE},
        {TABLE_TRAININGS, "Nom de la structure", TRAINING_STRUCTURE_NAME},
        {TABLE_TRAININGS, "Durée (en heures)", TRAINING_DURATION_HOURS},
        {TABLE_TRAININGS, "Places (nombre)", TRAINING_PLACES},
        {TABLE_TRAININGS, "N° SIRET", TRAINING_SIRET},
        {TABLE_TRAININGS, "Date de fin du label", TRAINING_LABEL_LAST_DAY},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *ids = cases[i].table == TABLE_TRAININGS
                              ? "N° de formation"
                              : "Numéro d'inscription;Apprenants;Id. de la formation;Statuts";
        assert_true(match(cases[i].table, str_format(&arena, "%s;%s", ids, cases[i].header).ptr, NULL));
        assert_int_equal(columns.fields[cases[i].column], cases[i].table == TABLE_TRAININGS ? 1 : 4);
        assert_int_equal(findings.count, 0);
    }
}

static void words_that_say_another_thing_or_two_columns_name_none(void **state)
{
    static const char *const others[] = {"Date",
                                         "Code formation",
                                         "Commune de résidence",
                                         "Notes",
                                         "Formations",
                                         "Date d'entrée en emploi",
                                         "Statut (date)",
                                         "()",
                                         "Formation d'origine"};
    (void)state;
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        struct str header =
            str_format(&arena, "inscription_id;apprenant;formation_id;statut;date_entree;%s", others[i]);
        assert_true(match(TABLE_ENROLMENTS, header.ptr, NULL));
        for (int column = 0; column < ENROLMENT_COLUMNS; column++) {
            assert_int_not_equal(columns.fields[column], 5);
        }
    }
    assert_true(match(TABLE_TRAININGS, "formation_id;Dates du label;Date du label", NULL));
    assert_int_equal(columns.fields[TRAINING_LABEL_FIRST_DAY], -1);
}

static void a_header_with_a_slip_and_a_word_more_is_proposed(void **state)
{
    (void)state;
    assert_true(match(TABLE_ENROLMENTS, "inscription_id;apprenant;formation_id;statut;date_entré_formation", NULL));
    assert_string_equal(findings.items[0].rule->id, "absent-column");
    assert_non_null(strstr(str_text(&arena, findings.items[0].detail),
                           "<colonne entete=\"date_entré_formation\" nom=\"date_entree\"/>"));
}

static void a_mapping_comes_first(void **state)
{
    struct programme_mapping mapping = {STR_INIT("N° de formation"), STR_INIT("formation_id")};
    struct programme_source source = {.mappings = &mapping, .mapping_count = 1};
    (void)state;
    assert_true(match(TABLE_TRAININGS, "n° de FORMATION;titre", &source));
    assert_int_equal(columns.fields[TRAINING_ID], 0);
    assert_int_equal(findings.count, 1);
    assert_string_equal(findings.items[0].rule->id, "unknown-column");
    assert_int_equal(findings.items[0].column, 2);
}

static void a_missing_required_column_says_the_nearest_and_how_to_map_it(void **state)
{
    (void)state;
    assert_false(match(TABLE_TRAININGS, "titre;formation;ville", NULL));
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_non_null(strstr(err.message, "x.csv:1: no column formation_id"));
    assert_non_null(strstr(err.message, "<colonne entete=\"formation\" nom=\"formation_id\"/>"));
}

static void two_headers_of_one_column_are_refused(void **state)
{
    (void)state;
    assert_false(match(TABLE_TRAININGS, "formation_id;Formation ID", NULL));
    assert_non_null(strstr(err.message, "two columns are formation_id"));
}

static void personal_headers_are_refused(void **state)
{
    static const char *const headers[] = {"Nom",
                                          "Prénom",
                                          "E-mail",
                                          "courriel",
                                          "Adresse mail",
                                          "Téléphone",
                                          "N° portable",
                                          "NIR",
                                          "N° de sécurité sociale",
                                          "Date de naissance",
                                          "adresse",
                                          "nom_apprenant",
                                          "Apprenant - nom",
                                          "tél.",
                                          "NomStagiaire",
                                          "N° SS",
                                          "GSM",
                                          "DDN",
                                          "né(e) le",
                                          "mail"};
    for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
        teardown(state);
        setup(state);
        struct str header = str_format(&arena, "inscription_id;apprenant;formation_id;statut;%s", headers[i]);
        if (match(TABLE_ENROLMENTS, header.ptr, NULL)) {
            fail_msg("accepted: %s", headers[i]);
        }
        assert_int_equal(err.kind, ERROR_INPUT);
        assert_non_null(strstr(err.message, "colonne-autorisee"));
    }
}

/* The first row of a file without a header is about a person: no message may hold a cell of it. */
static void a_file_without_a_header_is_refused_without_a_cell(void **state)
{
    static const char *const rows[] = {
        "I0001;kanari;F1;2017-T1;2017-02-01;;F;19;3;sans_emploi;oui;non;abandon;",
        "I0001;kanari@mail.example;F1;session;2017-02-01;;F;19;3;sans_emploi;oui;non;abandon;",
        "kanari nom;06 12 34 56 78;qpv;;",
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        err = (struct error){0};
        assert_false(match(TABLE_ENROLMENTS, rows[i], NULL));
        assert_non_null(strstr(err.message, "x.csv:1: the names of the columns do not stand there"));
        assert_null(strstr(err.message, "kanari"));
        assert_null(strstr(err.message, "sans_emploi"));
        assert_int_equal(findings.count, 0);
    }
    err = (struct error){0};
    assert_false(match(TABLE_ENROLMENTS, "inscrition_id;apprenant;formation_id;statut", NULL));
    assert_non_null(strstr(err.message, "the nearest is \"inscrition_id\""));
}

static void what_is_far_is_not_the_nearest(void **state)
{
    (void)state;
    assert_false(match(TABLE_TRAININGS, "intitule;sans_emploi", NULL));
    assert_null(strstr(err.message, "nearest"));
}

static void a_mapping_does_not_let_a_name_into_a_personal_table(void **state)
{
    struct programme_mapping mapping = {STR_INIT("Nom"), STR_INIT("apprenant")};
    struct str allowed = STR_INIT("nom");
    struct programme_source source = {.mappings = &mapping, .mapping_count = 1};
    (void)state;
    assert_false(match(TABLE_ENROLMENTS, "inscription_id;Nom;formation_id;statut", &source));
    memset(&err, 0, sizeof(err));
    source.allowed_columns = &allowed;
    source.allowed_count = 1;
    assert_true(match(TABLE_ENROLMENTS, "inscription_id;Nom;formation_id;statut", &source));
    assert_int_equal(columns.fields[ENROLMENT_LEARNER], 1);
}

static void names_and_addresses_of_things_are_not_personal(void **state)
{
    (void)state;
    assert_true(match(TABLE_TRAININGS, "formation_id;structure_nom;nom_formation;adresse;nombre", NULL));
    assert_true(match(TABLE_ENROLMENTS, "inscription_id;apprenant;formation_id;statut;Nom de la formation", NULL));
    assert_false(match(TABLE_TRAININGS, "formation_id;mail_contact", NULL));
}

static void blanks_of_all_kinds_are_trimmed(void **state)
{
    (void)state;
    assert_true(str_equal(field_trim(STR("\xc2\xa0 \xe2\x80\xaf"
                                         "a b\xe2\x80\x8b\t")),
                          STR("a b")));
    assert_true(str_equal(field_trim(STR(" \xc3\xa0 ")), STR("\xc3\xa0")));
    assert_int_equal(field_trim(STR(" \xc2\xa0 ")).len, 0);
}

static void ways_to_write_nothing(void **state)
{
    (void)state;
    assert_true(field_is_blank(&arena, STR("")));
    assert_true(field_is_blank(&arena, STR("N.C.")));
    assert_true(field_is_blank(&arena, STR("n/a")));
    assert_true(field_is_blank(&arena, STR("-")));
    assert_true(field_is_blank(&arena, STR("Non renseigné")));
    assert_false(field_is_blank(&arena, STR("non")));
    assert_false(field_is_blank(&arena, STR("0")));
}

static void a_shape_holds_no_value(void **state)
{
    struct buf out;
    (void)state;
    buf_init(&out, &arena);
    field_write_shape(&out, STR("31/02/2017 Zoé"));
    assert_true(str_equal(buf_str(&out), STR("99/99/9999 AAA")));
    buf_reset(&out);
    field_write_shape(&out, STR("0123456789012345678901234567890123456789012345"));
    assert_true(str_equal(buf_str(&out), STR("9999999999999999999999999999999999999999...")));
}

static void sirets_and_addresses_of_the_web(void **state)
{
    (void)state;
    assert_true(identifiers_is_siret(STR("73282932000074")));
    assert_false(identifiers_is_siret(STR("73282932000075")));
    assert_false(identifiers_is_siret(STR("732829320")));
    assert_true(identifiers_is_siret(STR("35600000000048")));
    assert_true(field_is_web_address(STR("https://exemple.fr/é?a=1#b")));
    assert_false(field_is_web_address(STR("javascript:alert(1)")));
    assert_false(field_is_web_address(STR("https://")));
    assert_false(field_is_web_address(STR("http://a b")));
    assert_false(field_is_web_address(STR("https://a/\"onload=")));
}

static int level_of(const char *text)
{
    static const struct programme programme;
    struct vocabulary *levels = arena_one(&arena, struct vocabulary);
    vocabulary_init(levels, &arena, "niveau_entree", &programme);
    const struct vocabulary_form *form = vocabulary_find(levels, &arena, str_from(text));
    return form ? form->index : -1;
}

static void levels_of_both_nomenclatures(void **state)
{
    static const struct {
        const char *text;
        int level;
    } cases[] = {{"4", 4},
                 {"V", 3},
                 {"IV", 4},
                 {"III", 5},
                 {"II", 6},
                 {"I", 7},
                 {"niveau V", 3},
                 {"bac", 4},
                 {"Bac + 2", 5},
                 {"bac+5", 7},
                 {"III (bac+2)", 5},
                 {"CAP/BEP", 3},
                 {"sans diplôme", 2},
                 {"Doctorat", 8},
                 {"< bac", -1},
                 {"9", -1},
                 {"abc", -1},
                 {"bac+3/4", 6},
                 {"niv. 5", 5},
                 {"Niveau 5 (bac+2)", 5},
                 {"Niveau 3 (CAP, BEP)", 3},
                 {"bac (master)", -1}};
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        if (level_of(cases[i].text) != cases[i].level) {
            fail_msg("%s: %d", cases[i].text, level_of(cases[i].text));
        }
    }
}

static void yes_and_no_in_their_variants(void **state)
{
    static const char *const yes[] = {"oui",  "Oui",  "OUI ", "o", "O", "yes", "Y", "Vrai",
                                      "VRAI", "true", "1",    "x", "X", "✓",   "☑", "√"};
    static const char *const no[] = {"non", "NON", "N", "n", "no", "Faux", "FALSE", "0", "☐", "✗", "hors QPV"};
    static const char *const neither[] = {"ok", "oui/non", "2", "✗ ou ✓", "—"};
    struct programme programme = {0};
    struct vocabulary *qpvs = arena_one(&arena, struct vocabulary);
    (void)state;
    vocabulary_init(qpvs, &arena, "qpv", &programme);
    for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++) {
        assert_int_equal(vocabulary_find(qpvs, &arena, str_from(yes[i]))->index, 0);
    }
    for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++) {
        assert_int_equal(vocabulary_find(qpvs, &arena, str_from(no[i]))->index, 1);
    }
    for (size_t i = 0; i < sizeof(neither) / sizeof(neither[0]); i++) {
        assert_null(vocabulary_find(qpvs, &arena, str_from(neither[i])));
    }
}

/* The ending of the other gender, however it is set apart, and what stands in brackets at the end. */
static void words_are_known_with_their_endings_and_explanations(void **state)
{
    static const char *const kinds[] = {"statut", "situation_entree", "situation_3mois", "modalite", "sexe"};
    static const struct {
        int column;
        const char *text, *code;
    } cases[] = {{0, "Inscrit(e)", "inscrit"},
                 {0, "Réorienté·e", "reoriente"},
                 {0, "terminé-e", "termine"},
                 {0, "a abandonné", "abandon"},
                 {0, "En formation (abandon)", NULL},
                 {0, "en fuite (abandon)", NULL},
                 {1, "Demandeur/euse d’emploi", "sans_emploi"},
                 {1, "Étudiant(e)", "etudes"},
                 {1, "Inactif(ve)", "inactif"},
                 {2, "Emploi (CDI)", "emploi"},
                 {2, "Créateur(trice) d'entreprise", "creation"},
                 {3, "Mixte (présentiel et distance)", "mixte"},
                 {3, "En salle", "presentiel"},
                 {4, "2", "F"},
                 {4, "1", "M"},
                 {4, "(e)", NULL}};
    struct programme programme = {0};
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct vocabulary *vocabulary = arena_one(&arena, struct vocabulary);
        vocabulary_init(vocabulary, &arena, kinds[cases[i].column], &programme);
        const struct vocabulary_form *form = vocabulary_find(vocabulary, &arena, str_from(cases[i].text));
        struct str code = form ? form->code : STR("none");
        if (!str_equal(code, str_from(cases[i].code ? cases[i].code : "none"))) {
            fail_msg("%s: %.*s", cases[i].text, STR_ARGS(code));
        }
    }
}

static void programme_adds_spellings_to_a_vocabulary(void **state)
{
    struct str matches[] = {STR_INIT("Stagiaire présent")};
    struct programme_term term = {STR_INIT("statut"), STR_INIT("en_formation"), {NULL, 0}, {NULL, 0}, matches, 1};
    struct programme programme = {.terms = &term, .term_count = 1};
    struct vocabulary *statuses = arena_one(&arena, struct vocabulary);
    (void)state;
    vocabulary_init(statuses, &arena, "statut", &programme);
    assert_int_equal(vocabulary_find(statuses, &arena, STR("STAGIAIRE PRESENT"))->index, 1);
    assert_int_equal(vocabulary_find(statuses, &arena, STR("terminée"))->index, 2);
    assert_int_equal(vocabulary_find(statuses, &arena, STR("terminée"))->index, 2);
    assert_null(vocabulary_find(statuses, &arena, STR("parti")));
}

static void patterns_of_file_names(void **state)
{
    (void)state;
    assert_true(source_matches(STR("inscriptions*.csv"), STR("inscriptions-2017-T2.csv")));
    assert_true(source_matches(STR("inscriptions*.csv"), STR("Inscriptions.CSV")));
    assert_true(source_matches(STR("*a*b"), STR("xaab")));
    assert_false(source_matches(STR("inscriptions*.csv"), STR("inscriptions.csv.bak")));
    assert_false(source_matches(STR("a.csv"), STR("a.csv2")));
}

static int quarter_of(const char *name)
{
    return source_quarter(str_from(name)).index;
}

static void quarters_of_file_names(void **state)
{
    (void)state;
    assert_int_equal(quarter_of("inscriptions-2017-T2.csv"), 2017 * 4 + 1);
    assert_int_equal(quarter_of("inscriptions_2016t4_v2.csv"), 2016 * 4 + 3);
    assert_int_equal(quarter_of("inscriptions-2017.csv"), 0);
    assert_int_equal(quarter_of("inscriptions-2017-T5.csv"), 0);
    assert_int_equal(quarter_of("inscriptions-2017-T12.csv"), 0);
}

static void distances_are_on_the_sphere(void **state)
{
    (void)state;
    double paris_lyon = place_distance_km(2.3488, 48.85341, 4.84671, 45.74846);
    assert_true(paris_lyon > 385 && paris_lyon < 400);
    assert_true(place_distance_km(5, 45, 5, 45) == 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(accents_case_and_signs_of_a_header_do_not_matter),
        TEST(the_words_of_a_column_in_any_order_name_it),
        TEST(words_that_say_another_thing_or_two_columns_name_none),
        TEST(a_header_with_a_slip_and_a_word_more_is_proposed),
        TEST(a_mapping_comes_first),
        TEST(a_missing_required_column_says_the_nearest_and_how_to_map_it),
        TEST(two_headers_of_one_column_are_refused),
        TEST(personal_headers_are_refused),
        TEST(a_file_without_a_header_is_refused_without_a_cell),
        TEST(what_is_far_is_not_the_nearest),
        TEST(a_mapping_does_not_let_a_name_into_a_personal_table),
        TEST(names_and_addresses_of_things_are_not_personal),
        TEST(blanks_of_all_kinds_are_trimmed),
        TEST(ways_to_write_nothing),
        TEST(a_shape_holds_no_value),
        TEST(sirets_and_addresses_of_the_web),
        TEST(levels_of_both_nomenclatures),
        TEST(yes_and_no_in_their_variants),
        TEST(words_are_known_with_their_endings_and_explanations),
        TEST(programme_adds_spellings_to_a_vocabulary),
        TEST(patterns_of_file_names),
        TEST(quarters_of_file_names),
        TEST(distances_are_on_the_sphere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
