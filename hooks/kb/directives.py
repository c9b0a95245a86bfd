"""Directives: HTML comments in a page that say what generated text stands there.

`<!-- kb:questions {topics: [caching], limit: 5} -->`: a name from the table below and its options as YAML. Here is
what directives there are and whether one is well formed; `authored` writes what stands in their place.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .catalogue import Catalogue, unresolved
from .problems import Position, Problem, shown
from .scan import Directive, Fence, Page
from .schema import Field, ListOf, Number, Reading, Ref, Text, read_fields
from .text import did_you_mean
from .yamltree import Mapping, parse

ENGINES = ("python", "sqlite", "postgresql")
"""What can run, or parse, a block: Python and SQLite run it; PostgreSQL's own parser reads it."""

LOOKS = ("dense", "figures", "hero", "trust", "ways")
"""What a box of the home page can look like; the style sheet knows each as `kb-` and the word."""

HOME = "index.md"
"""The page whose parts are laid out in boxes."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """A directive that exists: its name, what it puts in its place, its options and an example."""

    name: str
    sentence: str
    options: tuple[Field, ...]
    example: str


_LIMIT = Field("limit", Number(1, 200), "The most that are listed.", required=False)

DECLARATIONS: tuple[Declaration, ...] = (
    Declaration(
        "questions",
        "A list of questions. Options narrow it together; the values of one option widen it.",
        (
            Field("topics", ListOf(Ref("topic"), 1), "Topics, children included.", required=False),
            Field("rounds", ListOf(Ref("round"), 1), "Rounds.", required=False),
            Field("levels", ListOf(Ref("level"), 1), "Levels.", required=False),
            Field("companies", ListOf(Ref("company"), 1), "Companies that were reported to ask them.", required=False),
            Field("ids", ListOf(Ref("question"), 1), "Just these, in this order.", required=False),
            _LIMIT,
        ),
        "<!-- kb:questions {topics: [caching], rounds: [concepts], limit: 5} -->",
    ),
    Declaration(
        "mistakes",
        "A list of common mistakes.",
        (Field("rounds", ListOf(Ref("round"), 1), "Rounds in which they are made.", required=False), _LIMIT),
        "<!-- kb:mistakes {rounds: [coding]} -->",
    ),
    Declaration(
        "compare",
        "A table that compares companies.",
        (
            Field("companies", ListOf(Ref("company"), 1, 6), "The companies, in this order."),
            Field(
                "dimensions", ListOf(Ref("dimension"), 1), "The dimensions; all of them if left out.", required=False
            ),
        ),
        "<!-- kb:compare {companies: [apple, amazon], dimensions: [coding]} -->",
    ),
    Declaration(
        "sources",
        "A list of sources with their grades and dates.",
        (Field("ids", ListOf(Ref("source"), 1), "The sources, in this order."),),
        "<!-- kb:sources {ids: [apl-s1]} -->",
    ),
    Declaration(
        "guides",
        "The guides of a section of the handbook, with what each is about.",
        (Field("section", Text(60), "The folder below docs/."),),
        "<!-- kb:guides {section: fundamentals} -->",
    ),
    Declaration("topics", "All topics, with their guides and numbers of questions.", (), "<!-- kb:topics -->"),
    Declaration("rounds", "All rounds, with their numbers of questions.", (), "<!-- kb:rounds -->"),
    Declaration("companies", "All companies, with what is known of each.", (), "<!-- kb:companies -->"),
    Declaration("plans", "All study plans.", (), "<!-- kb:plans -->"),
    Declaration(
        "figures", "One line with the numbers of questions, guides, companies and claims.", (), "<!-- kb:figures -->"
    ),
    Declaration("evidence", "The grades of evidence and what each means.", (), "<!-- kb:evidence -->"),
    Declaration(
        "box",
        "On the home page: begins a part with a look of its own, which ends at `<!-- kb:end -->`.",
        (Field("look", Text(20), f"One of {', '.join(LOOKS)}."),),
        "<!-- kb:box {look: hero} -->",
    ),
    Declaration("end", "Ends the box that was begun last.", (), "<!-- kb:end -->"),
    Declaration("search", "A button that opens the search.", (), "<!-- kb:search -->"),
    Declaration(
        "run",
        "Marks the code block below it: the test suite runs it, or parses it.",
        (Field("engine", Text(20), f"For SQL: {' or '.join(ENGINES[1:])}.", required=False),),
        "<!-- kb:run {engine: sqlite} -->",
    ),
)

DECLARED = {declared.name: declared for declared in DECLARATIONS}
"""The directives by name."""


def options(directive: Directive) -> tuple[dict[str, Any] | None, Reading]:
    """A directive's options by name, and what reading them found; None if there is a problem."""
    reading = Reading()
    declared = DECLARED[directive.name]
    tree, problems = parse(directive.options, directive.at.path, directive.at.line, directive.at.column)
    reading.problems += [_as_directive(p) if p.rule == "yaml" else p for p in problems]
    if tree is None:
        tree = Mapping((), directive.at)
    if not isinstance(tree, Mapping):
        reading.problem(tree.at, "directive", "the options are not a mapping", f"for example {declared.example}")
        return None, reading
    values = read_fields(declared.options, tree, reading, ordered=False)
    return (None if reading.problems else values), reading


