"""A page's structure: front matter, headings, links, code fences and directives, each with its line.

Whatever stands in a code fence or in inline code is code, not structure. A fence is taken for one here only in the
forms that pymdownx's `superfences` takes for one; another is a problem, since the site would show its code as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from markdown import Markdown
from markdown.extensions.toc import unique

from . import markup
from .files import Document
from .markup import Link
from .problems import Position, Problem, shown
from .text import did_you_mean, slug
from .yamltree import Mapping, Scalar, parse

MAX_FRONT_MATTER = 64 * 1024
"""Characters. A company with thirty claims has about ten thousand."""

MAX_DIRECTIVE = 20
"""Lines of one directive."""

MAX_CODE = 5_000
"""Characters of a block of code; the longest real one has half of this. The time of Pygments, which colours it, grows
with the square of some texts."""

MAX_CODE_LINES = 200
"""Lines of a block of code."""

MAX_CODE_WIDTH = 400
"""Characters of a line of code; the longest real one has 319."""

MAX_BLOCKS = 20
"""Blocks of code of a page; the most that a real one has is a third of this."""

MAX_DIRECTIVES = 60
"""Directives of a page: each may stand for two hundred lines."""

MAX_HEADINGS = 300
"""Headings of a page; the most that a real one has is a seventh of this."""

LANGUAGES = frozenset({
    "bash", "css", "diff", "dockerfile", "go", "graphql", "html", "http", "ini", "java", "javascript", "json", "kotlin",
    "lua", "markdown", "mermaid", "nginx", "php", "proto", "python", "ruby", "rust", "scala", "sql", "swift", "text",
    "toml", "typescript", "xml", "yaml",
})  # fmt: skip
"""What a block of code may be written in: languages whose colouring ended in time for every repeated pair of characters
and tokens that was tried, at most half a second (Java) for `MAX_CODE`. C, C++ and C# took seconds, HCL two."""

_SHORT_NAMES = {
    "c++": "text", "console": "bash", "golang": "go", "js": "javascript", "kt": "kotlin", "md": "markdown",
    "plaintext": "text", "postgresql": "sql", "protobuf": "proto", "py": "python", "python3": "python", "rb": "ruby",
    "rs": "rust", "sh": "bash", "shell": "bash", "sqlite": "sql", "ts": "typescript", "txt": "text", "yml": "yaml",
}  # fmt: skip
"""What else people call the languages."""

