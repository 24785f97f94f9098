# Writes OUTPUT, a C file with INPUT as programme_schema(): without its comments and what indents it, which every run
# would read.
file(READ ${INPUT} text)
string(FIND "${text}" "<!--" begin)
while(begin GREATER -1)
  string(FIND "${text}" "-->" end)
  math(EXPR end "${end} + 3")
  string(SUBSTRING "${text}" 0 ${begin} before)
  string(SUBSTRING "${text}" ${end} -1 text)
  string(PREPEND text "${before}")
  string(FIND "${text}" "<!--" begin)
endwhile()
string(REGEX REPLACE ">[ \n]+<" "><" text "${text}")
file(WRITE ${OUTPUT}.rng "${text}")
file(READ ${OUTPUT}.rng hex HEX)
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
