#include "learners.h"

#include <assert.h>

#include "gencarto/base/date.h"
#include "sessions.h"
#include "traits.h"

/* Figures of the real programme that the simulated one is scaled from, for 12,000 enrolments. */
#define REFERENCE             12000
#define PERSONS               11409
#define PERSONS_2016          4587
#define LEFT_2016             1827 /* finished or dropped out */
#define LEFT_2017             5072
#define NEVER_STARTED         360
#define ONLINE_PERCENT        36
#define DROP_OUT_PERCENT      20 /* of those who left */
#define OUTCOME_BLANK_PERCENT 27 /* of those who finished */
#define OUTCOME_DAYS          92 /* the situation at three months is known then */

static const int64_t entries[PERIODS] = {612, 689, 1012, 2274, 1604, 1287, 1118, 2813};
static const int64_t outcome_weights[] = {45, 19, 10, 20, 6}; /* percent of the known, in the order of the enum */

struct build {
    struct arena *arena;
    const struct places *places;
    struct training_register *reg;
    struct random_state *random;
    struct learners *learners;
    int64_t wanted; /* enrolments in all */
};

int32_t learners_first_day(int period)
{
    return period_first_day((struct period){FIRST_PERIOD + period});
}

int32_t learners_last_day(int period)
{
    return period_last_day((struct period){FIRST_PERIOD + period});
}

/* Asked for every enrolment and file: a table of the days before the end of each quarter. */
int learners_period(int32_t day)
{
    static const int32_t days[PERIODS] = {91, 182, 274, 366, 456, 547, 639, 731}; /* since 2016-01-01 */
    int32_t since = day - FIRST_DAY;
    int period = 0;
    while (period < PERIODS && since >= days[period])
        period++;
    return period;
}

static struct enrolment *add(struct build *b, struct enrolment enrolment)
{
    assert((int64_t)b->learners->count < b->wanted);
    struct enrolment *added = &b->learners->enrolments[b->learners->count++];
    *added = enrolment;
    return added;
}

/* --- first entries --- */

static void share_entries(const struct build *b, int64_t *online, int64_t *on_site)
{
    int64_t persons[PERIODS] = {0}, all = quota_scale(PERSONS, b->wanted, REFERENCE);
    int64_t first_year = quota_scale(PERSONS_2016, b->wanted, REFERENCE);
    quota_apportion(first_year, entries, 4, persons);
    quota_apportion(all - first_year, entries + 4, 4, persons + 4);
    int64_t online_persons = b->reg->sizes.online ? quota_scale(all, ONLINE_PERCENT, 100) : 0;
    quota_apportion(online_persons, persons, PERIODS, online);
    for (int period = 0; period < PERIODS; period++)
        on_site[period] = persons[period] - online[period];
}

/* Planned end, and an earlier one for some: drop-outs are made up to their number later. */
static void set_end(struct enrolment *enrolment, const struct training *training, int32_t session_day,
                    struct random_state *random)
{
    int32_t last = date_add_months(session_day, training->duration_months) - 3;
    int32_t stay = last - enrolment->entry_day;
    if (training->mode == MODE_ONLINE) /* at one's own pace */
        stay = stay * (75 + (int32_t)random_below(random, 61)) / 100;
    stay = stay < 12 ? 12 : stay;
    if (random_below(random, 100) < 16) {
        enrolment->end = END_DROPPED_OUT;
        stay = 8 + (int32_t)random_below(random, (uint64_t)stay - 8);
    }
    enrolment->exit_day = enrolment->entry_day + stay;
}

static void enter(struct build *b, const struct session *session, int period)
{
    const struct training *training = &b->reg->trainings[session->training];
    bool online = training->mode == MODE_ONLINE;
    int32_t last_day = learners_last_day(period), day = session->first_day;
    if (online)
        day += (int32_t)random_below(b->random, 19);
    else if (random_below(b->random, 12) == 0)
        day += 1 + (int32_t)random_below(b->random, 9); /* a late comer */
    struct enrolment *enrolment = add(b, (struct enrolment){
                                             .learner = (uint32_t)b->learners->count,
                                             .training = session->training,
                                             .origin = INDEX_NONE,
                                             .entry_day = day < last_day ? day : last_day,
                                             .session = session->code,
                                             .end = END_FINISHED,
                                             .outcome = OUTCOME_BLANK,
                                             .received = (uint8_t)(period + session->late),
                                         });
    set_end(enrolment, training, session->first_day, b->random);
}

