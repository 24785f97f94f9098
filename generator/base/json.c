#include "gencarto/base/json.h"

#include "gencarto/base/number.h"
#include "gencarto/base/text.h"

static void write_byte(struct buf *out, char c)
{
    if ((unsigned char)c < 0x20 || c == 0x7F)
        buf_format(out, "\\u%04x", (unsigned)c);
    else if (c == '"' || c == '\\')
        buf_format(out, "\\%c", c);
    else
        buf_byte(out, c);
}

void json_write_text(struct buf *out, struct str text)
{
    buf_byte(out, '"');
    while (text.len) {
        size_t valid = 0;
        bool whole = text_is_utf8(text, &valid);
        for (size_t i = 0; i < valid; i++)
            write_byte(out, text.ptr[i]);
        if (!whole)
            buf_text(out, "\\ufffd");
        text = str_slice(text, valid + 1, text.len);
    }
    buf_byte(out, '"');
}

void json_write_value(struct buf *out, struct value value)
{
    switch (value.type) {
    case VALUE_NULL:
        buf_text(out, "null");
        break;
    case VALUE_INT:
        buf_int(out, value.integer);
        break;
    case VALUE_REAL:
        number_write(out, value.real);
        break;
    case VALUE_TEXT:
        json_write_text(out, value.text);
        break;
    }
}
