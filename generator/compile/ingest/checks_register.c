/* Trainings against each other: one training, one structure or one number given twice. */
#include <math.h>

#include "gencarto/base/text.h"
#include "gencarto/compile/ingest/checks.h"
#include "gencarto/compile/ingest/name_index.h"

/* What no two trainings share, or only those of one owner. */
struct uniqueness {
    enum rule_name rule;
    const char *columns; /* as the finding says them */
    /* Appends the key of a training, in `scratch` what it needs; nothing: the training has none. */
    void (*write_key)(struct arena *scratch, const struct training_row *training, struct buf *key);
    /* Who may give the key again; empty: this training tells nothing. NULL: nobody may. */
    struct str (*owner)(struct arena *scratch, const struct training_row *training);
};

/* ---- keys and owners ------------------------------------------------------------------------------------------ */

static void add_part(struct buf *key, struct str part)
{
    buf_add(key, part);
    buf_byte(key, '\n');
}

/* A number that is not known is as good as any below 0. */
static void add_number(struct buf *key, double number)
{
    double known = isnan(number) ? -1 : number;
    buf_add(key, (struct str){(const char *)&known, sizeof(known)});
}

/* Title, structure, place, mode, size and dates: two sessions of one training differ in their dates, two places in
 * their address. */
static void write_training(struct arena *scratch, const struct training_row *t, struct buf *key)
{
    struct str owner = checks_owner(scratch, t), title = text_fold(scratch, t->title);
    if (owner.len == 0 || title.len == 0) {
        return;
    }
    const struct str parts[] = {
        owner,   title,  t->commune_code, text_fold(scratch, t->site_name), text_fold(scratch, t->address),
        t->mode, t->wave};
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        add_part(key, parts[i]);
    }
    add_number(key, t->label_first_day);
    add_number(key, t->exit_level);
    add_number(key, t->duration_months);
    add_number(key, t->duration_hours);
}

static void write_siret(struct arena *scratch, const struct training_row *training, struct buf *key)
{
    (void)scratch;
    buf_add(key, training->siret);
}

static void write_structure_name(struct arena *scratch, const struct training_row *training, struct buf *key)
{
    buf_add(key, text_fold(scratch, training->structure_name));
}

static struct str structure_of(struct arena *scratch, const struct training_row *training)
{
    (void)scratch;
    return training->structure_id;
}

static const struct uniqueness uniquenesses[] = {
    {RULE_TRAINING_TWICE, "intitule, structure, place and dates", write_training, NULL},
    {RULE_SIRET_SHARED, "siret", write_siret, checks_owner},
    {RULE_STRUCTURE_IDS, "structure_nom", write_structure_name, structure_of},
};

/* ---- who gives what ------------------------------------------------------------------------------------------- */

struct claim {
    const struct training_row *training;
    uint32_t key, owner; /* numbers of the texts; the owner is 0 where nobody may give the key again */
};

struct claims {
    struct name_index keys, owners;
    struct claim *items;
    size_t count;
    const struct claim **firsts; /* of each key, in the order of the files */
};

static bool comes_before(const struct training_row *a, const struct training_row *b)
{
    int order = str_compare(a->file, b->file);
    return order != 0 ? order < 0 : a->line < b->line;
}

static void add_claim(struct claims *claims, const struct training_row *training, struct str key, struct str owner)
{
    bool is_new, is_new_owner;
    struct claim *claim = &claims->items[claims->count++];
    *claim = (struct claim){training, name_index_add(&claims->keys, key, &is_new),
                            name_index_add(&claims->owners, owner, &is_new_owner)};
    const struct claim **first = &claims->firsts[claim->key];
    if (is_new || comes_before(training, (*first)->training)) {
        *first = claim;
    }
}

static void read_claims(struct arena *scratch, const struct input *input, const struct uniqueness *uniqueness,
                        struct claims *claims)
{
    struct buf key;
    buf_init(&key, NULL);
    for (size_t i = 0; i < input->training_count; i++) {
        const struct training_row *training = &input->trainings[i];
        struct arena_mark mark = arena_save(scratch);
        buf_reset(&key);
        uniqueness->write_key(scratch, training, &key);
        struct str owner = uniqueness->owner ? uniqueness->owner(scratch, training) : STR("");
        if (key.len > 0 && (owner.len > 0 || !uniqueness->owner)) {
            add_claim(claims, training, buf_str(&key), owner);
        }
        arena_restore(scratch, mark);
    }
    buf_clear(&key);
}

/* The first is right, the others are told. */
static void report_shared(struct arena *scratch, struct input *input, const struct uniqueness *uniqueness,
                          const struct claims *claims)
{
    for (size_t i = 0; i < claims->count; i++) {
        const struct claim *claim = &claims->items[i], *first = claims->firsts[claim->key];
        if (claim != first && (!uniqueness->owner || claim->owner != first->owner)) {
            const struct training_row *other = first->training;
            checks_report_training(input, uniqueness->rule, claim->training,
                                   str_format(scratch, "%s: as formation_id \"%.*s\" (%.*s:%lld)", uniqueness->columns,
                                              STR_ARGS(str_slice(other->id, 0, 60)), STR_ARGS(other->file),
                                              (long long)other->line));
        }
    }
}

static void check(struct arena *scratch, struct input *input, const struct uniqueness *uniqueness)
{
    struct claims claims = {.items = arena_array(scratch, struct claim, input->training_count),
                            .firsts = arena_array(scratch, const struct claim *, input->training_count)};
    name_index_init(&claims.keys);
    name_index_init(&claims.owners);
    read_claims(scratch, input, uniqueness, &claims);
    report_shared(scratch, input, uniqueness, &claims);
    name_index_clear(&claims.keys);
    name_index_clear(&claims.owners);
}

void checks_register(struct arena *scratch, struct input *input)
{
    for (size_t i = 0; i < sizeof(uniquenesses) / sizeof(uniquenesses[0]); i++) {
        struct arena_mark mark = arena_save(scratch);
        check(scratch, input, &uniquenesses[i]);
        arena_restore(scratch, mark);
    }
}
