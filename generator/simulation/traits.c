#include "traits.h"

#include "quota.h"

/* --- the tables --- */

enum age_group { AGES_YOUNG, AGES_ADULT, AGES_BLANK };
enum level_group { LEVELS_LOW, LEVELS_HIGH, LEVELS_BLANK };
enum situation_group { IDLE, BUSY, SITUATIONS_BLANK };

/* Of 10,000 learners. Together: 46 % under 26 of known ages, 55 % of level 4 at most, 65 % neither in employment nor
 * in studies. NEET is derived from the three (under 26, level at most 4, idle), and is unknown where a blank hides
 * it: 2,976 yes, 400 unknown, so that 31.0 % of the known are. The yes stand first: their number varies by region. */
static const struct profile {
    uint8_t ages, levels, situations, neet;
    int64_t weight;
} profiles[] = {
    {AGES_YOUNG, LEVELS_LOW, IDLE, ANSWER_YES, 2976},    {AGES_YOUNG, LEVELS_LOW, SITUATIONS_BLANK, ANSWER_BLANK, 150},
    {AGES_YOUNG, LEVELS_BLANK, IDLE, ANSWER_BLANK, 120}, {AGES_YOUNG, LEVELS_BLANK, SITUATIONS_BLANK, ANSWER_BLANK, 30},
    {AGES_YOUNG, LEVELS_LOW, BUSY, ANSWER_NO, 420},      {AGES_YOUNG, LEVELS_HIGH, IDLE, ANSWER_NO, 430},
    {AGES_YOUNG, LEVELS_HIGH, BUSY, ANSWER_NO, 419},     {AGES_BLANK, LEVELS_LOW, IDLE, ANSWER_BLANK, 100},
    {AGES_BLANK, LEVELS_HIGH, BUSY, ANSWER_NO, 20},      {AGES_ADULT, LEVELS_LOW, IDLE, ANSWER_NO, 1100},
    {AGES_ADULT, LEVELS_LOW, BUSY, ANSWER_NO, 551},      {AGES_ADULT, LEVELS_LOW, SITUATIONS_BLANK, ANSWER_NO, 60},
    {AGES_ADULT, LEVELS_HIGH, IDLE, ANSWER_NO, 1483},    {AGES_ADULT, LEVELS_HIGH, SITUATIONS_BLANK, ANSWER_NO, 100},
    {AGES_ADULT, LEVELS_BLANK, IDLE, ANSWER_NO, 70},     {AGES_ADULT, LEVELS_BLANK, BUSY, ANSWER_NO, 40},
    {AGES_ADULT, LEVELS_HIGH, BUSY, ANSWER_NO, 1931},
};
#define PROFILES (sizeof profiles / sizeof *profiles)

/* Answers of 10,000, in the order of the enums; the first varies by region and by quarter. Women are 24.0 % of known
 * sexes; QPV 16.3 % of all and 17.7 % of the known. */
static const int64_t sex_weights[SEXES] = {2362, 7458, 20, 160};
static const int64_t qpv_weights[3] = {1630, 7570, 800};
static const int64_t zrr_weights[3] = {540, 8660, 800};

/* Thousandths of the mean share in each quarter, 2016-T1 to 2017-T4: it rises. */
static const int64_t women_trend[PERIODS] = {930, 942, 955, 975, 995, 1010, 1025, 1050};
static const int64_t neet_trend[PERIODS] = {940, 950, 960, 975, 995, 1005, 1020, 1045};
static const int64_t even_trend[PERIODS] = {1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000};

struct traits {
    struct arena *arena;
    const struct places *places;
    const struct training_register *reg;
    struct random_state *random;
    struct learners *learners;
};

static uint32_t region_of(const struct traits *t, const struct enrolment *enrolment)
{
    const struct training *training = &t->reg->trainings[enrolment->training];
    return training->mode == MODE_ONLINE ? (uint32_t)t->places->region_count
                                         : t->places->departments[training->department].region;
}

