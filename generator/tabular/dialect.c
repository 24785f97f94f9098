#include "gencarto/tabular/dialect.h"

#include "gencarto/tabular/dialect_sample.h"
#include "gencarto/tabular/file_kind.h"
#include "gencarto/tabular/records.h"
#include "gencarto/tabular/wrapped_line.h"

#define BEGINNING_BYTES (size_t)(1024 * 1024) /* of a large file, and of parts of the rest of it */
#define PART_BYTES      (size_t)(64 * 1024)
#define LONGEST_LINE    (size_t)(4 * RECORD_BYTES)
#define DECODED_PIECE   (size_t)(256 * 1024)
#define DECODER_ROOM    (DECODED_PIECE / 8 + 256) /* that the decoder asks for beyond what it needs */

bool dialect_wish_encoding(const struct encoding_scan *scan, struct str wish, enum encoding *out_encoding)
{
    static const struct {
        struct str name;
        enum encoding encoding;
    } names[] = {
        {STR_INIT("UTF-8"), ENCODING_UTF_8},         {STR_INIT("windows-1252"), ENCODING_WINDOWS_1252},
        {STR_INIT("macintosh"), ENCODING_MACINTOSH}, {STR_INIT("IBM850"), ENCODING_IBM850},
        {STR_INIT("UTF-16LE"), ENCODING_UTF_16LE},   {STR_INIT("UTF-16BE"), ENCODING_UTF_16BE},
        {STR_INIT("UTF-16"), ENCODING_UTF_16LE},     {STR_INIT("ISO-8859-15"), ENCODING_ISO_8859_15},
    };
    *out_encoding = encoding_decide(scan);
    if (scan->has_signature || wish.len == 0) {
        return true;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_equal_ascii_case(wish, names[i].name)) {
            bool is_found = str_equal(wish, STR("UTF-16")) && *out_encoding == ENCODING_UTF_16BE;
            *out_encoding = is_found ? ENCODING_UTF_16BE : names[i].encoding;
            return true;
        }
    }
    return false;
}

/* No record is longer than a line of so many bytes: it is found before all that text is decoded into memory. */
static bool check_line_lengths(const char *name, struct str raw, struct error *err)
{
    for (size_t at = 0; raw.len - at > LONGEST_LINE; at += LONGEST_LINE) {
        struct str piece = str_slice(raw, at, at + LONGEST_LINE);
        if (str_index(piece, '\n', 0) == piece.len && str_index(piece, '\r', 0) == piece.len) {
            struct encoding_scan before;
            encoding_scan_text(&before, str_slice(raw, 0, at));
            return error_set(err, ERROR_INPUT,
                             "%s:%lld: a line above %d MiB; is a quotation mark not closed, or is this no text?", name,
                             (long long)(before.lf + before.crlf + before.cr + 1), (int)(LONGEST_LINE >> 20));
        }
    }
    return true;
}

/* Bytes of the decoded text at most: a unit of UTF-16, a byte of Windows-1252 and the sign for what is neither are up
 * to three. Pages that are not written cost nothing. */
static size_t decoded_most(const struct encoding_scan *scan, size_t len, enum encoding encoding)
{
    size_t zeros = (size_t)(scan->zeros[0] + scan->zeros[1]);
    size_t most = encoding >= ENCODING_UTF_16LE ? len / 2 * 3
                                                : len + 2 * (zeros + (size_t)scan->invalid) + 8 * (size_t)scan->foreign;
    return most + DECODER_ROOM;
}

