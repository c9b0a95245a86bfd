"""Which characters text may be made of, so that what a reviewer sees is what there is.

Refused are characters that cannot be seen or that reorder what stands round them, letters composed in two ways, and
words in which letters of one alphabet pass for those of another. One place says so, for files, fields and names.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from .problems import shown
from .text import enumerated

MAX_MARKS = 8
"""Combining marks on one letter; no written language needs more, and putting many in order takes quadratic time."""

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad"  # controls but tab and line feed; the soft hyphen
    "\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e"  # format characters of scripts
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\u115f\u1160\u3164\uffa0"  # Hangul fillers, which are letters that show nothing
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"  # zero width, line separators, bidirectional controls
    "\ufff0-\uffff\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"  # U+FFFD too; musical controls; tags
)
_BEYOND_ASCII = re.compile(rf"[^\x00-\x7f]{{{MAX_MARKS + 1},}}")

_ALPHABETS = frozenset({"LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE", "COPTIC", "FULLWIDTH", "MATHEMATICAL"})
"""The first words of Unicode's names of letters that have twins in another of these alphabets."""

_GREEK_SIGNS = frozenset("ΓΔΘΛΞΠΣΦΨΩβδεθλμξπσφψ")
"""Greek letters that look like no Latin one: `5 μs`, `kΩ` and `Δt` are written with them."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the character at `offset`, the rule that says so, and how to mend it."""

    offset: int
    rule: str
    message: str
    hint: str


def fault(text: str) -> Fault | None:
    """The first thing that no text may hold, in linear time; None for nearly every text."""
    found = _INVISIBLE.search(text)
    if found:
        character = found[0]
        if character == "\ufffd":
            said = "U+FFFD stands where a character was lost"
            return Fault(found.start(), "encoding", said, "write the character again")
        said = f"the invisible character U+{ord(character):04X} is not accepted"
        return Fault(found.start(), "encoding", said, "delete it")
    if text.isascii():
        return None
    return _piled_up(text) or _not_composed(text)


def _piled_up(text: str) -> Fault | None:
    for run in _BEYOND_ASCII.finditer(text):
        marks = 0
        for offset, character in enumerate(run[0], run.start()):
            marks = marks + 1 if unicodedata.combining(character) else 0
            if marks > MAX_MARKS:
                said = f"more than {MAX_MARKS} combining marks stand on one letter"
                return Fault(offset, "encoding", said, "delete them")
    return None


def _not_composed(text: str) -> Fault | None:
    if unicodedata.is_normalized("NFC", text):
        return None
    composed = unicodedata.normalize("NFC", text)
    start = next((i for i, (a, b) in enumerate(zip(text, composed, strict=False)) if a != b), len(composed))
    end = start + 1
    while end < len(text) and end <= start + MAX_MARKS and unicodedata.is_normalized("NFC", text[start:end]):
        end += 1
    written, wanted = text[start:end], unicodedata.normalize("NFC", text[start:end])
    said = f"{_code_points(written)} is not the composed form of the character (Unicode's NFC)"
    return Fault(start, "encoding", said, f"write {_code_points(wanted)}" if wanted != written else "compose it")


def _code_points(text: str) -> str:
    return " ".join(f"U+{ord(c):04X}" for c in text)


def mixed(text: str) -> Fault | None:
    """The first word that mixes alphabets whose letters look alike; for titles, names and other short texts."""
    if text.isascii():
        return None
    for word in re.finditer(r"[^\W\d_]+", text):
        alphabets = {} if word[0].isascii() else _alphabets(word[0])
        if len(alphabets) > 1:
            names = enumerated([name.capitalize() for name in alphabets])
            offset, letter = next(found for name, found in alphabets.items() if name != "LATIN")
            said = f"the word {shown(word[0])} mixes {names} letters: {named(letter)}"
            return Fault(word.start() + offset, "mixed-letters", said, "write it in letters of one alphabet")
    return None


def _alphabets(word: str) -> dict[str, tuple[int, str]]:
    """The alphabets of a word's letters, each with its first letter and where that stands."""
    found: dict[str, tuple[int, str]] = {}
    for offset, letter in enumerate(word):
        alphabet = _alphabet(letter)
        if alphabet in _ALPHABETS and letter not in _GREEK_SIGNS:
            found.setdefault(alphabet, (offset, letter))
    return found


@lru_cache(4096)
def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def named(character: str) -> str:
    """A character as a message names it where the sign itself could deceive: by its number and Unicode's name."""
    return f"U+{ord(character):04X} ({unicodedata.name(character, 'it has no name')})"
