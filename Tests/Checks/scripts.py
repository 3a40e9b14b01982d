"""Reads the scripts in pages; see scripts.sh.

    scripts.py FOLDER PAGE.html...

Writes each script into FOLDER, for a program that knows the whole language, and looks by itself for names that nothing
declares, for functions and variables that nothing uses, for elements that a script asks for and no page with it has, for
ids that nobody uses, for handlers in markup, and for rules of style that match nothing. It knows the JavaScript in which
these scripts are written, functions and variables, and says so where it meets anything else.
"""

import html.parser
import pathlib
import re
import sys

BUILT_IN = set("""Array Blob Boolean Error Float32Array Float64Array Infinity Int32Array JSON Math NaN Number Object ResizeObserver String URL
Uint16Array Uint32Array Uint8Array arguments atob clearTimeout decodeURIComponent document getComputedStyle isFinite isNaN
location navigator parseInt performance requestAnimationFrame setTimeout undefined window""".split())
KEYWORDS = set("""break case catch continue default delete do else false finally for function if in instanceof let const new
null return switch this throw true try typeof var void while""".split())
UNKNOWN = set("class async await yield import export with".split())
# What makes a slash behind it the begin of a regular expression.
OPERANDS_FOLLOW = set("( , = : [ ! & | ? { } ; + - * % < > ~ ^ => == === != !== && || += -= *=".split()) | {
    "return", "typeof", "case", "in", "delete", "void", "throw", "new", "else", "do"}
TOKEN = re.compile(r"""(?P<space>\s+|//[^\n]*|/\*.*?\*/)
    |(?P<text>'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*")
    |(?P<number>0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<name>[A-Za-z_$][\w$]*)
    |(?P<sign>>>>=|\.\.\.|===|!==|>>>|<<=|>>=|\*\*=|=>|==|!=|<=|>=|&&|\|\||\?\?|\?\.|\+\+|--|\+=|-=|\*=|/=|%=|&=|\|=|\^=
        |<<|>>|\*\*|[{}()\[\];,<>+\-*/%&|^!~?:=.])""", re.X | re.S)
REGULAR = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*")


class Problem(Exception):
    pass


class Token:
    def __init__(self, kind, text, line):
        self.kind, self.text, self.line = kind, text, line


def tokens_of(text):
    tokens, at, line = [], 0, 1
    while at < len(text):
        found = None
        if text[at] == "/" and text[at : at + 2] not in ("//", "/*") and (
                not tokens or tokens[-1].text in OPERANDS_FOLLOW):
            found, kind = REGULAR.match(text, at), "regular"
        if not found:
            found = TOKEN.match(text, at)
            kind = found and found.lastgroup
        if not found or text[at] == "`":
            raise Problem(f"line {line}: {text[at : at + 20]!r} is not understood")
        if kind == "name" and found.group() in UNKNOWN or found.group() in ("=>", "...", "?.", "??"):
            raise Problem(f"line {line}: {found.group()!r} is not understood by this check")
        if kind != "space":
            tokens.append(Token(kind, found.group(), line))
        line += found.group().count("\n")
        at = found.end()
    return tokens


class Name:
    """Something that is declared: function, variable or parameter."""

    def __init__(self, text, kind, line):
        self.text, self.kind, self.line, self.uses = text, kind, line, 0


class Scope:
    def __init__(self, above, begin, end):
        self.above, self.begin, self.end, self.names, self.parameters = above, begin, end, {}, []

    def add(self, token, kind):
        self.names.setdefault(token.text, Name(token.text, kind, token.line))

    def find(self, text):
        scope = self
        while scope and text not in scope.names:
            scope = scope.above
        return scope and scope.names[text]