static void enter_all(struct build *b, const struct sessions *sessions)
{
    for (int period = 0; period < PERIODS; period++)
        for (size_t i = sessions->first[period]; i < sessions->first[period + 1]; i++)
            for (uint32_t person = 0; person < sessions->items[i].size; person++)
                enter(b, &sessions->items[i], period);
    b->learners->entered_count = (uint32_t)b->learners->count;
}

/* Enrolled, and never seen: in the sessions of the others. */
static void add_absent(struct build *b, const struct sessions *sessions)
{
    int64_t absent[PERIODS];
    quota_apportion(quota_scale(NEVER_STARTED, b->wanted, REFERENCE), entries, PERIODS, absent);
    for (int period = 0; period < PERIODS; period++) {
        size_t from = sessions->first[period], count = sessions->first[period + 1] - from;
        for (int64_t i = 0; count && i < absent[period] && (int64_t)b->learners->count < b->wanted; i++) {
            const struct session *session = &sessions->items[from + random_below(b->random, count)];
            add(b, (struct enrolment){
                       .learner = (uint32_t)b->learners->count,
                       .training = session->training,
                       .origin = INDEX_NONE,
                       .entry_day = DATE_NONE,
                       .exit_day = DATE_NONE,
                       .session = session->code,
                       .end = END_NEVER_STARTED,
                       .outcome = OUTCOME_BLANK,
                       .received = (uint8_t)(period + session->late),
                   });
        }
    }
    b->learners->learner_count = (uint32_t)b->learners->count;
}

/* --- withdrawn labels: who is in training goes to another --- */

/* A training in force that reports, of the same department when one is found soon, else any. */
static uint32_t another_training(const struct build *b, uint32_t left)
{
    const struct training *trainings = b->reg->trainings;
    uint32_t found = INDEX_NONE;
    for (int attempt = 0; attempt < 400; attempt++) {
        uint32_t i = (uint32_t)random_below(b->random, b->reg->training_count);
        bool stays = trainings[i].fate == LABEL_GRANTED || trainings[i].fate == LABEL_RENEWED;
        if (i == left || !stays || !trainings[i].reports || trainings[i].label_first_day > learners_first_day(5))
            continue;
        if (trainings[i].mode == trainings[left].mode && trainings[i].department == trainings[left].department)
            return i;
        if (found == INDEX_NONE || (attempt > 60 && trainings[i].mode != MODE_ONLINE))
            found = i;
    }
    return found;
}

static void redirect_all(struct build *b)
{
    for (uint32_t i = 0; i < b->learners->entered_count && (int64_t)b->learners->count < b->wanted; i++) {
        struct enrolment *left = &b->learners->enrolments[i];
        const struct training *training = &b->reg->trainings[left->training];
        int32_t day = training->label_last_day;
        if (training->fate != LABEL_WITHDRAWN || left->entry_day >= day || left->exit_day <= day)
            continue;
        uint32_t other = another_training(b, left->training);
        if (other == INDEX_NONE)
            continue;
        int32_t entry = day + 7 + (int32_t)random_below(b->random, 15);
        struct date_parts parts = date_parts(entry);
        add(b, (struct enrolment){
                   .learner = i,
                   .training = other,
                   .origin = left->training,
                   .entry_day = entry,
                   .exit_day = left->exit_day > entry + 30 ? left->exit_day : entry + 30,
                   .session = (uint16_t)(((parts.year - 2016) * 12 + parts.month - 1) * 64),
                   .end = left->end,
                   .outcome = OUTCOME_BLANK,
                   .received = (uint8_t)learners_period(entry),
               });
        left->exit_day = day;
        left->end = END_REDIRECTED;
    }
}

/* --- leaving: as many by the end of each year as are known to have left --- */

static bool leaves(const struct enrolment *enrolment)
{
    return enrolment->end == END_FINISHED || enrolment->end == END_DROPPED_OUT;
}

