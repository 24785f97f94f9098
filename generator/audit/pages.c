#include "pages.h"

#include <string.h>

#define HEADER_BYTES 100

enum page_type { INDEX_INTERIOR = 2, TABLE_INTERIOR = 5, INDEX_LEAF = 10, TABLE_LEAF = 13 };

struct page {
    struct str bytes;
    size_t header; /* where its own header is: after the file's on the first */
    int type;
};

static size_t big_endian(struct str bytes, size_t at, size_t count)
{
    size_t value = 0;
    for (size_t i = at; i < at + count; i++) {
        value = value << 8 | (i < bytes.len ? (unsigned char)bytes.ptr[i] : 0);
    }
    return value;
}

static size_t varint(struct str bytes, size_t *at)
{
    size_t value = 0;
    for (int i = 0; i < 9 && *at < bytes.len; i++) {
        unsigned char byte = (unsigned char)bytes.ptr[(*at)++];
        value = i == 8 ? value << 8 | byte : value << 7 | (byte & 127u);
        if (i < 8 && byte < 128) {
            break;
        }
    }
    return value;
}

static bool is_tree(const struct page *page)
{
    return page->type == INDEX_INTERIOR || page->type == TABLE_INTERIOR || page->type == INDEX_LEAF ||
           page->type == TABLE_LEAF;
}

static bool is_interior(const struct page *page)
{
    return page->type == INDEX_INTERIOR || page->type == TABLE_INTERIOR;
}

static size_t cells_from(const struct page *page)
{
    return page->header + (is_interior(page) ? 12 : 8);
}

static size_t count_filled(struct str bytes, size_t from, size_t to)
{
    size_t filled = 0;
    for (size_t i = from; i < to && i < bytes.len; i++) {
        filled += bytes.ptr[i] != 0;
    }
    return filled;
}

/* Between the list of the cells and the first of them, and in the blocks of removed ones. */
static size_t count_leftover(const struct page *page)
{
    struct str bytes = page->bytes;
    size_t content = big_endian(bytes, page->header + 5, 2);
    size_t gap = cells_from(page) + 2 * big_endian(bytes, page->header + 3, 2);
    size_t filled = count_filled(bytes, gap, content == 0 ? 65536 : content);
    size_t block = big_endian(bytes, page->header + 1, 2);
    for (size_t i = 0; block > 0 && i < bytes.len; i++) {
        filled += count_filled(bytes, block + 4, block + big_endian(bytes, block + 2, 2));
        block = big_endian(bytes, block, 2);
    }
    return filled;
}

static size_t bytes_of_type(size_t type)
{
    static const size_t sizes[] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0};
    return type < 12 ? sizes[type] : (type - 12) / 2;
}

/* Big-endian, with its sign; 8 and 9 are 0 and 1 without any byte. */
static double whole_number(struct str bytes, size_t type)
{
    uint64_t value = bytes.len > 0 && (bytes.ptr[0] & 0x80) != 0 ? UINT64_MAX : 0;
    for (size_t i = 0; i < bytes.len; i++) {
        value = value << 8 | (unsigned char)bytes.ptr[i];
    }
    int64_t number;
    memcpy(&number, &value, sizeof number);
    return type == 8 ? 0 : type == 9 ? 1 : (double)number;
}

static double real_number(struct str bytes)
{
    uint64_t bits = 0;
    double number;
    for (size_t i = 0; i < bytes.len; i++) {
        bits = bits << 8 | (unsigned char)bytes.ptr[i];
    }
    memcpy(&number, &bits, sizeof number);
    return number;
}

/* The values of a record; of a long one, what stands on this page. */
static void read_record(struct str record, pages_on_value *found, void *context)
{
    size_t at = 0;
    size_t end = varint(record, &at);
    size_t place = end;
    while (at < end && at < record.len) {
        size_t type = varint(record, &at);
        struct str bytes = str_slice(record, place, place + bytes_of_type(type));
        struct pages_value value = {.is_text = type >= 12, .is_real = type == 7, .text = bytes};
        place += bytes_of_type(type);
        if (type == 0 || (type < 12 && bytes.len != bytes_of_type(type))) {
            continue;
        }
        if (!value.is_text) {
            value.number = value.is_real ? real_number(bytes) : whole_number(bytes, type);
        }
        found(context, &value);
    }
}

static void read_cells(const struct page *page, pages_on_value *found, void *context)
{
    struct str bytes = page->bytes;
    size_t count = page->type == TABLE_INTERIOR ? 0 : big_endian(bytes, page->header + 3, 2);
    for (size_t i = 0; i < count; i++) {
        size_t at = big_endian(bytes, cells_from(page) + 2 * i, 2);
        at += is_interior(page) ? 4 : 0;
        size_t size = varint(bytes, &at);
        if (page->type == TABLE_LEAF) {
            varint(bytes, &at);
        }
        read_record(str_slice(bytes, at, at + size), found, context);
    }
}

static struct page page_at(struct str database, size_t from, size_t size)
{
    struct page page = {str_slice(database, from, from + size), from == 0 ? HEADER_BYTES : 0, 0};
    page.type = (unsigned char)page.bytes.ptr[page.header];
    return page;
}

size_t pages_size(struct str database)
{
    size_t size = big_endian(database, 16, 2) == 1 ? 65536 : big_endian(database, 16, 2);
    bool is_whole = str_starts(database, STR("SQLite format 3")) && size >= 512 && database.len % size == 0;
    return is_whole ? size : 0;
}

void pages_read_values(struct str database, pages_on_value *found, void *context)
{
    size_t size = pages_size(database);
    for (size_t from = 0; size > 0 && from < database.len; from += size) {
        struct page page = page_at(database, from, size);
        if (is_tree(&page)) {
            read_cells(&page, found, context);
        }
    }
}

size_t pages_count_leftover(struct str database)
{
    size_t size = pages_size(database), leftover = 0;
    for (size_t from = 0; size > 0 && from < database.len; from += size) {
        struct page page = page_at(database, from, size);
        leftover += is_tree(&page) ? count_leftover(&page) : 0;
    }
    return leftover;
}

size_t pages_count_free(struct str database)
{
    return big_endian(database, 36, 4);
}

bool pages_is_whole(struct str database)
{
    size_t size = pages_size(database);
    return size > 0 && big_endian(database, 28, 4) == database.len / size && count_filled(database, 72, 92) == 0;
}
