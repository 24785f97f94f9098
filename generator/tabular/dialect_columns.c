#include "gencarto/tabular/dialect_columns.h"

#include "gencarto/tabular/dialect_group.h"

#define EXPLAINED_LEAST 0.2 /* of the pattern that lines cut alike have: half of them, of a table among others */

/* The line holds the delimiter as often as columns need. */
static bool is_cut_alike(const struct dialect_candidate *best, struct str line)
{
    struct str delimiter = delimiter_text(&best->written);
    size_t cells = 1;
    for (size_t at = 0; (at = str_find(line, delimiter, at)) < line.len; at += delimiter.len) {
        cells++;
    }
    return cells >= best->columns;
}

/* A delimiter that is none of texts, or single blanks, cuts the lines alike, the first of the table too. */
static bool is_explained(const struct dialect_candidate *best, struct str header)
{
    struct delimiter_prior prior = dialect_group_prior(&best->written);
    bool are_blanks = best->delimiter == ' ' && str_find(header, STR("  "), 0) == header.len;
    if (best->columns < 2 || (prior.is_of_texts && !are_blanks)) {
        return false;
    }
    double whole = prior.prior * (double)(best->columns - 1) / (double)best->columns;
    return best->pattern >= EXPLAINED_LEAST * whole && is_cut_alike(best, header);
}

static struct str first_line(struct str text)
{
    struct str line;
    do {
        line = str_slice(text, 0, str_index(text, '\n', 0));
        line = str_slice(line, 0, str_index(line, '\r', 0));
        text = str_slice(text, line.len + 1, text.len);
    } while (str_trim(line).len == 0 && text.len > 0);
    return line;
}

/* What is declared, or, where no delimiter explains the sample, what blanks between columns do. */
static enum fixed_width_reason find_fixed_width(const struct dialect_sample *sample, const struct dialect_wish *wish,
                                                const struct dialect_candidate *best, struct fixed_width *out_columns)
{
    struct fixed_width columns = {0};
    struct str header = {NULL, 0};
    enum fixed_width_reason reason = FIXED_WIDTH_NOT_LOOKED_AT;
    if (wish->fixed_width) {
        bool has_ruler = fixed_width_find_ruler(sample->parts[0], &columns);
        columns = has_ruler ? columns : *wish->fixed_width;
        reason = has_ruler ? FIXED_WIDTH_BY_RULER : FIXED_WIDTH_DECLARED;
    } else if (!wish->delimiter.bytes[0] && !is_explained(best, first_line(sample->parts[0]))) {
        reason = fixed_width_find(sample->parts, sample->count, &columns, &header);
        bool is_delimited = header.len > 0 && is_explained(best, header);
        reason = is_delimited ? FIXED_WIDTH_NOT_LOOKED_AT : reason;
        columns.count = is_delimited ? 0 : columns.count;
    }
    bool is_one_column = reason == FIXED_WIDTH_UNSURE || reason == FIXED_WIDTH_UNLIKE; /* nothing better cuts it */
    if (is_one_column) {
        fixed_width_parse(STR("1"), &columns);
    }
    *out_columns = columns;
    return reason;
}

static void set_fixed_width(struct dialect *dialect, const struct fixed_width *columns)
{
    dialect->fixed_width = *columns;
    dialect->columns = columns->count;
    dialect->written = (struct delimiter){{0}};
    dialect->delimiter = DELIMITER_STAND_IN;
    dialect->quote = '\0';
    dialect->escape = ESCAPE_DOUBLED;
    dialect->is_padded = dialect->has_quoted_words = false;
}

static void set_drawing(struct dialect *dialect, enum drawing drawing, size_t columns)
{
    dialect->drawing = drawing;
    dialect->columns = columns;
    dialect->written = delimiter_from(STR("|"));
    dialect->delimiter = '|';
    dialect->quote = '\0';
    dialect->escape = ESCAPE_DOUBLED;
    dialect->is_padded = true;
    dialect->has_quoted_words = false;
}

/* A table between bars, or with bars between its cells that the search has found. */
static bool find_drawing(const struct dialect_sample *sample, const struct dialect_wish *wish,
                         const struct dialect_candidate *best, struct dialect *dialect)
{
    size_t columns;
    bool has_bars = best->delimiter == '|';
    bool may_be = has_bars || (!wish->delimiter.bytes[0] && !is_explained(best, first_line(sample->parts[0])));
    enum drawing drawing = may_be ? drawn_table_find(sample->parts[0], &columns) : DRAWING_NONE;
    if (drawing == DRAWING_FRAMED || (drawing == DRAWING_RULED && has_bars)) {
        set_drawing(dialect, drawing, columns);
        return true;
    }
    return false;
}

enum fixed_width_reason dialect_columns_find(const struct dialect_sample *sample, const struct dialect_wish *wish,
                                             const struct dialect_candidate *best, struct dialect *dialect)
{
    struct fixed_width columns = {0};
    if (!wish->fixed_width && find_drawing(sample, wish, best, dialect)) {
        return FIXED_WIDTH_NOT_LOOKED_AT;
    }
    enum fixed_width_reason reason = find_fixed_width(sample, wish, best, &columns);
    if (columns.count > 0) {
        set_fixed_width(dialect, &columns);
    }
    return reason;
}
