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

/* For each element its number among those that hold text, or -1 where it holds none. */
static int32_t *numbers_of_homes(const Page *page) {
    int32_t count = page->elements.count, homes = 0;
    int32_t *found = integers(count);
    for (int32_t e = 0; e < count; e++) found[e] = -1;
    for (int32_t n = 0; n < page->count; n++) found[page->segments[n].element] = 0;
    for (int32_t e = 0; e < count; e++)
        if (found[e] == 0) found[e] = homes++;
    return found;
}

/* A step as it is written in UTF-8, and how many bytes the path to its element has. */
typedef struct {
    const uint8_t *bytes;
    uint32_t size, path_size;
} Step;

enum { DIGITS = 10, STEP = sizeof "/[]" + DIGITS, MOST_OF_CHARACTER = 4 };

/* Room for the steps to all elements. A page has the tag of each in it, so that they are little longer than the page. */
static uint8_t *room_for_steps(const Elements *elements) {
    uint64_t size = 0;
    for (int32_t e = 0; e < elements->count; e++)
        size += STEP + MOST_OF_CHARACTER * (uint64_t)elements->words.words[tag(elements, e)].length;
    return allocate(size < SIZE_MAX ? (size_t)size : SIZE_MAX);
}

static uint8_t *write_character(uint8_t *out, uint32_t code) {
    static const uint8_t marks[MOST_OF_CHARACTER] = {0, 0xC0, 0xE0, 0xF0};
    int behind = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    *out++ = (uint8_t)(marks[behind] | code >> 6 * behind);
    while (behind--) *out++ = (uint8_t)(0x80 | (code >> 6 * behind & 0x3F));
    return out;
}

static uint8_t *write_number(uint8_t *out, int32_t number) {
    if (number > 9) out = write_number(out, number / 10);
    *out++ = (uint8_t)('0' + number % 10);
    return out;
}

/* The word of a tag stands between < and >. */
static Text name_of_tag(const Words *words, int32_t number) {
    Cut cut = words->words[number];
    return (Text){words->codes + cut.start + 1, cut.length - 2};
}

static uint8_t *write_step(uint8_t *out, Text name, int32_t rank) {
    *out++ = '/';
    for (int32_t i = 0; i < name.length; i++) out = write_character(out, name.codes[i]);
    if (rank > 1) {
        *out++ = '[';
        out = write_number(out, rank);
        *out++ = ']';
    }
    return out;
}

static Step *steps_to(const Elements *elements) {
    const int32_t *rank = ranks(elements);
    Step *found = allocate_items((size_t)elements->count, sizeof *found);
    uint8_t *end = room_for_steps(elements);
    for (int32_t e = 0; e < elements->count; e++) {
        const uint8_t *start = end;
        end = write_step(end, name_of_tag(&elements->words, tag(elements, e)), rank[e]);
        int32_t parent = elements->parents[e];
        uint32_t size = (uint32_t)(end - start), above = parent < 0 ? 0 : found[parent].path_size;
        found[e] = (Step){start, size, above + size};
    }
    return found;
}

/* Bytes of all paths: those of a page made for it would fill any memory, and several times, once they are strings. */
enum { MOST_OF_PATHS = 1 << 28 };

/* Room for the paths to elements that hold text. */
static uint8_t *room_for_paths(const Elements *elements, const Step *steps, const int32_t *numbers) {
    uint64_t size = 0;
    for (int32_t e = 0; e < elements->count; e++)
        if (numbers[e] >= 0) size += (uint64_t)steps[e].path_size + 1;
    return allocate(size <= MOST_OF_PATHS ? (size_t)size : SIZE_MAX);
}

void answer_paths(int n, const Page *page) {
    const Elements *elements = &page->elements;
    const int32_t *numbers = numbers_of_homes(page);
    const Step *steps = steps_to(elements);
    uint8_t *text = room_for_paths(elements, steps, numbers), *end = text;
    uint8_t *path = room_for_steps(elements); /* to the element in progress: all above it have come just before it */
    for (int32_t e = 0; e < elements->count; e++) {
        Step step = steps[e];
        memcpy(path + step.path_size - step.size, step.bytes, step.size);
        if (numbers[e] < 0) continue;
        memcpy(end, path, step.path_size);
        end += step.path_size;
        *end++ = '\n';
    }
    int32_t *found = integers(page->count);
    for (int32_t k = 0; k < page->count; k++) found[k] = numbers[page->segments[k].element];
    answer(n, text, (size_t)(end - text));
    answer(n + 2, found, (size_t)page->count);
}
