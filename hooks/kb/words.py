"""Words as search compares them: folded, cut from text, and brought to a stem. Pure.

`docs/assets/javascripts/search-words.js` does the same in the reader's browser; a test holds the two together.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

STOP = frozenset(
    word
    for line in (
        "a about an and any are as at be been but by can could did do does for from get gets got had has have how",
        "i if in into is it its just make makes many me more most much my of on one or our please should so some tell",
        "than that the their them then there these they this those to too us use used using versus very vs was we",
        "were what when where which while who why will with would you your",
    )
    for word in line.split()
)
"""Words that say nothing about what a page is about; they are neither indexed nor looked for."""

_MARKS = re.compile("[\u0300-\u036f]+")
_WORD = re.compile(r"[a-z0-9]+(?:\+\+|#|\+[0-9]+)?")
_VOWEL = re.compile("[aeiouy]")
_OUR = re.compile("^(...+)our(?=$|s$|al|ed|ing|able)")
_ENDINGS = (
    ("ification", "ify"),
    ("isation", ""),
    ("ization", ""),
    ("izable", ""),
    ("isable", ""),
    ("ability", ""),
    ("ibility", ""),
    ("ation", ""),
    ("ption", "pt"),
    ("ment", ""),
    ("ency", ""),
    ("ancy", ""),
    ("ence", ""),
    ("ance", ""),
    ("able", ""),
    ("ible", ""),
    ("ator", ""),
    ("ogue", "og"),
    ("ent", ""),
    ("ant", ""),
    ("ate", ""),
    ("ise", ""),
    ("ize", ""),
    ("ity", ""),
    ("er", ""),
    ("al", ""),
    ("ly", ""),
)
"""Endings that make one word of another, longest first; four letters at least must stay."""


def fold(text: str) -> str:
    """Small letters without accents."""
    text = text.lower()
    return text if text.isascii() else _MARKS.sub("", unicodedata.normalize("NFKD", text))


def words(text: str) -> list[str]:
    """The words of a text, folded: letters and digits; `n+1`, `c++` and `c#` are words too."""
    return _WORD.findall(fold(text))


@cache
def stem(word: str) -> str:
    """What a folded word shares with its plural, its forms and its near relatives: `caching` and `caches` are `cach`.

    It is no linguist: all that matters is that related words meet, that few others do, and that it is the same here
    and in the browser.
    """
    if len(word) < 4 or not word.isalpha():
        return word
    stemmed = _derived(_bare(_inflected(_OUR.sub(r"\1or", word))))
    if len(stemmed) > 3 and stemmed[-1] in "ea":
        stemmed = stemmed[:-1]
    if len(stemmed) > 3 and stemmed[-1] == "y":
        stemmed = stemmed[:-1] + "i"
    return stemmed[:-1] if len(stemmed) > 3 and stemmed[-1] == stemmed[-2] else stemmed


def _inflected(word: str) -> str:
    """Without the s of a plural."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "zes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _bare(word: str) -> str:
    """Without -ing and -ed."""
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 2 and _VOWEL.search(rest):
            if rest.endswith(("at", "iz", "is")):
                return rest + "e"
            return rest[:-1] if rest[-1] == rest[-2] else rest
    return word


def _derived(word: str) -> str:
    for ending, instead in _ENDINGS:
        if word.endswith(ending):
            rest = word[: -len(ending)]
            return rest + instead if len(rest) > 3 and _VOWEL.search(rest) else word
    return word
