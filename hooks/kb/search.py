"""The index that the reader's browser searches: two tiers of files below `search/`, made from Markdown. Pure.

`search/index.json` names every page with what it is about; it is all that a first result needs. `search/words/` has
in which texts each word stands, and `search/text/` the texts, a file a page: both are fetched piece by piece, as they
are needed. docs/assets/javascripts/search.js reads them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from . import addresses
from .catalogue import Catalogue
from .indexes import Indexes
from .pages import GeneratedPage
from .records import Company, Plan
from .scan import Page
from .words import STOP, stem, words

FOLDER = "search/"

KINDS = ("guide", "question", "company", "mistake", "plan", "topic", "index", "about")
"""What a page is to somebody who searches; the browser knows them by their place in this list."""

SHARD = 20_000
"""Characters of a file of `search/words/`, about: small enough to fetch one a word, large enough to be few."""

COMMON = 0.4
"""The share of the pages above which a word tells nothing: its pages are left out of the texts' index."""

FEW = 3
"""Pages of one kind from which on a heading is a form that they share, and says nothing of any of them."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page's text. `lead`: it says what the page is about, so that its words count more."""

    anchor: str
    title: str
    text: str
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A page as it is searched for. `labels` are (kind, id) of what it is about, the main one of a kind first."""

    path: str
    title: str
    kind: str
    labels: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    headings: tuple[str, ...] = ()


def documents(
    catalogue: Catalogue, found: Indexes, generated: Iterable[GeneratedPage] = ()
) -> Iterator[tuple[str, str]]:
    """The paths of the index's files and their text. The catalogue must be one without problems."""
    entries = sorted((*_authored(catalogue), *_generated(catalogue, found, generated)), key=lambda e: e.path)
    starts, shards = _shards(_postings(entries))
    version = hashlib.sha256("".join(shards).encode()).hexdigest()[:10]
    yield f"{FOLDER}index.json", _text(_index(catalogue, entries) | {"version": version, "starts": starts})
    for number, shard in enumerate(shards):
        yield f"{FOLDER}words/{version}/{number}.json", shard
    for entry in entries:
        name = addresses.url(entry.path).rstrip("/") or "index"
        yield f"{FOLDER}text/{name}.json", _text([[s.anchor, s.title, s.text] for s in entry.sections if s.text])


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


# What every page is about


def _index(catalogue: Catalogue, entries: Sequence[Entry]) -> dict[str, Any]:
    """The first tier, in columns, which compress better than rows."""
    place = {entry.path: number for number, entry in enumerate(entries)}
    labels = [
        *(("topic", t.id, t.title, t.aliases, [t.guide, addresses.topic(t.id)]) for t in catalogue.topics.values()),
        *(
            ("company", c.id, c.title, c.aliases, [c.path, addresses.company_questions(c.id)])
            for c in catalogue.companies.values()
        ),
        *(("round", r.id, r.title, (r.spoken,), [r.guide, addresses.round_(r.id)]) for r in catalogue.rounds.values()),
        *(("level", v.id, v.title, (), [addresses.level(v.id)]) for v in catalogue.levels.values()),
    ]
    number_of = {(kind, key): number for number, (kind, key, *_) in enumerate(labels)}
    shared = _shared_headings(entries)
    headings = (
        (number, [h for h in entry.headings if (entry.kind, h) not in shared]) for number, entry in enumerate(entries)
    )
    return {
        "kinds": KINDS,
        "synonyms": [synonym.words for synonym in catalogue.synonyms.values()],
        "labels": [
            [kind, key, title, aliases, [place[path] for path in paths if path in place]]
            for kind, key, title, aliases, paths in labels
        ],
        "urls": [addresses.url(entry.path) for entry in entries],
        "titles": [entry.title for entry in entries],
        "kind": [KINDS.index(entry.kind) for entry in entries],
        "about": [[number_of[label] for label in entry.labels if label in number_of] for entry in entries],
        "headings": {number: titles for number, titles in headings if titles},
    }


def _shared_headings(entries: Iterable[Entry]) -> set[tuple[str, str]]:
    count = Counter((entry.kind, heading) for entry in entries for heading in set(entry.headings))
    return {heading for heading, number in count.items() if number >= FEW}


# Pages


