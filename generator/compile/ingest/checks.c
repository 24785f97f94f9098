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

uint16_t checks_replacement(unsigned former_status, unsigned status, bool is_other_learner)
{
    bool is_regressed = former_status >= ENROLMENT_FINISHED && status < ENROLMENT_FINISHED;
    return (uint16_t)((is_regressed ? DOUBT_STATUS_REGRESSED : 0) | (is_other_learner ? DOUBT_LEARNER_CHANGED : 0));
}

static void tell(struct input *input, size_t place)
{
    const struct enrolment_table *table = &input->enrolments;
    uint32_t file = enrolment_file_at(table, place), line = table->rows[place].line - table->first_lines[file];
    for (size_t d = 0; d < TOLD; d++) {
        if (table->rows[place].doubts & told[d].doubt) {
            findings_add(&input->findings, &rules[told[d].rule], input->files[file].name, line, 0,
                         str_from(told[d].detail));
        }
    }
}

void checks_tell_doubts(struct arena *scratch, struct input *input)
{
    (void)scratch;
    for (size_t i = 0; i < input->enrolments.count; i++) {
        if (input->enrolments.rows[i].doubts > DOUBT_NO_PSEUDONYM) {
            tell(input, i);
        }
    }
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

/* ---- tables ---------------------------------------------------------------------------------------------------- */

void checks_init(struct checks *checks, const struct findings *whole)
{
    for (int t = 0; t < CHECKS_TABLES; t++) {
        arena_init_private(&checks->arenas[t]);
        findings_init_part(&checks->findings[t], &checks->arenas[t], whole);
    }
}

void checks_clear(struct checks *checks)
{
    for (int t = 0; t < CHECKS_TABLES; t++) {
        arena_clear(&checks->arenas[t]);
    }
}

static void check_all_files(struct arena *scratch, struct input *input)
{
    checks_series(scratch, input);
    checks_files(scratch, input);
}

void checks_run_table(struct checks *checks, enum checks_table table, const struct input *input)
{
    static void (*const checks_of[CHECKS_TABLES])(struct arena *, struct input *) = {
        [CHECKS_TRAININGS] = checks_register,
        [CHECKS_LABELS] = checks_labels,
        [CHECKS_APPLICATIONS] = checks_applications,
        [CHECKS_ALL_FILES] = check_all_files,
    };
    struct input checked = *input;
    struct arena scratch;
    arena_init_private(&scratch);
    checked.findings = checks->findings[table];
    checks_of[table](&scratch, &checked);
    checks->findings[table] = checked.findings;
    arena_clear(&scratch);
}

/* ---- all -------------------------------------------------------------------------------------------------------- */

/* The rows about persons: each check takes all processors itself. */
void checks_run(struct checks *checks, struct input *input)
{
    static void (*const others[])(struct arena *, struct input *) = {checks_learners, checks_label_windows,
                                                                     checks_tell_doubts};
    struct arena scratch;
    for (int t = 0; t < CHECKS_TABLES; t++) {
        findings_append(&input->findings, &checks->findings[t], 0);
    }
    arena_init_private(&scratch);
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        struct arena_mark mark = arena_save(&scratch);
        others[i](&scratch, input);
        arena_restore(&scratch, mark);
    }
    arena_clear(&scratch);
}
