/* Whether one of many short texts stands somewhere in a long one. */

#ifndef SUBSTRINGS_H
#define SUBSTRINGS_H

#include <stdbool.h>
#include <stdint.h>

/* A long text, and where each sequence of WINDOW characters begins in it. */
typedef struct {
    const uint32_t *codes;
    int32_t count;
    int32_t longest; /* characters of the longest text that is looked for, at the most */
    uint32_t mask;
    int32_t *last;     /* by hash: the place of the last such window, plus one; 0 is none */
    int32_t *previous; /* for each place, that of the window before it with the same hash, plus one */
    int64_t patience;
    int32_t *suffixes; /* places in the order of what begins there, once patience has run out */
} Haystack;

Haystack *make_haystack(const uint32_t *codes, int32_t count, int32_t longest);

bool is_in_haystack(Haystack *haystack, const uint32_t *needle, int32_t length);

#endif
