#include "gencarto/tabular/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "gencarto/base/processor.h"

#define BLOCK       64
#define VECTOR      32
#define LANE_MOST   255 /* vectors, until a lane of eight bits has counted all it can */
#define SCAN_PIECE  (32 * 1024)
#define REPLACEMENT STR("\xef\xbf\xbd")
#define INCOMPLETE  SIZE_MAX
#define ACCIDENTS   20 /* of so many bytes beyond ASCII, one and its neighbour may look like UTF-8 */

static const struct {
    enum encoding encoding;
    struct str mark;
} signatures[] = {
    {ENCODING_UTF_8, STR_INIT("\xef\xbb\xbf")},
    {ENCODING_UTF_16LE, STR_INIT("\xff\xfe")},
    {ENCODING_UTF_16BE, STR_INIT("\xfe\xff")},
};
#define SIGNATURES (sizeof signatures / sizeof *signatures)

const char *encoding_name(enum encoding encoding)
{
    static const char *const names[] = {"UTF-8",       "windows-1252", "macintosh", "IBM850",
                                        "ISO-8859-15", "UTF-16LE",     "UTF-16BE"};
    return names[encoding];
}

const char *line_ends_name(enum line_ends line_ends)
{
    static const char *const names[] = {"none", "LF", "CRLF", "CR", "mixed"};
    return names[line_ends];
}

/* ---- characters ----------------------------------------------------------------------------------------------- */

static bool continues(unsigned char byte)
{
    return (byte & 0xc0) == 0x80;
}

/* Bytes of the strict UTF-8 character at the beginning (Unicode 15, table 3-7): 0 when there is none, INCOMPLETE when
 * `len` bytes only begin one. */
static size_t sequence_at(const unsigned char *s, size_t len)
{
    static const struct {
        unsigned char first, last, second_from, second_to;
        size_t len;
    } forms[] = {
        {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3},
        {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3}, {0xf0, 0xf0, 0x90, 0xbf, 4},
        {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
    };
    if (s[0] < 0x80) {
        return 1;
    }
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (s[0] < forms[i].first || s[0] > forms[i].last) {
            continue;
        }
        if (len > 1 && (s[1] < forms[i].second_from || s[1] > forms[i].second_to)) {
            return 0;
        }
        for (size_t k = 2; k < forms[i].len && k < len; k++) {
            if (!continues(s[k])) {
                return 0;
            }
        }
        return len < forms[i].len ? INCOMPLETE : forms[i].len;
    }
    return 0;
}

/* U+00A0..U+017F, the general punctuation and the euro sign: what French texts hold. Windows-1252 bytes that make such
 * a character by accident read as "\xc3\x82\xc2\xa0" or "\xc3\x83\xc2\xa9" do, which no French text has. */
static bool is_latin(const unsigned char *s, size_t len)
{
    return (len == 2 && s[0] >= 0xc2 && s[0] <= 0xc5) || (len == 3 && s[0] == 0xe2 && (s[1] == 0x80 || s[1] == 0x82));
}

static bool is_undefined(unsigned char byte)
{
    return byte == 0x81 || byte == 0x8d || byte == 0x8f || byte == 0x90 || byte == 0x9d;
}

static size_t ascii_run(const unsigned char *s, size_t len)
{
    size_t at = 0;
    for (uint64_t word; at + sizeof word <= len; at += sizeof word) {
        memcpy(&word, s + at, sizeof word);
        if (word & UINT64_C(0x8080808080808080)) {
            break;
        }
    }
    while (at < len && s[at] < 0x80) {
        at++;
    }
    return at;
}

/* ---- scan ----------------------------------------------------------------------------------------------------- */

void encoding_scan_begin(struct encoding_scan *scan)
{
    *scan = (struct encoding_scan){0};
}

static void find_signature(struct encoding_scan *scan, struct str piece)
{
    for (size_t i = 0; i < SIGNATURES && !scan->has_signature; i++) {
        scan->has_signature = str_starts(piece, signatures[i].mark);
        scan->signature = scan->has_signature ? signatures[i].encoding : ENCODING_UTF_8;
    }
}

