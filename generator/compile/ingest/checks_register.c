/* Trainings against each other: one training, one structure or one number given twice. */
#include <stdlib.h>

#include "gencarto/base/text.h"
#include "gencarto/compile/ingest/checks.h"

/* One training under the text that must be its own. */
struct keyed {
    struct str key;   /* what two rows share */
    struct str owner; /* what must then be the same; empty: nothing may share the key */
    const struct training_row *training;
};

/* Within a key in the order of the files: the first is right, the others are told. */
static int compare_keyed(const void *a, const void *b)
{
    const struct keyed *first = a, *second = b;
    int order = str_compare(first->key, second->key);
    order = order != 0 ? order : str_compare(first->training->file, second->training->file);
    return order != 0
               ? order
               : (first->training->line > second->training->line) - (first->training->line < second->training->line);
}

/* Reports each training that shares the key of an earlier one of another owner. */
static void report_shared(struct input *input, struct arena *scratch, struct keyed *items, size_t count,
                          enum rule_name rule, const char *column)
{
    if (count > 0) {
        qsort(items, count, sizeof(items[0]), compare_keyed);
    }
    for (size_t i = 0, first = 0; i < count; i++) {
        if (!str_equal(items[i].key, items[first].key)) {
            first = i;
        }
        bool is_other = i > first && (items[i].owner.len == 0 || !str_equal(items[i].owner, items[first].owner));
        if (is_other) {
            const struct training_row *other = items[first].training;
            checks_report_training(input, rule, items[i].training,
                                   str_format(scratch, "%s: as formation_id \"%.*s\" (%.*s:%lld)", column,
                                              STR_ARGS(str_slice(other->id, 0, 60)), STR_ARGS(other->file),
                                              (long long)other->line));
        }
    }
}

/* Title, structure, place, mode, size and dates: two sessions of one training differ in their dates, two places in
 * their address. */
static struct str key_of_training(struct arena *scratch, const struct training_row *t)
{
    struct str owner = checks_owner(scratch, t), title = text_fold(scratch, t->title);
    if (owner.len == 0 || title.len == 0) {
        return STR("");
    }
    struct str site = text_fold(scratch, t->site_name), address = text_fold(scratch, t->address);
    return str_format(scratch, "%.*s|%.*s|%.*s|%.*s|%.*s|%.*s|%.*s|%d|%d|%g|%g", STR_ARGS(owner), STR_ARGS(title),
                      STR_ARGS(t->commune_code), STR_ARGS(site), STR_ARGS(address), STR_ARGS(t->mode),
                      STR_ARGS(t->wave), (int)t->label_first_day, t->exit_level, t->duration_months, t->duration_hours);
}

static void check_trainings(struct arena *scratch, struct input *input, struct keyed *items)
{
    size_t count = 0;
    for (size_t i = 0; i < input->training_count; i++) {
        struct str key = key_of_training(scratch, &input->trainings[i]);
        if (key.len > 0) {
            items[count++] = (struct keyed){key, STR(""), &input->trainings[i]};
        }
    }
    report_shared(input, scratch, items, count, RULE_TRAINING_TWICE, "intitule, structure, place and dates");
}

static void check_sirets(struct arena *scratch, struct input *input, struct keyed *items)
{
    size_t count = 0;
    for (size_t i = 0; i < input->training_count; i++) {
        const struct training_row *training = &input->trainings[i];
        struct str owner = checks_owner(scratch, training);
        if (training->siret.len > 0 && owner.len > 0) {
            items[count++] = (struct keyed){training->siret, owner, training};
        }
    }
    report_shared(input, scratch, items, count, RULE_SIRET_SHARED, "siret");
}

static void check_structures(struct arena *scratch, struct input *input, struct keyed *items)
{
    size_t count = 0;
    for (size_t i = 0; i < input->training_count; i++) {
        const struct training_row *training = &input->trainings[i];
        struct str name = text_fold(scratch, training->structure_name);
        if (name.len > 0 && training->structure_id.len > 0) {
            items[count++] = (struct keyed){name, training->structure_id, training};
        }
    }
    report_shared(input, scratch, items, count, RULE_STRUCTURE_IDS, "structure_nom");
}

void checks_register(struct arena *scratch, struct input *input)
{
    struct keyed *items = arena_array(scratch, struct keyed, input->training_count);
    check_trainings(scratch, input, items);
    check_sirets(scratch, input, items);
    check_structures(scratch, input, items);
}
