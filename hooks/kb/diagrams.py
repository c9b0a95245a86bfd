"""Diagrams that were drawn ahead: which drawing belongs to which block of Mermaid, and what a drawing may hold.

A page's block stays its source. `scripts/diagrams.py` draws it once, into `docs/assets/diagrams/`, under a name made
from its text; the build puts the drawing in the block's place. A block without one is drawn in the reader's browser.
Colours are the style sheet's, by a few classes, so that a drawing follows the scheme.

A drawing becomes part of a page, where a browser reads it as HTML and not as XML. So it is accepted only in the one
form that `written` gives it: these elements and attributes, nothing escaped in two ways, no comment, no declaration.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from types import MappingProxyType
from xml.etree import ElementTree

from .files import DIAGRAMS, Document
from .problems import Position, Problem, shown
from .scan import Fence, Page

LANGUAGE = "mermaid"
"""What stands behind the fence of a block that is a diagram."""

SMALLEST = 0.72
"""The smallest scale at which a diagram's text can be read; below it, its box scrolls."""

CLASSES = frozenset({"dotted", "edge", "ground", "group", "head", "life", "node", "note", "number", "start", "thick"})
"""What the style sheet knows how to colour: `docs/assets/stylesheets/handbook.css`."""

_NUMBER = r"-?\d+(?:\.\d)?"
_LENGTH = re.compile(_NUMBER)
_CLASS = re.compile(rf"(?:{'|'.join(sorted(CLASSES))})(?: (?:{'|'.join(sorted(CLASSES))}))*")
_ID = re.compile(r"d[0-9a-f]{12}-[a-z0-9]+")
_TRANSFORM = re.compile(r"(?:(?:translate|rotate|scale)\([-0-9., ]+\) ?)+")
_COMMON: Mapping[str, re.Pattern[str]] = {"class": _CLASS, "transform": _TRANSFORM}


def _lengths(names: str) -> dict[str, re.Pattern[str]]:
    return dict.fromkeys(names.split(), _LENGTH)


_ENDS = dict.fromkeys(("marker-start", "marker-end"), re.compile(r"url\(#d[0-9a-f]{12}-[a-z0-9]+\)"))

ELEMENTS: Mapping[str, Mapping[str, re.Pattern[str]]] = MappingProxyType(
    {
        "svg": {
            "aria-labelledby": re.compile(rf"{_ID.pattern}(?: {_ID.pattern})?"),
            "height": _LENGTH,
            "role": re.compile("img"),
            "viewBox": re.compile(" ".join([_NUMBER] * 4)),
            "width": _LENGTH,
        },
        "title": {"id": _ID},
        "desc": {"id": _ID},
        "defs": {},
        "marker": {
            **_lengths("refX refY markerWidth markerHeight"),
            "id": _ID,
            "markerUnits": re.compile("userSpaceOnUse|strokeWidth"),
            "orient": re.compile("auto|auto-start-reverse"),
            "viewBox": re.compile(" ".join([_NUMBER] * 4)),
        },
        "g": _COMMON,
        "path": {**_COMMON, **_ENDS, "d": re.compile(r"[MLHVCSQTAZmlhvcsqtaz0-9., -]+")},
        "line": {**_COMMON, **_ENDS, **_lengths("x1 y1 x2 y2")},
        "rect": {**_COMMON, **_lengths("x y width height rx ry")},
        "circle": {**_COMMON, **_lengths("cx cy r")},
        "ellipse": {**_COMMON, **_lengths("cx cy rx ry")},
        "polygon": {**_COMMON, "points": re.compile(r"[-0-9., ]+")},
        "polyline": {**_COMMON, "points": re.compile(r"[-0-9., ]+")},
        "text": {**_COMMON, **_lengths("x y")},
    }
)
"""All that a drawing is made of. Text stands in `text`, `title` and `desc` alone."""

_WITH_TEXT = frozenset({"title", "desc", "text"})
_NAMESPACE = "http://www.w3.org/2000/svg"


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a drawing; one that holds text holds nothing else."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: Sequence[Element] = ()
    text: str = ""


