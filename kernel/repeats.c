/* Repeats: with which letters and digits texts begin and end, so that those few are known that begin or end alike.
   Characters are compared as they are once taken apart into letters and marks, the marks left out, in lower case. */

#include "kernel.h"
#include "utf8.h"

#include <stdbool.h>
#include <string.h>

enum {
    ANCHOR = 12, /* letters and digits that are compared */
    /* From the first to before the second are pictures, which are none. Of what else lies beyond the Basic Multilingual
       Plane it is not known. */
    PICTURES = 0x1F300,
    PICTURES_END = 0x1FB00,
};

/* The letters and digits that each character of that plane stands for: in `parts`, from its place there to that of the
   next character. */
typedef struct {
    const uint32_t *places;
    const uint32_t *parts;
} Letters;

/* A number made of the first letters and digits of a text or, backwards, of the last. */
typedef struct {
    uint32_t number, length;
} Anchor;

static void add_letter(Anchor *anchor, uint32_t letter) {
    if (anchor->length++ < ANCHOR) anchor->number = (anchor->number ^ letter) * 16777619u;
}

static void add_letters(Anchor *anchor, const Letters *letters, uint32_t code, bool backwards) {
    if (code >= BMP_END) return;
    uint32_t first = letters->places[code], end = letters->places[code + 1];
    for (uint32_t n = first; n < end; n++) add_letter(anchor, letters->parts[backwards ? first + end - 1 - n : n]);
}

static uint32_t number_of_start(const Letters *letters, const uint8_t *text, const uint8_t *end) {
    Anchor anchor = {0};
    while (text < end && anchor.length < ANCHOR) add_letters(&anchor, letters, next_character(&text, end), false);
    return anchor.number;
}

static uint32_t number_of_end(const Letters *letters, const uint8_t *text, const uint8_t *end) {
    Anchor anchor = {0};
    while (end > text && anchor.length < ANCHOR) add_letters(&anchor, letters, previous_character(&end, text), true);
    return anchor.number;
}

/* How many letters and digits a text has; whether it has characters of which that is not known. */
static uint32_t count_letters(const Letters *letters, const uint8_t *text, const uint8_t *end, bool *unknown) {
    uint32_t count = 0;
    while (text < end) {
        uint32_t code = next_character(&text, end);
        if (code < BMP_END) count += letters->places[code + 1] - letters->places[code];
        else if (code < PICTURES || code >= PICTURES_END) *unknown = true;
    }
    return count;
}

/* Arguments: Letters, texts joined by zeros, the number of their bytes, the number of texts. Results: of each text the
   numbers of its start and of its end and how many letters it has; and whether some characters are not known. */
EXPORT(anchors) void anchors(void) {
    const Letters *letters = ARRAY(const Letters, 0);
    const uint8_t *text = ARRAY(const uint8_t, 1), *end = text + exchange.arguments[2];
    size_t count = exchange.arguments[3];
    uint32_t *found = allocate_zeroed(3 * count * sizeof *found);
    uint32_t *starts = found, *ends = found + count, *lengths = found + 2 * count;
    bool unknown = false;
    for (size_t n = 0; n < count && text < end; n++) {
        const uint8_t *text_end = memchr(text, 0, (size_t)(end - text));
        if (!text_end) text_end = end;
        starts[n] = number_of_start(letters, text, text_end);
        ends[n] = number_of_end(letters, text, text_end);
        lengths[n] = count_letters(letters, text, text_end, &unknown);
        text = text_end + 1;
    }
    answer(0, found, 3 * count);
    exchange.results[2] = unknown;
}
