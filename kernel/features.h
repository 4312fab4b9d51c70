/* The features of a page's segments: what one page gives, and the table that the parts fill in turn. */

#ifndef FEATURES_H
#define FEATURES_H

#include "lexicon.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The columns of the table, in their order: the models are learned from them by it, and know them by these names. */
#define TEXT_COLUMNS(DO) \
    DO(chars) DO(words) DO(upper) DO(wide) DO(digits) DO(spaces) DO(sentences) DO(terminals) DO(commas) DO(quotes) \
    DO(marks) DO(first) DO(last) DO(ends_sentence) DO(ends_colon) DO(link_density) DO(links) DO(bold) DO(images) \
    DO(hidden) DO(level) DO(shape) DO(date_like) DO(copyright) DO(running)
#define HINT_COLUMNS(DO) \
    DO(is_title) DO(in_description) DO(in_article_body) DO(names_author) DO(repeats) DO(earlier)
#define LEXICAL_COLUMNS(DO) \
    DO(text_mean) DO(text_worst) DO(heading_text) DO(since_heading) DO(heading_level)
#define MEASURES(DO, place) \
    DO(place##_running) DO(place##_chars) DO(place##_links) DO(place##_number) DO(place##_mean)
#define SURROUNDING_COLUMNS(DO) \
    DO(tag) DO(parent_tag) DO(depth) DO(markup_own) DO(markup_parent) DO(markup_grandparent) DO(markup_lowest) \
    DO(markup_highest) DO(markup_total) DO(below_main) DO(above_main) DO(main_share) DO(main_depth) DO(branch_share) \
    DO(branch_links) DO(branch_number) DO(rank) MEASURES(DO, home) MEASURES(DO, parent) MEASURES(DO, grandparent) \
    DO(home_alone) DO(region_0) DO(region_1) DO(region_2) DO(region_3) DO(region_4) DO(region_5) DO(region_6) \
    DO(region_7) DO(region_8) DO(region_9) DO(region_10) DO(region_11) DO(like_count) DO(like_mean) DO(like_links) \
    DO(like_running) DO(like_sentences)
#define SEQUENCE_COLUMNS(DO) \
    DO(position) DO(text_position) DO(running_before) DO(running_after) DO(since_running) DO(until_running) \
    DO(from_headline) DO(smooth_chars) DO(smooth_link_density) DO(smooth_ends_sentence) DO(smooth_markup_total) \
    DO(smooth_text_mean)
#define PAGE_COLUMNS(DO) \
    DO(page_segments) DO(page_running) DO(page_running_share) DO(page_paragraphs) DO(page_links) \
    DO(page_has_body_hint) DO(page_is_article) DO(page_is_product) DO(page_is_forum) DO(page_is_list) \
    DO(page_headings) DO(page_dates)
#define COLUMNS(DO) \
    TEXT_COLUMNS(DO) HINT_COLUMNS(DO) LEXICAL_COLUMNS(DO) SURROUNDING_COLUMNS(DO) SEQUENCE_COLUMNS(DO) PAGE_COLUMNS(DO)
/* Of these also what they are for the segments before and after: behind all others, for one offset after another. */
#define NEIGHBOUR_COLUMNS(DO) \
    DO(chars) DO(link_density) DO(ends_sentence) DO(shape) DO(tag) DO(markup_total) DO(text_mean) DO(running) \
    DO(like_running) DO(level)

#define NUMBER_OF_COLUMN(name) COLUMN_##name,
enum { COLUMNS(NUMBER_OF_COLUMN) OWN_COLUMNS };

enum {
    REGIONS = 12,      /* kinds of region that an element can be */
    FLAGS_OF_PAGE = 5, /* what metadata says of the page as a whole: its columns from `page_has_body_hint` on */
    LONG = 80,         /* characters from which a segment with few links counts as running text */
};

/* A page's elements, parents first, as columns: see `copydesk.page.segments.Elements`. */
typedef struct {
    int32_t count;
    const int32_t *parents, *names, *depths, *ends;
    Names distinct;
    Words words; /* of the names */
} Elements;

typedef struct {
    int32_t titles;
    const int32_t *title_lengths; /* of the titles in `title_line`, where SEPARATOR characters stand between them */
    Text title_line, description, body;
    int32_t authors;
    const Text *author_names; /* with folded case, in ascending order, none of which begins another */
    uint32_t page_flags;
} Hints;

/* What is known of a segment besides its text: a row of `copydesk.page.segments.Outline.rows`. */
typedef struct {
    int32_t length, element, shape, level, bold, images, hidden, link_chars, links;
} Segment;

typedef struct {
    int32_t count; /* of segments, at least one */
    const Segment *segments;
    const uint32_t *codes;
    const int32_t *starts; /* of each segment's text in `codes`, and the end of the last */
    int32_t heading; /* the number of the shape of headings */
    FinalSigmas sigmas;
    Hints hints;
    Elements elements;
    const Weights *markup, *text;
    float *table;  /* column after column */
    /* Columns that others are computed from, in double precision; `read` is the length as a reader feels it. */
    double *read, *chars, *link_density, *running, *ends_sentence, *text_mean, *markup_total, *below_main;
} Page;

static inline float *column(const Page *page, int number) {
    return page->table + (size_t)number * (size_t)page->count;
}

/* Set a value of the column of that name, for the segment n. */
#define SET(page, name, n, value) (column(page, COLUMN_##name)[n] = (float)(value))

static inline Text text_of(const Page *page, int32_t n) {
    return (Text){page->codes + page->starts[n], page->segments[n].length};
}

static inline double larger(double a, double b) {
    return a > b ? a : b;
}

static inline double smaller(double a, double b) {
    return a < b ? a : b;
}

uint64_t hash_of_text(Text text);

bool is_same_text(Text a, Text b);

double *doubles(size_t count);

/* log(1 + value), at hand for whole numbers that are not large. */
double log_of(double value);

/* The sum of values, added up in pairs of halves so that it is the same as an array library has it. */
double pairwise_sum(const double *values, int32_t count);

void text_columns(Page *page);
void hint_columns(Page *page);
void lexical_columns(Page *page);
void surrounding_columns(Page *page);
void sequence_columns(Page *page);
void page_columns(Page *page);

#endif
