/* Numbers in texts: what they say of dates, times, prices and counters. */

#include "numbers.h"

#include <stddef.h>

enum { DIGIT_OF_YEAR = 0x5e74 /* as in Chinese and Japanese dates */ };

static bool is_decimal(Text text, int32_t at) {
    return at < text.length && traits_of(text.codes[at]) & DECIMAL;
}

/* Whether no word goes on at a place. */
static bool is_border(Text text, int32_t at) {
    return at < 0 || at >= text.length || !(traits_of(text.codes[at]) & ALNUM || text.codes[at] == '_');
}

static bool has(Text text, int32_t at, uint32_t code) {
    return at < text.length && text.codes[at] == code;
}

/* How many digits stand at a place, counted up to three. */
static int32_t digits_at(Text text, int32_t at) {
    int32_t count = 0;
    while (count < 3 && is_decimal(text, at + count)) count++;
    return count;
}

static bool is_year(Text text, int32_t at) {
    bool century = (has(text, at, '1') && has(text, at + 1, '9')) || (has(text, at, '2') && has(text, at + 1, '0'));
    return century && digits_at(text, at + 2) >= 2 && is_border(text, at + 4);
}

/* Digits on a clock behind the first one or two: `:30`. */
static bool is_minute(Text text, int32_t at) {
    return (has(text, at, ':') || has(text, at, '.')) && digits_at(text, at + 1) >= 2 && is_border(text, at + 3);
}

static bool parts_date(Text text, int32_t at) {
    return has(text, at, '.') || has(text, at, '/') || has(text, at, '-');
}

/* The rest of a date in digits, behind its first one or two: `/12/2024`. */
static bool is_rest_of_date(Text text, int32_t at) {
    int32_t digits = parts_date(text, at) ? digits_at(text, at + 1) : 0, next = at + 1 + digits;
    return (digits == 1 || digits == 2) && parts_date(text, next) && digits_at(text, next + 1) >= 2;
}

/* Whether a date or a time begins at a place: as `copydesk.page.features.DATE_LIKE` has it. */
static bool is_date_at(Text text, int32_t at) {
    int32_t digits = digits_at(text, at);
    if (!digits) return false;
    if (has(text, at + 1, DIGIT_OF_YEAR)) return true;
    bool begins = is_border(text, at - 1);
    if (begins && is_year(text, at)) return true;
    if (digits > 2) return false;
    return (begins && is_minute(text, at + digits)) || is_rest_of_date(text, at + digits);
}

bool is_date_like(Text text) {
    for (int32_t at = 0; at < text.length; at++)
        if (is_date_at(text, at)) return true;
    return false;
}


static bool is_any(Text text, int32_t at, const char *codes) {
    for (; *codes; codes++)
        if (has(text, at, (uint8_t)*codes)) return true;
    return false;
}

/* The place behind a word or sign that stands at a place, or -1. */
static int32_t end_of(Text text, int32_t at, const wchar_t *word) {
    for (; *word; word++)
        if (!has(text, at++, (uint32_t)*word)) return -1;
    return at;
}

/* The place behind the white space at a place. */
static int32_t end_of_space(Text text, int32_t at) {
    while (at < text.length && class_of(text.codes[at]) == SPACE) at++;
    return at;
}

static bool is_clock(Text text, int32_t at) {
    int32_t digits = digits_at(text, at), minute = at + digits + 1;
    return digits <= 2 && is_any(text, at + digits, ":.h") && digits_at(text, minute) == 2 &&
           is_border(text, minute + 2);
}

/* Minutes or hours: `5 min ago`. */
static bool is_span_of_time(Text text, int32_t at) {
    while (is_decimal(text, at)) at++;
    at += has(text, at, ' ');
    return is_any(text, at, "hm") || end_of(text, at, L"std") >= 0 || end_of(text, at, L"Std") >= 0;
}

bool begins_with_time(Text text) {
    int32_t at = 0;
    while (at < text.length && is_border(text, at)) at++;
    return is_decimal(text, at) && (is_clock(text, at) || is_span_of_time(text, at));
}

/* The place behind "of" in any language, or -1. */
static int32_t end_of_part_sign(Text text, int32_t at) {
    static const wchar_t *const signs[] = {L"/", L"of", L"von", L"de", L"sur", L"di",
                                           L"van", L"z", L"из", L"av", L"af", L"の"};
    for (size_t n = 0; n < sizeof signs / sizeof *signs; n++) {
        int32_t end = end_of(text, at, signs[n]);
        if (end >= 0) return end;
    }
    return -1;
}

/* Digits on both sides, three at most, where no word goes on before or behind them: digits count as parts of words. */
static bool is_counter_at(Text text, int32_t at) {
    int32_t digits = digits_at(text, at);
    if (!digits || !is_border(text, at - 1)) return false;
    int32_t end = end_of_part_sign(text, end_of_space(text, at + digits));
    if (end < 0) return false;
    int32_t whole = end_of_space(text, end);
    digits = digits_at(text, whole);
    return digits && is_border(text, whole + digits);
}

bool begins_with_counter(Text text) {
    return is_counter_at(text, 0);
}

bool has_counter(Text text) {
    for (int32_t at = 0; at < text.length; at++)
        if (is_counter_at(text, at)) return true;
    return false;
}

/* A sign of money behind which a number may stand. */
static bool is_money(uint32_t code) {
    return code == '$' || code == 0x20AC || code == 0xA3 || code == 0xA5 || code == 0x20B9; /* $ € £ ¥ ₹ */
}

/* Whether a place begins with one white space at most, and what stands behind that. */
static int32_t behind_one_space(Text text, int32_t at) {
    return at < text.length && class_of(text.codes[at]) == SPACE ? at + 1 : at;
}

/* Whether a unit of money stands at a place, and ends there; behind a sign that is no letter a word has to go on. */
static bool is_unit_of_money(Text text, int32_t at) {
    static const wchar_t *const units[] = {L"zł", L"kr", L"USD", L"EUR"};
    if (has(text, at, 0x20AC)) return !is_border(text, at + 1);
    for (size_t n = 0; n < sizeof units / sizeof *units; n++) {
        int32_t end = end_of(text, at, units[n]);
        if (end >= 0 && is_border(text, end)) return true;
    }
    return false;
}

bool has_price(Text text) {
    for (int32_t at = 0; at < text.length; at++) {
        int32_t next = behind_one_space(text, at + 1);
        if (is_money(text.codes[at]) && is_decimal(text, next)) return true;
        if (is_decimal(text, at) && is_unit_of_money(text, next)) return true;
    }
    return false;
}
