/* The search for the dialect that explains a sample best.
 *
 * The beginning is read first. Where lines further on, taken from all over the text, are not as the dialect found there
 * says, the search begins again on all of them.
 * Ties go to the first candidate: delimiters in the order of delimiter.h, the guessed ones last, then " ' none, then
 * doubled, backslash.
 *
 * Delimiters that cannot win are passed over: of each, the most that its pattern can be is known before it is read. In
 * lines without quotes that is the pattern itself, which counting alone tells; only those that may be the likeliest are
 * counted. The likeliest is read first. When all are to be told, none is passed over; tests/property/test_pollution.c
 * proves that both find the same. */
#include <stddef.h>
#include <string.h>

#include "gencarto/tabular/dialect_columns.h"
#include "gencarto/tabular/dialect_group.h"
#include "gencarto/tabular/dialect_lines.h"
#include "gencarto/tabular/dialect_score.h"
#include "gencarto/tabular/separator_line.h"
#include "gencarto/tabular/wrapped_line.h"

#define LEAST_BROKEN    3  /* and a fifth: fewer are faults to be told, not a file where quotes are letters */
#define TYPED_LINES     30 /* whose types may do; then so many more, and so on */
#define TYPED_STEP      5
#define LEAST_WORDED    2 /* records: one may be a fault */
#define WRAPPED_COLUMNS 3 /* of lines in quotes that have no quotes inside */
#define CERTAIN_MARGIN  1.0001

const char *escape_name(enum escape escape)
{
    static const char *const names[] = {"doubled", "backslash", "none"};
    return names[escape];
}

struct search {
    const struct dialect_sample *sample; /* as the file is */
    size_t parts;                        /* of it that are looked at */
    const struct dialect_wish *wish;
    bool is_full; /* every candidate is looked at */
    struct dialect_group groups[DIALECT_GROUPS];
    size_t group_count;
    size_t best;                    /* among the found ones */
    struct dialect_sample replaced; /* with the stand-in of `replaced_by` */
    struct delimiter replaced_by;
    struct buf replaced_parts[DIALECT_PARTS];
    struct dialect_lines lines; /* none where a record is more than a line, or another line for some delimiter */
    struct dialect_reading reading;
    struct tolerant_record record;
    struct dialect_search found;
    size_t orders[DIALECT_CANDIDATES]; /* of the found ones, with their places in the group */
};

/* ---- bounds --------------------------------------------------------------------------------------------------- */

/* The most that it can score, from the lines: its only candidate's pattern. */
static double most_of(const struct dialect_group *group, const struct dialect_lines *lines)
{
    struct dialect_candidate candidate = {.delimiter = delimiter_byte(&group->prior.delimiter)};
    struct dialect_reading reading;
    if (!dialect_lines_read(lines, &group->prior.delimiter, &reading)) {
        return group->prior.prior * DIALECT_PATTERN_MOST;
    }
    dialect_score_pattern(&candidate, &reading, &group->prior);
    return candidate.pattern;
}

/* The most that each group can score before its delimiter is looked for. */
static void find_bounds(struct search *search)
{
    char quote = search->wish->quote;
    dialect_lines_list(&search->lines, search->sample, 0, search->parts, quote == QUOTE_FOUND ? '"' : quote);
    for (size_t i = 0; i < search->group_count; i++) {
        struct dialect_group *group = &search->groups[i];
        group->most = group->prior.prior * (search->lines.count > 0 ? DIALECT_PATTERN_MOST : DIALECT_PATTERN_QUOTED);
        group->bound = DIALECT_BOUND_ANY;
    }
}

/* Tells the bound of a group more sharply: whether its delimiter occurs, then how the lines are cut by it. */
static void sharpen(struct search *search, struct dialect_group *group)
{
    bool has_lines = search->lines.count > 0;
    if (group->bound == DIALECT_BOUND_OCCURS) {
        group->most = most_of(group, &search->lines);
        group->bound = DIALECT_BOUND_SHARP;
        return;
    }
    const struct str *parts = has_lines ? search->lines.parts : search->sample->parts;
    bool occurs = dialect_parts_hold(parts, search->parts, delimiter_text(&group->prior.delimiter));
    group->most *= occurs ? 1 : DIALECT_PATTERN_ONE_COLUMN;
    group->bound = occurs && has_lines ? DIALECT_BOUND_OCCURS : DIALECT_BOUND_SHARP;
}

