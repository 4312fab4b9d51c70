/* Reading HTML as a parser writes a tree out: every tag is there and in order, and text and values are escaped.

   It is read in one pass, and no byte is looked at much more than once whatever it says: where markup is not what a
   parser writes, something is read, and nothing outside of it but the bytes behind its end that scan.h asks for. All of
   it is one file with what calls it, so that the compiler can make one of both. */

#ifndef MARKUP_H
#define MARKUP_H

#include "scan.h"

/* What is known of an element by its name. */
enum {
    BLOCK = 1,            /* displayed as a block, a list item or a part of a table */
    UNSEEN = 1 << 1,      /* neither it nor anything in it is seen as text */
    RAW = 1 << 2,         /* its content is written as it is and not escaped */
    VOID = 1 << 3,        /* it has neither content nor an end tag */
    PLAIN = 1 << 4,       /* an inline element that means nothing here, whatever its attributes are */
    CELL = 1 << 5,
    BREAK = 1 << 6,
    IMAGE = 1 << 7,
    BOLD = 1 << 8,
    LINK = 1 << 9,
    SPACED = 1 << 10,     /* an inline element that stands apart from the words around it */
    LIST = 1 << 11,
    PREFORMATTED = 1 << 12,
    FOREIGN = 1 << 13,    /* it holds elements that are not HTML */
    NEEDS_OPEN = 1 << 14, /* its content is not shown unless it has this attribute: `open` */
    NEEDS_ROOT = 1 << 15, /* or this: `shadowrootmode` */
};

/* The forms of a segment: numbers of the members of Shape, in their order. */
enum { PARAGRAPH, HEADING, LIST_ITEM, QUOTE, TABLE, CAPTION };

typedef struct {
    char name[STRIDE];
    uint16_t marks;
    uint8_t shape; /* of the text in it; PARAGRAPH: as around it */
    uint8_t level; /* of a heading */
} Kind;

/* The attributes that mean something here; those before NAMING name an element. */
enum {
    CLASS, ID, ROLE, ITEMPROP, DATA_TESTID, DATA_COMPONENT, NAMING,
    HIDDEN = NAMING, ARIA_HIDDEN, STYLE, HREF, OPEN, SHADOWROOTMODE, ENCODING, ATTRIBUTES,
};

/* The attributes of one element, escaped as they were written, in the order of `order`. */
typedef struct {
    uint32_t present; /* a bit for each */
    uint32_t count;
    uint8_t order[ATTRIBUTES];
    Span values[ATTRIBUTES];
} Attributes;

static inline bool has(const Attributes *attributes, int attribute) {
    return attributes->present >> attribute & 1;
}

enum { SLOTS = 256, LONGEST_NAME = 15 };

/* The blocks are the elements that the HTML standard's suggested style sheet (section 15.3) displays as blocks, list
   items or tables. */
