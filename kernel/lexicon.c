/* Cutting names and texts into words, and looking words up. */

#include "lexicon.h"

#include "characters.h"
#include "kernel.h"

enum {
    SHORTEST = 3, /* letters of the shortest word of a name that is looked at */
    CAPITAL_SIGMA = 0x3a3,
    SIGMA = 0x3c3,
    FINAL_SIGMA = 0x3c2, /* as it is written at the end of a word */
};

const Word *find_word(const Weights *weights, uint32_t hash, const uint32_t *word, int32_t length) {
    for (uint32_t place = hash & weights->mask;; place = (place + 1) & weights->mask) {
        const Slot *slot = &weights->slots[place];
        if (!slot->word) return NULL;
        if (slot->hash != hash) continue;
        const Word *found = (const Word *)(uintptr_t)slot->word;
        if (found->length != length) continue;
        int32_t same = 0;
        while (same < length && found->codes[same] == word[same]) same++;
        if (same == length) return found;
    }
}

/* Copy a word to memory of its own; its hash. */
static uint32_t load_word(Word *word, const uint32_t *codes) {
    uint32_t hash = HASH_OF_NOTHING;
    for (int32_t n = 0; n < word->length; n++) {
        word->codes[n] = codes[n];
        hash = hash_on(hash, codes[n]);
    }
    return hash;
}

/* Arguments: the words' codes, one word behind the other; their lengths; their weights; and how many they are.
   results[0] is the address of what `features` needs of them. */
EXPORT(load_weights) void load_weights(void) {
    const uint32_t *codes = ARRAY(const uint32_t, 0);
    const int32_t *lengths = ARRAY(const int32_t, 1);
    const double *values = ARRAY(const double, 2);
    int32_t count = NUMBER(3);
    size_t places = 4;
    while (places < 2 * (size_t)count) places *= 2;
    uint32_t mask = (uint32_t)places - 1;
    Slot *slots = allocate_zeroed(places * sizeof *slots);
    for (int32_t n = 0; n < count; codes += lengths[n++]) {
        Word *word = allocate(sizeof *word + (size_t)lengths[n] * sizeof *codes);
        word->weight = values[n];
        word->number = n;
        word->length = lengths[n];
        uint32_t hash = load_word(word, codes), place = hash & mask;
        while (slots[place].word) place = (place + 1) & mask;
        slots[place] = (Slot){hash, (uint32_t)(uintptr_t)word};
    }
    Weights *weights = allocate(sizeof *weights);
    *weights = (Weights){count, mask, slots};
    exchange.results[0] = (uint32_t)(uintptr_t)weights;
}

/* An opening while it is being cut: kept apart from where it is written, so that it can stay in registers. */
typedef struct {
    bool in_word;
    int32_t count, size;
    Cut word;
    uint32_t whole_hash;
} Cutter;

static inline void end_word(Cutter *cutter, Opening *opening) {
    if (!cutter->in_word) return;
    cutter->word.length = cutter->size - cutter->word.start;
    opening->words[cutter->count++] = cutter->word;
    cutter->in_word = false;
}

static inline void begin_word(Cutter *cutter, Opening *opening) {
    if (cutter->size) {
        opening->codes[cutter->size++] = ' ';
        cutter->whole_hash = hash_on(cutter->whole_hash, ' ');
    }
    cutter->word = (Cut){HASH_OF_NOTHING, cutter->size, 0};
    cutter->in_word = true;
}

static inline void take_in(Cutter *cutter, uint32_t code, Opening *opening) {
    if (traits_of(code) & IN_WORD) {
        if (!cutter->in_word) begin_word(cutter, opening);
        cutter->word.hash = hash_on(cutter->word.hash, code);
        cutter->whole_hash = hash_on(cutter->whole_hash, code);
        opening->codes[cutter->size++] = code;
    } else {
        end_word(cutter, opening);
    }
}

/* The small form of the character at a place, at most MOST_OF_ONE characters; how many they are. */
static int lower_at(const uint32_t *codes, int32_t at, FinalSigmas *finals, uint32_t *out) {
    if (codes[at] != CAPITAL_SIGMA) return change_case(&characters.lower, codes[at], out);
    while (finals->places < finals->end && *finals->places < at) finals->places++;
    bool at_end = finals->places < finals->end && *finals->places == at;
    out[0] = at_end ? FINAL_SIGMA : SIGMA;
    return 1;
}

void cut_opening(const uint32_t *codes, int32_t start, int32_t length, FinalSigmas *finals, Opening *opening) {
    Cutter cutter = {.whole_hash = HASH_OF_NOTHING};
    int32_t end = start + (length < OPENING ? length : OPENING);
    for (int32_t at = start; at < end && cutter.count < FIRST_WORDS; at++) {
        if (codes[at] < 0x80) {
            take_in(&cutter, lower_ascii(codes[at]), opening);
            continue;
        }
        uint32_t small[MOST_OF_ONE];
        int size = lower_at(codes, at, finals, small);
        for (int n = 0; n < size && cutter.count < FIRST_WORDS; n++) take_in(&cutter, small[n], opening);
    }
    end_word(&cutter, opening);
    opening->count = cutter.count;
    opening->whole = (Cut){0, 0, 0};
    if (length > WHOLE || cutter.count == FIRST_WORDS) return;
    opening->codes[cutter.size] = '$';
    opening->whole = (Cut){hash_on(cutter.whole_hash, '$'), 0, cutter.size + 1};
}

