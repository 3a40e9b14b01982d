// Counts the memory that one thread holds, by standing before the C library's allocation functions.
#ifndef ALLOCATION_METER_H
#define ALLOCATION_METER_H

// From now on count from zero, on this thread.
void allocation_meter_begin(void);
// The most bytes held at once since then; -1 where nothing is counted (address sanitizer, other systems).
long allocation_meter_peak(void);

#endif