static const Kind KINDS[] = {
    {"address", BLOCK, 0, 0}, {"article", BLOCK, 0, 0}, {"aside", BLOCK, 0, 0}, {"blockquote", BLOCK, QUOTE, 0},
    {"body", BLOCK, 0, 0}, {"center", BLOCK, 0, 0}, {"dd", BLOCK, LIST_ITEM, 0}, {"details", BLOCK, 0, 0},
    {"dialog", BLOCK | NEEDS_OPEN, 0, 0}, {"dir", BLOCK | LIST, 0, 0}, {"div", BLOCK, 0, 0}, {"dl", BLOCK | LIST, 0, 0},
    {"dt", BLOCK, LIST_ITEM, 0}, {"fieldset", BLOCK, 0, 0}, {"figcaption", BLOCK, CAPTION, 0}, {"figure", BLOCK, 0, 0},
    {"footer", BLOCK, 0, 0}, {"form", BLOCK, 0, 0}, {"frameset", BLOCK, 0, 0}, {"h1", BLOCK, 0, 1},
    {"h2", BLOCK, 0, 2}, {"h3", BLOCK, 0, 3}, {"h4", BLOCK, 0, 4}, {"h5", BLOCK, 0, 5},
    {"h6", BLOCK, 0, 6}, {"header", BLOCK, 0, 0}, {"hgroup", BLOCK, 0, 0}, {"hr", BLOCK | VOID, 0, 0},
    {"html", BLOCK, 0, 0}, {"legend", BLOCK, 0, 0}, {"li", BLOCK, LIST_ITEM, 0},
    {"listing", BLOCK | PREFORMATTED, 0, 0}, {"main", BLOCK, 0, 0}, {"menu", BLOCK | LIST, 0, 0},
    {"nav", BLOCK, 0, 0}, {"ol", BLOCK | LIST, 0, 0}, {"optgroup", BLOCK, 0, 0}, {"option", BLOCK, 0, 0},
    {"p", BLOCK, 0, 0}, {"plaintext", BLOCK | PREFORMATTED | RAW, 0, 0}, {"pre", BLOCK | PREFORMATTED, 0, 0},
    {"search", BLOCK, 0, 0}, {"section", BLOCK, 0, 0}, {"select", BLOCK, 0, 0}, {"summary", BLOCK, 0, 0},
    {"table", BLOCK, 0, 0}, {"caption", BLOCK, CAPTION, 0}, {"tbody", BLOCK, 0, 0}, {"thead", BLOCK, 0, 0},
    {"tfoot", BLOCK, 0, 0}, {"tr", BLOCK, TABLE, 0}, {"ul", BLOCK | LIST, 0, 0},
    {"xmp", BLOCK | PREFORMATTED | RAW, 0, 0},

    {"head", UNSEEN, 0, 0}, {"script", UNSEEN | RAW, 0, 0}, {"style", UNSEEN | RAW, 0, 0},
    {"svg", UNSEEN | FOREIGN, 0, 0}, {"math", UNSEEN | FOREIGN, 0, 0}, {"iframe", UNSEEN | RAW, 0, 0},
    {"noembed", UNSEEN | RAW, 0, 0}, {"noframes", UNSEEN | RAW, 0, 0}, {"datalist", UNSEEN, 0, 0},

    {"td", CELL, 0, 0}, {"th", CELL, 0, 0}, {"b", BOLD, 0, 0}, {"strong", BOLD, 0, 0}, {"br", BREAK | VOID, 0, 0},
    {"img", IMAGE | VOID, 0, 0}, {"a", LINK, 0, 0}, {"button", SPACED, 0, 0}, {"label", SPACED, 0, 0},
    {"template", NEEDS_ROOT, 0, 0}, {"noscript", NEEDS_ROOT, 0, 0},

    {"em", PLAIN, 0, 0}, {"i", PLAIN, 0, 0}, {"picture", PLAIN, 0, 0}, {"wbr", PLAIN | VOID, 0, 0},
    {"input", PLAIN | VOID, 0, 0}, {"source", PLAIN | VOID, 0, 0}, {"meta", PLAIN | VOID, 0, 0},
    {"link", PLAIN | VOID, 0, 0},

    {"area", VOID, 0, 0}, {"base", VOID, 0, 0}, {"basefont", VOID, 0, 0}, {"bgsound", VOID, 0, 0}, {"col", VOID, 0, 0},
    {"embed", VOID, 0, 0}, {"frame", VOID, 0, 0}, {"keygen", VOID, 0, 0}, {"param", VOID, 0, 0}, {"track", VOID, 0, 0},
};
static const Kind UNKNOWN = {"", 0, 0, 0};

static const Kind *slots[SLOTS];

