"""Opens a report in headless Chromium, presses its buttons and takes pictures: report.py report.html DIR.

Fails on any console message, on a request that leaves the file, and where a button does not do what it says.
Needs the Python package selenium, Chromium and its driver."""
import base64
import pathlib
import shutil
import sys

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from browser import check_quiet, take_picture

page = pathlib.Path(sys.argv[1]).resolve()
pictures = pathlib.Path(sys.argv[2])
pictures.mkdir(parents=True, exist_ok=True)


def browser(width, height, dark=False):
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome")
    for argument in ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1"]:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                           {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
    scheme = "dark" if dark else "light"
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
    driver.get(page.as_uri())
    assert driver.find_element(By.TAG_NAME, "html").get_attribute("data-ready") == "yes", "the script did not end"
    return driver


def picture(driver, name, full=False):
    take_picture(driver, pictures / name, full)


def text(driver, identifier):
    return driver.find_element(By.ID, identifier).text


def press(driver):
    """Every control does something, by mouse and by keyboard."""
    background = "return getComputedStyle(document.body).backgroundColor"
    theme = driver.find_element(By.ID, "theme")
    light = driver.execute_script(background)
    theme.click()
    assert text(driver, "theme") == "Theme: light" and driver.execute_script(background) == light
    theme.click()
    assert text(driver, "theme") == "Theme: dark" and driver.execute_script(background) != light
    theme.send_keys(Keys.ENTER)
    assert text(driver, "theme") == "Theme: auto" and driver.execute_script(background) == light

    metric = Select(driver.find_element(By.ID, "metric"))
    for option in [o.get_attribute("value") for o in metric.options]:
        metric.select_by_value(option)
        title = metric.first_selected_option.text
        assert text(driver, "ranking-caption").startswith(title), (title, text(driver, "ranking-caption"))
    metric.select_by_value("recall")
    for name in ["scenario", "setting", "ratio"]:
        field = driver.find_element(By.ID, name)
        if not field.is_displayed():
            continue
        select = Select(field)
        before = text(driver, "ranking-caption")
        selected = select.first_selected_option.get_attribute("value")
        other = [o.get_attribute("value") for o in select.options if o.get_attribute("value") != selected][-1]
        select.select_by_value(other)
        assert text(driver, "ranking-caption") != before, name
        select.select_by_value(selected)
        assert text(driver, "ranking-caption") == before, name

    def rows():
        return len(driver.find_elements(By.CSS_SELECTOR, "#ranking-chart .series"))
    for details in driver.find_elements(By.TAG_NAME, "summary"):
        details.click()
    driver.find_element(By.ID, "choose-all").click()
    everything = rows()
    driver.find_element(By.ID, "choose-none").click()
    assert rows() == 0
    driver.find_element(By.CSS_SELECTOR, "#legend button").send_keys(Keys.SPACE)
    assert rows() == 1
    driver.find_element(By.ID, "choose-main").click()
    assert 0 < rows() <= everything

    def names():
        return [cell.text for cell in driver.find_elements(By.CSS_SELECTOR, "#table-metrics tbody th")]
    heading = driver.find_elements(By.CSS_SELECTOR, "#table-metrics .sort")
    original = names()
    heading[0].click()
    assert names() == sorted(original)
    heading[0].send_keys(Keys.ENTER)
    assert names() == sorted(original, reverse=True)
    heading[1].click()
    column = driver.find_elements(By.CSS_SELECTOR, "#table-metrics thead th")[1]
    assert column.get_attribute("aria-sort") == "descending"
    values = [cell.text for cell in driver.find_elements(By.CSS_SELECTOR, "#table-metrics tbody td:nth-child(2)")]
    numbers = [float(value.split()[0].rstrip("†").replace("−", "-")) for value in values if value != "–"]
    assert numbers == sorted(numbers, reverse=True), numbers
    assert "–" not in values[:len(numbers)]

    copies = driver.find_elements(By.CSS_SELECTOR, "#table-metrics .copy")
    copies[0].click()
    copied = driver.execute_script("return window.trustsimReport.copied")
    lines = copied.splitlines()
    assert lines[0].startswith("Scheme,F1,F1 ci95,") and len(lines) == len(original) + 1, lines[0]
    assert [line.split(",")[0] for line in lines[1:]] == names()
    copies[1].send_keys(Keys.ENTER)
    copied = driver.execute_script("return window.trustsimReport.copied")
    assert copied.startswith("% needs \\usepackage{booktabs}") and copied.count("\\\\\n") == len(original) + 1
    (pictures / "table.tex").write_text(copied)


def widths(driver):
    """Nothing makes the page wider than its window."""
    inner, whole = driver.execute_script("return [window.innerWidth, document.documentElement.scrollWidth]")
    assert whole <= inner, (inner, whole)


driver = browser(1200, 900)
picture(driver, "light.png", full=True)
picture(driver, "top.png")
press(driver)
widths(driver)
check_quiet(driver)
printed = driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True, "preferCSSPageSize": True})
(pictures / "print.pdf").write_bytes(base64.b64decode(printed["data"]))
check_quiet(driver)
driver.quit()

driver = browser(1200, 900, dark=True)
picture(driver, "dark.png", full=True)
check_quiet(driver)
driver.quit()

driver = browser(360, 740)
widths(driver)
picture(driver, "telephone.png", full=True)
check_quiet(driver)
driver.quit()
print("no console message, no request, every button does what it says; pictures in", pictures)
