/* inscriptions*.csv: rows about persons. Nothing here keeps a name, an identifier or a text of a row.
 *
 * A file is read piece by piece on all processors, some pieces at a time; then, in order, its rows are put in the store
 * and its findings with the others, while the next pieces are read: what comes out does not depend on the number of
 * processors. */
#include "gencarto/base/parallel.h"
#include "gencarto/compile/ingest/enrolment_parser.h"
#include "gencarto/compile/ingest/enrolment_store.h"
#include "gencarto/compile/ingest/readers.h"
#include "gencarto/tabular/chunk.h"
#include "gencarto/tabular/splitter.h"

#define PIECE_BYTES (256 * 1024)
#define PIECES      8 /* read before their rows are put in the store */

#define LINES_MOST     1000000000
#define TRAININGS_MOST (1 << ENROLMENT_TRAINING_BITS)

struct worker { /* what one thread owns */
    struct enrolment_parser parser;
    struct chunk chunk;
    struct arena scratch;
};

struct piece {
    size_t from, to; /* in the text */
    size_t end;      /* where the next record begins: `to`, or beyond when a record goes on */
    int64_t lines, lines_before;
    int64_t rows_read, rows_set_aside;
    bool has_failed;
    struct arena arena; /* of the findings, whose lines count from the piece's beginning */
    struct findings findings;
};

/* Pieces that follow each other. */
struct round {
    struct piece pieces[PIECES];
    struct enrolment_batch batches[PIECES]; /* of each piece */
    size_t count;
};

struct scanned;

struct enrolments {
    struct reading *reading;
    struct source_reading source; /* the file being read */
    struct enrolment_file file;   /* the same, as the store knows it */
    struct key_secret secret;
    struct enrolment_store store;
    int worker_count;
    struct worker *workers;
    struct round rounds[2]; /* while one is read, the other is put in the store */
    struct round *read;
    uint32_t lines; /* of the files that were read */
    struct scanned *scanned;
    size_t file_count;
};

/* ---- one piece ------------------------------------------------------------------------------------------------ */

static struct row row_of(struct enrolments *enrolments, struct piece *piece, struct worker *worker,
                         const struct record *record)
{
    return (struct row){.arena = &worker->scratch,
                        .scratch = &worker->scratch,
                        .findings = &piece->findings,
                        .table = enrolments->source.table,
                        .file = enrolments->source.file->name,
                        .columns = &enrolments->source.columns,
                        .profile = &enrolments->source.profile,
                        .record = record};
}

static void read_row(struct enrolments *enrolments, size_t item, struct worker *worker, struct row *row,
                     enum records_step step)
{
    struct piece *piece = &enrolments->read->pieces[item];
    struct enrolment_row enrolment;
    piece->rows_read++;
    if (source_check_record(row, step) && enrolment_parse(&worker->parser, row, enrolments->source.file, &enrolment)) {
        enrolment_batch_add(&enrolments->read->batches[item], &enrolments->secret, &enrolment,
                            row_cell(row, ENROLMENT_ID), row_cell(row, ENROLMENT_LEARNER), piece->rows_read);
    }
    piece->rows_set_aside += row->is_set_aside;
}

static void begin_piece(struct enrolments *enrolments, size_t item)
{
    struct piece *piece = &enrolments->read->pieces[item];
    arena_clear(&piece->arena);
    findings_init(&piece->findings, &piece->arena);
    piece->rows_read = piece->rows_set_aside = 0;
    piece->has_failed = false;
    enrolment_batch_begin(&enrolments->read->batches[item], &enrolments->file);
}

