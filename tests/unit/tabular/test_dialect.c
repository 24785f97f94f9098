/* Any CSV file: its encoding, its dialect, its parts, and each record as best read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "gencarto/base/file.h"
#include "gencarto/tabular/dialect_sample.h"
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
    strcpy(path, "/tmp/gencarto-dialect-XXXXXX");
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

static const char *read_with(struct str bytes, struct reader_options options)
{
    return told(&arena, path, bytes, &options, &found, &err);
}

static const char *read_bytes(struct str bytes)
{
    return read_with(bytes, (struct reader_options){.header_rows = -1, .explains = true});
}

#define READ(literal) read_bytes(STR(literal))

/* ---- what CSV files hold -------------------------------------------------------------------------------------- */

static void delimiters_and_line_breaks_inside_quotes_stay(void **state)
{
    (void)state;
    assert_string_equal(READ("nom,adresse\n\"Le Goff, A.\",\"1 rue X\n75001 Paris\"\n"),
                        "1h[nom/adresse]2d[Le Goff, A./1 rue X\n75001 Paris]");
}

static void doubled_quotes_are_one(void **state)
{
    (void)state;
    assert_string_equal(READ("a,b\n1,\"dit \"\"oui\"\" et non\"\n2,\"\"\n"), "1h[a/b]2d[1/dit \"oui\" et non]3d[2/]");
}

static void empty_cells_stay_empty(void **state)
{
    (void)state;
    assert_string_equal(READ("a,b,c\r\n1,\"\",\"\"\r\n2,3,\r\n,,\r\n"), "1h[a/b/c]2d[1//]3d[2/3/]4d[//]");
}

static void json_in_a_cell_is_a_cell(void **state)
{
    (void)state;
    assert_string_equal(READ("cle,valeur\n1,\"{\"\"type\"\": \"\"Point\"\", \"\"xy\"\": [2.3, 48.8]}\"\n"),
                        "1h[cle/valeur]2d[1/{\"type\": \"Point\", \"xy\": [2.3, 48.8]}]");
}

static void blanks_of_a_cell_are_kept(void **state)
{
    (void)state;
    assert_string_equal(READ("a;b\n x;y \n1;2\n"), "1h[a/b]2d[ x/y ]3d[1/2]");
}

/* ---- dialects ------------------------------------------------------------------------------------------------- */

static void padded_delimiters_are_found(void **state)
{
    (void)state;
    assert_string_equal(READ("a, b, c\n1, \"x, y\", 3\n2, , 4\n"), "1h[a/b/c]2d[1/x, y/3]3d[2//4]");
    assert_true(found.dialect.is_padded);
    assert_string_equal(READ("a | b\n1 | 2\n"), "1h[a/b]2d[1/2]");
    assert_true(found.dialect.is_padded);
    assert_int_equal(found.dialect.delimiter, '|');
}

static void rare_delimiters_need_better_reasons(void **state)
{
    (void)state;
    READ("a^b^c\n1^2^3\n4^5^6\n");
    assert_int_equal(found.dialect.delimiter, '^');
    READ("a b c\n1 2 3\n4 5 6\n");
    assert_int_equal(found.dialect.delimiter, ' ');
    READ("debut;fin\n10:30;12:00\n09:15;11:45\n");
    assert_int_equal(found.dialect.delimiter, ';');
}

static void one_column_of_texts_is_not_cut(void **state)
{
    (void)state;
    assert_string_equal(READ("remarque\nvu, revu\nlu, relu\n"), "1h[remarque]2d[vu, revu]3d[lu, relu]");
}

