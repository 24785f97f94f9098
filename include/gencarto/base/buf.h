/* Text being built. Appending returns nothing: memory is the arena's matter.
 *
 *     struct buf out;
 *     buf_init(&out, arena);
 *     buf_add(&out, STR("<p>"));
 *     buf_int(&out, 42);
 *     struct str text = buf_str(&out);      // valid until the next append or the arena's end
 */
#ifndef GENCARTO_BASE_BUF_H
#define GENCARTO_BASE_BUF_H

#include <stdint.h>

#include "gencarto/base/str.h"

struct buf {
    struct arena *arena; /* NULL: its own malloc, given back by buf_clear */
    char *ptr;
    size_t len, capacity;
};

/* Builds in `arena`, which owns the bytes; with NULL the buffer owns them until buf_clear. */
void buf_init(struct buf *buf, struct arena *arena);

/* Gives back the bytes of a buffer without arena; harmless on the others. */
void buf_clear(struct buf *buf);

/* The bytes where they stand, aligned for any type: the arena has them from now on (arena_hold_heap), and the buffer,
 * which is of none, is empty. For arrays whose length shows only at their end. */
void *buf_settle(struct buf *buf, struct arena *arena);

/* Empties it, keeping the room. */
void buf_reset(struct buf *buf);

void buf_reserve(struct buf *buf, size_t more);
void buf_add(struct buf *buf, struct str s);
void buf_text(struct buf *buf, const char *text);
void buf_byte(struct buf *buf, char c);
void buf_int(struct buf *buf, int64_t value);

/* `value` rounded half away from zero to at most `decimals` (0..9) digits after the point, trailing zeros dropped:
 * the form for SVG coordinates and JSON. Never "-0". Not finite is a bug. */
void buf_decimal(struct buf *buf, double value, int decimals);

/* printf to the end of the text: integers and text only, numbers with decimals are number.h's. */
void buf_format(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

struct str buf_str(const struct buf *buf);

#endif
