"""YAML to a tree of values that know their line and column; the one parser of front matter, data and directives.

Scalars stay text: what a field means, its schema says, so that `NO`, `12:30` or `1.10` cannot turn into something
else on the way. Only what a contributor needs is accepted: no anchors, aliases, tags or merge keys, and no depth.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import yaml

from .problems import Position, Problem, shown
from .text import counted

MAX_DEPTH = 12
"""Levels of nesting; the deepest record (a claim's sources in a company's front matter) has four."""

NOWHERE = Position("")
"""The end of a value that was made, not read. The end of one that was read is the place after its last character; a
list or mapping that is written in lines ends where the next thing begins."""

_HINTS = {
    "found a tab character that violates indentation": "indent with spaces, not tabs",
    "found a tab character where an indentation space is expected": "indent with spaces, not tabs",
    "could not find expected ':'": "write 'field: value', and indent what belongs to the line above",
    "did not find expected '-' indicator": "begin all entries of a list in one column, with '- '",
    "did not find expected ',' or ']'": "separate with commas, and close the list with ]",
    "did not find expected ',' or '}'": "separate with commas, and close the mapping with }",
    "block sequence entries are not allowed in this context": "begin a list on its own line; quote a text with '-'",
    "found unexpected end of stream": "close the quotation mark that stands here",
    "found unexpected document indicator": "close the quotation mark that stands here",
    "found unknown escape character": "double the backslash, or use single quotes",
}
"""How to mend what the parser of YAML finds, by its own words; another fault has the most frequent remedy."""

_BEGUN = frozenset({"while scanning a quoted scalar", "while parsing a flow sequence", "while scanning a simple key"})
"""What is told where it begins, since the parser may notice lines below that it does not end."""

_FIRST_KEY = re.compile(r"[ -]*[A-Za-z_]+")
"""What stands before the first colon of a line."""

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER = yaml.resolver.Resolver()


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value as written, without its quotes; `plain` if it had none; `tag` what YAML takes it for."""

    text: str
    plain: bool
    at: Position
    end: Position = NOWHERE

    @property
    def tag(self) -> str:
        """`str`, `int`, `float`, `bool`, `null` or `timestamp`: how a reader of YAML would type it."""
        resolve: Callable[..., str] = _RESOLVER.resolve
        resolved = resolve(yaml.ScalarNode, self.text, (self.plain, not self.plain))
        return resolved.rpartition(":")[2]


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list, in order."""

    items: tuple[Value, ...]
    at: Position
    end: Position = NOWHERE


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its value; `at` is where the key stands."""

    key: str
    value: Value
    at: Position


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in their order; a key that stands twice is kept once, the first time."""

    entries: tuple[Entry, ...]
    at: Position
    end: Position = NOWHERE

    def get(self, key: str) -> Value | None:
        """The value of a key; None if it does not stand here."""
        return next((entry.value for entry in self.entries if entry.key == key), None)


Value = Scalar | Sequence | Mapping


def parse(text: str, path: str, line: int = 1, column: int = 1) -> tuple[Value | None, list[Problem]]:
    """The tree of a YAML document and what is wrong with it.

    `line` and `column` say where in the file the text begins. The tree is None if the text is empty, cannot be read
    or has a feature that is not accepted; then there is one problem, or none for an empty text.
    """
    reader = _Reader(path, line, column)
    try:
        events = yaml.parse(text, Loader=_Loader)
        return reader.document(events), reader.problems
    except _RefusedError as refused:
        return None, [refused.problem]
    except yaml.YAMLError as error:
        return None, [reader.syntax(error, text)]


def _hint(said: str, text: str, mark: _Mark | None) -> str:
    """How to mend what has more than one cause, by what stands where the parser stopped."""
    lines = text.split("\n")
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    before, rest = (line[: mark.column], line[mark.column :]) if mark else ("", "")
    if said == "found character that cannot start any token":
        tab = rest.startswith("\t")
        return "indent with spaces, not tabs" if tab else f"put the value in quotes, since it begins with {rest[:1]}"
    if said == "did not find expected key":
        if before.strip(" -"):
            return "put the whole value in quotes, and write a quotation mark within it as another one"
        return "begin all fields of a record in one column"
    if said == "mapping values are not allowed in this context" and _FIRST_KEY.fullmatch(before):
        return "begin this line in the column of the fields above it"
    return "put a value that holds ': ', or begins with a sign, in quotes"


class _RefusedError(Exception):
    """Carries the one problem that ends the reading of a document."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _Mark(Protocol):
    """A place in the text as both of PyYAML's parsers give it, counted from 0."""

    line: int
    column: int