static void delimiters_of_several_characters_are_found(void **state)
{
    (void)state;
    static const char *const delimiters[] = {"||", ";;", "::", "~|~", "|~|", "<>", "@@", "=>", "^|^", "\t\t"};
    for (size_t i = 0; i < sizeof delimiters / sizeof *delimiters; i++) {
        const char *d = delimiters[i];
        struct str text = str_format(&arena, "code%sville%sprix\nF01%sLyon%s12,5\n\"F%s2\"%sNice%s\nF03%s%s3,5\n", d, d,
                                     d, d, d, d, d, d, d);
        const char *read = read_bytes(text);
        assert_string_equal(delimiter_text(&found.dialect.written).ptr, d);
        assert_string_equal(
            read, str_format(&arena, "1h[code/ville/prix]2d[F01/Lyon/12,5]3d[F%s2/Nice/]4d[F03//3,5]", d).ptr);
    }
}

static void delimiters_beyond_ascii_are_found(void **state)
{
    (void)state;
    static const char *const delimiters[] = {"§", "¦", "¤", "¶", "\x1f", "\x14", "│", "¬", "¿", "þ"};
    for (size_t i = 0; i < sizeof delimiters / sizeof *delimiters; i++) {
        const char *d = delimiters[i];
        assert_string_equal(read_bytes(str_format(&arena, "code%sville%sprix\nF01%sÉvry%s12,5\nF02%sL'Haÿ, ou non%s3\n",
                                                  d, d, d, d, d, d)),
                            "1h[code/ville/prix]2d[F01/Évry/12,5]3d[F02/L'Haÿ, ou non/3]");
        assert_string_equal(delimiter_text(&found.dialect.written).ptr, d);
    }
    assert_string_equal(READ("code\xa7ville\xa7prix\nF01\xa7\xc9vry\xa7"
                             "12,5\nF02\xa7Lyon\xa7"
                             "3\n"),
                        "1h[code/ville/prix]2d[F01/Évry/12,5]3d[F02/Lyon/3]");
}

static void a_declared_delimiter_may_be_long(void **state)
{
    (void)state;
    struct reader_options options = {.header_rows = 0};
    assert_true(delimiter_parse(STR(" - "), &options.wish.delimiter));
    assert_string_equal(read_with(STR("a - b-c - d\n1 -  - 3\n"), options), "1d[a/b-c/d]2d[1//3]");
    assert_true(delimiter_parse(STR("U+00A7"), &options.wish.delimiter));
    assert_string_equal(options.wish.delimiter.bytes, "§");
    assert_true(delimiter_parse(STR("\\x1f"), &options.wish.delimiter));
    assert_string_equal(options.wish.delimiter.bytes, "\x1f");
    assert_true(delimiter_parse(STR("comma"), &options.wish.delimiter));
    assert_true(str_equal(delimiter_text(&options.wish.delimiter), STR(",")));
    assert_false(delimiter_parse(STR("\""), &options.wish.delimiter));
    assert_false(delimiter_parse(STR("a\nb"), &options.wish.delimiter));
    assert_false(delimiter_parse(STR(""), &options.wish.delimiter));
    assert_false(delimiter_parse(STR("sixteen bytes are"), &options.wish.delimiter));
    assert_string_equal(READ("sep=||\na||b\n1||2\n"), "2h[a/b]3d[1/2]");
}

static void a_column_that_is_always_empty_is_no_second_delimiter(void **state)
{
    (void)state;
    READ("code;vide;ville\n1;;Lyon\n2;;Nice\n3;;Brest\n");
    assert_string_equal(found.dialect.written.bytes, ";");
    assert_int_equal(found.dialect.columns, 3);
}

/* The names of the columns tell, in quotes too. */
static void a_column_empty_below_a_quoted_header_is_no_second_delimiter(void **state)
{
    (void)state;
    READ("'nom';vide;'lieu'\n'Le Goff';;'rue X\nParis'\n'Morel';;'1, place Y'\n'Petit';;'à côté'\n");
    assert_string_equal(found.dialect.written.bytes, ";");
    assert_int_equal(found.dialect.columns, 3);
}

