#include "cursor.h"

#include <assert.h>

struct cursor cursor_start(struct str source)
{
    struct cursor cursor = {source, 0, 1, 1};
    if (str_starts(source, STR("\xEF\xBB\xBF"))) {
        cursor.at = 3;
    }
    return cursor;
}

void cursor_advance(struct cursor *cursor, size_t target)
{
    if (target > cursor->source.len) {
        target = cursor->source.len;
    }
    for (; cursor->at < target; cursor->at++) {
        unsigned char c = (unsigned char)cursor->source.ptr[cursor->at];
        if (c == '\n') {
            cursor->line++;
            cursor->column = 1;
        } else if ((c & 0xC0) != 0x80) {
            cursor->column++;
        }
    }
}

bool cursor_sees(const struct cursor *cursor, struct str what)
{
    return str_starts(str_slice(cursor->source, cursor->at, cursor->source.len), what);
}

void cursor_skip_past(struct cursor *cursor, struct str end)
{
    cursor_advance(cursor, str_find(cursor->source, end, cursor->at) + end.len);
}

bool cursor_skip_section(struct cursor *cursor, bool cdata)
{
    static const struct {
        struct str start, end;
    } sections[] = {
        {STR_INIT("<!--"), STR_INIT("-->")},
        {STR_INIT("<?"), STR_INIT("?>")},
        {STR_INIT("<![CDATA["), STR_INIT("]]>")},
    };
    for (size_t i = 0; i < (cdata ? 3 : 2); i++) {
        if (cursor_sees(cursor, sections[i].start)) {
            cursor_advance(cursor, cursor->at + sections[i].start.len);
            cursor_skip_past(cursor, sections[i].end);
            return true;
        }
    }
    return false;
}

bool cursor_is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

void cursor_skip_blanks(struct cursor *cursor)
{
    while (cursor->at < cursor->source.len && cursor_is_blank(cursor->source.ptr[cursor->at])) {
        cursor_advance(cursor, cursor->at + 1);
    }
}

void cursor_skip_to_tag(struct cursor *cursor)
{
    for (;;) {
        cursor_advance(cursor, str_index(cursor->source, '<', cursor->at));
        if (cursor_skip_section(cursor, true)) {
            continue;
        }
        if (!cursor_sees(cursor, STR("<!"))) {
            return;
        }
        cursor_skip_past(cursor, STR(">")); /* the document type */
    }
}

void cursor_write_utf8(struct buf *out, unsigned c)
{
    if (c < 0x80) {
        buf_byte(out, (char)c);
    } else if (c < 0x800) {
        buf_byte(out, (char)(0xC0 | (c >> 6)));
        buf_byte(out, (char)(0x80 | (c & 0x3F)));
    } else {
        assert(c < 0x10000);
        buf_byte(out, (char)(0xE0 | (c >> 12)));
        buf_byte(out, (char)(0x80 | ((c >> 6) & 0x3F)));
        buf_byte(out, (char)(0x80 | (c & 0x3F)));
    }
}
