"""The navigation that a site generator's settings declare, held against the pages that there are.

The settings are text, of which two blocks are read here: `nav`, the tree of paths, and `not_in_nav`, the patterns of
pages that need no place in it. The rest is the generator's own and may hold what the parser of content refuses.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import pathspec

from .problems import Position, Problem, shown
from .text import did_you_mean, nearest
from .yamltree import Mapping, Scalar, Sequence, Value, parse

SETTINGS = "../mkdocs.yml"
"""Where the settings stand, from the content root."""

_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|/")


def problems(settings: str, authored: Collection[str], known: Collection[str]) -> Iterator[Problem]:
    """Entries of the navigation that lead nowhere, and pages that neither it nor an exception names.

    `authored` are the paths of the written pages, `known` those of all pages and files. Without a `nav` there is
    nothing to check: the generator then lists all pages.
    """
    tree, found = _block(settings, "nav")
    yield from found
    if tree is None:
        return
    entries = list(_entries(tree))
    meant: set[str | None] = set()
    for entry in entries:
        if not _ELSEWHERE.match(entry.text) and entry.text not in known:
            meant.add(nearest(entry.text, known))
            said = f"{shown(entry.text)} leads nowhere: there is no such page"
            yield Problem(entry.at, "nav", said, did_you_mean(entry.text, known))
    patterns, found = _block(settings, "not_in_nav")
    yield from found
    try:
        excepted = pathspec.GitIgnoreSpec.from_lines(patterns.text.splitlines() if isinstance(patterns, Scalar) else ())
    except ValueError as error:
        said = f"not_in_nav: a line is no pattern: {error}"
        yield Problem(patterns.at if patterns else Position(SETTINGS), "nav", said, "write it as in a .gitignore")
        return
    named = {entry.text for entry in entries}
    for path in authored:
        if path not in named and path not in meant and not excepted.match_file(path):
            yield Problem(Position(path), "nav", "the page is not in the navigation", "add it to nav in mkdocs.yml")


def _block(settings: str, key: str) -> tuple[Value | None, list[Problem]]:
    """The value of a key of the first level, and what keeps it from being read."""
    begin = re.search(rf"^{key}:", settings, re.MULTILINE)
    if not begin:
        return None, []
    end = re.compile(r"^[^\s#-]", re.MULTILINE).search(settings, begin.end())
    text = settings[begin.start() : end.start() if end else len(settings)]
    tree, found = parse(text, SETTINGS, settings.count("\n", 0, begin.start()) + 1)
    value = tree.entries[0].value if isinstance(tree, Mapping) else None
    return None if isinstance(value, Scalar) and not value.text else value, found


def _entries(value: Value) -> Iterator[Scalar]:
    """The paths of a navigation, in order; the parser bounds its depth."""
    if isinstance(value, Scalar):
        yield value
    for inner in value.items if isinstance(value, Sequence) else ():
        yield from _entries(inner)
    for entry in value.entries if isinstance(value, Mapping) else ():
        yield from _entries(entry.value)
