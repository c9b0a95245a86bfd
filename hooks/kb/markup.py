"""What may stand in a contributor's Markdown, line by line; whatever else would be live in the page is a problem.

The pages are written in a part of Markdown that has one reading. Python-Markdown has many constructs that a reader of
the source does not see, or sees otherwise than the browser: raw HTML, attribute lists, addresses with entities in
them, definitions that disappear. None is needed here, so each is refused with its place. What is left is so plain
that links and code can be found by lines, in linear time, and that the built page must be a sentence of the small
grammar at the end of this module. That grammar is the last guard: what slipped through the rules stops the build.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from urllib.parse import unquote, urlsplit

from . import characters
from .files import Document
from .problems import Position, Problem, shown

MAX_LINE = 5_000
"""Characters of a line outside code; the longest real one is a fifth of this."""

MAX_BRACKETS = 100
"""Opening brackets of a paragraph: Python-Markdown's time grows with their square."""

MAX_PARAGRAPH = 20_000
"""Characters up to the next empty line, a table or list being a paragraph too: the longest real one has a third."""

MAX_PIPES = 60
"""Bars of a line, which are the columns of a table."""

MAX_INDENT = 40
"""Spaces before a line outside code: ten levels of lists."""

MAX_QUOTES = 5
"""Levels of quotations in each other."""

MAX_LINKS = 1_000
"""Links of a page; the most that a real one has is a third of this."""

CODE = "\x1a"
"""Stands for every character of inline code where a line is examined without it; no file may hold it."""

_TICKS = re.compile(r"`+")
_HTML = re.compile(r"<[A-Za-z/!?]")
_PLAIN_HTML = re.compile(r"<br>|<(kbd|sub|sup)>[^<>|*_`\[\]{}\\!\x1a]+</\1>")
_AUTOLINK = re.compile(r"<((?:https?|HTTPS?)://[^\s<>\"'\\`{}|^\x1a]+)>")
_DIRECTIVE = re.compile(r"<!--\s*kb:")
_TAG = re.compile(r"<!--|<[^\s<>`]{1,40}>?")
_BRACKET = re.compile(r"\\.|!?\[|\]|\x1a+|[^\\!\[\]\x1a]+|.", re.DOTALL)
_TARGET = re.compile(
    r"\(([^\s()<>\"'\\\x1a]*(?:\([^\s()<>\"'\\\x1a]*\)[^\s()<>\"'\\\x1a]*)*)(?: +\"[^\"\\\[\]()<>\x1a]*\")? *\)"
)
_PREFIX = re.compile(r"(?:[ >]|(?:[-*+]|\d{1,9}\.)(?= ))*")
_DEFINITION = re.compile(r":[ \t]*(?:\S+[ \t]*(?:[\"'(].*)?)?")
_TABLE_HEAD = re.compile(r"[ >]*[|:-][ |:-]*")
_ENTITY = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")

# The syntax of Python-Markdown's attr_list extension: a list in braces acts behind a space at the end of a heading or
# of a table's cell, at the beginning of a line, and right behind a link, emphasis, code or a line break. It is at an
# end also if only other elements follow, with no text behind the last. (Python-Markdown can lose the one character
# behind emphasis that is closed oddly, so that a list one place further acts too.)
_LIST = r"\{:?[ ]*[^}\s\x1a][^}\x1a]*\}"
_ELEMENTS = r"[\x1a*_\[!<][^|]*(?<=[\x1a*_)>])"
_OF_HEADING_OR_CELL = re.compile(rf"[ ]({_LIST})[ ]*(?:{_ELEMENTS})?[ ]*#*[ ]*(?:\||$)")
_OF_BLOCK = re.compile(rf"{_LIST}[ ]*(?=$|[\x1a*_\[!<])")
_OF_INLINE = re.compile(rf"(?:[*_][^\s*_]?|[\x1a>])({_LIST})")
_BEHIND_ELEMENT = re.compile(_LIST)

