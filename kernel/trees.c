/* Boosted oblivious trees: every level of a tree asks one question of all rows, so that a row's leaf is a binary number
   of answers. A question is whether the value in a column lies above a border. Each value is first compared with all
   borders of its column, whichever trees ask for them; what is left of it is how many of them it lies above, a byte, so
   that sixteen rows answer a question at once. */

#include "trees.h"

#include "kernel.h"

#include <wasm_simd128.h>

enum {
    LANES = 16,
    ROWS_AT_ONCE = 256, /* their bytes stay near, however many rows there are */
    TREES_AT_ONCE = 4,  /* a model has a multiple of these */
    LOWEST = -128,      /* stands for a value above no border: bytes are compared as signed numbers */
    /* Times sixteen rows for which a border or a question is fetched once. Of the rows behind the last nothing is
       known, and what becomes of them means nothing. */
    READ_AT_ONCE = 2,
    FOUND_AT_ONCE = 4,
};

/* Kept out of what calls it: in a large function the compiler of the machine keeps little in registers. */
#define ALONE __attribute__((noinline))

/* Questions are asked of some columns of a table only, here "asked": they have numbers of their own. */
struct Model {
    uint32_t trees, levels, outputs, asked;
    const uint32_t *columns;       /* of each asked column, which of the table it is */
    const uint32_t *first_borders; /* of each asked column, the place of its first border; and of the end */
    const float *borders;          /* ascending within a column */
    const uint16_t *questions;     /* of each tree and level, the asked column */
    const int8_t *bounds;          /* and the byte above which the answer is yes */
    const float *leaves;           /* of each tree and leaf, the outputs: in double precision twice as much to fetch */
    const double *bias;
};

static const float *column(const Table *table, size_t number) {
    return number < table->columns ? table->first + number * table->rows
                                   : table->second + (number - table->columns) * table->rows;
}

/* Which of sixteen values lie above a bound: a byte for each, with all bits set or none. */
static inline v128_t which_above(const float *values, v128_t bound) {
    v128_t a = wasm_f32x4_gt(wasm_v128_load(values), bound), b = wasm_f32x4_gt(wasm_v128_load(values + 4), bound);
    v128_t c = wasm_f32x4_gt(wasm_v128_load(values + 8), bound), d = wasm_f32x4_gt(wasm_v128_load(values + 12), bound);
    return wasm_i8x16_narrow_i16x8(wasm_i16x8_narrow_i32x4(a, b), wasm_i16x8_narrow_i32x4(c, d));
}

/* For each of some values the byte that says how many borders it lies above. */
static void count_below(const float *values, const float *border, const float *end, int8_t *bytes) {
    v128_t counts[READ_AT_ONCE];
    for (int n = 0; n < READ_AT_ONCE; n++) counts[n] = wasm_i8x16_splat(LOWEST);
    for (; border < end; border++) {
        v128_t bound = wasm_f32x4_splat(*border);
        for (int n = 0; n < READ_AT_ONCE; n++)
            counts[n] = wasm_i8x16_sub(counts[n], which_above(values + n * LANES, bound));
    }
    for (int n = 0; n < READ_AT_ONCE; n++) wasm_v128_store(bytes + n * LANES, counts[n]);
}

/* Fill `bytes`, ROWS_AT_ONCE for each asked column, for `count` rows from `start`. They lie behind the table, so that
   there is something to be read behind its last row too. */
ALONE static void read_rows(const Model *model, const Table *table, size_t start, size_t count, int8_t *bytes) {
    for (size_t n = 0; n < model->asked; n++, bytes += ROWS_AT_ONCE) {
        const float *values = column(table, model->columns[n]) + start;
        const float *border = model->borders + model->first_borders[n];
        const float *end = model->borders + model->first_borders[n + 1];
        for (size_t row = 0; row < count; row += READ_AT_ONCE * LANES)
            count_below(values + row, border, end, bytes + row);
    }
}

