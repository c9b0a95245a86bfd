"""Drawings: harmless ones pass, and whatever could run or load something does not."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kb.svg import MAX_DEPTH, problems

NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'
GRADIENT = '<linearGradient id="g"><stop offset="0" stop-color="#000"/></linearGradient>'


def said(inside: str, attributes: str = "") -> list[str]:
    data = f"<svg {NAMESPACE} {attributes}>{inside}</svg>".encode()
    return [problem.message for problem in problems(data, "a.svg")]


@pytest.mark.parametrize(
    "inside",
    [
        '<g class="node" transform="translate(1,2) rotate(45)"><rect x="1" width="2" rx="3"/></g>',
        '<text x="1"><tspan dy="1em">f(x) = 5 μs</tspan></text><title>Client (browser)</title><desc>a: b\\c</desc>',
        f"<defs>{GRADIENT}<marker id='m' orient='auto'><path d='M0 0'/></marker></defs><path fill='url(#g)'/>",
        '<path d="M0 0L1 1" marker-end="url(#m)" style="stroke: var(--line); fill: rgb(0 0 0 / 50%)"/>',
        "<style>.a{fill:#000} @media (prefers-color-scheme:dark){.a{fill:var(--a, #fff)}}</style>",
        '<style type="text/css"><![CDATA[.a:not(.b) > g { font-family: "IBM Plex Sans" }]]></style>',
        '<path aria-label="f(x)" data-id="7" xml:space="preserve" d="M0 0"/>',
        "<!-- a comment --><circle r='1'/><ellipse/><line/><polyline/><polygon points='0,0 1,1'/>",
    ],
)
def test_a_harmless_drawing_is_accepted(inside: str) -> None:
    assert said(inside, 'role="img" viewBox="0 0 1 1" aria-labelledby="t"') == []


def test_the_drawings_of_the_handbook_are_accepted(root: Path) -> None:
    drawn = [file for file in root.glob("docs/**/*.svg") if "vendor" not in file.parts]
    assert drawn
    for file in drawn:
        assert list(problems(file.read_bytes(), file.name)) == []


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("<script/>", "the element 'script' is not accepted"),
        ("<a href='#a'/>", "the element 'a' is not accepted"),
        ("<use href='#a'/>", "the element 'use' is not accepted"),
        ("<animate attributeName='href'/>", "the element 'animate' is not accepted"),
        ("<feImage href='#a'/>", "the element 'feImage' is not accepted"),
        ("<SCRIPT/>", "the element 'SCRIPT' is not accepted"),
        ("<g xmlns='http://www.w3.org/1999/xhtml'/>", "the element 'g' is not SVG"),
        ("<g xmlns=''/>", "the element 'g' is not SVG"),
        ("<g onclick='a'/>", "the attribute 'onclick' is not accepted"),
        ("<g ONCLICK='a'/>", "the attribute 'ONCLICK' is not accepted"),
        ("<g xmlns:e='http://www.w3.org/2001/xml-events' e:event='a'/>", "the attribute 'event' is not accepted"),
        ("<g xml:base='https://example.org/'/>", "the attribute 'xml:base' is not accepted"),
        ("<textPath href=' javascript:alert(1)'/>", "href: ' javascript:alert(1)' is not a part of this drawing"),
        ("<textPath href='&#106;avascript:a'/>", "href: 'javascript:a' is not a part of this drawing"),
        ("<textPath href='//example.org#a'/>", "href: '//example.org#a' is not a part of this drawing"),
        ("<path fill='url(//example.org#a)'/>", "fill: 'url(' is not accepted"),
        ("<path fill='URL( https://example.org )'/>", "fill: 'URL(' is not accepted"),
        ("<path style='fill:url(data:image/png,a)'/>", "style: 'url(' is not accepted"),
        ("<path style='fill:u\\72l(#a)'/>", "style: a backslash stands here"),
        ("<path style='width:expression(1)'/>", "style: 'expression(' is not accepted"),
        ("<style>@import 'a'</style>", "style: '@import' is not accepted"),
        ("<style>@font-face{}</style>", "style: '@font-face' is not accepted"),
        ("<style>a{}<![CDATA[@im]]>port 'a'</style>", "style: '@import' is not accepted"),
        ("<style>a{src: src('a')}</style>", "style: 'src(' is not accepted"),
        ("<style>a{fill:ur<!-- -->l(a)}</style>", "style: 'url(' is not accepted"),
        ("<style type='text/javascript'>a</style>", "type: 'text/javascript' is not a style"),
        ("&nbsp;", "this is not XML: undefined entity"),
        ("<g>", "this is not XML: mismatched tag"),
        ("<?php echo 1 ?>", "the drawing has a processing instruction"),
    ],
)
def test_what_could_run_or_load_is_refused(inside: str, message: str) -> None:
    assert said(inside) == [message]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "this is not XML: no element found"),
        (b"text", "this is not XML: syntax error"),
        (b"<html/>", "the element 'html' is not SVG"),
        (f"<g {NAMESPACE}/>".encode(), "the first element is 'g'"),
        (f'<?xml version="1.0" encoding="UTF-7"?><svg {NAMESPACE}/>'.encode(), "says that it is written in 'UTF-7'"),
        (f'<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg {NAMESPACE}/>'.encode(), "the drawing has a document type"),
        (f'<!DOCTYPE svg [<!ENTITY a "b">]><svg {NAMESPACE}/>'.encode(), "the drawing has a document type"),
    ],
)
def test_a_file_that_is_no_drawing_is_refused(data: bytes, message: str) -> None:
    (found,) = problems(data, "a.svg")
    assert found.message.endswith(message)


def test_a_message_has_the_place_of_the_element() -> None:
    (found,) = problems(f"<svg {NAMESPACE}>\n  <g/>\n  <set/>\n</svg>".encode(), "a.svg")
    assert (found.position.line, found.position.column, found.rule) == (3, 3, "svg")


def test_elements_may_stand_inside_each_other_to_a_limit() -> None:
    assert said("<g>" * (MAX_DEPTH - 1) + "</g>" * (MAX_DEPTH - 1)) == []
    assert len(said("<g>" * MAX_DEPTH + "</g>" * MAX_DEPTH)) == 1


@pytest.mark.parametrize(
    "inside",
    [
        "<g>" * 150_000,
        "<g/>" * 120_000,
        "<style>" + "a" * 500_000 + "</style>",
        "<style>" + "a(" * 200_000 + "</style>",
        "<style>" + "url(#" * 90_000 + "</style>",
        "<style>" + "@" * 400_000 + "</style>",
        "<style>" + "-" * 400_000 + "</style>",
        f"<g {' '.join(f'a{i}=' + chr(34) * 2 for i in range(40_000))}/>",
        f"<g class='{'a ' * 200_000}'/>",
    ],
    ids=["open", "many", "word", "functions", "urls", "at", "hyphens", "attributes", "classes"],
)
def test_the_time_is_linear(inside: str) -> None:
    start = time.process_time()
    said(inside)
    assert time.process_time() - start < 2
