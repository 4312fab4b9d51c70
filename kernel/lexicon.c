/* Cutting names and texts into words, and looking words up. */

#include "lexicon.h"

#include "characters.h"
#include "kernel.h"

enum {
    FIRST_WORDS = 6, /* words of a longer text by which it is known */
    OPENING = 80,    /* characters of a text that are looked at */
    WHOLE = 40,      /* and up to which it is also known as a whole */
    SHORTEST = 3,    /* letters of the shortest word of a name that is looked at */
    CAPITAL_SIGMA = 0x3a3,
    SIGMA = 0x3c3,
    FINAL_SIGMA = 0x3c2, /* as it is written at the end of a word */
};

static const Word *word_at(const Weights *weights, uint32_t place) {
    return (const Word *)(weights->words + (weights->places[place] & weights->offset_mask) - 1);
}

static bool is_word(const Word *word, const uint32_t *codes, int32_t length) {
    int32_t same = 0;
    if (word->length == length)
        while (same < length && word->codes[same] == codes[same]) same++;
    return same == length;
}

static const Word *find_word(const Weights *weights, uint32_t hash, const uint32_t *codes, int32_t length) {
    for (uint32_t place = place_of(hash, weights->mask); weights->places[place]; place = (place + 1) & weights->mask) {
        if ((weights->places[place] ^ hash) & ~weights->offset_mask) continue;
        const Word *word = word_at(weights, place);
        if (is_word(word, codes, length)) return word;
    }
    return NULL;
}

/* Fetch the places where words are looked for, all at a time, since what is compared in between would have each wait
   for the one before. */
static void fetch_places(const Weights *weights, const Words *words) {
    uint32_t all = 0;
    for (int32_t n = 0; n < words->count; n++) all ^= weights->places[place_of(words->words[n].hash, weights->mask)];
    volatile uint32_t fetched = all;
    (void)fetched;
}

const Word **find_words(const Weights *weights, const Words *words) {
    const Word **found = allocate((size_t)words->count * sizeof *found);
    fetch_places(weights, words);
    for (int32_t n = 0; n < words->count; n++) {
        Cut cut = words->words[n];
        found[n] = find_word(weights, cut.hash, words->codes + cut.start, cut.length);
    }
    return found;
}

/* How many times sizeof(double) bytes a word of some length takes. */
static size_t size_of_word(int32_t length) {
    return (offsetof(Word, codes) + (size_t)length * sizeof(uint16_t) + sizeof(double) - 1) / sizeof(double);
}

/* Write a word that has a weight; its hash. */
static uint32_t load_word(Word *word, const uint32_t *codes, int32_t length) {
    uint32_t hash = characters.seed;
    if (length > UINT16_MAX) __builtin_trap();
    word->length = (uint16_t)length;
    for (int32_t n = 0; n < length; n++) {
        if (codes[n] > UINT16_MAX) __builtin_trap();
        word->codes[n] = (uint16_t)codes[n];
        hash = hash_on(hash, codes[n]);
    }
    return hash;
}

/* Arguments: the words' codes, one word behind the other; their lengths; their weights; and how many they are.
   results[0] is the address of what `survey` and `signs` need of them. */
EXPORT(load_weights) void load_weights(void) {
    const uint32_t *codes = ARRAY(const uint32_t, 0);
    const int32_t *lengths = ARRAY(const int32_t, 1);
    const double *values = ARRAY(const double, 2);
    int32_t count = NUMBER(3);
    size_t table = 4, size = 0, last = 1;
    while (table < 2 * (size_t)count) table *= 2;
    for (int32_t n = 0; n < count; n++) size += size_of_word(lengths[n]);
    while (last <= size) last *= 2;
    uint32_t *places = allocate_zeroed(table * sizeof *places);
    double *words = allocate(size * sizeof *words);
    Weights *weights = allocate(sizeof *weights);
    *weights = (Weights){count, (uint32_t)table - 1, (uint32_t)last - 1, places, words};
    size_t offset = 0;
    for (int32_t n = 0; n < count; codes += lengths[n++]) {
        Word *word = (Word *)(words + offset);
        word->weight = values[n];
        word->number = n;
        uint32_t hash = load_word(word, codes, lengths[n]), place = place_of(hash, weights->mask);
        while (places[place]) place = (place + 1) & weights->mask;
        places[place] = (hash & ~weights->offset_mask) | (uint32_t)(offset + 1);
        offset += size_of_word(lengths[n]);
    }
    exchange.results[0] = (uint32_t)(uintptr_t)weights;
}

static bool is_final(FinalSigmas sigmas, int32_t at) {
    int32_t low = 0, high = sigmas.count;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (sigmas.places[middle] < at) low = middle + 1;
        else high = middle;
    }
    return low < sigmas.count && sigmas.places[low] == at;
}

