"""What a change to the content changes: two catalogues in, a record of the differences and its Markdown out. Pure.

Either side may have problems: what is compared is what could be read, and nothing here relies on a reference that
leads somewhere.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any
from urllib.parse import unquote

from . import addresses
from .catalogue import COLLECTIONS, PAGE_KINDS, Catalogue
from .likeness import THRESHOLD, Comparison
from .problems import Problem, one_line
from .records import Claim, Company, Question
from .schema import KIND
from .text import counted

MAX_LISTED = 60
"""Entries of one section of the report; of the others it says how many they are."""

MAX_LINES = 10
"""Lines at the beginning, and at the end, of what is shown of one difference."""

MAX_SHOWN = 320
"""Characters of an author's text that the report shows. The longest claim has as many."""

MAX_BYTES = 900_000
"""Of the whole report. GitHub refuses a job summary above 1 MiB (docs.github.com, "Adding a job summary")."""

CLOSE = THRESHOLD - 10
"""Per cent from which a new question is said to be close to another one."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Something by name, before and after; nothing on a side where it is not."""

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A record that came (`added`), went (`removed`), `moved` to another path, or of which something `changed`.

    `mended` is one that was there and could not be read.
    """

    what: str
    kind: str
    id: str
    path: str
    title: str
    changed: tuple[Changed, ...] = ()


@dataclass(frozen=True, slots=True)
class RowChange:
    """A question's row in the generated lists: as it reads before and after, and the lists that it enters and leaves.

    A list is named by its address. The row stands unchanged in the lists that are not named.
    """

    id: str
    before: str
    after: str
    enters: tuple[str, ...]
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of something, before and after."""

    of: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Warned:
    """What is no fault and should be seen. Each `{}` of the sentence stands for one of `about`, an author's words."""

    sentence: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All differences between two catalogues.

    `new` are the problems that the change brings, `mended` how many it takes away, `remaining` how many it leaves.
    `cells` are those of the comparison, named by company and dimension.
    """

    new: tuple[Problem, ...]
    mended: int
    remaining: int
    warnings: tuple[Warned, ...]
    records: tuple[RecordChange, ...]
    pages: tuple[Changed, ...]
    rows: tuple[RowChange, ...]
    cells: tuple[Changed, ...]
    coverage: tuple[Count, ...]

    @property
    def is_empty(self) -> bool:
        """True if nothing that the site shows is changed."""
        return not (self.records or self.pages or self.rows or self.cells or self.coverage)


Side = tuple[Catalogue, Sequence[Problem]]
"""A catalogue with all that is wrong with it."""


def compare(base: Side, head: Side) -> Report:
    """What `head` changes in `base`. Everything is in a lasting order: by kind as declared, then by id or path."""
    (before, old), (after, new) = base, head
    # A fault is the same if it is said of the same file in the same words; its line may have moved.
    known = Counter((p.position.path, p.rule, p.message) for p in old)
    brought = []
    for problem in sorted(new):
        said = (problem.position.path, problem.rule, problem.message)
        known[said] -= 1
        if known[said] < 0:
            brought.append(problem)
    remaining = len(new) - len(brought)
    return Report(
        tuple(brought),
        len(old) - remaining,
        remaining,
        tuple(_warnings(before, after)),
        tuple(_records(before, after)),
        tuple(_pages(before, after)),
        tuple(_rows(before, after)),
        tuple(_cells(before, after)),
        tuple(_coverage(before, after)),
    )


# Records and pages


def _records(before: Catalogue, after: Catalogue) -> Iterator[RecordChange]:
    moved = {after.redirects[path].new for path in _gone(before, after) if path in after.redirects}
    for kind in dict.fromkeys((*PAGE_KINDS, *COLLECTIONS)):
        if kind == "redirect":
            continue
        old, new = before.of_kind(kind), after.of_kind(kind)
        for id_ in sorted(old.keys() | new.keys()):
            one, other = old.get(id_), new.get(id_)
            record = other or one
            path = getattr(record, "path", KIND[kind].place)
            title = str(getattr(record, "title", "") or getattr(record, "label", "") or id_)
            if one is None:
                what = "mended" if _unread(kind, id_, path, before) else "moved" if path in moved else "added"
                yield RecordChange(what, kind, id_, path, title)
            elif other is None:
                if not _unread(kind, id_, path, after) and path not in after.redirects:
                    yield RecordChange("removed", kind, id_, path, title)
            elif changed := tuple(_fields(one, other, before, after)):
                yield RecordChange(
                    "changed" if path == getattr(one, "path", path) else "moved", kind, id_, path, title, changed
                )


def _unread(kind: str, id_: str, path: str, catalogue: Catalogue) -> bool:
    """True if a record is still written and only cannot be read."""
    if kind in PAGE_KINDS:
        return path in catalogue.files or path in catalogue.pages
    return kind not in catalogue.written or id_ in catalogue.written[kind]


def _gone(before: Catalogue, after: Catalogue) -> list[str]:
    """The paths of authored pages that are there no more."""
    return sorted(path for path in before.pages if path not in after.pages and path not in after.files)


def _fields(one: Any, other: Any, before: Catalogue, after: Catalogue) -> Iterator[Changed]:
    for declared in fields(one):
        if declared.name == "line":
            continue
        old, new = getattr(one, declared.name), getattr(other, declared.name)
        if old != new:
            yield Changed(declared.name, *_told(old, new))
    path = getattr(other, "path", "")
    if path in before.pages and path in after.pages:
        yield from _text(before.pages[path].body, after.pages[path].body)
        old_titles, new_titles = ([h.title for h in c.pages[path].headings] for c in (before, after))
        if old_titles != new_titles:
            gone, come = Counter(old_titles) - Counter(new_titles), Counter(new_titles) - Counter(old_titles)
            if gone or come:
                yield Changed("headings", tuple(gone.elements()), tuple(come.elements()))


def _text(old: str, new: str) -> Iterator[Changed]:
    if old != new:
        lines, others = Counter(old.splitlines()), Counter(new.splitlines())
        gone, come = (lines - others).total(), (others - lines).total()
        words = [counted(len(text.split()), "word") for text in (old, new)]
        told = [f"{words[0]}, {counted(gone, 'line')} gone", f"{words[1]}, {counted(come, 'line')} new"]
        yield Changed("text", (told[0],), (told[1],))


def _told(old: Any, new: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A field's values before and after, as lines; of long lists only what differs."""
    if isinstance(old, tuple) and isinstance(new, tuple):
        if all(isinstance(value, str) for value in (*old, *new)):
            return (", ".join(old),) if old else (), (", ".join(new),) if new else ()
        gone, come = ([_line(v) for v in one if v not in other] for one, other in ((old, new), (new, old)))
        return (tuple(gone), tuple(come)) if gone or come else (("in another order",), ("in this order",))
    return tuple((str(value),) if value not in ("", None) else () for value in (old, new))  # type: ignore[return-value]


