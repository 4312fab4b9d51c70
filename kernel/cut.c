/* HTML to segments: one walk over the markup of a parsed page, cutting text where a browser would start a new line box.

   Text is gathered in UTF-8, white space collapsed as it comes; lengths and places in it are counted in characters. */

#include "kernel.h"
#include "markup.h"

enum {
    LONG_CELL = 250,  /* characters from which a table cell is text of its own and not a datum of its row */
    WORDS_KEPT = 200, /* characters kept of an element's class and id: enough for every real one */
    STYLE_READ = 500, /* characters of a style in which it may hide its element */
    MOST_TRIES = 64,  /* places where a name is looked for: one on a page made to exhaust them is distinct twice */
    JOINT = 2,        /* characters between two segments in the page text: see `copydesk.page.segments` */
    NO_NUMBER = -1,
};

/* Why a walk ended before the end. */
enum { NOTHING_WRONG, TOO_DEEP, TOO_MANY_ELEMENTS, TOO_MANY_SEGMENTS };

/* Items that become more. */
typedef struct {
    uint8_t *data;
    size_t size, capacity; /* in bytes */
} Buffer;

#define ITEMS(buffer, type) ((type *)(void *)(buffer).data)
#define COUNT(buffer, type) ((buffer).size / sizeof(type))
#define ADD(buffer, type, ...) (*(type *)room(&(buffer), sizeof(type)) = (type){__VA_ARGS__})

/* The text gathered for the segment in progress. */
typedef struct {
    size_t start;      /* of its bytes in `gathered` */
    size_t first_link; /* its links and the ends of its cells are the last ones of `links` and `cells` */
    size_t first_cell;
    uint32_t length; /* in characters */
    uint32_t breaks;
    uint32_t bold;
    uint32_t images;
    bool space;        /* white space was seen since its last character */
    bool ends_in_cell; /* nothing stands behind the last tab */
} Line;

/* A link that is open: the value of its attribute, and its number once it is known to hold text. */
typedef struct {
    bool open;
    int32_t number;
    Span href;
} OpenLink;

/* A link's place: in the line as long as that is in progress, then in the page text. */
typedef struct {
    uint32_t start, end;
    int32_t href;
} PlacedLink;

typedef struct {
    uint32_t characters;
    size_t bytes;
} Place;

/* What an element interrupts, to be brought back when it closes. */
typedef enum {
    NOTHING,
    A_SHAPE,   /* the shape of the text outside it */
    A_LINE,    /* the line outside it, and all that belongs to it: the last one of `asides` */
    A_STRETCH, /* no more than that a link, bold text or the like ends with it */
    ALL_TEXT   /* all that is seen */
} Interrupted;

typedef struct {
    Span name;
    const Kind *kind;
    Interrupted outer;
    uint8_t shape;
    bool foreign;   /* its content is SVG or MathML */
    uint32_t depth; /* where nothing is seen: elements of its name, it and those in it */
} OpenElement;

/* What hidden text inside a sentence interrupts. */
typedef struct {
    uint8_t shape;
    Line line;
    OpenLink link;
    uint32_t link_start, bold_start;
} Aside;

/* A distinct name: its place in `names`, where tag and words both end in a NUL. */
typedef struct {
    uint32_t hash;
    size_t start, size;
} Name;

typedef struct {
    int32_t parent, name, depth, end, level, hidden;
} Element;

/* One segment but for its text, as `copydesk.page.segments.Outline.rows` has it. */
typedef struct {
    int32_t length, element, shape, level, bold, images, hidden, link_chars, links;
} Row;

typedef struct {
    int32_t deepest, most_elements, most_segments;
    int problem;

    Buffer stack, asides; /* OpenElement, Aside */
    int32_t seen;

    Line line;
    Buffer gathered, links, cells; /* bytes, PlacedLink, Place */
    OpenLink link;
    uint32_t link_start, bold_start, bold_depth, list_depth, preformatted;
    uint8_t shape;
    int32_t element;

    Buffer elements;        /* Element */
    Buffer names, distinct; /* bytes, Name */
    uint32_t *slots;        /* numbers of names, from 1, by their hash; 0: none */
    size_t slot_count;

    Buffer texts, rows, segment_links, hrefs; /* bytes, Row, PlacedLink, bytes */
    Span last_href;
    uint32_t href_count, chars, link_chars;
} Cutter;

