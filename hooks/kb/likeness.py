"""How alike two questions are, as a percentage of the words that they share. Pure.

The measure looks at two questions and nothing else, so that an exception between two of them stays needed or stays
needless whatever is added elsewhere. `tests/likeness/questions.yml` has the questions by which it was chosen.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from rapidfuzz import process
from rapidfuzz.distance import Indel

from .catalogue import Catalogue
from .records import Question
from .scan import Page
from .words import STOP, stem, words

THRESHOLD = 45
"""Per cent from which two questions are taken for the same one.

Of the handbook's first 266 questions one pair reached it, which says the opposite of each other (feedback given and
received, 62 %); the next pair had 42 %, and so had the most alike of the questions that ask something else about a
subject of the handbook's. Of the duplicates in other words in `tests/likeness` five in six reach it.
"""

MOST = 5
"""The number of earlier questions that one question is compared to in messages: the most alike ones."""

_ASKING = frozenset(
    stem(word)
    for line in (
        "tell time describe explain example say show walk think answer question",
        "design build write implement make create",
        "difference differ different compare happen",
        "somebody someone anybody anyone person people thing something",
        "work want need take would each",
    )
    for word in line.split()
)
"""Stems of words with which something is asked; they say nothing about what is asked."""

_EQUAL_TITLES = 50
"""Per cent that titles of the same words are worth when the prompts have none in common."""

_SHARED = 2
"""Stems that two questions share at the least: one word in common says little of two that are short."""

_LONGEST = 2_000
"""Characters of a prompt that are compared, without code; the longest real one has a quarter. It bounds the time."""

_TARGET = re.compile(r"\]\([^()]*\)|<!--.*?-->")


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two questions by id and how alike they are, in whole per cent."""

    one: str
    other: str
    per_cent: int


class Comparison:
    """The questions of a catalogue, ready to be compared; those of a round that it does not know are left out.

    A stem becomes a character, and a question the sorted string of its stems, those of the title twice. The likeness
    of two such strings that rapidfuzz finds (twice their longest common subsequence by their lengths) is then twice
    the stems in common by all stems: Dice's coefficient of two multisets.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        known = (q for q in catalogue.questions.values() if q.round in catalogue.rounds)
        self._questions = sorted(known, key=lambda q: q.path)
        self._titles = {question.id: frozenset(_stems(question.title)) for question in self._questions}
        stems: dict[str, list[str]] = {}
        for question in self._questions:
            title = self._titles[question.id]
            asked = _section(catalogue.pages[question.path], catalogue.rounds[question.round].sections[0].title)
            stems[question.id] = [*title, *title, *(_stems(asked) - title)]
        # The most frequent stems get the smallest characters, which rapidfuzz compares fastest.
        frequent = Counter(chain.from_iterable(stems.values())).most_common()
        characters = {found: chr(place) for place, (found, _) in enumerate(frequent)}
        self._texts = {id_: "".join(sorted(map(characters.__getitem__, found))) for id_, found in stems.items()}

    def __contains__(self, id_: str) -> bool:
        return id_ in self._texts

    def per_cent(self, one: str, other: str) -> int:
        """How alike two questions are, by id; nothing if they have not even two words in common."""
        if len(set(self._texts[one]) & set(self._texts[other])) < _SHARED:
            return 0
        titles = _EQUAL_TITLES if self._titles[one] == self._titles[other] else 0
        return max(titles, int(100 * Indel.normalized_similarity(self._texts[one], self._texts[other])))

    def near(self) -> Iterator[Likeness]:
        """The pairs that reach the threshold, by id; of each question's, the `MOST` most alike ones of a group.

        Compared are questions of one round, and questions with a topic in common: others are not about the same thing,
        and five thousand questions have twelve million pairs.
        """
        found: set[tuple[str, str]] = set()
        same_round: dict[str, list[str]] = defaultdict(list)
        same_topic: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        same_title: dict[frozenset[str], list[Question]] = defaultdict(list)
        for question in self._questions:
            found |= self._near(question.id, same_round[question.round])
            same_round[question.round].append(question.id)
            for topic in question.topics:
                same_topic[topic][question.round].append(question.id)
            alike = (q for q in same_title[self._titles[question.id]] if _comparable(q, question))
            found |= {(other.id, question.id) for other in islice(alike, MOST)}
            same_title[self._titles[question.id]].append(question)
        for rounds in same_topic.values():
            earlier: list[str] = []
            for ids in rounds.values():
                for id_ in ids:
                    found |= self._near(id_, earlier)
                earlier += ids
        for one, other in sorted(found):
            per_cent = self.per_cent(one, other)
            if per_cent >= THRESHOLD:
                yield Likeness(one, other, per_cent)

    def _near(self, one: str, others: list[str]) -> set[tuple[str, str]]:
        """A question with each of the `MOST` others whose texts are most alike to its own, if they reach the limit."""
        texts = [self._texts[other] for other in others]
        scorer, least = Indel.normalized_similarity, THRESHOLD / 100
        near = process.extract(self._texts[one], texts, scorer=scorer, score_cutoff=least, limit=MOST)
        return {(others[place], one) for _, _, place in near}


def _comparable(one: Question, other: Question) -> bool:
    return one.round == other.round or bool({*one.topics} & {*other.topics})


def _stems(text: str) -> frozenset[str]:
    """The stems of a text that say what it is about."""
    return frozenset(stem(word) for word in words(text) if word not in STOP) - _ASKING


def _section(page: Page, title: str) -> str:
    """The text below the second-level heading of that title, without code, directives and the targets of links."""
    lines = page.body.split("\n")
    for fence in page.fences:
        at = fence.line - page.body_line
        count = fence.code.count("\n") + 3
        lines[at : at + count] = [""] * len(lines[at : at + count])
    outline = [h for h in page.headings if h.level == 2]
    for place, heading in enumerate(outline):
        if heading.title == title:
            end = outline[place + 1].line - page.body_line if place + 1 < len(outline) else len(lines)
            return _TARGET.sub(" ", "\n".join(lines[heading.line - page.body_line + 1 : end])[:_LONGEST])
    return ""
