/* Cutting names and texts into words, and looking words up. */

#include "lexicon.h"

#include "characters.h"
#include "kernel.h"

#include <string.h>

enum { SHORTEST = 3 /* letters of the shortest word of a name that is looked at */, CAPITAL_SIGMA = 0x3a3 };
enum { SIGMA_AT_END = 0x3c2 };

static uint32_t hash_of_word(const uint32_t *word, int32_t length) {
    uint32_t hash = 0x811c9dc5;
    for (int32_t n = 0; n < length; n++) hash = (hash ^ word[n]) * 0x01000193;
    return hash ^ hash >> 15;
}

static bool is_word(const Weights *weights, int32_t number, const uint32_t *word, int32_t length) {
    const int32_t *start = &weights->starts[number];
    return start[1] - start[0] == length && !memcmp(weights->codes + start[0], word, (size_t)length * sizeof *word);
}

int32_t number_of_word(const Weights *weights, const uint32_t *word, int32_t length) {
    for (uint32_t slot = hash_of_word(word, length) & weights->mask;; slot = (slot + 1) & weights->mask) {
        int32_t number = weights->slots[slot] - 1;
        if (number < 0 || is_word(weights, number, word, length)) return number;
    }
}

/* Arguments: the words' codes, their lengths, their weights, and how many they are. results[0] is the address of what
   `features` needs of them; the arguments stay in use. */
EXPORT(load_weights) void load_weights(void) {
    Weights *weights = allocate(sizeof *weights);
    weights->codes = ARRAY(const uint32_t, 0);
    const int32_t *lengths = ARRAY(const int32_t, 1);
    weights->weights = ARRAY(const double, 2);
    weights->count = NUMBER(3);
    int32_t *starts = allocate(((size_t)weights->count + 1) * sizeof *starts), end = 0;
    size_t slots = 2;
    while (slots < 2 * (size_t)weights->count) slots *= 2;
    weights->mask = (uint32_t)slots - 1;
    int32_t *numbers = allocate_zeroed(slots * sizeof *numbers);
    for (int32_t n = 0; n < weights->count; n++) {
        starts[n] = end;
        end += lengths[n];
        uint32_t slot = hash_of_word(weights->codes + starts[n], lengths[n]) & weights->mask;
        while (numbers[slot]) slot = (slot + 1) & weights->mask;
        numbers[slot] = n + 1;
    }
    starts[weights->count] = end;
    weights->starts = starts;
    weights->slots = numbers;
    exchange.results[0] = (uint32_t)(uintptr_t)weights;
}

/* A text's first characters as small letters; how many they are. */
static int32_t lower_opening(const uint32_t *codes, int32_t start, int32_t length, FinalSigmas *finals, uint32_t *out) {
    int32_t end = start + (length < OPENING ? length : OPENING), count = 0;
    for (int32_t at = start; at < end; at++) {
        if (codes[at] == CAPITAL_SIGMA && finals->places < finals->end && *finals->places == at) {
            out[count++] = SIGMA_AT_END;
            finals->places++;
        } else {
            count += change_case(&characters.lower, codes[at], out + count);
        }
    }
    return count;
}

void cut_opening(const uint32_t *codes, int32_t start, int32_t length, FinalSigmas *finals, Opening *opening) {
    uint32_t lowered[OPENING_LOWERED + 1];
    int32_t end = lower_opening(codes, start, length, finals, lowered), count = 0, size = 0;
    lowered[end] = 0; /* no letter */
    for (int32_t at = 0; at < end && count < FIRST_WORDS; at++) {
        if (!(traits_of(lowered[at]) & IN_WORD)) continue;
        opening->starts[count] = size;
        for (; traits_of(lowered[at]) & IN_WORD; at++) opening->codes[size++] = lowered[at];
        opening->ends[count++] = size;
        opening->codes[size++] = ' ';
    }
    bool whole = length <= WHOLE && count < FIRST_WORDS;
    if (whole) opening->codes[size ? size - 1 : 0] = '$';
    opening->whole = !whole ? 0 : size ? size : 1;
    opening->count = count;
}

/* Words that are answered: each with a line feed behind it, and the number of the name or text that has it. */
typedef struct {
    uint32_t *codes;
    int32_t *owners;
    size_t size, count;
} Found;

static void add_word(Found *found, const uint32_t *word, int32_t length, int32_t owner) {
    memcpy(found->codes + found->size, word, (size_t)length * sizeof *word);
    found->size += (size_t)length;
    found->codes[found->size++] = '\n';
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
        for (int32_t k = 0; k < opening.count; k++)
            add_word(&found, opening.codes + opening.starts[k], opening.ends[k] - opening.starts[k], n);
        if (opening.whole) add_word(&found, opening.codes, opening.whole, n);
    }
    answer_words(&found);
}

/* Whether a capital letter behind a small one begins a word, in ASCII. */
static bool begins_in_camel_case(uint32_t before, uint32_t code) {
    return code - 'A' < 26 && before - 'a' < 26;
}

static void add_words_of_name(Found *found, const uint32_t *name, int32_t length, int32_t owner) {
    for (int32_t at = 0; at < length; at++) {
        if (!(traits_of(name[at]) & IN_WORD)) continue;
        int32_t start = at;
        while (at + 1 < length && traits_of(name[at + 1]) & IN_WORD && !begins_in_camel_case(name[at], name[at + 1])) at++;
        if (at + 1 - start >= SHORTEST) add_word(found, name + start, at + 1 - start, owner);
    }
}

static void add_tag(Found *found, const uint32_t *tag, int32_t length, int32_t owner) {
    uint32_t *word = found->codes + found->size;
    word[0] = '<';
    memcpy(word + 1, tag, (size_t)length * sizeof *tag);
    word[length + 1] = '>';
    word[length + 2] = '\n';
    found->size += (size_t)length + 3;
    found->owners[found->count++] = owner;
}

static bool has_hyphen(const uint32_t *tag, int32_t length) {
    for (int32_t n = 0; n < length; n++)
        if (tag[n] == '-') return true;
    return false;
}

/* Arguments: codes of elements' tags and of their naming attributes, one behind the other; lengths of the tags, then of
   the attributes; how many names there are. Results: the words of names, as they are written and with a line feed
   behind each, tags first and between < and >; the number of the name of each; and where the tags end. */
EXPORT(names_words) void names_words(void) {
    const uint32_t *tag = ARRAY(const uint32_t, 0);
    const int32_t *tag_lengths = ARRAY(const int32_t, 1), count = NUMBER(2), *lengths = tag_lengths + count;
    size_t letters = 0;
    for (int32_t n = 0; n < 2 * count; n++) letters += (size_t)tag_lengths[n];
    /* A tag may come as itself and as words; all words have one character behind them, and tags three more than their
       own. */
    size_t size = 3 * letters + 3 * (size_t)count, words = letters + (size_t)count;
    Found found = {allocate(size * sizeof(uint32_t)), allocate(words * sizeof(int32_t)), 0, 0};
    const uint32_t *name = tag;
    for (int32_t n = 0; n < count; name += tag_lengths[n++]) add_tag(&found, name, tag_lengths[n], n);
    exchange.results[4] = (uint32_t)found.size;
    for (int32_t n = 0; n < count; n++) {
        add_words_of_name(&found, name, lengths[n], n);
        if (has_hyphen(tag, tag_lengths[n])) add_words_of_name(&found, tag, tag_lengths[n], n);
        name += lengths[n];
        tag += tag_lengths[n];
    }
    answer_words(&found);
}
