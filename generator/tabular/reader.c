#include "gencarto/tabular/reader.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "gencarto/tabular/dialect_sample.h"
#include "gencarto/tabular/file_kind.h"

#define PIECE_BYTES  (64 * 1024)
#define LAYOUT_BYTES (size_t)(1024 * 1024) /* looked at for a table that is not in the beginning */

/* A record and what stands before it. */
struct ahead {
    struct tolerant_record record;
    struct outline outline;
    int64_t line;
    bool is_there;
};

struct reader {
    struct arena arena; /* of this struct */
    const char *path;
    FILE *file;
    struct reader_summary summary;
    struct decoder *decoder;
    char piece[PIECE_BYTES];
    struct buf before_invalid; /* in the piece, up to the first byte that is not UTF-8 */
    struct buf text;           /* decoded and not yet read: from `at` on */
    size_t at;
    size_t known;  /* what stands after it may be a part of what has to be prepared */
    bool is_whole; /* nothing follows `text` */
    int64_t line;  /* of `at` */
    struct ahead records[2];
    int current; /* of `records`: the one given last */
    struct layout_walk walk;
    struct error failure; /* of the record ahead, told after the current one is given */
};

/* ---- bytes ---------------------------------------------------------------------------------------------------- */

static bool read_piece(struct reader *reader, struct str *out_piece, struct error *err)
{
    size_t len = fread(reader->piece, 1, sizeof reader->piece, reader->file);
    if (len < sizeof reader->piece && ferror(reader->file)) {
        return error_errno(err, "read", reader->path);
    }
    *out_piece = (struct str){reader->piece, len};
    return true;
}

static bool open_file(struct reader *reader, FILE *stream, struct error *err)
{
    struct stat status;
    reader->file = stream;
    if (stream) {
        return true;
    }
    if (stat(reader->path, &status) != 0) {
        return errno == ENOENT ? error_set(err, ERROR_INPUT, "%s: no such file", reader->path)
                               : error_errno(err, "open", reader->path);
    }
    if (!S_ISREG(status.st_mode)) { /* to open a pipe that nobody writes to would be to wait for ever */
        return error_set(err, ERROR_INPUT,
                         S_ISDIR(status.st_mode)
                             ? "%s: a folder; give one CSV file (gencarto check reads an input folder)"
                             : "%s: not a regular file; it is read twice, so save it as a file and give that",
                         reader->path);
    }
    reader->file = fopen(reader->path, "rb");
    return reader->file || error_errno(err, "open", reader->path);
}

/* The first pass. */
static bool scan_file(struct reader *reader, struct error *err)
{
    struct encoding_scan *scan = &reader->summary.scan;
    struct str piece;
    encoding_scan_begin(scan);
    do {
        if (!read_piece(reader, &piece, err) ||
            (scan->bytes == 0 && !file_kind_check_is_text(reader->path, piece, err))) {
            return false;
        }
        bool was_valid = scan->first_invalid_line == 0;
        encoding_scan_add(scan, piece);
        if (was_valid && scan->first_invalid_line > 0) {
            buf_add(&reader->before_invalid, str_slice(piece, 0, encoding_first_invalid(piece)));
        }
    } while (piece.len == sizeof reader->piece);
    encoding_scan_end(scan);
    rewind(reader->file);
    return true;
}

/* ---- text ----------------------------------------------------------------------------------------------------- */

/* As the readers take it, once the dialect is found: the text that was not looked at before. */
static void prepare(struct reader *reader)
{
    reader->known = dialect_prepare(&reader->summary.dialect, &reader->text, reader->known, reader->is_whole);
}

/* More text after what is not yet read. */
static bool fill(struct reader *reader, struct error *err)
{
    struct str piece;
    size_t left = reader->text.len - reader->at;
    if (reader->at > 0) {
        memmove(reader->text.ptr, reader->text.ptr + reader->at, left);
        reader->text.len = left;
        reader->known -= reader->at;
        reader->at = 0;
    }
    size_t wanted = left < PIECE_BYTES ? PIECE_BYTES : left; /* doubled, so that a long record costs no square */
    for (size_t got = 0; got < wanted && !reader->is_whole; got += piece.len) {
        bool is_first = ftell(reader->file) == 0;
        if (!read_piece(reader, &piece, err)) {
            return false;
        }
        struct str bytes =
            is_first ? str_slice(piece, encoding_signature_len(&reader->summary.scan), piece.len) : piece;
        reader->is_whole = piece.len < sizeof reader->piece;
        decoder_add(reader->decoder, bytes, reader->is_whole, &reader->text);
        reader->summary.dialect.undecodable = decoder_undecodable(reader->decoder);
    }
    prepare(reader);
    return true;
}

static struct str rest_of(const struct reader *reader)
{
    return str_slice(buf_str(&reader->text), reader->at, reader->known);
}

