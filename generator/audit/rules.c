#include <assert.h>

#include "gencarto/audit/audit.h"

#define FROM_THE_FILE "print the figure of public.sqlite by its cell; a template makes no number of its own"
#define BY_THE_CUBE   "protect the tables again: compile the input anew, and do not publish this one"
#define CLEAN_INPUT   "find what carries it there; personal values end on the private side of the wall"

const struct audit_rule audit_rules[] = {
    {"breakdowns-not-adding-up", AUDIT_DISCLOSURE, "a breakdown does not come to its total", BY_THE_CUBE},
    {"bursary-amount", AUDIT_DISCLOSURE, "an amount of bursaries may tell of one person's", BY_THE_CUBE},
    {"canary", AUDIT_DISCLOSURE, "a canary text is published", CLEAN_INPUT},
    {"column-not-multiple", AUDIT_DISCLOSURE, "a column of persons holds no multiple of the base", FROM_THE_FILE},
    {"count-not-multiple", AUDIT_DISCLOSURE, "a count of persons is no multiple of the base", BY_THE_CUBE},
    {"cumulative-not-sum-of-flows", AUDIT_DISCLOSURE, "a cumulative count is not the sum of its flows", BY_THE_CUBE},
    {"database-leftover", AUDIT_DISCLOSURE, "bytes of removed or moved rows are left in the database",
     "write the file anew with gencarto compile, which clears them"},
    {"dead-link", AUDIT_OUTPUT, "a link leads to no file, or to no element of it",
     "mend the template that writes it, or publish what it names"},
    {"double-id", AUDIT_OUTPUT, "two elements of a page have one id", "give each figure of the page an id of its own"},
    {"extreme-share-shown", AUDIT_DISCLOSURE, "a share of 0 or 100 % of few persons tells of each of them",
     "say \"none\" or \"all\" without the number (statuses l and h), as gencarto compile does"},
    {"foreign-request", AUDIT_OUTPUT, "a page asks another host for something",
     "ship it in assets/; only links of readers may lead elsewhere"},
    {"former-figure-changed", AUDIT_DISCLOSURE, "a figure of a closed release is another now",
     "release from the ledger; what is published is not computed again"},
    {"hash-told", AUDIT_DISCLOSURE, "the hash of a personal file is published", CLEAN_INPUT},
    {"hidden-bounded", AUDIT_DISCLOSURE, "a hidden count can be bounded tighter than the rule allows",
     "hide more cells: run the suppression again with its own audit"},
    {"hidden-in-markup", AUDIT_DISCLOSURE, "a page, figure, sheet or script carries what it does not show",
     "templates write no comment, metadata or data of their own; what they say is shown"},
    {"hidden-told", AUDIT_DISCLOSURE, "a hidden figure is shown somewhere", FROM_THE_FILE},
    {"identity-text", AUDIT_DISCLOSURE, "a text reads like a person's address, telephone or number", CLEAN_INPUT},
    {"key-not-multiple", AUDIT_DISCLOSURE, "a key of persons holds no multiple of the base", FROM_THE_FILE},
    {"ledger-not-followed", AUDIT_DISCLOSURE, "a published state is not that of the ledger",
     "publish from the ledger of the release, or freeze it with gencarto release"},
    {"length-tells-other", AUDIT_DISCLOSURE, "a length, place or area tells another number than the figure",
     "draw from the protected figure"},
    {"manifest-of-others", AUDIT_OUTPUT, "manifest.json does not list what is there",
     "publish with gencarto; files are never changed by hand"},
    {"map-tells-other", AUDIT_DISCLOSURE, "a map names a number that is no figure of the territory", FROM_THE_FILE},
    {"order-among-equals", AUDIT_DISCLOSURE, "rows of one figure stand in an order that nothing published explains",
     "end the ORDER BY of the query with the name and the code"},
    {"order-unexplained", AUDIT_DISCLOSURE,
     "rows of a file or a table stand in an order that none of its columns explains",
     "end the ORDER BY of the query with columns that are published"},
    {"other-number", AUDIT_DISCLOSURE, "a figure is shown with another number than its own", FROM_THE_FILE},
    {"page-not-linked", AUDIT_OUTPUT, "no page links to this one", "link it, or do not publish it"},
    {"personal-file-told", AUDIT_DISCLOSURE, "rows or findings of a personal file are told", CLEAN_INPUT},
    {"personal-text", AUDIT_DISCLOSURE, "a text of a personal file is published", CLEAN_INPUT},
    {"picture-of-other", AUDIT_DISCLOSURE, "a picture or PDF draws something else than the SVG file of the same name",
     "draw the three from one figure: publish with gencarto"},
    {"policy-missing", AUDIT_OUTPUT, "a page has no Content-Security-Policy, or one that allows too much",
     "keep the policy of templates/ in the head of each page: default-src 'none' and 'self' only"},
    {"sentence-not-multiple", AUDIT_DISCLOSURE, "a sentence tells of persons by no multiple of the base",
     FROM_THE_FILE},
    {"share-not-of-multiples", AUDIT_DISCLOSURE, "a share is no quotient of protected counts", BY_THE_CUBE},
    {"shown-not-multiple", AUDIT_DISCLOSURE, "a figure of persons is shown as no multiple of the base", FROM_THE_FILE},
    {"small-count-shown", AUDIT_DISCLOSURE, "a count under the threshold is shown, or left to one group",
     "run the suppression again, with the threshold of the configuration"},
    {"target-of-another-count", AUDIT_DISCLOSURE, "a value beside a target is not the published figure", BY_THE_CUBE},
    {"territories-not-adding-up", AUDIT_DISCLOSURE, "territories do not come to what they are part of", BY_THE_CUBE},
    {"too-large", AUDIT_OUTPUT, "a file or a figure is above its budget of bytes",
     "simplify the figure, or split the page"},
    {"trainings-not-adding-up", AUDIT_DISCLOSURE, "trainings do not come to their department or structure",
     BY_THE_CUBE},
    {"unexplained-number", AUDIT_DISCLOSURE, "a number stands where only figures may, and public.sqlite has none of it",
     FROM_THE_FILE},
    {"unknown-bytes", AUDIT_DISCLOSURE, "a file carries bytes that no reader shows",
     "write the file anew; nothing stands after its end or in chunks of text"},
    {"unknown-column", AUDIT_DISCLOSURE, "a table or a column is not in datapackage.json",
     "publish with gencarto; files are never changed by hand"},
    {"unknown-file", AUDIT_DISCLOSURE, "a file of a kind that nobody reads is published",
     "take it out of the output; files of templates stand in assets/"},
    {"unknown-table", AUDIT_DISCLOSURE, "public.sqlite holds a table, column, view or index that nobody knows",
     BY_THE_CUBE},
};

const size_t audit_rule_count = sizeof audit_rules / sizeof *audit_rules;

const char *const audit_kind_names[AUDIT_KINDS] = {
    [AUDIT_PAGES] = "page",         [AUDIT_FIGURES] = "figure",    [AUDIT_TABLES] = "table",
    [AUDIT_DOCUMENTS] = "document", [AUDIT_REPORTS] = "report",    [AUDIT_PICTURES] = "picture",
    [AUDIT_DATABASES] = "database", [AUDIT_OTHERS] = "other file",
};

const struct audit_rule *audit_rule_of(struct str name)
{
    for (size_t i = 0; i < audit_rule_count; i++) {
        if (str_equal(name, str_from(audit_rules[i].name))) {
            return &audit_rules[i];
        }
    }
    assert(0 && "an unknown rule");
    return &audit_rules[0];
}
