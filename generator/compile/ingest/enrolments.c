/* inscriptions*.csv: rows about persons. Nothing here keeps a name, an identifier or a text of a row.
 *
 * A file is read piece by piece on all processors, some pieces at a time; then, in order, its rows are put in the store
 * and its findings with the others, while the next pieces are read: what comes out does not depend on the number of
 * processors. Of small files all pieces are read in one go, and each file is put in the store once its own are. */
#include "enrolment_round.h"

#include "gencarto/base/parallel.h"
#include "gencarto/tabular/splitter.h"

#define PIECE_BYTES       (256 * 1024)
#define SMALL_PIECE_BYTES (128 * 1024)
#define PIECES            8 /* read before their rows are put in the store */

#define LINES_MOST     1000000000
#define TRAININGS_MOST (1 << ENROLMENT_TRAINING_BITS)

/* ---- files ---------------------------------------------------------------------------------------------------- */

/* From here the file is the input's. */
static bool begin_file(struct enrolments *enrolments, struct enrolment_text *text, struct error *err)
{
    struct input *input = enrolments->reading->input;
    struct input_file *file = &input->files[input->file_count];
    *file = text->file;
    file->name = str_copy(enrolments->reading->arena, file->name);
    if (file->fixed_width) {
        struct fixed_width *columns = arena_one(enrolments->reading->arena, struct fixed_width);
        *columns = *file->fixed_width;
        file->fixed_width = columns;
    }
    findings_append(&input->findings, &text->findings, 0);
    if (!text->is_readable) {
        return error_set(err, text->err.kind, "%s", text->err.message);
    }
    text->source.arena = enrolments->reading->arena;
    text->source.findings = &input->findings;
    text->source.file = file;
    return true;
}

/* As the store knows the file, which is the next one. */
static struct enrolment_file enrolment_file_of(const struct enrolments *enrolments, size_t number, struct str name)
{
    struct period quarter = source_quarter(name);
    return (struct enrolment_file){number, enrolments->lines,
                                   quarter.index > 0 ? period_first_day(quarter) : DATE_NONE};
}

static void end_file(struct enrolments *enrolments, struct enrolment_text *text)
{
    source_end(&text->source);
    enrolments->reading->input->file_count++;
}

/* ---- large files ---------------------------------------------------------------------------------------------- */

/* Of one file: while a round is read, the one before is put in the store. */
struct rounds {
    struct enrolments *enrolments;
    struct round rounds[2], *read;
};

/* The pieces of the round before may be read once more. */
static void cut_pieces(struct rounds *rounds, size_t from, const struct round *before)
{
    struct source_reading *source = rounds->read->source;
    size_t count = 0, kept = before ? before->pieces[0].from : from;
    while (count < PIECES && from < source->text.len) {
        struct piece *piece = &rounds->read->pieces[count++];
        piece->from = from;
        piece->to = from =
            source->large ? file_text_cut(source->large, from) : splitter_cut(source->text, from, PIECE_BYTES);
    }
    source_need(source, kept, from);
    rounds->read->count = count;
}

/* The pieces of the round that is read; then the partitions of the store, which are shorter: threads end together. */
static void read_or_judge(void *context, size_t item, int worker)
{
    struct rounds *rounds = context;
    struct enrolments *enrolments = rounds->enrolments;
    size_t pieces = rounds->read->count;
    if (item < pieces) {
        round_read_piece(enrolments, rounds->read, item, &enrolments->workers[worker]);
    } else {
        enrolment_store_judge(&enrolments->store, item - pieces, worker);
    }
}

/* Reads a round while the one before, if any, is put in the store. */
static void read_round(struct rounds *rounds, struct round *before)
{
    struct enrolments *enrolments = rounds->enrolments;
    struct enrolment_store *store = &enrolments->store;
    size_t partitions = before ? identifier_partition_count(&store->index) : 0;
    if (before) {
        enrolment_store_begin_add(store, before->batches, before->count);
    }
    parallel_for(rounds->read->count + partitions, enrolments->worker_count, read_or_judge, rounds);
    if (before) {
        enrolment_store_end_add(store);
        round_keep(enrolments, before, &enrolments->workers[0]);
    }
}

