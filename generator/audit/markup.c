#include "markup.h"

#include "gencarto/base/buf.h"
#include "gencarto/base/number.h"

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

bool markup_next_tag(struct str text, size_t at, struct tag *out)
{
    for (size_t from = str_index(text, '<', at); from < text.len; from = str_index(text, '<', from + 1)) {
        size_t name = from + 1 + (from + 1 < text.len && text.ptr[from + 1] == '/');
        size_t end = name;
        while (end < text.len && is_name_byte(text.ptr[end])) {
            end++;
        }
        if (end == name) {
            continue;
        }
        size_t to = end;
        for (bool quoted = false; to < text.len && (quoted || text.ptr[to] != '>'); to++) {
            quoted = quoted != (text.ptr[to] == '"');
        }
        *out = (struct tag){str_slice(text, name, end), str_slice(text, end, to), name == from + 2, from,
                            to < text.len ? to + 1 : to};
        return true;
    }
    return false;
}

bool markup_attribute(struct str attributes, struct str name, struct str *out)
{
    for (size_t at = str_find(attributes, name, 0); at < attributes.len; at = str_find(attributes, name, at + 1)) {
        size_t value = at + name.len + 2;
        if (at > 0 && attributes.ptr[at - 1] == ' ' && value <= attributes.len &&
            str_equal(str_slice(attributes, at + name.len, value), STR("=\""))) {
            *out = str_slice(attributes, value, str_index(attributes, '"', value));
            return true;
        }
    }
    return false;
}

struct str markup_content(struct str text, const struct tag *open)
{
    struct tag tag;
    int depth = 1;
    if (str_ends(open->attributes, STR("/"))) {
        return STR("");
    }
    for (size_t at = open->to; markup_next_tag(text, at, &tag); at = tag.to) {
        if (str_equal(tag.name, open->name) && !str_ends(tag.attributes, STR("/"))) {
            depth += tag.is_end ? -1 : 1;
        }
        if (depth == 0) {
            return str_slice(text, open->to, tag.from);
        }
    }
    return str_slice(text, open->to, text.len);
}

struct str markup_plain(struct arena *arena, struct str markup)
{
    struct buf out;
    struct tag tag;
    size_t at = 0;
    buf_init(&out, arena);
    for (; markup_next_tag(markup, at, &tag); at = tag.to) {
        buf_add(&out, str_slice(markup, at, tag.from));
    }
    buf_add(&out, str_slice(markup, at, markup.len));
    return str_trim(buf_str(&out));
}

bool markup_number(struct str attributes, struct str name, double *out)
{
    struct str text;
    return markup_attribute(attributes, name, &text) && number_parse_decimal(text, out);
}
