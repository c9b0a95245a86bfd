"""Titles of generated pages."""

from __future__ import annotations

from kb import indexes, pages, titles
from kb.catalogue import Catalogue


def test_every_generated_page_is_called_as_is_said_here(good: Catalogue) -> None:
    """So that the rule on equal titles sees the pages before they are made."""
    made = {page.path: page.title for page in pages.generate(good, indexes.build(good))}
    assert {path: title for path, title, _ in titles.generated(good)} == made
