/// The script of a replay, in parts: plain JavaScript that makes elements and never reads markup, so that no text from a
/// file can become any.
enum ViewScript {
    /// All parts.
    static var text: String {
        "(function () {\n'use strict';\n" + data + world + drawing + vehicles + PageMarkup.elements + chart + tables
            + camera + page + "}());\n"
    }

    /// Reading the columns; what is in them is written by ``RunRecorder`` and ``ViewData``.
    static let data = #"""
        var D = JSON.parse(document.getElementById('facts').textContent);

        function reader(id) {
          var text = atob(document.getElementById('column-' + id).textContent), bytes = new Uint8Array(text.length);
          var at = 0, bits = 0, pending = 0, i;
          for (i = 0; i < text.length; i += 1) { bytes[i] = text.charCodeAt(i); }
          function number() {
            var value = 0, scale = 1, byte;
            do {
              if (at >= bytes.length) { throw new Error('column ' + id + ' is too short'); }
              byte = bytes[at];
              at += 1;
              value += (byte & 127) * scale;
              scale *= 128;
            } while (byte > 127);
            return value;
          }
          function signed() { var value = number(); return value % 2 ? -(value + 1) / 2 : value / 2; }
          function share() {
            while (bits < 10) { pending = (pending << 8 | bytes[at]) & 0xfffff; at += 1; bits += 8; }
            bits -= 10;
            return pending >> bits & 1023;
          }
          function end() { if (at !== bytes.length) { throw new Error('column ' + id + ' is too long'); } }
          return { number: number, signed: signed, share: share, end: end };
        }

        // Positions in units, by vehicle and sample; NaN where a vehicle is absent.
        var N = D.samples, V = D.vehicles;
        var X = new Float32Array(V * N).fill(NaN), Y = new Float32Array(V * N).fill(NaN);
        var heading = new Float32Array(V * N), begins = new Uint8Array(V * N);
        function timeOf(sample) { return Math.min(sample * D.step, D.end); }

        function unfolded(value) { return value % 2 ? -(value + 1) / 2 : value / 2; }

        function readPositions() {
          var r = reader('positions'), v, k, x, y, dx, dy, code, base, first;
          for (v = 0; v < V; v += 1) {
            base = v * N;
            k = 0;
            while (k < N) {
              k += r.number();
              if (k >= N) { break; }
              x = r.signed(); y = r.signed(); dx = 0; dy = 0;
              first = k;
              begins[base + k] = 1;
              X[base + k] = x; Y[base + k] = y;
              k += 1;
              while (k < N) {
                code = r.number();
                if (code === 0) { break; }
                dx += unfolded(code - 1); dy += r.signed();
                x += dx; y += dy;
                X[base + k] = x; Y[base + k] = y;
                k += 1;
              }
              readHeadings(base, first, k);
            }
          }
          r.end();
        }

        // Where a vehicle stands it looks where it last drove to, or will.
        function readHeadings(base, first, end) {
          var k, dx, dy, angle = 0, known = -1, j;
          for (k = first; k < end; k += 1) {
            dx = k + 1 < end ? X[base + k + 1] - X[base + k] : 0;
            dy = k + 1 < end ? Y[base + k + 1] - Y[base + k] : 0;
            if (dx * dx + dy * dy > 9) {
              angle = Math.atan2(dy, dx);
              if (known < 0) { for (j = first; j < k; j += 1) { heading[base + j] = angle; } }
              known = k;
            }
            heading[base + k] = angle;
          }
        }

        // Evaluations in order of time, each with its records.
        var E = D.evaluations, R = D.records;
        var evaluator = new Uint32Array(E), evaluatedAt = new Float64Array(E), isCounted = new Uint8Array(E);
        var firstRecord = new Uint32Array(E + 1), subject = new Uint32Array(R), malicious = new Uint8Array(R);
        var own = new Uint16Array(R), ownCertainty = new Uint16Array(R);