static bool read_rows(struct rounds *rounds, struct source_reading *source, struct error *err)
{
    struct enrolments *enrolments = rounds->enrolments;
    size_t at = records_offset(source->records);
    int64_t lines = records_line(source->records) - 1;
    struct enrolment_file file =
        enrolment_file_of(enrolments, enrolments->reading->input->file_count, source->file->name);
    struct round *before = NULL;
    enrolment_store_begin_file(&enrolments->store, &file);
    for (size_t r = 0; r < 2; r++) {
        rounds->rounds[r].source = source;
        rounds->rounds[r].file = file;
    }
    while (at < source->text.len || before) {
        rounds->read = &rounds->rounds[before == &rounds->rounds[0]];
        cut_pieces(rounds, at, before);
        read_round(rounds, before);
        if (!round_join(enrolments, rounds->read, &enrolments->workers[0], &at, &lines, err)) {
            return false;
        }
        before = rounds->read->count > 0 ? rounds->read : NULL;
    }
    enrolments->lines += (uint32_t)lines + 1;
    return true;
}

static bool read_file(struct rounds *rounds, struct enrolment_text *text, struct error *err)
{
    struct enrolments *enrolments = rounds->enrolments;
    if (!begin_file(enrolments, text, err) || (!text->source.is_empty && !read_rows(rounds, &text->source, err))) {
        return false;
    }
    end_file(enrolments, text);
    return true;
}

/* As many files as there are threads are opened together: their encodings, dialects and columns take a look at all of
 * their text, or a part that is read by one thread. */
static bool read_large(struct enrolments *enrolments, struct error *err)
{
    struct enrolment_files *files = enrolments->files;
    struct rounds rounds = {.enrolments = enrolments};
    size_t together = (size_t)enrolments->worker_count;
    bool ok = true;
    for (size_t r = 0; r < 2; r++) {
        round_init(&rounds.rounds[r], enrolments->reading->arena, PIECES);
    }
    for (size_t i = 0; i < files->count && ok; i++) {
        if (i % together == 0) {
            size_t left = files->count - i;
            enrolment_files_open_some(files, i, left < together ? left : together, enrolments->worker_count);
        }
        ok = read_file(&rounds, &files->items[i], err);
    }
    for (size_t r = 0; r < 2; r++) {
        round_clear(&rounds.rounds[r], PIECES); /* their memory serves the numbering */
    }
    return ok;
}

/* ---- small files ---------------------------------------------------------------------------------------------- */

/* All pieces of all files; each file is joined and put in the store when its turn comes. */
struct together {
    struct enrolments *enrolments;
    struct round *rounds; /* a file each */
    size_t *firsts;       /* by file: pieces of all files before it */
    struct parallel_steps *joins;
    bool has_failed;
    struct error *err;
};

static size_t file_of_piece(const struct together *together, size_t item)
{
    size_t file = 0;
    while (item >= together->firsts[file + 1]) {
        file++;
    }
    return file;
}

/* A batch for a piece: one that was used before, or a new one with room for the piece's rows. */
static struct enrolment_batch batch_for(struct worker *worker, const struct enrolment_text *text,
                                        const struct piece *piece)
{
    struct enrolment_batch batch;
    if (worker->spare_count > 0) {
        return worker->spares[--worker->spare_count];
    }
    enrolment_batch_init(&batch);
    size_t lines = text->lines * (piece->to - piece->from) / (text->source.text.len + 1);
    enrolment_batch_reserve(&batch, lines + lines / 8 + 1);
    return batch;
}

static void read_one(void *context, size_t item, int worker)
{
    struct together *together = context;
    struct enrolments *enrolments = together->enrolments;
    size_t file = file_of_piece(together, item), piece = item - together->firsts[file];
    struct round *round = &together->rounds[file];
    round->batches[piece] =
        batch_for(&enrolments->workers[worker], &enrolments->files->items[file], &round->pieces[piece]);
    round_read_piece(enrolments, round, piece, &enrolments->workers[worker]);
    parallel_steps_done(together->joins, file, worker);
}

