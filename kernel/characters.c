/* The tables of characters, where they lie once they are loaded. */

#include "characters.h"

#include "kernel.h"

Characters characters;

/* Arguments: traits; for small letters and for folded case, what one character becomes, and the rows of several; a
   seed. */
EXPORT(load_characters) void load_characters(void) {
    characters.traits = ARRAY(const uint8_t, 0);
    characters.lower = (CaseTable){ARRAY(const int32_t, 1), ARRAY(const Several, 2)};
    characters.folded = (CaseTable){ARRAY(const int32_t, 3), ARRAY(const Several, 4)};
    characters.seed = exchange.arguments[5];
}