static int64_t count_left_by(const struct learners *learners, int32_t day)
{
    int64_t count = 0;
    for (size_t i = 0; i < learners->count; i++)
        count += leaves(&learners->enrolments[i]) && learners->enrolments[i].exit_day <= day;
    return count;
}

/* Moves those nearest to `last_day`, day by day away from it, to the other side of it: `count` later, or -`count`
 * earlier. What chance gave is near, so that few weeks are enough. */
static void move_ends(struct build *b, int32_t last_day, int64_t count)
{
    int step = count > 0 ? -1 : 1;
    int64_t left = count > 0 ? count : -count;
    for (int32_t day = count > 0 ? last_day : last_day + 1; left > 0 && day > last_day - 360 && day < last_day + 360;
         day += step)
        for (size_t i = 0; i < b->learners->count && left > 0; i++) {
            struct enrolment *enrolment = &b->learners->enrolments[i];
            int32_t stay_left = last_day - enrolment->entry_day;
            if (!leaves(enrolment) || enrolment->exit_day != day || (step > 0 && stay_left < 10))
                continue;
            int32_t days = (int32_t)random_below(b->random, 28);
            enrolment->exit_day = step < 0 ? last_day + 1 + days : last_day - days % (stay_left - 5);
            left--;
        }
}

/* Stays of those who entered in a year, in thousandths of what was planned. */
static int32_t paced_exit(const struct enrolment *enrolment, int32_t pace)
{
    return enrolment->entry_day + (enrolment->exit_day - enrolment->entry_day) * pace / 1000;
}

static bool entered_in(const struct enrolment *enrolment, int first_period)
{
    return enrolment->entry_day >= learners_first_day(first_period) &&
           enrolment->entry_day <= learners_last_day(first_period + 3);
}

static int64_t count_left_at_pace(const struct learners *learners, int first_period, int32_t pace)
{
    int32_t first = learners_first_day(first_period), last = learners_last_day(first_period + 3);
    int64_t count = 0;
    for (size_t i = 0; i < learners->count; i++) {
        const struct enrolment *enrolment = &learners->enrolments[i];
        int32_t exit_day = enrolment->entry_day < first ? enrolment->exit_day : paced_exit(enrolment, pace);
        count += leaves(enrolment) && exit_day <= last;
    }
    return count;
}

/* The pace of those who entered in a year at which `wanted` have left by its end, by bisection: quicker, more leave.
 * In 2016 it is a little quicker than planned, as the real figures are. */
static void set_pace(struct build *b, int first_period, int64_t wanted)
{
    int32_t low = 500, high = 1800; /* at low too many have left, or just enough */
    while (high - low > 1) {
        int32_t middle = (low + high) / 2;
        if (count_left_at_pace(b->learners, first_period, middle) >= wanted)
            low = middle;
        else
            high = middle;
    }
    for (size_t i = 0; i < b->learners->count; i++) {
        struct enrolment *enrolment = &b->learners->enrolments[i];
        if (leaves(enrolment) && entered_in(enrolment, first_period)) {
            int32_t exit_day = paced_exit(enrolment, low);
            enrolment->exit_day = exit_day > enrolment->entry_day + 1 ? exit_day : enrolment->entry_day + 1;
        }
    }
}

static void settle_ends(struct build *b)
{
    int32_t last_2016 = learners_last_day(3), last_2017 = learners_last_day(7);
    int64_t wanted_2016 = quota_scale(LEFT_2016, b->wanted, REFERENCE);
    int64_t wanted = wanted_2016 + quota_scale(LEFT_2017, b->wanted, REFERENCE);
    set_pace(b, 0, wanted_2016);
    move_ends(b, last_2016, count_left_by(b->learners, last_2016) - wanted_2016);
    set_pace(b, 4, wanted);
    move_ends(b, last_2017, count_left_by(b->learners, last_2017) - wanted);
    for (size_t i = 0; i < b->learners->count; i++) {
        struct enrolment *enrolment = &b->learners->enrolments[i];
        if (leaves(enrolment) && enrolment->exit_day > last_2017)
            enrolment->end = END_NONE;
    }
}