static void read_piece(struct enrolments *enrolments, size_t item, struct worker *worker)
{
    struct piece *piece = &enrolments->read->pieces[item];
    const struct source_reading *source = &enrolments->source;
    struct record record;
    struct error ignored = {0}; /* told by tell_failure, with the right line */
    enum records_step step;
    begin_piece(enrolments, item);
    struct arena_mark mark = arena_save(&worker->scratch);
    chunk_open(&worker->chunk, source->name, source->text, piece->from, piece->to, &source->dialect);
    while ((step = chunk_next(&worker->chunk, &record, &ignored)) != RECORDS_END && step != RECORDS_FAILED) {
        if (step != RECORDS_ROW || !source_is_blank(&record)) {
            struct row row = row_of(enrolments, piece, worker, &record);
            read_row(enrolments, item, worker, &row, step);
            if (worker->scratch.used != mark.used || worker->scratch.last != mark.last) {
                arena_restore(&worker->scratch, mark);
            }
        }
    }
    piece->has_failed = step == RECORDS_FAILED;
    piece->end = chunk_close(&worker->chunk, &piece->lines);
    enrolment_batch_finish(&enrolments->read->batches[item], &enrolments->store.index);
}

/* ---- a file --------------------------------------------------------------------------------------------------- */

/* The pieces of the round before may be read once more. */
static void cut_pieces(struct enrolments *enrolments, size_t from, const struct round *before)
{
    struct file_text *large = enrolments->source.large;
    struct str text = enrolments->source.text;
    size_t count = 0, kept = before ? before->pieces[0].from : from;
    while (count < PIECES && from < text.len) {
        struct piece *piece = &enrolments->read->pieces[count++];
        piece->from = from;
        piece->to = from = large ? file_text_cut(large, from) : splitter_cut(text, from, PIECE_BYTES);
    }
    source_need(&enrolments->source, kept, from);
    enrolments->read->count = count;
}

/* The pieces of a file follow each other: one that began inside a record is read again from where that record ended.
 * `*at` and `*lines` are the place in the text and the lines before it. False when the text fails in one of them. */
static bool join_pieces(struct enrolments *enrolments, size_t *at, int64_t *lines)
{
    for (size_t i = 0; i < enrolments->read->count; i++) {
        struct piece *piece = &enrolments->read->pieces[i];
        if (piece->from != *at) {
            piece->from = *at;
            piece->to = piece->to < *at ? *at : piece->to;
            read_piece(enrolments, i, &enrolments->workers[0]);
        }
        if (piece->has_failed) {
            return false;
        }
        piece->lines_before = *lines;
        enrolments->read->batches[i].lines_before = (uint32_t)*lines;
        *lines += piece->lines;
        *at = piece->end;
    }
    return true;
}

/* Says what the text fails for, by reading it from the beginning once more. */
static bool tell_failure(struct enrolments *enrolments, struct error *err)
{
    struct record record;
    enum records_step step;
    do {
        source_reach(&enrolments->source, records_offset(enrolments->source.records), enrolments->source.records);
        step = records_next(enrolments->source.records, &record, err);
    } while (step != RECORDS_FAILED && step != RECORDS_END);
    return false;
}

/* The rows whose identifier stands twice in the file. The text of each is split again: only its form is told. */
static void report_twice(struct enrolments *enrolments, struct piece *piece, const struct enrolment_batch *batch)
{
    struct worker *worker = &enrolments->workers[0];
    const struct source_reading *source = &enrolments->source;
    struct record record;
    struct error ignored = {0};
    int64_t row_number = 0;
    struct arena_mark mark = arena_save(&worker->scratch);
    chunk_open(&worker->chunk, source->name, source->text, piece->from, piece->to, &source->dialect);
    for (size_t i = 0; i < enrolment_batch_count(batch); i++) {
        if (enrolment_batch_fate(batch, i) != ENTRY_TWICE) {
            continue;
        }
        while (row_number < (int64_t)enrolment_batch_entry(batch, i)->number) {
            enum records_step step = chunk_next(&worker->chunk, &record, &ignored);
            row_number += step != RECORDS_ROW || !source_is_blank(&record);
        }
        struct row row = row_of(enrolments, piece, worker, &record);
        row_report(&row, RULE_ID_DUPLICATE, ENROLMENT_ID, NULL);
        piece->rows_set_aside++;
        arena_restore(&worker->scratch, mark);
    }
    int64_t lines;
    chunk_close(&worker->chunk, &lines);
}

