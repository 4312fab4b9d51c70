/* Characters of texts in UTF-8. What is none is read as some character or other, and never past the end of a text. */

#ifndef UTF8_H
#define UTF8_H

#include <stdint.h>

enum { ASCII_END = 0x80, BMP_END = 0x10000 };

/* How many bytes a character that begins with such a byte has. */
static inline int character_size(uint8_t byte) {
    return byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/* The character at a place before `end`, and the place behind it. */
static inline uint32_t next_character(const uint8_t **place, const uint8_t *end) {
    uint32_t first = *(*place)++;
    if (first < ASCII_END) return first;
    int size = character_size((uint8_t)first);
    uint32_t code = first & (0xFFu >> (size + (size > 1)));
    for (int n = 1; n < size && *place < end; n++) code = code << 6 | (*(*place)++ & 0x3F);
    return code;
}

/* The character that ends at a place behind `start`, and the place where it begins. */
static inline uint32_t previous_character(const uint8_t **place, const uint8_t *start) {
    const uint8_t *end = *place;
    do --*place;
    while (*place > start && end - *place < 4 && (**place & 0xC0) == 0x80);
    const uint8_t *begin = *place;
    return next_character(&begin, end);
}

#endif
