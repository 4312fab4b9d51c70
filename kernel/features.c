/* The features of a page's segments, in one call. */

#include "features.h"

#include "kernel.h"

#include <math.h>

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

static const int offsets[] = {-2, -1, 1, 2};

#define COUNTED(name) +1
enum { OFFSETS = sizeof offsets / sizeof *offsets, AROUND = 0 NEIGHBOUR_COLUMNS(COUNTED) };

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

/* Columns of the segments before and after each; -1 stands beyond the page's ends. */
static void neighbour_columns(Page *page) {
    static const int columns[] = {NEIGHBOUR_COLUMNS(NUMBER_OF_COLUMN)};
    int number = OWN_COLUMNS;
    for (int k = 0; k < OFFSETS; k++) {
        for (int which = 0; which < AROUND; which++) {
            const float *values = column(page, columns[which]);
            float *out = column(page, number++);
            for (int32_t n = 0; n < page->count; n++) {
                int32_t at = n + offsets[k];
                out[n] = at < 0 || at >= page->count ? -1 : values[at];
            }
        }
    }
}

/* What `features` is called with. */
enum {
    TEXTS,    /* codes of the segments' texts, and behind them those of the hints */
    COLUMNS_OF_SEGMENTS, /* lengths of texts, elements, shapes, levels, bold, images, hidden, link_chars, links */
    SEGMENTS, /* how many they are; and so on */
    HEADING,
    LENGTHS_OF_HINTS, /* of titles, of their line, of the description, of the body, of authors; and final sigmas */
    TITLES,
    AUTHORS,
    FINAL_SIGMAS,
    FLAGS_OF_PAGE,
    PARENTS,
    NAMES,
    DEPTHS,
    ENDS,
    ELEMENTS,
    TAGS_OF_NAMES, /* and behind them the kinds of tags, and their regions */
    DISTINCT_NAMES,
    DISTINCT_TAGS,
    WORDS_OF_NAMES,
    WORDS_LENGTH,
    OWNERS_OF_WORDS,
    WORD_COUNT,
    MARKUP_WEIGHTS,
    TEXT_WEIGHTS,
    SEED,
};

static void trap_unless(bool sound) {
    if (!sound) __builtin_trap();
}

static bool is_below(int32_t number, int32_t end) {
    return number >= 0 && number < end;
}

static Elements read_elements(void) {
    int32_t distinct = NUMBER(DISTINCT_NAMES), distinct_tags = NUMBER(DISTINCT_TAGS);
    const int32_t *tags = ARRAY(const int32_t, TAGS_OF_NAMES);
    Elements elements = {
        .count = NUMBER(ELEMENTS),
        .parents = ARRAY(const int32_t, PARENTS),
        .names = ARRAY(const int32_t, NAMES),
        .depths = ARRAY(const int32_t, DEPTHS),
        .ends = ARRAY(const int32_t, ENDS),
        .distinct = distinct,
        .tags = tags,
        .distinct_tags = distinct_tags,
        .tag_kinds = tags + distinct,
        .tag_regions = tags + distinct + distinct_tags,
        .words = {ARRAY(const uint32_t, WORDS_OF_NAMES), NUMBER(WORDS_LENGTH)},
        .owners = ARRAY(const int32_t, OWNERS_OF_WORDS),
        .word_count = NUMBER(WORD_COUNT),
    };
    for (int32_t n = 0; n < distinct; n++) trap_unless(is_below(tags[n], distinct_tags));
    for (int32_t n = 0; n < elements.word_count; n++) trap_unless(is_below(elements.owners[n], distinct));
    for (int32_t e = 0; e < elements.count; e++) {
        trap_unless(elements.parents[e] >= -1 && elements.parents[e] < e && is_below(elements.names[e], distinct));
        trap_unless(elements.ends[e] > e && elements.ends[e] <= elements.count);
    }
    return elements;
}

/* The hints, and the final sigmas behind them. */
static void read_hints(Page *page, const uint32_t *codes) {
    const int32_t *lengths = ARRAY(const int32_t, LENGTHS_OF_HINTS);
    Hints *hints = &page->hints;
    hints->titles = NUMBER(TITLES);
    hints->authors = NUMBER(AUTHORS);
    hints->page_flags = (uint32_t)NUMBER(FLAGS_OF_PAGE);
    hints->title_lengths = lengths;
    lengths += hints->titles;
    Text *texts[] = {&hints->title_line, &hints->description, &hints->body};
    for (int n = 0; n < 3; n++) {
        *texts[n] = (Text){codes, *lengths};
        codes += *lengths++;
    }
    Text *authors = allocate((size_t)hints->authors * sizeof *authors);
    for (int32_t n = 0; n < hints->authors; n++) {
        authors[n] = (Text){codes, *lengths};
        codes += *lengths++;
    }
    hints->author_names = authors;
    page->finals = (FinalSigmas){lengths, lengths + NUMBER(FINAL_SIGMAS)};
}

static void read_page(Page *page) {
    size_t count = (size_t)NUMBER(SEGMENTS);
    const int32_t *lengths = ARRAY(const int32_t, COLUMNS_OF_SEGMENTS);
    int32_t *starts = allocate((count + 1) * sizeof *starts);
    double *vectors = doubles(8 * count);
    *page = (Page){
        .count = (int32_t)count,
        .codes = ARRAY(const uint32_t, TEXTS),
        .starts = starts,
        .elements = lengths + count,
        .shapes = lengths + 2 * count,
        .levels = lengths + 3 * count,
        .bold = lengths + 4 * count,
        .images = lengths + 5 * count,
        .hidden = lengths + 6 * count,
        .link_chars = lengths + 7 * count,
        .links = lengths + 8 * count,
        .heading = NUMBER(HEADING),
        .of_elements = read_elements(),
        .markup = ARRAY(const Weights, MARKUP_WEIGHTS),
        .text = ARRAY(const Weights, TEXT_WEIGHTS),
        .seed = (uint64_t)exchange.arguments[SEED],
        .table = allocate((OWN_COLUMNS + OFFSETS * AROUND) * count * sizeof(float)),
        .read = vectors,
        .chars = vectors + count,
        .link_density = vectors + 2 * count,
        .running = vectors + 3 * count,
        .ends_sentence = vectors + 4 * count,
        .text_mean = vectors + 5 * count,
        .markup_total = vectors + 6 * count,
        .below_main = vectors + 7 * count,
    };
    starts[0] = 0;
    for (size_t n = 0; n < count; n++) {
        trap_unless(lengths[n] > 0 && is_below(page->elements[n], page->of_elements.count));
        starts[n + 1] = starts[n] + lengths[n];
    }
    read_hints(page, page->codes + starts[count]);
}

/* Arguments: see above. results[0] is the table, column after column. */
EXPORT(features) void features(void) {
    Page page;
    read_page(&page);
    text_columns(&page);
    hint_columns(&page);
    lexical_columns(&page);
    surrounding_columns(&page);
    sequence_columns(&page);
    page_columns(&page);
    neighbour_columns(&page);
    exchange.results[0] = (uint32_t)(uintptr_t)page.table;
}
