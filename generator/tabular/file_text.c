#include "gencarto/tabular/file_text.h"

#include <sys/mman.h>

#include "gencarto/tabular/records.h"

#define BLOCK_BYTES  (size_t)(256 * 1024)      /* of the file */
#define AHEAD_BYTES  (size_t)(4 * 1024 * 1024) /* made readable beyond what is asked for */
#define LONGEST_LINE (size_t)(4 * RECORD_BYTES)
#define PAGE_BYTES   (size_t)(64 * 1024) /* a multiple of the machine's */

/* Some lines of the file, decoded by themselves: no character and no delimiter goes over the end of a line. */
struct block {
    size_t raw_from, raw_to;
    size_t from, to; /* in the text */
};

struct file_text {
    struct str raw;
    struct dialect dialect;
    struct decoder *decoder;
    struct block *blocks;
    size_t block_count, block_capacity;
    char *memory; /* of the whole text */
    size_t len;
    size_t from, to; /* blocks that are there */
    size_t dropped;  /* in the text: no page before it is there */
    int64_t undecodable;
    struct buf decoded;
};

/* ---- lines of the file ---------------------------------------------------------------------------------------- */

static size_t unit_of(const struct file_text *text)
{
    return text->dialect.encoding >= ENCODING_UTF_16LE ? 2 : 1;
}

static bool is_unit(const struct file_text *text, size_t at, char c)
{
    const char *unit = text->raw.ptr + at;
    switch (text->dialect.encoding) {
    case ENCODING_UTF_16LE:
        return unit[0] == c && unit[1] == '\0';
    case ENCODING_UTF_16BE:
        return unit[0] == '\0' && unit[1] == c;
    case ENCODING_UTF_8:
    case ENCODING_WINDOWS_1252:
    case ENCODING_MACINTOSH:
    case ENCODING_IBM850:
    case ENCODING_ISO_8859_15:
        break;
    }
    return unit[0] == c;
}

/* A line ends before `at`: after LF, or after a CR that no LF follows. */
static bool is_line_begin(const struct file_text *text, size_t at)
{
    size_t unit = unit_of(text);
    bool after_return = is_unit(text, at - unit, '\r') && !is_unit(text, at, '\n');
    return is_unit(text, at - unit, '\n') || after_return;
}

/* The end of the lines that begin at `from`: the last line begin within a block, else the next; 0: none near enough. */
static size_t cut(const struct file_text *text, size_t from)
{
    size_t unit = unit_of(text), len = text->raw.len;
    if (len - from <= BLOCK_BYTES) {
        return len;
    }
    for (size_t at = from + BLOCK_BYTES; at > from + BLOCK_BYTES / 2; at -= unit) {
        if (is_line_begin(text, at)) {
            return at;
        }
    }
    for (size_t at = from + BLOCK_BYTES; at - from < LONGEST_LINE; at += unit) {
        if (len - at < 2 * unit) {
            return len;
        }
        if (is_line_begin(text, at)) {
            return at;
        }
    }
    return 0;
}

/* ---- decoding ------------------------------------------------------------------------------------------------- */

/* Into text->decoded. */
static void decode(struct file_text *text, size_t raw_from, size_t raw_to)
{
    buf_reset(&text->decoded);
    decoder_add(text->decoder, str_slice(text->raw, raw_from, raw_to), true, &text->decoded);
    dialect_prepare(&text->dialect, &text->decoded, 0, true);
}

static void add_block(struct arena *arena, struct file_text *text, struct block block)
{
    if (text->block_count == text->block_capacity) {
        size_t capacity = text->block_capacity ? text->block_capacity * 2 : 256;
        text->blocks =
            arena_grow(arena, text->blocks, text->block_count * sizeof *text->blocks, capacity * sizeof *text->blocks);
        text->block_capacity = capacity;
    }
    text->blocks[text->block_count++] = block;
}

