#include "gencarto/tabular/file_kind.h"

#include <string.h>

#define LOOKED_AT       (size_t)1024
#define CONTROLS_SHARE  50 /* of the bytes one in so many at least, and so many different ones: */
#define CONTROLS_LEAST  3
#define ZEROS_SHARE     5 /* of the bytes at even and at odd offsets one in so many each: this is no UTF-16 */
#define MAIL_HEADER_LEN (size_t)8192

#define FROM_SPREADSHEET "open it in a spreadsheet program and save it as CSV (in Excel: CSV UTF-8)"
#define UNPACK           "unpack it and give the CSV file that it holds"
#define ASK_FOR_CSV      "ask for the same data as CSV"

struct kind {
    const char *what, *remedy;
};

static const struct kind web_page = {"a web page",
                                     "the download may have failed, or the session had ended: download it again; a "
                                     "table saved as a page opens in a spreadsheet program, which saves it as CSV"};
static const struct kind json = {"JSON", ASK_FOR_CSV};
static const struct kind mail = {"an e-mail", "save the file that is attached to it"};
static const struct kind binary = {"bytes of a program's own format",
                                   "open it with the program that it comes from and export it as CSV"};
static const struct kind xml_spreadsheet = {"a spreadsheet in XML", FROM_SPREADSHEET};

/* How files begin; letters in either case. */
static const struct {
    struct str bytes;
    struct kind kind;
} beginnings[] = {
    {STR_INIT("PK\x03\x04"), {"a spreadsheet or an archive (ZIP)", FROM_SPREADSHEET ", or unpack it"}},
    {STR_INIT("\xd0\xcf\x11\xe0"), {"a spreadsheet or a document of Office 97-2003", FROM_SPREADSHEET}},
    {STR_INIT("\x09\x08\x10\0"), {"a spreadsheet of Excel 95", FROM_SPREADSHEET}},
    {STR_INIT("ID;PWXL"), {"a spreadsheet (SYLK)", FROM_SPREADSHEET}},
    {STR_INIT("ID;PCALCOOO"), {"a spreadsheet (SYLK)", FROM_SPREADSHEET}},
    {STR_INIT("TABLE\r\n0,1"), {"a spreadsheet (DIF)", FROM_SPREADSHEET}},
    {STR_INIT("%PDF-"), {"a PDF", ASK_FOR_CSV}},
    {STR_INIT("{\\rtf"), {"a document (RTF)", ASK_FOR_CSV}},
    {STR_INIT("\x1f\x8b"), {"a compressed file (gzip)", UNPACK}},
    {STR_INIT("BZh"), {"a compressed file (bzip2)", UNPACK}},
    {STR_INIT("\xfd"
              "7zXZ"),
     {"a compressed file (xz)", UNPACK}},
    {STR_INIT("\x28\xb5\x2f\xfd"), {"a compressed file (zstd)", UNPACK}},
    {STR_INIT("7z\xbc\xaf\x27\x1c"), {"an archive (7z)", UNPACK}},
    {STR_INIT("Rar!\x1a\x07"), {"an archive (RAR)", UNPACK}},
    {STR_INIT("\xff\xfe\0\0"), {"UTF-32", "save it as UTF-8"}},
    {STR_INIT("\0\0\xfe\xff"), {"UTF-32", "save it as UTF-8"}},
    {STR_INIT("+/v8-"), {"UTF-7", "save it as UTF-8"}},
    {STR_INIT("\x89PNG\r\n"), {"an image (PNG)", ASK_FOR_CSV}},
    {STR_INIT("\xff\xd8\xff"), {"an image (JPEG)", ASK_FOR_CSV}},
    {STR_INIT("GIF8"), {"an image (GIF)", ASK_FOR_CSV}},
    {STR_INIT("SQLite format 3"), {"an SQLite database", "export its table as CSV"}},
    {STR_INIT("\0\x01\0\0Standard "), {"an Access database", "export its table as CSV"}},
    {STR_INIT("PAR1"), {"a Parquet file", ASK_FOR_CSV}},
    {STR_INIT("$FL2@(#)"), {"a data file of SPSS", ASK_FOR_CSV}},
    {STR_INIT("<stata_dta>"), {"a data file of Stata", ASK_FOR_CSV}},
    {STR_INIT("BEGIN:VC"), {"an address book or a calendar", ASK_FOR_CSV}},
    {STR_INIT("-----BEGIN PGP"), {"an encrypted file", "decrypt it and give the CSV file that it holds"}},
};

/* How pages and data written with tags begin, after blanks. */
static const struct str page_tags[] = {STR_INIT("<html"), STR_INIT("<!doctype html"), STR_INIT("<table"),
                                       STR_INIT("<head"), STR_INIT("<meta"),          STR_INIT("<body")};

