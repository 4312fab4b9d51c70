/* Traits of a page: what it shows, and what of it is likely main content, counted; and what its words say. */

#include "features.h"
#include "kernel.h"
#include "numbers.h"
#include "words.h"

enum {
    SHAPES = 6,
    BARE_TIME = 8, /* characters of a line that is a time and nothing else */
    NEAR_TOP = 30, /* segments at a page's beginning among which an article shows its date */
    FIRST_OTHER_DIGIT = 0x660, /* behind those of ASCII */
};

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
    int64_t asking, sure_letters, captions;
    int64_t numbered, times, bare_times, counting, counters, prices, dates, early_dates, questions;
} Measures;

typedef struct {
    int32_t segments, elements, names; /* how many there are */
    double likely, sure;               /* probabilities from which a segment is so */
    const double *scores;              /* of the segments to be main content */
    const Segment *rows;
    const int32_t *parents, *name_of; /* of elements */
    int32_t characters;               /* of all segments */
    const uint32_t *codes;            /* of these, one text behind the other */
    int32_t caption;                  /* the number of that shape */
    const int32_t *letters;           /* of each segment as a reader feels them */
} Outline;

static void check(const Outline *page) {
    bool sound = true;
    int64_t characters = 0;
    for (int32_t n = 0; n < page->segments; n++) {
        const Segment *row = page->rows + n;
        sound &= row->length >= 0 && row->level >= 0 && row->shape >= 0 && row->shape < SHAPES;
        sound &= row->element >= 0 && row->element < page->elements;
        characters += row->length;
    }
    sound &= characters == page->characters;
    for (int32_t e = 0; e < page->elements; e++) {
        sound &= page->parents[e] >= -1 && page->parents[e] < page->elements;
        sound &= page->name_of[e] >= 0 && page->name_of[e] < page->names;
    }
    if (!sound) __builtin_trap();
}

static int32_t count_wide(Text text) {
    int32_t count = 0;
    for (int32_t n = 0; n < text.length; n++)
        count += text.codes[n] - 0x3040 <= 0x9fff - 0x3040 || text.codes[n] - 0xac00 <= 0xd7af - 0xac00;
    return count;
}

/* Letters as a reader feels them: a character of Chinese, Japanese or Korean counts for two and a half. */
static const int32_t *letters_of(const Outline *page) {
    int32_t *found = allocate((size_t)page->segments * sizeof *found);
    Text text = {page->codes, 0};
    for (int32_t n = 0; n < page->segments; n++, text.codes += text.length) {
        text.length = page->rows[n].length;
        found[n] = text.length + 3 * count_wide(text) / 2;
    }
    return found;
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
        int32_t felt = page->letters[n];
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
        if (page->scores[n] >= page->sure && !caption) found->sure_letters += page->letters[n];
    }
}

/* Whether a digit may be in a text: a look that most texts need alone, and that has no table to look up. */
static bool may_have_digit(Text text) {
    uint32_t found = 0;
    for (int32_t n = 0; n < text.length; n++)
        found |= (text.codes[n] - '0' < 10) | (text.codes[n] >= FIRST_OTHER_DIGIT);
    return found;
}

static bool has_digit(Text text) {
    for (int32_t n = 0; n < text.length; n++)
        if (traits_of(text.codes[n]) & DECIMAL) return true;
    return false;
}

static int32_t count_questions(Text text) {
    int32_t count = 0;
    for (int32_t n = 0; n < text.length; n++) count += text.codes[n] == '?';
    return count;
}

static void measure_line(Text line, Measures *found) {
    if (!has_digit(line)) return;
    bool time = begins_with_time(line);
    found->numbered++;
    found->times += time;
    found->bare_times += time && line.length <= BARE_TIME;
    found->counting += has_counter(line);
    found->counters += begins_with_counter(line);
    found->prices += has_price(line);
    found->dates += is_date_like(line);
}

static void measure_lines(Text text, Measures *found) {
    int32_t start = 0;
    for (int32_t n = 0; n <= text.length; n++) {
        if (n < text.length && text.codes[n] != '\n') continue;
        measure_line((Text){text.codes + start, n - start}, found);
        start = n + 1;
    }
}

static void measure_texts(const Outline *page, Measures *found) {
    Text text = {page->codes, 0};
    for (int32_t n = 0; n < page->segments; n++, text.codes += text.length) {
        text.length = page->rows[n].length;
        int32_t questions = count_questions(text);
        found->asking += questions && page->scores[n] >= page->likely;
        if (text.length >= LONG) continue;
        found->questions += questions;
        if (!may_have_digit(text)) continue;
        found->early_dates += n < NEAR_TOP && is_date_like(text);
        measure_lines(text, found);
    }
}

/* Arguments: the two probabilities; behind them the segments' scores, their rows, the parents and names of elements, the
   codes of the segments' texts, and some texts in UTF-8; how many segments, elements, names and codes there are; the
   number of the shape of captions; and, as `words.h` has it, the words that are known and the texts. Answers with
   Measures, and with what the words of the texts say. */
EXPORT(see) void see(void) {
    Outline page = {NUMBER(1), NUMBER(2), NUMBER(3), .characters = NUMBER(4), .caption = NUMBER(5)};
    const double *numbers = ARRAY(double, 0);
    page.likely = numbers[0];
    page.sure = numbers[1];
    page.scores = numbers + 2;
    page.rows = (const Segment *)(page.scores + page.segments);
    page.parents = (const int32_t *)(page.rows + page.segments);
    page.name_of = page.parents + page.elements;
    page.codes = (const uint32_t *)(page.name_of + page.elements);
    check(&page);
    page.letters = letters_of(&page);
    Measures *found = allocate_zeroed(sizeof *found);
    measure_shown(&page, found);
    count_levels(&page, found);
    measure_likely(&page, found);
    measure_sure(&page, found);
    measure_texts(&page, found);
    answer(0, found, sizeof *found / sizeof(int64_t));
    Scores words = score_words(6, (const uint8_t *)(page.codes + page.characters));
    answer(2, words.values, words.count);
}
