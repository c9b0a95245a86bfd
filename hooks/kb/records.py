"""What the knowledge base holds: frozen records with the names of the front matter's fields.

A record of a page has the page's `path` below the content root; its id is the file's name. A record of a data file
has the `line` on which it begins. References to other records are ids; `catalogue` has checked that they exist.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What a question or guide is about. `guide` is the path of the page that explains it."""

    id: str
    title: str
    guide: str
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level of seniority; the order in the data file is the order of seniority."""

    id: str
    title: str
    description: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading that every question of a round has; `fold`: closed until the reader opens it."""

    title: str
    fold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A kind of interview round. `wanted` questions are its floor; `runnable`: every page carries tested code."""

    id: str
    title: str
    spoken: str
    description: str
    guide: str
    wanted: int
    sections: tuple[Section, ...]
    runnable: bool = False
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceKind:
    """How much a source is worth; the order in the data file is the order of strength."""

    id: str
    title: str
    description: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """What companies are compared by. `baseline` is what the usual loop does."""

    id: str
    label: str
    question: str
    baseline: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where facts come from. `date` is the text's own (YYYY, YYYY-MM, YYYY-MM-DD or `undated`), `seen` when read."""

    id: str
    title: str
    publisher: str
    url: str
    kind: str
    date: str
    seen: str
    note: str = ""
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """An address that a page had before: `old` and `new` are paths of pages."""

    old: str
    new: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Synonym:
    """Words and phrases that mean the same to somebody who searches."""

    id: str
    words: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkException:
    """An address that is known not to answer, and why it stands in the handbook all the same."""

    id: str
    url: str
    reason: str
    line: int


AGES = ("question", "company", "mistake", "plan", "guide", "claim", "stage")
"""What can be due for another look: pages by `reviewed`, a company's claims and stages by `observed`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ageing:
    """After how many days something is due for another look; `grade` and `dimension` narrow what facts it means."""

    id: str
    what: str
    days: int
    grade: str | None = None
    dimension: str | None = None
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A public report that a company asked a question."""

    company: str
    source: str
    observed: str = ""
    level: str | None = None
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Distinction:
    """Why a question is not the one that it is alike to."""

    question: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with its answer in the page's text; `topics` has the main one first."""

    id: str
    path: str
    round: str
    title: str
    topics: tuple[str, ...]
    levels: tuple[str, ...]
    minutes: int
    reviewed: str
    sightings: tuple[Sighting, ...] = ()
    related: tuple[str, ...] = ()
    distinct_from: tuple[Distinction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One fact about a company, with its sources. `observed`: when it was true, YYYY, YYYY-MM or YYYY-MM-DD.

    `differs`: whether it is otherwise than the dimension's baseline; None where the two cannot be set against each
    other.
    """

    dimension: str
    value: str
    differs: bool | None = None
    sources: tuple[str, ...]
    observed: str
    role: str = ""
    level: str | None = None
    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage of a company's loop as a source records it. `minutes` is `45` or `45-60`."""

    stage: str
    sources: tuple[str, ...]
    observed: str
    round: str | None = None
    minutes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """An employer with what is known of its loop."""

    id: str
    path: str
    title: str
    description: str
    reviewed: str
    aliases: tuple[str, ...] = ()
    rounds: tuple[Stage, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A common mistake, the rounds in which it is made and the questions that expose it."""

    id: str
    path: str
    title: str
    description: str
    rounds: tuple[str, ...]
    questions: tuple[str, ...]
    reviewed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do on a day of a plan. `pages` are paths of pages to open for it."""

    text: str
    minutes: int
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day (or another step) of a plan."""

    title: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A study plan, its days in order."""

    id: str
    path: str
    title: str
    description: str
    days: tuple[Day, ...]
    reviewed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """Any other page. `prerequisites` are paths of pages to read first."""

    id: str
    path: str
    title: str
    description: str
    topics: tuple[str, ...] = ()
    prerequisites: tuple[str, ...] = ()
    reviewed: str = ""


PageRecord = Question | Company | Mistake | Plan | Guide
"""The records that are pages."""