/* The leaf of each row in one tree. */
ALONE static void find_leaves(const Model *model, size_t tree, const int8_t *bytes, size_t count, uint8_t *leaves) {
    const uint16_t *questions = model->questions + tree * model->levels;
    const int8_t *bounds = model->bounds + tree * model->levels;
    for (size_t row = 0; row < count; row += FOUND_AT_ONCE * LANES) {
        v128_t found[FOUND_AT_ONCE];
        for (int n = 0; n < FOUND_AT_ONCE; n++) found[n] = wasm_i8x16_splat(0);
        for (size_t level = 0; level < model->levels; level++) {
            const int8_t *asked = bytes + questions[level] * ROWS_AT_ONCE + row;
            v128_t bound = wasm_i8x16_splat(bounds[level]), bit = wasm_u8x16_splat((uint8_t)(1 << level));
            for (int n = 0; n < FOUND_AT_ONCE; n++) {
                v128_t yes = wasm_i8x16_gt(wasm_v128_load(asked + n * LANES), bound);
                found[n] = wasm_v128_or(found[n], wasm_v128_and(yes, bit));
            }
        }
        for (int n = 0; n < FOUND_AT_ONCE; n++) wasm_v128_store(leaves + row + n * LANES, found[n]);
    }
}

/* Write numbers, a multiple of four, in double precision. */
ALONE static void widen(const float *numbers, size_t count, double *wide) {
    for (size_t n = 0; n < count; n += 4) {
        v128_t four = wasm_v128_load(numbers + n);
        wasm_v128_store(wide + n, wasm_f64x2_promote_low_f32x4(four));
        wasm_v128_store(wide + n + 2, wasm_f64x2_promote_low_f32x4(wasm_i64x2_shuffle(four, four, 1, 1)));
    }
}

/* Add to the one output of each row those of its leaves in four trees, in the order of the trees. `leaves` has
   ROWS_AT_ONCE for each tree. */
ALONE static void add_output(
    const double *values, size_t tree_size, const uint8_t *leaves, size_t count, double *sums) {
    const double *second = values + tree_size, *third = second + tree_size, *fourth = third + tree_size;
    for (size_t row = 0; row < count; row++, leaves++)
        sums[row] = sums[row] + values[leaves[0]] + second[leaves[ROWS_AT_ONCE]] + third[leaves[2 * ROWS_AT_ONCE]] +
                    fourth[leaves[3 * ROWS_AT_ONCE]];
}

/* The same for several outputs. */
ALONE static void add_outputs(
    const double *values, size_t tree_size, size_t outputs, const uint8_t *leaves, size_t count, double *sums) {
    for (size_t row = 0; row < count; row++, leaves++, sums += outputs) {
        const double *a = values + leaves[0] * outputs;
        const double *b = values + tree_size + leaves[ROWS_AT_ONCE] * outputs;
        const double *c = values + 2 * tree_size + leaves[2 * ROWS_AT_ONCE] * outputs;
        const double *d = values + 3 * tree_size + leaves[3 * ROWS_AT_ONCE] * outputs;
        size_t n = 0;
#pragma clang loop unroll_count(3)
        for (; n + 2 <= outputs; n += 2) {
            v128_t sum = wasm_f64x2_add(wasm_v128_load(sums + n), wasm_v128_load(a + n));
            sum = wasm_f64x2_add(wasm_f64x2_add(sum, wasm_v128_load(b + n)), wasm_v128_load(c + n));
            wasm_v128_store(sums + n, wasm_f64x2_add(sum, wasm_v128_load(d + n)));
        }
        if (n < outputs) sums[n] = sums[n] + a[n] + b[n] + c[n] + d[n];
    }
}

