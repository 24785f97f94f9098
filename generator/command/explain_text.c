#include "explain_text.h"

#include "explain_private.h"
#include "gencarto/base/json.h"
#include "gencarto/base/text.h"
#include "gencarto/base/typography.h"
#include "terminal.h"

#define LABEL_WIDTH 14
#define CELL_WIDTH  58
#define VALUE_WIDTH 12
#define ROWS_SHOWN  20 /* of each table */

/* What the flag of a figure says. */
static const char *status_words(struct str flag)
{
    static const char *const words[STATUS_COUNT] = {
        [STATUS_NORMAL] = "",
        [STATUS_PROVISIONAL] = "provisional",
        [STATUS_REVISED] = "revised",
        [STATUS_CONFIDENTIAL] = "confidential",
        [STATUS_NOT_APPLICABLE] = "not applicable",
        [STATUS_UNKNOWN] = "unknown",
        [STATUS_FEW] = "very few, if any",
        [STATUS_MOST] = "nearly all, if not all",
    };
    return words[status_of_flag(flag)];
}

static const struct explained_table *table_of(const struct explanation *explanation, enum explained which)
{
    return &explanation->tables[which];
}

/* A column of the one row that tells of the figure. */
static struct value of_figure(const struct explanation *explanation, const char *column)
{
    return explained_value(table_of(explanation, EXPLAINED_FIGURE), 0, column);
}

static struct str text_of(const struct explanation *explanation, const char *column)
{
    return explained_text(table_of(explanation, EXPLAINED_FIGURE), 0, column);
}

/* In the unit and with the decimals of the indicator; the flag where there is no value. */
static void write_value(struct buf *out, const struct explanation *explanation, struct value value, struct str status)
{
    int decimals = (int)of_figure(explanation, "decimals").integer;
    if (!value_is_number(value))
        buf_format(out, "(%s)", status.len ? status_words(status) : "no value");
    else if (str_equal(text_of(explanation, "unit"), STR("percent")))
        typography_percent(out, value_number(value), decimals, LANGUAGE_EN);
    else if (str_equal(text_of(explanation, "unit"), STR("euros")))
        typography_euros(out, value_number(value), LANGUAGE_EN);
    else
        typography_number(out, value_number(value), decimals, LANGUAGE_EN);
}

static void write_count(struct buf *out, struct value value)
{
    if (value_is_number(value))
        typography_number(out, value_number(value), 0, LANGUAGE_EN);
    else
        buf_text(out, "-");
}

static void write_labelled(struct buf *out, const char *label, struct str text)
{
    if (text.len == 0)
        return;
    size_t start = out->len;
    buf_text(out, label);
    terminal_write_pad(out, start, LABEL_WIDTH);
    terminal_write_wrapped(out, text, LABEL_WIDTH);
}

/* --- the figure --- */

static void write_head(struct buf *out, const struct explanation *explanation)
{
    buf_add(out, explanation->cell);
    buf_byte(out, '\n');
    terminal_write_plain(out, text_of(explanation, "label"));
    struct str name = text_of(explanation, "entity_name");
    buf_text(out, ", ");
    terminal_write_plain(out, name.len ? name : text_of(explanation, "entity_code"));
    buf_text(out, of_figure(explanation, "numerator").type == VALUE_NULL &&
                          str_equal(text_of(explanation, "periodicity"), STR("flow"))
                      ? ", in the quarter "
                      : ", ");
    buf_add(out, text_of(explanation, "period"));
    buf_text(out, " (to ");
    buf_add(out, text_of(explanation, "last_day"));
    buf_text(out, ")\n");
    terminal_write_plain(out, text_of(explanation, "programme"));
    buf_text(out, of_figure(explanation, "simulated").integer ? ", simulated data, release " : ", release ");
    buf_add(out, text_of(explanation, "release"));
    buf_text(out, "\n\n");
}

static void write_figure(struct buf *out, const struct explanation *explanation)
{
    struct value numerator = of_figure(explanation, "numerator"), denominator = of_figure(explanation, "denominator");
    struct str status = text_of(explanation, "status");
    buf_text(out, "  ");
    write_value(out, explanation, of_figure(explanation, "value"), status);
    if (value_is_number(numerator) && value_is_number(denominator)) {
        buf_text(out, "  = ");
        write_count(out, numerator);
        buf_text(out, " / ");
        write_count(out, denominator);
    }
    if (status.len && value_is_number(of_figure(explanation, "value")))
        buf_format(out, "  (%s)", status_words(status));
    if (of_figure(explanation, "is_partial").integer)
        buf_text(out, "  (partial quarter)");
    buf_text(out, "\n\n");
}

