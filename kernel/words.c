/* Words: those that texts are made of, and what the weights of the words that a model knows come to. */

#include "words.h"

#include "kernel.h"
#include "scan.h"

#include <math.h>

/* What the words of a text are: its lines, what stands between white space and signs, or both. */
enum { LINES = 1, SPACED = 2 };

typedef void (*Use)(void *user, Span word);

/* Those of 16 bytes that are one of `count` in a row. */
static inline v128_t among(v128_t bytes, uint8_t first, uint8_t count) {
    return wasm_u8x16_lt(wasm_i8x16_sub(bytes, wasm_u8x16_splat(first)), wasm_u8x16_splat(count));
}

/* A bit for each of 16 bytes that ends words, or is the first of a character beyond ASCII that may do so. */
static inline uint32_t borders(v128_t bytes) {
    v128_t spaces = wasm_v128_or(among(bytes, '\t', 5), among(bytes, 0x1C, 5));
    v128_t signs = wasm_v128_or(wasm_v128_or(among(bytes, '(', 2), equal(bytes, ':')),
                                wasm_v128_or(equal(bytes, ','), equal(bytes, '.')));
    v128_t wide = wasm_v128_or(equal(bytes, 0xC2), among(bytes, 0xE1, 3));
    return wasm_i8x16_bitmask(wasm_v128_or(wasm_v128_or(spaces, signs), wide));
}

/* The bytes of what ends a word and may be a character of ASCII, or white space beyond that; 0 if it is another. */
static inline size_t border_size(const uint8_t *text) {
    if (text[0] < 0x80) return 1;
    if (text[0] == 0xC2) return text[1] == 0x85 || text[1] == 0xA0 ? 2 : 0;
    uint32_t bytes = (uint32_t)text[0] << 16 | (uint32_t)text[1] << 8 | text[2];
    return bytes == 0xE19A80 || (bytes >= 0xE28080 && bytes <= 0xE2808A) || bytes == 0xE280A8 || bytes == 0xE280A9 ||
                   bytes == 0xE280AF || bytes == 0xE2819F || bytes == 0xE38080
               ? 3
               : 0;
}

/* The bits of what is found among 16 bytes, without those behind the end. */
static inline uint32_t before_end(uint32_t found, const uint8_t *at, const uint8_t *end) {
    return end - at < STRIDE ? found & ((1u << (end - at)) - 1) : found;
}

static inline void each_line(Span text, Use use, void *user) {
    const uint8_t *start = text.start;
    for (const uint8_t *at = start; at < text.end; at += STRIDE) {
        uint32_t found = before_end(wasm_i8x16_bitmask(equal(wasm_v128_load(at), '\n')), at, text.end);
        for (; found; found &= found - 1) {
            const uint8_t *end = at + __builtin_ctz(found);
            use(user, (Span){start, end});
            start = end + 1;
        }
    }
    use(user, (Span){start, text.end});
}

static inline void each_spaced(Span text, Use use, void *user) {
    const uint8_t *start = text.start;
    for (const uint8_t *at = start; at < text.end; at += STRIDE) {
        uint32_t found = before_end(borders(wasm_v128_load(at)), at, text.end);
        for (; found; found &= found - 1) {
            const uint8_t *end = at + __builtin_ctz(found);
            size_t size = border_size(end);
            if (!size) continue;
            if (end > start) use(user, (Span){start, end});
            start = end + size;
        }
    }
    if (text.end > start) use(user, (Span){start, text.end});
}

static inline void each_word(Span text, uint32_t cut_at, Use use, void *user) {
    if (cut_at & LINES) each_line(text, use, user);
    if (cut_at & SPACED) each_spaced(text, use, user);
}

/* 64 bits tell any two words apart that a page and a model have in one place. */
static uint64_t hash_of(uint32_t place, Span word) {
    const uint64_t factor = 0x9E3779B97F4A7C15;
    size_t length = length_of(word);
    uint64_t hash = (length + ((uint64_t)place << 32) + 1) * factor, part;
    const uint8_t *at = word.start;
    for (; length >= sizeof part; at += sizeof part, length -= sizeof part) {
        memcpy(&part, at, sizeof part);
        hash = (hash ^ part) * factor;
        hash ^= hash >> 32;
    }
    if (!length) return hash;
    memcpy(&part, at, sizeof part);
    hash = (hash ^ (part & (((uint64_t)1 << 8 * length) - 1))) * factor;
    return hash ^ hash >> 32;
}

typedef struct {
    const uint8_t *text;
    uint32_t *ends;
    size_t count;
} Spans;

static void add_span(void *user, Span word) {
    Spans *spans = user;
    spans->ends[spans->count++] = (uint32_t)(word.start - spans->text);
    spans->ends[spans->count++] = (uint32_t)(word.end - spans->text);
}

