/* Boosted oblivious trees: every level of a tree asks one question of all rows, so that a row's leaf is a binary number
   of answers. A question is whether the value in a column lies above a border. Each value is first compared with all
   borders of its column, whichever trees ask for them; what is left of it is how many of them it lies above, a byte, so
   that sixteen rows answer a question at once. */

#include "trees.h"

#include "kernel.h"

#include <string.h>
#include <wasm_simd128.h>

enum {
    LANES = 16,
    ROWS_AT_ONCE = 256,        /* their bytes stay in the first cache, however many rows there are */
    LEAVES_AT_ONCE = 1 << 14,  /* found before they are looked up, so that many look-ups wait for memory together */
    TREES_AT_ONCE = 4,         /* a model has a multiple of these */
    LOWEST = -128,             /* stands for a value above no border: bytes are compared as signed numbers */
};

/* Questions are asked of some columns of a table only, here "asked": they have numbers of their own. */
struct Model {
    uint32_t trees, levels, outputs, asked;
    const uint32_t *columns;       /* of each asked column, which of the table it is */
    const uint32_t *first_borders; /* of each asked column, the place of its first border; and of the end */
    const float *borders;          /* ascending within a column */
    const uint16_t *questions;     /* of each tree and level, the asked column */
    const int8_t *bounds;          /* and the byte above which the answer is yes */
    const double *leaves;          /* of each tree and leaf, the outputs */
    const double *bias;
};

static const float *column(const Table *table, size_t number) {
    return number < table->columns ? table->first + number * table->rows
                                   : table->second + (number - table->columns) * table->rows;
}

/* Sixteen values, each as the byte that says how many borders it lies above. */
static v128_t count_below(const float *values, const float *border, const float *end) {
    v128_t a = wasm_v128_load(values), b = wasm_v128_load(values + 4);
    v128_t c = wasm_v128_load(values + 8), d = wasm_v128_load(values + 12);
    v128_t count = wasm_i8x16_splat(LOWEST);
    for (; border < end; border++) {
        v128_t bound = wasm_v128_load32_splat(border);
        v128_t ab = wasm_i16x8_narrow_i32x4(wasm_f32x4_gt(a, bound), wasm_f32x4_gt(b, bound));
        v128_t cd = wasm_i16x8_narrow_i32x4(wasm_f32x4_gt(c, bound), wasm_f32x4_gt(d, bound));
        count = wasm_i8x16_sub(count, wasm_i8x16_narrow_i16x8(ab, cd));
    }
    return count;
}

/* Fill `bytes`, ROWS_AT_ONCE for each asked column, for `count` rows from `start`. */
static void read_rows(const Model *model, const Table *table, size_t start, size_t count, int8_t *bytes) {
    for (size_t n = 0; n < model->asked; n++, bytes += ROWS_AT_ONCE) {
        const float *values = column(table, model->columns[n]) + start;
        const float *border = model->borders + model->first_borders[n];
        const float *end = model->borders + model->first_borders[n + 1];
        for (size_t row = 0; row < count; row += LANES) {
            float last[LANES] = {0};
            if (count - row < LANES) memcpy(last, values + row, (count - row) * sizeof *last);
            wasm_v128_store(bytes + row, count_below(count - row < LANES ? last : values + row, border, end));
        }
    }
}

/* The leaf of each row in one tree. */
static void find_leaves(const Model *model, size_t tree, const int8_t *bytes, size_t count, uint8_t *leaves) {
    const uint16_t *questions = model->questions + tree * model->levels;
    const int8_t *bounds = model->bounds + tree * model->levels;
    for (size_t row = 0; row < count; row += LANES) {
        v128_t leaf = wasm_i8x16_splat(0);
        for (size_t level = 0; level < model->levels; level++) {
            v128_t answers = wasm_v128_load(bytes + questions[level] * ROWS_AT_ONCE + row);
            v128_t yes = wasm_i8x16_gt(answers, wasm_v128_load8_splat(bounds + level));
            leaf = wasm_i8x16_sub(wasm_i8x16_add(leaf, leaf), yes);
        }
        wasm_v128_store(leaves + row, leaf);
    }
}

/* Add to the outputs of each row those of its leaves in four trees, in the order of the trees. `leaves` has a row for
   each tree, `stride` bytes long. */
static inline __attribute__((always_inline)) void add_leaves(
    const double *values, size_t tree_size, size_t outputs, const uint8_t *leaves, size_t stride, size_t count,
    double *sums) {
    for (size_t row = 0; row < count; row++, leaves++, sums += outputs) {
        const double *a = values + leaves[0] * outputs;
        const double *b = values + tree_size + leaves[stride] * outputs;
        const double *c = values + 2 * tree_size + leaves[2 * stride] * outputs;
        const double *d = values + 3 * tree_size + leaves[3 * stride] * outputs;
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

static void add_trees(const Model *model, const int8_t *bytes, size_t count, uint8_t *leaves, double *sums) {
    size_t tree_size = ((size_t)1 << model->levels) * model->outputs;
    size_t stride = (count + LANES - 1) & -(size_t)LANES;
    size_t together = LEAVES_AT_ONCE / stride & -(size_t)TREES_AT_ONCE;
    for (size_t first = 0; first < model->trees; first += together) {
        size_t end = model->trees - first < together ? model->trees : first + together;
        for (size_t tree = first; tree < end; tree++)
            find_leaves(model, tree, bytes, count, leaves + (tree - first) * stride);
        for (size_t tree = first; tree < end; tree += TREES_AT_ONCE) {
            const double *values = model->leaves + tree * tree_size;
            const uint8_t *found = leaves + (tree - first) * stride;
            if (model->outputs == 1) add_leaves(values, tree_size, 1, found, stride, count, sums);
            else add_leaves(values, tree_size, model->outputs, found, stride, count, sums);
        }
    }
}

double *scores_of_rows(const Model *model, const Table *table, size_t *count) {
    size_t outputs = model->outputs;
    double *sums = allocate_zeroed(table->rows * outputs * sizeof *sums);
    int8_t *bytes = allocate(model->asked * ROWS_AT_ONCE);
    uint8_t *leaves = allocate(LEAVES_AT_ONCE);
    for (size_t start = 0; start < table->rows; start += ROWS_AT_ONCE) {
        size_t rows = table->rows - start < ROWS_AT_ONCE ? table->rows - start : ROWS_AT_ONCE;
        read_rows(model, table, start, rows, bytes);
        add_trees(model, bytes, rows, leaves, sums + start * outputs);
    }
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
