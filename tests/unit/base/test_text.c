// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include "gencarto/base/buf.h"
#include "gencarto/base/random.h"
#include "gencarto/base/text.h"

struct pair {
    struct str from, expected;
};

typedef struct str mapping(struct arena *arena, struct str s);

static void check_pairs(mapping *map, const struct pair *pairs, size_t count)
{
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < count; i++) {
        struct str found = map(&arena, pairs[i].from);
        if (!str_equal(found, pairs[i].expected))
            fail_msg("\"%.*s\" gives \"%.*s\", expected \"%.*s\"", STR_ARGS(pairs[i].from), STR_ARGS(found),
                     STR_ARGS(pairs[i].expected));
    }
    arena_clear(&arena);
}

#define CHECK_PAIRS(map, pairs) check_pairs((map), (pairs), sizeof(pairs) / sizeof *(pairs))

static void accepts_valid_utf8(void **state)
{
    (void)state;
    size_t valid = 99;
    assert_true(text_is_utf8(STR("Développeur·se, 5 €, 𝄞"), &valid));
    assert_int_equal(valid, sizeof "Développeur·se, 5 €, 𝄞" - 1);
    assert_true(text_is_utf8(STR("a\0b"), NULL));
    assert_true(text_is_utf8((struct str){NULL, 0}, NULL));
    assert_true(text_is_utf8(STR("\xF4\x8F\xBF\xBF\xED\x9F\xBF\xEE\x80\x80"), NULL));
}

static void refuses_every_other_sequence(void **state)
{
    (void)state;
    static const struct str wrong[] = {
        STR_INIT("\x80"),             /* a continuation alone */
        STR_INIT("\xE9 "),            /* Latin-1 */
        STR_INIT("\xC0\x80"),         /* overlong NUL */
        STR_INIT("\xC1\xBF"),         /* overlong */
        STR_INIT("\xE0\x9F\xBF"),     /* overlong */
        STR_INIT("\xF0\x8F\xBF\xBF"), /* overlong */
        STR_INIT("\xED\xA0\x80"),     /* surrogate */
        STR_INIT("\xF4\x90\x80\x80"), /* above U+10FFFF */
        STR_INIT("\xF8\x88\x80\x80\x80"),
        STR_INIT("\xFF"),
        STR_INIT("\xC3"), /* cut */
        STR_INIT("\xE2\x82"),
        STR_INIT("\xF0\x9D\x84"),
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        size_t valid = 99;
        struct str text = str_format(&arena, "ab\u00E9%.*s", STR_ARGS(wrong[i]));
        text.len = 4 + wrong[i].len;
        assert_false(text_is_utf8(text, &valid));
        assert_int_equal(valid, 4);
    }
    arena_clear(&arena);
}

static void composes(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {STR_INIT("plain"), STR_INIT("plain")},
        {STR_INIT("E\u0301cole"), STR_INIT("École")},
        {STR_INIT("École"), STR_INIT("École")},
        {STR_INIT("a\u0323\u0302"), STR_INIT("\u1EAD")},
        {STR_INIT("\u212B"), STR_INIT("\u00C5")},
        {STR_INIT("ﬁn ½"), STR_INIT("ﬁn ½")},
        {STR_INIT(""), STR_INIT("")},
    };
    CHECK_PAIRS(text_nfc, pairs);
}

static void folds_case_marks_ligatures_and_signs(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {STR_INIT("L’Haÿ-les-Roses "), STR_INIT("l hay les roses")},
        {STR_INIT("l'haÿ les roses"), STR_INIT("l hay les roses")},
        {STR_INIT("LʼHAŸ – LES — ROSES"), STR_INIT("l hay les roses")},
        {STR_INIT("Provence-Alpes-Côte d'Azur"), STR_INIT("provence alpes cote d azur")},
        {STR_INIT("Cœur Œuvre Ægir æ Straße"), STR_INIT("coeur oeuvre aegir ae strasse")},
        {STR_INIT("Ørsted Łódź"), STR_INIT("orsted lodz")},
        {STR_INIT("E\u0301COLE"), STR_INIT("ecole")},
        {STR_INIT("Développeur·se"), STR_INIT("developpeur se")},
        {STR_INIT("forma\u00ADtion"), STR_INIT("formation")},
        {STR_INIT("\u00A05 000\u202F€\u00A0"), STR_INIT("5 000")},
        {STR_INIT("ﬁn du n° 2²"), STR_INIT("fin du n 22")},
        {STR_INIT("C++ / C#"), STR_INIT("c c")},
        {STR_INIT("ΑΘΉΝΑ"), STR_INIT("αθηνα")},
        {STR_INIT(" -- ’ "), STR_INIT("")},
        {STR_INIT(""), STR_INIT("")},
    };
    CHECK_PAIRS(text_fold, pairs);
}

