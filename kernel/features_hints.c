/* Features of likeness: to what the page's own metadata says, and to the page's other segments. */

#include "characters.h"
#include "features.h"
#include "kernel.h"
#include "substrings.h"

#include <string.h>

enum {
    KEYED = 120, /* characters of a text that are compared without regard to spaces and punctuation */
    SHORTEST_TITLE = 8,
    LONGEST_TITLE = 300,
    SHORTEST_SAID = 20, /* characters of a text that is looked for in description and body */
    OPENING_SAID = 80,  /* characters of its key that are looked for in the description */
    SHORTER_THAN_ANY = 200, /* characters of a text that may name an author as such */
    SEPARATOR = 3,      /* characters between two titles */
    FOLDED = MOST_OF_ONE * LONGEST_TITLE,
};

/* A key that segments have: the first of them, and how many they are. */
typedef struct {
    Text key;
    uint64_t hash;
    int32_t first, times;
    bool is_title;
} Known;

typedef struct {
    uint64_t seed;
    uint32_t mask;
    int32_t count;
    int32_t *slots; /* numbers of keys plus one; 0 is free */
    Known *known;
} Keys;

static bool is_ascii(const uint32_t *text, int32_t length) {
    uint32_t all = 0;
    for (int32_t at = 0; at < length; at++) all |= text[at];
    return all < 0x80;
}

static int32_t fold(const uint32_t *text, int32_t length, uint32_t *out) {
    if (is_ascii(text, length)) {
        for (int32_t at = 0; at < length; at++) out[at] = lower_ascii(text[at]);
        return length;
    }
    int32_t count = 0;
    for (int32_t at = 0; at < length; at++) count += change_case(&characters.folded, text[at], out + count);
    return count;
}

/* Letters and digits alone, with folded case. */
static int32_t fold_letters_and_digits(const uint32_t *text, int32_t length, uint32_t *out) {
    int32_t count = 0;
    if (is_ascii(text, length)) {
        for (int32_t at = 0; at < length; at++) {
            uint32_t code = out[count] = lower_ascii(text[at]);
            count += code - 'a' < 26 || code - '0' < 10;
        }
        return count;
    }
    for (int32_t at = 0; at < length; at++) {
        int size = change_case(&characters.folded, text[at], out + count);
        count += traits_of(text[at]) & ALNUM ? size : 0;
    }
    return count;
}

/* Characters that the key of a text has at the most. */
static size_t key_size(int32_t length) {
    return (size_t)length + (MOST_OF_ONE - 1) * (size_t)(length < KEYED ? length : KEYED);
}

/* What a text is known again by: letters and digits alone where it begins, the rest as it is. */
static Text write_key(const uint32_t *text, int32_t length, uint32_t *out) {
    int32_t head = length < KEYED ? length : KEYED, count = fold_letters_and_digits(text, head, out);
    memcpy(out + count, text + head, (size_t)(length - head) * sizeof *text);
    return (Text){out, count + length - head};
}

static Keys make_keys(int32_t most, uint64_t seed) {
    size_t slots = 2;
    while (slots < 2 * (size_t)most) slots *= 2;
    return (Keys){
        .seed = seed,
        .mask = (uint32_t)slots - 1,
        .slots = allocate_zeroed(slots * sizeof(int32_t)),
        .known = allocate((size_t)most * sizeof(Known)),
    };
}

/* The slot of a key: where its number stands, or would. */
static int32_t *slot_of_key(const Keys *keys, Text key, uint64_t hash) {
    for (uint32_t slot = (uint32_t)hash & keys->mask;; slot = (slot + 1) & keys->mask) {
        int32_t number = keys->slots[slot];
        if (!number) return &keys->slots[slot];
        const Known *known = &keys->known[number - 1];
        if (known->hash == hash && is_same_text(known->key, key)) return &keys->slots[slot];
    }
}

/* The number of a segment's key, which has one more segment by now. */
static int32_t add_key(Keys *keys, Text key, int32_t segment) {
    uint64_t hash = hash_of_text(key, keys->seed);
    int32_t *slot = slot_of_key(keys, key, hash);
    if (!*slot) {
        keys->known[keys->count] = (Known){key, hash, segment, 0, false};
        *slot = ++keys->count;
    }
    keys->known[*slot - 1].times++;
    return *slot - 1;
}

static void mark_titles(Keys *keys, const Hints *hints) {
    const uint32_t *title = hints->title_line.codes;
    for (int32_t n = 0; n < hints->titles; title += hints->title_lengths[n++] + SEPARATOR) {
        int32_t length = hints->title_lengths[n];
        Text key = write_key(title, length, allocate(key_size(length) * sizeof *title));
        int32_t number = *slot_of_key(keys, key, hash_of_text(key, keys->seed));
        if (number) keys->known[number - 1].is_title = true;
    }
}

