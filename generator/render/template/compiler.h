/* What compiling keeps in hand: the names in scope and what was emitted. */
#ifndef GENCARTO_RENDER_TEMPLATE_COMPILER_H
#define GENCARTO_RENDER_TEMPLATE_COMPILER_H

#include "program.h"

struct node;

/* A name that expressions may use. */
struct binding {
    struct str name;
    struct call *call; /* rows of this call; NULL for a variable */
    size_t variable;
};

struct compiler {
    struct template_set *set;
    struct arena *arena;
    struct error *err;
    const struct source *source; /* of the file being compiled */
    struct binding *bindings;
    size_t binding_count, binding_capacity;
    size_t frame, variable; /* the next free ones */
    size_t inclusions;      /* made so far */
    bool in_rows;           /* inside gen:pages or gen:each */
    bool in_path;           /* compiling gen:path: {page.path} is not known yet */
    bool xml;               /* the root is not html: written as XML */
    bool raw_spaces;        /* inside pre, textarea, text */
    struct op *ops;
    size_t op_count, op_capacity;
    struct buf pending; /* literal bytes not yet emitted */
};

/* A text of a template being read: `text` is the decoded attribute or text node, of which byte 0 is at `start`. */
struct reader {
    struct compiler *compiler;
    struct str text;
    size_t at;
    struct spot start;
    int depth; /* texts with slots around this one */
    int terms; /* of the expression, read so far */
};

struct reader reader_start(struct compiler *compiler, struct str text, size_t offset);
struct spot reader_spot(const struct reader *reader, size_t at);
bool reader_end(struct reader *reader); /* after blanks */
bool reader_take(struct reader *reader, const char *sign);
bool reader_take_word(struct reader *reader, const char *word);
struct str reader_name(struct reader *reader); /* letters, digits, '_'; empty when none */
char reader_peek(const struct reader *reader); /* the next byte, NUL at the end */
void reader_skip_blanks(struct reader *reader);

/* "found ..., expected WHAT" at the reader's place. Always false. */
bool reader_expected(struct reader *reader, const char *what, struct error *err);

bool byte_is_blank(char c);
bool byte_is_digit(char c);
bool byte_is_name(char c);

/* Each reads from the reader's place and leaves it after what it read. */
bool parse_expression(struct reader *reader, const struct expression **out, struct error *err);
bool parse_call(struct reader *reader, struct call **out, struct error *err);

/* The whole text: literal parts and {slots}. */
bool parse_parts(struct reader *reader, const struct part **out_parts, size_t *out_count, struct error *err);

struct assignment {
    struct str name;
    const struct expression *value;
    struct spot spot;
};

/* Called after each: "name = expression", or "name = expression if expression". */
typedef bool assignment_take(struct compiler *compiler, const struct assignment *assignment);

/* The whole text: "name = expression; name = expression". Names may hold '-' and ':'. */
bool parse_assignments(struct reader *reader, assignment_take *take, struct error *err);

/* ---- Names ---- */

void scope_add(struct compiler *compiler, struct binding binding);
const struct binding *scope_find(const struct compiler *compiler, struct str name);

/* A variable, row.column or page.NAME of which the first name was read, at `at`. */
bool parse_path(struct reader *reader, struct str name, size_t at, const struct expression **out, struct error *err);

struct expression *expression_new(struct reader *reader, enum expression_kind kind, size_t at);

/* One with a left side. */
struct expression *expression_of(struct reader *reader, enum expression_kind kind, size_t at,
                                 const struct expression *left);

#endif
