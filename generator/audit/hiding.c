/* What a page, a figure, a sheet or a script may carry without showing it: comments, metadata, data of its own. */
#include "gencarto/base/number.h"
#include "markup.h"
#include "reader.h"

static void tell(struct figures *figures, struct str place, struct str what, const char *found)
{
    figures_fault(figures, (struct audit_fault){STR("hidden-in-markup"), place, what, str_from(found),
                                                STR("nothing that is not shown")});
}

static bool is_one_of(struct str name, const struct str *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (str_equal(name, names[i])) {
            return true;
        }
    }
    return false;
}

#define IS_ONE_OF(name, names) is_one_of((name), (names), sizeof(names) / sizeof *(names))

/* --- declarations --- */

/* Our writers drop comments and instructions; the only declarations are those at the start. */
static void read_declarations(struct figures *figures, struct str place, struct str content)
{
    for (size_t at = str_index(content, '<', 0); at + 1 < content.len; at = str_index(content, '<', at + 1)) {
        struct str rest = str_slice(content, at, content.len);
        if (str_starts(rest, STR("<!--"))) {
            tell(figures, place, STR("comment"), "a comment");
        } else if (str_starts(rest, STR("<!")) && !str_starts(rest, STR("<!DOCTYPE html>"))) {
            tell(figures, place, STR("declaration"), "a declaration");
        } else if (str_starts(rest, STR("<?")) && at > 3) {
            tell(figures, place, STR("instruction"), "an instruction");
        }
    }
}

/* --- ids and names --- */

static bool has_digit(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9') {
            return true;
        }
    }
    return false;
}

static bool is_word_byte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

static bool is_year(struct str digits)
{
    return digits.len == 4 && (str_starts(digits, STR("19")) || str_starts(digits, STR("20")));
}

/* An id with a number of three digits or more, but for a year, is there for what refers to it. */
static void read_id(struct figures *figures, struct str place, struct str content, struct str id)
{
    size_t from = 0;
    for (size_t i = 0; i <= id.len; i++) {
        bool is_digit = i < id.len && id.ptr[i] >= '0' && id.ptr[i] <= '9';
        struct str digits = str_slice(id, from, i);
        from = is_digit ? from : i + 1;
        if (is_digit || digits.len < 3 || is_year(digits)) {
            continue;
        }
        size_t count = 0; /* itself, and what names it: "#id", aria-labelledby */
        for (size_t at = str_find(content, id, 0); count < 2 && at < content.len; at = str_find(content, id, at + 1)) {
            bool has_ends = at > 0 && at + id.len < content.len;
            count += has_ends && !is_word_byte(content.ptr[at - 1]) && !is_word_byte(content.ptr[at + id.len]);
        }
        if (count < 2) {
            tell(figures, place, id, "a number in an id that nothing refers to");
        }
        return;
    }
}

/* What `head` says of a page; a crawler's other names, "keywords" and its like, nobody reads. */
static const struct str known_meta[] = {
    STR_INIT("viewport"),    STR_INIT("description"), STR_INIT("generator"), STR_INIT("robots"),
    STR_INIT("theme-color"), STR_INIT("author"),      STR_INIT("referrer"),  STR_INIT("color-scheme"),
};

static void read_meta(struct figures *figures, struct str place, const struct tag *tag)
{
    struct str name, said;
    if (markup_attribute(tag->attributes, STR("name"), &name) && !IS_ONE_OF(name, known_meta) &&
        markup_attribute(tag->attributes, STR("content"), &said) && has_digit(said)) {
        tell(figures, place, name, "a number for no reader");
    }
}

/* --- elements --- */

static void read_script(struct figures *figures, struct str place, struct str content, const struct tag *tag)
{
    struct str type = STR(""), source;
    markup_attribute(tag->attributes, STR("type"), &type);
    if (str_equal(type, STR("application/ld+json"))) {
        read_json(figures, place, markup_content(content, tag));
    } else if (!markup_attribute(tag->attributes, STR("src"), &source) || markup_content(content, tag).len > 0) {
        tell(figures, place, STR("script"), "a script of its own");
    }
}

