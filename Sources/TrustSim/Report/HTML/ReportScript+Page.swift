extension ReportScript {
    /// Controls and sections.
    static let page = #"""
        var attacked = D.ratios.map(function (r, i) { return i; }).filter(function (i) { return D.ratios[i] > 0; });
        var state = {
          metric: (metricNamed('f1') || D.metrics[0]).name,
          scenario: D.scenarios.length > 1 ? -1 : 0,
          setting: D.settings.length > 1 ? -1 : 0,
          ratio: attacked.length ? attacked[Math.floor(attacked.length / 2)] : 0,
          chosen: D.schemes.map(isMain),
          theme: 'auto', printWidth: 0, copied: ''
        };
        if (state.chosen.indexOf(true) < 0) { state.chosen = state.chosen.map(function () { return true; }); }
        window.trustsimReport = state;

        function metric() { return metricNamed(state.metric); }
        function chosen() { return D.schemes.map(function (s, i) { return i; }).filter(function (i) { return state.chosen[i]; }); }
        function here(m, scheme, ratio) { return figure(m, state.scenario, state.setting, ratio === undefined ? state.ratio : ratio, scheme); }
        function whereText() {
          return (state.scenario < 0 ? 'mean over ' + D.scenarios.length + ' scenarios' : D.scenarios[state.scenario])
            + (D.settings.length < 2 ? '' : ', ' + (state.setting < 0 ? 'mean over ' + D.settingKeys : D.settings[state.setting].full));
        }
        function ratioText() { return 'share of attackers ' + D.ratios[state.ratio]; }
        function caption(id, text) { byId(id).textContent = text; }

        function row(m, scheme) {
          var f = here(m, scheme);
          return { scheme: scheme, name: D.schemes[scheme].name, mean: f.mean, half: f.half, gaps: f.gaps, mark: f.mark };
        }
        function ranked(m) {
          var way = m.better < 0 ? 1 : -1;
          return chosen().map(function (s) { return row(m, s); }).sort(function (a, b) {
            return isNaN(a.mean) || isNaN(b.mean) ? isNaN(a.mean) - isNaN(b.mean) : way * (a.mean - b.mean);
          });
        }

        function drawCurves() {
          var m = metric(), ratios = D.ratios.map(function (r, i) { return i; }).filter(function (i) {
            // Without attackers there is nothing to find, and what counts finds is 0 or undefined.
            return !(m.needsAttackers && D.ratios[i] === 0) && chosen().some(function (s) { return isFinite(here(m, s, i).mean); });
          });
          caption('curves-caption', titled(m) + ', ' + whereText() + '. Bars: 95 % intervals over the replications.');
          if (!ratios.length) { return nothing(byId('curves-chart'), 'Nothing is defined here.'); }
          lineChart(byId('curves-chart'), m, chosen().map(function (s) {
            return { scheme: s, figures: ratios.map(function (i) { return here(m, s, i); }) };
          }), ratios.map(function (i) { return D.ratios[i]; }), titled(m) + ' over the share of attackers, ' + whereText());
        }

        function drawRanking() {
          var m = metric();
          caption('ranking-caption', titled(m) + ' at ' + ratioText() + ', ' + whereText() + ', the best first.');
          rowChart(byId('ranking-chart'), m, ranked(m), { values: true, label: titled(m) + ' of the schemes at ' + ratioText() });
        }

        function drawROC() {
          var fpr = metricNamed('falsePositiveRate'), tpr = metricNamed('recall'), auc = metricNamed('auc'), curves = [];
          if (!fpr || !tpr) { return nothing(byId('roc-chart'), 'The results have no false positive rate or no recall.'); }
          if (D.roc) {
            curves = D.roc.curves.filter(function (c) {
              return state.chosen[c.scheme] && c.scenario === state.scenario && c.setting === state.setting && c.ratio === state.ratio;
            }).map(function (c) { return { scheme: c.scheme, recalls: unpack(c.recalls, 1000) }; })
              .filter(function (c) { return c.recalls.every(isFinite); });
          }
          caption('roc-caption', 'At ' + ratioText() + ', ' + whereText() + '. Each mark is the point at which a scheme works, with '
            + 'its own threshold. ' + (curves.length ? 'Curves: mean recall at each false positive rate, over all fixed thresholds; a scheme '
              + 'with a threshold of its own for each vehicle may work beside its curve.'
              : D.roc ? 'There is no curve for this choice.'
              : 'These results have no curves over all thresholds (sweep --roc writes them), only the area under each.'));
          rocChart(byId('roc-chart'), chosen().map(function (s) { return { scheme: s, fpr: here(fpr, s), tpr: here(tpr, s) }; }),
            curves, 'ROC plane of the schemes');
          if (!auc) { return nothing(byId('auc-chart'), 'The results have no area under the ROC curve.'); }
          rowChart(byId('auc-chart'), auc, ranked(auc), { values: true, label: 'Area under the ROC curve of the schemes',
            axis: 'AUC (unknown cases at 0.5)' });
        }

        function drawHeat() {
          if (D.settings.length < 2) { return; }
          var m = metric(), settings = D.settings.map(function (t, i) { return i; }).filter(function (t) {
            return chosen().some(function (s) { return isFinite(figure(m, state.scenario, t, state.ratio, s).mean); });
          });
          caption('heat-caption', titled(m) + ' at ' + ratioText() + ', '
            + (state.scenario < 0 ? 'mean over ' + D.scenarios.length + ' scenarios' : D.scenarios[state.scenario]) + '; yellow is better.');
          heatMap(byId('heat-chart'), m, chosen(), settings, function (s, t) { return figure(m, state.scenario, t, state.ratio, s); });
        }

        function drawVariants() {
          D.variants.forEach(function (group) {
            var m = metric(), rows = group.rows.filter(function (r) { return r.metric === state.metric && r.scenario === state.scenario; });
            caption(group.id + '-caption', 'Difference of ' + titled(m) + ' to ' + group.base + ', '
              + (state.scenario < 0 ? 'all scenarios' : D.scenarios[state.scenario]) + ': ' + D.variantNote);
            rowChart(byId(group.id + '-chart'), Object.assign({}, m, { digits: 4 }), rows.map(function (r) {
              var name = D.schemes[r.scheme].name;
              name = group.id === 'ablations' ? name.slice(group.base.length + 1) : name.replace(/\/calibrated$/, '');
              return { scheme: r.scheme, name: name, mean: r.mean === null ? NaN : r.mean,
                half: r.half === null ? NaN : r.half, gaps: 0, mark: 0 };
            }), { bars: true, difference: true, values: true, axis: 'difference of ' + titled(m),
              label: 'Variants against ' + group.base, empty: 'This is compared for the main metrics only.' });
          });
        }

        function drawCost() {
          ['timeToDetect', 'detectionRate', 'bytesPerVehicleSecond'].forEach(function (name) {
            var m = metricNamed(name), host = byId('cost-' + name);
            if (!m) { return nothing(host, 'The results have no ' + name + '.'); }
            rowChart(host, m, ranked(m), { values: true, bars: name === 'bytesPerVehicleSecond', label: titled(m) + ' of the schemes' });
          });
          caption('cost-caption', 'At ' + ratioText() + ', ' + whereText() + '.');
        }

        function drawTables() {
          var m = metric(), all = D.schemes.map(function (s, i) { return i; }), places = D.ratios.map(function (r, i) { return i; });
          var listed = D.metrics.filter(function (k) { return k.listed; });
          showTable(byId('table-metrics'), {
            caption: 'At ' + ratioText() + ', ' + whereText(),
            columns: [{ title: 'Scheme' }].concat(listed.map(function (k) { return { title: titled(k), numeric: true }; })),
            rows: all.map(function (s) {
              return [{ text: D.schemes[s].name }].concat(listed.map(function (k) { return numberCell(k, here(k, s)); }));
            })
          });
          showTable(byId('table-ratios'), {
            caption: titled(m) + ' over the share of attackers, ' + whereText(),
            columns: [{ title: 'Scheme' }].concat(places.map(function (i) { return { title: String(D.ratios[i]), numeric: true }; })),
            rows: all.map(function (s) {
              return [{ text: D.schemes[s].name }].concat(places.map(function (i) { return numberCell(m, here(m, s, i)); }));
            })
          });
        }

        function drawTies() {
          var m = metric(), rows = [];
          D.cells.forEach(function (cell, index) {
            if (cell[0] < 0 || cell[1] < 0) { return; }
            if (state.scenario >= 0 && cell[0] !== state.scenario) { return; }
            if (state.setting >= 0 && cell[1] !== state.setting) { return; }
            var best = [], ties = [];
            D.schemes.forEach(function (s, i) {
              var sign = m.marks[index * schemeCount + i];
              if (sign === 1) { best.push(s.name); }
              if (sign === 2) { ties.push(s.name); }
            });
            if (!best.length) { return; }
            rows.push([{ text: D.scenarios[cell[0]] }, { text: D.settings[cell[1]].name },
              { text: String(D.ratios[cell[2]]), value: D.ratios[cell[2]], half: NaN, digits: 6 }, { text: best.join(', ') },
              { text: ties.length ? ties.join(', ') : cell[3] < D.wanted ? 'too few replications to say' : 'none' }]);
          });
          if (!rows.length) { return nothing(byId('ties-table'), 'No scheme is marked as the best for this metric.'); }
          showTable(byId('ties-table'), { caption: 'The best in ' + titled(m) + ', and what is not distinguishable from it',
            columns: [{ title: 'Scenario' }, { title: D.settingKeys || 'Setting' }, { title: 'Attackers', numeric: true },
              { title: 'Best' }, { title: 'Non-inferior to it' }], rows: rows });
        }

        function draw() {
          var hasCurves = D.ratios.length > 1;
          byId('curves').hidden = !hasCurves;
          if (hasCurves) { drawCurves(); }
          drawRanking(); drawROC(); drawHeat(); drawVariants(); drawCost(); drawTables(); drawTies();
          point(state.pointed);
        }

        // The scheme under the pointer or with the focus stands out.
        function point(scheme) {
          state.pointed = scheme;
          document.querySelectorAll('.series').forEach(function (node) {
            node.classList.toggle('dim', scheme !== undefined && node.getAttribute('data-scheme') !== String(scheme));
          });
        }

        var chips = [];
        function fillLegend() {
          clear(byId('legend'));
          clear(byId('legend-more'));
          D.schemes.forEach(function (s, i) {
            var own = style(i);
            var button = element('button', { type: 'button', 'class': 'scheme', 'aria-pressed': String(state.chosen[i]) }, [
              svg('svg', { width: 30, height: 12, 'aria-hidden': 'true' }, [
                svg('path', { d: 'M0 6h30', stroke: own.color, 'stroke-width': own.width, 'stroke-dasharray': own.dashes || undefined }),
                svg('path', { d: markPath(own.mark, 15, 6, 4), fill: own.mark === 5 ? 'none' : own.color, stroke: own.color,
                  'stroke-width': own.mark === 5 ? 2 : 0 })]), s.name]);
            button.addEventListener('click', function () { state.chosen[i] = !state.chosen[i]; choose(); });
            ['mouseenter', 'focus'].forEach(function (kind) { button.addEventListener(kind, function () { if (state.chosen[i]) { point(i); } }); });
            ['mouseleave', 'blur'].forEach(function (kind) { button.addEventListener(kind, function () { point(undefined); }); });
            byId(isMain(s) ? 'legend' : 'legend-more').appendChild(button);
            chips[i] = button;
          });
          byId('legend-others').hidden = D.schemes.every(isMain);
        }
        function choose() {
          chips.forEach(function (button, i) { button.setAttribute('aria-pressed', String(state.chosen[i])); });
          draw();
        }

        function fillSelect(id, names, value, change) {
          var select = byId(id);
          names.forEach(function (pair) {
            select.appendChild(element('option', { value: String(pair[0]), selected: pair[0] === value ? 'selected' : undefined }, [pair[1]]));
          });
          select.parentNode.hidden = names.length < 2;
          select.addEventListener('change', function () { change(select.value); draw(); });
        }
        function numbered(names, all) {
          var pairs = names.map(function (name, i) { return [i, name]; });
          return names.length > 1 ? [[-1, all]].concat(pairs) : pairs;
        }

        fillSelect('metric', D.metrics.map(function (m) { return [m.name, titled(m)]; }), state.metric, function (v) { state.metric = v; });
        fillSelect('scenario', numbered(D.scenarios, 'all (mean)'), state.scenario, function (v) { state.scenario = Number(v); });
        fillSelect('setting', numbered(D.settings.map(function (t) { return t.name; }), 'all (mean)'), state.setting,
          function (v) { state.setting = Number(v); });
        fillSelect('ratio', D.ratios.map(function (r, i) { return [i, String(r)]; }), state.ratio, function (v) { state.ratio = Number(v); });
        [['choose-main', isMain],
          ['choose-all', function () { return true; }], ['choose-none', function () { return false; }]].forEach(function (pair) {
          byId(pair[0]).addEventListener('click', function () { state.chosen = D.schemes.map(pair[1]); choose(); });
        });
        byId('theme').addEventListener('click', function () {
          state.theme = { auto: 'light', light: 'dark', dark: 'auto' }[state.theme];
          if (state.theme === 'auto') { document.documentElement.removeAttribute('data-theme'); }
          else { document.documentElement.setAttribute('data-theme', state.theme); }
          byId('theme').textContent = 'Theme: ' + state.theme;
        });

        var waiting = 0, lastWidth = window.innerWidth;
        window.addEventListener('resize', function () {
          if (window.innerWidth === lastWidth || state.printWidth) { return; }
          lastWidth = window.innerWidth;
          clearTimeout(waiting);
          waiting = setTimeout(draw, 120);
        });
        window.addEventListener('beforeprint', function () {
          state.printWidth = 680;
          draw();
        });
        window.addEventListener('afterprint', function () { state.printWidth = 0; draw(); });
        fillLegend();
        draw();
        document.documentElement.setAttribute('data-ready', 'yes');

        """#
}
