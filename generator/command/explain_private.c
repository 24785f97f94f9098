#include "explain_private.h"

#include "gencarto/base/json.h"
#include "terminal.h"

#define LINES_SHOWN 12 /* of each file */
#define AMOUNT      STR("bourses_montant")

/* --- reading --- */

static bool trace(struct arena *personal, const struct input *input, const struct compile_options *options,
                  struct private_cell *cell, struct error *err)
{
    struct cell_id id;
    return (cell_parse(personal, cell->cell, &id) ||
            error_set(err, ERROR_USAGE, "%.*s: no cell", STR_ARGS(cell->cell))) &&
           trace_cell(personal, input, options, &id, &cell->trace, err);
}

/* The cell itself when rows are counted in it, else those that it is computed from. */
static void choose_cells(struct arena *personal, const struct explanation *explanation, struct private_explanation *out)
{
    const struct explained_table *figure = &explanation->tables[EXPLAINED_FIGURE];
    const struct explained_table *inputs = &explanation->tables[EXPLAINED_INPUTS];
    out->cells = arena_array(personal, struct private_cell, inputs->row_count + 1);
    for (size_t i = 0; i < inputs->row_count; i++)
        out->cells[out->cell_count++] = (struct private_cell){.cell = explained_text(inputs, i, "cell"),
                                                              .part = explained_text(inputs, i, "part"),
                                                              .factor = explained_value(inputs, i, "factor").integer};
    struct str unit = explained_text(figure, 0, "unit");
    bool is_count =
        str_equal(unit, STR("persons")) || str_equal(unit, STR("enrolments")) || str_starts(explanation->cell, AMOUNT);
    if (inputs->row_count == 0 && is_count)
        out->cells[out->cell_count++] =
            (struct private_cell){.cell = explanation->cell, .part = STR("figure"), .factor = 1};
}

bool explain_private_read(struct arena *personal, const char *folder, const struct input *input,
                          const struct compile_options *options, const struct explanation *explanation,
                          struct private_explanation *out, struct error *err)
{
    *out = (struct private_explanation){.input = input};
    choose_cells(personal, explanation, out);
    for (size_t i = 0; i < out->cell_count; i++)
        if (!trace(personal, input, options, &out->cells[i], err))
            return false;
    return digests_read(personal, folder, input, &out->digests, err);
}

/* What the rows of a cell come to: their number, of bursaries the euros. */
static int64_t exact_sum(const struct private_explanation *of, const struct private_cell *cell)
{
    int64_t euros = 0;
    if (!str_starts(cell->cell, AMOUNT))
        return cell->trace.rows;
    for (int64_t i = 0; i < cell->trace.rows; i++)
        euros += enrolment_aid_at(&of->input->enrolments, cell->trace.places[i]);
    return euros;
}

/* --- for people --- */

/* The sum of a part; false when the figure has no such part. */
static bool sum_of_part(const struct private_explanation *of, struct str part, int64_t *out_sum)
{
    bool found = false;
    *out_sum = 0;
    for (size_t i = 0; i < of->cell_count; i++)
        if (str_equal(of->cells[i].part, part)) {
            found = true;
            *out_sum += of->cells[i].factor * exact_sum(of, &of->cells[i]);
        }
    return found;
}

static void write_sums(struct buf *out, const struct private_explanation *of)
{
    static const char *const parts[] = {"figure", "numerator", "denominator", "sum"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        int64_t sum;
        if (!sum_of_part(of, str_from(parts[i]), &sum))
            continue;
        buf_format(out, "  exact %s: ", parts[i]);
        terminal_write_count(out, sum);
        buf_byte(out, '\n');
    }
}

/* Rows are in the order in which their identifiers first came: those of one file stand together but for corrections. */
static void write_lines(struct buf *out, const struct private_explanation *of, const struct trace *trace, uint32_t file)
{
    int shown = 0;
    for (int64_t i = 0; i < trace->rows; i++) {
        struct enrolment_row row = enrolment_at(&of->input->enrolments, trace->places[i]);
        if (row.file != file)
            continue;
        if (shown++ == LINES_SHOWN) {
            buf_text(out, "...");
            return;
        }
        buf_format(out, "%s%u", shown > 1 ? ", " : "", row.line);
    }
}

static void write_traced_file(struct buf *out, const struct private_explanation *of, const struct trace *trace,
                              const struct trace_file *file)
{
    buf_text(out, "    ");
    terminal_write_plain(out, of->input->files[file->file].name);
    buf_text(out, ": ");
    terminal_write_plural(out, file->rows, "row");
    buf_text(out, ", lines ");
    write_lines(out, of, trace, file->file);
    buf_byte(out, '\n');
}

