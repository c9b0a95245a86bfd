"""Two companies in sentences: what is said of both, and how it stands to the usual loop. Pure; gives HTML.

The sentences are made so that they are English whatever a value is: a claim's words stand whole behind a colon, and
headings and grades are named, never bent into a sentence. HTML and not Markdown, since pairs grow with the square of
the companies, and Markdown would cost more for them than for all other pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from .indexes import Contrast, Difference, Evidence, Row, departs
from .text import Markdown, counted, enumerated, escape, uncapitalised
from .view import View

HEADINGS: Mapping[Contrast, str] = {
    Contrast.APART: "Where they differ",
    Contrast.BOTH_DEPART: "Where both differ from the usual loop",
    Contrast.AGREE: "Where they agree",
    Contrast.OPEN: "What else is known of both",
}
"""What stands over the paragraphs of a kind; the other kinds are gaps, and have a heading in common."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences of HTML, and below them what is claimed of each, in a sentence a company."""

    text: Markdown
    claims: tuple[Markdown, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """Paragraphs below a heading."""

    heading: str
    paragraphs: tuple[Paragraph, ...]


def passages(view: View, one: Row, other: Row, known: tuple[Difference, ...]) -> Iterator[Passage]:
    """What the two have apart and in common, by kind, in the order of `HEADINGS`; a kind that is empty is left out."""
    kinds: dict[Contrast, list[Difference]] = {kind: [] for kind in Contrast}
    for difference in known:
        kinds[difference.contrast].append(difference)
    for kind, heading in HEADINGS.items():
        if kinds[kind]:
            yield Passage(heading, tuple(_compared(view, one, other, d) for d in kinds[kind]))
    yield Passage("Gaps in the evidence", tuple(_gaps(view, one, other, kinds)))


def _compared(view: View, one: Row, other: Row, found: Difference) -> Paragraph:
    """What can be said of both on a dimension of which something is known of both, and what is claimed of each."""
    cells = ((one, found.one), (other, found.other))
    names = (escape(one.company.title), escape(other.company.title))
    parts = [f"<strong>{escape(found.dimension.label)}.</strong>", *_verdict(names, found)]
    if found.one[0].claim.value == found.other[0].claim.value:
        parts.append("The same is claimed of both.")
    disputed = [name for name, (_, cell) in zip(names, cells, strict=True) if _disputed(cell)]
    if disputed:
        parts.append(f"Not all claims about {enumerated(disputed)} agree on this.")
    return Paragraph(Markdown(" ".join(parts)), tuple(_told(view, row, cell) for row, cell in cells))


def _verdict(names: tuple[str, str], found: Difference) -> Iterator[str]:
    """How the two stand to the usual loop, in at most two sentences; nothing if neither can be set against it."""
    marks = (departs(found.one), departs(found.other))
    if marks == (None, None):
        return
    yield f"The usual loop: {_sentence(found.dimension.baseline)}"
    verbs = {True: "departs from", False: "keeps to"}
    match marks:
        case (None, bool(mark)):
            yield f"What is said of {names[1]} {verbs[mark]} that; nothing said of {names[0]} can be set against it."
        case (bool(mark), None):
            yield f"What is said of {names[0]} {verbs[mark]} that; nothing said of {names[1]} can be set against it."
        case (one, other) if one is other:
            yield f"What is said of both {verbs[bool(one)]} that."
        case (one, _):
            keeps, departs_ = names if not one else names[::-1]
            yield f"What is said of {keeps} keeps to that; what is said of {departs_} departs from it."


def _told(view: View, row: Row, cell: tuple[Evidence, ...]) -> Markdown:
    """What is claimed of one of them: the strongest claim that bears out how it stands to the usual loop."""
    mark = departs(cell)
    chosen = next(e for e in cell if e.claim.differs is mark)
    # A team that the company is called after limits nothing.
    claim = replace(chosen.claim, team="") if chosen.claim.team in row.company.title else chosen.claim
    limits = view.scope(claim)
    if limits and row.company.title.endswith(")"):  # no brackets behind brackets
        limits = Markdown(f", {view.limits(claim)}")
    about = f"<strong>{escape(row.company.title)}</strong>{limits}"
    grade = view.anchor(chosen.grade.title, f"{row.company.path}#{claim.dimension}")
    return Markdown(f"{about}: {_sentence(claim.value)} <em>{grade}, {view.dated(chosen)}.</em>")


def _sentence(value: str) -> Markdown:
    """A value with a full stop behind it, unless it ends like a sentence."""
    return escape(value if re.search(r"[.?!][\"')]*$", value) else f"{value}.")


def _disputed(cell: tuple[Evidence, ...]) -> bool:
    return {True, False} <= {e.claim.differs for e in cell}


def _gaps(view: View, one: Row, other: Row, kinds: Mapping[Contrast, list[Difference]]) -> Iterator[Paragraph]:
    """What is known of one of them only, and of neither."""
    for kind, row, silent in ((Contrast.ONE, one, other), (Contrast.OTHER, other, one)):
        labels = [view.anchor(d.dimension.label, f"{row.company.path}#{d.dimension.id}") for d in kinds[kind]]
        if labels:
            text = (
                f"Under {enumerated(labels)} something is known of {escape(row.company.title)} only: a gap in the "
                f"evidence on {escape(silent.company.title)}, and no difference between the two."
            )
            yield Paragraph(Markdown(text))
    unknown = [f"<em>{escape(d.dimension.label)}</em>" for d in kinds[Contrast.UNKNOWN]]
    if unknown:
        text = f"Under {enumerated(unknown)} no public source that we know says anything of either."
        yield Paragraph(Markdown(text))
    if not any(kinds[kind] for kind in (Contrast.ONE, Contrast.OTHER, Contrast.UNKNOWN)):
        yield Paragraph(Markdown("Something is known of both under every heading."))


def questions(view: View, one: Row, other: Row, counts: Mapping[str, Mapping[str, int]]) -> tuple[Markdown, ...]:
    """Paragraphs on what the two were reported to ask. `counts`: questions of a company on each wide topic."""
    total = {row.company.id: len(view.indexes.by_company.get(row.company.id, ())) for row in (one, other)}
    asking = [row for row in (one, other) if total[row.company.id]]
    if not asking:
        return (Markdown("No public report that we know ties a question to either of them."),)
    if len(asking) == 1:
        row = asking[0]
        silent = other if row is one else one
        name = escape(silent.company.title)
        first = (
            f"Public reports tie {counted(total[row.company.id], 'question')} to {escape(row.company.title)} and none "
            f"to {name}. That says nothing of what {name} asks."
        )
    else:
        first = (
            f"Public reports tie {counted(total[one.company.id], 'question')} to {escape(one.company.title)} and "
            f"{total[other.company.id]:,} to {escape(other.company.title)}. Such small numbers are small evidence."
        )
    return (Markdown(first), *(Markdown(text) for text in _topics(view, one, other, counts)))


def _topics(view: View, one: Row, other: Row, counts: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """On which topics questions are reported of both, of the first only, of the second only; most of all first."""
    of_one, of_other = (counts.get(row.company.id, {}) for row in (one, other))
    places = {topic: place for place, topic in enumerate(view.catalogue.topics)}
    topics = sorted({*of_one, *of_other}, key=lambda t: (-of_one.get(t, 0) - of_other.get(t, 0), places[t]))
    for rows in ((one, other), (one,), (other,)):
        wanted = {row.company.id for row in rows}
        found = [
            t for t in topics if {r.company.id for r in (one, other) if t in counts.get(r.company.id, {})} == wanted
        ]
        if found:
            named = [f"{_topic(view, t)} ({_counts(view, rows, t, counts)})" for t in found]
            reported = "both" if len(rows) > 1 else f"{escape(rows[0].company.title)} only"
            # Semicolons, since titles of topics and counts of both have commas of their own.
            yield f"Reported of {reported}: questions on {'; '.join(named)}."


def _topic(view: View, topic: str) -> Markdown:
    return escape(uncapitalised(view.catalogue.topics[topic].title))


def _counts(view: View, rows: tuple[Row, ...], topic: str, counts: Mapping[str, Mapping[str, int]]) -> str:
    """How many questions on a topic, as links to them, and of which company where it could be either."""
    links = ((row, view.asked(row.company.id, topic, counts[row.company.id][topic])) for row in rows)
    return ", ".join(f"{link} of {escape(row.company.title)}" if len(rows) > 1 else link for row, link in links)
