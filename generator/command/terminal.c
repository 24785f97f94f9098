#include "terminal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "gencarto/base/file.h"
#include "gencarto/base/text.h"
#include "gencarto/base/typography.h"

#define COLUMNS_LEAST 20 /* fewer are a mistake */
#define REPLACEMENT   "\uFFFD"

bool terminal_print(struct str text, struct error *err)
{
    return file_put(STDOUT_FILENO, text) || errno == EPIPE || error_errno(err, "write", "standard output");
}

void terminal_tell(struct str text)
{
    file_put(STDERR_FILENO, text);
}

bool terminal_is_interactive(void)
{
    const char *kind = getenv("TERM");
    return isatty(STDERR_FILENO) && kind && strcmp(kind, "dumb") != 0;
}

/* Of valid UTF-8. */
static void write_valid(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        bool is_c1 = c == 0xC2 && (unsigned char)text.ptr[i + 1] < 0xA0;
        bool is_none = c == 0xEF && (unsigned char)text.ptr[i + 1] == 0xBF && (unsigned char)text.ptr[i + 2] >= 0xBE;
        if (is_none)
            buf_text(out, REPLACEMENT);
        else
            buf_byte(out, c < 0x20 || c == 0x7F || is_c1 ? ' ' : (char)c);
        i += is_none ? 2 : is_c1;
    }
}

struct screen terminal_screen(void)
{
    struct winsize size;
    if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < COLUMNS_LEAST)
        return (struct screen){0, 0};
    return (struct screen){size.ws_col, size.ws_row};
}

void terminal_write_plain(struct buf *out, struct str text)
{
    while (text.len) {
        size_t valid;
        bool is_whole = text_is_utf8(text, &valid);
        write_valid(out, str_slice(text, 0, valid));
        if (!is_whole)
            buf_text(out, REPLACEMENT);
        text = str_slice(text, valid + 1, text.len);
    }
}

void terminal_write_delimiter(struct buf *out, struct str delimiter)
{
    static const struct {
        struct str delimiter;
        const char *word;
    } words[] = {{STR_INIT(""), "none"}, {STR_INIT("\t"), "tab"}, {STR_INIT(" "), "space"}, {STR_INIT(","), "comma"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_equal(delimiter, words[i].delimiter)) {
            buf_text(out, words[i].word);
            return;
        }
    }
    for (size_t i = 0; i < delimiter.len; i++) {
        unsigned char c = (unsigned char)delimiter.ptr[i];
        if (c < 0x20 || c == 0x7F)
            buf_format(out, "U+%04X", (unsigned)c);
        else
            buf_byte(out, (char)c);
    }
}

void terminal_write_count(struct buf *out, int64_t count)
{
    typography_int(out, count, LANGUAGE_EN);
}

void terminal_write_plural(struct buf *out, int64_t count, const char *singular)
{
    terminal_write_count(out, count);
    buf_format(out, " %s%s", singular, count == 1 ? "" : "s");
}

size_t terminal_width(struct str text)
{
    return text_length(text);
}

static void fill(struct buf *out, size_t count)
{
    while (count--)
        buf_byte(out, ' ');
}

void terminal_write_folded(struct buf *out, struct str text, size_t used, size_t indent, size_t columns)
{
    struct str rest = text, word;
    size_t column = used;
    for (bool first = true; str_split(&rest, ' ', &word); first = false) {
        size_t width = terminal_width(word);
        if (!first && columns > 0 && column + 1 + width > columns) {
            buf_byte(out, '\n');
            fill(out, indent);
            column = indent;
        } else if (!first) {
            buf_byte(out, ' ');
            column++;
        }
        terminal_write_plain(out, word);
        column += width;
    }
    buf_byte(out, '\n');
}

void terminal_write_wrapped(struct buf *out, struct str text, size_t indent)
{
    terminal_write_folded(out, text, indent, indent, TERMINAL_COLUMNS);
}

void terminal_write_pad(struct buf *out, size_t start, size_t width)
{
    size_t used = terminal_width(str_slice(buf_str(out), start, out->len));
    fill(out, used < width ? width - used : 1);
}
