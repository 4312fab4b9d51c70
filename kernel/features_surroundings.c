/* Features of surroundings: the regions around each segment, the words of its markup, and the weight of text beside it.

Elements come parents first, so that what stands in one element is a range of numbers, and a sum over it the difference
of two running sums.
*/

#include "features.h"
#include "kernel.h"

/* Share of the running text that the main container must hold: it is the deepest element that has more. */
static const double MAIN_SHARE = 0.5;

enum { LAST_RANK = 50 };

/* The regions that elements can be, as bits: those of the columns from `region_0` on. */
enum {
    NAV = 1 << 0,
    HEADER = 1 << 1,
    FOOTER = 1 << 2,
    ASIDE = 1 << 3,
    ARTICLE = 1 << 4,
    MAIN = 1 << 5,
    FORM = 1 << 6,
    FIGURE = 1 << 7,
    TABLE = 1 << 8,
    LIST = 1 << 9,
    QUOTED = 1 << 10,
    SECTION = 1 << 11,
};

/* What an element is by its tag: the number that the models know it by, and its region. */
typedef struct {
    int32_t kind, region;
} Tag;

enum { LONGEST_TAG = 10, OTHER_KIND = 20 };

static const struct {
    char name[LONGEST_TAG + 1];
    Tag tag;
} known_tags[] = {
    {"p", {0, 0}},
    {"div", {1, 0}},
    {"h1", {2, 0}},
    {"h2", {3, 0}},
    {"h3", {4, 0}},
    {"h4", {5, 0}},
    {"h5", {6, 0}},
    {"h6", {7, 0}},
    {"li", {8, 0}},
    {"td", {9, 0}},
    {"tr", {10, 0}},
    {"span", {11, 0}},
    {"blockquote", {12, QUOTED}},
    {"figcaption", {13, 0}},
    {"section", {14, SECTION}},
    {"article", {15, ARTICLE}},
    {"pre", {16, 0}},
    {"dd", {17, 0}},
    {"dt", {18, 0}},
    {"a", {19, 0}},
    {"nav", {OTHER_KIND, NAV}},
    {"menu", {OTHER_KIND, NAV}},
    {"header", {OTHER_KIND, HEADER}},
    {"footer", {OTHER_KIND, FOOTER}},
    {"aside", {OTHER_KIND, ASIDE}},
    {"main", {OTHER_KIND, MAIN}},
    {"form", {OTHER_KIND, FORM}},
    {"fieldset", {OTHER_KIND, FORM}},
    {"select", {OTHER_KIND, FORM}},
    {"figure", {OTHER_KIND, FIGURE}},
    {"table", {OTHER_KIND, TABLE}},
    {"ul", {OTHER_KIND, LIST}},
    {"ol", {OTHER_KIND, LIST}},
    {"dl", {OTHER_KIND, LIST}},
};

/* What stands in elements: segments, the running text and the characters in them, and those in links. */
typedef struct {
    double running, chars, linked, segments;
} Amounts;

/* An element's text: its share of the page's running text and of all, the share of it in links, the logarithms of the
   number of segments and of their mean length. */
typedef struct {
    double running, chars, links, number, mean;
} Measures;

/* What all parts of this file look at. */
typedef struct {
    const Page *page;
    const Elements *elements;
    const double *weights; /* of each name's words */
    const int32_t *tag_numbers; /* of each name */
    int32_t tag_count;
    const Tag *tags; /* by number */
    Amounts *upto;         /* running sums: of all elements before each, and of all */
    int32_t main;          /* the main container */
} View;

static bool is_called(Text tag, const char *name) {
    int32_t at = 0;
    while (at < tag.length && name[at] && tag.codes[at] == (uint32_t)name[at]) at++;
    return at == tag.length && !name[at];
}

static Tag tag_of(Text name) {
    for (size_t n = 0; n < sizeof known_tags / sizeof *known_tags; n++)
        if (is_called(name, known_tags[n].name)) return known_tags[n].tag;
    return (Tag){OTHER_KIND, 0};
}

