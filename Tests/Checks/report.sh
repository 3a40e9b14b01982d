#!/usr/bin/env bash
# The report and the figures as people see them: report.sh PROGRAM [DIR for pictures]
# Makes a small study, reads its page as strict XML and as HTML, opens it in headless Chromium (no console message, no
# request, every button pressed, pictures in light, dark, 360 px and print), and turns a figure into PDF.
# Needs Python 3; steps whose tools are missing say so and are skipped.
set -euo pipefail
program=$(realpath "$1")
checks=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pictures=${2:-$work/pictures}
mkdir -p "$pictures"
pictures=$(realpath "$pictures")
cd "$work"

fail() { printf 'FAILED: %s\n' "$1" >&2; exit 1; }

"$program" study --output study --replications 2 --attacks colluders,onOff --attacker-ratio 0,0.3,0.5 --worlds waypoint,highway \
    --schemes consensus-adaptive,own-evidence,beta,majority-vote,genie --set duration=60 --quiet
"$program" report study --output report.html
"$program" report study --output again.html
cmp report.html again.html || fail "the same results give another page"
"$program" sweep --help | grep -q -- --roc || fail "sweep has no --roc"
cat > open.json <<'JSON'
{name: "open <b>&amp;", vehicles: 40, duration: 80, area: {width: 700, height: 700}, attackers: {ratio: 0.3,
 profiles: [{profile: "colluders", share: 0.5}, {profile: {label: "sly ones", preset: "onOff50"}, share: 0.5}]}}
JSON
"$program" sweep open.json --attacker-ratio 0.1:0.5:0.2 --replications 3 --roc --series --output sweep --quiet
"$program" report sweep --output sweep.html
"$program" plot study --metric f1 --where attackers.profile=colluders --output f1.svg
"$program" plot study --x attackers.profile --where attackerRatio=0.3 --width 180 --output attacks.svg

"$program" plot sweep --x time --where clock=begin --metric recall --output time.svg
"$checks/pages.sh" report.html sweep.html f1.svg attacks.svg time.svg study/*.svg -- report.html sweep.html

if command -v rsvg-convert > /dev/null; then
    for name in f1 attacks; do
        rsvg-convert --format pdf --output "$pictures/$name.pdf" "$name.svg"
        rsvg-convert --dpi-x 200 --dpi-y 200 --output "$pictures/$name.png" "$name.svg"
        head -c 5 "$pictures/$name.pdf" | grep -q '%PDF-' || fail "$name.pdf is no PDF"
    done
    echo "figures as PDF"
else
    echo "skipped: no rsvg-convert"
fi

if command -v chromedriver > /dev/null && python3 -c 'import selenium' 2> /dev/null; then
    python3 "$checks/report.py" report.html "$pictures"
    python3 "$checks/report.py" sweep.html "$pictures/sweep"
    if command -v pdflatex > /dev/null; then
        {
            printf '\\documentclass{article}\n\\usepackage{booktabs}\n\\begin{document}\n\\tiny\n'
            cat "$pictures/table.tex"
            printf '\\end{document}\n'
        } > table.tex
        pdflatex -interaction=nonstopmode -halt-on-error table.tex > latex.log || { cat latex.log; fail "the copied table"; }
        echo "the copied table compiles"
    else
        echo "skipped: no pdflatex"
    fi
else
    echo "skipped: no chromedriver or no Python package selenium"
fi
