"""What is wrong and has one right answer, mended: text in, text out, and a line on everything that was done.

Only the place of a fault is written anew, so that comments, quotation marks and the layout of the rest stay. Whatever
cannot be read for certain is left alone: after every step the text is read again, and the step counts only if just
the value that was meant has changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

from .catalogue import Catalogue
from .files import Document
from .layout import trailing
from .names import meant
from .problems import Position, shown
from .scan import Page, scan
from .schema import KIND, KINDS, Date, Field, Kind, ListOf, Number, RecordOf, Ref, Text, kind_of_page, misplaced
from .yamltree import Mapping as Tree
from .yamltree import Scalar, Sequence, Value, parse

MENDED: Mapping[str, str] = {
    "trailing-space": "takes the white space out",
    "key-order": "puts the fields in order",
    "wrong-type": "writes a single value as a list where a list is wanted, puts a text in quotes that YAML would take "
    "for something else, and takes a number out of quotes",
    "bad-date": "writes a date in the right form, where it can be only one day",
    "unknown-id": "writes the id for a title, a file's name, the alias of a topic or the address of a source, where it "
    "can be only one",
    "levels-in-order": "puts the levels in order",
}
"""What `--fix` does about the faults of a rule, where there is one right answer."""


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """Something that was mended: the line on which it stood, from 1, and what was done."""

    line: int
    what: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """A document's text after mending, and what was done to it in order of lines; nothing, if nothing had to be."""

    text: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class _Edit:
    """`text[start:end]` is to become `new`, which is to read as `value` where the tree has `old`."""

    start: int
    end: int
    new: str
    old: Value
    value: Any
    change: Change


@dataclass(frozen=True, slots=True)
class _Open:
    """A document that is being mended, with what its fields or records are."""

    text: str
    kind: Kind
    tree: Value
    page: Page | None

    @property
    def path(self) -> str:
        """Where the document stands."""
        return self.page.path if self.page else self.kind.place

    def records(self) -> Iterator[Tree]:
        """The mappings that hold the fields of the kind."""
        if isinstance(self.tree, Tree) and self.page:
            yield self.tree
        elif isinstance(self.tree, Sequence) and not self.page:
            yield from (item for item in self.tree.items if isinstance(item, Tree))

    def offset(self, at: Position) -> int:
        """Where in the text a place is."""
        return _line_starts(self.text)[at.line - 1] + at.column - 1


@lru_cache(1)
def _line_starts(text: str) -> tuple[int, ...]:
    """Where every line begins; kept, since a document is asked for thousands of its places."""
    return (0, *(found.end() for found in re.finditer("\n", text)))


def fix(path: str, text: str, catalogue: Catalogue) -> Fixed:
    """The text of the page or data file at `path`, as it is on disk, mended; `catalogue` knows the ids and names.

    Line ends stay as they are if they are all alike. Never raises; doing it twice is doing it once.
    """
    plain = text.removeprefix("\ufeff")
    changes = [Change(1, "took out the byte order mark")] if plain != text else []
    ends = set(re.findall(r"\r\n|\r|\n", plain))
    plain = plain.replace("\r\n", "\n").replace("\r", "\n")
    if re.search(r"[^\n\t -~\u00a0-\U0010ffff]|[\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]", plain):
        return Fixed(text)
    if len(ends) > 1 or ends == {"\r"}:
        changes.append(Change(1, "made all line ends alike"))
    page, problems = scan(Document(path, plain)) if path.endswith(".md") else (None, [])
    if any(p.rule == "front-matter" for p in problems):
        return Fixed(text)
    unclosed = any(p.rule == "fence" for p in problems)  # then any line may be code
    lines = plain.split("\n")
    for number, column in () if unclosed else trailing(plain, page):
        lines[number - 1] = lines[number - 1][: column - 1]
        changes.append(Change(number, "took out the white space at the end of the line"))
    tidy = "\n".join(lines)
    if plain.strip() and tidy.rstrip("\n") + "\n" != tidy:
        tidy = tidy.rstrip("\n") + "\n"
        changes.append(Change(tidy.count("\n"), "ended the file with one line feed"))
    meaning = _meaning(path, plain)
    if meaning is None or _meaning(path, tidy) != meaning:
        return Fixed(text)
    for step in (_lists, _values, _levels, _keys):
        opened = _open(path, tidy)
        if opened is None:
            break
        tidy, done = step(opened, catalogue)
        changes += done
    if ends == {"\r\n"}:
        tidy = tidy.replace("\n", "\r\n")
    return Fixed(tidy, tuple(sorted(changes))) if changes else Fixed(text)


