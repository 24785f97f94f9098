# Writes OUTPUT, a C file with the bytes of INPUT as programme_schema().
file(READ ${INPUT} hex HEX)
string(LENGTH "${hex}" length)
math(EXPR length "${length} / 2")
string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)" "\\1\n" bytes "${bytes}")
file(WRITE ${OUTPUT} "/* Generated from programme.rng by embed.cmake. */
#include \"gencarto/compile/ingest/programme.h\"

static const unsigned char schema[] = {
${bytes}0};

struct str programme_schema(void)
{
    return (struct str){(const char *)schema, ${length}};
}
")
