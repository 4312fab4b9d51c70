/* Cues: which sets of phrases may stand in each text of a page. A phrase is known by the stem of its first word, which
   is that word's first letters, or by its first character where it may begin inside of a word. */

#include "kernel.h"
#include "utf8.h"

#include <string.h>

enum {
    STEM = 5,              /* letters of a word's stem at most, */
    PREFIX = 3,            /* and of a stem that leaves open how the word goes on */
    LETTER_BITS = 8,       /* by which each letter stands further up in the number of a stem than the one before */
    CAPITAL_I_DOT = 0x130, /* in lower case two characters, of which the second ends the word */
};

static const uint64_t OPEN = (uint64_t)1 << 63;     /* in the number of a stem that leaves open how the word goes on */
static const uint64_t SPREAD = 0x9E3779B97F4A7C15; /* makes of near numbers far ones */

typedef struct {
    uint64_t number, cues;
} Slot;

/* All characters of the Basic Multilingual Plane have entries, others stand in no word. */
typedef struct {
    const uint16_t *letters; /* of a character that can stand in a word, its lower case; otherwise 0 */
    const uint32_t *inner;   /* the cues with phrases that begin with it inside of a word */
    const Slot *slots;       /* a stem's slot is the one that its number says or, where others took it, one behind */
    uint32_t slot_bits;      /* there are 2 to that many, more than there are stems */
} Stems;

/* Bytes that can stand in a word, or belong to a character that is not in ASCII. */
static const uint8_t of_words[256] = {
    ['0' ... '9'] = 1, ['A' ... 'Z'] = 1, ['_'] = 1, ['a' ... 'z'] = 1, [ASCII_END ... 255] = 1,
};

static uint32_t cues_at(const Stems *stems, uint64_t number) {
    size_t last = ((size_t)1 << stems->slot_bits) - 1;
    for (size_t place = number * SPREAD >> (64 - stems->slot_bits);; place++) {
        const Slot *slot = stems->slots + (place & last);
        if (!slot->cues || slot->number == number) return (uint32_t)slot->cues;
    }
}

/* The cues of a word, from the numbers of its stem and of that of its first letters, if it has so many. */
static uint32_t cues_of(const Stems *stems, uint64_t number, uint64_t opening, size_t letters) {
    uint32_t found = cues_at(stems, number);
    return letters < PREFIX ? found : found | cues_at(stems, opening ^ OPEN);
}

static uint32_t cues_of_ascii(const Stems *stems, const uint8_t *word, size_t length, const uint8_t *end) {
    /* That an underscore becomes another sign does not matter: no stem has one. */
    uint64_t lower_case = 0x2020202020, number = 0;
    size_t letters = length < STEM ? length : STEM;
    memcpy(&number, word, end - word < (ptrdiff_t)sizeof number ? (size_t)(end - word) : sizeof number);
    number = (number | lower_case) & (((uint64_t)1 << letters * LETTER_BITS) - 1);
    return cues_of(stems, number, number & (((uint64_t)1 << PREFIX * LETTER_BITS) - 1), letters);
}

/* The cues of what stands between two bytes that are of no word. */
static uint32_t cues_between(const Stems *stems, const uint8_t *place, const uint8_t *end) {
    uint32_t found = 0;
    uint64_t number = 0, opening = 0;
    size_t letters = 0;
    while (place < end) {
        uint32_t code = next_character(&place, end);
        uint32_t letter = code < BMP_END ? stems->letters[code] : 0;
        if (code >= ASCII_END && code < BMP_END) found |= stems->inner[code];
        if (letter && letters < STEM) {
            number ^= (letter < ASCII_END ? letter : letter * SPREAD) << letters++ * LETTER_BITS;
            if (letters == PREFIX) opening = number;
        }
        if (letters && (!letter || code == CAPITAL_I_DOT || place >= end)) {
            found |= cues_of(stems, number, opening, letters);
            number = letters = 0;
        }
    }
    return found;
}

static uint32_t cues_in(const Stems *stems, const uint8_t *place, const uint8_t *end) {
    uint32_t found = 0;
    for (;;) {
        while (place < end && !of_words[*place]) place++;
        if (place >= end) return found;
        const uint8_t *start = place;
        uint8_t bits = 0;
        while (place < end && of_words[*place]) bits |= *place++;
        found |= bits < ASCII_END ? cues_of_ascii(stems, start, (size_t)(place - start), end)
                                  : cues_between(stems, start, place);
    }
}

/* Arguments: Stems, texts joined by zeros, the number of their bytes, the number of texts. Results: of each text its
   cues. */
EXPORT(possible_cues) void possible_cues(void) {
    const Stems *stems = ARRAY(const Stems, 0);
    const uint8_t *text = ARRAY(const uint8_t, 1), *end = text + exchange.arguments[2];
    size_t count = exchange.arguments[3];
    uint32_t *found = allocate_zeroed(count * sizeof *found);
    for (size_t n = 0; n < count && text < end; n++) {
        const uint8_t *text_end = memchr(text, 0, (size_t)(end - text));
        if (!text_end) text_end = end;
        found[n] = cues_in(stems, text, text_end);
        text = text_end + 1;
    }
    answer(0, found, count);
}
