/* PNG: what it carries besides the picture. */
#include <string.h>

#include "reader.h"
#include "stream.h"

static const char signature[] = "\x89PNG\r\n\x1a\n";

static uint32_t big_endian(struct str bytes, size_t at)
{
    uint32_t value = 0;
    for (size_t i = at; i < at + 4; i++) {
        value = value << 8 | (unsigned char)bytes.ptr[i];
    }
    return value;
}

static void unknown_bytes(struct figures *figures, struct str place, struct str what, size_t count)
{
    figures_fault(figures, (struct audit_fault){STR("unknown-bytes"), place, what,
                                                str_format(figures->arena, "%zu bytes", count), STR("none")});
}

/* Keyword, NUL, and the text; compressed in zTXt, and in iTXt after its flag, method, language and translated word. */
static void read_text(struct figures *figures, struct str place, struct str type, struct str data)
{
    size_t at = str_index(data, '\0', 0) + 1;
    bool is_compressed = str_equal(type, STR("zTXt"));
    struct str text;
    if (is_compressed) {
        at++;
    } else if (str_equal(type, STR("iTXt")) && at + 2 <= data.len) {
        is_compressed = data.ptr[at] == 1;
        at = str_index(data, '\0', str_index(data, '\0', at + 2) + 1) + 1;
    }
    text = str_slice(data, at, data.len);
    if (is_compressed && !stream_inflate(figures->arena, text, &text)) {
        unknown_bytes(figures, place, type, data.len);
        return;
    }
    read_prose(figures, place, text);
    traces_find(figures->traces, figures, place, text);
}

void read_picture(struct figures *figures, struct str place, struct str content)
{
    static const char known[] = "IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT bKGD pHYs ";
    static const char texts[] = "tEXt zTXt iTXt ";
    size_t at = sizeof signature - 1;
    bool ended = false;
    if (!str_starts(content, (struct str){signature, at})) {
        unknown_bytes(figures, place, STR("no PNG"), content.len);
        return;
    }
    while (!ended && at + 12 <= content.len) {
        size_t length = big_endian(content, at);
        struct str type = str_slice(content, at + 4, at + 8);
        struct str data = str_slice(content, at + 8, at + 8 + length);
        ended = str_equal(type, STR("IEND"));
        if (str_find(str_from(texts), type, 0) < sizeof texts - 1) {
            read_text(figures, place, type, data);
        } else if (str_find(str_from(known), type, 0) >= sizeof known - 1) {
            unknown_bytes(figures, place, type, length);
        }
        at += 12 + length;
    }
    if (!ended || at != content.len) {
        unknown_bytes(figures, place, STR("after the picture"), at < content.len ? content.len - at : 0);
    }
}