/* The character at the beginning of text that is escaped. */
static Character escaped_character_at(Span text) {
    static const struct {
        const char *escape;
        char bytes[STRIDE];
        uint32_t code;
    } ESCAPES[] = {
        {"&amp;", "&", '&'},
        {"&nbsp;", "\xC2\xA0", 0xA0},
        {"&quot;", "\"", '"'},
        {"&lt;", "<", '<'},
        {"&gt;", ">", '>'},
    };
    if (*text.start != '&') return character_at(text);
    for (size_t i = 0; i < sizeof ESCAPES / sizeof *ESCAPES; i++) {
        if (!begins(text, ESCAPES[i].escape)) continue;
        const char *bytes = ESCAPES[i].bytes;
        uint32_t size = (uint32_t)strlen(bytes), taken = (uint32_t)strlen(ESCAPES[i].escape);
        return (Character){ESCAPES[i].code, size, (const uint8_t *)bytes, taken};
    }
    return character_at(text);
}

static uint32_t slot_of(const uint8_t *name, size_t length) {
    return (name[0] * 7u + name[length - 1] * 31u + name[length / 2] * 5u + (uint32_t)length * 13u) % SLOTS;
}

static void fill_slots(void) {
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++) {
        uint32_t slot = slot_of((const uint8_t *)KINDS[i].name, strlen(KINDS[i].name));
        while (slots[slot]) slot = (slot + 1) % SLOTS;
        slots[slot] = &KINDS[i];
    }
}

/* What is known of the elements of a name: of most, nothing. */
static const Kind *kind_of(Span name) {
    static bool filled;
    if (!filled) {
        fill_slots();
        filled = true;
    }
    size_t length = length_of(name);
    if (!length || length > LONGEST_NAME) return &UNKNOWN;
    v128_t wanted = padded(name);
    for (uint32_t slot = slot_of(name.start, length); slots[slot]; slot = (slot + 1) % SLOTS) {
        if (all_equal(wasm_v128_load(slots[slot]->name), wanted)) return slots[slot];
    }
    return &UNKNOWN;
}

/* The name of the tag whose first byte behind `<` or `</` the span begins with. */
static Span tag_name(Span markup) {
    return (Span){markup.start, find_any(markup, ' ', '>', 0)};
}

/* The number of an attribute, or ATTRIBUTES. */
static int attribute_of(Span name) {
    switch (length_of(name)) {
        case 2: return is(name, "id") ? ID : ATTRIBUTES;
        case 4: return is(name, "href") ? HREF : is(name, "role") ? ROLE : is(name, "open") ? OPEN : ATTRIBUTES;
        case 5: return is(name, "class") ? CLASS : is(name, "style") ? STYLE : ATTRIBUTES;
        case 6: return is(name, "hidden") ? HIDDEN : ATTRIBUTES;
        case 8: return is(name, "itemprop") ? ITEMPROP : is(name, "encoding") ? ENCODING : ATTRIBUTES;
        case 11: return is(name, "data-testid") ? DATA_TESTID : is(name, "aria-hidden") ? ARIA_HIDDEN : ATTRIBUTES;
        case 14:
            if (is(name, "data-component")) return DATA_COMPONENT;
            return is(name, "shadowrootmode") ? SHADOWROOTMODE : ATTRIBUTES;
        default: return ATTRIBUTES;
    }
}

static void take_in(Attributes *found, Span name, Span value) {
    int attribute = attribute_of(name);
    if (attribute == ATTRIBUTES) return;
    if (!has(found, attribute)) found->order[found->count++] = (uint8_t)attribute;
    found->present |= 1u << attribute;
    found->values[attribute] = value;
}

/* Read attributes from behind the name of a tag; the place behind the tag. */
static const uint8_t *read_attributes(Span markup, Attributes *found) {
    const uint8_t *at = markup.start, *end = markup.end;
    found->present = found->count = 0;
    while (at < end && *at == ' ') {
        at++;
        Span name = {at, at}, value;
        if (at < end && *at != '>') at++; /* the first character of a name may be anything, such as `=` */
        at = find_any((Span){at, end}, '=', ' ', '>');
        value.start = value.end = name.end = at;
        if (end - at >= 2 && at[0] == '=' && at[1] == '"') {
            value.start = at + 2;
            value.end = find_byte((Span){value.start, end}, '"');
            at = value.end < end ? value.end + 1 : end;
        }
        take_in(found, name, value);
    }
    return behind_byte((Span){at, end}, '>');
}

