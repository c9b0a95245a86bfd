"""Documents to records."""

from __future__ import annotations

import dataclasses

import pytest

from kb.catalogue import Catalogue, load
from kb.files import Document
from kb.records import Claim, Question, Sighting, Stage, Task


def test_a_question_has_its_id_and_round_from_its_place(good: Catalogue) -> None:
    assert good.questions["ring-buffer"] == Question(
        id="ring-buffer",
        path="questions/coding/ring-buffer.md",
        round="coding",
        title="Build a ring buffer",
        topics=("queues",),
        levels=("mid",),
        minutes=30,
        reviewed="2026-11-20",
    )
    assert good.questions["stampede"].sightings == (Sighting(company="acme", source="blog-1", observed="2025"),)


def test_a_company_has_its_claims_and_stages(good: Catalogue) -> None:
    acme = good.companies["acme"]
    assert acme.claims[0] == Claim(
        dimension="coding",
        value="One problem | in <b>Go</b>",
        differs=False,
        sources=("acme-jobs", "blog-1"),
        observed="2024-05",
        role="backend",
        level="senior",
        team="payments",
    )
    assert acme.rounds[1] == Stage(
        stage="Coding", round="coding", minutes="45-60", sources=("acme-jobs",), observed="2024-05"
    )


def test_a_plan_has_its_days(good: Catalogue) -> None:
    day = good.plans["two-days"].days[0]
    assert day.title == "Day 1: code"
    assert day.tasks[1] == Task(text="Rest.", minutes=30)


def test_data_records_know_their_line_and_keep_their_order(good: Catalogue) -> None:
    assert [(topic.id, topic.line) for topic in good.topics.values()] == [
        ("storage", 1),
        ("caching", 5),
        ("queues", 10),
    ]
    assert list(good.rounds) == ["coding", "concepts"]


def test_titles_are_those_of_all_pages(good: Catalogue) -> None:
    assert set(good.titles) == set(good.pages)
    assert good.titles["guides/caching.md"] == "Caching"


def test_nothing_can_be_changed(good: Catalogue) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        good.topics = {}  # type: ignore[misc]
    with pytest.raises(TypeError):
        good.topics["new"] = good.topics["caching"]  # type: ignore[index]
    with pytest.raises(dataclasses.FrozenInstanceError):
        good.questions["stampede"].minutes = 1  # type: ignore[misc]


def test_the_order_of_documents_changes_no_record() -> None:
    documents = [Document(path, f"---\ntitle: {path}\ndescription: D.\n---\n\nText.\n") for path in ("a.md", "b.md")]
    first, _ = load(documents)
    second, _ = load(reversed(documents))
    assert dict(first.guides) == dict(second.guides)


def test_an_empty_handbook_misses_only_its_data() -> None:
    _, problems = load([])
    assert {p.rule for p in problems} == {"missing-data"} and len(problems) == 6


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[]"])
def test_an_empty_data_file_makes_every_mention_of_its_records_a_fault(text: str) -> None:
    _, problems = load(
        [Document("_data/levels.yml", text), Document("questions/coding/a.md", "---\nlevels: [mid]\n---\n")]
    )
    assert "levels: unknown level 'mid'" in {p.message for p in problems}


def test_a_page_that_cannot_be_read_may_be_mentioned() -> None:
    plan = "---\ntitle: A\ndescription: A.\nprerequisites: [b.md, c.md]\n---\n"
    _, problems = load([Document("a.md", plan)], ["a.md", "b.md"])
    assert [p.message for p in problems if p.rule == "unknown-id"] == ["prerequisites: unknown page 'c.md'"]


def test_a_data_file_that_cannot_be_read_is_not_called_missing() -> None:
    _, problems = load([], ["_data/levels.yml"])
    assert "_data/levels.yml" not in {p.position.path for p in problems}
