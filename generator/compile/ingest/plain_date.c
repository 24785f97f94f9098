#include "gencarto/compile/ingest/plain_date.h"

bool plain_date(struct str cell, int32_t *out_day)
{
    uint64_t pairs; /* of 14/03/20, the year's end apart */
    if (cell.len != PLAIN_DATE_BYTES) {
        return false;
    }
    if (cell.ptr[4] == '-') {
        return plain_date_iso(cell.ptr, out_day);
    }
    unsigned tens = (unsigned)(unsigned char)cell.ptr[8] - '0', ones = (unsigned)(unsigned char)cell.ptr[9] - '0';
    return plain_date_pairs(cell.ptr, UINT64_C(0x30302f30302f3030), UINT64_C(0x76767f76767f7676), &pairs) &&
           tens <= 9 && ones <= 9 &&
           plain_date_day(plain_date_pair(pairs, 6) * 100 + tens * 10 + ones, plain_date_pair(pairs, 3),
                          plain_date_pair(pairs, 0), out_day);
}