static void read_element(struct figures *figures, struct str place, struct str content, const struct tag *tag)
{
    static const struct str hidden[] = {
        STR_INIT("metadata"), STR_INIT("foreignObject"), STR_INIT("template"), STR_INIT("object"),
        STR_INIT("embed"),    STR_INIT("iframe"),        STR_INIT("animate"),  STR_INIT("set")};
    if (str_equal(tag->name, STR("script"))) {
        read_script(figures, place, content, tag);
    } else if (IS_ONE_OF(tag->name, hidden)) {
        tell(figures, place, tag->name, "an element that is not shown");
    } else if (str_equal(tag->name, STR("meta"))) {
        read_meta(figures, place, tag);
    }
    struct str id;
    if (markup_attribute(tag->attributes, STR("id"), &id)) {
        read_id(figures, place, content, id);
    }
}

/* --- attributes --- */

/* Numbers in them are codes, or counts of what is public. */
static const struct str known_data[] = {
    STR_INIT("data-cell"),  STR_INIT("data-l"),         STR_INIT("data-territory"),
    STR_INIT("data-kind"),  STR_INIT("data-trainings"), STR_INIT("data-training"),
    STR_INIT("data-inset"), STR_INIT("data-filter"),    STR_INIT("data-count"),
};

static void read_value(struct figures *figures, struct str place, struct str name, struct str value)
{
    double number;
    struct shown_number shown;
    if (number_parse_decimal(value, &number) && figures_parse(value, &shown) &&
        (!figures_is_multiple(figures, number) || !known_has_number(&figures->known, number))) {
        figures_fault(figures, (struct audit_fault){STR("unexplained-number"), place, name, value,
                                                    STR("a figure of public.sqlite")});
    }
}

/* Digits of three places or more in a class are no name of a style. */
static void read_class(struct figures *figures, struct str place, struct str class)
{
    size_t digits = 0;
    for (size_t i = 0; i < class.len; i++) {
        digits = class.ptr[i] >= '0' && class.ptr[i] <= '9' ? digits + 1 : 0;
        if (digits == 3) {
            tell(figures, place, class, "a number in a class");
        }
    }
}

static void read_attribute(struct figures *figures, struct str place, bool has_cell, struct str name, struct str value)
{
    bool is_data = str_starts(name, STR("data-"));
    if (str_equal(name, STR("class"))) {
        read_class(figures, place, value);
    } else if (str_equal(name, STR("style")) && has_digit(value)) {
        tell(figures, place, name, "a number in a style");
    } else if (str_starts(name, STR("on")) && name.len > 4) {
        tell(figures, place, name, "a script of its own");
    } else if (str_equal(name, STR("value")) || (is_data && !has_cell && !IS_ONE_OF(name, known_data))) {
        read_value(figures, place, name, value);
    }
}

static void read_attributes(struct figures *figures, struct str place, struct str attributes)
{
    struct str cell;
    bool has_cell = markup_attribute(attributes, STR("data-cell"), &cell); /* its other data are read as the cell's */
    for (size_t at = str_find(attributes, STR("=\""), 0); at < attributes.len;) {
        size_t from = at, to = str_index(attributes, '"', at + 2);
        while (from > 0 && attributes.ptr[from - 1] != ' ' && attributes.ptr[from - 1] != '"' &&
               attributes.ptr[from - 1] != '\n') {
            from--;
        }
        read_attribute(figures, place, has_cell, str_slice(attributes, from, at), str_slice(attributes, at + 2, to));
        at = str_find(attributes, STR("=\""), to + 1);
    }
}