static void a_sign_at_the_end_of_cells_is_of_no_delimiter(void **state)
{
    (void)state;
    assert_string_equal(READ("89,4%;vu\n85,6%;lu\n77,0%;\n"), "1d[89,4%/vu]2d[85,6%/lu]3d[77,0%/]");
    READ("Lyon;+33 1 02 03 04 05\nNice;+33 1 02 03 04 06\nBrest;+33 1 02 03 04 07\n");
    assert_string_equal(found.dialect.written.bytes, ";");
    READ("vue (1);a\nvue (2);b\nvue (3);c\n");
    assert_string_equal(found.dialect.written.bytes, ";");
}

static void one_column_of_dates_in_words_is_not_cut(void **state)
{
    (void)state;
    assert_string_equal(READ("jour\n12 janvier 2017\n1er mars 2018\n"), "1h[jour]2d[12 janvier 2017]3d[1er mars 2018]");
    assert_string_equal(READ("date de debut\r1er trimestre 2014\r4e trimestre 2019\r"),
                        "1h[date de debut]2d[1er trimestre 2014]3d[4e trimestre 2019]");
    assert_string_equal(READ("recu le\n2017/03/12 3:45:12 PM UTC+1\n2017/03/13 9:05:01 AM UTC+1\n"),
                        "1h[recu le]2d[2017/03/12 3:45:12 PM UTC+1]3d[2017/03/13 9:05:01 AM UTC+1]");
}

static void nothing_but_delimiters_is_empty_cells(void **state)
{
    (void)state;
    assert_string_equal(READ(";;;;\n;;;;\n"), "1h[////]2d[////]");
}

static void a_separator_line_may_have_been_written_again(void **state)
{
    (void)state;
    assert_string_equal(READ("\"sep=;\"\n\"a\";\"b\"\n1;2\n"), "2h[a/b]3d[1/2]");
    assert_string_equal(READ("sep=,,\na,b,c\n1,2,3\n"), "2h[a/b/c]3d[1/2/3]");
    assert_string_equal(READ("sep=||\na||b\n1||2\n"), "2h[a/b]3d[1/2]");
}

static void a_header_may_be_longer_than_what_is_looked_at(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, &arena);
    buf_text(&text, "code;");
    for (int i = 0; i < 100 * 1000; i++) {
        buf_text(&text, "intitule");
    }
    buf_text(&text, ";ville\n1;2;3\n4;5;6\n7;8\n");
    const char *read = read_bytes(buf_str(&text));
    assert_non_null(strstr(read, "/ville]2d[1/2/3]3d[4/5/6]4d![7/8]"));
    assert_int_equal(found.layout.columns, 3);
}

static void a_long_cell_counts_once_for_the_dialect(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, &arena);
    buf_text(&text, "a\tb\tc\r\n1\tx\tvu\r\n2\t\"");
    for (int i = 0; i < 12 * 1000; i++) {
        buf_text(&text, "un \"\"mot\"\" ");
    }
    buf_text(&text, "\"\t\"rue X\nParis\"\r\n3\ty\tlu\r\n");
    const char *read = read_bytes(buf_str(&text));
    assert_int_equal(found.dialect.quote, '"');
    assert_non_null(strstr(read, "/rue X\nParis]5d[3/y/lu]"));
}

static void a_declared_dialect_is_obeyed(void **state)
{
    (void)state;
    struct reader_options options = {.header_rows = 0};
    options.wish = (struct dialect_wish){
        .delimiter = {","}, .quote = QUOTE_NONE, .encoding = STR_INIT("windows-1252"), .has_escape = true};
    assert_string_equal(read_with(STR("\"a;b\",\xc3\n"), options), "1d[\"a;b\"/\xc3\x83]");
}

static void the_search_is_explained_and_the_same_each_time(void **state)
{
    (void)state;
    READ("a;b;c\n1,5;2;3\n2,5;3;4\n");
    struct dialect_search first = found.search;
    assert_true(first.count >= 3);
    assert_int_equal(first.items[0].delimiter, ';');
    assert_int_equal(first.items[0].columns, 3);
    assert_true(first.items[0].score > first.items[1].score);
    READ("a;b;c\n1,5;2;3\n2,5;3;4\n");
    assert_int_equal(first.count, found.search.count);
    for (size_t i = 0; i < first.count; i++) {
        assert_true(first.items[i].score == found.search.items[i].score);
        assert_int_equal(first.items[i].delimiter, found.search.items[i].delimiter);
    }
}

