"""The declared fields of every kind of record, and the reading of a YAML tree by them.

A field says once what it is: the reader, the field reference on the site, `scripts/new.py` and the checks of
directives all go by these tables. Reading never raises: it yields records and adds to a list of problems, and notes
every reference to another record, for `catalogue` to resolve when all records are known.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping as Fields
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from . import characters, records
from .problems import MAX_SHOWN, Position, Problem, shown
from .text import counted, did_you_mean, enumerated, nearest
from .yamltree import Entry, Mapping, Scalar, Sequence, Value

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Reference:
    """An id or path written at a place, which must name a record of `kind` (or a page, for kind `page`)."""

    kind: str
    id: str
    field: str
    at: Position


@dataclass(slots=True)
class Reading:
    """What reading has found so far beside the records themselves.

    `latest` is the last day (YYYY-MM-DD) that a date may name; empty if any may be named.
    """

    problems: list[Problem] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    latest: str = ""

    def problem(self, at: Position, rule: str, message: str, hint: str = "") -> None:
        """Notes a problem."""
        self.problems.append(Problem(at, rule, message, hint))


class Invalid:
    """What reading gives for a value that it could not use; the problem has been noted."""


INVALID = Invalid()


@dataclass(frozen=True, slots=True)
class Type:
    """What a field holds. Subclasses read a value, naming the field in messages, and describe themselves."""

    def read(self, value: Value, name: str, reading: Reading) -> Any:
        """The Python value, or INVALID with the problem noted in `reading`."""
        raise NotImplementedError

    def describe(self) -> str:
        """The type in a few words, for the field reference."""
        raise NotImplementedError


def _scalar(value: Value, name: str, reading: Reading, wanted: str) -> Scalar | None:
    """The value if it is a single one that is not empty; otherwise None, with the problem noted."""
    if not isinstance(value, Scalar):
        kind = "a list" if isinstance(value, Sequence) else "a mapping"
        reading.problem(value.at, "wrong-type", f"{name}: {kind} stands here", f"write {wanted}")
    elif not value.text.strip() or (value.plain and value.tag == "null"):
        reading.problem(value.at, "empty", f"{name}: is empty", f"write {wanted}, or leave an optional field out")
    else:
        return value
    return None


@dataclass(frozen=True, slots=True)
class Text(Type):
    """Plain text on one line, `longest` characters at most, shown as it is wherever it stands."""

    longest: int = 200

    def read(self, value: Value, name: str, reading: Reading) -> Any:
        """The text without white space round it."""
        scalar = _scalar(value, name, reading, "text")
        if scalar is None:
            return INVALID
        if scalar.plain and scalar.tag in {"bool", "null", "timestamp"}:
            said = f"{name}: {shown(scalar.text)} is not text to a reader of YAML ({scalar.tag})"
            reading.problem(scalar.at, "wrong-type", said, "put it in quotes")
            return INVALID
        text = " ".join(scalar.text.split())
        if len(text) > self.longest:
            said = f"{name}: has {len(text)} characters; {self.longest} is the most"
            reading.problem(scalar.at, "too-long", said, "shorten it")
            return INVALID
        found = characters.fault(text) or characters.mixed(text)
        if found:
            reading.problem(scalar.at, found.rule, f"{name}: {found.message}", found.hint)
            return INVALID
        if any(not c.isprintable() for c in text):
            reading.problem(scalar.at, "encoding", f"{name}: {shown(text)} holds an invisible character", "delete it")
            return INVALID
        return text

    def describe(self) -> str:
        return f"text, {self.longest} characters at most"


@dataclass(frozen=True, slots=True)
class Number(Type):
    """A whole number from `least` to `most`."""

    least: int
    most: int

    def read(self, value: Value, name: str, reading: Reading) -> Any:
        """The number."""
        scalar = _scalar(value, name, reading, "a whole number")
        if scalar is None:
            return INVALID
        if not scalar.plain and self.accepts(scalar.text):
            said = f"{name}: {shown(scalar.text)} is in quotes, which makes a text of it"
            reading.problem(scalar.at, "wrong-type", said, f"write {scalar.text}")
            return INVALID
        if not re.fullmatch(r"0|[1-9][0-9]{0,8}", scalar.text) or not scalar.plain:  # to YAML, 010 is eight
            said = f"{name}: {shown(scalar.text)} is not a whole number"
            reading.problem(scalar.at, "wrong-type", said, f"write a number from {self.least} to {self.most}")
            return INVALID
        if not self.least <= int(scalar.text) <= self.most:
            said = f"{name}: {int(scalar.text)} is too {'small' if int(scalar.text) < self.least else 'large'}"
            reading.problem(scalar.at, "bad-value", said, f"write a number from {self.least} to {self.most}")
            return INVALID
        return int(scalar.text)

    def accepts(self, text: str) -> bool:
        """Whether `text` is such a number, as we write it."""
        return bool(re.fullmatch(r"0|[1-9][0-9]{0,8}", text)) and self.least <= int(text) <= self.most

    def describe(self) -> str:
        return f"whole number from {self.least} to {self.most}"


@dataclass(frozen=True, slots=True)
class Flag(Type):
    """`true` or `false`."""

    def read(self, value: Value, name: str, reading: Reading) -> Any:
        """True or False."""
        scalar = _scalar(value, name, reading, "true or false")
        if scalar is None:
            return INVALID
        if scalar.text not in {"true", "false"} or not scalar.plain:
            said = f"{name}: {shown(scalar.text)} is not true or false"
            reading.problem(scalar.at, "wrong-type", said, "write true or false, small and without quotes")
            return INVALID
        return scalar.text == "true"

    def describe(self) -> str:
        return "true or false"


@dataclass(frozen=True, slots=True)
class Choice(Type):
    """One of a few words that the code knows."""

    words: tuple[str, ...]

    def read(self, value: Value, name: str, reading: Reading) -> Any:
        """The word."""
        scalar = _scalar(value, name, reading, "a word")
        if scalar is None:
            return INVALID
        if scalar.text not in self.words:
            said = f"{name}: {shown(scalar.text)} cannot stand here"
            reading.problem(scalar.at, "bad-value", said, did_you_mean(scalar.text, self.words))
            return INVALID
        return scalar.text

    def describe(self) -> str:
        return f"one of {', '.join(f'`{word}`' for word in self.words)}"


@dataclass(frozen=True, slots=True)
class Date(Type):
    """A day as YYYY-MM-DD; if `partial`, also YYYY-MM or YYYY; if `undated`, also the word `undated`."""

    partial: bool = False
    undated: bool = False

    def read(self, value: Value, name: str, reading: Reading) -> Any:
        """The date as text, in the form in which it is written."""
        scalar = _scalar(value, name, reading, "a date")
        if scalar is None:
            return INVALID
        if not self.accepts(scalar.text):
            no_day = re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", scalar.text, re.ASCII) and self._matches(scalar.text)
            said = f"{name}: {shown(scalar.text)} is not a {'day of the calendar' if no_day else 'date'}"
            reading.problem(scalar.at, "bad-date", said, f"write {self._form()}")
            return INVALID
        if reading.latest and scalar.text != "undated" and scalar.text > reading.latest[: len(scalar.text)]:
            said = f"{name}: {shown(scalar.text)} has not come yet"
            reading.problem(scalar.at, "future-date", said, "write the day on which it was so; today is the latest")
        return scalar.text

    def accepts(self, text: str) -> bool:
        """Whether `text` is a real day, month or year in one of the forms that are taken here."""
        return (self.undated and text == "undated") or self._is_date(text)

    def _matches(self, text: str) -> bool:
        form = r"\d{4}(?:-\d\d(?:-\d\d)?)?" if self.partial else r"\d{4}-\d\d-\d\d"
        return bool(re.fullmatch(form, text, re.ASCII))

    def _is_date(self, text: str) -> bool:
        if not self._matches(text):
            return False
        try:
            datetime.date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
        except ValueError:
            return False
        return True

    def _form(self) -> str:
        forms = ["YYYY-MM-DD", *(["YYYY-MM", "YYYY"] if self.partial else []), *(["undated"] if self.undated else [])]
        return " or ".join(forms)

    def describe(self) -> str:
        return f"date, {self._form()}"


@dataclass(frozen=True, slots=True)
class Minutes(Type):
    """A length of time as a source gives it: `45` or `45-60`."""

    def read(self, value: Value, name: str, reading: Reading) -> Any:
        """The text."""
        scalar = _scalar(value, name, reading, "minutes")
        if scalar is None:
            return INVALID
        if not re.fullmatch(r"[0-9]{1,4}(?:-[0-9]{1,4})?", scalar.text):
            said = f"{name}: {shown(scalar.text)} is not a number of minutes"
            reading.problem(scalar.at, "bad-value", said, "write '45' or '45-60'")
            return INVALID
        return scalar.text

    def describe(self) -> str:
        return "minutes, `45` or `45-60`"


@dataclass(frozen=True, slots=True)
class Address(Type):
    """The address of a public page, https or http."""

    def read(self, value: Value, name: str, reading: Reading) -> Any:
        """The address as written."""
        scalar = _scalar(value, name, reading, "an address")
        if scalar is None:
            return INVALID
        text = scalar.text
        try:
            parts = urlsplit(text)
            good = parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
        except ValueError:
            good = False
        if not good or not re.fullmatch(r"[!#-;=?-\[\]_a-z~%A-Z]+", text):
            said = f"{name}: {shown(text)} is not the address of a public page"
            reading.problem(scalar.at, "bad-address", said, "write it out, with https:// in front")
            return INVALID
        return text

    def describe(self) -> str:
        return "address, `https://…`"


def a_record(kind: str) -> str:
    """A record of a kind as a sentence names it, with its article."""
    return "a grade of evidence" if kind == "evidence" else f"a {kind}"


@dataclass(frozen=True, slots=True)
class Ref(Type):
    """The id of a record of `kind`."""

    kind: str

    def read(self, value: Value, name: str, reading: Reading) -> Any:
        """The id; that it exists is checked when all records are known."""
        scalar = _scalar(value, name, reading, self.describe())
        if scalar is None:
            return INVALID
        reading.references.append(Reference(self.kind, scalar.text, name, scalar.at))
        return scalar.text

    def describe(self) -> str:
        return "path of a page" if self.kind == "page" else f"id of {a_record(self.kind)}"


@dataclass(frozen=True, slots=True)
class NewId(Type):
    """The id that a record of a data file gives itself."""

    def read(self, value: Value, name: str, reading: Reading) -> Any:
        """The id."""
        scalar = _scalar(value, name, reading, "an id")
        if scalar is None:
            return INVALID
        if not ID.fullmatch(scalar.text):
            said = f"{name}: {shown(scalar.text)} is not an id"
            reading.problem(scalar.at, "bad-value", said, "use a-z, 0-9 and single hyphens")
            return INVALID
        return scalar.text

    def describe(self) -> str:
        return "id, words of a-z and 0-9 with hyphens"


_MANY = 1000
"""Entries of a list that has no limit of its own."""


@dataclass(frozen=True, slots=True)
class ListOf(Type):
    """A list of at least `least` values of one type, none of them twice."""

    item: Type
    least: int = 0
    most: int = _MANY

    def read(self, value: Value, name: str, reading: Reading) -> Any:
        """The values that could be read, as a tuple in their order; INVALID if one could not."""
        if isinstance(value, Scalar) and value.plain and value.tag == "null":
            hint = "write its entries, as in [one, two]"
            if isinstance(self.item, RecordOf):
                hint = f"begin every entry with '- ', or write [{self.item.form()}]"
            reading.problem(value.at, "empty", f"{name}: is empty", hint)
            return INVALID
        if not isinstance(value, Sequence):
            said = f"{name}: a single value stands here" if isinstance(value, Scalar) else f"{name}: is not a list"
            short = isinstance(value, Scalar) and 0 < len(value.text) <= MAX_SHOWN
            hint = f"write [{value.text}]" if isinstance(value, Scalar) and short else "write a list"
            if isinstance(value, Scalar) and value.text.startswith("["):
                hint = "take the quotation marks round the list away"
            elif isinstance(value, Scalar) and value.text.startswith("-"):
                hint = "write a space behind the hyphen of every entry"
            if isinstance(self.item, RecordOf):
                hint = f"begin every entry with '- ', or write [{self.item.form()}]"
            reading.problem(value.at, "wrong-type", said, hint)
            return INVALID
        if not self.least <= len(value.items) <= self.most:
            known = f"at least {self.least}" if len(value.items) < self.least else f"at most {self.most}"
            said = f"{name}: has {counted(len(value.items), 'entry', 'entries')}; {known} must stand here"
            hint = "add one" if len(value.items) < self.least else "keep those that matter most"
            reading.problem(value.at, "bad-value" if value.items else "empty", said, hint)
            return INVALID
        read = [self.item.read(item, name, reading) for item in value.items]
        for index, item in enumerate(read):
            if isinstance(item, str) and item in read[:index]:
                said = f"{name}: {shown(item)} stands here twice"
                reading.problem(value.items[index].at, "duplicate-value", said, "keep one")
                return INVALID
        return INVALID if INVALID in read else tuple(read)

    def describe(self) -> str:
        least = f", at least {self.least}" if self.least else ""
        most = f", at most {self.most}" if self.most < _MANY else ""
        return f"list of: {self.item.describe()}{least}{most}"


@dataclass(frozen=True, slots=True)
class RecordOf(Type):
    """A mapping with declared fields that becomes a record."""

    record: type
    fields: tuple[Field, ...]

    def read(self, value: Value, name: str, reading: Reading) -> Any:
        """The record, or INVALID if one of its fields is."""
        if not isinstance(value, Mapping):
            reading.problem(value.at, "wrong-type", f"{name}: is not a mapping", f"write {self.form()}")
            return INVALID
        read = read_fields(self.fields, value, reading)
        return INVALID if read is None else self.record(**read)

    def form(self) -> str:
        """How the shortest record is written."""
        return f"{{{', '.join(f'{f.name}: …' for f in self.fields if f.required)}}}"

    def describe(self) -> str:
        names = ", ".join(f"`{f.name}`" + ("" if f.required else "?") for f in self.fields)
        return f"mapping of {names}"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record. `sentence` says what it is for; it is what contributors read on the site."""

    name: str
    type: Type
    sentence: str
    required: bool = True


