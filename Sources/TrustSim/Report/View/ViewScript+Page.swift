extension ViewScript {
    /// Playing, controls and keys.
    static let page = #"""
        // Script time of frames in milliseconds, for tests: each number of a ring.
        var frames = new Float32Array(1200), frameCount = 0, lastTick = 0, requested = false, toldSecond = -1, toldAt = 0;

        function request() {
          if (!requested) { requested = true; requestAnimationFrame(frame); }
        }

        function frame(now) {
          var begin = performance.now();
          requested = false;
          if (state.playing) {
            if (lastTick) { state.time += Math.min(0.1, Math.max(0, (now - lastTick) / 1000)) * state.speed; }
            lastTick = now;
            if (state.time >= D.end) { state.time = D.end; setPlaying(false); }
          }
          show(false);
          frames[frameCount % frames.length] = performance.now() - begin;
          frameCount += 1;
          if (state.playing) { request(); }
        }

        // Draws the time that is shown. What is text changes only where a decision was made, or at a new second.
        function show(force) {
          var changed = bringUpToDate(force);
          placeVehicles();
          if (changed) { readVerdicts(); }
          if (state.follow && state.selected >= 0 && isPresent(state.selected)) {
            view.x = placeX[state.selected];
            view.y = placeY[state.selected];
            groundIsOld = true;
          }
          if (groundIsOld) { drawGround(); }
          drawTraffic();
          moveMarker();
          tellTime();
          tell(force, changed);
        }

        // Numbers change at every second; tables cost several frames, and nobody reads them faster than this.
        function tell(force, changed) {
          var second = Math.floor(state.time), now = performance.now();
          if (force || second !== toldSecond || changed && !state.playing) { toldSecond = second; tellCounts(); }
          if (force || changed && !state.playing || state.playing && now - toldAt > 800) {
            toldAt = now;
            tellSelected(force);
            tellAll();
          }
        }

        function tellTime() {
          say('clock', state.time.toFixed(1) + ' s of ' + D.end + ' s');
          var slider = byId('time');
          slider.value = String(Math.round(state.time * 1000));
          if (!state.playing || Math.floor(state.time) !== toldSecond) {
            slider.setAttribute('aria-valuetext', state.time.toFixed(1) + ' seconds');
          }
        }

        function redraw() { show(true); }
        function seek(time) { state.time = Math.max(0, Math.min(D.end, time)); lastTick = 0; show(!state.playing); request(); }
        function setPlaying(on) {
          state.playing = on;
          lastTick = 0;
          say('play', on ? 'Pause' : 'Play');
          byId('play').setAttribute('aria-pressed', String(on));
          if (on) {
            if (state.time >= D.end) { state.time = 0; }
            request();
          } else { show(true); }
        }
        function stepTo(direction) {
          var k = state.time / D.step;
          setPlaying(false);
          seek(direction > 0 ? (Math.floor(k + 1e-6) + 1) * D.step : (Math.ceil(k - 1e-6) - 1) * D.step);
        }
        var SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16];
        function setSpeed(speed) { state.speed = speed; byId('speed').value = String(speed); }
        function changeSpeed(by) {
          setSpeed(SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, SPEEDS.indexOf(state.speed) + by))]);
        }
        function setFollow(on) { state.follow = on; byId('follow').checked = on; request(); }

        function select(v) {
          state.selected = v;
          byId('search').value = v < 0 ? '' : nameOf(v);
          bringUpToDate(true);
          placeVehicles();
          readVerdicts();
          say('status', v < 0 ? 'No vehicle is selected.' : describe(v));
          tellLegend();
          redraw();
          request();
        }
        function selectNext(by) {
          var v = state.selected, i;
          for (i = 0; i < V; i += 1) {
            v = v < 0 ? (by > 0 ? 0 : V - 1) : (v + by + V) % V;
            if (isPresent(v)) { select(v); return; }
          }
        }
        function search(text) {
          var wanted = text.trim(), lower = wanted.toLowerCase(), found = -1, i, name;
          if (!wanted) { select(-1); return; }
          for (i = 0; i < I && found < 0; i += 1) { if (nameOf(i) === wanted) { found = i; } }
          for (i = 0; i < I && found < 0; i += 1) {
            name = nameOf(i).toLowerCase();
            if (name.indexOf(lower) === 0) { found = i; }
          }
          for (i = 0; i < I && found < 0; i += 1) { if (nameOf(i).toLowerCase().indexOf(lower) > 0) { found = i; } }
          if (found < 0) { say('status', 'No vehicle is called ' + wanted + '.'); return; }
          select(ownerOf(found));
        }

        function tellLegend() {
          var own = state.selected >= 0 && state.byChosen && profile[state.selected] < 0;
          say('fill-meaning', own ? 'Fill: the verdict of ' + nameOf(state.selected) : 'Fill: share of honest neighbours that distrust it');
          say('empty-meaning', own ? 'Empty and pale: not judged by it lately.' : 'Empty: judged by nobody.');
        }

        function choose(id, key, after) {
          byId(id).addEventListener('change', function () {
            state[key] = byId(id).checked;
            if (after) { after(); }
            readVerdicts();
            tellLegend();
            redraw();
            request();
          });
        }
        choose('follow', 'follow');
        choose('outgoing', 'outgoing');
        choose('incoming', 'incoming');
        choose('by-chosen', 'byChosen');
        choose('truth', 'truth', function () {
          document.documentElement.classList.toggle('blind', !state.truth);
          groundIsOld = true;
          if (state.selected >= 0) { say('status', describe(state.selected)); }
        });

        function press(id, act) { byId(id).addEventListener('click', act); }
        press('play', function () { setPlaying(!state.playing); });
        press('back', function () { stepTo(-1); });
        press('forward', function () { stepTo(1); });
        press('zoom-in', function () { zoom(1.5); });
        press('zoom-out', function () { zoom(1 / 1.5); });
        press('fit', function () { setFollow(false); fit(); view.isFitted = true; request(); });
        press('previous', function () { selectNext(-1); });
        press('next', function () { selectNext(1); });
        press('none', function () { select(-1); });
        byId('time').addEventListener('input', function () { seek(Number(byId('time').value) / 1000); });
        // A slider of milliseconds would move by one of them.
        byId('time').addEventListener('keydown', function (event) {
          var by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 }[event.key];
          if (!by || event.ctrlKey || event.altKey || event.metaKey) { return; }
          event.preventDefault();
          seek(state.time + by * (event.shiftKey ? 10 : 1));
        });
        byId('speed').addEventListener('change', function () { state.speed = Number(byId('speed').value); });
        byId('search').addEventListener('change', function () { search(byId('search').value); });
        byId('scheme').addEventListener('change', function () {
          state.scheme = Number(byId('scheme').value);
          bringUpToDate(true);
          readVerdicts();
          makeTables();
          drawChart();
          redraw();
          request();
        });
        byId('all-vehicles').addEventListener('toggle', redraw);
        byId('f1-chart').addEventListener('pointerdown', function (event) {
          var box = byId('f1-chart').firstChild.getBoundingClientRect(), width = plot.width - plot.left - plot.right;
          seek(((event.clientX - box.left) * plot.width / box.width - plot.left) / width * D.end);
        });

        var KEYS = {
          ' ': function () { setPlaying(!state.playing); }, k: function () { setPlaying(!state.playing); },
          ArrowLeft: function (shift) { seek(state.time - (shift ? 10 : 1)); },
          ArrowRight: function (shift) { seek(state.time + (shift ? 10 : 1)); },
          ',': function () { stepTo(-1); }, '.': function () { stepTo(1); },
          Home: function () { seek(0); }, End: function () { seek(D.end); },
          '[': function () { changeSpeed(-1); }, ']': function () { changeSpeed(1); },
          '+': function () { zoom(1.5); }, '=': function () { zoom(1.5); }, '-': function () { zoom(1 / 1.5); },
          '0': function () { byId('fit').click(); }, n: function () { selectNext(1); }, p: function () { selectNext(-1); },
          Escape: function () { select(-1); }, f: function () { byId('follow').click(); }, t: function () { byId('truth').click(); },
          o: function () { byId('outgoing').click(); }, i: function () { byId('incoming').click(); },
          '/': function () { byId('search').focus(); byId('search').select(); }
        };
        document.addEventListener('keydown', function (event) {
          var act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key], name = event.target.nodeName;
          if (!act || event.ctrlKey || event.altKey || event.metaKey) { return; }
          if (event.key === 'Escape' && name === 'INPUT') { event.target.blur(); return; }
          if (/^(INPUT|SELECT|TEXTAREA)$/.test(name) && event.target.type !== 'checkbox') { return; }
          if ((event.key === ' ' || event.key === 'Enter') && /^(BUTTON|SUMMARY|INPUT)$/.test(name)) { return; }
          event.preventDefault();
          act(event.shiftKey);
        });

        // Light, dark, or as the system has it.
        var LOOKS = ['auto', 'light', 'dark'], look = 0;
        function setLook(index) {
          look = index;
          if (look) { document.documentElement.setAttribute('data-theme', LOOKS[look]); }
          else { document.documentElement.removeAttribute('data-theme'); }
          say('theme', 'Theme: ' + LOOKS[look]);
          readTheme();
          redraw();
          request();
        }
        press('theme', function () { setLook((look + 1) % 3); });
        window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', function () { setLook(look); });
        var lookBefore = 0;
        window.addEventListener('beforeprint', function () { lookBefore = look; state.print = true; setLook(1); });
        window.addEventListener('afterprint', function () { state.print = false; setLook(lookBefore); });

        function layOut() { resize(); drawChart(); redraw(); }
        window.addEventListener('resize', layOut);
        if (window.ResizeObserver) {
          new ResizeObserver(function () {
            var box = traffic.parentNode.getBoundingClientRect();
            if (Math.abs(box.width - view.width) + Math.abs(box.height - view.height) > 1) { layOut(); }
          }).observe(traffic.parentNode);
        }

        D.schemes.forEach(function (scheme, index) {
          byId('scheme').appendChild(element('option', { value: index }, [scheme.name]));
        });
        byId('scheme').parentNode.hidden = D.schemes.length < 2;
        for (var known = 0; known < Math.min(V, 2000); known += 1) {
          byId('names').appendChild(element('option', { value: nameOf(known) }));
        }
        SPEEDS.forEach(function (speed) {
          byId('speed').appendChild(element('option', { value: speed }, [speed + '\u00d7']));
        });
        setSpeed(4);
        byId('time').max = String(Math.round(D.end * 1000));
        readTheme();
        makeTables();
        resize();
        bringUpToDate(true);
        // A link may name a time and a vehicle: replay.html#t=120&v=v12.
        location.hash.slice(1).split('&').forEach(function (part) {
          try { part = decodeURIComponent(part); } catch (error) { return; }
          if (/^t=[0-9.]+$/.test(part)) { state.time = Math.min(D.end, Number(part.slice(2)) || 0); }
          if (/^v=/.test(part)) { bringUpToDate(true); placeVehicles(); search(part.slice(2)); }
        });
        bringUpToDate(true);
        readVerdicts();
        tellLegend();
        drawChart();
        redraw();
        window.trustsimView = { state: state, frames: function () { return Array.from(frames.slice(0, Math.min(frameCount, frames.length))); },
          resetFrames: function () { frameCount = 0; }, seek: seek, select: select, data: D,
          place: function (v) { return isPresent(v) ? [px(placeX[v]), py(placeY[v])] : null; },
          record: function (i) { return { subject: subject[i], trust: D.schemes[state.scheme].trust[i] }; } };
        document.documentElement.setAttribute('data-ready', 'yes');

        """#
}