static Haystack *title_haystack(const Hints *hints) {
    if (!hints->titles) return NULL;
    uint32_t *folded = allocate(MOST_OF_ONE * (size_t)hints->title_line.length * sizeof *folded);
    return make_haystack(folded, fold(hints->title_line.codes, hints->title_line.length, folded), FOLDED);
}

static Haystack *description_haystack(const Hints *hints) {
    uint32_t *folded = allocate(MOST_OF_ONE * (size_t)hints->description.length * sizeof *folded);
    int32_t count = fold_letters_and_digits(hints->description.codes, hints->description.length, folded);
    return count ? make_haystack(folded, count, OPENING_SAID) : NULL;
}

static Haystack *body_haystack(const Hints *hints) {
    int32_t length = hints->body.length;
    return length ? make_haystack(hints->body.codes, length, length) : NULL;
}

/* Whether a text begins with an author's name. No name begins another, so it can only be the last that does not come
   behind the text in their order. */
static bool begins_with_author(const Hints *hints, const uint32_t *text, int32_t length) {
    for (int32_t low = 0, high = hints->authors; low < high;) {
        int32_t middle = low + (high - low) / 2, same = 0;
        const Text *name = &hints->author_names[middle];
        while (same < length && same < name->length && text[same] == name->codes[same]) same++;
        if (same == name->length) return true;
        if (same < length && text[same] > name->codes[same]) low = middle + 1;
        else high = middle;
    }
    return false;
}

/* What authors' names may begin with: by a few bits of their first two characters. */
typedef struct {
    bool by_bits[512];
} Initials;

static uint32_t bits_of(const uint32_t *text) {
    return (text[0] << 4 ^ text[1]) & 511;
}

static Initials initials_of_authors(const Hints *hints) {
    Initials initials = {0};
    for (int32_t n = 0; n < hints->authors; n++) initials.by_bits[bits_of(hints->author_names[n].codes)] = true;
    return initials;
}

static bool names_author(const Hints *hints, const Initials *initials, const uint32_t *text, int32_t length) {
    for (int32_t at = 0; at + 1 < length; at++)
        if (initials->by_bits[bits_of(text + at)] && begins_with_author(hints, text + at, length - at)) return true;
    return false;
}

void hint_columns(Page *page) {
    const Hints *hints = &page->hints;
    size_t size = 0;
    for (int32_t n = 0; n < page->count; n++) size += key_size(page->segments[n].length);
    uint32_t *room = allocate(size * sizeof *room);
    Keys keys = make_keys(page->count, page->seed);
    int32_t *numbers = allocate((size_t)page->count * sizeof *numbers);
    Text *own = allocate((size_t)page->count * sizeof *own);
    for (int32_t n = 0; n < page->count; n++) {
        own[n] = write_key(page->codes + page->starts[n], page->segments[n].length, room);
        room += own[n].length;
        numbers[n] = add_key(&keys, own[n], n);
    }
    mark_titles(&keys, hints);
    Haystack *titles = title_haystack(hints), *description = description_haystack(hints), *body = body_haystack(hints);
    Initials initials = initials_of_authors(hints);
    for (int32_t n = 0; n < page->count; n++) {
        const uint32_t *text = page->codes + page->starts[n];
        int32_t length = page->segments[n].length, title = 0, in_body = 0;
        const Known *known = &keys.known[numbers[n]];
        bool could_be_title = titles && length >= SHORTEST_TITLE && length <= LONGEST_TITLE;
        bool could_name = hints->authors && length < SHORTER_THAN_ANY, said = length >= SHORTEST_SAID, names = false;
        if (could_be_title || could_name) {
            uint32_t folded[FOLDED];
            int32_t count = fold(text, length, folded);
            if (could_be_title) title = known->is_title ? 2 : is_in_haystack(titles, folded, count);
            names = could_name && names_author(hints, &initials, folded, count);
        }
        if (body && said) in_body = is_in_haystack(body, text, length) ? 1 : -1;
        int32_t opening = own[n].length < OPENING_SAID ? own[n].length : OPENING_SAID;
        SET(page, is_title, n, title);
        SET(page, in_description, n, description && said && is_in_haystack(description, own[n].codes, opening));
        SET(page, in_article_body, n, in_body);
        SET(page, names_author, n, names);
        SET(page, repeats, n, smaller(known->times - 1, 5));
        SET(page, earlier, n, known->first < n);
    }
}
