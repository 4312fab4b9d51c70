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

/* What texts are known again by: the first segment with that, and how many have it. */
typedef struct {
    Text key;
    uint64_t hash;
    int32_t first, times;
    bool is_title;
} Known;

typedef struct {
    uint32_t mask;
    int32_t count;
    int32_t *slots; /* numbers of what is known plus one; 0 is free */
    Known *known;
    uint32_t *room; /* for the next key */
} Keys;

/* A text up to LONGEST_TITLE characters with folded case, and its key. */
typedef struct {
    uint32_t folded[FOLDED];
    int32_t count;
    Text key;
} Likeness;

static bool is_ascii(const uint32_t *text, int32_t length) {
    uint32_t all = 0;
    for (int32_t at = 0; at < length; at++) all |= text[at];
    return all < 0x80;
}

/* Fold the case of a text; how many characters it has then. */
static int32_t fold(const uint32_t *text, int32_t length, uint32_t *out) {
    int32_t count = 0;
    if (is_ascii(text, length)) {
        for (; count < length; count++) out[count] = lower_ascii(text[count]);
        return count;
    }
    for (int32_t at = 0; at < length; at++) count += change_case(&characters.folded, text[at], out + count);
    return count;
}

/* Letters and digits alone, with folded case, of a text and what it is with that. */
static int32_t letters_and_digits(const uint32_t *text, int32_t length, const uint32_t *folded, uint32_t *out) {
    int32_t count = 0;
    if (is_ascii(text, length)) {
        for (int32_t at = 0; at < length; at++) {
            uint32_t code = out[count] = folded[at];
            count += (code - 'a' < 26) | (code - '0' < 10);
        }
        return count;
    }
    for (int32_t at = 0; at < length; at++)
        if (traits_of(text[at]) & ALNUM) count += change_case(&characters.folded, text[at], out + count);
    return count;
}

/* Characters that the key of a text has at the most. */
static size_t key_size(int32_t length) {
    return (size_t)length + (MOST_OF_ONE - 1) * (size_t)(length < KEYED ? length : KEYED);
}

/* Look at a text: fold it, and write what it is known again by, which is letters and digits alone where it begins, and
   the rest as it is. */
static void look_at(Text text, uint32_t *room, Likeness *likeness) {
    int32_t head = text.length < KEYED ? text.length : KEYED, rest = text.length - head;
    likeness->count = fold(text.codes, text.length < LONGEST_TITLE ? text.length : LONGEST_TITLE, likeness->folded);
    int32_t count = letters_and_digits(text.codes, head, likeness->folded, room);
    memcpy(room + count, text.codes + head, (size_t)rest * sizeof *room);
    likeness->key = (Text){room, count + rest};
}

static Keys make_keys(const Page *page) {
    const Hints *hints = &page->hints;
    size_t most = (size_t)page->count + (size_t)hints->titles, slots = 2, size = 0;
    while (slots < 2 * most) slots *= 2;
    for (int32_t n = 0; n < page->count; n++) size += key_size(page->segments[n].length);
    for (int32_t n = 0; n < hints->titles; n++) size += key_size(hints->title_lengths[n]);
    return (Keys){
        .mask = (uint32_t)slots - 1,
        .slots = allocate_zeroed(slots * sizeof(int32_t)),
        .known = allocate(most * sizeof(Known)),
        .room = allocate(size * sizeof(uint32_t)),
    };
}

/* What is known of a key; it stays, if it is new, where it was written. */
static Known *find_key(Keys *keys, Text key) {
    uint64_t hash = hash_of_text(key);
    uint32_t slot = (uint32_t)hash & keys->mask;
    for (; keys->slots[slot]; slot = (slot + 1) & keys->mask) {
        Known *known = &keys->known[keys->slots[slot] - 1];
        if (known->hash == hash && is_same_text(known->key, key)) return known;
    }
    keys->known[keys->count] = (Known){key, hash, 0, 0, false};
    keys->slots[slot] = ++keys->count;
    keys->room += key.length;
    return &keys->known[keys->count - 1];
}

static void add_titles(Keys *keys, const Hints *hints) {
    const uint32_t *title = hints->title_line.codes;
    for (int32_t n = 0; n < hints->titles; title += hints->title_lengths[n++] + SEPARATOR) {
        Likeness likeness;
        look_at((Text){title, hints->title_lengths[n]}, keys->room, &likeness);
        find_key(keys, likeness.key)->is_title = true;
    }
}

static Haystack *title_haystack(const Hints *hints) {
    if (!hints->titles) return NULL;
    uint32_t *folded = allocate(MOST_OF_ONE * (size_t)hints->title_line.length * sizeof *folded);
    return make_haystack(folded, fold(hints->title_line.codes, hints->title_line.length, folded), FOLDED);
}

static Haystack *description_haystack(const Hints *hints) {
    Text text = hints->description;
    size_t size = MOST_OF_ONE * (size_t)text.length * sizeof(uint32_t);
    uint32_t *folded = allocate(size), *found = allocate(size);
    fold(text.codes, text.length, folded);
    int32_t count = letters_and_digits(text.codes, text.length, folded, found);
    return count ? make_haystack(found, count, OPENING_SAID) : NULL;
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

/* The long texts that short ones are looked for in; NULL where the page does not have them. */
typedef struct {
    Haystack *titles, *description, *body;
} Haystacks;

static void columns_of_hints(const Page *page, const Haystacks *in, const Initials *initials, int32_t n,
                             const Likeness *likeness, const Known *known) {
    Text text = text_of(page, n), key = likeness->key;
    int32_t title = 0, in_body = 0;
    bool is_said = text.length >= SHORTEST_SAID, names = false;
    if (in->titles && text.length >= SHORTEST_TITLE && text.length <= LONGEST_TITLE)
        title = known->is_title ? 2 : is_in_haystack(in->titles, likeness->folded, likeness->count);
    if (page->hints.authors && text.length < SHORTER_THAN_ANY)
        names = names_author(&page->hints, initials, likeness->folded, likeness->count);
    if (in->body && is_said) in_body = is_in_haystack(in->body, text.codes, text.length) ? 1 : -1;
    if (key.length > OPENING_SAID) key.length = OPENING_SAID;
    SET(page, is_title, n, title);
    SET(page, in_description, n, in->description && is_said && is_in_haystack(in->description, key.codes, key.length));
    SET(page, in_article_body, n, in_body);
    SET(page, names_author, n, names);
}

void hint_columns(Page *page) {
    const Hints *hints = &page->hints;
    Haystacks haystacks = {title_haystack(hints), description_haystack(hints), body_haystack(hints)};
    Initials initials = initials_of_authors(hints);
    Keys keys = make_keys(page);
    Known **of_segments = allocate((size_t)page->count * sizeof(Known *));
    add_titles(&keys, hints);
    for (int32_t n = 0; n < page->count; n++) {
        Likeness likeness;
        look_at(text_of(page, n), keys.room, &likeness);
        Known *known = of_segments[n] = find_key(&keys, likeness.key);
        if (!known->times++) known->first = n;
        columns_of_hints(page, &haystacks, &initials, n, &likeness, known);
    }
    for (int32_t n = 0; n < page->count; n++) {
        SET(page, repeats, n, smaller(of_segments[n]->times - 1, 5));
        SET(page, earlier, n, of_segments[n]->first < n);
    }
}