static bool find_encoding(struct reader *reader, const struct dialect_wish *wish, struct error *err)
{
    struct reader_summary *summary = &reader->summary;
    struct dialect *dialect = &summary->dialect;
    if (!dialect_wish_encoding(&summary->scan, wish->encoding, &dialect->encoding)) {
        return error_set(err, ERROR_INPUT, "the encoding %.*s is not known", STR_ARGS(wish->encoding));
    }
    dialect->has_signature = summary->scan.has_signature;
    dialect->is_mixed = wish->encoding.len > 0 ? dialect->encoding == ENCODING_UTF_8 && summary->scan.invalid > 0
                                               : encoding_is_mixed(&summary->scan);
    dialect->mixed_line = dialect->is_mixed ? summary->scan.first_invalid_line : 0;
    dialect->line_ends = encoding_line_ends(&summary->scan);
    reader->decoder = decoder_open(dialect->encoding, dialect->is_mixed, err);
    return reader->decoder != NULL;
}

/* A part of the file from about `offset` on, decoded into `text`. */
static bool read_part(struct reader *reader, long offset, struct buf *text, struct error *err)
{
    const struct dialect *dialect = &reader->summary.dialect;
    struct str piece;
    long unit = dialect->encoding >= ENCODING_UTF_16LE ? 2 : 1;
    struct decoder *decoder = decoder_open(dialect->encoding, dialect->is_mixed, err);
    bool read =
        decoder && fseek(reader->file, offset - offset % unit, SEEK_SET) == 0 && read_piece(reader, &piece, err);
    if (read) {
        decoder_add(decoder, piece, true, text);
    }
    decoder_close(decoder);
    return read || error_errno(err, "read", reader->path);
}

/* The dialect from the beginning, which is read already, and from pieces all over the rest. */
static bool find_dialect(struct reader *reader, const struct dialect_wish *wish, bool explains, struct error *err)
{
    struct reader_summary *summary = &reader->summary;
    struct dialect_sample sample = dialect_sample_of(rest_of(reader));
    struct buf pieces[DIALECT_SPREAD];
    long at = ftell(reader->file), rest = (long)summary->scan.bytes - at;
    bool done = at >= 0;
    sample.is_whole = sample.is_whole && reader->is_whole;
    for (long i = 0; i < DIALECT_SPREAD; i++) {
        buf_init(&pieces[i], NULL);
        if (done && rest > 0) {
            done = read_part(reader, at + rest / DIALECT_SPREAD * i, &pieces[i], err);
            dialect_sample_add_part(&sample, buf_str(&pieces[i]));
        }
    }
    for (size_t i = 0; i < DIALECT_SPREAD && rest > 0; i++) {
        dialect_sample_add_marked(&sample, buf_str(&pieces[i]));
    }
    if (done) {
        dialect_find_in(&sample, wish, &summary->dialect, explains ? &summary->search : NULL);
        summary->dialect.mixed_column =
            dialect_cell_at(&summary->dialect, buf_str(&reader->before_invalid), reader->before_invalid.len);
    }
    for (size_t i = 0; i < DIALECT_SPREAD; i++) {
        buf_clear(&pieces[i]);
    }
    reader->known = 0;
    prepare(reader);
    return done && (fseek(reader->file, at, SEEK_SET) == 0 || error_errno(err, "read", reader->path));
}

/* The layout, of more text when the table is not in the beginning. */
static bool find_layout(struct reader *reader, int header_rows, struct error *err)
{
    struct reader_summary *summary = &reader->summary;
    layout_find(&summary->dialect, rest_of(reader), header_rows, &summary->layout);
    if (summary->layout.columns == summary->dialect.columns || reader->is_whole) {
        return true;
    }
    while (!reader->is_whole && rest_of(reader).len < LAYOUT_BYTES) {
        if (!fill(reader, err)) {
            return false;
        }
    }
    layout_find(&summary->dialect, rest_of(reader), header_rows, &summary->layout);
    return true;
}

/* As much as the dialect is found in. */
static bool fill_beginning(struct reader *reader, struct error *err)
{
    bool done = fill(reader, err) && fill(reader, err);
    while (done && !reader->is_whole && rest_of(reader).len < dialect_sample_beginning(rest_of(reader))) {
        done = fill(reader, err);
    }
    return done;
}

static bool begin(struct reader *reader, const struct reader_options *options, struct error *err)
{
    struct reader_summary *summary = &reader->summary;
    if (!open_file(reader, options->stream, err) || !scan_file(reader, err) ||
        !find_encoding(reader, &options->wish, err) || !fill_beginning(reader, err) ||
        !find_dialect(reader, &options->wish, options->explains, err) ||
        !find_layout(reader, options->header_rows, err)) {
        return false;
    }
    reader->at = dialect_text_begin(&summary->dialect, rest_of(reader));
    reader->line = summary->dialect.has_separator_line ? 2 : 1;
    reader->walk.layout = &summary->layout;
    return true;
}

