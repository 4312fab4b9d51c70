/* Paths: where the elements that hold text stand among their like, as `/html/body/div[2]`. */

#include "paths.h"

#include "kernel.h"

#include <string.h>

/* The number of an element's tag, as a word: those of the tags come first, one for each name. */
static int32_t tag(const Elements *elements, int32_t element) {
    return elements->words.numbers[elements->names[element]];
}

static int32_t *integers(int32_t count) {
    return allocate((size_t)count * sizeof(int32_t));
}

/* The elements by their parents: the children of one stand together, in their order. */
static int32_t *siblings(const Elements *elements) {
    int32_t count = elements->count;
    int32_t *ends = allocate_zeroed(((size_t)count + 2) * sizeof *ends), *found = integers(count);
    for (int32_t e = 0; e < count; e++) ends[elements->parents[e] + 2]++;
    for (int32_t n = 1; n <= count; n++) ends[n] += ends[n - 1];
    for (int32_t e = 0; e < count; e++) found[ends[elements->parents[e] + 1]++] = e;
    return found;
}

/* For each element its place among its siblings of the same tag, from 1; a root has 1. */
static int32_t *ranks(const Elements *elements) {
    const int32_t *children = siblings(elements);
    int32_t words = elements->words.count;
    int32_t *found = integers(elements->count), *parent_of = integers(words), *count_of = integers(words);
    for (int32_t n = 0; n < words; n++) parent_of[n] = -1;
    for (int32_t n = 0; n < elements->count; n++) {
        int32_t child = children[n], parent = elements->parents[child], of_tag = tag(elements, child);
        if (parent < 0 || parent_of[of_tag] != parent) count_of[of_tag] = 0;
        parent_of[of_tag] = parent;
        found[child] = ++count_of[of_tag];
    }
    return found;
}

/* How often paths lead to each element or through it: where they do so once, from one child alone, its step need not be
   known apart from that child's. A segment counts twice, for its path ends there. */
static int32_t *uses_of(const Page *page) {
    const int32_t *parents = page->elements.parents;
    int32_t *found = allocate_zeroed((size_t)page->elements.count * sizeof *found);
    for (int32_t n = 0; n < page->count; n++) {
        int32_t home = page->segments[n].element;
        for (int32_t e = home; e >= 0 && !found[e]++; e = parents[e]) continue;
        found[home]++;
    }
    return found;
}

enum { DIGITS = 10, STEP = sizeof "/[]\n" + DIGITS };

static uint32_t *write_number(uint32_t *out, int32_t number) {
    uint32_t digits[DIGITS];
    int count = 0;
    for (; number; number /= 10) digits[count++] = (uint32_t)('0' + number % 10);
    while (count) *out++ = digits[--count];
    return out;
}

/* The word of a tag stands between < and >. */
static Text name_of_tag(const Words *words, int32_t number) {
    Cut cut = words->words[number];
    return (Text){words->codes + cut.start + 1, cut.length - 2};
}

static uint32_t *write_step(uint32_t *out, Text name, int32_t rank) {
    *out++ = '/';
    memcpy(out, name.codes, (size_t)name.length * sizeof *out);
    out += name.length;
    if (rank > 1) {
        *out++ = '[';
        out = write_number(out, rank);
        *out++ = ']';
    }
    return out;
}

/* Room for the steps to elements. A page has the tag of each in it, so that they are little longer than the page. */
static uint32_t *room_for_steps(const Elements *elements, const int32_t *uses) {
    uint64_t size = 0;
    for (int32_t e = 0; e < elements->count; e++)
        if (uses[e]) size += STEP + (uint64_t)elements->words.words[tag(elements, e)].length;
    if (size > INT32_MAX / sizeof(uint32_t)) __builtin_trap();
    return allocate((size_t)size * sizeof(uint32_t));
}

void answer_paths(int n, const Page *page) {
    const Elements *elements = &page->elements;
    const int32_t *rank = ranks(elements), *uses = uses_of(page);
    uint32_t *text = room_for_steps(elements, uses), *end = text;
    int32_t *last = integers(page->count + elements->count), *before = last + page->count;
    int32_t *number = integers(elements->count), parts = 0;
    for (int32_t e = 0; e < elements->count; e++) {
        if (!uses[e]) continue;
        int32_t above = elements->parents[e] < 0 ? 0 : number[elements->parents[e]];
        end = write_step(end, name_of_tag(&elements->words, tag(elements, e)), rank[e]);
        if (uses[e] == 1) {
            number[e] = above;
            continue;
        }
        *end++ = '\n';
        before[parts] = above;
        number[e] = ++parts;
    }
    for (int32_t k = 0; k < page->count; k++) last[k] = number[page->segments[k].element];
    answer(n, text, (size_t)(end - text));
    answer(n + 2, last, (size_t)page->count + (size_t)parts);
}