_UNUSED = (
    (re.compile(r"\[\^[\w-]+\]"), "footnotes", "write the note in the text, or as a sentence in brackets"),
    (re.compile(r"(?:[-*+]|\d+\.) +\[[ xX]\](?: |$)"), "task lists", "write a plain list"),
    (re.compile(r"(?:!!!|\?\?\?\+?)(?: |$)"), "admonitions", "write a sentence, or a quotation with > before it"),
    (re.compile(r"/{3,}(?: |$)"), "blocks between ///", "write plain paragraphs"),
    (re.compile(r"\*\[[^\[\]]*\]:"), "abbreviations", "say in the sentence what the letters stand for"),
    (re.compile(r"[-;]*(?<!-)-{1,2}8<-{1,2}"), "includes", "write the text itself"),
    (re.compile(r"\[TOC\]"), "tables of contents in the text", "delete it: every page has one beside it"),
    (re.compile(r"\[![A-Z]+\]"), "alerts", "write a sentence, or a quotation without it"),
    (re.compile(r"\[\[[^\[\]]+\]\]"), "links by name", "write [text](address)"),
    (re.compile(r"(?<=\w)\] \((?:https?:|[\w./-]+\.md)"), "links with a space inside", "write [text](address)"),
    (re.compile(r"~~[^\s~]"), "marks for struck text", "delete it, or say that it no longer holds"),
)
"""What is written elsewhere, with its name and what to write here."""

_AT_START = frozenset({"task lists", "admonitions", "blocks between ///", "abbreviations", "includes"})
"""Those that would act only where the text of a line begins."""

