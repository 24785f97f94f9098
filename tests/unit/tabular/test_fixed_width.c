/* Columns of fixed width: how they are found, declared, cut, and written again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "gencarto/base/file.h"
#include "gencarto/base/random.h"
#include "gencarto/tabular/delimiter.h"
#include "gencarto/tabular/fixed_width.h"
#include "told.h"

static struct arena arena;
static struct error err;
static struct reader_summary found;
static char path[64];

static int setup(void **state)
{
    (void)state;
    arena_init(&arena);
    memset(&err, 0, sizeof(err));
    strcpy(path, "/tmp/gencarto-fixed-XXXXXX");
    int file = mkstemp(path);
    return file >= 0 ? close(file) : 1;
}

static int teardown(void **state)
{
    (void)state;
    unlink(path);
    arena_clear(&arena);
    return 0;
}

/* Explained and plain, which must agree. */
static const char *read_text(struct str bytes)
{
    struct reader_options options = {.header_rows = -1};
    const char *plain = told(&arena, path, bytes, &options, &found, &err);
    options.explains = true;
    assert_string_equal(told(&arena, path, bytes, &options, &found, &err), plain);
    return plain;
}

#define READ(literal) read_text(STR(literal))

static const char *places(void)
{
    struct buf out;
    buf_init(&out, &arena);
    fixed_width_write(&out, &found.dialect.fixed_width, ",");
    buf_byte(&out, '\0');
    return out.ptr;
}

/* ---- found ---------------------------------------------------------------------------------------------------- */

static void headings_over_gutters_tell_the_columns(void **state)
{
    (void)state;
    assert_string_equal(READ("code  commune          places\n"
                             "A001  Nîmes                12\n"
                             "A002  Le Puy-en-Velay       8\n"),
                        "1h[code/commune/places]2d[A001/Nîmes/12]3d[A002/Le Puy-en-Velay/8]");
    assert_string_equal(places(), "1,7,24");
    assert_int_equal(found.search.fixed_width, FIXED_WIDTH_BY_HEADINGS);
}

static void characters_are_counted_and_not_bytes(void **state)
{
    (void)state;
    assert_string_equal(READ("libell\xe9 nombre\r\n\xe9t\xe9\xe9\xe9\xe9\xe9     12\r\nhiver        3\r\n"),
                        "1h[libellé/nombre]2d[étééééé/12]3d[hiver/3]");
    assert_int_equal(found.dialect.encoding, ENCODING_WINDOWS_1252);
}

static void columns_one_blank_apart_are_told_by_what_their_cells_leave(void **state)
{
    (void)state;
    assert_string_equal(
        READ("date_debut ville    nb\n2018-03-12 Nîmes    12\n2018-03-14 Le Mans   8\n2018-04-02 Lyon    100\n"),
        "1h[date_debut/ville/nb]2d[2018-03-12/Nîmes/12]3d[2018-03-14/Le Mans/8]4d[2018-04-02/Lyon/100]");
}

static void headings_of_several_words_are_one(void **state)
{
    (void)state;
    assert_string_equal(READ("N° dossier  Date de début  Soldé ?\n"
                             "A1          12/03/2018     oui\n"
                             "A2          14/03/2018     non\n"),
                        "1h[N° dossier/Date de début/Soldé ?]2d[A1/12/03/2018/oui]3d[A2/14/03/2018/non]");
}

static void empty_cells_and_lines_without_their_last_blanks_are_rows(void **state)
{
    (void)state;
    assert_string_equal(READ("code  ville  date        note\n"
                             "A001         12/03/2018  vu\n"
                             "A002  Lyon\n"
                             "A003  Sète   14/03/2018\n"),
                        "1h[code/ville/date/note]2d[A001//12/03/2018/vu]3d[A002/Lyon//]4d[A003/Sète/14/03/2018/]");
}

static void a_ruler_of_dashes_tells_them(void **state)
{
    (void)state;
    assert_string_equal(READ("NOM        VILLE\n---------- ----------\nDupont     Paris\n\n1 ligne sélectionnée.\n"),
                        "1h[NOM/VILLE]2r[----------/----------]3d[Dupont/Paris]5n[1 ligne sélectionnée.]");
    assert_string_equal(places(), "1,12");
    assert_int_equal(found.search.fixed_width, FIXED_WIDTH_BY_RULER);
    assert_int_equal(found.layout.header_rows, 1);
}

static void lines_above_and_below_stay_whole(void **state)
{
    (void)state;
    assert_string_equal(READ("Commandes de matériel, service de la voirie\n\n"
                             "code  commune          places\n"
                             "A001  Nîmes                12\n"
                             "A002  Le Puy-en-Velay       8\n\n"
                             "Source : service des achats, le 12 mars\n"),
                        "1p[Commandes de matériel, service de la voirie]3h[code/commune/places]4d[A001/Nîmes/12]"
                        "5d[A002/Le Puy-en-Velay/8]7n[Source : service des achats, le 12 mars]");
}

