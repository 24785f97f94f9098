/* The tables that are published: for one measure and one set of dimensions, the flows of each quarter at several
 * levels. The same struct holds the exact counts before the protection and the protected ones after it.
 *
 *     struct published_tables exact;
 *     tables_init(&exact, arena, &geography, quarters, published, published_count);
 *     tables_count(&exact, &cube);
 *     ... tables_flow(&exact.items[0], ENTITY_REGION, region, quarter)[category] ...
 */
#ifndef GENCARTO_COMPILE_CUBE_TABLES_H
#define GENCARTO_COMPILE_CUBE_TABLES_H

#include "gencarto/compile/cube/cube.h"
#include "gencarto/compile/cube/geography.h"

/* One line of the list of what is published (generator/sql/published.sql), flow and cumulative. */
struct published_cells {
    enum entity_kind level;
    enum event measure;
    unsigned dimensions; /* bit 1 << DIMENSION_...; 0: totals. At most two */
};

struct published_table {
    enum event measure;
    unsigned dimensions;
    enum dimension first, second; /* of the set; second only with two, first only with one or two */
    int dimension_count;
    int categories;  /* product of the value counts; category = value of first x count of second + value of second */
    unsigned levels; /* bit 1 << ENTITY_...: published at that level */
    int32_t *flows[ENTITY_KINDS]; /* [unit][quarter][category]; NULL where not published */
    int quarters;

    /* After a suppression: what is not shown, bits TABLE_HIDDEN_... of [unit][quarter][category], the cells it names
     * being 0 in flows and sums, and the cumulative figures, which then are no sums of flows. NULL without one. */
    uint8_t *hidden[ENTITY_KINDS];
    int32_t *sums[ENTITY_KINDS];
};

enum {
    TABLE_HIDDEN_FLOW = 1,
    TABLE_HIDDEN_SUM = 2,
    TABLE_HIDDEN_LEVEL = 4 /* nothing of the measure is shown there */
};

struct published_tables {
    const struct geography *geography;
    int quarters;
    struct published_table *items; /* by measure, then totals first, then by dimensions */
    size_t count;
};

/* Is the table published at that level? */
static inline bool tables_has_level(const struct published_table *table, unsigned level)
{
    return (table->levels & 1u << level) != 0;
}

/* The finest of its levels on the way from trainings up to the country; structures are beside that way. */
enum entity_kind tables_finest(const struct published_table *table);

/* "sexe" -> its bit, "neet+sexe" -> two bits, "" -> 0; false for anything else. */
bool tables_parse_dimensions(struct str text, unsigned *out_dimensions);

/* The other way round, in the alphabetical order of the names. */
void tables_write_dimensions(struct buf *out, unsigned dimensions);

/* Tables of zeros, in the arena, from the list of published cells (any order, no duplicates). */
void tables_init(struct published_tables *tables, struct arena *arena, const struct geography *geography, int quarters,
                 const struct published_cells *published, size_t published_count);

/* Adds the cells of the cube to the tables; an event of a value DIMENSION_ABSENT is in no table of that dimension. */
void tables_count(struct published_tables *tables, const struct cube *cube);

/* The table of a measure and a set of dimensions, or NULL. */
const struct published_table *tables_find(const struct published_tables *tables, enum event measure,
                                          unsigned dimensions);

/* The categories of one unit in one quarter. The table has that level. */
int32_t *tables_flow(const struct published_table *table, enum entity_kind level, uint32_t unit, int quarter);

/* Do the categories of the unit in the quarter come to those of `margin`, a table of the same measure and of none, or
 * one, of the dimensions of `table`? Both have that level. */
bool tables_add_up(const struct published_table *table, const struct published_table *margin, enum entity_kind level,
                   uint32_t unit, int quarter);

/* Sums level `from` into the level above it that `table` has: region into country, department into region, training
 * into department. tables_sum_structures: trainings into structures. Both levels are in the table. */
void tables_sum_up(struct published_table *table, const struct geography *geography, enum entity_kind from);
void tables_sum_structures(struct published_table *table, const struct geography *geography);

/* "sexe:F", "neet:oui+sexe:F", "" of a category. */
struct str tables_breakdown(struct arena *arena, const struct published_table *table, int category);

#endif