static void write_traced(struct buf *out, const struct private_explanation *of, const struct private_cell *cell)
{
    buf_text(out, "\n  ");
    terminal_write_plain(out, cell->cell);
    buf_text(out, ": ");
    terminal_write_plural(out, cell->trace.rows, "row");
    buf_byte(out, '\n');
    for (size_t i = 0; i < cell->trace.file_count; i++)
        write_traced_file(out, of, &cell->trace, &cell->trace.files[i]);
    for (size_t i = 0; i < cell->trace.finding_count; i++) {
        const struct trace_finding *finding = &cell->trace.findings[i];
        buf_format(out, "    %s %s, ", severity_name(finding->rule->severity), finding->rule->id);
        terminal_write_plural(out, finding->rows, "time");
        buf_format(out, " in these rows: %s\n", finding->rule->message);
    }
}

static void write_set_aside(struct buf *out, const struct private_explanation *of, const struct input_file *file)
{
    const struct findings *findings = &of->input->findings;
    for (size_t i = 0; file->rows_set_aside > 0 && i < findings->tally_count; i++) {
        const struct finding_tally *tally = &findings->tallies[i];
        if (tally->rule->severity == SEVERITY_ERROR && str_equal(tally->file, file->name))
            buf_format(out, "      %s, %lld times: %s\n", tally->rule->id, (long long)tally->count,
                       tally->rule->message);
    }
}

static void write_file(struct buf *out, const struct private_explanation *of, size_t index)
{
    const struct input_file *file = &of->input->files[index];
    buf_text(out, "    ");
    terminal_write_plain(out, file->name);
    buf_format(out, "\n      sha256 %.*s\n      ", STR_ARGS(of->digests[index].sha256));
    terminal_write_plural(out, file->rows_read, "row");
    buf_text(out, " read, ");
    terminal_write_count(out, file->rows_loaded);
    buf_text(out, " loaded, of which ");
    terminal_write_count(out, file->rows_replaced);
    buf_text(out, " in place of rows of an earlier file, ");
    terminal_write_count(out, file->rows_set_aside);
    buf_text(out, " set aside\n");
    write_set_aside(out, of, file);
}

void explain_private_write_text(struct buf *out, const struct private_explanation *of)
{
    buf_text(out, "\nPRIVATE: exact counts and lines of rows about persons, for the owner of the input. Never publish "
                  "what follows.\n");
    if (of->cell_count == 0)
        buf_text(out, "  no row about a person is counted in this figure: what is published of it is exact\n");
    write_sums(out, of);
    for (size_t i = 0; i < of->cell_count; i++)
        write_traced(out, of, &of->cells[i]);
    buf_text(out, "\n  Files\n");
    for (size_t i = 0; i < of->input->file_count; i++)
        write_file(out, of, i);
}

/* --- for programs --- */

static void write_json_rows(struct buf *out, const struct private_explanation *of, const struct trace *trace)
{
    for (int64_t i = 0; i < trace->rows; i++) {
        struct enrolment_row row = enrolment_at(&of->input->enrolments, trace->places[i]);
        buf_text(out, i ? ", {\"file\": " : "{\"file\": ");
        json_write_text(out, of->input->files[row.file].name);
        buf_format(out, ", \"line\": %u}", row.line);
    }
}

static void write_json_cell(struct buf *out, const struct private_explanation *of, const struct private_cell *cell)
{
    buf_text(out, "{\"cell\": ");
    json_write_text(out, cell->cell);
    buf_format(out, ", \"part\": \"%.*s\", \"factor\": %d, \"rows\": %lld, \"exact\": %lld, \"findings\": [",
               STR_ARGS(cell->part), (int)cell->factor, (long long)cell->trace.rows, (long long)exact_sum(of, cell));
    for (size_t i = 0; i < cell->trace.finding_count; i++)
        buf_format(out, "%s{\"rule\": \"%s\", \"rows\": %lld}", i ? ", " : "", cell->trace.findings[i].rule->id,
                   (long long)cell->trace.findings[i].rows);
    buf_text(out, "], \"lines\": [");
    write_json_rows(out, of, &cell->trace);
    buf_text(out, "]}");
}

static void write_json_file(struct buf *out, const struct private_explanation *of, size_t index)
{
    const struct input_file *file = &of->input->files[index];
    buf_text(out, "{\"name\": ");
    json_write_text(out, file->name);
    buf_format(out, ", \"sha256\": \"%.*s\", \"read\": %lld, \"loaded\": %lld, \"replaced\": %lld, \"aside\": %lld}",
               STR_ARGS(of->digests[index].sha256), (long long)file->rows_read, (long long)file->rows_loaded,
               (long long)file->rows_replaced, (long long)file->rows_set_aside);
}

void explain_private_write_json(struct buf *out, const struct private_explanation *of)
{
    buf_text(out, "{\"cells\": [");
    for (size_t i = 0; i < of->cell_count; i++) {
        buf_text(out, i ? ",\n    " : "\n    ");
        write_json_cell(out, of, &of->cells[i]);
    }
    buf_text(out, "],\n  \"files\": [");
    for (size_t i = 0; i < of->input->file_count; i++) {
        buf_text(out, i ? ",\n    " : "\n    ");
        write_json_file(out, of, i);
    }
    buf_text(out, "]}");
}