/* --- shares that vary: a deck for each region and quarter, exact in all --- */

struct varied {
    struct deck *decks; /* by quarter, by region; online-only counts as a region */
    size_t regions;
};

static size_t cell_of(const struct traits *t, const struct enrolment *enrolment)
{
    return (size_t)learners_period(enrolment->entry_day) * (t->places->region_count + 1) + region_of(t, enrolment);
}

static int64_t *count_cells(const struct traits *t, size_t cells)
{
    int64_t *counts = arena_array(t->arena, int64_t, cells);
    for (uint32_t i = 0; i < t->learners->entered_count; i++)
        counts[cell_of(t, &t->learners->enrolments[i])]++;
    return counts;
}

/* Kinds in proportion to `weights`; the first is tilted, the second gives way, the others are alike everywhere. */
static struct varied vary(const struct traits *t, const int64_t *weights, size_t kinds, const int64_t *trend)
{
    size_t regions = t->places->region_count + 1, cells = PERIODS * regions;
    int64_t *persons = count_cells(t, cells), *tilts = arena_array(t->arena, int64_t, regions);
    int64_t *tilted = arena_array(t->arena, int64_t, cells), *totals = arena_array(t->arena, int64_t, kinds);
    int64_t *shares = arena_array(t->arena, int64_t, cells * kinds); /* kind by kind */
    quota_apportion((int64_t)t->learners->entered_count, weights, kinds, totals);
    for (size_t region = 0; region < regions; region++)
        tilts[region] = region + 1 < regions ? 840 + (int64_t)random_below(t->random, 321) : 1000;
    for (size_t cell = 0; cell < cells; cell++)
        tilted[cell] = persons[cell] * tilts[cell % regions] * trend[cell / regions];
    for (size_t kind = 0; kind < kinds; kind++)
        if (kind != 1)
            quota_apportion(totals[kind], kind ? persons : tilted, cells, shares + kind * cells);
    struct varied varied = {arena_array(t->arena, struct deck, cells), regions};
    for (size_t cell = 0; cell < cells; cell++) {
        int64_t counts[SEXES] = {0}, left = persons[cell];
        for (size_t kind = 0; kind < kinds; kind++) {
            counts[kind] = kind == 1 ? 0 : shares[kind * cells + cell];
            counts[kind] = counts[kind] < left ? counts[kind] : left; /* rounding in a cell of one or two persons */
            left -= counts[kind];
        }
        counts[1] = left;
        deck_init(&varied.decks[cell], t->arena, counts, kinds);
    }
    return varied;
}

static uint8_t draw_varied(const struct traits *t, struct varied *varied, const struct enrolment *enrolment)
{
    return (uint8_t)deck_draw(&varied->decks[cell_of(t, enrolment)], t->random);
}

/* --- profiles --- */

static uint8_t draw_age(enum age_group group, struct random_state *random)
{
    static const int64_t young[] = {2, 4, 9, 12, 14, 14, 13, 12, 11, 9}; /* 16 to 25 */
    if (group == AGES_BLANK)
        return AGE_UNKNOWN;
    if (group == AGES_YOUNG)
        return (uint8_t)(16 + quota_pick(young, 10, random));
    uint64_t a = random_below(random, 36), b = random_below(random, 36);
    return (uint8_t)(26 + (a < b ? a : b));
}

static uint8_t draw_level(enum level_group group, struct random_state *random)
{
    static const int64_t low[] = {22, 33, 45}, high[] = {46, 34, 18, 2};
    if (group == LEVELS_BLANK)
        return 0;
    return (uint8_t)(group == LEVELS_LOW ? 2 + quota_pick(low, 3, random) : 5 + quota_pick(high, 4, random));
}

static uint8_t draw_situation(enum situation_group group, struct random_state *random)
{
    if (group == SITUATIONS_BLANK)
        return SITUATION_BLANK;
    bool usual = random_below(random, 100) < (group == IDLE ? 92 : 58);
    if (group == IDLE)
        return usual ? SITUATION_UNEMPLOYED : SITUATION_INACTIVE;
    return usual ? SITUATION_EMPLOYED : SITUATION_STUDENT;
}

