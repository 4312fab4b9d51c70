/* Trees: the scores that a model gives to rows. */

#ifndef TREES_H
#define TREES_H

#include <stddef.h>

typedef struct Model Model;

/* A table whose columns lie one behind the other: those of one matrix, and behind them those of another. */
typedef struct {
    size_t rows, columns;
    const float *first, *second;
} Table;

/* The outputs for each row, row after row; how many they are in all. A model asks for no column that is not there. */
double *scores_of_rows(const Model *model, const Table *table, size_t *count);

#endif
