/* What a page template is compiled to. Built once, read by all workers. */
#ifndef GENCARTO_RENDER_TEMPLATE_PROGRAM_H
#define GENCARTO_RENDER_TEMPLATE_PROGRAM_H

#include "gencarto/render/template/template.h"

/* ---- Places ---- */

struct source {
    const char *file;
    struct str text;
    const struct spot *included_by; /* NULL for a page */
};

/* Byte `index` of the decoded text that starts at byte `offset` of the source: line and column are found only when an
 * error needs them. */
struct spot {
    const struct source *source;
    size_t offset, index;
};

/* "FILE:LINE:COLUMN: message (included by ...)", ERROR_OUTPUT. Always false. */
bool spot_error(struct error *err, const struct spot *spot, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

int spot_line(const struct spot *spot);

/* ---- Queries ---- */

struct query_info {
    struct str name;
    const char *file;
    struct str sql;
    struct str *columns;
    int column_count;
    struct str *parameters; /* by their index from 1: parameters[0] is the first */
    int parameter_count;
    size_t first_statement; /* of a worker's statements: one for each level of nesting in itself */
    size_t levels;
    bool scans; /* has parameters and reads a whole table all the same */
    struct str plan;
};

struct call {
    const struct query_info *query;
    size_t level;
    const struct expression **arguments; /* one for each parameter */
    size_t frame;
    bool look_ahead; /* `last` is asked for: a row is given when the next one is known */
    struct spot spot;
};

/* ---- Expressions ---- */

enum expression_kind {
    EXPRESSION_CONSTANT,
    EXPRESSION_COLUMN, /* of a row */
    EXPRESSION_INDEX,  /* number of a row, from 1 */
    EXPRESSION_FIRST,
    EXPRESSION_LAST,
    EXPRESSION_VARIABLE, /* of gen:let */
    EXPRESSION_PATH,     /* of the page */
    EXPRESSION_PARTS,    /* text with slots */
    EXPRESSION_FILTER,
    EXPRESSION_NOT,
    EXPRESSION_AND,
    EXPRESSION_OR,
    EXPRESSION_WHEN, /* left if right, else null */
    EXPRESSION_EQUAL,
    EXPRESSION_UNEQUAL,
    EXPRESSION_LESS,
    EXPRESSION_LESS_OR_EQUAL,
    EXPRESSION_GREATER,
    EXPRESSION_GREATER_OR_EQUAL
};

struct expression {
    enum expression_kind kind;
    struct spot spot;
    struct value constant;
    struct str name; /* of a column or variable, for messages: "row.column" */
    size_t slot;     /* frame of a row, or register of a variable */
    int column;
    const struct expression *left, *right; /* the input of a filter is left */
    const struct filter *filter;
    const struct expression **arguments;
    size_t argument_count;
    const struct part *parts;
    size_t part_count;
};

/* A piece of a text with slots: literal text, or a slot. */
struct part {
    struct str literal;
    const struct expression *slot; /* NULL for literal text */
};

/* ---- Programs ---- */

enum op_code {
    OP_TEXT,      /* append `text` */
    OP_SLOT,      /* append `value`, escaped as text */
    OP_ATTRIBUTE, /* append an attribute */
    OP_LOOP,      /* run `call`; without a row go to `target` */
    OP_NEXT,      /* next row of `call`: go to `target`; else go on */
    OP_ONE,       /* run `call`, which must give one row */
    OP_IF,        /* unless `value` go to `target` */
    OP_IF_EMPTY,  /* when the loop of frame `slot` had rows go to `target` */
    OP_JUMP,
    OP_LET,  /* variable `slot` = `value` */
    OP_PATH, /* the page's path = `parts` */
    OP_FIGURE,
    OP_JSON /* append the one column of the one row of `call` */
};

enum attribute_kind { ATTRIBUTE_PLAIN, ATTRIBUTE_URL, ATTRIBUTE_BOOLEAN, ATTRIBUTE_REFUSED };

struct figure_input {
    struct str name;
    const struct part *parts; /* of an attribute */
    size_t part_count;
    const struct call *call; /* of a table; NULL for an attribute */
};

struct figure {
    struct str kind;
    const struct figure_input *inputs;
    size_t input_count;
};

struct op {
    enum op_code code;
    enum attribute_kind attribute;
    bool machine; /* OP_SLOT of an XML file: real numbers may stand as they are */
    struct spot spot;
    struct str text; /* OP_TEXT; OP_ATTRIBUTE: its name */
    const struct expression *value;
    const struct part *parts;
    size_t part_count;
    size_t slot, target;
    const struct call *call;
    const struct figure *figure;
};

struct page {
    struct source source;
    const struct call *rows; /* of gen:pages, frame 0; NULL for a single page */
    const struct op *ops;
    size_t op_count;
};

/* ---- The set ---- */

struct label {
    struct str id, text;
};

struct include {
    struct str name;
    const char *file;
    struct str text;
    const struct node *root;
};

struct template_set {
    struct arena *arena;
    const char *folder;
    enum language language;
    const struct template_host *host;
    const char *label_file;
    struct label *labels; /* in byte order of ids */
    size_t label_count;
    struct query_info *queries; /* in byte order of names */
    size_t query_count;
    struct include *includes; /* in byte order of names */
    size_t include_count;
    struct page *pages;
    size_t page_count;
    size_t frame_count, variable_count, statement_count; /* of the biggest page; of all */
    int column_count;                                    /* of the widest query */
};

/* Compiles `root` into `page`. */
bool page_compile(struct template_set *set, struct page *page, const struct node *root, struct error *err);

#endif
