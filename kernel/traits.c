/* Traits of a page: what it shows, and what of it is likely main content, counted. */

#include "features.h"
#include "kernel.h"

enum { SHAPES = 6 };

/* Of some segments: how many there are, their characters, those in links, links, images, and how many of each shape. */
typedef struct {
    int64_t number, chars, linked, links, images, shapes[SHAPES];
} Amounts;

/* What is answered; `copydesk.page.traits.Measures` says what it is. */
typedef struct {
    Amounts shown;
    int64_t letters, running, running_letters, longest_running, leading, long_ones, levels, of_first, of_second;
    Amounts likely;
    int64_t longest, short_ones, first, last, runs, homes_alike, parents, parents_alike;
    int64_t sure_letters, captions;
} Measures;

typedef struct {
    int32_t segments, elements, names; /* how many there are */
    double likely, sure;               /* probabilities from which a segment is so */
    const double *scores;              /* of the segments to be main content */
    const Segment *rows;
    const int32_t *parents, *name_of; /* of elements */
    const int32_t *letters;           /* of each segment as a reader feels them, or NULL where they are its characters */
    int32_t caption;                  /* the number of that shape */
} Outline;

static void check(const Outline *page) {
    bool sound = true;
    for (int32_t n = 0; n < page->segments; n++) {
        const Segment *row = page->rows + n;
        sound &= row->level >= 0 && row->shape >= 0 && row->shape < SHAPES;
        sound &= row->element >= 0 && row->element < page->elements;
    }
    for (int32_t e = 0; e < page->elements; e++) {
        sound &= page->parents[e] >= -1 && page->parents[e] < page->elements;
        sound &= page->name_of[e] >= 0 && page->name_of[e] < page->names;
    }
    if (!sound) __builtin_trap();
}

static int32_t letters(const Outline *page, int32_t n) {
    return page->letters ? page->letters[n] : page->rows[n].length;
}

static int64_t most(const int32_t *numbers, int32_t count) {
    int32_t found = 0;
    for (int32_t n = 0; n < count; n++) found = numbers[n] > found ? numbers[n] : found;
    return found;
}

static void add(Amounts *amounts, const Segment *row) {
    amounts->number++;
    amounts->chars += row->length;
    amounts->linked += row->link_chars;
    amounts->links += row->links;
    amounts->images += row->images;
    amounts->shapes[row->shape]++;
}

static void measure_shown(const Outline *page, Measures *found) {
    for (int32_t n = 0; n < page->segments; n++) {
        const Segment *row = page->rows + n;
        if (row->hidden) continue;
        int32_t felt = letters(page, n);
        add(&found->shown, row);
        found->letters += felt;
        if (felt >= LONG && row->link_chars < 0.5 * row->length) {
            found->running++;
            found->running_letters += felt;
            if (felt > found->longest_running) found->longest_running = felt;
        }
        found->leading += row->link_chars > 0.9 * row->length;
        found->long_ones += row->length >= LONG;
        found->of_first += row->level == 1;
        found->of_second += row->level == 2;
    }
}

/* How many levels shown segments have that have one. */
static void count_levels(const Outline *page, Measures *found) {
    int32_t deepest = 0;
    for (int32_t n = 0; n < page->segments; n++)
        if (page->rows[n].level > deepest) deepest = page->rows[n].level;
    bool *seen = allocate_zeroed((size_t)deepest + 1);
    for (int32_t n = 0; n < page->segments; n++)
        if (!page->rows[n].hidden) seen[page->rows[n].level] = true;
    for (int32_t level = 1; level <= deepest; level++) found->levels += seen[level];
}

static void measure_likely(const Outline *page, Measures *found) {
    int32_t *homes = allocate_zeroed((size_t)page->names * sizeof *homes);
    int32_t *around = allocate_zeroed((size_t)page->names * sizeof *around);
    bool *counted = allocate_zeroed((size_t)page->elements);
    for (int32_t n = 0; n < page->segments; n++) {
        const Segment *row = page->rows + n;
        if (!(page->scores[n] >= page->likely)) continue;
        if (!found->likely.number) found->first = n;
        found->runs += !found->likely.number || n - found->last > 1;
        found->last = n;
        add(&found->likely, row);
        if (row->length > found->longest) found->longest = row->length;
        found->short_ones += row->length < LONG;
        homes[page->name_of[row->element]]++;
        int32_t parent = page->parents[row->element];
        if (parent < 0 || counted[parent]) continue;
        counted[parent] = true;
        found->parents++;
        around[page->name_of[parent]]++;
    }
    found->homes_alike = most(homes, page->names);
    found->parents_alike = most(around, page->names);
}

static void measure_sure(const Outline *page, Measures *found) {
    for (int32_t n = 0; n < page->segments; n++) {
        bool caption = page->rows[n].shape == page->caption;
        found->captions += caption;
        if (page->scores[n] >= page->sure && !caption) found->sure_letters += letters(page, n);
    }
}

/* Arguments: the two probabilities; behind them the segments' scores, their rows, the parents and names of elements, and,
   if they are given, the letters of segments; how many segments, elements and names there are; the number of the shape
   of captions; whether letters are given. Answers with Measures. */
EXPORT(measure) void measure(void) {
    Outline page = {NUMBER(1), NUMBER(2), NUMBER(3), .caption = NUMBER(4)};
    const double *numbers = ARRAY(double, 0);
    page.likely = numbers[0];
    page.sure = numbers[1];
    page.scores = numbers + 2;
    page.rows = (const Segment *)(page.scores + page.segments);
    page.parents = (const int32_t *)(page.rows + page.segments);
    page.name_of = page.parents + page.elements;
    page.letters = NUMBER(5) ? page.name_of + page.elements : NULL;
    check(&page);
    Measures *found = allocate_zeroed(sizeof *found);
    measure_shown(&page, found);
    count_levels(&page, found);
    measure_likely(&page, found);
    measure_sure(&page, found);
    answer(0, found, sizeof *found / sizeof(int64_t));
}
