extension ReportScript {
    /// Elements, axes and the line chart. The look is that of `CurveChart`: the same colours, dashes and marks.
    static let charts = #"""
        var DASHES = ['', '7 3', '2 2', '8 3 2 3'];

        function px(value) { return String(Math.round(value * 10) / 10); }
        function limited(value) { return Math.max(-1e300, Math.min(1e300, value)); }

        // Schemes that are shown at first come first, so that they are easy to tell apart.
        function isMain(s) { return s.kind === 'scheme' || s.kind === 'bound'; }
        var look = [], looks = 0;
        [true, false].forEach(function (main) {
          D.schemes.forEach(function (s, i) { if (isMain(s) === main) { look[i] = looks; looks += 1; } });
        });

        // Colour, dashes and mark of a scheme: the same everywhere on the page.
        function style(scheme) {
          var own = D.schemes[scheme].name === 'consensus-adaptive', i = look[scheme];
          return { color: own ? 'var(--strong)' : 'var(--c' + i % 7 + ')', dashes: own ? '' : DASHES[i % 4],
            mark: own ? 0 : (i + 1) % 6, width: own || D.schemes[scheme].kind === 'bound' ? 2.6 : 1.6 };
        }

        function markPath(kind, x, y, r) {
          function p(dx, dy) { return px(x + dx * r) + ' ' + px(y + dy * r); }
          switch (kind) {
            case 0: return 'M' + p(-1, 0) + 'A' + r + ' ' + r + ' 0 1 1 ' + p(1, 0) + 'A' + r + ' ' + r + ' 0 1 1 ' + p(-1, 0) + 'Z';
            case 1: return 'M' + [p(-0.9, -0.9), p(0.9, -0.9), p(0.9, 0.9), p(-0.9, 0.9)].join('L') + 'Z';
            case 2: return 'M' + [p(0, -1.2), p(1.1, 0.8), p(-1.1, 0.8)].join('L') + 'Z';
            case 3: return 'M' + [p(0, -1.3), p(1.1, 0), p(0, 1.3), p(-1.1, 0)].join('L') + 'Z';
            case 4: return 'M' + [p(0, 1.2), p(1.1, -0.8), p(-1.1, -0.8)].join('L') + 'Z';
            default: return 'M' + p(-1, -1) + 'L' + p(1, 1) + 'M' + p(-1, 1) + 'L' + p(1, -1);
          }
        }

        function mark(scheme, x, y, tip) {
          var s = style(scheme);
          return svg('path', { d: markPath(s.mark, x, y, s.width > 2 ? 4.5 : 3.8), fill: s.mark === 5 ? 'none' : s.color,
            stroke: s.color, 'stroke-width': s.mark === 5 ? 2 : 0 }, [svg('title', {}, [tip])]);
        }

        function axis(low, high, wanted) {
          low = limited(low); high = limited(high);
          var least = Math.max(Math.abs(low), Math.abs(high)) * 1e-6 + 1e-100;
          if (high - low < least) { low -= 0.5 * (Math.abs(low) || 1); high += 0.5 * (Math.abs(high) || 1); }
          var raw = (high - low) / wanted, exponent = Math.floor(Math.log10(raw)), step, ticks = [], i, digits;
          step = [1, 2, 5, 10].map(function (f) { return f * Math.pow(10, exponent); })
            .find(function (s) { return s >= raw * (1 - 1e-9); });
          digits = Math.max(0, Math.min(20, -Math.floor(Math.log10(step) + 1e-9)));
          for (i = Math.ceil(low / step - 1e-8); i <= high / step + 1e-8 && ticks.length < 100; i += 1) {
            ticks.push({ value: i * step, text: Math.abs(i * step) < 1e6 ? fixed(i * step, digits) : String(i * step) });
          }
          return { low: low, high: high, ticks: ticks, place: function (v) { return (limited(v) - low) / (high - low); } };
        }

        // Shares have the axis from 0 to 1, others one that holds what there is.
        function extent(metric, figures) {
          var means = figures.map(function (f) { return f.mean; }).filter(isFinite), low, high;
          if (!metric.unit && means.every(function (v) { return v >= 0 && v <= 1; })) { return [0, 1]; }
          low = Math.min.apply(null, [0].concat(figures.map(function (f) { return f.mean - (f.half || 0); }).filter(isFinite)));
          high = Math.max.apply(null, [0].concat(figures.map(function (f) { return f.mean + (f.half || 0); }).filter(isFinite)));
          return [low, high];
        }