static bool starts(struct str text, struct str wanted)
{
    return str_equal_ascii_case(str_slice(text, 0, wanted.len), wanted);
}

static struct str without_blanks(struct str text)
{
    size_t at = 0;
    while (at < text.len && strchr(" \t\r\n", text.ptr[at]) && text.ptr[at]) {
        at++;
    }
    return str_slice(text, at, text.len);
}

static bool holds(struct str text, struct str wanted)
{
    return str_find(text, wanted, 0) < text.len;
}

static const struct kind *kind_of_markup(struct str text)
{
    static const struct kind xml = {"XML", ASK_FOR_CSV};
    for (size_t i = 0; i < sizeof page_tags / sizeof *page_tags; i++) {
        if (starts(text, page_tags[i])) {
            return &web_page;
        }
    }
    if (!starts(text, STR("<?xml"))) {
        return NULL;
    }
    text = str_slice(text, 0, LOOKED_AT);
    bool is_page = holds(text, STR("<html")) || holds(text, STR("<!DOCTYPE html"));
    bool is_spreadsheet = holds(text, STR("Excel.Sheet")) || holds(text, STR("office:spreadsheet"));
    return is_page ? &web_page : is_spreadsheet ? &xml_spreadsheet : &xml;
}

/* `[{`, or `{"name":`. Cells with JSON in a CSV file begin with a quotation mark. */
static bool is_json(struct str text)
{
    struct str inside = without_blanks(str_slice(text, 1, text.len));
    if (inside.len == 0 || (text.ptr[0] != '[' && text.ptr[0] != '{')) {
        return false;
    }
    if (text.ptr[0] == '[') {
        return inside.ptr[0] == '{';
    }
    size_t end = str_index(inside, '"', 1);
    struct str after = without_blanks(str_slice(inside, end + 1, inside.len));
    return inside.ptr[0] == '"' && starts(after, STR(":"));
}

/* A field of the head of a message in its first line, and two that each message has. */
static bool is_mail(struct str text)
{
    struct str head = str_slice(text, 0, MAIL_HEADER_LEN);
    bool begins = starts(text, STR("From")) || starts(text, STR("Received:")) || starts(text, STR("Return-Path:")) ||
                  starts(text, STR("Delivered-To:")) || starts(text, STR("MIME-Version:")) ||
                  starts(text, STR("Date:")) || starts(text, STR("To:")) || starts(text, STR("Subject:"));
    return begins && holds(head, STR("\nSubject:")) && holds(head, STR("\nContent-Type:"));
}

/* Controls that are neither blanks, line ends, the end of a DOS file nor delimiters of a kind. */
static bool is_foreign_control(unsigned char c)
{
    return (c > 3 && c < '\t') || c == '\v' || (c > '\r' && c < 0x1a) || c == 0x1b;
}

static bool is_binary(struct str text)
{
    size_t controls = 0, different = 0, zeros[2] = {0}, found[0x20] = {0};
    text = str_slice(text, 0, LOOKED_AT);
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        zeros[i & 1] += c == 0;
        if (c < 0x20 && is_foreign_control(c)) {
            controls++;
            different += found[c]++ == 0;
        }
    }
    bool begins_with_line = str_index(text, '\n', 0) < str_index(text, '\0', 0); /* a text that was cut off */
    bool has_zeros =
        zeros[0] * 2 * ZEROS_SHARE > text.len && zeros[1] * 2 * ZEROS_SHARE > text.len && !begins_with_line;
    return has_zeros || (different >= CONTROLS_LEAST && controls * CONTROLS_SHARE > text.len);
}

static const struct kind *kind_of(struct str beginning)
{
    struct str text = without_blanks(beginning);
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        if (starts(beginning, beginnings[i].bytes)) {
            return &beginnings[i].kind;
        }
    }
    if (text.len == 0) {
        return NULL;
    }
    if (text.ptr[0] == '<') {
        return kind_of_markup(text);
    }
    if (is_json(text)) {
        return &json;
    }
    if (is_mail(text)) {
        return &mail;
    }
    return is_binary(beginning) ? &binary : NULL;
}

bool file_kind_check_is_text(const char *name, struct str beginning, struct error *err)
{
    beginning = str_slice(beginning, str_starts(beginning, STR("\xef\xbb\xbf")) ? 3 : 0, beginning.len);
    const struct kind *kind = kind_of(beginning);
    return !kind || error_set(err, ERROR_INPUT, "%s: no text but %s; %s", name, kind->what, kind->remedy);
}
