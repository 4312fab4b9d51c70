/* Words of markup and of short texts, and what a model has learned that they say. */

#ifndef LEXICON_H
#define LEXICON_H

#include <stdint.h>

/* Learned weights of words, found by hash. */
typedef struct {
    int32_t count;
    const uint32_t *codes;
    const int32_t *starts; /* of each word in `codes`, and the end of the last */
    const double *weights;
    uint32_t mask;
    const int32_t *slots; /* numbers of words plus one; 0 is free */
} Weights;

/* The number of a word, or -1 where it has no weight. */
int32_t number_of_word(const Weights *weights, const uint32_t *word, int32_t length);

enum {
    FIRST_WORDS = 6, /* words of a longer text by which it is known */
    OPENING = 80,    /* characters of a text that are looked at */
    WHOLE = 40,      /* and up to which it is also known as a whole */
    OPENING_LOWERED = 3 * OPENING,
};

/* The words by which a text is known: up to six, and where they are all of a short text, that as one word with `$` at
   its end. `codes` has them one behind the other with a space between them, and the `$` behind the last. */
typedef struct {
    int32_t count, whole; /* `whole` is the length of the word that is the text as a whole, or 0 */
    int32_t starts[FIRST_WORDS], ends[FIRST_WORDS];
    uint32_t codes[OPENING_LOWERED + FIRST_WORDS];
} Opening;

/* Places of the capital sigmas that stand at the end of a word, in ascending order: their small form is another one,
   and which they are only the caller can tell. */
typedef struct {
    const int32_t *places, *end;
} FinalSigmas;

/* Cut the beginning of the text that begins at the place `start` among all; texts come in their order. */
void cut_opening(const uint32_t *codes, int32_t start, int32_t length, FinalSigmas *finals, Opening *opening);

#endif