static void a_sentence_that_happens_to_have_a_blank_there_stays_whole(void **state)
{
    (void)state;
    assert_string_equal(READ("Liste des dossiers au 12/03/2018\n\n"
                             "nom                      jour        nombre\n"
                             "Le Puy-en-Velay          2018-03-12      12\n"
                             "Lyon                     2018-03-14       8\n"),
                        "1p[Liste des dossiers au 12/03/2018]3h[nom/jour/nombre]4d[Le Puy-en-Velay/2018-03-12/12]"
                        "5d[Lyon/2018-03-14/8]");
}

static void a_line_with_ink_in_a_gutter_is_named_and_not_cut(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, &arena);
    buf_text(&text, "code  commune          places\n");
    for (int i = 0; i < 40; i++) {
        buf_text(&text, i == 30 ? "A030  Saint-Remy-en-Bouzemont  8\n" : "A001  Le Puy-en-Velay      12\n");
    }
    const char *records = read_text(buf_str(&text));
    assert_non_null(strstr(records, "31d[A001/Le Puy-en-Velay/12]32d![A030  Saint-Remy-en-Bouzemont  8]33d[A001"));
}

/* ---- not found ------------------------------------------------------------------------------------------------ */

static void texts_are_not_cut(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "Le rapport annuel présente les résultats des formations\nengagées dans les territoires. Les structures ont été\n"
        "accompagnées toute l'année par les équipes, et les données\n",
        "12 rue des Lilas 75012 Paris\n14 rue du Pont 31000 Toulouse\n3 bis avenue Foch 69003 Lyon\n",
        "Nom Prénom\nMartin Paul\nDurand Anne\nMoreau Jean\n",
        "Nom\nMartin\nDurand\nMoreau\n",
        "Téléphone\n04 66 00 00 01\n04 66 00 12 02\n05 61 22 33 44\n",
        "Le conseil s'est réuni     La séance est levée à dix\nle lundi à la mairie       heures, après le vote du\n"
        "pour examiner les          budget et des comptes de\ndossiers en attente        l'année précédente par\n",
        "Nom      : Dupont\nVille    : Paris\nDate     : 12/03/2018\n",
        "2018-01-01 12:00:00 INFO  début\n2018-01-01 12:00:01 WARN  fichier absent\n2018-01-01 12:00:02 INFO  fin\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        read_text(str_from(texts[i]));
        assert_int_equal(found.layout.columns, 1);
    }
}

static void what_a_delimiter_cuts_alike_is_not_looked_at(void **state)
{
    (void)state;
    assert_string_equal(
        READ("code;  commune;         places\nA001;  Nîmes;               12\nA002;  Le Puy;               8\n"),
        "1h[code/commune/places]2d[A001/Nîmes/12]3d[A002/Le Puy/8]");
    assert_int_equal(found.search.fixed_width, FIXED_WIDTH_NOT_LOOKED_AT);
    assert_string_equal(READ("id ville jour\n1 Lyon 2018-01-02\n2 Nice 2018-01-03\n"),
                        "1h[id/ville/jour]2d[1/Lyon/2018-01-02]3d[2/Nice/2018-01-03]");
}

static void blanks_that_may_be_of_either_leave_one_column(void **state)
{
    (void)state;
    READ("Nom   Bilan\nPaul  il a vu   le site\nAnne  elle part\nLuc        demain\n");
    assert_int_equal(found.layout.columns, 1);
    assert_int_equal(found.search.fixed_width, FIXED_WIDTH_UNLIKE);
}

/* ---- declared ------------------------------------------------------------------------------------------------- */

static const char *read_declared(const char *declared, struct str bytes)
{
    struct fixed_width columns;
    assert_true(fixed_width_parse(str_from(declared), &columns));
    const struct reader_options options = {.header_rows = -1, .wish.fixed_width = &columns};
    return told(&arena, path, bytes, &options, &found, &err);
}

static void declared_places_cut_every_line(void **state)
{
    (void)state;
    assert_string_equal(read_declared("1,5,9", STR("A001ParL12\nA002LyonX3\n")), "1d[A001/ParL/12]2d[A002/Lyon/X3]");
    assert_string_equal(read_declared("1", STR("a;b\n1;2\n")), "1h[a;b]2d[1;2]");
}

static void a_ruler_wins_over_what_is_declared(void **state)
{
    (void)state;
    assert_string_equal(read_declared("1,3", STR("nom   ville\n----  -----\nPaul  Paris\n")),
                        "1h[nom/ville]2r[----/-----]3d[Paul/Paris]");
}