/* The findings and the counts of a round whose rows are in the store. */
static void keep_round(struct enrolments *enrolments, struct round *round)
{
    struct input *input = enrolments->reading->input;
    struct input_file *file = enrolments->source.file;
    for (size_t i = 0; i < round->count; i++) {
        struct piece *piece = &round->pieces[i];
        const struct enrolment_batch *batch = &round->batches[i];
        if (batch->counts[ENTRY_TWICE] > 0) {
            report_twice(enrolments, piece, batch);
        }
        findings_append(&input->findings, &piece->findings, piece->lines_before);
        file->rows_read += piece->rows_read;
        file->rows_set_aside += piece->rows_set_aside;
        file->rows_loaded += piece->rows_read - piece->rows_set_aside;
        file->rows_replaced += batch->counts[ENTRY_REPLACES];
    }
}

/* The pieces of the round that is read; then the partitions of the store, which are shorter: threads end together. */
static void read_or_judge(void *context, size_t item, int worker)
{
    struct enrolments *enrolments = context;
    size_t pieces = enrolments->read->count;
    if (item < pieces) {
        read_piece(enrolments, item, &enrolments->workers[worker]);
    } else {
        enrolment_store_judge(&enrolments->store, item - pieces, worker);
    }
}

/* Reads a round while the one before, if any, is put in the store. */
static void read_round(struct enrolments *enrolments, struct round *before)
{
    struct enrolment_store *store = &enrolments->store;
    size_t partitions = before ? identifier_partition_count(&store->index) : 0;
    if (before) {
        enrolment_store_begin_add(store, before->batches, before->count);
    }
    parallel_for(enrolments->read->count + partitions, enrolments->worker_count, read_or_judge, enrolments);
    if (before) {
        enrolment_store_end_add(store);
        keep_round(enrolments, before);
    }
}

static bool read_rows(struct enrolments *enrolments, struct error *err)
{
    size_t at = records_offset(enrolments->source.records);
    int64_t lines = records_line(enrolments->source.records) - 1;
    struct period quarter = source_quarter(enrolments->source.file->name);
    struct round *before = NULL;
    enrolments->file = (struct enrolment_file){enrolments->reading->input->file_count, enrolments->lines,
                                               quarter.index > 0 ? period_first_day(quarter) : DATE_NONE};
    enrolment_store_begin_file(&enrolments->store, &enrolments->file);
    while (at < enrolments->source.text.len || before) {
        enrolments->read = &enrolments->rounds[before == &enrolments->rounds[0]];
        cut_pieces(enrolments, at, before);
        read_round(enrolments, before);
        if (!join_pieces(enrolments, &at, &lines)) {
            return tell_failure(enrolments, err);
        }
        before = enrolments->read->count > 0 ? enrolments->read : NULL;
    }
    enrolments->lines += (uint32_t)lines + 1;
    return true;
}

/* A file whose text was looked at as a whole, maybe beside others, before its turn comes. */
struct opened {
    const struct source_file *name;
    struct source_reading source;
    struct input_file file;
    struct arena arena; /* of the findings */
    struct findings findings;
    struct error err;
    bool done;
};

struct opening {
    struct reading *reading;
    struct opened *files;
};

static void open_file(void *context, size_t item, int worker)
{
    struct opening *opening = context;
    struct opened *opened = &opening->files[item];
    (void)worker;
    arena_init_private(&opened->arena);
    findings_init(&opened->findings, &opened->arena);
    opened->done =
        source_open(&opened->source, &opened->arena, &opening->reading->input->programme, opening->reading->folder,
                    TABLE_ENROLMENTS, opened->name, &opened->findings, &opened->file, &opened->err);
}

