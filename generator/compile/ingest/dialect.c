#include "gencarto/compile/ingest/dialect.h"

#include "gencarto/compile/ingest/shape.h"
#include "gencarto/compile/ingest/tolerant.h"

#define HEAD_RECORDS   100 /* of the beginning */
#define PART_RECORDS   12  /* of each part further on */
#define SAMPLE_RECORDS (HEAD_RECORDS + DIALECT_PARTS * PART_RECORDS)
#define PART_BYTES     (size_t)(16 * 1024)
#define LONGEST_LINE   (size_t)(4 * RECORD_BYTES)
#define DECODED_PIECE  (size_t)(256 * 1024)
#define DECODER_ROOM   (DECODED_PIECE / 8 + 256)  /* that the decoder asks for beyond what it needs */
#define MARKED_BYTES   (size_t)(16 * 1024 * 1024) /* searched for marks of quoting */

/* Q = P x T, after van den Burg, Nazabal and Sutton (2019), for each delimiter, quote and escape.
 *
 * P, the row patterns: the sum over the widths k of (w_k / W)^2 (max(alpha, L_k - 1) / L_k), where L_k is the number of
 * cells, w_k the weight of the records that have as many, and W of all. A record weighs 1; one above the first or below
 * the last of the commonest width, as titles and footnotes are, a quarter. The square (the paper divides by the
 * number of widths) lets one bad record in a thousand pass for what it is.
 * T, the types: the mean over the cells of how well a cell looks like something (shape_scores).
 * P loses by the share of records that break the grammar of quotes, gains by cells that keep it, and loses where a
 * delimiter is rare by nature. Characters that are in every text, as blanks and colons are, cut one only when the cells
 * are facts (numbers, dates, codes, addresses) or quoted, and the lines are none by themselves.
 * The beginning is read first. Where lines further on, taken from all over the text, are not as the dialect found there
 * says, the search begins again on all of them.
 * Ties go to the first candidate: delimiters in the order below, then " ' none, then doubled, backslash. */
#define ALPHA            0.1
#define MARGIN_WEIGHT    0.25
#define BROKEN_LOSS      0.5
#define QUOTED_GAIN      1.2
#define QUOTED_MORE      0.05 /* times the share of the cells: the character that quotes most of them */
#define LEAST_BROKEN     3    /* and a fifth: fewer are faults to be told, not a file where quotes are letters */
#define LONE_TITLE_LOSS  0.2  /* one cell, then two in each record: more likely one column of texts */
#define RARE_ESCAPE_LOSS 0.5  /* more quotes are doubled than stand after a backslash */
#define TEXT_LOSS        0.1  /* a character of texts that cuts no facts */
#define FACTS_LEAST      0.4  /* of the cells that are not empty */
#define TOKENS_LEAST     0.7  /* of the lines: one column of dates, numbers, codes or addresses */
#define TOKEN_BYTES      40

static const struct delimiter {
    char character;
    double prior;
    bool is_of_texts;
} delimiters[] = {
    {';', 1.0, false},    {',', 1.0, false},    {'\t', 1.0, false},   {'|', 1.0, false},    {'\x1f', 1.0, false},
    {'\x1e', 1.0, false}, {'\x01', 1.0, false}, {'\x02', 1.0, false}, {'\x03', 1.0, false}, {'\x1c', 1.0, false},
    {'\x1d', 1.0, false}, {'^', 0.7, false},    {'~', 0.7, false},    {'#', 0.6, true},     {'!', 0.6, true},
    {'*', 0.6, true},     {'$', 0.6, true},     {'%', 0.6, true},     {'&', 0.6, true},     {'@', 0.6, true},
    {'=', 0.6, true},     {'\\', 0.6, true},    {':', 0.5, true},     {' ', 0.4, true},     {'/', 0.35, true},
    {'+', 0.35, true},    {'_', 0.35, true},    {'-', 0.35, true},
};
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
    size_t widths[SAMPLE_RECORDS], records;
    size_t broken, quoted;
    size_t later, padded;        /* cells after the first that are not empty, and those with a blank before them */
    bool has_single;             /* a cell begins with ' */
    size_t doubled, backslashed; /* quotes inside quotes */
    double types;                /* sum over the cells */
    size_t cells, filled, facts;
};

static bool is_fact(enum shape shape)
{
    return shape_is_value(shape) || shape == SHAPE_CODE || shape == SHAPE_ADDRESS;
}

