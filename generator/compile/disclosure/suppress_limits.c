#include "suppress_limits.h"

#include "suppress_system.h"

struct builder {
    struct system_limits *limits;
    struct arena *arena;
    const struct suppression_system *system;
    const struct geography *geography;
    size_t limit_capacity, term_capacity;
};

static void begin_limit(struct builder *b, bool in_quarter, bool is_stock)
{
    struct system_limits *limits = b->limits;
    *arena_push(b->arena, limits->items, limits->count, b->limit_capacity) =
        (struct system_limit){.first = (uint32_t)limits->term_count, .in_quarter = in_quarter, .is_stock = is_stock};
}

static void add_term(struct builder *b, uint32_t cell, int32_t sign)
{
    struct system_limits *limits = b->limits;
    *arena_push(b->arena, limits->terms, limits->term_count, b->term_capacity) = (struct limit_term){cell, sign};
    limits->items[limits->count - 1].count++;
}

/* The count of tables where there is none. */
static size_t find_table(const struct builder *b, enum event measure, unsigned dimensions)
{
    size_t t = 0;
    while (t < b->system->table_count &&
           (b->system->tables[t]->measure != measure || b->system->tables[t]->dimensions != dimensions)) {
        t++;
    }
    return t;
}

static bool is_shown(const struct builder *b, size_t table, unsigned level)
{
    return table < b->system->table_count && tables_has_level(b->system->tables[table], level);
}

/* ---- Measures ---- */

#define COUNTRY (1u << ENTITY_COUNTRY)
#define ANY     (~0u)

/* Measures that are parts of another one, of the same entity and category. Exits follow the entry, so that only their
 * cumulative counts are. Who arrives from another training entered there before and is no new learner. An arrival and
 * its redirection are in two trainings: only the country has both. */
static const struct {
    enum event larger;
    enum event smaller[3];
    int count;
    unsigned levels;
    bool in_quarter, is_stock;
} links[] = {
    {EVENT_ENROLMENT, {EVENT_ENTRY}, 1, ANY, .in_quarter = true},
    {EVENT_ENTRY, {EVENT_LEARNER}, 1, ANY, .in_quarter = true},
    {EVENT_ENTRY, {EVENT_ARRIVAL}, 1, ANY, .in_quarter = true},
    {EVENT_ENTRY, {EVENT_LEARNER, EVENT_ARRIVAL}, 2, ANY, .in_quarter = true},
    {EVENT_ENTRY, {EVENT_COMPLETION, EVENT_DROPOUT, EVENT_REDIRECTION}, 3, ANY, .is_stock = true},
    {EVENT_REDIRECTION, {EVENT_ARRIVAL}, 1, COUNTRY, .in_quarter = false},
};
#define LINKS (sizeof links / sizeof *links)

static int count_shown(const struct builder *b, size_t link, unsigned dimensions, unsigned level)
{
    int count = 0;
    for (int i = 0; i < links[link].count; i++) {
        count += is_shown(b, find_table(b, links[link].smaller[i], dimensions), level);
    }
    return count;
}

static void add_link(struct builder *b, size_t link, size_t larger, enum entity_kind level)
{
    const struct published_table *table = b->system->tables[larger];
    uint32_t cells = b->geography->count[level] * (uint32_t)table->categories;
    for (uint32_t i = 0; i < cells; i++) {
        uint32_t unit = i / (uint32_t)table->categories;
        int category = (int)(i % (uint32_t)table->categories);
        begin_limit(b, links[link].in_quarter, links[link].is_stock);
        add_term(b, system_index(b->system, larger, level, unit, category), -1);
        for (int k = 0; k < links[link].count; k++) {
            size_t smaller = find_table(b, links[link].smaller[k], table->dimensions);
            if (is_shown(b, smaller, level)) {
                add_term(b, system_index(b->system, smaller, level, unit, category), 1);
            }
        }
    }
}

static void add_links(struct builder *b, size_t larger)
{
    const struct published_table *table = b->system->tables[larger];
    for (size_t link = 0; link < LINKS; link++) {
        for (unsigned level = 0; links[link].larger == table->measure && level < ENTITY_KINDS; level++) {
            if (tables_has_level(table, level) && (links[link].levels & 1u << level) != 0 &&
                count_shown(b, link, table->dimensions, level) > 0) {
                add_link(b, link, larger, (enum entity_kind)level);
            }
        }
    }
}

/* ---- Ages ---- */

