#include "register.h"

#include <assert.h>

#include "gencarto/base/date.h"
#include "quota.h"

/* Figures of the real programme that the simulated one is scaled from: 410 trainings in force at the end of 2017. */
#define REFERENCE 410

static const int64_t reference_by_committee[COMMITTEES] = {171, 54, 97, 97}; /* 225 by November 2016, 419 in all */

/* Of 410 trainings: mean 7 months, from 1 to 42. */
static const struct {
    uint8_t months;
    int64_t weight;
} durations[] = {{1, 3},  {2, 10},  {3, 38},  {4, 37}, {5, 50}, {6, 92}, {7, 38}, {8, 30},
                 {9, 50}, {10, 24}, {12, 27}, {18, 5}, {24, 4}, {36, 1}, {42, 1}};
#define DURATIONS (sizeof durations / sizeof *durations)

/* Online-only trainings have a third of the learners: when these leave must not be left to chance. */
static const uint8_t online_months[2][5] = {{4, 6, 3, 5, 6}, {9, 7, 6, 8, 9}};

static const int64_t status_weights[STATUS_COUNT] = {44, 34, 13, 9}; /* percent of structures */

/* Label withdrawn on these days, in turn: a learner must have time to enter elsewhere before 2018. */
static const struct date_parts withdrawals[] = {{2017, 10, 16}, {2017, 6, 15}, {2017, 11, 6}, {2017, 10, 23}};

struct build {
    struct arena *arena;
    const struct places *places;
    struct random_state *random;
    struct training_register *reg;
};

