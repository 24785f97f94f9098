#include "gencarto/compile/ingest/dialect.h"

#include <errno.h>
#include <iconv.h>

#include "gencarto/base/buf.h"
#include "gencarto/base/text.h"
#include "gencarto/compile/ingest/records.h"

#define SAMPLE_RECORDS 50
#define SAMPLE_BYTES   (256 * 1024)

static const char candidates[] = {';', ',', '\t', '|'}; /* the first wins a tie */

static const struct {
    enum encoding encoding;
    struct str mark;
} signatures[] = {
    {ENCODING_UTF_8, STR_INIT("\xef\xbb\xbf")},
    {ENCODING_UTF_16LE, STR_INIT("\xff\xfe")},
    {ENCODING_UTF_16BE, STR_INIT("\xfe\xff")},
};

const char *encoding_name(enum encoding encoding)
{
    static const char *const names[] = {"UTF-8", "windows-1252", "UTF-16LE", "UTF-16BE"};
    return names[encoding];
}

/* ---- encoding ------------------------------------------------------------------------------------------------- */

static int64_t line_at(struct str text, size_t at)
{
    int64_t line = 1;
    for (size_t i = str_index(text, '\n', 0); i < at; i = str_index(text, '\n', i + 1)) {
        line++;
    }
    return line;
}

/* Is there a sequence of UTF-8 among bytes that are not UTF-8 as a whole? Two bytes of Windows-1252 that look like one
 * are letters such as "Ã©", which no French text has. */
static bool has_utf8_sequence(struct str raw)
{
    size_t valid;
    while (!text_is_utf8(raw, &valid)) {
        for (size_t i = 0; i < valid; i++) {
            if ((unsigned char)raw.ptr[i] >= 0x80) {
                return true;
            }
        }
        raw = str_slice(raw, valid + 1, raw.len);
    }
    for (size_t i = 0; i < raw.len; i++) {
        if ((unsigned char)raw.ptr[i] >= 0x80) {
            return true;
        }
    }
    return false;
}

/* To UTF-8; what the encoding does not have becomes U+FFFD. */
static bool convert(struct arena *arena, struct dialect *dialect, struct str raw, struct str *out_text,
                    struct error *err)
{
    const char *name = encoding_name(dialect->encoding);
    size_t unit = dialect->encoding >= ENCODING_UTF_16LE ? 2 : 1;
    iconv_t conversion = iconv_open("UTF-8", name);
    if (conversion == (iconv_t)-1) {
        return error_set(err, ERROR_SYSTEM, "iconv knows no encoding %s", name);
    }
    struct buf text;
    buf_init(&text, arena);
    char *in = (char *)(uintptr_t)raw.ptr;
    size_t in_left = raw.len;
    while (in_left > 0) {
        buf_reserve(&text, in_left + in_left / 8 + 64);
        char *out = text.ptr + text.len;
        size_t out_left = text.capacity - text.len;
        size_t result = iconv(conversion, &in, &in_left, &out, &out_left);
        text.len = text.capacity - out_left;
        if (result == (size_t)-1 && errno != E2BIG) {
            size_t skipped = in_left < unit ? in_left : unit;
            dialect->undecodable++;
            buf_add(&text, STR("\xef\xbf\xbd"));
            in += skipped, in_left -= skipped;
        }
    }
    iconv_close(conversion);
    *out_text = buf_str(&text);
    return true;
}

