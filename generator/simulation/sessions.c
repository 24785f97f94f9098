#include "sessions.h"

#include "gencarto/base/date.h"

#define SESSION_SIZE     15 /* persons; fewer when every training that reports could not have a session otherwise */
#define SESSIONS_AT_MOST 4  /* of one training in a quarter, before they grow larger */
#define PREPARATION_DAYS 6  /* from the label to the first session */

/* Percent of a quarter's sessions that start in each of its months: schools start in September and October. */
static const int64_t month_weights[4][3] = {{25, 35, 40}, {45, 30, 25}, {10, 2, 88}, {65, 28, 7}};

struct plan {
    struct arena *arena;
    const struct training_register *reg;
    struct random_state *random;
    struct sessions *sessions;
    uint16_t *started; /* sessions of each training so far */
    int64_t session_size;
};

static int month_of(int32_t day)
{
    struct date_parts parts = date_parts(day);
    return (parts.year - 2016) * 12 + parts.month - 1;
}

/* The first Monday from `day` on; day 4, 1970-01-05, was one. */
static int32_t monday_from(int32_t day)
{
    return day + (7 - (day - 4) % 7) % 7;
}

static int32_t first_day_possible(const struct training *training, int period)
{
    int32_t label = training->label_first_day + PREPARATION_DAYS, quarter = learners_first_day(period);
    return label > quarter ? label : quarter;
}

static bool is_open(const struct training *training, int period)
{
    return training->reports && first_day_possible(training, period) + 14 < learners_last_day(period) &&
           training->label_last_day > learners_last_day(period);
}

static int32_t draw_start(const struct plan *plan, const struct training *training, int period)
{
    int month = (int)quota_pick(month_weights[period % 4], 3, plan->random);
    int32_t day = date_add_months(learners_first_day(period), month) + (int32_t)random_below(plan->random, 22);
    int32_t first = first_day_possible(training, period), last = learners_last_day(period);
    if (day < first)
        day = first + (int32_t)random_below(plan->random, (uint64_t)(last - first) / 2);
    day = monday_from(day);
    return day > last - 2 ? day - 7 : day;
}

static void add_session(struct plan *plan, uint32_t training, int32_t first_day, int64_t size)
{
    struct sessions *sessions = plan->sessions;
    uint16_t rank = plan->started[training] % 64;
    plan->started[training]++;
    *arena_push(plan->arena, sessions->items, sessions->count, sessions->capacity) = (struct session){
        .training = training,
        .size = (uint32_t)size,
        .first_day = first_day,
        .code = (uint16_t)(month_of(first_day) * 64 + rank),
    };
}

/* --- online-only trainings: one large session a month --- */

static void plan_online(struct plan *plan, int period, const uint32_t *order, size_t count, int64_t persons)
{
    if (!persons || !count)
        return;
    int64_t *weights = arena_array(plan->arena, int64_t, count), *shares = arena_array(plan->arena, int64_t, count);
    for (size_t i = 0; i < count; i++)
        weights[i] = 60 + (int64_t)random_below(plan->random, 81);
    /* Past some thousand trainings remainders are too small to matter, and the order is random: plain division. */
    if (count <= 4096)
        quota_apportion(persons, weights, count, shares);
    else
        for (size_t i = 0; i < count; i++)
            shares[i] = persons / (int64_t)count + ((int64_t)i < persons % (int64_t)count);
    for (size_t i = 0; i < count; i++) {
        int64_t months[3];
        quota_apportion(shares[i], month_weights[period % 4], 3, months);
        for (int month = 0; month < 3; month++) {
            int32_t day = date_add_months(learners_first_day(period), month) + 3;
            int32_t first = first_day_possible(&plan->reg->trainings[order[i]], period);
            if (months[month])
                add_session(plan, order[i], monday_from(day > first ? day : first), months[month]);
        }
    }
}

/* --- the others: sessions of about fifteen, for those first who had the fewest --- */

static bool is_withdrawn_soon(const struct training *training, int period)
{
    return training->fate == LABEL_WITHDRAWN && learners_period(training->label_last_day - 40) == period;
}

/* Sessions sizes vary by a third around the mean and add up. */
static void plan_round(struct plan *plan, int period, const uint32_t *order, size_t count, int64_t *persons,
                       int64_t *sessions, uint16_t round)
{
    for (size_t i = 0; i<count && * sessions> 0; i++) {
        const struct training *training = &plan->reg->trainings[order[i]];
        if (plan->started[order[i]] > round)
            continue;
        int64_t mean = *persons / *sessions, spread = mean / 3;
        int64_t size = mean - spread + (int64_t)random_below(plan->random, (uint64_t)(2 * spread + 1));
        size = *sessions == 1 ? *persons : size;
        add_session(plan, order[i], draw_start(plan, training, period), size);
        *persons -= size;
        --*sessions;
    }
}