/* Without an explanation, candidates that cannot win are passed over. */
static void the_dialect_is_the_same_with_and_without_an_explanation(void **state)
{
    (void)state;
    const struct dialect_wish wish = {0};
    static const struct str texts[] = {
        STR_INIT("a,b\nx\n,y\n2\n"),
        STR_INIT("a, b\nx\n1, y\n2\n"),
        STR_INIT("a;;b\n1;;2\n"),
        STR_INIT("e<\ra,X\r?x\r=pe\t\ra\r,\ra,b\rd;e?sep=,\ra,b2\n2?\r\b\t1, \r\n"),
        STR_INIT("Ville\nParis, Lyon\nNice\n"),
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct dialect found_sooner = {0}, found_in_full = {0};
        struct dialect_search search;
        dialect_find(texts[i], &wish, &found_sooner, NULL);
        dialect_find(texts[i], &wish, &found_in_full, &search);
        assert_int_equal(found_sooner.delimiter, found_in_full.delimiter);
        assert_int_equal(found_sooner.columns, found_in_full.columns);
    }
}

/* ---- encodings ------------------------------------------------------------------------------------------------ */

static void two_encodings_in_one_file_are_both_read(void **state)
{
    (void)state;
    assert_string_equal(READ("a;b\npr\xc3\xa9;1\npr\xe9;2\nt\xc3\xaat;3\n"), "1h[a/b]2d[pré/1]3d[pré/2]4d[têt/3]");
    assert_true(found.dialect.is_mixed);
    assert_int_equal(found.scan.first_invalid_line, 3);
}

static void the_undefined_bytes_of_windows_1252_are_placed(void **state)
{
    (void)state;
    assert_string_equal(READ("a;b\n1;\xe9\n2;\x81\n"), "1h[a/b]2d[1/é]3d[2/\xef\xbf\xbd]");
    assert_int_equal(found.scan.undefined, 1);
    assert_int_equal(found.scan.first_undefined_line, 3);
}

static void capitals_before_guillemets_are_no_utf8(void **state)
{
    (void)state;
    assert_string_equal(READ("a;b\n1;\xab"
                             "CAF\xc9\xbb\n2;\xe9\n"),
                        "1h[a/b]2d[1/«CAFÉ»]3d[2/é]");
    assert_int_equal(found.dialect.encoding, ENCODING_WINDOWS_1252);
}

/* ---- parts ---------------------------------------------------------------------------------------------------- */

static void lines_above_and_below_are_told_apart(void **state)
{
    (void)state;
    assert_string_equal(READ("Suivi\nÉdité le 12/05/2017\n\nid;nom;date\n1;a;12/05/2017\n2;b;13/05/2017\n"
                             "TOTAL;2;\nSource : extraction\n"),
                        "1p[Suivi]2p[Édité le 12/05/2017]4h[id/nom/date]5d[1/a/12/05/2017]6d[2/b/13/05/2017]"
                        "7t[TOTAL/2/]8n[Source : extraction]");
    assert_int_equal(found.layout.header_line, 4);
    assert_int_equal(found.layout.preamble_records, 2);
}

