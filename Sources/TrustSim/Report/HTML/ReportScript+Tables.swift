extension ReportScript {
    /// Tables that can be sorted and copied.
    static let tables = ##"""
        // A table {caption, columns: [{title, numeric}], rows: [[{text, value, bold}]]} with buttons to sort and copy.
        function showTable(host, table) {
          var order = { column: -1, falling: true }, body = element('tbody'), buttons = [];
          function compare(a, b) {
            var x = a[order.column], y = b[order.column], result;
            if (!table.columns[order.column].numeric) { result = x.text < y.text ? -1 : x.text > y.text ? 1 : 0; }
            else if (isNaN(x.value) || isNaN(y.value)) { return isNaN(x.value) - isNaN(y.value); }
            else { result = x.value - y.value; }
            return order.falling ? -result : result;
          }
          function sorted() { return order.column < 0 ? table.rows : table.rows.slice().sort(compare); }
          function fill() {
            clear(body);
            sorted().forEach(function (row) {
              body.appendChild(element('tr', {}, row.map(function (cell, i) {
                return element(i === 0 ? 'th' : 'td', { scope: i === 0 ? 'row' : undefined,
                  'class': (table.columns[i].numeric ? 'number' : '') + (cell.bold ? ' best' : '') }, [cell.text]);
              })));
            });
            buttons.forEach(function (button, i) {
              var way = i !== order.column ? 'none' : order.falling ? 'descending' : 'ascending';
              button.parentNode.setAttribute('aria-sort', way);
            });
          }
          var head = element('tr', {}, table.columns.map(function (column, i) {
            var button = element('button', { type: 'button', 'class': 'sort', title: 'Sort by ' + column.title }, [column.title]);
            button.addEventListener('click', function () {
              order = { column: i, falling: order.column === i ? !order.falling : column.numeric };
              fill();
            });
            buttons.push(button);
            return element('th', { scope: 'col', 'class': column.numeric ? 'number' : '' }, [button]);
          }));
          var said = element('span', { 'class': 'said', role: 'status' });
          function copier(name, make) {
            var button = element('button', { type: 'button', 'class': 'copy' }, ['Copy as ' + name]);
            button.addEventListener('click', function () { copy(make(table, sorted()), said); });
            return button;
          }
          clear(host).appendChild(element('div', { 'class': 'tools' }, [copier('CSV', csvOf), copier('LaTeX', latexOf), said]));
          host.appendChild(element('div', { 'class': 'scroll', tabindex: '0', role: 'region', 'aria-label': table.caption },
            [element('table', {}, [element('caption', {}, [table.caption]), element('thead', {}, [head]), body])]));
          fill();
        }

        function copy(text, said) {
          function tell(done) {
            said.textContent = done ? 'Copied.' : 'The browser did not allow it.';
            setTimeout(function () { said.textContent = ''; }, 4000);
          }
          // What was copied last, for browsers without a clipboard and for tests.
          state.copied = text;
          document.documentElement.setAttribute('data-copied', String(text.length));
          function fallback() {
            var area = element('textarea', { 'class': 'hidden', 'aria-hidden': 'true' });
            var done = false;
            area.value = text;
            document.body.appendChild(area);
            area.select();
            try { done = document.execCommand('copy'); } catch (error) { done = false; }
            document.body.removeChild(area);
            tell(done);
          }
          if (navigator.clipboard && window.isSecureContext) {
            navigator.clipboard.writeText(text).then(function () { tell(true); }, fallback);
          } else { fallback(); }
        }

        function csvField(text) { return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text; }

        // Means and half widths in columns of their own; undefined ones are empty.
        function csvOf(table, rows) {
          var lines = [[]];
          function plain(value, digits) { return isFinite(value) ? String(Number(value.toFixed(digits))) : ''; }
          table.columns.forEach(function (c) {
            lines[0].push(c.title);
            if (c.numeric) { lines[0].push(c.title + ' ci95'); }
          });
          rows.forEach(function (row) {
            var fields = [];
            row.forEach(function (cell, i) {
              if (!table.columns[i].numeric) { fields.push(cell.text); return; }
              fields.push(plain(cell.value, cell.digits), plain(cell.half, cell.digits));
            });
            lines.push(fields);
          });
          return lines.map(function (fields) { return fields.map(csvField).join(',') + '\n'; }).join('');
        }

        var LATEX = { '\\': '\\textbackslash{}', '{': '\\{', '}': '\\}', '&': '\\&', '%': '\\%', '$': '\\$', '#': '\\#',
          '_': '\\_', '~': '\\textasciitilde{}', '^': '\\textasciicircum{}', '<': '\\textless{}', '>': '\\textgreater{}',
          '[': '{[}', ']': '{]}', '*': '{*}', '"': '\'\'',
          '\u00b1': '$\\pm$', '\u2248': '$\\approx$', '\u2020': '\\dag{}', '\u2013': '--', '\u2212': '$-$', '\u2009': '\\,', '\u00a0': '~',
          '\u2026': '\\ldots{}', '\u00b7': '$\\cdot$' };
        function latexText(text) {
          return text.replace(/[\s\S]/g, function (c) { return LATEX[c] || c; });
        }
        function latexOf(table, rows) {
          function line(texts) { return '    ' + texts.join(' & ') + ' \\\\\n'; }
          return '% needs \\usepackage{booktabs}\n\\begin{table}[htbp]\n  \\centering\n  \\caption{' + latexText(table.caption)
            + '}\n  \\begin{tabular}{' + table.columns.map(function (c) { return c.numeric ? 'r' : 'l'; }).join('')
            + '}\n    \\toprule\n' + line(table.columns.map(function (c) { return latexText(c.title); })) + '    \\midrule\n'
            + rows.map(function (row) {
              return line(row.map(function (c) { return c.bold ? '\\textbf{' + latexText(c.text) + '}' : latexText(c.text); }));
            }).join('') + '    \\bottomrule\n  \\end{tabular}\n\\end{table}\n';
        }

        function numberCell(metric, f) {
          return { text: shown(metric, f), value: f.mean, half: f.half, digits: metric.digits, bold: f.mark === 1 };
        }

        """##
}
