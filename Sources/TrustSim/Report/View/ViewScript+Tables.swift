extension ViewScript {
    /// What is said about the selected vehicle.
    static let tables = #"""
        // Columns of numbers: heading, what it is, and where it stands. Those of schemes without levels are the first five.
        var COLUMNS = [
          ['T', 'trust', function (s, i) { return s.trust[i]; }],
          ['\u03b8', 'threshold, with what former distrust adds', function (s, i) { return s.threshold[i]; }],
          ['basis', 'share of the decision that rests on something', function (s, i) { return s.support[i]; }],
          ['own', 'the evaluator\u2019s own opinion', function (s, i) { return ownCertainty[i] ? own[i] : NONE; }],
          ['c', 'certainty of the own opinion', function (s, i) { return ownCertainty[i]; }],
          ['S', 'subjective consensus level', function (s, i) { return s.subjective[i]; }],
          ['O', 'objective consensus level', function (s, i) { return s.objective[i]; }],
          ['C', 'comprehensive consensus level', function (s, i) { return s.comprehensive[i]; }],
          ['P', 'self-proof level', function (s, i) { return s.selfProof[i]; }],
          ['s', 'support of the comprehensive level', function (s, i) { return s.levelSupport[i]; }],
          ['u', 'influence on the group\u2019s opinion', function (s, i) { return s.influence[i]; }],
          ['G', 'the group\u2019s opinion', function (s, i) { return s.group[i]; }],
          ['V', 'guarantee', function (s, i) { return s.guaranteeSupport[i] ? s.guarantee[i] : NONE; }],
          ['v', 'support of the guarantee', function (s, i) { return s.guaranteeSupport[i]; }],
          ['margin', 'what former distrust adds to the threshold', function (s, i) { return s.margin[i]; }]];
        // Of decisions by inference; log odds are in hundredths.
        var INFERENCE = COLUMNS.slice(0, 5).concat([
          ['log odds', 'what speaks for it being malicious: the next three together; beyond 60 they count as 60',
            function (s, i) { return s.known[i] + s.ownReport[i] + s.reports[i]; }, hundredths],
          ['known', 'memory and own evidence, in log odds', function (s, i) { return s.known[i]; }, hundredths],
          ['own report', 'what its own report says of it (self-proof), in log odds',
            function (s, i) { return s.flags[i] & REPORTED ? s.ownReport[i] : null; }, hundredths],
          ['reports', 'what all reports say of it, in log odds', function (s, i) { return s.reports[i]; }, hundredths]
        ], COLUMNS.slice(5, 9));
        function columnsOf(scheme) {
          return scheme.detail === 'averaging' ? COLUMNS : scheme.detail === 'inference' ? INFERENCE : COLUMNS.slice(0, 5);
        }
        function hundredths(value) { return (value / 100).toFixed(2); }
        function thousandths(value) { return value === NONE ? '\u2013' : (value / 1000).toFixed(3); }

        function verdictText(scheme, i) {
          var flags = scheme.flags[i], text = flags & TRUSTED ? 'trusted' : 'distrusted';
          return flags & UNKNOWN ? 'unknown, ' + text : text;
        }
        function truthText(i) { return malicious[i] ? 'malicious' : 'honest'; }
        function isWrong(scheme, i) { return Boolean(malicious[i]) === Boolean(scheme.flags[i] & TRUSTED); }

        function nameButton(identity) {
          var owner = ownerOf(identity), text = nameOf(identity), button;
          if (identity >= V && state.truth) {
            text += (ghostNumber(identity) ? ' (ghost of ' : ' (later name of ') + nameOf(owner) + ')';
          }
          button = element('button', { type: 'button', 'class': 'name' }, [text]);
          button.addEventListener('click', function () { select(owner); });
          return button;
        }

        // A table whose headings sort; the order is kept when it is filled anew.
        function sortable(host, titles) {
          var order = { column: -1, falling: false }, rows = [], body = element('tbody'), buttons = [];
          var head = element('tr', {}, titles.map(function (title, c) {
            var button = element('button', { type: 'button', 'class': 'sort', title: title[1] || 'Sort by ' + title[0] }, [title[0]]);
            button.addEventListener('click', function () {
              order = { column: c, falling: order.column === c ? !order.falling : title.number === true };
              fill();
            });
            buttons.push(button);
            return element('th', { scope: 'col', 'class': title.number ? 'number' : undefined }, [button]);
          }));
          var caption = element('caption');
          clear(host).appendChild(element('table', {}, [caption, element('thead', {}, [head]), body]));
          function fill() {
            var shown = rows.slice();
            if (order.column >= 0) {
              shown.sort(function (a, b) {
                var x = a.cells[order.column], y = b.cells[order.column];
                x = x.key === undefined ? x.text : x.key; y = y.key === undefined ? y.text : y.key;
                return (x < y ? -1 : x > y ? 1 : 0) * (order.falling ? -1 : 1);
              });
            }
            clear(body);
            shown.forEach(function (row) {
              body.appendChild(element('tr', { 'class': row.kind }, row.cells.map(function (cell, c) {
                return element(c ? 'td' : 'th', { scope: c ? undefined : 'row', 'class': cell.kind || (titles[c].number ? 'number' : undefined) },
                  [cell.node || cell.text]);
              })));
            });
            buttons.forEach(function (button, c) {
              button.parentNode.setAttribute('aria-sort', c !== order.column ? 'none' : order.falling ? 'descending' : 'ascending');
            });
          }
          return function (text, made) { caption.textContent = text; rows = made; fill(); };
        }

        function titlesOf(scheme, first) {
          return first.concat(columnsOf(scheme).map(function (column) {
            var title = [column[0], column[1]];
            title.number = true;
            return title;
          }));
        }
        function cellsOf(scheme, i) {
          return columnsOf(scheme).map(function (column) {
            var value = column[2](scheme, i);
            if (column[3]) { return { text: value === null ? thousandths(NONE) : column[3](value), key: value === null ? -1e9 : value }; }
            return { text: thousandths(value), key: value === NONE ? -1 : value };
          });
        }
        function verdictCells(scheme, i) {
          var flags = scheme.flags[i], kind = flags & UNKNOWN ? 'v-unknown' : flags & TRUSTED ? 'v-trust' : 'v-distrust';
          return [{ text: verdictText(scheme, i), kind: 'verdict ' + kind },
            { text: truthText(i) + (isWrong(scheme, i) ? ' \u2260' : ''), kind: isWrong(scheme, i) ? 'truth wrong' : 'truth' }];
        }

        var fillJudging, fillJudged, fillAll;
        function makeTables() {
          var scheme = D.schemes[state.scheme];
          fillJudging = sortable(byId('judging'), titlesOf(scheme, [['Neighbour'], ['Verdict'], ['Truth']]));
          fillJudged = sortable(byId('judged'), titlesOf(scheme, [['Evaluator'], ['Verdict'], ['Truth'], ['Judged as'], numeric('at [s]')]));
          fillAll = sortable(byId('all'), [['Vehicle'], ['Truth'], numeric('judged by'), numeric('distrusted by'), numeric('share')]);
        }
        function numeric(title) { var entry = [title]; entry.number = true; return entry; }

        function describe(v) {
          var text = profile[v] < 0 ? 'an honest vehicle' : 'an attacker (' + D.profiles[profile[v]] + ')';
          if (!state.truth) { text = 'a vehicle'; }
          if (profile[v] >= 0 && state.truth) {
            text += isMalicious(v) ? ', malicious since ' + misconduct[v].toFixed(1) + ' s'
              : ', which has not misbehaved so far';
          }
          if (presentName[v] !== v) { text += ', now called ' + nameOf(presentName[v]); }
          if (ghosts[v] && state.truth) { text += ', with ' + ghosts[v].length + (ghosts[v].length === 1 ? ' ghost' : ' ghosts'); }
          text += revocation(v);
          if (!isPresent(v)) { text += '. It is not in the world at this time' + presence(v); }
          return nameOf(v) + ': ' + text + '.';
        }

        // When the misbehaviour authority of the scheme has revoked a vehicle, or the name that it bears now.
        function revocation(v) {
          var found = (D.schemes[state.scheme].revoked || []).filter(function (entry) {
            return (entry[0] === v || entry[0] === presentName[v]) && entry[1] <= state.time;
          })[0];
          return found ? ', revoked by the authority at ' + found[1].toFixed(1) + ' s' : '';
        }

        // When a vehicle is in the world, from its first to its last sample.
        function presence(v) {
          var first = -1, last = -1, k;
          for (k = 0; k < N; k += 1) { if (X[v * N + k] === X[v * N + k]) { first = first < 0 ? k : first; last = k; } }
          return first < 0 ? '' : ': it is there from ' + timeOf(first).toFixed(1) + ' s to ' + timeOf(last).toFixed(1) + ' s';
        }

        var toldEvaluation = -2;
        function tellSelected(force) {
          var v = state.selected, scheme = D.schemes[state.scheme], e = chosenEvaluation(), text, rows = [], i;
          byId('selected').hidden = v < 0;
          byId('nobody').hidden = v >= 0;
          if (v < 0) { return; }
          say('who', describe(v));
          if (e >= 0 && (force || e !== toldEvaluation)) {
            text = nameOf(v) + ' judged ' + (firstRecord[e + 1] - firstRecord[e]) + ' neighbours at ' + evaluatedAt[e].toFixed(1)
              + ' s with ' + scheme.name;
            if (scheme.detail === 'inference') {
              text += ': tolerance ' + thousandths(scheme.tolerance[e]) + ', share of the malicious that it has found '
                + thousandths(scheme.share[e]);
            }
            if (scheme.detail === 'averaging') {
              text += ': ' + scheme.rounds[e] + (scheme.rounds[e] === 1 ? ' round' : ' rounds') + ', consensus degree '
                + thousandths(scheme.initialDegree[e]) + ' at first and ' + thousandths(scheme.degree[e]) + ' at last ('
                + (scheme.reached[e] ? 'enough' : 'not enough') + '), tolerance ' + thousandths(scheme.tolerance[e])
                + ' before and ' + thousandths(scheme.nextTolerance[e]) + ' after';
            }
            for (i = firstRecord[e]; i < firstRecord[e + 1]; i += 1) {
              rows.push({ cells: [{ node: nameButton(subject[i]), key: subject[i] }].concat(verdictCells(scheme, i), cellsOf(scheme, i)) });
            }
            fillJudging(text + '.', rows);
          }
          toldEvaluation = e;
          byId('judging').hidden = e < 0;
          byId('no-judging').hidden = e >= 0;
          say('no-judging', profile[v] >= 0 ? 'What an attacker decides is not recorded: nobody reads it.'
            : 'It has not judged anybody lately.');
          rows = judgements(v).map(function (found) {
            i = found.record;
            return { cells: [{ node: nameButton(found.evaluator), key: found.evaluator }].concat(verdictCells(scheme, i),
              [{ text: nameOf(subject[i]) }, { text: evaluatedAt[found.evaluation].toFixed(1), key: evaluatedAt[found.evaluation] }],
              cellsOf(scheme, i)) };
          });
          byId('judged').firstChild.tHead.hidden = !rows.length;
          fillJudged(rows.length ? rows.length + (rows.length === 1 ? ' judgement' : ' judgements') + ' of ' + nameOf(v)
            + ' by honest neighbours.' : 'No honest neighbour has judged ' + nameOf(v) + ' lately.', rows);
        }

        function tellAll() {
          if (!byId('all-vehicles').open) { return; }
          var rows = [], v, name;
          for (v = 0; v < V; v += 1) {
            if (!isPresent(v)) { continue; }
            name = presentName[v];
            rows.push(allRow(name, v));
            (ghosts[v] || []).forEach(function (ghost) { if (judges[ghost]) { rows.push(allRow(ghost, v)); } });
          }
          fillAll(rows.length + ' names in the world at ' + state.time.toFixed(1) + ' s, as honest neighbours judge them.', rows);
        }
        function allRow(identity, v) {
          var share = judges[identity] ? distrusting[identity] / judges[identity] : NaN;
          return { cells: [{ node: nameButton(identity), key: identity },
            { text: profile[v] < 0 ? 'honest' : isMalicious(identity) ? 'malicious' : 'attacker, honest so far', kind: 'truth' },
            { text: String(judges[identity]), key: judges[identity] },
            { text: String(distrusting[identity]), key: distrusting[identity] },
            { text: share === share ? share.toFixed(2) : '\u2013', key: share === share ? share : -1 }] };
        }

        """#
}
