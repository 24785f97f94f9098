#include "traces.h"

#include <string.h>

#include "gencarto/base/file.h"

#define HASH_BITS  20
#define NEAR_BYTES 300
#define SMALL      UINT64_C(0x2020202020202020) /* makes letters small, and keeps digits */

/* Of the first bytes, letters as if small. */
static uint32_t hash_of_short(const char *at)
{
    uint32_t word;
    memcpy(&word, at, sizeof word);
    return ((word | (uint32_t)SMALL) * UINT32_C(2654435761)) >> (32 - HASH_BITS);
}

static uint32_t hash_of_long(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return (uint32_t)(((word | SMALL) * UINT64_C(0x9e3779b97f4a7c15)) >> (64 - HASH_BITS));
}

void traces_init(struct traces *traces, struct arena *arena)
{
    *traces = (struct traces){.arena = arena};
}

void traces_add(struct traces *traces, struct trace trace)
{
    if (trace.text.len < TRACE_SHORTEST) {
        return;
    }
    *arena_push(traces->arena, traces->items, traces->count, traces->capacity) = trace;
}

static bool has_text(const struct traces *traces, uint32_t head, struct str text)
{
    for (uint32_t i = head; i > 0; i = traces->nexts[i - 1]) {
        if (str_equal(traces->items[i - 1].text, text)) {
            return true;
        }
    }
    return false;
}

static void clear_index(struct arena *arena, struct trace_index *index)
{
    if (index->filter == NULL) {
        index->filter = arena_array(arena, uint64_t, (1 << HASH_BITS) / 64);
        index->heads = arena_array(arena, uint32_t, 1 << HASH_BITS);
    }
    memset(index->filter, 0, (1 << HASH_BITS) / 8);
    memset(index->heads, 0, sizeof(uint32_t) << HASH_BITS);
    index->count = 0;
}

void traces_index(struct traces *traces)
{
    size_t all = traces->count;
    clear_index(traces->arena, &traces->of_short);
    clear_index(traces->arena, &traces->of_long);
    traces->nexts = arena_array(traces->arena, uint32_t, all);
    traces->count = 0;
    for (size_t i = 0; i < all; i++) {
        struct trace trace = traces->items[i];
        if (trace.text.len == 0) {
            continue;
        }
        bool is_long = trace.text.len >= TRACE_LONG;
        struct trace_index *index = is_long ? &traces->of_long : &traces->of_short;
        uint32_t hash = is_long ? hash_of_long(trace.text.ptr) : hash_of_short(trace.text.ptr);
        if (has_text(traces, index->heads[hash], trace.text)) {
            continue;
        }
        traces->items[traces->count] = trace;
        traces->nexts[traces->count] = index->heads[hash];
        index->heads[hash] = (uint32_t)++traces->count;
        index->filter[hash / 64] |= UINT64_C(1) << (hash % 64);
        index->count++;
    }
}

