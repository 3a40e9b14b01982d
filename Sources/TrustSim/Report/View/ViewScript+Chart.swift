extension ViewScript {
    /// The curve of F1 so far.
    static let chart = #"""
        function say(id, text) { var node = byId(id); if (node.textContent !== text) { node.textContent = text; } }
        function fixed(value, digits) { return value === value ? value.toFixed(digits) : '\u2013'; }

        // F1 of what was counted from one number of evaluations to another.
        function f1(table, from, to) {
          var tp = table[0][to] - table[0][from], fn = table[1][to] - table[1][from], fp = table[2][to] - table[2][from];
          return 2 * tp + fp + fn > 0 ? 2 * tp / (2 * tp + fp + fn) : NaN;
        }
        function f1SoFar(scheme, time) { return f1(scheme.counted, 0, evaluationsUntil(time)); }
        function f1Lately(scheme, time) {
          return f1(scheme.decided, evaluationsUntil(time - D.interval), evaluationsUntil(time));
        }

        var plot = { left: 34, right: 10, top: 8, bottom: 34, height: 176 };
        var LINE_DASHES = ['7 3', '2 2', '8 3 2 3', '1 4'];

        function drawChart() {
          var host = byId('f1-chart'), w = plot.width = Math.max(240, Math.min(900, host.clientWidth || 340)), h = plot.height;
          var inner = w - plot.left - plot.right, depth = h - plot.top - plot.bottom, t;
          var node = svg('svg', { viewBox: '0 0 ' + w + ' ' + h, width: w, height: h, role: 'img',
            'aria-label': 'F1 over time; the numbers are in the text below' });
          plot.x = function (time) { return plot.left + inner * time / (D.end || 1); };
          plot.y = function (value) { return plot.top + depth * (1 - value); };
          node.appendChild(svg('rect', { x: plot.left, y: plot.top, width: plot.x(D.warmupEnd) - plot.left, height: depth,
            'class': 'warmup' }));
          [0, 0.5, 1].forEach(function (v) {
            node.appendChild(svg('path', { d: 'M' + plot.left + ' ' + plot.y(v) + 'h' + inner, 'class': 'grid' }));
            node.appendChild(svg('text', { x: plot.left - 6, y: plot.y(v) + 4, 'text-anchor': 'end' }, [String(v)]));
          });
          var step = roundLength(D.end / 3) || 1;
          for (t = 0; t <= D.end + 1e-9; t += step) {
            node.appendChild(svg('text', { x: plot.x(t), y: h - plot.bottom + 15, 'text-anchor': 'middle' }, [String(+t.toFixed(3))]));
          }
          node.appendChild(svg('text', { x: plot.left + inner / 2, y: h - 3, 'text-anchor': 'middle' }, ['time [s]']));
          var lines = D.schemes.map(function (scheme, index) { return index; }).filter(function (i) { return i !== state.scheme; });
          lines.forEach(function (index, place) {
            add(node, f1SoFar, D.schemes[index], 'other', LINE_DASHES[place % LINE_DASHES.length], colorOf(index));
          });
          add(node, f1Lately, D.schemes[state.scheme], 'lately', '1.5 3');
          add(node, f1SoFar, D.schemes[state.scheme], 'own');
          plot.line = svg('path', { d: 'M0 ' + plot.top + 'v' + depth, 'class': 'now' });
          plot.dot = svg('circle', { r: 4.5, 'class': 'dot' });
          node.appendChild(plot.line);
          node.appendChild(plot.dot);
          clear(host).appendChild(node);
          nameLines(lines);
          moveMarker();
        }

        // The same for a scheme whichever is chosen.
        function colorOf(index) { return 'stroke: var(--c' + [4, 2, 3, 5, 0, 1, 6][index % 7] + ')'; }

        function add(node, value, scheme, kind, dashes, style) {
          var path = '', open = false, count = Math.min(300, Math.ceil(D.end) + 1), i, t, y;
          for (i = 0; i <= count; i += 1) {
            t = D.end * i / count;
            y = value(scheme, t);
            if (y !== y) { open = false; continue; }
            path += (open ? 'L' : 'M') + plot.x(t).toFixed(1) + ' ' + plot.y(y).toFixed(1);
            open = true;
          }
          node.appendChild(svg('path', { d: path || 'M0 0', 'class': 'curve ' + kind, 'stroke-dasharray': dashes, style: style }));
        }

        function nameLines(others) {
          var host = clear(byId('f1-lines'));
          function entry(kind, dashes, text, style) {
            host.appendChild(element('span', { 'class': 'key' }, [svg('svg', { width: 26, height: 8, 'aria-hidden': 'true' },
              [svg('path', { d: 'M1 4h24', 'class': 'curve ' + kind, 'stroke-dasharray': dashes, style: style })]), text]));
          }
          entry('own', undefined, D.schemes[state.scheme].name + ' so far');
          entry('lately', '1.5 3', 'its last ' + D.interval + ' s');
          others.forEach(function (index, place) {
            entry('other', LINE_DASHES[place % LINE_DASHES.length], D.schemes[index].name, colorOf(index));
          });
        }

        function moveMarker() {
          if (!plot.line) { return; }
          var value = f1(D.schemes[state.scheme].counted, 0, done);
          plot.line.setAttribute('transform', 'translate(' + plot.x(state.time).toFixed(1) + ' 0)');
          plot.dot.setAttribute('cx', plot.x(state.time).toFixed(1));
          plot.dot.setAttribute('cy', plot.y(value === value ? value : 0).toFixed(1));
          plot.dot.setAttribute('visibility', value === value ? 'visible' : 'hidden');
        }

        function tellCounts() {
          var c = D.schemes[state.scheme].counted.map(function (column) { return column[done]; });
          var all = c[0] + c[1] + c[2] + c[3];
          function ratio(a, b) { return fixed(b > 0 ? a / b : NaN, 3); }
          say('f1-value', all ? 'F1 ' + fixed(f1(D.schemes[state.scheme].counted, 0, done), 3) : 'F1 \u2013');
          say('f1-counts', all === 0
            ? (state.time < D.warmupEnd ? 'Nothing is counted before the end of the warm-up at ' + D.warmupEnd + ' s.'
              : 'Nothing has been counted yet.')
            : 'Precision ' + ratio(c[0], c[0] + c[2]) + ', recall ' + ratio(c[0], c[0] + c[1]) + ' of ' + all
              + ' decisions: ' + c[0] + ' malicious distrusted, ' + c[1] + ' malicious trusted, ' + c[2]
              + ' honest distrusted, ' + c[3] + ' honest trusted.');
        }

        """#
}