/* What one look at each byte of a piece tells. Most are lines of ASCII that end with LF: no more is asked of them. */
struct look {
    int64_t feeds;
    bool has_zeros, has_returns, has_beyond; /* ... a byte beyond ASCII */
};

/* One register of AVX2, two of SSE2: the compiler knows what the processor has. */
typedef unsigned char vector __attribute__((vector_size(VECTOR)));

static bool has_any(const vector *found)
{
    static const vector none = {0};
    return memcmp(found, &none, sizeof none) != 0;
}

static inline __attribute__((always_inline)) void look_at_vectors(struct look *look, const unsigned char *s, size_t len)
{
    vector zeros = {0}, returns = {0}, beyond = {0};
    for (size_t at = 0; at < len;) {
        size_t end = len - at < VECTOR * LANE_MOST ? len : at + VECTOR * LANE_MOST;
        vector feeds = {0};
        for (vector bytes; at < end; at += VECTOR) {
            memcpy(&bytes, s + at, VECTOR);
            feeds -= (vector)(bytes == '\n'); /* what is equal is -1 */
            returns |= (vector)(bytes == '\r');
            zeros |= (vector)(bytes == 0);
            beyond |= bytes;
        }
        for (size_t lane = 0; lane < VECTOR; lane++) {
            look->feeds += feeds[lane];
        }
    }
    beyond &= 0x80;
    look->has_zeros = has_any(&zeros);
    look->has_returns = has_any(&returns);
    look->has_beyond = has_any(&beyond);
}

#ifdef __x86_64__

__attribute__((target("avx2"))) static void look_at_wide_vectors(struct look *look, const unsigned char *s, size_t len)
{
    look_at_vectors(look, s, len);
}

static void look_at_blocks(struct look *look, const unsigned char *s, size_t len)
{
    if (processor_has_avx2()) {
        look_at_wide_vectors(look, s, len);
    } else {
        look_at_vectors(look, s, len);
    }
}

#else

static void look_at_blocks(struct look *look, const unsigned char *s, size_t len)
{
    look_at_vectors(look, s, len);
}

#endif

static struct look look_at(const unsigned char *s, size_t len)
{
    struct look look = {0};
    size_t at = len - len % VECTOR;
    look_at_blocks(&look, s, at);
    for (; at < len; at++) {
        look.feeds += s[at] == '\n';
        look.has_zeros = look.has_zeros || s[at] == 0;
        look.has_returns = look.has_returns || s[at] == '\r';
        look.has_beyond = look.has_beyond || s[at] >= 0x80;
    }
    return look;
}

/* Adds the line ends of a piece that follows the byte `last`. A CR at the end of a piece counts alone until the next
 * begins with LF: then `pairs` takes it back. */
static void count_lines(const unsigned char *s, size_t len, const struct look *look, unsigned char last, int64_t *lf,
                        int64_t *crlf, int64_t *cr)
{
    if (last != '\r' && !look->has_returns) {
        *lf += look->feeds;
        return;
    }
    for (size_t at = 0; at < len; at += BLOCK) {
        size_t end = len - at < BLOCK ? len - at : BLOCK;
        unsigned char feeds = 0, returns = 0, pairs = 0;
        const unsigned char *block = s + at;
        pairs = block[0] == '\n' && (at ? s[at - 1] : last) == '\r';
        for (size_t i = 1; i < end; i++) {
            pairs = (unsigned char)(pairs + ((block[i] == '\n') & (block[i - 1] == '\r')));
        }
        for (size_t i = 0; i < end; i++) {
            feeds = (unsigned char)(feeds + (block[i] == '\n'));
            returns = (unsigned char)(returns + (block[i] == '\r'));
        }
        *crlf += pairs, *lf += feeds - pairs, *cr += returns - pairs;
    }
}

/* The line of the byte at `at` of a piece, given the counts before it. */
static int64_t line_of(const struct encoding_scan *before, const unsigned char *s, size_t at, unsigned char last)
{
    int64_t lf = before->lf, crlf = before->crlf, cr = before->cr;
    struct look look = look_at(s, at);
    count_lines(s, at, &look, last, &lf, &crlf, &cr);
    return lf + crlf + cr + 1;
}

