"""Mending: each thing that has one right answer, what is left alone, and what must hold of any text."""

from __future__ import annotations

import re
import time
from pathlib import Path

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.catalogue import Catalogue, load
from kb.files import Document, read_tree
from kb.fixes import MENDED, Fixed, fix
from kb.rules import RULES, examine
from kb.schema import KINDS
from kb.yamltree import Mapping, Sequence, parse

ROOT = Path(__file__).resolve().parent.parent
PAGE = "questions/concepts/new.md"
GOOD, _ = examine(ROOT / "tests" / "corpus" / "good" / "docs")


def mended(front: str, body: str = "Text.\n", path: str = PAGE) -> tuple[str, list[str]]:
    """The front matter after mending, and what was done with its line."""
    fixed = fix(path, f"---\n{front}---\n{body}", GOOD)
    assert fixed.text.endswith(f"---\n{body}")
    return fixed.text[4 : -4 - len(body)], [f"{change.line}: {change.what}" for change in fixed.changes]


# What is mended


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("topics: caching\n", "topics: [caching]\n", "2: topics: wrote the single value as a list, [caching]"),
        ("topics:   'caching' # why\n", "topics:   ['caching'] # why\n", None),
        ("topics: caching, queues\n", "topics: [caching, queues]\n", None),
        ("reviewed: 2026/11/20\n", "reviewed: 2026-11-20\n", "2: reviewed: wrote '2026/11/20' as 2026-11-20"),
        ("reviewed: '20 Nov 2026'\n", "reviewed: 2026-11-20\n", None),
        ("reviewed: November 20th, 2026 # c\n", "reviewed: 2026-11-20 # c\n", None),
        ("reviewed: 20/11/2026\n", "reviewed: 2026-11-20\n", None),
        ("reviewed: 11/20/2026\n", "reviewed: 2026-11-20\n", None),
        ("reviewed: 2026-3-7\n", "reviewed: 2026-03-07\n", None),
        ("topics: [Queues]\n", "topics: [queues]\n", "2: topics: wrote 'Queues' as queues"),
        ("topics: [Cache]\n", "topics: [caching]\n", None),
        ("topics: Cache\n", "topics: [caching]\n", None),
        ("levels: [Mid-Level]\n", "levels: [mid]\n", None),
        ("levels: [senior, mid]\n", "levels: [mid, senior]\n", "2: levels: put in order, [mid, senior]"),
        ("levels:\n  - 'senior'\n  - mid\n", "levels:\n  - mid\n  - 'senior'\n", None),
        ("levels: [Senior, Mid-level]\n", "levels: [mid, senior]\n", None),
        ("title: no\n", 'title: "no"\n', "2: title: put 'no' in quotes"),
        ("title: 2026-11-20\n", 'title: "2026-11-20"\n', None),
        ("title: A \t\n", "title: A\n", "2: took out the white space at the end of the line"),
        ("related: [Build a ring buffer]\n", "related: [ring-buffer]\n", None),
        (
            "# of the time\nminutes: 5 # five\n\n# of the title\ntitle: A\n",
            "# of the title\ntitle: A\n# of the time\nminutes: 5 # five\n\n",
            "3: put the fields in order: title, minutes",
        ),
        (
            "sightings:\n  - source: blog-1\n    # who\n    company: acme\n",
            "sightings:\n  - source: blog-1\n    # who\n    company: acme\n",
            None,
        ),
        (
            "sightings:\n  - source: blog-1\n    company: acme # who\n  - {source: blog-1, company: acme}\n",
            "sightings:\n  - company: acme # who\n    source: blog-1\n  - {company: acme, source: blog-1}\n",
            None,
        ),
        (
            "reviewed: 2026-11-20\nsightings:\n  - source: blog-1\n    company: acme\ntitle: |\n  A\n",
            "title: |\n  A\nsightings:\n  - company: acme\n    source: blog-1\nreviewed: 2026-11-20\n",
            None,
        ),
        ("minutes: 5\n'title': A\n", "'title': A\nminutes: 5\n", None),
        ("{minutes: 5, title: A}\n", "{title: A, minutes: 5}\n", None),
    ],
)
def test_what_has_one_right_answer_is_mended(before: str, after: str, said: str | None) -> None:
    text, what = mended(before)
    assert text == after
    assert said is None or what == [said]
    assert bool(what) == (before != after)


def test_a_company_that_a_claim_observes_by_month_is_mended_to_the_month() -> None:
    claim = "claims:\n  - {{dimension: Coding, value: A., sources: blog-1, observed: {}}}\n"
    text, _ = mended(claim.format("Nov 2025"), path="companies/new.md")
    assert text == "claims:\n  - {dimension: coding, value: A., sources: [blog-1], observed: 2025-11}\n"


