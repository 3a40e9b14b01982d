// Square cells over positions, for the variants of framework programs that have a neighbour search (`--grid=1`).
#pragma once
#include <algorithm>
#include <vector>

#include "workload.hpp"

struct Grid {
    int columns;
    double cellSide;
    std::vector<std::vector<uint32_t>> cells;
    std::vector<uint32_t> cellOf, placeOf;

    void init(int vehicles, double side) {
        columns = std::max(1, (int)(side / rangeMeters));
        cellSide = side / columns;
        cells.assign(columns * columns, {});
        cellOf.assign(vehicles, ~0u);
        placeOf.assign(vehicles, 0);
    }

    uint32_t cellAt(double x, double y) const {
        return std::min(columns - 1, (int)(y / cellSide)) * columns + std::min(columns - 1, (int)(x / cellSide));
    }

    void put(uint32_t vehicle, double x, double y) {
        uint32_t cell = cellAt(x, y);
        if (cell == cellOf[vehicle]) return;
        if (cellOf[vehicle] != ~0u) {
            auto& old = cells[cellOf[vehicle]];
            uint32_t last = old.back();
            old[placeOf[vehicle]] = last;
            placeOf[last] = placeOf[vehicle];
            old.pop_back();
        }
        cellOf[vehicle] = cell;
        placeOf[vehicle] = cells[cell].size();
        cells[cell].push_back(vehicle);
    }

    /// Calls `visit` with everybody in the cell of a vehicle and the eight around it.
    template <class Visit>
    void near(uint32_t vehicle, Visit visit) {
        int column = cellOf[vehicle] % columns, row = cellOf[vehicle] / columns;
        for (int j = std::max(0, row - 1); j <= std::min(columns - 1, row + 1); j++)
            for (int i = std::max(0, column - 1); i <= std::min(columns - 1, column + 1); i++)
                for (uint32_t other : cells[j * columns + i]) visit(other);
    }
};