static int64_t minimum(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t maximum(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int32_t day_of(struct date_parts parts)
{
    int32_t day = DATE_NONE;
    bool valid = date_from_parts(parts.year, parts.month, parts.day, &day);
    assert(valid);
    (void)valid;
    return day;
}

static int32_t committee_day(enum committee committee)
{
    static const struct date_parts days[COMMITTEES] = {{2016, 2, 3}, {2016, 11, 15}, {2017, 2, 24}, {2017, 5, 16}};
    return day_of(days[committee]);
}

static void set_sizes(struct register_sizes *sizes, int64_t trainings)
{
    sizes->in_force = trainings;
    sizes->leaving = quota_scale(9, trainings, REFERENCE);
    sizes->online = quota_scale(12, trainings, REFERENCE);
    sizes->ile_de_france = quota_scale(110, trainings, REFERENCE);
    sizes->reporting = maximum(1, quota_scale(73, trainings, 100));
    quota_apportion(trainings + sizes->leaving, reference_by_committee, COMMITTEES, sizes->by_committee);
    for (int wave = 0; wave < 2; wave++) {
        sizes->sites[wave] = quota_scale(wave ? 186 : 130, trainings, REFERENCE);
        sizes->structures[wave] = quota_scale(wave ? 130 : 84, trainings, REFERENCE);
    }
}

/* --- trainings: when, how, where --- */

static void set_committees(struct build *b)
{
    size_t next = 0;
    for (int committee = 0; committee < COMMITTEES; committee++)
        for (int64_t i = 0; i < b->reg->sizes.by_committee[committee]; i++) {
            struct training *training = &b->reg->trainings[next++];
            training->committee = (uint8_t)committee;
            training->label_first_day = committee_day((enum committee)committee);
        }
}

/* Five in twelve of the online-only trainings are of the first wave. */
static void set_modes(struct build *b)
{
    int64_t waves[2], done = 0;
    int64_t first_wave = b->reg->sizes.by_committee[0], all = (int64_t)b->reg->training_count;
    quota_apportion(b->reg->sizes.online, (const int64_t[]){5, 7}, 2, waves);
    waves[0] = minimum(waves[0], first_wave);
    for (int wave = 0; wave < 2; wave++) {
        int64_t count = wave ? all - first_wave : first_wave, online = minimum(waves[wave], count);
        struct deck deck;
        deck_init(&deck, b->arena, (const int64_t[]){online, count - online}, 2);
        for (int64_t i = 0; i < count; i++, done++)
            b->reg->trainings[done].mode = deck_draw(&deck, b->random) == 0 ? MODE_ONLINE : MODE_ON_SITE;
    }
    /* 56 % of trainings are on site only: 230 of the 398 that are not online-only. */
    for (size_t i = 0; i < b->reg->training_count; i++)
        if (b->reg->trainings[i].mode == MODE_ON_SITE && random_below(b->random, 398) >= 230)
            b->reg->trainings[i].mode = MODE_MIXED;
}

/* One training for each department that has any, then in proportion to its towns, Île-de-France apart. */
static void share_departments(const struct build *b, int64_t total, bool ile_de_france, int64_t *counts)
{
    size_t count = b->places->department_count;
    int64_t *weights = arena_array(b->arena, int64_t, count), *shares = arena_array(b->arena, int64_t, count);
    int64_t reached = 0;
    for (size_t i = 0; i < count; i++) {
        const struct place_department *department = &b->places->departments[i];
        bool counts_here = department->in_ile_de_france == ile_de_france && !department->without_training;
        weights[i] = counts_here ? department->thousands : 0;
        reached += counts_here;
    }
    bool each = total >= 2 * reached;
    quota_apportion(each ? total - reached : total, weights, count, shares);
    for (size_t i = 0; i < count; i++)
        counts[i] += shares[i] + (each && weights[i]);
}

static void set_departments(struct build *b)
{
    int64_t *counts = arena_array(b->arena, int64_t, b->places->department_count), physical = 0;
    for (size_t i = 0; i < b->reg->training_count; i++)
        physical += b->reg->trainings[i].mode != MODE_ONLINE;
    int64_t leaving = quota_scale(b->reg->sizes.leaving, 110, REFERENCE);
    int64_t ile_de_france = minimum(b->reg->sizes.ile_de_france + leaving, physical);
    share_departments(b, ile_de_france, true, counts);
    share_departments(b, physical - ile_de_france, false, counts);
    struct deck deck;
    deck_init(&deck, b->arena, counts, b->places->department_count);
    for (size_t i = 0; i < b->reg->training_count; i++)
        if (b->reg->trainings[i].mode != MODE_ONLINE)
            b->reg->trainings[i].department = (uint32_t)deck_draw(&deck, b->random);
}

/* Takes a card of these months out of the deck, or any other when there is none left. */
static void take_months(struct build *b, struct deck *deck, uint8_t months)
{
    for (size_t i = 0; i < DURATIONS; i++)
        if (durations[i].months == months && deck->left[i] > 0) {
            deck->left[i]--;
            deck->total--;
            return;
        }
    deck_draw(deck, b->random);
}

static void set_durations(struct build *b)
{
    int64_t weights[DURATIONS];
    size_t online[2] = {0};
    struct deck deck;
    for (size_t i = 0; i < DURATIONS; i++)
        weights[i] = durations[i].weight;
    deck_share(&deck, b->arena, (int64_t)b->reg->training_count, weights, DURATIONS);
    for (size_t i = 0; i < b->reg->training_count; i++) {
        struct training *training = &b->reg->trainings[i];
        int wave = training->committee != COMMITTEE_2016_02;
        if (training->mode != MODE_ONLINE)
            continue;
        training->duration_months = online_months[wave][online[wave]++ % 5];
        take_months(b, &deck, training->duration_months);
    }
    for (size_t i = 0; i < b->reg->training_count; i++)
        if (b->reg->trainings[i].mode != MODE_ONLINE)
            b->reg->trainings[i].duration_months = durations[deck_draw(&deck, b->random)].months;
}

static void set_contents(struct build *b)
{
    struct deck families;
    deck_share(&families, b->arena, (int64_t)b->reg->training_count, job_family_weights, FAMILY_COUNT);
    for (size_t i = 0; i < b->reg->training_count; i++) {
        struct training *training = &b->reg->trainings[i];
        training->family = (uint8_t)deck_draw(&families, b->random);
        training->exit_level = (uint8_t)(3 + quota_pick((const int64_t[]){10, 36, 34, 17, 3}, 5, b->random));
        training->free_of_charge = random_below(b->random, 100) < 82;
    }
}

/* --- sites: trainings of one department may share one --- */

struct members { /* what belongs to a department or a region, in the order it came */
    uint32_t *items;
    size_t count, capacity;
};

static void members_add(struct arena *arena, struct members *members, uint32_t item)
{
    *arena_push(arena, members->items, members->count, members->capacity) = item;
}

static uint32_t members_pick(const struct members *members, struct random_state *random)
{
    return members->items[random_below(random, members->count)];
}

static void open_site(struct build *b, struct members *of_department, struct training *training)
{
    struct buf address;
    buf_init(&address, b->arena);
    name_address(&address, b->random);
    training->site = (uint32_t)b->reg->site_count;
    struct site *site = &b->reg->sites[b->reg->site_count++];
    *site = (struct site){INDEX_NONE, places_town(b->places, training->department, b->random), buf_str(&address)};
    members_add(b->arena, &of_department[training->department], training->site);
}

/* Trainings of a wave, [from, to): the first of a department opens a site, others do until there are enough, the rest
 * share. */
static void set_sites_of_wave(struct build *b, struct members *of_department, size_t from, size_t to, int64_t wanted)
{
    struct training *trainings = b->reg->trainings;
    uint32_t *order = quota_shuffled(b->arena, to - from, b->random);
    size_t end = b->reg->site_count + (size_t)wanted;
    for (size_t i = from; i < to; i++)
        trainings[i].site = INDEX_NONE;
    for (size_t i = 0; i < to - from; i++) {
        struct training *training = &trainings[from + order[i]];
        if (training->mode != MODE_ONLINE && !of_department[training->department].count)
            open_site(b, of_department, training);
    }
    for (size_t i = 0; i < to - from; i++) {
        struct training *training = &trainings[from + order[i]];
        if (training->mode == MODE_ONLINE || training->site != INDEX_NONE)
            continue;
        if (b->reg->site_count < end)
            open_site(b, of_department, training);
        else
            training->site = members_pick(&of_department[training->department], b->random);
    }
}

static void set_sites(struct build *b)
{
    struct members *of_department = arena_array(b->arena, struct members, b->places->department_count);
    size_t first_wave = (size_t)b->reg->sizes.by_committee[0];
    b->reg->sites = arena_array(b->arena, struct site, b->reg->training_count);
    set_sites_of_wave(b, of_department, 0, first_wave, b->reg->sizes.sites[0]);
    b->reg->sizes.sites[0] = (int64_t)b->reg->site_count;
    set_sites_of_wave(b, of_department, first_wave, b->reg->training_count, b->reg->sizes.sites[1]);
    b->reg->sizes.sites[1] = (int64_t)b->reg->site_count - b->reg->sizes.sites[0];
}

/* --- structures: some have several sites, mostly in one region, a few are networks --- */

#define NETWORKS 5

static uint32_t region_of(const struct build *b, const struct site *site)
{
    return b->places->departments[b->places->places[site->place].department].region;
}

static void found_structure(struct build *b, struct members *of_region, struct site *site)
{
    site->structure = (uint32_t)b->reg->structure_count++;
    b->reg->structures[site->structure].seat = site->place;
    members_add(b->arena, &of_region[region_of(b, site)], site->structure);
}

static void set_structures_of_wave(struct build *b, struct members *of_region, size_t from, size_t to, int64_t wanted)
{
    uint32_t *order = quota_shuffled(b->arena, to - from, b->random);
    for (size_t i = 0; i < to - from; i++) {
        struct site *site = &b->reg->sites[from + order[i]];
        const struct members *near = &of_region[region_of(b, site)];
        if ((int64_t)i < wanted || !b->reg->structure_count)
            found_structure(b, of_region, site);
        else if (near->count && random_below(b->random, 10) < 7)
            site->structure = members_pick(near, b->random);
        else
            site->structure =
                (uint32_t)random_below(b->random, (uint64_t)minimum((int64_t)b->reg->structure_count, NETWORKS));
    }
}

static void set_statuses(struct build *b)
{
    struct deck deck;
    uint32_t ranks[STATUS_COUNT] = {0};
    deck_share(&deck, b->arena, (int64_t)b->reg->structure_count, status_weights, STATUS_COUNT);
    for (size_t i = 0; i < b->reg->structure_count; i++) {
        struct structure *structure = &b->reg->structures[i];
        structure->status = (uint8_t)deck_draw(&deck, b->random);
        structure->rank = ranks[structure->status]++;
    }
}

/* An online-only training belongs to a structure of its wave or before; half of the exports give its head office. */
static void set_holders(struct build *b, size_t structures_of_first_wave)
{
    for (size_t i = 0; i < b->reg->training_count; i++) {
        struct training *training = &b->reg->trainings[i];
        bool first_wave = training->committee == COMMITTEE_2016_02;
        if (training->mode != MODE_ONLINE) {
            training->structure = b->reg->sites[training->site].structure;
            training->place = b->reg->sites[training->site].place;
        } else {
            size_t among = first_wave ? structures_of_first_wave : b->reg->structure_count;
            training->structure = (uint32_t)random_below(b->random, (uint64_t)maximum((int64_t)among, 1));
            bool says = random_below(b->random, 2);
            training->place = says ? b->reg->structures[training->structure].seat : PLACE_NONE;
        }
        b->reg->structures[training->structure].staying++;
    }
}

static void set_structures(struct build *b)
{
    struct members *of_region = arena_array(b->arena, struct members, b->places->region_count);
    size_t first_wave = (size_t)b->reg->sizes.sites[0];
    b->reg->structures = arena_array(b->arena, struct structure, b->reg->site_count + 1);
    set_structures_of_wave(b, of_region, 0, first_wave, b->reg->sizes.structures[0]);
    size_t structures_of_first_wave = b->reg->structure_count;
    set_structures_of_wave(b, of_region, first_wave, b->reg->site_count, b->reg->sizes.structures[1]);
    if (!b->reg->structure_count) /* nothing but online-only trainings */
        b->reg->structures[b->reg->structure_count++].seat = places_town(b->places, 0, b->random);
    set_holders(b, structures_of_first_wave);
    set_statuses(b);
}

/* --- labels: one year in the first wave, then three --- */

/* Someone must be in training on the day of the withdrawal: six months, by exchange with another. */
static void lengthen(struct build *b, struct training *training)
{
    for (size_t i = 0; i < b->reg->training_count && training->duration_months < 6; i++) {
        struct training *other = &b->reg->trainings[i];
        if (other->duration_months < 6 || other->mode == MODE_ONLINE || other->fate != LABEL_GRANTED)
            continue;
        uint8_t months = training->duration_months;
        training->duration_months = other->duration_months;
        other->duration_months = months;
    }
}

static void leave(struct build *b, struct training *training, int64_t rank)
{
    bool withdrawn = rank % 9 % 2 == 0 && rank % 9 < 8; /* four in nine */
    training->fate = withdrawn ? LABEL_WITHDRAWN : LABEL_EXPIRED;
    training->reports = withdrawn; /* who did not answer was not renewed */
    if (withdrawn)
        training->label_last_day = day_of(withdrawals[rank % 9 / 2]);
    if (withdrawn)
        lengthen(b, training);
    b->reg->structures[training->structure].staying--;
}

/* Of the first wave, and never the last training of a structure: structures stay. */
static void set_leaving(struct build *b)
{
    int64_t first_wave = b->reg->sizes.by_committee[0], left = 0;
    int64_t wanted[2]; /* elsewhere, in Île-de-France */
    wanted[1] = quota_scale(b->reg->sizes.leaving, 110, REFERENCE);
    wanted[0] = b->reg->sizes.leaving - wanted[1];
    uint32_t *order = quota_shuffled(b->arena, (size_t)first_wave, b->random);
    for (int64_t i = 0; i < first_wave; i++) {
        struct training *training = &b->reg->trainings[order[i]];
        if (training->mode == MODE_ONLINE || b->reg->structures[training->structure].staying < 2)
            continue;
        bool ile_de_france = b->places->departments[training->department].in_ile_de_france;
        if (wanted[ile_de_france] > 0) {
            wanted[ile_de_france]--;
            leave(b, training, left++);
        }
    }
}

static void set_labels(struct build *b)
{
    for (size_t i = 0; i < b->reg->training_count; i++) {
        struct training *training = &b->reg->trainings[i];
        bool first_wave = training->committee == COMMITTEE_2016_02;
        if (training->fate == LABEL_WITHDRAWN)
            continue;
        if (first_wave && training->fate == LABEL_GRANTED)
            training->fate = LABEL_RENEWED;
        int months = training->fate == LABEL_RENEWED ? 48 : first_wave ? 12 : 36;
        training->label_last_day = date_add_months(training->label_first_day, months) - 1;
    }
}

/* Online-only trainings all answer; of the others, as many as it takes. */
static void set_reporting(struct build *b)
{
    int64_t candidates = 0, online = 0;
    for (size_t i = 0; i < b->reg->training_count; i++) {
        const struct training *training = &b->reg->trainings[i];
        bool stays = training->fate == LABEL_GRANTED || training->fate == LABEL_RENEWED;
        online += training->mode == MODE_ONLINE;
        candidates += stays && training->mode != MODE_ONLINE;
    }
    int64_t reporting = maximum(0, minimum(b->reg->sizes.reporting - online, candidates));
    struct deck deck;
    deck_init(&deck, b->arena, (const int64_t[]){reporting, candidates - reporting}, 2);
    for (size_t i = 0; i < b->reg->training_count; i++) {
        struct training *training = &b->reg->trainings[i];
        if (training->mode == MODE_ONLINE)
            training->reports = true;
        else if (training->fate == LABEL_GRANTED || training->fate == LABEL_RENEWED)
            training->reports = deck_draw(&deck, b->random) == 0;
    }
}

/* --- money: half a session's budget, at most 70,000 euros --- */

/* 73 trainings of the first wave share 5 M, 149 of the second 10 M. */
static void set_funding(struct build *b)
{
    int64_t count[2] = {b->reg->sizes.by_committee[0], 0};
    count[1] = (int64_t)b->reg->training_count - count[0];
    struct deck decks[2];
    for (int wave = 0; wave < 2; wave++) {
        int64_t funded = minimum(count[wave], quota_scale(wave ? 149 : 73, b->reg->sizes.in_force, REFERENCE));
        deck_init(&decks[wave], b->arena, (const int64_t[]){funded, count[wave] - funded}, 2);
    }
    for (size_t i = 0; i < b->reg->training_count; i++) {
        struct training *training = &b->reg->trainings[i];
        int wave = training->committee != COMMITTEE_2016_02;
        training->budget_eur = 20000 + 500 * (int64_t)random_below(b->random, 220);
        if (deck_draw(&decks[wave], b->random) != 0)
            continue;
        int64_t mean = wave ? 67100 : 68500, spread = 70000 - mean;
        training->granted_eur = mean - spread + (int64_t)random_below(b->random, (uint64_t)(2 * spread + 1));
        training->budget_eur = training->granted_eur * 2;
        int64_t percent = wave ? 60 + 10 * (int64_t)random_below(b->random, 5) : 100;
        training->paid_eur = training->granted_eur * (training->fate == LABEL_WITHDRAWN ? 50 : percent) / 100;
    }
}

void register_build(struct arena *arena, const struct places *places, int64_t trainings, struct random_state *random,
                    struct training_register *out_register)
{
    *out_register = (struct training_register){0};
    struct build b = {arena, places, random, out_register};
    set_sizes(&out_register->sizes, trainings);
    out_register->training_count = (size_t)(trainings + out_register->sizes.leaving);
    out_register->trainings = arena_array(arena, struct training, out_register->training_count);
    set_committees(&b);
    set_modes(&b);
    set_departments(&b);
    set_durations(&b);
    set_contents(&b);
    set_sites(&b);
    set_structures(&b);
    set_leaving(&b);
    set_labels(&b);
    set_reporting(&b);
    set_funding(&b);
}
