/* The features of a page's segments, in one call. */

#include "features.h"

#include "kernel.h"
#include "paths.h"
#include "signs.h"
#include "trees.h"

#include <math.h>
#include <string.h>

double log_of(double value) {
    enum { AT_HAND = 2048 };
    static double logarithms[AT_HAND];
    if (!logarithms[1])
        for (int n = 0; n < AT_HAND; n++) logarithms[n] = log1p(n);
    return value < AT_HAND && value == (int)value ? logarithms[(int)value] : log1p(value);
}

double *doubles(size_t count) {
    return allocate(count * sizeof(double));
}

double pairwise_sum(const double *values, int32_t count) {
    enum { LANES = 8, AT_ONCE = 128 };
    if (count > AT_ONCE) {
        int32_t half = count / 2 - count / 2 % LANES;
        return pairwise_sum(values, half) + pairwise_sum(values + half, count - half);
    }
    double lanes[LANES] = {0}, sum = 0;
    int32_t n = 0;
    if (count >= LANES) {
        for (; n + LANES <= count; n += LANES)
            for (int lane = 0; lane < LANES; lane++) lanes[lane] += values[n + lane];
        sum = ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
    }
    for (; n < count; n++) sum += values[n];
    return sum;
}

/* Two characters at once in each of two lanes, so that one need not wait for the other. */
uint64_t hash_of_text(Text text) {
    static const uint64_t factor = 0x9fb21c651e98df25;
    uint64_t seed = characters.seed, lanes[2] = {seed ^ (uint64_t)text.length, ~seed};
    int32_t at = 0;
    for (; at + 4 <= text.length; at += 4) {
        for (int lane = 0; lane < 2; lane++) {
            uint64_t pair;
            memcpy(&pair, text.codes + at + 2 * lane, sizeof pair);
            lanes[lane] = (lanes[lane] ^ pair) * factor;
            lanes[lane] ^= lanes[lane] >> 29;
        }
    }
    uint64_t hash = (lanes[0] ^ lanes[1] >> 32) * factor + lanes[1];
    for (; at < text.length; at++) hash = ((hash ^ hash >> 29) ^ text.codes[at]) * factor;
    return hash ^ hash >> 32;
}

bool is_same_text(Text a, Text b) {
    if (a.length != b.length) return false;
    for (int32_t n = 0; n < a.length; n++)
        if (a.codes[n] != b.codes[n]) return false;
    return true;
}

static const int offsets[] = {-2, -1, 1, 2};

#define COUNTED(name) +1
enum {
    OFFSETS = sizeof offsets / sizeof *offsets,
    AROUND = 0 NEIGHBOUR_COLUMNS(COUNTED),
    ALL_COLUMNS = OWN_COLUMNS + OFFSETS * AROUND,
};

/* Names of all columns, with a line feed between them. */
#define NAME(name) #name "\n"
#define NAME_TWO_BEFORE(name) #name "-2\n"
#define NAME_ONE_BEFORE(name) #name "-1\n"
#define NAME_ONE_BEHIND(name) #name "+1\n"
#define NAME_TWO_BEHIND(name) #name "+2\n"
static const char names[] = COLUMNS(NAME) NEIGHBOUR_COLUMNS(NAME_TWO_BEFORE) NEIGHBOUR_COLUMNS(NAME_ONE_BEFORE)
    NEIGHBOUR_COLUMNS(NAME_ONE_BEHIND) NEIGHBOUR_COLUMNS(NAME_TWO_BEHIND);

/* The names of the columns: their characters, with a line feed behind each. */
EXPORT(feature_names) void feature_names(void) {
    answer(0, names, sizeof names - 1);
}

/* The values of other segments, so many behind each; -1 stands beyond the page's ends. */
static void shift(const float *values, int32_t count, int offset, float *out) {
    int32_t from = offset < 0 ? -offset : 0, end = offset < 0 ? count : count - offset;
    for (int32_t n = 0; n < count; n++) out[n] = -1;
    for (int32_t n = from; n < end; n++) out[n] = values[n + offset];
}

