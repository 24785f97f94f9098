# Writes OUTPUT, a C file with the files NAMES (separated by '|') of FOLDER as byte arrays: any bytes, any length
# (a string literal may have only 4095 characters), in byte order of the names.
string(REPLACE "|" ";" names "${NAMES}")
list(TRANSFORM names REPLACE "\\.sql$" "")
list(SORT names)
set(arrays "")
set(table "")
set(count 0)
foreach(name IN LISTS names)
  if(name MATCHES "\\.xml$")
    file(READ ${FOLDER}/${name} hex HEX)
  else()
    file(READ ${FOLDER}/${name}.sql hex HEX)
  endif()
  string(LENGTH "${hex}" length)
  math(EXPR length "${length} / 2")
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
  string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)" "\\1\n" bytes "${bytes}")
  string(APPEND arrays "static const unsigned char file_${count}[] = {\n${bytes}0};\n")
  string(APPEND table "    {STR_INIT(\"${name}\"), {(const char *)file_${count}, ${length}}},\n")
  math(EXPR count "${count} + 1")
endforeach()
file(WRITE ${OUTPUT} "/* Generated from the files of generator/sql/ by embed.cmake. */
#include \"gencarto/sql/sql.h\"

#include <assert.h>

${arrays}
static const struct sql_file files[] = {
${table}    {{NULL, 0}, {NULL, 0}}};

const struct sql_file *sql_files(size_t *out_count)
{
    *out_count = ${count};
    return files;
}

struct str sql_text(const char *name)
{
    for (size_t i = 0; i < ${count}; i++) {
        if (str_equal(files[i].name, str_from(name))) {
            return files[i].text;
        }
    }
    assert(0 && \"no SQL file of this name\");
    return STR(\"\");
}
")