/* Number the tags of names in the order in which they come, and say what each is. */
static void number_tags(View *view) {
    const Names *names = &view->elements->distinct;
    size_t count = (size_t)names->count, places = 2;
    while (places < 2 * count) places *= 2;
    int32_t *table = allocate_zeroed(places * sizeof *table), *numbers = allocate(count * sizeof *numbers), found = 0;
    Text *known = allocate(count * sizeof *known), rest = names->parts;
    Tag *tags = allocate(count * sizeof *tags);
    for (size_t n = 0; n < count; n++) {
        Text tag = next_part(&rest);
        size_t place = hash_of_text(tag) & (places - 1);
        while (table[place] && !is_same_text(known[table[place] - 1], tag)) place = (place + 1) & (places - 1);
        if (!table[place]) {
            known[found] = tag;
            tags[found] = tag_of(tag);
            table[place] = ++found;
        }
        numbers[n] = table[place] - 1;
    }
    view->tag_numbers = numbers;
    view->tag_count = found;
    view->tags = tags;
}

/* The sums of the weights of each name's words; a word that a name has twice counts once. */
static double *weights_of_names(const Page *page) {
    const Words *words = &page->elements.words;
    const Weights *weights = page->markup;
    double *sums = doubles((size_t)page->elements.distinct.count);
    for (int32_t n = 0; n < page->elements.distinct.count; n++) sums[n] = 0;
    /* All tags come first, and no tag is like another word: of each word it is enough to know who had it last. */
    int32_t *last_owner = allocate_zeroed((size_t)weights->count * sizeof *last_owner);
    const Word **found = find_words(weights, words);
    for (size_t n = 0; n < words->uses; n++) {
        const Word *word = found[words->numbers[n]];
        int32_t owner = words->owners[n];
        if (!word || last_owner[word->number] == owner + 1) continue;
        last_owner[word->number] = owner + 1;
        sums[owner] += word->weight;
    }
    return sums;
}

/* The columns of an element's way: those of weights on it, and the regions that it leads through. */
static void way_columns(const View *view) {
    const Page *page = view->page;
    const Elements *elements = view->elements;
    size_t count = (size_t)elements->count;
    double *lowest = doubles(count), *highest = doubles(count), *total = doubles(count), *closed = doubles(count + 1);
    int32_t *regions = allocate(count * sizeof *regions);
    for (size_t e = 0; e <= count; e++) closed[e] = 0;
    double sum = 0;
    for (int32_t e = 0; e < elements->count; e++) {
        int32_t parent = elements->parents[e], name = elements->names[e];
        int32_t region = view->tags[view->tag_numbers[name]].region;
        double weight = view->weights[name];
        lowest[e] = parent < 0 ? weight : smaller(lowest[parent], weight);
        highest[e] = parent < 0 ? weight : larger(highest[parent], weight);
        regions[e] = parent < 0 ? region : regions[parent] | region;
        closed[elements->ends[e]] += weight;
        sum += weight - closed[e];
        total[e] = sum;
    }
    for (int32_t n = 0; n < page->count; n++) {
        int32_t home = page->segments[n].element;
        page->markup_total[n] = total[home];
        SET(page, markup_lowest, n, lowest[home]);
        SET(page, markup_highest, n, highest[home]);
        SET(page, markup_total, n, total[home]);
        for (int region = 0; region < REGIONS; region++)
            column(page, COLUMN_region_0 + region)[n] = (float)(regions[home] >> region & 1);
    }
}

/* Running sums of what stands in elements directly. */
static Amounts *sum_amounts(const Page *page) {
    size_t count = (size_t)page->elements.count;
    Amounts *upto = allocate_zeroed((count + 1) * sizeof *upto);
    for (int32_t n = 0; n < page->count; n++) {
        Amounts *direct = &upto[page->segments[n].element + 1];
        double chars = page->segments[n].length;
        direct->running += page->running[n];
        direct->chars += chars;
        direct->linked += chars * page->link_density[n];
        direct->segments++;
    }
    for (size_t e = 0; e < count; e++) {
        upto[e + 1].running += upto[e].running;
        upto[e + 1].chars += upto[e].chars;
        upto[e + 1].linked += upto[e].linked;
        upto[e + 1].segments += upto[e].segments;
    }
    return upto;
}

static Amounts amounts_in(const View *view, int32_t element) {
    const Amounts *before = &view->upto[element], *all = &view->upto[view->elements->ends[element]];
    return (Amounts){
        all->running - before->running,
        all->chars - before->chars,
        all->linked - before->linked,
        all->segments - before->segments,
    };
}

static int32_t main_container(const View *view) {
    double least = MAIN_SHARE * amounts_in(view, 0).running;
    for (int32_t e = view->elements->count - 1; e > 0; e--)
        if (amounts_in(view, e).running > least) return e;
    return 0;
}

