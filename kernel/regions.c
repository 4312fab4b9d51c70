/* Regions: what the names of the elements around a segment say of what stands in it. */

#include "signs.h"

#include "kernel.h"

/* Share of the page's text above which an element is no region of it: a `<body class="has-comments">` names nothing. */
static const double REGION_SHARE = 0.4;

/* For each distinct name the lowest number of its words, 0 where none speaks of a region. */
static uint8_t *regions_of_names(const Elements *elements, const Weights *words) {
    uint8_t *found = allocate_zeroed((size_t)elements->distinct.count);
    const Word **known = find_words(words, &elements->words);
    for (size_t use = 0; use < elements->words.uses; use++) {
        const Word *word = known[elements->words.numbers[use]];
        if (!word) continue;
        uint8_t region = (uint8_t)word->weight, *of_name = found + elements->words.owners[use];
        if (!*of_name || region < *of_name) *of_name = region;
    }
    return found;
}

/* How many characters of the page's text stand before each element, and before its end. */
static int64_t *texts_before(const Page *page) {
    int32_t count = page->elements.count;
    int64_t *before = allocate_zeroed(((size_t)count + 1) * sizeof *before);
    for (int32_t n = 0; n < page->count; n++) before[page->segments[n].element + 1] += page->segments[n].length;
    for (int32_t e = 0; e < count; e++) before[e + 1] += before[e];
    return before;
}

uint8_t *regions_of_segments(const Page *page, const Weights *words) {
    const Elements *elements = &page->elements;
    uint8_t *found = allocate((size_t)page->count);
    uint32_t top = exchange.top;
    const uint8_t *of_names = regions_of_names(elements, words);
    const int64_t *before = texts_before(page);
    uint8_t *of_elements = allocate((size_t)elements->count);
    double most = REGION_SHARE * (double)before[elements->count];
    for (int32_t e = 0; e < elements->count; e++) {
        int32_t parent = elements->parents[e];
        uint8_t own = of_names[elements->names[e]];
        int64_t chars = before[elements->ends[e]] - before[e];
        if (own && (double)chars <= most) of_elements[e] = own;
        else of_elements[e] = parent < 0 ? 0 : of_elements[parent];
    }
    for (int32_t n = 0; n < page->count; n++) found[n] = of_elements[page->segments[n].element];
    exchange.top = top;
    return found;
}
