#include "enrolment_round.h"

/* ---- one piece ------------------------------------------------------------------------------------------------ */

static struct row row_of(const struct round *round, struct piece *piece, struct worker *worker,
                         const struct record *record)
{
    const struct source_reading *source = round->source;
    return (struct row){.arena = &worker->scratch,
                        .scratch = &worker->scratch,
                        .findings = &piece->findings,
                        .table = source->table,
                        .file = source->file->name,
                        .columns = &source->columns,
                        .profile = &source->profile,
                        .record = record};
}

/* Cell by cell, with the findings. */
static void read_row(struct round *round, size_t item, struct worker *worker, const struct record *record,
                     enum records_step step)
{
    struct piece *piece = &round->pieces[item];
    const struct source_reading *source = round->source;
    struct row row = row_of(round, piece, worker, record);
    struct enrolment_row enrolment;
    struct arena_mark mark = arena_save(&worker->scratch);
    if (step == RECORDS_ROW && source_is_blank(record)) {
        return;
    }
    if (source->is_unprofiled && !piece->has_spoken && step == RECORDS_ROW) {
        piece->has_spoken = !profile_is_silent(&source->typed, record);
    }
    piece->rows_read++;
    if (source_check_record(&row, step) && enrolment_parse(&worker->parser, &row, source->file, &enrolment)) {
        struct enrolment_names names = {row_cell(&row, ENROLMENT_ID), row_cell(&row, ENROLMENT_LEARNER)};
        enrolment_batch_add(&round->batches[item], &enrolment, &names, piece->rows_read);
    }
    piece->rows_set_aside += row.is_set_aside;
    arena_restore(&worker->scratch, mark);
}

/* Maybe an e-mail address. Of a record that goes on behind the piece the rest stands in the next. */
static bool has_at_sign(struct str text, const struct piece *piece)
{
    return str_index(str_slice(text, 0, piece->to), '@', piece->from) < piece->to;
}

static void begin_piece(const struct enrolments *enrolments, struct round *round, size_t item, struct worker *worker)
{
    struct piece *piece = &round->pieces[item];
    arena_clear(&piece->arena);
    findings_init_part(&piece->findings, &piece->arena, &enrolments->reading->input->findings);
    piece->rows_read = piece->rows_set_aside = 0;
    piece->has_failed = false;
    piece->has_spoken = round->source->is_unprofiled && has_at_sign(round->source->text, piece);
    enrolment_batch_begin(&round->batches[item], &round->file, &enrolments->secret);
    enrolment_quick_begin(worker->quick, round->source, round->file.quarter_day);
}

void round_read_piece(const struct enrolments *enrolments, struct round *round, size_t item, struct worker *worker)
{
    struct piece *piece = &round->pieces[item];
    struct enrolment_batch *batch = &round->batches[item];
    const struct source_reading *source = round->source;
    struct record record;
    struct error ignored = {0}; /* told by tell_failure, with the right line */
    enum records_step step;
    begin_piece(enrolments, round, item, worker);
    chunk_open(&worker->chunk, source->name, source->text, piece->from, piece->to, &source->dialect);
    while ((step = chunk_next(&worker->chunk, &record, &ignored)) != RECORDS_END && step != RECORDS_FAILED) {
        struct enrolment_names names;
        if (step == RECORDS_ROW &&
            enrolment_quick_read(worker->quick, &record, &worker->scratch, enrolment_batch_next(batch), &names)) {
            enrolment_batch_keep(batch, &names, ++piece->rows_read);
        } else {
            read_row(round, item, worker, &record, step);
        }
    }
    piece->has_failed = step == RECORDS_FAILED;
    piece->end = chunk_close(&worker->chunk, &piece->lines);
    enrolment_batch_finish(batch, &enrolments->store.index);
}

/* ---- a round -------------------------------------------------------------------------------------------------- */

/* Says what the text fails for, by reading it from the beginning once more. */
static bool tell_failure(struct source_reading *source, struct error *err)
{
    struct record record;
    enum records_step step;
    do {
        source_reach(source, records_offset(source->records), source->records);
        step = records_next(source->records, &record, err);
    } while (step != RECORDS_FAILED && step != RECORDS_END);
    return false;
}

bool round_join(const struct enrolments *enrolments, struct round *round, struct worker *worker, size_t *at,
                int64_t *lines, struct error *err)
{
    for (size_t i = 0; i < round->count; i++) {
        struct piece *piece = &round->pieces[i];
        if (piece->from != *at) {
            piece->from = *at;
            piece->to = piece->to < *at ? *at : piece->to;
            round_read_piece(enrolments, round, i, worker);
        }
        if (piece->has_failed) {
            return tell_failure(round->source, err);
        }
        piece->lines_before = *lines;
        round->batches[i].lines_before = (uint32_t)*lines;
        *lines += piece->lines;
        *at = piece->end;
    }
    return true;
}

/* The rows whose identifier stands twice in the file. The text of each is split again: only its form is told. */
static void report_twice(const struct enrolments *enrolments, const struct round *round, size_t item,
                         struct worker *worker)
{
    const struct source_reading *source = round->source;
    const struct enrolment_batch *batch = &round->batches[item];
    struct piece *piece = &round->pieces[item];
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
        struct row row = row_of(round, piece, worker, &record);
        row_report_twice(&row, ENROLMENT_ID,
                         enrolment_store_line(&enrolments->store, batch, i) - round->file.lines_before);
        piece->rows_set_aside++;
        arena_restore(&worker->scratch, mark);
    }
    int64_t lines;
    chunk_close(&worker->chunk, &lines);
}

void round_keep(struct enrolments *enrolments, const struct round *round, struct worker *worker)
{
    struct input_file *file = round->source->file;
    for (size_t i = 0; i < round->count; i++) {
        struct piece *piece = &round->pieces[i];
        const struct enrolment_batch *batch = &round->batches[i];
        if (batch->counts[ENTRY_TWICE] > 0) {
            report_twice(enrolments, round, i, worker);
        }
        findings_append(&enrolments->reading->input->findings, &piece->findings, piece->lines_before);
        file->rows_read += piece->rows_read;
        file->rows_set_aside += piece->rows_set_aside;
        file->rows_loaded += piece->rows_read - piece->rows_set_aside;
        file->rows_replaced += batch->counts[ENTRY_REPLACES];
    }
}

void round_init(struct round *round, struct arena *arena, size_t pieces)
{
    *round = (struct round){.pieces = arena_array(arena, struct piece, pieces),
                            .batches = arena_array(arena, struct enrolment_batch, pieces)};
    for (size_t i = 0; i < pieces; i++) {
        arena_init_private(&round->pieces[i].arena);
        enrolment_batch_init(&round->batches[i]);
    }
}

void round_clear(struct round *round, size_t pieces)
{
    for (size_t i = 0; i < pieces; i++) {
        arena_clear(&round->pieces[i].arena);
        enrolment_batch_clear(&round->batches[i]);
    }
}
