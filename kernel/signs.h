/* Signs: what the texts of a page and the names around them say beside what the models look at, for each segment. */

#ifndef SIGNS_H
#define SIGNS_H

#include "features.h"

#include <stdint.h>

enum { BASIC_PLANE_END = 0x10000 };

typedef struct Stems Stems;
typedef struct Letters Letters;

/* The cues that may stand in each text, as bits. */
uint32_t *cues_of_texts(const Page *page, const Stems *stems);

/* Whether each text may say the same as another of the page. */
uint8_t *twins_of_texts(const Page *page, const Letters *letters);

/* For each segment the number of the region that it stands in, the innermost; 0 for none. `words` has the numbers of the
   words that speak of regions, from 1 on, as their weights. */
uint8_t *regions_of_segments(const Page *page, const Weights *words);

#endif
