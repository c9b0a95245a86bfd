"""What cannot be seen in the values that were read: white space at the ends of lines, and words lost in a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .files import Document
from .problems import Position, Problem, shown
from .scan import Page

_TAB = 4
"""Columns of a tab, to Python-Markdown."""


_LOST = re.compile(r"(?:[ -]*[a-z_]+:|[ ]*-) +[^\s'\"|>\[{#&*!][^#]*?\s(?=#[^\s#])")
"""A value without quotes in which a word begins with #, unlike a comment, whose # stands alone."""


def problems(document: Document, page: Page | None) -> Iterator[Problem]:
    """A problem for every line of a document that ends in white space, or loses words; `page` is None for data."""
    for number, text in enumerate(document.text.split("\n")[: page.body_line - 1 if page else None], 1):
        lost = _LOST.match(text)
        if lost:
            said = f"what begins with {shown(text[lost.end() :])} is a comment to YAML, and lost"
            yield Problem(Position(document.path, number, lost.end() + 1), "comment", said, "put the value in quotes")
    for line, column in trailing(document.text, page):
        hint = "delete it, or let --fix do it"
        yield Problem(Position(document.path, line, column), "trailing-space", "the line ends in white space", hint)


def trailing(text: str, page: Page | None) -> Iterator[tuple[int, int]]:
    """Line and column, from 1, of white space at the end of a line, unless it may mean something there.

    In the body of a page, two spaces before another line are a line break, and whatever stands in code is shown. There
    a line that is indented may be code too.
    """
    body = page.body_line if page else text.count("\n") + 2
    shown = _shown_as_written(page) if page else frozenset()
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        bare = line.rstrip(" \t")
        if bare == line or number in shown:
            continue
        if number >= body and bare:
            wide = len(line.expandtabs(_TAB)) - len(bare.expandtabs(_TAB))
            breaks = wide >= 2 and number < len(lines) and bool(lines[number].strip())
            if breaks or line.startswith(("    ", "\t")):
                continue
        yield number, len(bare) + 1


def _shown_as_written(page: Page) -> frozenset[int]:
    """The lines of a page's code blocks and directives."""
    fences = (range(f.line, f.line + f.code.count("\n") + 3) for f in page.fences)
    directives = (range(d.line, d.last + 1) for d in page.directives)
    return frozenset(number for lines in (*fences, *directives) for number in lines)
