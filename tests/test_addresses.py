"""Paths, links and addresses."""

from __future__ import annotations

import pytest

from kb import addresses


@pytest.mark.parametrize(
    ("path", "url"),
    [("index.md", ""), ("a.md", "a/"), ("a/index.md", "a/"), ("questions/coding/lru.md", "questions/coding/lru/")],
)
def test_the_address_of_a_page(path: str, url: str) -> None:
    assert addresses.url(path) == url


@pytest.mark.parametrize(
    ("start", "to", "link"),
    [
        ("index.md", "a/b.md", "a/b.md"),
        ("a/b.md", "index.md", "../index.md"),
        ("a/b.md", "a/c.md#d", "c.md#d"),
        ("a/b/c.md", "a/d/e.md", "../d/e.md"),
    ],
)
def test_a_link_from_one_page_to_another(start: str, to: str, link: str) -> None:
    assert addresses.link(start, to) == link


def test_every_generated_page_has_an_address_of_its_own() -> None:
    """The ids are what the rules leave: no `vs` in a company's, no name of a folder in a round's."""
    words = ("a", "b", "vsa", "avs", "a-b", "b-a", "companies", "compare", "matrix", "topics")
    made = list(addresses.generated(words, ("a", "b", "matrix"), ("a", "mid"), words))
    assert len({addresses.url(path) for path in made}) == len(made)


def test_a_pair_has_one_address() -> None:
    assert addresses.pair("b", "a") == addresses.pair("a", "b") == "companies/compare/a-vs-b.md"


@pytest.mark.parametrize(
    ("start", "to", "href"),
    [
        ("index.md", "a/b.md", "a/b/"),
        ("a/b.md", "index.md", "../../"),
        ("a/b.md", "a/c.md#d", "../c/#d"),
        ("a/index.md", "a/c.md", "c/"),
        ("a/b.md", "a/b.md#d", "./#d"),
        ("companies/matrix.md", addresses.questions_of("b", "a"), "../../questions/#topic=a&company=b"),
        ("companies/b.md", addresses.compared("b", "a"), "../compare/#companies=b,a"),
    ],
)
def test_the_address_of_one_built_page_from_another(start: str, to: str, href: str) -> None:
    assert addresses.href(start, to) == href


@pytest.mark.parametrize(
    ("to", "path"),
    [("b.md", "a/b.md"), ("../c.md", "c.md"), ("./b/../d.md", "a/d.md"), ("", "a/page.md"), ("../../x.md", "../x.md")],
)
def test_a_relative_address_means_a_path(to: str, path: str) -> None:
    assert addresses.resolved("a/page.md", to) == path
