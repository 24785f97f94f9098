#include "gencarto/compile/ingest/dialect.h"

#include "gencarto/compile/ingest/shape.h"
#include "gencarto/compile/ingest/tolerant.h"

#define SAMPLE_RECORDS 100

/* Q = P x T, after van den Burg, Nazabal and Sutton (2019), for each delimiter, quote and escape.
 *
 * P, the row patterns: the sum over the widths k of (w_k / W)^2 (max(alpha, L_k - 1) / L_k), where L_k is the number of
 * cells, w_k the weight of the records that have as many, and W of all. A record weighs 1; one above the first or below
 * the last of the commonest width, as titles and footnotes are, a quarter. The square (the paper divides by the
 * number of widths) lets one bad record in a thousand pass for what it is.
 * T, the types: the mean over the cells of how well a cell looks like something (shape_scores).
 * P loses by the share of records that break the grammar of quotes, gains by cells that keep it, and loses where a
 * delimiter is rare by nature: blanks and colons are in every text.
 * Ties go to the first candidate: delimiters in the order below, then " ' none, then doubled, backslash. */
#define ALPHA           0.1
#define MARGIN_WEIGHT   0.25
#define BROKEN_LOSS     0.5
#define QUOTED_GAIN     1.2
#define LEAST_BROKEN    3   /* and a fifth: fewer are faults to be told, not a file where quotes are letters */
#define LONE_TITLE_LOSS 0.2 /* one cell, then two in each record: more likely one column of texts */

static const struct {
    char delimiter;
    double prior;
} delimiters[] = {{';', 1.0}, {',', 1.0}, {'\t', 1.0}, {'|', 1.0}, {'^', 0.7}, {'~', 0.7}, {':', 0.5}, {' ', 0.4}};
#define DELIMITERS (sizeof delimiters / sizeof *delimiters)
#define USUAL      3 /* tried even where they do not occur: ; , tab */

static const double shape_scores[] = {
    [SHAPE_EMPTY] = 0.9, [SHAPE_NUMBER] = 1, [SHAPE_DATE] = 1, [SHAPE_BOOLEAN] = 1, [SHAPE_ADDRESS] = 1,
    [SHAPE_CODE] = 1,    [SHAPE_WORD] = 1,   [SHAPE_TEXT] = 1, [SHAPE_OTHER] = 0.2,
};

const char *escape_name(enum escape escape)
{
    static const char *const names[] = {"doubled", "backslash", "none"};
    return names[escape];
}

/* ---- score ---------------------------------------------------------------------------------------------------- */

/* What one candidate makes of the sample. */
struct reading {
    struct str sample;
    bool is_whole;
    size_t widths[SAMPLE_RECORDS], records;
    size_t broken, quoted;
    size_t later, padded; /* cells after the first that are not empty, and those with a blank before them */
    bool has_single;      /* a cell begins with ' */
    double types;         /* sum over the cells */
    size_t cells;
};

static void measure(struct reading *reading, const struct tolerant_record *record, bool with_types)
{
    reading->widths[reading->records++] = record->count;
    reading->broken += record->fault != FAULT_NONE;
    reading->padded += record->padded;
    for (size_t i = 0; i < record->count; i++) {
        struct str cell = record->cells[i];
        bool is_bare = !record->quoted[i];
        reading->quoted += !is_bare;
        reading->later += i > 0 && (!is_bare || cell.len > 0);
        reading->has_single = reading->has_single || (is_bare && str_starts(str_trim(cell), STR("'")));
        if (with_types) {
            enum shape shape = shape_of(cell);
            reading->types += !is_bare && shape == SHAPE_OTHER ? 1 : shape_scores[shape];
            reading->cells++;
        }
    }
}

static void read_sample(const struct dialect *dialect, struct reading *reading, bool with_types,
                        struct tolerant_record *record)
{
    struct str rest = reading->sample;
    while (rest.len > 0 && reading->records < SAMPLE_RECORDS) {
        size_t blank = tolerant_blank_line(dialect, rest, true);
        if (blank > 0) {
            rest = str_slice(rest, blank, rest.len);
            continue;
        }
        if (tolerant_read(dialect, rest, reading->is_whole, 0, record) != TOLERANT_RECORD) {
            reading->broken += reading->records == 0;
            return;
        }
        measure(reading, record, with_types);
        rest = str_slice(rest, record->len, rest.len);
    }
}

