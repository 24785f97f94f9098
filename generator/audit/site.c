#include "site.h"

#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "gencarto/base/buf.h"
#include "gencarto/base/file.h"
#include "gencarto/base/number.h"
#include "markup.h"

#define MANIFEST "manifest.json"

/* --- budgets --- */

#define KILOBYTE 1000
/* A map or a chart inside a page: 60 kB for one panel of France, a sixth more where the insets stand in the same
 * drawing. */
#define DRAWING_BYTES_MAX  (70 * KILOBYTE)
#define TRAINING_BYTES_MAX 250 /* and each training, or group of them, with its links */

static const struct {
    struct str ending;
    size_t bytes;
} budgets[] = {
    {STR_INIT(".html"), 1200 * KILOBYTE}, {STR_INIT(".svg"), 90 * KILOBYTE},    {STR_INIT(".png"), 600 * KILOBYTE},
    {STR_INIT(".css"), 60 * KILOBYTE},    {STR_INIT(".js"), 60 * KILOBYTE},     {STR_INIT(".woff2"), 60 * KILOBYTE},
    {STR_INIT(".pdf"), 4000 * KILOBYTE},  {STR_INIT(".xml"), 10000 * KILOBYTE},
};

static void check_size(struct site *site, struct str place, struct str what, size_t size, size_t budget)
{
    struct arena *arena = site->figures->arena;
    if (size > budget) {
        figures_fault(site->figures,
                      (struct audit_fault){STR("too-large"), place, what, str_format(arena, "%zu bytes", size),
                                           str_format(arena, "%zu at most", budget)});
    }
}

static size_t count_of(struct str text, struct str word)
{
    size_t count = 0;
    for (size_t at = str_find(text, word, 0); at < text.len; at = str_find(text, word, at + word.len)) {
        count++;
    }
    return count;
}

static void check_drawings(struct site *site, struct str path, struct str content)
{
    struct tag tag;
    struct str id = STR("svg");
    for (size_t at = str_find(content, STR("<svg"), 0); at < content.len && markup_next_tag(content, at, &tag);
         at = str_find(content, STR("<svg"), tag.to)) {
        size_t end = str_find(content, STR("</svg>"), tag.to);
        id = STR("svg");
        markup_attribute(tag.attributes, STR("aria-labelledby"), &id);
        size_t trainings = count_of(str_slice(content, tag.from, end), STR(" data-training"));
        check_size(site, path, id, end - tag.from, DRAWING_BYTES_MAX + trainings * TRAINING_BYTES_MAX);
    }
}

/* --- addresses --- */

