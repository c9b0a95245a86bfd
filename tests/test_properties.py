"""What must hold of any input: nothing is raised, nothing written becomes live markup, what is accepted comes back."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import html
import json
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path

import markdown
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from mkdocs.config import load_config

from kb import authored, exports, indexes, pages
from kb.catalogue import Catalogue, load
from kb.files import Document, read_tree
from kb.folding import FoldingExtension
from kb.problems import Problem
from kb.rules import check

ROOT = Path(__file__).resolve().parent.parent

PAGE = "questions/concepts/stampede.md"

BODY = "\n## Prompt\n\nText.\n\n## Answer\n\nText.\n\n{}\n\n## Red flags\n\n- None.\n"

FRONT = "title: What is a stampede?\ntopics: [caching]\nlevels: [mid]\nminutes: 10\nreviewed: 2026-11-19\n"

# Most hostile input is refused, as it should be. A test still fails if none at all is accepted.
ACCEPTED_ARE_FEW = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])

ACTIVE = {"script", "style", "iframe", "object", "embed", "form", "base", "meta", "link", "svg", "math", "template"}

HARMLESS = {"", "http", "https", "mailto"}

# What hostile input is made of: characters that Markdown, YAML, HTML or a template could act on, and whole tricks.
PIECES = st.sampled_from(
    [
        *"<>&\"'`*_{}[]()#!|~:=\\/-+.^$@%;, \t\n",
        *(
            "a",
            "é",
            "Ω",
            "0",
            "12. ",
            "---\n",
            "\n\n",
            "    ",
            "```\n",
            "~~~\n",
            "<!-- ",
            " -->",
            "kb:",
            "{: ",
            "{#",
            "](",
        ),
        *(
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "javascript:alert(1)",
            "java&#115;cript:alert(1)",
        ),
        *("data:text/html,x", "//host", "[x]: ", "<!-- kb:questions {limit: 3} -->", "{% raw %}", "{{ config }}"),
        *(
            "onclick=alert(1)",
            "<http://a.b>",
            "<a@b.c>",
            "</article>",
            "<style>",
            "![",
            "\u202e",
            "\u200b",
            "\x00",
            "]]>",
        ),
    ]
)
HOSTILE = st.lists(PIECES | st.text(max_size=4), max_size=12).map("".join)

# Any one line of text that an author could mean: what YAML cannot hold or the field refuses is told by the checker.
TITLES = st.lists(PIECES | st.characters(exclude_categories=("C", "Z")) | st.just(" "), min_size=1, max_size=12).map(
    "".join
)


@functools.cache
def documents() -> tuple[tuple[Document, ...], frozenset[str]]:
    found, files, problems = read_tree(ROOT / "tests" / "corpus" / "good" / "docs")
    assert not problems
    return tuple(found), files


@functools.cache
def extensions() -> tuple[list[str], dict[str, dict[str, object]]]:
    config = load_config(str(ROOT / "mkdocs.yml"))
    return config["markdown_extensions"], config["mdx_configs"]


def examined(text: str) -> tuple[Catalogue, list[Problem]]:
    """The good corpus with another text in one page's place."""
    found, files = documents()
    catalogue, problems = load([dataclasses.replace(d, text=text) if d.path == PAGE else d for d in found], files)
    return catalogue, sorted({*problems, *check(catalogue)})


def rendered(text: str) -> str:
    names, settings = extensions()
    return markdown.markdown(text, extensions=[*names, FoldingExtension()], extension_configs=settings)