def _line(value: Any) -> str:
    """A record within a record on one line: its fields that are filled in."""
    if isinstance(value, Claim):
        return claim(value)
    filled = ((f.name, getattr(value, f.name)) for f in fields(value))
    return ", ".join(f"{name}: {_plain(held)}" for name, held in filled if held not in ("", None, ()))


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return (
            counted(len(value), "entry", "entries") if any(not isinstance(v, str) for v in value) else ", ".join(value)
        )
    return str(value)


def _pages(before: Catalogue, after: Catalogue) -> Iterator[Changed]:
    """The addresses of pages, written or generated, that come or go."""
    old, new = (_addresses(catalogue) for catalogue in (before, after))
    yield from (Changed(address, (address,), ()) for address in sorted(old - new))
    yield from (Changed(address, (), (address,)) for address in sorted(new - old))


def _addresses(catalogue: Catalogue) -> set[str]:
    made = addresses.generated(catalogue.topics, catalogue.rounds, catalogue.levels, catalogue.companies)
    written = (path for path in catalogue.files | catalogue.pages.keys() if path.endswith(".md"))
    return {f"/{addresses.url(path)}" for path in (*written, *made)}


# Rows, cells and counts


def _rows(before: Catalogue, after: Catalogue) -> Iterator[RowChange]:
    for id_ in sorted(before.questions.keys() | after.questions.keys()):
        old, new = before.questions.get(id_), after.questions.get(id_)
        rows = [_row(q, c) if q else "" for q, c in ((old, before), (new, after))]
        lists = [_lists(q, c) if q else () for q, c in ((old, before), (new, after))]
        enters = tuple(one for one in lists[1] if one not in lists[0])
        leaves = tuple(one for one in lists[0] if one not in lists[1])
        if rows[0] != rows[1] or enters or leaves:
            yield RowChange(id_, rows[0], rows[1], enters, leaves)


