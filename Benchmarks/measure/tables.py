"""Markdown tables, and their places in a document."""

import re

from .tools import ROOT

DOCUMENT = ROOT / "Docs" / "Performance.md"


def table(header, rows):
    """A Markdown table; columns after the first are aligned right."""
    lines = [header, ["---"] + ["---:"] * (len(header) - 1)] + rows
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def significant(number, digits=3):
    """A number with so many significant digits, never in exponents."""
    if number == 0:
        return "0"
    decimals = max(0, digits - 1 - int(f"{abs(number):e}".split("e")[1]))
    return f"{number:,.{decimals}f}"


def millions(number):
    """A rate in millions."""
    return significant(number / 1e6)


def times(ratio):
    """A ratio."""
    return significant(ratio) + " x"


def mebibytes(count):
    """Bytes in MiB."""
    return significant(count / 2**20)


def write(name, text):
    """Puts a text between the markers of its name in the document; adds what is missing at the end."""
    begin, end = f"<!-- begin: {name} -->", f"<!-- end: {name} -->"
    block = f"{begin}\n\n{text}\n\n{end}"
    document = DOCUMENT.read_text() if DOCUMENT.exists() else "# Performance\n"
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if pattern.search(document):
        document = pattern.sub(lambda _: block, document, count=1)
    else:
        document = document.rstrip("\n") + f"\n\n## {name}\n\n{block}\n"
    DOCUMENT.write_text(document)
