# Writes OUTPUT, a C file with the files NAMES (separated by '|') of FOLDER as byte arrays.
string(REPLACE "|" ";" names "${NAMES}")
set(arrays "")
set(table "")
set(count 0)
foreach(name IN LISTS names)
  file(READ ${FOLDER}/${name} hex HEX)
  string(LENGTH "${hex}" length)
  math(EXPR length "${length} / 2")
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
  string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)" "\\1\n" bytes "${bytes}")
  string(APPEND arrays "static const unsigned char file_${count}[] = {\n${bytes}0};\n")
  string(APPEND table "    {STR_INIT(\"${name}\"), {(const char *)file_${count}, ${length}}},\n")
  math(EXPR count "${count} + 1")
endforeach()
file(WRITE ${OUTPUT} "/* Generated from the files of generator/simulation/documents/ by embed.cmake. */
#include \"documents.h\"

#include <assert.h>

${arrays}
static const struct {
    struct str name, text;
} files[] = {
${table}};

struct str document_text(const char *name)
{
    for (size_t i = 0; i < ${count}; i++) {
        if (str_equal(files[i].name, str_from(name))) {
            return files[i].text;
        }
    }
    assert(0 && \"no document of this name\");
    return STR(\"\");
}
")
