"""Compares the floors of the library with what the compiler has found; see layers.sh.

Reads the index that the compiler writes beside a debug build, through libIndexStore of the toolchain: which file defines
which symbol, and which file refers to it.

    layers.py LIBRARY STORE PACKAGE [--graph]
"""

import collections
import ctypes
import os
import re
import sys

library, store_path, package = sys.argv[1:4]
package = os.path.realpath(package)
index = ctypes.CDLL(library)
pointer = ctypes.c_void_p


class Text(ctypes.Structure):
    _fields_ = [("data", pointer), ("length", ctypes.c_size_t)]

    def __str__(self):
        return ctypes.string_at(self.data, self.length).decode() if self.length else ""


def function(name, result, *arguments):
    found = getattr(index, "indexstore_" + name)
    found.restype, found.argtypes = result, arguments
    return found


NAMES = ctypes.CFUNCTYPE(ctypes.c_bool, pointer, Text)
OBJECTS = ctypes.CFUNCTYPE(ctypes.c_bool, pointer, pointer)
errors = ctypes.POINTER(pointer)
open_store = function("store_create", pointer, ctypes.c_char_p, errors)
for_units = function("store_units_apply_f", ctypes.c_bool, pointer, ctypes.c_uint, pointer, NAMES)
open_unit = function("unit_reader_create", pointer, pointer, ctypes.c_char_p, errors)
main_file = function("unit_reader_get_main_file", Text, pointer)
for_parts = function("unit_reader_dependencies_apply_f", ctypes.c_bool, pointer, pointer, OBJECTS)
part_kind = function("unit_dependency_get_kind", ctypes.c_int, pointer)
part_name = function("unit_dependency_get_name", Text, pointer)
part_file = function("unit_dependency_get_filepath", Text, pointer)
open_record = function("record_reader_create", pointer, pointer, ctypes.c_char_p, errors)
for_places = function("record_reader_occurrences_apply_f", ctypes.c_bool, pointer, pointer, OBJECTS)
place_symbol = function("occurrence_get_symbol", pointer, pointer)
place_roles = function("occurrence_get_roles", ctypes.c_uint64, pointer)
place_line = function("occurrence_get_line_col", None, pointer, *[ctypes.POINTER(ctypes.c_uint)] * 2)
symbol_key = function("symbol_get_usr", Text, pointer)
symbol_name = function("symbol_get_name", Text, pointer)
symbol_kind = function("symbol_get_kind", ctypes.c_int, pointer)
for_relations = function("occurrence_relations_apply_f", ctypes.c_bool, pointer, pointer, OBJECTS)
relation_roles = function("symbol_relation_get_roles", ctypes.c_uint64, pointer)
RECORD, DEFINITION, REFERENCE, IMPLICIT, OVERRIDE = 2, 2, 4, 256, 1 << 11
EXTENSION, PARAMETER = 9, 25


class Definition:
    def __init__(self, name, file, line, kind):
        self.name, self.file, self.line, self.kind, self.is_witness = name, file, line, kind, False


def read():
    """Definitions by key; references: file and key; and files."""
    problem = pointer()
    store = open_store(store_path.encode(), ctypes.byref(problem))
    if not store:
        sys.exit(f"FAILED: {store_path} cannot be read")
    names = []
    for_units(store, 0, None, NAMES(lambda _, name: names.append(str(name)) is None))
    definitions, references, files = {}, [], set()
    for name in names:
        unit = open_unit(store, name.encode(), ctypes.byref(problem))
        path = os.path.realpath(str(main_file(unit)))
        if not path.startswith(package + "/") or not os.path.exists(path):
            continue
        file = os.path.relpath(path, package)
        files.add(file)
        # The library calls back while its own storage lives: what is wanted of a part is taken out at once.
        records = []
        for_parts(unit, None, OBJECTS(lambda _, part: records.append(str(part_name(part))) is None if part_kind(
            part) == RECORD and os.path.realpath(str(part_file(part))) == path else True))
        for record in records:
            reader = open_record(store, record.encode(), ctypes.byref(problem))

            def place(_, each):
                symbol, roles = place_symbol(each), place_roles(each)
                key = str(symbol_key(symbol))
                if roles & DEFINITION and not roles & IMPLICIT:
                    line, column = ctypes.c_uint(), ctypes.c_uint()
                    place_line(each, ctypes.byref(line), ctypes.byref(column))
                    found = Definition(str(symbol_name(symbol)), file, line.value, symbol_kind(symbol))

                    def relation(_, other):
                        found.is_witness |= bool(relation_roles(other) & OVERRIDE)
                        return True

                    for_relations(each, None, OBJECTS(relation))
                    definitions[key] = found
                if roles & REFERENCE:
                    references.append((file, key))
                return True

            for_places(reader, None, OBJECTS(place))
    return definitions, references, files


def floors():
    text = open(os.path.join(package, "Package.swift")).read()
    return re.findall(r'"(\w+)"', re.search(r"let libraryFolders = \[(.*?)\]", text, re.S).group(1))


def floor(file):
    """Sources/TrustSim/Kernel/EventQueue.swift: Kernel."""
    parts = file.split("/")
    return parts[2] if parts[:2] == ["Sources", "TrustSim"] and len(parts) > 3 else None


definitions, references, files = read()
order = {name: number for number, name in enumerate(floors())}
if not any(floor(file) in order for file in files):
    sys.exit("FAILED: the index has no file of the library")
upward, arrows = collections.Counter(), collections.Counter()
for file, key in references:
    if key not in definitions:
        continue
    name, place = definitions[key].name, definitions[key].file
    here, there = floor(file), floor(place)
    if here not in order or there not in order or here == there:
        continue
    arrows[here, there] += 1
    if order[there] > order[here]:
        upward[here, there, file, name, place] += 1
if "--graph" in sys.argv:
    for (here, there), count in sorted(arrows.items(), key=lambda arrow: [-order[name] for name in arrow[0]]):
        print(f"{here} -> {there}  {count}")
for (here, there, file, name, place), count in sorted(upward.items()):
    print(f"{here} -> {there}: {file} uses {name} of {place} ({count})", file=sys.stderr)
if upward:
    sys.exit(f"FAILED: {len(upward)} uses of a floor above; the floors are in Package.swift")


def lies_idle(key, found):
    """Whether nothing uses a declaration that only the package can use."""
    if key in used or found.is_witness or found.kind in (EXTENSION, PARAMETER) or not found.file.startswith("Sources/"):
        return False
    # Accessors and observers, what is called from outside, and what is there to fill a place.
    if ":" in found.name.split("(")[0] or found.name in ("", "main()", "deinit", "unused"):
        return False
    line = open(os.path.join(package, found.file)).read().split("\n")[found.line - 1]
    return not re.search(r"\b(public|package)\b", line)


used = {key for _, key in references}
idle = sorted((found.file, found.line, found.name) for key, found in definitions.items() if lies_idle(key, found))
for file, line, name in idle:
    print(f"{file}:{line}: nobody uses {name}", file=sys.stderr)
if idle:
    sys.exit(f"FAILED: {len(idle)} declarations that nobody uses")
print(f"{len(order)} floors, {len(arrows)} arrows, all down; {len(files)} files, {len(references)} references")
