"""Which questions are taken for the same one, measured on the handbook's own and on paraphrases of them."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import yaml

from kb import words
from kb.catalogue import Catalogue
from kb.files import Document
from kb.likeness import THRESHOLD, Comparison
from kb.records import Question
from kb.rules import examine
from kb.scan import scan

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as somebody might add it; `of` is the one that it repeats."""

    title: str
    prompt: str
    of: str = ""
    held_out: bool = False


@cache
def handbook() -> Catalogue:
    return examine(ROOT / "docs")[0]


@cache
def asked(kind: str) -> tuple[Asked, ...]:
    data: dict[str, list[dict[str, Any]]] = yaml.safe_load((ROOT / "tests/likeness/questions.yml").read_text("utf-8"))
    return tuple(Asked(**entry) for entry in data[kind])


def with_added(catalogue: Catalogue, added: Iterable[tuple[str, Question, str]]) -> Catalogue:
    """The catalogue with questions more: of each its path, a question to take the fields from, and the prompt."""
    questions, pages = dict(catalogue.questions), dict(catalogue.pages)
    for path, question, prompt in added:
        heading = catalogue.rounds[question.round].sections[0].title
        text = f"---\ntitle: x\n---\n\n## {heading}\n\n{prompt}\n\n## After it\n\nNothing of this is compared.\n"
        questions[question.id] = replace(question, path=path)
        pages[path] = scan(Document(path, text))[0]
    return replace(catalogue, questions=MappingProxyType(questions), pages=MappingProxyType(pages))


@cache
def likeness_of(kind: str) -> dict[Asked, dict[str, int]]:
    """For each question of the data, which of the handbook's it is like, as far as the threshold is reached."""
    catalogue = handbook()
    model = catalogue.questions["lru-cache"]
    added = [
        (f"questions/coding/z{number:02}.md", replace(model, id=f"z{number:02}", title=entry.title), entry.prompt)
        for number, entry in enumerate(asked(kind))
    ]
    comparison = Comparison(with_added(catalogue, added))
    return {
        entry: {
            other: per_cent
            for other in catalogue.questions
            if (per_cent := comparison.per_cent(question.id, other)) >= THRESHOLD
        }
        for entry, (_, question, _) in zip(asked(kind), added, strict=True)
    }


def caught(entries: Iterable[Asked]) -> list[bool]:
    return [entry.of in likeness_of("duplicates")[entry] for entry in entries]


def test_duplicates_in_other_words_are_caught() -> None:
    chosen = caught(e for e in asked("duplicates") if not e.held_out)
    held_out = caught(e for e in asked("duplicates") if e.held_out)
    print(f"\nrecall: {sum(chosen)} of {len(chosen)}, held out {sum(held_out)} of {len(held_out)}")
    assert sum(chosen) / len(chosen) >= 0.8
    assert sum(held_out) / len(held_out) >= 0.75


def test_a_duplicate_is_taken_for_nothing_but_its_original() -> None:
    for entry, near in likeness_of("duplicates").items():
        assert set(near) <= {entry.of}, entry.title


def test_questions_near_by_are_not_duplicates() -> None:
    assert [entry.title for entry, near in likeness_of("neighbours").items() if near] == []


def test_the_handbook_has_no_pair_without_a_reason_and_room_below_the_threshold() -> None:
    """The margin keeps a new question about an old subject from being an error."""
    catalogue = handbook()
    comparison = Comparison(catalogue)
    excepted = {frozenset((q.id, d.question)) for q in catalogue.questions.values() for d in q.distinct_from}
    pairs = [
        (comparison.per_cent(one.id, other.id), one.id, other.id)
        for one, other in combinations(sorted(catalogue.questions.values(), key=lambda q: q.path), 2)
        if one.round == other.round or set(one.topics) & set(other.topics)
    ]
    above = {frozenset((one, other)) for per_cent, one, other in pairs if per_cent >= THRESHOLD}
    assert above == excepted
    assert {frozenset((n.one, n.other)) for n in comparison.near()} == above
    close = [pair for pair in pairs if THRESHOLD - 2 <= pair[0] < THRESHOLD]
    assert close == []