def read_fields(
    fields: tuple[Field, ...], tree: Mapping, reading: Reading, ordered: bool = True
) -> dict[str, Any] | None:
    """The values by name; None if a required one is missing or any is invalid.

    Unknown names are problems too, and so is another order than the declared one, if they are to be `ordered`.
    """
    known = {f.name: f for f in fields}
    values: dict[str, Any] = {}
    misspelt: set[str] = set()
    for entry in tree.entries:
        declared = known.get(entry.key)
        if declared is None:
            said = f"{shown(entry.key)} is not a field here"
            unwritten = known.keys() - {other.key for other in tree.entries}
            near = nearest(entry.key, unwritten)
            misspelt.add(near or "")
            hint = f"did you mean '{near}'?" if near else did_you_mean(entry.key, known)
            reading.problem(entry.at, "unknown-field", said, hint)
        else:
            values[entry.key] = declared.type.read(entry.value, entry.key, reading)
    late = misplaced(fields, tree) if ordered else None
    if late:
        order = ", ".join(f.name for f in fields if f.name in values)
        said = f"{late.key}: stands too late"
        reading.problem(late.at, "key-order", said, f"the order is: {order} (--fix mends it)")
    missing = [f for f in fields if f.required and f.name not in values]
    absent = [f for f in missing if f.name not in misspelt]
    if len(absent) == 1:
        said = f"{absent[0].name}: is missing"
        reading.problem(tree.at, "missing-field", said, f"add it: {absent[0].type.describe()}")
    elif absent:
        reading.problem(tree.at, "missing-field", *_all_missing(absent))
    return None if missing or INVALID in values.values() else values