class _Reader:
    def __init__(self, path: str, line: int, column: int) -> None:
        self._path, self._line, self._column = path, line, column
        self.problems: list[Problem] = []

    def at(self, mark: _Mark | None) -> Position:
        assert mark is not None  # both loaders give every event its marks
        column = mark.column + (self._column if mark.line == 0 else 1)
        return Position(self._path, mark.line + self._line, column)

    def syntax(self, error: yaml.YAMLError, text: str) -> Problem:
        said = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
        mark, begun = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
        if begun and (getattr(error, "context", None) or "") in _BEGUN:
            mark = begun
        at = self.at(mark) if mark else Position(self._path, self._line, self._column)
        hint = _HINTS.get(said) or _hint(said, text, mark)
        return Problem(at, "yaml", f"this is not YAML: {said}", hint)

    def document(self, events: Iterator[yaml.Event]) -> Value | None:
        value: Value | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._begin(event, value is None)
            if isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent, yaml.AliasEvent)):
                value = self._value(event, events, 0)
        if isinstance(value, Scalar) and value.plain and not value.text:
            return None
        return value

    def _begin(self, event: yaml.DocumentStartEvent, first: bool) -> None:
        at = self.at(event.start_mark)
        if not first:
            raise _RefusedError(Problem(at, "yaml", "a second document begins here", "keep one"))
        if event.version or event.tags:
            said = "directives such as %YAML and %TAG are not accepted"
            raise _RefusedError(Problem(at, "yaml-feature", said, "take the line out"))

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Value:
        at = self.at(event.start_mark)
        self._refuse(event, at, depth)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, event.implicit[0], at, self.at(event.end_mark))
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := next(events), yaml.SequenceEndEvent):
                items.append(self._value(inner, events, depth + 1))
            return Sequence(tuple(items), at, self.at(inner.end_mark))
        return self._mapping(events, at, depth)

    def _mapping(self, events: Iterator[yaml.Event], at: Position, depth: int) -> Mapping:
        entries: dict[str, Entry] = {}
        again: list[Entry] = []
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._value(event, events, depth + 1)
            value = self._value(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                hint = "write a plain word before ': '"
                raise _RefusedError(Problem(key.at, "yaml-feature", "a key is not a list or a mapping", hint))
            if key.text == "<<" and key.plain:
                raise _RefusedError(
                    Problem(key.at, "yaml-feature", "merge keys are not accepted", "write the fields out")
                )
            if key.text in entries:
                again.append(Entry(key.text, value, key.at))
            else:
                entries[key.text] = Entry(key.text, value, key.at)
        if again:
            first, more = entries[again[0].key].at.line, len(again) - 1
            said = f"{shown(again[0].key)} stands here again"
            said += f" with {counted(more, 'other field')} below it" if more else ""
            hint = f"first on line {first}" + ("; begin every record with '- '" if more else "")
            self.problems.append(Problem(again[0].at, "duplicate-key", said, hint))
        return Mapping(tuple(entries.values()), at, self.at(event.end_mark))

    def _refuse(self, event: yaml.Event, at: Position, depth: int) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _RefusedError(
                Problem(at, "yaml-feature", "anchors and aliases are not accepted", "write the value out")
            )
        tag = getattr(event, "tag", None)
        if tag:
            written = shown(tag.replace("tag:yaml.org,2002:", "!!"))
            raise _RefusedError(Problem(at, "yaml-feature", f"the tag {written} is not accepted", "leave it out"))
        if depth > MAX_DEPTH:
            raise _RefusedError(Problem(at, "yaml-feature", f"nested more than {MAX_DEPTH} levels deep", "flatten it"))
