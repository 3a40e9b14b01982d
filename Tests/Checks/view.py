"""Opens replays in headless Chromium: view.py DIR large.html decisions.jsonl results.json more.html ...

Presses every button and key of the first page, compares its tables with the decisions of the same run, measures its frames
and takes pictures; opens the other pages, plays them and selects vehicles. Fails on any console message, on a request that
leaves the file, and where a control does not do what it says. Needs the Python package selenium, Chromium and its driver."""
import base64
import json
import math
import pathlib
import shutil
import sys
import time

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from browser import check_quiet, take_picture

pictures = pathlib.Path(sys.argv[1])
page, decisions, results = (pathlib.Path(name).resolve() for name in sys.argv[2:5])
others = [pathlib.Path(name).resolve() for name in sys.argv[5:]]
pictures.mkdir(parents=True, exist_ok=True)


def browser(width, height):
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome")
    for argument in ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1"]:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                           {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
    return driver


def media(driver, **features):
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
        "features": [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]})


def load(driver, file, fragment=""):
    driver.get("about:blank")
    driver.get(file.as_uri() + fragment)
    assert driver.find_element(By.TAG_NAME, "html").get_attribute("data-ready") == "yes", f"{file}: the script did not end"


def picture(driver, name, full=False):
    take_picture(driver, pictures / name, full)


def by_id(driver, identifier):
    return driver.find_element(By.ID, identifier)


def text(driver, identifier):
    return by_id(driver, identifier).text


def state(driver, key):
    return driver.execute_script(f"return trustsimView.state.{key}")


def seek(driver, seconds):
    driver.execute_script("trustsimView.seek(arguments[0])", seconds)


def drawn(driver):
    """What the moving canvas shows, as one number for each call."""
    return driver.execute_script("return document.getElementById('traffic').toDataURL().length + ':' + "
                                 "document.getElementById('traffic').toDataURL().slice(-4000)")


def wait(condition, what, seconds=20):
    end = time.time() + seconds
    while not condition():
        assert time.time() < end, what
        time.sleep(0.05)


def rows(driver, table):
    return driver.execute_script("""
        return Array.from(document.querySelectorAll('#' + arguments[0] + ' tbody tr')).map(function (row) {
          return Array.from(row.children).map(function (cell) { return cell.textContent; });
        });""", table)


def titles(driver, table):
    return [cell.text for cell in driver.find_elements(By.CSS_SELECTOR, f"#{table} thead th")]


def press_keys(driver):
    body = driver.find_element(By.TAG_NAME, "body")
    seek(driver, 50)
    for key, seconds in [(Keys.ARROW_RIGHT, 51), (Keys.ARROW_LEFT, 50), (".", 50.5), (",", 50), (Keys.END, 300), (Keys.HOME, 0)]:
        body.send_keys(key)
        assert abs(state(driver, "time") - seconds) < 1e-6, (key, state(driver, "time"))
    ActionChains(driver).key_down(Keys.SHIFT).send_keys(Keys.ARROW_RIGHT).key_up(Keys.SHIFT).perform()
    assert state(driver, "time") == 10
    Select(by_id(driver, "speed")).select_by_value("4")
    for key, speed in [("]", 8), ("]", 16), ("]", 16), ("[", 8), ("[", 4)]:
        body.send_keys(key)
        assert state(driver, "speed") == speed, key
    for key in [Keys.ESCAPE, "n", "n", "p"]:
        body.send_keys(key)
    assert state(driver, "selected") == 0 and text(driver, "who").startswith("v0: ")
    for key, name in [("f", "follow"), ("t", "truth"), ("o", "outgoing"), ("i", "incoming")]:
        before = state(driver, name)
        picture_before = drawn(driver)
        body.send_keys(key)
        assert state(driver, name) != before, key
        wait(lambda: drawn(driver) != picture_before or name == "follow", f"the key {key} changes nothing")
        body.send_keys(key)
        assert state(driver, name) == before, key
    body.send_keys(Keys.ESCAPE)
    assert state(driver, "selected") == -1
    for key in ["+", "0", "-"]:
        before = drawn(driver)
        body.send_keys(key)
        wait(lambda: drawn(driver) != before, f"the key {key} changes nothing")
    body.send_keys("0", "/")
    assert driver.switch_to.active_element.get_attribute("id") == "search"
    driver.switch_to.active_element.send_keys("v17", Keys.ENTER)
    assert state(driver, "selected") == 17
    driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    body.send_keys(" ")
    assert state(driver, "playing")
    body.send_keys("k")
    assert not state(driver, "playing")
    canvas = by_id(driver, "traffic")
    driver.execute_script("arguments[0].focus()", canvas)
    chosen = {state(driver, "selected")}
    for key in [Keys.ARROW_LEFT, Keys.ARROW_UP, Keys.ARROW_RIGHT, Keys.ARROW_DOWN]:
        ActionChains(driver).send_keys(key).perform()
        chosen.add(state(driver, "selected"))
    assert len(chosen) > 2, chosen
    driver.execute_script("arguments[0].blur()", canvas)