static bool decode(struct arena *arena, const char *name, const struct encoding_scan *scan, struct str raw,
                   struct dialect *dialect, struct str *out_text, struct error *err)
{
    raw = str_slice(raw, encoding_signature_len(scan), raw.len);
    if (encoding_is_plain(scan) && dialect->encoding == ENCODING_UTF_8) {
        *out_text = raw;
        return true;
    }
    struct decoder *decoder =
        check_line_lengths(name, raw, err) ? decoder_open(dialect->encoding, dialect->is_mixed, err) : NULL;
    if (!decoder) {
        return false;
    }
    struct buf text;
    buf_init(&text, arena);
    buf_reserve(&text, decoded_most(scan, raw.len, dialect->encoding));
    for (size_t at = 0; at < raw.len; at += DECODED_PIECE) {
        decoder_add(decoder, str_slice(raw, at, at + DECODED_PIECE), raw.len - at <= DECODED_PIECE, &text);
    }
    dialect->undecodable = decoder_undecodable(decoder);
    decoder_close(decoder);
    *out_text = buf_str(&text);
    return true;
}

bool dialect_is_prepared(const struct dialect *dialect)
{
    return !delimiter_is_long(&dialect->written) && !dialect->is_wrapped && dialect->fixed_width.count == 0 &&
           dialect->drawing != DRAWING_FRAMED;
}

size_t dialect_prepare(const struct dialect *dialect, struct buf *text, size_t from, bool is_last)
{
    if (dialect->fixed_width.count > 0) {
        return fixed_width_cut(&dialect->fixed_width, text, from, is_last);
    }
    if (dialect->drawing == DRAWING_FRAMED) {
        return drawn_table_open(text, from, is_last);
    }
    return dialect->is_wrapped ? wrapped_line_open(text, from, is_last)
                               : delimiter_replace(&dialect->written, text, from, is_last);
}

int dialect_cell_at(const struct dialect *dialect, struct str raw, size_t at)
{
    int column = dialect->drawing == DRAWING_FRAMED ? 0 : 1;
    bool is_quoted = false;
    size_t begin = at;
    while (begin > 0 && raw.ptr[begin - 1] != '\n' && raw.ptr[begin - 1] != '\r') {
        begin--;
    }
    if (dialect->fixed_width.count > 0) {
        return fixed_width_cell_at(&dialect->fixed_width, at - begin);
    }
    struct str delimiter = delimiter_text(&dialect->written);
    for (size_t i = begin; i < at; i++) {
        is_quoted = is_quoted != (dialect->quote && raw.ptr[i] == dialect->quote);
        column += !is_quoted && str_starts(str_slice(raw, i, at), delimiter);
    }
    return column > 0 ? column : 1;
}

/* With the stand-in of a long delimiter, and its lines out of their quotes. */
static struct str replaced(struct arena *arena, const struct dialect *dialect, struct str text)
{
    struct buf copy;
    if (dialect_is_prepared(dialect)) {
        return text;
    }
    buf_init(&copy, arena);
    buf_reserve(&copy, text.len);
    buf_add(&copy, text);
    dialect_prepare(dialect, &copy, 0, true);
    return buf_str(&copy);
}

bool dialect_detect(struct arena *arena, const char *name, struct str raw, const struct dialect_wish *wish,
                    struct dialect *out_dialect, struct str *out_text, struct error *err)
{
    struct encoding_scan scan;
    encoding_scan_text(&scan, raw);
    return dialect_detect_scanned(arena, name, raw, &scan, wish, out_dialect, out_text, err);
}

static bool find_encoding(const char *name, struct str raw, const struct encoding_scan *scan, struct str wish,
                          struct dialect *dialect, struct error *err)
{
    if (!file_kind_check_is_text(name, raw, err)) {
        return false;
    }
    if (!dialect_wish_encoding(scan, wish, &dialect->encoding)) {
        return error_set(err, ERROR_INPUT, "%s: the encoding %.*s is not known", name, STR_ARGS(wish));
    }
    dialect->has_signature = scan->has_signature;
    dialect->line_ends = encoding_line_ends(scan);
    dialect->is_mixed =
        wish.len > 0 ? dialect->encoding == ENCODING_UTF_8 && scan->invalid > 0 : encoding_is_mixed(scan);
    return true;
}

/* The cell of the first byte that is not UTF-8, once the delimiter is known. */
static void find_mixed_place(struct dialect *dialect, const struct encoding_scan *scan, struct str raw)
{
    if (dialect->is_mixed) {
        dialect->mixed_line = scan->first_invalid_line;
        dialect->mixed_column = dialect_cell_at(dialect, raw, encoding_first_invalid(raw));
    }
}

