/* SQLite's file format (https://sqlite.org/fileformat2.html) read as bytes: what rows no longer use, and the texts of
 * all rows of all tables, whatever they are called. */
#include <string.h>

#include "gencarto/base/buf.h"
#include "reader.h"

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

/* The texts of a record, each on a line of its own; of a long one, what stands on this page. */
static void add_texts(struct buf *out, struct str record)
{
    size_t at = 0;
    size_t end = varint(record, &at);
    size_t value = end;
    while (at < end && at < record.len) {
        size_t type = varint(record, &at);
        size_t size = bytes_of_type(type);
        if (type >= 12) {
            buf_add(out, str_slice(record, value, value + size));
            buf_byte(out, '\n');
        }
        value += size;
    }
}

static void read_cells(struct buf *out, const struct page *page)
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
        add_texts(out, str_slice(bytes, at, at + size));
    }
}

static void leftover_fault(struct figures *figures, struct str place, struct str what, size_t count, const char *unit)
{
    if (count > 0) {
        figures_fault(figures, (struct audit_fault){STR("database-leftover"), place, what,
                                                    str_format(figures->arena, "%zu %s", count, unit), STR("none")});
    }
}

void read_database(struct figures *figures, struct str place, struct str content)
{
    struct buf texts;
    size_t size = big_endian(content, 16, 2) == 1 ? 65536 : big_endian(content, 16, 2);
    size_t leftover = 0;
    if (!str_starts(content, STR("SQLite format 3")) || size < 512 || content.len % size != 0) {
        figures_fault(figures, (struct audit_fault){STR("unknown-bytes"), place, STR("the file"), STR("no whole pages"),
                                                    STR("an SQLite database")});
        return;
    }
    buf_init(&texts, NULL);
    for (size_t from = 0; from < content.len; from += size) {
        struct page page = {str_slice(content, from, from + size), from == 0 ? HEADER_BYTES : 0, 0};
        page.type = (unsigned char)page.bytes.ptr[page.header];
        if (is_tree(&page)) {
            leftover += count_leftover(&page);
            read_cells(&texts, &page);
        }
    }
    leftover_fault(figures, place, STR("free pages"), big_endian(content, 36, 4), "pages");
    leftover_fault(figures, place, STR("unused bytes"), leftover, "bytes that are not 0");
    traces_find(figures->traces, figures, place, buf_str(&texts));
    buf_clear(&texts);
}
