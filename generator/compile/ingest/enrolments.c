/* inscriptions*.csv: rows about persons. Nothing here keeps a name, an identifier or a text of a row. */
#include "gencarto/compile/ingest/enrolment_parser.h"
#include "gencarto/compile/ingest/readers.h"
#include "gencarto/compile/ingest/reception.h"

struct enrolments {
    struct reading *reading;
    struct enrolment_parser parser;
    struct reception reception;
    struct name_index learners;
    uint32_t unnamed_learners;
    struct enrolment_row *rows;
    size_t count, capacity;
};

/* ---- rows ----------------------------------------------------------------------------------------------------- */

/* Numbers of persons without a pseudonym count down from the top; they are put after the others at the end. */
static uint32_t number_learner(struct enrolments *enrolments, struct str pseudonym)
{
    bool is_new;
    return pseudonym.len > 0 ? name_index_add(&enrolments->learners, pseudonym, &is_new)
                             : UINT32_MAX - enrolments->unnamed_learners++;
}

/* The replaced row stays in its place, without a training, until all files are read. */
static void keep(struct enrolments *enrolments, struct str id, const struct enrolment_row *e)
{
    struct input *input = enrolments->reading->input;
    uint32_t replaced = reception_keep(&enrolments->reception, id, input->file_count, enrolments->count);
    if (replaced != RECEPTION_NEW) {
        input->files[input->file_count].rows_replaced++;
        enrolments->rows[replaced].training = INDEX_NONE;
    }
    if (enrolments->count == enrolments->capacity) {
        size_t capacity = enrolments->capacity > 0 ? enrolments->capacity * 2 : 4096;
        enrolments->rows = arena_grow(enrolments->reading->arena, enrolments->rows, enrolments->count * sizeof(*e),
                                      capacity * sizeof(*e));
        enrolments->capacity = capacity;
    }
    enrolments->rows[enrolments->count++] = *e;
}

static void read_row(struct row *row, void *context)
{
    struct enrolments *enrolments = context;
    const struct input *input = enrolments->reading->input;
    size_t file = input->file_count;
    struct str id = row_cell(row, ENROLMENT_ID);
    struct enrolment_row e;
    if (id.len > 0 && reception_is_twice(&enrolments->reception, id, file)) {
        row_report(row, RULE_ID_DUPLICATE, ENROLMENT_ID, NULL);
    }
    if (enrolment_parse(&enrolments->parser, row, &input->files[file], &e)) {
        e.learner = number_learner(enrolments, row_cell(row, ENROLMENT_LEARNER));
        e.file = (uint16_t)file;
        keep(enrolments, id, &e);
    }
}

/* ---- the table ------------------------------------------------------------------------------------------------ */

static void init(struct enrolments *enrolments, struct reading *reading)
{
    *enrolments = (struct enrolments){.reading = reading};
    enrolment_parser_init(&enrolments->parser, reading->arena, reading->input, &reading->trainings);
    reception_init(&enrolments->reception);
    name_index_init(&enrolments->learners);
}

/* Drops replaced rows and numbers the learners that are left, 0.. in the order of their first row. */
static void finish(struct enrolments *enrolments)
{
    struct input *input = enrolments->reading->input;
    uint32_t named = enrolments->learners.count;
    struct buf numbers; /* uint32_t each: new number + 1 of a named learner */
    buf_init(&numbers, NULL);
    for (uint32_t i = 0, zero = 0; i < named; i++) {
        buf_add(&numbers, (struct str){(const char *)&zero, sizeof(zero)});
    }
    uint32_t *new_numbers = (uint32_t *)(void *)numbers.ptr, next = 0;
    size_t kept = 0;
    for (size_t i = 0; i < enrolments->count; i++) {
        struct enrolment_row e = enrolments->rows[i];
        if (e.training == INDEX_NONE) {
            continue;
        }
        if (e.learner >= named) {
            e.learner = next++;
        } else {
            if (new_numbers[e.learner] == 0) {
                new_numbers[e.learner] = ++next;
            }
            e.learner = new_numbers[e.learner] - 1;
        }
        enrolments->rows[kept++] = e;
    }
    buf_clear(&numbers);
    input->enrolments = enrolments->rows;
    input->enrolment_count = kept;
    input->learner_count = next;
}

bool readers_enrolments(struct reading *reading, struct error *err)
{
    struct enrolments *enrolments = arena_one(reading->arena, struct enrolments); /* the memos are large */
    init(enrolments, reading);
    size_t before = reading->input->file_count;
    bool ok = readers_each_row(reading, TABLE_ENROLMENTS, read_row, enrolments, err);
    if (ok) {
        finish(enrolments);
        reading->input->has_enrolments = reading->input->file_count > before;
    }
    reception_clear(&enrolments->reception);
    name_index_clear(&enrolments->learners);
    return ok;
}