static Measures measures_of(const View *view, int32_t element) {
    Amounts in = amounts_in(view, element), all = amounts_in(view, 0);
    return (Measures){
        in.running / larger(all.running, 1),
        in.chars / larger(all.chars, 1),
        in.linked / larger(in.chars, 1),
        log_of(in.segments),
        log_of(in.chars / larger(in.segments, 1)),
    };
}

/* Measures of the elements that hold text. */
static Measures *measures_of_all(const View *view) {
    Measures *measures = allocate_zeroed((size_t)view->elements->count * sizeof *measures);
    for (int32_t e = 0; e < view->elements->count; e++)
        if (view->upto[view->elements->ends[e]].segments > view->upto[e].segments) measures[e] = measures_of(view, e);
    return measures;
}

static void set_measures(const Page *page, int first, int32_t n, const Measures *measures) {
    column(page, first)[n] = (float)measures->running;
    column(page, first + 1)[n] = (float)measures->chars;
    column(page, first + 2)[n] = (float)measures->links;
    column(page, first + 3)[n] = (float)measures->number;
    column(page, first + 4)[n] = (float)measures->mean;
}

/* The numbers of some things in the order of their keys, of which there are `kinds`; of the same key in their own. */
static int32_t *sort_by_key(const int32_t *keys, int32_t count, int32_t kinds) {
    int32_t *ends = allocate_zeroed(((size_t)kinds + 1) * sizeof *ends);
    int32_t *order = allocate((size_t)count * sizeof *order);
    for (int32_t n = 0; n < count; n++) ends[keys[n] + 1]++;
    for (int32_t key = 0; key < kinds; key++) ends[key + 1] += ends[key];
    for (int32_t n = 0; n < count; n++) order[ends[keys[n]]++] = n;
    return order;
}

/* Each element's place among its siblings with the same tag, from 1; a root has 1. */
static int32_t *ranks_of(const View *view) {
    const Elements *elements = view->elements;
    size_t size = (size_t)elements->count * sizeof(int32_t);
    int32_t *tags = allocate(size), *ranks = allocate(size), *last_tag = allocate_zeroed(size), *last = allocate(size);
    for (int32_t e = 0; e < elements->count; e++) tags[e] = view->tag_numbers[elements->names[e]];
    const int32_t *order = sort_by_key(tags, elements->count, view->tag_count);
    for (int32_t n = 0; n < elements->count; n++) {
        int32_t e = order[n], parent = elements->parents[e];
        ranks[e] = 1;
        if (parent < 0) continue;
        if (last_tag[parent] == tags[e] + 1) ranks[e] = last[parent] + 1;
        last_tag[parent] = tags[e] + 1;
        last[parent] = ranks[e];
    }
    return ranks;
}

static int32_t kind_of(const View *view, int32_t element) {
    return view->tags[view->tag_numbers[view->elements->names[element]]].kind;
}

static int32_t or_first(int32_t element) {
    return element < 0 ? 0 : element;
}

/* The columns of the elements that a segment stands in: its own, and the two around that. */
static void home_columns(const View *view, const Measures *measures) {
    const Page *page = view->page;
    const Elements *elements = view->elements;
    const int32_t *names = elements->names;
    const int32_t *ranks = ranks_of(view);
    int32_t *alone = allocate_zeroed((size_t)elements->count * sizeof *alone);
    for (int32_t n = 0; n < page->count; n++) alone[page->segments[n].element]++;
    for (int32_t n = 0; n < page->count; n++) {
        int32_t home = page->segments[n].element, parent = or_first(elements->parents[home]);
        int32_t grandparent = or_first(elements->parents[parent]);
        SET(page, tag, n, kind_of(view, home));
        SET(page, parent_tag, n, kind_of(view, parent));
        SET(page, depth, n, elements->depths[home]);
        SET(page, markup_own, n, view->weights[names[home]]);
        SET(page, markup_parent, n, view->weights[names[parent]]);
        SET(page, markup_grandparent, n, view->weights[names[grandparent]]);
        SET(page, rank, n, smaller(ranks[home], LAST_RANK));
        SET(page, home_alone, n, alone[home]);
        set_measures(page, COLUMN_home_running, n, &measures[home]);
        set_measures(page, COLUMN_parent_running, n, &measures[parent]);
        set_measures(page, COLUMN_grandparent_running, n, &measures[grandparent]);
    }
}