def _authored(catalogue: Catalogue) -> Iterator[Entry]:
    """Every page that somebody wrote."""
    forms = {r.id: frozenset(section.title for section in r.sections) for r in catalogue.rounds.values()}
    for question in catalogue.questions.values():
        labels = (
            ("round", question.round),
            *(("topic", topic) for topic in question.topics),
            *dict.fromkeys(("company", sighting.company) for sighting in question.sightings),
            *(("level", level) for level in question.levels),
        )
        sections = _sections(catalogue.pages[question.path], forms[question.round])
        yield Entry(question.path, question.title, "question", labels, sections)
    for company in catalogue.companies.values():
        page = catalogue.pages[company.path]
        claims = tuple(_claims(catalogue, company))
        labels = tuple(("round", stage.round) for stage in company.rounds if stage.round)
        sections = (_description(company.description), *_sections(page), *claims)
        headings = tuple(claim.title for claim in claims)
        yield Entry(company.path, company.title, "company", tuple(dict.fromkeys(labels)), sections, headings)
    for mistake in catalogue.mistakes.values():
        labels = tuple(("round", r) for r in mistake.rounds)
        sections = (_description(mistake.description), *_sections(catalogue.pages[mistake.path]))
        yield Entry(mistake.path, mistake.title, "mistake", labels, sections)
    for plan in catalogue.plans.values():
        sections = (_description(plan.description), *_sections(catalogue.pages[plan.path]), *_days(plan))
        yield Entry(plan.path, plan.title, "plan", (), sections)
    for guide in catalogue.guides.values():
        page = catalogue.pages[guide.path]
        kind = "about" if guide.path.startswith("contributing/") else "guide"
        sections = (_description(guide.description), *_sections(page))
        headings = tuple(heading.title for heading in page.headings)
        yield Entry(guide.path, guide.title, kind, tuple(("topic", t) for t in guide.topics), sections, headings)


def _description(text: str) -> Section:
    return Section("", "", text, lead=True)


def _claims(catalogue: Catalogue, company: Company) -> Iterator[Section]:
    """What is claimed of a company, a section a dimension, under the ids that its page has."""
    values: dict[str, list[str]] = defaultdict(list)
    for claim in company.claims:
        values[claim.dimension].append(claim.value)
    for dimension, told in values.items():
        yield Section(dimension, catalogue.dimensions[dimension].label, " ".join(told))


def _days(plan: Plan) -> Iterator[Section]:
    for day in plan.days:
        yield Section("", day.title, " ".join(task.text for task in day.tasks))


def _generated(catalogue: Catalogue, found: Indexes, generated: Iterable[GeneratedPage]) -> Iterator[Entry]:
    """Generated pages but for pairs of companies: the browser knows which there are, and when one is meant."""
    labels: dict[str, tuple[tuple[str, str], ...]] = {addresses.topic(t): (("topic", t),) for t in catalogue.topics}
    labels |= {addresses.round_(r): (("round", r),) for r in catalogue.rounds}
    labels |= {addresses.level(v): (("level", v),) for v in catalogue.levels}
    for company in catalogue.companies:
        asked = dict.fromkeys(("round", q.round) for q in found.by_company.get(company, ()))
        labels[addresses.company_questions(company)] = (("company", company), *asked)
    folder = addresses.COMPARISON.removesuffix("index.md")
    for page in generated:
        if page.path.startswith(folder) and page.path != addresses.COMPARISON:
            continue
        about = page.path in (addresses.RULES, addresses.FIELDS, addresses.DIRECTIVES, addresses.COVERAGE)
        kind = "about" if about else "topic" if page.path.startswith("questions/topics/") else "index"
        text = (Section("", "", plain(page.text)),) if about else ()
        sections = (_description(page.description), *text)
        yield Entry(page.path, page.title, kind, labels.get(page.path, ()), sections)


# Markdown to text

_MARKUP = re.compile(
    r"!?\[([^\]\n]*)\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"  # links and images
    r"|<!--.*?-->|</?[a-zA-Z][^>\n]*>|\{:[^}\n]*\}"  # comments, tags, attributes
    r"|^[ \t]*(?:[-*+>]|\d+\.|[!?]{3}\+?[^\n]*|\|?[ \t]*:?-{3,}[-|: \t]*$)[ \t]*"  # marks at the beginning of a line
    r"|\*{1,3}|`+|\|",
    re.M | re.S,
)


