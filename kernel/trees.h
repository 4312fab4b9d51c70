/* Boosted oblivious trees that another part asks of one row. */

#ifndef TREES_H
#define TREES_H

#include <stddef.h>

/* A model, as `copydesk.page.trees` lays it out. */
typedef struct Model Model;

/* Answer with what a model says of one row: its outputs become results n and n + 1. */
void answer_scores(int n, const Model *model, const float *row, size_t columns);

#endif