def _open(path: str, text: str) -> _Open | None:
    """The document with its tree; None if it is of no kind or anything in it cannot be read."""
    if path.endswith(".md"):
        page, problems = scan(Document(path, text))
        readable = page.fields is not None and not any(p.rule.startswith(("yaml", "duplicate-key")) for p in problems)
        return _Open(text, kind_of_page(path), page.fields, page) if readable and page.fields else None
    kind = next((kind for kind in KINDS if kind.place == path), None)
    tree, problems = parse(text, path)
    return _Open(text, kind, tree, None) if kind and tree and not problems else None


def _normal(value: Value | None, changed: Mapping[int, Any]) -> Any:
    """What a tree says, whatever its layout and the order of its keys; `changed` replaces nodes by their identity."""
    if id(value) in changed:
        return changed[id(value)]
    if isinstance(value, Scalar):
        return " ".join(value.text.split()), value.plain
    if isinstance(value, Sequence):
        return [_normal(item, changed) for item in value.items]
    return {entry.key: _normal(entry.value, changed) for entry in value.entries} if value else None


def _meaning(path: str, text: str) -> Any:
    opened = _open(path, text)
    return _normal(opened.tree, {}) if opened else None


def _apply(opened: _Open, edits: list[_Edit]) -> tuple[str, list[Change]]:
    """The text with those edits that change just what they mean to: all of them, or else one by one."""

    def applied(some: Iterable[_Edit]) -> str | None:
        parts, at = [], 0
        for edit in sorted(some, key=lambda e: e.start):
            parts += [opened.text[at : edit.start], edit.new]
            at = edit.end
        text = "".join((*parts, opened.text[at:]))
        return text if _meaning(opened.path, text) == _normal(opened.tree, {id(e.old): e.value for e in some}) else None

    text = applied(edits) if edits else opened.text
    if text is None:
        edits = [edit for edit in edits if applied([edit]) is not None]
        text = applied(edits)
    return (opened.text, []) if text is None else (text, [edit.change for edit in edits])


def _fields(fields: Iterable[Field], tree: Tree) -> Iterator[tuple[Field, Value]]:
    """Every declared field of a record that is there, with its value, those of the records in it included."""
    declared = {field.name: field for field in fields}
    for entry in tree.entries:
        field = declared.get(entry.key)
        if field is None:
            continue
        yield field, entry.value
        for inner, record in _inside(field, entry.value):
            yield from _fields(inner, record)


def _inside(field: Field, value: Value) -> Iterator[tuple[tuple[Field, ...], Tree]]:
    """The records that a field holds, with their declared fields."""
    item = field.type.item if isinstance(field.type, ListOf) else field.type
    if isinstance(item, RecordOf):
        values = value.items if isinstance(value, Sequence) else (value,)
        yield from ((item.fields, one) for one in values if isinstance(one, Tree))


def _written(opened: _Open) -> Iterator[tuple[Field, Value]]:
    for record in opened.records():
        yield from _fields(opened.kind.fields, record)


# A list for a single value


def _lists(opened: _Open, catalogue: Catalogue) -> tuple[str, list[Change]]:
    edits = []
    for field, value in _written(opened):
        single = isinstance(value, Scalar) and value.text.strip() and not (value.plain and value.tag == "null")
        if not single or not isinstance(value, Scalar) or not isinstance(field.type, ListOf):
            continue
        if isinstance(field.type.item, (RecordOf, ListOf)) or value.at.line != value.end.line:
            continue
        start, end = opened.offset(value.at), opened.offset(value.end)
        parts: list[Scalar] = [value]
        if value.plain and isinstance(field.type.item, Ref) and "," in value.text:
            known = catalogue.written.get(field.type.item.kind, frozenset())
            parts = [Scalar(part.strip(), True, value.at) for part in value.text.split(",")]
            if not all(part.text in known for part in parts):
                continue
        new = f"[{opened.text[start:end]}]"
        change = Change(value.at.line, f"{field.name}: wrote the single value as a list, {shown(new)[1:-1]}")
        edits.append(_Edit(start, end, new, value, [_normal(part, {}) for part in parts], change))
    return _apply(opened, edits)


# Values