static void a_header_cut_short_or_too_long_is_named(void **state)
{
    (void)state;
    assert_string_equal(READ("nom;ville;places\nA;Lyon;3;4;5\nB;Nice;4;5;6\nC;Paris;5;6;7\n"),
                        "1h![nom/ville/places]2d[A/Lyon/3/4/5]3d[B/Nice/4/5/6]4d[C/Paris/5/6/7]");
    assert_string_equal(READ("nom;ville;places;a;a;a\nA;Lyon;3\nB;Nice;4\nC;Paris;5\n"),
                        "1h![nom/ville/places/a/a/a]2d[A/Lyon/3]3d[B/Nice/4]4d[C/Paris/5]");
    assert_string_equal(READ("Organisme;GEN\nnom;ville;places;code\nA;Lyon;3;7\nB;Nice;4;8\n"),
                        "1p[Organisme/GEN]2h[nom/ville/places/code]3d[A/Lyon/3/7]4d[B/Nice/4/8]");
}

static void a_tab_may_be_written_as_two_characters(void **state)
{
    (void)state;
    READ("nom\\tville\\tplaces\nA\\tLyon\\t3\n\"B\"\\t\\t4\n");
    assert_string_equal(found.dialect.written.bytes, "\\t");
    assert_int_equal(found.dialect.columns, 3);
    READ("nom;chemin\nA;C:\\temp\nB;D:\\tout\n");
    assert_string_equal(found.dialect.written.bytes, ";");
}

/* Many quotes of one row weigh no more than it does. */
static void one_row_does_not_tell_the_escape(void **state)
{
    (void)state;
    assert_string_equal(
        READ("\"a\",\"b\",\"c\"\n\"1\",\"dit \"\"oui\"\" hier\",\"2\"\n\"3\",\"dit \"\"non\"\" hier\",\"4\"\n"
             "\"x\\\" y\",\"\\\"z\\\" t\",\"\\\"u\\\" v\"\n"),
        "1h[a/b/c]2d[1/dit \"oui\" hier/2]3d[3/dit \"non\" hier/4]4dy1[x\" y/\"z\" t/\"u\" v]");
}

static void headers_have_none_to_three_rows(void **state)
{
    (void)state;
    READ("F1;3;12/05/2017\nF2;4;13/05/2017\n");
    assert_int_equal(found.layout.header_rows, 0);
    READ("id;n;date\nF1;3;12/05/2017\nF2;4;13/05/2017\n");
    assert_int_equal(found.layout.header_rows, 1);
    READ(
        "Objet;Nombre;Jour\nid;n;date\n(code);(entier);(jj/mm/aaaa)\nF1;3;12/05/2017\nF2;4;13/05/2017\nF3;5;14/05/2017\n");
    assert_int_equal(found.layout.header_rows, 3);
}

static void further_tables_begin_with_their_header(void **state)
{
    (void)state;
    assert_string_equal(READ("a;b;c\n1;2;3\n4;5;6\n\nd;e\nx;5\ny;6\n"),
                        "1h[a/b/c]2d[1/2/3]3d[4/5/6]5h[d/e]6d[x/5]7d[y/6]");
    assert_string_equal(READ("a;b;c\n1;2;3\na;b;c\n4;5;6\n"), "1h[a/b/c]2d[1/2/3]3h[a/b/c]4d[4/5/6]");
}

static void empty_files_and_lone_headers_are_read(void **state)
{
    (void)state;
    assert_string_equal(READ(""), "");
    assert_string_equal(READ("\xef\xbb\xbf"), "");
    assert_string_equal(READ("\n\n"), "");
    assert_string_equal(READ("a;b;c"), "1h[a/b/c]");
}

/* ---- broken records ------------------------------------------------------------------------------------------- */

static void ragged_rows_keep_their_cells_and_are_named(void **state)
{
    (void)state;
    assert_string_equal(READ("a;b;c\n1;2;3\n4;5\n6;7;8;9\n1;2;3\n"), "1h[a/b/c]2d[1/2/3]3d![4/5]4d![6/7/8/9]5d[1/2/3]");
}

