/* Reads the signs and names that expressions are made of. */
#include <string.h>

#include "compiler.h"

struct reader reader_start(struct compiler *compiler, struct str text, size_t offset)
{
    return (struct reader){.compiler = compiler, .text = text, .start = {compiler->source, offset, 0}};
}

struct spot reader_spot(const struct reader *reader, size_t at)
{
    struct spot spot = reader->start;
    spot.index += at;
    return spot;
}

bool byte_is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool byte_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool byte_is_name(char c)
{
    return byte_is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

char reader_peek(const struct reader *reader)
{
    return reader->at < reader->text.len ? reader->text.ptr[reader->at] : '\0';
}

void reader_skip_blanks(struct reader *reader)
{
    while (reader->at < reader->text.len && byte_is_blank(reader->text.ptr[reader->at])) {
        reader->at++;
    }
}

bool reader_end(struct reader *reader)
{
    reader_skip_blanks(reader);
    return reader->at >= reader->text.len;
}

static struct str unread(const struct reader *reader)
{
    return str_slice(reader->text, reader->at, reader->text.len);
}

bool reader_take(struct reader *reader, const char *sign)
{
    reader_skip_blanks(reader);
    if (!str_starts(unread(reader), str_from(sign))) {
        return false;
    }
    reader->at += strlen(sign);
    return true;
}

bool reader_take_word(struct reader *reader, const char *word)
{
    size_t from = reader->at;
    struct str name = reader_name(reader);
    if (str_equal(name, str_from(word))) {
        return true;
    }
    reader->at = from;
    return false;
}

struct str reader_name(struct reader *reader)
{
    reader_skip_blanks(reader);
    size_t from = reader->at;
    if (byte_is_digit(reader_peek(reader))) {
        return STR("");
    }
    while (reader->at < reader->text.len && byte_is_name(reader->text.ptr[reader->at])) {
        reader->at++;
    }
    return str_slice(reader->text, from, reader->at);
}

/* What stands at the reader, for messages. */
static const char *found(struct reader *reader)
{
    if (reader_end(reader)) {
        return "the end";
    }
    struct str rest = unread(reader);
    size_t end = 1;
    while (end < rest.len && end < 20 &&
           (byte_is_name(rest.ptr[end]) || ((unsigned char)rest.ptr[end] & 0xC0) == 0x80)) {
        end++;
    }
    return str_format(reader->compiler->arena, "\"%.*s\"", (int)end, rest.ptr).ptr;
}

bool reader_expected(struct reader *reader, const char *what, struct error *err)
{
    const char *seen = found(reader);
    struct spot spot = reader_spot(reader, reader->at);
    return spot_error(err, &spot, "found %s, expected %s", seen, what);
}