def _row(question: Question, catalogue: Catalogue) -> str:
    """A question as a list shows it."""
    levels = [catalogue.levels[level].title if level in catalogue.levels else level for level in question.levels]
    span = levels[0] if len(levels) == 1 else f"{levels[0]} to {levels[-1]}"
    found = catalogue.rounds.get(question.round)
    return f"{question.title} · {found.title if found else question.round} · {span} · {question.minutes} min"


def _lists(question: Question, catalogue: Catalogue) -> tuple[str, ...]:
    """The addresses of the lists in which a question stands."""
    parents = (catalogue.topics[topic].parent for topic in question.topics if topic in catalogue.topics)
    topics = dict.fromkeys((*question.topics, *filter(None, parents)))
    companies = dict.fromkeys(sighting.company for sighting in question.sightings)
    return tuple(
        f"/{addresses.url(path)}"
        for path in (
            addresses.EXPLORER,
            addresses.round_(question.round),
            *map(addresses.topic, topics),
            *map(addresses.level, question.levels),
            *map(addresses.company_questions, companies),
        )
    )


def _cells(before: Catalogue, after: Catalogue) -> Iterator[Changed]:
    old, new = (_claims(catalogue) for catalogue in (before, after))
    unread = {c for c in before.companies if c not in after.companies and c in after.written.get("company", ())}
    for company, dimension in sorted(old.keys() | new.keys()):
        one, other = old.get((company, dimension), ()), new.get((company, dimension), ())
        if one != other and company not in unread:
            yield Changed(f"{company} × {dimension}", one, other)


def _claims(catalogue: Catalogue) -> dict[tuple[str, str], tuple[str, ...]]:
    """The cells of the comparison: for each company and dimension its claims, in the order in which they stand."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for company in catalogue.companies.values():
        for one in company.claims:
            found[company.id, one.dimension].append(_graded(one, catalogue))
    return {key: tuple(claims) for key, claims in found.items()}


def _graded(one: Claim, catalogue: Catalogue) -> str:
    """A claim with the grade that its strongest source gives it."""
    kinds = {catalogue.sources[source].kind for source in one.sources if source in catalogue.sources}
    grade = next((kind.title for kind in catalogue.evidence.values() if kind.id in kinds), "no grade")
    return f"{claim(one)} [{grade}]"


def claim(one: Claim) -> str:
    """A claim on one line: the fact, what limits it, when it was so, and its sources."""
    limits = ", ".join(limit for limit in (one.role, one.level or "", one.team) if limit)
    usual = {True: "; unlike the usual loop", False: "; as in the usual loop", None: ""}[one.differs]
    return f"{one.value}{f' ({limits})' if limits else ''}; {one.observed}; {', '.join(one.sources)}{usual}"


Counting = Callable[[Catalogue], Iterable[tuple[str, int]]]


def _coverage(before: Catalogue, after: Catalogue) -> Iterator[Count]:
    """The counts that differ: totals, then questions and claims by what they can be found by."""
    for counts in _COUNTED:
        old, new = dict(counts(before)), dict(counts(after))
        for name in dict.fromkeys((*new, *old)):
            if old.get(name, 0) != new.get(name, 0):
                yield Count(name, old.get(name, 0), new.get(name, 0))


def _totals(catalogue: Catalogue) -> Iterator[tuple[str, int]]:
    for kind in (*PAGE_KINDS, "topic", "source"):
        yield COLLECTIONS[kind], len(catalogue.of_kind(kind))
    yield "claims", sum(len(company.claims) for company in catalogue.companies.values())
    yield "sightings", sum(len(question.sightings) for question in catalogue.questions.values())


def _questions_by(name: str, keys: Callable[[Question], Iterable[str]]) -> Counting:
    def counts(catalogue: Catalogue) -> Iterator[tuple[str, int]]:
        found = Counter(key for question in catalogue.questions.values() for key in keys(question))
        return ((f"questions, {name} {key}", found[key]) for key in sorted(found))

    return counts


def _claims_by(name: str, key: Callable[[Company, Claim], str]) -> Counting:
    def counts(catalogue: Catalogue) -> Iterator[tuple[str, int]]:
        found = Counter(key(company, c) for company in catalogue.companies.values() for c in company.claims)
        return ((f"claims, {name} {key}", found[key]) for key in sorted(found))

    return counts


_COUNTED: tuple[Counting, ...] = (
    _totals,
    _questions_by("round", lambda q: (q.round,)),
    _questions_by("topic", lambda q: q.topics),
    _questions_by("level", lambda q: q.levels),
    _questions_by("company", lambda q: {s.company for s in q.sightings}),
    _claims_by("company", lambda company, c: company.id),
    _claims_by("dimension", lambda company, c: c.dimension),
)


# Warnings


def _warnings(before: Catalogue, after: Catalogue) -> Iterator[Warned]:
    linked = _linked(before)
    for path in _gone(before, after):
        if path not in after.redirects:
            by = sorted(
                {*linked[path, ""], *(p for (to, a), pages in linked.items() if to == path and a for p in pages)}
            )
            yield Warned("the page {} is gone and no redirect leads on from its address", (path,))
            if by:
                yield Warned(f"it was linked from {_names(by)}", tuple(by[:5]))
    for path in sorted(before.pages.keys() & after.pages.keys()):
        for anchor in sorted(before.pages[path].anchors - after.pages[path].anchors):
            by = sorted(linked[path, anchor])
            if by:
                yield Warned(
                    f"the heading {{}} is gone; it was linked from {_names(by)}", (f"{path}#{anchor}", *by[:5])
                )
    yield from _restated(before, after)
    yield from _unused(before, after)
    yield from _close(before, after)


def _names(names: Sequence[str]) -> str:
    """`{}` for up to five of the names, and how many more there are."""
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(["{}"] * min(5, len(names))) + more


def _linked(catalogue: Catalogue) -> dict[tuple[str, str], set[str]]:
    """Which pages link to a page (with an empty anchor) or to a heading of one; links within a page count too."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for page in catalogue.pages.values():
        for link in page.links:
            target = unquote(link.target)
            if not re.match(r"[a-z][a-z0-9+.-]*:|/|\\", target, re.IGNORECASE):
                path, _, anchor = target.partition("#")
                found[addresses.resolved(page.path, path), anchor].add(page.path)
    return found


