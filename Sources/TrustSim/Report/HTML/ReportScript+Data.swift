/// The script of the report, in parts: plain JavaScript that makes elements and never reads markup, so that no text from
/// a file can become any.
enum ReportScript {
    /// All parts.
    static var text: String {
        "(function () {\n'use strict';\n" + data + PageMarkup.elements + charts + dots + tables + page + "}());\n"
    }

    /// Reading the figures: columns of whole numbers in a fixed number of characters each (``PackedColumn``).
    static let data = #"""
        var D = JSON.parse(document.getElementById('data').textContent);
        var ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
        var CODE = {};
        for (var place = 0; place < 64; place += 1) { CODE[ALPHABET[place]] = place; }
        var schemeCount = D.schemes.length;

        function unpack(column, scale) {
          var values = [], i, j, number;
          if (column.plain) { return column.plain.map(function (v) { return v === null ? NaN : v; }); }
          for (i = 0; i < column.count; i += 1) {
            number = 0;
            for (j = 0; j < column.width; j += 1) { number = number * 64 + CODE[column.text[i * column.width + j]]; }
            if (column.gaps) { number -= 1; }
            values.push(number < 0 ? NaN : (number + column.least) / scale);
          }
          return values;
        }

        D.metrics.forEach(function (metric) {
          var scale = Math.pow(10, metric.digits);
          metric.means = unpack(metric.mean, scale);
          metric.halves = unpack(metric.half, scale);
          metric.gapCounts = unpack(metric.undefinedCount, 1);
          metric.marks = metric.mark ? unpack(metric.mark, 1) : [];
        });

        var cellAt = {};
        D.cells.forEach(function (cell, index) { cellAt[cell.slice(0, 3).join()] = index; });

        function metricNamed(name) { return D.metrics.find(function (m) { return m.name === name; }); }

        // The figure of a scheme. Where a mean over scenarios or settings was not made with an interval, it is made here
        // without one.
        function figure(metric, scenario, setting, ratio, scheme) {
          var index = cellAt[[scenario, setting, ratio].join()], row, sum = 0, count = 0;
          if (index !== undefined) {
            row = index * schemeCount + scheme;
            return { mean: metric.means[row], half: metric.halves[row], gaps: metric.gapCounts[row],
              mark: metric.marks[row] || 0, runs: D.cells[index][3] };
          }
          if (scenario >= 0 && setting >= 0) { return { mean: NaN, half: NaN, gaps: 0, mark: 0, runs: 0 }; }
          D.cells.forEach(function (cell, at) {
            if (cell[0] < 0 || cell[1] < 0 || cell[2] !== ratio) { return; }
            if (scenario >= 0 && cell[0] !== scenario) { return; }
            if (setting >= 0 && cell[1] !== setting) { return; }
            var value = metric.means[at * schemeCount + scheme];
            if (!isNaN(value)) { sum += value; count += 1; }
          });
          return { mean: count ? sum / count : NaN, half: NaN, gaps: 0, mark: 0, runs: count };
        }

        function fixed(value, digits) {
          if (!isFinite(value)) { return '\u2013'; }
          var text = value.toFixed(digits);
          return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '\u2212');
        }

        function shown(metric, f) {
          var text = fixed(f.mean, metric.digits);
          if (isFinite(f.mean) && isFinite(f.half)) { text += ' \u00b1\u00a0' + fixed(f.half, metric.digits); }
          if (isFinite(f.mean) && f.gaps > 0) { text += '\u2020'; }
          if (isFinite(f.mean) && f.mark === 2) { text += '\u2009\u2248'; }
          return text;
        }

        function titled(metric) { return metric.title + (metric.unit ? ' [' + metric.unit + ']' : ''); }

        """#
}