bool dialect_detect_scanned(struct arena *arena, const char *name, struct str raw, const struct encoding_scan *scan,
                            const struct dialect_wish *wish, struct dialect *out_dialect, struct str *out_text,
                            struct error *err)
{
    struct dialect dialect = {.columns = 0};
    struct str text;
    if (!find_encoding(name, raw, scan, wish->encoding, &dialect, err) ||
        !decode(arena, name, scan, raw, &dialect, &text, err)) {
        return false;
    }
    dialect_find(text, wish, &dialect, NULL);
    text = replaced(arena, &dialect, text);
    find_mixed_place(&dialect, scan, raw);
    *out_dialect = dialect;
    *out_text = text;
    return true;
}

/* ---- in parts ------------------------------------------------------------------------------------------------- */

/* About `size` bytes of the file from `from` on, decoded. */
static bool decode_part(const struct dialect *dialect, struct str raw, size_t from, size_t size, struct buf *out,
                        struct error *err)
{
    size_t unit = dialect->encoding >= ENCODING_UTF_16LE ? 2 : 1;
    struct decoder *decoder = decoder_open(dialect->encoding, dialect->is_mixed, err);
    if (decoder) {
        from -= from % unit;
        decoder_add(decoder, str_slice(raw, from, from + size), true, out);
    }
    decoder_close(decoder);
    return decoder != NULL;
}

static bool find_in_parts(struct str raw, const struct dialect_wish *wish, struct dialect *dialect, struct error *err)
{
    struct buf parts[1 + DIALECT_SPREAD];
    struct dialect_sample sample = {.count = 0};
    bool done = true;
    for (size_t i = 0; i <= DIALECT_SPREAD; i++) {
        buf_init(&parts[i], NULL);
    }
    done = decode_part(dialect, raw, 0, BEGINNING_BYTES, &parts[0], err);
    for (size_t i = 0; i < DIALECT_SPREAD && done; i++) {
        size_t rest = raw.len - BEGINNING_BYTES;
        done = decode_part(dialect, raw, BEGINNING_BYTES + rest / DIALECT_SPREAD * i, PART_BYTES, &parts[1 + i], err);
    }
    if (done) {
        sample = dialect_sample_of(buf_str(&parts[0]));
        sample.is_whole = false;
        for (size_t i = 1; i <= DIALECT_SPREAD; i++) {
            dialect_sample_add_part(&sample, buf_str(&parts[i]));
        }
        for (size_t i = 1; i <= DIALECT_SPREAD; i++) {
            dialect_sample_add_marked(&sample, buf_str(&parts[i]));
        }
        dialect_find_in(&sample, wish, dialect, NULL);
    }
    for (size_t i = 0; i <= DIALECT_SPREAD; i++) {
        buf_clear(&parts[i]);
    }
    return done;
}

bool dialect_detect_in_parts(const char *name, struct str raw, const struct encoding_scan *scan,
                             const struct dialect_wish *wish, struct dialect *out_dialect, struct error *err)
{
    struct dialect dialect = {.columns = 0};
    struct str text = str_slice(raw, encoding_signature_len(scan), raw.len);
    if (!find_encoding(name, raw, scan, wish->encoding, &dialect, err)) {
        return false;
    }
    if (text.len <= BEGINNING_BYTES || (encoding_is_plain(scan) && dialect.encoding == ENCODING_UTF_8)) {
        struct arena scratch;
        struct str decoded;
        arena_init_private(&scratch);
        bool done = decode(&scratch, name, scan, raw, &dialect, &decoded, err);
        if (done) {
            dialect_find(decoded, wish, &dialect, NULL);
        }
        arena_clear(&scratch);
        if (!done) {
            return false;
        }
    } else if (!find_in_parts(text, wish, &dialect, err)) {
        return false;
    }
    find_mixed_place(&dialect, scan, raw);
    *out_dialect = dialect;
    return true;
}
