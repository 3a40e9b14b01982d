// Records of one vehicle in a hash table with open addressing.
#pragma once
#include "workload.hpp"

struct Record {
    uint32_t key;
    float good, bad;

    void update(float outcome) {
        good = good * (float)forgettingFactor + outcome;
        bad = bad * (float)forgettingFactor + (1 - outcome);
    }
    double trust() const { return good / (good + bad); }
};

/// Grows when `fillNumerator / fillDenominator` of the places are taken.
template <uint32_t fillNumerator, uint32_t fillDenominator>
struct RecordTable {
    static constexpr uint32_t freeKey = ~0u;
    Record* places = nullptr;
    uint32_t mask = 0, count = 0;

    void init(uint32_t capacity) {
        places = (Record*)malloc(capacity * sizeof(Record));
        mask = capacity - 1;
        count = 0;
        for (uint32_t place = 0; place < capacity; place++) places[place].key = freeKey;
    }

    static inline uint32_t hash(uint32_t key) { return (key * 2654435769u) >> 7; }

    /// The record of a key; a new one is the uniform prior.
    inline Record& get(uint32_t key) {
        for (uint32_t place = hash(key) & mask;; place = (place + 1) & mask) {
            Record& record = places[place];
            if (__builtin_expect(record.key == key, 1)) return record;
            if (record.key == freeKey) {
                if (count * fillDenominator >= (mask + 1) * fillNumerator) {
                    grow();
                    return get(key);
                }
                count++;
                record.key = key;
                record.good = 1;
                record.bad = 1;
                return record;
            }
        }
    }

    void grow() {
        Record* old = places;
        uint32_t capacity = mask + 1, kept = count;
        init(capacity * 2);
        count = kept;
        for (uint32_t from = 0; from < capacity; from++) {
            if (old[from].key == freeKey) continue;
            uint32_t place = hash(old[from].key) & mask;
            while (places[place].key != freeKey) place = (place + 1) & mask;
            places[place] = old[from];
        }
        free(old);
    }

    /// Calls `visit` with each record.
    template <class Visit>
    void forEach(Visit visit) const {
        for (uint32_t place = 0; place <= mask; place++) {
            if (places[place].key != freeKey) visit(places[place]);
        }
    }
};