static bool decode(struct arena *arena, const char *name, struct str raw, struct str wish, struct dialect *dialect,
                   struct str *out_text, struct error *err)
{
    for (size_t i = 0; i < sizeof(signatures) / sizeof(signatures[0]); i++) {
        if (str_starts(raw, signatures[i].mark)) {
            dialect->has_signature = true;
            dialect->encoding = signatures[i].encoding;
            raw = str_slice(raw, signatures[i].mark.len, raw.len);
            break;
        }
    }
    bool wants_utf8 = str_equal(wish, STR("UTF-8")) || (dialect->has_signature && dialect->encoding == ENCODING_UTF_8);
    if (!dialect->has_signature && str_equal(wish, STR("UTF-16"))) {
        dialect->encoding = ENCODING_UTF_16LE;
    }
    if (dialect->encoding >= ENCODING_UTF_16LE) {
        return convert(arena, dialect, raw, out_text, err);
    }
    size_t valid;
    bool is_utf8 = text_is_utf8(raw, &valid);
    if (!is_utf8 && wants_utf8) {
        return error_set(err, ERROR_INPUT, "%s:%lld: not UTF-8, although %s says so; export the file again", name,
                         (long long)line_at(raw, valid),
                         dialect->has_signature ? "its byte order mark" : "encodage in programme.xml");
    }
    if (is_utf8 && !str_equal(wish, STR("windows-1252"))) {
        dialect->encoding = ENCODING_UTF_8;
        *out_text = raw;
        return true;
    }
    dialect->encoding = ENCODING_WINDOWS_1252;
    dialect->is_mixed = !is_utf8 && has_utf8_sequence(raw);
    return convert(arena, dialect, raw, out_text, err);
}

/* ---- delimiter ------------------------------------------------------------------------------------------------ */

/* How well a delimiter fits: fields of the header when all records of the sample have as many, negative by the share
 * of those that have not, 0 when it cuts nothing. */
static double delimiter_score(struct str sample, const struct dialect *dialect, char delimiter)
{
    struct dialect tried = *dialect;
    tried.delimiter = delimiter;
    struct records *records = records_open("", sample, &tried);
    struct record record;
    struct error ignored = {0};
    size_t header = 0;
    int rows = 0, others = 0;
    for (enum records_step step = RECORDS_ROW; rows < SAMPLE_RECORDS; rows++) {
        step = records_next(records, &record, &ignored);
        if (step == RECORDS_END || step == RECORDS_FAILED) {
            break;
        }
        header = rows == 0 ? record.field_count : header;
        others += step == RECORDS_MALFORMED || record.field_count != header;
    }
    records_close(records);
    return header < 2 ? 0 : (double)header * (1 - (double)others / (rows > 0 ? rows : 1));
}

/* Whole lines from the beginning, at most SAMPLE_BYTES. */
static struct str sample_of(struct str text)
{
    if (text.len <= SAMPLE_BYTES) {
        return text;
    }
    size_t end = SAMPLE_BYTES;
    while (end > 0 && text.ptr[end - 1] != '\n') {
        end--;
    }
    return str_slice(text, 0, end > 0 ? end : SAMPLE_BYTES);
}

static char find_delimiter(struct str text, const struct dialect *dialect)
{
    struct str sample = sample_of(text);
    char best = candidates[0];
    double best_score = 0;
    for (size_t i = 0; i < sizeof(candidates); i++) {
        double score = delimiter_score(sample, dialect, candidates[i]);
        if (score > best_score) {
            best = candidates[i];
            best_score = score;
        }
    }
    return best;
}

/* "sep=;", as Excel writes and reads it. */
static bool separator_line(struct str text, char *out_delimiter)
{
    struct str line = str_slice(text, 0, str_index(text, '\n', 0));
    line = str_slice(line, 0, str_index(line, '\r', 0));
    if (line.len != 5 || !str_equal_ascii_case(str_slice(line, 0, 4), STR("sep="))) {
        return false;
    }
    *out_delimiter = line.ptr[4];
    return true;
}

bool dialect_detect(struct arena *arena, const char *name, struct str raw, const struct dialect_wish *wish,
                    struct dialect *out_dialect, struct str *out_text, struct error *err)
{
    struct dialect dialect = {.quote = '"'};
    struct str text;
    if (!decode(arena, name, raw, wish->encoding, &dialect, &text, err)) {
        return false;
    }
    size_t nul = str_index(text, '\0', 0);
    if (nul < text.len) {
        return error_set(err, ERROR_INPUT,
                         "%s:%lld: a zero byte: no text, or UTF-16 without its byte order mark (then declare "
                         "encodage=\"UTF-16\" in programme.xml)",
                         name, (long long)line_at(text, nul));
    }
    dialect.has_separator_line = separator_line(text, &dialect.delimiter);
    if (wish->delimiter) {
        dialect.delimiter = wish->delimiter;
    } else if (!dialect.has_separator_line) {
        dialect.delimiter = find_delimiter(text, &dialect);
    }
    *out_dialect = dialect;
    *out_text = text;
    return true;
}
