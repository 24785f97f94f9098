#include "kits_readme.h"

#include "terminal.h"

#define LINE_WIDTH 76
#define LINE_END   "\r\n"
#define SIGNATURE  "\xEF\xBB\xBF"

/* ---- lines --- */

/* The words of `text` in lines, the first after `column` columns; no-break spaces are no ends of words. */
static void write_wrapped(struct buf *out, struct str text, size_t column, size_t indent)
{
    struct str word;
    for (bool is_first = true; str_split(&text, ' ', &word); is_first = false) {
        size_t width = terminal_width(word);
        if (!is_first && column + 1 + width > LINE_WIDTH) {
            buf_format(out, LINE_END "%*s", (int)indent, "");
            column = indent;
        } else if (!is_first) {
            buf_byte(out, ' ');
            column++;
        }
        buf_add(out, word);
        column += width;
    }
    buf_text(out, LINE_END);
}

/* "  Encodage : UTF-8" */
static void write_entry(struct buf *out, const struct kits_words *words, const char *label, struct str text)
{
    struct str line =
        str_format(words->arena, "%.*s\u00A0: %.*s", STR_ARGS(kits_words_label(words, label)), STR_ARGS(text));
    buf_text(out, "  ");
    write_wrapped(out, line, 2, 4);
}

/* ---- a file --- */

bool kits_readme_tells(const struct finding *finding, const struct input_file *file)
{
    return str_equal(finding->file, file->name) && finding->line <= file->header_line &&
           finding->rule->severity != SEVERITY_INFO;
}

static struct str delimiter_words(const struct kits_words *words, const struct input_file *file)
{
    static const struct {
        struct str delimiter;
        const char *label;
    } known[] = {{STR_INIT(";"), "kit.point-virgule"},
                 {STR_INIT(","), "kit.virgule"},
                 {STR_INIT("\t"), "kit.tabulation"},
                 {STR_INIT("|"), "kit.barre"}};
    struct str delimiter = delimiter_text(&file->delimiter);
    if (file->fixed_width)
        return kits_words_label(words, "kit.largeur-fixe");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_equal(delimiter, known[i].delimiter))
            return kits_words_label(words, known[i].label);
    struct buf text;
    buf_init(&text, words->arena);
    terminal_write_delimiter(&text, delimiter);
    return buf_str(&text);
}

static bool was_told(const struct findings *findings, size_t index, const struct input_file *file)
{
    for (size_t i = 0; i < index; i++)
        if (findings->items[i].rule == findings->items[index].rule && kits_readme_tells(&findings->items[i], file))
            return true;
    return false;
}

void kits_readme_add_file(struct buf *files, struct kits_words *words, const struct input_file *file, int64_t rows,
                          const struct findings *findings)
{
    buf_format(files, LINE_END "%.*s" LINE_END, STR_ARGS(file->name));
    write_entry(files, words, "kit.lignes",
                rows ? str_format(words->arena, "%lld", (long long)rows) : kits_words_label(words, "kit.aucune"));
    write_entry(files, words, "kit.encodage", file->encoding);
    write_entry(files, words, "kit.separateur", delimiter_words(words, file));
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];
        if (!kits_readme_tells(finding, file) || was_told(findings, i, file))
            continue;
        write_entry(files, words, "kit.fichier-entier",
                    str_format(words->arena, "%.*s. %.*s", STR_ARGS(kits_words_rule(words, finding->rule)),
                               STR_ARGS(kits_words_remedy(words, finding->rule))));
    }
}

/* ---- the whole --- */

static void write_paragraph(struct buf *out, const struct kits_words *words, const char *label)
{
    write_wrapped(out, kits_words_label(words, label), 0, 0);
}

void kits_readme_write(struct buf *out, struct kits_words *words, struct str files)
{
    static const char *const after[] = {"kit.colonnes", "kit.ouvrir", "kit.renvoi", "kit.limite"};
    buf_text(out, SIGNATURE);
    write_paragraph(out, words, "kit.titre");
    buf_text(out, LINE_END);
    write_paragraph(out, words, "kit.contenu");
    buf_add(out, files);
    for (size_t i = 0; i < sizeof after / sizeof *after; i++) {
        buf_text(out, LINE_END);
        write_paragraph(out, words, after[i]);
    }
}
