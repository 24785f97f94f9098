#include "gencarto/tabular/dialect_score.h"

#include <stddef.h>
#include <string.h>

#include "gencarto/tabular/bare_line.h"
#include "gencarto/tabular/shape.h"

#define ALPHA            DIALECT_PATTERN_ONE_COLUMN
#define MARGIN_WEIGHT    0.25
#define BROKEN_LOSS      0.5
#define QUOTED_GAIN      1.2
#define QUOTED_MORE      0.05 /* times the share of the cells: the character that quotes most of them */
#define LONE_TITLE_LOSS  0.2  /* one cell, then two in each record: more likely one column of texts */
#define RARE_ESCAPE_LOSS 0.5  /* quotes are doubled in more records than they stand after a backslash */
#define TEXT_LOSS        0.1  /* a character of texts that cuts no facts */
#define FACTS_LEAST      0.4  /* of the cells that are not empty */
#define TITLES_MOST      3    /* records of one cell above one that is too wide */
#define TOO_WIDE_PATTERN 0.3  /* more than one column has */

static const double shape_scores[] = {
    [SHAPE_EMPTY] = 0.9, [SHAPE_NUMBER] = 1, [SHAPE_DATE] = 1, [SHAPE_BOOLEAN] = 1, [SHAPE_ADDRESS] = 1,
    [SHAPE_CODE] = 1,    [SHAPE_WORD] = 1,   [SHAPE_TEXT] = 1, [SHAPE_OTHER] = 0.2,
};

/* ---- reading -------------------------------------------------------------------------------------------------- */

static bool is_fact(enum shape shape)
{
    return shape_is_value(shape) || shape == SHAPE_CODE || shape == SHAPE_ADDRESS;
}

static void measure_types(struct dialect_reading *reading, struct str cell, bool is_bare)
{
    enum shape shape = shape_of(cell);
    reading->types += !is_bare && shape == SHAPE_OTHER ? 1 : shape_scores[shape];
    reading->cells++;
    reading->filled += shape != SHAPE_EMPTY;
    reading->facts += shape != SHAPE_EMPTY && (!is_bare || is_fact(shape));
}

static void measure(struct dialect_reading *reading, const struct tolerant_record *record, bool with_types)
{
    reading->widths[reading->records++] = record->count;
    reading->broken += record->fault != FAULT_NONE;
    reading->running += record->lines > 1;
    reading->worded += record->has_quoted_words;
    reading->padded += record->padded;
    reading->doubled += record->doubled > 0;
    reading->backslashed += record->backslashed > 0;
    for (size_t i = 0; i < record->count; i++) {
        struct str cell = record->cells[i];
        bool is_bare = !record->quoted[i];
        reading->quoted += !is_bare;
        reading->later += i > 0 && (!is_bare || cell.len > 0);
        reading->has_single = reading->has_single || (is_bare && str_starts(str_trim(cell), STR("'")));
        if (with_types) {
            measure_types(reading, cell, is_bare);
        }
    }
}

static bool is_blank(char c, char delimiter)
{
    return c == ' ' ? delimiter != ' ' : c == '\t' && delimiter != '\t';
}

/* One cell of a line without quotes. */
static inline void measure_bare(struct dialect_reading *reading, struct str cell, bool is_later, char delimiter,
                                bool with_types)
{
    reading->later += is_later && cell.len > 0;
    if (cell.len > 0 && (unsigned char)cell.ptr[0] <= '\'') { /* few */
        reading->padded += is_later && is_blank(cell.ptr[0], delimiter);
        reading->has_single = reading->has_single || str_starts(str_trim(cell), STR("'"));
    }
    if (with_types) {
        measure_types(reading, cell, true);
    }
}

/* Nothing but a few titles was read. */
static bool has_titles_only(const struct dialect_reading *reading)
{
    size_t at = 0;
    while (at < reading->records && reading->widths[at] == 1) {
        at++;
    }
    return at == reading->records && at <= TITLES_MOST;
}

/* The record at the beginning of `rest`, whose first line has no quote: what tolerant_read makes of it. Its bytes; 0
 * when its end is not there, or it has too many cells. */