/* The columns of the main container: the depth of a segment's element below it (-1 outside), the steps up from it to an
   element that both stand in, and the child of that under which the segment stands, which is its branch. */
static void main_columns(const View *view, const Measures *measures) {
    const Page *page = view->page;
    const Elements *elements = view->elements;
    int32_t count = elements->count, main = view->main;
    size_t size = (size_t)count * sizeof(int32_t);
    int32_t *level = allocate(size), *above = allocate(size), *branch = allocate(size), *step = allocate_zeroed(size);
    for (int32_t e = main, steps = 1; e >= 0; e = elements->parents[e]) step[e] = steps++;
    for (int32_t e = 0; e < count; e++) {
        int32_t parent = elements->parents[e];
        bool is_branch = step[e] || (parent >= 0 && step[parent]);
        level[e] = parent < 0 ? 0 : level[parent] + 1;
        above[e] = step[e] ? step[e] - 1 : parent < 0 ? 0 : above[parent];
        branch[e] = is_branch ? e : e ? branch[e - 1] : 0;
    }
    for (int32_t n = 0; n < page->count; n++) {
        int32_t home = page->segments[n].element;
        bool inside = home >= main && home < elements->ends[main];
        page->below_main[n] = inside ? level[home] - level[main] : -1;
        SET(page, below_main, n, page->below_main[n]);
        SET(page, above_main, n, above[home]);
        SET(page, main_share, n, measures[main].running);
        SET(page, main_depth, n, elements->depths[main]);
        SET(page, branch_share, n, measures[branch[home]].running);
        SET(page, branch_links, n, measures[branch[home]].links);
        SET(page, branch_number, n, measures[branch[home]].number);
    }
}

/* Segments of like markup. */
typedef struct {
    double count, read, linked, running, ending;
} Group;

/* Number the groups of segments of like markup: elements of the same name, in a parent of the same name. */
static int32_t *number_groups(const View *view) {
    const Page *page = view->page;
    const Elements *elements = view->elements;
    size_t size = (size_t)page->count * sizeof(int32_t), names = (size_t)elements->distinct.count;
    int32_t *own = allocate(size), *groups = allocate(size), count = 0;
    for (int32_t n = 0; n < page->count; n++) own[n] = elements->names[page->segments[n].element];
    const int32_t *order = sort_by_key(own, page->count, elements->distinct.count);
    int32_t *last_name = allocate_zeroed(names * sizeof *last_name), *last_group = allocate(names * sizeof *last_group);
    for (int32_t k = 0; k < page->count; k++) {
        int32_t n = order[k], outer = elements->names[or_first(elements->parents[page->segments[n].element])];
        if (last_name[outer] != own[n] + 1) {
            last_name[outer] = own[n] + 1;
            last_group[outer] = count++;
        }
        groups[n] = last_group[outer];
    }
    return groups;
}

/* The columns of what the segments of like markup are together. */
static void like_columns(const View *view) {
    const Page *page = view->page;
    const int32_t *numbers = number_groups(view);
    Group *groups = allocate_zeroed((size_t)page->count * sizeof *groups);
    double running = 0;
    for (int32_t n = 0; n < page->count; n++) {
        Group *group = &groups[numbers[n]];
        group->count++;
        group->read += page->read[n];
        group->linked += page->read[n] * page->link_density[n];
        group->running += page->running[n];
        group->ending += page->ends_sentence[n];
        running += page->running[n];
    }
    for (int32_t n = 0; n < page->count; n++) {
        const Group *group = &groups[numbers[n]];
        SET(page, like_count, n, log_of(group->count));
        SET(page, like_mean, n, log_of(group->read / group->count));
        SET(page, like_links, n, group->linked / larger(group->read, 1));
        SET(page, like_running, n, group->running / larger(running, 1));
        SET(page, like_sentences, n, group->ending / group->count);
    }
}

void surrounding_columns(Page *page) {
    View view = {.page = page, .elements = &page->elements, .weights = weights_of_names(page), .upto = sum_amounts(page)};
    number_tags(&view);
    view.main = main_container(&view);
    const Measures *measures = measures_of_all(&view);
    way_columns(&view);
    home_columns(&view, measures);
    main_columns(&view, measures);
    like_columns(&view);
}
