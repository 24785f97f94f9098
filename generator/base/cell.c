#include "gencarto/base/cell.h"

#include <assert.h>

#include "gencarto/base/number.h"

static const char *const kind_names[ENTITY_KINDS] = {
    [ENTITY_COUNTRY] = "country",     [ENTITY_REGION] = "region",     [ENTITY_DEPARTMENT] = "department",
    [ENTITY_STRUCTURE] = "structure", [ENTITY_TRAINING] = "training",
};

const char *entity_kind_name(enum entity_kind kind)
{
    assert((unsigned)kind < ENTITY_KINDS);
    return kind_names[kind];
}

bool entity_kind_parse(struct str name, enum entity_kind *out_kind)
{
    for (int i = 0; i < ENTITY_KINDS; i++)
        if (str_equal(name, str_from(kind_names[i]))) {
            *out_kind = (enum entity_kind)i;
            return true;
        }
    return false;
}

const char *status_flag(enum status status)
{
    static const char *const flags[] = {
        [STATUS_NORMAL] = "",          [STATUS_PROVISIONAL] = "p", [STATUS_REVISED] = "r", [STATUS_CONFIDENTIAL] = "c",
        [STATUS_NOT_APPLICABLE] = "z", [STATUS_UNKNOWN] = "u",     [STATUS_FEW] = "l",     [STATUS_MOST] = "h",
    };
    assert((unsigned)status < sizeof flags / sizeof *flags);
    return flags[status];
}

enum status status_of_flag(struct str flag)
{
    for (int i = 0; i < STATUS_COUNT; i++)
        if (str_equal(flag, str_from(status_flag((enum status)i))))
            return (enum status)i;
    return STATUS_NORMAL;
}

static bool plain_in_id(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '-';
}

void cell_write_id(struct buf *out, struct str id)
{
    static const char hexadecimal[] = "0123456789ABCDEF";
    for (size_t i = 0; i < id.len; i++) {
        if (plain_in_id(id.ptr[i])) {
            buf_byte(out, id.ptr[i]);
            continue;
        }
        unsigned char byte = (unsigned char)id.ptr[i];
        buf_byte(out, '%');
        buf_byte(out, hexadecimal[byte >> 4]);
        buf_byte(out, hexadecimal[byte & 15]);
    }
}

void cell_write_entity(struct buf *out, enum entity_kind kind, struct str code)
{
    buf_text(out, entity_kind_name(kind));
    buf_byte(out, ':');
    cell_write_id(out, code);
}

void cell_write(struct buf *out, struct str indicator, enum entity_kind kind, struct str code, struct str period,
                struct str breakdown)
{
    buf_add(out, indicator);
    buf_byte(out, '/');
    cell_write_entity(out, kind, code);
    buf_byte(out, '/');
    buf_add(out, period);
    buf_byte(out, '/');
    buf_add(out, breakdown);
}

static bool parse_id(struct arena *arena, struct str encoded, struct str *out_id)
{
    *out_id = encoded;
    if (str_index(encoded, '%', 0) == encoded.len)
        return encoded.len > 0;
    struct buf id;
    buf_init(&id, arena);
    for (size_t i = 0; i < encoded.len; i++) {
        if (encoded.ptr[i] != '%') {
            buf_byte(&id, encoded.ptr[i]);
            continue;
        }
        int high = i + 2 < encoded.len ? number_hexadecimal_digit(encoded.ptr[i + 1]) : -1;
        int low = i + 2 < encoded.len ? number_hexadecimal_digit(encoded.ptr[i + 2]) : -1;
        if (high < 0 || low < 0)
            return false;
        buf_byte(&id, (char)(high * 16 + low));
        i += 2;
    }
    *out_id = buf_str(&id);
    return true;
}

bool cell_parse_entity(struct arena *arena, struct str text, enum entity_kind *out_kind, struct str *out_code)
{
    struct str id = text, kind;
    return str_split(&id, ':', &kind) && entity_kind_parse(kind, out_kind) && parse_id(arena, id, out_code);
}

bool cell_parse(struct arena *arena, struct str text, struct cell_id *out)
{
    struct cell_id cell = {.breakdown = STR("")};
    struct str rest = text, entity, more;
    if (!str_split(&rest, '/', &cell.indicator) || !str_split(&rest, '/', &entity) ||
        !str_split(&rest, '/', &cell.period))
        return false;
    if (str_split(&rest, '/', &cell.breakdown) && str_split(&rest, '/', &more))
        return false;
    if (!cell_parse_entity(arena, entity, &cell.kind, &cell.code))
        return false;
    *out = cell;
    return cell.indicator.len > 0 && cell.period.len > 0;
}
