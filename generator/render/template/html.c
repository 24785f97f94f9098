#include "html.h"

#include <string.h>

struct element_rule {
    struct str name;
    enum element_kind kind;
    const char *why;
};

static const struct element_rule ELEMENTS[] = {
    {STR_INIT("area"), ELEMENT_VOID, NULL},
    {STR_INIT("base"), ELEMENT_REFUSED, "it would turn every relative link"},
    {STR_INIT("br"), ELEMENT_VOID, NULL},
    {STR_INIT("col"), ELEMENT_VOID, NULL},
    {STR_INIT("embed"), ELEMENT_VOID, NULL},
    {STR_INIT("hr"), ELEMENT_VOID, NULL},
    {STR_INIT("img"), ELEMENT_VOID, NULL},
    {STR_INIT("input"), ELEMENT_VOID, NULL},
    {STR_INIT("link"), ELEMENT_VOID, NULL},
    {STR_INIT("meta"), ELEMENT_VOID, NULL},
    {STR_INIT("pre"), ELEMENT_SPACED, NULL},
    {STR_INIT("script"), ELEMENT_RAW, NULL},
    {STR_INIT("source"), ELEMENT_VOID, NULL},
    {STR_INIT("style"), ELEMENT_REFUSED, "the site's policy blocks it; put rules in a file of assets/"},
    {STR_INIT("text"), ELEMENT_SPACED, NULL}, /* of SVG */
    {STR_INIT("textarea"), ELEMENT_SPACED, NULL},
    {STR_INIT("track"), ELEMENT_VOID, NULL},
    {STR_INIT("wbr"), ELEMENT_VOID, NULL},
};

enum element_kind element_kind(struct str name, const char **out_why)
{
    for (size_t i = 0; i < sizeof ELEMENTS / sizeof ELEMENTS[0]; i++) {
        if (str_equal_ascii_case(ELEMENTS[i].name, name)) {
            *out_why = ELEMENTS[i].why;
            return ELEMENTS[i].kind;
        }
    }
    return ELEMENT_NORMAL;
}

struct attribute_rule {
    struct str name;
    enum attribute_kind kind;
    bool only_slots; /* refused with a slot only */
    const char *why;
};

static const struct attribute_rule ATTRIBUTES[] = {
    {STR_INIT("action"), ATTRIBUTE_URL, false, NULL},
    {STR_INIT("allowfullscreen"), ATTRIBUTE_BOOLEAN, false, NULL},
    {STR_INIT("async"), ATTRIBUTE_BOOLEAN, false, NULL},
    {STR_INIT("autofocus"), ATTRIBUTE_BOOLEAN, false, NULL},
    {STR_INIT("autoplay"), ATTRIBUTE_BOOLEAN, false, NULL},
    {STR_INIT("background"), ATTRIBUTE_URL, false, NULL},
    {STR_INIT("checked"), ATTRIBUTE_BOOLEAN, false, NULL},
    {STR_INIT("cite"), ATTRIBUTE_URL, false, NULL},
    {STR_INIT("controls"), ATTRIBUTE_BOOLEAN, false, NULL},
    {STR_INIT("data"), ATTRIBUTE_URL, false, NULL},
    {STR_INIT("default"), ATTRIBUTE_BOOLEAN, false, NULL},
    {STR_INIT("defer"), ATTRIBUTE_BOOLEAN, false, NULL},
    {STR_INIT("disabled"), ATTRIBUTE_BOOLEAN, false, NULL},
    {STR_INIT("formaction"), ATTRIBUTE_URL, false, NULL},
    {STR_INIT("formnovalidate"), ATTRIBUTE_BOOLEAN, false, NULL},
    {STR_INIT("hidden"), ATTRIBUTE_BOOLEAN, false, NULL},
    {STR_INIT("href"), ATTRIBUTE_URL, false, NULL},
    {STR_INIT("http-equiv"), ATTRIBUTE_REFUSED, true, "what it does must be readable in the template"},
    {STR_INIT("imagesrcset"), ATTRIBUTE_REFUSED, false, "a list of addresses is not followed; use src"},
    {STR_INIT("inert"), ATTRIBUTE_BOOLEAN, false, NULL},
    {STR_INIT("ismap"), ATTRIBUTE_BOOLEAN, false, NULL},
    {STR_INIT("itemscope"), ATTRIBUTE_BOOLEAN, false, NULL},
    {STR_INIT("longdesc"), ATTRIBUTE_URL, false, NULL},
    {STR_INIT("loop"), ATTRIBUTE_BOOLEAN, false, NULL},
    {STR_INIT("manifest"), ATTRIBUTE_URL, false, NULL},
    {STR_INIT("multiple"), ATTRIBUTE_BOOLEAN, false, NULL},
    {STR_INIT("muted"), ATTRIBUTE_BOOLEAN, false, NULL},
    {STR_INIT("nomodule"), ATTRIBUTE_BOOLEAN, false, NULL},
    {STR_INIT("novalidate"), ATTRIBUTE_BOOLEAN, false, NULL},
    {STR_INIT("open"), ATTRIBUTE_BOOLEAN, false, NULL},
    {STR_INIT("ping"), ATTRIBUTE_REFUSED, false, "it tells another site who reads"},
    {STR_INIT("playsinline"), ATTRIBUTE_BOOLEAN, false, NULL},
    {STR_INIT("poster"), ATTRIBUTE_URL, false, NULL},
    {STR_INIT("readonly"), ATTRIBUTE_BOOLEAN, false, NULL},
    {STR_INIT("required"), ATTRIBUTE_BOOLEAN, false, NULL},
    {STR_INIT("reversed"), ATTRIBUTE_BOOLEAN, false, NULL},
    {STR_INIT("selected"), ATTRIBUTE_BOOLEAN, false, NULL},
    {STR_INIT("src"), ATTRIBUTE_URL, false, NULL},
    {STR_INIT("srcdoc"), ATTRIBUTE_REFUSED, false, "it is a document inside an attribute"},
    {STR_INIT("srcset"), ATTRIBUTE_REFUSED, false, "a list of addresses is not followed; use src"},
    {STR_INIT("style"), ATTRIBUTE_REFUSED, false, "the site's policy blocks it; use a class and a file of assets/"},
    {STR_INIT("xlink:href"), ATTRIBUTE_URL, false, NULL},
};

