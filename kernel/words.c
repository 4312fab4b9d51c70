/* Words: those that texts are made of, and what the weights of the words that a model knows come to. */

#include "kernel.h"

#include <string.h>

/* What the words of a text are: its lines, what stands between white space and signs, or both. */
enum { LINES = 1, SPACED = 2 };

/* What a byte of UTF-8 may be: one that ends words, or the first of a character beyond ASCII that does. */
enum { BORDER = 1, LINE_END, WIDE_SPACE };

static const uint8_t KINDS[256] = {
    ['\t'] = BORDER, ['\n'] = LINE_END, ['\v'] = BORDER, ['\f'] = BORDER, ['\r'] = BORDER,
    [0x1C] = BORDER, [0x1D] = BORDER, [0x1E] = BORDER, [0x1F] = BORDER, [' '] = BORDER,
    ['.'] = BORDER, [','] = BORDER, [':'] = BORDER, ['('] = BORDER, [')'] = BORDER,
    [0xC2] = WIDE_SPACE, [0xE1] = WIDE_SPACE, [0xE2] = WIDE_SPACE, [0xE3] = WIDE_SPACE,
};

typedef struct {
    const uint8_t *text;
    size_t length;
} Word;

typedef void (*Use)(void *user, Word word);

/* The bytes of the white space beyond ASCII that begins here; 0 where none does. Behind a text there are others to read,
   whatever they are. */
static size_t wide_space(const uint8_t *text) {
    if (text[0] == 0xC2) return text[1] == 0x85 || text[1] == 0xA0 ? 2 : 0;
    uint32_t code = (uint32_t)text[0] << 16 | (uint32_t)text[1] << 8 | text[2];
    return code == 0xE19A80 || (code >= 0xE28080 && code <= 0xE2808A) || code == 0xE280A8 || code == 0xE280A9 ||
                   code == 0xE280AF || code == 0xE2819F || code == 0xE38080
               ? 3
               : 0;
}

static inline void each_line(Word text, Use use, void *user) {
    const uint8_t *begin = text.text, *end = text.text + text.length;
    for (const uint8_t *at = begin; at < end; at++) {
        if (*at != '\n') continue;
        use(user, (Word){begin, (size_t)(at - begin)});
        begin = at + 1;
    }
    use(user, (Word){begin, (size_t)(end - begin)});
}

static inline void each_spaced(Word text, Use use, void *user) {
    const uint8_t *begin = text.text, *at = begin, *end = begin + text.length;
    while (at < end) {
        uint8_t kind = KINDS[*at];
        size_t border = kind == WIDE_SPACE ? wide_space(at) : kind ? 1 : 0;
        if (!border) {
            at++;
            continue;
        }
        if (at > begin) use(user, (Word){begin, (size_t)(at - begin)});
        begin = at += border;
    }
    if (end > begin) use(user, (Word){begin, (size_t)(end - begin)});
}

static inline void each_word(Word text, uint32_t cut_at, Use use, void *user) {
    if (cut_at & LINES) each_line(text, use, user);
    if (cut_at & SPACED) each_spaced(text, use, user);
}

/* 64 bits tell any two words apart that a page and a model have in one place. */
static uint64_t hash_of(uint32_t place, Word word) {
    const uint64_t factor = 0x9E3779B97F4A7C15;
    uint64_t hash = (word.length + ((uint64_t)place << 32) + 1) * factor, part;
    for (; word.length >= sizeof part; word.text += sizeof part, word.length -= sizeof part) {
        memcpy(&part, word.text, sizeof part);
        hash = (hash ^ part) * factor;
        hash ^= hash >> 32;
    }
    if (!word.length) return hash;
    memcpy(&part, word.text, sizeof part);
    hash = (hash ^ (part & ((uint64_t)1 << 8 * word.length) - 1)) * factor;
    return hash ^ hash >> 32;
}

typedef struct {
    const uint8_t *text;
    uint32_t *ends;
    size_t count;
} Spans;

static void add_span(void *user, Word word) {
    Spans *spans = user;
    spans->ends[spans->count++] = (uint32_t)(word.text - spans->text);
    spans->ends[spans->count++] = (uint32_t)(word.text - spans->text + word.length);
}

/* Arguments: a text in UTF-8, its bytes, and where its words end. Answers with where each word begins and ends. */
EXPORT(word_spans) void word_spans(void) {
    Word text = {ARRAY(uint8_t, 0), exchange.arguments[1]};
    size_t most = 2 * (text.length + 1);
    Spans spans = {text.text, allocate(2 * most * sizeof(uint32_t)), 0};
    each_word(text, exchange.arguments[2], add_span, &spans);
    answer(0, spans.ends, spans.count);
}

typedef struct {
    uint32_t place;
    uint64_t *hashes;
    size_t count;
} Hashes;

static void add_hash(void *user, Word word) {
    Hashes *hashes = user;
    hashes->hashes[hashes->count++] = hash_of(hashes->place, word);
}

/* Arguments: the words that a model knows in one place, as lines in UTF-8; their bytes; the number of the place. Answers
   with the hash of each. */
EXPORT(word_hashes) void word_hashes(void) {
    Word text = {ARRAY(uint8_t, 0), exchange.arguments[1]};
    Hashes hashes = {exchange.arguments[2], allocate((text.length + 1) * sizeof(uint64_t)), 0};
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

static void add_word(void *user, Word word) {
    Tally *tally = user;
    if (tally->waiting == BATCH) count_waiting(tally);
    tally->hashes[tally->waiting++] = hash_of(tally->place, word);
}

/* Arguments: of the words that are known the rows, how many, and how many weights each has; some texts in UTF-8, one
   behind the other, and how many texts there are; and of each the number of its place, where its words end, and how many
   bytes it has. Answers with the sums of each text. */
EXPORT(word_sums) void word_sums(void) {
    enum { TEXTS = 5, OF_TEXT = 3, MOST_TEXTS = (PASSED - TEXTS) / OF_TEXT };
    size_t columns = exchange.arguments[2], texts = exchange.arguments[4];
    if (columns > MOST_WEIGHTS || texts > MOST_TEXTS) __builtin_trap();
    int64_t *sums = allocate_zeroed(texts * (1 + columns) * sizeof(int64_t));
    Tally *tally = allocate(sizeof(Tally));
    tally->rows = ARRAY(Row, 0);
    tally->seen = allocate_zeroed(exchange.arguments[1] / 8 + 1);
    tally->columns = columns;
    tally->waiting = 0;
    const uint8_t *at = ARRAY(uint8_t, 3);
    for (size_t n = 0; n < texts; n++) {
        const uint32_t *text = exchange.arguments + TEXTS + OF_TEXT * n;
        tally->place = text[0];
        tally->sums = sums + n * (1 + columns);
        each_word((Word){at, text[2]}, text[1], add_word, tally);
        count_waiting(tally);
        at += text[2];
    }
    answer(0, sums, texts * (1 + columns));
}
