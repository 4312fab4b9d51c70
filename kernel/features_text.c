/* Features of texts: what the characters of each segment say. */

#include "characters.h"
#include "features.h"
#include "numbers.h"

/* Letters by which a character of a script without spaces is longer than a letter: one of Chinese, Japanese or Korean
   says as much as two or three of an alphabet. */
static const double WIDE_EXTRA = 1.5;

enum {
    FIELD = 6,           /* bits of a class's counter, where all are kept in one word */
    AT_ONCE = 63,        /* characters until one of them could be full */
    COPYRIGHT_SIGN = 0xa9,
};

typedef struct {
    int32_t of[CLASSES];
    int32_t wide;
} Counts;

static Counts count_classes(const uint32_t *text, int32_t length) {
    Counts counts = {0};
    for (int32_t at = 0; at < length;) {
        int32_t end = length - at < AT_ONCE ? length : at + AT_ONCE;
        uint64_t packed = 0;
        uint32_t wide = 0;
        for (; at < end; at++) {
            unsigned traits = traits_of(text[at]);
            packed += (uint64_t)1 << FIELD * (traits & CLASS_BITS);
            wide += traits / WIDE;
        }
        for (int n = 0; n < CLASSES; n++) counts.of[n] += (int32_t)(packed >> FIELD * n & ((1 << FIELD) - 1));
        counts.wide += (int32_t)wide;
    }
    return counts;
}

static bool has_copyright_sign(const Text *text) {
    for (int32_t at = 0; at < text->length; at++)
        if (text->codes[at] == COPYRIGHT_SIGN) return true;
    return false;
}

static void columns_of_text(Page *page, int32_t n, const Text *text) {
    const Segment *segment = &page->segments[n];
    const uint32_t *codes = text->codes;
    Counts counts = count_classes(codes, text->length);
    double chars = text->length, read = chars + WIDE_EXTRA * counts.wide;
    double letters = larger(counts.of[UPPER] + counts.of[LOWER] + counts.of[LETTER], 1);
    double link_density = segment->link_chars / chars;
    int32_t terminals = counts.of[TERMINAL];
    int32_t end = text->length - 1;
    unsigned first = class_of(codes[0]), last = class_of(codes[end]), before_last = class_of(codes[end ? end - 1 : 0]);
    /* A closing quote or bracket after a full stop still ends a sentence. */
    bool ends_sentence = last == TERMINAL || (last == QUOTE && before_last == TERMINAL);
    bool runs = read >= LONG && link_density < 0.5 && terminals + counts.of[COMMA] > 0;
    page->read[n] = read;
    page->chars[n] = log_of(read);
    page->link_density[n] = link_density;
    page->running[n] = runs ? read : 0;
    page->ends_sentence[n] = ends_sentence;
    SET(page, chars, n, page->chars[n]);
    SET(page, words, n, log_of(counts.of[SPACE]));
    SET(page, upper, n, counts.of[UPPER] / letters);
    SET(page, wide, n, counts.of[LETTER] / letters);
    SET(page, digits, n, counts.of[DIGIT] / read);
    SET(page, spaces, n, counts.of[SPACE] / read);
    SET(page, sentences, n, smaller(terminals, 20));
    SET(page, terminals, n, terminals / read);
    SET(page, commas, n, counts.of[COMMA] / read);
    SET(page, quotes, n, smaller(counts.of[QUOTE], 10));
    SET(page, marks, n, counts.of[MARK] / read);
    SET(page, first, n, first);
    SET(page, last, n, last);
    SET(page, ends_sentence, n, ends_sentence);
    SET(page, ends_colon, n, codes[end] == ':');
    SET(page, link_density, n, link_density);
    SET(page, links, n, smaller(segment->links, 20));
    SET(page, bold, n, segment->bold / chars);
    SET(page, images, n, smaller(segment->images, 5));
    SET(page, hidden, n, segment->hidden);
    SET(page, level, n, segment->level);
    SET(page, shape, n, segment->shape);
    SET(page, date_like, n, counts.of[DIGIT] && text->length < LONG && is_date_like(*text));
    SET(page, copyright, n, counts.of[MARK] && has_copyright_sign(text));
    SET(page, running, n, page->running[n]);
}

void text_columns(Page *page) {
    for (int32_t n = 0; n < page->count; n++) {
        Text text = text_of(page, n);
        columns_of_text(page, n, &text);
    }
}
