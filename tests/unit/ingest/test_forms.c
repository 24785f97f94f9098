/* How cells are written: dates, numbers, codes of registers, texts decoded wrong, contents about persons. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "gencarto/base/file.h"
#include "gencarto/compile/ingest/contents.h"
#include "gencarto/compile/ingest/date_form.h"
#include "gencarto/compile/ingest/identifiers.h"
#include "gencarto/compile/ingest/input.h"
#include "gencarto/compile/ingest/mojibake.h"
#include "gencarto/compile/ingest/number_form.h"

static const struct date_form french;

static void assert_date(const char *cell, struct date_form form, const char *expected)
{
    int32_t day, wanted;
    bool is_date = date_form_read(str_from(cell), form, &day);
    if (is_date != (expected != NULL) || (expected && (!date_parse(str_from(expected), &wanted) || day != wanted))) {
        fail_msg("%s: %s, expected %s", cell, is_date ? "another date" : "no date", expected ? expected : "none");
    }
}

static void dates_are_read_in_every_usual_form(void **state)
{
    (void)state;
    static const char *const forms[] = {"2016-03-14",
                                        "2016/3/14",
                                        "20160314",
                                        "14/03/2016",
                                        "14/3/2016",
                                        "14-03-2016",
                                        "14.03.2016",
                                        "14 03 2016",
                                        "14/03/16",
                                        "14 mars 2016",
                                        "14-mars-16",
                                        "14 mars 16",
                                        "lundi 14 mars 2016",
                                        "LUN. 14 MARS 2016",
                                        "14 Mar 2016",
                                        "Mar 14, 2016",
                                        "March 14, 2016 10:30 AM",
                                        "2016-03-14T10:30:00",
                                        "14/03/2016 10:30",
                                        "14/03/2016 0h00",
                                        "2016/03/14 3:45:12 PM UTC+1",
                                        "14/03/2016 9:05 AM",
                                        "2016-03-14 00:00:00.000",
                                        "42443",
                                        "42443,5"};
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        assert_date(forms[i], french, "2016-03-14");
    }
    assert_date("1er février 2016", french, "2016-02-01");
    assert_date("3 août 2016", french, "2016-08-03");
    assert_date("3 aou\xcc\x82t 2016", french, "2016-08-03");
    assert_date("31 déc. 99", french, "1999-12-31");
}

static void what_is_no_date_is_not_read_as_one(void **state)
{
    (void)state;
    static const char *const wrong[] = {"31/02/2017",
                                        "2017-13-01",
                                        "14/03",
                                        "mars 2016",
                                        "2016",
                                        "14/03/201",
                                        "14 jui 2016",
                                        "12345",
                                        "F0012",
                                        "14/03/2016 abc",
                                        "14//2016x",
                                        "99999",
                                        "14/03/2016 /",
                                        "20161345",
                                        "1/2/3/4",
                                        "",
                                        "-",
                                        "14 mars",
                                        "123456789012345678901"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        assert_date(wrong[i], french, NULL);
    }
}

static void the_column_says_which_number_is_the_month(void **state)
{
    (void)state;
    struct date_form american = {.month_first = true}, macintosh = {.from_1904 = true};
    assert_date("03/04/2016", french, "2016-04-03");
    assert_date("03/04/2016", american, "2016-03-04");
    assert_date("14/03/2016", american, NULL);
    assert_date("40981", macintosh, "2016-03-14");
}

static void assert_number(const char *cell, char groups, double expected, bool expected_unit)
{
    double value = NAN;
    bool has_unit = false;
    bool is_number = number_form_read(str_from(cell), (struct number_form){groups}, &value, &has_unit);
    if (is_number == (bool)isnan(expected) || (is_number && (value != expected || has_unit != expected_unit))) {
        fail_msg("%s: %g, expected %g", cell, value, expected);
    }
}

static void numbers_are_read_as_their_column_is_written(void **state)
{
    (void)state;
    assert_number("1 234,5", 0, 1234.5, false);
    assert_number("1\xe2\x80\xaf"
                  "234,5",
                  0, 1234.5, false);
    assert_number("1\xc2\xa0"
                  "234",
                  0, 1234, false);
    assert_number("1'234.5", 0, 1234.5, false);
    assert_number("1.234,5", 0, 1234.5, false);
    assert_number("1,234.5", 0, 1234.5, false);
    assert_number("1.234.567", 0, 1234567, false);
    assert_number("1.234", 0, 1.234, false);
    assert_number("1.234", '.', 1234, false);
    assert_number("12,500", ',', 12500, false);
    assert_number("1\xe2\x80\x89"
                  "234,5",
                  0, 1234.5, false);
    assert_number("1 200 €", 0, 1200, true);
    assert_number("€ 1 200,50", 0, 1200.5, true);
    assert_number("€", 0, NAN, false);
    assert_number("1200 EUR", 0, 1200, true);
    assert_number("6 mois", 0, 6, true);
    assert_number("350h", 0, 350, true);
    assert_number("12 k€", 0, NAN, false);
    assert_number("mois", 0, NAN, false);
    assert_number("1.23.45", 0, NAN, false);
    assert_number("12,34.5", 0, NAN, false);
}

static char groups_of(const char *const *cells, size_t count)
{
    struct number_counts counts = {0};
    for (size_t i = 0; i < count; i++) {
        number_form_count(&counts, str_from(cells[i]));
    }
    return number_form_of(&counts).groups;
}

static void the_column_says_which_sign_parts_thousands(void **state)
{
    (void)state;
    assert_int_equal(groups_of((const char *[]){"1.234", "1.234.567"}, 2), '.');
    assert_int_equal(groups_of((const char *[]){"1.234", "12.500", "980"}, 3), 0);
    assert_int_equal(groups_of((const char *[]){"1.234", "12.500", "9.100"}, 3), '.');
    assert_int_equal(groups_of((const char *[]){"1.234", "12.500", "9.100", "1.5"}, 4), 0);
    assert_int_equal(groups_of((const char *[]){"1,234.50", "12,500"}, 2), ',');
    assert_int_equal(groups_of((const char *[]){"0.125", "0.250", "0.375"}, 3), 0);
}

static void numbers_of_registers_have_their_keys(void **state)
{
    (void)state;
    assert_true(identifiers_is_siret(STR("73282932000074")));
    assert_true(identifiers_is_siret(STR("35600000000048")));
    assert_false(identifiers_is_siret(STR("00000000000000")));
    assert_true(identifiers_is_rncp(STR("RNCP31114")));
    assert_true(identifiers_is_rncp(STR("RS5141")));
    assert_false(identifiers_is_rncp(STR("RNCP")));
    assert_true(identifiers_is_rome(STR("M1805")));
    assert_false(identifiers_is_rome(STR("Z1805")));
    assert_true(identifiers_is_uai(STR("0751717J")));
    assert_false(identifiers_is_uai(STR("0751717K")));
    assert_true(identifiers_is_rounded(STR("7,32829E+13")));
    assert_false(identifiers_is_rounded(STR("73282932000074")));
}

static void mojibake_is_recognised_and_put_right(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {{"DÃ©veloppeur", "Développeur"},
                                           {"lâ€™Ã©cole", "l’école"},
                                           {"crÃ©Ã©", "créé"},
                                           {"Å’uvre", "Œuvre"},
                                           {"NoÃ«l Ã\xc2\xa0 PÃ¢ques", "Noël à Pâques"},
                                           {"dÃƒÂ©veloppeur", "développeur"},
                                           {"d‚veloppeur … Šcole", "développeur à ècole"},
                                           {"Int‚gration, NŒmes", "Intégration, Nîmes"},
                                           {"IntŽgration, N”mes", "Intégration, Nîmes"},
                                           {"lÕapprenti dŽveloppeur", "l’apprenti développeur"}};
    struct arena scratch;
    arena_init(&scratch);
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        struct str repaired = mojibake_repair(&scratch, str_from(pairs[i][0]));
        assert_string_equal(str_text(&scratch, repaired), pairs[i][1]);
    }
    static const char *const sound[] = {
        "Développeur", "l’école",      "Œuvre",     "L’Haÿ-les-Roses", "naïve", "Ångström", "Božena",
        "Dušan",       "apprenant•es", "mot…suite", "l‘école",         "abc",   "",         "10 €",
        "« Ça »",      "São Paulo",    "ÉCOLE",     "À PÂQUES"};
    for (size_t i = 0; i < sizeof(sound) / sizeof(sound[0]); i++) {
        assert_int_equal(mojibake_repair(&scratch, str_from(sound[i])).len, 0);
    }
    arena_clear(&scratch);
}

static void contents_about_persons_are_known_by_their_form(void **state)
{
    (void)state;
    assert_true(contents_has_email(STR("anne.martin@exemple.fr")));
    assert_true(contents_has_email(STR("voir anne@exemple.fr, merci")));
    assert_false(contents_has_email(STR("@exemple")));
    assert_false(contents_has_email(STR("a@b")));
    static const char *const phones[] = {"06 12 34 56 78",       "0612345678",    "06.12.34.56.78", "+33 6 12 34 56 78",
                                         "+33 (0)6 12 34 56 78", "0033612345678", "6 12 34 56 78"};
    for (size_t i = 0; i < sizeof(phones) / sizeof(phones[0]); i++) {
        assert_true(contents_is_phone(str_from(phones[i])));
    }
    static const char *const others[] = {"2016-03-14", "14/03/2016", "73282932000074", "F0612345678", "0051234567",
                                         "612345678",  "48.85341",   "1 234 567,89",   "12345"};
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        assert_false(contents_is_phone(str_from(others[i])));
    }
    assert_true(contents_is_social_security(STR("2 55 08 14 168 025 38")));
    assert_true(contents_is_social_security(STR("255081416802538")));
    assert_true(contents_is_social_security(STR("1 84 12 2A 004 003")));
    assert_false(contents_is_social_security(STR("255081416802539")));
    assert_false(contents_is_social_security(STR("3 55 08 14 168 025 38")));
    assert_false(contents_is_social_security(STR("73282932000074")));
}

/* ---- whole columns ------------------------------------------------------------------------------------------------
 */