@pytest.mark.parametrize(
    ("title", "prompt", "least"),
    [
        ("Builds a least-recently-used caches", "", 50),
        ("Cache, least recently used: build it", "Something with no word of the other.", 50),
        ("Zebra crossings", None, 60),
    ],
    ids=["plural", "reordered", "the prompt copied"],
)
def test_a_copy_is_alike(title: str, prompt: str | None, least: int) -> None:
    catalogue = handbook()
    original = catalogue.questions["lru-cache"]
    if prompt is None:
        body = catalogue.pages[original.path].body
        prompt = body.partition("## Prompt")[2].partition("\n## ")[0]
    new = replace(original, id="new", title=title)
    comparison = Comparison(with_added(catalogue, [("questions/coding/zzz.md", new, prompt)]))
    assert comparison.per_cent("lru-cache", "new") >= least
    assert comparison.per_cent("lru-cache", "new") == comparison.per_cent("new", "lru-cache")
    assert ("lru-cache", "new") in {(n.one, n.other) for n in comparison.near()}


def test_a_question_is_wholly_like_itself_and_code_in_its_prompt_counts_for_nothing() -> None:
    catalogue = handbook()
    original = catalogue.questions["lru-cache"]
    pair = [
        ("questions/coding/a.md", replace(original, id="a"), "Evict pages from the buffer pool."),
        ("questions/coding/b.md", replace(original, id="b"), "Evict pages from the buffer pool.\n\n```\nx = y\n```"),
    ]
    assert Comparison(with_added(catalogue, pair)).per_cent("a", "b") == 100


def test_one_word_in_common_makes_no_duplicates() -> None:
    """`Unknown level` and `Unknown topic`, both with the prompt "Why?", share half of what little they say."""
    catalogue = handbook()
    original = catalogue.questions["lru-cache"]
    titles = ("Unknown level", "Unknown topic")
    pair = [(f"questions/coding/z{n}.md", replace(original, id=f"z{n}", title=t), "Why?") for n, t in enumerate(titles)]
    assert Comparison(with_added(catalogue, pair)).per_cent("z0", "z1") == 0


def test_a_question_has_few_messages_however_often_it_is_copied() -> None:
    catalogue = handbook()
    original = catalogue.questions["lru-cache"]
    copies = [(f"questions/coding/z{n:02}.md", replace(original, id=f"z{n:02}"), "Evict it.") for n in range(40)]
    found = [near for near in Comparison(with_added(catalogue, copies)).near() if near.other.startswith("z")]
    assert 40 < len(found) <= 40 * 10


def test_prompts_without_end_are_compared_in_bounded_time() -> None:
    catalogue = handbook()
    original = catalogue.questions["lru-cache"]
    endless = ("<!-- ](" * 30_000, " ".join(f"w{n}" for n in range(40_000)), " ".join(f"w{n}" for n in range(40_001)))
    added = [
        (f"questions/coding/z{n:02}.md", replace(original, id=f"z{n:02}"), endless[n % len(endless)]) for n in range(30)
    ]
    large = with_added(catalogue, added)
    start = time.process_time()
    assert list(Comparison(large).near())
    assert time.process_time() - start < 2


def test_five_thousand_questions_are_compared_in_about_a_second() -> None:
    """Words are drawn as often as the handbook's questions use them, which makes more of them meet than in life."""
    catalogue = handbook()
    draw = random.Random(5)
    bag = [word for q in catalogue.questions.values() for word in words.words(catalogue.pages[q.path].body)[:120]]
    models = list(catalogue.questions.values())
    rounds = [question.round for question in models]
    added = []
    for number in range(5000 - len(models)):
        topics = draw.choice(models).topics
        title = " ".join(draw.choices(bag, k=8))
        new = replace(draw.choice(models), id=f"n{number}", round=draw.choice(rounds), topics=topics, title=title)
        added.append((f"questions/{new.round}/n{number}.md", new, " ".join(draw.choices(bag, k=45))))
    large = with_added(catalogue, added)
    start = time.process_time()
    found = list(Comparison(large).near())
    took = time.process_time() - start
    print(f"\n{len(large.questions):,} questions in {took:.2f} s, {len(found)} pairs")
    assert took < 3
