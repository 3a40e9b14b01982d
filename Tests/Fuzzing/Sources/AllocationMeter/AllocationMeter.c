#include "AllocationMeter.h"

#if defined(__GLIBC__) || defined(__linux__)
#define METERED 1
#endif
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#undef METERED
#endif
#endif

#ifdef METERED
#include <errno.h>
#include <malloc.h>
#include <stddef.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *old);

static _Thread_local long held, peak;

static void *add(void *memory) {
    if (memory) held += (long)malloc_usable_size(memory);
    if (held > peak) peak = held;
    return memory;
}

static void subtract(void *memory) {
    if (memory) held -= (long)malloc_usable_size(memory);
}

void *malloc(size_t size) { return add(__libc_malloc(size)); }
void *calloc(size_t count, size_t size) { return add(__libc_calloc(count, size)); }
void *memalign(size_t alignment, size_t size) { return add(__libc_memalign(alignment, size)); }
void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **result, size_t alignment, size_t size) {
    void *memory = memalign(alignment, size);
    if (!memory) return ENOMEM;
    *result = memory;
    return 0;
}

void *realloc(void *old, size_t size) {
    subtract(old);
    void *memory = __libc_realloc(old, size);
    if (!memory && size) add(old);
    return add(memory);
}

void free(void *old) {
    subtract(old);
    __libc_free(old);
}

void allocation_meter_begin(void) { held = peak = 0; }
long allocation_meter_peak(void) { return peak; }
#else
void allocation_meter_begin(void) {}
long allocation_meter_peak(void) { return -1; }
#endif