def test_data_files_are_mended_like_pages() -> None:
    text = "- id: a\n  guide: guides/storage.md\n  title: A\n  # names\n  aliases: b\n- {title: C, id: c}\n"
    assert fix("_data/topics.yml", text, GOOD).text == (
        "- id: a\n  title: A\n  # names\n  aliases: [b]\n  guide: guides/storage.md\n- {id: c, title: C}\n"
    )


# What is left alone


@pytest.mark.parametrize(
    "front",
    [
        "topics: caching, nonsense\n",
        "aliases: a, b\n",
        "topics: [cachng]\n",
        "topics: [cache, caching]\n",
        "reviewed: 05/06/2026\n",
        "reviewed: 31 Feb 2026\n",
        "reviewed: Nov 2026\n",
        "reviewed: 20 Novemburger 2026\n",
        "levels: [senior, # first\n  mid]\n",
        "levels: [senior, senior, mid]\n",
        "title: ~\n",
        "minutes: ten\n",
        "minutes: 5\ntitel: A\ntitle: B\n",  # where a misspelt field belongs, nobody can say
        "minutes: 5\ntitle: A\ntitle: B\n",
        "minutes: 5\n? title\n: A\n",
        "minutes: 5\ntitle: Why: this\n",
        "- a \n",
    ],
)
def test_what_is_not_certain_is_left_alone(front: str) -> None:
    assert mended(front) == (front, [])


@pytest.mark.parametrize(
    "body",
    [
        "One  \ntwo\n",
        "```text\ncode \n```\n",
        "    code \n",
        "<!-- kb:questions {topics: [caching], \n limit: 5} -->\n",
    ],
)
def test_white_space_that_may_mean_something_stays(body: str) -> None:
    assert mended("title: A\n", body) == ("title: A\n", [])


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ("One \ntwo\n", "One\ntwo\n"),
        ("One  \n\ntwo\t\n", "One\n\ntwo\n"),
        ("## One  \n", "## One\n"),
        ("One\n \t \ntwo", "One\n\ntwo\n"),
        ("One\n\n\n", "One\n"),
    ],
)
def test_white_space_that_means_nothing_goes(body: str, after: str) -> None:
    assert fix(PAGE, f"---\ntitle: A\n---\n{body}", GOOD).text == f"---\ntitle: A\n---\n{after}"


def test_a_page_that_cannot_be_read_is_not_touched() -> None:
    for text in ("", "Text. ", "---\ntitle: A \n", "---\na: [\n---\nText. \n", "---\ntitle: A\n---\n```\nText. \n"):
        assert fix(PAGE, text, GOOD) == Fixed(text)


def test_line_ends_and_byte_order_marks() -> None:
    text = "---\r\ntitle: A\r\n---\r\nText.\r\n"
    assert fix(PAGE, text, GOOD) == Fixed(text)
    assert fix(PAGE, "\ufeff" + text, GOOD).text == text
    assert fix(PAGE, text.replace("Text.\r\n", "Text. \r\n"), GOOD).text == text
    mixed = fix(PAGE, text.replace("A\r\n", "A\n"), GOOD)
    assert (mixed.text, [c.what for c in mixed.changes]) == (text.replace("\r", ""), ["made all line ends alike"])


def test_what_is_mended_is_said_on_the_page_of_rules() -> None:
    assert MENDED.keys() <= {rule.name for rule in RULES}


# What holds of any text

_WORDS = st.sampled_from(
    [
        *("title", "topics", "levels", "minutes", "reviewed", "sightings", "related", "company", "source", "claims"),
        *("caching", "Queues", "senior", "mid", "no", "2026/11/20", "20 Nov 2026", "5", "~", "a\u00e9\U0001f600"),
        *(": ", ":", "\n", "\n  ", "\n  - ", "- ", ", ", "[", "]", "{", "}", "#", " # c", " ", "  \n", "\t", "'", '"'),
        *("|\n", ">-\n", "---\n", "```\n", "## H\n", "<!-- kb:run -->", "\r\n", "&a", "*a", "!!int", "\ufeff", "\\"),
    ]
)
_FIELDS = st.lists(
    st.tuples(
        st.sampled_from(["title", "topics", "levels", "minutes", "reviewed", "related", "odd", "sightings"]),
        st.sampled_from(
            [
                *("A", "'A'", "yes", "caching", "[Cache, queues]", "Cache", "[senior, mid]", "5 # c", "2026/11/20 "),
                *("11 Nov 2025", "\n  - senior\n  - mid", "\n  - source: blog-1\n    company: acme", "[]", "|\n  a \n"),
                *("[{source: blog-1, company: acme}]", "", "{b: 1, a: 2}", ">-\n  a\n\n  b", "\n# c\n  - mid"),
            ]
        ),
    ),
    max_size=8,
).map(lambda fields: "".join(f"{key}: {value}\n" for key, value in fields))
_BODIES = st.lists(
    st.sampled_from(["a", "a ", "a  ", "", " ", "\t", "```", "    c ", "## H", "- i  ", "| t |  ", "> q ", "<!-- c"]),
    max_size=12,
).map("\n".join)
_PAGES = st.builds(lambda front, body: f"---\n{front}---\n{body}", _FIELDS, _BODIES)
_TEXTS = st.one_of(_PAGES, st.lists(_WORDS, max_size=30).map("".join), st.text(max_size=60))
_PATHS = st.sampled_from([PAGE, "companies/new.md", "guides/new.md", "_data/topics.yml", "_data/none.yml"])


