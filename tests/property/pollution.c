#include "pollution.h"

#include <iconv.h>
#include <string.h>

#include "gencarto/base/random.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *const titles[] = {"Développeur web et mobile",     "Médiation numérique",
                                     "Référent cybersécurité",        "Atelier d'initiation au code",
                                     "Technicien réseaux (niveau 4)", "Fabrication 3D"};
static const char *const towns[] = {"Évry", "L'Haÿ-les-Roses", "Saint-Étienne", "Fort-de-France", "Lyon 3e", "Œuilly"};
static const char *const remarks[] = {"", "", "à revoir", "RAS", "dossier complet", "prolongée de 3 mois"};
static const char *const hard_remarks[] = {"en attente ; relancer, puis clore",
                                           "dit \"l'École\"\nà deux voix",
                                           "tarif : 1,5 | 2,5 ; 3",
                                           "{\"places\": [1, 2], \"ok\": true}",
                                           "pièce\tjointe",
                                           "écran 24\" et clavier, l'été"};
static const char *const names[EXPORT_COLUMNS] = {"identifiant", "intitulé",     "ville",   "date_entrée", "montant €",
                                                  "neet",        "code_commune", "horaire", "remarque"};
static const char *const groups[EXPORT_COLUMNS] = {"Formation", "Contenu", "Lieu",   "Parcours", "",
                                                   "Public",    "",        "Séance", "Divers"};
static const char *const forms[EXPORT_COLUMNS] = {"(code)",  "(texte)", "(texte)", "(jj/mm/aaaa)", "(euros)",
                                                  "(choix)", "(INSEE)", "(heure)", "(libre)"};

static uint64_t pick(struct random_state *random, uint64_t bound)
{
    return random_below(random, bound);
}

/* ---- the series ----------------------------------------------------------------------------------------------- */

struct export export_draw(unsigned long long number)
{
    static const struct {
        enum encoding encoding;
        bool has_signature;
    } encodings[] = {{ENCODING_UTF_8, false},        {ENCODING_UTF_8, true},    {ENCODING_WINDOWS_1252, false},
                     {ENCODING_WINDOWS_1252, false}, {ENCODING_UTF_16LE, true}, {ENCODING_UTF_16BE, true},
                     {ENCODING_UTF_16LE, false},     {ENCODING_UTF_16BE, false}};
    static const struct {
        char delimiter;
        bool is_padded;
    } delimiters[] = {{';', false}, {';', false}, {',', false}, {',', false}, {'\t', false}, {'|', false},
                      {',', true},  {';', true},  {'|', true},  {'^', false}, {'~', false},  {'\x1f', false}};
    static const char *const long_delimiters[] = {NULL, "||", "§", "~|~", "¦", ";;", "|~|", "::", "\t\t", "¤"};
    static const int sizes[] = {2, 3, 3, 5, 8, 20, 120};
    struct random_state random;
    random_seed(&random, number);
    size_t encoding = pick(&random, COUNT(encodings)), delimiter = pick(&random, COUNT(delimiters));
    struct export export = {
        .encoding = encodings[encoding].encoding,
        .has_signature = encodings[encoding].has_signature,
        .delimiter = delimiters[delimiter].delimiter,
        .is_padded = delimiters[delimiter].is_padded,
        .quote = pick(&random, 4) ? '"' : '\'',
        .quoting = (enum quoting)pick(&random, 4),
        .escape = pick(&random, 3) ? ESCAPE_DOUBLED : ESCAPE_BACKSLASH,
        .line_ends = (enum line_ends)(1 + pick(&random, 4)),
        .has_final_line_end = pick(&random, 4) != 0,
        .has_decimal_comma = pick(&random, 2) != 0,
        .has_hard_texts = pick(&random, 2) != 0,
        .header_rows = pick(&random, 5) ? 1 : (int)pick(&random, 4),
        .above = (enum margin)(pick(&random, 2) ? MARGIN_NONE : pick(&random, MARGINS)),
        .below = (enum margin)(pick(&random, 2) ? MARGIN_NONE : pick(&random, MARGINS)),
        .rows = sizes[pick(&random, COUNT(sizes))],
        .columns = 3 + (int)pick(&random, EXPORT_COLUMNS - 2),
    };
    export.has_hard_texts = export.has_hard_texts && export.quoting != QUOTING_NONE;
    if (export.delimiter == '\x1f') { /* which is in no text */
        export.written = long_delimiters[number % COUNT(long_delimiters)];
    }
    if (export.rows >= 5 && export.columns >= 4 && pick(&random, 3) == 0) {
        export.spoil = (enum spoil)(1 + pick(&random, SPOILS - 1));
        export.spoilt_row = (int)pick(&random, (uint64_t) export.rows);
        export.spoilt_column = 1 + (int)pick(&random, (uint64_t) export.columns - 1);
    }
    return export;
}