        function nothing(host, text) { clear(host).appendChild(element('p', { 'class': 'empty' }, [text])); }

        function frame(host, height, label) {
          var width = state.printWidth || Math.max(260, Math.min(1040, host.clientWidth || 640));
          var node = svg('svg', { viewBox: '0 0 ' + width + ' ' + height, width: width, height: height, role: 'img',
            'aria-label': label });
          clear(host).appendChild(node);
          return { node: node, width: width, add: function (name, attributes, children) {
            var made = svg(name, attributes, children);
            node.appendChild(made);
            return made;
          } };
        }

        function lineChart(host, metric, series, ratios, label) {
          var all = [].concat.apply([], series.map(function (s) { return s.figures; }));
          if (!all.some(function (f) { return isFinite(f.mean); })) { return nothing(host, 'Nothing is defined here.'); }
          var height = state.printWidth ? 320 : Math.max(240, Math.min(440, (host.clientWidth || 640) * 0.6));
          var f = frame(host, height, label), left = 48, right = 12, top = 12, bottom = 42;
          var w = f.width - left - right, h = height - top - bottom, ends = extent(metric, all);
          var xs = axis(ratios[0] <= ratios[ratios.length - 1] / 3 ? 0 : ratios[0], ratios[ratios.length - 1], Math.max(2, Math.min(8, w / 60)));
          var ys = axis(ends[0], ends[1], 5);
          if (ratios.length < 10 && w / ratios.length > 34) {
            xs.ticks = ratios.map(function (r) { return { value: r, text: String(r) }; });
          }
          function x(v) { return left + w * xs.place(v); }
          function y(v) { return top + h * (1 - Math.max(0, Math.min(1, ys.place(v)))); }
          ys.ticks.forEach(function (t) {
            f.add('path', { d: 'M' + left + ' ' + px(y(t.value)) + 'h' + px(w), 'class': 'grid' });
            f.add('text', { x: left - 8, y: px(y(t.value) + 4), 'text-anchor': 'end' }, [t.text]);
          });
          f.add('path', { d: 'M' + left + ' ' + top + 'v' + px(h) + 'h' + px(w), 'class': 'axis' });
          xs.ticks.forEach(function (t) {
            f.add('path', { d: 'M' + px(x(t.value)) + ' ' + px(top + h) + 'v5', 'class': 'axis' });
            f.add('text', { x: px(x(t.value)), y: px(top + h + 18), 'text-anchor': 'middle' }, [t.text]);
          });
          f.add('text', { x: px(left + w / 2), y: height - 5, 'text-anchor': 'middle', 'class': 'axis-title' }, ['share of attackers']);
          series.forEach(function (s) {
            var own = style(s.scheme), path = '', whiskers = '', group, points = [];
            s.figures.forEach(function (v, i) {
              if (!isFinite(v.mean)) { return; }
              points.push([x(ratios[i]), y(v.mean), v, ratios[i]]);
              if (isFinite(v.half) && v.half > 0) {
                whiskers += 'M' + px(x(ratios[i])) + ' ' + px(y(v.mean - v.half)) + 'V' + px(y(v.mean + v.half));
              }
            });
            path = points.map(function (p) { return px(p[0]) + ' ' + px(p[1]); }).join('L');
            group = f.add('g', { 'class': 'series', 'data-scheme': s.scheme });
            if (whiskers) { group.appendChild(svg('path', { d: whiskers, stroke: own.color, 'class': 'whisker' })); }
            if (points.length > 1) {
              group.appendChild(svg('path', { d: 'M' + path, fill: 'none', stroke: own.color, 'stroke-width': own.width,
                'stroke-dasharray': own.dashes || undefined, 'stroke-linejoin': 'round' }));
            }
            points.forEach(function (p) {
              group.appendChild(mark(s.scheme, p[0], p[1],
                D.schemes[s.scheme].name + ', ' + p[3] + ': ' + shown(metric, p[2])));
            });
          });
        }

        """#
}
