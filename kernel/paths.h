/* Paths: where the elements that hold text stand among their like, as `/html/body/div[2]`. */

#ifndef PATHS_H
#define PATHS_H

#include "features.h"

/* Answer with the paths to the elements of a page's segments, in parts that several may have in common. Results n and
   n + 1 are the characters of the parts, with a line feed behind each; n + 2 and n + 3 numbers of parts, counted from 1:
   for each segment that of the last part of its path, and behind these for each part that of the one before, or 0. */
void answer_paths(int n, const Page *page);

#endif
