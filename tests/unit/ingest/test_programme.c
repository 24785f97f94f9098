/* programme.xml: what is read, and how faults are told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "gencarto/base/date.h"
#include "gencarto/base/file.h"
#include "gencarto/compile/ingest/programme.h"

#define HEAD "<programme>\n<nom>Programme</nom>\n<proprietaire>Organisme</proprietaire>\n<licence>Licence</licence>\n"

static struct arena arena;
static struct programme programme;
static struct error err;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena);
    memset(&err, 0, sizeof(err));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

static bool read_valid(const char *path)
{
    struct document_schema *schema = NULL;
    bool is_valid = programme_read(&arena, path, &programme, &err) && programme_schema_read(&arena, &schema, &err) &&
                    programme_validate(&programme, schema, &err);
    document_schema_free(schema);
    return is_valid;
}

/* Reads HEAD, `body` from line 5 on, and the end tag. */
static bool read_body(const char *body)
{
    char path[] = "/tmp/gencarto-programme-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    struct str text = str_format(&arena, HEAD "%s</programme>\n", body);
    assert_true(file_write(path, text, &err));
    bool ok = read_valid(path);
    unlink(path);
    return ok;
}

static void assert_str(struct str s, const char *expected)
{
    assert_string_equal(str_text(&arena, s), expected);
}

static void assert_refused(const char *body, const char *line, const char *word)
{
    assert_false(read_body(body));
    assert_int_equal(err.kind, ERROR_INPUT);
    if (!strstr(err.message, line) || !strstr(err.message, word)) {
        fail_msg("message without \"%s\" or \"%s\": %s", line, word, err.message);
    }
}

static void only_name_owner_and_licence_are_required(void **state)
{
    (void)state;
    assert_true(read_body(""));
    assert_str(programme.name, "Programme");
    assert_str(programme.short_name, "Programme");
    assert_str(programme.source_credit, "Organisme");
    assert_str(programme.accessibility_status, "non");
    assert_int_equal(programme.rounding_base, 5);
    assert_int_equal(programme.share_minimum, 20);
    assert_int_equal(programme.language_count, 1);
    assert_str(programme.languages[0], "fr");
    assert_int_equal(programme.release.index, 0);
    assert_int_equal(programme.published_day, DATE_NONE);
    assert_false(programme.simulated);
    assert_int_equal(programme.source_count, 0);
}

static void the_historical_example_is_valid(void **state)
{
    (void)state;
    if (!read_valid(SOURCE_DIR "/input/historique/programme.xml")) {
        fail_msg("%s", err.message);
    }
    assert_false(programme.simulated);
    assert_str(programme.short_name, "GEN");
    assert_int_equal(programme.release.index, 2017 * 4 + 3);
    assert_int_equal(programme.target_count, 6);
    assert_int_equal(programme.wave_count, 2);
    assert_int_equal(programme.waves[0].applications, 360);
    assert_int_equal(programme.waves[1].applications, -1);
}

static void a_target_has_its_trajectory(void **state)
{
    (void)state;
    assert_true(read_body("<cibles><cible indicateur='apprenants_cumul' territoire='departement:31' valeur='1 000,5' "
                          "debut='2016-T1' echeance='2017-T4' jalon='Étape'>"
                          "<etape trimestre='2016-T4' valeur='300'/><etape trimestre='2017-T2' valeur='600'/>"
                          "</cible></cibles>"));
    const struct programme_target *target = &programme.targets[0];
    assert_str(target->entity, "department:31");
    assert_true(target->value == 1000.5);
    assert_int_equal(target->start.index, 2016 * 4);
    assert_int_equal(target->deadline.index, 2017 * 4 + 3);
    assert_false(target->is_stepped);
    assert_int_equal(target->point_count, 2);
    assert_true(target->points[1].value == 600);
    assert_str(target->milestone_label, "Étape");
}

static void the_country_has_one_code_however_it_is_named(void **state)
{
    (void)state;
    assert_true(read_body("<cibles><cible indicateur='a' valeur='1' debut='2016-T1' echeance='2016-T1'/>"
                          "<cible indicateur='b' territoire='FR' valeur='1' debut='2016-T1' echeance='2016-T1'/>"
                          "<cible indicateur='c' territoire='pays:FR' valeur='1' debut='2016-T1' echeance='2016-T1'/>"
                          "<cible indicateur='d' territoire='region:76' valeur='1' debut='2016-T1' "
                          "echeance='2016-T1'/></cibles>"));
    assert_str(programme.targets[0].entity, "country:FR");
    assert_str(programme.targets[1].entity, "country:FR");
    assert_str(programme.targets[2].entity, "country:FR");
    assert_str(programme.targets[3].entity, "region:76");
}