static void note_line(int64_t *first, const struct encoding_scan *before, const unsigned char *s, size_t at,
                      unsigned char last)
{
    if (*first == 0) {
        *first = line_of(before, s, at, last);
    }
}

static void count_zeros(struct encoding_scan *scan, const unsigned char *s, size_t len)
{
    const unsigned char *zero = memchr(s, 0, len);
    if (!zero) {
        return;
    }
    note_line(&scan->first_zero_line, scan, s, (size_t)(zero - s), scan->last);
    for (size_t i = (size_t)(zero - s); i < len; i++) {
        scan->zeros[(scan->bytes + (int64_t)i) & 1] += s[i] == 0;
    }
}

/* One byte or character at `s`; what it moves on by. `at` is its place in the piece, for the line. */
static size_t take(struct encoding_scan *scan, const unsigned char *s, size_t len, const unsigned char *piece,
                   size_t at)
{
    size_t sequence = sequence_at(s, len);
    if (sequence == 0 || sequence == INCOMPLETE) {
        scan->invalid++;
        code_page_count(&scan->high, at > 0 ? piece[at - 1] : '\0', s[0], len > 1 ? s[1] : '\0');
        note_line(&scan->first_invalid_line, scan, piece, at, scan->last);
        if (is_undefined(s[0])) {
            scan->undefined++;
            note_line(&scan->first_undefined_line, scan, piece, at, scan->last);
        }
        return 1;
    }
    scan->sequences += is_latin(s, sequence);
    scan->foreign += sequence > 1 && !is_latin(s, sequence);
    return sequence;
}

/* The characters that begin in the bytes kept of the piece before; where the rest of this one begins. */
static size_t take_tail(struct encoding_scan *scan, const unsigned char *s, size_t len)
{
    unsigned char joined[8];
    size_t kept = scan->tail_len, added = len < 4 ? len : 4, at = 0;
    memcpy(joined, scan->tail, kept);
    memcpy(joined + kept, s, added);
    while (at < kept) {
        if (sequence_at(joined + at, kept + added - at) == INCOMPLETE) {
            memmove(scan->tail, joined + at, kept + added - at);
            scan->tail_len = kept + added - at;
            return len;
        }
        at += take(scan, joined + at, kept + added - at, s, 0);
    }
    scan->tail_len = 0;
    return at - kept;
}

static void count_characters(struct encoding_scan *scan, const unsigned char *s, size_t len)
{
    size_t at = scan->tail_len ? take_tail(scan, s, len) : 0;
    while (at < len) {
        at += ascii_run(s + at, len - at);
        if (at == len) {
            return;
        }
        if (sequence_at(s + at, len - at) == INCOMPLETE) {
            scan->tail_len = len - at;
            memcpy(scan->tail, s + at, len - at);
            return;
        }
        at += take(scan, s + at, len - at, s, at);
    }
}

void encoding_scan_add(struct encoding_scan *scan, struct str piece)
{
    const unsigned char *s = (const unsigned char *)piece.ptr;
    if (piece.len == 0) {
        return;
    }
    if (scan->bytes == 0) {
        find_signature(scan, piece);
    }
    struct look look = look_at(s, piece.len);
    if (look.has_zeros) {
        count_zeros(scan, s, piece.len);
    }
    if (look.has_beyond || scan->tail_len > 0) {
        count_characters(scan, s, piece.len);
    }
    count_lines(s, piece.len, &look, scan->last, &scan->lf, &scan->crlf, &scan->cr);
    scan->bytes += (int64_t)piece.len;
    scan->last = s[piece.len - 1];
}

void encoding_scan_end(struct encoding_scan *scan)
{
    size_t kept = scan->tail_len;
    scan->tail_len = 0;
    for (size_t at = 0; at < kept;) {
        at += take(scan, scan->tail + at, kept - at, scan->tail, 0);
    }
}

/* Several loops look at each piece: it stays in the cache between them. */
void encoding_scan_text(struct encoding_scan *scan, struct str text)
{
    encoding_scan_begin(scan);
    for (size_t at = 0; at < text.len; at += SCAN_PIECE) {
        encoding_scan_add(scan, str_slice(text, at, at + SCAN_PIECE < text.len ? at + SCAN_PIECE : text.len));
    }
    encoding_scan_end(scan);
}