/* Columns of the segments before and after each. */
static void neighbour_columns(Page *page) {
    static const int columns[] = {NEIGHBOUR_COLUMNS(NUMBER_OF_COLUMN)};
    int number = OWN_COLUMNS;
    for (int k = 0; k < OFFSETS; k++)
        for (int which = 0; which < AROUND; which++)
            shift(column(page, columns[which]), page->count, offsets[k], column(page, number++));
}

/* What `survey` is called with: where the page lies, how many there are of its parts, and what is no array; `signs` with
   what comes before the hints. Without trees no scores are answered. */
enum {
    PAGE,
    SEGMENTS,
    LENGTH_OF_TEXTS,
    ELEMENTS,
    NAMES,
    LENGTH_OF_NAMES,
    SIGMAS_OF_NAMES,
    CUE_STEMS,
    LETTERS_OF_CHARACTERS,
    REGION_WORDS,
    FINAL_SIGMAS,
    TITLES,
    AUTHORS,
    HEADING,
    PAGE_FLAGS,
    MARKUP_WEIGHTS,
    TEXT_WEIGHTS,
    TREES,
};

static void trap_unless(bool sound) {
    if (!sound) __builtin_trap();
}

static bool is_below(int32_t number, int32_t end) {
    return number >= 0 && number < end;
}

/* The next numbers of the page, which lie behind each other. */
static const int32_t *next(const int32_t **rest, size_t count) {
    const int32_t *found = *rest;
    *rest += count;
    return found;
}

static Text next_text(const int32_t **rest, int32_t length) {
    trap_unless(length >= 0);
    return (Text){(const uint32_t *)next(rest, (size_t)length), length};
}

static FinalSigmas next_sigmas(const int32_t **rest, int32_t count) {
    return (FinalSigmas){next(rest, (size_t)count), count};
}

/* Segments, and behind them their texts. */
static void read_segments(Page *page, const int32_t **rest) {
    size_t count = (size_t)page->count;
    int32_t *starts = allocate((count + 1) * sizeof *starts);
    page->segments = (const Segment *)next(rest, count * (sizeof(Segment) / sizeof(int32_t)));
    starts[0] = 0;
    for (size_t n = 0; n < count; n++) {
        trap_unless(page->segments[n].length > 0 && is_below(page->segments[n].element, NUMBER(ELEMENTS)));
        starts[n + 1] = starts[n] + page->segments[n].length;
    }
    trap_unless(starts[count] == NUMBER(LENGTH_OF_TEXTS));
    page->starts = starts;
    page->codes = next_text(rest, starts[count]).codes;
}

/* Places of final sigmas; lengths of titles, of the line of all, of description, body and authors; and these texts. */
static void read_hints(Page *page, const int32_t **rest) {
    Hints *hints = &page->hints;
    page->sigmas = next_sigmas(rest, NUMBER(FINAL_SIGMAS));
    hints->titles = NUMBER(TITLES);
    hints->authors = NUMBER(AUTHORS);
    hints->page_flags = exchange.arguments[PAGE_FLAGS];
    hints->title_lengths = next(rest, (size_t)hints->titles);
    const int32_t *lengths = next(rest, 3 + (size_t)hints->authors);
    hints->title_line = next_text(rest, *lengths++);
    hints->description = next_text(rest, *lengths++);
    hints->body = next_text(rest, *lengths++);
    Text *authors = allocate((size_t)hints->authors * sizeof *authors);
    for (int32_t n = 0; n < hints->authors; n++) authors[n] = next_text(rest, lengths[n]);
    hints->author_names = authors;
}

/* Elements, column after column, and their names, behind the places of final sigmas in these. */
static void read_elements(Elements *elements, const int32_t **rest) {
    elements->count = NUMBER(ELEMENTS);
    size_t count = (size_t)elements->count;
    elements->parents = next(rest, count);
    elements->names = next(rest, count);
    elements->depths = next(rest, count);
    elements->ends = next(rest, count);
    for (int32_t e = 0; e < elements->count; e++) {
        int32_t parent = elements->parents[e], end = elements->ends[e];
        trap_unless(parent >= -1 && parent < e && end > e && end <= elements->count);
        trap_unless(is_below(elements->names[e], NUMBER(NAMES)));
    }
    elements->distinct.count = NUMBER(NAMES);
    elements->distinct.sigmas = next_sigmas(rest, NUMBER(SIGMAS_OF_NAMES));
    elements->distinct.parts = next_text(rest, NUMBER(LENGTH_OF_NAMES));
    elements->words = words_of_names(&elements->distinct);
}

