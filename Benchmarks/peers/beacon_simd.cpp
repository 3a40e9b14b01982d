// As beacon.cpp with a ring, and as fast as we know how to make it: positions resident in the cells, distances of 16
// vehicles at a time (AVX-512), numbers of the neighbours compressed into a buffer, then the updates with prefetching
// and a counter-based generator.
//
//     beacon_simd N [rx|tx|dense] [SEED]
//
// rx   a table of records for each receiver, as a vehicle would hold them; tx: one for each sender, keyed by receiver;
// dense  an N x N matrix, a row for each sender
#include <immintrin.h>

#include <algorithm>
#include <string>
#include <vector>

#include "records.hpp"

using namespace std;
using Table = RecordTable<1, 2>;

constexpr int cellCapacity = 64;

struct alignas(64) Cell {
    float x[cellCapacity], y[cellCapacity];
    uint32_t vehicle[cellCapacity];
    uint32_t count = 0;
};

int main(int argc, char** argv) {
    int N = argc > 1 ? atoi(argv[1]) : 1000;
    string mode = argc > 2 ? argv[2] : "tx";
    Generator generator(argc > 3 ? atoll(argv[3]) : 1);
    bool dense = mode == "dense", bySender = mode == "tx";

    double started = now();
    double side = sideFor(N);
    int columns = max(1, (int)floor(side / rangeMeters));
    double cellSide = side / columns;
    vector<Cell> cells(columns * columns);
    vector<double> x(N), y(N), vx(N), vy(N), phase(N), last(N, 0);
    vector<uint32_t> cellOf(N), placeOf(N);
    auto cellAt = [&](double x, double y) {
        return (uint32_t)(min(columns - 1, (int)(y / cellSide)) * columns + min(columns - 1, (int)(x / cellSide)));
    };
    auto insert = [&](uint32_t i, uint32_t number) {
        Cell& cell = cells[number];
        if (cell.count == cellCapacity) {
            fprintf(stderr, "cell overflow\n");
            exit(1);
        }
        cellOf[i] = number;
        placeOf[i] = cell.count;
        cell.x[cell.count] = x[i];
        cell.y[cell.count] = y[i];
        cell.vehicle[cell.count++] = i;
    };

    for (int i = 0; i < N; i++) {
        x[i] = generator.uniform() * side;
        y[i] = generator.uniform() * side;
        double speed = 5 + 15 * generator.uniform(), direction = 2 * M_PI * generator.uniform();
        vx[i] = speed * cos(direction);
        vy[i] = speed * sin(direction);
        phase[i] = generator.uniform();
        insert(i, cellAt(x[i], y[i]));
    }

    vector<Table> tables;
    vector<Record> matrix;
    if (dense) {
        matrix.assign((size_t)N * N, Record{0, 1, 1});
    } else {
        tables.resize(N);
        for (auto& table : tables) table.init(128);
    }

    uint64_t receptions = 0, beacons = 0;
    uint32_t counter = 12345;
    alignas(64) uint32_t neighbours[1024];
    const __m512 squaredRange = _mm512_set1_ps(rangeMeters * rangeMeters);
    const __m512i lane = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    vector<uint32_t> order(N);
    for (int i = 0; i < N; i++) order[i] = i;
    sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return phase[a] < phase[b]; });

    double begun = now();
    for (int second = 0; second < (int)endSeconds; second++)
        for (uint32_t i : order) {
            double time = phase[i] + second, elapsed = time - last[i];
            last[i] = time;
            x[i] += vx[i] * elapsed;
            y[i] += vy[i] * elapsed;
            reflect(x[i], vx[i], side);
            reflect(y[i], vy[i], side);
            uint32_t cell = cellAt(x[i], y[i]);
            if (cell != cellOf[i]) {
                Cell& old = cells[cellOf[i]];
                uint32_t place = placeOf[i], end = --old.count;
                old.x[place] = old.x[end];
                old.y[place] = old.y[end];
                old.vehicle[place] = old.vehicle[end];
                placeOf[old.vehicle[place]] = place;
                insert(i, cell);
            } else {
                cells[cell].x[placeOf[i]] = x[i];
                cells[cell].y[placeOf[i]] = y[i];
            }

            // Who is within range, without the sender itself.
            const __m512 X = _mm512_set1_ps(x[i]), Y = _mm512_set1_ps(y[i]);
            const __m512i self = _mm512_set1_epi32(i);
            int column = cell % columns, row = cell / columns;
            uint32_t found = 0;
            for (int b = max(0, row - 1); b <= min(columns - 1, row + 1); b++)
                for (int a = max(0, column - 1); a <= min(columns - 1, column + 1); a++) {
                    const Cell& near = cells[b * columns + a];
                    for (uint32_t k = 0; k < near.count; k += 16) {
                        __m512 dx = _mm512_sub_ps(_mm512_load_ps(near.x + k), X);
                        __m512 dy = _mm512_sub_ps(_mm512_load_ps(near.y + k), Y);
                        __m512i vehicle = _mm512_load_si512(near.vehicle + k);
                        __m512 squared = _mm512_fmadd_ps(dx, dx, _mm512_mul_ps(dy, dy));
                        __mmask16 chosen = _mm512_cmplt_epu32_mask(lane, _mm512_set1_epi32(near.count - k));
                        chosen = _mm512_mask_cmp_ps_mask(chosen, squared, squaredRange, _CMP_LE_OQ);
                        chosen = _mm512_mask_cmpneq_epu32_mask(chosen, vehicle, self);
                        _mm512_storeu_si512(neighbours + found, _mm512_maskz_compress_epi32(chosen, vehicle));
                        found += __builtin_popcount(chosen);
                    }
                }

            uint32_t base = counter;
            counter += 0x9e3779b9u * found;
            auto outcome = [&](uint32_t e) { return mixed(base + 0x9e3779b9u * e) < goodLimit ? 1.f : 0.f; };
            if (dense) {
                Record* ofSender = &matrix[(size_t)i * N];
                for (uint32_t e = 0; e < found; e++) {
                    Record& record = ofSender[neighbours[e]];
                    record.key = 1;
                    record.update(outcome(e));
                }
            } else if (bySender) {
                Table& table = tables[i];
                for (uint32_t e = 0; e < found; e++) {
                    float good = outcome(e);
                    table.get(neighbours[e]).update(good);
                }
            } else {
                uint32_t hash = Table::hash(i);
                for (uint32_t e = 0; e < found; e++) {
                    Table& table = tables[neighbours[e]];
                    __builtin_prefetch(table.places + (hash & table.mask), 1);
                }
                for (uint32_t e = 0; e < found; e++) {
                    float good = outcome(e);
                    tables[neighbours[e]].get(i).update(good);
                }
            }
            receptions += found;
            beacons++;
        }
    double ended = now();

    double trust = 0;
    uint64_t records = 0;
    auto count = [&](const Record& record) {
        trust += record.trust();
        records++;
    };
    for (auto& record : matrix)
        if (record.key) count(record);
    for (auto& table : tables) table.forEach(count);
    printf(
        "peer=cpp2 store=%s N=%d side=%.1f beacons=%lu receptions=%lu mean_nb=%.2f records=%lu mean_trust=%.4f "
        "loop_s=%.4f setup_s=%.4f rx_per_s=%.4g\n",
        mode.c_str(), N, side, beacons, receptions, (double)receptions / beacons, records, trust / records,
        ended - begun, begun - started, receptions / (ended - begun));
}