static bool has_spoken(const struct round *round)
{
    for (size_t i = 0; i < round->count; i++) {
        if (round->pieces[i].has_spoken) {
            return true;
        }
    }
    return false;
}

static bool join_whole(const struct enrolments *enrolments, struct round *round, struct worker *worker,
                       int64_t *out_lines, struct error *err)
{
    size_t at = records_offset(round->source->records);
    *out_lines = records_line(round->source->records) - 1;
    return round_join(enrolments, round, worker, &at, out_lines, err);
}

/* The pieces were read as those of a file that says nothing of its columns. Where one does, the file is profiled after
 * all, and read again when that tells otherwise. */
static bool settle_profile(const struct enrolments *enrolments, struct round *round, struct worker *worker,
                           const struct programme_source *wanted, int64_t *out_lines, struct error *err)
{
    struct source_reading *source = round->source;
    if (!source->is_unprofiled || !has_spoken(round)) {
        return true;
    }
    if (!source_profile(source, &enrolments->reading->input->programme, wanted, err)) {
        return false;
    }
    if (profile_is_plain(&source->profile)) {
        return true;
    }
    for (size_t i = 0; i < round->count; i++) {
        round_read_piece(enrolments, round, i, worker);
    }
    return join_whole(enrolments, round, worker, out_lines, err);
}

static bool add_round(struct enrolments *enrolments, struct round *round, struct worker *worker,
                      const struct programme_source *wanted, struct error *err)
{
    int64_t lines;
    if (!join_whole(enrolments, round, worker, &lines, err) ||
        !settle_profile(enrolments, round, worker, wanted, &lines, err)) {
        return false;
    }
    round->file.lines_before = enrolments->lines;
    for (size_t i = 0; i < round->count; i++) {
        round->batches[i].file = round->file;
    }
    enrolment_store_begin_file(&enrolments->store, &round->file);
    enrolment_store_add_here(&enrolments->store, round->batches, round->count);
    round_keep(enrolments, round, worker);
    for (size_t i = 0; i < round->count; i++) {
        worker->spares[worker->spare_count++] = round->batches[i];
        enrolment_batch_init(&round->batches[i]);
    }
    enrolments->lines += (uint32_t)lines + 1;
    return true;
}

/* A file all of whose pieces are read. Nothing is added after one that fails. */
static void join_file(void *context, size_t file, int worker)
{
    struct together *together = context;
    struct enrolments *enrolments = together->enrolments;
    struct enrolment_text *text = &enrolments->files->items[file];
    if (together->has_failed) {
        return;
    }
    together->has_failed =
        !begin_file(enrolments, text, together->err) ||
        (!text->source.is_empty && !add_round(enrolments, &together->rounds[file], &enrolments->workers[worker],
                                              text->name.source, together->err));
    if (!together->has_failed) {
        end_file(enrolments, text);
    }
}

static size_t count_pieces(const struct enrolment_text *text)
{
    bool has_rows = text->is_readable && !text->source.is_empty;
    return has_rows ? text->source.text.len / SMALL_PIECE_BYTES + 1 : 0;
}

/* The pieces are about as long as each other. The last ones may be of no line. */
static void cut_text(struct round *round, size_t pieces)
{
    size_t from = records_offset(round->source->records), len = round->source->text.len;
    for (size_t i = 0; i < pieces; i++) {
        size_t size = (len - from) / (pieces - i);
        round->pieces[i].from = from;
        round->pieces[i].to = from = i + 1 == pieces ? len : splitter_cut(round->source->text, from, size);
    }
    round->count = pieces;
}

static void clear_spares(struct worker *worker)
{
    for (size_t i = 0; i < worker->spare_count; i++) {
        enrolment_batch_clear(&worker->spares[i]);
    }
    worker->spare_count = 0;
}