/* ---- cells ---------------------------------------------------------------------------------------------------- */

/* Without what would need quotes, for exports that have none. */
static struct str harmless(struct arena *arena, const struct export *export, struct str cell)
{
    char *bytes = str_text(arena, cell);
    for (size_t i = 0; i < cell.len && export->quoting == QUOTING_NONE; i++) {
        if (bytes[i] == export->delimiter || bytes[i] == export->quote) {
            bytes[i] = '.';
        }
    }
    return (struct str){bytes, cell.len};
}

static struct str amount(struct arena *arena, const struct export *export, struct random_state *random)
{
    static const char *const spaces[] = {"", " ", "\xc2\xa0", "\xe2\x80\xaf"};
    bool has_narrow = export->encoding != ENCODING_WINDOWS_1252;
    const char *space = spaces[pick(random, has_narrow ? 4 : 3)];
    int thousands = (int)pick(random, 90), units = (int)pick(random, 1000), cents = (int)pick(random, 100);
    const char *mark = export->has_decimal_comma ? "," : ".";
    return thousands ? str_format(arena, "%d%s%03d%s%02d", thousands, space, units, mark, cents)
                     : str_format(arena, "%d%s%02d", units, mark, cents);
}

static struct str cell_of(struct arena *arena, const struct export *export, struct random_state *random, int row,
                          int column)
{
    const char *text = "";
    switch (column) {
    case 0:
        return str_format(arena, "F%04d", row + 1);
    case 1:
        text = titles[pick(random, COUNT(titles))];
        break;
    case 2:
        text = towns[pick(random, COUNT(towns))];
        break;
    case 3:
        return str_format(arena, "%02d/%02d/201%d", 1 + (int)pick(random, 28), 1 + (int)pick(random, 12),
                          6 + (int)pick(random, 2));
    case 4:
        return harmless(arena, export, amount(arena, export, random));
    case 5:
        text = pick(random, 2) ? "oui" : "non";
        break;
    case 6:
        return str_format(arena, "%05d", 1001 + (int)pick(random, 90000));
    case 7:
        return str_format(arena, "%02d:%02d", 8 + (int)pick(random, 10), 15 * (int)pick(random, 4));
    default:
        text = export->has_hard_texts && pick(random, 2) ? hard_remarks[pick(random, COUNT(hard_remarks))]
                                                         : remarks[pick(random, COUNT(remarks))];
    }
    return harmless(arena, export, str_from(text));
}

/* ---- writing -------------------------------------------------------------------------------------------------- */

struct writing {
    struct arena *arena;
    const struct export *export;
    struct buf out; /* UTF-8 */
    struct truth truth;
    size_t cell_count, cell_room;
    int64_t lines; /* written */
};

