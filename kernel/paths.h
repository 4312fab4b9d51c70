/* Paths: where the elements that hold text stand among their like, as `/html/body/div[2]`. */

#ifndef PATHS_H
#define PATHS_H

#include "features.h"

/* Answer with the paths to the elements of a page's segments, each once. Results n and n + 1 are the paths in UTF-8,
   with a line feed behind each; n + 2 and n + 3 the number of each segment's path. */
void answer_paths(int n, const Page *page);

#endif