void read_hiding(struct figures *figures, struct str place, struct str content)
{
    struct tag tag;
    read_declarations(figures, place, content);
    for (size_t at = 0; markup_next_tag(content, at, &tag); at = tag.to) {
        if (!tag.is_end) {
            read_element(figures, place, content, &tag);
            read_attributes(figures, place, tag.attributes);
        }
    }
}

/* --- sheets and scripts --- */

/* A sheet and a script are the same whatever the figures are: they name no territory, training or cell. */
static void read_names(struct figures *figures, struct str place, struct str content)
{
    for (size_t i = 0; i < figures->slug_count; i++) {
        struct str slug = figures->slugs[i];
        for (size_t at = str_find(content, slug, 0); at < content.len; at = str_find(content, slug, at + 1)) {
            bool is_word = (at == 0 || !is_word_byte(content.ptr[at - 1])) &&
                           (at + slug.len == content.len || !is_word_byte(content.ptr[at + slug.len]));
            if (is_word) {
                tell(figures, place, slug, "the name of a territory");
                break;
            }
        }
    }
}

/* The text that a sheet adds to a page. */
static void read_contents(struct figures *figures, struct str place, struct str content)
{
    static const struct str property = STR_INIT("content:");
    for (size_t at = str_find(content, property, 0); at < content.len; at = str_find(content, property, at + 1)) {
        struct str text = str_slice(content, at + property.len, str_index(content, ';', at));
        text = str_slice(text, 0, str_index(text, '}', 0));
        for (size_t i = 0; i < text.len; i++) {
            bool is_code =
                i > 0 && (text.ptr[i - 1] == '\\' || is_word_byte(text.ptr[i - 1])); /* "\2192" is an arrow */
            if (text.ptr[i] >= '0' && text.ptr[i] <= '9' && !is_code) {
                tell(figures, place, str_trim(text), "a number");
                break;
            }
        }
    }
}

void read_asset(struct figures *figures, struct str place, struct str content)
{
    bool is_own = str_starts(place, STR("assets/")) || str_equal(place, STR("robots.txt"));
    if (!is_own) {
        read_unknown(figures, place, content);
    }
    read_prose(figures, place, content);
    read_names(figures, place, content);
    if (str_ends(place, STR(".css"))) {
        read_contents(figures, place, content);
        for (size_t at = str_find(content, STR("[data-territory="), 0); at < content.len; at = content.len) {
            tell(figures, place, STR("data-territory"), "a rule of one territory");
        }
    }
    if (!str_starts(place, STR("assets/fonts/"))) { /* licences name their authors */
        read_identity(figures, place, content);
    }
}

/* --- fonts, and files of the templates that are copied as they are --- */

void read_font(struct figures *figures, struct str place, struct str content)
{
    size_t length = 0;
    for (size_t i = 8; i < 12 && i < content.len; i++) {
        length = length << 8 | (unsigned char)content.ptr[i];
    }
    if (!str_starts(content, STR("wOF2")) || length != content.len) {
        figures_fault(figures, (struct audit_fault){STR("unknown-bytes"), place, STR("the file"),
                                                    STR("bytes after the font"), STR("none")});
    }
}

void read_unknown(struct figures *figures, struct str place, struct str content)
{
    static const struct str kinds[] = {STR_INIT("\xff\xd8\xff"), STR_INIT("GIF8"), STR_INIT("RIFF"), STR_INIT("wOFF"),
                                       STR_INIT("OTTO")};
    bool is_asset = str_starts(place, STR("assets/"));
    for (size_t i = 0; is_asset && i < sizeof kinds / sizeof *kinds; i++) {
        if (str_starts(content, kinds[i])) {
            return;
        }
    }
    if (!str_equal(place, STR("README.md"))) { /* the owner's own, kept beside the site */
        figures_fault(figures, (struct audit_fault){STR("unknown-file"), place, STR("the file"),
                                                    STR("no kind that is read"), STR("what gencarto publishes")});
    }
}