static void slugs_are_addresses(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {STR_INIT("Développeur·se web"), STR_INIT("developpeur-se-web")},
        {STR_INIT("Côtes-d'Armor"), STR_INIT("cotes-d-armor")},
        {STR_INIT("Côtes-d’Armor"), STR_INIT("cotes-d-armor")},
        {STR_INIT("  La Réunion  "), STR_INIT("la-reunion")},
        {STR_INIT("C++ & <script>"), STR_INIT("c-script")},
        {STR_INIT("Web ΑΘΉΝΑ 2017"), STR_INIT("web-2017")},
        {STR_INIT("日本"), STR_INIT("")},
        {STR_INIT("../.."), STR_INIT("")},
    };
    CHECK_PAIRS(text_slug, pairs);
}

/* One of the characters that fold without Unicode's tables, encoded. */
static struct str simple_character(uint64_t number, char bytes[3])
{
    uint32_t c = number < 0x80               ? (uint32_t)number
                 : number < 0x80 + 0x40      ? (uint32_t)(0xC0 + number - 0x80)
                 : number < 0x80 + 0x40 + 16 ? (uint32_t)(0x2010 + number - 0x80 - 0x40)
                                             : (const uint32_t[]){0xA0, 0xAB, 0xBB, 0x152, 0x153}[number - 0x80 - 0x50];
    if (c < 0x80) {
        bytes[0] = (char)c;
        return (struct str){bytes, 1};
    }
    size_t len = c < 0x800 ? 2 : 3;
    bytes[0] = (char)(len == 2 ? 0xC0 | c >> 6 : 0xE0 | c >> 12);
    bytes[1] = (char)(0x80 | ((len == 2 ? c : c >> 6) & 0x3F));
    bytes[2] = (char)(0x80 | (c & 0x3F));
    return (struct str){bytes, len};
}

enum { SIMPLE_CHARACTERS = 0x80 + 0x40 + 16 + 5 };

/* The usual characters take a shorter way: a mark at the end, which folds to nothing and which they do not take, must
 * not change the result. */
static void check_both_ways(struct arena *arena, struct str simple)
{
    struct str with_mark = str_format(arena, "%.*s\u0301", STR_ARGS(simple));
    assert_true(str_equal(text_fold(arena, simple), text_fold(arena, with_mark)));
    assert_true(str_equal(text_slug(arena, simple), text_slug(arena, with_mark)));
}

static void both_ways_of_folding_agree(void **state)
{
    (void)state;
    struct random_state random;
    random_seed(&random, 5);
    struct arena arena;
    arena_init(&arena);
    for (int i = 0; i < 5000; i++) {
        struct arena_mark mark = arena_save(&arena);
        struct buf text;
        char bytes[3];
        buf_init(&text, &arena);
        for (uint64_t j = random_below(&random, 12); j > 0; j--)
            buf_add(&text, simple_character(1 + random_below(&random, SIMPLE_CHARACTERS - 1), bytes));
        check_both_ways(&arena, buf_str(&text));
        arena_restore(&arena, mark);
    }
    for (uint64_t number = 1; number < SIMPLE_CHARACTERS; number++) {
        char bytes[3];
        check_both_ways(&arena, str_format(&arena, "a%.*sb", STR_ARGS(simple_character(number, bytes))));
    }
    arena_clear(&arena);
}

