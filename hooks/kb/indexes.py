"""The catalogue grouped and counted: what every generated list, table and figure is made from. Pure, and in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import combinations

from .catalogue import Catalogue
from .records import Claim, Company, Dimension, EvidenceKind, Guide, Mistake, Plan, Question, Source
from .schema import id_of_page, kind_of_page

RELATED = 4
"""Questions offered at the end of a question, unless its author names more."""

Questions = tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Indexes:
    """Questions by what they can be found by. A topic's questions include those of its children."""

    ordered: Questions
    by_topic: Mapping[str, Questions]
    by_main_topic: Mapping[str, Questions]
    by_round: Mapping[str, Questions]
    by_level: Mapping[str, Questions]
    by_company: Mapping[str, Questions]
    position: Mapping[str, int]
    position_in_topic: Mapping[str, int]


def build(catalogue: Catalogue) -> Indexes:
    """The indexes of a catalogue. Questions stand by round, main topic and title in every one of them."""
    rounds = {round_id: place for place, round_id in enumerate(catalogue.rounds)}
    topics = {topic_id: place for place, topic_id in enumerate(catalogue.topics)}
    ordered = tuple(
        sorted(
            catalogue.questions.values(),
            key=lambda q: (rounds[q.round], topics[q.topics[0]], q.title.casefold(), q.id),
        )
    )
    by_main_topic = _group(ordered, lambda q: q.topics[:1])
    return Indexes(
        ordered,
        _group(ordered, lambda q: _with_parents(q.topics, catalogue)),
        by_main_topic,
        _group(ordered, lambda q: (q.round,)),
        _group(ordered, lambda q: q.levels),
        _group(ordered, lambda q: tuple(dict.fromkeys(s.company for s in q.sightings))),
        {question.id: place for place, question in enumerate(ordered)},
        {question.id: place for group in by_main_topic.values() for place, question in enumerate(group)},
    )


def _group(questions: Questions, keys: Callable[[Question], Iterable[str]]) -> Mapping[str, Questions]:
    groups: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        for key in keys(question):
            groups[key].append(question)
    return {key: tuple(group) for key, group in groups.items()}


def _with_parents(topics: tuple[str, ...], catalogue: Catalogue) -> tuple[str, ...]:
    parents = (catalogue.topics[topic].parent for topic in topics)
    return tuple(dict.fromkeys((*topics, *(parent for parent in parents if parent))))


def children(catalogue: Catalogue, topic_id: str) -> tuple[str, ...]:
    """The topics whose parent it is."""
    return tuple(t.id for t in catalogue.topics.values() if t.parent == topic_id)


def select(
    catalogue: Catalogue,
    indexes: Indexes,
    *,
    topics: Iterable[str] = (),
    rounds: Iterable[str] = (),
    levels: Iterable[str] = (),
    companies: Iterable[str] = (),
    ids: Iterable[str] = (),
    limit: int | None = None,
) -> Questions:
    """The questions that satisfy every filter that is given; within one filter any value will do.

    Named `ids` keep their order. A limit takes evenly from the rounds, so that a short list is not all of one kind.
    """
    ids = tuple(ids)
    found: Iterable[Question] = (catalogue.questions[i] for i in ids) if ids else indexes.ordered
    for index, wanted in (
        (indexes.by_topic, tuple(topics)),
        (indexes.by_round, tuple(rounds)),
        (indexes.by_level, tuple(levels)),
        (indexes.by_company, tuple(companies)),
    ):
        if wanted:
            allowed = {question.id for key in wanted for question in index.get(key, ())}
            found = [question for question in found if question.id in allowed]
    questions = tuple(found)
    if limit is None or len(questions) <= limit:
        return questions
    return questions[:limit] if ids else _evenly(questions, limit)


def _evenly(questions: Questions, limit: int) -> Questions:
    """`limit` of the questions, the rounds taking turns; in the given order."""
    queues = {key: list(group) for key, group in _group(questions, lambda q: (q.round,)).items()}
    taken: set[str] = set()
    while len(taken) < limit:
        for queue in queues.values():
            if queue and len(taken) < limit:
                taken.add(queue.pop(0).id)
    return tuple(question for question in questions if question.id in taken)


def related(catalogue: Catalogue, indexes: Indexes, question: Question) -> Questions:
    """Questions to do next: those that its author names, then the ones that follow it under its main topic."""
    found = {other: catalogue.questions[other] for other in question.related}
    peers = indexes.by_main_topic[question.topics[0]]
    place = indexes.position_in_topic[question.id]
    for step in range(1, len(peers)):
        if len(found) >= RELATED:
            break
        peer = peers[(place + step) % len(peers)]
        found.setdefault(peer.id, peer)
    return tuple(found.values())