/* ------------------------------------------------------------------------------------------------------- buffers */

static void grow(Buffer *buffer, size_t bytes) {
    size_t capacity = buffer->capacity + bytes + 4096;
    uint8_t *data = allocate_items(capacity, 2);
    capacity *= 2;
    if (buffer->size) memcpy(data, buffer->data, buffer->size);
    buffer->data = data;
    buffer->capacity = capacity;
}

/* Where so many bytes can be written, and STRIDE more. */
static uint8_t *end_of(Buffer *buffer, size_t bytes) {
    if (buffer->capacity - buffer->size < bytes + STRIDE) grow(buffer, bytes + STRIDE);
    return buffer->data + buffer->size;
}

static void *room(Buffer *buffer, size_t bytes) {
    uint8_t *place = end_of(buffer, bytes);
    buffer->size += bytes;
    return place;
}

/* Copy bytes of the markup or of a buffer: up to STRIDE more are read and written, and mean nothing. */
static uint8_t *copy(uint8_t *to, Span from) {
    for (size_t i = 0; i < length_of(from); i += STRIDE) memcpy(to + i, from.start + i, STRIDE);
    return to + length_of(from);
}

static void append(Buffer *buffer, Span bytes) {
    copy(room(buffer, length_of(bytes)), bytes);
}

static void append_byte(Buffer *buffer, uint8_t byte) {
    *(uint8_t *)room(buffer, 1) = byte;
}

/* Remember what is wrong: what was wrong first counts. */
static void stop(Cutter *cutter, int problem) {
    if (!cutter->problem) cutter->problem = problem;
}

/* ------------------------------------------------------------------------------------------------ text in a line */

static Line empty_line(const Cutter *cutter) {
    return (Line){
        .start = cutter->gathered.size,
        .first_link = COUNT(cutter->links, PlacedLink),
        .first_cell = COUNT(cutter->cells, Place),
    };
}

/* A character that a browser does not show: soft hyphen, zero-width space, word joiner, byte order mark. The joiners
   U+200C and U+200D stay, for they change the shape of the letters around them. */
static bool is_invisible(uint32_t code) {
    return code == 0xAD || code == 0x200B || code == 0x2060 || code == 0xFEFF || code == 0;
}

/* What a text begins with: bytes to be kept, or white space, or a character that is not shown. */
typedef struct {
    Span kept;
    uint32_t characters;
    bool space;
    const uint8_t *next; /* what follows it */
} Piece;

static Piece first_piece(Span text) {
    Piece piece = {.kept = {text.start, text.start}};
    piece.next = piece.kept.end += count_plain(text, &piece.characters);
    if (piece.next > text.start) return piece;
    piece.next = spaces_end(text);
    piece.space = piece.next > text.start;
    if (piece.space) return piece;
    Character character = escaped_character_at(text);
    piece.next = text.start + character.taken;
    piece.space = is_space(character.code);
    piece.characters = !piece.space && !is_invisible(character.code);
    if (piece.characters) piece.kept = bytes_of(character);
    return piece;
}

/* What stands between a line and text to be added behind it, `space` if white space does; 0: nothing. */
static uint8_t separator(const Cutter *cutter, bool space) {
    const Line *line = &cutter->line;
    if (!line->length) return 0;
    uint8_t last = cutter->gathered.data[cutter->gathered.size - 1];
    if (last == '\t' || last == '\n') return 0;
    return line->breaks ? '\n' : space || line->space ? ' ' : 0;
}

/* Add text whose white space is collapsed. */
static void add_text(Cutter *cutter, Span text) {
    Line *line = &cutter->line;
    uint8_t *to = end_of(&cutter->gathered, length_of(text) + 1);
    uint32_t length = 0;
    bool space = false;
    while (text.start < text.end) {
        Piece piece = first_piece(text);
        text.start = piece.next;
        space = space || piece.space;
        if (!length_of(piece.kept)) continue;
        uint8_t between = !length ? separator(cutter, space) : space ? ' ' : 0;
        if (between) {
            *to++ = between;
            length++;
        }
        to = copy(to, piece.kept);
        length += piece.characters;
        space = false;
    }
    cutter->gathered.size = (size_t)(to - cutter->gathered.data);
    line->length += length;
    line->space = !length || space;
    if (length) {
        line->breaks = 0;
        line->ends_in_cell = false;
    }
}

