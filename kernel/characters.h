/* What is known of characters: tables made once by the caller, who has the Unicode database at hand. */

#ifndef CHARACTERS_H
#define CHARACTERS_H

#include <stdbool.h>
#include <stdint.h>

/* Classes of characters by which texts are measured; `copydesk.page.characters` numbers them the same. */
enum { UPPER, LOWER, LETTER, DIGIT, SPACE, TERMINAL, COMMA, QUOTE, DASH, MARK, CLASSES };

/* The first code of which nothing is known, and the first that has neither small nor folded form. */
enum { KNOWN_CODES = 0x40000, CASED_CODES = 0x20000 };

/* The most characters that become of one when its case is changed. */
enum { MOST_OF_ONE = 3 };

/* Bits of a character's traits; the lowest four are its class. IN_WORD is a letter as words are cut, in the Basic
   Multilingual Plane alone; ALNUM a letter or digit of any plane, DECIMAL a digit of any. */
enum { CLASS_BITS = 0x0f, IN_WORD = 0x10, ALNUM = 0x20, DECIMAL = 0x40, WIDE = 0x80 };

typedef uint32_t Several[MOST_OF_ONE];

/* A change of case. `one` has what a character becomes, or, where that is several, the complement of its row in
   `several`, which zeros fill up. */
typedef struct {
    const int32_t *one;
    const Several *several;
} CaseTable;

typedef struct {
    const uint8_t *traits;
    CaseTable lower, folded;
    uint32_t seed; /* of the hashes of what a page contains: it cannot be made to have many that are the same */
} Characters;

extern Characters characters;

/* A run of characters. */
typedef struct {
    const uint32_t *codes;
    int32_t length;
} Text;

static inline unsigned traits_of(uint32_t code) {
    return code < KNOWN_CODES ? characters.traits[code] : MARK;
}

static inline unsigned class_of(uint32_t code) {
    return traits_of(code) & CLASS_BITS;
}

/* The small letter of one of the first 128 characters, or what it is. */
static inline uint32_t lower_ascii(uint32_t code) {
    return code + (code - 'A' < 26 ? 'a' - 'A' : 0);
}

/* Write what a character becomes, at most MOST_OF_ONE; how many they are. */
static inline int change_case(const CaseTable *table, uint32_t code, uint32_t *out) {
    if (code < 0x80) { /* as most are */
        out[0] = lower_ascii(code);
        return 1;
    }
    int32_t one = code < CASED_CODES ? table->one[code] : (int32_t)code;
    if (one >= 0) {
        out[0] = (uint32_t)one;
        return 1;
    }
    const uint32_t *several = table->several[~one];
    int count = 0;
    do out[count] = several[count]; while (++count < MOST_OF_ONE && several[count]);
    return count;
}

#endif
