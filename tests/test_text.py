"""Escaping, slugs and near words."""

from __future__ import annotations

import html
import re

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text import Markdown, counted, did_you_mean, enumerated, escape, nearest, slug, uncapitalised

EXTENSIONS = ["attr_list", "md_in_html", "tables", "toc"]


def rendered(text: str) -> str:
    return markdown.markdown(text, extensions=EXTENSIONS)


NASTY = [
    "<img src=x onerror=alert(1)>",
    "a | b",
    "__init__ and *args",
    "`code` & [link](x) ![image](y)",
    "ends with {: onclick=x }",
    "# not a heading",
    "1. not a list",
    "- not a list",
    "&lt; stays &amp;",
    "~~not struck~~ ==not marked==",
    "a\nb",
    "{{ config }} {% if %}",
    "<!-- kb:questions -->",
    "http://example.org/?a=b&c=d",
]


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("place", ["{}", "## {}", "- [{}](x.md)", "| a | b |\n| - | - |\n| {} | c |", "*{}*"])
def test_escaped_text_is_shown_as_it_is(text: str, place: str) -> None:
    page = rendered(place.format(escape(text)))
    bare = html.unescape(re.sub(r"<[^>]*>", "", page))
    assert text.replace("\n", " ") in " ".join(bare.split("\n"))
    assert "<img" not in page
    assert "onclick=" not in re.sub(r">[^<]*<", "><", page)


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp", "Zs")), min_size=1, max_size=30))
def test_no_text_makes_an_element(text: str) -> None:
    page = rendered(f"| {escape(text)} | end |\n| - | - |\n| {escape(text)} | end |")
    allowed = {"table", "thead", "tbody", "tr", "th", "td", "p"}
    assert set(re.findall(r"</?([a-z0-9]+)", page)) <= allowed
    assert page.count("<td") in {0, 2}


def test_an_escaped_text_is_markdown_and_a_line_break_is_a_space() -> None:
    assert isinstance(escape("a"), Markdown)
    assert escape("a\r\n\tb") == "a b"


@pytest.mark.parametrize(
    "heading",
    ["What it tests", "N+1, again", "Über Größe", "p99.9 — what?", "a_b  c--d", "Is `GET` safe?"],
)
def test_a_slug_is_the_anchor_that_the_site_has(heading: str) -> None:
    built = rendered(f"## {heading}")
    anchor = re.search(r'id="([^"]*)"', built)
    assert anchor and slug(heading.replace("`", "")) == anchor[1]


def test_near_words() -> None:
    assert nearest("cachng", ["queues", "caching"]) == "caching"
    assert nearest("zzz", ["queues", "caching"]) is None
    assert did_you_mean("cachng", ["queues", "caching"]) == "did you mean 'caching'?"
    assert did_you_mean("zzz", ["queues", "caching"]) == "known: caching, queues"
    assert did_you_mean("zzz", [f"{letter}{letter}" for letter in "abcdefghijklm"]) == ""


def test_counts() -> None:
    assert [counted(0, "page"), counted(1, "page"), counted(1200, "page")] == ["0 pages", "1 page", "1,200 pages"]
    assert counted(2, "company", "companies") == "2 companies"


def test_names_are_listed_as_one_says_them() -> None:
    assert [enumerated(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_a_title_within_a_sentence_keeps_its_abbreviation() -> None:
    assert [uncapitalised(title) for title in ("Caching", "API design", "A", "")] == ["caching", "API design", "a", ""]
