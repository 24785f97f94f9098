#include "gencarto/compile/ingest/checks.h"

#include "gencarto/base/text.h"

static const struct {
    enum enrolment_doubt doubt;
    enum rule_name rule;
    const char *detail;
} told[] = {
    {DOUBT_LEARNER_TWICE, RULE_LEARNER_TWICE, "apprenant, formation_id and session are those of another row"},
    {DOUBT_SESSIONS_OVERLAP, RULE_SESSIONS_OVERLAP, "date_entree lies within another enrolment of the person"},
    {DOUBT_REDIRECTED_NOWHERE, RULE_REDIRECTED_NOWHERE, "statut: reoriente, and no later enrolment"},
    {DOUBT_ORIGIN_WITHOUT_REDIRECTION, RULE_ORIGIN_WITHOUT_REDIRECTION,
     "formation_origine_id: no enrolment there with statut reoriente"},
    {DOUBT_LEARNER_DIFFERS, RULE_LEARNER_DIFFERS, "sexe or age_entree do not fit another row of the person"},
    {DOUBT_BEFORE_LABEL, RULE_ENROLMENT_BEFORE_LABEL, "date_entree comes before date_label"},
    {DOUBT_AFTER_LABEL, RULE_ENROLMENT_AFTER_LABEL, "date_entree comes after date_fin_label"},
    {DOUBT_STATUS_REGRESSED, RULE_STATUS_REGRESSED,
     "statut: still there, after an earlier file said that the person left"},
    {DOUBT_LEARNER_CHANGED, RULE_LEARNER_CHANGED, "apprenant: another than in an earlier file"},
    {DOUBT_AFTER_WITHDRAWAL, RULE_ENROLMENT_AFTER_WITHDRAWAL, "date_entree comes after the withdrawal"},
};
#define TOLD (sizeof(told) / sizeof(told[0]))

uint16_t checks_replacement(const struct enrolment_row *former, const struct enrolment_row *row, bool is_other_learner)
{
    bool is_regressed = former->status >= ENROLMENT_FINISHED && row->status < ENROLMENT_FINISHED;
    return (uint16_t)((is_regressed ? DOUBT_STATUS_REGRESSED : 0) | (is_other_learner ? DOUBT_LEARNER_CHANGED : 0));
}

void checks_tell_doubts(struct arena *scratch, struct input *input)
{
    (void)scratch;
    for (size_t i = 0; i < input->enrolment_count; i++) {
        const struct enrolment_row *row = &input->enrolments[i];
        for (size_t d = 0; d < TOLD && row->doubts > DOUBT_NO_PSEUDONYM; d++) {
            if (row->doubts & told[d].doubt) {
                findings_add(&input->findings, &rules[told[d].rule], input->files[row->file].name, row->line, 0,
                             str_from(told[d].detail));
            }
        }
    }
}

/* A counting sort: the counts are two places ahead, so that dealing moves each start to the next one's. */
struct row_groups checks_group(struct arena *scratch, const struct input *input, uint32_t count,
                               uint32_t (*number_of)(const struct enrolment_row *row))
{
    struct row_groups groups = {arena_array(scratch, uint32_t, (size_t)count + 2),
                                arena_array(scratch, uint32_t, input->enrolment_count + 1)};
    for (size_t i = 0; i < input->enrolment_count; i++) {
        groups.starts[number_of(&input->enrolments[i]) + 2]++;
    }
    for (size_t i = 2; i < (size_t)count + 2; i++) {
        groups.starts[i] += groups.starts[i - 1];
    }
    for (size_t i = 0; i < input->enrolment_count; i++) {
        groups.order[groups.starts[number_of(&input->enrolments[i]) + 1]++] = (uint32_t)i;
    }
    return groups;
}

struct str checks_owner(struct arena *scratch, const struct training_row *training)
{
    return training->structure_id.len > 0 ? training->structure_id : text_fold(scratch, training->structure_name);
}

void checks_report_training(struct input *input, enum rule_name rule, const struct training_row *training,
                            struct str detail)
{
    findings_add(&input->findings, &rules[rule], training->file, training->line, 0, detail);
}

void checks_run(struct input *input)
{
    static void (*const checks[])(struct arena *, struct input *) = {
        checks_register,      checks_labels, checks_applications, checks_learners,
        checks_label_windows, checks_files,  checks_series,       checks_tell_doubts};
    struct arena scratch;
    arena_init(&scratch);
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
        struct arena_mark mark = arena_save(&scratch);
        checks[i](&scratch, input);
        arena_restore(&scratch, mark);
    }
    arena_clear(&scratch);
}