/* So too all groups with the bound of `best`, those that are known least first. */
static void sharpen_equals(struct search *search, const struct dialect_group *best)
{
    double most = best->most;
    enum dialect_bound least = best->bound;
    for (size_t i = 0; i < search->group_count; i++) {
        const struct dialect_group *group = &search->groups[i];
        least = group->most == most && group->bound < least ? group->bound : least;
    }
    for (size_t i = 0; i < search->group_count; i++) {
        struct dialect_group *group = &search->groups[i];
        if (group->most == most && group->bound == least) {
            sharpen(search, group);
        }
    }
}

/* The group with the greatest bound, of those not yet tried; the first of equals. */
static struct dialect_group *greatest(struct search *search)
{
    struct dialect_group *best = NULL;
    for (size_t i = 0; i < search->group_count; i++) {
        struct dialect_group *group = &search->groups[i];
        if (group->most >= 0 && (!best || group->most > best->most)) {
            best = group;
        }
    }
    return best;
}

/* No group that is not yet tried can score as much. */
static bool is_beyond_others(struct search *search, double score)
{
    struct dialect_group *other = greatest(search);
    while (other && other->bound != DIALECT_BOUND_SHARP && other->most * CERTAIN_MARGIN >= score) {
        sharpen_equals(search, other);
        other = greatest(search);
    }
    return !other || other->most * CERTAIN_MARGIN < score;
}

/* ---- one candidate -------------------------------------------------------------------------------------------- */

/* The sample as the readers take it. */
static const struct dialect_sample *sample_for(struct search *search, const struct delimiter *delimiter)
{
    if (!delimiter_is_long(delimiter)) {
        return search->sample;
    }
    if (!str_equal(delimiter_text(delimiter), delimiter_text(&search->replaced_by))) {
        search->replaced_by = *delimiter;
        search->replaced.count = search->sample->count;
        search->replaced.is_whole = search->sample->is_whole;
        search->replaced.is_unquoted = search->sample->is_unquoted;
        for (size_t i = 0; i < search->sample->count; i++) {
            struct buf *part = &search->replaced_parts[i];
            buf_reset(part);
            buf_add(part, search->sample->parts[i]);
            delimiter_replace(delimiter, part, 0, true);
            search->replaced.parts[i] = buf_str(part);
        }
    }
    return &search->replaced;
}

static bool can_win(const struct search *search, double most, size_t order)
{
    if (search->found.count == 0) {
        return true;
    }
    double best = search->found.items[search->best].score;
    return most > best || (most == best && order < search->orders[search->best]);
}

/* The least that it scores: whatever the cells look like whose types are not in the reading. */
static double least_of(const struct dialect_candidate *candidate, const struct dialect_reading *reading, size_t cells)
{
    double types = reading->types + DIALECT_TYPES_LEAST * (double)(cells - reading->cells);
    return candidate->pattern * types / (double)cells;
}

/* Scores a candidate by the types of the lines. The first one wins whatever those of later lines are as soon as nothing
 * else can score as much: these are not looked at then, and it gets the least that it can score. */
static void score_lines(struct search *search, const struct dialect_group *group, struct dialect_candidate *candidate)
{
    const struct dialect_lines *lines = &search->lines;
    struct dialect_reading *reading = &search->reading;
    bool may_end = search->found.count == 0 && !group->prior.is_of_texts;
    size_t cells = 0;
    for (size_t i = 0; i < lines->count; i++) {
        cells += reading->widths[i];
    }
    for (size_t i = 0; i < lines->count; i++) {
        dialect_score_line(reading, lines->items[i], candidate->delimiter);
        candidate->score = least_of(candidate, reading, cells);
        bool is_asked = may_end && i + 1 >= TYPED_LINES && (i + 1) % TYPED_STEP == 0;
        if (is_asked && is_beyond_others(search, candidate->score)) {
            return;
        }
    }
    dialect_score_types(candidate, reading, &group->prior);
}

/* Scores it by the types of all records. */
static void score_records(struct search *search, const struct dialect_group *group, struct dialect_candidate *candidate)
{
    struct dialect_reading reading;
    dialect_score_read(candidate, sample_for(search, &candidate->written), 0, search->parts, DIALECT_RECORDS,
                       &search->record, &reading);
    dialect_score_types(candidate, &reading, &group->prior);
}

