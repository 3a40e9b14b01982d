"""Finds public declarations without documentation in a symbol graph; see docc.sh."""

import json
import sys

graph = json.load(open(sys.argv[1]))
module = graph["module"]["name"]
kinds = {
    "swift.struct", "swift.class", "swift.enum", "swift.protocol", "swift.typealias", "swift.associatedtype", "swift.init",
    "swift.method", "swift.type.method", "swift.property", "swift.type.property", "swift.subscript", "swift.func",
    "swift.func.op", "swift.enum.case", "swift.var",
}
# Made by the compiler, or the witness of a protocol that documents it.
made = {link["source"] for link in graph["relationships"] if link.get("sourceOrigin")}
missing = []
count = 0
for symbol in graph["symbols"]:
    if symbol["kind"]["identifier"] not in kinds or "::SYNTHESIZED::" in symbol["identifier"]["precise"]:
        continue
    if symbol["identifier"]["precise"] in made:
        continue
    count += 1
    if "docComment" not in symbol:
        place = symbol.get("location", {}).get("uri", "?").split("/Sources/")[-1]
        missing.append(f"{'.'.join(symbol['pathComponents'])}  ({place})")
if count == 0:
    sys.exit(f"FAILED: {module} has no public declaration")
for name in missing:
    print(name, file=sys.stderr)
if missing:
    sys.exit(f"FAILED: {len(missing)} of {count} public declarations of {module} are not documented")
print(f"{module}: {count} public declarations, all documented")