/* Arguments: a text in UTF-8, its bytes, and where its words end. Answers with where each word begins and ends. */
EXPORT(word_spans) void word_spans(void) {
    Span text = {ARRAY(uint8_t, 0), ARRAY(uint8_t, 0) + exchange.arguments[1]};
    size_t most = 2 * (length_of(text) + 1); /* a line and a word for each byte */
    Spans spans = {text.start, allocate(2 * most * sizeof(uint32_t)), 0};
    each_word(text, exchange.arguments[2], add_span, &spans);
    answer(0, spans.ends, spans.count);
}

typedef struct {
    uint32_t place;
    uint64_t *hashes;
    size_t count;
} Hashes;

static void add_hash(void *user, Span word) {
    Hashes *hashes = user;
    hashes->hashes[hashes->count++] = hash_of(hashes->place, word);
}

/* Arguments: the words that a model knows in one place, as lines in UTF-8; their bytes; the number of the place. Answers
   with the hash of each. */
EXPORT(word_hashes) void word_hashes(void) {
    Span text = {ARRAY(uint8_t, 0), ARRAY(uint8_t, 0) + exchange.arguments[1]};
    Hashes hashes = {exchange.arguments[2], allocate((length_of(text) + 1) * sizeof(uint64_t)), 0};
    each_line(text, add_hash, &hashes);
    answer(0, hashes.hashes, hashes.count);
}

/* The words that a model knows, by the order of their hashes, each in the row that the upper bits of its hash name or in
   the next that is free. The hash of an empty row is 0, and the last row is empty. */
enum { UPPER_BITS = 16, MOST_WEIGHTS = 8, BATCH = 512 };

typedef struct {
    uint64_t hash;
    int16_t weights[MOST_WEIGHTS];
} Row;

typedef struct {
    const Row *rows;
    uint8_t *seen; /* a bit for each row */
    size_t columns;
    uint32_t place;
    int64_t *sums; /* of the place: how many known words there are, then the sum of their weights, column by column */
    size_t waiting;
    uint64_t hashes[BATCH];
} Tally;

static size_t home_of(uint64_t hash) {
    return (size_t)(hash >> (64 - UPPER_BITS));
}

/* Count a word that is known, once. */
static void count_word(Tally *tally, uint64_t hash) {
    const Row *row = tally->rows + home_of(hash);
    while (row->hash && row->hash < hash) row++;
    size_t n = (size_t)(row - tally->rows);
    uint8_t bit = (uint8_t)(1 << n % 8);
    if (row->hash != hash || tally->seen[n / 8] & bit) return;
    tally->seen[n / 8] |= bit;
    tally->sums[0]++;
    for (size_t column = 0; column < tally->columns; column++) tally->sums[1 + column] += row->weights[column];
}

/* Count the words that wait for it. Their rows lie all over a large table: they are fetched first, all at a time, since
   what is counted in between would have each wait for the one before. */
static void count_waiting(Tally *tally) {
    uint64_t all = 0;
    for (size_t n = 0; n < tally->waiting; n++) all ^= tally->rows[home_of(tally->hashes[n])].hash;
    volatile uint64_t fetched = all;
    (void)fetched;
    for (size_t n = 0; n < tally->waiting; n++) count_word(tally, tally->hashes[n]);
    tally->waiting = 0;
}

static void add_word(void *user, Span word) {
    Tally *tally = user;
    if (tally->waiting == BATCH) count_waiting(tally);
    tally->hashes[tally->waiting++] = hash_of(tally->place, word);
}

Scores score_words(int n, const uint8_t *at) {
    const uint32_t *arguments = exchange.arguments + n, *text = arguments + WORDS_ARGUMENTS;
    size_t columns = arguments[2], texts = arguments[3];
    if (columns > MOST_WEIGHTS || texts > (PASSED - (size_t)n - WORDS_ARGUMENTS) / WORDS_OF_TEXT) __builtin_trap();
    if (texts && arguments[1] < 1u << UPPER_BITS) __builtin_trap(); /* there are no words to look for */
    double *scores = allocate(columns * texts * sizeof *scores), *next = scores;
    int64_t sums[1 + MOST_WEIGHTS];
    Tally *tally = allocate(sizeof(Tally));
    tally->rows = ARRAY(Row, n);
    tally->seen = allocate_zeroed(arguments[1] / 8 + 1);
    tally->columns = columns;
    tally->sums = sums;
    tally->waiting = 0;
    for (const uint32_t *end = text + WORDS_OF_TEXT * texts; text < end; at += text[2], text += WORDS_OF_TEXT) {
        memset(sums, 0, sizeof sums);
        tally->place = text[0];
        each_word((Span){at, at + text[2]}, text[1], add_word, tally);
        count_waiting(tally);
        double root = sqrt((double)(sums[0] ? sums[0] : 1));
        for (size_t column = 0; column < columns; column++) *next++ = (double)sums[1 + column] / root;
    }
    return (Scores){scores, columns * texts};
}