/* Reads the sample with the candidate, leaves what it saw in search->reading, and scores it when it can win. */
static void add_candidate(struct search *search, const struct dialect_group *group, char quote, enum escape escape)
{
    const struct delimiter *delimiter = &group->prior.delimiter;
    struct dialect_candidate candidate = {
        .written = *delimiter, .delimiter = delimiter_byte(delimiter), .quote = quote, .escape = escape};
    bool has_lines = !search->is_full && dialect_lines_read(&search->lines, delimiter, &search->reading);
    if (!has_lines) {
        dialect_score_read(&candidate, sample_for(search, delimiter), 0, search->parts, 0, &search->record,
                           &search->reading);
    }
    dialect_score_pattern(&candidate, &search->reading, &group->prior);
    size_t count = search->found.count, order = group->order * DIALECT_CANDIDATES + count;
    if (count == DIALECT_CANDIDATES) {
        return;
    }
    if (can_win(search, candidate.pattern, order)) {
        bool by_lines = has_lines && !delimiter_is_long(delimiter);
        (by_lines ? score_lines : score_records)(search, group, &candidate);
    }
    bool is_best = can_win(search, candidate.score, order);
    search->orders[count] = order;
    search->found.items[search->found.count++] = candidate;
    search->best = is_best ? count : search->best;
}

/* ---- the candidates of one delimiter -------------------------------------------------------------------------- */

/* A quote, or a delimiter that no text has, after a backslash. */
static bool has_backslash_escape(const struct search *search, const struct delimiter_prior *prior, char quote)
{
    char escaped[1 + DELIMITER_MOST] = {'\\', quote};
    struct str delimiter = delimiter_text(&prior->delimiter);
    if (search->sample->is_unquoted) {
        return false;
    }
    if (dialect_parts_hold(search->sample->parts, search->parts, (struct str){escaped, 2})) {
        return true;
    }
    memcpy(escaped + 1, delimiter.ptr, delimiter.len);
    return !prior->is_of_texts &&
           dialect_parts_hold(search->sample->parts, search->parts, (struct str){escaped, 1 + delimiter.len});
}

/* The escapes worth a try with this quote. What the first saw is left in search->reading. */
static void try_escapes(struct search *search, const struct dialect_group *group, char quote)
{
    const struct dialect_wish *wish = search->wish;
    if (quote && !wish->has_escape && has_backslash_escape(search, &group->prior, quote)) {
        add_candidate(search, group, quote, ESCAPE_DOUBLED);
        struct dialect_reading doubled = search->reading;
        add_candidate(search, group, quote, ESCAPE_BACKSLASH);
        search->reading = doubled;
        return;
    }
    add_candidate(search, group, quote, wish->has_escape ? wish->escape : ESCAPE_DOUBLED);
}

static void try_quotes(struct search *search, const struct dialect_group *group)
{
    char wish = search->wish->quote;
    if (wish != QUOTE_FOUND) {
        try_escapes(search, group, wish == QUOTE_NONE ? '\0' : wish);
        return;
    }
    try_escapes(search, group, '"');
    bool has_single = search->reading.has_single;
    bool breaks = search->reading.broken >= LEAST_BROKEN && search->reading.broken * 5 > search->reading.records;
    if (has_single) {
        try_escapes(search, group, '\'');
    }
    if (breaks) {
        add_candidate(search, group, '\0', ESCAPE_DOUBLED);
    }
}

/* ---- search --------------------------------------------------------------------------------------------------- */

static bool has_equal(const struct search *search, const struct dialect_group *best)
{
    size_t equals = 0;
    for (size_t i = 0; i < search->group_count; i++) {
        equals += search->groups[i].most == best->most;
    }
    return equals > 1;
}

static bool group_can_win(const struct search *search, const struct dialect_group *group)
{
    return can_win(search, group->most, group->order * DIALECT_CANDIDATES);
}

/* The group that can score most, of those not yet tried; NULL when none can win. Where none can score as much as the
 * first, it is read without being counted. */
static struct dialect_group *likeliest(struct search *search)
{
    struct dialect_group *best = greatest(search);
    while (best && best->bound != DIALECT_BOUND_SHARP &&
           (search->found.count > 0 ? group_can_win(search, best) : has_equal(search, best))) {
        sharpen_equals(search, best);
        best = greatest(search);
    }
    return best && group_can_win(search, best) ? best : NULL;
}

/* As in a full search: a delimiter of the unusual ones that cuts nothing is not looked at. */
static bool is_tried(const struct search *search, const struct dialect_group *group)
{
    return group->order < DELIMITERS_USUAL ||
           dialect_parts_hold(search->sample->parts, search->parts, delimiter_text(&group->prior.delimiter));
}

static void search_sooner(struct search *search)
{
    struct dialect_group *group;
    find_bounds(search);
    while ((group = likeliest(search)) != NULL) {
        group->most = -1;
        if (is_tried(search, group)) {
            try_quotes(search, group);
        }
    }
}

