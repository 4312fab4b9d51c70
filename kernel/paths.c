/* Paths: where the elements that hold text stand among their like, as `/html/body/div[2]`. */

#include "features.h"
#include "kernel.h"

#include <string.h>

typedef struct {
    int32_t elements, names, tags, segments; /* how many there are */
    const int32_t *parents, *name_of;        /* of each element, parents first; -1 for none */
    const int32_t *tag_of;                   /* of each name */
    const int32_t *lengths;                  /* of the tags, in bytes */
    const Segment *rows;                     /* of the segments */
    const char *characters;                  /* of the tags, in UTF-8 */
} Outline;

static int32_t tag(const Outline *page, int32_t element) {
    return page->tag_of[page->name_of[element]];
}

static bool is_below(int32_t number, int32_t end) {
    return number >= 0 && number < end;
}

static void check(const Outline *page) {
    bool sound = true;
    for (int32_t n = 0; n < page->elements; n++)
        sound &= page->parents[n] >= -1 && page->parents[n] < n && is_below(page->name_of[n], page->names);
    for (int32_t n = 0; n < page->names; n++) sound &= is_below(page->tag_of[n], page->tags);
    for (int32_t n = 0; n < page->tags; n++) sound &= page->lengths[n] >= 0;
    for (int32_t n = 0; n < page->segments; n++) sound &= is_below(page->rows[n].element, page->elements);
    if (!sound) __builtin_trap();
}

static int32_t *integers(int32_t count) {
    return allocate((size_t)count * sizeof(int32_t));
}

/* The elements by their parents: the children of one stand together, in their order. */
static int32_t *siblings(const Outline *page) {
    int32_t *ends = allocate_zeroed(((size_t)page->elements + 2) * sizeof *ends), *found = integers(page->elements);
    for (int32_t e = 0; e < page->elements; e++) ends[page->parents[e] + 2]++;
    for (int32_t n = 1; n <= page->elements; n++) ends[n] += ends[n - 1];
    for (int32_t e = 0; e < page->elements; e++) found[ends[page->parents[e] + 1]++] = e;
    return found;
}

/* For each element its place among its siblings of the same tag, from 1; a root has 1. */
static int32_t *ranks(const Outline *page) {
    const int32_t *children = siblings(page);
    int32_t *found = integers(page->elements), *parent_of = integers(page->tags), *count_of = integers(page->tags);
    for (int32_t n = 0; n < page->tags; n++) parent_of[n] = -1;
    for (int32_t n = 0; n < page->elements; n++) {
        int32_t child = children[n], parent = page->parents[child], of_tag = tag(page, child);
        if (parent < 0 || parent_of[of_tag] != parent) count_of[of_tag] = 0;
        parent_of[of_tag] = parent;
        found[child] = ++count_of[of_tag];
    }
    return found;
}

/* Which elements hold segments, in themselves or in others. */
static bool *holders(const Outline *page) {
    bool *found = allocate_zeroed((size_t)page->elements * sizeof *found);
    for (int32_t n = 0; n < page->segments; n++)
        for (int32_t e = page->rows[n].element; e >= 0 && !found[e]; e = page->parents[e]) found[e] = true;
    return found;
}

enum { DIGITS = 10, STEP = sizeof "/[]\n" + DIGITS };

static char *write_number(char *out, int32_t number) {
    char digits[DIGITS];
    int count = 0;
    for (; number; number /= 10) digits[count++] = (char)('0' + number % 10);
    while (count) *out++ = digits[--count];
    return out;
}

static char *write_step(char *out, const char *characters, int32_t length, int32_t rank) {
    *out++ = '/';
    memcpy(out, characters, (size_t)length);
    out += length;
    if (rank > 1) {
        *out++ = '[';
        out = write_number(out, rank);
        *out++ = ']';
    }
    *out++ = '\n';
    return out;
}

/* Room for the steps to elements. A page has the tag of each in it, so that they are little longer than the page. */
static char *room_for_steps(const Outline *page, const bool *held) {
    uint64_t size = 0;
    for (int32_t e = 0; e < page->elements; e++)
        if (held[e]) size += STEP + (uint64_t)page->lengths[tag(page, e)];
    if (size > INT32_MAX) __builtin_trap();
    return allocate((size_t)size);
}

/* The steps of a page's paths, as they are answered. */
typedef struct {
    char *text, *end;
    int32_t *before, *of_segment, count;
} Steps;

static Steps steps_of(const Outline *page) {
    const int32_t *rank = ranks(page);
    const bool *held = holders(page);
    int32_t *starts = integers(page->tags + 1), *number = integers(page->elements);
    Steps steps = {room_for_steps(page, held), NULL, integers(page->elements), integers(page->segments), 0};
    steps.end = steps.text;
    starts[0] = 0;
    for (int32_t n = 0; n < page->tags; n++) starts[n + 1] = starts[n] + page->lengths[n];
    for (int32_t e = 0; e < page->elements; e++) {
        if (!held[e]) continue;
        steps.before[steps.count] = page->parents[e] < 0 ? 0 : number[page->parents[e]];
        number[e] = ++steps.count;
        int32_t of_tag = tag(page, e);
        steps.end = write_step(steps.end, page->characters + starts[of_tag], page->lengths[of_tag], rank[e]);
    }
    for (int32_t n = 0; n < page->segments; n++) steps.of_segment[n] = number[page->rows[n].element];
    return steps;
}

/* Arguments: an outline, in the order of its fields and one part behind the other, and how many there are of each.
   Results: the last step of the path to each element that holds segments, with a line feed behind it; for each the
   number of the step before, counted from 1, or 0; and for each segment the number of the last step of its path. */
EXPORT(path_steps) void path_steps(void) {
    Outline page = {NUMBER(1), NUMBER(2), NUMBER(3), NUMBER(4), .parents = ARRAY(int32_t, 0)};
    page.name_of = page.parents + page.elements;
    page.tag_of = page.name_of + page.elements;
    page.lengths = page.tag_of + page.names;
    page.rows = (const Segment *)(page.lengths + page.tags);
    page.characters = (const char *)(page.rows + page.segments);
    check(&page);
    Steps steps = steps_of(&page);
    answer(0, steps.text, (size_t)(steps.end - steps.text));
    answer(2, steps.before, (size_t)steps.count);
    answer(4, steps.of_segment, (size_t)page.segments);
}
