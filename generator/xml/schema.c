/* Validation of documents by a RELAX NG schema. */
#include <limits.h>

#include <libxml/relaxng.h>

#include "document_tree.h"
#include "gencarto/base/buf.h"
#include "gencarto/xml/document.h"

enum { FAULTS_LIMIT = 10 };

struct document_schema {
    xmlRelaxNG *parsed;
};

struct faults {
    const char *name;
    struct buf text;
    int lines[FAULTS_LIMIT];
    int count; /* lines told */
    int left;  /* lines not told */
};

static void faults_init(struct faults *faults, const char *name)
{
    *faults = (struct faults){.name = name};
    buf_init(&faults->text, NULL);
}

/* True when all went well: what was told is forgotten then. */
static bool faults_end(struct faults *faults, bool ok, struct error *err)
{
    if (!ok) {
        error_set(err, ERROR_INPUT, "%.*s%s", STR_ARGS(faults->text), faults->left > 0 ? "\n(and more)" : "");
    }
    buf_clear(&faults->text);
    return ok;
}

static int fault_line(const xmlError *error)
{
    const xmlNode *node = error->node;
    long line = node != NULL ? xmlGetLineNo(node) : error->line;
    return line > INT_MAX ? INT_MAX : (int)line;
}

static void on_schema_fault(void *context, xmlErrorPtr error)
{
    struct faults *faults = context;
    int line = fault_line(error);
    for (int i = 0; i < faults->count; i++) {
        if (faults->lines[i] == line) {
            return;
        }
    }
    if (faults->count == FAULTS_LIMIT) {
        faults->left++;
        return;
    }
    faults->lines[faults->count++] = line;
    struct str message = document_tree_message(error);
    buf_format(&faults->text, "%s%s:%d: %.*s", faults->count > 1 ? "\n" : "", faults->name, line, STR_ARGS(message));
}

bool document_schema_read(struct arena *arena, const char *name, struct str source, struct document_schema **out_schema,
                          struct error *err)
{
    struct document_schema *schema = arena_one(arena, struct document_schema);
    xmlInitParser();
    struct faults faults;
    faults_init(&faults, name);
    xmlRelaxNGParserCtxt *parser = xmlRelaxNGNewMemParserCtxt(source.ptr, (int)source.len);
    if (parser != NULL) {
        xmlRelaxNGSetParserStructuredErrors(parser, on_schema_fault, &faults);
        schema->parsed = xmlRelaxNGParse(parser);
        xmlRelaxNGFreeParserCtxt(parser);
    }
    *out_schema = schema;
    return faults_end(&faults, schema->parsed != NULL, err);
}

void document_schema_free(struct document_schema *schema)
{
    if (schema != NULL && schema->parsed != NULL) {
        xmlRelaxNGFree(schema->parsed);
    }
}

static bool tree_validate(const struct document_schema *schema, xmlDoc *tree, struct faults *faults)
{
    xmlRelaxNGValidCtxt *validator = xmlRelaxNGNewValidCtxt(schema->parsed);
    if (validator == NULL) {
        return false;
    }
    xmlRelaxNGSetValidStructuredErrors(validator, on_schema_fault, faults);
    bool valid = xmlRelaxNGValidateDoc(validator, tree) == 0;
    xmlRelaxNGFreeValidCtxt(validator);
    return valid;
}

bool document_validate(const char *name, struct str source, const struct document_schema *schema, struct error *err)
{
    xmlDoc *tree = document_tree_parse(name, source, err);
    if (tree == NULL) {
        return false;
    }
    struct faults faults;
    faults_init(&faults, name);
    bool valid = faults_end(&faults, tree_validate(schema, tree, &faults), err);
    xmlFreeDoc(tree);
    return valid;
}
