// An upper bound that simulates nothing: the update of the records alone, over neighbour lists made beforehand from the
// starting positions. What is left is memory and arithmetic.
//
//     limit N [stream|scatter|dense] [THREADS] [ROUNDS]
//
// stream   records in the order in which senders walk through them: pure streaming
// scatter  each receiver owns a block of records; senders walk through places found beforehand
// dense    an N x N matrix, a row for each receiver
#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "workload.hpp"

using namespace std;

struct Counts {
    float good, bad;
};

int main(int argc, char** argv) {
    int N = argc > 1 ? atoi(argv[1]) : 1000;
    string mode = argc > 2 ? argv[2] : "scatter";
    int threads = argc > 3 ? atoi(argv[3]) : 1;
    int rounds = argc > 4 ? atoi(argv[4]) : 100;

    double side = sideFor(N);
    Generator generator(1);
    vector<float> x(N), y(N);
    for (int i = 0; i < N; i++) {
        x[i] = generator.uniform() * side;
        y[i] = generator.uniform() * side;
    }

    int columns = max(1, (int)(side / rangeMeters));
    double cellSide = side / columns;
    vector<vector<uint32_t>> cells(columns * columns);
    auto cellAt = [&](float coordinate) { return min(columns - 1, (int)(coordinate / cellSide)); };
    for (int i = 0; i < N; i++) cells[cellAt(y[i]) * columns + cellAt(x[i])].push_back(i);

    vector<vector<uint32_t>> neighbours(N);
    for (int i = 0; i < N; i++) {
        int column = cellAt(x[i]), row = cellAt(y[i]);
        for (int b = max(0, row - 1); b <= min(columns - 1, row + 1); b++)
            for (int a = max(0, column - 1); a <= min(columns - 1, column + 1); a++)
                for (uint32_t k : cells[b * columns + a])
                    if ((int)k != i) {
                        float dx = x[k] - x[i], dy = y[k] - y[i];
                        if (dx * dx + dy * dy <= rangeMeters * rangeMeters) neighbours[i].push_back(k);
                    }
        sort(neighbours[i].begin(), neighbours[i].end());
    }

    vector<uint32_t> offset(N + 1, 0);
    for (int i = 0; i < N; i++) offset[i + 1] = offset[i] + neighbours[i].size();
    size_t edges = offset[N];
    vector<uint32_t> slot(edges);  // place, in the block of receiver k, of its record of sender i
    for (int i = 0; i < N; i++)
        for (size_t j = 0; j < neighbours[i].size(); j++) {
            if (mode == "dense") continue;
            uint32_t k = neighbours[i][j];
            auto place = lower_bound(neighbours[k].begin(), neighbours[k].end(), (uint32_t)i);
            slot[offset[i] + j] = offset[k] + (uint32_t)(place - neighbours[k].begin());
        }

    vector<Counts> records(mode == "dense" ? (size_t)N * N : edges, Counts{1, 1});
    const float factor = forgettingFactor;
    // Senders in a random order, as random phases give.
    vector<uint32_t> order(N);
    for (int i = 0; i < N; i++) order[i] = i;
    for (int i = N - 1; i > 0; i--) swap(order[i], order[generator.next() % (i + 1)]);
    vector<uint32_t> receiver(edges);
    for (int i = 0; i < N; i++) copy(neighbours[i].begin(), neighbours[i].end(), receiver.begin() + offset[i]);

    // Threads share out the senders; no two senders share a record, so there is no race.
    auto work = [&](int thread) {
        int low = (long)N * thread / threads, high = (long)N * (thread + 1) / threads;
        uint32_t state = 12345u + thread;
        for (int round = 0; round < rounds; round++)
            for (int position = low; position < high; position++) {
                uint32_t i = order[position], begin = offset[i], end = offset[i + 1], base = state;
                state += 0x9e3779b9u * (end - begin);
                auto outcome = [&](uint32_t e) {
                    return mixed(base + 0x9e3779b9u * (e - begin)) < goodLimit ? 1.f : 0.f;
                };
                auto update = [&](Counts& counts, uint32_t e) {
                    float good = outcome(e);
                    counts.good = counts.good * factor + good;
                    counts.bad = counts.bad * factor + (1 - good);
                };
                if (mode == "stream")
                    for (uint32_t e = begin; e < end; e++) update(records[e], e);
                else if (mode == "scatter")
                    for (uint32_t e = begin; e < end; e++) update(records[slot[e]], e);
                else
                    for (uint32_t e = begin; e < end; e++) update(records[(size_t)receiver[e] * N + i], e);
            }
    };

    double begun = now();
    if (threads == 1) {
        work(0);
    } else {
        vector<thread> workers;
        for (int thread = 0; thread < threads; thread++) workers.emplace_back(work, thread);
        for (auto& worker : workers) worker.join();
    }
    double seconds = now() - begun;

    double check = 0;
    for (auto& counts : records) check += counts.good - counts.bad;
    uint64_t receptions = (uint64_t)edges * rounds;
    printf(
        "peer=cpplimit mode=%s threads=%d N=%d edges=%zu mean_nb=%.2f state_MB=%.1f receptions=%lu loop_s=%.4f "
        "rx_per_s=%.4g check=%.3f\n",
        mode.c_str(), threads, N, edges, (double)edges / N, records.size() * 8 / 1e6, receptions, seconds,
        receptions / seconds, check);
}
