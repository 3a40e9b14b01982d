#!/usr/bin/env bash
# Reads pages and figures as strict XML, and some pages, which takes longer, as HTML.
#     Tests/Checks/pages.sh FILE… -- PAGE.html…
# Steps whose tools are missing say so and are skipped.
set -euo pipefail
files=()
while [ "$1" != -- ]; do
    files+=("$1")
    shift
done
shift
if command -v python3 > /dev/null; then
    python3 - "${files[@]}" <<'PYTHON'
import sys
import xml.etree.ElementTree as tree
for name in sys.argv[1:]:
    tree.parse(name)
print("well-formed:", *sys.argv[1:])
PYTHON
else
    echo "skipped: no python3 to read the pages"
fi
if python3 -c 'import html5lib' 2> /dev/null; then
    python3 - "$@" <<'PYTHON'
import sys
import html5lib
for name in sys.argv[1:]:
    html5lib.HTMLParser(strict=True).parse(open(name, encoding="utf-8"))
print("valid for a strict HTML parser:", *sys.argv[1:])
PYTHON
else
    echo "skipped: no Python package html5lib"
fi