def _values(opened: _Open, catalogue: Catalogue) -> tuple[str, list[Change]]:
    edits = []
    for field, value in _written(opened):
        item = field.type.item if isinstance(field.type, ListOf) else field.type
        several = value.items if isinstance(value, Sequence) and isinstance(field.type, ListOf) else (value,)
        scalars = [one for one in several if isinstance(one, Scalar)]
        there = {one.text for one in scalars}
        for scalar in scalars:
            if not scalar.text.strip() or (scalar.plain and scalar.tag == "null"):
                continue
            new: str | None = None
            if isinstance(item, Ref):
                new = meant(scalar.text, item.kind, catalogue)
                new = None if new in there or not new or Scalar(new, True, scalar.at).tag != "str" else new
            elif isinstance(item, Date):
                new = _date(scalar.text, item)
            elif isinstance(item, Text) and scalar.plain and scalar.tag in {"bool", "timestamp"}:
                new = json.dumps(scalar.text)
            elif isinstance(item, Number) and not scalar.plain and item.accepts(scalar.text):
                new = scalar.text
            if new is not None:
                there.add(new)
                quoted = isinstance(item, Text)
                said = f"{field.name}: {'put' if quoted else 'wrote'} {shown(scalar.text)} "
                change = Change(scalar.at.line, said + ("in quotes" if quoted else f"as {new}"))
                value_ = (scalar.text, False) if quoted else (new, True)
                edits.append(
                    _Edit(opened.offset(scalar.at), opened.offset(scalar.end), new, scalar, value_, change),
                )
    return _apply(opened, edits)


_FULL_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october"),
    *("november", "december"),
)
_MONTHS = tuple(name[:3] for name in _FULL_MONTHS)
_MONTH = r"(?P<name>(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*)\.?"
_DATE_FORMS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(form, re.IGNORECASE | re.ASCII)
    for form in (
        r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d\d?)(?:(?P=sep)(?P<day>\d\d?))?",
        r"(?P<one>\d\d?)(?P<sep>[-/.])(?P<other>\d\d?)(?P=sep)(?P<year>\d{4})",
        rf"(?:(?P<day>\d\d?)(?:st|nd|rd|th)?[ -])?{_MONTH},?[ -](?P<year>\d{{4}})",
        rf"{_MONTH} (?P<day>\d\d?)(?:st|nd|rd|th)?,? (?P<year>\d{{4}})",
    )
)


def _date(text: str, wanted: Date) -> str | None:
    """The day (or the month, if `wanted` takes one) that `text` must mean, in our form; None if it is not certain."""
    if wanted.accepts(text):
        return None
    for form in _DATE_FORMS:
        found = form.fullmatch(" ".join(text.split()))
        if not found:
            continue
        parts = found.groupdict()
        year, day = int(parts["year"]), parts.get("day")
        if parts.get("one"):
            one, other = int(parts["one"]), int(parts["other"])
            days = {_day(year, month, day_) for day_, month in ((one, other), (other, one))} - {None}
            return days.pop() if len(days) == 1 else None
        name = (parts.get("name") or "").lower()
        if name and not any(full.startswith(name) or name == "sept" for full in _FULL_MONTHS):
            return None
        month = _MONTHS.index(name[:3]) + 1 if name else int(parts["month"])
        if day:
            return _day(year, month, int(day))
        return f"{year:04}-{month:02}" if wanted.partial and _day(year, month, 1) else None
    return None


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


# Orders


def _levels(opened: _Open, catalogue: Catalogue) -> tuple[str, list[Change]]:
    """Levels of a question, lowest first: the words change places, and everything between them stays."""
    if opened.kind is not KIND["question"] or not isinstance(opened.tree, Tree):
        return opened.text, []
    order = list(catalogue.levels)
    for entry in opened.tree.entries:
        items = entry.value.items if entry.key == "levels" and isinstance(entry.value, Sequence) else ()
        known = [item for item in items if isinstance(item, Scalar) and item.text in order]
        right = sorted(known, key=lambda item: order.index(item.text))
        if len(known) != len(items) or len({item.text for item in known}) != len(known) or right == known:
            continue
        spans = [(opened.offset(item.at), opened.offset(item.end)) for item in known]
        if _comment_between(opened.text, spans):
            continue
        texts = [opened.text[opened.offset(item.at) : opened.offset(item.end)] for item in right]
        change = Change(entry.at.line, f"levels: put in order, [{', '.join(item.text for item in right)}]")
        new = _interleaved(opened.text, spans, texts)
        value = [_normal(item, {}) for item in right]
        return _apply(opened, [_Edit(spans[0][0], spans[-1][1], new, entry.value, value, change)])
    return opened.text, []


def _interleaved(text: str, spans: list[tuple[int, int]], texts: list[str]) -> str:
    """The stretch of `text` from the first span to the last, with `texts` in the places of the spans."""
    between = [text[end:start] for (_, end), (start, _) in pairwise(spans)]
    return "".join(part for pair in zip(texts, [*between, ""], strict=True) for part in pair)


def _comment_between(text: str, spans: list[tuple[int, int]]) -> bool:
    return any("#" in text[end:start] for (_, end), (start, _) in pairwise(spans))


