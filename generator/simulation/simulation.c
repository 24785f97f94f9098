#include "gencarto/simulation/simulation.h"

#include "documents.h"
#include "folder.h"
#include "gencarto/base/file.h"
#include "quota.h"
#include "tables.h"

#define TRAININGS_AT_MOST  500000
#define ENROLMENTS_AT_MOST 10000000

/* Each part draws its own numbers, so that a change to one leaves the others as they were. */
enum stream { STREAM_REGISTER = 1, STREAM_LEARNERS, STREAM_TRAININGS, STREAM_LABELS, STREAM_APPLICATIONS };

static struct random_state *seeded(struct random_state *random, uint64_t seed, enum stream stream)
{
    random_seed(random, seed * 8 + (uint64_t)stream);
    return random;
}

static bool accept_options(const struct simulation_options *options, struct error *err)
{
    if (options->trainings < 1 || options->trainings > TRAININGS_AT_MOST)
        return error_set(err, ERROR_USAGE, "%lld trainings: from 1 to %d are possible", (long long)options->trainings,
                         TRAININGS_AT_MOST);
    if (options->enrolments < 0 || options->enrolments > ENROLMENTS_AT_MOST)
        return error_set(err, ERROR_USAGE, "%lld enrolments: from 0 to %d are possible", (long long)options->enrolments,
                         ENROLMENTS_AT_MOST);
    return true;
}

/* --- programme.xml --- */

struct replacement {
    const char *slot; /* "{learners}" */
    int64_t value;
};

static void add_replaced(struct buf *out, struct str text, const struct replacement *replacements, size_t count)
{
    for (size_t at = 0; at < text.len;) {
        size_t open = str_index(text, '{', at), close = str_index(text, '}', open);
        buf_add(out, str_slice(text, at, open));
        struct str slot = str_slice(text, open, close + 1);
        for (size_t i = 0; i < count; i++)
            if (str_equal(slot, str_from(replacements[i].slot)))
                buf_int(out, replacements[i].value);
        at = close + 1;
    }
}

static bool write_programme(struct arena *arena, const struct simulation_options *options,
                            const struct training_register *reg, struct error *err)
{
    int64_t trainings = options->trainings, first = reg->sizes.by_committee[0];
    int64_t all = (int64_t)reg->training_count, applications = quota_scale(841, trainings, 410);
    int64_t first_applications = quota_scale(360, trainings, 410);
    const struct replacement replacements[] = {
        {"{learners}", quota_scale(10000, options->enrolments, 12000)},
        {"{learners_first_wave}", quota_scale(2500, options->enrolments, 12000)},
        {"{sites}", quota_scale(200, trainings, 410)},
        {"{sites_first_wave}", quota_scale(50, trainings, 410)},
        {"{applications_1}", first_applications > first ? first_applications : first},
        {"{retained_1}", first},
        {"{applications_2}",
         applications - first_applications > all - first ? applications - first_applications : all - first},
        {"{retained_2}", all - first},
    };
    struct buf text;
    buf_init(&text, arena);
    add_replaced(&text, document_text("programme.xml"), replacements, sizeof replacements / sizeof *replacements);
    return file_write(file_join(arena, options->folder, "programme.xml"), buf_str(&text), err);
}

/* --- the whole --- */

static bool write_tables(const struct tables *tables, struct error *err)
{
    struct random_state random;
    uint64_t seed = tables->options->seed;
    return tables_write_trainings(tables, seeded(&random, seed, STREAM_TRAININGS), err) &&
           tables_write_labels(tables, seeded(&random, seed, STREAM_LABELS), err) &&
           tables_write_applications(tables, seeded(&random, seed, STREAM_APPLICATIONS), err) &&
           tables_write_enrolments(tables, err);
}

static bool write_folder(struct arena *arena, const struct simulation_options *options,
                         struct simulation_summary *summary, struct error *err)
{
    struct places places;
    struct training_register reg;
    struct learners learners;
    struct random_state random;
    if (!places_read(arena, options->reference_folder, &places, err) || !folder_prepare(options->folder, err))
        return false;
    register_build(arena, &places, options->trainings, seeded(&random, options->seed, STREAM_REGISTER), &reg);
    learners_build(arena, &places, &reg, options->enrolments, seeded(&random, options->seed, STREAM_LEARNERS),
                   &learners);
    *summary = (struct simulation_summary){
        .trainings = (int64_t)reg.training_count,
        .structures = (int64_t)reg.structure_count,
        .sites = (int64_t)reg.site_count,
        .enrolments = (int64_t)learners.count,
        .learners = learners.entered_count,
    };
    struct tables tables = {options, &places, &reg, &learners, summary};
    return write_programme(arena, options, &reg, err) &&
           file_write(file_join(arena, options->folder, "references.csv"), document_text("references.csv"), err) &&
           write_tables(&tables, err);
}

bool simulation_write(const struct simulation_options *options, struct simulation_summary *out_summary,
                      struct error *err)
{
    struct arena arena;
    struct simulation_summary summary;
    if (!accept_options(options, err))
        return false;
    arena_init(&arena);
    bool done = write_folder(&arena, options, &summary, err);
    arena_clear(&arena);
    if (done)
        *out_summary = summary;
    return done;
}