/* Best first; the first stays before its equals. */
static void sort_candidates(struct dialect_search *found)
{
    for (size_t i = 1; i < found->count; i++) {
        struct dialect_candidate moved = found->items[i];
        size_t at = i;
        for (; at > 0 && found->items[at - 1].score < moved.score; at--) {
            found->items[at] = found->items[at - 1];
        }
        found->items[at] = moved;
    }
}

static void search_parts(struct search *search, size_t parts, const struct delimiter *wish)
{
    search->parts = parts;
    search->found.count = 0;
    search->group_count = dialect_groups_find(search->sample, parts, wish, search->is_full, search->groups);
    if (search->is_full) {
        for (size_t i = 0; i < search->group_count; i++) {
            try_quotes(search, &search->groups[i]);
        }
        sort_candidates(&search->found);
    } else {
        search_sooner(search);
        search->found.items[0] = search->found.items[search->best];
        search->found.count = 1;
    }
    search->best = 0;
}

/* The beginning is sound, and quoted cells go over lines there: parts further on may begin inside one, and tell
 * nothing. */
static bool has_long_records(struct search *search)
{
    const struct dialect_candidate *best = &search->found.items[0];
    size_t as_found = 0;
    struct dialect_reading *reading = &search->reading;
    if (!best->quote || best->columns < 2 || search->lines.count > 0) {
        return false;
    }
    dialect_score_read(best, sample_for(search, &best->written), 0, 1, 0, &search->record, reading);
    for (size_t i = 0; i < reading->records; i++) {
        as_found += reading->widths[i] == best->columns;
    }
    return reading->running > 0 && reading->broken == 0 && as_found == reading->records && as_found > 1;
}

/* What the best candidate makes of the parts after the beginning. */
static void read_further(struct search *search, const struct dialect_candidate *best,
                         struct dialect_reading *out_reading)
{
    const struct dialect_sample *sample = search->sample;
    dialect_lines_list(&search->lines, sample, 1, sample->count, best->quote ? best->quote : '"');
    if (search->is_full || !dialect_lines_read(&search->lines, &best->written, out_reading)) {
        dialect_score_read(best, sample_for(search, &best->written), 1, sample->count, 0, &search->record, out_reading);
    }
}

/* The lines further on are not as the best candidate says: other widths, against the grammar, or with marks of quoting
 * that the beginning did not have. */
static bool is_otherwise(struct search *search)
{
    const struct dialect_candidate *best = &search->found.items[0];
    size_t as_found = 0, count = search->sample->count;
    if (count < 2 || has_long_records(search)) {
        return false;
    }
    struct dialect_reading reading;
    read_further(search, best, &reading);
    for (size_t i = 0; i < reading.records; i++) {
        as_found += reading.widths[i] == best->columns;
    }
    search->parts = count;
    if (best->columns < 2) {
        return true;
    }
    struct delimiter_prior prior = dialect_group_prior(&best->written);
    bool has_escapes =
        best->quote && best->escape == ESCAPE_DOUBLED && has_backslash_escape(search, &prior, best->quote);
    bool has_single = best->quote != '\'' && reading.has_single;
    return as_found * 5 < reading.records * 4 || reading.broken * 10 > reading.records || has_escapes || has_single;
}

size_t dialect_text_begin(const struct dialect *dialect, struct str text)
{
    if (!dialect->has_separator_line) {
        return 0;
    }
    size_t lf = str_index(text, '\n', 0), at = str_index(str_slice(text, 0, lf), '\r', 0);
    at += at < text.len && text.ptr[at] == '\r';
    return at + (at < text.len && text.ptr[at] == '\n');
}

static void search_open(struct search *search, const struct dialect_sample *sample, const struct dialect_wish *wish)
{
    search->sample = sample;
    search->wish = wish;
    search->best = 0;
    search->replaced_by = (struct delimiter){{0}};
    tolerant_init(&search->record);
    for (size_t i = 0; i < DIALECT_PARTS; i++) {
        buf_init(&search->replaced_parts[i], NULL);
    }
}

static void search_close(struct search *search)
{
    tolerant_clear(&search->record);
    for (size_t i = 0; i < DIALECT_PARTS; i++) {
        buf_clear(&search->replaced_parts[i]);
    }
}

static void set_dialect(struct dialect *dialect, const struct dialect_candidate *best)
{
    dialect->written = best->written;
    dialect->delimiter = best->delimiter;
    dialect->quote = best->quote;
    dialect->escape = best->escape;
    dialect->is_padded = best->is_padded;
    dialect->columns = best->columns;
    dialect->is_wrapped = false;
}

