/* The ways in which a text can be published without being seen. */
#include "digest.h"
#include "gencarto/base/buf.h"
#include "traces.h"

#define ENCODED_LEAST    5  /* bytes of a text whose other dresses are looked for */
#define BASE64_SHIFTS    3  /* of a text inside a longer one that is encoded */
#define IDENTIFIER       12 /* bytes of an identifier that may be cut short */
#define BEGINNING        8  /* bytes that are left of it then */
#define BEGINNING_DIGITS 3
#define DIGEST_DIGITS    32 /* of a digest, hexadecimal */

typedef struct str disguise(struct arena *arena, struct str text);

static const char hex_digits[] = "0123456789abcdef";

static struct str backwards(struct arena *arena, struct str text)
{
    char *out = arena_alloc(arena, text.len);
    for (size_t i = 0; i < text.len; i++) {
        out[i] = text.ptr[text.len - 1 - i];
    }
    return (struct str){out, text.len};
}

/* Each byte as `before` and two hexadecimal digits. */
static struct str hexadecimal_after(struct arena *arena, struct str text, const char *before)
{
    struct buf out;
    buf_init(&out, arena);
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        buf_text(&out, before);
        buf_byte(&out, hex_digits[c >> 4]);
        buf_byte(&out, hex_digits[c & 15]);
    }
    return buf_str(&out);
}

static struct str hexadecimal(struct arena *arena, struct str text)
{
    return hexadecimal_after(arena, text, "");
}

static struct str percents(struct arena *arena, struct str text)
{
    return hexadecimal_after(arena, text, "%");
}

static struct str json_codes(struct arena *arena, struct str text)
{
    return hexadecimal_after(arena, text, "\\u00");
}

static struct str utf_16(struct arena *arena, struct str text)
{
    char *out = arena_alloc(arena, 2 * text.len);
    for (size_t i = 0; i < text.len; i++) {
        out[2 * i] = text.ptr[i];
    }
    return (struct str){out, 2 * text.len - 1}; /* both orders of bytes */
}

static struct str rotated(struct arena *arena, struct str text)
{
    char *out = arena_alloc(arena, text.len);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool is_small = c >= 'a' && c <= 'z', is_large = c >= 'A' && c <= 'Z';
        out[i] = (char)(is_small ? 'a' + (c - 'a' + 13) % 26 : is_large ? 'A' + (c - 'A' + 13) % 26 : c);
    }
    return (struct str){out, text.len};
}

/* RFC 4648, of the bytes that stand `shift` bytes after the start of a group; the digits that other bytes share are
 * left out. */
static struct str base64(struct arena *arena, struct str text, size_t shift)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    struct buf out;
    buf_init(&out, arena);
    size_t from = (8 * shift + 5) / 6, to = 8 * (shift + text.len) / 6;
    for (size_t i = from; i < to; i++) {
        unsigned value = 0;
        for (size_t bit = 6 * i; bit < 6 * i + 6; bit++) {
            unsigned char byte = (unsigned char)text.ptr[bit / 8 - shift];
            value = value << 1 | (byte >> (7 - bit % 8) & 1);
        }
        buf_byte(&out, digits[value]);
    }
    return buf_str(&out);
}

/* The half of a longer one is enough. */
static struct str half_digest(struct arena *arena, struct str text, enum digest digest)
{
    return str_slice(digest_of(arena, digest, text), 0, DIGEST_DIGITS);
}

static bool is_identifier(struct str text)
{
    size_t digits = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool is_digit = c >= '0' && c <= '9';
        digits += is_digit && i < BEGINNING;
        if (!is_digit && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z')) {
            return false;
        }
    }
    return text.len >= IDENTIFIER && digits >= BEGINNING_DIGITS && digits < BEGINNING;
}

static void add(struct traces *traces, const struct trace *trace, struct str text, bool is_word)
{
    traces_add(traces, (struct trace){text, trace->rule, trace->origin, is_word});
}

static void add_disguises(struct traces *traces, struct trace trace)
{
    static disguise *const disguises[] = {backwards, hexadecimal, percents, json_codes, utf_16, rotated};
    struct arena *arena = traces->arena;
    for (size_t i = 0; i < sizeof disguises / sizeof *disguises; i++) {
        struct str text = disguises[i](arena, trace.text);
        add(traces, &trace, text, trace.is_word && text.len == trace.text.len);
    }
    for (size_t shift = 0; shift < BASE64_SHIFTS; shift++) {
        struct str text = base64(arena, trace.text, shift);
        if (text.len >= TRACE_LONG) {
            add(traces, &trace, text, false);
        }
    }
    for (enum digest digest = 0; digest < DIGESTS; digest++) {
        add(traces, &trace, half_digest(arena, trace.text, digest), false);
    }
    if (is_identifier(trace.text)) {
        add(traces, &trace, str_slice(trace.text, 0, BEGINNING), true);
    }
}

void traces_add_disguises(struct traces *traces)
{
    for (size_t i = 0, count = traces->count; i < count; i++) {
        struct trace trace = traces->items[i];
        if (trace.text.len >= ENCODED_LEAST && !str_equal(trace.rule, STR("hash-told"))) {
            add_disguises(traces, trace);
        }
    }
}