static void write_definition(struct buf *out, const struct explanation *explanation)
{
    write_labelled(out, "Definition", text_of(explanation, "definition"));
    write_labelled(out, "Numerator", text_of(explanation, "numerator_definition"));
    write_labelled(out, "Denominator", text_of(explanation, "denominator_definition"));
    write_labelled(out, "Counted", text_of(explanation, "scope"));
    write_labelled(out, "Unknown", text_of(explanation, "unknown"));
    write_labelled(out, "Source", text_of(explanation, "source"));
    write_labelled(out, "Notes", text_of(explanation, "notes"));
    write_labelled(out, "Page", text_of(explanation, "page"));
}

static void describe_rounding(struct buf *words, const struct explanation *explanation)
{
    buf_format(words,
               "each count of persons is a multiple of %d: counts are rounded together, so that parts add up, drawn ",
               (int)of_figure(explanation, "rounding_base").integer);
    buf_text(words, of_figure(explanation, "protection_key").integer ? "under a secret key"
                                                                     : "from names alone, without a secret key");
    buf_format(words, "; shares are computed from rounded counts, none under %d persons.",
               (int)of_figure(explanation, "share_minimum").integer);
}

static void describe_suppression(struct buf *words, const struct explanation *explanation)
{
    buf_format(words,
               "counts of persons are exact or hidden: those under %d, categories that leave so few to the others, and "
               "whatever would give them away; shares of a hidden count are hidden too, and those under %d persons.",
               (int)of_figure(explanation, "rounding_base").integer,
               (int)of_figure(explanation, "share_minimum").integer);
}

static void write_protection(struct buf *out, const struct explanation *explanation)
{
    struct buf words;
    buf_init(&words, NULL);
    if (!of_figure(explanation, "is_personal").integer)
        buf_text(&words, "none: it counts no person, and is exact.");
    else if (str_equal(text_of(explanation, "protection_mode"), STR("suppression")))
        describe_suppression(&words, explanation);
    else
        describe_rounding(&words, explanation);
    write_labelled(out, "Protection", buf_str(&words));
    buf_clear(&words);
}

/* --- tables --- */

static void write_to_the_right(struct buf *out, const struct buf *text)
{
    size_t signs = text_length(buf_str(text));
    for (size_t i = signs; i < VALUE_WIDTH || i == signs; i++) /* one space at least */
        buf_byte(out, ' ');
    buf_add(out, buf_str(text));
}

static void write_right(struct buf *out, const struct explanation *explanation, struct value value, struct str status)
{
    struct buf text;
    buf_init(&text, NULL);
    write_value(&text, explanation, value, status);
    write_to_the_right(out, &text);
    buf_clear(&text);
}

static void write_more(struct buf *out, size_t rows)
{
    if (rows <= ROWS_SHOWN)
        return;
    buf_text(out, "  and ");
    terminal_write_count(out, (int64_t)(rows - ROWS_SHOWN));
    buf_text(out, " more (--format json lists them)\n");
}

static void write_title(struct buf *out, const char *title)
{
    buf_format(out, "\n%s\n", title);
}

static void write_inputs(struct buf *out, const struct explanation *explanation)
{
    const struct explained_table *table = table_of(explanation, EXPLAINED_INPUTS);
    if (table->row_count)
        write_title(out, "Computed from");
    for (size_t i = 0; i < table->row_count; i++) {
        size_t start = out->len;
        buf_text(out, "  ");
        buf_add(out, explained_text(table, i, "part"));
        terminal_write_pad(out, start, LABEL_WIDTH);
        buf_text(out, explained_value(table, i, "factor").integer < 0 ? "- " : "+ ");
        terminal_write_plain(out, explained_text(table, i, "cell"));
        terminal_write_pad(out, start, LABEL_WIDTH + CELL_WIDTH);
        write_count(out, explained_value(table, i, "value"));
        buf_byte(out, '\n');
    }
}

static void write_cells(struct buf *out, const struct explanation *explanation, enum explained which, const char *title)
{
    const struct explained_table *table = table_of(explanation, which);
    if (table->row_count)
        write_title(out, title);
    for (size_t i = 0; i < table->row_count && i < ROWS_SHOWN; i++) {
        buf_text(out, "  ");
        write_right(out, explanation, explained_value(table, i, "value"), explained_text(table, i, "status"));
        buf_text(out, "  ");
        terminal_write_plain(out, explained_text(table, i, "cell"));
        if (which == EXPLAINED_TERRITORIES) {
            buf_text(out, "  ");
            terminal_write_plain(out, explained_text(table, i, "name"));
        }
        buf_byte(out, '\n');
    }
    write_more(out, table->row_count);
}