static size_t commonest_width(const struct reading *reading)
{
    size_t best = 0, best_count = 0;
    for (size_t i = 0; i < reading->records; i++) {
        size_t count = 0;
        for (size_t k = 0; k < reading->records; k++) {
            count += reading->widths[k] == reading->widths[i];
        }
        if (count > best_count || (count == best_count && reading->widths[i] > best)) {
            best = reading->widths[i];
            best_count = count;
        }
    }
    return best;
}

static double pattern_score(const struct reading *reading, size_t common)
{
    double weights[RECORD_FIELDS + 1] = {0}, all = 0, sum = 0;
    size_t first = 0, last = reading->records;
    while (first < reading->records && reading->widths[first] != common) {
        first++;
    }
    while (last > 0 && reading->widths[last - 1] != common) {
        last--;
    }
    for (size_t i = 0; i < reading->records; i++) {
        double weight = (i < first || i >= last) && reading->widths[i] < common ? MARGIN_WEIGHT : 1;
        weights[reading->widths[i]] += weight;
        all += weight;
    }
    for (size_t width = 1; width <= RECORD_FIELDS && all > 0; width++) {
        double share = weights[width] / all;
        double gain = width > 1 ? (double)(width - 1) / (double)width : ALPHA;
        sum += share * share * gain;
    }
    return common == 2 && reading->widths[0] == 1 ? sum * LONE_TITLE_LOSS : sum;
}

static struct reading reading_of(const struct dialect_candidate *candidate, struct str sample, bool is_whole,
                                 bool with_types, struct tolerant_record *record)
{
    struct dialect dialect = {
        .delimiter = candidate->delimiter, .quote = candidate->quote, .escape = candidate->escape};
    struct reading reading = {.sample = sample, .is_whole = is_whole};
    read_sample(&dialect, &reading, with_types, record);
    return reading;
}

static void score_pattern(struct dialect_candidate *candidate, const struct reading *reading, double prior)
{
    double records = reading->records ? (double)reading->records : 1;
    candidate->records = reading->records;
    candidate->broken = reading->broken;
    candidate->columns = commonest_width(reading);
    candidate->is_padded = candidate->delimiter != ' ' && candidate->delimiter != '\t' && reading->padded > 0 &&
                           reading->padded * 20 >= reading->later * 19;
    candidate->pattern = prior * pattern_score(reading, candidate->columns) *
                         (1 - BROKEN_LOSS * (double)reading->broken / records) *
                         (reading->quoted > 0 ? QUOTED_GAIN : 1);
    candidate->types = -1;
}

/* ---- search --------------------------------------------------------------------------------------------------- */

struct search {
    struct str sample;
    bool is_whole;
    const struct dialect_wish *wish;
    struct tolerant_record record;
    struct dialect_search found;
};

static struct reading add_candidate(struct search *search, char delimiter, double prior, char quote, enum escape escape)
{
    struct dialect_candidate candidate = {.delimiter = delimiter, .quote = quote, .escape = escape};
    struct reading reading = reading_of(&candidate, search->sample, search->is_whole, false, &search->record);
    score_pattern(&candidate, &reading, prior);
    search->found.items[search->found.count++] = candidate;
    return reading;
}

static bool has_backslash_quote(struct str sample, char quote)
{
    for (size_t i = str_index(sample, '\\', 0); i + 1 < sample.len; i = str_index(sample, '\\', i + 1)) {
        if (sample.ptr[i + 1] == quote) {
            return true;
        }
    }
    return false;
}

/* The escapes worth a try with this quote. */
static struct reading try_escapes(struct search *search, char delimiter, double prior, char quote)
{
    const struct dialect_wish *wish = search->wish;
    if (wish->has_escape) {
        return add_candidate(search, delimiter, prior, quote, wish->escape);
    }
    struct reading reading = add_candidate(search, delimiter, prior, quote, ESCAPE_DOUBLED);
    if (quote && has_backslash_quote(search->sample, quote)) {
        add_candidate(search, delimiter, prior, quote, ESCAPE_BACKSLASH);
    }
    return reading;
}

