/* What the parts of the kernel share: where arguments and results are passed, and the memory of one call. */

#ifndef KERNEL_H
#define KERNEL_H

#include <stddef.h>
#include <stdint.h>

#define EXPORT(name) __attribute__((export_name(#name)))

enum { PASSED = 64 };

/* The one place that both sides know. Addresses are numbers of bytes; `top` is where free memory begins, `size` where
   all memory ends, and `exhausted` says that a call ended because it could not have more. */
typedef struct {
    uint32_t top, size, exhausted;
    uint32_t arguments[PASSED];
    uint32_t results[PASSED];
} Exchange;

extern Exchange exchange;

/* An argument of the function that was called, as a pointer to values or as a number. */
#define ARRAY(type, n) ((type *)(uintptr_t)exchange.arguments[n])
#define NUMBER(n) ((int32_t)exchange.arguments[n])

/* Free memory, aligned to 16 bytes and not cleared; it is free again when the caller begins its next call. */
void *allocate(size_t bytes);

/* The same for so many items of one size, however many they are. */
void *allocate_items(size_t count, size_t size);

/* The same, filled with zeros. */
void *allocate_zeroed(size_t bytes);

/* Answer with an array: its address and the number of its items become results n and n + 1. */
void answer(int n, const void *array, size_t count);

#endif
