/* Scanning text in UTF-8, 16 bytes at a time.

   As many bytes must be there to be read behind the end of what is scanned, whatever they are. The functions are small,
   and called for every word of a page: they stand here to become part of their callers. */

#ifndef SCAN_H
#define SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <wasm_simd128.h>

enum { STRIDE = 16 };

/* Bytes from `start` up to `end`. */
typedef struct {
    const uint8_t *start, *end;
} Span;

/* A character of a text: its code point, the bytes that it is written in, and how many of the text it takes up. */
typedef struct {
    uint32_t code;
    uint32_t size;
    const uint8_t *bytes;
    uint32_t taken;
} Character;

static inline size_t length_of(Span span) {
    return (size_t)(span.end - span.start);
}

static inline Span bytes_of(Character character) {
    return (Span){character.bytes, character.bytes + character.size};
}

/* Whether a span holds these bytes and no more. */
static inline bool is(Span span, const char *bytes) {
    size_t length = strlen(bytes);
    return length_of(span) == length && !memcmp(span.start, bytes, length);
}

static inline bool begins(Span span, const char *with) {
    size_t length = strlen(with);
    return length_of(span) >= length && !memcmp(span.start, with, length);
}

/* Whether a span holds these bytes, which are lower case, in any case. */
static inline bool is_in_any_case(Span span, const char *bytes) {
    size_t length = strlen(bytes);
    if (length_of(span) != length) return false;
    for (size_t i = 0; i < length; i++) {
        uint8_t byte = span.start[i];
        if ((byte >= 'A' && byte <= 'Z' ? byte + 32 : byte) != (uint8_t)bytes[i]) return false;
    }
    return true;
}

static inline const uint8_t *earlier(const uint8_t *one, const uint8_t *other) {
    return one < other ? one : other;
}

static inline v128_t equal(v128_t bytes, uint8_t wanted) {
    return wasm_i8x16_eq(bytes, wasm_u8x16_splat(wanted));
}

/* The first place of a byte in a span, or its end. */
static inline const uint8_t *find_byte(Span span, uint8_t wanted) {
    for (const uint8_t *at = span.start; at < span.end; at += STRIDE) {
        uint32_t found = wasm_i8x16_bitmask(equal(wasm_v128_load(at), wanted));
        if (found) return earlier(at + __builtin_ctz(found), span.end);
    }
    return span.end;
}

/* The place behind the first of a byte in a span, or its end. */
static inline const uint8_t *behind_byte(Span span, uint8_t wanted) {
    return earlier(find_byte(span, wanted) + 1, span.end);
}

/* The first place of any of three bytes in a span, or its end. */
static inline const uint8_t *find_any(Span span, uint8_t one, uint8_t two, uint8_t three) {
    for (const uint8_t *at = span.start; at < span.end; at += STRIDE) {
        v128_t bytes = wasm_v128_load(at);
        v128_t any = wasm_v128_or(wasm_v128_or(equal(bytes, one), equal(bytes, two)), equal(bytes, three));
        uint32_t found = wasm_i8x16_bitmask(any);
        if (found) return earlier(at + __builtin_ctz(found), span.end);
    }
    return span.end;
}

/* The bytes of a name of up to 16, and zeros behind it. */
static inline v128_t padded(Span name) {
    v128_t places = wasm_i8x16_make(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    v128_t within = wasm_i8x16_lt(places, wasm_i8x16_splat((int8_t)length_of(name)));
    return wasm_v128_and(wasm_v128_load(name.start), within);
}

static inline bool all_equal(v128_t one, v128_t other) {
    return !wasm_v128_any_true(wasm_v128_xor(one, other));
}

/* Whether two names are the same. */
static inline bool same(Span one, Span other) {
    if (length_of(one) != length_of(other)) return false;
    if (length_of(one) <= STRIDE) return all_equal(padded(one), padded(other));
    return !memcmp(one.start, other.start, length_of(one));
}

/* Whether Python's str.isspace() holds for a character. */
static inline bool is_space(uint32_t code) {
    if (code < 0x80) return code == ' ' || (code >= '\t' && code <= '\r') || (code >= 0x1C && code <= 0x1F);
    if (code < 0x2000) return code == 0x85 || code == 0xA0 || code == 0x1680;
    return code <= 0x200A || code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

/* The end of the white space of ASCII that a text begins with. */
static inline const uint8_t *spaces_end(Span text) {
    for (const uint8_t *at = text.start; at < text.end; at += STRIDE) {
        v128_t bytes = wasm_v128_load(at);
        v128_t lines = wasm_u8x16_lt(wasm_i8x16_sub(bytes, wasm_u8x16_splat('\t')), wasm_u8x16_splat(5));
        v128_t separators = wasm_u8x16_lt(wasm_i8x16_sub(bytes, wasm_u8x16_splat(0x1C)), wasm_u8x16_splat(5));
        uint32_t others = ~wasm_i8x16_bitmask(wasm_v128_or(lines, separators)) & 0xFFFF;
        if (others) return earlier(at + __builtin_ctz(others), text.end);
    }
    return text.end;
}

/* A bit for each of 16 bytes that stands for itself: not for those of ASCII's white space and controls, of escapes, and
   of the blocks of Unicode in which there are white space or characters that are not shown. */
static inline uint32_t plain_bytes(v128_t bytes) {
    v128_t controls = wasm_u8x16_le(bytes, wasm_u8x16_splat(' '));
    v128_t general = wasm_v128_or(equal(bytes, 0xE1), wasm_v128_or(equal(bytes, 0xE2), equal(bytes, 0xE3)));
    v128_t others = wasm_v128_or(equal(bytes, '&'), wasm_v128_or(equal(bytes, 0xC2), equal(bytes, 0xEF)));
    return ~wasm_i8x16_bitmask(wasm_v128_or(controls, wasm_v128_or(general, others))) & 0xFFFF;
}

/* The bytes, 16 at most, of the beginning of a text that stand for themselves in text whose white space is collapsed:
   words of visible characters with single spaces between them. *characters becomes their number. */
static inline uint32_t count_plain(Span text, uint32_t *characters) {
    v128_t bytes = wasm_v128_load(text.start);
    uint32_t plain = plain_bytes(bytes), spaces = wasm_i8x16_bitmask(equal(bytes, ' '));
    uint32_t left = length_of(text) < STRIDE ? (1u << length_of(text)) - 1 : 0xFFFF;
    plain &= left;
    uint32_t good = plain | (spaces & plain << 1 & plain >> 1);
    uint32_t count = (uint32_t)__builtin_ctz(~good);
    uint32_t continued = wasm_i8x16_bitmask(wasm_i8x16_lt(bytes, wasm_i8x16_splat(-64)));
    *characters = count - (uint32_t)__builtin_popcount(continued & ((1u << count) - 1));
    return count;
}

/* The character at the beginning of a span that is not empty. */
static inline Character character_at(Span text) {
    const uint8_t *at = text.start;
    uint32_t lead = *at, size = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (size > length_of(text)) size = (uint32_t)length_of(text);
    uint32_t code = lead < 0x80 ? lead : lead & (0x7F >> size);
    for (uint32_t i = 1; i < size; i++) code = code << 6 | (at[i] & 0x3F);
    return (Character){code, size, at, size};
}

#endif