static void measure(struct reading *reading, const struct tolerant_record *record, bool with_types)
{
    reading->widths[reading->records++] = record->count;
    reading->broken += record->fault != FAULT_NONE;
    reading->padded += record->padded;
    reading->doubled += record->doubled;
    reading->backslashed += record->backslashed;
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
            reading->filled += shape != SHAPE_EMPTY;
            reading->facts += shape != SHAPE_EMPTY && (!is_bare || is_fact(shape));
        }
    }
}

static void read_part(const struct dialect *dialect, struct str rest, bool is_last, size_t most,
                      struct reading *reading, bool with_types, struct tolerant_record *record)
{
    size_t last = reading->records + most;
    while (rest.len > 0 && reading->records < last) {
        size_t blank = tolerant_blank_line(dialect, rest, true);
        if (blank > 0) {
            rest = str_slice(rest, blank, rest.len);
            continue;
        }
        if (tolerant_read(dialect, rest, is_last, 0, record) != TOLERANT_RECORD) {
            reading->broken += reading->records == 0;
            return;
        }
        measure(reading, record, with_types);
        rest = str_slice(rest, record->len, rest.len);
    }
}

static double gain_of(size_t width)
{
    return width > 1 ? (double)(width - 1) / (double)width : ALPHA;
}

static double pattern_score(const struct reading *reading, size_t common, bool is_of_texts)
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
        sum += share * share * gain_of(width);
    }
    bool is_lone = reading->records > 0 && reading->widths[0] == 1 && weights[1] * 2 < all;
    bool has_lone_title = is_lone && (weights[2] * 2 > all || is_of_texts);
    return has_lone_title ? sum * LONE_TITLE_LOSS : sum;
}

/* The width that adds most to P. Records of one cell weigh less: a table below more lines of text than it has rows is
 * still a table. */
static size_t best_width(const struct reading *reading)
{
    double weights[RECORD_FIELDS + 1] = {0}, best_gain = 0;
    size_t best = 0;
    for (size_t i = 0; i < reading->records; i++) {
        size_t width = reading->widths[i];
        weights[width] += width == 1 ? MARGIN_WEIGHT : 1;
    }
    for (size_t width = RECORD_FIELDS; width > 0; width--) {
        double gain = weights[width] * weights[width] * gain_of(width);
        if (gain > best_gain) {
            best = width;
            best_gain = gain;
        }
    }
    return best;
}

/* Of the parts from `from` to `to`, exclusive. */
static struct reading reading_of(const struct dialect_candidate *candidate, const struct dialect_sample *sample,
                                 size_t from, size_t to, bool with_types, struct tolerant_record *record)
{
    struct dialect dialect = {
        .delimiter = candidate->delimiter, .quote = candidate->quote, .escape = candidate->escape};
    struct reading reading = {.records = 0};
    for (size_t i = from; i < to; i++) {
        size_t most = i == 0 ? HEAD_RECORDS : PART_RECORDS;
        read_part(&dialect, sample->parts[i], sample->is_whole, most, &reading, with_types, record);
    }
    return reading;
}

static const struct delimiter *delimiter_of(char character)
{
    for (size_t i = 0; i < DELIMITERS; i++) {
        if (delimiters[i].character == character) {
            return &delimiters[i];
        }
    }
    return NULL;
}

static bool is_of_texts(char character)
{
    const struct delimiter *delimiter = delimiter_of(character);
    return delimiter && delimiter->is_of_texts;
}

static double quoted_gain(const struct reading *reading)
{
    double cells = 0;
    for (size_t i = 0; i < reading->records; i++) {
        cells += (double)reading->widths[i];
    }
    return reading->quoted > 0 ? QUOTED_GAIN + QUOTED_MORE * (double)reading->quoted / cells : 1;
}

static void score_pattern(struct dialect_candidate *candidate, const struct reading *reading, double prior)
{
    double records = reading->records ? (double)reading->records : 1;
    candidate->records = reading->records;
    candidate->broken = reading->broken;
    candidate->columns = best_width(reading);
    double pattern = pattern_score(reading, candidate->columns, is_of_texts(candidate->delimiter));
    candidate->is_padded =
        candidate->delimiter != ' ' && reading->padded > 0 && reading->padded * 20 >= reading->later * 19;
    bool is_escape_rare = candidate->escape == ESCAPE_BACKSLASH && reading->doubled > reading->backslashed;
    candidate->pattern = prior * (is_escape_rare ? RARE_ESCAPE_LOSS : 1) * pattern *
                         (1 - BROKEN_LOSS * (double)reading->broken / records) * quoted_gain(reading);
    candidate->types = -1;
}

/* ---- candidates ----------------------------------------------------------------------------------------------- */

struct search {
    const struct dialect_sample *sample;
    size_t parts; /* of the sample that are looked at */
    const struct dialect_wish *wish;
    bool has_tokens; /* the lines are facts as they are */
    struct tolerant_record record;
    struct dialect_search found;
};

