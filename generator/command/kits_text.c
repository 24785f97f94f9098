#include "kits_text.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

static bool must_be_quoted(const struct dialect *dialect, char quote, struct str cell)
{
    for (size_t i = 0; i < cell.len; i++)
        if (cell.ptr[i] == quote || cell.ptr[i] == '\n' || cell.ptr[i] == '\r' || cell.ptr[i] == '"')
            return true;
    if (str_find(cell, delimiter_text(&dialect->written), 0) < cell.len)
        return true;
    return cell.len > 0 && (cell.ptr[0] == ' ' || cell.ptr[cell.len - 1] == ' ');
}

static bool is_of_fixed_width(const struct dialect *dialect)
{
    return dialect->fixed_width.count > 0;
}

/* Without line ends: nothing quotes them. */
static void write_on_one_line(struct buf *out, struct str cell)
{
    for (size_t i = 0; i < cell.len; i++)
        buf_byte(out, cell.ptr[i] == '\n' || cell.ptr[i] == '\r' ? ' ' : cell.ptr[i]);
}

void kits_text_cell(struct buf *out, const struct dialect *dialect, struct str cell, bool is_first)
{
    char quote = dialect->quote ? dialect->quote : '"';
    char escape = dialect->escape == ESCAPE_BACKSLASH ? '\\' : quote;
    if (is_of_fixed_width(dialect)) {
        buf_text(out, is_first ? "" : (const char[]){DELIMITER_STAND_IN, '\0'});
        write_on_one_line(out, cell);
        return;
    }
    if (!is_first)
        buf_add(out, delimiter_text(&dialect->written));
    if (!must_be_quoted(dialect, quote, cell)) {
        buf_add(out, cell);
        return;
    }
    buf_byte(out, quote);
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.ptr[i] == quote || (escape == '\\' && cell.ptr[i] == '\\'))
            buf_byte(out, escape);
        buf_byte(out, cell.ptr[i]);
    }
    buf_byte(out, quote);
}

static const char *line_end_of(const struct dialect *dialect)
{
    return dialect->line_ends == LINE_ENDS_CRLF ? "\r\n" : dialect->line_ends == LINE_ENDS_CR ? "\r" : "\n";
}

void kits_text_end_line(struct buf *out, const struct dialect *dialect)
{
    buf_text(out, is_of_fixed_width(dialect) ? "\n" : line_end_of(dialect));
}

struct str kits_text_align(struct arena *arena, struct str text, const struct dialect *dialect)
{
    struct buf lines, out;
    struct str line;
    if (!is_of_fixed_width(dialect))
        return text;
    buf_init(&lines, arena);
    buf_init(&out, arena);
    fixed_width_lay_out(text, &lines);
    for (struct str rest = buf_str(&lines); rest.len > 0; rest = str_slice(rest, line.len + 1, rest.len)) {
        line = str_slice(rest, 0, str_index(rest, '\n', 0));
        buf_add(&out, line);
        buf_text(&out, line_end_of(dialect));
    }
    return buf_str(&out);
}

void kits_text_sign(struct buf *out, const struct dialect *dialect)
{
    if (!dialect->has_signature)
        return;
    switch (dialect->encoding) {
    case ENCODING_UTF_8:
        buf_add(out, STR("\xEF\xBB\xBF"));
        break;
    case ENCODING_UTF_16LE:
        buf_add(out, STR("\xFF\xFE"));
        break;
    case ENCODING_UTF_16BE:
        buf_add(out, STR("\xFE\xFF"));
        break;
    case ENCODING_WINDOWS_1252:
    case ENCODING_MACINTOSH:
    case ENCODING_IBM850:
    case ENCODING_ISO_8859_15:
        break;
    }
}

/* For a character that the encoding has not got: an apostrophe for the typographic one of our own words, which the
 * encodings of DOS and ISO-8859-15 lack, else a question mark. */
static char stand_in(const char *character, size_t len)
{
    return str_starts((struct str){character, len}, STR("\u2019")) ? '\'' : '?';
}

/* Its bytes are passed over. */
static void skip_character(char **in, size_t *in_len, char **to, size_t *room, bool is_wide, bool is_little)
{
    char mark = stand_in(*in, *in_len);
    do {
        ++*in;
        --*in_len;
    } while (*in_len > 0 && ((unsigned char)**in & 0xC0) == 0x80);
    const char wide[2] = {is_little ? mark : '\0', is_little ? '\0' : mark};
    size_t len = is_wide ? 2 : 1;
    memcpy(*to, is_wide ? wide : &mark, len);
    *to += len;
    *room -= len;
}

bool kits_text_encode(struct buf *out, struct str text, const struct dialect *dialect, struct error *err)
{
    iconv_t converter = iconv_open(encoding_name(dialect->encoding), "UTF-8");
    if (converter == (iconv_t)-1)
        return error_set(err, ERROR_SYSTEM, "the system cannot write %s", encoding_name(dialect->encoding));
    bool is_little = dialect->encoding == ENCODING_UTF_16LE,
         is_wide = is_little || dialect->encoding == ENCODING_UTF_16BE;
    buf_reserve(out, text.len * 2 + 8);
    char *in = (char *)(uintptr_t)text.ptr, *to = out->ptr + out->len;
    size_t in_len = text.len, room = text.len * 2 + 8, before = room;
    while (in_len > 0 && iconv(converter, &in, &in_len, &to, &room) == (size_t)-1 && errno == EILSEQ)
        skip_character(&in, &in_len, &to, &room, is_wide, is_little);
    out->len += before - room;
    iconv_close(converter);
    return true;
}