def plain(markdown: str) -> str:
    """Markdown as a line of plain text; a column of a table ends like a clause."""
    return " ".join(_MARKUP.sub(_unmarked, markdown).split())


def _unmarked(match: re.Match[str]) -> str:
    found = match[0]
    if found == "|":
        return " · "
    return "" if found[0] in "*`" else match[1] or " "


def _sections(page: Page, form: frozenset[str] = frozenset()) -> tuple[Section, ...]:
    """A page's text by its headings, without code and directives. The first text of a page is its lead.

    Headings of `form` stand in every page of the kind: their words are not the page's own.
    """
    lines = page.body.split("\n")
    for fence in page.fences:
        at = fence.line - page.body_line
        count = fence.code.count("\n") + 3
        lines[at : at + count] = [""] * len(lines[at : at + count])
    for directive in page.directives:
        at, after = directive.line - page.body_line, directive.last - page.body_line + 1
        lines[at:after] = [""] * (after - at)
    headings = [h for h in page.headings if 1 < h.level < 4]
    ends = [h.line - page.body_line for h in headings] + [len(lines)]
    texts = [plain("\n".join(lines[: ends[0]]))]
    texts += [plain("\n".join(lines[start + 1 : end])) for start, end in pairwise(ends)]
    sections = [Section("", "", texts[0])]
    sections += [
        Section(h.anchor, h.title, text, lead=h.title in form and place == 0)
        for place, (h, text) in enumerate(zip(headings, texts[1:], strict=True))
    ]
    return tuple(sections)


# Which word stands where

LEAD = 3
"""How often a word counts that stands in a heading or in the lead."""

OFTEN = (2, 4, 9)
"""From how many times on, in a page of the usual length, a word stands in it more than once, often, all over."""


def _postings(entries: Sequence[Entry]) -> Mapping[str, list[int]]:
    """For every stem the pages in which it stands: four times the page's number, and 0 to 3 for how much.

    Of a word that is everywhere only the number of its pages is kept, below zero.
    """
    shared = _shared_sections(entries)
    found: dict[str, list[int]] = defaultdict(list)
    lengths = [sum(len(s.text) for s in entry.sections) for entry in entries]
    usual = sum(lengths) / max(1, len(lengths))
    for number, (entry, length) in enumerate(zip(entries, lengths, strict=True)):
        # A long page mentions everything sooner or later.
        twice, often, most = (times * max(1.0, length / usual) ** 0.5 for times in OFTEN)
        own = [s.title for s in entry.sections if (entry.kind, s.title) not in shared]
        lead = " ".join((entry.title, *own, *(s.text for s in entry.sections if s.lead)))
        count = _counted(words(" ".join(s.text for s in entry.sections)))
        for word, times in _counted(words(lead)).items():
            count[word] = count.get(word, 0) + LEAD * times
        at = number * 4
        for word, times in count.items():
            found[word].append(at + (0 if times < twice else 1 if times < often else 2 if times < most else 3))
    limit = max(FEW, COMMON * len(entries))
    return {word: places if len(places) <= limit else [-len(places)] for word, places in found.items()}


def _shared_sections(entries: Iterable[Entry]) -> set[tuple[str, str]]:
    count = Counter((entry.kind, title) for entry in entries for title in {s.title for s in entry.sections})
    return {title for title, number in count.items() if number >= FEW}


def _counted(found: Iterable[str]) -> dict[str, int]:
    count: dict[str, int] = {}
    for word, times in Counter(found).items():
        if word not in STOP:
            key = stem(word)
            count[key] = count.get(key, 0) + times
    return count


def _shards(postings: Mapping[str, list[int]]) -> tuple[list[str], list[str]]:
    """The first word of every file, and the files' text: words in order, numbers as steps from the one before."""
    starts: list[str] = []
    shards: list[str] = []
    current: list[str] = []
    size = 0
    for word in sorted(postings):
        places = postings[word]
        steps = [places[0], *(b - a for a, b in pairwise(places))]
        line = f'"{word}":[{",".join(map(str, steps))}]'
        if current and size + len(line) > SHARD:
            shards.append(f"{{{','.join(current)}}}\n")
            current, size = [], 0
        if not current:
            starts.append(word)
        current.append(line)
        size += len(line) + 1
    if current:
        shards.append(f"{{{','.join(current)}}}\n")
    return starts, shards
