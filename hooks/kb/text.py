"""Text in and out of Markdown: the one escape function, slugs, and the nearest known word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

_SPECIAL = re.compile(r"[\\`*_{}\[\]()<>&|~^=#!$@\"']|(?<=\d)[.)]|^[-+:.%]|[\n\r\t]+")
"""What Markdown, its extensions or HTML could act on: written as a character reference, it is text everywhere."""


LONGEST_HINT = 200
"""Characters of a word that a hint may show: of a path, since ids are shorter."""


class Markdown(str):
    """Text that is Markdown already and must not be escaped again."""

    __slots__ = ()


def escape(text: str) -> Markdown:
    """`text` as Markdown that renders as just that text: in a paragraph, a heading, a table cell or a link.

    Character references rather than backslashes, since Python-Markdown leaves some characters (`|`, `<`, `~`) alone
    after a backslash. A line break becomes a space.
    """
    return Markdown(_SPECIAL.sub(_reference, text))


def _reference(match: re.Match[str]) -> str:
    found = match[0]
    return " " if found[0] in "\n\r\t" else f"&#{ord(found)};"


@lru_cache(4096)
def slug(heading: str) -> str:
    """The anchor that Python-Markdown's `toc` extension gives a heading, before duplicates are numbered."""
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The word of `known` that `word` was probably meant to be, or None."""
    return _nearest(word, sorted(known))


def _nearest(word: str, known: Sequence[str]) -> str | None:
    found = process.extractOne(word.lower(), known, scorer=fuzz.ratio, score_cutoff=70)
    return found[0] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint for an unknown word: the nearest known one, all of them where they are few, or nothing.

    What nobody could type, or is itself too long to be right, is no hint.
    """
    words = _hints(frozenset(known))
    near = _nearest(word, words)
    if near:
        return f"did you mean '{near}'?"
    return f"known: {', '.join(words)}" if 0 < len(words) <= 12 else ""


@lru_cache(16)
def _hints(known: frozenset[str]) -> tuple[str, ...]:
    """The words that a hint may show, in order; kept, since a thousand misspelt ids have the same."""
    return tuple(sorted(word for word in known if word.isascii() and len(word) <= LONGEST_HINT))


def counted(number: int, one: str, many: str = "") -> str:
    """`3 questions`, `1 question`; `many` is for plurals that do not just add an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def enumerated(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join((", ".join(names[:-1]), names[-1]) if len(names) > 1 else names)


def uncapitalised(title: str) -> str:
    """`title` as it stands within a sentence: with a small first letter, unless it begins with an abbreviation."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