def press_buttons(driver):
    background = "return getComputedStyle(document.body).backgroundColor"
    theme = by_id(driver, "theme")
    light = driver.execute_script(background)
    theme.click()
    assert text(driver, "theme") == "Theme: light" and driver.execute_script(background) == light
    theme.click()
    assert text(driver, "theme") == "Theme: dark" and driver.execute_script(background) != light
    theme.send_keys(Keys.ENTER)
    assert text(driver, "theme") == "Theme: auto" and driver.execute_script(background) == light

    seek(driver, 100)
    for name, seconds in [("forward", 100.5), ("forward", 101), ("back", 100.5)]:
        by_id(driver, name).click()
        assert state(driver, "time") == seconds, name
    Select(by_id(driver, "speed")).select_by_value("16")
    before = drawn(driver)
    by_id(driver, "play").click()
    assert text(driver, "play") == "Pause"
    wait(lambda: state(driver, "time") > 104, "it does not play")
    by_id(driver, "play").click()
    assert text(driver, "play") == "Play" and drawn(driver) != before
    stopped = state(driver, "time")
    time.sleep(0.2)
    assert state(driver, "time") == stopped
    by_id(driver, "time").send_keys(Keys.HOME)
    by_id(driver, "time").send_keys(Keys.ARROW_RIGHT, Keys.PAGE_UP, Keys.ARROW_DOWN)
    assert state(driver, "time") == 10
    by_id(driver, "time").send_keys(Keys.HOME)
    assert state(driver, "time") == 0 and text(driver, "clock") == "0.0 s of 300 s"
    by_id(driver, "time").send_keys(Keys.END)
    assert state(driver, "time") == 300
    by_id(driver, "play").click()
    wait(lambda: state(driver, "time") < 200, "playing at the end does not begin anew")
    by_id(driver, "play").click()

    seek(driver, 150)
    for name in ["zoom-in", "fit", "zoom-out"]:
        before = drawn(driver)
        by_id(driver, name).click()
        wait(lambda: drawn(driver) != before, f"{name} changes nothing")
    by_id(driver, "fit").click()
    by_id(driver, "none").click()
    by_id(driver, "next").click()
    assert state(driver, "selected") == 0
    by_id(driver, "previous").click()
    assert state(driver, "selected") == 199
    by_id(driver, "none").click()
    assert state(driver, "selected") == -1 and by_id(driver, "nobody").is_displayed()
    x, y = driver.execute_script("return trustsimView.place(42)")
    box = by_id(driver, "traffic").rect
    ActionChains(driver).move_to_element_with_offset(
        by_id(driver, "traffic"), round(x - box["width"] / 2), round(y - box["height"] / 2)).click().perform()
    chosen = driver.execute_script("return trustsimView.place(trustsimView.state.selected)")
    assert abs(chosen[0] - x) < 23 and abs(chosen[1] - y) < 23
    assert text(driver, "status") == text(driver, "who")
    before = driver.execute_script("return trustsimView.place(42)")
    ActionChains(driver).move_to_element(by_id(driver, "traffic")).click_and_hold().move_by_offset(60, 30).release().perform()
    after = driver.execute_script("return trustsimView.place(42)")
    assert abs(after[0] - before[0] - 60) < 2 and abs(after[1] - before[1] - 30) < 2, (before, after)
    corner = ActionChains(driver).move_to_element_with_offset(by_id(driver, "traffic"), 5 - round(box["width"] / 2), 0).click()
    corner.perform()
    before = driver.execute_script("return trustsimView.place(42)")
    driver.execute_script("""document.getElementById('traffic').dispatchEvent(
        new WheelEvent('wheel', { deltaY: -300, clientX: 200, clientY: 300, cancelable: true }))""")
    assert driver.execute_script("return trustsimView.place(42)") != before, "the wheel does not zoom a map that was clicked"
    by_id(driver, "fit").click()
    for name in ["nobody called this", "<b>"]:
        by_id(driver, "search").clear()
        by_id(driver, "search").send_keys(name, Keys.ENTER)
        assert text(driver, "status") == f"No vehicle is called {name}."
    for name in ["by-chosen", "outgoing", "incoming", "follow", "truth"]:
        by_id(driver, name).click()
        by_id(driver, name).click()
    driver.execute_script("trustsimView.select(42)")
    assert driver.find_element(By.CSS_SELECTOR, "#judged .truth").is_displayed()
    by_id(driver, "truth").click()
    assert "honest" not in text(driver, "who") and "attacker" not in text(driver, "status")
    assert not driver.find_element(By.CSS_SELECTOR, "#judged .truth").is_displayed()
    by_id(driver, "truth").click()
    assert "honest" in text(driver, "who") or "attacker" in text(driver, "who")
    driver.execute_script("document.getElementById('all-vehicles').open = true")
    wait(lambda: len(rows(driver, "all")) == 200, "the table of all vehicles is not full")
    heading = driver.find_elements(By.CSS_SELECTOR, "#all .sort")
    heading[4].click()
    shares = [row[4] for row in rows(driver, "all")]
    values = [-1 if share == "–" else float(share) for share in shares]
    assert values == sorted(values, reverse=True) and values[0] > 0.5
    heading[4].send_keys(Keys.ENTER)
    assert [row[4] for row in rows(driver, "all")] != shares
    driver.find_elements(By.CSS_SELECTOR, "#all .name")[5].click()
    assert state(driver, "selected") >= 0
    driver.execute_script("document.getElementById('all-vehicles').open = false")
    for summary in driver.find_elements(By.CSS_SELECTOR, ".keyboard summary"):
        summary.click()