static size_t read_bare(struct dialect_reading *reading, struct str rest, bool is_last, char delimiter, bool with_types)
{
    struct bare_line line;
    bare_line_read(rest, delimiter, &line);
    for (size_t i = 0; i < line.count; i++) {
        measure_bare(reading, line.cells[i], i > 0, delimiter, with_types);
    }
    bool may_go_on = line.len == rest.len && !(line.has_end && rest.ptr[line.len - 1] == '\n'); /* CR without its LF */
    if (line.is_too_wide) {
        reading->is_too_wide = has_titles_only(reading);
    }
    if (line.is_too_wide || (may_go_on && !is_last)) {
        return 0;
    }
    reading->widths[reading->records++] = line.count;
    return line.len;
}

void dialect_score_line(struct dialect_reading *reading, struct str line, char delimiter)
{
    struct bare_line bare;
    bare_line_read(line, delimiter, &bare);
    for (size_t i = 0; i < bare.count; i++) {
        measure_types(reading, bare.cells[i], true);
    }
}

static void read_part(const struct dialect *dialect, const struct dialect_sample *sample, size_t part,
                      struct dialect_reading *reading, size_t typed, struct tolerant_record *record)
{
    struct str rest = sample->parts[part];
    bool is_last = sample->is_whole, is_escaped = dialect->escape == ESCAPE_BACKSLASH;
    bool has_marks = (dialect->quote && str_index(rest, dialect->quote, 0) < rest.len) ||
                     (is_escaped && str_index(rest, '\\', 0) < rest.len);
    bool is_bare = sample->is_unquoted || !has_marks; /* read sooner */
    size_t last = reading->records + (part == 0 ? DIALECT_HEAD_RECORDS : DIALECT_PART_RECORDS), len;
    while (rest.len > 0 && reading->records < last) {
        bool with_types = reading->records < typed;
        if ((len = tolerant_blank_line(dialect, rest, true)) > 0) {
            rest = str_slice(rest, len, rest.len);
            continue;
        }
        if (is_bare) { /* sooner */
            len = read_bare(reading, rest, is_last, dialect->delimiter, with_types);
        } else if (tolerant_read(dialect, rest, is_last, 0, record) == TOLERANT_RECORD) {
            measure(reading, record, with_types);
            len = record->len;
        } else {
            reading->is_too_wide = record->count == RECORD_FIELDS && has_titles_only(reading);
        }
        if (len == 0) {
            reading->broken += reading->records == 0;
            return;
        }
        rest = str_slice(rest, len, rest.len);
    }
}

void dialect_score_read(const struct dialect_candidate *candidate, const struct dialect_sample *sample, size_t from,
                        size_t to, size_t typed, struct tolerant_record *record, struct dialect_reading *out_reading)
{
    struct dialect dialect = {
        .delimiter = candidate->delimiter, .quote = candidate->quote, .escape = candidate->escape};
    memset(out_reading, 0, offsetof(struct dialect_reading, widths));
    for (size_t i = from; i < to; i++) {
        read_part(&dialect, sample, i, out_reading, typed, record);
    }
}

/* ---- pattern -------------------------------------------------------------------------------------------------- */

static double gain_of(size_t width)
{
    return width > 1 ? (double)(width - 1) / (double)width : ALPHA;
}

/* Those of the widths up to the widest, which it gives, 2 at least. */
static size_t clear_weights(double *weights, const struct dialect_reading *reading)
{
    size_t most = 2;
    for (size_t i = 0; i < reading->records; i++) {
        most = reading->widths[i] > most ? reading->widths[i] : most;
    }
    for (size_t width = 0; width <= most; width++) {
        weights[width] = 0;
    }
    return most;
}

/* Half of the records are one cell, and the others are cut in two by commas that all have a blank after them. */
static bool is_prose_at_times(const struct dialect_reading *reading, const struct delimiter_prior *prior)
{
    size_t lone = 0, pairs = 0;
    for (size_t i = 0; i < reading->records; i++) {
        lone += reading->widths[i] == 1;
        pairs += reading->widths[i] == 2;
    }
    return str_equal(delimiter_text(&prior->delimiter), STR(",")) && reading->padded == reading->later &&
           lone * 2 >= reading->records && lone + pairs == reading->records && reading->quoted == 0;
}

/* One cell above records that a sign of prose cuts. */
static bool has_lone_title(const struct dialect_reading *reading, const double *weights, double all,
                           const struct delimiter_prior *prior)
{
    char first = prior->delimiter.bytes[0];
    bool is_lone = reading->records > 0 && reading->widths[0] == 1 && weights[1] * 2 < all;
    bool is_joint = prior->is_of_texts && prior->prior <= DELIMITER_PRIOR_JOINT;
    bool is_prose = prior->is_of_texts || (!delimiter_is_long(&prior->delimiter) && (first == ',' || first == ';'));
    return is_lone && (is_joint || (is_prose && weights[2] * 2 > all));
}

