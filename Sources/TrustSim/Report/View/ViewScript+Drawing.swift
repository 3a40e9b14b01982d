extension ViewScript {
    /// The map: what stands still on one canvas, what moves on another.
    static let drawing = #"""
        var ground = document.getElementById('ground'), traffic = document.getElementById('traffic');
        var flat = ground.getContext('2d'), pen = traffic.getContext('2d');
        var view = { x: 0, y: 0, scale: 1, width: 0, height: 0, ratio: 1, stretch: 1 };
        var theme = {}, groundIsOld = true;

        function readTheme() {
          var style = getComputedStyle(document.documentElement);
          ['ink', 'soft', 'back', 'panel', 'line', 'grid', 'road', 'accent', 'trust', 'doubt', 'distrust'].forEach(function (name) {
            theme[name] = style.getPropertyValue('--' + name).trim();
          });
          theme.fills = [];
          for (var i = 0; i <= 10; i += 1) {
            theme.fills.push(i <= 5 ? mixed(theme.trust, theme.doubt, i / 5) : mixed(theme.doubt, theme.distrust, (i - 5) / 5));
          }
          groundIsOld = true;
        }
        function mixed(a, b, share) {
          function part(text, i) { return parseInt(text.slice(1 + 2 * i, 3 + 2 * i), 16); }
          return 'rgb(' + [0, 1, 2].map(function (i) {
            return Math.round(part(a, i) + share * (part(b, i) - part(a, i)));
          }).join(',') + ')';
        }

        function px(x) { return (x - view.x) * view.scale + view.width / 2; }
        function py(y) { return view.height / 2 - (y - view.y) * view.scale * view.stretch; }

        // What there is to see, in units.
        var extent = (function () {
          var b = D.bounds.slice(), i;
          for (i = 0; i < X.length; i += 1) {
            if (X[i] < b[0]) { b[0] = X[i]; }
            if (Y[i] < b[1]) { b[1] = Y[i]; }
            if (X[i] > b[2]) { b[2] = X[i]; }
            if (Y[i] > b[3]) { b[3] = Y[i]; }
          }
          var least = 50 / D.unit;
          if (b[2] - b[0] < least) { b[0] -= least / 2; b[2] += least / 2; }
          return b;
        }());

        // A road of several kilometres and some metres would be a line: then what lies across is drawn wider.
        function fit() {
          var width = extent[2] - extent[0], height = Math.max(extent[3] - extent[1], 1 / D.unit), margin = 26;
          view.stretch = 1;
          view.scale = Math.min(Math.max(1, view.width - 2 * margin) / width, Math.max(1, view.height - 2 * margin) / height);
          if (height < 0.04 * width) {
            view.scale = Math.max(1, view.width - 2 * margin) / width;
            view.stretch = Math.max(1, Math.min(200, 0.3 * view.height / (height * view.scale)));
          }
          view.x = (extent[0] + extent[2]) / 2;
          view.y = (extent[1] + extent[3]) / 2;
          groundIsOld = true;
        }

        function resize() {
          var box = traffic.parentNode.getBoundingClientRect(), hadSize = view.width > 0;
          view.ratio = Math.min(3, window.devicePixelRatio || 1);
          view.width = Math.max(50, box.width);
          view.height = Math.max(50, box.height);
          [ground, traffic].forEach(function (canvas) {
            canvas.width = Math.round(view.width * view.ratio);
            canvas.height = Math.round(view.height * view.ratio);
          });
          if (!hadSize || view.isFitted) { fit(); view.isFitted = true; }
          groundIsOld = true;
        }

        function drawGround() {
          groundIsOld = false;
          flat.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
          flat.fillStyle = theme.back;
          flat.fillRect(0, 0, view.width, view.height);
          if (D.roadKind === 'area') { drawArea(); }
          if (D.roadKind === 'places') { drawPlaces(); }
          if (D.roadKind === 'streets') { drawStreets(); }
          if (D.roadsideUnits) { drawUnits(); }
          drawScale();
        }

        // On paper what stands still and what moves are one picture.
        function drawGroundWith(other) {
          var kept = flat;
          flat = other;
          drawGround();
          flat = kept;
          groundIsOld = true;
        }

        function drawArea() {
          var b = D.bounds, step = roundLength(150 / view.scale * D.unit) / D.unit, at;
          flat.fillStyle = theme.panel;
          flat.fillRect(px(b[0]), py(b[3]), px(b[2]) - px(b[0]), py(b[1]) - py(b[3]));
          flat.beginPath();
          for (at = b[0] + step; at < b[2]; at += step) { flat.moveTo(px(at), py(b[1])); flat.lineTo(px(at), py(b[3])); }
          for (at = b[1] + step; at < b[3]; at += step) { flat.moveTo(px(b[0]), py(at)); flat.lineTo(px(b[2]), py(at)); }
          flat.lineWidth = 1;
          flat.strokeStyle = theme.grid;
          flat.stroke();
          flat.strokeStyle = theme.line;
          flat.strokeRect(px(b[0]), py(b[3]), px(b[2]) - px(b[0]), py(b[1]) - py(b[3]));
        }

        function drawPlaces() {
          var side = Math.max(2.5, 12 / D.unit * view.scale);
          flat.fillStyle = theme.road;
          roads.forEach(function (road) {
            for (var i = 0; i < road.points.length; i += 2) {
              flat.fillRect(px(road.points[i]) - side / 2, py(road.points[i + 1]) - side / 2, side, side);
            }
          });
        }

        // Roadside units: squares with a mast, crossed out where they lie; a dotted circle where they are heard.
        function drawUnits() {
          D.roadsideUnits.forEach(function (unit) {
            var x = px(unit[0]), y = py(unit[1]);
            flat.strokeStyle = theme.line;
            flat.lineWidth = 1;
            flat.setLineDash([1, 4]);
            flat.beginPath();
            flat.ellipse(x, y, Math.abs(px(unit[0] + D.unitRange / D.unit) - x), Math.abs(py(unit[1] + D.unitRange / D.unit) - y), 0, 0, 2 * Math.PI);
            flat.stroke();
            flat.setLineDash([]);
            flat.fillStyle = theme.panel;
            flat.strokeStyle = theme.ink;
            flat.lineWidth = 1.5;
            flat.fillRect(x - 5, y - 5, 10, 10);
            flat.strokeRect(x - 5, y - 5, 10, 10);
            flat.beginPath();
            flat.moveTo(x, y - 5); flat.lineTo(x, y - 12);
            if (unit[2] && state.truth) { flat.moveTo(x - 5, y - 5); flat.lineTo(x + 5, y + 5); flat.moveTo(x - 5, y + 5); flat.lineTo(x + 5, y - 5); }
            flat.stroke();
          });
        }

        function drawStreets() {
          flat.strokeStyle = theme.road;
          flat.lineCap = flat.lineJoin = 'round';
          var open = 0;
          roads.forEach(function (road) {
            var across = view.stretch > 1 ? view.stretch : 1;
            var width = Math.max(2, road.width / D.unit * view.scale * across);
            if (width !== open) {
              if (open) { flat.stroke(); }
              flat.beginPath();
              flat.lineWidth = open = width;
            }
            flat.moveTo(px(road.points[0]), py(road.points[1]));
            for (var i = 2; i < road.points.length; i += 2) { flat.lineTo(px(road.points[i]), py(road.points[i + 1])); }
          });
          if (open) { flat.stroke(); }
        }

        function roundLength(meters) {
          var power = Math.pow(10, Math.floor(Math.log10(meters)));
          return [5, 2, 1].map(function (f) { return f * power; }).find(function (l) { return l <= meters; }) || power;
        }

        function drawScale() {
          var meters = roundLength(110 / view.scale * D.unit), length = meters / D.unit * view.scale, y = view.height - 14;
          flat.strokeStyle = flat.fillStyle = theme.soft;
          flat.lineWidth = 1.5;
          flat.beginPath();
          flat.moveTo(14, y - 4); flat.lineTo(14, y); flat.lineTo(14 + length, y); flat.lineTo(14 + length, y - 4);
          flat.stroke();
          flat.font = '12px system-ui, sans-serif';
          flat.fillText((meters >= 1000 ? meters / 1000 + ' km' : meters + ' m')
            + (view.stretch > 1.05 ? ', across drawn ' + Math.round(view.stretch) + ' times as wide' : ''), 14, y - 9);
        }

        function ellipse(x, y, meters, dashes, width, color) {
          var r = meters / D.unit * view.scale;
          pen.beginPath();
          pen.setLineDash(dashes);
          pen.lineWidth = width;
          pen.strokeStyle = color;
          pen.ellipse(x, y, r, r * view.stretch, 0, 0, 2 * Math.PI);
          pen.stroke();
          pen.setLineDash([]);
        }

        function drawTraffic() {
          pen.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
          if (state.print) { drawGroundWith(pen); } else { pen.clearRect(0, 0, view.width, view.height); }
          drawEvents();
          var chosen = state.selected;
          if (chosen >= 0 && isPresent(chosen)) {
            var x = px(placeX[chosen]), y = py(placeY[chosen]);
            ellipse(x, y, D.sensingRange, [6, 4], 1.4, theme.accent);
            ellipse(x, y, D.typicalRange, [], 1.4, theme.accent);
            if (D.mostRange > 1.05 * D.typicalRange) { ellipse(x, y, D.mostRange, [1, 5], 1.2, theme.accent); }
            drawLinks(chosen);
          }
          drawVehicles();
        }

        // What is seen but not there has no colour of its own: a filled triangle is real, an open one invented.
        function drawEvents() {
          for (var i = 0; i < roadEvents.length && roadEvents[i].time <= state.time; i += 1) {
            var event = roadEvents[i];
            if (state.time >= event.time + D.eventSeconds) { continue; }
            var x = px(event.x), y = py(event.y), isReal = event.isReal || !state.truth;
            pen.beginPath();
            pen.moveTo(x, y - 11); pen.lineTo(x + 11, y + 8); pen.lineTo(x - 11, y + 8); pen.closePath();
            pen.setLineDash(isReal ? [] : [3, 2.5]);
            pen.fillStyle = isReal ? theme.soft : theme.back;
            pen.strokeStyle = theme.soft;
            pen.lineWidth = 1.5;
            pen.fill();
            pen.stroke();
            pen.setLineDash([]);
            pen.font = 'bold 12px system-ui, sans-serif';
            pen.textAlign = 'center';
            pen.fillStyle = isReal ? theme.back : theme.soft;
            pen.fillText(isReal ? '!' : '?', x, y + 6);
            pen.textAlign = 'start';
          }
        }

        """#
}