_CONFLICT = re.compile(r"^(?:<{7} .*|={7}|>{7} .*|\|{7} .*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Link:
    """The target of a link or image as written."""

    target: str
    at: Position
    is_image: bool = False


def without_code(line: str) -> tuple[str, int | None]:
    """The line with `CODE` in place of inline code and its backquotes, and where a backquote stands that opens none.

    Only code that is closed by as many backquotes as opened it, on the same line, is read the same by all.
    """
    if "`" not in line:
        return line, None
    runs = [(found.start(), found.end()) for found in _TICKS.finditer(line)]
    next_of_length: dict[int, int] = {}
    following = [0] * len(runs)
    for place in range(len(runs) - 1, -1, -1):
        length = runs[place][1] - runs[place][0]
        following[place] = next_of_length.get(length, 0)
        next_of_length[length] = place
    parts: list[str] = []
    done = place = 0
    while place < len(runs):
        start, closing = runs[place][0], following[place]
        if not closing or (start and line[start - 1] == "\\"):
            return "".join((*parts, line[done:])), start
        end = runs[closing][1]
        parts += [line[done:start], CODE * (end - start)]
        done, place = end, closing + 1
    return "".join((*parts, line[done:])), None


def begins_table(line: str) -> bool:
    """Whether a line may be the one below the head of a table."""
    return ("-" in line or "|" in line) and bool(_TABLE_HEAD.fullmatch(line))


@dataclass(slots=True)
class _Bracket:
    """An opening bracket that waits for its closing one."""

    is_image: bool
    starts_line: bool
    after_word: bool
    holds_link: bool = False


@dataclass(slots=True)
class Text:
    """Reads the lines of a page outside code blocks and directives, in order, for links and for what is refused."""

    path: str
    links: list[Link] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    in_table: bool = False
    _open: list[_Bracket] = field(default_factory=list)
    _brackets: int = 0
    _characters: int = 0
    _before: str = ""

    def read(self, line: str, number: int) -> str:
        """Reads a line; gives it without its inline code."""
        if not line.strip(" \t"):
            self.end_block()
            return line
        if not self._within_limits(line, number):
            return ""
        bare, unclosed = without_code(line)
        if unclosed is not None:
            said = "this backquote opens no code that a backquote on the same line closes"
            hint = "close it, or put code that holds a backquote between two: `` ` ``"
            self._problem(number, unclosed, "code-span", said, hint)
            bare = bare[:unclosed]
        start = _PREFIX.match(bare).end() if bare[:1] in " >-*+0123456789" else 0  # type: ignore[union-attr]
        if start and bare.startswith("#", start):
            hint = "begin it in the first column, or write \\# for the sign"
            self._problem(
                number, start, "heading", "a heading stands within a list, a quotation or an indented text", hint
            )
        if "<" in bare:
            self._html(bare, number)
        if "[" in bare or "]" in bare:
            self._brackets_of(bare, number, start)
        if "{" in bare:
            self._attributes(bare, number, start)
        if "&" in bare:
            self._entities(bare, number)
        self._unused(bare, number)
        self.in_table = self.in_table or begins_table(line)
        self._before = line
        return bare

    def end_block(self) -> None:
        """Ends a paragraph: no link goes on after it."""
        self._open.clear()
        self._brackets = self._characters = 0
        self._before = ""
        self.in_table = False

    def _problem(self, number: int, offset: int, rule: str, message: str, hint: str) -> None:
        self.problems.append(Problem(Position(self.path, number, offset + 1), rule, message, hint))

    def _is_short(self, line: str) -> bool:
        """Counts the line as one of its paragraph, and tells whether no limit can be near: true of nearly all lines."""
        self._brackets += line.count("[")
        self._characters += len(line) + 1
        return (
            len(line) <= MAX_LINE
            and self._brackets <= MAX_BRACKETS
            and self._characters <= MAX_PARAGRAPH
            and line[:1] not in " >"
            and line.count("|") <= MAX_PIPES
            and "\t" not in line
        )

    def _within_limits(self, line: str, number: int) -> bool:
        if self._is_short(line):
            return True
        indent = len(line) - len(line.lstrip(" "))
        quotes = line[: len(line) - len(line.lstrip(" >"))].count(">")
        for count, most, what, hint in (
            (len(line), MAX_LINE, "characters", "divide it"),
            (indent, MAX_INDENT, "spaces before its text", "nest less deeply"),
            (quotes, MAX_QUOTES, "levels of quotation", "nest less deeply"),
            (line.count("|"), MAX_PIPES, "bars", "make a narrower table"),
            (self._brackets, MAX_BRACKETS, "opening brackets in its paragraph", "divide the paragraph"),
            (self._characters, MAX_PARAGRAPH, "characters in its paragraph", "divide the paragraph"),
        ):
            if count > most:
                said = f"the line has {count:,} {what}; {most:,} is the most"
                self._problem(number, 0, "too-complex", said, hint)
                self.end_block()
                return False
        if "\t" in line:
            said = "a tab stands outside code"
            self._problem(number, line.index("\t"), "too-complex", said, "write spaces, four for each level of a list")
            return False
        return True

    def _html(self, bare: str, number: int) -> None:
        """A problem for the first piece of HTML that is not allowed; links in angle brackets are noted."""
        end = 0
        for found in _HTML.finditer(bare):
            start = found.start()
            if start < end:
                continue
            is_target = bare.endswith("](", 0, start)
            plain = None if is_target else _PLAIN_HTML.match(bare, start)
            autolink = None if is_target else _AUTOLINK.match(bare, start)
            if plain or autolink:
                end = (plain or autolink).end()  # type: ignore[union-attr]
                if autolink:
                    self._link(Link(autolink[1], Position(self.path, number, start + 2)))
            elif _DIRECTIVE.match(bare, start):
                return  # told as a directive that is not read
            else:
                self._refused_html(bare, start, number)
                return

    def _refused_html(self, bare: str, start: int, number: int) -> None:
        tag = _TAG.match(bare, start)
        text = tag[0] if tag else bare[start : start + 2]
        if text.startswith("<!--"):
            said = "a comment stands here, which hides text from those who read the page"
            self._problem(number, start, "raw-html", said, "delete it; directives are the only comments")
        elif bare.endswith("](", 0, start):
            said = f"the address {shown(text)} stands in angle brackets"
            self._problem(number, start, "link-form", said, "write it without them")
        elif ":" in text or "@" in text:
            said = f"{shown(text)} is not the address of a public page"
            self._problem(number, start, "link-form", said, "write [text](https://…) or [text](mailto:…)")
        else:
            said = f"{shown(text)} is HTML, or would be read as HTML"
            self._problem(number, start, "raw-html", said, "put it in backquotes, or write &lt; for <")

    def _brackets_of(self, bare: str, number: int, start: int) -> None:
        """Follows brackets from line to line, as Python-Markdown does within a paragraph, and notes the links."""
        for found in _BRACKET.finditer(bare):
            token = found[0]
            if token in ("[", "!["):
                at = found.start()
                after_word = at > 0 and (bare[at - 1].isalnum() or bare[at - 1] in "_])" + CODE)
                self._open.append(_Bracket(token == "![", at == start, after_word))
            elif token == "]" and self._open:
                self._closed(self._open.pop(), bare, found.end(), number)

    def _closed(self, bracket: _Bracket, bare: str, end: int, number: int) -> None:
        """What a pair of brackets is, by what stands behind it at `end`."""
        behind = bare[end : end + 1]
        if behind == "(":
            target = _TARGET.match(bare, end)
            if target:
                self._link(Link(target[1], Position(self.path, number, end + 2), bracket.is_image))
                if bracket.holds_link:
                    self._problem(number, end, "link-form", "a link stands within the text of a link", "take one out")
                if _BEHIND_ELEMENT.match(bare, target.end()):
                    self._attribute_list(number, target.end())
            elif bare[end + 1 : end + 2] != "<":
                said = "the address of this link cannot be read"
                hint = "write [text](address) on one line, without spaces, quotation marks or backslashes in it"
                self._problem(number, end, "link-form", said, hint)
        elif behind == "[" and not bracket.after_word:
            hint = "write [text](address), or put it in backquotes"
            self._problem(number, end, "reference", "a link names its address by reference", hint)
        elif behind == ":" and bracket.starts_line and _DEFINITION.fullmatch(bare, end):
            said = "this defines an address for links by reference, and would not be shown"
            self._problem(number, end, "reference", said, "write [text](address) where the link stands")
        if self._open and not bracket.is_image and behind == "(":
            self._open[-1].holds_link = not self._open[-1].is_image

    def _link(self, link: Link) -> None:
        if len(self.links) == MAX_LINKS:
            said = f"the page has more than {MAX_LINKS:,} links"
            self._problem(link.at.line, link.at.column - 1, "too-complex", said, "divide the page")
        if len(self.links) <= MAX_LINKS:
            self.links.append(link)

    def _attributes(self, bare: str, number: int, start: int) -> None:
        within = bare.startswith("#") or "|" in bare or self.in_table
        inline = _OF_INLINE.search(bare) or (_OF_HEADING_OR_CELL.search(bare) if within else None)
        after_break = self._before.endswith("  ") and _BEHIND_ELEMENT.match(bare, start)
        if inline:
            self._attribute_list(number, inline.start(1))
        elif after_break or _OF_BLOCK.match(bare, start):
            self._attribute_list(number, start)

    def _attribute_list(self, number: int, offset: int) -> None:
        said = "what stands in braces here would become an attribute, and not be shown"
        self._problem(number, offset, "attributes", said, "delete it, or put it in backquotes")

    def _entities(self, bare: str, number: int) -> None:
        for found in _ENTITY.finditer(bare):
            decoded = unescape(found[0])
            if decoded == found[0] or decoded in "\t\n\r":
                continue
            if not decoded or characters.fault(decoded):
                said = f"{shown(found[0])} stands for a character that is not accepted"
                self._problem(number, found.start(), "encoding", said, "delete it")
                return

    def _unused(self, bare: str, number: int) -> None:
        # One of these is in whatever a pattern matches, and in few lines. Written out, since it is asked of every line.
        brackets = "[" in bare or "] (" in bare
        if not (brackets or "~~" in bare or "!!!" in bare or "???" in bare or "///" in bare or "8<" in bare):
            return
        content = len(bare) - len(bare.lstrip(" >"))
        for pattern, name, hint in _UNUSED:
            found = pattern.match(bare, content) if name in _AT_START else pattern.search(bare)
            if found:
                said = f"{shown(found[0])} would be shown as it is: there are no {name} here"
                self._problem(number, found.start(), "syntax", said, hint)
                return


@lru_cache(4096)
def address_fault(target: str) -> str:
    """What is wrong with the target of a link as such, in a few words; empty if nothing is.

    It is read as a browser reads it, with character references decoded, and once more with percent signs decoded.
    Whether a page is there is not asked here.
    """
    if not target:
        return "there is no address between the brackets"
    plain = unescape(target)
    if re.match(r"(?:https?|mailto):", plain, re.IGNORECASE):
        return "" if plain == target and _is_public(target) else f"{shown(target)} is not the address of a public page"
    for read in (plain, unquote(plain)):
        if re.match(r"[a-z][a-z0-9+.-]*:|/|\\", read, re.IGNORECASE) or not read.isprintable() or "\\" in read:
            return f"{shown(target)} is neither a page nor a public address"
    if not re.fullmatch(r"[A-Za-z0-9._~/%?=+-]*(?:#[A-Za-z0-9._~%-]*)?", target):
        return f"{shown(target)} has a sign that no path of a page has"
    return ""


def _is_public(target: str) -> bool:
    """Whether the whole of `target` is an address with https, http or mailto, of signs that need no encoding."""
    if target[:7].lower() == "mailto:":
        return bool(re.fullmatch(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", target[7:]))
    if not re.fullmatch(r"[A-Za-z0-9._~:/?#\[\]@!$&()*+,;=%-]+", target):
        return False
    try:
        parts = urlsplit(target)
        _ = parts.port  # raises ValueError if it is none
    except ValueError:
        return False
    return "@" not in parts.netloc and bool(re.fullmatch(r"[A-Za-z0-9]+(?:[.-]+[A-Za-z0-9]+)*", parts.hostname or ""))


def conflicts(document: Document) -> Iterator[Problem]:
    """A problem for every merge conflict that was left in a page or data file, in code as well."""
    text = document.text
    if not ("<<<<<<< " in text or ">>>>>>> " in text or "||||||| " in text):
        return
    is_open = False
    for found in _CONFLICT.finditer(text):
        mark = found[0][0]
        if mark == "<" or (mark != "=" and not is_open):
            line = text.count("\n", 0, found.start()) + 1
            said = f"a mark of a merge conflict stands here: {shown(found[0])}"
            hint = "keep one of the versions, and delete the three marks"
            yield Problem(Position(document.path, line), "merge-conflict", said, hint)
        is_open = mark == "<" or (is_open and mark != ">")


# What a built page may hold

_TEXT = r"[^<]++"
_WORD = r"[A-Za-z0-9_ :.,/-]*+"
_ADDRESS = r"(?:https?://|mailto:|(?![^\"/?#]*:)(?!/))(?:[^\"<>\s\\&]|&amp;|&#(?:35|4[0-356]|61|95|126);)*+"
_TAGS = (
    "a|blockquote|br|button|code|del|details|div|em|figcaption|figure|h[1-6]|hr|input|kbd|label|li|ol|p|pre|small|"
    "span|strong|sub|summary|sup|table|tbody|td|th|thead|tr|ul"
)
_ATTRIBUTES = (
    rf"(?:class|id|role|lang|tabindex|data-[a-z-]+|aria-[a-z-]+)=\"{_WORD}\""
    r"|(?:title|aria-label|alt)=\"[^\"<>]*+\""
    r"|(?:colspan|rowspan|start|width|height|value|min|max)=\"[0-9]++\""
    r"|style=\"text-align: (?:left|right|center);\""
    rf"|href=\"{_ADDRESS}\""
    r"|type=\"(?:button|checkbox|search)\"|hidden|disabled|open|checked"
)
_SOURCE = r"src=\"(?![^\"/?#]*:)(?!/)[A-Za-z0-9._/-]++\"|loading=\"lazy\""
_BUILT = re.compile(
    rf"(?:{_TEXT}|</(?:{_TAGS})>|<(?:{_TAGS})(?: (?:{_ATTRIBUTES}))*+ ?/?>"
    rf"|<img(?: (?:{_ATTRIBUTES}|{_SOURCE}))*+ ?/?>)*+"
)


def fault_of_html(html: str, known: Iterable[str] = ()) -> str:
    """What stands in the HTML of an authored page and may not, in a few words; empty if nothing does.

    But for the pieces that are `known` to be harmless, the whole must be text and the elements and attributes that our
    own Markdown and templates give. The first that is none of these is told; behind it nothing is certain. Linear in
    the length of `html`.
    """
    for piece in known:
        html = html.replace(piece, "")
    end = _BUILT.match(html).end()  # type: ignore[union-attr]
    return "" if end == len(html) else f"{shown(html[end : end + 60])} is nothing that a page may hold"