static void a_source_says_how_its_files_are_read(void **state)
{
    (void)state;
    assert_true(read_body("<sources><source table='inscriptions' fichiers='dossiers*.csv' recu-le='15/01/2018' "
                          "refus-au-dela='0,5' encodage='windows-1252' separateur='tabulation'>"
                          "<colonne entete=\"N° du dossier\" nom='inscription_id'/>"
                          "<colonne-autorisee>nom</colonne-autorisee></source></sources>"));
    const struct programme_source *source = &programme.sources[0];
    assert_str(source->pattern, "dossiers*.csv");
    assert_true(source->refuse_above_percent == 0.5);
    assert_string_equal(source->delimiter.bytes, "\t");
    assert_str(source->mappings[0].column, "inscription_id");
    assert_str(source->allowed_columns[0], "nom");
    int32_t day;
    assert_true(date_from_parts(2018, 1, 15, &day));
    assert_int_equal(source->received_day, day);
}

static void faults_name_their_line(void **state)
{
    static const struct {
        const char *body, *line, *word;
    } cases[] = {
        {"<bogus/>", ":5", "bogus"},
        {"\n<diffusion base='7'/>", ":6", "base"},
        {"<publication publie-le='2018-02-31'/>", ":5: ", "2018-02-31"},
        {"<bogus>\n<cible/></bogus>", ":5", "bogus"},
        {"<cibles>\n<cible indicateur='x' debut='2016-T1' echeance='2016-T4'/></cibles>", ":6: ", "valeur"},
        {"<cibles><cible indicateur='x' valeur='dix' debut='2016-T1' echeance='2016-T4'/></cibles>", ":5: ", "dix"},
        {"<cibles><cible indicateur='x' territoire='76' valeur='1' debut='2016-T1' echeance='2016-T4'/></cibles>", ":5",
         "territoire"},
        {"<cibles><cible indicateur='x' territoire='ville:76' valeur='1' debut='2016-T1' echeance='2016-T4'/></cibles>",
         ":5: ", "ville:76"},
        {"<sources>\n<source table='ventes'/></sources>", ":6: ", "ventes"},
        {"<publication trimestre='2017-T5'/>", ":5", "trimestre"},
        {"<cibles>\n<cible indicateur='Part de femmes' valeur='1' debut='2016-T1' echeance='2016-T4'/></cibles>", ":6",
         "indicateur"},
        {"<cibles>\n\n<cible indicateur='x' valeur='1' debut='2017-T1' echeance='2016-T4'/></cibles>",
         ":7: ", "before debut"},
        {"<cibles><cible indicateur='x' valeur='1' debut='2016-T1' echeance='2016-T4'>\n"
         "<etape trimestre='2017-T1' valeur='1'/></cible></cibles>",
         ":6: ", "time order"},
        {"<vagues><vague code='1'/>\n<vague code='1'/></vagues>", ":6: ", "twice"},
        {"<bandeau>a</bandeau>\n<bandeau>b</bandeau>", ":6: ", "twice"},
        {"<langues>fr fr</langues>", ":5: ", "twice"},
        {"<vocabulaires><vocabulaire colonne='couleur'><terme code='a'/></vocabulaire></vocabulaires>",
         ":5: ", "no vocabulary"},
        {"<vocabulaires><vocabulaire colonne='sexe'><terme code='H'/></vocabulaire></vocabulaires>", ":5: ", "F, M, X"},
        {"<sources><source table='formations'>\n<colonne entete='Titre' nom='title'/></source></sources>",
         ":6: ", "no such column"},
        {"<sources><source table='formations' refus-au-dela='200'/></sources>", ":5: ", "0 to 100"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        teardown(state);
        setup(state);
        assert_refused(cases[i].body, cases[i].line, cases[i].word);
    }
}

static void each_required_element_is_asked_for(void **state)
{
    char path[] = "/tmp/gencarto-programme-XXXXXX";
    int fd = mkstemp(path);
    (void)state;
    assert_true(fd >= 0);
    close(fd);
    assert_true(file_write(path, STR("<programme><nom>A</nom><proprietaire>B</proprietaire></programme>"), &err));
    assert_false(read_valid(path));
    unlink(path);
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_non_null(strstr(err.message, "licence"));
}

static void an_absent_file_is_an_input_fault(void **state)
{
    (void)state;
    assert_false(read_valid("/tmp/no-such-gencarto-programme.xml"));
    assert_int_equal(err.kind, ERROR_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(only_name_owner_and_licence_are_required, setup, teardown),
        cmocka_unit_test_setup_teardown(the_historical_example_is_valid, setup, teardown),
        cmocka_unit_test_setup_teardown(a_target_has_its_trajectory, setup, teardown),
        cmocka_unit_test_setup_teardown(the_country_has_one_code_however_it_is_named, setup, teardown),
        cmocka_unit_test_setup_teardown(a_source_says_how_its_files_are_read, setup, teardown),
        cmocka_unit_test_setup_teardown(faults_name_their_line, setup, teardown),
        cmocka_unit_test_setup_teardown(each_required_element_is_asked_for, setup, teardown),
        cmocka_unit_test_setup_teardown(an_absent_file_is_an_input_fault, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
