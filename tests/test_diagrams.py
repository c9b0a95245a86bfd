"""Drawings of diagrams: which belongs to which block, what they may hold, and that none is missing or left over."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

import diagrams as command
from kb import diagrams
from kb.diagrams import Element
from kb.files import DIAGRAMS, Document
from kb.rules import examine
from kb.scan import scan

NAME = "0123456789ab"
PATH = f"{DIAGRAMS}{NAME}.svg"


def drawing(*children: Element) -> Element:
    return Element(
        "svg",
        {
            "role": "img",
            "aria-labelledby": f"d{NAME}-title d{NAME}-desc",
            "viewBox": "0 -1.5 100 50",
            "width": "100",
            "height": "50",
        },
        [
            Element("title", {"id": f"d{NAME}-title"}, text="A & B"),
            Element("desc", {"id": f"d{NAME}-desc"}, text="One <asks>."),
            *children,
        ],
    )


SHAPES = (
    Element("defs", {}, [Element("marker", {"id": f"d{NAME}-0", "orient": "auto", "refX": "5"})]),
    Element("g", {"transform": "translate(1.5, -2)"}, [Element("rect", {"class": "node", "x": "1", "width": "20"})]),
    Element("path", {"class": "edge dotted", "d": "M0,0L10,10.5Z", "marker-end": f"url(#d{NAME}-0)"}),
    Element("text", {"x": "3", "y": "-4.2", "class": "start"}, text="5 < 6"),
)


def said(text: str, path: str = PATH) -> list[str]:
    return [problem.message for problem in diagrams.problems(Document(path, text))]


def test_a_drawing_of_plain_shapes_is_accepted() -> None:
    text = diagrams.written(drawing(*SHAPES))
    assert said(text) == []
    assert 'xmlns="http://www.w3.org/2000/svg"' in text and "5 &lt; 6" in text


def test_the_name_follows_the_text_and_not_the_space_around_it() -> None:
    assert diagrams.name("flowchart LR\n  A --> B\n") == diagrams.name("\nflowchart LR  \n  A --> B")
    assert diagrams.name("flowchart LR\n  A --> B") != diagrams.name("flowchart LR\n  A --> C")
    assert re.fullmatch(rf"{DIAGRAMS}[0-9a-f]{{12}}\.svg", diagrams.path("x"))


@pytest.mark.parametrize(
    "shape",
    [
        Element("script", {}, text="alert(1)"),
        Element("style", {}, text="* { fill: url(//example.org) }"),
        Element("foreignObject"),
        Element("image", {"href": "https://example.org/x.png"}),
        Element("a", {"href": "javascript:alert(1)"}),
        Element("use", {"href": "#x"}),
        Element("animate"),
        Element("svg"),
        Element("rect", {"onclick": "alert(1)"}),
        Element("rect", {"style": "fill: red"}),
        Element("rect", {"class": "md-header"}),
        Element("rect", {"width": "100%"}),
        Element("path", {"d": "M0 0 url(x)"}),
        Element("path", {"marker-end": "url(https://example.org/#x)"}),
        Element("g", {"id": "search"}),
        Element("g", {"transform": "matrix(1)"}),
        Element("text", {}, [Element("tspan")]),
        Element("g", {}, text="words"),
    ],
)
def test_anything_else_is_refused(shape: Element) -> None:
    assert list(diagrams.faults(drawing(shape)))
    assert said(diagrams.written(drawing(shape)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</svg>", "<!-- x --></svg>"),
        ("One &lt;asks&gt;.", "<![CDATA[<img src=x onerror=alert(1)>]]>"),
        ("<svg", '<!DOCTYPE svg [<!ENTITY a "b">]><svg'),
        ("<svg", '<?xml version="1.0"?><svg'),
        ("&lt;asks&gt;", "&#60;asks&#62;"),
        (" role=", "  role="),
        ("</desc>", "</desc>words"),
        ("</svg>", ""),
        ('xmlns="http://www.w3.org/2000/svg"', 'xmlns="http://www.w3.org/1999/xhtml"'),
        ('xmlns="http://www.w3.org/2000/svg"', 'xmlns:x="http://www.w3.org/2000/svg"'),
    ],
)
def test_a_file_in_any_other_form_than_ours_is_refused(old: str, new: str) -> None:
    """A browser reads it as HTML: what XML hides in a comment or a section of data might not be hidden there."""
    text = diagrams.written(drawing(*SHAPES))
    assert old in text
    assert said(text.replace(old, new, 1))


def test_a_deep_or_hollow_file_is_refused_and_not_followed() -> None:
    assert said("<g>" * 100_000)
    assert said("<svg>" * 5_000 + "</svg>" * 5_000)
    assert said("")


def test_a_file_with_another_name_is_refused() -> None:
    assert said(diagrams.written(drawing()), f"{DIAGRAMS}overview.svg") == [
        "'assets/diagrams/overview.svg' is no name of a drawing"
    ]


def test_in_a_page_it_has_a_box_and_a_least_width() -> None:
    figure = diagrams.figure(diagrams.written(drawing(*SHAPES)))
    assert figure.startswith('<div class="kb-diagram"><svg style="min-width: 72px" aria-labelledby=')
    assert "\n" not in figure and "xmlns" not in figure


def test_every_diagram_of_the_handbook_is_drawn_and_no_drawing_is_left_over(root: Path) -> None:
    wanted = command.diagrams_of(root / "docs")
    there = {file.name for file in (root / "docs" / "assets" / "diagrams").iterdir()}
    assert len(wanted) > 10
    assert sorted(wanted.keys() - there) == [], "draw them: python3 scripts/diagrams.py"
    assert sorted(there - wanted.keys()) == [], "remove them: python3 scripts/diagrams.py"


def test_every_drawing_says_what_its_block_says(root: Path) -> None:
    catalogue, _ = examine(root / "docs")
    for name, code in command.diagrams_of(root / "docs").items():
        text = catalogue.diagrams[f"{DIAGRAMS}{name}"]
        for field, element in (("accTitle", "title"), ("accDescr", "desc")):
            found = re.search(rf"{field}: (.+)", code)
            assert found, f"{name}: the diagram has no {field}"
            assert f">{html.escape(found[1].strip(), quote=False)}</{element}>" in text, name
        # A label may be cut into lines, so its longest word stands for it.
        for label in re.findall(r'"([^"]+)"', code):
            word = max(re.findall(r"[A-Za-z]+", label) or [""], key=len)
            assert word in text, f"{name}: {label}"


def test_the_drawings_of_a_page_are_those_of_its_blocks_that_are_drawn() -> None:
    written = (("mermaid", "a"), ("text", "b"), ("mermaid", "c"))
    blocks = "".join(f"```{info}\n{code}\n```\n\n" for info, code in written)
    page, _ = scan(Document("a.md", f"---\ntitle: A\n---\n\n{blocks}"))
    svg = diagrams.written(drawing(*SHAPES))
    drawings = dict.fromkeys(map(diagrams.path, "bc"), svg)
    assert list(diagrams.figures(page, drawings)) == [diagrams.figure(svg)]