def _restated(before: Catalogue, after: Catalogue) -> Iterator[Warned]:
    """Claims whose words changed while their sources and date did not."""
    for id_ in sorted(before.companies.keys() & after.companies.keys()):
        old, new = before.companies[id_].claims, after.companies[id_].claims
        gone = {(c.dimension, c.sources, c.observed): c for c in old if c not in new}
        for one in new:
            key = (one.dimension, one.sources, one.observed)
            if one not in old and key in gone and gone[key].value != one.value:
                where = f"{id_} × {one.dimension}"
                yield Warned("the claim in {} says something else, with the same sources and date", (where,))


def _unused(before: Catalogue, after: Catalogue) -> Iterator[Warned]:
    used = [_used(catalogue) for catalogue in (before, after)]
    for source in after.sources:
        if source not in used[1] and (source not in before.sources or source in used[0]):
            yield Warned(
                "nothing rests on the source {} any more"
                if source in used[0]
                else "nothing rests on the new source {}",
                (source,),
            )


def _used(catalogue: Catalogue) -> set[str]:
    """The sources that something rests on."""
    used = {s for company in catalogue.companies.values() for one in company.claims for s in one.sources}
    used |= {s for company in catalogue.companies.values() for stage in company.rounds for s in stage.sources}
    return used | {s.source for question in catalogue.questions.values() for s in question.sightings}


def _close(before: Catalogue, after: Catalogue) -> Iterator[Warned]:
    """New questions that are nearly too like another one."""
    comparison = Comparison(after)
    for id_ in sorted(after.questions.keys() - before.questions.keys()):
        near = [
            (comparison.per_cent(id_, other), other)
            for other in after.questions
            if other != id_ and id_ in comparison and other in comparison
        ]
        per_cent, other = max(near, default=(0, ""))
        if CLOSE <= per_cent < THRESHOLD:
            said = f"the question {{}} is {per_cent} % like {{}}; at {THRESHOLD} % it would be refused"
            yield Warned(said, (id_, other))


# Markdown