def name(code: str) -> str:
    """The name of the drawing of a block: made from its text, so that a block that is changed has none."""
    lines = [line.rstrip() for line in code.strip().splitlines()]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def path(code: str) -> str:
    """Where the drawing of a block stands below the content root."""
    return f"{DIAGRAMS}{name(code)}.svg"


def blocks(page: Page) -> Iterator[Fence]:
    """The blocks of a page that are diagrams."""
    return (fence for fence in page.fences if fence.info == LANGUAGE)


def written(drawing: Element) -> str:
    """The drawing as a file: one element a line, attributes in order of their names."""
    return "\n".join(_lines(drawing, f' xmlns="{_NAMESPACE}"')) + "\n"


def _lines(element: Element, more: str = "") -> Iterator[str]:
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in sorted(element.attributes.items()))
    begin, end = f"<{element.name}{more}{attributes}>", f"</{element.name}>"
    if not element.children:
        yield f"{begin}{escape(element.text, quote=False)}{end}"
        return
    yield begin
    for child in element.children:
        yield from _lines(child)
    yield end


def faults(drawing: Element) -> Iterator[str]:
    """What a drawing holds that none may hold, each as a few words."""
    if drawing.name != "svg":
        yield f"the first element is {shown(drawing.name)}"
    for element, inside in _all(drawing):
        known = ELEMENTS.get(element.name)
        if known is None or (element.name == "svg") != (inside is None):
            yield f"the element {shown(element.name)} is not accepted"
            continue
        if element.name in _WITH_TEXT and element.children:
            yield f"something else than text stands in {shown(element.name)}"
        if element.text.strip() and element.name not in _WITH_TEXT:
            yield f"text stands in {shown(element.name)}"
        for attribute, value in element.attributes.items():
            if attribute not in known:
                yield f"the attribute {shown(attribute)} of {shown(element.name)} is not accepted"
            elif not known[attribute].fullmatch(value):
                yield f"{attribute}: {shown(value)} is not accepted"


def _all(element: Element, inside: Element | None = None) -> Iterator[tuple[Element, Element | None]]:
    yield element, inside
    for child in element.children:
        yield from _all(child, element)


def problems(document: Document) -> Iterator[Problem]:
    """What is wrong with the file of a drawing; nothing, if it may stand in a page."""
    at, hint = Position(document.path), "draw it with python3 scripts/diagrams.py"
    if not re.fullmatch(rf"{DIAGRAMS}[0-9a-f]{{12}}\.svg", document.path):
        yield Problem(at, "diagram", f"{shown(document.path)} is no name of a drawing", hint)
        return
    drawing = _read(document.text)
    found = list(faults(drawing)) if drawing else ["this is not the XML of a drawing"]
    if drawing and not found and written(drawing) != document.text:
        found = ["it is not written as scripts/diagrams.py writes it"]
    for said in dict.fromkeys(found):
        yield Problem(at, "diagram", said, hint)


_MAX_DEPTH = 40
"""Elements inside each other; what reads and writes them recurses."""


def _read(text: str) -> Element | None:
    """The drawing in a file; None for what is not XML, or is XML with more than elements, attributes and text."""
    if re.search(r"<[!?]", text):
        return None
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError:
        return None
    return _element(root, _MAX_DEPTH)


def _element(node: ElementTree.Element, depth: int) -> Element | None:
    children = [_element(child, depth - 1) for child in node] if depth else [None]
    if None in children or any((child.tail or "").strip() for child in node):
        return None
    name = node.tag.removeprefix(f"{{{_NAMESPACE}}}")
    return Element(name, dict(node.attrib), [child for child in children if child], node.text or "")


def figures(page: Page, drawings: Mapping[str, str]) -> Iterator[str]:
    """The drawings of a page's blocks as they stand in the page, in order; `drawings` has them by path."""
    drawn = (drawings.get(path(block.code)) for block in blocks(page))
    return (figure(drawing) for drawing in drawn if drawing)


def figure(svg: str) -> str:
    """A drawing without problems, as HTML: in a box that scrolls where the page is too narrow for it."""
    width = re.search(r' width="(\d+)', svg)
    least = round(int(width[1]) * SMALLEST) if width else 0
    inline = svg.replace(f' xmlns="{_NAMESPACE}"', f' style="min-width: {least}px"', 1).replace("\n", "")
    return f'<div class="kb-diagram">{inline}</div>'
