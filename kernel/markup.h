/* Reading HTML as a parser writes a tree out: every tag is there and in order, and text and values are escaped.

   16 bytes must be there to be read behind its end (see scan.h). */

#ifndef MARKUP_H
#define MARKUP_H

#include "scan.h"

/* What is known of an element by its name. */
enum {
    BLOCK = 1,          /* displayed as a block, a list item or a part of a table */
    UNSEEN = 1 << 1,    /* neither it nor anything in it is seen as text */
    RAW = 1 << 2,       /* its content is written as it is and not escaped */
    VOID = 1 << 3,      /* it has neither content nor an end tag */
    PLAIN = 1 << 4,     /* an inline element that means nothing here, whatever its attributes are */
    CELL = 1 << 5,
    BREAK = 1 << 6,
    IMAGE = 1 << 7,
    BOLD = 1 << 8,
    LINK = 1 << 9,
    SPACED = 1 << 10,   /* an inline element that stands apart from the words around it */
    LIST = 1 << 11,
    PREFORMATTED = 1 << 12,
    FOREIGN = 1 << 13,  /* it holds elements that are not HTML */
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

/* The character at the beginning of text that is escaped; *next is where the following one begins. */
Character escaped_character_at(Span text, const uint8_t **next);

/* What is known of the elements of a name: of most, nothing. */
const Kind *kind_of(Span name);

/* The name of the tag whose first byte behind `<` or `</` the span begins with. */
Span tag_name(Span markup);

/* Read attributes from behind the name of a tag; the place behind the tag. */
const uint8_t *read_attributes(Span markup, Attributes *found);

/* The place behind a comment, a document type or a processing instruction. */
const uint8_t *behind_declaration(Span markup);

/* Where the content of an element that is RAW ends, and its end tag begins; `foreign` where it is no element of HTML. */
const uint8_t *raw_end(Span markup, Span name, bool foreign);

/* Whether the content of an element of SVG or MathML is HTML again; `root` is the `svg` or `math` that it stands in. */
bool holds_html(Span root, Span name, const Attributes *attributes);

#endif
