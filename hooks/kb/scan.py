"""A page's structure: front matter, headings, links, code fences and directives, each with its line.

Whatever stands in a code fence or in inline code is code, not structure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape

from .files import Document
from .problems import Position, Problem
from .text import slug
from .yamltree import Mapping, parse

MAX_FRONT_MATTER = 64 * 1024
"""Characters. A company with thirty claims has about ten thousand."""

MAX_DIRECTIVE = 20
"""Lines of one directive."""

_FENCE = re.compile(r"(\s*)(`{3,}|~{3,})\s*(.*)")
_HEADING = re.compile(r"(#{1,6})(.+)")
_UNDERLINE = re.compile(r"(?:=+|-+) *")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
_LINK = re.compile(r"\]\(\s*(?:<([^<>]*)>|([^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*))(?:\s+[\"'(].{0,300}?[\"')])?\s*\)")
_DEFINITION = re.compile(r" {0,3}\[(?!\^)[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)")
_DIRECTIVE = re.compile(r" {0,3}<!--\s*kb:(\S*)\s*")
_DIRECTIVE_ANYWHERE = re.compile(r"<!--\s*kb:")
_INLINE_MARKUP = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)|[*`]|(?<!\w)_+|_+(?!\w)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `anchor` is the id that the built page gives it."""

    level: int
    title: str
    anchor: str
    line: int


@dataclass(frozen=True, slots=True)
class Link:
    """The target of a link or image as written."""

    target: str
    at: Position


@dataclass(frozen=True, slots=True)
class Directive:
    """`<!-- kb:name options -->` on lines `line` to `last`; `options` is YAML that begins at `at`."""

    name: str
    options: str
    line: int
    last: int
    at: Position


@dataclass(frozen=True, slots=True)
class Fence:
    """A block of code with what stands behind its opening fence; `run` is the directive before it, if any."""

    info: str
    code: str
    line: int
    run: Directive | None


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown document taken apart. `fields` is None if it has no readable front matter; lines are the file's."""

    path: str
    fields: Mapping | None
    body: str
    body_line: int
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    directives: tuple[Directive, ...]
    fences: tuple[Fence, ...]

    @property
    def anchors(self) -> frozenset[str]:
        """The ids that links may point at."""
        return frozenset(h.anchor for h in self.headings)


def scan(document: Document) -> tuple[Page, list[Problem]]:
    """The structure of a Markdown document and what is wrong with its outer form."""
    fields, body, first, problems = _front_matter(document)
    body_scan = _Body(document.path, first)
    body_scan.read(body)
    problems += body_scan.problems
    if body_scan.open_fence:
        line = body_scan.open_fence[2]
        problems.append(
            Problem(Position(document.path, line), "fence", "the code block that begins here is not closed", "close it")
        )
    page = Page(
        document.path,
        fields,
        body,
        first,
        tuple(body_scan.headings),
        tuple(body_scan.links),
        tuple(body_scan.directives),
        tuple(body_scan.fences),
    )
    return page, problems


def _front_matter(document: Document) -> tuple[Mapping | None, str, int, list[Problem]]:
    """Fields, the body, the line on which the body begins, and problems."""
    text, start = document.text, Position(document.path)
    if not re.match(r"---[ \t]*\n", text):
        hint = "begin the file with a line ---, the fields and another line ---"
        return None, text, 1, [Problem(start, "front-matter", "there is no front matter", hint)]
    opening = text.index("\n") + 1
    closing = re.compile(r"^---[ \t]*$", re.MULTILINE).search(text, opening)
    if not closing:
        return (
            None,
            "",
            1,
            [Problem(start, "front-matter", "the front matter is not closed", "add a line --- below it")],
        )
    source = text[opening : closing.start()]
    body = text[closing.end() :].removeprefix("\n")
    first = text.count("\n", 0, closing.start()) + 2
    if len(source) > MAX_FRONT_MATTER:
        said = f"the front matter has {len(source):,} characters; {MAX_FRONT_MATTER:,} is the most"
        return None, body, first, [Problem(start, "front-matter", said)]
    tree, problems = parse(source, document.path, line=2)
    if tree is None and not problems:
        problems.append(Problem(start, "front-matter", "the front matter is empty"))
    if tree is not None and not isinstance(tree, Mapping):
        problems.append(Problem(tree.at, "front-matter", "the front matter is not a mapping", "write 'field: value'"))
        tree = None
    return tree, body, first, problems


