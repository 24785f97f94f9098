#include "gencarto/compile/ingest/enrolment_aids.h"

static void begin_codes(struct enrolment_aids *aids, struct enrolment_table *table)
{
    aids->codes = arena_array(aids->arena, uint16_t, AID_SET_WORDS * 64);
    aids->count = 1;
    table->aid_codes = arena_array(aids->arena, uint8_t, aids->most);
    table->aid_of_code = arena_array(aids->arena, uint16_t, ENROLMENT_AID_CODES);
}

/* The codes are left behind: their rows have the amounts now. */
static void widen(const struct enrolment_aids *aids, struct enrolment_table *table)
{
    uint16_t *amounts = arena_array(aids->arena, uint16_t, aids->most);
    for (size_t i = 0; i < table->count; i++) {
        amounts[i] = table->aid_of_code[enrolment_aid_code_at(table, i)];
    }
    table->aids = amounts;
    table->aid_codes = NULL;
}

static void add_code(struct enrolment_aids *aids, struct enrolment_table *table, uint16_t aid)
{
    if (aids->count == ENROLMENT_AID_CODES) {
        widen(aids, table);
        return;
    }
    aid_set_add(&aids->known, aid);
    aids->codes[aid] = (uint16_t)aids->count;
    table->aid_of_code[aids->count++] = aid;
}

void enrolment_aids_learn(struct enrolment_aids *aids, struct enrolment_table *table, const struct aid_set *set)
{
    for (size_t w = 0; w < AID_SET_WORDS && !table->aids; w++) {
        uint64_t unknown = set->words[w] & ~aids->known.words[w];
        if (unknown != 0 && !table->aid_codes) {
            begin_codes(aids, table);
        }
        for (; unknown != 0 && !table->aids; unknown &= unknown - 1) {
            add_code(aids, table, (uint16_t)(w * 64 + (size_t)__builtin_ctzll(unknown)));
        }
    }
}
