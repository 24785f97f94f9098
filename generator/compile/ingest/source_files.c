/* Which file of the folder is of which table, which is of none, and which is missing. */
#include <stdlib.h>

#include "gencarto/base/date.h"
#include "gencarto/compile/ingest/source.h"

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The last '*' passed takes one character more each time the rest does not fit: linear in practice, never more than
 * the product of the lengths. */
bool source_matches(struct str pattern, struct str name)
{
    size_t p = 0, n = 0, star = pattern.len, star_name = 0;
    while (n < name.len) {
        if (p < pattern.len && pattern.ptr[p] == '*') {
            star = p++;
            star_name = n;
        } else if (p < pattern.len && lower(pattern.ptr[p]) == lower(name.ptr[n])) {
            p++;
            n++;
        } else if (star < pattern.len) {
            p = star + 1;
            n = ++star_name;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.ptr[p] == '*') {
        p++;
    }
    return p == pattern.len;
}

/* A table that programme.xml says nothing about. */
#define DEFAULT_SOURCE(name)                                                                                           \
    {                                                                                                                  \
        .table = STR_INIT(name), .pattern = STR_INIT(name "*.csv"), .received_day = DATE_NONE,                         \
        .refuse_above_percent = 2                                                                                      \
    }
static const struct programme_source default_sources[TABLE_KINDS] = {
    [TABLE_TRAININGS] = DEFAULT_SOURCE("formations"),  [TABLE_ENROLMENTS] = DEFAULT_SOURCE("inscriptions"),
    [TABLE_LABELS] = DEFAULT_SOURCE("labels"),         [TABLE_APPLICATIONS] = DEFAULT_SOURCE("candidatures"),
    [TABLE_REFERENCES] = DEFAULT_SOURCE("references"),
};

static bool has_source(const struct programme *programme, enum table_kind table)
{
    for (size_t i = 0; i < programme->source_count; i++) {
        if (str_equal(programme->sources[i].table, str_from(tables[table].name))) {
            return true;
        }
    }
    return false;
}

/* The source that a file belongs to, or NULL. */
static const struct programme_source *source_of(const struct programme *programme, struct str name)
{
    for (size_t i = 0; i < programme->source_count; i++) {
        if (source_matches(programme->sources[i].pattern, name)) {
            return &programme->sources[i];
        }
    }
    for (int t = 0; t < TABLE_KINDS; t++) {
        if (source_matches(default_sources[t].pattern, name) && !has_source(programme, (enum table_kind)t)) {
            return &default_sources[t];
        }
    }
    return NULL;
}

/* "inscriptions-2017-T2.csv" before "inscriptions-2017-T2-corrections.csv", which sends rows of it again. */
static int compare_names(struct str a, struct str b)
{
    static const struct str ending = STR_INIT(".csv");
    size_t a_len = source_matches(STR("*.csv"), a) ? a.len - ending.len : a.len;
    size_t b_len = source_matches(STR("*.csv"), b) ? b.len - ending.len : b.len;
    int order = str_compare(str_slice(a, 0, a_len), str_slice(b, 0, b_len));
    return order != 0 ? order : str_compare(a, b);
}

static int compare_reception(const void *a, const void *b)
{
    const struct source_file *first = a, *second = b;
    int32_t x = first->source->received_day, y = second->source->received_day; /* DATE_NONE is the least */
    return x != y ? (x < y ? -1 : 1) : compare_names(first->name, second->name);
}

void source_files(struct arena *arena, const struct programme *programme, const struct str *names, size_t name_count,
                  enum table_kind table, struct source_file **out_files, size_t *out_count)
{
    struct source_file *files = arena_array(arena, struct source_file, name_count);
    size_t count = 0;
    for (size_t i = 0; i < name_count; i++) {
        const struct programme_source *source = source_of(programme, names[i]);
        if (source && str_equal(source->table, str_from(tables[table].name))) {
            files[count++] = (struct source_file){.name = names[i], .source = source};
        }
    }
    qsort(files, count, sizeof(files[0]), compare_reception);
    *out_files = files;
    *out_count = count;
}

static bool is_named_like_table(struct arena *scratch, struct str name)
{
    for (int t = 0; t < TABLE_KINDS; t++) {
        if (source_matches(str_format(scratch, "%s*", tables[t].name), name)) {
            return true;
        }
    }
    return false;
}

void source_report_others(struct arena *scratch, const struct programme *programme, const struct str *names,
                          size_t name_count, struct findings *findings)
{
    for (size_t i = 0; i < name_count; i++) {
        if (source_of(programme, names[i])) {
            continue;
        }
        bool is_csv = source_matches(STR("*.csv"), names[i]), is_table = is_named_like_table(scratch, names[i]);
        if (is_csv) {
            findings_add(findings, &rules[is_table ? RULE_TABLE_UNREAD : RULE_UNUSED_FILE], names[i], 0, 0, STR(""));
        } else if (is_table && !source_matches(STR("*.md"), names[i])) {
            findings_add(findings, &rules[RULE_NOT_CSV], names[i], 0, 0, STR(""));
        }
    }
}

static bool has_file(const struct programme *programme, const struct programme_source *source, const struct str *names,
                     size_t name_count)
{
    for (size_t i = 0; i < name_count; i++) {
        if (source_of(programme, names[i]) == source) {
            return true;
        }
    }
    return false;
}

/* The last day on which a file of the folder came; INT32_MAX when no file says when. */
static int32_t last_reception(const struct programme *programme, const struct str *names, size_t name_count)
{
    int32_t last = DATE_NONE;
    for (size_t i = 0; i < name_count; i++) {
        const struct programme_source *source = source_of(programme, names[i]);
        int32_t known = source ? source_known_day(source, names[i]) : DATE_NONE;
        last = known > last ? known : last;
    }
    return last == DATE_NONE ? INT32_MAX : last;
}

void source_report_absent(struct arena *scratch, const struct programme *programme, const struct str *names,
                          size_t name_count, struct findings *findings)
{
    int32_t today = last_reception(programme, names, name_count);
    for (size_t i = 0; i < programme->source_count; i++) {
        const struct programme_source *source = &programme->sources[i];
        bool is_due = source_known_day(source, source->pattern) <= today; /* DATE_NONE is the least */
        if (is_due && !has_file(programme, source, names, name_count)) {
            findings_add(findings, &rules[RULE_SOURCE_ABSENT], STR("programme.xml"), source->line, 0,
                         str_format(scratch, "fichiers=\"%.*s\"", STR_ARGS(source->pattern)));
        }
    }
}

static bool digit_at(struct str s, size_t at)
{
    return at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9';
}

/* Where it stands goes to `from` and `to`; both are the name's end when there is none. */
static struct period find_quarter(struct str name, size_t *out_from, size_t *out_to)
{
    *out_from = *out_to = name.len;
    for (size_t i = 0; i + 6 <= name.len; i++) {
        bool year = digit_at(name, i) && digit_at(name, i + 1) && digit_at(name, i + 2) && digit_at(name, i + 3) &&
                    (i == 0 || !digit_at(name, i - 1));
        size_t mark = i + 4;
        if (year && (name.ptr[mark] == '-' || name.ptr[mark] == '_' || name.ptr[mark] == ' ')) {
            mark++;
        }
        if (!year || mark + 1 >= name.len || lower(name.ptr[mark]) != 't' || digit_at(name, mark + 2)) {
            continue;
        }
        char code[7] = {name.ptr[i], name.ptr[i + 1], name.ptr[i + 2], name.ptr[i + 3], '-', 'T', name.ptr[mark + 1]};
        struct period period;
        if (period_parse((struct str){code, sizeof(code)}, &period)) {
            *out_from = i;
            *out_to = mark + 2;
            return period;
        }
    }
    return (struct period){0};
}

struct period source_quarter(struct str name)
{
    size_t from, to;
    return find_quarter(name, &from, &to);
}

struct str source_series(struct arena *arena, struct str name)
{
    struct buf series;
    size_t from, to;
    bool has_quarter = find_quarter(name, &from, &to).index > 0;
    buf_init(&series, arena);
    for (size_t i = 0; i < name.len; i++) {
        if (has_quarter ? i < from || i >= to : !digit_at(name, i)) {
            buf_byte(&series, name.ptr[i]);
        }
    }
    return buf_str(&series);
}

int32_t source_known_day(const struct programme_source *source, struct str name)
{
    struct period quarter = source_quarter(name);
    if (source->received_day != DATE_NONE) {
        return source->received_day;
    }
    return quarter.index == 0 ? DATE_NONE : period_last_day(quarter);
}

static bool is_of_trainings(const struct programme_source *source)
{
    return source != NULL && str_equal(source->table, str_from(tables[TABLE_TRAININGS].name));
}

size_t source_keep_known(const struct programme *programme, struct str *names, size_t name_count, int32_t day)
{
    size_t kept = 0;
    bool has_register = false;
    for (size_t i = 0; i < name_count; i++) {
        const struct programme_source *source = source_of(programme, names[i]);
        has_register = has_register || (is_of_trainings(source) && source_known_day(source, names[i]) <= day);
    }
    for (size_t i = 0; i < name_count; i++) {
        const struct programme_source *source = source_of(programme, names[i]);
        bool stands_in = is_of_trainings(source) && !has_register;
        if (source == NULL || stands_in || source_known_day(source, names[i]) <= day) {
            names[kept++] = names[i];
        }
    }
    return kept;
}