/* Add preformatted text, which stands as it is. */
static void add_preformatted(Cutter *cutter, Span text, bool escaped) {
    Line *line = &cutter->line;
    uint32_t before = line->length;
    size_t start = cutter->gathered.size;
    while (text.start < text.end) {
        Character character = escaped ? escaped_character_at(text) : character_at(text);
        text.start += character.taken;
        if (is_invisible(character.code)) continue;
        append(&cutter->gathered, bytes_of(character));
        line->length++;
    }
    if (line->length > before) line->ends_in_cell = line->length == before + 1 && cutter->gathered.data[start] == '\t';
}

static void start_cell(Cutter *cutter) {
    Line *line = &cutter->line;
    if (!line->length || line->ends_in_cell) return;
    append_byte(&cutter->gathered, '\t');
    line->length++;
    line->ends_in_cell = true;
    ADD(cutter->cells, Place, line->length, cutter->gathered.size - line->start);
}

/* --------------------------------------------------------------------------------------------------------- links */

/* Append an attribute's value, but for NULs: they end strings here. */
static void append_unescaped(Buffer *buffer, Span value) {
    while (value.start < value.end) {
        const uint8_t *next = find_any(value, '&', 0, 0);
        append(buffer, (Span){value.start, next});
        value.start = next;
        if (next == value.end) return;
        Character character = escaped_character_at(value);
        value.start += character.taken;
        if (character.code) append(buffer, bytes_of(character));
    }
}

/* The number of an address, written out unless it is the last one: a parser opens a link that was never closed anew in
   each block behind it. */
static int32_t number_of_href(Cutter *cutter, Span href) {
    if (!cutter->href_count || !same(href, cutter->last_href)) {
        cutter->href_count++;
        cutter->last_href = href;
        append_unescaped(&cutter->hrefs, href);
        append_byte(&cutter->hrefs, 0);
    }
    return (int32_t)cutter->href_count - 1;
}

static void close_link(Cutter *cutter) {
    OpenLink *link = &cutter->link;
    uint32_t length = cutter->line.length;
    if (!link->open || length <= cutter->link_start) return;
    if (link->number == NO_NUMBER) link->number = number_of_href(cutter, link->href);
    ADD(cutter->links, PlacedLink, cutter->link_start, length, link->number);
}

/* Keep the links of a piece of the line from `start` to `end`, which becomes the next segment. *next is the first link
   that ends behind the piece before it, and is moved on: pieces come in order. */
static void keep_links(Cutter *cutter, Row *row, uint32_t start, uint32_t end, size_t *next) {
    size_t count = COUNT(cutter->links, PlacedLink);
    const PlacedLink *links = ITEMS(cutter->links, PlacedLink);
    uint32_t place = cutter->chars + JOINT * (uint32_t)COUNT(cutter->rows, Row);
    while (*next < count && links[*next].end <= start) ++*next;
    for (size_t i = *next; i < count && links[i].start < end; i++) {
        uint32_t from = links[i].start > start ? links[i].start : start;
        uint32_t to = links[i].end < end ? links[i].end : end;
        ADD(cutter->segment_links, PlacedLink, place + from - start, place + to - start, links[i].href);
        row->links++;
        row->link_chars += (int32_t)(to - from);
    }
}

/* ------------------------------------------------------------------------------------------------------ segments */

static Character last_character(Span text) {
    const uint8_t *at = text.end - 1;
    while (at > text.start && (*at & 0xC0) == 0x80) at--;
    return character_at((Span){at, text.end});
}