static void plan_withdrawn(struct plan *plan, int period, int64_t *persons, int64_t *sessions)
{
    size_t first_wave = (size_t)plan->reg->sizes.by_committee[0];
    for (uint32_t i = 0; i<first_wave && * sessions> 1; i++) {
        const struct training *training = &plan->reg->trainings[i];
        if (!is_withdrawn_soon(training, period))
            continue;
        int64_t size = *persons / *sessions;
        add_session(plan, i, monday_from(training->label_last_day - 40), size);
        *persons -= size;
        --*sessions;
    }
}

static void plan_on_site(struct plan *plan, int period, const uint32_t *order, size_t count, int64_t persons)
{
    if (!persons || !count)
        return;
    int64_t sessions = (persons + plan->session_size / 2) / plan->session_size,
            most = (int64_t)count * SESSIONS_AT_MOST;
    sessions = sessions < 1 ? 1 : sessions > most ? most : sessions;
    plan_withdrawn(plan, period, &persons, &sessions);
    for (uint16_t round = 0; sessions > 0; round++)
        plan_round(plan, period, order, count, &persons, &sessions, round);
}

/* Trainings that can start in the quarter, in a random order. */
static size_t open_trainings(const struct plan *plan, int period, bool online, uint32_t **out_order)
{
    uint32_t *order = quota_shuffled(plan->arena, plan->reg->training_count, plan->random);
    size_t count = 0;
    for (size_t i = 0; i < plan->reg->training_count; i++) {
        const struct training *training = &plan->reg->trainings[order[i]];
        if ((training->mode == MODE_ONLINE) == online && is_open(training, period))
            order[count++] = order[i];
    }
    *out_order = order;
    return count;
}

/* A late export now and then: one session in eighty, but for the last quarter, which nothing follows. */
static void mark_late(struct plan *plan, size_t from)
{
    for (size_t i = from; i < plan->sessions->count; i++) {
        struct session *session = &plan->sessions->items[i];
        bool on_site = plan->reg->trainings[session->training].mode != MODE_ONLINE;
        session->late = on_site && random_below(plan->random, 80) == 0;
    }
}

/* Ten sessions for seven trainings at least. */
static int64_t session_size(const struct training_register *reg, const int64_t *on_site)
{
    int64_t persons = 0, reporting = 0;
    for (int period = 0; period < PERIODS; period++)
        persons += on_site[period];
    for (size_t i = 0; i < reg->training_count; i++)
        reporting += reg->trainings[i].reports && reg->trainings[i].mode != MODE_ONLINE;
    int64_t size = reporting ? persons * 7 / (reporting * 10) : SESSION_SIZE;
    return size < 1 ? 1 : size > SESSION_SIZE ? SESSION_SIZE : size;
}

void sessions_plan(struct arena *arena, const struct training_register *reg, const int64_t *online,
                   const int64_t *on_site, struct random_state *random, struct sessions *out_sessions)
{
    *out_sessions = (struct sessions){0};
    struct plan plan = {arena,
                        reg,
                        random,
                        out_sessions,
                        arena_array(arena, uint16_t, reg->training_count),
                        session_size(reg, on_site)};
    int64_t waiting = 0; /* persons of quarters without any open training */
    for (int period = 0; period < PERIODS; period++) {
        uint32_t *online_order, *on_site_order;
        size_t online_count = open_trainings(&plan, period, true, &online_order);
        size_t on_site_count = open_trainings(&plan, period, false, &on_site_order);
        int64_t online_persons = online[period], on_site_persons = on_site[period] + waiting;
        if (!online_count || !on_site_count) {
            waiting = online_persons + on_site_persons;
            online_persons = online_count ? waiting : 0;
            on_site_persons = on_site_count ? waiting : 0;
        }
        waiting = online_count || on_site_count ? 0 : waiting;
        out_sessions->first[period] = out_sessions->count;
        plan_online(&plan, period, online_order, online_count, online_persons);
        plan_on_site(&plan, period, on_site_order, on_site_count, on_site_persons);
        if (period < PERIODS - 1)
            mark_late(&plan, out_sessions->first[period]);
    }
    out_sessions->first[PERIODS] = out_sessions->count;
}
