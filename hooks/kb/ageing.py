"""What is due for another look: pages by the day of their review, facts about companies by the day of what they say.

After how many days is content, in `_data/ageing.yml`. Which day it is, the caller says: nothing here reads a clock.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .catalogue import PAGE_KINDS, Catalogue
from .indexes import by_strength
from .problems import Position
from .records import Ageing, Claim, Stage
from .yamltree import Sequence


@dataclass(frozen=True, slots=True, order=True)
class Ages:
    """Something that is due on `due`, in order of that day.

    `what` is a word of `records.AGES`, `title` the page's, `said` the claim or stage (empty for a page), `dated` the
    day, month or year from which it counts, and `rule` the id of the entry of `_data/ageing.yml`.
    """

    due: date
    at: Position
    what: str
    title: str
    said: str
    dated: str
    rule: str

    def overdue(self, today: date) -> int:
        """For how many days it has been due."""
        return (today - self.due).days


def due(catalogue: Catalogue, today: date) -> tuple[Ages, ...]:
    """What is due on `today`, longest first. The catalogue must be one without problems."""
    return tuple(sorted(one for one in everything(catalogue) if one.due <= today))


def next_due(catalogue: Catalogue, today: date) -> date | None:
    """The day after `today` on which the next page or fact will be due; None if none will."""
    return min((one.due for one in everything(catalogue) if one.due > today), default=None)


def as_of(catalogue: Catalogue) -> date | None:
    """The newest day on any page: the day for which the coverage page is made, so that it changes only with content."""
    days = (last_day(record.reviewed) for kind in PAGE_KINDS for record in catalogue.of_kind(kind).values())
    return max((day for day in days if day), default=None)


def everything(catalogue: Catalogue) -> Iterator[Ages]:
    """Everything that some rule lets age, in no order."""
    for kind in PAGE_KINDS:
        for record in catalogue.of_kind(kind).values():
            rule = _rule(catalogue, kind)
            if rule and record.reviewed:
                yield _ages(rule, Position(record.path), kind, record.title, "", record.reviewed)
    for company in catalogue.companies.values():
        places = [*_places(catalogue, company.path, "claims"), *_places(catalogue, company.path, "rounds")]
        facts: list[Claim | Stage] = [*company.claims, *company.rounds]
        for at, fact in zip(places, facts, strict=True):
            what, said = ("claim", fact.value) if isinstance(fact, Claim) else ("stage", fact.stage)
            rule = _rule(catalogue, what, fact)
            if rule:
                yield _ages(rule, at, what, company.title, said, fact.observed)


def _ages(rule: Ageing, at: Position, what: str, title: str, said: str, dated: str) -> Ages:
    day = last_day(dated)
    assert day is not None  # the schema has read it as a date
    day_due = date.fromordinal(min(day.toordinal() + rule.days, date.max.toordinal()))  # 9999-12-31 is a date too
    return Ages(day_due, at, what, title, said, dated, rule.id)


def _rule(catalogue: Catalogue, what: str, fact: Claim | Stage | None = None) -> Ageing | None:
    """The first rule that fits: of this kind, and of this dimension and grade if it names one."""
    for rule in catalogue.ageing.values():
        dimension = fact.dimension if isinstance(fact, Claim) else None
        if rule.what != what or rule.dimension not in (None, dimension):
            continue
        if rule.grade is None or (fact and by_strength(catalogue, fact.sources)[0].kind == rule.grade):
            return rule
    return None


def _places(catalogue: Catalogue, path: str, name: str) -> list[Position]:
    """Where the entries of a field of a page stand."""
    fields = catalogue.pages[path].fields
    value = fields.get(name) if fields else None
    return [item.at for item in value.items] if isinstance(value, Sequence) else []


def last_day(dated: str) -> date | None:
    """The last day that a date of our forms (YYYY, YYYY-MM or YYYY-MM-DD) may mean; None if it is empty."""
    parts = [int(part) for part in dated.split("-")] if dated else []
    if not parts:
        return None
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])