static int compare_paths(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static bool find_path(const struct site *site, struct str path, size_t *out_index)
{
    const struct str *found = bsearch(&path, site->paths, site->path_count, sizeof path, compare_paths);
    *out_index = found == NULL ? 0 : (size_t)(found - site->paths);
    return found != NULL;
}

static struct str percent_decoded(struct arena *arena, struct str text)
{
    char *out = arena_alloc(arena, text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        bool is_escaped = text.ptr[i] == '%' && i + 2 < text.len;
        int high = is_escaped ? number_hexadecimal_digit(text.ptr[i + 1]) : -1;
        int low = is_escaped ? number_hexadecimal_digit(text.ptr[i + 2]) : -1;
        bool is_code = high >= 0 && low >= 0;
        out[len++] = is_code ? (char)(high * 16 + low) : text.ptr[i];
        i += is_code ? 2 : 0;
    }
    return (struct str){out, len};
}

/* Drops the last name of "a/b/"; false at the top. */
static bool go_up(struct buf *path)
{
    if (path->len == 0) {
        return false;
    }
    path->len--;
    path->len = file_name_start(buf_str(path));
    return true;
}

bool site_resolve(struct arena *arena, struct str page, struct str address, struct str *out_path)
{
    struct buf path;
    struct str rest = address, part;
    buf_init(&path, arena);
    buf_add(&path, str_slice(page, 0, file_name_start(page)));
    while (str_split(&rest, '/', &part)) {
        bool is_last = rest.ptr == NULL || part.ptr + part.len == address.ptr + address.len;
        if (str_equal(part, STR(".."))) {
            if (!go_up(&path)) {
                return false;
            }
        } else if (part.len > 0 && !str_equal(part, STR("."))) {
            buf_add(&path, part);
            if (!is_last) {
                buf_byte(&path, '/');
            }
        }
    }
    *out_path = buf_str(&path);
    return true;
}

/* --- anchors: "path#id" --- */

static struct str *find_anchor(const struct site *site, struct str anchor)
{
    size_t mask = site->anchor_slots - 1;
    for (size_t i = (size_t)str_hash(anchor) & mask;; i = (i + 1) & mask) {
        if (site->anchors[i].ptr == NULL || str_equal(site->anchors[i], anchor)) {
            return &site->anchors[i];
        }
    }
}

static void grow_anchors(struct site *site)
{
    struct site larger = *site;
    larger.anchor_slots = site->anchor_slots == 0 ? 1024 : 2 * site->anchor_slots;
    larger.anchors = arena_array(site->figures->arena, struct str, larger.anchor_slots);
    for (size_t i = 0; i < site->anchor_slots; i++) {
        if (site->anchors[i].ptr != NULL) {
            *find_anchor(&larger, site->anchors[i]) = site->anchors[i];
        }
    }
    *site = larger;
}

static void add_anchor(struct site *site, struct str path, struct str id)
{
    if (2 * (site->anchor_count + 1) > site->anchor_slots) {
        grow_anchors(site);
    }
    struct str anchor = str_format(site->figures->arena, "%.*s#%.*s", STR_ARGS(path), STR_ARGS(id));
    struct str *slot = find_anchor(site, anchor);
    if (slot->ptr != NULL) {
        figures_fault(site->figures, (struct audit_fault){STR("double-id"), path, id, STR("twice"), STR("once")});
        return;
    }
    *slot = anchor;
    site->anchor_count++;
}

/* --- links --- */

static bool is_elsewhere(struct str address)
{
    size_t colon = str_index(address, ':', 0);
    return str_starts(address, STR("//")) ||
           (colon < address.len && colon < str_index(address, '/', 0) && colon < str_index(address, '#', 0));
}

/* The page itself leads there or the browser fetches it; `fetched`: without being asked. */
static void add_address(struct site *site, struct str page, struct str address, bool fetched)
{
    struct arena *arena = site->figures->arena;
    if (is_elsewhere(address)) {
        if (fetched && !str_starts(address, STR("data:"))) {
            figures_fault(site->figures, (struct audit_fault){STR("foreign-request"), page, address, STR("a request"),
                                                              STR("files of the site only")});
        }
        return;
    }
    site->figures->report->links++;
    size_t mark = str_index(address, '#', 0);
    size_t query = str_index(address, '?', 0);
    struct link link = {.page = page, .path = page, .fragment = str_slice(address, mark + 1, address.len)};
    struct str path = str_slice(address, 0, mark < query ? mark : query);
    if (path.len > 0 && !site_resolve(arena, page, path, &link.path)) {
        figures_fault(site->figures, (struct audit_fault){STR("dead-link"), page, address,
                                                          STR("a path out of the site"), STR("a file of it")});
        return;
    }
    link.fragment = link.fragment.len > 0 ? str_copy(arena, link.fragment) : link.fragment;
    *arena_push(arena, site->links, site->link_count, site->link_capacity) = link;
}

static bool is_fetched_by_link(struct str attributes)
{
    static const struct str kinds[] = {STR_INIT("stylesheet"), STR_INIT("icon"),         STR_INIT("preload"),
                                       STR_INIT("prefetch"),   STR_INIT("preconnect"),   STR_INIT("dns-prefetch"),
                                       STR_INIT("manifest"),   STR_INIT("modulepreload")};
    struct str rel = STR("");
    markup_attribute(attributes, STR("rel"), &rel);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (str_find(rel, kinds[i], 0) < rel.len) {
            return true;
        }
    }
    return false;
}

static void add_set(struct site *site, struct str page, struct str set)
{
    struct str one, address;
    while (str_split(&set, ',', &one)) {
        one = str_trim(one);
        if (str_split(&one, ' ', &address) && address.len > 0) {
            add_address(site, page, address, true);
        }
    }
}