/* ---- decision ------------------------------------------------------------------------------------------------- */

/* Zeros in at least two thirds of the units, and hardly one in the other half: text of Latin letters in UTF-16. */
static bool has_zeros_of(const struct encoding_scan *scan, int half)
{
    int64_t units = scan->bytes / 2;
    return scan->bytes % 2 == 0 && units > 0 && scan->zeros[half] * 3 >= units * 2 &&
           scan->zeros[1 - half] * 20 <= units;
}

enum encoding encoding_decide(const struct encoding_scan *scan)
{
    if (scan->has_signature) {
        return scan->signature;
    }
    if (has_zeros_of(scan, 1)) {
        return ENCODING_UTF_16LE;
    }
    if (has_zeros_of(scan, 0)) {
        return ENCODING_UTF_16BE;
    }
    if (scan->invalid == 0 || scan->sequences + scan->foreign > scan->invalid) {
        return ENCODING_UTF_8;
    }
    return scan->sequences * ACCIDENTS < scan->invalid ? code_page_decide(&scan->high) : ENCODING_WINDOWS_1252;
}

bool encoding_is_mixed(const struct encoding_scan *scan)
{
    return encoding_decide(scan) <= ENCODING_WINDOWS_1252 && scan->invalid > 0 &&
           (scan->sequences > 0 || scan->has_signature);
}

size_t encoding_first_invalid(struct str raw)
{
    const unsigned char *s = (const unsigned char *)raw.ptr;
    size_t at = 0;
    while (at < raw.len) {
        at += ascii_run(s + at, raw.len - at);
        size_t sequence = at < raw.len ? sequence_at(s + at, raw.len - at) : 1;
        if (sequence == 0 || sequence == INCOMPLETE) {
            return at;
        }
        at += at < raw.len ? sequence : 0;
    }
    return raw.len;
}

bool encoding_is_plain(const struct encoding_scan *scan)
{
    return encoding_decide(scan) == ENCODING_UTF_8 && scan->invalid == 0 && scan->zeros[0] + scan->zeros[1] == 0;
}

size_t encoding_signature_len(const struct encoding_scan *scan)
{
    for (size_t i = 0; i < SIGNATURES && scan->has_signature; i++) {
        if (signatures[i].encoding == scan->signature) {
            return signatures[i].mark.len;
        }
    }
    return 0;
}

enum line_ends encoding_line_ends(const struct encoding_scan *scan)
{
    if (encoding_decide(scan) >= ENCODING_UTF_16LE && scan->lf > 0 && scan->lf == scan->cr) {
        return LINE_ENDS_CRLF; /* a zero stands between the two */
    }
    int kinds = (scan->lf > 0) + (scan->crlf > 0) + (scan->cr > 0);
    if (kinds != 1) {
        return kinds ? LINE_ENDS_MIXED : LINE_ENDS_NONE;
    }
    return scan->lf ? LINE_ENDS_LF : scan->crlf ? LINE_ENDS_CRLF : LINE_ENDS_CR;
}

/* ---- decoding ------------------------------------------------------------------------------------------------- */

struct decoder {
    struct arena arena; /* of this struct */
    iconv_t conversion; /* of Windows-1252 in UTF-8 and mixed files */
    enum encoding encoding;
    bool by_character;  /* UTF-8 where it is, else Windows-1252 */
    bool only_latin;    /* ... and UTF-8 only in Latin scripts */
    struct buf pending; /* bytes given; after a call, those that begin a character */
    int64_t undecodable;
};

struct decoder *decoder_open(enum encoding encoding, bool is_mixed, struct error *err)
{
    bool by_character = encoding == ENCODING_UTF_8 || is_mixed;
    const char *name = encoding_name(by_character ? ENCODING_WINDOWS_1252 : encoding);
    iconv_t conversion = iconv_open("UTF-8", name);
    if (conversion == (iconv_t)-1) {
        error_set(err, ERROR_SYSTEM, "iconv knows no encoding %s", name);
        return NULL;
    }
    struct arena arena;
    arena_init_private(&arena);
    struct decoder *decoder = arena_one(&arena, struct decoder);
    *decoder = (struct decoder){.conversion = conversion,
                                .encoding = encoding,
                                .by_character = by_character,
                                .only_latin = encoding == ENCODING_WINDOWS_1252};
    buf_init(&decoder->pending, NULL);
    decoder->arena = arena;
    return decoder;
}

