/* Exports in thousands of mixes of encoding, delimiter, quotes, line ends, headers, margins, sizes and faults, each
 * with a known truth: the dialect is found, every cell is read as it was meant, the spoilt row is named and no other.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "gencarto/base/file.h"
#include "gencarto/tabular/reader.h"
#include "pollution.h"

#define EXPORTS     6000
#define LEAST_RIGHT 0.995

static const char *const spoil_names[SPOILS] = {
    "no fault",   "missing delimiter", "extra delimiter", "extra quote",   "other delimiter",
    "glued cell", "closing quote",     "other quote",     "odd delimiter", "cut short"};

/* What came of one export. */
struct result {
    bool dialect, cells, parts, named;
};

struct score {
    int all, dialect, cells, parts, named;
};

static bool is_dialect(const struct export *export, const struct truth *truth, const struct dialect *found)
{
    struct str written = export->written ? str_from(export->written) : (struct str){&export->delimiter, 1};
    bool quote = !truth->has_quoted || found->quote == export->quote;
    bool escape = !truth->has_escaped || found->escape == export->escape;
    bool ends = export->line_ends == LINE_ENDS_MIXED || found->line_ends == export->line_ends ||
                export->has_hard_texts || !export->has_final_line_end;
    return found->encoding == export->encoding && found->has_signature == export->has_signature &&
           str_equal(delimiter_text(&found->written), written) && found->is_padded == export->is_padded && quote &&
           escape && ends;
}

static bool same_cells(const struct reader_record *record, const struct str *cells, size_t count)
{
    if (record->count != count) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (!str_equal(record->cells[i], cells[i])) {
            return false;
        }
    }
    return true;
}

/* Candidates that cannot win are passed over unless all are to be told: both ways find the same. */
static bool is_found_sooner(const char *path, const struct dialect *found)
{
    struct error err = {0};
    struct reader_options options = {.header_rows = -1, .explains = true};
    struct reader *reader = reader_open(path, &options, &err);
    const struct dialect *full = &reader_summary(reader)->dialect;
    bool same = str_equal(delimiter_text(&full->written), delimiter_text(&found->written)) &&
                full->quote == found->quote && full->escape == found->escape && full->is_padded == found->is_padded &&
                full->columns == found->columns;
    reader_close(reader);
    return same;
}

static void read_export(const char *path, const struct export *export, const struct truth *truth, struct result *result)
{
    struct error err = {0};
    struct reader_options options = {.header_rows = -1};
    struct reader *reader = reader_open(path, &options, &err);
    if (!reader) {
        fail_msg("%s", err.message);
    }
    const struct reader_summary *summary = reader_summary(reader);
    result->dialect = is_dialect(export, truth, &summary->dialect);
    result->parts = summary->layout.preamble_records == truth->preamble_records &&
                    summary->layout.header_rows == export->header_rows;
    result->cells = result->named = true;
    assert_true(is_found_sooner(path, &summary->dialect));
    struct reader_record record;
    const struct str *cells = truth->cells;
    size_t records = 0;
    int64_t named = 0;
    while (reader_next(reader, &record, &err) == READER_RECORD) {
        if (records < truth->record_count) {
            result->cells = result->cells && same_cells(&record, cells, truth->counts[records]);
            cells += truth->counts[records];
        }
        if (record.is_ragged || record.fault != FAULT_NONE) {
            result->named = result->named && record.line == truth->spoilt_line;
            named = record.line;
        }
        records++;
    }
    result->cells = result->cells && records == truth->record_count && err.kind == ERROR_NONE;
    result->named = result->named && named == truth->spoilt_line;
    reader_close(reader);
}

static void print_export(const struct export *export, unsigned long long number, const struct result *result)
{
    printf("# export %llu:%s%s%s%s; %s%s delimiter %s%s quote %c quoting %d escape %s ends %s header %d above %d "
           "below %d rows %d columns %d %s\n",
           number, result->dialect ? "" : " dialect", result->cells ? "" : " cells", result->parts ? "" : " parts",
           result->named ? "" : " names", encoding_name(export->encoding), export->has_signature ? " marked" : "",
           export->written ? export->written : (char[]){export->delimiter, '\0'}, export->is_padded ? " padded" : "",
           export->quote, (int)export->quoting, escape_name(export->escape), line_ends_name(export->line_ends),
           export->header_rows, (int)export->above, (int)export->below, export->rows, export->columns,
           spoil_names[export->spoil]);
}

static void add(struct score *score, const struct result *result)
{
    score->all++;
    score->dialect += result->dialect;
    score->cells += result->cells;
    score->parts += result->parts;
    score->named += result->named;
}

static void print_score(const char *name, const struct score *score)
{
    double all = score->all ? score->all : 1;
    printf("# %-18s %5d exports: dialect %.2f %%, cells %.2f %%, parts %.2f %%, names %.2f %%\n", name, score->all,
           100 * score->dialect / all, 100 * score->cells / all, 100 * score->parts / all, 100 * score->named / all);
}

/* Only the export of the environment's GENCARTO_EXPORT=N, whose file then stays; all without it. */
static bool is_asked(unsigned long long number)
{
    const char *asked = getenv("GENCARTO_EXPORT");
    return !asked || strtoull(asked, NULL, 10) == number;
}

static struct score run_exports(struct score *by_spoil)
{
    struct score score = {0};
    char path[] = "/tmp/gencarto-export-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    for (unsigned long long number = 0; number < EXPORTS; number++) {
        struct arena arena;
        struct error err = {0};
        struct truth truth;
        struct result result;
        if (!is_asked(number)) {
            continue;
        }
        arena_init(&arena);
        struct export export = export_draw(number);
        struct str bytes = export_write(&arena, &export, number, &truth);
        assert_true(file_write(path, bytes, &err));
        read_export(path, &export, &truth, &result);
        add(&score, &result);
        add(&by_spoil[truth.spoilt_line ? export.spoil : SPOIL_NOTHING], &result);
        if (!result.dialect || !result.cells || !result.named || !result.parts) {
            print_export(&export, number, &result);
        }
        arena_clear(&arena);
    }
    if (getenv("GENCARTO_EXPORT")) {
        printf("# the file is %s\n", path);
    } else {
        unlink(path);
    }
    return score;
}

static void exports_are_read_as_they_were_meant(void **state)
{
    (void)state;
    struct score by_spoil[SPOILS] = {{0}};
    struct score score = run_exports(by_spoil);
    for (int i = 0; i < SPOILS; i++) {
        print_score(spoil_names[i], &by_spoil[i]);
    }
    print_score("all", &score);
    assert_true(score.dialect >= LEAST_RIGHT * EXPORTS);
    assert_true(score.cells >= LEAST_RIGHT * EXPORTS);
    assert_true(score.named >= LEAST_RIGHT * EXPORTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(exports_are_read_as_they_were_meant)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
