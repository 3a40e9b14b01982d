# For other checks, which source it: a Python that has some packages, or a reason why there is none.
#     python_with DIR MODULES PACKAGES
# sets `python` to one that can import MODULES (a list separated by commas): the one on the PATH, or one in DIR into which pip
# installs PACKAGES. Fails with a line that says what is missing.
python_with() {
    command -v python3 > /dev/null || { echo "skipped: no python3"; return 1; }
    python=python3
    python3 -c "import $2" 2> /dev/null && return
    python="$1/venv/bin/python"
    # shellcheck disable=SC2086
    { python3 -m venv "$1/venv" && "$1/venv/bin/pip" -q install $3; } > "$1/pip.log" 2>&1 && return
    echo "skipped: pip cannot install $3"
    return 1
}