/* Segments and elements, without which no page is read. */
static Page read_outline(const int32_t **rest) {
    Page page = {.count = NUMBER(SEGMENTS)};
    read_segments(&page, rest);
    read_elements(&page.elements, rest);
    return page;
}

static void make_columns(Page *page) {
    size_t count = (size_t)page->count;
    page->table = allocate_items(count, ALL_COLUMNS * sizeof *page->table);
    double **vectors[] = {&page->read,          &page->chars,     &page->link_density, &page->running,
                          &page->ends_sentence, &page->text_mean, &page->markup_total, &page->below_main};
    for (size_t n = 0; n < sizeof vectors / sizeof *vectors; n++) *vectors[n] = doubles(count);
}

static void fill_columns(Page *page) {
    static void (*const parts[])(Page *) = {text_columns,     hint_columns, lexical_columns,  surrounding_columns,
                                            sequence_columns, page_columns, neighbour_columns};
    for (size_t n = 0; n < sizeof parts / sizeof *parts; n++) {
        /* What a part needs for itself, the next may use again: memory that was just used is fast. */
        uint32_t top = exchange.top;
        parts[n](page);
        exchange.top = top;
    }
}

/* results[0] to [2] are the addresses of the signs: cues, twins and regions; behind them are the names' words, and from
   results[5] on the segments' paths. */
static void answer_signs(const Page *page) {
    exchange.results[0] = (uint32_t)(uintptr_t)cues_of_texts(page, ARRAY(const Stems, CUE_STEMS));
    exchange.results[1] = (uint32_t)(uintptr_t)twins_of_texts(page, ARRAY(const Letters, LETTERS_OF_CHARACTERS));
    exchange.results[2] = (uint32_t)(uintptr_t)regions_of_segments(page, ARRAY(const Weights, REGION_WORDS));
    answer(3, page->elements.words.codes, page->elements.words.size);
    answer_paths(5, page);
}

/* Arguments: see above. Results: the signs. */
EXPORT(signs) void signs(void) {
    const int32_t *rest = ARRAY(const int32_t, PAGE);
    Page page = read_outline(&rest);
    answer_signs(&page);
}

/* Arguments: see above, up to the number of final sigmas in names. Results: the paths to the segments. */
EXPORT(paths) void paths(void) {
    const int32_t *rest = ARRAY(const int32_t, PAGE);
    Page page = read_outline(&rest);
    answer_paths(0, &page);
}

/* Probabilities of log-odds. */
static void logistic(double *scores, size_t count) {
    for (size_t n = 0; n < count; n++) scores[n] = 1 / (1 + exp(-scores[n]));
}

/* Arguments: see above. Results: the signs; results[9] is the table, column after column; behind it the probabilities
   of the segments to be main content. */
EXPORT(survey) void survey(void) {
    const int32_t *rest = ARRAY(const int32_t, PAGE);
    Page page = read_outline(&rest);
    page.heading = NUMBER(HEADING);
    page.markup = ARRAY(const Weights, MARKUP_WEIGHTS);
    page.text = ARRAY(const Weights, TEXT_WEIGHTS);
    read_hints(&page, &rest);
    make_columns(&page);
    fill_columns(&page);
    double *scores = NULL;
    size_t count = 0;
    if (exchange.arguments[TREES]) {
        Table table = {.rows = (size_t)page.count, .columns = ALL_COLUMNS, .first = page.table};
        scores = scores_of_rows(ARRAY(const Model, TREES), &table, &count);
        logistic(scores, count);
    }
    answer_signs(&page);
    exchange.results[9] = (uint32_t)(uintptr_t)page.table;
    answer(10, scores, count);
}