static void add_trees(const Model *model, const int8_t *bytes, size_t count, double *wide, double *sums) {
    size_t tree_size = (size_t)model->outputs << model->levels;
    uint8_t leaves[TREES_AT_ONCE * ROWS_AT_ONCE];
    for (size_t first = 0; first < model->trees; first += TREES_AT_ONCE) {
        for (size_t n = 0; n < TREES_AT_ONCE; n++)
            find_leaves(model, first + n, bytes, count, leaves + n * ROWS_AT_ONCE);
        widen(model->leaves + first * tree_size, TREES_AT_ONCE * tree_size, wide);
        if (model->outputs == 1) add_output(wide, tree_size, leaves, count, sums);
        else add_outputs(wide, tree_size, model->outputs, leaves, count, sums);
    }
}

static void score_many(const Model *model, const Table *table, double *sums) {
    int8_t *bytes = allocate(model->asked * ROWS_AT_ONCE);
    double *wide = allocate(((size_t)TREES_AT_ONCE * model->outputs << model->levels) * sizeof *wide);
    for (size_t start = 0; start < table->rows; start += ROWS_AT_ONCE) {
        size_t rows = table->rows - start < ROWS_AT_ONCE ? table->rows - start : ROWS_AT_ONCE;
        read_rows(model, table, start, rows, bytes);
        add_trees(model, bytes, rows, wide, sums + start * model->outputs);
    }
}

/* The bytes of the only row of a table. */
static const int8_t *read_row(const Model *model, const Table *table) {
    int8_t *bytes = allocate(model->asked);
    for (size_t n = 0; n < model->asked; n++) {
        float value = *column(table, model->columns[n]);
        uint32_t border = model->first_borders[n];
        while (border < model->first_borders[n + 1] && value > model->borders[border]) border++;
        bytes[n] = (int8_t)(LOWEST + (int32_t)(border - model->first_borders[n]));
    }
    return bytes;
}

/* Its leaves in all trees, found before one is looked up so that many look-ups wait for memory together. */
static const uint8_t *leaves_of_row(const Model *model, const int8_t *bytes) {
    uint8_t *leaves = allocate_zeroed(model->trees);
    const uint16_t *question = model->questions;
    const int8_t *bound = model->bounds;
    for (size_t tree = 0; tree < model->trees; tree++)
        for (size_t level = 0; level < model->levels; level++)
            leaves[tree] |= (uint8_t)((bytes[*question++] > *bound++) << level);
    return leaves;
}

/* The way that is shortest for a single row: of each tree it looks at one leaf. */
static void score_one(const Model *model, const Table *table, double *sums) {
    const uint8_t *leaves = leaves_of_row(model, read_row(model, table));
    size_t outputs = model->outputs, tree_size = outputs << model->levels;
    for (size_t tree = 0; tree < model->trees; tree += TREES_AT_ONCE) {
        const float *values = model->leaves + tree * tree_size;
        const float *a = values + leaves[tree] * outputs;
        const float *b = values + tree_size + leaves[tree + 1] * outputs;
        const float *c = values + 2 * tree_size + leaves[tree + 2] * outputs;
        const float *d = values + 3 * tree_size + leaves[tree + 3] * outputs;
        for (size_t n = 0; n < outputs; n++) sums[n] = sums[n] + a[n] + b[n] + c[n] + d[n];
    }
}

double *scores_of_rows(const Model *model, const Table *table, size_t *count) {
    size_t outputs = model->outputs;
    double *sums = allocate_zeroed(table->rows * outputs * sizeof *sums);
    if (table->rows == 1) score_one(model, table, sums);
    else score_many(model, table, sums);
    for (size_t row = 0; row < table->rows; row++)
        for (size_t n = 0; n < outputs; n++) sums[row * outputs + n] += model->bias[n];
    *count = table->rows * outputs;
    return sums;
}

/* Arguments: a Model, the numbers of rows and of columns of a matrix, that matrix, and another one where the model asks
   for more columns. Results: the outputs, row after row. */
EXPORT(score_rows) void score_rows(void) {
    Table table = {
        .rows = exchange.arguments[1],
        .columns = exchange.arguments[2],
        .first = ARRAY(const float, 3),
        .second = ARRAY(const float, 4),
    };
    size_t count;
    const double *scores = scores_of_rows(ARRAY(const Model, 0), &table, &count);
    answer(0, scores, count);
}