def _all_missing(absent: list[Field]) -> tuple[str, str]:
    """What a message says of several fields that one record lacks, and the remedy."""
    said = f"{enumerated([f.name for f in absent])}: are missing"
    return said, "add them to this record"


def misplaced(fields: tuple[Field, ...], tree: Mapping) -> Entry | None:
    """The first entry that stands after one that is declared after it; None if there is none, or one is unknown."""
    names = [f.name for f in fields]
    if not all(entry.key in names for entry in tree.entries):
        return None
    places = [names.index(entry.key) for entry in tree.entries]
    return next(
        (e for e, place, before in zip(tree.entries[1:], places[1:], places, strict=False) if place < before), None
    )


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: `name` as references call it, the record's class, and where records of it stand.

    `place` is a folder of pages (`questions/*`, `companies`) or a data file (`_data/topics.yml`); `sections` are the
    headings that every page of the kind has, in order.
    """

    name: str
    record: type
    place: str
    fields: tuple[Field, ...]
    sentence: str
    sections: tuple[str, ...] = ()

    @property
    def is_data(self) -> bool:
        """True if its records stand in a data file."""
        return self.place.endswith(".yml")


_REVIEWED = Field("reviewed", Date(), "The day on which somebody last read the whole page against its sources.")
_TITLE = Field("title", Text(90), "The page's heading, as plain text.")
_DESCRIPTION = Field("description", Text(160), "One sentence that search results and link previews show.")
_SOURCES = Field("sources", ListOf(Ref("source"), 1), "Where the fact comes from; the strongest one gives the grade.")
_OBSERVED = Field(
    "observed", Date(partial=True), "When it was so: the date of the newest source's text, else the day it was read."
)

_SIGHTING = (
    Field("company", Ref("company"), "Who asked it."),
    Field("source", Ref("source"), "The public report that says so."),
    Field("observed", Date(partial=True), "When it was asked, if the report says so.", required=False),
    Field("level", Ref("level"), "The level it was asked at, if the report says so.", required=False),
    Field("role", Text(80), "The role, if the report says so.", required=False),
)
_DISTINCTION = (
    Field("question", Ref("question"), "The other question."),
    Field("reason", Text(200), "What a candidate has to say here and not there."),
)
_STAGE = (
    Field("stage", Text(80), "What the stage is called."),
    Field("round", Ref("round"), "The kind of round that it is, if it is one of ours.", required=False),
    Field("minutes", Minutes(), "How long it takes.", required=False),
    _SOURCES,
    _OBSERVED,
)
_CLAIM = (
    Field("dimension", Ref("dimension"), "What the claim is about."),
    Field("value", Text(320), "The fact, in one plain sentence of our own."),
    Field(
        "differs",
        Flag(),
        "Whether it is otherwise (`true`) or the same (`false`) as the dimension's baseline, which is what the usual "
        "loop does; left out where the two cannot be set against each other.",
        required=False,
    ),
    _SOURCES,
    _OBSERVED,
    Field("role", Text(80), "The role to which the source limits it.", required=False),
    Field("level", Ref("level"), "The level to which the source limits it.", required=False),
    Field("team", Text(80), "The team to which the source limits it.", required=False),
)
_TASK = (
    Field("text", Text(240), "What to do, in one plain sentence."),
    Field("minutes", Number(5, 600), "How long it takes."),
    Field("pages", ListOf(Ref("page")), "Pages to open for it, as paths from docs/.", required=False),
)
_DAY = (
    Field("title", Text(90), "What the day is for."),
    Field("tasks", ListOf(RecordOf(records.Task, _TASK), 1), "What to do on it, in order."),
)

KINDS: tuple[Kind, ...] = (
    Kind(
        "topic",
        records.Topic,
        "_data/topics.yml",
        (
            Field("id", NewId(), "The topic's permanent id, part of its address."),
            Field("title", Text(90), "What the topic is called."),
            Field("aliases", ListOf(Text(60)), "What people type when they mean it.", required=False),
            Field("parent", Ref("topic"), "The wider topic that it belongs to.", required=False),
            Field("guide", Ref("page"), "The page that explains it, as a path from docs/."),
        ),
        "What questions and guides are about.",
    ),
    Kind(
        "level",
        records.Level,
        "_data/levels.yml",
        (
            Field("id", NewId(), "The level's permanent id."),
            Field("title", Text(60), "What it is called here."),
            Field("description", Text(240), "What is expected at it."),
        ),
        "Levels of seniority, lowest first.",
    ),
    Kind(
        "round",
        records.Round,
        "_data/rounds.yml",
        (
            Field("id", NewId(), "The round's permanent id; its questions stand in the folder of that name."),
            Field("title", Text(60), "What it is called."),
            Field("spoken", Text(60), "What it is called in the middle of a sentence."),
            Field("description", Text(240), "What happens in it."),
            Field("guide", Ref("page"), "The page about the round, as a path from docs/."),
            Field("wanted", Number(0, 1000), "The number of questions below which the coverage page asks for more."),
            Field(
                "sections",
                ListOf(
                    RecordOf(
                        records.Section,
                        (
                            Field("title", Text(60), "The heading."),
                            Field("fold", Flag(), "Whether it is closed until the reader opens it.", required=False),
                        ),
                    ),
                    1,
                ),
                "The headings that every question of the round has, in order.",
            ),
            Field("runnable", Flag(), "Whether every question of the round carries tested code.", required=False),
        ),
        "Kinds of interview round, in the order in which a loop holds them.",
    ),
    Kind(
        "evidence",
        records.EvidenceKind,
        "_data/evidence.yml",
        (
            Field("id", NewId(), "The grade's permanent id, which a source names as its kind."),
            Field("title", Text(60), "What it is called."),
            Field("description", Text(240), "What it means."),
        ),
        "Grades of evidence, strongest first.",
    ),
    Kind(
        "dimension",
        records.Dimension,
        "_data/comparison.yml",
        (
            Field("id", NewId(), "The dimension's permanent id, which a claim names."),
            Field("label", Text(60), "The heading of its column."),
            Field("question", Text(160), "The question that it answers."),
            Field("baseline", Text(240), "What the usual loop does."),
        ),
        "What companies are compared by.",
    ),
    Kind(
        "source",
        records.Source,
        "_data/sources.yml",
        (
            Field("id", NewId(), "The source's permanent id, which claims and sightings name."),
            Field("title", Text(200), "Its title."),
            Field("publisher", Text(160), "Who published it."),
            Field("url", Address(), "Where it is."),
            Field("kind", Ref("evidence"), "What kind of evidence it is."),
            Field("date", Date(partial=True, undated=True), "The date of the text itself."),
            Field("seen", Date(), "The day it was read."),
            Field("note", Text(200), "What limits it: an estimate of its date, a stale version.", required=False),
        ),
        "Where company facts come from.",
    ),
    Kind(
        "redirect",
        records.Redirect,
        "_data/redirects.yml",
        (
            Field("old", Text(200), "The path that the page had, from docs/."),
            Field("new", Ref("page"), "The path that it has now, from docs/."),
        ),
        "Addresses that pages had before; each leads to the new one for ever.",
    ),
    Kind(
        "synonym",
        records.Synonym,
        "_data/synonyms.yml",
        (
            Field("id", NewId(), "The entry's permanent id."),
            Field("words", ListOf(Text(60), 2), "Words and phrases that mean the same, wherever they stand."),
        ),
        "What search takes for the same. What belongs to one topic alone is an alias of the topic.",
    ),
    Kind(
        "ageing",
        records.Ageing,
        "_data/ageing.yml",
        (
            Field("id", NewId(), "The entry's permanent id."),
            Field("what", Choice(records.AGES), "What ages: a kind of page, or a fact on a company's page."),
            Field("grade", Ref("evidence"), "Only facts whose strongest source is of this grade.", required=False),
            Field("dimension", Ref("dimension"), "Only claims on this dimension.", required=False),
            Field("days", Number(1, 5000), "The days after `reviewed`, or `observed`, on which it is due."),
        ),
        "When a page or a fact is due for another look. The first entry that fits counts.",
    ),
    Kind(
        "link-exception",
        records.LinkException,
        "_data/link-exceptions.yml",
        (
            Field("id", NewId(), "The entry's permanent id."),
            Field("url", Address(), "An address that a page or a source has, without what follows a `#`."),
            Field("reason", Text(200), "Why it stays although it is dead: no copy of the text is anywhere else."),
        ),
        "Dead links to other sites that stay, each with its reason.",
    ),
    Kind(
        "question",
        records.Question,
        "questions/*",
        (
            Field("title", Text(90), "The question or task in a few words, unique."),
            Field("topics", ListOf(Ref("topic"), 1, 4), "What it is about, the main topic first."),
            Field("levels", ListOf(Ref("level"), 1), "At which levels it is asked, lowest first."),
            Field("minutes", Number(3, 120), "How long it takes in the room."),
            Field(
                "sightings",
                ListOf(RecordOf(records.Sighting, _SIGHTING)),
                "Which companies asked it, as public reports say.",
                required=False,
            ),
            Field("related", ListOf(Ref("question"), 0, 6), "Questions to do next.", required=False),
            Field(
                "distinct_from",
                ListOf(RecordOf(records.Distinction, _DISTINCTION), 1),
                "Questions in nearly the same words that ask for something else; stands in one of the two.",
                required=False,
            ),
            _REVIEWED,
        ),
        "A question with its answer. The folder says the round, the file's name is the id.",
    ),
    Kind(
        "company",
        records.Company,
        "companies",
        (
            _TITLE,
            _DESCRIPTION,
            Field("aliases", ListOf(Text(60)), "What people type when they mean it.", required=False),
            Field("rounds", ListOf(RecordOf(records.Stage, _STAGE)), "The loop as recorded, in order.", required=False),
            Field("claims", ListOf(RecordOf(records.Claim, _CLAIM), 1), "What is known, a fact each."),
            _REVIEWED,
        ),
        "An employer, with what public sources say of its interviews.",
        ("In short", "The loop", "What differs from the usual loop", "How to prepare for it", "Open gaps"),
    ),
    Kind(
        "mistake",
        records.Mistake,
        "mistakes",
        (
            _TITLE,
            _DESCRIPTION,
            Field("rounds", ListOf(Ref("round"), 1), "The rounds in which it is made."),
            Field("questions", ListOf(Ref("question"), 1), "Questions that expose it."),
            _REVIEWED,
        ),
        "A common mistake and what to do instead.",
        ("How it looks", "Why it costs the offer", "What to do instead", "How to practise"),
    ),
    Kind(
        "plan",
        records.Plan,
        "plans",
        (
            _TITLE,
            _DESCRIPTION,
            Field("days", ListOf(RecordOf(records.Day, _DAY), 1), "The days, in order."),
            _REVIEWED,
        ),
        "A study plan; its days are data, so that they can be ticked off and checked.",
    ),
    Kind(
        "guide",
        records.Guide,
        "",
        (
            _TITLE,
            _DESCRIPTION,
            Field("topics", ListOf(Ref("topic")), "What it explains, the main topic first.", required=False),
            Field("prerequisites", ListOf(Ref("page")), "Pages to read first, as paths from docs/.", required=False),
            Field("reviewed", _REVIEWED.type, _REVIEWED.sentence, required=False),
        ),
        "Any other page.",
    ),
)

KIND: Fields[str, Kind] = {kind.name: kind for kind in KINDS}
"""The kinds by name."""


def kind_of_page(path: str) -> Kind:
    """The kind of the page at `path`; a section's own index is a guide."""
    folder, _, name = path.rpartition("/")
    if name == "index.md":
        return KIND["guide"]
    if folder.startswith("questions/") and folder.count("/") == 1:
        return KIND["question"]
    return next((kind for kind in KINDS if kind.place == folder and folder), KIND["guide"])


def id_of_page(path: str) -> str:
    """The id of the record of the page at `path`: the file's name, or for a guide the whole path without its end."""
    stem = path.removesuffix(".md")
    return stem if kind_of_page(path).name == "guide" else stem.rpartition("/")[2]
