/* buf_int and buf_decimal stand in number.c, with all formatting of numbers. */
#include "gencarto/base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "heap.h"

enum { FIRST_CAPACITY = 64 };

void buf_init(struct buf *buf, struct arena *arena)
{
    *buf = (struct buf){.arena = arena};
}

void buf_clear(struct buf *buf)
{
    if (!buf->arena)
        free(buf->ptr);
    buf_init(buf, buf->arena);
}

void *buf_settle(struct buf *buf, struct arena *arena)
{
    assert(!buf->arena);
    char *bytes = buf->ptr;
    if (bytes)
        arena_hold_heap(arena, bytes, buf->len);
    buf_init(buf, NULL);
    return bytes ? bytes : arena_alloc(arena, 0);
}

void buf_reset(struct buf *buf)
{
    buf->len = 0;
}

void buf_reserve(struct buf *buf, size_t more)
{
    if (buf->capacity - buf->len >= more)
        return;
    size_t capacity = buf->capacity ? buf->capacity * 2 : FIRST_CAPACITY;
    if (capacity < buf->len + more)
        capacity = buf->len + more;
    if (buf->arena)
        buf->ptr = arena_grow(buf->arena, buf->ptr, buf->capacity, capacity);
    else
        buf->ptr = heap_grow(buf->ptr, capacity);
    buf->capacity = capacity;
}

void buf_add(struct buf *buf, struct str s)
{
    if (s.len == 0)
        return;
    buf_reserve(buf, s.len);
    memcpy(buf->ptr + buf->len, s.ptr, s.len);
    buf->len += s.len;
}

void buf_text(struct buf *buf, const char *text)
{
    buf_add(buf, str_from(text));
}

void buf_byte(struct buf *buf, char c)
{
    buf_reserve(buf, 1);
    buf->ptr[buf->len++] = c;
}

void buf_format(struct buf *buf, const char *format, ...)
{
    va_list values, again;
    va_start(values, format);
    va_copy(again, values);
    buf_reserve(buf, FIRST_CAPACITY);
    size_t room = buf->capacity - buf->len;
    int len = vsnprintf(buf->ptr + buf->len, room, format, values);
    va_end(values);
    assert(len >= 0);
    if ((size_t)len >= room) {
        buf_reserve(buf, (size_t)len + 1);
        vsnprintf(buf->ptr + buf->len, (size_t)len + 1, format, again);
    }
    va_end(again);
    buf->len += (size_t)len;
}

struct str buf_str(const struct buf *buf)
{
    return (struct str){buf->ptr, buf->len};
}