static struct reading add_candidate(struct search *search, char delimiter, double prior, char quote, enum escape escape)
{
    struct dialect_candidate candidate = {.delimiter = delimiter, .quote = quote, .escape = escape};
    struct reading reading = reading_of(&candidate, search->sample, 0, search->parts, false, &search->record);
    score_pattern(&candidate, &reading, prior);
    if (search->found.count < DIALECT_CANDIDATES) {
        search->found.items[search->found.count++] = candidate;
    }
    return reading;
}

static bool holds(const struct dialect_sample *sample, size_t parts, struct str wanted)
{
    for (size_t i = 0; i < parts; i++) {
        struct str part = sample->parts[i];
        bool has_first = str_index(part, wanted.ptr[0], 0) < part.len; /* sooner told */
        if (has_first && str_find(part, wanted, 0) < part.len) {
            return true;
        }
    }
    return false;
}

static bool has_backslash_quote(const struct search *search, char quote)
{
    char escaped[] = {'\\', quote};
    return holds(search->sample, search->parts, (struct str){escaped, sizeof escaped});
}

/* The escapes worth a try with this quote. */
static struct reading try_escapes(struct search *search, char delimiter, double prior, char quote)
{
    const struct dialect_wish *wish = search->wish;
    if (wish->has_escape) {
        return add_candidate(search, delimiter, prior, quote, wish->escape);
    }
    struct reading reading = add_candidate(search, delimiter, prior, quote, ESCAPE_DOUBLED);
    if (quote && has_backslash_quote(search, quote)) {
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
        const struct delimiter *delimiter = &delimiters[i];
        bool occurs = holds(search->sample, search->parts, (struct str){&delimiter->character, 1});
        bool is_likely = i < USUAL || (occurs && !(delimiter->is_of_texts && search->has_tokens));
        if (wish ? wish == delimiter->character : is_likely) {
            try_quotes(search, delimiter->character, delimiter->prior);
        }
    }
    if (search->found.count == 0) {
        try_quotes(search, wish, 1); /* one that nobody guesses */
    }
}

/* Spaces inside stand before groups of three digits. */
static bool is_number_alone(struct str line)
{
    for (size_t i = 0; i < line.len; i++) {
        struct str group = str_slice(line, i + 1, line.len);
        group = str_slice(group, 0, str_index(group, ' ', 0));
        if (line.ptr[i] == ' ' && (group.len < 3 || (group.len > 3 && group.ptr[3] >= '0' && group.ptr[3] <= '9'))) {
            return false;
        }
    }
    return true;
}

static bool is_token(struct str line)
{
    enum shape shape = line.len <= TOKEN_BYTES ? shape_of(line) : SHAPE_OTHER;
    return shape == SHAPE_NUMBER ? is_number_alone(line) : is_fact(shape) || shape == SHAPE_WORD;
}

