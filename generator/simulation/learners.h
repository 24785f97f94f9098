/* The enrolments of the simulated programme: who entered where and when, who left, what became of them. */
#ifndef GENCARTO_SIMULATION_LEARNERS_H
#define GENCARTO_SIMULATION_LEARNERS_H

#include "gencarto/base/period.h"
#include "register.h"

#define FIRST_PERIOD (2016 * 4) /* 2016-T1 */
#define FIRST_DAY    16801      /* 2016-01-01 */
#define PERIODS      8
#define AGE_UNKNOWN  255
#define SEXES        4

enum learner_sex { SEX_FEMALE, SEX_MALE, SEX_OTHER, SEX_BLANK };
enum learner_answer { ANSWER_YES, ANSWER_NO, ANSWER_BLANK };
enum learner_situation {
    SITUATION_UNEMPLOYED,
    SITUATION_INACTIVE,
    SITUATION_EMPLOYED,
    SITUATION_STUDENT,
    SITUATION_BLANK
};
enum enrolment_end { END_NONE, END_FINISHED, END_DROPPED_OUT, END_REDIRECTED, END_NEVER_STARTED };
enum learner_outcome {
    OUTCOME_EMPLOYMENT,
    OUTCOME_TRAINING,
    OUTCOME_BUSINESS,
    OUTCOME_SEARCHING,
    OUTCOME_OTHER,
    OUTCOME_BLANK
};

/* 10 million of these fit in memory. */
struct enrolment {
    uint32_t learner, training, origin, residence; /* INDEX_NONE, PLACE_NONE */
    int32_t entry_day, exit_day;                   /* exit_day: of the end, or planned while there is none */
    uint16_t session;                              /* months since 2016-01, x 64, + rank in the month */
    uint16_t aid_tens_eur;
    uint8_t age, level; /* level 0: blank */
    uint8_t sex, situation, neet, qpv, zrr, end, outcome;
    uint8_t received; /* quarter of the first file that has it, 0 .. PERIODS-1 */
};

struct learners {
    struct enrolment *enrolments; /* first entries, the i-th of learner i; then those who never started; then others */
    uint32_t *order;              /* enrolments by `received`: the rank is the number in the inscription_id */
    size_t count;
    uint32_t learner_count; /* persons, those who never started included */
    uint32_t entered_count; /* persons who entered */
};

int32_t learners_first_day(int period); /* 0 .. PERIODS-1 */
int32_t learners_last_day(int period);

/* The quarter of a day, or PERIODS when it is later. */
int learners_period(int32_t day);

/* `enrolments` in all. Sets the places of the register's trainings. */
void learners_build(struct arena *arena, const struct places *places, struct training_register *reg, int64_t enrolments,
                    struct random_state *random, struct learners *out_learners);

#endif