/* No cell is quoted, and in several records quotes stand in texts as people write them. */
static bool has_quoted_words(struct search *search)
{
    const struct dialect_candidate *best = &search->found.items[0];
    struct dialect_reading *reading = &search->reading;
    if (best->quote != '"' || best->broken < LEAST_WORDED) {
        return false;
    }
    dialect_score_read(best, sample_for(search, &best->written), 0, search->sample->count, 0, &search->record, reading);
    return reading->quoted == 0 && reading->worded >= LEAST_WORDED;
}

/* The candidate cuts all records of its sample alike, and into more than a text with commas is. */
static bool is_table(struct search *search)
{
    const struct dialect_candidate *best = &search->found.items[0];
    struct dialect_reading *reading = &search->reading;
    size_t as_found = 0;
    if (best->columns < 2 || delimiter_is_long(&best->written)) {
        return false;
    }
    dialect_score_read(best, search->sample, 0, 1, 0, &search->record, reading);
    for (size_t i = 0; i < reading->records; i++) {
        as_found += reading->widths[i] == best->columns;
    }
    bool is_rich = reading->quoted > 0 || (best->columns >= WRAPPED_COLUMNS && !best->is_padded);
    return is_rich && reading->records > 1 && as_found * 20 >= reading->records * 19;
}

/* Each line of the beginning is one quoted cell: what the cells hold is searched, and kept when it is a table. */
static void find_wrapped(const struct dialect_sample *sample, const struct dialect_wish *wish, struct dialect *dialect,
                         struct dialect_search *out_search)
{
    struct search search = {.is_full = out_search != NULL};
    struct dialect_sample opened = {.count = 1, .is_whole = sample->is_whole};
    struct buf beginning;
    if (!wrapped_line_is_usual(sample->parts[0])) {
        return;
    }
    buf_init(&beginning, NULL);
    buf_add(&beginning, sample->parts[0]);
    wrapped_line_open(&beginning, 0, true);
    opened.parts[0] = buf_str(&beginning);
    search_open(&search, &opened, wish);
    search_parts(&search, 1, &wish->delimiter);
    bool is_found = is_table(&search);
    if (is_found) {
        set_dialect(dialect, &search.found.items[0]);
        dialect->is_wrapped = true;
    }
    if (is_found && out_search) {
        *out_search = search.found;
    }
    search_close(&search);
    buf_clear(&beginning);
}

void dialect_find_in(const struct dialect_sample *sample, const struct dialect_wish *wish, struct dialect *dialect,
                     struct dialect_search *out_search)
{
    struct dialect_sample records = *sample;
    struct search search; /* large: what is not set here is before it is read */
    struct delimiter delimiter = wish->delimiter, of_line = {{0}};
    size_t line;
    dialect->has_separator_line = separator_line_read(sample->parts[0], &of_line, &line);
    if (dialect->has_separator_line) {
        delimiter = wish->delimiter.bytes[0] ? wish->delimiter : of_line;
        records.parts[0] = str_slice(sample->parts[0], line, sample->parts[0].len);
    }
    search_open(&search, &records, wish);
    search.is_full = out_search != NULL;
    search_parts(&search, 1, &delimiter);
    if (is_otherwise(&search)) {
        struct dialect_search of_beginning = search.found;
        search_parts(&search, sample->count, &delimiter);
        search.found = search.found.items[0].columns > 1 ? search.found : of_beginning; /* lines of one long cell */
    }
    set_dialect(dialect, &search.found.items[0]);
    dialect->has_quoted_words = has_quoted_words(&search);
    search_close(&search);
    if (out_search) {
        *out_search = search.found;
    }
    if (dialect->quote == '"' && !records.is_unquoted && !dialect->has_separator_line && !wish->fixed_width) {
        find_wrapped(&records, wish, dialect, out_search);
    }
    enum fixed_width_reason fixed_width = FIXED_WIDTH_NOT_LOOKED_AT;
    if (!dialect->is_wrapped && !dialect->has_separator_line) {
        fixed_width = dialect_columns_find(&records, wish, &search.found.items[0], dialect);
    }
    if (out_search) {
        out_search->fixed_width = fixed_width;
    }
}

void dialect_find(struct str text, const struct dialect_wish *wish, struct dialect *dialect,
                  struct dialect_search *out_search)
{
    struct dialect_sample sample = dialect_sample_of(text);
    dialect_find_in(&sample, wish, dialect, out_search);
}