/* From here the file is the input's. */
static bool read_file(struct enrolments *enrolments, struct opened *opened, struct error *err)
{
    struct reading *reading = enrolments->reading;
    struct input *input = reading->input;
    struct input_file *file = &input->files[input->file_count];
    *file = opened->file;
    file->name = str_copy(reading->arena, file->name);
    findings_append(&input->findings, &opened->findings, 0);
    enrolments->source = opened->source;
    enrolments->source.arena = reading->arena;
    enrolments->source.findings = &input->findings;
    enrolments->source.file = file;
    if (!opened->done) {
        return error_set(err, opened->err.kind, "%s", opened->err.message);
    }
    if (!enrolments->source.is_empty && !read_rows(enrolments, err)) {
        return false;
    }
    source_end(&enrolments->source);
    input->file_count++;
    return true;
}

/* As many files as there are threads are opened together: their encodings, dialects and columns take a look at all of
 * their text, or a part that is read by one thread. */
static bool read_together(struct enrolments *enrolments, const struct source_file *files, size_t count,
                          struct error *err)
{
    struct arena scratch;
    arena_init_private(&scratch);
    struct opening opening = {enrolments->reading, arena_array(&scratch, struct opened, count)};
    for (size_t i = 0; i < count; i++) {
        opening.files[i].name = &files[i];
    }
    parallel_for(count, enrolments->worker_count, open_file, &opening);
    bool ok = true;
    for (size_t i = 0; i < count; i++) {
        ok = ok && read_file(enrolments, &opening.files[i], err);
        source_close(&opening.files[i].source);
        arena_clear(&opening.files[i].arena);
    }
    arena_clear(&scratch);
    return ok;
}

/* ---- the table ------------------------------------------------------------------------------------------------ */

/* All bytes are looked at before any row is read: that tells the encodings, and how many rows there may be. */
struct scanned {
    struct encoding_scan scan;
    struct file_map map;
    struct arena arena; /* of what cannot be mapped */
    size_t lines;
};

struct scanning {
    struct source_file *files;
    struct scanned *scanned;
    size_t *order; /* the largest files first: threads end together */
};

/* A file that cannot be read has no text; why is told when its turn comes. */
static void map_file(const struct reading *reading, struct source_file *file, struct scanned *scanned)
{
    struct error ignored = {0};
    arena_init_private(&scanned->arena);
    char *path = file_join(&scanned->arena, reading->folder, str_text(&scanned->arena, file->name));
    if (file_map(&scanned->arena, path, &scanned->map, &ignored)) {
        file->scan = &scanned->scan;
        file->map = &scanned->map;
    }
}

/* At least as many lines as the file has rows. */
static void scan_file(void *context, size_t item, int worker)
{
    struct scanning *scanning = context;
    size_t file = scanning->order[item];
    struct scanned *scanned = &scanning->scanned[file];
    struct encoding_scan *scan = &scanned->scan;
    (void)worker;
    if (scanning->files[file].scan) {
        encoding_scan_text(scan, scanned->map.content);
        bool has_zeros = scan->zeros[0] + scan->zeros[1] > 0; /* maybe UTF-16, whose line ends it does not count */
        scanned->lines = has_zeros ? splitter_count_lines(scanned->map.content) + (size_t)scan->cr
                                   : (size_t)(scan->lf + scan->crlf + scan->cr) + 1;
    }
}

static void order_by_size(const struct scanned *scanned, size_t *order, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t at = i;
        for (; at > 0 && scanned[order[at - 1]].map.content.len < scanned[i].map.content.len; at--) {
            order[at] = order[at - 1];
        }
        order[at] = i;
    }
}

static void scan_files(struct enrolments *enrolments, struct source_file *files, size_t count,
                       struct enrolment_store_size *out_size)
{
    struct arena *arena = enrolments->reading->arena;
    enrolments->scanned = arena_array(arena, struct scanned, count);
    enrolments->file_count = count;
    struct scanning scanning = {files, enrolments->scanned, arena_array(arena, size_t, count)};
    for (size_t i = 0; i < count; i++) {
        map_file(enrolments->reading, &files[i], &enrolments->scanned[i]);
    }
    order_by_size(enrolments->scanned, scanning.order, count);
    parallel_for(count, enrolments->worker_count, scan_file, &scanning);
    for (size_t i = 0; i < count; i++) {
        size_t lines = enrolments->scanned[i].lines;
        out_size->rows += lines;
        out_size->rows_of_largest_file =
            lines > out_size->rows_of_largest_file ? lines : out_size->rows_of_largest_file;
    }
}