def neighbours(indexes: Indexes, question: Question) -> tuple[Question | None, Question | None]:
    """The questions before and after it within its round."""
    place = indexes.position[question.id]
    around = (indexes.ordered[i] if 0 <= i < len(indexes.ordered) else None for i in (place - 1, place + 1))
    before, after = (other if other and other.round == question.round else None for other in around)
    return before, after


# Companies


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim with its sources, strongest first, and the grade that the strongest gives it."""

    claim: Claim
    sources: tuple[Source, ...]
    grade: EvidenceKind


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of one company: for every dimension the claims about it, strongest and newest first."""

    company: Company
    cells: Mapping[str, tuple[Evidence, ...]]


def evidence(catalogue: Catalogue, claim: Claim) -> Evidence:
    """A claim with its sources and grade."""
    sources = by_strength(catalogue, claim.sources)
    return Evidence(claim, sources, catalogue.evidence[sources[0].kind])


def by_strength(catalogue: Catalogue, sources: Iterable[str]) -> tuple[Source, ...]:
    """The sources of these ids, strongest first."""
    strength = {kind: place for place, kind in enumerate(catalogue.evidence)}
    return tuple(sorted((catalogue.sources[s] for s in sources), key=lambda s: (strength[s.kind], s.id)))


def comparison(catalogue: Catalogue) -> tuple[Row, ...]:
    """A row for every company, by title."""
    return tuple(row(catalogue, company) for company in by_title(catalogue.companies.values()))


def row(catalogue: Catalogue, company: Company) -> Row:
    """A company's claims by dimension; a dimension of which nothing is known is absent."""
    strength = {kind: place for place, kind in enumerate(catalogue.evidence)}
    cells: dict[str, list[Evidence]] = defaultdict(list)
    for claim in company.claims:
        cells[claim.dimension].append(evidence(catalogue, claim))
    for found in cells.values():
        found.sort(key=lambda e: e.claim.observed, reverse=True)
        found.sort(key=lambda e: strength[e.grade.id])
    return Row(company, {d: tuple(cells[d]) for d in catalogue.dimensions if d in cells})


def by_title(companies: Iterable[Company]) -> list[Company]:
    """Companies in the order of their names."""
    return sorted(companies, key=lambda c: (c.title.casefold(), c.id))


def departs(cell: tuple[Evidence, ...]) -> bool | None:
    """Whether a company differs from the usual loop on a dimension, by the strongest claim that says so or denies it.

    None if none of its claims can be set against the usual loop.
    """
    return next((e.claim.differs for e in cell if e.claim.differs is not None), None)


class Contrast(Enum):
    """What can be said of two companies on one dimension."""

    APART = "one of them departs from the usual loop, and the other does not"
    BOTH_DEPART = "both depart from the usual loop, not necessarily in the same way"
    AGREE = "both keep to the usual loop, or the same words are claimed of both"
    OPEN = "both are known, but one of them cannot be set against the usual loop"
    ONE = "only the first is known"
    OTHER = "only the second is known"
    UNKNOWN = "neither is known"


@dataclass(frozen=True, slots=True)
class Difference:
    """What is claimed of two companies on one dimension; an empty tuple where nothing is known."""

    dimension: Dimension
    one: tuple[Evidence, ...]
    other: tuple[Evidence, ...]

    @property
    def contrast(self) -> Contrast:
        """What can be said of the two."""
        if not self.one or not self.other:
            return Contrast.ONE if self.one else Contrast.OTHER if self.other else Contrast.UNKNOWN
        if self.one[0].claim.value == self.other[0].claim.value:
            return Contrast.AGREE
        match departs(self.one), departs(self.other):
            case (True, True):
                return Contrast.BOTH_DEPART
            case (False, False):
                return Contrast.AGREE
            case (None, _) | (_, None):
                return Contrast.OPEN
        return Contrast.APART


def differences(catalogue: Catalogue, one: Row, other: Row) -> tuple[Difference, ...]:
    """The two companies on every dimension, in the dimensions' order."""
    return tuple(
        Difference(dimension, one.cells.get(dimension.id, ()), other.cells.get(dimension.id, ()))
        for dimension in catalogue.dimensions.values()
    )


def pairs(rows: tuple[Row, ...]) -> Iterator[tuple[Row, Row]]:
    """Every pair of companies once, by id."""
    yield from combinations(sorted(rows, key=lambda r: r.company.id), 2)