/* Keep a piece of the line, stripped of white space; `alone` where it is no row of a table with others. */
static void emit(Cutter *cutter, Place from, Place to, bool alone, size_t *next_link) {
    const uint8_t *line = cutter->gathered.data + cutter->line.start;
    Span text = {line + from.bytes, line + to.bytes};
    uint32_t start = from.characters, end = to.characters;
    for (; start < end && text.start < text.end; start++) {
        Character first = character_at(text);
        if (!is_space(first.code)) break;
        text.start += first.size;
    }
    for (; start < end && text.start < text.end; end--) {
        Character last = last_character(text);
        if (!is_space(last.code)) break;
        text.end -= last.size;
    }
    if (start >= end || text.start >= text.end || cutter->element < 0) return;
    if (COUNT(cutter->rows, Row) >= (size_t)cutter->most_segments) {
        stop(cutter, TOO_MANY_SEGMENTS);
        return;
    }
    append(&cutter->texts, text);
    append_byte(&cutter->texts, 0);
    uint32_t length = end - start, bold = cutter->line.bold;
    Element element = ITEMS(cutter->elements, Element)[cutter->element];
    Row row = {
        .length = (int32_t)length,
        .element = cutter->element,
        .shape = element.level ? HEADING : cutter->shape,
        .level = element.level,
        .bold = (int32_t)(bold < length ? bold : length),
        .images = (int32_t)cutter->line.images,
        .hidden = element.hidden,
    };
    if (row.shape == TABLE && alone) row.shape = PARAGRAPH; /* a table that lays out text, and no row of data */
    if (row.shape == LIST_ITEM) row.level = cutter->list_depth ? (int32_t)cutter->list_depth : 1;
    keep_links(cutter, &row, start, end, next_link);
    cutter->chars += length;
    cutter->link_chars += (uint32_t)row.link_chars;
    *(Row *)room(&cutter->rows, sizeof(Row)) = row;
}

/* Keep a row of a table as one segment, or as one for each cell where a cell is a text of its own: then the table is
   used for layout. */
static void emit_cells(Cutter *cutter, Place end, size_t *next_link) {
    size_t first = cutter->line.first_cell, count = COUNT(cutter->cells, Place);
    const Place *cells = ITEMS(cutter->cells, Place);
    bool layout = false;
    uint32_t start = 0;
    for (size_t i = first; i <= count; i++) {
        uint32_t until = i < count ? cells[i].characters : end.characters;
        layout = layout || until - start > LONG_CELL;
        start = until;
    }
    if (!layout) {
        emit(cutter, (Place){0}, end, false, next_link);
        return;
    }
    Place from = {0};
    for (size_t i = first; i <= count; i++) {
        Place to = i < count ? cells[i] : end;
        emit(cutter, from, to, to.characters - from.characters < end.characters, next_link);
        from = to;
    }
}

/* End the segment in progress, if it has text. */
static void flush(Cutter *cutter) {
    Line *line = &cutter->line;
    if (!line->length) {
        line->images = 0;
        return;
    }
    close_link(cutter);
    if (cutter->bold_depth) line->bold += line->length - cutter->bold_start;
    cutter->link_start = cutter->bold_start = 0;
    Place end = {line->length, cutter->gathered.size - line->start};
    size_t next_link = line->first_link;
    if (COUNT(cutter->cells, Place) > line->first_cell) {
        emit_cells(cutter, end, &next_link);
    } else {
        emit(cutter, (Place){0}, end, true, &next_link);
    }
    cutter->gathered.size = line->start;
    cutter->links.size = line->first_link * sizeof(PlacedLink);
    cutter->cells.size = line->first_cell * sizeof(Place);
    *line = empty_line(cutter);
}

/* ------------------------------------------------------------------------------------------------------ elements */

static uint32_t hash_of(Span bytes) {
    uint64_t hash = length_of(bytes);
    for (; bytes.start < bytes.end; bytes.start += 8) {
        uint64_t part;
        memcpy(&part, bytes.start, 8);
        if (length_of(bytes) < 8) part &= ((uint64_t)1 << 8 * length_of(bytes)) - 1;
        hash = (hash ^ part) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 29;
    }
    return (uint32_t)(hash ^ hash >> 32);
}

/* The next slot to try for a hash. */
static size_t next_slot(const Cutter *cutter, size_t slot, uint32_t hash) {
    return (slot + (hash >> 16 | 1)) & (cutter->slot_count - 1);
}

/* Make the table of names twice as large. */
static void spread_names(Cutter *cutter) {
    size_t count = COUNT(cutter->distinct, Name);
    const Name *names = ITEMS(cutter->distinct, Name);
    cutter->slot_count = cutter->slot_count ? 2 * cutter->slot_count : 1024;
    cutter->slots = allocate_zeroed(cutter->slot_count * sizeof(uint32_t));
    for (size_t i = 0; i < count; i++) {
        size_t slot = names[i].hash & (cutter->slot_count - 1);
        for (int n = 0; n < MOST_TRIES && cutter->slots[slot]; n++) slot = next_slot(cutter, slot, names[i].hash);
        cutter->slots[slot] = (uint32_t)i + 1;
    }
}