static void read_tag(struct site *site, struct str path, const struct tag *tag)
{
    static const struct str fetching[] = {STR_INIT("src"), STR_INIT("poster"), STR_INIT("data"),
                                          STR_INIT("background")};
    struct str value;
    bool is_link = str_equal(tag->name, STR("link"));
    bool is_followed = str_equal(tag->name, STR("a")) || str_equal(tag->name, STR("area"));
    if (markup_attribute(tag->attributes, STR("id"), &value)) {
        add_anchor(site, path, value);
    }
    if (markup_attribute(tag->attributes, STR("href"), &value) ||
        markup_attribute(tag->attributes, STR("xlink:href"), &value)) {
        add_address(site, path, value, is_link ? is_fetched_by_link(tag->attributes) : !is_followed);
    }
    for (size_t i = 0; i < sizeof fetching / sizeof *fetching; i++) {
        if (markup_attribute(tag->attributes, fetching[i], &value)) {
            add_address(site, path, value, true);
        }
    }
    if (markup_attribute(tag->attributes, STR("srcset"), &value)) {
        add_set(site, path, value);
    }
    if (markup_attribute(tag->attributes, STR("style"), &value) || str_equal(tag->name, STR("style"))) {
        figures_fault(site->figures,
                      (struct audit_fault){STR("policy-missing"), path, tag->name, STR("a style of its own"),
                                           STR("classes; the policy blocks it")});
    }
}

/* url(...) of a style sheet. */
static void read_sheet(struct site *site, struct str path, struct str content)
{
    for (size_t at = str_find(content, STR("url("), 0); at < content.len; at = str_find(content, STR("url("), at + 1)) {
        struct str address = str_trim(str_slice(content, at + 4, str_index(content, ')', at)));
        if (address.len >= 2 && (address.ptr[0] == '"' || address.ptr[0] == '\'')) {
            address = str_slice(address, 1, address.len - 1);
        }
        add_address(site, path, address, true);
    }
    if (str_find(content, STR("@import"), 0) < content.len) {
        figures_fault(site->figures, (struct audit_fault){STR("foreign-request"), path, STR("@import"),
                                                          STR("a request"), STR("one sheet")});
    }
}

/* --- policies --- */

/* default-src 'none', no host, no scheme but data: of pictures, nothing unsafe. */
static const char *policy_fault(struct str policy)
{
    static const struct {
        struct str text;
        const char *fault;
    } forbidden[] = {
        {STR_INIT("unsafe"), "something unsafe"}, {STR_INIT("*"), "any host"},           {STR_INIT("http:"), "a host"},
        {STR_INIT("https:"), "a host"},           {STR_INIT("blob:"), "made addresses"},
    };
    if (str_find(policy, STR("default-src 'none'"), 0) == policy.len) {
        return "no default-src 'none'";
    }
    for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++) {
        if (str_find(policy, forbidden[i].text, 0) < policy.len) {
            return forbidden[i].fault;
        }
    }
    return NULL;
}

static void check_policy(struct site *site, struct str path, struct str content)
{
    static const struct str opening = STR_INIT("http-equiv=\"Content-Security-Policy\"");
    size_t at = str_find(content, opening, 0);
    struct str policy = STR("");
    if (at < content.len) {
        markup_attribute(str_slice(content, at, str_index(content, '>', at)), STR("content"), &policy);
    }
    const char *fault = policy_fault(policy);
    if (fault != NULL) {
        figures_fault(site->figures, (struct audit_fault){STR("policy-missing"), path, STR("Content-Security-Policy"),
                                                          str_from(fault), STR("default-src 'none' and 'self' only")});
    }
}

/* --- the manifest --- */

static void manifest_fault(struct site *site, struct str path, const char *found, const char *expected)
{
    figures_fault(site->figures, (struct audit_fault){STR("manifest-of-others"), STR(MANIFEST), path, str_from(found),
                                                      str_from(expected)});
}

/* The text or number after `"key": ` in the line of one file. */
static struct str member(struct str line, struct str key)
{
    size_t at = str_find(line, key, 0);
    struct str value = str_slice(line, at + key.len, line.len);
    if (value.len > 0 && value.ptr[0] == '"') {
        return str_slice(value, 1, str_index(value, '"', 1));
    }
    size_t end = 0;
    while (end < value.len && value.ptr[end] >= '0' && value.ptr[end] <= '9') {
        end++;
    }
    return str_slice(value, 0, end);
}

