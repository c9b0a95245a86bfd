"""Grouping, selection, comparison and coverage."""

from __future__ import annotations

import dataclasses

import pytest

from kb import indexes
from kb.catalogue import Catalogue
from kb.indexes import Indexes
from kb.records import Redirect


@pytest.fixture(scope="module")
def found(good: Catalogue) -> Indexes:
    return indexes.build(good)


def ids(questions: indexes.Questions) -> list[str]:
    return [question.id for question in questions]


def test_questions_stand_by_round_topic_and_title(found: Indexes) -> None:
    assert ids(found.ordered) == ["ring-buffer", "isolation", "stampede"]


def test_a_topic_holds_the_questions_of_its_children_once(found: Indexes) -> None:
    assert ids(found.by_topic["storage"]) == ["isolation", "stampede"]
    assert ids(found.by_topic["caching"]) == ["stampede"]


def test_the_other_groups(found: Indexes) -> None:
    assert ids(found.by_round["concepts"]) == ["isolation", "stampede"]
    assert ids(found.by_level["mid"]) == ["ring-buffer", "stampede"]
    assert ids(found.by_company["acme"]) == ["stampede"] and "bolt" not in found.by_company


def test_filters_narrow_and_values_widen(good: Catalogue, found: Indexes) -> None:
    assert ids(indexes.select(good, found, topics=["storage", "queues"])) == ["ring-buffer", "isolation", "stampede"]
    assert ids(indexes.select(good, found, topics=["storage"], levels=["mid"])) == ["stampede"]
    assert ids(indexes.select(good, found, companies=["bolt"])) == []
    assert ids(indexes.select(good, found, ids=["stampede", "ring-buffer"])) == ["stampede", "ring-buffer"]
    assert ids(indexes.select(good, found, ids=["stampede", "ring-buffer"], limit=1)) == ["stampede"]


def moved(good: Catalogue, *pairs: tuple[str, str]) -> Catalogue:
    return dataclasses.replace(good, redirects={old: Redirect(old=old, new=new, line=1) for old, new in pairs})


def test_an_id_that_changed_leads_to_the_new_one(good: Catalogue) -> None:
    catalogue = moved(
        good,
        ("questions/coding/cache-herd.md", "questions/concepts/stampede.md"),
        ("plans/weekend.md", "plans/two-days.md"),
        ("questions/coding/gone.md", "guides/caching.md"),  # no question any more
        ("guides/caches.md", "guides/caching.md"),
        ("questions/concepts/ring-buffer.md", "questions/concepts/stampede.md"),  # another question is called so now
        ("questions/coding/stampede.md", "questions/concepts/stampede.md"),  # went to another round, its id with it
    )
    assert indexes.renamed(catalogue) == (("question", "cache-herd", "stampede"), ("plan", "weekend", "two-days"))
    assert indexes.former_ids(catalogue, catalogue.questions["stampede"]) == ("cache-herd",)
    assert indexes.former_ids(catalogue, catalogue.plans["two-days"]) == ("weekend",)
    assert indexes.former_ids(catalogue, catalogue.questions["isolation"]) == ()


def test_a_limit_takes_from_every_round(good: Catalogue, found: Indexes) -> None:
    assert ids(indexes.select(good, found, limit=2)) == ["ring-buffer", "isolation"]


def test_related_are_those_named_and_then_those_of_the_main_topic(good: Catalogue, found: Indexes) -> None:
    assert ids(indexes.related(good, found, good.questions["stampede"])) == ["ring-buffer"]
    assert ids(indexes.related(good, found, good.questions["isolation"])) == []


def test_neighbours_stay_within_the_round(good: Catalogue, found: Indexes) -> None:
    before, after = indexes.neighbours(found, good.questions["isolation"])
    assert before is None and after is not None and after.id == "stampede"
    assert indexes.neighbours(found, good.questions["ring-buffer"]) == (None, None)


def test_the_strongest_claim_comes_first(good: Catalogue) -> None:
    row = indexes.row(good, good.companies["acme"])
    assert [(e.grade.id, e.claim.observed) for e in row.cells["coding"]] == [
        ("employer", "2024-05"),
        ("candidate", "2025"),
    ]
    assert list(row.cells) == ["coding", "decision"]


def test_a_grade_is_that_of_the_strongest_source(good: Catalogue) -> None:
    first = indexes.evidence(good, good.companies["acme"].claims[0])
    assert [source.id for source in first.sources] == ["acme-jobs", "blog-1"]


def test_differences_are_on_every_dimension(good: Catalogue) -> None:
    acme, bolt = indexes.comparison(good)
    found = indexes.differences(good, acme, bolt)
    assert [(d.dimension.id, len(d.one), len(d.other), d.contrast.name) for d in found] == [
        ("coding", 2, 1, "APART"),
        ("decision", 1, 0, "ONE"),
        ("languages", 0, 0, "UNKNOWN"),
    ]


def test_the_matrix_counts_wide_topics(good: Catalogue, found: Indexes) -> None:
    topics, counts = indexes.matrix(good, found)
    assert topics == ("storage",) and counts == {"acme": {"storage": 1}}


def test_coverage(good: Catalogue, found: Indexes) -> None:
    coverage = indexes.coverage(good, found)
    assert coverage.counts["storage"] == {"concepts": 2}
    assert coverage.levels["storage"] == {"mid": 1, "senior": 2}
    assert coverage.short_rounds == (("concepts", 2, 3),)
    assert coverage.short_topics == (("storage", 2), ("caching", 1), ("queues", 1))
    assert {company: len(claims) for company, claims in coverage.single_source.items()} == {"acme": 2, "bolt": 1}
    assert coverage.blanks == {"acme": ("languages",), "bolt": ("decision", "languages")}
    assert coverage.unused_sources == ()