class _Live(HTMLParser):
    """What of a piece of HTML a browser would act on."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ACTIVE:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.found.append(f"{tag} {name}")
            if name in {"href", "src", "action", "formaction", "srcset", "data", "xlink:href"}:
                address = "".join(c for c in (value or "") if c > " ")
                scheme, colon, _ = address.partition(":")
                if address.startswith(("//", "\\", "/\\")) or (
                    colon and "/" not in scheme and scheme.lower() not in HARMLESS
                ):
                    self.found.append(f"{tag} {name}={address}")

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def live(page: str) -> list[str]:
    parser = _Live()
    parser.feed(page)
    parser.close()
    return parser.found


def words(page: str) -> str:
    parser = _Live()
    parser.feed(page)
    parser.close()
    return " ".join("".join(parser.said).split())


def formatted(problems: Iterable[Problem]) -> list[str]:
    """The messages, each of which must be one printable line."""
    lines = [problem.formatted() for problem in problems]
    assert all(line.isprintable() for line in lines), lines
    return lines


def front(title: str) -> str:
    return FRONT.replace("What is a stampede?", json.dumps(title, ensure_ascii=False))


@ACCEPTED_ARE_FEW
@given(HOSTILE)
@example("- " * 500)
@example("[" * 3000)
@example("a: &a [*a, *a]")
@example("? [a, {b: c}]\n: d")
def test_any_front_matter_is_read_or_refused(text: str) -> None:
    catalogue, problems = examined(f"---\n{text}\n---\n{BODY.format('Text.')}")
    assert formatted(problems), "no text of these makes a whole question"
    assert "stampede" not in catalogue.questions


@ACCEPTED_ARE_FEW
@given(HOSTILE)
@example("<!-- kb:questions {limit: 3} -->")
@example("| a | b |\n| - | - |\n| {: onclick=x } | [x](javascript:y) |")
def test_no_body_becomes_live_markup(text: str) -> None:
    catalogue, problems = examined(f"---\n{FRONT}---\n{BODY.format(text)}")
    formatted(problems)
    assume(not problems)
    assert live(rendered(authored.build(catalogue, indexes.build(catalogue), PAGE))) == []


@ACCEPTED_ARE_FEW
@given(TITLES)
@example("<script>alert(1)</script>")
@example("{{ config }} {% raw %} | `a` [b](javascript:c) {: onclick=d }")
@example("a &lt; b &amp; c")
def test_an_accepted_title_is_shown_as_it_is_and_nothing_else(title: str) -> None:
    catalogue, problems = examined(f"---\n{front(title)}---\n{BODY.format('Text.')}")
    formatted(problems)
    assume(not problems)
    shown = " ".join(title.split())
    assert catalogue.questions["stampede"].title == shown
    found = indexes.build(catalogue)
    made = {page.path: page.text for page in pages.generate(catalogue, found)}
    for text in (
        authored.build(catalogue, found, PAGE),
        made["questions/topics/caching.md"],
        made["questions/levels/mid.md"],
    ):
        page = rendered(text)
        assert live(page) == []
        assert shown in words(page)
    questions = json.loads(dict(exports.documents(catalogue, found))["api/v1/questions.json"])["questions"]
    assert shown in {question["title"] for question in questions}


WELL_FORMED = st.sampled_from(
    [
        *("questions {topics: [caching]}", "questions {limit: 1}", "mistakes", "compare {companies: [acme, bolt]}"),
        *("sources {ids: [blog-1]}", "guides {section: guides}", "topics", "rounds", "companies", "plans", "figures"),
    ]
)
DIRECTIVES = st.builds("<!-- kb:{}{} -->".format, WELL_FORMED | HOSTILE, st.sampled_from(["", " ", "\n"]) | HOSTILE)


@settings(max_examples=200, deadline=None)
@given(DIRECTIVES)
@example("<!-- kb:questions {topics: [caching]} -->")
@example("<!-- kb:compare {companies: [acme, bolt]} -->")
def test_any_directive_is_replaced_or_refused(directive: str) -> None:
    catalogue, problems = examined(f"---\n{FRONT}---\n{BODY.format(directive)}")
    formatted(problems)
    if problems:
        return
    page = rendered(authored.build(catalogue, indexes.build(catalogue), PAGE))
    assert live(page) == []
    assert "kb:" not in html.unescape(page).replace("kb:run", "")


LEVELS = ["mid", "senior"]

RECORDS = st.fixed_dictionaries(
    {
        "title": TITLES,
        "topics": st.lists(st.sampled_from(["caching", "storage"]), min_size=1, max_size=2, unique=True),
        "levels": st.lists(st.sampled_from(LEVELS), min_size=1, unique=True).map(sorted),
        "minutes": st.integers(5, 90),
        "reviewed": st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 1, 1)).map(str),
    }
)
ORDER = ["title", "topics", "levels", "minutes", "reviewed"]


@ACCEPTED_ARE_FEW
@given(RECORDS)
def test_accepted_front_matter_comes_back(fields: dict[str, object]) -> None:
    written = "".join(f"{name}: {json.dumps(fields[name], ensure_ascii=False)}\n" for name in ORDER)
    catalogue, problems = examined(f"---\n{written}---\n{BODY.format('Text.')}")
    formatted(problems)
    assume(not problems)
    record = catalogue.questions["stampede"]
    read = {name: getattr(record, name) for name in fields}
    expected = {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
    assert read == {**expected, "title": " ".join(str(fields["title"]).split())}
