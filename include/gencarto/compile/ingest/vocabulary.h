/* How exports write one thing: the spellings of the codes of a column.
 *
 * A closed vocabulary has the codes below and no other: programme.xml may add spellings to them. An open one
 * (famille_metier, structure_statut) takes its codes from programme.xml as well. Spellings are compared folded.
 *
 *     struct vocabulary sex;
 *     vocabulary_init(&sex, arena, "sexe", &programme);
 *     const struct vocabulary_form *form = vocabulary_find(&sex, scratch, STR("Féminin"));   // index 0, code "F"
 */
#ifndef GENCARTO_COMPILE_INGEST_VOCABULARY_H
#define GENCARTO_COMPILE_INGEST_VOCABULARY_H

#include "gencarto/compile/ingest/programme.h"

struct vocabulary_code {
    const char *code;
    const char *forms; /* other spellings, separated by '|' */
};

struct vocabulary_kind {
    const char *column; /* "sexe" */
    bool open;
    const struct vocabulary_code
        *codes; /* ends with NULL; the order is that of the enum of input.h, where there is one */
};

/* NULL when the column has no vocabulary. */
const struct vocabulary_kind *vocabulary_kind(struct str column);

/* Index of the code in the kind, -1 when it has none. */
int vocabulary_code_index(const struct vocabulary_kind *kind, struct str code);

struct vocabulary_form {
    struct str folded;
    struct str code;
    int index; /* of the code in the kind, -1 for a code of programme.xml */
};

#define VOCABULARY_MEMO_SLOTS 64
#define VOCABULARY_MEMO_TEXT  40

struct vocabulary {
    const struct vocabulary_kind *kind;
    struct vocabulary_form *forms; /* by folded text */
    size_t form_count;
    struct vocabulary_memo { /* the last cells seen: exports repeat the same few, and folding is dear */
        uint8_t len;         /* 0: empty slot */
        char text[VOCABULARY_MEMO_TEXT];
        const struct vocabulary_form *form;
    } memo[VOCABULARY_MEMO_SLOTS];
};

/* The spellings of the program and of programme.xml. The column has a kind. */
void vocabulary_init(struct vocabulary *vocabulary, struct arena *arena, const char *column,
                     const struct programme *programme);

/* "F, M, X": the codes of the kind, then those that programme.xml adds, in the order of their spellings. */
struct str vocabulary_list(struct arena *arena, const struct vocabulary *vocabulary);

/* NULL when the text is no spelling of any code. */
const struct vocabulary_form *vocabulary_find(struct vocabulary *vocabulary, struct arena *scratch, struct str text);

/* The form whose spelling is that code itself, or NULL. */
const struct vocabulary_form *vocabulary_of_code(struct vocabulary *vocabulary, struct arena *scratch, struct str code);

#endif
