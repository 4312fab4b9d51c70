/* Cues: which sets of phrases may stand in each text of a page. A phrase is known by the stem of its first word, which
   is that word's first letters, or by its first character where it may begin inside of a word. The stem of a short word
   may be known together with the first letter of the next word.

   A page has thousands of words, and no pattern in their lengths: what is done for each is done without branches. */

#include "signs.h"

#include "kernel.h"

#include <stdbool.h>
#include <string.h>
#include <wasm_simd128.h>

enum {
    STEM = 5,              /* letters of a word's stem at most; one that leaves open how the word goes on has three */
    LANES = 8,
    BLOCK = 64,            /* letters of which it is found out together where words begin */
    MARK_BITS = 16,        /* of the number of a stem, by which most words are known to be none */
    CAPITAL_I_DOT = 0x130, /* in lower case two characters, of which the second ends the word */
};

typedef struct {
    uint64_t number, cues;
} Slot;

/* All characters of the Basic Multilingual Plane have entries, others stand in no word. */
struct Stems {
    const uint16_t *letters; /* of a character that can stand in a word, its lower case; otherwise 0 */
    const uint32_t *inner;   /* the cues with phrases that begin with it inside of a word */
    const uint8_t *marks;    /* a bit for each of the first bits of a number: whether a stem has them */
    const Slot *slots;       /* a stem's slot is the one that its number says or, where others took it, one behind */
    uint32_t slot_bits;      /* there are 2 to that many, more than there are stems */
};

static uint32_t cues_at(const Stems *stems, uint64_t number) {
    size_t last = ((size_t)1 << stems->slot_bits) - 1;
    for (size_t place = number >> (64 - stems->slot_bits);; place++) {
        const Slot *slot = stems->slots + (place & last);
        if (!slot->cues || slot->number == number) return (uint32_t)slot->cues;
    }
}

static inline bool is_marked(const Stems *stems, uint64_t number) {
    uint32_t bit = (uint32_t)(number >> (64 - MARK_BITS));
    return stems->marks[bit / 8] >> bit % 8 & 1;
}

/* Add a letter, or 0 for none, to the number of a stem. */
static inline uint64_t with_letter(uint64_t number, uint32_t letter) {
    return (number + letter) * 0x9E3779B97F4A7C15;
}

/* The cues of the word that begins with these letters, behind which there are zeros. */
static inline uint32_t cues_of(const Stems *stems, const uint16_t *word) {
    uint32_t second = word[1], third = second ? word[2] : 0, fourth = third ? word[3] : 0;
    uint64_t beginning = with_letter(with_letter(with_letter(0, word[0]), second), third);
    uint32_t fifth = fourth ? word[4] : 0;
    uint64_t stem = with_letter(with_letter(beginning, fourth), fifth);
    size_t length = 1 + !!second + !!third + !!fourth + !!fifth;
    uint64_t pair = with_letter(stem, fifth ? 0 : word[length + 1]);
    uint32_t found = 0;
    if (is_marked(stems, stem)) found |= cues_at(stems, stem);
    if (is_marked(stems, beginning)) found |= cues_at(stems, beginning);
    if (is_marked(stems, pair)) found |= cues_at(stems, pair);
    return found;
}

/* Which of as many letters as there are bits are none, a bit for each. */
static uint64_t which_are_none(const uint16_t *letters) {
    uint64_t found = 0;
    for (size_t n = 0; n < BLOCK; n += 2 * LANES) {
        v128_t first = wasm_i16x8_eq(wasm_v128_load(letters + n), wasm_i16x8_splat(0));
        v128_t second = wasm_i16x8_eq(wasm_v128_load(letters + n + LANES), wasm_i16x8_splat(0));
        found |= (uint64_t)wasm_i8x16_bitmask(wasm_i8x16_narrow_i16x8(first, second)) << n;
    }
    return found;
}

/* The cues of all words among letters, behind which there are at least a block of zeros. */
static uint32_t cues_among(const Stems *stems, const uint16_t *letters, size_t count) {
    uint32_t found = 0;
    uint64_t before = 1; /* whether the character before the block is no letter */
    for (size_t block = 0; block < count; block += BLOCK) {
        uint64_t none = which_are_none(letters + block);
        uint64_t starts = ~none & (none << 1 | before);
        before = none >> (BLOCK - 1);
        for (; starts; starts &= starts - 1)
            found |= cues_of(stems, letters + block + __builtin_ctzll(starts));
    }
    return found;
}

/* Write the letters of as many characters as there are lanes, if they are all in ASCII, as `letters` in Stems has
   them. */
static inline bool read_ascii(const uint32_t *codes, uint16_t *letters) {
    v128_t first = wasm_v128_load(codes), second = wasm_v128_load(codes + LANES / 2);
    if (wasm_v128_any_true(wasm_v128_andnot(wasm_v128_or(first, second), wasm_u32x4_splat(0x7f)))) return false;
    v128_t chars = wasm_u16x8_narrow_i32x4(first, second), lower = wasm_v128_or(chars, wasm_u16x8_splat(0x20));
    v128_t letter = wasm_u16x8_lt(wasm_i16x8_sub(lower, wasm_u16x8_splat('a')), wasm_u16x8_splat(26));
    v128_t digit = wasm_u16x8_lt(wasm_i16x8_sub(chars, wasm_u16x8_splat('0')), wasm_u16x8_splat(10));
    v128_t underscore = wasm_i16x8_eq(chars, wasm_u16x8_splat('_'));
    v128_t kept = wasm_v128_and(lower, wasm_v128_or(letter, digit));
    wasm_v128_store(letters, wasm_v128_or(kept, wasm_v128_and(chars, underscore)));
    return true;
}

/* Write the letters of a text, 0 for what is no letter; the cues with phrases that begin inside of its words. */
static uint32_t read_letters(const Stems *stems, Text text, uint16_t **letters) {
    uint32_t found = 0;
    uint16_t *next = *letters;
    for (int32_t at = 0; at < text.length;) {
        if (text.length - at >= LANES && read_ascii(text.codes + at, next)) {
            at += LANES;
            next += LANES;
            continue;
        }
        uint32_t code = text.codes[at++];
        *next++ = code < BASIC_PLANE_END ? stems->letters[code] : 0;
        if (code >= BASIC_PLANE_END) continue;
        found |= stems->inner[code];
        if (code == CAPITAL_I_DOT) *next++ = 0;
    }
    *letters = next;
    return found;
}

static size_t longest_text(const Page *page) {
    int32_t longest = 0;
    for (int32_t n = 0; n < page->count; n++)
        if (page->segments[n].length > longest) longest = page->segments[n].length;
    return (size_t)longest;
}

uint32_t *cues_of_texts(const Page *page, const Stems *stems) {
    uint32_t *found = allocate((size_t)page->count * sizeof *found);
    uint32_t top = exchange.top;
    uint16_t *letters = allocate((2 * longest_text(page) + BLOCK) * sizeof *letters); /* a character may become two */
    for (int32_t n = 0; n < page->count; n++) {
        uint16_t *end = letters;
        found[n] = read_letters(stems, text_of(page, n), &end);
        memset(end, 0, BLOCK * sizeof *end);
        found[n] |= cues_among(stems, letters, (size_t)(end - letters));
    }
    exchange.top = top;
    return found;
}
