/* Features of order: where a segment stands on the page, what lies before and after it, and what the page is like as a
   whole; and how the words of its text, and of the last heading above it, speak for main content. */

#include "features.h"
#include "kernel.h"

#include <math.h>

enum {
    MOST_SINCE_HEADING = 30,
    FAR = 50,             /* segments from which a distance is all the same */
    BEYOND = 99,          /* what stands for a distance where there is none */
    SMOOTHED = 9,         /* segments over which columns are smoothed */
};

/* The weights of the words of a text. */
typedef struct {
    double sum, lowest;
    int32_t count;
} Weighed;

static Weighed *weigh_texts(const Page *page) {
    Texts texts = {page->codes, page->starts, page->count, page->sigmas};
    Words words = words_of_texts(&texts);
    const Word **found = find_words(page->text, &words);
    Weighed *weighed = allocate_zeroed((size_t)page->count * sizeof *weighed);
    for (size_t n = 0; n < words.uses; n++) {
        const Word *word = found[words.numbers[n]];
        if (!word) continue;
        Weighed *text = &weighed[words.owners[n]];
        text->sum += word->weight;
        text->lowest = text->count++ ? smaller(text->lowest, word->weight) : word->weight;
    }
    return weighed;
}

void lexical_columns(Page *page) {
    const Weighed *weighed = weigh_texts(page);
    int32_t heading = -1; /* the last above, or what stands for one before the first segment */
    for (int32_t n = 0; n < page->count; n++) {
        page->text_mean[n] = weighed[n].sum / larger(weighed[n].count, 1);
        SET(page, text_mean, n, page->text_mean[n]);
        SET(page, text_worst, n, weighed[n].lowest);
        SET(page, heading_text, n, heading < 0 ? 0 : page->text_mean[heading]);
        SET(page, since_heading, n, smaller(n - heading - 1, MOST_SINCE_HEADING));
        SET(page, heading_level, n, heading < 0 ? 0 : page->segments[heading].level);
        if (page->segments[n].shape == page->heading) heading = n;
    }
}

/* The number of the heading that is the page's title, or -1. */
static int32_t headline(const Page *page) {
    for (int32_t n = 0; n < page->count; n++)
        if (column(page, COLUMN_is_title)[n] > 0 && page->segments[n].shape == page->heading) return n;
    return -1;
}

/* The sum of whole numbers and halves, which is exact. */
static double sum_of(const double *values, int32_t count) {
    double sum = 0;
    for (int32_t n = 0; n < count; n++) sum += values[n];
    return sum;
}

/* The mean of the values around one, where the page's ends cut the window short: rounded once for each value, as the
   models have learned it. */
static double mean_at_edge(const double *values, int32_t from, int32_t end) {
    double sum = 0;
    for (int32_t k = from; k < end; k++) sum = fma(values[k], 1.0 / SMOOTHED, sum);
    return sum;
}

/* Each value's mean with those around it, beyond the page's ends with zeros; of a page with few segments, that of all. */
static void smooth(const double *values, int32_t count, float *out) {
    enum { SIDE = SMOOTHED / 2 };
    if (count < SMOOTHED) {
        double mean = pairwise_sum(values, count) / count;
        for (int32_t n = 0; n < count; n++) out[n] = (float)mean;
        return;
    }
    for (int32_t n = 0; n < SIDE; n++) {
        out[n] = (float)mean_at_edge(values, 0, n + SIDE + 1);
        out[count - 1 - n] = (float)mean_at_edge(values, count - 1 - n - SIDE, count);
    }
    for (int32_t n = SIDE; n < count - SIDE; n++) {
        double sum = 0;
        for (int32_t k = n - SIDE; k <= n + SIDE; k++) sum += values[k] * (1.0 / SMOOTHED);
        out[n] = (float)sum;
    }
}

/* Running text: in the main container where that holds any. */
static const double *running_text(const Page *page) {
    double *inside = doubles((size_t)page->count);
    bool any = false;
    for (int32_t n = 0; n < page->count; n++) {
        inside[n] = page->below_main[n] >= 0 ? page->running[n] : 0;
        any |= inside[n] != 0;
    }
    return any ? inside : page->running;
}

static void position_columns(Page *page) {
    double all = larger(sum_of(page->read, page->count), 1), before = 0;
    int32_t title = headline(page);
    for (int32_t n = 0; n < page->count; n++) {
        SET(page, position, n, (double)n / page->count);
        SET(page, text_position, n, before / all);
        SET(page, from_headline, n, title < 0 ? -BEYOND : larger(smaller(n - title, FAR), -FAR));
        before += page->read[n];
    }
}

void sequence_columns(Page *page) {
    int32_t count = page->count, last = -BEYOND, next = count + BEYOND;
    const double *running = running_text(page);
    double total = larger(sum_of(running, count), 1), before = 0;
    position_columns(page);
    for (int32_t n = 0; n < count; n++) {
        if (running[n] > 0) last = n;
        SET(page, running_before, n, before / total);
        SET(page, running_after, n, (total - before - running[n]) / total);
        SET(page, since_running, n, smaller(n - last, FAR));
        before += running[n];
    }
    for (int32_t n = count - 1; n >= 0; n--) {
        if (running[n] > 0) next = n;
        SET(page, until_running, n, smaller(next - n, FAR));
    }
    smooth(page->chars, count, column(page, COLUMN_smooth_chars));
    smooth(page->link_density, count, column(page, COLUMN_smooth_link_density));
    smooth(page->ends_sentence, count, column(page, COLUMN_smooth_ends_sentence));
    smooth(page->markup_total, count, column(page, COLUMN_smooth_markup_total));
    smooth(page->text_mean, count, column(page, COLUMN_smooth_text_mean));
}

/* The same value for all segments. */
static void fill(const Page *page, int number, double value) {
    float *out = column(page, number);
    for (int32_t n = 0; n < page->count; n++) out[n] = (float)value;
}

void page_columns(Page *page) {
    int32_t count = page->count, headings = 0, paragraphs = 0, dates = 0;
    double *linked = doubles((size_t)count);
    for (int32_t n = 0; n < count; n++) {
        headings += page->segments[n].level > 0;
        paragraphs += page->running[n] > 0;
        dates += column(page, COLUMN_date_like)[n] > 0;
        linked[n] = page->read[n] * page->link_density[n];
    }
    double total = larger(sum_of(page->read, count), 1), running = sum_of(page->running, count);
    fill(page, COLUMN_page_segments, log_of(count));
    fill(page, COLUMN_page_running, log_of(running));
    fill(page, COLUMN_page_running_share, running / total);
    fill(page, COLUMN_page_paragraphs, log_of(paragraphs));
    fill(page, COLUMN_page_links, pairwise_sum(linked, count) / total);
    for (int n = 0; n < FLAGS_OF_PAGE; n++)
        fill(page, COLUMN_page_has_body_hint + n, page->hints.page_flags >> n & 1);
    fill(page, COLUMN_page_headings, log_of(headings));
    fill(page, COLUMN_page_dates, (double)dates / count);
}
