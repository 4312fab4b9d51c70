/* Memory: a stack of which nothing is given back one by one; the caller sets its top back before each call. */

#include "kernel.h"

#include <string.h>

enum { PAGE = 65536, ALIGNMENT = 16 };

Exchange exchange;

extern unsigned char __heap_base;

EXPORT(exchange_address) int32_t exchange_address(void) {
    exchange.top = ((uint32_t)(uintptr_t)&__heap_base + ALIGNMENT - 1) & -(uint32_t)ALIGNMENT;
    exchange.size = (uint32_t)(__builtin_wasm_memory_size(0) * PAGE);
    return (int32_t)(uintptr_t)&exchange;
}

static void *allocate_bytes(uint64_t bytes) {
    uint64_t start = exchange.top, end = (start + bytes + ALIGNMENT - 1) & -(uint64_t)ALIGNMENT;
    uint64_t size = (uint64_t)__builtin_wasm_memory_size(0) * PAGE;
    if (end > size) {
        uint64_t pages = (end - size + PAGE - 1) / PAGE;
        if (end > UINT32_MAX || __builtin_wasm_memory_grow(0, pages) == (size_t)-1) {
            exchange.exhausted = 1;
            __builtin_trap();
        }
        size += pages * PAGE;
    }
    exchange.size = (uint32_t)size;
    exchange.top = (uint32_t)end;
    return (void *)(uintptr_t)start;
}

void *allocate(size_t bytes) {
    return allocate_bytes(bytes);
}

void *allocate_items(size_t count, size_t size) {
    uint64_t bytes = (uint64_t)count * size;
    return allocate_bytes(bytes > UINT32_MAX ? UINT32_MAX : bytes);
}

void *allocate_zeroed(size_t bytes) {
    return memset(allocate(bytes), 0, bytes);
}

void answer(int n, const void *array, size_t count) {
    exchange.results[n] = (uint32_t)(uintptr_t)array;
    exchange.results[n + 1] = (uint32_t)count;
}

/* Make room for arguments: results[0] is its address. */
EXPORT(reserve) void reserve(void) {
    exchange.results[0] = (uint32_t)(uintptr_t)allocate(exchange.arguments[0]);
}

#define TEXT(name) #name
#define TEXT_OF(name) TEXT(name)

/* results[0] and [1]: what tells the sources of this module from any others. */
EXPORT(fingerprint) void fingerprint(void) {
    static const char made_from[] = TEXT_OF(FINGERPRINT);
    answer(0, made_from, sizeof made_from - 1);
}