static void expect(struct writing *writing, struct str cell)
{
    if (writing->cell_count == writing->cell_room) {
        size_t room = writing->cell_room ? writing->cell_room * 2 : 256;
        writing->truth.cells =
            arena_grow(writing->arena, writing->truth.cells, writing->cell_room * sizeof *writing->truth.cells,
                       room * sizeof *writing->truth.cells);
        writing->cell_room = room;
    }
    writing->truth.cells[writing->cell_count++] = cell;
}

static bool has_any(struct str cell, const char *characters)
{
    for (; *characters; characters++) {
        if (str_index(cell, *characters, 0) < cell.len) {
            return true;
        }
    }
    return false;
}

static bool is_quoted(const struct export *export, struct str cell)
{
    char needing[] = {export->delimiter, export->quote, '\n', '\r', '\0'};
    bool is_text = has_any(cell, " abcdefghijklmnopqrstuvwxyz");
    return export->quoting != QUOTING_NONE &&
           (export->quoting == QUOTING_ALL || has_any(cell, needing) || (export->quoting == QUOTING_TEXTS && is_text));
}

/* A cell as the dialect writes it; `before`: a stray quote in front of its text. */
static void write_cell(struct writing *writing, struct str cell, bool quoted, const char *before)
{
    const struct export *export = writing->export;
    if (quoted) {
        buf_byte(&writing->out, export->quote);
        writing->truth.has_quoted = true;
    }
    buf_text(&writing->out, before);
    for (size_t i = 0; i < cell.len; i++) {
        bool is_quote = cell.ptr[i] == export->quote;
        if (quoted && is_quote) {
            buf_byte(&writing->out, export->escape == ESCAPE_BACKSLASH ? '\\' : export->quote);
            writing->truth.has_escaped = true;
        }
        buf_byte(&writing->out, cell.ptr[i]);
        writing->lines += cell.ptr[i] == '\n';
    }
    if (quoted) {
        buf_byte(&writing->out, export->quote);
    }
}

static void write_delimiter(struct writing *writing, char delimiter)
{
    const struct export *export = writing->export;
    if (export->is_padded && delimiter == '|') {
        buf_byte(&writing->out, ' ');
    }
    buf_byte(&writing->out, delimiter);
    if (export->is_padded) {
        buf_byte(&writing->out, ' ');
    }
}

static void end_line(struct writing *writing)
{
    static const char *const ends[] = {"\n", "\r\n", "\r"};
    enum line_ends kind = writing->export->line_ends;
    buf_text(&writing->out, ends[kind == LINE_ENDS_MIXED ? writing->truth.record_count % 2 : (size_t)kind - 1]);
    writing->lines++;
}

static void begin_record(struct writing *writing, size_t cells)
{
    writing->truth.counts[writing->truth.record_count++] = cells;
}

static void write_record(struct writing *writing, const struct str *cells, int count)
{
    begin_record(writing, (size_t)count);
    for (int i = 0; i < count; i++) {
        if (i > 0) {
            write_delimiter(writing, writing->export->delimiter);
        }
        write_cell(writing, cells[i], is_quoted(writing->export, cells[i]), "");
        expect(writing, cells[i]);
    }
    end_line(writing);
}

/* ---- spoilt rows ---------------------------------------------------------------------------------------------- */

static void write_extra_delimiter(struct writing *writing, const struct str *cells)
{
    const struct export *export = writing->export;
    begin_record(writing, (size_t) export->columns + 1);
    for (int i = 0; i < export->columns; i++) {
        if (i > 0) {
            write_delimiter(writing, export->delimiter);
        }
        if (i == export->spoilt_column) {
            write_delimiter(writing, export->delimiter);
            expect(writing, STR(""));
        }
        write_cell(writing, cells[i], is_quoted(export, cells[i]), "");
        expect(writing, cells[i]);
    }
    end_line(writing);
}

