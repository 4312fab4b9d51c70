/* Numbers in texts: what they say of dates, times, prices and counters. */

#ifndef NUMBERS_H
#define NUMBERS_H

#include "characters.h"

/* Whether a date or a time stands in a text: as `copydesk.page.features.DATE_LIKE` has it. */
bool is_date_like(Text text);

/* Whether a text begins with a time, behind signs or not: `12:30`, `5 min ago`. */
bool begins_with_time(Text text);

/* Whether a text counts something, or begins with that: `3 / 12`, `3 of 12`. */
bool has_counter(Text text);
bool begins_with_counter(Text text);

/* Whether a price stands in a text: as `copydesk.page.told.PRICE` has it. */
bool has_price(Text text);

#endif
