/* Words of markup and of short texts, and what a model has learned that they say. */

#ifndef LEXICON_H
#define LEXICON_H

#include "characters.h"

#include <stddef.h>
#include <stdint.h>

/* A word that has a weight: of the Basic Multilingual Plane, so that most fit into a line of the cache. */
typedef struct {
    double weight;
    int32_t number; /* among the words of its model */
    uint16_t length;
    uint16_t codes[];
} Word;

/* Learned weights of words, found by hash. A place in the table has, plus one, how many times sizeof(double) bytes
   behind the first a word lies, and in the bits above that those of its hash; 0 is free. */
typedef struct {
    int32_t count;
    uint32_t mask;
    uint32_t offset_mask;
    const uint32_t *places;
    const double *words;
} Weights;

/* The hash of a word is made of the seed and of its characters, one by one. */
static inline uint32_t hash_on(uint32_t hash, uint32_t code) {
    return (hash ^ code) * 0x01000193;
}

/* Where a hash is looked for first, in a table of a size that is a power of two: its low bits alone say of each letter no
   more than the low bits do. */
static inline uint32_t place_of(uint32_t hash, uint32_t mask) {
    return (hash ^ hash >> 15) * 0x2c1b3c6d & mask;
}

/* A word of a page, as the place where it begins among others. */
typedef struct {
    uint32_t hash;
    int32_t start, length;
} Cut;

/* The words of names or of texts: the different ones, each with a line feed behind it, and for each time that one is
   used its number and that of the name or text that uses it. */
typedef struct {
    uint32_t *codes;
    size_t size;
    Cut *words;
    int32_t *places; /* of words by hash: their numbers plus one; 0 is free */
    uint32_t mask;
    int32_t count; /* of words */
    int32_t *numbers, *owners;
    size_t uses;
} Words;

/* For each of the words its weight, or NULL where it has none. */
const Word **find_words(const Weights *weights, const Words *words);

/* Places of the capital sigmas that stand at the end of a word, in ascending order: their small form is another one,
   and which they are only the caller can tell. */
typedef struct {
    const int32_t *places;
    int32_t count;
} FinalSigmas;

/* Texts, one behind the other. */
typedef struct {
    const uint32_t *codes;
    const int32_t *starts; /* of each text, and the end of the last */
    int32_t count;
    FinalSigmas sigmas;
} Texts;

/* The words by which texts are known, as small letters: of each the first six, and where a short one has fewer, all of
   them as one with `$` at its end. */
Words words_of_texts(const Texts *texts);

/* Elements' names: codes of the tags, and behind them of the naming attributes, with a zero between each two. */
typedef struct {
    Text parts;
    int32_t count; /* of names */
    FinalSigmas sigmas;
} Names;

/* What lies up to the next zero, or to the end; the rest begins behind that. */
Text next_part(Text *rest);

/* The words of names: first all tags, as they are and between < and >, then the others as small letters. */
Words words_of_names(const Names *names);

/* Answer with words: results n to n + 3 are their codes and how many these are, the numbers of the words that are used
   and how many these are; result n + 4 is where their owners are. */
void answer_words(int n, const Words *words);

#endif
