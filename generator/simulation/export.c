#include "export.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define FLUSH_AT (1u << 20)

/* Windows-1252 where it differs from Latin-1, as far as French needs it. */
static const struct {
    uint32_t character;
    unsigned char byte;
} windows_1252[] = {{0x2019, 0x92}, {0x0153, 0x9c}, {0x0152, 0x8c}, {0x20ac, 0x80}, {0x2013, 0x96}, {0x2026, 0x85}};

/* The text is valid UTF-8: our own. */
static uint32_t next_character(struct str text, size_t *at)
{
    unsigned char first = (unsigned char)text.ptr[(*at)++];
    if (first < 0x80)
        return first;
    int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    uint32_t character = first & (0x3fu >> more);
    while (more-- > 0)
        character = character << 6 | ((unsigned char)text.ptr[(*at)++] & 0x3fu);
    return character;
}

static unsigned char to_windows_1252(uint32_t character)
{
    if (character < 0x80 || (character >= 0xa0 && character <= 0xff))
        return (unsigned char)character;
    for (size_t i = 0; i < sizeof windows_1252 / sizeof *windows_1252; i++)
        if (windows_1252[i].character == character)
            return windows_1252[i].byte;
    return '?';
}

/* UTF-8 in another encoding; characters that Windows-1252 has not become '?'. */
static void encode(struct buf *out, struct str text, enum export_encoding encoding)
{
    if (encoding == ENCODING_UTF_8 || encoding == ENCODING_UTF_8_MARKED) {
        buf_add(out, text);
        return;
    }
    for (size_t at = 0; at < text.len;) {
        uint32_t character = next_character(text, &at);
        if (encoding == ENCODING_WINDOWS_1252) {
            buf_byte(out, (char)to_windows_1252(character));
        } else { /* little-endian; our texts stay in the basic plane */
            buf_byte(out, (char)(character & 0xff));
            buf_byte(out, (char)(character >> 8 & 0xff));
        }
    }
}

static void put(struct export *export, struct str bytes)
{
    if (export->file && !export->failed && fwrite(bytes.ptr, 1, bytes.len, export->file) != bytes.len)
        export->failed = errno;
}

static void flush(struct export *export)
{
    if (export->style.encoding == ENCODING_UTF_8 || export->style.encoding == ENCODING_UTF_8_MARKED) {
        put(export, buf_str(&export->rows));
    } else {
        struct buf encoded;
        buf_init(&encoded, NULL);
        encode(&encoded, buf_str(&export->rows), export->style.encoding);
        put(export, buf_str(&encoded));
        buf_clear(&encoded);
    }
    buf_reset(&export->rows);
}

void export_open(struct export *export, const char *folder, const char *name, struct export_style style)
{
    *export = (struct export){.style = style};
    int len = snprintf(export->path, sizeof export->path, "%s/%s", folder, name);
    buf_init(&export->rows, NULL);
    if (len < 0 || (size_t)len >= sizeof export->path)
        export->failed = ENAMETOOLONG;
    else if (!(export->file = fopen(export->path, "wbxe")))
        export->failed = errno;
    if (style.encoding == ENCODING_UTF_8_MARKED || style.encoding == ENCODING_UTF_16)
        buf_text(&export->rows, "\xef\xbb\xbf"); /* U+FEFF */
}

static bool needs_quotes(const struct export *export, struct str cell)
{
    bool found = false; /* no early end: most cells have nothing to find */
    for (size_t i = 0; i < cell.len; i++)
        found |=
            cell.ptr[i] == export->style.delimiter || cell.ptr[i] == '"' || cell.ptr[i] == '\n' || cell.ptr[i] == '\r';
    return found;
}

static void add_cell(struct export *export, struct str cell)
{
    if (!needs_quotes(export, cell)) {
        buf_add(&export->rows, cell);
        return;
    }
    buf_byte(&export->rows, '"');
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.ptr[i] == '"')
            buf_byte(&export->rows, '"');
        buf_byte(&export->rows, cell.ptr[i]);
    }
    buf_byte(&export->rows, '"');
}

void export_row(struct export *export, const struct str *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_byte(&export->rows, export->style.delimiter);
        add_cell(export, cells[i]);
    }
    buf_add(&export->rows, export->style.crlf ? STR("\r\n") : STR("\n"));
    export->row_count++;
    if (export->rows.len >= FLUSH_AT)
        flush(export);
}

bool export_close(struct export *export, struct error *err)
{
    flush(export);
    if (export->file && fclose(export->file) != 0 && !export->failed)
        export->failed = errno;
    buf_clear(&export->rows);
    errno = export->failed;
    return !export->failed || error_errno(err, "write", export->path);
}