static void a_quote_too_many_is_text(void **state)
{
    (void)state;
    assert_string_equal(READ("a;b;c\n1;2;\"x\"\n\"4;5;\"y;z\"\n6;7;8\n"), "1h[a/b/c]2d[1/2/x]3do1[\"4/5/y;z]4d[6/7/8]");
    assert_string_equal(READ("a;b;c\n1;2;\"x\"\n4;\"\"y;z\";5\n6;7;8\n"), "1h[a/b/c]2d[1/2/x]3dq2[4/\"y;z/5]4d[6/7/8]");
    assert_string_equal(READ("a;b;c\n1;2;\"x\"\n4;5\"y;6\n6;7;8\n"), "1h[a/b/c]2d[1/2/x]3ds2[4/5\"y/6]4d[6/7/8]");
}

static void a_broken_cell_beside_one_of_two_lines_is_mended(void **state)
{
    (void)state;
    assert_string_equal(READ("a;b;c\n1;2;\"x\"\n\"4;5;\"y\nz\"\n6;7;8\n"),
                        "1h[a/b/c]2d[1/2/x]3do1[\"4/5/y\nz]5d[6/7/8]");
}

static void a_quote_never_closed_spoils_its_line_only(void **state)
{
    (void)state;
    assert_string_equal(READ("a;b;c\n1;\"2;3\n4;5;6\n7;8;9\n"), "1h[a/b/c]2do2[1/\"2/3]3d[4/5/6]4d[7/8/9]");
}

static void a_row_under_another_delimiter_is_read_with_it(void **state)
{
    (void)state;
    assert_string_equal(READ("a,b,c\n1,2,3\n4;5;6\n7,8,9\n"), "1h[a/b/c]2d[1/2/3]3dx1[4/5/6]4d[7/8/9]");
}

/* Its quotes are sound: the row is too long, not broken. */
static void a_sound_cell_of_several_lines_stays_in_a_ragged_row(void **state)
{
    (void)state;
    assert_string_equal(READ("a;b;c\n1;2;\"x\ny\";\"x\ny\"\n4;5;\"z\"\n7;8;9\n"),
                        "1h[a/b/c]2d![1/2/x\ny/x\ny]5d[4/5/z]6d[7/8/9]");
    assert_string_equal(READ("a;b;c\n1;2;3\n4;5;6\n7;8;\"x\ny\";\"x\ny\";\"x\ny\"\n"),
                        "1h[a/b/c]2d[1/2/3]3d[4/5/6]4d![7/8/x\ny/x\ny/x\ny]");
}

static void two_cells_in_other_quotes_are_read_so(void **state)
{
    (void)state;
    assert_string_equal(READ("a;b;c\n1;\"x\";\"y\"\n2;\"x\";\"z\"\n3;'x';'t'\n"),
                        "1h[a/b/c]2d[1/x/y]3d[2/x/z]4dy1[3/x/t]");
    assert_string_equal(READ("a;b;c\n1;\"x\";\"y\"\n2;'x';\"z\"\n3;\"u\";\"t\"\n"),
                        "1h[a/b/c]2d[1/x/y]3d[2/'x'/z]4d[3/u/t]");
}

static void a_row_under_another_delimiter_may_quote_the_table_s(void **state)
{
    (void)state;
    assert_string_equal(READ("\"a\",\"b\",\"c\"\n\"1\",\"2\",\"x\"\n\"4\";\"5\";\"vu, revu\"\n\"7\",\"8\",\"z\"\n"),
                        "1h[a/b/c]2d[1/2/x]3dx1[4/5/vu, revu]4d[7/8/z]");
}

static void an_escape_after_a_cell_of_several_lines_is_read_so(void **state)
{
    (void)state;
    assert_string_equal(
        READ("a;b\n1;\"un \"\"mot\"\" dit\"\n2;\"un \"\"mot\"\" tu\"\n\"x\ny\";\"un \\\"mot\\\" lu\"\n"),
        "1h[a/b]2d[1/un \"mot\" dit]3d[2/un \"mot\" tu]4dy1[x\ny/un \"mot\" lu]");
}

