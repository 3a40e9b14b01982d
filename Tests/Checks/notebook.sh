#!/usr/bin/env bash
# The notebook that goes from a scenario to a figure (Examples/python/figure.ipynb) is executed as a whole, by nbclient in a virtual
# environment of its own.
#     Tests/Checks/notebook.sh [PROGRAM]
set -euo pipefail
cd "$(dirname "$0")/../.."
TRUSTSIM=$(realpath "${1:-.build/release/trustsim}")
export TRUSTSIM
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

. Tests/Checks/python.sh
python_with "$work" "nbclient, ipykernel, pandas" "nbclient ipykernel pandas" || exit 0
cp Examples/python/figure.ipynb Examples/python/trustsim.py "$work"
"$python" - "$work" <<'P'
import sys
import nbclient, nbformat

folder = sys.argv[1]
notebook = nbformat.read(folder + "/figure.ipynb", as_version=4)
nbformat.validate(notebook)
nbclient.NotebookClient(notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": folder}}).execute()
outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
kinds = [kind for output in outputs for kind in output.get("data", {})]
if "image/svg+xml" not in kinds or kinds.count("text/html") < 3:
    sys.exit(f"FAILED: a figure and three tables were expected, found {kinds}")
print(f"{len(notebook.cells)} cells: {kinds.count('text/html')} tables and a figure")
P