/* The number of the name that was written at the end of `names`, from `start`. */
static int32_t number_of_name(Cutter *cutter, size_t start) {
    size_t size = cutter->names.size - start, count = COUNT(cutter->distinct, Name);
    if (2 * count >= cutter->slot_count) spread_names(cutter);
    const uint8_t *bytes = cutter->names.data;
    uint32_t hash = hash_of((Span){bytes + start, bytes + start + size});
    size_t slot = hash & (cutter->slot_count - 1);
    for (int i = 0; i < MOST_TRIES && cutter->slots[slot]; i++, slot = next_slot(cutter, slot, hash)) {
        uint32_t number = cutter->slots[slot] - 1;
        Name known = ITEMS(cutter->distinct, Name)[number];
        if (known.hash != hash || known.size != size || memcmp(bytes + known.start, bytes + start, size)) continue;
        cutter->names.size = start;
        return (int32_t)number;
    }
    cutter->slots[slot] = (uint32_t)count + 1;
    ADD(cutter->distinct, Name, hash, start, size);
    return (int32_t)count;
}

/* The place behind the first characters of a text, as many as are kept of an element's words. */
static const uint8_t *kept_end(Span words) {
    for (uint32_t i = 0; i < WORDS_KEPT && words.start < words.end; i++) words.start += character_at(words).size;
    return words.start;
}

/* Append the values of an element's naming attributes, a space between them. */
static void append_words(Buffer *buffer, const Attributes *attributes) {
    size_t start = buffer->size;
    for (uint32_t i = 0; i < attributes->count; i++) {
        Span value = attributes->values[attributes->order[i]];
        if (attributes->order[i] >= NAMING || value.start == value.end) continue;
        if (buffer->size > start) append_byte(buffer, ' ');
        append_unescaped(buffer, value);
    }
    Span words = {buffer->data + start, buffer->data + buffer->size};
    if (length_of(words) > WORDS_KEPT) buffer->size = (size_t)(kept_end(words) - buffer->data);
}

static int32_t number_of(Cutter *cutter, Span tag, const Attributes *attributes) {
    size_t start = cutter->names.size;
    append(&cutter->names, tag);
    append_byte(&cutter->names, 0);
    append_words(&cutter->names, attributes);
    append_byte(&cutter->names, 0);
    return number_of_name(cutter, start);
}

/* A letter as a regular expression that ignores case compares it. */
static uint32_t folded(uint32_t code) {
    if (code >= 'A' && code <= 'Z') return code + 'a' - 'A';
    if (code == 0x130 || code == 0x131) return 'i';
    return code == 0x17F ? 's' : code;
}

/* Whether `property: value` begins at a place in a style, with any white space around the colon. */
static bool declares(const uint32_t *style, size_t length, const char *property, const char *value) {
    size_t at = 0;
    for (; *property; property++, at++) {
        if (at >= length || style[at] != (uint8_t)*property) return false;
    }
    while (at < length && is_space(style[at])) at++;
    if (at >= length || style[at++] != ':') return false;
    while (at < length && is_space(style[at])) at++;
    for (; *value; value++, at++) {
        if (at >= length || style[at] != (uint8_t)*value) return false;
    }
    return true;
}

static bool style_hides(Span value) {
    uint32_t style[STYLE_READ];
    size_t length = 0;
    while (value.start < value.end && length < STYLE_READ) {
        Character character = escaped_character_at(value);
        value.start += character.taken;
        style[length++] = folded(character.code);
    }
    for (size_t i = 0; i < length; i++) {
        const uint32_t *rest = style + i;
        if (style[i] == 'd' && declares(rest, length - i, "display", "none")) return true;
        if (style[i] == 'v' && declares(rest, length - i, "visibility", "hidden")) return true;
    }
    return false;
}

static bool is_hidden(const Attributes *attributes, const Kind *kind) {
    if (kind->marks & NEEDS_OPEN && !has(attributes, OPEN)) return true;
    if (kind->marks & NEEDS_ROOT && !has(attributes, SHADOWROOTMODE)) return true;
    return has(attributes, HIDDEN) || (has(attributes, ARIA_HIDDEN) && is(attributes->values[ARIA_HIDDEN], "true")) ||
           (has(attributes, STYLE) && style_hides(attributes->values[STYLE]));
}