void decoder_close(struct decoder *decoder)
{
    if (!decoder) {
        return;
    }
    iconv_close(decoder->conversion);
    buf_clear(&decoder->pending);
    struct arena arena = decoder->arena;
    arena_clear(&arena);
}

int64_t decoder_undecodable(const struct decoder *decoder)
{
    return decoder->undecodable;
}

static void replace(struct decoder *decoder, struct buf *out)
{
    decoder->undecodable++;
    buf_add(out, REPLACEMENT);
}

/* What iconv makes of the bytes; the number used, less than all of them only when the last begin a character. */
static size_t convert(struct decoder *decoder, struct str bytes, struct buf *out)
{
    size_t unit = decoder->encoding >= ENCODING_UTF_16LE && !decoder->by_character ? 2 : 1;
    char *in = (char *)(uintptr_t)bytes.ptr;
    size_t in_left = bytes.len;
    while (in_left > 0) {
        buf_reserve(out, in_left + in_left / 8 + 64);
        char *to = out->ptr + out->len;
        size_t to_left = out->capacity - out->len;
        size_t result = iconv(decoder->conversion, &in, &in_left, &to, &to_left);
        out->len = out->capacity - to_left;
        if (result == (size_t)-1 && errno == EINVAL) {
            break;
        }
        if (result == (size_t)-1 && errno != E2BIG) {
            size_t skipped = in_left < unit ? in_left : unit;
            replace(decoder, out);
            in += skipped, in_left -= skipped;
        }
    }
    return bytes.len - in_left;
}

static size_t convert_characters(struct decoder *decoder, struct str bytes, bool is_last, struct buf *out)
{
    const unsigned char *s = (const unsigned char *)bytes.ptr;
    size_t at = 0;
    while (at < bytes.len) {
        size_t run = ascii_run(s + at, bytes.len - at);
        buf_add(out, str_slice(bytes, at, at + run));
        at += run;
        if (at == bytes.len) {
            break;
        }
        size_t sequence = sequence_at(s + at, bytes.len - at);
        if (sequence == INCOMPLETE && !is_last) {
            break;
        }
        bool is_utf8 = sequence != 0 && sequence != INCOMPLETE && (!decoder->only_latin || is_latin(s + at, sequence));
        size_t len = is_utf8 ? sequence : 1;
        if (is_utf8) {
            buf_add(out, str_slice(bytes, at, at + len));
        } else {
            convert(decoder, str_slice(bytes, at, at + len), out);
        }
        at += len;
    }
    return at;
}

/* No text holds NUL: what stands after `from` in `out` is made so. */
static void replace_zeros(struct decoder *decoder, struct buf *out, size_t from)
{
    struct str text = str_slice(buf_str(out), from, out->len), part;
    if (str_index(text, '\0', 0) == text.len) {
        return;
    }
    struct buf copy;
    buf_init(&copy, NULL);
    buf_add(&copy, text);
    out->len = from;
    struct str rest = buf_str(&copy);
    for (bool first = true; str_split(&rest, '\0', &part); first = false) {
        if (!first) {
            replace(decoder, out);
        }
        buf_add(out, part);
    }
    buf_clear(&copy);
}

void decoder_add(struct decoder *decoder, struct str bytes, bool is_last, struct buf *out)
{
    struct buf *pending = &decoder->pending;
    size_t from = out->len;
    buf_add(pending, bytes);
    struct str all = buf_str(pending);
    size_t used = decoder->by_character ? convert_characters(decoder, all, is_last, out) : convert(decoder, all, out);
    struct str rest = str_slice(all, used, all.len);
    if (is_last && rest.len > 0) {
        replace(decoder, out);
        rest.len = 0;
    }
    if (rest.len > 0) {
        memmove(pending->ptr, rest.ptr, rest.len);
    }
    pending->len = rest.len;
    replace_zeros(decoder, out, from);
}