/* A part of the characters that are cut. */
typedef struct {
    const uint32_t *codes;
    int32_t length;
} Part;

/* Words that are answered: each with a line feed behind it, and the number of the name or text that has it. */
typedef struct {
    uint32_t *codes;
    int32_t *owners;
    size_t size, count;
} Found;

static void add_word(Found *found, Part word, int32_t owner) {
    uint32_t *out = found->codes + found->size;
    for (int32_t n = 0; n < word.length; n++) out[n] = word.codes[n];
    out[word.length] = '\n';
    found->size += (size_t)word.length + 1;
    found->owners[found->count++] = owner;
}

static void answer_words(const Found *found) {
    answer(0, found->codes, found->size);
    answer(2, found->owners, found->count);
}

/* Arguments: codes of texts, one behind the other; their lengths; how many they are; places of final sigmas among the
   codes; how many these are. Results: the words by which the texts are known, with a line feed behind each; and the
   number of the text of each. */
EXPORT(texts_words) void texts_words(void) {
    const uint32_t *codes = ARRAY(const uint32_t, 0);
    const int32_t *lengths = ARRAY(const int32_t, 1), *places = ARRAY(const int32_t, 3);
    int32_t count = NUMBER(2), start = 0;
    FinalSigmas finals = {places, places + NUMBER(4)};
    size_t letters = 0;
    for (int32_t n = 0; n < count; n++) letters += (size_t)(lengths[n] < OPENING ? lengths[n] : OPENING);
    /* A text gives its letters twice, each time with what stands behind up to six words. */
    size_t words = (FIRST_WORDS + 1) * (size_t)count, size = 2 * MOST_OF_ONE * letters + 2 * words;
    Found found = {allocate(size * sizeof(uint32_t)), allocate(words * sizeof(int32_t)), 0, 0};
    for (int32_t n = 0; n < count; start += lengths[n++]) {
        Opening opening;
        cut_opening(codes, start, lengths[n], &finals, &opening);
        for (int32_t k = 0; k < opening.count; k++) {
            Cut word = opening.words[k];
            add_word(&found, (Part){opening.codes + word.start, word.length}, n);
        }
        if (opening.whole.length) add_word(&found, (Part){opening.codes, opening.whole.length}, n);
    }
    answer_words(&found);
}

/* Whether a capital letter behind a small one begins a word, in ASCII. */
static bool begins_in_camel_case(uint32_t before, uint32_t code) {
    return code - 'A' < 26 && before - 'a' < 26;
}

static void add_words_of_name(Found *found, Part name, int32_t owner) {
    const uint32_t *codes = name.codes;
    for (int32_t at = 0; at < name.length; at++) {
        if (!(traits_of(codes[at]) & IN_WORD)) continue;
        int32_t start = at++;
        while (at < name.length && traits_of(codes[at]) & IN_WORD && !begins_in_camel_case(codes[at - 1], codes[at])) at++;
        if (at - start >= SHORTEST) add_word(found, (Part){codes + start, at - start}, owner);
        at--;
    }
}

static void add_tag(Found *found, Part tag, int32_t owner) {
    uint32_t *out = found->codes + found->size;
    out[0] = '<';
    for (int32_t n = 0; n < tag.length; n++) out[n + 1] = tag.codes[n];
    out[tag.length + 1] = '>';
    out[tag.length + 2] = '\n';
    found->size += (size_t)tag.length + 3;
    found->owners[found->count++] = owner;
}

static bool has_hyphen(Part tag) {
    for (int32_t n = 0; n < tag.length; n++)
        if (tag.codes[n] == '-') return true;
    return false;
}

/* What lies up to the next zero, or to the end; the rest begins behind that. */
static Part next_part(const uint32_t **rest, const uint32_t *end) {
    Part part = {*rest, 0};
    while (*rest < end && **rest) ++*rest;
    part.length = (int32_t)(*rest - part.codes);
    if (*rest < end) ++*rest;
    return part;
}

/* Arguments: codes of the tags of names, and behind them of their naming attributes, with a zero between each two; how
   many they are; and the number of names. Results: the words of names as they are written, with a line feed behind
   each, first tags, between < and >; the number of the name of each; and where the tags end. */
EXPORT(names_words) void names_words(void) {
    const uint32_t *tags = ARRAY(const uint32_t, 0), *rest = tags, *end = tags + NUMBER(1);
    size_t codes = (size_t)NUMBER(1), count = (size_t)NUMBER(2);
    /* A tag may come as itself and as words, and has three characters around it; other words have one behind them. */
    Found found = {allocate(3 * (codes + count) * sizeof(uint32_t)), allocate((codes + count) * sizeof(int32_t)), 0, 0};
    for (size_t n = 0; n < count; n++) add_tag(&found, next_part(&rest, end), (int32_t)n);
    exchange.results[4] = (uint32_t)found.size;
    for (size_t n = 0; n < count; n++) {
        Part tag = next_part(&tags, end);
        add_words_of_name(&found, next_part(&rest, end), (int32_t)n);
        if (has_hyphen(tag)) add_words_of_name(&found, tag, (int32_t)n);
    }
    answer_words(&found);
}