static void places_are_written_in_order_from_one(void **state)
{
    (void)state;
    struct fixed_width columns;
    static const char *const wrong[] = {"", "0,4", "4,4", "9,3", "1;2", "a", "1,", "1,5000"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_false(fixed_width_parse(str_from(wrong[i]), &columns));
    }
    assert_true(fixed_width_parse(STR("1, 12,31"), &columns));
    assert_int_equal(columns.count, 3);
    assert_int_equal(fixed_width_cell_at(&columns, 0), 1);
    assert_int_equal(fixed_width_cell_at(&columns, 11), 2);
    assert_int_equal(fixed_width_cell_at(&columns, 400), 3);
}

/* ---- cutting, and back ---------------------------------------------------------------------------------------- */

/* However the text comes, piece by piece, it is cut the same. */
static void pieces_are_cut_as_the_whole(void **state)
{
    (void)state;
    struct fixed_width columns;
    const struct str text = STR("a   é1  z\r\n\r\nbb  c\r\n  \nd");
    fixed_width_parse(STR("1,5,9"), &columns);
    struct buf whole;
    buf_init(&whole, &arena);
    buf_add(&whole, text);
    fixed_width_cut(&columns, &whole, 0, true);
    assert_string_equal(str_text(&arena, buf_str(&whole)), "a\xfe"
                                                           "é1\xfez\r\n\r\nbb\xfe"
                                                           "c\xfe\r\n\nd\xfe\xfe");
    for (size_t cut = 0; cut <= text.len; cut++) {
        struct buf pieces;
        buf_init(&pieces, &arena);
        buf_add(&pieces, str_slice(text, 0, cut));
        size_t next = fixed_width_cut(&columns, &pieces, 0, false);
        buf_add(&pieces, str_slice(text, cut, text.len));
        fixed_width_cut(&columns, &pieces, next, true);
        assert_true(str_equal(buf_str(&pieces), buf_str(&whole)));
    }
}

/* Cells of a random table, without the stand-in. */
static void write_table(struct random_state *random, struct buf *out, size_t columns, size_t rows)
{
    static const char *const words[] = {"Nîmes", "Le Puy-en-Velay", "",      "12/03/2018",
                                        "8",     "œuvre d'été",     "a;b,c", "\"q\""};
    for (size_t row = 0; row <= rows; row++) {
        for (size_t i = 0; i < columns; i++) {
            buf_text(out, i ? (const char[]){DELIMITER_STAND_IN, '\0'} : "");
            if (row == 0) {
                buf_format(out, "colonne%zu", i);
            } else if (i < 2) {
                buf_format(out, "A%zu", row);
            } else {
                buf_text(out, words[random_below(random, sizeof words / sizeof *words)]);
            }
        }
        buf_byte(out, '\n');
    }
}

static void what_is_laid_out_is_read_back(void **state)
{
    (void)state;
    struct random_state random;
    random_seed(&random, 1);
    for (size_t i = 0; i < 300; i++) {
        struct buf table, laid;
        struct fixed_width columns;
        struct str header;
        buf_init(&table, &arena);
        buf_init(&laid, &arena);
        write_table(&random, &table, 2 + i % 9, 1 + i % 30);
        fixed_width_lay_out(buf_str(&table), &laid);
        struct str text = buf_str(&laid);
        assert_int_equal(fixed_width_find(&text, 1, &columns, &header), FIXED_WIDTH_BY_RULER);
        assert_int_equal(columns.count, 2 + i % 9);
        fixed_width_cut(&columns, &laid, 0, true);
        size_t first = str_index(buf_str(&laid), '\n', 0) + 1, second = str_index(buf_str(&laid), '\n', first) + 1;
        memmove(laid.ptr + first, laid.ptr + second, laid.len - second); /* without the ruler */
        laid.len -= second - first;
        assert_true(str_equal(buf_str(&laid), buf_str(&table)));
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(headings_over_gutters_tell_the_columns),
        TEST(characters_are_counted_and_not_bytes),
        TEST(columns_one_blank_apart_are_told_by_what_their_cells_leave),
        TEST(headings_of_several_words_are_one),
        TEST(empty_cells_and_lines_without_their_last_blanks_are_rows),
        TEST(a_ruler_of_dashes_tells_them),
        TEST(lines_above_and_below_stay_whole),
        TEST(a_sentence_that_happens_to_have_a_blank_there_stays_whole),
        TEST(a_line_with_ink_in_a_gutter_is_named_and_not_cut),
        TEST(texts_are_not_cut),
        TEST(what_a_delimiter_cuts_alike_is_not_looked_at),
        TEST(blanks_that_may_be_of_either_leave_one_column),
        TEST(declared_places_cut_every_line),
        TEST(a_ruler_wins_over_what_is_declared),
        TEST(places_are_written_in_order_from_one),
        TEST(pieces_are_cut_as_the_whole),
        TEST(what_is_laid_out_is_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