static bool write_missing_delimiter(struct writing *writing, const struct str *cells)
{
    const struct export *export = writing->export;
    int column = export->spoilt_column;
    if (is_quoted(export, cells[column - 1]) || is_quoted(export, cells[column])) {
        return false;
    }
    begin_record(writing, (size_t) export->columns - 1);
    for (int i = 0; i < export->columns; i++) {
        if (i > 0 && i != column) {
            write_delimiter(writing, export->delimiter);
        }
        write_cell(writing, cells[i], is_quoted(export, cells[i]), "");
        if (i == column) {
            writing->cell_count--;
            expect(writing, str_format(writing->arena, "%.*s%.*s", STR_ARGS(cells[i - 1]), STR_ARGS(cells[i])));
        } else {
            expect(writing, cells[i]);
        }
    }
    end_line(writing);
    return true;
}

static bool write_extra_quote(struct writing *writing, const struct str *cells)
{
    const struct export *export = writing->export;
    int column = export->spoilt_column;
    if (cells[column].len == 0 || export->quote != '"' || has_any(cells[column], "\"\n") ||
        export->quoting == QUOTING_NONE) {
        return false;
    }
    begin_record(writing, (size_t) export->columns);
    for (int i = 0; i < export->columns; i++) {
        if (i > 0) {
            write_delimiter(writing, export->delimiter);
        }
        write_cell(writing, cells[i], is_quoted(export, cells[i]), i == column ? "\"" : "");
        expect(writing, i == column ? str_format(writing->arena, "\"%.*s", STR_ARGS(cells[i])) : cells[i]);
    }
    end_line(writing);
    return true;
}

static bool write_delimited_by(struct writing *writing, const struct str *cells, char other)
{
    const struct export *export = writing->export;
    for (int i = 0; i < export->columns; i++) {
        char both[] = {other, export->delimiter, '\n', '\0'};
        if (has_any(cells[i], both)) {
            return false;
        }
    }
    begin_record(writing, (size_t) export->columns);
    for (int i = 0; i < export->columns; i++) {
        if (i > 0) {
            write_delimiter(writing, other);
        }
        write_cell(writing, cells[i], is_quoted(export, cells[i]), "");
        expect(writing, cells[i]);
    }
    end_line(writing);
    return true;
}

static bool write_other_delimiter(struct writing *writing, const struct str *cells)
{
    return write_delimited_by(writing, cells, writing->export->delimiter == ';' ? '\t' : ';');
}

/* Only where the row is wide: few signs in a short line may be of a text. */
static bool write_odd_delimiter(struct writing *writing, const struct str *cells)
{
    return writing->export->columns >= 6 &&
           write_delimited_by(writing, cells, writing->export->delimiter == '#' ? '!' : '#');
}

static bool write_glued_cell(struct writing *writing, const struct str *cells)
{
    const struct export *export = writing->export;
    int column = export->spoilt_column;
    struct str before = cells[column - 1], cell = cells[column];
    char delimiter[] = {export->delimiter, '\0'};
    if (export->quote != '"' || !is_quoted(export, cell) || is_quoted(export, before) || before.len == 0 ||
        !has_any(cell, delimiter) || has_any(cell, "\"\n")) {
        return false;
    }
    begin_record(writing, (size_t) export->columns - 1);
    for (int i = 0; i < export->columns; i++) {
        if (i > 0 && i != column) {
            write_delimiter(writing, export->delimiter);
        }
        write_cell(writing, cells[i], is_quoted(export, cells[i]), "");
        if (i == column) {
            writing->cell_count--;
            expect(writing, str_format(writing->arena, "%.*s\"%.*s\"", STR_ARGS(before), STR_ARGS(cell)));
        } else {
            expect(writing, cells[i]);
        }
    }
    end_line(writing);
    return true;
}