/* The files are opened, and their texts in memory as a whole. */
static bool read_small(struct enrolments *enrolments, struct error *err)
{
    struct enrolment_files *files = enrolments->files;
    struct arena scratch;
    arena_init_private(&scratch);
    struct together together = {.enrolments = enrolments,
                                .rounds = arena_array(&scratch, struct round, files->count),
                                .firsts = arena_array(&scratch, size_t, files->count + 1),
                                .err = err};
    size_t *needed = arena_array(&scratch, size_t, files->count), number = enrolments->reading->input->file_count;
    for (size_t f = 0; f < files->count; f++) {
        struct enrolment_text *text = &files->items[f];
        struct round *round = &together.rounds[f];
        needed[f] = count_pieces(text);
        together.firsts[f + 1] = together.firsts[f] + needed[f];
        round_init(round, &scratch, needed[f]);
        round->source = &text->source;
        round->file = enrolment_file_of(enrolments, number + f, text->file.name);
        if (needed[f] > 0) {
            cut_text(round, needed[f]);
        }
    }
    for (int w = 0; w < enrolments->worker_count; w++) {
        enrolments->workers[w].spares = arena_array(&scratch, struct enrolment_batch, together.firsts[files->count]);
    }
    together.joins = parallel_steps_new(needed, files->count, join_file, &together);
    parallel_for(together.firsts[files->count], enrolments->worker_count, read_one, &together);
    parallel_steps_rest(together.joins, 0);
    parallel_steps_free(together.joins);
    for (size_t f = 0; f < files->count; f++) {
        round_clear(&together.rounds[f], needed[f]);
    }
    for (int w = 0; w < enrolments->worker_count; w++) {
        clear_spares(&enrolments->workers[w]);
    }
    arena_clear(&scratch);
    return !together.has_failed;
}

/* ---- the table ------------------------------------------------------------------------------------------------ */

/* The vocabularies are folded once; what a thread remembers of its cells is its own. */
static void init_workers(struct enrolments *enrolments)
{
    struct reading *reading = enrolments->reading;
    enrolments->workers = arena_array(reading->arena, struct worker, (size_t)enrolments->worker_count);
    for (int w = 0; w < enrolments->worker_count; w++) {
        struct worker *worker = &enrolments->workers[w];
        if (w == 0) {
            enrolment_parser_init(&worker->parser, reading->arena, reading->input, &reading->trainings);
        } else {
            worker->parser = enrolments->workers[0].parser;
        }
        worker->quick = arena_one(reading->arena, struct enrolment_quick);
        enrolment_quick_init(worker->quick, &worker->parser);
        arena_init_private(&worker->scratch);
    }
}

static bool init(struct enrolments *enrolments, struct reading *reading, struct error *err)
{
    struct arena *arena = reading->arena;
    enrolments->reading = reading;
    enrolments->files = reading->enrolment_files;
    enrolments->worker_count = parallel_processors();
    struct enrolment_store_size size = {.files = reading->name_count + 1, .workers = enrolments->worker_count};
    enrolment_files_measure(enrolments->files, enrolments->worker_count, &size);
    if (size.rows > LINES_MOST || size.files > IDENTIFIER_FILES_MOST ||
        reading->input->training_count >= TRAININGS_MOST) {
        return error_set(err, ERROR_INPUT, "%s: more than %d lines of enrolments, or %d trainings, or %d files",
                         reading->folder, LINES_MOST, TRAININGS_MOST, (int)IDENTIFIER_FILES_MOST);
    }
    init_workers(enrolments);
    enrolment_store_init(&enrolments->store, arena, &size);
    keys_draw(&enrolments->secret);
    return true;
}

static void clear_workers(struct enrolments *enrolments)
{
    for (int w = 0; w < enrolments->worker_count; w++) {
        arena_clear(&enrolments->workers[w].scratch);
    }
}

bool readers_enrolments(struct reading *reading, struct enrolment_store *out_store, struct error *err)
{
    struct input *input = reading->input;
    input->has_enrolments = reading->enrolment_files->count > 0;
    if (!input->has_enrolments) {
        return true;
    }
    struct enrolments *enrolments = arena_one(reading->arena, struct enrolments);
    if (!init(enrolments, reading, err)) {
        return false;
    }
    bool ok = enrolment_files_are_small(enrolments->files) ? read_small(enrolments, err) : read_large(enrolments, err);
    if (ok) {
        input->enrolments = enrolments->store.table;
        *out_store = enrolments->store;
    } else {
        enrolment_store_clear(&enrolments->store);
    }
    clear_workers(enrolments);
    return ok;
}