def markdown(report: Report, root: str = "docs", notes: Sequence[str] = ()) -> str:
    """The report as GitHub renders it, at most `MAX_BYTES` long. `notes` are sentences of ours to begin with.

    Whatever authors wrote stands in code, within a line or as a block: there GitHub acts on no HTML, mention, image or
    address.
    """
    parts = ["# What this change changes", *notes, _summary(report)]
    sections: tuple[tuple[str, Sequence[Any], Callable[[Any], str]], ...] = (
        ("Errors", report.new, lambda problem: f"- {code(problem.formatted(root))}"),
        ("Warnings", report.warnings, lambda warned: f"- {_filled(warned)}"),
        ("Pages and records", report.records, _record),
        ("Addresses", report.pages, lambda change: f"- {'new' if change.after else 'gone'}: {code(change.name)}"),
        ("Rows of lists", report.rows, _row_change),
        ("Cells of the comparison", report.cells, lambda change: f"- {code(change.name)}\n\n{_difference(change)}"),
        ("Coverage", (report.coverage,) if report.coverage else (), _counts),
    )
    for heading, entries, made in sections:
        if entries:
            parts.append(f"## {heading}\n\n" + "\n".join(map(made, entries[:MAX_LISTED])))
            if len(entries) > MAX_LISTED:
                parts.append(f"… and {len(entries) - MAX_LISTED:,} more.")
    return _bounded(parts)


def _bounded(parts: list[str]) -> str:
    """The parts with empty lines between them; from the first that does not fit, a sentence instead."""
    text = ""
    for part in parts:
        if len(f"{text}{part}".encode()) > MAX_BYTES:
            return f"{text}The rest is too long to be shown here.\n"
        text += f"{part}\n\n"
    return f"{text.rstrip()}\n"


def _summary(report: Report) -> str:
    errors = counted(len(report.new), "error")
    said = f"**{errors}**, {counted(len(report.warnings), 'warning')}."
    if report.mended:
        said += f" {counted(report.mended, 'error')} of before {'is' if report.mended == 1 else 'are'} mended."
    if report.remaining:
        said += (
            f" {counted(report.remaining, 'error')} of before {'is' if report.remaining == 1 else 'are'} still there."
        )
    if report.new or report.remaining:
        said += " What cannot be read is left out below."
    return f"{said}\n\nNothing that readers see is changed." if report.is_empty else said


def _filled(warned: Warned) -> str:
    return warned.sentence.format(*map(code, warned.about))


def _record(change: RecordChange) -> str:
    head = f"- {change.what}: {change.kind} {code(change.title)} in {code(change.path)}"
    return "\n".join([head, *(f"\n{_difference(changed, changed.name)}" for changed in change.changed)])


def _row_change(change: RowChange) -> str:
    told = [f"- {code(change.id)}"]
    if change.before != change.after:
        told.append(
            f"\n{_difference(Changed('', *((row,) if row else () for row in (change.before, change.after))))}\n"
        )
    for name, lists in (("enters", change.enters), ("leaves", change.leaves)):
        if lists:
            told.append(f"    - {name} {', '.join(map(code, lists))}")
    return "\n".join(told)


def _difference(change: Changed, name: str = "") -> str:
    """Before and after as a block that GitHub colours, indented to belong to a list item."""
    lines = [f"@@ {name} @@"] if name else []
    told = [f"{' ' if line in change.after else '-'} {_cut(line)}" for line in change.before]
    told += [f"+ {_cut(line)}" for line in change.after if line not in change.before]
    lines += told if len(told) <= 2 * MAX_LINES else [*told[:MAX_LINES], "  …", *told[-MAX_LINES:]]
    fence = _ticks("\n".join(lines), 3)
    return "\n".join(f"    {line}" for line in (f"{fence}diff", *lines, fence))


def _counts(counts: Sequence[Count]) -> str:
    rows = [f"{c.of}: {c.before:,} → {c.after:,} ({c.after - c.before:+,})" for c in counts[: MAX_LISTED * 3]]
    more = [f"… and {len(counts) - len(rows):,} more"] if len(counts) > len(rows) else []
    lines = [_cut(row) for row in (*rows, *more)]
    fence = _ticks("\n".join(lines), 3)
    return "\n".join([f"{fence}text", *lines, fence])


def _cut(text: str) -> str:
    """An author's text on one line, without invisible characters, and no longer than `MAX_SHOWN`."""
    return one_line(text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 1]}…")


def code(text: str) -> str:
    """An author's text as code within a line."""
    cut = _cut(text) or " "
    ticks = _ticks(cut, 1)
    space = " " if cut.startswith("`") or cut.endswith("`") else ""
    return f"{ticks}{space}{cut}{space}{ticks}"


def _ticks(text: str, least: int) -> str:
    """Backquotes that do not occur in a text, `least` of them at least."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    return "`" * max(least, longest + 1)


def as_data(report: Report) -> Mapping[str, Any]:
    """The report as plain values, for JSON."""
    return asdict(report)