@settings(max_examples=200, deadline=None)
@given(_PATHS, _TEXTS)
def test_twice_is_once_and_no_change_is_silent(path: str, text: str) -> None:
    once = fix(path, text, GOOD)
    assert fix(path, once.text, GOOD) == Fixed(once.text)
    assert bool(once.changes) == (once.text != text)


@settings(max_examples=150, deadline=None)
@given(_PAGES)
def test_a_page_says_what_it_said(text: str) -> None:
    """The body renders to the same, and the fields hold the same words; nothing is mended into a new problem."""
    fixed = fix(PAGE, text, GOOD).text
    before, after = _page(text), _page(fixed)
    assert _rendered(before) == _rendered(after)
    assert [line.rstrip() for line in before.rstrip().split("\n")] == [
        line.rstrip() for line in after.rstrip().split("\n")
    ]
    assert _faults(fixed) <= _faults(text)  # but for unknown ids, which a value that was no list had hidden


def _page(text: str) -> str:
    return text.split("\n---\n", 1)[-1]


def _rendered(body: str) -> str:
    """The HTML, but for white space where a browser shows none: that at the end of a paragraph, heading or cell.

    The line before the text is for Python-Markdown, to which four spaces are an empty block of code on line 1 alone.
    """
    html = markdown.markdown(f"\n{body}", extensions=["tables", "pymdownx.superfences"])
    return re.sub(r"[ \t]+(?=\n|</?(?:p|h\d|li|td|th|br|blockquote)\b|$)", "", html)


def _faults(text: str) -> set[tuple[str, str]]:
    """The rules with the fields that they speak of."""
    _, problems = load([Document(PAGE, text)])
    found = [p for p in problems if p.position.path == PAGE and p.rule != "unknown-id"]
    return {(p.rule, p.message.partition(":")[0]) for p in found}


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_fields_in_any_order_are_put_in_the_declared_one(data: st.DataObject) -> None:
    """Of every real kind of record, as it stands in the good corpus."""
    document = data.draw(st.sampled_from(_DATA))
    tree, _ = parse(document.text, document.path)
    assert isinstance(tree, Sequence)
    kind = next(kind for kind in KINDS if kind.place == document.path)
    record = data.draw(st.sampled_from(tree.items))
    assert isinstance(record, Mapping)
    lines = document.text.split("\n")
    starts = [entry.at.line for entry in record.entries]
    if len(set(starts)) < len(starts):
        return
    end = next((i.at.line for i in tree.items if i.at.line > starts[-1]), len(lines))
    chunks = [lines[a - 1 : b - 1] for a, b in zip(starts, [*starts[1:], end], strict=True)]
    chunks[0] = ["  " + chunks[0][0].removeprefix("- "), *chunks[0][1:]]
    mixed = [line for chunk in data.draw(st.permutations(chunks)) for line in chunk]
    mixed[0] = "- " + mixed[0].removeprefix("  ")
    shuffled = "\n".join([*lines[: starts[0] - 1], *mixed, *lines[end - 1 :]])
    names = [field.name for field in kind.fields]
    assert sorted(names.index(e.key) for e in record.entries) == [names.index(e.key) for e in record.entries]
    assert fix(document.path, shuffled, GOOD).text == document.text


_DATA = [d for d in read_tree(ROOT / "docs")[0] if d.path in {"_data/rounds.yml", "_data/sources.yml"}]


def test_the_handbook_needs_no_mending() -> None:
    catalogue, _ = examine(ROOT / "docs")
    for path in catalogue.files:
        if path.endswith((".md", ".yml")):
            text = (ROOT / "docs" / path).read_bytes().decode("utf-8")
            assert fix(path, text, catalogue).changes == (), path


def test_time_grows_with_what_is_mended_and_not_with_its_square(good: Catalogue) -> None:
    started = time.process_time()
    fixed = fix("_data/topics.yml", "- id: a\n  title: A\n  aliases:\n" + "    - no\n" * 15_000, good)
    assert len(fixed.changes) == 15_000
    assert time.process_time() - started < 6