static bool find_blocks(struct arena *arena, const char *name, struct file_text *text, struct error *err)
{
    for (size_t at = 0, end; at < text->raw.len; at = end) {
        end = cut(text, at);
        if (end == 0) {
            return error_set(err, ERROR_INPUT,
                             "%s: a line above %d MiB; is a quotation mark not closed, or is this no text?", name,
                             (int)(LONGEST_LINE >> 20));
        }
        decode(text, at, end);
        add_block(arena, text, (struct block){at, end, text->len, text->len + text->decoded.len});
        text->len += text->decoded.len;
    }
    text->undecodable = decoder_undecodable(text->decoder);
    return true;
}

bool file_text_open(struct arena *arena, const char *name, struct str raw, const struct dialect *dialect,
                    struct file_text **out_text, struct error *err)
{
    struct file_text *text = arena_one(arena, struct file_text);
    *text = (struct file_text){.raw = raw, .dialect = *dialect};
    buf_init(&text->decoded, NULL);
    text->decoder = decoder_open(dialect->encoding, dialect->is_mixed, err);
    bool done = text->decoder && find_blocks(arena, name, text, err);
    if (done && text->len > 0) {
        void *memory =
            mmap(NULL, text->len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        text->memory = memory == MAP_FAILED ? NULL : memory;
        done = text->memory != NULL || error_errno(err, "reserve memory for", name);
    }
    if (!done) {
        file_text_close(text);
        return false;
    }
    *out_text = text;
    return true;
}

void file_text_close(struct file_text *text)
{
    if (!text) {
        return;
    }
    if (text->memory) {
        munmap(text->memory, text->len);
        text->memory = NULL;
    }
    decoder_close(text->decoder);
    text->decoder = NULL;
    buf_clear(&text->decoded);
}

struct str file_text_all(const struct file_text *text)
{
    return (struct str){text->memory, text->len};
}

int64_t file_text_undecodable(const struct file_text *text)
{
    return text->undecodable;
}

/* ---- parts ---------------------------------------------------------------------------------------------------- */

/* The block with the byte at `at`, or the number of blocks. */
static size_t block_at(const struct file_text *text, size_t at)
{
    size_t from = 0, to = text->block_count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (text->blocks[middle].to <= at) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from;
}

/* Gives back the whole pages before `at`. */
static void drop_before(struct file_text *text, size_t at)
{
    size_t end = at / PAGE_BYTES * PAGE_BYTES;
    if (end > text->dropped) {
        madvise(text->memory + text->dropped, end - text->dropped, MADV_DONTNEED);
        text->dropped = end;
    }
}

/* Nothing of it is there. */
static void restart(struct file_text *text, size_t block)
{
    madvise(text->memory, text->len, MADV_DONTNEED);
    text->from = text->to = block;
    text->dropped = block < text->block_count ? text->blocks[block].from / PAGE_BYTES * PAGE_BYTES : text->len;
}

static bool is_there(const struct file_text *text, size_t from, size_t to)
{
    return text->from < text->to && from >= text->blocks[text->from].from && to <= text->blocks[text->to - 1].to;
}

static size_t end_of(const struct file_text *text)
{
    return text->to > 0 ? text->blocks[text->to - 1].to : 0;
}

size_t file_text_need(struct file_text *text, size_t from, size_t to)
{
    if (text->block_count == 0 || is_there(text, from, to < text->len ? to : text->len)) {
        return end_of(text);
    }
    size_t first = block_at(text, from), end = block_at(text, to + AHEAD_BYTES);
    end = end < text->block_count ? end + 1 : end;
    if (first < text->from || first > text->to) {
        restart(text, first);
    }
    for (; text->to < end; text->to++) {
        const struct block *block = &text->blocks[text->to];
        decode(text, block->raw_from, block->raw_to);
        if (text->decoded.len > 0) {
            memcpy(text->memory + block->from, text->decoded.ptr, text->decoded.len);
        }
    }
    text->from = first;
    drop_before(text, first < text->block_count ? text->blocks[first].from : text->len);
    return end_of(text);
}

size_t file_text_cut(const struct file_text *text, size_t from)
{
    size_t block = block_at(text, from);
    return block < text->block_count ? text->blocks[block].to : text->len;
}
