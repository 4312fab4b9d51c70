/* The verdict on a page: what two models say of it, one of its form and one of its subject. */

#include "kernel.h"
#include "trees.h"
#include "words.h"

static void answer_scores(int n, const Model *model, Table table) {
    size_t count;
    const double *scores = scores_of_rows(model, &table, &count);
    answer(n, scores, count);
}

/* Arguments: the models of forms and of subjects; numbers, and behind them a text in UTF-8; how many of the numbers are
   for forms and how many for subjects, who are also told what the words of the text say; and, as `words.h` has it, the
   words that are known and the text. Answers with what the models say. */
EXPORT(judge) void judge(void) {
    const float *numbers = ARRAY(float, 2);
    size_t forms = exchange.arguments[3], subjects = exchange.arguments[4];
    Scores words = score_words(5, (const uint8_t *)(numbers + forms + subjects));
    float *said = allocate(words.count * sizeof *said);
    for (size_t n = 0; n < words.count; n++) said[n] = (float)words.values[n];
    answer_scores(0, ARRAY(const Model, 0), (Table){1, forms, numbers, NULL});
    answer_scores(2, ARRAY(const Model, 1), (Table){1, subjects, numbers + forms, said});
}