def matrix(catalogue: Catalogue, indexes: Indexes) -> tuple[tuple[str, ...], Mapping[str, Mapping[str, int]]]:
    """The topics without a parent that occur, and for every company its number of sighted questions on each."""
    parent = {topic.id: topic.parent or topic.id for topic in catalogue.topics.values()}
    counts: dict[str, dict[str, int]] = {}
    for company in by_title(catalogue.companies.values()):
        found: dict[str, int] = defaultdict(int)
        for question in indexes.by_company.get(company.id, ()):
            for topic in {parent[t] for t in question.topics}:
                found[topic] += 1
        if found:
            counts[company.id] = found
    seen = {topic for found in counts.values() for topic in found}
    return tuple(topic for topic in catalogue.topics if topic in seen), counts


# Other pages


def renamed(catalogue: Catalogue) -> tuple[tuple[str, str, str], ...]:
    """What has another id than before: the kind, `question` or `plan`, the old id and the new one, as redirects say.

    An id that was given to another thing since leads to that one, and is not here.
    """
    found: dict[tuple[str, str], str] = {}
    for redirect in catalogue.redirects.values():
        kind = kind_of_page(redirect.old).name
        old, new = id_of_page(redirect.old), id_of_page(redirect.new)
        if (
            kind in {"question", "plan"}
            and kind == kind_of_page(redirect.new).name
            and old not in catalogue.of_kind(kind)
        ):
            found[kind, old] = new
    return tuple((kind, old, new) for (kind, old), new in found.items())


def former_ids(catalogue: Catalogue, record: Question | Plan) -> tuple[str, ...]:
    """The ids that a question or a plan had before."""
    kind = kind_of_page(record.path).name
    return tuple(old for of, old, new in renamed(catalogue) if (of, new) == (kind, record.id))


def mistakes(catalogue: Catalogue, rounds: Iterable[str] = ()) -> tuple[Mistake, ...]:
    """The mistakes of any of the rounds (of all if none is given), by title."""
    wanted = set(rounds)
    found = [m for m in catalogue.mistakes.values() if not wanted or wanted & set(m.rounds)]
    return tuple(sorted(found, key=lambda m: m.title.casefold()))


def guides_about(catalogue: Catalogue) -> Mapping[str, tuple[Guide, ...]]:
    """For every topic the guides that name it, by path."""
    found: dict[str, list[Guide]] = defaultdict(list)
    for guide in catalogue.guides.values():
        for topic in guide.topics:
            found[topic].append(guide)
    return {topic: tuple(guides) for topic, guides in found.items()}


@dataclass(frozen=True, slots=True)
class Coverage:
    """What there is and what is wanted."""

    counts: Mapping[str, Mapping[str, int]]
    levels: Mapping[str, Mapping[str, int]]
    short_rounds: tuple[tuple[str, int, int], ...]
    short_topics: tuple[tuple[str, int], ...]
    single_source: Mapping[str, tuple[Claim, ...]]
    blanks: Mapping[str, tuple[str, ...]]
    unused_sources: tuple[str, ...]


TOPIC_FLOOR = 5
"""Questions below which the coverage page asks for more on a topic."""


def coverage(catalogue: Catalogue, indexes: Indexes) -> Coverage:
    """Counts of topic by round and by level, what is below its floor, what rests on one source."""
    counts: dict[str, dict[str, int]] = {topic: defaultdict(int) for topic in catalogue.topics}
    levels: dict[str, dict[str, int]] = {topic: defaultdict(int) for topic in catalogue.topics}
    for topic, questions in indexes.by_topic.items():
        for question in questions:
            counts[topic][question.round] += 1
            for level in question.levels:
                levels[topic][level] += 1
    claims = [(company, claim) for company in catalogue.companies.values() for claim in company.claims]
    used = {source for _, claim in claims for source in claim.sources}
    used |= {source for company in catalogue.companies.values() for stage in company.rounds for source in stage.sources}
    used |= {sighting.source for question in indexes.ordered for sighting in question.sightings}
    return Coverage(
        counts,
        levels,
        tuple(
            (round_.id, len(indexes.by_round.get(round_.id, ())), round_.wanted)
            for round_ in catalogue.rounds.values()
            if len(indexes.by_round.get(round_.id, ())) < round_.wanted
        ),
        tuple(
            (topic, len(indexes.by_topic.get(topic, ())))
            for topic in catalogue.topics
            if len(indexes.by_topic.get(topic, ())) < TOPIC_FLOOR
        ),
        {
            company.id: tuple(claim for claim in company.claims if len(claim.sources) == 1)
            for company in by_title(catalogue.companies.values())
        },
        {
            company.id: tuple(d for d in catalogue.dimensions if d not in {c.dimension for c in company.claims})
            for company in by_title(catalogue.companies.values())
        },
        tuple(source for source in catalogue.sources if source not in used),
    )
