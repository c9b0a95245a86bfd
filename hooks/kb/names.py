"""The record that is meant where something else stands than its id: a title, an alias, an address, a path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .records import Dimension, Source, Topic
from .text import slug

if TYPE_CHECKING:
    from .catalogue import Catalogue


def meant(text: str, kind: str, catalogue: Catalogue) -> str | None:
    """The id of the one record of `kind` (or the path of the page) that `text` can only mean.

    None if it is an id already, if it may be two records or none, or if the kind could not be read.
    """
    ids = catalogue.written.get(kind)
    if ids is None or text in ids:
        return None
    if kind == "page":
        path = text.removeprefix("/").removeprefix("docs/")
        return path if path in ids else None
    name = _plain(text)
    found = {record.id for record in catalogue.of_kind(kind).values() if name in _names(record)}
    found |= {id_ for id_ in (slug(text), text.rpartition("/")[2].removesuffix(".md")) if id_ in ids}
    return found.pop() if len(found) == 1 else None


def _names(record: Any) -> set[str]:
    """What a record is called; what a company's aliases say (its products, its levels) may be said of others too."""
    title = record.label if isinstance(record, Dimension) else getattr(record, "title", record.id)
    more = record.aliases if isinstance(record, Topic) else (record.url,) if isinstance(record, Source) else ()
    return {_plain(name) for name in (record.id, title, *more)}


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
