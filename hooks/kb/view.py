"""Text makers: what generated Markdown says of a record, as seen from a page (links are relative to it).

Everything that comes from an author goes through `escape` here, or through the template environment, which escapes
whatever is not `Markdown` already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from . import addresses
from .catalogue import Catalogue
from .indexes import Evidence, Indexes, Questions, Row
from .records import Claim, Guide, Mistake, Question, Source, Stage
from .text import Markdown, counted, escape, uncapitalised
from .titles import GENERATED_TITLES


@dataclass(frozen=True, slots=True)
class View:
    """The catalogue as seen from the page at `path`."""

    catalogue: Catalogue
    indexes: Indexes
    path: str

    def link(self, title: str, to: str) -> Markdown:
        """A link to a page, or to an anchor of one."""
        return Markdown(f"[{escape(title)}]({addresses.link(self.path, to)})")

    def anchor(self, title: str, to: str) -> Markdown:
        """A link in HTML of ours; `to` may end in `#` and a state that the page's script reads."""
        return Markdown(f'<a href="{escape(addresses.href(self.path, to))}">{escape(title)}</a>')

    def count(self, topic_id: str) -> int:
        """The number of questions of a topic, its children's included."""
        return len(self.indexes.by_topic.get(topic_id, ()))

    # Questions

    def question(self, question: Question) -> Markdown:
        """A list item: the question, its round, levels and minutes."""
        return Markdown(f"- {self.link(question.title, question.path)}\n  *{self._brief(question)}*")

    def _brief(self, question: Question) -> str:
        levels = [self.catalogue.levels[level].title for level in question.levels]
        span = levels[0] if len(levels) == 1 else f"{levels[0]} to {levels[-1]}"
        return f"{escape(self.catalogue.rounds[question.round].title)} · {escape(span)} · {question.minutes} min"

    def questions(self, questions: Questions) -> Markdown:
        """A list of questions; a sentence if there is none."""
        if not questions:
            return Markdown("No question yet.")
        return _box("kb-list", "\n".join(self.question(question) for question in questions))

    def by_round(self, questions: Questions, level: int = 2) -> Markdown:
        """The questions below a heading for each round that occurs."""
        parts = []
        for round_ in self.catalogue.rounds.values():
            found = tuple(q for q in questions if q.round == round_.id)
            if found:
                parts.append(f"{'#' * level} {escape(round_.title)}\n\n{self.questions(found)}")
        return Markdown("\n\n".join(parts))

    def facts(self, question: Question) -> Markdown:
        """The strip below a question's title: its round, topics, levels and minutes, each with its name."""
        round_ = self.catalogue.rounds[question.round]
        topics = ", ".join(self.link(self.catalogue.topics[t].title, addresses.topic(t)) for t in question.topics)
        levels = ", ".join(
            self.link(self.catalogue.levels[level].title, addresses.level(level)) for level in question.levels
        )
        facts = {
            "Round": self.link(round_.title, addresses.round_(round_.id)),
            "Topic" if len(question.topics) == 1 else "Topics": topics,
            "Level" if len(question.levels) == 1 else "Levels": levels,
            "Time": f"{question.minutes} min",
        }
        return _box("kb-facts", "\n".join(f"- **{name}** {fact}" for name, fact in facts.items()))

    def sightings(self, question: Question) -> Markdown:
        """A sentence on who was reported to ask it, with the grade of each report; empty if nobody."""
        told = []
        for sighting in question.sightings:
            company, source = self.catalogue.companies[sighting.company], self.catalogue.sources[sighting.source]
            grade = self.catalogue.evidence[source.kind].title.lower()
            report = self.link(grade, f"{addresses.SOURCES}#{source.id}")
            told.append(f"{self.link(company.title, company.path)} ({report})")
        return Markdown(f"Reported at {', '.join(told)}.") if told else Markdown("")

    # Guides and mistakes

    def page(self, path: str) -> Markdown:
        """A link to any page, by its title."""
        return self.link(
            self.catalogue.titles.get(path) or GENERATED_TITLES.get(path) or self._generated_title(path), path
        )

    def _generated_title(self, path: str) -> str:
        """The name of what a generated page is about: a topic, round, level or company, or two companies."""
        catalogue = self.catalogue
        kinds: tuple[tuple[Mapping[str, Any], Callable[[str], str]], ...] = (
            (catalogue.topics, addresses.topic),
            (catalogue.rounds, addresses.round_),
            (catalogue.levels, addresses.level),
            (catalogue.companies, addresses.company_questions),
        )
        key = path.rpartition("/")[2].removesuffix(".md")
        for records, address in kinds:
            if key in records and address(key) == path:
                return str(records[key].title)
        pairs = combinations(sorted(catalogue.companies), 2)
        one, other = next(pair for pair in pairs if addresses.pair(*pair) == path)
        return f"{catalogue.companies[one].title} and {catalogue.companies[other].title}"

    def guides(self, guides: Iterable[Guide]) -> Markdown:
        """Cards of guides with their descriptions."""
        return self.cards((guide.title, guide.path, guide.description, "") for guide in guides)

    def mistakes(self, mistakes: Iterable[Mistake]) -> Markdown:
        """Cards of mistakes with their descriptions and rounds."""
        return self.cards(
            (m.title, m.path, m.description, ", ".join(self.catalogue.rounds[r].title for r in m.rounds))
            for m in mistakes
        )

    def cards(self, cards: Iterable[tuple[str, str, str, str]]) -> Markdown:
        """Cards of (title, path, sentence, small print); an empty sentence or small print is left out."""
        items = []
        for title, path, sentence, small in cards:
            item = f"- **{self.link(title, path)}**"
            item += f"\n  {escape(sentence)}" if sentence else ""
            item += f"\n  *{escape(small)}*" if small else ""
            items.append(item)
        return _box("kb-cards", "\n".join(items)) if items else Markdown("None yet.")

    # Evidence

    def source(self, source: Source) -> Markdown:
        """A source with its publisher, dates and grade, and a link to it."""
        grade = self.catalogue.evidence[source.kind].title
        dated = "undated" if source.date == "undated" else f"of {source.date}"
        note = f"; {escape(source.note)}" if source.note else ""
        name = f"[{escape(source.title)}]({source.url.replace('(', '%28').replace(')', '%29')})"
        return Markdown(f"{name}, {escape(source.publisher)}. *{escape(grade)}, {dated}, read {source.seen}{note}.*")

    def grade(self, found: Evidence) -> Markdown:
        """A claim's grade, date and sources, as small print."""
        names = ", ".join(
            self.link(str(place), f"{addresses.SOURCES}#{source.id}") for place, source in enumerate(found.sources, 1)
        )
        label = "source" if len(found.sources) == 1 else "sources"
        standing = {True: "; differs from the usual loop", False: "; as in the usual loop", None: ""}
        mark = standing[found.claim.differs]
        return Markdown(f"*{escape(found.grade.title)}, {self.dated(found)}; {label} {names}{mark}*")

    def dated(self, found: Evidence) -> str:
        """When a claim was so; a text without a date shows only when it was read."""
        return f"undated, read {found.claim.observed}" if self.undated(found) else found.claim.observed

    def undated(self, found: Evidence) -> bool:
        """Whether the date of a claim is only the day on which its source was read."""
        return any(source.date == "undated" and source.seen == found.claim.observed for source in found.sources)

    def claim(self, found: Evidence) -> Markdown:
        """A claim with what limits it, its grade, date and sources."""
        return Markdown(f"{escape(found.claim.value)}{self.scope(found.claim)} {self.grade(found)}")

    def scope(self, claim: Claim) -> Markdown:
        """What limits a claim, in brackets; empty if nothing does."""
        limits = self.limits(claim)
        return Markdown(f" ({limits})" if limits else "")

    def limits(self, claim: Claim) -> Markdown:
        """The role, the level and the team that a claim is limited to, between commas."""
        level = self.catalogue.levels[claim.level].title if claim.level else ""
        return Markdown(", ".join(escape(limit) for limit in (claim.role, level, claim.team) if limit))

    def cell(self, company_path: str, dimension_id: str, found: tuple[Evidence, ...]) -> Markdown:
        """A table cell: the strongest claim with its grade, and a link to the others; a dash if nothing is known."""
        if not found:
            return Markdown("—")
        text = self.claim(found[0])
        if len(found) > 1:
            text = Markdown(f"{text} {self.link(f'{len(found) - 1} more', f'{company_path}#{dimension_id}')}")
        return text

    def comparison(self, rows: Iterable[Row], dimensions: Iterable[str]) -> Markdown:
        """A table of companies by dimensions: a row for every dimension if the companies are few."""
        rows, dimensions = tuple(rows), tuple(dimensions)
        head = "| Dimension | " + " | ".join(self.link(row.company.title, row.company.path) for row in rows) + " |"
        lines = [head, "| --- |" + " --- |" * len(rows)]
        for dimension in dimensions:
            cells = (self.cell(row.company.path, dimension, row.cells.get(dimension, ())) for row in rows)
            lines.append(f"| **{escape(self.catalogue.dimensions[dimension].label)}** | {' | '.join(cells)} |")
        return _box("kb-table", "\n".join(lines))

    def stages(self, stages: Iterable[Stage]) -> Markdown:
        """A table of the stages of a loop as recorded."""
        lines = ["| Stage | Minutes | Source |", "| --- | --- | --- |"]
        for stage in stages:
            name = (
                self.link(stage.stage, self.catalogue.rounds[stage.round].guide) if stage.round else escape(stage.stage)
            )
            names = ", ".join(
                self.link(self.catalogue.evidence[self.catalogue.sources[s].kind].title, f"{addresses.SOURCES}#{s}")
                for s in stage.sources
            )
            lines.append(f"| {name} | {stage.minutes.replace('-', '–') or '—'} | {names}, {stage.observed} |")
        return _box("kb-table", "\n".join(lines))

    # Comparison: HTML, since a cell has parts that Markdown's tables cannot hold, and since it is made faster.

    def told(self, found: tuple[Evidence, ...]) -> Markdown:
        """What a table's cell holds: the strongest claim, and folded below it its sources and all other claims."""
        if not found:
            return Markdown('<span class="kb-blank">No public source known</span>')
        first, *others = found
        differing = sum(1 for e in others if e.claim.differs)
        more = f"; {counted(len(others), 'more claim')}" if others else ""
        more += f", {differing} differing" if differing else ""
        items = [f"<li>{self._sources(first)}</li>"]
        items += [
            f"<li>{self._value(e)} <small>{escape(e.grade.title)}, {self.dated(e)}.</small> {self._sources(e)}</li>"
            for e in others
        ]
        return Markdown(
            f"{self._value(first)}"
            f'<details class="kb-evidence"><summary>{escape(first.grade.title)}, {self.dated(first)}{more}</summary>'
            f"<ul>{''.join(items)}</ul></details>"
        )

    def _value(self, found: Evidence) -> str:
        """A claim with what limits it, and how it stands to the usual loop."""
        marks = {True: ("kb-differs", "Differs"), False: ("kb-usual", "As usual"), None: None}
        mark = marks[found.claim.differs]
        told = f"{escape(found.claim.value)}{self.scope(found.claim)}"
        return f'<span class="{mark[0]}">{mark[1]}</span> {told}' if mark else told

    def _sources(self, found: Evidence) -> str:
        names = [self.anchor(source.title, f"{addresses.SOURCES}#{source.id}") for source in found.sources]
        return f"{'Source' if len(names) == 1 else 'Sources'}: {', '.join(names)}."

    def brief(self, found: tuple[Evidence, ...]) -> Markdown:
        """A cell without links: the strongest claim with its grade and date, and how many more there are.

        Pair pages grow with the square of the companies: what is folded in the comparison is not repeated in them.
        """
        if not found:
            return Markdown('<span class="kb-blank">No public source known</span>')
        more = f"; {len(found) - 1} more" if len(found) > 1 else ""
        return Markdown(
            f"{self._value(found[0])} <em>{escape(found[0].grade.title)}, {self.dated(found[0])}{more}</em>"
        )

    def asked(self, company_id: str, topic_id: str, number: int) -> Markdown:
        """A number of questions as a link to them, which says what it counts."""
        to = escape(addresses.href(self.path, addresses.questions_of(company_id, topic_id)))
        company, topic = self.catalogue.companies[company_id].title, self.catalogue.topics[topic_id].title
        name = escape(f"{counted(number, 'question')} of {company} on {uncapitalised(topic)}")
        return Markdown(f'<a href="{to}" aria-label="{name}">{number:,}</a>')

    def known(self, row: Row) -> str:
        """How much is known of a company, in a few words."""
        claims = sum(map(len, row.cells.values()))
        return f"{counted(claims, 'claim')} on {counted(len(row.cells), 'dimension')}"


def _box(name: str, text: str) -> Markdown:
    """Markdown in a container of the site's style sheet."""
    return Markdown(f'<div class="{name}" markdown="1">\n\n{text}\n\n</div>')
