#!/usr/bin/env bash
# Does what CONTRIBUTING.md says to add a scheme and an attack, in a copy of the package: writes the files, adds the lines
# to the registries, builds without warnings, and runs the commands of both chapters. A full debug build, with the folders of
# the sources merged as a case-insensitive file system merges them.
#     Tests/Checks/contributing.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
if ! command -v python3 > /dev/null; then echo "skipped: no python3"; exit 0; fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
copy="$work/trustsim"
mkdir "$copy"
cp -R Package.swift Tests Scenarios "$copy"
.ci/merge-folders "$copy"

python3 - CONTRIBUTING.md "$copy" > "$work/commands" << 'END'
import pathlib, re, sys

text = pathlib.Path(sys.argv[1]).read_text()
copy = pathlib.Path(sys.argv[2])
marks = 0
for match in re.finditer(r'<!-- (into|behind "(?P<anchor>[^"\n]*)" in) (?P<path>\S+) -->\n```swift\n(?P<code>.*?)```\n', text, re.S):
    path, code = copy / match["path"], match["code"]
    marks += 1
    if match["anchor"] is None:
        old = path.read_text() + "\n" if path.exists() else ""
        path.write_text(old + code)
    else:
        source = path.read_text()
        if source.count(match["anchor"]) != 1:
            sys.exit(f"FAILED: {match['path']} has not exactly one '{match['anchor']}'")
        path.write_text(source.replace(match["anchor"], match["anchor"] + "\n" + code))
blocks = len(re.findall(r"^```swift$", text, re.M))
if marks != blocks or marks < 5:
    sys.exit(f"FAILED: {marks} of {blocks} blocks of Swift have a mark that says where they belong")
for chapter in ["A scheme", "An attack"]:
    body = re.search(rf"^## {chapter}\n(.*?)^## ", text, re.S | re.M)[1]
    commands = re.findall(r"^    (trustsim .*)$", body, re.M)
    if not commands:
        sys.exit(f"FAILED: '{chapter}' has no command")
    print("\n".join(commands))
END

cd "$copy"
swift build --product trustsim > "$work/build.log" 2>&1 || { grep -E 'error:' "$work/build.log"; exit 1; }
if grep -E 'warning:' "$work/build.log"; then echo "FAILED: the build prints warnings" >&2; exit 1; fi
trustsim=$(swift build --show-bin-path)/trustsim
"$trustsim" list schemes | grep -q '^certainty-mean '
"$trustsim" list attacks --verbose | grep -q '^shift '
while read -r _ command; do
    options=()
    case $command in run* | sweep*) options=(--set duration=30 --replications 1 --quiet) ;; esac
    # The commands are words without quotes.
    # shellcheck disable=SC2086
    "$trustsim" $command "${options[@]}" > "$work/output.txt" || { echo "FAILED: trustsim $command" >&2; exit 1; }
    echo "trustsim $command: $(wc -l < "$work/output.txt") lines"
    case $command in
        *certainty-mean*) grep -q certainty-mean "$work/output.txt" ;;
        describe*) grep -q -- '-0.29' "$work/output.txt" ;;
    esac
done < "$work/commands"