static char lower_case(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

enum attribute_kind attribute_kind(struct str name, bool has_slot, const char **out_why)
{
    if (name.len > 2 && lower_case(name.ptr[0]) == 'o' && lower_case(name.ptr[1]) == 'n') {
        *out_why = "the site's policy blocks event attributes; put the code in a file of assets/";
        return ATTRIBUTE_REFUSED;
    }
    for (size_t i = 0; i < sizeof ATTRIBUTES / sizeof ATTRIBUTES[0]; i++) {
        const struct attribute_rule *rule = &ATTRIBUTES[i];
        if (str_equal_ascii_case(rule->name, name)) {
            *out_why = rule->why;
            return rule->only_slots && !has_slot ? ATTRIBUTE_PLAIN : rule->kind;
        }
    }
    return ATTRIBUTE_PLAIN;
}

/* ---- Escaping ---- */

void write_json_in_element(struct buf *out, struct str json)
{
    for (size_t from = 0; from < json.len;) {
        size_t next = str_index(json, '<', from);
        buf_add(out, str_slice(json, from, next));
        if (next < json.len) {
            buf_text(out, "\\u003c");
        }
        from = next + 1;
    }
}

/* ---- Addresses ---- */

static bool unreserved(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c != '\0' && strchr("-._~/@", c) != NULL);
}

void write_address_part(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (unreserved(text.ptr[i])) {
            buf_byte(out, text.ptr[i]);
        } else {
            buf_format(out, "%%%02X", (unsigned)(unsigned char)text.ptr[i]);
        }
    }
}

/* What stands before the first ':', unless a '/', '?' or '#' comes sooner: browsers read addresses so. */
static bool scheme_of(struct str address, struct str *out_scheme)
{
    for (size_t i = 0; i < address.len && strchr("/?#", address.ptr[i]) == NULL; i++) {
        if (address.ptr[i] == ':') {
            *out_scheme = str_slice(address, 0, i);
            return true;
        }
    }
    return false;
}

bool address_allowed(struct str address)
{
    static const struct str schemes[] = {STR_INIT("http"), STR_INIT("https"), STR_INIT("mailto")};
    for (size_t i = 0; i < address.len; i++) {
        unsigned char c = (unsigned char)address.ptr[i];
        if (c <= ' ' || c == 0x7F || c == '\\') {
            return false;
        }
    }
    struct str scheme;
    if (!scheme_of(address, &scheme)) {
        return !str_starts(address, STR("//"));
    }
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        if (str_equal_ascii_case(schemes[i], scheme)) {
            return true;
        }
    }
    return false;
}

/* The length of the folders that both paths start with, the last '/' included. */
static size_t common_folders(struct str a, struct str b)
{
    size_t common = 0;
    for (size_t i = 0; i < a.len && i < b.len && a.ptr[i] == b.ptr[i]; i++) {
        if (a.ptr[i] == '/') {
            common = i + 1;
        }
    }
    return common;
}

void write_relative_address(struct buf *out, struct str page_path, struct str address)
{
    static const struct str index = STR_INIT("index.html");
    size_t end = 1;
    while (end < address.len && address.ptr[end] != '?' && address.ptr[end] != '#') {
        end++;
    }
    struct str path = str_slice(address, 1, end), rest = str_slice(address, end, address.len);
    bool folder = path.len == 0 || str_ends(path, STR("/"));
    bool same = str_equal(page_path, path) || (folder && str_starts(page_path, path) &&
                                               str_equal(str_slice(page_path, path.len, page_path.len), index));
    if (same && str_starts(rest, STR("#"))) {
        buf_add(out, rest);
        return;
    }
    size_t common = common_folders(page_path, path);
    for (size_t i = common; i < page_path.len; i++) {
        if (page_path.ptr[i] == '/') {
            buf_add(out, STR("../"));
        }
    }
    buf_add(out, str_slice(path, common, path.len));
    buf_add(out, folder ? index : STR(""));
    buf_add(out, rest);
}
