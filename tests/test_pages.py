"""Generated and authored pages, whole, against golden files; and what must hold of every page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kb import addresses, authored, indexes, pages
from kb.catalogue import Catalogue
from kb.pages import GeneratedPage

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


def test_no_author_can_write_markup_into_a_generated_page(generated: dict[str, GeneratedPage]) -> None:
    for page in generated.values():
        for live in ("<b>", "<i>", "{: onclick", "| in <", "*who*"):
            assert live not in page.text, page.path
