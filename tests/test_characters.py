"""Characters: what no text may hold, what no word may mix, and what stays."""

from __future__ import annotations

import time
import unicodedata

import pytest

from kb.characters import MAX_MARKS, fault, mixed


def test_all_that_unicode_calls_a_control_a_format_character_or_a_separator_is_refused() -> None:
    unseen = [chr(n) for n in range(0x110000) if unicodedata.category(chr(n)) in {"Cc", "Cf", "Zl", "Zp"}]
    assert [character for character in unseen if not fault(f"a{character}b")] == ["\t", "\n"]


@pytest.mark.parametrize(
    ("text", "offset", "message"),
    [
        ("a\u202eb", 1, "the invisible character U+202E is not accepted"),
        ("\u3164", 0, "the invisible character U+3164 is not accepted"),
        ("a\U000e0041", 1, "the invisible character U+E0041 is not accepted"),
        ("caf\ufffd", 3, "U+FFFD stands where a character was lost"),
        ("cafe\u0301!", 3, "U+0065 U+0301 is not the composed form of the character (Unicode's NFC)"),
        ("\u212b", 0, "U+212B is not the composed form of the character (Unicode's NFC)"),
        ("q\u0307\u0323", 1, "U+0307 U+0323 is not the composed form of the character (Unicode's NFC)"),
        ("\u1100\u1161", 0, "U+1100 U+1161 is not the composed form of the character (Unicode's NFC)"),
        ("a" + "\u0316" * (MAX_MARKS + 1), MAX_MARKS + 1, "more than 8 combining marks stand on one letter"),
    ],
)
def test_a_fault_has_its_place(text: str, offset: int, message: str) -> None:
    found = fault(text)
    assert found and (found.offset, found.rule, found.message) == (offset, "encoding", message)


def test_the_remedy_is_the_composed_character() -> None:
    found = fault("cafe\u0301")
    assert found and found.hint == "write U+00E9"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain\ttext\n",
        "café naïve Łódź",
        "日本語とRedis",
        "5 μs, 5 µs, kΩ, Δt",
        "– “quoted” … → 🙂",
        "русский текст",
    ],
)
def test_honest_text_is_accepted(text: str) -> None:
    assert fault(text) is None and mixed(text) is None


@pytest.mark.parametrize(
    ("text", "word", "named"),
    [
        ("the \u0421ache", "\u0421ache", "Cyrillic and Latin letters: U+0421 (CYRILLIC CAPITAL LETTER ES)"),
        ("s\u0441ope", "s\u0441ope", "Latin and Cyrillic letters: U+0441 (CYRILLIC SMALL LETTER ES)"),
        ("\u00e9\u0441", "\u00e9\u0441", "Latin and Cyrillic letters: U+0441 (CYRILLIC SMALL LETTER ES)"),
        ("\u039fffset", "\u039fffset", "Greek and Latin letters: U+039F (GREEK CAPITAL LETTER OMICRON)"),
        ("\uff21PI", "\uff21PI", "Fullwidth and Latin letters: U+FF21 (FULLWIDTH LATIN CAPITAL LETTER A)"),
        ("a\u0430\u03bf", "a\u0430\u03bf", "Latin, Cyrillic and Greek letters: U+0430 (CYRILLIC SMALL LETTER A)"),
    ],
)
def test_a_word_of_two_alphabets_is_refused(text: str, word: str, named: str) -> None:
    found = mixed(text)
    assert found and found.message == f"the word '{word}' mixes {named}"


@pytest.mark.parametrize("text", ["русский Redis", "λ calculus", "α and β tests", "Ω(n)", "μ", "Ελληνικά", "λx"])
def test_words_of_one_alphabet_each_are_accepted(text: str) -> None:
    assert mixed(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "a" + "\u0301\u0316" * 60_000,
        ("a" + "\u0316\u0301" * 4) * 20_000,
        "é" * 100_000 + "e\u0301",
        "аa" * 60_000,
        "\u1100\u1161" * 60_000,
    ],
    ids=["marks", "marks in disorder", "the last one", "one word", "syllables"],
)
def test_the_time_is_linear(text: str) -> None:
    """Unicode's own normalisation takes eleven seconds for the first of them."""
    start = time.process_time()
    fault(text)
    mixed(text)
    assert time.process_time() - start < 2