static bool write_closing_quote(struct writing *writing, const struct str *cells)
{
    const struct export *export = writing->export;
    int column = export->spoilt_column;
    if (export->quote != '"' || !is_quoted(export, cells[column]) || has_any(cells[column], "\"\n\\") ||
        cells[column].len == 0) {
        return false;
    }
    begin_record(writing, (size_t) export->columns);
    for (int i = 0; i < export->columns; i++) {
        if (i > 0) {
            write_delimiter(writing, export->delimiter);
        }
        write_cell(writing, cells[i], is_quoted(export, cells[i]), "");
        if (i == column) {
            buf_byte(&writing->out, '"');
        }
        expect(writing, i == column ? str_format(writing->arena, "%.*s\"", STR_ARGS(cells[i])) : cells[i]);
    }
    end_line(writing);
    return true;
}

/* The row as another export would quote it. */
static bool write_other_quote(struct writing *writing, const struct str *cells)
{
    const struct export *export = writing->export;
    struct export other = *export;
    for (int i = 0; i < export->columns; i++) {
        if (has_any(cells[i], "\"'\n")) {
            return false;
        }
    }
    if (export->quoting != QUOTING_ALL) {
        return false;
    }
    other.quote = export->quote == '"' ? '\'' : '"';
    writing->export = &other;
    write_record(writing, cells, export->columns);
    writing->export = export;
    return true;
}

static void write_cut_short(struct writing *writing, const struct str *cells)
{
    write_record(writing, cells, writing->export->spoilt_column);
}

/* Writes the row as the export spoils it; as it is when this row cannot be spoilt so. */
static void write_spoilt(struct writing *writing, const struct str *cells)
{
    int64_t line = writing->lines + 1;
    bool spoilt = true;
    switch (writing->export->spoil) {
    case SPOIL_MISSING_DELIMITER:
        spoilt = write_missing_delimiter(writing, cells);
        break;
    case SPOIL_EXTRA_DELIMITER:
        write_extra_delimiter(writing, cells);
        break;
    case SPOIL_EXTRA_QUOTE:
        spoilt = write_extra_quote(writing, cells);
        break;
    case SPOIL_OTHER_DELIMITER:
        spoilt = write_other_delimiter(writing, cells);
        break;
    case SPOIL_GLUED_CELL:
        spoilt = write_glued_cell(writing, cells);
        break;
    case SPOIL_CLOSING_QUOTE:
        spoilt = write_closing_quote(writing, cells);
        break;
    case SPOIL_OTHER_QUOTE:
        spoilt = write_other_quote(writing, cells);
        break;
    case SPOIL_ODD_DELIMITER:
        spoilt = write_odd_delimiter(writing, cells);
        break;
    case SPOIL_CUT_SHORT:
        write_cut_short(writing, cells);
        break;
    case SPOIL_NOTHING:
    case SPOILS:
        spoilt = false;
    }
    if (!spoilt) {
        write_record(writing, cells, writing->export->columns);
    }
    writing->truth.spoilt_line = spoilt ? line : 0;
}

/* ---- the file ------------------------------------------------------------------------------------------------- */

static void write_lone(struct writing *writing, const char *text)
{
    struct str cell = harmless(writing->arena, writing->export, str_from(text));
    write_record(writing, &cell, 1);
}

static void write_padded(struct writing *writing, const char *first, const char *last)
{
    struct str cells[EXPORT_COLUMNS] = {{NULL, 0}};
    cells[0] = str_from(first);
    cells[writing->export->columns - 1] = str_from(last);
    write_record(writing, cells, writing->export->columns);
}

static void write_above(struct writing *writing)
{
    switch (writing->export->above) {
    case MARGIN_TITLE:
        write_lone(writing, "Export des formations labellisées");
        break;
    case MARGIN_LINES:
        write_lone(writing, "Suivi des formations");
        write_lone(writing, "Édité le 12/05/2017");
        end_line(writing);
        break;
    case MARGIN_PADDED:
        write_padded(writing, "Suivi des formations", "");
        write_padded(writing, "", "");
        break;
    case MARGIN_NONE:
    case MARGINS:
        break;
    }
    writing->truth.preamble_records = (int64_t)writing->truth.record_count;
}

