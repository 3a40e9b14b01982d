extension ViewScript {
    /// Zooming, moving the map, and picking vehicles on it.
    static let camera = #"""
        function zoom(factor, x, y) {
          var least = 0.2 * Math.min(view.width / (extent[2] - extent[0]), view.height / Math.max(1, extent[3] - extent[1]));
          var scale = Math.max(Math.min(least, view.scale), Math.min(40 * D.unit, view.scale * factor));
          var cx = x === undefined ? view.width / 2 : x, cy = y === undefined ? view.height / 2 : y;
          var wx = (cx - view.width / 2) / view.scale + view.x, wy = (view.height / 2 - cy) / (view.scale * view.stretch) + view.y;
          view.scale = scale;
          view.x = wx - (cx - view.width / 2) / scale;
          view.y = wy - (view.height / 2 - cy) / (scale * view.stretch);
          view.isFitted = false;
          groundIsOld = true;
          request();
        }

        function move(dx, dy) {
          view.x -= dx / view.scale;
          view.y += dy / (view.scale * view.stretch);
          view.isFitted = false;
          groundIsOld = true;
          request();
        }

        function vehicleAt(x, y) {
          var best = -1, nearest = 22 * 22, v, dx, dy;
          for (v = 0; v < V; v += 1) {
            if (!isPresent(v)) { continue; }
            dx = px(placeX[v]) - x; dy = py(placeY[v]) - y;
            if (dx * dx + dy * dy < nearest) { nearest = dx * dx + dy * dy; best = v; }
          }
          return best;
        }

        // The nearest vehicle in a direction of the picture, for the arrow keys.
        function neighbourTowards(dx, dy) {
          var v = state.selected, x = view.width / 2, y = view.height / 2, best = -1, least = Infinity, i, ax, ay, along, aside;
          if (v >= 0 && isPresent(v)) { x = px(placeX[v]); y = py(placeY[v]); }
          for (i = 0; i < V; i += 1) {
            if (i === v || !isPresent(i)) { continue; }
            ax = px(placeX[i]) - x; ay = py(placeY[i]) - y;
            along = ax * dx + ay * dy;
            aside = Math.abs(ax * dy - ay * dx);
            if (v >= 0 && along <= 0) { continue; }
            if (v < 0) { along = Math.abs(along); }
            if (along + 2 * aside < least) { least = along + 2 * aside; best = i; }
          }
          return best;
        }

        var fingers = {}, dragged = 0;
        function fingerList() { return Object.keys(fingers).map(function (key) { return fingers[key]; }); }
        function local(event) {
          var box = traffic.getBoundingClientRect();
          return { x: event.clientX - box.left, y: event.clientY - box.top };
        }
        traffic.addEventListener('pointerdown', function (event) {
          if (event.button) { return; }
          fingers[event.pointerId] = local(event);
          dragged = fingerList().length > 1 ? 99 : 0;
          try { traffic.setPointerCapture(event.pointerId); } catch (error) { dragged += 0; }
        });
        traffic.addEventListener('pointermove', function (event) {
          var old = fingers[event.pointerId], now = local(event), list, other, far;
          if (!old) { return; }
          list = fingerList();
          dragged += Math.abs(now.x - old.x) + Math.abs(now.y - old.y);
          if (list.length === 2) {
            other = list[0] === old ? list[1] : list[0];
            far = Math.hypot(old.x - other.x, old.y - other.y);
            if (far > 5) { zoom(Math.hypot(now.x - other.x, now.y - other.y) / far, other.x, other.y); }
          } else if (dragged > 5) {
            if (state.follow) { setFollow(false); }
            move(now.x - old.x, now.y - old.y);
          }
          fingers[event.pointerId] = now;
        });
        function lift(event) {
          var at = fingers[event.pointerId];
          delete fingers[event.pointerId];
          if (at && dragged <= 5 && event.type === 'pointerup') { select(vehicleAt(at.x, at.y)); }
        }
        traffic.addEventListener('pointerup', lift);
        traffic.addEventListener('pointercancel', lift);
        traffic.addEventListener('wheel', function (event) {
          // Who scrolls past the map does not want to zoom: it does so once it was clicked, or with the control key.
          if (document.activeElement !== traffic && !event.ctrlKey) { return; }
          event.preventDefault();
          var at = local(event);
          zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), at.x, at.y);
        }, { passive: false });
        traffic.addEventListener('dblclick', function (event) { var at = local(event); zoom(2, at.x, at.y); });
        traffic.addEventListener('keydown', function (event) {
          var way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key], found;
          if (!way || event.ctrlKey || event.altKey || event.metaKey) { return; }
          event.preventDefault();
          event.stopPropagation();
          if (event.shiftKey) { move(-60 * way[0], -60 * way[1]); return; }
          found = neighbourTowards(way[0], way[1]);
          if (found >= 0) { select(found); }
        });

        """#
}