class Script:
    def __init__(self, text):
        self.tokens = tokens_of(text)
        self.pairs = self.matched()
        self.top = Scope(None, 0, len(self.tokens))
        self.scopes, self.declared, self.functions = [self.top], set(), []
        self.declare(self.top)

    def matched(self):
        """By place of a bracket that opens: that of the one that closes."""
        pairs, open_ = {}, []
        for place, token in enumerate(self.tokens):
            if token.kind != "sign":
                continue
            if token.text in "([{":
                open_.append(place)
            elif token.text in ")]}":
                if not open_ or self.tokens[open_[-1]].text + token.text not in ("()", "[]", "{}"):
                    raise Problem(f"line {token.line}: '{token.text}' closes nothing")
                pairs[open_.pop()] = place
        if open_:
            raise Problem(f"line {self.tokens[open_[-1]].line}: '{self.tokens[open_[-1]].text}' is not closed")
        return pairs

    def text(self, place):
        return self.tokens[place].text if 0 <= place < len(self.tokens) else ""

    def declare(self, scope):
        """Finds what a function declares itself, and the functions in it."""
        place = scope.begin
        while place < scope.end:
            token = self.tokens[place]
            if token.kind == "name" and token.text == "function" and self.text(place - 1) != ".":
                place = self.declare_function(scope, place)
                continue
            if token.kind == "name" and token.text in ("var", "let", "const") and self.text(place - 1) != ".":
                self.declare_variables(scope, place + 1)
            if token.text == "catch" and self.text(place + 1) == "(":
                scope.add(self.tokens[place + 2], "error")
                self.declared.add(place + 2)
            place += 1

    def declare_function(self, scope, place):
        name = None
        place += 1
        if self.text(place) != "(":
            name = self.tokens[place]
            scope.add(name, "function")
            self.declared.add(place)
            place += 1
        close = self.pairs[place]
        body = close + 1
        inner = Scope(scope, body + 1, self.pairs[body])
        for at in range(place + 1, close):
            if self.tokens[at].kind == "name":
                inner.add(self.tokens[at], "parameter")
                inner.parameters.append(self.tokens[at].text)
                self.declared.add(at)
        self.scopes.append(inner)
        self.functions.append((name and name.text, inner))
        self.declare(inner)
        return self.pairs[body] + 1

    def declare_variables(self, scope, place):
        """`a = 1, b, c = f(x, y);` or `a in b`: names stand at the begin and behind commas outside of brackets."""
        expects = True
        while place < scope.end and self.text(place) not in (";", "in"):
            token = self.tokens[place]
            if expects:
                if token.kind != "name":
                    raise Problem(f"line {token.line}: this declaration is not understood")
                scope.add(token, "variable")
                self.declared.add(place)
                expects = False
            elif token.text == ",":
                expects = True
            elif place in self.pairs:
                place = self.pairs[place]
            elif token.text in (")", "}"):
                return
            place += 1

    def scope_at(self, place):
        return max((scope for scope in self.scopes if scope.begin <= place < scope.end), key=lambda scope: scope.begin)

    def is_property(self, place):
        return self.text(place - 1) == "." or (self.text(place + 1) == ":" and self.text(place - 1) in ("{", ","))

    def is_write(self, place):
        """Whether a name only gets a value here that nobody looks at."""
        if self.text(place + 1) == "=":
            return True
        return self.text(place - 1) in (";", "{", "}") and self.text(place + 1) in (
            "+=", "-=", "*=", "/=", "|=", "&=", "^=", "%=", "++", "--")

    def problems(self):
        found = []
        for place, token in enumerate(self.tokens):
            if token.kind != "name" or token.text in KEYWORDS or place in self.declared or self.is_property(place):
                continue
            name = self.scope_at(place).find(token.text)
            if name:
                name.uses += 0 if self.is_write(place) else 1
            elif token.text not in BUILT_IN:
                found.append(f"line {token.line}: nothing declares '{token.text}'")
        for scope in self.scopes:
            last = scope.parameters[-1:]
            for name in scope.names.values():
                if name.uses == 0 and name.kind != "error" and (name.kind != "parameter" or name.text in last):
                    found.append(f"line {name.line}: nothing uses the {name.kind} '{name.text}'")
        return found

    def words(self):
        """All texts, without quotation marks."""
        return {token.text[1:-1] for token in self.tokens if token.kind == "text"}

    def ids(self):
        """Ids that the script asks for, and begins of ids, with their lines."""
        asking = {"getElementById": 0}
        grown = True
        while grown:
            grown = False
            for name, scope in self.functions:
                for place in self.calls(scope.begin, scope.end, asking):
                    text = self.text(place)
                    # A parameter that is handed on as it is, by a function that has a name.
                    if name and name not in asking and self.text(place + 1) in (",", ")") and scope.parameters[:1] == [text]:
                        asking[name] = 0
                        grown = True
        whole, begins = {}, {}
        for place in self.calls(0, len(self.tokens), asking):
            token = self.tokens[place]
            if token.kind == "text":
                (begins if self.text(place + 1) == "+" else whole).setdefault(token.text[1:-1], token.line)
            # f(a ? 'b' : 'c'
            end = self.end_of_argument(place)
            if end - place >= 5 and self.text(end - 4) == "?" and self.text(end - 2) == ":":
                for choice in (end - 3, end - 1):
                    if self.tokens[choice].kind == "text":
                        whole.setdefault(self.text(choice)[1:-1], token.line)
        return whole, begins

    def end_of_argument(self, place):
        while self.text(place) not in (",", ")"):
            place = self.pairs.get(place, place) + 1
        return place

    def calls(self, begin, end, names):
        """Places of the first arguments of calls."""
        for place in range(begin, end - 1):
            if self.text(place) in names and self.text(place + 1) == "(" and self.text(place - 1) != "function":
                yield place + 2


