extension ReportScript {
    /// Charts with a row for each scheme, the ROC plane and the heat map.
    static let dots = #"""
        // The text, cut to about so many pixels at 12 px a line.
        function cut(text, width) {
          var most = Math.max(4, Math.floor(width / 6.4));
          return text.length <= most ? text : text.slice(0, most - 1) + '\u2026';
        }

        // A row for each figure {scheme, name, mean, half}: a dot with its interval, or a bar from zero.
        function rowChart(host, metric, rows, options) {
          rows = rows.filter(function (r) { return isFinite(r.mean); });
          if (!rows.length) { return nothing(host, options.empty || 'Nothing is defined here.'); }
          var step = 20, top = 4, bottom = 40, height = top + rows.length * step + bottom;
          var f = frame(host, height, options.label), ends, xs, w;
          var longest = Math.max.apply(null, rows.map(function (r) { return r.name.length; }));
          var left = Math.min(longest * 6.4 + 14, f.width * 0.46), right = options.values ? (options.difference ? 116 : 96) : 14;
          if (f.width < 460) { right = 14; }
          w = f.width - left - right;
          ends = options.difference ? differenceExtent(rows) : extent(metric, rows);
          xs = axis(ends[0], ends[1], Math.max(2, Math.min(8, w / 64)));
          function x(v) { return left + w * Math.max(0, Math.min(1, xs.place(v))); }
          xs.ticks.forEach(function (t) {
            f.add('path', { d: 'M' + px(x(t.value)) + ' ' + top + 'V' + px(height - bottom), 'class': 'grid' });
            f.add('text', { x: px(x(t.value)), y: height - bottom + 16, 'text-anchor': 'middle' }, [t.text]);
          });
          f.add('text', { x: px(left + w / 2), y: height - 5, 'text-anchor': 'middle', 'class': 'axis-title' },
            [options.axis || titled(metric)]);
          if (ends[0] < 0) { f.add('path', { d: 'M' + px(x(0)) + ' ' + top + 'V' + px(height - bottom), 'class': 'axis' }); }
          rows.forEach(function (r, i) {
            var y = top + step * (i + 0.5), color = style(r.scheme).color, group;
            var tip = r.name + ': ' + shown(metric, r);
            group = f.add('g', { 'class': 'series', 'data-scheme': r.scheme });
            group.appendChild(svg('text', { x: px(left - 10), y: px(y + 4), 'text-anchor': 'end',
              'class': r.scheme === D.own ? 'own' : undefined }, [cut(r.name, left - 14), svg('title', {}, [r.name])]));
            if (options.bars) {
              group.appendChild(svg('rect', { x: px(Math.min(x(0), x(r.mean))), y: px(y - 6), rx: 1,
                width: px(Math.abs(x(r.mean) - x(0))), height: 12, fill: color, 'fill-opacity': 0.8 }, [svg('title', {}, [tip])]));
            }
            if (isFinite(r.half) && r.half > 0) {
              group.appendChild(svg('path', { d: 'M' + px(x(r.mean - r.half)) + ' ' + px(y) + 'H' + px(x(r.mean + r.half)),
                stroke: options.bars ? 'var(--ink)' : color, 'class': 'whisker strong' }));
            }
            if (!options.bars) { group.appendChild(mark(r.scheme, x(r.mean), y, tip)); }
            if (right > 20) {
              group.appendChild(svg('text', { x: px(f.width - right + 8), y: px(y + 4), 'class': 'value' }, [shown(metric, r)]));
            }
          });
        }

        function differenceExtent(rows) {
          var most = Math.max.apply(null, rows.map(function (r) { return Math.abs(r.mean) + (r.half || 0); }));
          var low = Math.min.apply(null, rows.map(function (r) { return r.mean - (r.half || 0); }));
          var high = Math.max.apply(null, rows.map(function (r) { return r.mean + (r.half || 0); }));
          return [Math.min(low, -most / 10), Math.max(high, most / 10)];
        }

