/* labels*.csv: what happened to labels. */
#include "gencarto/compile/ingest/readers.h"

struct labels {
    struct reading *reading;
    struct vocabulary events;
    struct buf rows; /* struct label_row each */
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
    buf_add(&labels->rows, (struct str){(const char *)&label, sizeof(label)});
}

bool readers_labels(struct reading *reading, struct error *err)
{
    struct labels labels = {.reading = reading};
    buf_init(&labels.rows, NULL);
    vocabulary_init(&labels.events, reading->arena, "evenement", &reading->input->programme);
    bool ok = readers_each_row(reading, TABLE_LABELS, read_row, &labels, err);
    reading->input->label_count = labels.rows.len / sizeof(struct label_row);
    reading->input->labels = buf_settle(&labels.rows, reading->arena);
    return ok;
}