static void set_profile(struct enrolment *enrolment, const struct profile *profile, struct random_state *random)
{
    enrolment->age = draw_age((enum age_group)profile->ages, random);
    enrolment->level = draw_level((enum level_group)profile->levels, random);
    enrolment->situation = draw_situation((enum situation_group)profile->situations, random);
    enrolment->neet = profile->neet;
    bool aided = enrolment->situation != SITUATION_EMPLOYED && random_below(random, 100) < 24;
    enrolment->aid_tens_eur = aided ? (uint16_t)(40 + random_below(random, 510)) : 0;
}

/* The profiles without the first: what is not NEET is alike in all regions. */
static void assign_profiles(struct traits *t)
{
    int64_t weights[PROFILES], yes[3] = {0}, counts[PROFILES];
    for (size_t i = 0; i < PROFILES; i++)
        weights[i] = profiles[i].weight;
    quota_apportion((int64_t)t->learners->entered_count, weights, PROFILES, counts);
    yes[0] = counts[0];
    yes[1] = (int64_t)t->learners->entered_count - counts[0];
    counts[0] = 0;
    struct varied neet = vary(t, yes[0] + yes[1] ? yes : (const int64_t[]){1, 1, 0}, 3, neet_trend);
    struct deck others;
    deck_init(&others, t->arena, counts, PROFILES);
    for (uint32_t i = 0; i < t->learners->entered_count; i++) {
        struct enrolment *enrolment = &t->learners->enrolments[i];
        bool is_neet = draw_varied(t, &neet, enrolment) == 0 || !others.total;
        set_profile(enrolment, &profiles[is_neet ? 0 : deck_draw(&others, t->random)], t->random);
    }
}

static void assign_answers(struct traits *t)
{
    struct varied sex = vary(t, sex_weights, SEXES, women_trend), qpv = vary(t, qpv_weights, 3, even_trend);
    struct deck zrr;
    deck_share(&zrr, t->arena, (int64_t)t->learners->entered_count, zrr_weights, 3);
    for (uint32_t i = 0; i < t->learners->entered_count; i++) {
        struct enrolment *enrolment = &t->learners->enrolments[i];
        enrolment->sex = draw_varied(t, &sex, enrolment);
        enrolment->qpv = draw_varied(t, &qpv, enrolment);
        enrolment->zrr = (uint8_t)deck_draw(&zrr, t->random);
    }
}

static void assign_by_odds(struct traits *t, struct enrolment *enrolment)
{
    int64_t weights[PROFILES];
    for (size_t i = 0; i < PROFILES; i++)
        weights[i] = profiles[i].weight;
    set_profile(enrolment, &profiles[quota_pick(weights, PROFILES, t->random)], t->random);
    enrolment->aid_tens_eur = 0;
    enrolment->sex = (uint8_t)quota_pick(sex_weights, SEXES, t->random);
    enrolment->qpv = (uint8_t)quota_pick(qpv_weights, 3, t->random);
    enrolment->zrr = (uint8_t)quota_pick(zrr_weights, 3, t->random);
}

/* --- residence --- */

enum venue { VENUE_ILE_DE_FRANCE, VENUE_ELSEWHERE, VENUE_ONLINE, VENUES };
enum residence { IN_ILE_DE_FRANCE, OUTSIDE, UNKNOWN, RESIDENCES };

static enum venue venue_of(const struct traits *t, const struct enrolment *enrolment)
{
    const struct training *training = &t->reg->trainings[enrolment->training];
    if (training->mode == MODE_ONLINE)
        return VENUE_ONLINE;
    return t->places->departments[training->department].in_ile_de_france ? VENUE_ILE_DE_FRANCE : VENUE_ELSEWHERE;
}

static uint32_t draw_department(const struct traits *t, const int64_t *weights)
{
    return (uint32_t)quota_pick(weights, t->places->department_count, t->random);
}