static void open_element(Cutter *cutter, Span tag, const Kind *kind, const Attributes *attributes, bool hidden) {
    int32_t parent = cutter->element;
    Element element = {
        .parent = parent,
        .name = number_of(cutter, tag, attributes),
        .depth = (int32_t)COUNT(cutter->stack, OpenElement) - 1,
        .level = kind->level,
        .hidden = hidden || (parent >= 0 && ITEMS(cutter->elements, Element)[parent].hidden),
    };
    cutter->element = (int32_t)COUNT(cutter->elements, Element);
    *(Element *)room(&cutter->elements, sizeof element) = element;
}

static void close_element(Cutter *cutter) {
    Element *element = ITEMS(cutter->elements, Element) + cutter->element;
    element->end = (int32_t)COUNT(cutter->elements, Element);
    cutter->element = element->parent;
}

static void enter_block(Cutter *cutter, OpenElement *opened, const Attributes *attributes) {
    if (cutter->line.length) flush(cutter);
    opened->outer = A_SHAPE;
    opened->shape = cutter->shape;
    open_element(cutter, opened->name, opened->kind, attributes, is_hidden(attributes, opened->kind));
    uint16_t marks = opened->kind->marks;
    if (opened->kind->shape) cutter->shape = opened->kind->shape;
    if (marks & LIST) cutter->list_depth++;
    if (marks & PREFORMATTED) cutter->preformatted++;
}

/* What is hidden inside a sentence must not cut it: it becomes a segment beside the one in progress. */
static void enter_aside(Cutter *cutter, OpenElement *opened, const Attributes *attributes) {
    opened->outer = A_LINE;
    ADD(cutter->asides, Aside, cutter->shape, cutter->line, cutter->link, cutter->link_start, cutter->bold_start);
    cutter->line = empty_line(cutter);
    cutter->link.open = false;
    cutter->bold_start = 0;
    open_element(cutter, opened->name, opened->kind, attributes, true);
}

static void enter_link(Cutter *cutter, const Attributes *attributes) {
    Line *line = &cutter->line;
    size_t count = COUNT(cutter->links, PlacedLink);
    /* Two links that touch are two words to whoever sees the page. */
    if (count > line->first_link && ITEMS(cutter->links, PlacedLink)[count - 1].end == line->length) line->space = true;
    if (!has(attributes, HREF)) return;
    cutter->link = (OpenLink){true, NO_NUMBER, attributes->values[HREF]};
    cutter->link_start = line->length;
}

static void line_break(Cutter *cutter) {
    Line *line = &cutter->line;
    if (cutter->preformatted) {
        append_byte(&cutter->gathered, '\n');
        line->length++;
        line->ends_in_cell = false;
    } else if (++line->breaks > 1 && line->length) {
        flush(cutter);
    }
}

/* Take in an element whose attributes say nothing here. */
static void enter_bare(Cutter *cutter, OpenElement *opened) {
    uint16_t marks = opened->kind->marks;
    if (marks & CELL) start_cell(cutter);
    if (marks & BREAK) line_break(cutter);
    if (marks & IMAGE) cutter->line.images++;
    if (marks & BOLD) {
        if (!cutter->bold_depth++) cutter->bold_start = cutter->line.length;
        opened->outer = A_STRETCH;
    }
}

static bool is_custom(Span name) {
    return find_byte(name, '-') < name.end;
}

static void enter(Cutter *cutter, OpenElement *opened, const Attributes *attributes) {
    uint16_t marks = opened->kind->marks;
    if (marks & (PLAIN | CELL | BREAK | IMAGE | BOLD)) {
        enter_bare(cutter, opened);
    } else if (marks & BLOCK || (!cutter->line.length && is_custom(opened->name))) {
        enter_block(cutter, opened, attributes);
    } else if (is_hidden(attributes, opened->kind)) {
        enter_aside(cutter, opened, attributes);
    } else if (marks & LINK) {
        opened->outer = A_STRETCH;
        enter_link(cutter, attributes);
    } else if (marks & SPACED) {
        opened->outer = A_STRETCH;
        cutter->line.space = true;
    }
}

