"""trustsim from Python and notebooks: one file, standard library only; data frames where pandas is installed.

    import trustsim

    table = trustsim.run("Scenarios/open-square.json", schemes=["beta", "own-evidence"], set={"attackers.ratio": 0.3})
    runs = trustsim.sweep("Scenarios/city.json", attacker_ratio=[0.1, 0.3], replications=20, output="results")
    trustsim.compare("results", metric="f1")
    trustsim.decide({"time": 5, "evaluator": {...}, "reports": [...]})

A scenario is the path of a file, or a dictionary. Options are those of the command line, with underscores: `attacker_ratio` is
`--attacker-ratio`; a list is joined by commas, True is an option without a value, `set` and `vary` take dictionaries, and
`scheme_program` takes {"mine": "python3 mine.py"}.

The program is looked for in $TRUSTSIM, then on the PATH; `trustsim.program = "..."` says where it is. Its progress shows where
the standard error of Python does, so in notebooks too. What goes wrong is raised as `trustsim.Error` with the program's message;
an interrupt (Ctrl-C, the stop button) ends the program, which keeps what a sweep has finished, and is raised again.
"""

import csv
import io
import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

program = os.environ.get("TRUSTSIM") or shutil.which("trustsim") or "trustsim"


class Error(Exception):
    """What the program said, and its exit code: 64 for a wrong command, 65 for wrong data, 1 for a failure."""

    def __init__(self, message, code):
        super().__init__(message)
        self.code = code


def run(scenario, **options):
    """The rows of a run: one for each replication and scheme."""
    return _table(_with(scenario, lambda path: call("run", path, format="csv", **options)))


def sweep(scenario, *, output=None, **options):
    """The rows of a sweep. With `output` its files are in that directory as well."""
    if output is None:
        return _table(_with(scenario, lambda path: call("sweep", path, format="csv", **options)))
    _with(scenario, lambda path: call("sweep", path, output=output, **options))
    return results(output)


def results(directory):
    """The rows of a directory that `sweep` or `study` has written."""
    with open(os.path.join(directory, "runs.csv"), encoding="utf-8") as file:
        return _table(file.read())


def compare(directory, **options):
    """Differences between schemes, paired by replication."""
    return _table(call("compare", directory, format="csv", **options))


def decide(document):
    """One decision by hand, as a dictionary with every intermediate value. `document` is a dictionary or a path."""
    return json.loads(_with(document, lambda path: call("decide", path, json=True)))


def call(command, *arguments, **options):
    """Calls any command; returns what it prints."""
    words = [program, command, *map(str, arguments)]
    for name, value in options.items():
        words += _words("--" + name.replace("_", "-"), value)
    shown, screen = pty.openpty()
    try:
        process = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=screen, start_new_session=True)
    except OSError as error:
        os.close(shown)
        raise Error(f"{program} cannot be started: {error.strerror}; set trustsim.program", None) from error
    finally:
        os.close(screen)
    said = bytearray()
    listener = threading.Thread(target=_show, args=(shown, said), daemon=True)
    listener.start()
    try:
        printed = process.stdout.read()
        code = process.wait()
    except KeyboardInterrupt:
        process.send_signal(signal.SIGINT)
        process.wait()
        raise
    finally:
        process.stdout.close()
        listener.join(5)
        os.close(shown)
    if code != 0:
        raise Error(_message(said), code)
    return printed.decode()


def _words(option, value):
    if value is None or value is False:
        return []
    if value is True:
        return [option]
    if isinstance(value, dict):
        pairs = ((key, _text(item)) for key, item in value.items())
        return [word for key, text in pairs for word in (option, f"{key}={text}")]
    return [option, _text(value)]


def _text(value):
    if isinstance(value, (list, tuple, range)):
        return ",".join(map(_text, value))
    if isinstance(value, (dict, bool)):
        return json.dumps(value)
    return str(value)


def _with(document, work):
    """Does something with the path of a document, which may be a dictionary."""
    if not isinstance(document, dict):
        return work(os.fspath(document))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "scenario.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(document, file)
        return work(path)


def _show(shown, said):
    """Passes on what the program shows on its terminal."""
    while True:
        try:
            part = os.read(shown, 4096)
        except OSError:
            return
        if not part:
            return
        said += part
        sys.stderr.write(part.decode(errors="replace"))
        sys.stderr.flush()


def _message(said):
    """The message in what was shown, without progress and colours."""
    lines = [line.rsplit("\r", 1)[-1] for line in said.decode(errors="replace").replace("\r\n", "\n").split("\n")]
    for number, line in enumerate(lines):
        place = line.find("Error: ")
        if place >= 0:
            return "\n".join([line[place + len("Error: "):]] + lines[number + 1:]).strip()
    return "\n".join(lines).strip() or "the program failed without a message"


def _table(text):
    try:
        import pandas
    except ImportError:
        return [{name: _value(item) for name, item in row.items()} for row in csv.DictReader(io.StringIO(text))]
    return pandas.read_csv(io.StringIO(text))


def _value(text):
    """A number where it is one, None where there is nothing."""
    if text == "":
        return None
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text
