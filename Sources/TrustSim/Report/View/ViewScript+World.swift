extension ViewScript {
    /// Names, attackers, road events and roads; what holds at the time that is shown.
    static let world = #"""
        var extra = D.extraNames, I = V + extra.length;
        function nameOf(identity) {
          if (identity >= V) { return 'v' + extra[identity - V][0]; }
          return D.vehicleNames ? D.vehicleNames[identity] : 'v' + identity;
        }
        function ownerOf(identity) { return identity < V ? identity : extra[identity - V][1]; }
        function ghostNumber(identity) { return identity < V ? 0 : extra[identity - V][2]; }

        // What each vehicle really is, and from when on each name counts as malicious.
        var profile = new Int32Array(V).fill(-1), spacing = new Float64Array(V), ghosts = [], laterNames = [];
        D.attackers.forEach(function (a) { profile[a[0]] = a[1]; spacing[a[0]] = a[2]; });
        extra.forEach(function (entry, i) {
          var list = entry[2] ? ghosts : laterNames;
          (list[entry[1]] = list[entry[1]] || []).push(V + i);
        });
        var misconduct = new Float64Array(I), nameChanges = [], roadEvents = [], roads = [];
        (function () {
          var r = reader('misconduct'), i, code, sample = 0, count, width, x, y, points, j;
          for (i = 0; i < I; i += 1) { code = r.number(); misconduct[i] = code ? (code - 1) / 1000 : Infinity; }
          r.end();
          r = reader('names');
          for (i = 0; i < D.nameChanges; i += 1) {
            sample += r.number();
            nameChanges.push({ time: timeOf(sample), vehicle: r.number(), name: r.number() });
          }
          r.end();
          r = reader('events');
          for (i = 0; i < D.events; i += 1) {
            roadEvents.push({ time: r.number() / 1000, isReal: r.number() === 1, x: r.signed(), y: r.signed() });
          }
          r.end();
          r = reader('roads');
          for (i = 0; i < D.roads; i += 1) {
            count = r.number(); width = r.number() / 10; x = 0; y = 0; points = [];
            for (j = 0; j < count; j += 1) { x += r.signed(); y += r.signed(); points.push(x, y); }
            roads.push({ width: width, points: points });
          }
          r.end();
        }());

        function isMalicious(identity) { return misconduct[identity] <= state.time; }

        var state = { time: 0, playing: false, speed: 4, scheme: 0, selected: -1, follow: false, truth: true, byChosen: true,
          outgoing: true, incoming: false, print: false };

        // How many evaluations there are up to the time that is shown, and the latest of each vehicle.
        var done = 0, latest = new Int32Array(V).fill(-1), judges = new Uint32Array(I), distrusting = new Uint32Array(I);
        var presentName = new Uint32Array(V), namesDone = 0;

        function before(list, count, time) {
          var low = 0, high = count, middle;
          while (low < high) {
            middle = (low + high) >> 1;
            if (list(middle) <= time) { low = middle + 1; } else { high = middle; }
          }
          return low;
        }

        function evaluationsUntil(time) { return before(function (e) { return evaluatedAt[e]; }, E, time); }

        // Brings what is known up to the time that is shown; says whether anything changed.
        function bringUpToDate(force) {
          var wanted = evaluationsUntil(state.time), e;
          updateNames();
          if (wanted === done && !force) { return false; }
          if (wanted < done) { latest.fill(-1); done = 0; }
          for (e = done; e < wanted; e += 1) { latest[evaluator[e]] = e; }
          done = wanted;
          judges.fill(0);
          distrusting.fill(0);
          var flags = D.schemes[state.scheme].flags;
          for (var v = 0; v < V; v += 1) {
            e = freshest(v);
            if (e < 0) { continue; }
            for (var i = firstRecord[e]; i < firstRecord[e + 1]; i += 1) {
              judges[subject[i]] += 1;
              if (!(flags[i] & TRUSTED)) { distrusting[subject[i]] += 1; }
            }
          }
          return true;
        }

        // The last evaluation of a vehicle, -1 where it has none or has gone since.
        function freshest(v) {
          var e = latest[v];
          return e >= 0 && state.time - evaluatedAt[e] <= 1.5 * D.interval ? e : -1;
        }

        function updateNames() {
          var wanted = before(function (i) { return nameChanges[i].time; }, nameChanges.length, state.time), i;
          if (wanted < namesDone || namesDone === 0) {
            for (i = 0; i < V; i += 1) { presentName[i] = i; }
            namesDone = 0;
          }
          for (i = namesDone; i < wanted; i += 1) { presentName[nameChanges[i].vehicle] = nameChanges[i].name; }
          namesDone = wanted;
        }

        // Places at the time that is shown, in units; NaN for the absent.
        var placeX = new Float32Array(V), placeY = new Float32Array(V), direction = new Float32Array(V);
        function placeVehicles() {
          var time = shownTime(), k = Math.min(Math.max(0, Math.floor(time / D.step + 1e-9)), N - 1), next = Math.min(k + 1, N - 1);
          var length = timeOf(next) - timeOf(k), share = length > 0 ? Math.min(1, (time - timeOf(k)) / length) : 0;
          for (var v = 0; v < V; v += 1) {
            var a = v * N + k, b = v * N + next;
            placeX[v] = X[a];
            placeY[v] = Y[a];
            direction[v] = heading[a];
            // Who leaves or jumps stays until the next sample.
            if (b === a || begins[b] || X[b] !== X[b]) { continue; }
            placeX[v] += share * (X[b] - X[a]);
            placeY[v] += share * (Y[b] - Y[a]);
            var turn = heading[b] - heading[a];
            if (turn > Math.PI) { turn -= 2 * Math.PI; }
            if (turn < -Math.PI) { turn += 2 * Math.PI; }
            direction[v] += share * turn;
          }
        }
        function isPresent(v) { return placeX[v] === placeX[v]; }

        // With reduced motion the picture moves in steps of a second.
        var calm = window.matchMedia('(prefers-reduced-motion: reduce)');
        function shownTime() {
          return state.playing && calm.matches ? Math.floor(state.time) : state.time;
        }

        // Where a name claims to be: ghosts follow their owner, those without a distance stand round it.
        function placeOfName(identity) {
          var v = ownerOf(identity), ghost = ghostNumber(identity), back = ghost * spacing[v] / D.unit;
          if (!ghost) { return { x: placeX[v], y: placeY[v], aside: 0 }; }
          return { x: placeX[v] - back * Math.cos(direction[v]), y: placeY[v] - back * Math.sin(direction[v]),
            aside: back > 0 ? 0 : ghost };
        }

        """#
}
