/* The table of rules: each says what is wrong and how to mend it, here in English and in the catalogue in French. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "gencarto/base/file.h"
#include "gencarto/compile/ingest/input.h"

#define CATALOGUE SOURCE_DIR "/templates/catalogue/labels.fr.xml"

static bool has_label(struct arena *arena, struct str catalogue, const char *prefix, const char *id)
{
    struct str label = str_format(arena, "<label id=\"%s.%s\">", prefix, id);
    size_t at = str_find(catalogue, label, 0) + label.len;
    return at < catalogue.len && catalogue.ptr[at] != '<';
}

static void each_rule_has_its_words_and_its_remedy_in_both_languages(void **state)
{
    struct arena arena;
    struct error err = {0};
    struct str catalogue;
    size_t count;
    const struct rule *all = input_rules(&count);
    (void)state;
    arena_init(&arena);
    assert_true(file_read(&arena, CATALOGUE, &catalogue, &err));
    for (size_t i = 0; i < count; i++) {
        bool is_whole = strlen(all[i].message) > 0 && strlen(all[i].remedy) > 0 &&
                        has_label(&arena, catalogue, "regle", all[i].id) &&
                        has_label(&arena, catalogue, "remede", all[i].id);
        if (!is_whole) {
            fail_msg("%s: no message, no remedy, or none in French", all[i].id);
        }
    }
    assert_true(count >= 45);
    arena_clear(&arena);
}

static void the_rules_stand_in_the_order_of_their_ids(void **state)
{
    size_t count;
    const struct rule *all = input_rules(&count);
    (void)state;
    for (size_t i = 1; i < count; i++) {
        assert_true(strcmp(all[i - 1].id, all[i].id) < 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_has_its_words_and_its_remedy_in_both_languages),
        cmocka_unit_test(the_rules_stand_in_the_order_of_their_ids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