static void check_manifest(struct site *site, struct str manifest)
{
    struct arena *arena = site->figures->arena;
    bool *are_listed = arena_array(arena, bool, site->path_count);
    struct str line;
    size_t index;
    while (str_split(&manifest, '\n', &line)) {
        struct str path = member(line, STR("\"path\": "));
        if (path.len == 0) {
            continue;
        }
        if (!find_path(site, path, &index)) {
            manifest_fault(site, path, "no file", "the file");
            continue;
        }
        are_listed[index] = true;
        struct str size = str_format(arena, "%lld", (long long)site->sizes[index]);
        if (!str_equal(member(line, STR("\"size\": ")), size) ||
            !str_equal(member(line, STR("\"sha256\": ")), site->hashes[index])) {
            manifest_fault(site, path, "another size or hash", "those of the file");
        }
        size_t members = 0;
        for (size_t at = 0; at < line.len; at++) {
            members += line.ptr[at] == ':' && at > 0 && line.ptr[at - 1] == '"';
        }
        if (members != 3) {
            manifest_fault(site, path, "other members", "path, size, sha256");
        }
    }
    for (size_t i = 0; i < site->path_count; i++) {
        if (!are_listed[i] && !str_equal(site->paths[i], STR(MANIFEST)) &&
            !str_equal(site->paths[i], STR("README.md"))) {
            manifest_fault(site, site->paths[i], "not listed", "a line of it");
        }
    }
}

/* --- all of it --- */

void site_init(struct site *site, struct figures *figures, const struct str *paths, size_t path_count)
{
    *site = (struct site){.figures = figures, .paths = paths, .path_count = path_count};
    site->are_linked = arena_array(figures->arena, bool, path_count);
    site->sizes = arena_array(figures->arena, size_t, path_count);
    site->hashes = arena_array(figures->arena, struct str, path_count);
}

void site_add(struct site *site, struct str path, struct str content)
{
    size_t index;
    struct tag tag;
    bool is_page = str_ends(path, STR(".html"));
    if (find_path(site, path, &index)) {
        site->sizes[index] = content.len;
        site->hashes[index] = digest_of(site->figures->arena, DIGEST_SHA256, content);
    }
    for (size_t i = 0; i < sizeof budgets / sizeof *budgets; i++) {
        if (str_ends(path, budgets[i].ending)) {
            check_size(site, path, STR("the file"), content.len, budgets[i].bytes);
        }
    }
    for (size_t at = 0; (is_page || str_ends(path, STR(".svg"))) && markup_next_tag(content, at, &tag); at = tag.to) {
        if (!tag.is_end) {
            read_tag(site, path, &tag);
        }
    }
    if (is_page) {
        check_policy(site, path, content);
        check_drawings(site, path, content);
    } else if (str_ends(path, STR(".css"))) {
        read_sheet(site, path, content);
    } else if (str_equal(path, STR(MANIFEST))) {
        site->manifest = str_copy(site->figures->arena, content);
    }
}

static void judge_link(struct site *site, const struct link *link)
{
    struct arena *arena = site->figures->arena;
    size_t index;
    struct str path = link->path;
    if (!find_path(site, path, &index)) {
        path = percent_decoded(arena, path);
        if (!find_path(site, path, &index)) {
            figures_fault(site->figures, (struct audit_fault){STR("dead-link"), link->page, link->path, STR("no file"),
                                                              STR("a file of the site")});
            return;
        }
    }
    site->are_linked[index] = site->are_linked[index] || !str_equal(path, link->page);
    if (link->fragment.len == 0 || !str_ends(path, STR(".html"))) {
        return;
    }
    struct str anchor = str_format(arena, "%.*s#%.*s", STR_ARGS(path), STR_ARGS(link->fragment));
    if (site->anchor_slots == 0 || find_anchor(site, anchor)->ptr == NULL) {
        figures_fault(site->figures, (struct audit_fault){STR("dead-link"), link->page, anchor, STR("no such element"),
                                                          STR("an id of the page")});
    }
}

void site_end(struct site *site)
{
    for (size_t i = 0; i < site->link_count; i++) {
        struct arena_mark mark = arena_save(site->figures->arena);
        size_t before = site->figures->report->kept;
        judge_link(site, &site->links[i]);
        if (site->figures->report->kept == before) {
            arena_restore(site->figures->arena, mark);
        }
    }
    for (size_t i = 0; i < site->path_count; i++) {
        struct str path = site->paths[i];
        if (str_ends(path, STR(".html")) && !site->are_linked[i] && !str_equal(path, STR("404.html")) &&
            !str_equal(path, STR("index.html")) && !str_starts(path, STR("integrer/"))) {
            figures_fault(site->figures, (struct audit_fault){STR("page-not-linked"), path, STR("links to it"),
                                                              STR("none"), STR("one at least")});
        }
    }
    check_manifest(site, site->manifest);
}