def compare(driver):
    """Tables and counts are those of the same run in 'run --decisions' and 'run'."""
    cases = {}
    for line in decisions.read_text().splitlines():
        case = json.loads(line)
        key = (case["scheme"], case["evaluator"], round(case["time"], 3))
        cases.setdefault(key, {})[case["subject"]] = case
    scheme_names = [option.text for option in Select(by_id(driver, "scheme")).options]
    assert scheme_names == ["consensus-adaptive", "beta", "consensus-averaging"]
    found = reporters = 0
    different = set()
    for index, scheme in enumerate(scheme_names):
        Select(by_id(driver, "scheme")).select_by_index(index)
        last = {}
        for name, evaluator, seconds in cases:
            if name == scheme and seconds <= 200:
                last[evaluator] = max(seconds, last.get(evaluator, 0))
        seek(driver, 200)
        for evaluator in sorted(last)[:12]:
            driver.execute_script("trustsimView.select(arguments[0])", int(evaluator[1:]))
            expected = cases[(scheme, evaluator, last[evaluator])]
            heads = titles(driver, "judging")
            shown = rows(driver, "judging")
            assert {row[0] for row in shown} == set(expected), (scheme, evaluator)
            for row in shown:
                case = expected[row[0]]
                verdict = ("unknown, " if case["unknown"] else "") + case["decision"]
                assert row[1] == verdict and row[2].split()[0] == case["truth"], (row, case)
                assert row[2].endswith("≠") == ((case["truth"] == "malicious") == (case["decision"] == "trusted")), row
                numbers = dict(zip(heads[3:], row[3:]))
                for head, key in [("T", "trust"), ("θ", "threshold"), ("basis", "support"), ("c", "ownCertainty")]:
                    assert abs(float(numbers[head]) - case[key]) < 0.00051, (head, row, case)
                heads_of_levels = {"consensus-adaptive": "SOCP", "consensus-averaging": "SOCPsu"}.get(scheme, "")
                if heads_of_levels and numbers["S"] != "–":
                    levels = [float(numbers[head]) for head in heads_of_levels]
                    assert all(0 <= level <= 1 for level in levels), row
                    different.update(levels)
                    reporters += 1
                if scheme == "consensus-adaptive":
                    parts = [0 if numbers[head] == "–" else float(numbers[head]) for head in ["known", "own report", "reports"]]
                    assert abs(sum(parts) - float(numbers["log odds"])) < 1e-9, row
                    assert abs(1 / (1 + math.exp(min(max(float(numbers["log odds"]), -60), 60))) - case["trust"]) < 0.0014, (row, case)
                    assert (numbers["own report"] == "–") == (numbers["S"] == "–"), row
                found += 1
            caption = driver.find_element(By.CSS_SELECTOR, "#judging caption").text
            assert f"at {last[evaluator]:.1f} s with {scheme}" in caption
            words = {"consensus-adaptive": "share of the malicious that it has found 0.",
                     "consensus-averaging": "consensus degree"}.get(scheme, "neighbours")
            assert words in caption, caption
    run = json.loads(results.read_text())
    seek(driver, 300)
    for index, scheme in enumerate(scheme_names):
        Select(by_id(driver, "scheme")).select_by_index(index)
        values = metrics(run, scheme)
        assert text(driver, "f1-value") == f"F1 {values['f1']:.3f}", (scheme, text(driver, "f1-value"), values["f1"])
        counts = text(driver, "f1-counts")
        assert f"{values['truePositives']:.0f} malicious distrusted" in counts, counts
        assert f"{values['falsePositives']:.0f} honest distrusted" in counts, counts
    Select(by_id(driver, "scheme")).select_by_index(0)
    assert reporters > 20 and len(different) > 20, (reporters, different)
    print(f"{found} decisions in tables, and the counts of three schemes, are those of the run")


