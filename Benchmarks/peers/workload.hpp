// The beacon workload, as all C++ programs of this folder share it.
//
// N vehicles in a square whose side gives each of them 30 others within 300 m on average. Speed U(5, 20) m/s, any
// direction, reflected at the walls. Each vehicle beacons once a second from a random phase on, for 100 s, and moves at
// that moment. Each reception is one beta update with forgetting of the receiver's record of the sender: both counts
// times 0.99, then 1 to the one or the other, with probability 0.9 to the good one.
#pragma once
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

constexpr double rangeMeters = 300.0;
constexpr double endSeconds = 100.0;
constexpr double forgettingFactor = 0.99;
constexpr double goodShare = 0.9;
constexpr double meanNeighbours = 30.0;

/// A 32-bit draw below this is a good outcome.
constexpr uint32_t goodLimit = (uint32_t)(goodShare * 4294967296.0);

/// xoshiro256**, seeded by SplitMix64 (D. Blackman, S. Vigna, 2018).
struct Generator {
    uint64_t state[4];

    explicit Generator(uint64_t seed) {
        for (auto& word : state) word = splitMix(seed);
    }

    static uint64_t splitMix(uint64_t& state) {
        uint64_t z = (state += 0x9e3779b97f4a7c15ull);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
        return z ^ (z >> 31);
    }

    static uint64_t rotate(uint64_t word, int bits) { return (word << bits) | (word >> (64 - bits)); }

    uint64_t next() {
        uint64_t result = rotate(state[1] * 5, 7) * 9, shifted = state[1] << 17;
        state[2] ^= state[0];
        state[3] ^= state[1];
        state[1] ^= state[2];
        state[0] ^= state[3];
        state[2] ^= shifted;
        state[3] = rotate(state[3], 45);
        return result;
    }

    /// Uniform in [0, 1).
    double uniform() { return (next() >> 11) * 0x1.0p-53; }
};

/// A 32-bit mix of a counter: an outcome without state.
inline uint32_t mixed(uint32_t z) {
    z ^= z >> 16;
    z *= 0x7feb352du;
    z ^= z >> 15;
    z *= 0x846ca68bu;
    z ^= z >> 16;
    return z;
}

/// The side of the square, by bisection. Two uniform points in a square of side L are within R of each other with
/// probability pi r^2 - 8/3 r^3 + r^4 / 2, where r = R / L <= 1.
inline double sideFor(int vehicles) {
    double low = rangeMeters;
    double high = rangeMeters * std::sqrt(M_PI * vehicles / meanNeighbours) * 2 + rangeMeters;
    for (int step = 0; step < 200; step++) {
        double side = (low + high) / 2, r = rangeMeters / side;
        double probability = M_PI * r * r - 8.0 / 3 * r * r * r + 0.5 * r * r * r * r;
        if ((vehicles - 1) * probability > meanNeighbours) low = side;
        else high = side;
    }
    return (low + high) / 2;
}

/// Reflects a coordinate and its velocity at the walls.
inline void reflect(double& x, double& velocity, double side) {
    while (x < 0 || x > side) {
        if (x < 0) {
            x = -x;
            velocity = -velocity;
        } else {
            x = 2 * side - x;
            velocity = -velocity;
        }
    }
}

/// Seconds of a clock that never goes back.
inline double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}
