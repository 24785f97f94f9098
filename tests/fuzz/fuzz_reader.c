/* Any bytes, under a dialect that the first of them choose: the records of the streaming reader, written as RFC 4180,
 * read back as the same cells, and no byte of the file is lost from its sight. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "gencarto/base/file.h"
#include "gencarto/tabular/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition) {
        abort();
    }
}

static void write_cell(struct buf *out, struct str cell)
{
    struct str part;
    buf_byte(out, '"');
    for (bool first = true; str_split(&cell, '"', &part); first = false) {
        buf_text(out, first ? "" : "\"\"");
        buf_add(out, part);
    }
    buf_byte(out, '"');
}

/* The record written with quotes and commas is read as the same cells. */
static void read_back(const struct reader_record *record)
{
    static const struct dialect rfc4180 = {.written = {","}, .delimiter = ',', .quote = '"'};
    struct tolerant_record read;
    struct buf line;
    buf_init(&line, NULL);
    for (size_t i = 0; i < record->count; i++) {
        buf_text(&line, i ? "," : "");
        write_cell(&line, record->cells[i]);
    }
    buf_text(&line, "\r\n");
    tolerant_init(&read);
    require(tolerant_read(&rfc4180, buf_str(&line), true, record->count, &read) == TOLERANT_RECORD);
    require(read.count == record->count && read.fault == FAULT_NONE && read.len == line.len);
    for (size_t i = 0; i < read.count; i++) {
        require(str_equal(read.cells[i], record->cells[i]));
    }
    tolerant_clear(&read);
    buf_clear(&line);
}

static void read_file(const char *path, const struct reader_options *options)
{
    struct error err = {0};
    struct reader_record record;
    struct reader *reader = reader_open(path, options, &err);
    require(reader || err.kind != ERROR_NONE);
    if (!reader) {
        return;
    }
    int64_t line = 0;
    enum reader_step step;
    while ((step = reader_next(reader, &record, &err)) == READER_RECORD) {
        require(record.line > line && record.count > 0 && record.count <= RECORD_FIELDS);
        line = record.line;
        read_back(&record);
    }
    require((step == READER_FAILED) == (err.kind != ERROR_NONE));
    reader_close(reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct delimiter delimiters[] = {{""}, {";"}, {","}, {"\t"}, {"||"}, {"\xc2\xa7"}};
    static const char quotes[] = {QUOTE_FOUND, '"', '\'', QUOTE_NONE};
    static const struct str encodings[] = {STR_INIT(""),         STR_INIT("UTF-8"),    STR_INIT("windows-1252"),
                                           STR_INIT("UTF-16LE"), STR_INIT("UTF-16BE"), STR_INIT("macintosh")};
    if (size < 2) {
        return 0;
    }
    struct reader_options options = {.header_rows = data[0] % 5 - 1};
    options.wish.delimiter = delimiters[data[0] / 5 % (sizeof delimiters / sizeof *delimiters)];
    options.wish.quote = quotes[data[0] / 30 % sizeof quotes];
    options.wish.encoding = encodings[data[1] % (sizeof encodings / sizeof *encodings)];
    options.wish.has_escape = (data[1] & 64) != 0;
    options.wish.escape = (enum escape)(data[1] / 5 % 3);
    char path[64];
    struct error err = {0};
    /* A file of its own for each process: the reader reads files, twice. */
    snprintf(path, sizeof path, "/tmp/gencarto-fuzz-%ld", (long)getpid());
    if (file_write(path, (struct str){(const char *)data + 2, size - 2}, &err)) {
        read_file(path, &options);
        unlink(path);
    }
    return 0;
}