        // False alarms to the right, recall upwards; a point a scheme, a curve where the results have one.
        function rocChart(host, points, curves, label) {
          points = points.filter(function (p) { return isFinite(p.fpr.mean) && isFinite(p.tpr.mean); });
          if (!points.length) { return nothing(host, 'The ROC plane needs malicious and honest cases.'); }
          var size = Math.max(260, Math.min(state.printWidth ? 400 : 520, host.clientWidth || 520));
          var f = frame(host, size, label), left = 48, top = 10, bottom = 42, side = size - top - bottom, w;
          w = Math.min(side, f.width - left - 12);
          f.node.setAttribute('width', Math.min(f.width, left + w + 12));
          f.node.setAttribute('viewBox', '0 0 ' + Math.min(f.width, left + w + 12) + ' ' + size);
          function x(v) { return left + w * Math.max(0, Math.min(1, v)); }
          function y(v) { return top + side * (1 - Math.max(0, Math.min(1, v))); }
          [0, 0.2, 0.4, 0.6, 0.8, 1].forEach(function (t) {
            f.add('path', { d: 'M' + left + ' ' + px(y(t)) + 'h' + px(w), 'class': 'grid' });
            f.add('path', { d: 'M' + px(x(t)) + ' ' + top + 'v' + px(side), 'class': 'grid' });
            f.add('text', { x: left - 8, y: px(y(t) + 4), 'text-anchor': 'end' }, [fixed(t, 1)]);
            f.add('text', { x: px(x(t)), y: px(top + side + 18), 'text-anchor': 'middle' }, [fixed(t, 1)]);
          });
          f.add('path', { d: 'M' + px(x(0)) + ' ' + px(y(0)) + 'L' + px(x(1)) + ' ' + px(y(1)), 'class': 'chance' });
          f.add('text', { x: px(left + w / 2), y: size - 5, 'text-anchor': 'middle', 'class': 'axis-title' }, ['false positive rate']);
          f.add('text', { transform: 'translate(13 ' + px(top + side / 2) + ') rotate(-90)', 'text-anchor': 'middle',
            'class': 'axis-title' }, ['recall (true positive rate)']);
          curves.forEach(function (c) {
            var own = style(c.scheme);
            var path = c.recalls.map(function (v, i) { return px(x(D.roc.rates[i])) + ' ' + px(y(v)); }).join('L');
            f.add('g', { 'class': 'series', 'data-scheme': c.scheme }, [svg('path', { d: 'M' + path, fill: 'none',
              stroke: own.color, 'stroke-width': own.width, 'stroke-dasharray': own.dashes || undefined })]);
          });
          points.forEach(function (p) {
            var color = style(p.scheme).color, group = f.add('g', { 'class': 'series', 'data-scheme': p.scheme });
            [[p.fpr, p.tpr, 'H'], [p.tpr, p.fpr, 'V']].forEach(function (pair) {
              var v = pair[0];
              if (!isFinite(v.half) || v.half <= 0) { return; }
              group.appendChild(svg('path', { stroke: color, 'class': 'whisker', d: pair[2] === 'H'
                ? 'M' + px(x(v.mean - v.half)) + ' ' + px(y(pair[1].mean)) + 'H' + px(x(v.mean + v.half))
                : 'M' + px(x(pair[1].mean)) + ' ' + px(y(v.mean - v.half)) + 'V' + px(y(v.mean + v.half)) }));
            });
            group.appendChild(mark(p.scheme, x(p.fpr.mean), y(p.tpr.mean), D.schemes[p.scheme].name + ': false positive rate '
              + fixed(p.fpr.mean, 3) + ', recall ' + fixed(p.tpr.mean, 3)));
          });
        }

        // Colours from dark blue to yellow that keep their order without colour vision (J. R. Nuñez et al., 2018: cividis).
        var CIVIDIS = [[0, 34, 78], [53, 69, 108], [102, 105, 112], [148, 142, 119], [200, 184, 102], [254, 232, 56]];
        function heat(share) {
          var at = Math.max(0, Math.min(1, share)) * 5, low = Math.min(4, Math.floor(at));
          var rgb = CIVIDIS[low].map(function (v, i) { return Math.round(v + (CIVIDIS[low + 1][i] - v) * (at - low)); });
          return { back: 'rgb(' + rgb.join(',') + ')',
            text: 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2] > 125 ? '#000' : '#fff' };
        }

        function heatMap(host, metric, schemes, settings, find) {
          var figures = schemes.map(function (s) { return settings.map(function (t) { return find(s, t); }); });
          var all = [].concat.apply([], figures), ends = extent(metric, all), head, body;
          if (!all.some(function (f) { return isFinite(f.mean); })) { return nothing(host, 'Nothing is defined here.'); }
          head = element('tr', {}, [element('th', { scope: 'col' }, ['Scheme'])].concat(settings.map(function (t) {
            return element('th', { scope: 'col', 'class': 'slanted', title: D.settings[t].full },
              [element('span', {}, [cut(D.settings[t].name, 200)])]);
          })));
          body = schemes.map(function (s, i) {
            return element('tr', {}, [element('th', { scope: 'row' }, [D.schemes[s].name])].concat(figures[i].map(function (f, j) {
              var share = (f.mean - ends[0]) / ((ends[1] - ends[0]) || 1), cell;
              if (!isFinite(f.mean)) { return element('td', { 'class': 'none' }, ['\u2013']); }
              cell = heat(metric.better < 0 ? 1 - share : share);
              return element('td', { style: 'background:' + cell.back + ';color:' + cell.text,
                title: D.schemes[s].name + ', ' + D.settings[settings[j]].full + ': ' + shown(metric, f) },
                [fixed(f.mean, metric.unit ? 1 : 2)]);
            })));
          });
          clear(host).appendChild(element('table', { 'class': 'heat' }, [element('thead', {}, [head]), element('tbody', {}, body)]));
        }

        """#
}