/* The small form of the character at a place, at most MOST_OF_ONE characters; how many they are. */
static int lower_at(const uint32_t *codes, int32_t at, FinalSigmas sigmas, uint32_t *out) {
    if (codes[at] != CAPITAL_SIGMA) return change_case(&characters.lower, codes[at], out);
    out[0] = is_final(sigmas, at) ? FINAL_SIGMA : SIGMA;
    return 1;
}

/* Room for words with so many codes that are used so many times, at the most. */
static Words make_words(size_t codes, size_t uses) {
    size_t places = 2;
    while (places <= uses + uses / 2) places *= 2;
    return (Words){
        .codes = allocate(codes * sizeof(uint32_t)),
        .words = allocate(uses * sizeof(Cut)),
        .places = allocate_zeroed(places * sizeof(int32_t)),
        .mask = (uint32_t)places - 1,
        .numbers = allocate(uses * sizeof(int32_t)),
        .owners = allocate(uses * sizeof(int32_t)),
    };
}

static bool is_same_word(const Words *words, Cut a, Cut b) {
    if (a.hash != b.hash || a.length != b.length) return false;
    int32_t same = 0;
    while (same < a.length && words->codes[a.start + same] == words->codes[b.start + same]) same++;
    return same == a.length;
}

/* The number of the word that was written last, which is free again if it is known. */
static int32_t number_of_last(Words *words, Cut cut) {
    uint32_t place = place_of(cut.hash, words->mask);
    for (; words->places[place]; place = (place + 1) & words->mask)
        if (is_same_word(words, words->words[words->places[place] - 1], cut)) return words->places[place] - 1;
    words->size += (size_t)cut.length;
    words->codes[words->size++] = '\n';
    words->words[words->count] = cut;
    words->places[place] = ++words->count;
    return words->count - 1;
}

/* A word while it is being written: kept apart from where it is written, so that it can stay in registers. */
typedef struct {
    uint32_t *out;
    uint32_t hash;
} Writer;

static inline Writer begin(const Words *words) {
    return (Writer){words->codes + words->size, characters.seed};
}

static inline void put_code(Writer *writer, uint32_t code) {
    *writer->out++ = code;
    writer->hash = hash_on(writer->hash, code);
}

static inline void end(Words *words, Writer writer, int32_t owner) {
    int32_t start = (int32_t)words->size, length = (int32_t)(writer.out - (words->codes + start));
    words->numbers[words->uses] = number_of_last(words, (Cut){writer.hash, start, length});
    words->owners[words->uses++] = owner;
}

/* The opening of a text while it is being cut into words. */
typedef struct {
    Writer word;
    bool in_word;
    int32_t count; /* of words that have ended */
    uint32_t whole_hash;
} Cutter;

static inline void end_in_opening(Cutter *cutter, Words *words, int32_t owner) {
    if (!cutter->in_word) return;
    end(words, cutter->word, owner);
    cutter->in_word = false;
    cutter->count++;
}

static inline void take_in(Cutter *cutter, uint32_t code, Words *words, int32_t owner) {
    if (!(traits_of(code) & IN_WORD)) {
        end_in_opening(cutter, words, owner);
        return;
    }
    if (!cutter->in_word) {
        if (cutter->count) cutter->whole_hash = hash_on(cutter->whole_hash, ' ');
        cutter->word = begin(words);
        cutter->in_word = true;
    }
    put_code(&cutter->word, code);
    cutter->whole_hash = hash_on(cutter->whole_hash, code);
}

/* Add the words of a text's opening, the last that are used, as one with spaces between them and `$` at its end. */
static void add_whole(Words *words, const Cutter *cutter, int32_t owner) {
    Writer writer = begin(words);
    for (int32_t n = 0; n < cutter->count; n++) {
        Cut cut = words->words[words->numbers[words->uses - (size_t)(cutter->count - n)]];
        if (n) *writer.out++ = ' ';
        for (int32_t k = 0; k < cut.length; k++) *writer.out++ = words->codes[cut.start + k];
    }
    *writer.out++ = '$';
    writer.hash = hash_on(cutter->whole_hash, '$');
    end(words, writer, owner);
}

static void add_words_of_text(Words *words, const Texts *texts, int32_t n) {
    Cutter cutter = {.whole_hash = characters.seed};
    int32_t start = texts->starts[n], length = texts->starts[n + 1] - start;
    int32_t end = start + (length < OPENING ? length : OPENING);
    for (int32_t at = start; at < end && cutter.count < FIRST_WORDS; at++) {
        uint32_t code = texts->codes[at], small[MOST_OF_ONE];
        if (code < 0x80) {
            take_in(&cutter, lower_ascii(code), words, n);
            continue;
        }
        int size = lower_at(texts->codes, at, texts->sigmas, small);
        for (int k = 0; k < size && cutter.count < FIRST_WORDS; k++) take_in(&cutter, small[k], words, n);
    }
    end_in_opening(&cutter, words, n);
    if (length <= WHOLE && cutter.count < FIRST_WORDS) add_whole(words, &cutter, n);
}

