#include "publish_quality.h"

#include <stdlib.h>
#include <string.h>

#include "gencarto/base/buf.h"
#include "insert.h"

/* ---- Findings ---- */

struct tally {
    const struct rule *rule;
    struct str table;
    bool is_personal;
    int64_t occurrences;
};

struct tallies {
    struct tally *items;
    size_t count;
};

static const struct input_file *find_file(const struct input *input, struct str name)
{
    for (size_t i = 0; i < input->file_count; i++) {
        if (str_equal(input->files[i].name, name)) {
            return &input->files[i];
        }
    }
    return NULL;
}

static struct tally *find_tally(struct tallies *tallies, const struct rule *rule, struct str table)
{
    for (size_t i = 0; i < tallies->count; i++) {
        if (tallies->items[i].rule == rule && str_equal(tallies->items[i].table, table)) {
            return &tallies->items[i];
        }
    }
    return NULL;
}

static int compare_tallies(const void *left, const void *right)
{
    const struct tally *a = left;
    const struct tally *b = right;
    int order = strcmp(a->rule->id, b->rule->id);
    return order != 0 ? order : str_compare(a->table, b->table);
}

/* Rounded half up to the base where the table is personal; what comes to 0 is dropped. */
static void round_tallies(struct tallies *tallies, int base)
{
    size_t kept = 0;
    for (size_t i = 0; i < tallies->count; i++) {
        struct tally tally = tallies->items[i];
        if (tally.is_personal) {
            tally.occurrences = (2 * tally.occurrences + base) / (2 * base) * base;
        }
        if (tally.occurrences > 0) {
            tallies->items[kept++] = tally;
        }
    }
    tallies->count = kept;
}

/* Findings about no table file are about the configuration. */
static struct tallies tally_findings(struct arena *arena, const struct input *input)
{
    struct tallies tallies = {.items = arena_array(arena, struct tally, input->findings.tally_count)};
    for (size_t i = 0; i < input->findings.tally_count; i++) {
        const struct finding_tally *found = &input->findings.tallies[i];
        const struct input_file *file = find_file(input, found->file);
        struct str table = file == NULL ? STR("programme") : file->table;
        struct tally *tally = find_tally(&tallies, found->rule, table);
        if (tally == NULL) {
            tally = &tallies.items[tallies.count++];
            *tally = (struct tally){.rule = found->rule, .table = table};
        }
        tally->is_personal |= file != NULL && file->personal;
        tally->occurrences += found->count;
    }
    round_tallies(&tallies, input->programme.rounding_base);
    if (tallies.count > 0) {
        qsort(tallies.items, tallies.count, sizeof *tallies.items, compare_tallies);
    }
    return tallies;
}

static int finding_row(struct arena *arena, const void *context, size_t row, struct value *out)
{
    const struct tally *tally = &((const struct tallies *)context)->items[row];
    (void)arena;
    return ROW(out, VALUE_OF_TEXT(str_from(tally->rule->id)), VALUE_OF_TEXT(tally->table),
               VALUE_OF_TEXT(str_from(severity_name(tally->rule->severity))), VALUE_OF_INT(tally->occurrences),
               VALUE_OF_INT(tally->is_personal));
}

/* ---- Files and figures published elsewhere ---- */

static int file_row(struct arena *arena, const void *context, size_t row, struct value *out)
{
    const struct input_file *file = &((const struct input *)context)->files[row];
    return ROW(out, VALUE_OF_TEXT(file->name), VALUE_OF_TEXT(file->table), day_or_null(arena, file->received_day),
               VALUE_OF_TEXT(file->encoding), VALUE_OF_INT(file->personal),
               file->personal ? VALUE_OF_NULL : VALUE_OF_INT(file->rows_read),
               file->personal ? VALUE_OF_NULL : VALUE_OF_INT(file->rows_set_aside));
}

/* The first http or https address of a text, without what closes a sentence around it. */
static struct str first_address(struct str text)
{
    size_t plain = str_find(text, STR("http://"), 0);
    size_t secure = str_find(text, STR("https://"), 0);
    size_t from = plain < secure ? plain : secure;
    size_t end = from;
    while (end < text.len && (unsigned char)text.ptr[end] > ' ' && strchr("|<>\"()", text.ptr[end]) == NULL) {
        end++;
    }
    while (end > from && strchr(".,;:", text.ptr[end - 1]) != NULL) {
        end--;
    }
    return str_slice(text, from, end);
}

static int reference_row_values(struct arena *arena, const void *context, size_t row, struct value *out)
{
    const struct reference_row *figure = &((const struct input *)context)->references[row];
    struct value value = number_or_null(figure->value);
    struct str text = figure->value_text.len > 0 ? figure->value_text : value_text(arena, value);
    return ROW(out, VALUE_OF_INT((int64_t)row + 1), VALUE_OF_TEXT(figure->date), VALUE_OF_TEXT(figure->indicator),
               value, VALUE_OF_TEXT(text), VALUE_OF_TEXT(figure->territory), VALUE_OF_TEXT(figure->source),
               value_or_null(first_address(figure->source)), VALUE_OF_TEXT(figure->unit), VALUE_OF_TEXT(figure->note),
               VALUE_OF_TEXT(figure->code), VALUE_OF_TEXT(figure->period), VALUE_OF_TEXT(figure->reason));
}

bool publish_quality(struct db *db, const struct input *input, struct error *err)
{
    struct arena arena;
    arena_init(&arena);
    struct tallies tallies = tally_findings(&arena, input);
    bool ok = insert_rows(db, "insert/finding", tallies.count, finding_row, &tallies, err) &&
              insert_rows(db, "insert/source_file", input->file_count, file_row, input, err) &&
              insert_rows(db, "insert/reference_figure", input->reference_count, reference_row_values, input, err);
    arena_clear(&arena);
    return ok;
}