static bool is_word_byte(struct str content, size_t at)
{
    unsigned char c = at < content.len ? (unsigned char)content.ptr[at] : ' ';
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool stands_at(const struct trace *trace, struct str content, size_t at)
{
    size_t end = at + trace->text.len;
    return end <= content.len && str_equal_ascii_case(str_slice(content, at, end), trace->text) &&
           (!trace->is_word || ((at == 0 || !is_word_byte(content, at - 1)) && !is_word_byte(content, end)));
}

typedef void on_trace(void *context, const struct trace *trace);

static void search_chain(const struct traces *traces, const struct trace_index *index, uint32_t hash,
                         struct str content, size_t at, on_trace *found, void *context)
{
    if ((index->filter[hash / 64] >> (hash % 64) & 1) == 0) {
        return;
    }
    for (uint32_t i = index->heads[hash]; i > 0; i = traces->nexts[i - 1]) {
        if (stands_at(&traces->items[i - 1], content, at)) {
            found(context, &traces->items[i - 1]);
        }
    }
}

static void search(const struct traces *traces, struct str content, on_trace *found, void *context)
{
    for (size_t at = 0; traces->of_long.count > 0 && at + TRACE_LONG <= content.len; at++) {
        search_chain(traces, &traces->of_long, hash_of_long(content.ptr + at), content, at, found, context);
    }
    for (size_t at = 0; traces->of_short.count > 0 && at + TRACE_SHORTEST <= content.len; at++) {
        search_chain(traces, &traces->of_short, hash_of_short(content.ptr + at), content, at, found, context);
    }
}

/* --- faults --- */

struct finder {
    struct figures *figures;
    struct str place;
};

static bool is_told(const struct finder *finder, struct audit_fault fault)
{
    const struct audit_report *report = finder->figures->report;
    for (size_t i = report->kept; i > 0 && str_equal(report->faults[i - 1].place, fault.place); i--) {
        const struct audit_fault *told = &report->faults[i - 1];
        if (str_equal(told->rule, fault.rule) && str_equal(told->cell, fault.cell)) {
            return true;
        }
    }
    return false;
}

static void tell(void *context, const struct trace *trace)
{
    struct finder *finder = context;
    struct audit_fault fault = {trace->rule, finder->place, trace->origin, STR("its text"),
                                STR("nothing of the personal input")};
    if (!is_told(finder, fault)) {
        figures_fault(finder->figures, fault);
    }
}

/* The number as a word of its own. */
static bool holds_number(struct str content, struct str digits)
{
    struct trace trace = {.text = digits, .is_word = true};
    for (size_t at = str_find(content, digits, 0); at < content.len; at = str_find(content, digits, at + 1)) {
        bool is_decimal = at > 0 && (content.ptr[at - 1] == '.' || content.ptr[at - 1] == ',');
        if (!is_decimal && stands_at(&trace, content, at)) {
            return true;
        }
    }
    return false;
}

/* The size or the rows of a personal file beside its name. */
static void find_counts(const struct traces *traces, struct figures *figures, struct str place, struct str content)
{
    for (size_t i = 0; i < traces->file_count; i++) {
        const struct counted_file *file = &traces->files[i];
        const int64_t counts[] = {file->bytes, file->rows, file->rows + 1};
        for (size_t at = str_find(content, file->name, 0); at < content.len;
             at = str_find(content, file->name, at + 1)) {
            struct str near = str_slice(content, at < NEAR_BYTES ? 0 : at - NEAR_BYTES, at + NEAR_BYTES);
            for (size_t k = 0; k < sizeof counts / sizeof *counts; k++) {
                struct str digits = str_format(figures->arena, "%lld", (long long)counts[k]);
                if (counts[k] >= 100 && holds_number(near, digits)) {
                    figures_fault(figures, (struct audit_fault){STR("personal-file-told"), place, file->name,
                                                                k == 0 ? STR("its size") : STR("its rows"),
                                                                STR("neither beside its name")});
                }
            }
        }
    }
}

void traces_find(const struct traces *traces, struct figures *figures, struct str place, struct str content)
{
    struct finder finder = {figures, place};
    if (traces->count > 0) {
        search(traces, content, tell, &finder);
    }
    find_counts(traces, figures, place, content);
}

static void tell_joined(void *context, const struct trace *trace)
{
    if (trace->text.len >= TRACE_JOINED && !trace->is_word) {
        tell(context, trace);
    }
}

void traces_find_joined(const struct traces *traces, struct figures *figures, struct str place, struct str content)
{
    struct finder finder = {figures, place};
    if (traces->of_long.count > 0) {
        search(traces, content, tell_joined, &finder);
    }
}

struct dropper {
    struct traces *traces;
};

static void drop(void *context, const struct trace *trace)
{
    struct traces *traces = ((struct dropper *)context)->traces;
    traces->items[trace - traces->items].text.len = 0;
}

void traces_drop_found(struct traces *traces, struct str content)
{
    struct dropper dropper = {traces};
    search(traces, content, drop, &dropper);
}

/* --- canaries --- */

bool traces_read_canaries(struct traces *traces, const char *path, struct error *err)
{
    struct str rest, line;
    size_t before = traces->count;
    if (!file_read(traces->arena, path, &rest, err)) {
        return false;
    }
    for (size_t number = 1; rest.len > 0 && str_split(&rest, '\n', &line); number++) {
        traces_add(traces, (struct trace){str_trim(line), STR("canary"),
                                          str_format(traces->arena, "line %zu of the canaries", number), false});
    }
    return traces->count > before || error_set(err, ERROR_INPUT, "%s: no text of four bytes or more", path);
}
