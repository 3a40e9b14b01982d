extension ViewScript {
    /// Vehicles, ghosts and links.
    static let vehicles = #"""
        // The verdict that fills a vehicle: the share that distrusts it, NaN for none. Of the vehicles that somebody
        // selected has judged, it is that one's verdict alone.
        var verdict = new Float32Array(I), oneJudges = false;
        function readVerdicts() {
          var e = chosenEvaluation(), flags = D.schemes[state.scheme].flags, i;
          oneJudges = e >= 0 && state.byChosen;
          if (oneJudges) {
            verdict.fill(NaN);
            for (i = firstRecord[e]; i < firstRecord[e + 1]; i += 1) { verdict[subject[i]] = flags[i] & TRUSTED ? 0 : 1; }
          } else {
            for (i = 0; i < I; i += 1) { verdict[i] = judges[i] ? distrusting[i] / judges[i] : NaN; }
          }
        }
        function chosenEvaluation() { return state.selected < 0 ? -1 : freshest(state.selected); }

        function fillOf(identity) {
          var share = verdict[identity];
          return share === share ? theme.fills[Math.round(10 * share)] : theme.back;
        }

        var SIZE = 7.5;
        // Honest: a drop. Attacker: a house, with a thick outline. Both point forward.
        function outline(x, y, angle, isAttacker, r) {
          var c = Math.cos(angle) * r, s = Math.sin(angle) * r;
          function to(dx, dy, first) {
            var ax = x + dx * c + dy * s, ay = y - dx * s + dy * c;
            if (first) { pen.moveTo(ax, ay); } else { pen.lineTo(ax, ay); }
          }
          pen.beginPath();
          if (isAttacker) {
            to(1.75, 0, true); to(0.75, 1.05); to(-1.1, 1.05); to(-1.1, -1.05); to(0.75, -1.05);
          } else {
            to(1.6, 0, true);
            pen.arc(x, y, r, -angle + 0.9, -angle - 0.9 + 2 * Math.PI, false);
          }
          pen.closePath();
        }

        function screenAngle(v) {
          if (view.stretch === 1) { return direction[v]; }
          return Math.atan2(Math.sin(direction[v]) * view.stretch, Math.cos(direction[v]));
        }

        function cross(x, y, r) {
          pen.beginPath();
          pen.moveTo(x - r, y - r); pen.lineTo(x + r, y + r);
          pen.moveTo(x - r, y + r); pen.lineTo(x + r, y - r);
          pen.lineWidth = 1.8;
          pen.strokeStyle = theme.cross || '#000';
          pen.stroke();
        }

        function drawOne(x, y, angle, identity, isAttacker, isActing, r) {
          // Whom the selected vehicle does not judge steps back.
          pen.globalAlpha = oneJudges && verdict[identity] !== verdict[identity] && ownerOf(identity) !== state.selected ? 0.35 : 1;
          outline(x, y, angle, isAttacker, r);
          pen.fillStyle = fillOf(identity);
          pen.fill();
          pen.strokeStyle = theme.ink;
          pen.lineWidth = isAttacker ? 2.3 : 1;
          if (isAttacker && !isActing) { pen.setLineDash([2, 2]); }
          pen.stroke();
          if (isAttacker && !isActing) { pen.setLineDash([]); }
          if (verdict[identity] > 0.5) { cross(x, y, 0.42 * r); }
          pen.globalAlpha = 1;
        }

        function drawVehicles() {
          var v, shown = 0, r = Math.max(4.5, Math.min(SIZE * 1.6, SIZE * Math.sqrt(view.scale / D.unit / 0.35)));
          var labels = [];
          for (v = 0; v < V; v += 1) {
            if (!isPresent(v)) { continue; }
            if (!drawVehicle(v, r)) { continue; }
            shown += 1;
            if (shown <= 30) { labels.push(v); }
          }
          view.drawnSize = r;
          if (shown <= 30) { labels.forEach(label); }
          if (state.selected >= 0 && isPresent(state.selected)) {
            drawVehicle(state.selected, r);
            ring(state.selected, r);
            label(state.selected);
          }
        }

        // Says whether the vehicle is in the picture.
        function drawVehicle(v, r) {
          var x = px(placeX[v]), y = py(placeY[v]);
          if (x < -20 || y < -20 || x > view.width + 20 || y > view.height + 20) { return false; }
          if (state.truth && ghosts[v] && isMalicious(v)) { drawGhosts(v, x, y, r); }
          drawOne(x, y, screenAngle(v), presentName[v], state.truth && profile[v] >= 0, isMalicious(v), r);
          return true;
        }

        function ring(v, r) {
          pen.beginPath();
          pen.arc(px(placeX[v]), py(placeY[v]), 2.2 * r + 1, 0, 2 * Math.PI);
          pen.lineWidth = 3;
          pen.strokeStyle = theme.accent;
          pen.stroke();
        }

        function label(v) {
          var text = nameOf(v), x = px(placeX[v]) + 14, y = py(placeY[v]) - 10;
          if (text.length > 24) { text = text.slice(0, 23) + '\u2026'; }
          pen.font = (v === state.selected ? 'bold 13px' : '11px') + ' system-ui, sans-serif';
          pen.lineWidth = 3;
          pen.strokeStyle = theme.back;
          pen.strokeText(text, x, y);
          pen.fillStyle = theme.ink;
          pen.fillText(text, x, y);
        }

        function namePoint(identity) {
          var place = placeOfName(identity), x = px(place.x), y = py(place.y), turn;
          if (place.aside) {
            turn = place.aside * 2.4;
            x += 15 * Math.cos(turn);
            y += 15 * Math.sin(turn);
          }
          return { x: x, y: y };
        }

        function drawGhosts(v, x, y, r) {
          ghosts[v].forEach(function (ghost) {
            var at = namePoint(ghost);
            pen.beginPath();
            pen.setLineDash([2, 3]);
            pen.moveTo(x, y); pen.lineTo(at.x, at.y);
            pen.lineWidth = 1;
            pen.strokeStyle = theme.soft;
            pen.stroke();
            pen.beginPath();
            pen.arc(at.x, at.y, 0.72 * r, 0, 2 * Math.PI);
            pen.fillStyle = fillOf(ghost);
            pen.fill();
            pen.strokeStyle = theme.ink;
            pen.lineWidth = 1.3;
            pen.stroke();
            pen.setLineDash([]);
            if (verdict[ghost] > 0.5) { cross(at.x, at.y, 0.35 * r); }
          });
        }

        // Straight lines: how the selected vehicle judges. Bent lines: how it is judged, by the vehicle at the other end.
        function drawLinks(chosen) {
          var scheme = D.schemes[state.scheme], e = chosenEvaluation(), i, at, x = px(placeX[chosen]), y = py(placeY[chosen]);
          if (state.outgoing && e >= 0) {
            for (i = firstRecord[e]; i < firstRecord[e + 1]; i += 1) {
              at = namePoint(subject[i]);
              if (at.x === at.x) { link(scheme, i, x, y, at.x, at.y, 0); }
            }
          }
          if (state.incoming) {
            judgements(chosen).forEach(function (found) {
              at = namePoint(found.evaluator);
              if (at.x === at.x) { link(scheme, found.record, at.x, at.y, x, y, 0.16); }
            });
          }
        }

        function link(scheme, i, x, y, toX, toY, bend) {
          var flags = scheme.flags[i], isTrusted = flags & TRUSTED;
          pen.beginPath();
          pen.moveTo(x, y);
          if (bend) {
            pen.quadraticCurveTo((x + toX) / 2 - bend * (toY - y), (y + toY) / 2 + bend * (toX - x), toX, toY);
          } else { pen.lineTo(toX, toY); }
          pen.strokeStyle = flags & UNKNOWN ? theme.soft : isTrusted ? theme.trust : theme.distrust;
          pen.setLineDash(flags & UNKNOWN ? [1.5, 4] : isTrusted ? [] : [7, 4]);
          pen.lineWidth = 0.8 + 1.8 * Math.min(1, scheme.trust[i] / 1000);
          pen.stroke();
          pen.setLineDash([]);
        }

        // The fresh judgements of a vehicle under the names that it has now.
        function judgements(chosen) {
          var names = [presentName[chosen]].concat(ghosts[chosen] || []), found = [];
          for (var v = 0; v < V; v += 1) {
            var e = freshest(v);
            if (e < 0 || v === chosen) { continue; }
            for (var i = firstRecord[e]; i < firstRecord[e + 1]; i += 1) {
              if (names.indexOf(subject[i]) >= 0) { found.push({ evaluator: v, evaluation: e, record: i }); }
            }
          }
          return found;
        }

        """#
}
