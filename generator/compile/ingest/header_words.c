#include "gencarto/compile/ingest/header_words.h"

#include "gencarto/base/buf.h"
#include "gencarto/base/nearest.h"
#include "gencarto/base/text.h"

#define NAME_WORDS 8
#define SHORT_WORD 3 /* another letter makes it another word */

struct name {
    struct str words[NAME_WORDS];
    size_t count; /* NAME_WORDS + 1: more than any column has */
};

/* Articles, and units that the names of columns may have or not. */
static bool is_small_word(struct str word)
{
    static const struct str small[] = {
        STR_INIT("d"),    STR_INIT("de"),  STR_INIT("du"),   STR_INIT("des"),   STR_INIT("l"),   STR_INIT("la"),
        STR_INIT("le"),   STR_INIT("les"), STR_INIT("a"),    STR_INIT("au"),    STR_INIT("aux"), STR_INIT("en"),
        STR_INIT("dans"), STR_INIT("eur"), STR_INIT("euro"), STR_INIT("euros"), STR_INIT("20")};
    for (size_t i = 0; i < sizeof(small) / sizeof(small[0]); i++) {
        if (str_equal(word, small[i])) {
            return true;
        }
    }
    return false;
}

static bool is_word_for_id(struct str word)
{
    static const struct str ids[] = {STR_INIT("id"), STR_INIT("ident"), STR_INIT("identifiant"), STR_INIT("n"),
                                     STR_INIT("no"), STR_INIT("num"),   STR_INIT("numero")};
    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        if (str_equal(word, ids[i])) {
            return true;
        }
    }
    return false;
}

/* Of one number: "formations" is "formation". */
static struct str singular(struct str word)
{
    char last = word.len > 3 ? word.ptr[word.len - 1] : '\0';
    return last == 's' || last == 'x' ? str_slice(word, 0, word.len - 1) : word;
}

static void add_word(struct name *name, struct str word)
{
    if (is_small_word(word)) {
        return;
    }
    if (name->count < NAME_WORDS) {
        name->words[name->count] = is_word_for_id(word) ? STR("id") : singular(word);
    }
    name->count += name->count <= NAME_WORDS;
}

/* Letters and digits that follow each other are two words: "3mois". */
static struct name name_of(struct arena *arena, struct str text)
{
    struct str folded = text_fold(arena, text);
    struct name name = {.count = 0};
    size_t from = 0;
    enum { NONE, DIGIT, LETTER };
    int before = NONE;
    for (size_t i = 0; i <= folded.len; i++) {
        unsigned char c = i < folded.len ? (unsigned char)folded.ptr[i] : ' ';
        int now = c >= '0' && c <= '9' ? DIGIT : (c >= 'a' && c <= 'z') || c >= 0x80 ? LETTER : NONE;
        if (now != before && before != NONE) {
            add_word(&name, str_slice(folded, from, i));
        }
        from = now != before ? i : from;
        before = now;
    }
    return name;
}

/* What stands in brackets is a unit, or says how to fill the column in. */
static struct str without_brackets(struct arena *arena, struct str header)
{
    struct buf plain;
    int depth = 0;
    buf_init(&plain, arena);
    for (size_t i = 0; i < header.len; i++) {
        char c = header.ptr[i];
        depth += c == '(' || c == '[';
        buf_byte(&plain, depth > 0 ? ' ' : c);
        depth -= depth > 0 && (c == ')' || c == ']');
    }
    return buf_str(&plain);
}

static bool has_word_of(const struct name *name, struct str word)
{
    for (size_t i = 0; i < name->count; i++) {
        if (str_equal(name->words[i], word)) {
            return true;
        }
    }
    return false;
}

/* A header may call a number one ("N° SIRET") where the column has no word for it. */
static bool has_same_words(const struct name *header, const struct name *column)
{
    size_t spare = has_word_of(header, STR("id")) && !has_word_of(column, STR("id"));
    bool is_same = header->count <= NAME_WORDS && header->count == column->count + spare;
    for (size_t i = 0; i < column->count && is_same; i++) {
        is_same = has_word_of(header, column->words[i]);
    }
    return is_same;
}

int header_words_column(struct arena *scratch, const struct table *table, struct str header)
{
    struct name all = name_of(scratch, header), plain = name_of(scratch, without_brackets(scratch, header));
    int found = -1;
    for (int i = 0; i < table->column_count; i++) {
        struct name column = name_of(scratch, str_from(table->columns[i].name));
        if (has_same_words(&all, &column)) {
            return i;
        }
        if (has_same_words(&plain, &column)) {
            found = found == -1 ? i : -2;
        }
    }
    return found < 0 ? -1 : found;
}

bool header_words_resemble(struct arena *scratch, struct str header, const char *column)
{
    struct name name = name_of(scratch, str_from(column)), other = name_of(scratch, header);
    size_t count = other.count < NAME_WORDS ? other.count : NAME_WORDS;
    for (size_t i = 0; i < name.count; i++) {
        size_t least = SIZE_MAX;
        for (size_t k = 0; k < count; k++) {
            size_t edits = nearest_distance(name.words[i], other.words[k]);
            least = edits < least ? edits : least;
        }
        if (least > (name.words[i].len > SHORT_WORD ? 1 : 0)) {
            return false;
        }
    }
    return true;
}