/* One who finished drops out instead, sooner in the same year. */
static void drop_out(struct build *b, struct enrolment *enrolment)
{
    int32_t year = learners_first_day(learners_period(enrolment->exit_day) < 4 ? 0 : 4);
    int32_t first = enrolment->entry_day + 8 > year ? enrolment->entry_day + 8 : year;
    enrolment->end = END_DROPPED_OUT;
    if (first < enrolment->exit_day)
        enrolment->exit_day = first + (int32_t)random_below(b->random, (uint64_t)(enrolment->exit_day - first));
}

static void settle_drop_outs(struct build *b)
{
    int64_t counts[END_REDIRECTED] = {0}; /* by end */
    for (size_t i = 0; i < b->learners->count; i++)
        if (leaves(&b->learners->enrolments[i]))
            counts[b->learners->enrolments[i].end]++;
    int64_t wanted = quota_scale(counts[END_FINISHED] + counts[END_DROPPED_OUT], DROP_OUT_PERCENT, 100);
    int64_t missing = wanted - counts[END_DROPPED_OUT], change = missing < 0 ? -missing : missing;
    uint8_t from = missing < 0 ? END_DROPPED_OUT : END_FINISHED;
    struct deck deck;
    deck_init(&deck, b->arena, (const int64_t[]){change, counts[from] - change}, 2);
    for (size_t i = 0; i < b->learners->count; i++) {
        struct enrolment *enrolment = &b->learners->enrolments[i];
        if (enrolment->end != from || deck_draw(&deck, b->random) != 0)
            continue;
        if (from == END_FINISHED)
            drop_out(b, enrolment);
        else
            enrolment->end = END_FINISHED;
    }
}

/* --- three months later --- */

static bool is_known_in_time(const struct enrolment *enrolment)
{
    return learners_period(enrolment->exit_day + OUTCOME_DAYS) < PERIODS;
}

/* The unknown are a share of all who finished: those of the last quarter, and some of the others. */
static void settle_outcomes(struct build *b)
{
    int64_t finished = 0, in_time = 0, counts[OUTCOME_BLANK + 1];
    for (size_t i = 0; i < b->learners->count; i++) {
        const struct enrolment *enrolment = &b->learners->enrolments[i];
        finished += enrolment->end == END_FINISHED;
        in_time += enrolment->end == END_FINISHED && is_known_in_time(enrolment);
    }
    int64_t known = finished - quota_scale(finished, OUTCOME_BLANK_PERCENT, 100);
    known = known < in_time ? known : in_time;
    quota_apportion(known, outcome_weights, OUTCOME_BLANK, counts);
    counts[OUTCOME_BLANK] = in_time - known;
    struct deck deck;
    deck_init(&deck, b->arena, counts, OUTCOME_BLANK + 1);
    for (size_t i = 0; i < b->learners->count; i++) {
        struct enrolment *enrolment = &b->learners->enrolments[i];
        if (enrolment->end == END_FINISHED && is_known_in_time(enrolment))
            enrolment->outcome = (uint8_t)deck_draw(&deck, b->random);
    }
}

/* --- second enrolments: of persons who finished, in training at the end --- */

static bool can_come_back(const struct enrolment *enrolment)
{
    return enrolment->end == END_FINISHED && enrolment->origin == INDEX_NONE &&
           enrolment->exit_day < learners_first_day(7) - 20;
}

static void come_back(struct build *b, const struct enrolment *before, const struct session *session)
{
    struct enrolment second = *before;
    second.training = session->training;
    second.entry_day = session->first_day;
    second.exit_day = learners_last_day(PERIODS - 1) + 1;
    second.session = session->code;
    second.end = END_NONE;
    second.outcome = OUTCOME_BLANK;
    second.received = PERIODS - 1;
    second.aid_tens_eur = 0;
    add(b, second);
}

/* Enrolled again for the end of the year, and not seen yet: only in programmes so small that nobody can come back. */
static void add_waiting(struct build *b)
{
    for (uint32_t i = 0; (int64_t)b->learners->count < b->wanted && b->learners->entered_count; i++) {
        struct enrolment again = b->learners->enrolments[i % b->learners->entered_count];
        again.entry_day = again.exit_day = DATE_NONE;
        again.origin = INDEX_NONE;
        again.end = END_NEVER_STARTED;
        again.outcome = OUTCOME_BLANK;
        again.received = PERIODS - 1;
        again.aid_tens_eur = 0;
        add(b, again);
    }
}

