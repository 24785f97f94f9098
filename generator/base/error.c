#include "gencarto/base/error.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Drops from the end the bytes of a character that was cut. */
static void drop_cut_character(char *text)
{
    size_t len = strlen(text);
    size_t lead = len;
    while (lead > 0 && len - lead < 3 && ((unsigned char)text[lead - 1] & 0xC0) == 0x80)
        lead--;
    if (lead == 0)
        return;
    unsigned char first = (unsigned char)text[lead - 1];
    size_t wanted = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    if (len - (lead - 1) < wanted)
        text[lead - 1] = '\0';
}

bool error_set(struct error *err, enum error_kind kind, const char *format, ...)
{
    assert(kind != ERROR_NONE);
    if (err->kind != ERROR_NONE)
        return false;
    err->kind = kind;
    va_list values;
    va_start(values, format);
    int len = vsnprintf(err->message, sizeof err->message, format, values);
    va_end(values);
    if (len >= (int)sizeof err->message)
        drop_cut_character(err->message);
    return false;
}

bool error_errno(struct error *err, const char *action, const char *path)
{
    int number = errno;
    const char *reason = strerrordesc_np(number); /* never translated, unlike strerror */
    if (reason)
        return error_set(err, ERROR_SYSTEM, "%s %s: %s", action, path, reason);
    return error_set(err, ERROR_SYSTEM, "%s %s: error %d", action, path, number);
}
