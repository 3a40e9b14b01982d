#!/usr/bin/env python3
"""Compares `PROGRAM decide FILE --json` with decide.py on random inputs: compare.py PROGRAM COUNT SEED

Numbers may differ by 1e-9, everything else must be equal. Where two numbers that are compared with each other (trust and
threshold, consensus degree and its target, ...) are closer than 1e-9, what follows from the comparison may differ: a tie.
"""
import collections
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import decide
import generate

TOLERANCE = 1e-9
SHOWN = 5
MISSING = "missing"


def flatten(output):
    """Pairs of (field, id or None) with their values."""
    values = {}
    for field, value in output.items():
        if field not in ("members", "subjects"):
            values[field, None] = value
            continue
        values[field + ".order", None] = [row["id"] for row in value]
        for row in value:
            for name, cell in row.items():
                values[f"{field}.{name}", row["id"]] = cell
    return values


def is_number(value):
    return type(value) in (int, float)


def run(program, path):
    """The program's output, or a text that says what went wrong."""
    try:
        process = subprocess.run([program, "decide", path, "--json"], capture_output=True, text=True, timeout=60,
                                 encoding="utf-8")
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError) as error:
        return None, str(error)
    if process.returncode != 0:
        return None, f"exit code {process.returncode}: {process.stderr.strip()[:300]}"
    try:
        return flatten(json.loads(process.stdout)), ""
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        return None, f"unusable output ({error!r})"


def check(task):
    program, path, document = task
    with open(path, "w", encoding="utf-8") as file:
        json.dump(document, file)
    ties = set()
    expected = flatten(decide.decide(document, ties))
    actual, trouble = run(program, path)
    if actual is None:
        return path, [trouble], False, {}
    largest, mismatches, tied = {}, [], False
    for (field, name), value in expected.items():
        found = actual.get((field, name), MISSING)
        difference = None
        if isinstance(value, float):
            if is_number(found):
                difference = abs(found - value)
            equal = difference is not None and difference <= TOLERANCE
        else:
            equal = type(found) is type(value) and found == value
        if not equal and ("all" in ties or field in ties or (field.split(".")[-1], name) in ties):
            tied = True
            continue
        if not equal:
            place = f"{field} of {name}" if name is not None else field
            mismatches.append(f"{place}: expected {value!r}, found {found!r}")
        if difference is not None:
            largest[field] = max(largest.get(field, 0.0), difference)
    return path, mismatches, tied, largest


def main(arguments):
    if len(arguments) != 3:
        sys.exit(__doc__)
    program, count, seed = os.path.abspath(arguments[0]), int(arguments[1]), arguments[2]
    folder = tempfile.mkdtemp(prefix="decide-")
    tasks = ((program, os.path.join(folder, f"{n}.json"), document)
             for n, document in enumerate(generate.documents(count, seed)))
    largest = collections.defaultdict(float)
    failures, passed, tied_count = [], 0, 0
    with multiprocessing.Pool(min(4, os.cpu_count() or 1)) as pool:
        for path, mismatches, tied, differences in pool.imap(check, tasks, chunksize=4):
            for field, difference in differences.items():
                largest[field] = max(largest[field], difference)
            tied_count += tied
            if mismatches:
                failures.append((path, mismatches))
            else:
                passed += 1
            if not mismatches or len(failures) > SHOWN:
                os.remove(path)
    print("largest difference found:")
    for field, difference in largest.items():
        print(f"  {field:<30} {difference:.3g}")
    for path, mismatches in failures[:SHOWN]:
        print(f"{path}: {len(mismatches)} wrong")
        for text in mismatches[:SHOWN]:
            print(f"  {text}")
    print(f"{tied_count} documents with a tie")
    print(f"{passed} passed, {len(failures)} failed")
    if failures:
        sys.exit(1)
    os.rmdir(folder)


if __name__ == "__main__":
    main(sys.argv[1:])