static void a_number_cut_short_is_no_row_of_blanks(void **state)
{
    (void)state;
    assert_string_equal(READ("a;b;c\n1 000 000;2;3\n4 000 000;5;6\n7 000 000\n8;9;1\n"),
                        "1h[a/b/c]2d[1 000 000/2/3]3d[4 000 000/5/6]4d![7 000 000]5d[8/9/1]");
}

static void a_row_in_quotes_is_no_note(void **state)
{
    (void)state;
    assert_string_equal(READ("a;b;c\n1;2;3\n4;5;6\n\"7;x;9\"\n"), "1h[a/b/c]2d[1/2/3]3d[4/5/6]4d![7;x;9]");
    assert_string_equal(READ("a;b;c\n1;2;3\n4;5;6\n\"NB : vu ; revu ; lu\"\n"),
                        "1h[a/b/c]2d[1/2/3]3d[4/5/6]4n[NB : vu ; revu ; lu]");
}

/* ---- limits --------------------------------------------------------------------------------------------------- */

static void a_cell_without_end_stops_with_its_line(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, &arena);
    buf_text(&text, "a;b;c\n1;2;3\n4;5;\"");
    for (int i = 0; i < 300 * 1000; i++) {
        buf_text(&text, "xyz\n");
    }
    assert_string_equal(read_bytes(buf_str(&text)), "1h[a/b/c]2d[1/2/3]?");
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_non_null(strstr(err.message, ":3:"));
}

static void more_columns_than_are_read_are_told(void **state)
{
    static const char *const titles[] = {"", "Export\n"};
    (void)state;
    for (size_t t = 0; t < 2; t++) {
        struct buf text;
        buf_init(&text, &arena);
        buf_text(&text, titles[t]);
        for (int row = 0; row < 3; row++) {
            for (int i = 0; i < RECORD_FIELDS; i++) {
                buf_format(&text, "c%d,", i);
            }
            buf_text(&text, "fin\n");
        }
        memset(&err, 0, sizeof(err));
        read_bytes(buf_str(&text));
        assert_int_equal(err.kind, ERROR_INPUT);
        assert_non_null(strstr(err.message, t ? ":2: " : ":1: "));
        assert_non_null(strstr(err.message, "more than 512 cells"));
    }
}