        function readEvaluations() {
          var r = reader('evaluations'), o = reader('opinions'), e, i, code, time = 0, record = 0, before, count;
          for (e = 0; e < E; e += 1) {
            time += r.number();
            evaluatedAt[e] = time / 1000;
            code = r.number();
            evaluator[e] = Math.floor(code / 2);
            isCounted[e] = code % 2;
            count = r.number();
            before = 0;
            for (i = 0; i < count; i += 1) {
              code = r.number();
              malicious[record] = code % 2;
              before += unfolded(Math.floor(code / 2));
              subject[record] = before;
              own[record] = o.share();
              ownCertainty[record] = o.share();
              record += 1;
            }
            firstRecord[e + 1] = record;
          }
          r.end();
          o.end();
          if (record !== R) { throw new Error('records are missing'); }
        }

        var NONE = 1023, TRUSTED = 1, UNKNOWN = 2, REPORTED = 4, PROBATION = 8;
        var GROUP = ['group', 'groupSupport', 'guarantee', 'guaranteeSupport'];
        var LEVELS = ['subjective', 'objective', 'comprehensive', 'selfProof', 'levelSupport', 'influence'];
        var PROCESS = ['initialDegree', 'degree', 'tolerance', 'nextTolerance'];

        // Parts of log odds, in hundredths.
        var PARTS = ['known', 'ownReport', 'reports'], FOUR = LEVELS.slice(0, 4), FOUND = ['tolerance', 'share'];

        function readScheme(scheme, index) {
          var r = reader('numbers-' + index), s = reader('shares-' + index), e, i, code;
          function column(length) { return new Uint16Array(length).fill(NONE); }
          var averages = scheme.detail === 'averaging', infers = scheme.detail === 'inference';
          scheme.flags = new Uint8Array(R);
          ['trust', 'threshold', 'support'].concat(averages ? GROUP.concat(['margin'], LEVELS) : infers ? FOUR : []).forEach(
            function (name) { scheme[name] = column(R); });
          (averages ? ['rounds', 'reached'].concat(PROCESS) : infers ? FOUND : []).forEach(
            function (name) { scheme[name] = column(E); });
          if (infers) { PARTS.forEach(function (name) { scheme[name] = new Int32Array(R); }); }
          function fill(names, place) { for (var n = 0; n < names.length; n += 1) { scheme[names[n]][place] = s.share(); } }
          for (e = 0; e < E; e += 1) {
            if (infers) { fill(FOUND, e); }
            if (averages) {
              code = r.number();
              scheme.rounds[e] = Math.floor(code / 2);
              scheme.reached[e] = code % 2;
              fill(PROCESS, e);
            }
            for (i = firstRecord[e]; i < firstRecord[e + 1]; i += 1) {
              code = scheme.flags[i] = r.number();
              scheme.trust[i] = s.share();
              scheme.threshold[i] = s.share();
              scheme.support[i] = s.share();
              if (infers) {
                PARTS.forEach(function (name) { scheme[name][i] = r.signed(); });
                if (code & REPORTED) { fill(FOUR, i); }
              }
              if (!averages) { continue; }
              fill(GROUP, i);
              if (code & PROBATION) { scheme.margin[i] = s.share(); }
              if (code & REPORTED) { fill(LEVELS, i); }
            }
          }
          r.end();
          s.end();
        }

        // Of each scheme, for the first so many evaluations: what was counted, and what was decided altogether.
        function countCases(scheme) {
          scheme.counted = [0, 1, 2, 3].map(function () { return new Uint32Array(E + 1); });
          scheme.decided = [0, 1, 2, 3].map(function () { return new Uint32Array(E + 1); });
          for (var e = 0; e < E; e += 1) {
            for (var kind = 0; kind < 4; kind += 1) {
              scheme.counted[kind][e + 1] = scheme.counted[kind][e];
              scheme.decided[kind][e + 1] = scheme.decided[kind][e];
            }
            for (var i = firstRecord[e]; i < firstRecord[e + 1]; i += 1) {
              // 0 true positive, 1 false negative, 2 false positive, 3 true negative.
              var of = (malicious[i] ? 0 : 2) + (scheme.flags[i] & TRUSTED ? 1 : 0);
              scheme.decided[of][e + 1] += 1;
              if (isCounted[e]) { scheme.counted[of][e + 1] += 1; }
            }
          }
        }

        readPositions();
        readEvaluations();
        D.schemes.forEach(readScheme);
        D.schemes.forEach(countCases);

        """#
}