def _as_directive(problem: Problem) -> Problem:
    return Problem(problem.position, "directive", problem.message, problem.hint)


def problems(directive: Directive, catalogue: Catalogue) -> Iterator[Problem]:
    """What is wrong with a directive."""
    if directive.name not in DECLARED:
        said = f"there is no directive {shown('kb:' + directive.name)}"
        yield Problem(directive.at, "directive", said, did_you_mean(directive.name, DECLARED))
        return
    values, reading = options(directive)
    yield from reading.problems
    yield from unresolved(reading, catalogue)
    if values is None:
        return
    if directive.name == "guides":
        sections = {path.split("/")[0] for path in catalogue.pages if "/" in path}
        if values["section"] not in sections:
            said = f"section: there is no folder {shown(values['section'])}"
            yield Problem(directive.at, "directive", said, did_you_mean(values["section"], sections))
    if directive.name == "run" and values.get("engine", "python") not in ENGINES:
        said = f"engine: {shown(values['engine'])} is not known"
        yield Problem(directive.at, "directive", said, did_you_mean(values["engine"], ENGINES))
    if directive.name == "box" and values["look"] not in LOOKS:
        said = f"look: {shown(values['look'])} is not known"
        yield Problem(directive.at, "directive", said, did_you_mean(values["look"], LOOKS))
    if directive.name == "run" and not _has_fence(directive, catalogue):
        yield Problem(directive.at, "run", "no code block follows", "put it on the line before the block")


def unpaired(page: Page) -> Iterator[Problem]:
    """What is wrong with a page's boxes: where they stand, and that each is ended."""
    hint = "they stand in pairs, <!-- kb:box {look: …} --> and <!-- kb:end -->"
    begun: list[Directive] = []
    for directive in page.directives:
        if directive.name == "box":
            begun.append(directive)
            if page.path != HOME:
                said = "boxes lay out the home page; this is another one"
                yield Problem(directive.at, "directive", said, "take it out")
        elif directive.name == "end" and not begun:
            yield Problem(directive.at, "directive", "no box has begun here", hint)
        elif directive.name == "end":
            begun.pop()
    for directive in begun:
        yield Problem(directive.at, "directive", "this box is not ended", hint)


def _has_fence(directive: Directive, catalogue: Catalogue) -> bool:
    page = catalogue.pages.get(directive.at.path)
    return page is None or any(fence.run is directive for fence in page.fences)


def engine_of(fence: Fence) -> str:
    """The engine that a marked block asks for."""
    assert fence.run is not None
    values, _ = options(fence.run)
    return str((values or {}).get("engine", "python"))


def language_of(fence: Fence) -> str:
    """The language of a block, written as `python` or as `{.python}`; empty if it has none."""
    return fence.info.strip("{. ").partition(" ")[0].rstrip("}")


def run_problems(fence: Fence) -> Iterator[Problem]:
    """What keeps a marked block from being run at all: its language, or Python that does not parse."""
    assert fence.run is not None
    engine = engine_of(fence)
    language = language_of(fence)
    wanted = "python" if engine == "python" else "sql"
    at = fence.run.at
    if engine in ENGINES and language != wanted:
        of_sql = engine == "python" and language == "sql"
        hint = "write {engine: sqlite} or {engine: postgresql}" if of_sql else "take kb:run away, or name the language"
        yield Problem(at, "run", f"the block is {language or 'of no language'}, not {wanted}", hint)
    elif language == "python":
        try:
            with warnings.catch_warnings(action="ignore"):
                compile(fence.code, at.path, "exec", dont_inherit=True)  # which takes a third of the time of ast.parse
        except SyntaxError as error:
            line = fence.line + (error.lineno or 1)
            column = fence.indent + max(error.offset or 1, 1)
            said = f"this is not Python: {error.msg}"
            yield Problem(Position(at.path, line, column), "run", said, "mend it, or take kb:run away")
        except (RecursionError, MemoryError):
            said = "this Python is nested too deeply to be read"
            yield Problem(Position(at.path, fence.line), "run", said, "nest it less, or take kb:run away")
