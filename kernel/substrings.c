/* Finding many texts in a long one.

Windows of eight characters are looked up by hash, and what stands behind them is compared. In a text that repeats
itself this can be slow: when it has been, the places are sorted once by what begins there, and each search is binary.
*/

#include "substrings.h"

#include "kernel.h"

#include <string.h>

enum { WINDOW = 8, ALL_CODES = 0x110000 };

/* Characters and places that are looked at, over all searches, before the places are sorted. */
static const int64_t PATIENCE = 1 << 22;

static const uint64_t FACTOR = 0x9e3779b97f4a7c15;

/* A window's hash is the sum of its codes times powers of the factor, so that it rolls on by one character. */
static uint64_t hash_of_window(const uint32_t *codes) {
    uint64_t hash = 0;
    for (int n = 0; n < WINDOW; n++) hash = hash * FACTOR + codes[n];
    return hash;
}

static uint32_t slot_of(const Haystack *haystack, uint64_t hash) {
    return (uint32_t)(hash >> 32) & haystack->mask;
}

Haystack *make_haystack(const uint32_t *codes, int32_t count, int32_t longest) {
    Haystack *haystack = allocate(sizeof *haystack);
    int32_t windows = count < WINDOW ? 0 : count - WINDOW + 1;
    size_t slots = 1;
    while (slots < (size_t)windows) slots *= 2;
    *haystack = (Haystack){
        .codes = codes,
        .count = count,
        .longest = longest,
        .mask = (uint32_t)slots - 1,
        .last = allocate_zeroed(slots * sizeof(int32_t)),
        .previous = allocate((size_t)windows * sizeof(int32_t)),
        .patience = PATIENCE,
    };
    uint64_t power = 1;
    for (int n = 0; n < WINDOW; n++) power *= FACTOR;
    uint64_t hash = windows ? hash_of_window(codes) : 0;
    for (int32_t at = 0; at < windows; at++) {
        int32_t *last = &haystack->last[slot_of(haystack, hash)];
        haystack->previous[at] = *last;
        *last = at + 1;
        if (at + 1 < windows) hash = hash * FACTOR + codes[at + WINDOW] - power * codes[at];
    }
    return haystack;
}

/* How many characters two texts have in common from their beginning. */
static int32_t common(const uint32_t *a, const uint32_t *b, int32_t most) {
    int32_t count = 0;
    while (count < most && a[count] == b[count]) count++;
    return count;
}

/* Whether a text stands at a place. */
static bool stands_at(Haystack *haystack, int32_t at, const uint32_t *needle, int32_t length) {
    int32_t rest = haystack->count - at;
    int32_t same = common(haystack->codes + at, needle, length < rest ? length : rest);
    haystack->patience -= same + 1;
    return same == length;
}

/* Sort places by character; their ranks are the numbers of the characters in ascending order. */
static int32_t sort_by_first(const Haystack *haystack, int32_t *sorted, int32_t *ranks) {
    int32_t *ends = allocate_zeroed((ALL_CODES + 1) * sizeof *ends), classes = 0;
    for (int32_t at = 0; at < haystack->count; at++) ends[haystack->codes[at]]++;
    int32_t *numbers = allocate(ALL_CODES * sizeof *numbers);
    for (int32_t code = 0, end = 0; code < ALL_CODES; code++) {
        numbers[code] = classes;
        classes += ends[code] > 0;
        end += ends[code];
        ends[code] = end;
    }
    for (int32_t at = haystack->count - 1; at >= 0; at--) {
        sorted[--ends[haystack->codes[at]]] = at;
        ranks[at] = numbers[haystack->codes[at]];
    }
    return classes;
}

/* Ranks by twice as many characters as before: by the rank of the first half, then of the second. `order` has the
   places by their second halves. How many different ranks there are. */
static int32_t double_ranks(int32_t count, int32_t half, int32_t classes, int32_t *sorted, int32_t *ranks,
                            int32_t *order, int32_t *ends) {
    memset(ends, 0, (size_t)classes * sizeof *ends);
    for (int32_t at = 0; at < count; at++) ends[ranks[at]]++;
    for (int32_t rank = 1; rank < classes; rank++) ends[rank] += ends[rank - 1];
    int32_t size = 0;
    for (int32_t at = count - half; at < count; at++) order[size++] = at;
    for (int32_t n = 0; n < count; n++)
        if (sorted[n] >= half) order[size++] = sorted[n] - half;
    for (int32_t n = count - 1; n >= 0; n--) sorted[--ends[ranks[order[n]]]] = order[n];
    int32_t *doubled = order, found = 0;
    for (int32_t n = 0; n < count; n++) {
        int32_t at = sorted[n], before = n ? sorted[n - 1] : at;
        int32_t second = at + half < count ? ranks[at + half] : -1;
        int32_t second_before = before + half < count ? ranks[before + half] : -1;
        found += n && (ranks[at] != ranks[before] || second != second_before);
        doubled[at] = found;
    }
    memcpy(ranks, doubled, (size_t)count * sizeof *ranks);
    return found + 1;
}

/* Sort the places by the characters that stand there, as many as the longest text that is looked for. */
static void sort_suffixes(Haystack *haystack) {
    size_t size = (size_t)haystack->count * sizeof(int32_t);
    int32_t *sorted = allocate(size), *ranks = allocate(size), *order = allocate(size), *ends = allocate(size);
    int32_t classes = sort_by_first(haystack, sorted, ranks);
    for (int32_t half = 1; half < haystack->longest && classes < haystack->count; half *= 2)
        classes = double_ranks(haystack->count, half, classes, sorted, ranks, order, ends);
    haystack->suffixes = sorted;
}

static bool is_among_suffixes(const Haystack *haystack, const uint32_t *needle, int32_t length) {
    int32_t low = 0, high = haystack->count;
    while (low < high) {
        int32_t middle = low + (high - low) / 2, at = haystack->suffixes[middle];
        int32_t rest = haystack->count - at;
        int32_t same = common(haystack->codes + at, needle, length < rest ? length : rest);
        if (same == length) return true;
        if (same == rest || haystack->codes[at + same] < needle[same]) low = middle + 1;
        else high = middle;
    }
    return false;
}

/* Search place by place; patience may run out on the way, and then the answer is no answer. */
static bool is_at_some_place(Haystack *haystack, const uint32_t *needle, int32_t length) {
    if (length < WINDOW) {
        for (int32_t at = 0; at <= haystack->count - length && haystack->patience >= 0; at++)
            if (stands_at(haystack, at, needle, length)) return true;
        return false;
    }
    int32_t at = haystack->last[slot_of(haystack, hash_of_window(needle))] - 1;
    for (; at >= 0 && haystack->patience >= 0; at = haystack->previous[at] - 1)
        if (stands_at(haystack, at, needle, length)) return true;
    return false;
}

bool is_in_haystack(Haystack *haystack, const uint32_t *needle, int32_t length) {
    if (length > haystack->count) return false;
    if (haystack->patience >= 0) {
        if (is_at_some_place(haystack, needle, length)) return true;
        if (haystack->patience >= 0) return false;
    }
    if (!haystack->suffixes) sort_suffixes(haystack);
    return is_among_suffixes(haystack, needle, length);
}