def _keys(opened: _Open, catalogue: Catalogue) -> tuple[str, list[Change]]:
    """Fields in their declared order: of all records at once, or, if that says something else, one after the other."""
    meant = _normal(opened.tree, {})
    text, changes = _sorted(opened, lambda mended: True)
    if _meaning(opened.path, text) != meant:
        return _sorted(opened, lambda mended: _meaning(opened.path, mended) == meant)
    return text, changes


def _sorted(opened: _Open, accept: Callable[[str], bool]) -> tuple[str, list[Change]]:
    """The text with its records sorted, each if the text is accepted that comes of it.

    Moving lines about changes no length and no outer record's lines, so the inner records come first.
    """
    text, changes = opened.text, []
    for fields, tree in reversed([*_mappings(opened)]):
        if misplaced(fields, tree) is None:
            continue
        now = _Open(text, opened.kind, opened.tree, opened.page)
        mended = (_in_braces if text[now.offset(tree.at)] == "{" else _in_lines)(now, fields, tree)
        if mended is not None and len(mended) == len(text) and accept(mended):
            text = mended
            order = ", ".join(sorted((e.key for e in tree.entries), key=_order(fields)))
            changes.append(Change(tree.at.line, f"put the fields in order: {order}"))
    return text, changes


def _mappings(opened: _Open) -> Iterator[tuple[tuple[Field, ...], Tree]]:
    """Every record with its fields, outer ones before those in them."""
    waiting = [(opened.kind.fields, record) for record in opened.records()]
    while waiting:
        fields, tree = waiting.pop(0)
        yield fields, tree
        declared = {field.name: field for field in fields}
        for entry in tree.entries:
            if entry.key in declared:
                waiting += _inside(declared[entry.key], entry.value)


def _order(fields: tuple[Field, ...]) -> Callable[[str], int]:
    names = [field.name for field in fields]
    return lambda key: names.index(key)


def _in_braces(opened: _Open, fields: tuple[Field, ...], tree: Tree) -> str | None:
    """The text with the fields of a `{…}` in order; None if there is a comment among them."""
    spans = [(opened.offset(e.at), opened.offset(e.value.end)) for e in tree.entries]
    order = _order(fields)
    ranked = sorted(range(len(spans)), key=lambda i: order(tree.entries[i].key))
    if _comment_between(opened.text, spans):
        return None
    new = _interleaved(opened.text, spans, [opened.text[spans[i][0] : spans[i][1]] for i in ranked])
    return opened.text[: spans[0][0]] + new + opened.text[spans[-1][1] :]


def _in_lines(opened: _Open, fields: tuple[Field, ...], tree: Tree) -> str | None:
    """The text with the fields of a record that has a line for each in order, each with the comments above it.

    None if a comment stands where the first field, behind its hyphen, could not take it along.
    """
    lines = opened.text.split("\n")
    column = tree.entries[0].at.column
    indent = " " * (column - 1)
    starts: list[int] = []
    for entry in tree.entries:
        start = entry.at.line - 1
        if entry.at.column != column or (starts and lines[start][: column - 1] != indent):
            return None
        floor = starts[-1] + 1 if starts else (1 if opened.page else 0)
        while start > floor and lines[start - 1].startswith(f"{indent}#") and (starts or column == 1):
            start -= 1
        starts.append(start)
    end = _last_line(opened, tree)
    chunks = [lines[a:b] for a, b in zip(starts, [*starts[1:], end], strict=True)]
    lead = lines[starts[0]][: column - 1] if chunks[0][0].lstrip()[:1] != "#" else indent
    order = _order(fields)
    ranked = sorted(range(len(chunks)), key=lambda i: order(tree.entries[i].key))
    if lead.strip():
        first = chunks[ranked[0]]
        if first[0].lstrip().startswith("#"):
            return None
        chunks[0][0] = indent + chunks[0][0][column - 1 :]
        first[0] = lead + first[0][column - 1 :]
    return "\n".join([*lines[: starts[0]], *(line for i in ranked for line in chunks[i]), *lines[end:]])


def _last_line(opened: _Open, value: Value) -> int:
    """The number of the last line on which something of a value stands.

    What is written in lines ends, to a reader of YAML, only where the next thing begins.
    """
    if not isinstance(value, Scalar) and opened.text[opened.offset(value.at)] not in "[{":
        inner = value.items if isinstance(value, Sequence) else [entry.value for entry in value.entries]
        return max((_last_line(opened, one) for one in inner), default=value.at.line)
    return value.end.line - (1 if value.end.column == 1 and value.end.line > value.at.line else 0)