/* What text_nfc gives back as it is, a composition of Unicode's own would give back too. */
static void signs_left_as_they_are_are_composed(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    for (unsigned c = 0x90; c <= 0xBF; c++) {
        const char sign[] = {(char)0xE2, (char)0x80, (char)c};
        struct str alone = {sign, sizeof sign};
        struct str composed = text_nfc(&arena, str_format(&arena, "%.*se\u0301", STR_ARGS(alone)));
        assert_true(str_equal(composed, str_format(&arena, "%.*sé", STR_ARGS(alone))));
        assert_ptr_equal(text_nfc(&arena, alone).ptr, sign);
    }
    assert_string_equal(str_text(&arena, text_nfc(&arena, STR("\u2000"))), "\u2002"); /* not of them */
    arena_clear(&arena);
}

static void long_texts_fold_as_short_ones_do(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct buf text, expected;
    buf_init(&text, &arena);
    buf_init(&expected, &arena);
    for (int i = 0; i < 1000; i++) {
        buf_text(&text, "\uFDFAŒuvre·");
        buf_text(&expected, i ? " " : "");
        buf_add(&expected, text_fold(&arena, STR("\uFDFAŒuvre")));
    }
    assert_true(str_equal(text_fold(&arena, buf_str(&text)), buf_str(&expected)));
    arena_clear(&arena);
}

static void sort_keys_put_names_in_alphabetical_order(void **state)
{
    (void)state;
    static const struct str names[] = {
        STR_INIT("Ain"),       STR_INIT("Ain Sud"), STR_INIT("Côte"),   STR_INIT("cote bleue"),
        STR_INIT("Côte-d'Or"), STR_INIT("Eure"),    STR_INIT("Évreux"), STR_INIT("Nord"),
        STR_INIT("Œuilly"),    STR_INIT("Oise"),    STR_INIT("Yonne"),
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 1; i < sizeof names / sizeof *names; i++) {
        struct str before = text_sort_key(&arena, names[i - 1]), after = text_sort_key(&arena, names[i]);
        if (str_compare(before, after) >= 0)
            fail_msg("%.*s is not before %.*s", STR_ARGS(names[i - 1]), STR_ARGS(names[i]));
    }
    assert_true(str_compare(text_sort_key(&arena, STR("Cote")), text_sort_key(&arena, STR("Côte"))) != 0);
    arena_clear(&arena);
}

static void changes_the_case_of_letters(void **state)
{
    (void)state;
    static const struct pair lower[] = {
        {STR_INIT("ÉCOLE Œuvre 3E"), STR_INIT("école œuvre 3e")},
        {STR_INIT("déjà"), STR_INIT("déjà")},
        {STR_INIT(""), STR_INIT("")},
    };
    static const struct pair capital[] = {
        {STR_INIT("école du Web"), STR_INIT("École du Web")},
        {STR_INIT("œuvre"), STR_INIT("Œuvre")},
        {STR_INIT("Île"), STR_INIT("Île")},
        {STR_INIT("3e trimestre"), STR_INIT("3e trimestre")},
        {STR_INIT("a"), STR_INIT("A")},
        {STR_INIT(""), STR_INIT("")},
    };
    CHECK_PAIRS(text_lower, lower);
    CHECK_PAIRS(text_capital, capital);
}

static void counts_code_points(void **state)
{
    (void)state;
    assert_int_equal(text_length(STR("é€𝄞a")), 4);
    assert_int_equal(text_length(STR("")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_valid_utf8),
        cmocka_unit_test(refuses_every_other_sequence),
        cmocka_unit_test(composes),
        cmocka_unit_test(folds_case_marks_ligatures_and_signs),
        cmocka_unit_test(slugs_are_addresses),
        cmocka_unit_test(both_ways_of_folding_agree),
        cmocka_unit_test(signs_left_as_they_are_are_composed),
        cmocka_unit_test(long_texts_fold_as_short_ones_do),
        cmocka_unit_test(sort_keys_put_names_in_alphabetical_order),
        cmocka_unit_test(changes_the_case_of_letters),
        cmocka_unit_test(counts_code_points),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