static struct arena arena;
static struct input input;
static struct error err;
static char folder[64];

#define PROGRAMME_XML                                                                                                  \
    "<programme><nom>P</nom><proprietaire>O</proprietaire><licence>L</licence><vagues><vague code='1' "                \
    "decidee-le='2016-02-03'/></vagues></programme>"

static int setup(void **state)
{
    (void)state;
    arena_init(&arena);
    memset(&err, 0, sizeof(err));
    strcpy(folder, "/tmp/gencarto-forms-XXXXXX");
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

static bool read_trainings(const char *csv)
{
    assert_true(file_write(file_join(&arena, folder, "programme.xml"), STR(PROGRAMME_XML), &err));
    assert_true(file_write(file_join(&arena, folder, "formations.csv"), str_from(csv), &err));
    return input_read(&arena, folder, NULL, SOURCE_DIR "/input/reference", &input, &err);
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

static void assert_label_day(size_t training, const char *expected)
{
    int32_t day;
    assert_true(date_parse(str_from(expected), &day));
    assert_int_equal(input.trainings[training].label_first_day, day);
}

static void one_date_tells_the_order_of_its_column(void **state)
{
    (void)state;
    assert_true(read_trainings("formation_id;date_label\nA;03/04/2016\nB;02/05/2016\nC;03/14/2016\n"));
    assert_label_day(0, "2016-03-04");
    assert_label_day(2, "2016-03-14");
    assert_int_equal(find("date-order")->line, 1);
    assert_int_equal(find("date-order")->column, 2);
}

static void a_silent_column_follows_the_others_of_its_file(void **state)
{
    (void)state;
    assert_true(read_trainings("formation_id;date_label;date_fin_label\nA;03/04/2016;03/31/2018\n"));
    assert_label_day(0, "2016-03-04");
}

static void one_wrong_date_does_not_turn_a_french_column(void **state)
{
    (void)state;
    assert_true(read_trainings("formation_id;date_label\nA;31/03/2016\nB;25/04/2016\nC;03/14/2016\nD;03/04/2016\n"));
    assert_int_equal(find("date")->line, 4);
    assert_label_day(2, "2016-04-03");
    assert_null(find("date-order"));
}

/* Of so many rows the sample takes the first and stretches; row 9600 lies between two of these. */
#define LONG_ROWS   70000
#define BETWEEN_ROW 9600

/* A register of `column` whose cells are `usual`, but one, `deciding`, which the sample does not see. */
static const char *long_register(const char *column, const char *usual, const char *deciding)
{
    struct buf csv;
    buf_init(&csv, &arena);
    buf_format(&csv, "formation_id;%s\n", column);
    for (int i = 0; i < LONG_ROWS; i++) {
        buf_format(&csv, "F%05d;%s\n", i, i == BETWEEN_ROW ? deciding : usual);
    }
    return str_text(&arena, buf_str(&csv));
}

static void the_date_that_decides_may_come_late(void **state)
{
    (void)state;
    assert_true(read_trainings(long_register("date_label", "03/04/2016", "03/14/2016")));
    assert_label_day(0, "2016-03-04");
    assert_label_day(BETWEEN_ROW, "2016-03-14");
    assert_null(find("date"));
}

static void the_number_that_decides_may_come_late(void **state)
{
    (void)state;
    assert_true(read_trainings(long_register("budget_session_eur", "1.234", "12,5")));
    assert_true(input.trainings[0].session_budget_eur == 1234);
    assert_true(read_trainings(long_register("budget_session_eur", "1,234", "12,5")));
    assert_true(input.trainings[0].session_budget_eur == 1.234);
    assert_true(input.trainings[BETWEEN_ROW].session_budget_eur == 12.5);
}

static void blanks_of_every_kind_part_thousands(void **state)
{
    (void)state;
    assert_true(read_trainings("formation_id;budget_session_eur;places;duree_mois\nA;1 200,50;1 200;6,5\n"
                               "B;1\xc2\xa0"
                               "200,50;1\xc2\xa0"
                               "200;6.5\nC;1\xe2\x80\xaf"
                               "200,50;1\xe2\x80\xaf"
                               "200;6,5\n"));
    for (size_t i = 0; i < 3; i++) {
        assert_true(input.trainings[i].session_budget_eur == 1200.5);
        assert_int_equal(input.trainings[i].places, 1200);
        assert_true(input.trainings[i].duration_months == 6.5);
    }
}

static void day_numbers_count_from_the_year_that_fits(void **state)
{
    (void)state;
    assert_true(read_trainings("formation_id;date_label\nA;42403\nB;42430\n"));
    assert_label_day(0, "2016-02-03");
    assert_non_null(find("date-serial"));
}

static void day_numbers_of_1904_are_known_by_their_distance(void **state)
{
    (void)state;
    assert_true(read_trainings("formation_id;date_label\nA;40941\nB;40968\n"));
    assert_label_day(0, "2016-02-03");
}

/* One label of 2025 among those of 2016 must not move the others by four years. */
static void one_late_day_number_does_not_change_the_epoch(void **state)
{
    struct buf rows;
    (void)state;
    buf_init(&rows, &arena);
    buf_text(&rows, "formation_id;date_label\n");
    for (int i = 0; i < 20; i++) {
        buf_format(&rows, "A%d;%d\n", i, i == 7 ? 44201 : 40941 + i);
    }
    buf_byte(&rows, '\0');
    assert_true(read_trainings(rows.ptr));
    assert_label_day(0, "2016-02-03");
}

static void what_is_found_of_a_column_is_at_its_header(void **state)
{
    (void)state;
    assert_true(read_trainings("Suivi des formations;\n\nformation_id;date_label\nA;03/14/2016\nB;04/15/2016\n"));
    assert_int_equal(find("date-order")->line, 3);
    assert_false(read_trainings("Suivi des formations;\n\nformation_id;suivi\nA;a.b@exemple.fr\nB;c@exemple.fr\n"));
    assert_non_null(strstr(err.message, "formations.csv:3: "));
}

static void an_end_that_nobody_knows_is_missing(void **state)
{
    (void)state;
    assert_true(read_trainings(
        "formation_id;statut_label;date_fin_label\nF1;retiree;NC\nF2;expiree;\nF3;retiree;2017-01-03\n"));
    int64_t lines = 0;
    for (size_t i = 0; i < input.findings.count; i++) {
        bool is_told = strcmp(input.findings.items[i].rule->id, "label-end-missing") == 0;
        lines = is_told ? lines * 10 + input.findings.items[i].line : lines;
    }
    assert_int_equal(lines, 23);
}

static void thousands_with_points_are_known_by_their_column(void **state)
{
    (void)state;
    assert_true(read_trainings("formation_id;budget_session_eur\nA;1.234\nB;1.234.567\n"));
    assert_true(input.trainings[0].session_budget_eur == 1234);
}

static void a_column_full_of_addresses_is_refused_by_name_alone(void **state)
{
    (void)state;
    assert_false(read_trainings("formation_id;suivi\nA;anne.martin@exemple.fr\nB;\nC;luc.petit@exemple.fr\n"));
    assert_non_null(strstr(err.message, "\"suivi\" holds e-mail addresses"));
    assert_null(strstr(err.message, "martin"));
}

static void one_address_in_a_long_column_is_no_reason(void **state)
{
    (void)state;
    assert_true(read_trainings("formation_id;adresse\nA;1 rue du Pont\nB;2 rue du Pont\nC;contact@exemple.fr\n"
                               "D;3 rue du Pont\nE;4 rue du Pont\nF;5 rue du Pont\n"));
}

static void telephones_and_social_security_numbers_are_refused_too(void **state)
{
    (void)state;
    assert_false(read_trainings("formation_id;divers\nA;06 12 34 56 78\nB;06 12 34 56 79\n"));
    assert_non_null(strstr(err.message, "telephone numbers"));
    memset(&err, 0, sizeof(err));
    assert_false(read_trainings("formation_id;divers\nA;255081416802538\nB;255081416802538\n"));
    assert_non_null(strstr(err.message, "social security numbers"));
}

static void codes_that_a_spreadsheet_wrote_otherwise_are_told(void **state)
{
    (void)state;
    struct arena scratch;
    struct str code = STR("unchanged");
    static const char *const restored[][2] = {
        {"31555.0", "31555"},    {"31555,00", "31555"},  {"3.1555E+04", "31555"}, {"3,1555e4", "31555"},
        {"=\"31555\"", "31555"}, {"\"31555\"", "31555"}, {"'01053", "01053"},     {"2,0123456E+07", "20123456"},
    };
    arena_init(&scratch);
    for (size_t i = 0; i < sizeof restored / sizeof *restored; i++) {
        assert_true(identifiers_restore(&scratch, str_from(restored[i][0]), &code));
        assert_true(str_equal(code, str_from(restored[i][1])));
    }
    assert_false(identifiers_restore(&scratch, STR("3.16E+04"), &code)); /* 31600, or one of a hundred others */
    assert_false(identifiers_restore(&scratch, STR("7,32829E+13"), &code));
    assert_false(identifiers_restore(&scratch, STR("31555.5"), &code));
    assert_false(identifiers_restore(&scratch, STR("31555"), &code));
    assert_false(identifiers_restore(&scratch, STR("E.0"), &code));
    arena_clear(&scratch);
}

static void a_code_that_is_also_a_postal_code_is_what_the_row_says(void **state)
{
    (void)state;
    static const struct {
        const char *row, *commune, *rule;
    } cases[] = {
        {"01440;;", "01283", "commune-ambiguous"},     /* Veyziat before, and the postal code of Viriat's place */
        {"01440;Oyonnax;", "01283", "commune-merged"}, /* the name of today */
        {"01440;Viriat;", "01451", "postal-code-as-commune"},
        {"01440;;01100", "01283", "commune-merged"}, /* the postal code of Oyonnax */
        {"01440;;01440", "01451", "postal-code-as-commune"},
        {"13001;Marseille;", "13055", "postal-code-as-commune"}, /* Aix-en-Provence has this code */
        {"13005;Marseille;13400", "13005", NULL},                /* Aubagne's code and postal code: the name is wrong */
        {"13001;Aix-en-Provence;", "13001", NULL},
        {"31555.0;Toulouse;", "31555", "code-number"},
        {"\"=\"\"31555\"\"\";Toulouse;", "31555", "code-number"},
        {"3,1555E+04;;", "31555", "code-number"},
        {"75056 Paris;;", "75056", "code-beside-name"},
        {"Brest (29019);;", "29019", "code-beside-name"},
        {"35238 - RENNES;Rennes;", "35238", "code-beside-name"},
        {"33000 Bordeaux;;", "33063", "code-beside-name"}, /* its postal code */
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_true(read_trainings(
            str_format(&arena, "formation_id;code_commune;commune;code_postal\nA;%s\n", cases[i].row).ptr));
        assert_string_equal(str_text(&arena, input.trainings[0].commune_code), cases[i].commune);
        assert_true(!cases[i].rule || find(cases[i].rule) != NULL);
        assert_true(cases[i].rule != NULL || find("postal-code-as-commune") == NULL);
    }
}

static void codes_are_repaired_with_a_trace(void **state)
{
    (void)state;
    static const struct {
        const char *cell, *commune, *rule;
    } cases[] = {{"1053", "01053", "leading-zero"},
                 {"20004", "2A004", "corsica-code"},
                 {"2a004", "2A004", NULL},
                 {"9D411", "97411", "overseas-code"},
                 {"33000", "33063", "postal-code-as-commune"},
                 {"75001", "75101", "postal-code-as-commune"}, /* Alfortville's before 1968 */
                 {"75008", "75108", "postal-code-as-commune"},
                 {"93066", "93066", NULL},
                 {"01003", "01165", "commune-merged"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_true(read_trainings(str_format(&arena, "formation_id;code_commune\nA;%s\n", cases[i].cell).ptr));
        assert_string_equal(str_text(&arena, input.trainings[0].commune_code), cases[i].commune);
        if (cases[i].rule) {
            const struct finding *finding = find(cases[i].rule);
            assert_non_null(finding);
            assert_int_equal(finding->rule->severity, SEVERITY_INFO);
            const char *trace =
                str_format(&arena, "code_commune: found \"%s\"; used \"%s\"", cases[i].cell, cases[i].commune).ptr;
            assert_string_equal(str_text(&arena, finding->detail), trace);
            assert_int_equal(finding->line, 2);
        }
    }
}

static void a_postal_code_is_kept_as_it_was_put_right(void **state)
{
    static const char *const cells[][2] = {
        {"1000", "01000"}, {"33000.0", "33000"}, {"33 000", "33000"}, {"nulle part", "nulle part"}};
    (void)state;
    for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
        assert_true(read_trainings(str_format(&arena, "formation_id;code_postal\nA;%s\n", cells[i][0]).ptr));
        assert_string_equal(str_text(&arena, input.trainings[0].postal_code), cells[i][1]);
    }
}

/* Whatever else stands there may be anything: a street, another place, two codes. */
static void a_name_beside_a_code_must_be_its_own(void **state)
{
    static const char *const cells[] = {"75056 Lyon",  "99999 Paris",     "Paris",
                                        "75056 13055", "12 rue de Paris", "- 75056 -"};
    (void)state;
    for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
        assert_true(read_trainings(str_format(&arena, "formation_id;code_commune\nA;%s\n", cells[i]).ptr));
        assert_null(find("code-beside-name"));
    }
    assert_true(read_trainings("formation_id;code_postal\nA;97460 Saint-Paul\n"));
    assert_string_equal(str_text(&arena, input.trainings[0].postal_code), "97460");
    assert_true(read_trainings("formation_id;code_departement\nA;974 - La Réunion\nB;07 La Réunion\n"));
    assert_string_equal(str_text(&arena, input.trainings[0].department_code), "974");
    assert_string_equal(str_text(&arena, input.trainings[1].department_code), "ND");
}

static void a_postal_code_of_several_communes_needs_the_name(void **state)
{
    (void)state;
    assert_true(read_trainings("formation_id;code_commune;commune\nA;01000;\nB;01000;Saint-Denis-lès-Bourg\n"));
    assert_int_equal(find("commune-unknown")->line, 2);
    assert_string_equal(str_text(&arena, input.trainings[1].commune_code), "01344");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_read_in_every_usual_form),
        cmocka_unit_test(what_is_no_date_is_not_read_as_one),
        cmocka_unit_test(the_column_says_which_number_is_the_month),
        cmocka_unit_test(numbers_are_read_as_their_column_is_written),
        cmocka_unit_test(the_column_says_which_sign_parts_thousands),
        cmocka_unit_test(numbers_of_registers_have_their_keys),
        cmocka_unit_test(mojibake_is_recognised_and_put_right),
        cmocka_unit_test(contents_about_persons_are_known_by_their_form),
        cmocka_unit_test_setup_teardown(one_date_tells_the_order_of_its_column, setup, teardown),
        cmocka_unit_test_setup_teardown(a_silent_column_follows_the_others_of_its_file, setup, teardown),
        cmocka_unit_test_setup_teardown(one_wrong_date_does_not_turn_a_french_column, setup, teardown),
        cmocka_unit_test_setup_teardown(the_date_that_decides_may_come_late, setup, teardown),
        cmocka_unit_test_setup_teardown(the_number_that_decides_may_come_late, setup, teardown),
        cmocka_unit_test_setup_teardown(blanks_of_every_kind_part_thousands, setup, teardown),
        cmocka_unit_test_setup_teardown(day_numbers_count_from_the_year_that_fits, setup, teardown),
        cmocka_unit_test_setup_teardown(day_numbers_of_1904_are_known_by_their_distance, setup, teardown),
        cmocka_unit_test_setup_teardown(one_late_day_number_does_not_change_the_epoch, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_found_of_a_column_is_at_its_header, setup, teardown),
        cmocka_unit_test_setup_teardown(an_end_that_nobody_knows_is_missing, setup, teardown),
        cmocka_unit_test_setup_teardown(thousands_with_points_are_known_by_their_column, setup, teardown),
        cmocka_unit_test_setup_teardown(a_column_full_of_addresses_is_refused_by_name_alone, setup, teardown),
        cmocka_unit_test_setup_teardown(one_address_in_a_long_column_is_no_reason, setup, teardown),
        cmocka_unit_test_setup_teardown(telephones_and_social_security_numbers_are_refused_too, setup, teardown),
        cmocka_unit_test_setup_teardown(codes_are_repaired_with_a_trace, setup, teardown),
        cmocka_unit_test_setup_teardown(codes_that_a_spreadsheet_wrote_otherwise_are_told, setup, teardown),
        cmocka_unit_test_setup_teardown(a_code_that_is_also_a_postal_code_is_what_the_row_says, setup, teardown),
        cmocka_unit_test_setup_teardown(a_postal_code_is_kept_as_it_was_put_right, setup, teardown),
        cmocka_unit_test_setup_teardown(a_name_beside_a_code_must_be_its_own, setup, teardown),
        cmocka_unit_test_setup_teardown(a_postal_code_of_several_communes_needs_the_name, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