static void write_history(struct buf *out, const struct explanation *explanation)
{
    const struct explained_table *table = table_of(explanation, EXPLAINED_HISTORY);
    write_title(out, "In each quarter, as this publication says");
    for (size_t i = 0; i < table->row_count; i++) {
        struct str status = explained_text(table, i, "status");
        buf_text(out, explained_value(table, i, "is_asked").integer ? "> " : "  ");
        buf_add(out, explained_text(table, i, "period"));
        write_right(out, explanation, explained_value(table, i, "value"), status);
        if (value_is_number(explained_value(table, i, "numerator"))) {
            buf_text(out, "  = ");
            write_count(out, explained_value(table, i, "numerator"));
            buf_text(out, " / ");
            write_count(out, explained_value(table, i, "denominator"));
        }
        if (status.len && value_is_number(explained_value(table, i, "value")))
            buf_format(out, "  %s", status_words(status));
        buf_byte(out, '\n');
    }
}

/* The codes of causes and origins of `release` and `revision`. */
static const char *words_of_release(struct str cause, struct str origin)
{
    static const struct {
        struct str cause;
        const char *words;
    } causes[] = {
        {STR_INIT("late"), "revised: late data"},
        {STR_INIT("correction"), "revised: corrected data"},
        {STR_INIT("withdrawal"), "revised: withdrawn data"},
        {STR_INIT("method"), "revised: another method"},
        {STR_INIT("boundary"), "revised: another boundary"},
    };
    for (size_t i = 0; i < sizeof causes / sizeof *causes; i++)
        if (str_equal(cause, causes[i].cause))
            return causes[i].words;
    return str_equal(origin, STR("ledger"))    ? "as published, kept in the ledger"
           : str_equal(origin, STR("current")) ? "this release"
                                               : "computed from what is known today: that release was not kept";
}

static void write_releases(struct buf *out, const struct explanation *explanation)
{
    const struct explained_table *table = table_of(explanation, EXPLAINED_RELEASES);
    if (table->row_count)
        write_title(out, "In each release");
    for (size_t i = 0; i < table->row_count; i++) {
        struct value value = explained_value(table, i, "value");
        buf_text(out, "  ");
        buf_add(out, explained_text(table, i, "release"));
        if (value_is_number(value))
            write_right(out, explanation, value, STR(""));
        else
            write_to_the_right(out, &(struct buf){0});
        buf_format(out, "  %s\n",
                   words_of_release(explained_text(table, i, "cause"), explained_text(table, i, "origin")));
    }
}

static void write_targets(struct buf *out, const struct explanation *explanation)
{
    const struct explained_table *table = table_of(explanation, EXPLAINED_TARGETS);
    if (table->row_count)
        write_title(out, "Targets");
    for (size_t i = 0; i < table->row_count; i++) {
        write_right(out, explanation, explained_value(table, i, "target"), STR(""));
        buf_text(out, " by the end of ");
        buf_add(out, explained_text(table, i, "deadline"));
        buf_text(out, ": ");
        buf_add(out, explained_text(table, i, "status"));
        buf_text(out, ", gap ");
        write_value(out, explanation, explained_value(table, i, "gap"), STR(""));
        buf_byte(out, '\n');
    }
}

static void write_sources(struct buf *out, const struct explanation *explanation)
{
    const struct explained_table *table = table_of(explanation, EXPLAINED_SOURCES);
    write_title(out, "Files read");
    for (size_t i = 0; i < table->row_count; i++) {
        struct value rows = explained_value(table, i, "rows_read");
        size_t start = out->len;
        buf_text(out, "  ");
        terminal_write_plain(out, explained_text(table, i, "name"));
        terminal_write_pad(out, start, CELL_WIDTH / 2 + 5);
        buf_add(out, explained_text(table, i, "encoding"));
        if (value_is_number(rows)) {
            buf_text(out, ", ");
            terminal_write_plural(out, rows.integer, "row");
            buf_text(out, " read, ");
            terminal_write_count(out, explained_value(table, i, "rows_aside").integer);
            buf_text(out, " set aside");
        } else {
            buf_text(out, ", about persons: its counts are not published");
        }
        buf_byte(out, '\n');
    }
}

