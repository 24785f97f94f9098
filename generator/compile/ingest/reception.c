#include "gencarto/compile/ingest/reception.h"

void reception_init(struct reception *reception)
{
    name_index_init(&reception->ids);
    buf_init(&reception->places, NULL);
}

void reception_clear(struct reception *reception)
{
    name_index_clear(&reception->ids);
    buf_clear(&reception->places);
}

static struct reception_place *place_of(const struct reception *reception, uint32_t number)
{
    return (struct reception_place *)(void *)reception->places.ptr + number;
}

uint32_t reception_first(const struct reception *reception, struct str id, size_t file)
{
    uint32_t number = name_index_find(&reception->ids, id);
    bool is_twice = number != NAME_INDEX_NONE && place_of(reception, number)->file == file;
    return is_twice ? place_of(reception, number)->row : RECEPTION_NEW;
}

uint32_t reception_keep(struct reception *reception, struct str id, size_t file, size_t row)
{
    struct reception_place place = {(uint32_t)row, (uint32_t)file};
    bool is_new;
    uint32_t number = name_index_add(&reception->ids, id, &is_new);
    if (is_new) {
        buf_add(&reception->places, (struct str){(const char *)&place, sizeof(place)});
        return RECEPTION_NEW;
    }
    uint32_t replaced = place_of(reception, number)->row;
    *place_of(reception, number) = place;
    return replaced;
}