static double pattern_score(const struct dialect_reading *reading, size_t common, const struct delimiter_prior *prior)
{
    double weights[RECORD_FIELDS + 1], all = 0, sum = 0;
    size_t first = 0, last = reading->records, most = clear_weights(weights, reading);
    while (first < reading->records && reading->widths[first] != common) {
        first++;
    }
    while (last > 0 && reading->widths[last - 1] != common) {
        last--;
    }
    for (size_t i = 0; i < reading->records; i++) {
        double weight = (i < first || i >= last) && reading->widths[i] < common ? MARGIN_WEIGHT : 1;
        weights[reading->widths[i]] += weight;
        all += weight;
    }
    for (size_t width = 1; width <= most && all > 0; width++) {
        double share = weights[width] / all;
        sum += share * share * gain_of(width);
    }
    bool is_prose = has_lone_title(reading, weights, all, prior) || is_prose_at_times(reading, prior);
    return is_prose ? sum * LONE_TITLE_LOSS : sum;
}

/* The width that adds most to P. Records of one cell weigh less: a table below more lines of text than it has rows is
 * still a table. */
static size_t best_width(const struct dialect_reading *reading)
{
    double weights[RECORD_FIELDS + 1], best_gain = 0;
    size_t best = 0, most = clear_weights(weights, reading);
    for (size_t i = 0; i < reading->records; i++) {
        size_t width = reading->widths[i];
        weights[width] += width == 1 ? MARGIN_WEIGHT : 1;
    }
    for (size_t width = most; width > 0; width--) {
        double gain = weights[width] * weights[width] * gain_of(width);
        if (gain > best_gain) {
            best = width;
            best_gain = gain;
        }
    }
    return best;
}

static double quoted_gain(const struct dialect_reading *reading)
{
    double cells = 0;
    for (size_t i = 0; i < reading->records && reading->quoted > 0; i++) {
        cells += (double)reading->widths[i];
    }
    return reading->quoted > 0 ? QUOTED_GAIN + QUOTED_MORE * (double)reading->quoted / cells : 1;
}

/* More cells than are read: that is to be told, where the file would be taken for one column else. A text has blanks
 * after its commas. */
static bool is_too_wide(const struct dialect_reading *reading, const struct delimiter_prior *prior)
{
    return reading->is_too_wide && !prior->is_of_texts && reading->padded * 2 < reading->later + 1;
}

void dialect_score_pattern(struct dialect_candidate *candidate, const struct dialect_reading *reading,
                           const struct delimiter_prior *prior)
{
    double records = reading->records ? (double)reading->records : 1;
    candidate->records = reading->records;
    candidate->broken = reading->broken;
    candidate->columns = best_width(reading);
    double pattern = pattern_score(reading, candidate->columns, prior);
    candidate->is_padded =
        candidate->delimiter != ' ' && reading->padded > 0 && reading->padded * 20 >= reading->later * 19;
    bool is_escape_rare = candidate->escape == ESCAPE_BACKSLASH && reading->doubled > reading->backslashed;
    candidate->pattern = prior->prior * (is_escape_rare ? RARE_ESCAPE_LOSS : 1) * pattern *
                         (1 - BROKEN_LOSS * (double)reading->broken / records) * quoted_gain(reading);
    candidate->types = -1;
    if (is_too_wide(reading, prior)) {
        candidate->columns = RECORD_FIELDS;
        candidate->pattern = prior->prior * TOO_WIDE_PATTERN;
    }
}

/* ---- types ---------------------------------------------------------------------------------------------------- */

void dialect_score_types(struct dialect_candidate *candidate, const struct dialect_reading *reading,
                         const struct delimiter_prior *prior)
{
    bool is_in_prose = prior->is_of_texts && (prior->prior <= DELIMITER_PRIOR_JOINT || reading->padded > 0);
    bool cuts_text =
        is_in_prose && candidate->columns > 1 && (double)reading->facts < FACTS_LEAST * (double)reading->filled;
    candidate->types = reading->cells ? reading->types / (double)reading->cells : is_too_wide(reading, prior);
    candidate->score = candidate->pattern * candidate->types * (cuts_text ? TEXT_LOSS : 1);
}