class Page(html.parser.HTMLParser):
    REFERENCES = {"for", "list", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns"}

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.ids, self.sections, self.classes, self.referred, self.handlers = {}, set(), set(), {}, []
        self.scripts, self.styles, self.inside, self.doubled = [], [], None, []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        line = self.getpos()[0]
        given = dict(attributes)
        if tag == "script":
            self.inside = self.scripts if "src" not in given and given.get("type", "text/javascript") == "text/javascript" else None
        elif tag == "style":
            self.inside = self.styles
        if self.inside is not None and tag in ("script", "style"):
            self.inside.append("")
        if given.get("id"):
            if given["id"] in self.ids:
                self.doubled.append(given["id"])
            self.ids[given["id"]] = line
            if tag == "section":
                self.sections.add(given["id"])
        self.classes |= set((given.get("class") or "").split())
        for name, value in attributes:
            if name in self.REFERENCES:
                for word in (value or "").split():
                    self.referred[word] = line
            if name == "href" and (value or "").startswith("#") and len(value) > 1:
                self.referred[value[1:]] = line
            if name.startswith("on"):
                self.handlers.append((line, name, value or ""))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag in ("script", "style"):
            self.inside = None

    def handle_data(self, data):
        if self.inside is not None:
            self.inside[-1] += data


def check(paths, folder):
    problems, pages = [], {}
    for path in paths:
        pages[path] = Page(pathlib.Path(path).read_text(encoding="utf-8"))
        if not pages[path].scripts:
            problems.append(f"{path}: no script")
    # Pages with the same scripts: what a script asks for need not be in each of them.
    groups, words, is_understood = {}, set(), True
    for path, page in pages.items():
        groups.setdefault(tuple(page.scripts), []).append(path)
    for number, (scripts, members) in enumerate(groups.items()):
        name = ", ".join(pathlib.Path(path).name for path in members)
        text = "\n".join(scripts)
        (folder / f"script-{number}.js").write_text(text, encoding="utf-8")
        try:
            script = Script(text)
        except Problem as problem:
            problems.append(f"{name}: {problem}")
            is_understood = False
            continue
        words |= script.words()
        problems += [f"{name}: {found}" for found in script.problems()]
        problems += [f"{name}: {found}" for found in references([pages[path] for path in members], script)]
        print(f"{name}: {len(script.functions)} functions, {len(script.ids()[0])} ids")
    return problems + (idle_style(pages.values(), words) if is_understood else [])


def references(pages, script):
    """Elements that a script or markup names and no page has, and the other way round."""
    found = []
    ids = set().union(*[page.ids for page in pages])
    whole, begins = script.ids()
    words = script.words()
    style = "\n".join(text for page in pages for text in page.styles)
    for page in pages:
        found += [f"two elements have the id '{id_}'" for id_ in page.doubled]
        found += [f"line {line} of the page: '{id_}' is no id" for id_, line in page.referred.items() if id_ not in page.ids]
        for line, attribute, code in page.handlers:
            for name in re.findall(r"(?<![.\w$])([A-Za-z_$][\w$]*)\s*\(", code):
                if name not in script.top.names and name not in BUILT_IN:
                    found.append(f"line {line} of the page: {attribute} calls '{name}', which is not there")
    found += [f"line {line}: no page has the id '{id_}'" for id_, line in whole.items() if id_ not in ids]
    found += [f"line {line}: no page has an id that begins with '{begin}'" for begin, line in begins.items()
              if not any(id_.startswith(begin) for id_ in ids)]
    ends = {word for word in words if word.startswith("-")}
    # Links from outside, like report.html#roc, may lead to a section.
    targets = set().union(*[page.sections for page in pages])
    for id_ in sorted(ids):
        is_used = id_ in words or id_ in targets or any(id_ in page.referred for page in pages) or re.search(rf"#{id_}\b", style) or any(
            id_.startswith(begin) for begin in begins) or any(id_.endswith(end) for end in ends)
        if not is_used:
            found.append(f"nothing uses the id '{id_}'")
    return found


def idle_style(pages, words):
    """Classes in rules of style that no element of any page gets: pages share rules."""
    style = "\n".join(text for page in pages for text in page.styles)
    classes = set().union(*[page.classes for page in pages]) | {part for word in words for part in word.split()}
    selectors = re.sub(r"\{[^{}]*\}", "{}", re.sub(r"/\*.*?\*/", "", style, flags=re.S))
    return [f"nothing has the class '{name}' of the style" for name in sorted(set(re.findall(r"\.([A-Za-z][\w-]*)", selectors)))
            if name not in classes]


if __name__ == "__main__":
    failures = check(sys.argv[2:], pathlib.Path(sys.argv[1]))
    for failure in failures:
        print(failure, file=sys.stderr)
    if failures:
        sys.exit(f"FAILED: {len(failures)} problems in pages and their scripts")
