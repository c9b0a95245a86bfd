"""Structured data: what each kind of page says of itself, and that no title can break out of it."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from kb import addresses, authored, metadata
from kb.catalogue import Catalogue
from kb.metadata import About, Site

SITE = Site("The Handbook", "https://example.org/handbook/", "Of everything.")


def graph(good: Catalogue, path: str, title: str = "A title") -> list[dict[str, Any]]:
    about = About(path, title, "What it is.", authored.record_at(good, path))
    found = json.loads(metadata.document(good, SITE, about))
    assert found["@context"] == "https://schema.org"
    return list(found["@graph"])


def trail(good: Catalogue, path: str) -> list[tuple[str, str]]:
    crumbs = graph(good, path)[-1]
    assert crumbs["@type"] == "BreadcrumbList"
    assert [item["position"] for item in crumbs["itemListElement"]] == list(
        range(1, len(crumbs["itemListElement"]) + 1)
    )
    return [(item["name"], item["item"].removeprefix(SITE.url)) for item in crumbs["itemListElement"]]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("questions/concepts/stampede.md", "LearningResource"),
        ("plans/two-days.md", "LearningResource"),
        ("companies/acme.md", "Article"),
        ("mistakes/silence.md", "Article"),
        ("guides/caching.md", "TechArticle"),
        ("guides/index.md", "CollectionPage"),
        (addresses.EXPLORER, "CollectionPage"),
        (addresses.topic("caching"), "CollectionPage"),
        (addresses.COMPARISON, "CollectionPage"),
        (addresses.MATRIX, "WebPage"),
        (addresses.RULES, "WebPage"),
    ],
)
def test_a_page_says_what_it_is(path: str, kind: str, good: Catalogue) -> None:
    page, _ = graph(good, path)
    assert page["@type"] == kind
    assert page["url"] == f"{SITE.url}{addresses.url(path)}"
    assert page["name"] == "A title" and page["description"] == "What it is."


def test_the_home_page_is_the_site_with_its_search(good: Catalogue) -> None:
    (site,) = graph(good, "index.md")
    assert site["@type"] == "WebSite" and site["url"] == SITE.url
    assert site["potentialAction"]["target"]["urlTemplate"] == "https://example.org/handbook/?q={words}"


def test_a_question_says_for_whom_how_long_about_what_and_when_reviewed(good: Catalogue) -> None:
    question = good.questions["stampede"]
    page, _ = graph(good, question.path)
    assert page["dateModified"] == question.reviewed
    assert page["timeRequired"] == f"PT{question.minutes}M"
    assert page["educationalLevel"] == [good.levels[level].title for level in question.levels]
    assert [topic["name"] for topic in page["about"]] == [good.topics[topic].title for topic in question.topics]


def test_a_company_cites_each_of_its_sources_once(good: Catalogue) -> None:
    page, _ = graph(good, "companies/acme.md")
    named = [source for claim in good.companies["acme"].claims for source in claim.sources]
    urls = [source["url"] for source in page["citation"]]
    assert set(urls) >= {good.sources[source].url for source in named}
    assert len(urls) == len(set(urls))
    dates = {source["url"]: source.get("datePublished") for source in page["citation"]}
    for source in good.sources.values():
        if source.url in dates:
            assert dates[source.url] == (None if source.date == "undated" else source.date)


def test_a_page_that_nobody_reviewed_has_no_date(good: Catalogue) -> None:
    assert "dateModified" not in graph(good, addresses.EXPLORER)[0]


def test_the_trail_leads_from_home_over_pages_that_exist(good: Catalogue) -> None:
    assert trail(good, "questions/concepts/stampede.md") == [
        ("Home", ""),
        ("All questions", "questions/"),
        (f"{good.rounds['concepts'].title} questions", "questions/rounds/concepts/"),
        ("A title", "questions/concepts/stampede/"),
    ]
    assert trail(good, addresses.pair("acme", "bolt")) == [
        ("Home", ""),
        (good.titles["companies/index.md"], "companies/"),
        ("Compare companies", "companies/compare/"),
        ("A title", "companies/compare/acme-vs-bolt/"),
    ]
    assert trail(good, addresses.EXPLORER) == [("Home", ""), ("A title", "questions/")]
    assert [path for _, path in trail(good, addresses.topic("caching"))] == [
        "",
        "questions/",
        "questions/topics/",
        "questions/topics/caching/",
    ]


def test_no_text_ends_the_script_that_it_stands_in(good: Catalogue) -> None:
    nasty = "</script><script>alert(1)</script><!-- \u2028 \" ' & \\"
    about = About("guides/caching.md", nasty, nasty, authored.record_at(good, "guides/caching.md"))
    text = metadata.document(good, SITE, about)
    assert "<" not in text and "\u2028" not in text
    assert json.loads(text)["@graph"][0]["name"] == nasty


def test_a_page_is_told_by_its_record_or_else_by_its_front_matter(good: Catalogue) -> None:
    def told(path: str) -> tuple[str, str]:
        about = metadata.about(path, authored.record_at(good, path), "Of the front matter", "So too.")
        return about.title, about.description

    plan = good.plans["two-days"]
    assert told(plan.path) == (plan.title, plan.description)
    assert told(addresses.RULES) == ("Of the front matter", "So too.")


@pytest.mark.parametrize(("title", "begins"), [("What is it?", "What is it? A "), ("Build it", "Build it. A ")])
def test_a_question_is_described_by_its_title(title: str, begins: str, good: Catalogue) -> None:
    question = dataclasses.replace(good.questions["stampede"], title=title)
    about = metadata.about(question.path, question, "", "")
    assert about.title == title
    assert about.description.startswith(f"{begins}backend interview question")