class _Body:
    """Reads the lines of a body one after the other."""

    def __init__(self, path: str, first: int) -> None:
        self._path, self._first = path, first
        self._anchors: Counter[str] = Counter()
        self._run: Directive | None = None
        self.headings: list[Heading] = []
        self.links: list[Link] = []
        self.directives: list[Directive] = []
        self.fences: list[Fence] = []
        self.problems: list[Problem] = []
        self.open_fence: tuple[str, str, int, list[str], str] | None = None

    def read(self, body: str) -> None:
        lines = body.split("\n")
        skip_to = 0
        for index, line in enumerate(lines):
            if index < skip_to:
                continue
            number = index + self._first
            if self._fence(line, number):
                continue
            if "<!--" in line and "kb:" in line:
                skip_to = self._directive(lines, index, number)
            elif line.startswith("#"):
                self._heading(line, number)
            elif _UNDERLINE.fullmatch(line):
                self._underline(lines[max(0, index - 2) : index], number)
            if "](" in line or "]:" in line:
                self._links(line, number)

    def _fence(self, line: str, number: int) -> bool:
        """True if the line belongs to a code block, its fences included."""
        if self.open_fence:
            mark, info, start, code, indent = self.open_fence
            if line.strip() == mark:
                self.fences.append(Fence(info, "\n".join(code), start, self._run))
                self.open_fence = self._run = None
            else:
                code.append(line.removeprefix(indent))
            return True
        found = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if not found or ("`" in found[3] and found[2][0] == "`"):
            if line.strip() and self._run and not line.lstrip().startswith("<!--"):
                self._run = None
            return False
        self.open_fence = (found[2], found[3].strip(), number, [], found[1])
        return True

    def _directive(self, lines: list[str], index: int, number: int) -> int:
        """Reads the directive that begins here; gives the index of the first line after it."""
        last = next((i for i in range(index, min(index + MAX_DIRECTIVE, len(lines))) if "-->" in lines[i]), index)
        text = "\n".join(lines[index : last + 1]).rstrip()
        found = _DIRECTIVE.match(text.removesuffix("-->"))
        if not found or not text.endswith("-->"):
            misplaced = _DIRECTIVE_ANYWHERE.search(_without_code(lines[index]))
            if misplaced:
                at = Position(self._path, number, misplaced.start() + 1)
                hint = f"put it on a line of its own, not indented, and close it within {MAX_DIRECTIVE} lines"
                self.problems.append(Problem(at, "directive", "this directive is not read", hint))
            return index + 1
        before = found[0]
        line = number + before.count("\n")
        at = Position(self._path, line, len(before) - (before.rfind("\n") + 1) + 1)
        options = text.removesuffix("-->")[found.end() :].rstrip()
        directive = Directive(found[1], options, number, number + last - index, at)
        self.directives.append(directive)
        self._run = directive if directive.name == "run" else self._run
        return last + 1

    def _heading(self, line: str, number: int) -> None:
        found = _HEADING.match(line)
        written = found[2].rstrip(" \t").rstrip("#").strip(" \t") if found else ""
        if not found or not written:
            return
        title = _INLINE_MARKUP.sub(lambda m: m[1] or "", written)
        anchor = slug(unescape(title))
        seen = self._anchors[anchor]
        self._anchors[anchor] += 1
        self.headings.append(Heading(len(found[1]), title, f"{anchor}_{seen}" if seen else anchor, number))

    def _underline(self, above: list[str], number: int) -> None:
        """A problem if the line makes a heading of the one above it, which must be the first of its paragraph."""
        before, text = ["", "", *above][-2:]
        if text.strip() and not text.startswith(("    ", "#")) and (not before.strip() or before.startswith("#")):
            said = "this line makes a heading of the one above it"
            hint = "write a heading with #, or leave a line free"
            self.problems.append(Problem(Position(self._path, number), "heading", said, hint))

    def _links(self, line: str, number: int) -> None:
        bare = _without_code(line)
        definition = _DEFINITION.match(bare)
        for found in (*_LINK.finditer(bare), *((definition,) if definition else ())):
            target = found.lastindex or 0
            self.links.append(Link(found[target], Position(self._path, number, found.start(target) + 1)))


def _without_code(line: str) -> str:
    """The line with spaces in place of inline code."""
    return _CODE_SPAN.sub(lambda m: " " * len(m[0]), line) if "`" in line else line


def replace_directives(page: Page, text_of: Callable[[Directive], str]) -> str:
    """The page's body with every directive replaced by what `text_of` gives for it."""
    lines = page.body.split("\n")
    for directive in reversed(page.directives):
        lines[directive.line - page.body_line : directive.last - page.body_line + 1] = text_of(directive).split("\n")
    return "\n".join(lines)