static void write_findings(struct buf *out, const struct explanation *explanation)
{
    const struct explained_table *table = table_of(explanation, EXPLAINED_FINDINGS);
    if (table->row_count)
        write_title(out, "Findings in these files (all rows, not those of this figure alone)");
    for (size_t i = 0; i < table->row_count && i < ROWS_SHOWN; i++) {
        struct buf count;
        buf_init(&count, NULL);
        terminal_write_count(&count, explained_value(table, i, "occurrences").integer);
        write_to_the_right(out, &count);
        buf_format(out, "  %.*s, %.*s, %.*s%s\n", STR_ARGS(explained_text(table, i, "severity")),
                   STR_ARGS(explained_text(table, i, "table_name")), STR_ARGS(explained_text(table, i, "rule_id")),
                   explained_value(table, i, "is_rounded").integer ? " (rounded)" : "");
        buf_clear(&count);
    }
    write_more(out, table->row_count);
}

/* --- queries --- */

static void write_indented(struct buf *out, struct str text)
{
    struct str line;
    while (str_split(&text, '\n', &line))
        if (line.len)
            buf_format(out, "  %.*s\n", STR_ARGS(line));
}

static void write_query(struct buf *out, const struct explanation *explanation)
{
    if (explanation->query_name.len) {
        buf_format(out, "\nQuery (generator/sql/%.*s.sql), run on the protected counts and the register\n",
                   STR_ARGS(explanation->query_name));
        write_indented(out, explanation->query_text);
    } else {
        buf_text(out, "\nQuery: none; rows of the files are counted by the definition above, then protected\n");
    }
    buf_text(out, "\nRead it yourself, in the published file\n  sqlite3 public.sqlite \"SELECT value, numerator, "
                  "denominator, status FROM observation\n");
    buf_format(out, "    WHERE entity_kind = '%.*s' AND entity_code = '%.*s' AND indicator_code = '%.*s'\n",
               STR_ARGS(text_of(explanation, "entity_kind")), STR_ARGS(text_of(explanation, "entity_code")),
               STR_ARGS(text_of(explanation, "indicator")));
    buf_format(out, "      AND period_code = '%.*s' AND breakdown = '%.*s'\"\n",
               STR_ARGS(text_of(explanation, "period")), STR_ARGS(text_of(explanation, "breakdown")));
}

void explain_write_text(struct buf *out, const struct explanation *explanation)
{
    write_head(out, explanation);
    write_figure(out, explanation);
    write_definition(out, explanation);
    write_protection(out, explanation);
    write_inputs(out, explanation);
    write_cells(out, explanation, EXPLAINED_TERRITORIES, "Its territories or trainings add up to it");
    write_cells(out, explanation, EXPLAINED_BREAKDOWNS, "By breakdown");
    write_targets(out, explanation);
    write_history(out, explanation);
    write_releases(out, explanation);
    write_sources(out, explanation);
    write_findings(out, explanation);
    write_query(out, explanation);
}

/* --- JSON --- */

static void write_row(struct buf *out, const struct explained_table *table, size_t row)
{
    buf_byte(out, '{');
    for (size_t i = 0; i < table->column_count; i++) {
        buf_text(out, i ? ", " : "");
        json_write_text(out, table->columns[i]);
        buf_text(out, ": ");
        json_write_value(out, table->values[row * table->column_count + i]);
    }
    buf_byte(out, '}');
}

static void write_rows(struct buf *out, const struct explained_table *table)
{
    buf_byte(out, '[');
    for (size_t i = 0; i < table->row_count; i++) {
        buf_text(out, i ? ",\n    " : "\n    ");
        write_row(out, table, i);
    }
    buf_byte(out, ']');
}

void explain_write_json(struct buf *out, const struct explanation *explanation, const struct private_explanation *of)
{
    buf_text(out, "{\n  \"cell\": ");
    json_write_text(out, explanation->cell);
    buf_text(out, ",\n  \"query\": {\"name\": ");
    json_write_text(out, explanation->query_name);
    buf_text(out, ", \"text\": ");
    json_write_text(out, explanation->query_text);
    buf_byte(out, '}');
    for (int i = 0; i < EXPLAINED_TABLES; i++) {
        buf_format(out, ",\n  \"%s\": ", explanation->tables[i].name);
        if (i == EXPLAINED_FIGURE)
            write_row(out, &explanation->tables[i], 0);
        else
            write_rows(out, &explanation->tables[i]);
    }
    if (of) {
        buf_text(out, ",\n  \"private\": ");
        explain_private_write_json(out, of);
    }
    buf_text(out, "\n}\n");
}