/* The categories of `table` of one unit in which `dimension` has this value, with a sign. */
static void add_categories(struct builder *b, size_t table, enum entity_kind level, uint32_t unit,
                           enum dimension dimension, int value, int rest, int32_t sign)
{
    const struct published_table *t = b->system->tables[table];
    int second = t->dimension_count == 2 ? cube_dimensions[t->second].value_count : 1;
    for (int c = 0; c < t->categories; c++) {
        int of_first = c / second, of_second = c % second;
        bool is_first = t->first == dimension;
        if ((is_first ? of_first : of_second) == value && (is_first ? of_second : of_first) == rest) {
            add_term(b, system_index(b->system, table, level, unit, c), sign);
        }
    }
}

/* Who is 26 or older is no NEET, for sure (`neet` is derived from the age): of all, or of each value of a dimension
 * that both are crossed with. */
static void add_ages(struct builder *b, size_t neet, enum dimension crossed)
{
    enum { NO = 1 };
    enum { UP_TO_30 = 1, OVER_49 = 3 };
    const struct published_table *table = b->system->tables[neet];
    unsigned others = table->dimensions & ~(1u << DIMENSION_NEET);
    int values = others == 0 ? 1 : cube_dimensions[crossed].value_count;
    size_t age = find_table(b, table->measure, others | 1u << DIMENSION_AGE);
    for (unsigned k = 0; k < ENTITY_KINDS; k++) {
        enum entity_kind level = (enum entity_kind)k;
        uint32_t units = tables_has_level(table, k) && is_shown(b, age, k) ? b->geography->count[k] : 0;
        for (uint32_t i = 0; i < units * (uint32_t)values; i++) {
            uint32_t unit = i / (uint32_t)values;
            int rest = (int)(i % (uint32_t)values);
            begin_limit(b, true, false);
            add_categories(b, neet, level, unit, DIMENSION_NEET, NO, rest, -1);
            for (int value = UP_TO_30; value <= OVER_49; value++) {
                add_categories(b, age, level, unit, DIMENSION_AGE, value, rest, 1);
            }
        }
    }
}

/* ---- All ---- */

static void index_limits(struct builder *b)
{
    struct system_limits *limits = b->limits;
    uint32_t cells = b->system->cell_count;
    limits->first_of = arena_array(b->arena, uint32_t, (size_t)cells + 2);
    limits->limits_of = arena_array(b->arena, uint32_t, limits->term_count + 1);
    for (size_t i = 0; i < limits->term_count; i++) {
        limits->first_of[limits->terms[i].cell + 2]++;
    }
    for (uint32_t i = 0; i < cells; i++) {
        limits->first_of[i + 2] += limits->first_of[i + 1];
    }
    for (uint32_t limit = 0; limit < limits->count; limit++) {
        const struct system_limit *item = &limits->items[limit];
        for (uint32_t i = item->first; i < item->first + item->count; i++) {
            limits->limits_of[limits->first_of[limits->terms[i].cell + 1]++] = limit;
        }
    }
}

void limits_make(struct system_limits *limits, struct arena *arena, const struct suppression_system *system,
                 const struct geography *geography)
{
    *limits = (struct system_limits){0};
    struct builder b = {.limits = limits, .arena = arena, .system = system, .geography = geography};
    for (size_t t = 0; t < system->table_count; t++) {
        const struct published_table *table = system->tables[t];
        add_links(&b, t);
        bool has_neet = (table->dimensions & 1u << DIMENSION_NEET) != 0;
        bool has_age = (table->dimensions & 1u << DIMENSION_AGE) != 0; /* its own zeros say it */
        if (has_neet && !has_age) {
            add_ages(&b, t, table->first == DIMENSION_NEET ? table->second : table->first);
        }
    }
    index_limits(&b);
}

int64_t limits_excess(const struct system_limits *limits, uint32_t limit, const int32_t *amounts)
{
    const struct system_limit *item = &limits->items[limit];
    int64_t excess = 0;
    for (uint32_t i = item->first; i < item->first + item->count; i++) {
        excess += limits->terms[i].sign * amounts[limits->terms[i].cell];
    }
    return excess;
}

int64_t limits_rest(const struct system_limits *limits, uint32_t limit, const int64_t *sums)
{
    const struct system_limit *item = &limits->items[limit];
    int64_t rest = 0;
    for (uint32_t i = item->first; i < item->first + item->count; i++) {
        rest -= limits->terms[i].sign * sums[limits->terms[i].cell];
    }
    return rest;
}

int64_t limits_flow_room(const struct system_limits *limits, uint32_t limit, const int32_t *flows)
{
    int64_t room = -limits_excess(limits, limit, flows);
    return room < 0 ? LIMITS_UNBOUNDED : room;
}

int64_t limits_sum_room(const struct system_limits *limits, uint32_t limit, const int64_t *sums)
{
    int64_t room = limits_rest(limits, limit, sums);
    return room < 0 ? LIMITS_UNBOUNDED : room;
}
