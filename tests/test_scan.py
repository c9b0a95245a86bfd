"""A page taken apart: what is structure and what is code."""

from __future__ import annotations

import time

import pytest

from kb.files import Document
from kb.scan import Page, replace_directives, scan

HEAD = "---\ntitle: A\n---\n"


def page(body: str) -> Page:
    found, problems = scan(Document("a.md", HEAD + body))
    assert problems == []
    return found


def problems(text: str) -> list[str]:
    return [p.formatted() for p in scan(Document("a.md", text))[1]]


def test_headings_have_lines_and_anchors() -> None:
    found = page("\n## One `two`\n\n### [Three](x.md) *four*\n\n## One two ##\n")
    assert [(h.level, h.title, h.anchor, h.line) for h in found.headings] == [
        (2, "One two", "one-two", 5),
        (3, "Three four", "three-four", 7),
        (2, "One two", "one-two_1", 9),
    ]


def test_code_is_not_structure() -> None:
    found = page(
        "```markdown\n## no\n[no](no.md)\n<!-- kb:no -->\n```\n~~~\n```\n## no\n~~~\n`[no](no.md)` [yes](yes.md)\n"
    )
    assert found.headings == () and found.directives == ()
    assert [link.target for link in found.links] == ["yes.md"]
    assert [fence.code for fence in found.fences] == ["## no\n[no](no.md)\n<!-- kb:no -->", "```\n## no"]


def test_links_of_every_form_have_their_place() -> None:
    found = page('a [b](c.md) ![d](e.png "title") [h](i_(j).md) <https://k.l/>\n\n[m\nn](o.md)\n')
    assert [(link.target, link.at.line, link.at.column, link.is_image) for link in found.links] == [
        ("https://k.l/", 4, 48, False),
        ("c.md", 4, 7, False),
        ("e.png", 4, 18, True),
        ("i_(j).md", 4, 37, False),
        ("o.md", 7, 4, False),
    ]


def test_directives_have_names_options_and_places() -> None:
    found = page("<!-- kb:questions {topics: [a]} -->\n\n<!-- kb:compare\n  companies: [b]\n-->\n")
    assert [(d.name, d.options, d.line, d.last) for d in found.directives] == [
        ("questions", "{topics: [a]}", 4, 4),
        ("compare", "companies: [b]", 6, 8),
    ]
    assert [(d.at.line, d.at.column) for d in found.directives] == [(4, 19), (7, 3)]


def test_a_directive_is_replaced_where_it_stands() -> None:
    found = page("one\n<!-- kb:a -->\ntwo\n<!-- kb:b\n-->\nthree\n")
    assert replace_directives(found, lambda d: f"[{d.name}\n]") == "one\n[a\n]\ntwo\n[b\n]\nthree\n"


def test_a_block_knows_the_directive_before_it() -> None:
    found = page("<!-- kb:run -->\n```python\nx = 1\n```\n\n<!-- kb:run -->\ntext\n```python\ny = 2\n```\n")
    assert [(f.info, f.code, f.line, f.run is not None) for f in found.fences] == [
        ("python", "x = 1", 5, True),
        ("python", "y = 2", 11, False),
    ]


def test_an_indented_block_loses_its_indentation() -> None:
    found = page("- a\n\n    ```python\n    if x:\n        y\n    ```\n")
    assert found.fences[0].code == "if x:\n    y"


def test_the_outer_form() -> None:
    assert problems("text") == [
        "docs/a.md:1:1: front-matter: there is no front matter; "
        "begin the file with a line ---, the fields and another line ---"
    ]
    assert problems("---\ntitle: A\n") == [
        "docs/a.md:1:1: front-matter: the front matter is not closed; add a line --- below it"
    ]
    assert problems("---\n---\n") == [
        "docs/a.md:1:1: front-matter: the front matter is empty; write the fields of such a page"
    ]
    assert problems("---\n- a\n---\n") == [
        "docs/a.md:2:1: front-matter: the front matter is not a mapping; write 'field: value'"
    ]
    assert problems(HEAD + "```python\n") == [
        "docs/a.md:4:1: fence: the code block that begins here is not closed; close it with a line ```"
    ]
    long = "---\na: " + "x" * 70_000 + "\n---\n"
    said = "the front matter has 70,004 characters; 65,536 is the most; shorten it"
    assert problems(long) == [f"docs/a.md:1:1: front-matter: {said}"]


def test_a_dashed_line_in_the_text_is_text() -> None:
    assert page("a\n\n---\n\nb\n").body == "a\n\n---\n\nb\n"


def test_headings_are_what_the_site_makes_headings() -> None:
    found = page("##One\n\n## A &amp; B\n\n## __Two__ ##\n")
    assert [(h.title, h.anchor) for h in found.headings] == [("One", "one"), ("A &amp; B", "a-b"), ("Two", "two")]


@pytest.mark.parametrize("text", ["One\n---\n", "a\n\nOne\n===  \n", "## a\nOne\n-\n", "a\nb\n---\n"])
def test_an_underlined_heading_is_refused(text: str) -> None:
    assert [p.split(": ")[1] for p in problems(HEAD + text)] == ["heading"]


@pytest.mark.parametrize("text", ["a\n\n---\n", "---\n", "a | b\n--- | ---\n", "```\n\na\n---\n```\n"])
def test_other_dashes_are_left_alone(text: str) -> None:
    assert problems(HEAD + text) == []


def test_a_block_is_closed_by_the_fence_that_opened_it_and_by_no_longer_one() -> None:
    assert [p.split(": ")[1] for p in problems(HEAD + "```\na\n````\n")] == ["fence"]
    assert page("````\n```\n````\n").fences[0].code == "```"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("- <!-- kb:topics -->\n", "4:3"),
        ("    <!-- kb:topics -->\n", "4:5"),
        ("a <!-- kb:topics -->\n", "4:3"),
        ("<!-- kb:topics --> a\n", "4:1"),
        ("\n<!-- kb:topics\n", "5:1"),
        ("<!-- kb:topics\n" + "\n" * 20 + "-->\n", "4:1"),
    ],
)
def test_a_directive_that_would_not_be_replaced_is_reported(text: str, place: str) -> None:
    assert [p.partition(": this")[0] for p in problems(HEAD + text)] == [f"docs/a.md:{place}: directive"]


def test_a_directive_in_inline_code_is_code() -> None:
    assert page("Write `<!-- kb:topics -->` there.\n").directives == ()


@pytest.mark.parametrize(
    "line",
    [
        "<!-- kb:a" + " " * 50_000 + "--> x",
        "x" + "`" * 200_000 + " ](b.md)",
        "## a" + " " * 200_000 + "b",
        "## " + "[" * 200_000,
        "## " + "[](" * 70_000,
        '](x "' * 40_000,
        "[" * 200_000 + "]:",
    ],
    ids=lambda line: line[:9],
)
def test_a_very_long_line_costs_no_more_than_its_length(line: str) -> None:
    start = time.process_time()
    scan(Document("a.md", f"{HEAD}{line}\n"))
    assert time.process_time() - start < 2