static void try_quotes(struct search *search, char delimiter, double prior)
{
    char wish = search->wish->quote;
    if (wish != QUOTE_FOUND) {
        try_escapes(search, delimiter, prior, wish == QUOTE_NONE ? '\0' : wish);
        return;
    }
    struct reading reading = try_escapes(search, delimiter, prior, '"');
    if (reading.has_single) {
        try_escapes(search, delimiter, prior, '\'');
    }
    if (reading.broken >= LEAST_BROKEN && reading.broken * 5 > reading.records) {
        add_candidate(search, delimiter, prior, '\0', ESCAPE_DOUBLED);
    }
}

static void try_delimiters(struct search *search, char wish)
{
    for (size_t i = 0; i < DELIMITERS; i++) {
        char delimiter = delimiters[i].delimiter;
        bool occurs = str_index(search->sample, delimiter, 0) < search->sample.len;
        if (wish ? wish == delimiter : occurs || i < USUAL) {
            try_quotes(search, delimiter, delimiters[i].prior);
        }
    }
    if (search->found.count == 0) {
        try_quotes(search, wish, 1); /* one that nobody guesses */
    }
}

/* The types of the candidates that could still win: T is at most 1. */
static void score_types(struct search *search)
{
    double best = 0;
    for (size_t i = 0; i < search->found.count; i++) {
        struct dialect_candidate *candidate = &search->found.items[i];
        if (candidate->pattern <= best) {
            continue;
        }
        struct reading reading = reading_of(candidate, search->sample, search->is_whole, true, &search->record);
        candidate->types = reading.cells ? reading.types / (double)reading.cells : 0;
        candidate->score = candidate->pattern * candidate->types;
        best = candidate->score > best ? candidate->score : best;
    }
}

/* Best first; the first stays before its equals. */
static void sort_candidates(struct dialect_search *found)
{
    for (size_t i = 1; i < found->count; i++) {
        struct dialect_candidate moved = found->items[i];
        size_t at = i;
        for (; at > 0 && found->items[at - 1].score < moved.score; at--) {
            found->items[at] = found->items[at - 1];
        }
        found->items[at] = moved;
    }
}

/* "sep=;", as Excel writes and reads it. */
static bool separator_line(struct str text, char *out_delimiter)
{
    struct str line = str_slice(text, 0, str_index(text, '\n', 0));
    line = str_slice(line, 0, str_index(line, '\r', 0));
    if (line.len != 5 || !str_equal_ascii_case(str_slice(line, 0, 4), STR("sep="))) {
        return false;
    }
    *out_delimiter = line.ptr[4];
    return true;
}

size_t dialect_text_begin(const struct dialect *dialect, struct str text)
{
    size_t at = dialect->has_separator_line ? 5 : 0;
    at += at > 0 && at < text.len && text.ptr[at] == '\r';
    at += at > 0 && at < text.len && text.ptr[at] == '\n';
    return at;
}

/* Whole lines from the beginning, at most DIALECT_SAMPLE_BYTES. */
static struct str sample_of(struct str text, bool *out_is_whole)
{
    *out_is_whole = text.len <= DIALECT_SAMPLE_BYTES;
    size_t end = *out_is_whole ? text.len : DIALECT_SAMPLE_BYTES;
    while (!*out_is_whole && end > 0 && text.ptr[end - 1] != '\n' && text.ptr[end - 1] != '\r') {
        end--;
    }
    return str_slice(text, 0, end > 0 ? end : DIALECT_SAMPLE_BYTES);
}

void dialect_find(struct str text, const struct dialect_wish *wish, struct dialect *dialect,
                  struct dialect_search *out_search)
{
    struct search search = {.wish = wish};
    char delimiter = wish->delimiter;
    search.sample = sample_of(text, &search.is_whole);
    dialect->has_separator_line = separator_line(search.sample, &dialect->delimiter);
    if (dialect->has_separator_line) {
        delimiter = wish->delimiter ? wish->delimiter : dialect->delimiter;
        search.sample = str_slice(search.sample, 5, search.sample.len);
    }
    tolerant_init(&search.record);
    try_delimiters(&search, delimiter);
    score_types(&search);
    sort_candidates(&search.found);
    tolerant_clear(&search.record);
    const struct dialect_candidate *best = &search.found.items[0];
    dialect->delimiter = best->delimiter;
    dialect->quote = best->quote;
    dialect->escape = best->escape;
    dialect->is_padded = best->is_padded;
    if (out_search) {
        *out_search = search.found;
    }
}

/* ---- whole files ---------------------------------------------------------------------------------------------- */

