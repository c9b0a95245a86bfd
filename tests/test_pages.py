"""Generated and authored pages, whole, against golden files; and what must hold of every page."""

from __future__ import annotations

import dataclasses
import html
import re
import urllib.parse
from collections.abc import Callable

import pytest

from kb import addresses, authored, indexes, pages
from kb.catalogue import Catalogue
from kb.files import Document
from kb.pages import GeneratedPage
from kb.scan import scan
from kb.view import View

Golden = Callable[[str, str], None]


@pytest.fixture(scope="module")
def generated(good: Catalogue) -> dict[str, GeneratedPage]:
    return {page.path: page for page in pages.generate(good, indexes.build(good))}


GOLDEN = (
    addresses.EXPLORER,
    addresses.COMPARISON,
    addresses.MATRIX,
    addresses.SOURCES,
    addresses.COVERAGE,
    addresses.PROGRESS,
    "questions/topics/index.md",
    "questions/topics/storage.md",
    "questions/topics/caching.md",
    "questions/rounds/coding.md",
    "questions/levels/mid.md",
    "questions/companies/index.md",
    "questions/companies/acme.md",
    "questions/companies/bolt.md",
    "companies/compare/acme-vs-bolt.md",
)


@pytest.mark.parametrize("path", GOLDEN)
def test_a_generated_page_is_as_it_was(path: str, generated: dict[str, GeneratedPage], golden: Golden) -> None:
    page = generated[path]
    golden(f"generated/{path}", f"{page.title}\n{page.description}\n{page.origin}\n\n{page.text}")


@pytest.mark.parametrize(
    "path",
    [
        "index.md",
        "guides/index.md",
        "guides/storage.md",
        "guides/caching.md",
        "questions/concepts/stampede.md",
        "questions/coding/ring-buffer.md",
        "companies/acme.md",
        "mistakes/silence.md",
        "plans/two-days.md",
    ],
)
def test_an_authored_page_is_as_it_was(path: str, good: Catalogue, golden: Golden) -> None:
    golden(f"authored/{path}", authored.build(good, indexes.build(good), path))


def test_the_promised_addresses_are_there(good: Catalogue, generated: dict[str, GeneratedPage]) -> None:
    promised = addresses.generated(good.topics, good.rounds, good.levels, good.companies)
    assert sorted(promised) == sorted(generated)


def test_every_generated_page_can_be_found_and_edited(generated: dict[str, GeneratedPage]) -> None:
    titles = [page.title for page in generated.values()]
    assert len(set(titles)) == len(titles)
    for page in generated.values():
        assert page.title and page.description and page.origin, page.path
        assert len(page.description) <= 160, page.path


def test_links_in_html_of_ours_lead_to_what_is_there(good: Catalogue, generated: dict[str, GeneratedPage]) -> None:
    """MkDocs, which checks all other links, does not see these."""
    urls = {addresses.url(path) for path in (*generated, *good.pages)}
    anchors = {addresses.url(addresses.SOURCES): set(good.sources)}
    anchors |= {addresses.url(c.path): {claim.dimension for claim in c.claims} for c in good.companies.values()}
    seen = 0
    for page in generated.values():
        for found in re.findall(r'href="([^"]*)"', page.text):
            target = urllib.parse.urlsplit(urllib.parse.urljoin(f"/{addresses.url(page.path)}", html.unescape(found)))
            assert target.path[1:] in urls, (page.path, found)
            assert not target.fragment or "=" in target.fragment or target.fragment in anchors[target.path[1:]], found
            seen += 1
    assert seen >= 10


def test_no_author_can_write_markup_into_a_generated_page(generated: dict[str, GeneratedPage]) -> None:
    for page in generated.values():
        for live in ("<b>", "<i>", "{: onclick", "| in <", "*who*"):
            assert live not in page.text, page.path


@pytest.mark.parametrize("heading", ["## Answer ##", "##  Answer", "## *Answer*", "```md\n## Answer\n```\n\n## Answer"])
def test_a_heading_is_folded_however_it_is_written(good: Catalogue, heading: str) -> None:
    path = "questions/concepts/stampede.md"
    text = f"---\ntitle: A\n---\n## Prompt\n\n{heading}\n\nText.\n"
    page, _ = scan(Document(path, text))
    spoilt = dataclasses.replace(good, pages={**good.pages, path: page})
    built = authored.build(spoilt, indexes.build(good), path)
    assert built.count(authored.FOLD) == 1
    assert f"\n## Answer {authored.FOLD}\n\nText." in built


def test_a_generated_page_is_not_the_record_of_its_name(good: Catalogue) -> None:
    assert authored.record_at(good, "questions/concepts/stampede.md") is good.questions["stampede"]
    for path in ("questions/topics/stampede.md", "questions/companies/stampede.md", "companies/compare/acme.md"):
        assert authored.record_at(good, path) is None


def test_a_generated_page_is_called_after_what_it_is_about(good: Catalogue) -> None:
    """Though a topic and a round share an id, and a company is called after two."""
    both = dataclasses.replace(
        good,
        topics={**good.topics, "coding": good.topics["queues"]},
        companies={**good.companies, "a-vs-b": good.companies["bolt"]},
    )
    view = View(both, indexes.build(good), "index.md")
    assert view.page("questions/rounds/coding.md") == "[Coding](questions/rounds/coding.md)"
    assert view.page("questions/topics/coding.md") == "[Queues](questions/topics/coding.md)"
    pair = "companies/compare/a-vs-b-vs-acme.md"
    assert view.page(pair).startswith("[Bolt and Acme ")
