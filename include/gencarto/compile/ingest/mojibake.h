/* Text decoded in a wrong encoding on its way: "FranÃ§ais", "dÃ©veloppeur", "lâ€™Ã©cole", and such text decoded wrong
 * once more; "d‚veloppeur" and "dŽveloppeur", of code page 850 and of the old Macintosh. */
#ifndef GENCARTO_COMPILE_INGEST_MOJIBAKE_H
#define GENCARTO_COMPILE_INGEST_MOJIBAKE_H

#include "gencarto/base/str.h"

/* What the text said before, in the arena; the empty text when nothing in it is mojibake. UTF-8 read as Windows-1252:
 * each character is put back to the byte it came from, and the bytes are UTF-8 of Latin letters and signs again. A text
 * where only some characters are so is repaired in part. A code page read as Windows-1252: told by a sign between two
 * small letters that no word has there, and repaired when all of the text is French then. */
struct str mojibake_repair(struct arena *arena, struct str text);

#endif