_FENCE = re.compile(r"( *)(`{3,}|~{3,})[ \t]*(.*)")
_TITLE_OF_CODE = r"(?: title=\"[\w .,:/()+-]*\")?"
_INFO = re.compile(rf"(?:([\w#.+-]+){_TITLE_OF_CODE}|\{{ ?\.([\w#+-]+){_TITLE_OF_CODE} ?\}})?", re.ASCII)
_FENCE_WITHIN = re.compile(r" *(?:(>)[> ]*|(?:[-*+]|\d{1,9}\.) +)(`{3,}(?=[^`]*$)|~{3,})")
_HEADING = re.compile(r"(#{1,6})(.+)")
_UNDERLINE = re.compile(r"[ >]*(?:=+|-+)[ \t]*")
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}\.) ")
_BEGINS_LIST = re.compile(r"(?:[-*+]|1\.) +\S")
_FLAT = re.compile(r" {2,3}(?:[-*+]|\d{1,9}\.) +\S")
_PLAIN = re.compile(r"(?![-*+] |\d+\. )[^\s>|<]")
_RULE = re.compile(r" {0,3}(?:-[- ]*|_[_ ]*|\*[* ]*)")
_QUOTED_CODE = re.compile(r" {0,3}(?:> ?)+ {4}")
_DIRECTIVE = re.compile(r" {0,3}<!--\s*kb:(\S*)\s*")
_DIRECTIVE_ANYWHERE = re.compile(r"<!--\s*kb:")
_LIVELY = re.compile(r"[*_`\[\]<>&\\!{}:~^=|]")
_INLINE_MARKUP = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)|[*`]|(?<!\w)_+|_+(?!\w)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `anchor` is the id that the built page gives it."""

    level: int
    title: str
    anchor: str
    line: int


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
    """A block of code with what stands behind its opening fence; `run` is the directive before it, if any.

    `code` is without the white space that the block is indented by, which has `indent` characters.
    """

    info: str
    code: str
    line: int
    run: Directive | None
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown document taken apart. `fields` is None if it has no readable front matter; lines are the file's.

    `unclosed` is the line of a block of code that nothing closes, so that all below it is code; 0 if there is none.
    """

    path: str
    fields: Mapping | None
    body: str
    body_line: int
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    directives: tuple[Directive, ...]
    fences: tuple[Fence, ...]
    unclosed: int = 0

    @property
    def anchors(self) -> frozenset[str]:
        """The ids that links may point at."""
        return frozenset(h.anchor for h in self.headings)


def scan(document: Document) -> tuple[Page, list[Problem]]:
    """The structure of a Markdown document and what is wrong with its outer form."""
    fields, body, first, problems = _front_matter(document)
    body_scan = _Body(document.path, first, _title(fields))
    body_scan.read(body)
    problems += body_scan.problems
    page = Page(
        document.path,
        fields,
        body,
        first,
        tuple(body_scan.headings),
        tuple(body_scan.text.links),
        tuple(body_scan.directives),
        tuple(body_scan.fences),
        body_scan.unclosed,
    )
    return page, problems


def _title(fields: Mapping | None) -> str:
    """The page's title as written; empty if there is none."""
    title = fields.get("title") if fields else None
    return title.text if isinstance(title, Scalar) else ""


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
        return None, body, first, [Problem(start, "front-matter", said, "shorten it")]
    tree, problems = parse(source, document.path, line=2)
    if tree is None and not problems:
        problems.append(Problem(start, "front-matter", "the front matter is empty", "write the fields of such a page"))
    if tree is not None and not isinstance(tree, Mapping):
        problems.append(Problem(tree.at, "front-matter", "the front matter is not a mapping", "write 'field: value'"))
        tree = None
    return tree, body, first, problems


@dataclass(slots=True)
class _OpenFence:
    """A block of code that is being read. Where `within` is set it is a faulty one, within a quotation or list item."""

    mark: str
    info: str
    line: int
    indent: str
    within: str
    code: list[str]
    told: bool = False


class _Body:
    """Reads the lines of a body one after the other."""

    def __init__(self, path: str, first: int, title: str) -> None:
        self._path, self._first = path, first
        self._anchors: set[str] = set()
        if title:
            unique(slug(title), self._anchors)  # the title is the page's first heading
        self._run: Directive | None = None
        self._open: _OpenFence | None = None
        self._told: set[str] = set()
        self._depth = 0
        self._in_conflict = False
        self.unclosed = 0
        self._block = ""
        self.text = markup.Text(path)
        self.headings: list[Heading] = []
        self.directives: list[Directive] = []
        self.fences: list[Fence] = []
        self.problems = self.text.problems

    def read(self, body: str) -> None:
        lines = body.split("\n")
        skip_to = 0
        for index, line in enumerate(lines):
            if index < skip_to:
                continue
            number = index + self._first
            if not line and not self._open:
                self._block = ""
                self.text.end_block()
                continue
            if self._fence(line, number):
                self._block = ""
                continue
            if self._conflict(line):
                continue
            if "<!--" in line and "kb:" in line:
                skip_to = self._directive(lines, index, number)
                if skip_to:
                    continue
            above = lines[index - 1] if index else ""
            self._list_in_text(line, number)
            in_table = self.text.in_table
            if line.startswith("#"):
                self.text.end_block()
            bare = self.text.read(line, number)
            if not bare:
                continue
            if "<!--" not in bare:
                self._indented(line, above, number)
            if line.startswith("#"):
                self._heading(line, number)
                self.text.end_block()
                if in_table or ("|" in line and markup.begins_table("".join(lines[index + 1 : index + 2]))):
                    self._problem(number, "heading", "this heading is a row of a table", "leave a line free")
            elif line[0] in " >=-" and _UNDERLINE.fullmatch(line) and _underlines(line, above):
                said = "this line makes a heading of the one above it"
                self._problem(number, "heading", said, "write a heading with #, or leave a line free")
        if self._open and not self._open.within:
            self.unclosed = self._open.line
            said = "the code block that begins here is not closed"
            self._problem(self._open.line, "fence", said, f"close it with a line {self._open.mark}")

    def _problem(self, line: int, rule: str, message: str, hint: str, column: int = 1) -> None:
        self.problems.append(Problem(Position(self._path, line, column), rule, message, hint))

    def _list_in_text(self, line: str, number: int) -> None:
        """A problem if a list begins right below text, which Python-Markdown takes for more of the text.

        So is one for an entry of an inner list that is indented by less than the four spaces that it wants.
        """
        if not line.strip() or line.startswith("#"):
            self._block = ""
        elif not self._block:
            self._block = line
        elif _BEGINS_LIST.match(line) and _PLAIN.match(self._block):
            said = f"{shown(line[:2].strip())} would be shown as it is: no list begins right below text"
            self._problem(number, "syntax", said, "leave a line free above the list")
            self._block = line
        elif _ITEM.match(self._block) and _FLAT.match(line):
            said = "this entry would be shown at the level of the one above it"
            self._problem(number, "syntax", said, "begin it with four spaces for each level")

    def _too_many(self, count: int, most: int, what: str, line: int) -> None:
        """One problem for the first of many that is one too many."""
        if count > most and what not in self._told:
            self._told.add(what)
            said = f"the page has more than {most:,} {what}"
            self._problem(line, "too-complex", said, "divide the page")

    def _conflict(self, line: str) -> bool:
        """True if the line is a mark of a merge conflict, which is told as one and is no markup."""
        if line.startswith(("<<<<<<< ", ">>>>>>> ", "||||||| ")):
            self._in_conflict = line[0] in "<|"
        elif line != "=======" or not self._in_conflict:
            return False
        self.text.end_block()
        return True

    def _fence(self, line: str, number: int) -> bool:
        """True if the line belongs to a code block, its fences included."""
        if self._open:
            return self._fenced(self._open, line, number)
        has_mark = "```" in line or "~~~" in line
        found = _FENCE.match(line) if has_mark else None
        if found:
            self._open = _OpenFence(found[2], found[3].rstrip(" \t"), number, found[1], "", [])
            self._info(self._open)
            if "`" not in found[3] or found[2][0] == "~":
                return True
            self._open = None
        elif has_mark and (within := _FENCE_WITHIN.match(line)):
            where = "a quotation" if within[1] else "the first line of a list item"
            hint = "end the quotation before it" if within[1] else "begin it on the line below, indented by four spaces"
            self._problem(number, "fence", f"a code block begins in {where}", hint, within.start(2) + 1)
            self._open = _OpenFence(within[2], "", number, "", within[1] or "-", [])
            return True
        if line.strip() and self._run and not line.lstrip().startswith("<!--"):
            self._run = None
        return False

    def _fenced(self, fence: _OpenFence, line: str, number: int) -> bool:
        """Reads a line below an opening fence; false if it does not belong to the block any more."""
        bare = line.strip(" \t")
        if fence.within:
            ended = not bare.startswith(">") if fence.within == ">" else bare == fence.mark
            self._open = None if ended else fence
            return not (ended and fence.within == ">")
        wrong = False
        if bare == fence.mark:
            wrong = line.rstrip(" \t") != fence.indent + fence.mark
            code = "\n".join(fence.code)
            self.fences.append(Fence(fence.info, code, fence.line, self._run, len(fence.indent)))
            self._open = self._run = None
            for count, most, what in (
                (len(code), MAX_CODE, "characters"),
                (len(fence.code), MAX_CODE_LINES, "lines"),
                (max(map(len, fence.code), default=0), MAX_CODE_WIDTH, "characters on a line"),
            ):
                if count > most:
                    said = f"the block of code has {count:,} {what}; {most:,} is the most"
                    self._problem(fence.line, "too-complex", said, "show what matters")
                    break
            self._too_many(len(self.fences), MAX_BLOCKS, "blocks of code", fence.line)
        else:
            wrong = bool(bare) and not line.startswith(fence.indent)
            fence.code.append(line.removeprefix(fence.indent))
        if wrong and not fence.told:
            fence.told = True
            said = f"this line is not indented as the fence on line {fence.line} is"
            hint = f"begin it with {len(fence.indent)} spaces" if fence.indent else "move it to the left"
            self._problem(number, "fence", said, hint)
        return True

    def _info(self, fence: _OpenFence) -> None:
        """A problem if what stands behind an opening fence would keep it from being one, or names no language."""
        read = _INFO.fullmatch(fence.info)
        column = len(fence.indent) + 1
        if not read:
            said = f"{shown(fence.info)} cannot stand behind a fence"
            hint = f"write {fence.mark}python, or another language"
            if "`" in fence.info:
                hint = "write one backquote on each side of code within a line"
            self._problem(fence.line, "fence", said, hint, column)
            return
        language = read[1] or read[2]
        if language and language not in LANGUAGES:
            said = f"{shown(language)} is not a language that blocks of code are written in"
            meant = _SHORT_NAMES.get(language.lower())
            hint = f"write {meant}" if meant else did_you_mean(language, LANGUAGES) or "write text for what is none"
            self._problem(fence.line, "language", said, hint, column)

    def _directive(self, lines: list[str], index: int, number: int) -> int:
        """Reads the directive that begins here; gives the index of the first line after it, or 0 if it is none."""
        last = next((i for i in range(index, min(index + MAX_DIRECTIVE, len(lines))) if "-->" in lines[i]), index)
        text = "\n".join(lines[index : last + 1]).rstrip()
        found = _DIRECTIVE.match(text.removesuffix("-->"))
        if not found or not text.endswith("-->"):
            misplaced = _DIRECTIVE_ANYWHERE.search(markup.without_code(lines[index])[0])
            if misplaced:
                hint = f"put it on a line of its own, not indented, and close it within {MAX_DIRECTIVE} lines"
                self._problem(number, "directive", "this directive is not read", hint, misplaced.start() + 1)
            return 0
        before = found[0]
        line = number + before.count("\n")
        at = Position(self._path, line, len(before) - (before.rfind("\n") + 1) + 1)
        options = text.removesuffix("-->")[found.end() :].rstrip()
        directive = Directive(found[1], options, number, number + last - index, at)
        self.directives.append(directive)
        self._too_many(len(self.directives), MAX_DIRECTIVES, "directives", number)
        self._run = directive if directive.name == "run" else self._run
        return last + 1

    def _indented(self, line: str, above: str, number: int) -> None:
        """A problem if a line begins a block of code by its indentation, which depends on the lists above it.

        A block belongs to a list item if it is indented by four spaces more than the item; by another four, it is code.
        """
        if not self._depth and line[:1] not in " >-*+0123456789":
            return  # most lines
        text = line.lstrip(" ")
        if not text.strip(" \t"):
            return
        level = (len(line) - len(text)) // 4
        goes_on = above.strip(" \t>") and not above.startswith("#") and not _RULE.fullmatch(above)
        if (not goes_on and level > self._depth) or _QUOTED_CODE.match(line):
            said = "text that is indented so far is a block of code"
            self._problem(number, "fence", said, "indent it less, or put it between two lines ```")
        if _ITEM.match(text):
            self._depth = level + 1
        elif not goes_on:
            self._depth = level

    def _heading(self, line: str, number: int) -> None:
        found = _HEADING.match(line)
        written = found[2].rstrip(" \t").rstrip("#").strip(" \t") if found else ""
        if not found or not written:
            self._problem(number, "heading", "this heading is empty", "write it or delete it")
            return
        if written.endswith("\\"):
            self._problem(number, "heading", "a heading that ends in a backslash is none", "delete the backslash")
        self._too_many(len(self.headings) + 1, MAX_HEADINGS, "headings", number)
        if len(self.headings) > MAX_HEADINGS:
            return
        title = _INLINE_MARKUP.sub(lambda m: m[1] or "", written) if _LIVELY.search(written) else written
        anchor = unique(slug(_shown(written)), self._anchors)
        self.headings.append(Heading(len(found[1]), title, anchor, number))


def _underlines(line: str, above: str) -> bool:
    """Whether a line of dashes or equals signs stands below text, in a quotation or outside of one."""
    return bool(above.strip(" \t>" if ">" in line else " \t")) and not above.startswith("#")


def _shown(heading: str) -> str:
    """A heading's text as a reader sees it, without its marks."""
    return _rendered(heading) if _LIVELY.search(heading) else heading


@lru_cache(4096)
def _rendered(heading: str) -> str:
    """What Python-Markdown makes of a heading's marks, which it alone knows for certain."""
    markdown = Markdown(extensions=["toc"])
    markdown.convert(f"# {heading}"[: markup.MAX_LINE])
    tokens = getattr(markdown, "toc_tokens", [])
    return unescape(tokens[0]["name"]) if tokens else heading


def replace_directives(page: Page, text_of: Callable[[Directive], str]) -> str:
    """The page's body with every directive replaced by what `text_of` gives for it."""
    lines = page.body.split("\n")
    for directive in reversed(page.directives):
        lines[directive.line - page.body_line : directive.last - page.body_line + 1] = text_of(directive).split("\n")
    return "\n".join(lines)
