/* labels*.csv: what happened to labels. */
#include "gencarto/compile/ingest/readers.h"

struct labels {
    struct reading *reading;
    struct vocabulary events;
    struct label_row *rows;
    size_t count, capacity;
};

static void read_row(struct row *row, void *context)
{
    struct labels *labels = context;
    struct str event = STR("");
    bool is_repaired;
    struct label_row label = {.training = training_ids_find(&labels->reading->trainings, row->scratch,
                                                            row_cell(row, LABEL_TRAINING), &is_repaired),
                              .day = row_date(row, LABEL_DAY),
                              .file = (uint32_t)labels->reading->input->file_count,
                              .line = row->record->line};
    if (label.training == NAME_INDEX_NONE) {
        row_report(row, RULE_UNKNOWN_TRAINING, LABEL_TRAINING, NULL);
    } else if (is_repaired) {
        row_report(row, RULE_REFERENCE_REPAIRED, LABEL_TRAINING, NULL);
    }
    if (label.day == DATE_NONE && !row->is_set_aside) {
        row_report(row, RULE_VALUE_MISSING, LABEL_DAY, NULL);
    }
    const struct vocabulary_form *form = row_code(row, LABEL_EVENT, &labels->events, RULE_UNKNOWN_VALUE);
    if (form) {
        event = form->code;
    } else if (!row->is_set_aside) {
        row_report(row, RULE_VALUE_MISSING, LABEL_EVENT, "labellisation, audit, renouvellement or retrait");
    }
    if (row->is_set_aside) {
        return;
    }
    label.event = event;
    label.reason = row_text(row, LABEL_REASON);
    if (labels->count == labels->capacity) {
        size_t capacity = labels->capacity > 0 ? labels->capacity * 2 : 256;
        labels->rows =
            arena_grow(labels->reading->arena, labels->rows, labels->count * sizeof(label), capacity * sizeof(label));
        labels->capacity = capacity;
    }
    labels->rows[labels->count++] = label;
}

bool readers_labels(struct reading *reading, struct error *err)
{
    struct labels labels = {.reading = reading};
    vocabulary_init(&labels.events, reading->arena, "evenement", &reading->input->programme);
    if (!readers_each_row(reading, TABLE_LABELS, read_row, &labels, err)) {
        return false;
    }
    reading->input->labels = labels.rows;
    reading->input->label_count = labels.count;
    return true;
}
