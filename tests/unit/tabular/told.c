#include "told.h"

#include "gencarto/base/file.h"

static void write_record(struct buf *out, const struct reader_record *record)
{
    static const char letters[PARTS] = {[PART_PREAMBLE] = 'p', [PART_HEADER] = 'h', [PART_DATA] = 'd',
                                        [PART_TOTAL] = 't',    [PART_NOTE] = 'n',   [PART_RULER] = 'r'};
    static const char faults[] = {
        [FAULT_NONE] = '\0',      [FAULT_STRAY_QUOTE] = 's',     [FAULT_QUOTE_IN_QUOTES] = 'q',
        [FAULT_OPEN_QUOTE] = 'o', [FAULT_OTHER_DELIMITER] = 'x', [FAULT_OTHER_QUOTE] = 'y'};
    buf_format(out, "%lld%c", (long long)record->line, letters[record->part]);
    if (record->is_ragged) {
        buf_byte(out, '!');
    }
    if (record->fault != FAULT_NONE) {
        buf_format(out, "%c%zu", faults[record->fault], record->fault_cell + 1);
    }
    buf_byte(out, '[');
    for (size_t i = 0; i < record->count; i++) {
        buf_text(out, i > 0 ? "/" : "");
        buf_add(out, record->cells[i]);
    }
    buf_byte(out, ']');
}

const char *told(struct arena *arena, const char *path, struct str bytes, const struct reader_options *options,
                 struct reader_summary *out_found, struct error *err)
{
    struct buf out;
    struct reader_record record;
    enum reader_step step;
    buf_init(&out, arena);
    struct reader *reader = file_write(path, bytes, err) ? reader_open(path, options, err) : NULL;
    if (!reader) {
        return "refused";
    }
    *out_found = *reader_summary(reader);
    while ((step = reader_next(reader, &record, err)) == READER_RECORD) {
        write_record(&out, &record);
    }
    buf_text(&out, step == READER_FAILED ? "?" : "");
    buf_byte(&out, '\0');
    reader_close(reader);
    return out.ptr;
}