static void what_is_no_csv_is_refused(void **state)
{
    static const struct str others[] = {STR_INIT("PK\x03\x04..."), STR_INIT("\xff\xfe\0\0a\0\0\0"),
                                        STR_INIT("<HTML><table>"), STR_INIT("\xef\xbb\xbf<?xml version=\"1.0\"?>")};
    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        assert_string_equal(read_bytes(others[i]), "refused");
    }
    memset(&err, 0, sizeof(err));
    struct reader_options options = {.header_rows = -1};
    assert_null(reader_open("/dev/null", &options, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
}

/* Windows-1252, larger than what is decoded at once. */
static void large_texts_are_decoded_without_a_seam(void **state)
{
    static const struct dialect_wish nothing = {0};
    struct dialect dialect;
    struct str text;
    struct buf raw, expected;
    (void)state;
    buf_init(&raw, &arena);
    buf_init(&expected, &arena);
    while (raw.len < 1024 * 1024) {
        buf_text(&raw, "r\xe9gion;12\n");
        buf_text(&expected, "r\xc3\xa9gion;12\n");
    }
    assert_true(dialect_detect(&arena, "large.csv", buf_str(&raw), &nothing, &dialect, &text, &err));
    assert_int_equal(dialect.encoding, ENCODING_WINDOWS_1252);
    assert_true(str_equal(text, buf_str(&expected)));
}

static void a_line_that_no_record_may_be_is_refused_before_it_is_decoded(void **state)
{
    static const struct dialect_wish nothing = {0};
    static const char header[] = "a;b\n1;\"";
    struct dialect dialect;
    struct str text;
    struct buf raw;
    (void)state;
    buf_init(&raw, &arena);
    buf_text(&raw, header);
    size_t zeros = (size_t)9 * RECORD_BYTES;
    buf_reserve(&raw, zeros);
    memset(raw.ptr + raw.len, 0, zeros);
    raw.len += zeros;
    assert_false(dialect_detect(&arena, "endless.csv", buf_str(&raw), &nothing, &dialect, &text, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_true(strstr(err.message, "endless.csv:2: a line above 16 MiB") != NULL);
}

static void a_sample_knows_that_nothing_quotes_until_parts_are_added(void **state)
{
    (void)state;
    struct dialect_sample sample = dialect_sample_of(STR("a;b\n1;2\n"));
    assert_true(sample.is_unquoted);
    dialect_sample_add_part(&sample, STR("3;4\n\"5\";6\n"));
    assert_false(sample.is_unquoted);
    assert_false(dialect_sample_of(STR("a;b\n1;\"2\"\n")).is_unquoted);
    assert_false(dialect_sample_of(STR("a;b\n1;l'an 2\n")).is_unquoted);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_sample_knows_that_nothing_quotes_until_parts_are_added),
        TEST(delimiters_and_line_breaks_inside_quotes_stay),
        TEST(doubled_quotes_are_one),
        TEST(empty_cells_stay_empty),
        TEST(json_in_a_cell_is_a_cell),
        TEST(blanks_of_a_cell_are_kept),
        TEST(padded_delimiters_are_found),
        TEST(rare_delimiters_need_better_reasons),
        TEST(delimiters_of_several_characters_are_found),
        TEST(delimiters_beyond_ascii_are_found),
        TEST(a_declared_delimiter_may_be_long),
        TEST(a_column_that_is_always_empty_is_no_second_delimiter),
        TEST(one_column_of_texts_is_not_cut),
        TEST(a_declared_dialect_is_obeyed),
        TEST(a_row_in_quotes_is_no_note),
        TEST(a_number_cut_short_is_no_row_of_blanks),
        TEST(an_escape_after_a_cell_of_several_lines_is_read_so),
        TEST(a_row_under_another_delimiter_may_quote_the_table_s),
        TEST(two_cells_in_other_quotes_are_read_so),
        TEST(a_sound_cell_of_several_lines_stays_in_a_ragged_row),
        TEST(a_long_cell_counts_once_for_the_dialect),
        TEST(more_columns_than_are_read_are_told),
        TEST(a_header_may_be_longer_than_what_is_looked_at),
        TEST(a_separator_line_may_have_been_written_again),
        TEST(nothing_but_delimiters_is_empty_cells),
        TEST(one_column_of_dates_in_words_is_not_cut),
        TEST(a_column_empty_below_a_quoted_header_is_no_second_delimiter),
        TEST(a_sign_at_the_end_of_cells_is_of_no_delimiter),
        TEST(the_search_is_explained_and_the_same_each_time),
        TEST(the_dialect_is_the_same_with_and_without_an_explanation),
        TEST(two_encodings_in_one_file_are_both_read),
        TEST(the_undefined_bytes_of_windows_1252_are_placed),
        TEST(capitals_before_guillemets_are_no_utf8),
        TEST(lines_above_and_below_are_told_apart),
        TEST(a_header_cut_short_or_too_long_is_named),
        TEST(a_tab_may_be_written_as_two_characters),
        TEST(one_row_does_not_tell_the_escape),
        TEST(headers_have_none_to_three_rows),
        TEST(further_tables_begin_with_their_header),
        TEST(empty_files_and_lone_headers_are_read),
        TEST(ragged_rows_keep_their_cells_and_are_named),
        TEST(a_quote_too_many_is_text),
        TEST(a_broken_cell_beside_one_of_two_lines_is_mended),
        TEST(a_quote_never_closed_spoils_its_line_only),
        TEST(a_row_under_another_delimiter_is_read_with_it),
        TEST(a_cell_without_end_stops_with_its_line),
        TEST(what_is_no_csv_is_refused),
        TEST(large_texts_are_decoded_without_a_seam),
        TEST(a_line_that_no_record_may_be_is_refused_before_it_is_decoded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
