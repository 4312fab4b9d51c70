/* Areas: what the blocks around the main content are, and how likely the role of every block is. */

#include "kernel.h"
#include "trees.h"

#include <math.h>
#include <stdbool.h>

/* Roles by their numbers; what the trees say of them, their outputs, by others: some roles are not learned. */
typedef struct {
    uint32_t roles;
    const int32_t *outputs; /* of each role its output, or UNLEARNED */
    uint32_t areas;
    const int32_t *area_roles; /* the roles that the trees tell apart where the rules do not */
    uint32_t shown;
    const int32_t *shown_roles; /* those whose probabilities are answered for each block */
    uint32_t points;
    const double *said, *so; /* the line from what the trees say to how often it is so: rising, from 0 to 1 */
} Areas;

enum { UNLEARNED = -1 };

/* What is known of the blocks, one array behind the other: their probabilities to be main content, and their roles. */
typedef struct {
    size_t count;
    const double *body_scores;
    const uint8_t *roles;
} Blocks;

static Blocks blocks_of(const double *told, size_t count) {
    return (Blocks){count, told, (const uint8_t *)(told + count)};
}

/* What the trees look at beside the features: the probability to be main content, and for each role whether it is that
   by the rules; column after column. */
static float *columns_of(Blocks blocks, size_t roles) {
    float *table = allocate_zeroed((1 + roles) * blocks.count * sizeof *table);
    for (size_t n = 0; n < blocks.count; n++) {
        table[n] = (float)blocks.body_scores[n];
        table[(1 + blocks.roles[n]) * blocks.count + n] = 1;
    }
    return table;
}

/* Arguments: how many blocks there are, what is known of them, and how many roles there are, of which theirs are some.
   Results: the columns, one behind the other. */
EXPORT(area_columns) void area_columns(void) {
    size_t count = exchange.arguments[0], roles = exchange.arguments[2];
    answer(0, columns_of(blocks_of(ARRAY(const double, 1), count), roles), (1 + roles) * count);
}

/* Make odds of log-odds, the highest of them 1; their sum. */
static double odds_of(double *logs, size_t count) {
    double highest = logs[0], sum = 0;
    for (size_t n = 1; n < count; n++) highest = logs[n] > highest ? logs[n] : highest;
    for (size_t n = 0; n < count; n++) sum += logs[n] = exp(logs[n] - highest);
    return sum;
}

/* The role as it stays: where the rules know only where the block stands, the likeliest of such roles. */
static uint8_t settled(const Areas *areas, const double *odds, uint8_t role) {
    bool open = false;
    int32_t best = areas->area_roles[0];
    for (size_t n = 0; n < areas->areas; n++) {
        int32_t area = areas->area_roles[n];
        open |= area == role;
        if (odds[areas->outputs[area]] > odds[areas->outputs[best]]) best = area;
    }
    return open ? (uint8_t)best : role;
}

/* How often what is said with such a probability is so. */
static double calibrated(const Areas *areas, double said) {
    size_t end = 1;
    while (end < areas->points && areas->said[end] <= said) end++;
    if (end == areas->points) return areas->so[end - 1];
    const double *x = areas->said + end - 1, *y = areas->so + end - 1;
    return y[0] + (y[1] - y[0]) / (x[1] - x[0]) * (said - x[0]);
}

/* Arguments: the trees and the areas; how many blocks there are, what is known of them, and their features, column
   after column, with the number of columns. Results: the address of the probabilities of the blocks' roles, and behind
   them those of each to have the roles that are shown; and that of the numbers of the roles. */
EXPORT(settle) void settle(void) {
    const Areas *areas = ARRAY(const Areas, 1);
    Blocks blocks = blocks_of(ARRAY(const double, 3), exchange.arguments[2]);
    Table table = {blocks.count, exchange.arguments[5], ARRAY(const float, 4), columns_of(blocks, areas->roles)};
    double *scores = allocate((1 + areas->shown) * blocks.count * sizeof *scores);
    double *shown = scores + blocks.count;
    uint8_t *roles = allocate(blocks.count);
    size_t in_all;
    double *odds = scores_of_rows(ARRAY(const Model, 0), &table, &in_all);
    size_t outputs = blocks.count ? in_all / blocks.count : 0;
    for (size_t n = 0; n < blocks.count; n++, odds += outputs) {
        double sum = odds_of(odds, outputs), body = blocks.body_scores[n];
        roles[n] = settled(areas, odds, blocks.roles[n]);
        int32_t output = areas->outputs[roles[n]];
        scores[n] = output != UNLEARNED ? calibrated(areas, odds[output] / sum) : body > 0.5 ? body : 1 - body;
        for (size_t k = 0; k < areas->shown; k++)
            *shown++ = calibrated(areas, odds[areas->outputs[areas->shown_roles[k]]] / sum);
    }
    answer(0, scores, (1 + areas->shown) * blocks.count);
    answer(2, roles, blocks.count);
}
