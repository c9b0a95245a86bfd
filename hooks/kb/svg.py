"""SVG as it may be published: shapes and text, with no means to run anything or to ask for anything.

A reader who opens a drawing by its address opens a document of this site, where a script in it would run; so what it
is made of is listed here, and everything else is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.parsers import expat

from .problems import Position, Problem, shown

MAX_DEPTH = 60
"""Elements inside each other; what draws them recurses."""

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"

_ELEMENTS = (
    "svg g defs marker title desc style path rect circle ellipse line polyline polygon text tspan textPath "
    "linearGradient radialGradient stop clipPath"
)
"""No script, a, image, foreignObject or animation; nor `use`, of which a few can draw millions of shapes."""

_ATTRIBUTES = (
    "id class style lang role type media version tabindex focusable viewBox preserveAspectRatio width height x y x1 y1 "
    "x2 y2 cx cy r rx ry fx fy fr dx dy d points pathLength transform transform-origin rotate textLength lengthAdjust "
    "startOffset method spacing side text-anchor dominant-baseline alignment-baseline baseline-shift font font-family "
    "font-size font-style font-weight font-variant font-stretch letter-spacing word-spacing text-decoration "
    "text-rendering writing-mode direction unicode-bidi fill fill-opacity fill-rule stroke stroke-width stroke-opacity "
    "stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset clip-path clip-rule "
    "clipPathUnits marker-start marker-mid marker-end markerWidth markerHeight "
    "markerUnits refX refY orient opacity color display visibility overflow paint-order vector-effect shape-rendering "
    "color-interpolation offset stop-color stop-opacity gradientUnits gradientTransform spreadMethod href"
)
"""Beside these, `aria-…` and `data-…`, which draw nothing."""

_FUNCTIONS = (
    "url var calc min max clamp rgb rgba hsl hsla oklch color-mix light-dark translate translatex translatey scale "
    "scalex scaley rotate skewx skewy matrix media not is where"
)
"""What may stand before a bracket in a style or an attribute, `url` with `#id` alone; image-set() and others load."""

_ELEMENT_NAMES, _ATTRIBUTE_NAMES, _FUNCTION_NAMES = (
    frozenset(names.split()) for names in (_ELEMENTS, _ATTRIBUTES, _FUNCTIONS)
)
_FUNCTION = re.compile(r"(?<![\w-])([\w-]+)\(\s*(['\"]?#[\w.:-]+['\"]?\s*\))?")
_AT_RULE = re.compile(r"@(?!media\b)[\w-]*")


class _RefusedError(Exception):
    """Carries what ends the reading of a drawing."""


def problems(data: bytes, path: str) -> Iterator[Problem]:
    """The first thing in a drawing that is refused, in time linear in its size; nothing if all is well."""
    parser = expat.ParserCreate("UTF-8", namespace_separator=" ")
    parser.buffer_text = True
    parser.ordered_attributes = False
    reader = _Reader(parser)
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.XmlDeclHandler = reader.declaration
    parser.StartDoctypeDeclHandler = reader.refuse("a document type", "delete it; a drawing needs no DOCTYPE")
    parser.EntityDeclHandler = reader.refuse("an entity", "write out what it stands for")
    parser.ProcessingInstructionHandler = reader.refuse("a processing instruction", "delete it")
    try:
        parser.Parse(data, True)
    except _RefusedError as refused:
        said, hint = refused.args
        line, column = reader.at
        yield Problem(Position(path, line, column), "svg", said, hint)
    except expat.ExpatError as error:
        said = f"this is not XML: {expat.ErrorString(error.code)}"
        yield Problem(Position(path, error.lineno, error.offset + 1), "svg", said, "export the drawing again")


class _Reader:
    def __init__(self, parser: expat.XMLParserType) -> None:
        self._parser = parser
        self._inside: list[str] = []
        self._style: list[str] = []
        self.at = (1, 1)

    def _here(self) -> None:
        """Notes the line and column at which begins what is read now; afterwards the parser has gone on."""
        self.at = self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1

    def refuse(self, what: str, hint: str) -> Callable[..., None]:
        def refused(*_: object) -> None:
            self._here()
            raise _RefusedError(f"the drawing has {what}", hint)

        return refused

    def declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding and encoding.lower() not in {"utf-8", "utf8", "us-ascii"}:
            raise _RefusedError(f"the drawing says that it is written in {shown(encoding)}", "save it as UTF-8")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._here()
        namespace, _, element = name.rpartition(" ")
        if namespace != _SVG:
            hint = "save it as plain SVG" if namespace else f'write xmlns="{_SVG}" on the first element'
            raise _RefusedError(f"the element {shown(element)} is not SVG", hint)
        if element not in _ELEMENT_NAMES:
            raise _RefusedError(f"the element {shown(element)} is not accepted", "draw with shapes and text alone")
        if not self._inside and element != "svg":
            raise _RefusedError(f"the first element is {shown(element)}", "begin with svg")
        if len(self._inside) >= MAX_DEPTH:
            raise _RefusedError(f"more than {MAX_DEPTH} elements stand inside each other", "flatten the groups")
        self._inside.append(element)
        for attribute, value in attributes.items():
            self._attribute(*attribute.rpartition(" ")[::2], value)

    def _attribute(self, namespace: str, name: str, value: str) -> None:
        if namespace == _XML:
            if name not in {"lang", "space"}:
                raise _RefusedError(f"the attribute {shown('xml:' + name)} is not accepted", "delete it")
            return
        if (namespace and (namespace, name) != (_XLINK, "href")) or not (
            name in _ATTRIBUTE_NAMES or re.fullmatch(r"(?:aria|data)-[a-z-]+", name)
        ):
            raise _RefusedError(f"the attribute {shown(name)} is not accepted", "delete it")
        if name == "href" and not re.fullmatch(r"#[\w.:-]+", value):
            raise _RefusedError(f"href: {shown(value)} is not a part of this drawing", "write '#' and an id of it")
        if name == "type" and value != "text/css":
            raise _RefusedError(f"type: {shown(value)} is not a style", "write 'text/css', or delete it")
        if not name.startswith(("aria-", "data-")):
            _refuse_style(value, name)

    def text(self, text: str) -> None:
        if self._inside and self._inside[-1] == "style":
            self._style.append(text)

    def end(self, name: str) -> None:
        if self._inside.pop() == "style":
            style, self._style = "".join(self._style), []
            _refuse_style(style, "style")


def _refuse_style(text: str, where: str) -> None:
    """Raises if a style, or the value of an attribute, could load or hide something."""
    if "\\" in text:
        raise _RefusedError(f"{where}: a backslash stands here", "write the character itself")
    rule = _AT_RULE.search(text)
    if rule and where == "style":
        raise _RefusedError(f"style: {shown(rule[0])} is not accepted", "of these rules, only @media is")
    for function in _FUNCTION.finditer(text):
        name = function[1].lower()
        if name not in _FUNCTION_NAMES or (name == "url" and not function[2]):
            said = f"{where}: {shown(function[1] + '(')} is not accepted"
            raise _RefusedError(said, "load nothing; write url(#id) for a part of the drawing")
