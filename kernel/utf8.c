/* UTF-8: whether a payload is that, and how many tags it holds, before a parser sees it. */

#include "kernel.h"
#include "scan.h"

/* The bytes of the character that a text begins with, or 0 where they are none (the Unicode Standard, table 3-7). */
static size_t size_of_character(Span text) {
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000}; /* shorter ways to write a character are wrong */
    uint32_t lead = *text.start;
    size_t size = lead < 0x80 ? 1 : lead < 0xC0 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF8 ? 4 : 0;
    if (size > length_of(text)) return 0;
    for (size_t i = 1; i < size; i++)
        if ((text.start[i] & 0xC0) != 0x80) return 0;
    if (size < 2) return size;
    uint32_t code = character_at(text).code;
    return code < least[size] || (code >= 0xD800 && code <= 0xDFFF) || code > 0x10FFFF ? 0 : size;
}

static bool is_utf8(Span text) {
    while (text.start < text.end) {
        uint32_t beyond_ascii = wasm_i8x16_bitmask(wasm_v128_load(text.start));
        size_t plain = beyond_ascii ? (size_t)__builtin_ctz(beyond_ascii) : STRIDE;
        text.start += plain;
        if (plain == STRIDE || text.start >= text.end) continue;
        size_t size = size_of_character(text);
        if (!size) return false;
        text.start += size;
    }
    return true;
}

/* Tags, of either sort, and among them start tags of templates. */
typedef struct {
    uint32_t all, templates;
} Tags;

static Tags count_tags(Span text) {
    Tags tags = {0};
    for (const uint8_t *at = text.start; at < text.end; at += STRIDE) {
        v128_t next = wasm_v128_load(at + 1);
        uint32_t begin = wasm_i8x16_bitmask(equal(wasm_v128_load(at), '<'));
        if (text.end - at < STRIDE) begin &= (1u << (text.end - at)) - 1;
        tags.all += (uint32_t)__builtin_popcount(begin);
        begin &= wasm_i8x16_bitmask(wasm_v128_or(equal(next, 't'), equal(next, 'T')));
        for (; begin; begin &= begin - 1) {
            Span name = {at + __builtin_ctz(begin) + 1, NULL};
            name.end = name.start + strlen("template");
            tags.templates += name.end <= text.end && is_in_any_case(name, "template");
        }
    }
    return tags;
}

/* Arguments: bytes, and how many they are. Results: whether they are UTF-8, the number of tags, and that of templates. */
EXPORT(look_over) void look_over(void) {
    Span text = {ARRAY(const uint8_t, 0), ARRAY(const uint8_t, 0) + exchange.arguments[1]};
    Tags tags = count_tags(text);
    exchange.results[0] = is_utf8(text);
    exchange.results[1] = tags.all;
    exchange.results[2] = tags.templates;
}
