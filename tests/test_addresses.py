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


def test_a_pair_has_one_address() -> None:
    assert addresses.pair("b", "a") == addresses.pair("a", "b") == "companies/compare/a-vs-b.md"