static void leave_block(Cutter *cutter, const OpenElement *closed) {
    flush(cutter);
    cutter->shape = closed->shape;
    close_element(cutter);
    if (closed->kind->marks & LIST) cutter->list_depth--;
    if (closed->kind->marks & PREFORMATTED) cutter->preformatted--;
}

static void leave_aside(Cutter *cutter) {
    flush(cutter);
    close_element(cutter);
    cutter->asides.size -= sizeof(Aside);
    Aside outer = *(Aside *)(void *)(cutter->asides.data + cutter->asides.size);
    cutter->shape = outer.shape;
    cutter->line = outer.line;
    cutter->link = outer.link;
    cutter->link_start = outer.link_start;
    cutter->bold_start = outer.bold_start;
}

static void leave_stretch(Cutter *cutter, const OpenElement *closed) {
    if (closed->kind->marks & LINK) {
        close_link(cutter);
        cutter->link.open = false;
    } else if (closed->kind->marks & BOLD) {
        if (!--cutter->bold_depth) cutter->line.bold += cutter->line.length - cutter->bold_start;
    } else {
        cutter->line.space = true;
    }
}

static void leave(Cutter *cutter, const OpenElement *closed) {
    switch (closed->outer) {
        case NOTHING:
        case ALL_TEXT: break;
        case A_SHAPE: leave_block(cutter, closed); break;
        case A_LINE: leave_aside(cutter); break;
        case A_STRETCH: leave_stretch(cutter, closed); break;
    }
}

/* ------------------------------------------------------------------------------------------------------ the walk */

static OpenElement *last_open(Cutter *cutter) {
    size_t count = COUNT(cutter->stack, OpenElement);
    return count ? ITEMS(cutter->stack, OpenElement) + count - 1 : NULL;
}

static OpenElement *push(Cutter *cutter, Span name, const Kind *kind) {
    OpenElement *opened = room(&cutter->stack, sizeof *opened);
    opened->name = name;
    opened->kind = kind;
    opened->outer = NOTHING;
    opened->shape = PARAGRAPH;
    opened->foreign = false;
    opened->depth = 1;
    return opened;
}

/* Close the element in progress. */
static void pop(Cutter *cutter) {
    cutter->stack.size -= sizeof(OpenElement);
    leave(cutter, (OpenElement *)(void *)(cutter->stack.data + cutter->stack.size));
}

static void push_unseen(Cutter *cutter, Span name, const Kind *kind, bool foreign) {
    OpenElement *opened = push(cutter, name, kind);
    opened->outer = ALL_TEXT;
    opened->foreign = foreign;
}

/* A start tag in an element in which nothing is seen. Elements are followed here no further than is needed to find its
   end: those of its own name, and those whose content changes between HTML and what is not. */
static void pass_start_tag(Cutter *cutter, Span name, const Kind *kind, const Attributes *attributes) {
    OpenElement *outer = last_open(cutter);
    if (same(name, outer->name)) {
        outer->depth++;
    } else if (outer->foreign ? holds_html(outer->name, name, attributes) : kind->marks & FOREIGN) {
        push_unseen(cutter, name, kind, !outer->foreign);
    }
}

/* A start tag that is seen; `content` begins behind it, with text up to `end` where the element is RAW. */
static void take_start_tag(Cutter *cutter, Span name, const Kind *kind, const Attributes *attributes, Span content,
                           const uint8_t *end) {
    cutter->seen++;
    enter(cutter, push(cutter, name, kind), attributes);
    if (kind->marks & VOID) {
        pop(cutter);
        return;
    }
    bool closes = length_of(content) >= 2 && content.start[0] == '<' && content.start[1] == '/';
    if (end == content.start && (closes || end == content.end)) return;
    if (COUNT(cutter->stack, OpenElement) > (size_t)cutter->deepest) stop(cutter, TOO_DEEP);
    if (cutter->seen > cutter->most_elements) stop(cutter, TOO_MANY_ELEMENTS);
    if (end > content.start) add_preformatted(cutter, (Span){content.start, end}, false);
}