static void write_below(struct writing *writing)
{
    switch (writing->export->below) {
    case MARGIN_TITLE:
        write_lone(writing, "Source : extraction du système d'information");
        break;
    case MARGIN_LINES:
        end_line(writing);
        write_lone(writing, "(1) Montants prévisionnels");
        write_lone(writing, "Fin du document");
        break;
    case MARGIN_PADDED:
        write_padded(writing, "TOTAL", "12");
        break;
    case MARGIN_NONE:
    case MARGINS:
        break;
    }
}

static void write_header(struct writing *writing)
{
    static const char *const *const rows[] = {names, groups, forms};
    static const int orders[4][3] = {{0}, {0}, {1, 0}, {1, 0, 2}};
    for (int r = 0; r < writing->export->header_rows; r++) {
        struct str cells[EXPORT_COLUMNS];
        for (int i = 0; i < writing->export->columns; i++) {
            cells[i] = str_from(rows[orders[writing->export->header_rows][r]][i]);
        }
        write_record(writing, cells, writing->export->columns);
    }
}

static void write_rows(struct writing *writing, unsigned long long number)
{
    struct random_state random;
    random_seed(&random, number * 2 + 1);
    for (int row = 0; row < writing->export->rows; row++) {
        struct str cells[EXPORT_COLUMNS];
        for (int i = 0; i < writing->export->columns; i++) {
            cells[i] = cell_of(writing->arena, writing->export, &random, row, i);
        }
        if (writing->export->spoil != SPOIL_NOTHING && row == writing->export->spoilt_row) {
            write_spoilt(writing, cells);
        } else {
            write_record(writing, cells, writing->export->columns);
        }
    }
}

static struct str with_delimiter(struct arena *arena, const struct export *export, struct str text)
{
    struct buf out;
    struct str part;
    if (!export->written) {
        return text;
    }
    buf_init(&out, arena);
    for (bool is_first = true; str_split(&text, export->delimiter, &part); is_first = false) {
        buf_text(&out, is_first ? "" : export->written);
        buf_add(&out, part);
    }
    return buf_str(&out);
}

static struct str encode(struct arena *arena, const struct export *export, struct str text)
{
    static const struct str marks[] = {[ENCODING_UTF_8] = STR_INIT("\xef\xbb\xbf"),
                                       [ENCODING_UTF_16LE] = STR_INIT("\xff\xfe"),
                                       [ENCODING_UTF_16BE] = STR_INIT("\xfe\xff")};
    struct buf out;
    buf_init(&out, arena);
    if (export->has_signature) {
        buf_add(&out, marks[export->encoding]);
    }
    buf_reserve(&out, text.len * 2 + 16);
    iconv_t conversion = iconv_open(encoding_name(export->encoding), "UTF-8");
    char *in = (char *)(uintptr_t)text.ptr, *to = out.ptr + out.len;
    size_t in_left = text.len, to_left = out.capacity - out.len;
    iconv(conversion, &in, &in_left, &to, &to_left);
    iconv_close(conversion);
    out.len = out.capacity - to_left;
    return buf_str(&out);
}

struct str export_write(struct arena *arena, const struct export *export, unsigned long long number,
                        struct truth *out_truth)
{
    struct writing writing = {.arena = arena, .export = export};
    buf_init(&writing.out, arena);
    writing.truth.counts = arena_array(arena, size_t, (size_t) export->rows + 16);
    write_above(&writing);
    write_header(&writing);
    write_rows(&writing, number);
    write_below(&writing);
    struct str text = buf_str(&writing.out);
    while (!export->has_final_line_end && text.len > 0 &&
           (text.ptr[text.len - 1] == '\n' || text.ptr[text.len - 1] == '\r')) {
        text.len--;
    }
    *out_truth = writing.truth;
    return encode(arena, export, with_delimiter(arena, export, text));
}