static void clear_scanned(struct enrolments *enrolments)
{
    for (size_t i = 0; i < enrolments->file_count; i++) {
        file_unmap(&enrolments->scanned[i].map);
        arena_clear(&enrolments->scanned[i].arena);
    }
}

static void init_rounds(struct enrolments *enrolments)
{
    for (size_t r = 0; r < 2; r++) {
        for (size_t i = 0; i < PIECES; i++) {
            arena_init_private(&enrolments->rounds[r].pieces[i].arena);
            enrolment_batch_init(&enrolments->rounds[r].batches[i]);
        }
    }
}

static void clear_rounds(struct enrolments *enrolments)
{
    for (size_t r = 0; r < 2; r++) {
        for (size_t i = 0; i < PIECES; i++) {
            arena_clear(&enrolments->rounds[r].pieces[i].arena);
            enrolment_batch_clear(&enrolments->rounds[r].batches[i]);
        }
    }
}

static bool init(struct enrolments *enrolments, struct reading *reading, struct source_file *files, size_t count,
                 struct error *err)
{
    struct arena *arena = reading->arena;
    enrolments->reading = reading;
    enrolments->worker_count = parallel_processors();
    struct enrolment_store_size size = {.files = reading->name_count + 1, .workers = enrolments->worker_count};
    scan_files(enrolments, files, count, &size);
    if (size.rows > LINES_MOST || size.files > IDENTIFIER_FILES_MOST ||
        reading->input->training_count >= TRAININGS_MOST) {
        clear_scanned(enrolments);
        return error_set(err, ERROR_INPUT, "%s: more than %d lines of enrolments, or %d trainings, or %d files",
                         reading->folder, LINES_MOST, TRAININGS_MOST, (int)IDENTIFIER_FILES_MOST);
    }
    enrolments->workers = arena_array(arena, struct worker, (size_t)enrolments->worker_count);
    for (int w = 0; w < enrolments->worker_count; w++) {
        enrolment_parser_init(&enrolments->workers[w].parser, arena, reading->input, &reading->trainings);
        arena_init_private(&enrolments->workers[w].scratch);
    }
    enrolment_store_init(&enrolments->store, arena, &size);
    init_rounds(enrolments);
    keys_draw(&enrolments->secret);
    return true;
}

static void clear(struct enrolments *enrolments)
{
    for (int w = 0; w < enrolments->worker_count; w++) {
        arena_clear(&enrolments->workers[w].scratch);
    }
    clear_rounds(enrolments);
    enrolment_store_clear(&enrolments->store);
    clear_scanned(enrolments);
}

static void finish(struct enrolments *enrolments)
{
    struct input *input = enrolments->reading->input;
    clear_rounds(enrolments); /* their memory serves the numbering */
    input->learner_count = enrolment_store_finish(&enrolments->store, &input->enrolments);
}

bool readers_enrolments(struct reading *reading, struct error *err)
{
    struct source_file *files;
    size_t count;
    source_files(reading->arena, &reading->input->programme, reading->names, reading->name_count, TABLE_ENROLMENTS,
                 &files, &count);
    reading->input->has_enrolments = count > 0;
    if (count == 0) {
        return true;
    }
    struct enrolments *enrolments = arena_one(reading->arena, struct enrolments); /* large */
    if (!init(enrolments, reading, files, count, err)) {
        return false;
    }
    bool ok = true;
    size_t together = (size_t)enrolments->worker_count;
    for (size_t i = 0; i < count && ok; i += together) {
        ok = read_together(enrolments, &files[i], count - i < together ? count - i : together, err);
    }
    if (ok) {
        finish(enrolments);
    }
    clear(enrolments);
    return ok;
}
