/* Repeats: which texts of a page begin or end with the same letters and digits as another of about their length.
   Characters are compared as they are once taken apart into letters and marks, the marks left out, in lower case. */

#include "signs.h"

#include "kernel.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    SHORTEST = 30, /* characters of the shortest text that can be long enough for a repeat */
    ANCHOR = 12,   /* letters and digits that are compared */
    /* From the first to before the second are pictures, which are none. Of what else lies beyond the Basic Multilingual
       Plane it is not known. */
    PICTURES = 0x1F300,
    PICTURES_END = 0x1FB00,
};

/* Share of the longer of two texts by which the other may be shorter. */
static const double ABOUT_AS_LONG = 0.2;

/* The letters and digits that each character of that plane stands for: in `parts`, from its place there to that of the
   next character. */
struct Letters {
    const uint32_t *places;
    const uint32_t *parts;
};

/* A number made of the first letters and digits of a text or, backwards, of the last; and how many the text has. */
typedef struct {
    uint32_t number, length;
    int32_t text;
} Anchor;

static void add_letters(Anchor *anchor, const Letters *letters, uint32_t code, bool backwards) {
    if (code >= BASIC_PLANE_END) return;
    uint32_t first = letters->places[code], end = letters->places[code + 1];
    for (uint32_t n = first; n < end && anchor->length < ANCHOR; n++, anchor->length++)
        anchor->number = (anchor->number ^ letters->parts[backwards ? first + end - 1 - n : n]) * 16777619u;
}

static Anchor anchor_of(const Letters *letters, Text text, bool backwards) {
    Anchor anchor = {0};
    for (int32_t n = 0; n < text.length && anchor.length < ANCHOR; n++)
        add_letters(&anchor, letters, text.codes[backwards ? text.length - 1 - n : n], backwards);
    return anchor;
}

/* How many letters and digits a text has; whether it has characters of which that is not known. */
static uint32_t count_letters(const Letters *letters, Text text, bool *unknown) {
    uint32_t count = 0;
    for (int32_t n = 0; n < text.length; n++) {
        uint32_t code = text.codes[n];
        if (code < BASIC_PLANE_END) count += letters->places[code + 1] - letters->places[code];
        else if (code < PICTURES || code >= PICTURES_END) *unknown = true;
    }
    return count;
}

static int in_order(const void *one, const void *other) {
    const Anchor *a = one, *b = other;
    if (a->number != b->number) return a->number < b->number ? -1 : 1;
    if (a->length != b->length) return a->length < b->length ? -1 : 1;
    return 0;
}

/* Set `twins` of the texts that have an anchor in common with another that is about as long. */
static void mark_twins(Anchor *anchors, int32_t count, uint8_t *twins) {
    qsort(anchors, (size_t)count, sizeof *anchors, in_order);
    for (int32_t n = 1; n < count; n++) {
        const Anchor *one = anchors + n - 1, *other = anchors + n;
        if (one->number != other->number || other->length - one->length > ABOUT_AS_LONG * other->length) continue;
        twins[one->text] = twins[other->text] = true;
    }
}

uint8_t *twins_of_texts(const Page *page, const Letters *letters) {
    size_t size = (size_t)page->count * sizeof(Anchor);
    uint8_t *twins = allocate_zeroed((size_t)page->count);
    uint32_t top = exchange.top;
    Anchor *starts = allocate(size), *ends = allocate(size);
    int32_t count = 0;
    bool unknown = false;
    for (int32_t n = 0; n < page->count; n++) {
        Text text = text_of(page, n);
        if (text.length < SHORTEST) continue;
        uint32_t length = count_letters(letters, text, &unknown);
        if (length < ANCHOR) continue;
        starts[count] = (Anchor){anchor_of(letters, text, false).number, length, n};
        ends[count++] = (Anchor){anchor_of(letters, text, true).number, length, n};
    }
    mark_twins(starts, count, twins);
    mark_twins(ends, count, twins);
    if (unknown) memset(twins, true, (size_t)page->count);
    exchange.top = top;
    return twins;
}
