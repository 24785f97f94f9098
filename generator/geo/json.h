/* Walking through a JSON text (RFC 8259) without building it: files of boundaries have tens of megabytes, and their
 * errors must name the byte. Texts come raw, escapes as they stand.
 *
 *     struct json json = {"departements.geojson", text, 0};
 *     struct str key;
 *     for (bool more = json_expect(&json, '{', err); more && json_member(&json, &more, &key, err) && more;)
 *         if (!json_skip(&json, err)) return false;
 */
#ifndef GENERATOR_GEO_JSON_H
#define GENERATOR_GEO_JSON_H

#include "gencarto/base/error.h"

struct json {
    const char *name; /* in messages */
    struct str text;
    size_t at; /* the byte to be read next */
};

/* The first byte that is no blank, not taken; 0 at the end. */
char json_peek(struct json *json);

/* All below: ERROR_INPUT with name, byte, what was found and what was expected. */
bool json_wrong(struct json *json, const char *expected, struct error *err);
bool json_expect(struct json *json, char c, struct error *err);
bool json_string(struct json *json, struct str *out_raw, struct error *err);
bool json_number(struct json *json, double *out_number, struct error *err);
bool json_skip(struct json *json, struct error *err); /* one value of any kind */

/* After '{': takes the next key and its colon, or the closing brace; *out_more tells which. */
bool json_member(struct json *json, bool *out_more, struct str *out_key, struct error *err);

/* After '[': whether there is another element to read; takes its comma, or the closing bracket. */
bool json_element(struct json *json, bool *out_more, struct error *err);

#endif