static const uint8_t *read_start_tag(Cutter *cutter, Span markup) {
    Span name = tag_name((Span){markup.start + 1, markup.end});
    const Kind *kind = kind_of(name);
    Attributes attributes;
    Span content = {read_attributes((Span){name.end, markup.end}, &attributes), markup.end};
    const OpenElement *outer = last_open(cutter);
    bool unseen = outer && outer->outer == ALL_TEXT;
    const uint8_t *end = content.start;
    if (kind->marks & RAW) {
        end = raw_end(content, name, outer && outer->foreign);
        if (unseen || kind->marks & UNSEEN) return behind_byte((Span){end, markup.end}, '>');
    }
    if (unseen) {
        pass_start_tag(cutter, name, kind, &attributes);
    } else if (kind->marks & UNSEEN) {
        push_unseen(cutter, name, kind, kind->marks & FOREIGN);
    } else {
        take_start_tag(cutter, name, kind, &attributes, content, end);
    }
    return end;
}

/* An end tag that is not that of the element in progress ends nothing. */
static const uint8_t *read_end_tag(Cutter *cutter, Span markup) {
    Span name = tag_name((Span){markup.start + 2, markup.end});
    OpenElement *open = last_open(cutter);
    if (open && same(open->name, name) && !--open->depth) pop(cutter);
    return behind_byte((Span){name.end, markup.end}, '>');
}

static const uint8_t *read_text(Cutter *cutter, Span markup) {
    Span text = {markup.start, find_byte(markup, '<')};
    const OpenElement *outer = last_open(cutter);
    if (outer && outer->outer == ALL_TEXT) return text.end;
    if (cutter->preformatted) {
        add_preformatted(cutter, text, true);
    } else {
        add_text(cutter, text);
    }
    return text.end;
}

static void walk(Cutter *cutter, Span markup) {
    while (markup.start < markup.end && !cutter->problem) {
        uint8_t second = length_of(markup) > 1 ? markup.start[1] : 0;
        if (*markup.start != '<') {
            markup.start = read_text(cutter, markup);
        } else if (second == '/') {
            markup.start = read_end_tag(cutter, markup);
        } else if (second == '!' || second == '?') {
            markup.start = behind_declaration(markup);
        } else {
            markup.start = read_start_tag(cutter, markup);
        }
    }
}

/* The parents of all elements, their names, depths and ends. */
static const int32_t *columns(const Cutter *cutter) {
    size_t count = COUNT(cutter->elements, Element);
    const Element *elements = ITEMS(cutter->elements, Element);
    int32_t *parents = allocate(4 * count * sizeof(int32_t));
    int32_t *names = parents + count, *depths = names + count, *ends = depths + count;
    for (size_t i = 0; i < count; i++) {
        parents[i] = elements[i].parent;
        names[i] = elements[i].name;
        depths[i] = elements[i].depth;
        ends[i] = elements[i].end;
    }
    return parents;
}

/* Arguments: the start tag of a page and its bytes, the markup of what stands in it and its bytes, and the limits of
   depth, elements and segments. Results: what limit was passed; the characters of all segments and those in links; then
   arrays: texts of segments, hrefs, names of elements (tag and words), each ended by a NUL; rows of segments, their
   links, in the page text; and elements, column by column. */
EXPORT(cut) void cut(void) {
    const uint8_t *start_tag = ARRAY(const uint8_t, 0), *content = ARRAY(const uint8_t, 2);
    allocate(STRIDE); /* what is read behind the markup */
    Cutter cutter = {
        .deepest = NUMBER(4),
        .most_elements = NUMBER(5),
        .most_segments = NUMBER(6),
        .element = -1,
    };
    walk(&cutter, (Span){start_tag, start_tag + (uint32_t)NUMBER(1)});
    walk(&cutter, (Span){content, content + (uint32_t)NUMBER(3)});
    while (cutter.stack.size && !cutter.problem) pop(&cutter);
    exchange.results[0] = (uint32_t)cutter.problem;
    exchange.results[1] = cutter.chars;
    exchange.results[2] = cutter.link_chars;
    answer(3, cutter.texts.data, cutter.texts.size);
    answer(5, cutter.hrefs.data, cutter.hrefs.size);
    answer(7, cutter.names.data, cutter.names.size);
    answer(9, cutter.rows.data, COUNT(cutter.rows, Row));
    answer(11, cutter.segment_links.data, COUNT(cutter.segment_links, PlacedLink));
    answer(13, columns(&cutter), COUNT(cutter.elements, Element));
}
