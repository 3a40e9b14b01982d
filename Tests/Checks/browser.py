"""What the checks of pages in a browser have in common."""
import base64
import json


def check_quiet(driver):
    messages = driver.get_log("browser")
    assert not messages, messages
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            url = message["params"]["request"]["url"]
            assert url.startswith(("file:", "data:", "about:")), url


def take_picture(driver, path, full=False):
    result = driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png", "captureBeyondViewport": full})
    path.write_bytes(base64.b64decode(result["data"]))