/* The place behind a comment, a document type or a processing instruction. */
static const uint8_t *behind_declaration(Span markup) {
    const uint8_t *end = markup.end, *at = markup.start;
    if (begins(markup, "<!--")) {
        for (at += 4; end - at >= 3; at++) {
            at = find_byte((Span){at, end}, '-');
            if (begins((Span){at, end}, "-->")) return at + 3;
        }
        return end;
    }
    return behind_byte(markup, '>');
}

/* Whether a tag begins here, for a tokenizer in a script: it takes capitals too. */
static bool is_script_tag(Span markup, const char *opening) {
    size_t length = strlen(opening);
    if (length_of(markup) <= length) return false;
    uint8_t behind = markup.start[length];
    if (!behind || !strchr("\t\n\f />", behind)) return false;
    return is_in_any_case((Span){markup.start, markup.start + length}, opening);
}

/* The end of a script as the HTML standard has it (section 13.2.5.4 and following): `<!-- <script>` in a script hides
   the next end tag. NULL where the text ends first. */
static const uint8_t *script_end(Span markup) {
    const uint8_t *end = markup.end;
    bool escaped = false, doubly = false;
    for (const uint8_t *at = markup.start; at < end; at++) {
        if (!escaped) at = find_byte((Span){at, end}, '<');
        Span rest = {at, end};
        if (escaped && begins(rest, "-->")) {
            escaped = doubly = false;
        } else if (!escaped && begins(rest, "<!--")) {
            escaped = true;
            at++; /* its own dashes may be those of `-->` */
        } else if (is_script_tag(rest, "</script")) {
            if (!doubly) return at;
            doubly = false;
        } else if (escaped && is_script_tag(rest, "<script")) {
            doubly = true;
        }
    }
    return NULL;
}

static bool is_end_tag(Span markup, Span name) {
    size_t length = length_of(name);
    return length_of(markup) >= length + 3 && markup.start[0] == '<' && markup.start[1] == '/' &&
           !memcmp(markup.start + 2, name.start, length) && markup.start[length + 2] == '>';
}

/* The first end tag of a name; it may be hidden in comments where there are any. */
static const uint8_t *first_end_tag(Span markup, Span name, bool comments) {
    while ((markup.start = find_byte(markup, '<')) < markup.end) {
        if (is_end_tag(markup, name)) return markup.start;
        if (comments && begins(markup, "<!--")) {
            markup.start = behind_declaration(markup);
        } else {
            markup.start++;
        }
    }
    return markup.end;
}

static const uint8_t *last_end_tag(Span markup, Span name) {
    for (const uint8_t *at = markup.end; at > markup.start;) {
        if (is_end_tag((Span){--at, markup.end}, name)) return at;
    }
    return markup.end;
}

/* Where the content of an element that is RAW ends, and its end tag begins; `foreign` where it is no element of HTML,
   for then it can hold comments. */
static const uint8_t *raw_end(Span markup, Span name, bool foreign) {
    if (foreign) return first_end_tag(markup, name, true);
    /* What is never closed may hold anything, its own end tag too: the last of them is the one that was added. */
    if (is(name, "plaintext")) return last_end_tag(markup, name);
    if (!is(name, "script")) return first_end_tag(markup, name, false);
    const uint8_t *found = script_end(markup);
    return found ? found : last_end_tag(markup, name);
}

/* Whether the content of an element of SVG or MathML is HTML again; `root` is the `svg` or `math` that it stands in. */
static bool holds_html(Span root, Span name, const Attributes *attributes) {
    if (is(root, "svg")) return is(name, "foreignObject") || is(name, "desc") || is(name, "title");
    if (is(name, "annotation-xml")) {
        Span encoding = attributes->values[ENCODING];
        return has(attributes, ENCODING) &&
               (is_in_any_case(encoding, "text/html") || is_in_any_case(encoding, "application/xhtml+xml"));
    }
    return is(name, "mi") || is(name, "mo") || is(name, "mn") || is(name, "ms") || is(name, "mtext");
}

#endif
