// The workload as a good programmer writes it first: one thread, an event heap, a cell grid, records in hash tables.
//
//     beacon N [heap|ring] [hash|dense] [SEED]
//
// heap   events in a binary heap by time; ring: vehicles sorted by phase once, as each beacons every second
// hash   a table of records for each receiver; dense: an N x N matrix
#include <algorithm>
#include <vector>

#include "records.hpp"

using namespace std;
using Table = RecordTable<3, 4>;

struct Event {
    double time;
    uint32_t vehicle;
};

static bool isLater(const Event& a, const Event& b) {
    return a.time > b.time || (a.time == b.time && a.vehicle > b.vehicle);
}

int main(int argc, char** argv) {
    int N = argc > 1 ? atoi(argv[1]) : 1000;
    bool heap = argc <= 2 || !strcmp(argv[2], "heap");
    bool dense = argc > 3 && !strcmp(argv[3], "dense");
    uint64_t seed = argc > 4 ? atoll(argv[4]) : 1;

    double started = now();
    double side = sideFor(N);
    Generator generator(seed);
    vector<float> px(N), py(N);  // where the vehicle was at its last beacon
    vector<double> x(N), y(N), vx(N), vy(N), phase(N), last(N, 0);

    int columns = max(1, (int)floor(side / rangeMeters));
    double cellSide = side / columns;  // >= range, so that 3 x 3 cells hold everybody near
    vector<vector<uint32_t>> cells(columns * columns);
    vector<uint32_t> cellOf(N), placeOf(N);
    auto cellAt = [&](double x, double y) {
        int i = min(columns - 1, (int)(x / cellSide)), j = min(columns - 1, (int)(y / cellSide));
        return (uint32_t)(j * columns + i);
    };

    for (int i = 0; i < N; i++) {
        x[i] = generator.uniform() * side;
        y[i] = generator.uniform() * side;
        double speed = 5 + 15 * generator.uniform(), direction = 2 * M_PI * generator.uniform();
        vx[i] = speed * cos(direction);
        vy[i] = speed * sin(direction);
        phase[i] = generator.uniform();
        px[i] = x[i];
        py[i] = y[i];
        uint32_t cell = cellAt(x[i], y[i]);
        cellOf[i] = cell;
        placeOf[i] = cells[cell].size();
        cells[cell].push_back(i);
    }

    vector<Table> tables;
    vector<float> good, bad;
    if (dense) {
        good.assign((size_t)N * N, 1.f);
        bad.assign((size_t)N * N, 1.f);
    } else {
        tables.resize(N);
        for (auto& table : tables) table.init(64);
    }

    uint64_t receptions = 0, beacons = 0;
    uint64_t buffer = 0;  // two draws of 32 bits
    int buffered = 0;
    const float squaredRange = rangeMeters * rangeMeters, factor = forgettingFactor;

    auto step = [&](double time, uint32_t i) {
        double elapsed = time - last[i];
        last[i] = time;
        x[i] += vx[i] * elapsed;
        y[i] += vy[i] * elapsed;
        reflect(x[i], vx[i], side);
        reflect(y[i], vy[i], side);
        px[i] = x[i];
        py[i] = y[i];
        uint32_t cell = cellAt(x[i], y[i]);
        if (cell != cellOf[i]) {
            auto& old = cells[cellOf[i]];
            uint32_t moved = old.back();
            old[placeOf[i]] = moved;
            placeOf[moved] = placeOf[i];
            old.pop_back();
            cellOf[i] = cell;
            placeOf[i] = cells[cell].size();
            cells[cell].push_back(i);
        }

        int column = cell % columns, row = cell / columns;
        float X = px[i], Y = py[i];
        for (int b = max(0, row - 1); b <= min(columns - 1, row + 1); b++)
            for (int a = max(0, column - 1); a <= min(columns - 1, column + 1); a++)
                for (uint32_t k : cells[b * columns + a]) {
                    float dx = px[k] - X, dy = py[k] - Y;
                    if (dx * dx + dy * dy > squaredRange || k == i) continue;
                    if (!buffered) {
                        buffer = generator.next();
                        buffered = 2;
                    }
                    uint32_t draw = (uint32_t)buffer;
                    buffer >>= 32;
                    buffered--;
                    float outcome = draw < goodLimit ? 1.f : 0.f;
                    if (dense) {
                        size_t place = (size_t)k * N + i;
                        good[place] = good[place] * factor + outcome;
                        bad[place] = bad[place] * factor + (1 - outcome);
                    } else {
                        tables[k].get(i).update(outcome);
                    }
                    receptions++;
                }
        beacons++;
    };

    double begun = now();
    if (heap) {
        vector<Event> queue;
        queue.reserve(N + 1);
        for (int i = 0; i < N; i++) queue.push_back({phase[i], (uint32_t)i});
        auto later = [](const Event& a, const Event& b) { return isLater(a, b); };
        make_heap(queue.begin(), queue.end(), later);
        while (queue.front().time < endSeconds) {
            pop_heap(queue.begin(), queue.end(), later);
            Event event = queue.back();
            queue.pop_back();
            step(event.time, event.vehicle);
            event.time += 1;
            queue.push_back(event);
            push_heap(queue.begin(), queue.end(), later);
        }
    } else {
        vector<uint32_t> order(N);
        for (int i = 0; i < N; i++) order[i] = i;
        sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return phase[a] < phase[b]; });
        for (int second = 0; second < (int)endSeconds; second++)
            for (uint32_t i : order) step(phase[i] + second, i);
    }
    double ended = now();

    double trust = 0;
    uint64_t records = 0;
    if (dense) {
        for (size_t place = 0; place < good.size(); place++)
            if (good[place] + bad[place] != 2.f) {
                trust += good[place] / (good[place] + bad[place]);
                records++;
            }
    } else {
        for (auto& table : tables)
            table.forEach([&](const Record& record) {
                trust += record.trust();
                records++;
            });
    }
    printf(
        "peer=cpp queue=%s store=%s N=%d side=%.1f beacons=%lu receptions=%lu mean_nb=%.2f records=%lu "
        "mean_trust=%.4f loop_s=%.4f setup_s=%.4f rx_per_s=%.4g\n",
        heap ? "heap" : "ring", dense ? "dense" : "hash", N, side, beacons, receptions, (double)receptions / beacons,
        records, trust / records, ended - begun, begun - started, receptions / (ended - begun));
}