def metrics(run, scheme):
    """The values of a scheme in the only run of a JSON document, wherever they stand in it."""
    def look(node):
        if isinstance(node, dict):
            if node.get("scheme") == scheme:
                inner = node.get("metrics", node)
                if "f1" in inner:
                    return inner
            node = list(node.values())
        if isinstance(node, list):
            for part in node:
                result = look(part)
                if result:
                    return result
        return None
    result = look(run)
    assert result, scheme
    return {key: value for key, value in result.items() if isinstance(value, (int, float))}


def measure(driver, file):
    for selected in [-1, 17]:
        driver.execute_script("""
            trustsimView.select(arguments[0]);
            trustsimView.seek(100);
            if (!trustsimView.state.playing) { document.getElementById('play').click(); }
            trustsimView.resetFrames();
            window.ticks = [];
            (function tick(now) { window.ticks.push(now); if (trustsimView.state.playing) { requestAnimationFrame(tick); } }(performance.now()));
            """, selected)
        time.sleep(4)
        script, ticks = driver.execute_script(
            "document.getElementById('play').click(); return [trustsimView.frames(), window.ticks];")
        script.sort()
        median, late = script[len(script) // 2], script[int(0.95 * len(script))]
        rate = len(script) / ((ticks[-1] - ticks[0]) / 1000)
        print(f"{file.name}, {'nobody' if selected < 0 else 'a vehicle'} selected: script time of a frame {median:.2f} ms "
              f"(median), {late:.2f} ms (95 %), {rate:.0f} frames a second on this machine")
        assert median < 8, "the script takes too long for 60 frames a second"


def widths(driver):
    """Nothing makes the page wider than its window."""
    inner, whole = driver.execute_script("return [window.innerWidth, document.documentElement.scrollWidth]")
    assert whole <= inner, (inner, whole)


driver = browser(1400, 900)
try:
    media(driver, prefers_color_scheme="light")
    load(driver, page)
    check_quiet(driver)
    assert driver.title == "TrustSim replay: large <b>&amp;</script>"
    measure(driver, page)
    press_buttons(driver)
    press_keys(driver)
    compare(driver)
    check_quiet(driver)
    load(driver, page, "#t=140&v=v17")
    assert state(driver, "time") == 140 and state(driver, "selected") == 17
    by_id(driver, "incoming").click()
    picture(driver, "light.png")
    picture(driver, "light-all.png", full=True)
    widths(driver)
    printed = driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True, "preferCSSPageSize": True})
    (pictures / "print.pdf").write_bytes(base64.b64decode(printed["data"]))
    assert text(driver, "theme") == "Theme: auto"
    check_quiet(driver)
    for file in others:
        media(driver, prefers_color_scheme="dark")
        load(driver, file)
        Select(by_id(driver, "speed")).select_by_value("16")
        by_id(driver, "play").click()
        wait(lambda: state(driver, "time") > 20, f"{file.name} does not play")
        by_id(driver, "play").click()
        seek(driver, 45)
        for _ in range(3):
            by_id(driver, "next").click()
        assert text(driver, "who"), file.name
        picture(driver, f"dark-{file.stem}.png")
        by_id(driver, "none").click()
        picture(driver, f"dark-{file.stem}-nobody.png")
        widths(driver)
        check_quiet(driver)
    # With reduced motion nothing glides: what is drawn changes by the second.
    media(driver, prefers_color_scheme="light", prefers_reduced_motion="reduce")
    load(driver, page)
    Select(by_id(driver, "speed")).select_by_value("0.5")
    by_id(driver, "play").click()
    time.sleep(0.5)
    first = driver.execute_script("return trustsimView.place(3)")
    time.sleep(0.3)
    assert driver.execute_script("return trustsimView.place(3)") == first and 0 < state(driver, "time") < 1
    check_quiet(driver)
finally:
    driver.quit()

driver = browser(360, 740)
try:
    for file in [page, others[0]]:
        load(driver, file, "#t=140&v=v17")
        widths(driver)
        picture(driver, f"telephone-{file.stem}.png", full=True)
        check_quiet(driver)
finally:
    driver.quit()
print("no console message, no request, every control does what it says; pictures in", pictures)