/* The rest of the enrolments, evenly among those who can; into sessions of the last quarter. */
static void add_second(struct build *b, const struct sessions *sessions)
{
    int64_t rest = b->wanted - (int64_t)b->learners->count, able = 0;
    size_t from = sessions->first[PERIODS - 1], count = sessions->first[PERIODS] - from;
    for (uint32_t i = 0; i < b->learners->entered_count; i++)
        able += can_come_back(&b->learners->enrolments[i]);
    rest = rest < able ? rest : able;
    if (!rest || !count)
        return;
    struct deck deck;
    deck_init(&deck, b->arena, (const int64_t[]){rest, able - rest}, 2);
    for (uint32_t i = 0; i < b->learners->entered_count; i++) {
        const struct enrolment *before = &b->learners->enrolments[i];
        if (!can_come_back(before) || deck_draw(&deck, b->random) != 0)
            continue;
        const struct session *session = &sessions->items[from + random_below(b->random, count)];
        come_back(b, before, session);
    }
}

/* --- the whole --- */

static void copy_traits(struct learners *learners)
{
    for (size_t i = learners->learner_count; i < learners->count; i++) {
        struct enrolment *later = &learners->enrolments[i];
        const struct enrolment *first = &learners->enrolments[later->learner];
        later->sex = first->sex;
        later->age = first->age;
        later->level = first->level;
        later->situation = first->situation;
        later->neet = first->neet;
        later->qpv = first->qpv;
        later->zrr = first->zrr;
        later->residence = first->residence;
    }
}

static void set_order(struct build *b)
{
    struct learners *learners = b->learners;
    size_t next[PERIODS + 1] = {0};
    learners->order = arena_array(b->arena, uint32_t, learners->count + 1);
    for (size_t i = 0; i < learners->count; i++)
        next[learners->enrolments[i].received + 1]++;
    for (int period = 0; period < PERIODS; period++)
        next[period + 1] += next[period];
    for (size_t i = 0; i < learners->count; i++)
        learners->order[next[learners->enrolments[i].received]++] = (uint32_t)i;
}

/* Places offered over the label: a little more than were taken; unknown enrolments are taken as the others' mean. */
static void set_places(struct build *b)
{
    int64_t on_site = 0, reporting = 0;
    for (size_t i = 0; i < b->learners->count; i++)
        b->reg->trainings[b->learners->enrolments[i].training].places++;
    for (size_t i = 0; i < b->reg->training_count; i++) {
        const struct training *training = &b->reg->trainings[i];
        reporting += training->mode != MODE_ONLINE && training->places > 0;
        on_site += training->mode != MODE_ONLINE ? training->places : 0;
    }
    int64_t mean = reporting ? on_site / reporting : 15;
    for (size_t i = 0; i < b->reg->training_count; i++) {
        struct training *training = &b->reg->trainings[i];
        int64_t percent =
            training->places ? 104 + (int64_t)random_below(b->random, 22) : 60 + (int64_t)random_below(b->random, 81);
        training->places = ((training->places ? training->places : mean) * percent + 99) / 100;
        training->places = training->places > 1 ? training->places : 1;
    }
}

void learners_build(struct arena *arena, const struct places *places, struct training_register *reg, int64_t enrolments,
                    struct random_state *random, struct learners *out_learners)
{
    *out_learners = (struct learners){.enrolments = arena_array(arena, struct enrolment, (size_t)enrolments + 1)};
    struct build b = {arena, places, reg, random, out_learners, enrolments};
    int64_t online[PERIODS], on_site[PERIODS];
    struct sessions sessions;
    share_entries(&b, online, on_site);
    sessions_plan(arena, reg, online, on_site, random, &sessions);
    enter_all(&b, &sessions);
    add_absent(&b, &sessions);
    redirect_all(&b);
    settle_ends(&b);
    settle_drop_outs(&b);
    settle_outcomes(&b);
    traits_assign(arena, places, reg, random, out_learners);
    add_second(&b, &sessions);
    add_waiting(&b);
    copy_traits(out_learners);
    set_order(&b);
    set_places(&b);
}