/* Most lines are one date, number, code, word or address: one column. */
static bool has_tokens(const struct dialect_sample *sample)
{
    struct str rest = sample->parts[0], line;
    size_t lines = 0, tokens = 0;
    while (lines < HEAD_RECORDS && str_split(&rest, '\n', &line)) {
        line = str_trim(line);
        lines += line.len > 0;
        tokens += line.len > 0 && is_token(line);
    }
    return (double)tokens >= TOKENS_LEAST * (double)lines;
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
        struct reading reading = reading_of(candidate, search->sample, 0, search->parts, true, &search->record);
        bool cuts_text = is_of_texts(candidate->delimiter) && candidate->columns > 1 &&
                         (double)reading.facts < FACTS_LEAST * (double)reading.filled;
        candidate->types = reading.cells ? reading.types / (double)reading.cells : 0;
        candidate->score = candidate->pattern * candidate->types * (cuts_text ? TEXT_LOSS : 1);
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

/* ---- sample --------------------------------------------------------------------------------------------------- */

/* Up to `size` bytes from `from` on, whole lines when there are any; `from` is a line's beginning. */
static struct str whole_lines(struct str text, size_t from, size_t size)
{
    if (text.len - from <= size) {
        return str_slice(text, from, text.len);
    }
    size_t end = from + size;
    while (end > from && text.ptr[end - 1] != '\n' && text.ptr[end - 1] != '\r') {
        end--;
    }
    return str_slice(text, from, end > from ? end : from + size);
}

static size_t next_line(struct str text, size_t from)
{
    size_t at = str_index(text, '\n', from);
    at = at < text.len ? at : str_index(text, '\r', from);
    return at < text.len ? at + 1 : text.len;
}

struct str dialect_sample_part(struct str text)
{
    return whole_lines(text, next_line(text, 0), PART_BYTES);
}

/* A mark of quoting and the rarer of its characters, which alone is searched for. */
struct mark {
    struct str text;
    size_t rare;
};

static size_t find_mark(struct str text, const struct mark *mark, size_t from)
{
    char rare = mark->text.ptr[mark->rare];
    for (size_t at = str_index(text, rare, from + mark->rare); at < text.len; at = str_index(text, rare, at + 1)) {
        size_t begin = at - mark->rare;
        if (str_starts(str_slice(text, begin, text.len), mark->text)) {
            return begin;
        }
    }
    return text.len;
}

/* The first marks of quoting from `from` on: a quote, one after a backslash, a ' after what may be a delimiter. */
static void add_marked_parts(struct dialect_sample *sample, struct str text, size_t from)
{
    static const struct mark marks[] = {
        {STR_INIT("\""), 0}, {STR_INIT("\\\""), 0}, {STR_INIT(";'"), 1},
        {STR_INIT(",'"), 1}, {STR_INIT("\t'"), 1},  {STR_INIT("|'"), 1},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks && sample->count < DIALECT_PARTS; i++) {
        size_t at = find_mark(text, &marks[i], from);
        while (at < text.len && at > from && text.ptr[at - 1] != '\n' && text.ptr[at - 1] != '\r') {
            at--;
        }
        if (at < text.len) {
            sample->parts[sample->count++] = whole_lines(text, at, PART_BYTES);
        }
    }
}

void dialect_sample_add(struct dialect_sample *sample, struct str text)
{
    add_marked_parts(sample, text, next_line(text, 0));
}

struct dialect_sample dialect_sample_of(struct str text)
{
    struct dialect_sample sample = {.count = 1, .is_whole = text.len <= DIALECT_SAMPLE_BYTES};
    sample.parts[0] = whole_lines(text, 0, DIALECT_SAMPLE_BYTES);
    size_t head = 0;
    for (size_t i = 0; i < HEAD_RECORDS && head < text.len; i++) {
        head = next_line(text, head);
    }
    head = head < sample.parts[0].len ? head : sample.parts[0].len;
    for (size_t i = 0; i < DIALECT_SPREAD && head < text.len; i++) {
        size_t at = head + (text.len - head) / DIALECT_SPREAD * i;
        sample.parts[sample.count++] = dialect_sample_part(str_slice(text, at, at + 2 * PART_BYTES));
    }
    add_marked_parts(&sample, str_slice(text, 0, MARKED_BYTES), head);
    return sample;
}

/* ---- search --------------------------------------------------------------------------------------------------- */

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

static void search_parts(struct search *search, size_t parts, char delimiter)
{
    search->parts = parts;
    search->found.count = 0;
    search->has_tokens = has_tokens(search->sample);
    try_delimiters(search, delimiter);
    score_types(search);
    sort_candidates(&search->found);
}

/* The lines further on are not as the best candidate says: other widths, against the grammar, or with marks of quoting
 * that the beginning did not have. */
static bool is_otherwise(struct search *search)
{
    const struct dialect_sample *sample = search->sample;
    const struct dialect_candidate *best = &search->found.items[0];
    if (sample->count < 2) {
        return false;
    }
    struct reading reading = reading_of(best, sample, 1, sample->count, false, &search->record);
    size_t as_found = 0;
    for (size_t i = 0; i < reading.records; i++) {
        as_found += reading.widths[i] == best->columns;
    }
    search->parts = sample->count;
    if (best->columns < 2) {
        return true;
    }
    bool has_escapes = best->quote && best->escape == ESCAPE_DOUBLED && has_backslash_quote(search, best->quote);
    bool has_single = best->quote != '\'' && reading.has_single;
    return as_found * 5 < reading.records * 4 || reading.broken * 10 > reading.records || has_escapes || has_single;
}

void dialect_find_in(const struct dialect_sample *sample, const struct dialect_wish *wish, struct dialect *dialect,
                     struct dialect_search *out_search)
{
    struct dialect_sample records = *sample;
    struct search search = {.wish = wish, .sample = &records};
    char delimiter = wish->delimiter;
    dialect->has_separator_line = separator_line(sample->parts[0], &dialect->delimiter);
    if (dialect->has_separator_line) {
        delimiter = wish->delimiter ? wish->delimiter : dialect->delimiter;
        records.parts[0] = str_slice(sample->parts[0], 5, sample->parts[0].len);
    }
    tolerant_init(&search.record);
    search_parts(&search, 1, delimiter);
    if (is_otherwise(&search)) {
        struct dialect_search of_beginning = search.found;
        search_parts(&search, sample->count, delimiter);
        search.found = search.found.items[0].columns > 1 ? search.found : of_beginning; /* lines of one long cell */
    }
    tolerant_clear(&search.record);
    const struct dialect_candidate *best = &search.found.items[0];
    dialect->delimiter = best->delimiter;
    dialect->quote = best->quote;
    dialect->escape = best->escape;
    dialect->is_padded = best->is_padded;
    dialect->columns = best->columns;
    if (out_search) {
        *out_search = search.found;
    }
}

void dialect_find(struct str text, const struct dialect_wish *wish, struct dialect *dialect,
                  struct dialect_search *out_search)
{
    struct dialect_sample sample = dialect_sample_of(text);
    dialect_find_in(&sample, wish, dialect, out_search);
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

/* No record is longer than a line of so many bytes: it is found before all that text is decoded into memory. */
static bool check_line_lengths(const char *name, struct str raw, struct error *err)
{
    for (size_t at = 0; raw.len - at > LONGEST_LINE; at += LONGEST_LINE) {
        struct str piece = str_slice(raw, at, at + LONGEST_LINE);
        if (str_index(piece, '\n', 0) == piece.len && str_index(piece, '\r', 0) == piece.len) {
            struct encoding_scan before;
            encoding_scan_text(&before, str_slice(raw, 0, at));
            return error_set(err, ERROR_INPUT,
                             "%s:%lld: a line above %d MiB; is a quotation mark not closed, or is this no text?", name,
                             (long long)(before.lf + before.crlf + before.cr + 1), (int)(LONGEST_LINE >> 20));
        }
    }
    return true;
}

/* Bytes of the decoded text at most: a unit of UTF-16, a byte of Windows-1252 and the sign for what is neither are up
 * to three. Pages that are not written cost nothing. */
static size_t decoded_most(const struct encoding_scan *scan, size_t len, enum encoding encoding)
{
    size_t zeros = (size_t)(scan->zeros[0] + scan->zeros[1]);
    size_t most = encoding >= ENCODING_UTF_16LE ? len / 2 * 3
                                                : len + 2 * (zeros + (size_t)scan->invalid) + 8 * (size_t)scan->foreign;
    return most + DECODER_ROOM;
}

static bool decode(struct arena *arena, const char *name, const struct encoding_scan *scan, struct str raw,
                   struct dialect *dialect, struct str *out_text, struct error *err)
{
    raw = str_slice(raw, encoding_signature_len(scan), raw.len);
    if (encoding_is_plain(scan) && dialect->encoding == ENCODING_UTF_8) {
        *out_text = raw;
        return true;
    }
    struct decoder *decoder =
        check_line_lengths(name, raw, err) ? decoder_open(dialect->encoding, dialect->is_mixed, err) : NULL;
    if (!decoder) {
        return false;
    }
    struct buf text;
    buf_init(&text, arena);
    buf_reserve(&text, decoded_most(scan, raw.len, dialect->encoding));
    for (size_t at = 0; at < raw.len; at += DECODED_PIECE) {
        decoder_add(decoder, str_slice(raw, at, at + DECODED_PIECE), raw.len - at <= DECODED_PIECE, &text);
    }
    dialect->undecodable = decoder_undecodable(decoder);
    decoder_close(decoder);
    *out_text = buf_str(&text);
    return true;
}

int dialect_cell_at(const struct dialect *dialect, struct str raw, size_t at)
{
    int column = 1;
    bool is_quoted = false;
    size_t begin = at;
    while (begin > 0 && raw.ptr[begin - 1] != '\n' && raw.ptr[begin - 1] != '\r') {
        begin--;
    }
    for (size_t i = begin; i < at; i++) {
        is_quoted = is_quoted != (dialect->quote && raw.ptr[i] == dialect->quote);
        column += !is_quoted && raw.ptr[i] == dialect->delimiter;
    }
    return column;
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
    bool is_declared = wish->encoding.len > 0;
    dialect.is_mixed = is_declared ? dialect.encoding == ENCODING_UTF_8 && scan.invalid > 0 : encoding_is_mixed(&scan);
    if (!decode(arena, name, &scan, raw, &dialect, &text, err)) {
        return false;
    }
    dialect_find(text, wish, &dialect, NULL);
    if (dialect.is_mixed) {
        dialect.mixed_line = scan.first_invalid_line;
        dialect.mixed_column = dialect_cell_at(&dialect, raw, encoding_first_invalid(raw));
    }
    *out_dialect = dialect;
    *out_text = text;
    return true;
}
