/* Words that a model knows, and what those of texts say of a page. */

#ifndef WORDS_H
#define WORDS_H

#include <stddef.h>
#include <stdint.h>

/* Arguments that name the words which are known: their rows, how many, and how many weights each has; and how many texts
   they are looked for in. Behind them are three for each text: the number of its place, where its words end, and its
   bytes. */
enum { WORDS_ARGUMENTS = 4, WORDS_OF_TEXT = 3 };

typedef struct {
    const double *values;
    size_t count;
} Scores;

/* What the words of some texts say, those of one behind those of the other, from the arguments that begin with number n;
   the texts are in UTF-8, one behind the other. A word counts once. */
Scores score_words(int n, const uint8_t *texts);

#endif