bool dialect_wish_encoding(const struct encoding_scan *scan, struct str wish, enum encoding *out_encoding)
{
    static const struct {
        struct str name;
        enum encoding encoding;
    } names[] = {
        {STR_INIT("UTF-8"), ENCODING_UTF_8},       {STR_INIT("windows-1252"), ENCODING_WINDOWS_1252},
        {STR_INIT("UTF-16LE"), ENCODING_UTF_16LE}, {STR_INIT("UTF-16BE"), ENCODING_UTF_16BE},
        {STR_INIT("UTF-16"), ENCODING_UTF_16LE},
    };
    *out_encoding = encoding_decide(scan);
    if (scan->has_signature || wish.len == 0) {
        return true;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_equal_ascii_case(wish, names[i].name)) {
            bool is_found = str_equal(wish, STR("UTF-16")) && *out_encoding == ENCODING_UTF_16BE;
            *out_encoding = is_found ? ENCODING_UTF_16BE : names[i].encoding;
            return true;
        }
    }
    return false;
}

bool dialect_check_is_text(const char *name, struct str beginning, struct error *err)
{
    static const struct {
        struct str bytes;
        const char *what;
    } others[] = {
        {STR_INIT("PK\x03\x04"), "a spreadsheet or an archive (ZIP)"},
        {STR_INIT("\xd0\xcf\x11\xe0"), "a spreadsheet of Excel 97-2003"},
        {STR_INIT("%PDF-"), "a PDF"},
        {STR_INIT("\x1f\x8b"), "a compressed file (gzip)"},
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (str_starts(beginning, others[i].bytes)) {
            return error_set(err, ERROR_INPUT, "%s: no text but %s; export it as CSV", name, others[i].what);
        }
    }
    return true;
}

static bool decode(struct arena *arena, const struct encoding_scan *scan, struct str raw, struct dialect *dialect,
                   struct str *out_text, struct error *err)
{
    raw = str_slice(raw, encoding_signature_len(scan), raw.len);
    if (encoding_is_plain(scan) && dialect->encoding == ENCODING_UTF_8) {
        *out_text = raw;
        return true;
    }
    struct decoder *decoder = decoder_open(dialect->encoding, dialect->is_mixed, err);
    if (!decoder) {
        return false;
    }
    struct buf text;
    buf_init(&text, arena);
    decoder_add(decoder, raw, true, &text);
    dialect->undecodable = decoder_undecodable(decoder);
    decoder_close(decoder);
    *out_text = buf_str(&text);
    return true;
}

bool dialect_detect(struct arena *arena, const char *name, struct str raw, const struct dialect_wish *wish,
                    struct dialect *out_dialect, struct str *out_text, struct error *err)
{
    struct encoding_scan scan;
    encoding_scan_text(&scan, raw);
    return dialect_detect_scanned(arena, name, raw, &scan, wish, out_dialect, out_text, err);
}

bool dialect_detect_scanned(struct arena *arena, const char *name, struct str raw, const struct encoding_scan *whole,
                            const struct dialect_wish *wish, struct dialect *out_dialect, struct str *out_text,
                            struct error *err)
{
    struct encoding_scan scan = *whole;
    struct dialect dialect = {.has_signature = scan.has_signature, .line_ends = encoding_line_ends(&scan)};
    struct str text;
    if (!dialect_check_is_text(name, raw, err)) {
        return false;
    }
    if (!dialect_wish_encoding(&scan, wish->encoding, &dialect.encoding)) {
        return error_set(err, ERROR_INPUT, "%s: the encoding %.*s is not known", name, STR_ARGS(wish->encoding));
    }
    bool is_declared = scan.has_signature || wish->encoding.len > 0;
    if (is_declared && dialect.encoding == ENCODING_UTF_8 && scan.invalid > 0) {
        return error_set(err, ERROR_INPUT, "%s:%lld: not UTF-8, although %s says so; export the file again", name,
                         (long long)scan.first_invalid_line,
                         scan.has_signature ? "its byte order mark" : "encodage in programme.xml");
    }
    dialect.is_mixed = !is_declared && encoding_is_mixed(&scan);
    if (!decode(arena, &scan, raw, &dialect, &text, err)) {
        return false;
    }
    dialect_find(text, wish, &dialect, NULL);
    *out_dialect = dialect;
    *out_text = text;
    return true;
}