/* Half live in the town of their training or a larger one, the others anywhere in the department. */
static uint32_t draw_commune(const struct traits *t, uint32_t department)
{
    return random_below(t->random, 2) ? places_town(t->places, department, t->random)
                                      : places_commune(t->places, department, t->random);
}

static uint32_t draw_residence(const struct traits *t, const struct enrolment *enrolment, enum residence where,
                               const int64_t *weights)
{
    enum venue venue = venue_of(t, enrolment);
    uint32_t department = t->reg->trainings[enrolment->training].department;
    bool same_side =
        (venue == VENUE_ILE_DE_FRANCE && where == IN_ILE_DE_FRANCE) || (venue == VENUE_ELSEWHERE && where == OUTSIDE);
    bool near = same_side && random_below(t->random, 100) < (where == IN_ILE_DE_FRANCE ? 55 : 88);
    return draw_commune(t, near ? department : draw_department(t, weights));
}

/* 97 % of residences are known, 40 % of these in Île-de-France: nearly all learners of the trainings there, few of the
 * others', and as many of the online-only as it takes. */
static void share_residences(struct traits *t, struct deck *decks)
{
    int64_t persons[VENUES] = {0}, counts[VENUES][RESIDENCES], known = 0;
    for (uint32_t i = 0; i < t->learners->entered_count; i++)
        persons[venue_of(t, &t->learners->enrolments[i])]++;
    for (int venue = 0; venue < VENUES; venue++) {
        counts[venue][UNKNOWN] = quota_scale(persons[venue], 3, 100);
        known += persons[venue] - counts[venue][UNKNOWN];
    }
    int64_t wanted = quota_scale(known, 40, 100);
    for (int venue = 0; venue < VENUES; venue++) {
        int64_t of_venue = persons[venue] - counts[venue][UNKNOWN];
        int64_t inside = venue == VENUE_ILE_DE_FRANCE ? quota_scale(of_venue, 96, 100)
                         : venue == VENUE_ELSEWHERE   ? quota_scale(of_venue, 15, 1000)
                                                      : wanted;
        inside = inside < 0 ? 0 : inside > of_venue ? of_venue : inside;
        counts[venue][IN_ILE_DE_FRANCE] = inside;
        counts[venue][OUTSIDE] = of_venue - inside;
        wanted -= inside;
        deck_init(&decks[venue], t->arena, counts[venue], RESIDENCES);
    }
}

static void assign_residences(struct traits *t)
{
    struct deck decks[VENUES];
    int64_t *weights[2];
    for (int where = 0; where < 2; where++) {
        weights[where] = arena_array(t->arena, int64_t, t->places->department_count);
        for (size_t i = 0; i < t->places->department_count; i++) {
            const struct place_department *department = &t->places->departments[i];
            weights[where][i] = department->in_ile_de_france == (where == IN_ILE_DE_FRANCE) ? department->thousands : 0;
        }
    }
    share_residences(t, decks);
    for (uint32_t i = 0; i < t->learners->learner_count; i++) {
        struct enrolment *enrolment = &t->learners->enrolments[i];
        enum venue venue = venue_of(t, enrolment);
        enum residence where = i < t->learners->entered_count ? (enum residence)deck_draw(&decks[venue], t->random)
                               : venue == VENUE_ELSEWHERE     ? OUTSIDE
                                                              : IN_ILE_DE_FRANCE;
        enrolment->residence = where == UNKNOWN ? PLACE_NONE : draw_residence(t, enrolment, where, weights[where]);
    }
}

void traits_assign(struct arena *arena, const struct places *places, const struct training_register *reg,
                   struct random_state *random, struct learners *learners)
{
    struct traits t = {arena, places, reg, random, learners};
    assign_profiles(&t);
    assign_answers(&t);
    for (uint32_t i = learners->entered_count; i < learners->learner_count; i++)
        assign_by_odds(&t, &learners->enrolments[i]);
    assign_residences(&t);
}
