"""JSON Schemas of front matter and data files, for editors: the tables of `schema.py` in another language.

An editor that reads them completes fields and ids, shows what a field is for, and underlines what the checker would
refuse of a single field. What concerns several fields, other pages or the text is the checker's alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from . import addresses
from .catalogue import Catalogue
from .records import Dimension
from .schema import (
    ID,
    KINDS,
    Address,
    Choice,
    Date,
    Field,
    Flag,
    Kind,
    ListOf,
    Minutes,
    NewId,
    Number,
    RecordOf,
    Ref,
    Text,
    Type,
)

DRAFT = "https://json-schema.org/draft/2020-12/schema"

_DAY = r"(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|[12]\d))"
_PAIR = f"^{addresses.pair('[a-z0-9-]+', '[a-z0-9-]+')}$".replace(".", r"\.")
_YEAR = r"(?!0000)\d{4}"


def documents(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """The paths of the schemas on the site and their text, one for every kind of record."""
    for kind in KINDS:
        text = json.dumps(schema(kind, catalogue), ensure_ascii=False, separators=(",", ":"))
        yield f"{addresses.SCHEMAS}{kind.name}.json", f"{text}\n"


def schema(kind: Kind, catalogue: Catalogue) -> dict[str, Any]:
    """The schema of a page's front matter or of a whole data file; `catalogue` has the ids that may be named."""
    used: set[str] = set()
    record = {"description": kind.sentence, **_record(kind.fields, used)}
    said: dict[str, Any] = {"type": "array", "items": record} if kind.is_data else record
    return {
        "$schema": DRAFT,
        "title": f"{kind.place}" if kind.is_data else f"front matter of a {kind.name}",
        "description": kind.sentence,
        **said,
        "$defs": {name: _ids(name, catalogue) for name in sorted(used)},
    }


def _record(fields: tuple[Field, ...], used: set[str]) -> dict[str, Any]:
    """The schema of a mapping with these fields; adds the kinds to which they refer to `used`."""
    return {
        "type": "object",
        "properties": {field.name: {"description": _hover(field), **_of(field.type, used)} for field in fields},
        "required": [field.name for field in fields if field.required],
        "additionalProperties": False,
    }


def _hover(field: Field) -> str:
    return f"{field.sentence} ({field.type.describe()}{'' if field.required else '; may be left out'})"


def _of(type_: Type, used: set[str]) -> dict[str, Any]:
    if isinstance(type_, ListOf):
        limits = {"minItems": type_.least, "maxItems": type_.most}
        once = {} if isinstance(type_.item, RecordOf) else {"uniqueItems": True}
        return {"type": "array", "items": _of(type_.item, used), **limits, **once}
    if isinstance(type_, RecordOf):
        return _record(type_.fields, used)
    if isinstance(type_, Ref):
        used.add(type_.kind)
        return {"$ref": f"#/$defs/{type_.kind}"}
    return _SIMPLE[type(type_)](type_)


def _text(type_: Any) -> dict[str, Any]:
    # `title: 404` is text to the checker and a number to every other reader of YAML.
    return {"type": ["string", "number"], "pattern": r"\S", "maxLength": type_.longest}


def _date(type_: Any) -> dict[str, Any]:
    forms = [f"{_YEAR}-{_DAY}"]
    if type_.partial:
        forms += [rf"{_YEAR}-(?:0[1-9]|1[0-2])", _YEAR]
    if type_.undated:
        forms.append("undated")
    found: dict[str, Any] = {"type": "string", "pattern": f"^(?:{'|'.join(forms)})$"}
    if type_.partial:
        found |= {"type": ["string", "integer"], "minimum": 1000, "maximum": 9999}
    return {**found, "patternErrorMessage": f"Not a date: {type_.describe()}."}


_COUNT = {"minimum": 0, "maximum": 9999}

_SIMPLE: Mapping[type[Type], Callable[[Any], dict[str, Any]]] = {
    Text: _text,
    Date: _date,
    Number: lambda type_: {"type": "integer", "minimum": type_.least, "maximum": type_.most},
    Flag: lambda type_: {"type": "boolean"},
    Choice: lambda type_: {"enum": list(type_.words)},
    Minutes: lambda type_: {"type": ["string", "integer"], "pattern": r"^\d{1,4}(?:-\d{1,4})?$", **_COUNT},
    Address: lambda type_: {
        "type": "string",
        "pattern": r"^https?://[!$-.0-;=A-\[\]_a-z~]+(?:[/?#][!#-;=?-\[\]_a-z~]*)?$",
    },
    NewId: lambda type_: {"type": ["string", "integer"], "pattern": f"^{ID.pattern}$"},
}


def _ids(kind: str, catalogue: Catalogue) -> dict[str, Any]:
    """The ids of a kind, each with what it is called; any text, if the kind could not be read."""
    if kind not in catalogue.written:
        return {"type": "string"}
    if kind == "page":
        # Pages that compare two companies grow with the square of their number: they are taken, and not offered.
        pages = sorted(page for page in catalogue.written[kind] if not re.search(_PAIR, page))
        return {"anyOf": [_enum(pages, catalogue.titles), {"type": "string", "pattern": _PAIR}]}
    records = catalogue.of_kind(kind)
    ids = [*records, *sorted(catalogue.written[kind] - records.keys())]
    return _enum(ids, {id_: _title(record) for id_, record in records.items()})


def _enum(ids: list[str], called: Mapping[str, str]) -> dict[str, Any]:
    return {"enum": ids, "enumDescriptions": [called.get(id_, "") for id_ in ids]}


def _title(record: Any) -> str:
    title: str = record.label if isinstance(record, Dimension) else getattr(record, "title", "")
    return title