Words words_of_texts(const Texts *texts) {
    size_t letters = 0, most = (FIRST_WORDS + 1) * (size_t)texts->count;
    for (int32_t n = 0; n < texts->count; n++) {
        int32_t length = texts->starts[n + 1] - texts->starts[n];
        letters += (size_t)(length < OPENING ? length : OPENING);
    }
    /* A text gives its letters twice, each time with what stands behind up to six words. */
    Words words = make_words(2 * MOST_OF_ONE * letters + 2 * most, most);
    for (int32_t n = 0; n < texts->count; n++) add_words_of_text(&words, texts, n);
    return words;
}

void answer_words(int n, const Words *words) {
    answer(n, words->codes, words->size);
    answer(n + 2, words->numbers, words->uses);
    exchange.results[n + 4] = (uint32_t)(uintptr_t)words->owners;
}

/* Arguments: codes of texts, one behind the other; where each begins, and where the last ends; how many they are; places
   of final sigmas among the codes; how many these are. Results: the words by which the texts are known. */
EXPORT(texts_words) void texts_words(void) {
    Texts texts = {
        ARRAY(const uint32_t, 0),
        ARRAY(const int32_t, 1),
        NUMBER(2),
        {ARRAY(const int32_t, 3), NUMBER(4)},
    };
    Words words = words_of_texts(&texts);
    answer_words(0, &words);
}

/* Whether a capital letter behind a small one begins a word, in ASCII. */
static bool begins_in_camel_case(uint32_t before, uint32_t code) {
    return code - 'A' < 26 && before - 'a' < 26;
}

/* Where the letters end that begin at a place. */
static int32_t end_of_word(Text name, int32_t at) {
    const uint32_t *codes = name.codes;
    do at++;
    while (at < name.length && traits_of(codes[at]) & IN_WORD && !begins_in_camel_case(codes[at - 1], codes[at]));
    return at;
}

static void add_words_of_name(Words *words, const Names *names, Text name, int32_t owner) {
    int32_t place = (int32_t)(name.codes - names->parts.codes);
    for (int32_t at = 0; at < name.length;) {
        if (!(traits_of(name.codes[at]) & IN_WORD)) {
            at++;
            continue;
        }
        int32_t start = at;
        at = end_of_word(name, at);
        if (at - start < SHORTEST) continue;
        Writer writer = begin(words);
        for (; start < at; start++) {
            uint32_t code = name.codes[start], small[MOST_OF_ONE];
            if (code < 0x80) {
                put_code(&writer, lower_ascii(code));
                continue;
            }
            int size = lower_at(names->parts.codes, place + start, names->sigmas, small);
            for (int n = 0; n < size; n++) put_code(&writer, small[n]);
        }
        end(words, writer, owner);
    }
}

static void add_tag(Words *words, Text tag, int32_t owner) {
    Writer writer = begin(words);
    put_code(&writer, '<');
    for (int32_t n = 0; n < tag.length; n++) put_code(&writer, tag.codes[n]);
    put_code(&writer, '>');
    end(words, writer, owner);
}

static bool has_hyphen(Text tag) {
    for (int32_t n = 0; n < tag.length; n++)
        if (tag.codes[n] == '-') return true;
    return false;
}

Text next_part(Text *rest) {
    int32_t length = 0;
    while (length < rest->length && rest->codes[length]) length++;
    int32_t taken = length < rest->length ? length + 1 : length;
    Text part = {rest->codes, length};
    *rest = (Text){rest->codes + taken, rest->length - taken};
    return part;
}

Words words_of_names(const Names *names) {
    size_t codes = (size_t)names->parts.length, count = (size_t)names->count;
    /* A letter may become several and, of a tag, come twice; a tag has three characters around it, a word one. */
    Words words = make_words((MOST_OF_ONE + 2) * codes + 3 * count, codes / SHORTEST + count);
    Text tags = names->parts, rest = names->parts;
    for (int32_t n = 0; n < names->count; n++) add_tag(&words, next_part(&rest), n);
    for (int32_t n = 0; n < names->count; n++) {
        Text tag = next_part(&tags);
        add_words_of_name(&words, names, next_part(&rest), n);
        if (has_hyphen(tag)) add_words_of_name(&words, names, tag, n);
    }
    return words;
}

/* Arguments: codes of names; how many they are; how many names; places of final sigmas among the codes; how many these
   are. Results: the words of the names. */
EXPORT(names_words) void names_words(void) {
    Names names = {
        {ARRAY(const uint32_t, 0), NUMBER(1)},
        NUMBER(2),
        {ARRAY(const int32_t, 3), NUMBER(4)},
    };
    Words words = words_of_names(&names);
    answer_words(0, &words);
}