struct reader *reader_open(const char *path, const struct reader_options *options, struct error *err)
{
    struct arena arena;
    arena_init_private(&arena);
    struct reader *reader = arena_one(&arena, struct reader);
    reader->arena = arena;
    reader->path = path;
    reader->current = -1;
    buf_init(&reader->text, NULL);
    buf_init(&reader->before_invalid, NULL);
    tolerant_init(&reader->records[0].record);
    tolerant_init(&reader->records[1].record);
    if (!begin(reader, options, err)) {
        reader_close(reader);
        return NULL;
    }
    return reader;
}

void reader_close(struct reader *reader)
{
    if (!reader) {
        return;
    }
    if (reader->file) {
        fclose(reader->file);
    }
    decoder_close(reader->decoder);
    buf_clear(&reader->text);
    buf_clear(&reader->before_invalid);
    tolerant_clear(&reader->records[0].record);
    tolerant_clear(&reader->records[1].record);
    struct arena arena = reader->arena;
    arena_clear(&arena);
}

const struct reader_summary *reader_summary(const struct reader *reader)
{
    return &reader->summary;
}

/* ---- records -------------------------------------------------------------------------------------------------- */

/* To the next line that is not blank; `*out_blank`: some were. */
static bool skip_blank_lines(struct reader *reader, bool *out_blank, struct error *err)
{
    const struct dialect *dialect = &reader->summary.dialect;
    for (;;) {
        struct str rest = rest_of(reader);
        size_t blank = tolerant_blank_line(dialect, rest, reader->is_whole);
        if (blank > 0) {
            reader->at += blank;
            reader->line++;
            *out_blank = true;
        } else if (!reader->is_whole && rest.len < PIECE_BYTES) {
            if (!fill(reader, err)) {
                return false;
            }
        } else {
            return true;
        }
    }
}

static bool refuse_large(const struct reader *reader, const struct tolerant_record *record, struct error *err)
{
    if (record->count == RECORD_FIELDS) {
        return error_set(err, ERROR_INPUT, "%s:%lld: the record that begins here has more than %d cells", reader->path,
                         (long long)reader->line, RECORD_FIELDS);
    }
    return error_set(err, ERROR_INPUT,
                     "%s:%lld: the record that begins here has a cell above 1 MiB or is larger than 4 MiB; is a "
                     "quotation mark not closed?",
                     reader->path, (long long)reader->line);
}

static bool read_record(struct reader *reader, struct ahead *ahead, struct error *err)
{
    size_t columns = reader->walk.table ? reader->walk.columns : reader->summary.layout.columns;
    for (;;) {
        struct str rest = rest_of(reader);
        enum tolerant_step step =
            tolerant_read(&reader->summary.dialect, rest, reader->is_whole, columns, &ahead->record);
        if (step == TOLERANT_LARGE || (step == TOLERANT_MORE && reader->is_whole)) {
            return refuse_large(reader, &ahead->record, err);
        }
        if (step == TOLERANT_RECORD) {
            break;
        }
        if (!fill(reader, err)) {
            return false;
        }
    }
    ahead->line = reader->line;
    ahead->is_there = true;
    reader->at += ahead->record.len;
    reader->line += ahead->record.lines;
    return true;
}

/* The next record into `ahead`; none is there at the end, or where `err` says why. */
static void look_ahead(struct reader *reader, struct ahead *ahead, bool after_empty, struct error *err)
{
    bool is_after_blank = after_empty;
    ahead->is_there = false;
    if (!skip_blank_lines(reader, &is_after_blank, err) || rest_of(reader).len == 0 ||
        !read_record(reader, ahead, err)) {
        return;
    }
    ahead->outline = outline_of(ahead->record.cells, ahead->record.count, is_after_blank);
}

static void give(struct reader *reader, const struct ahead *current, const struct ahead *next,
                 struct reader_record *out_record)
{
    enum part part = layout_next(&reader->walk, &current->outline, next->is_there ? &next->outline : NULL);
    size_t columns = reader->walk.columns;
    *out_record = (struct reader_record){
        .cells = current->record.cells,
        .count = current->record.count,
        .line = current->line,
        .part = part,
        .table = reader->walk.table,
        .columns = columns,
        .fault = current->record.fault,
        .fault_cell = current->record.fault_cell,
        .is_ragged = (part == PART_DATA || part == PART_HEADER) && current->record.count != columns,
    };
}

enum reader_step reader_next(struct reader *reader, struct reader_record *out_record, struct error *err)
{
    if (reader->current < 0) {
        reader->current = 1;
        look_ahead(reader, &reader->records[0], false, &reader->failure);
    }
    struct ahead *current = &reader->records[1 - reader->current], *next = &reader->records[reader->current];
    reader->current = 1 - reader->current;
    if (!current->is_there) {
        next->is_there = false;
        return reader->failure.kind == ERROR_NONE
                   ? READER_END
                   : (error_set(err, reader->failure.kind, "%s", reader->failure.message), READER_FAILED);
    }
    look_ahead(reader, next, current->outline.filled == 0, &reader->failure);
    give(reader, current, next, out_record);
    return READER_RECORD;
}
