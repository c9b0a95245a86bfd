"""Documents to an immutable catalogue of records, and everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from . import addresses, records
from .files import Document
from .problems import Position, Problem, shown
from .scan import Page, scan
from .schema import KINDS, Kind, Reading, Reference, id_of_page, kind_of_page, read_fields
from .text import did_you_mean
from .yamltree import Mapping as Tree
from .yamltree import Scalar, Sequence, parse


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every record by id, in a lasting order: data files in the order in which they are written, pages by path.

    `pages` are the authored pages by path, `titles` their titles, `files` the paths of all files below the content
    root. `written` has the ids of each kind that stand somewhere, readable or not: a fault in one record must not make
    every mention of it a fault. A kind whose data file could not be read is absent from it, a record that could not be
    read from its collection; whatever else there is can be relied on only if `load` found no problem.
    """

    topics: Mapping[str, records.Topic]
    levels: Mapping[str, records.Level]
    rounds: Mapping[str, records.Round]
    evidence: Mapping[str, records.EvidenceKind]
    dimensions: Mapping[str, records.Dimension]
    sources: Mapping[str, records.Source]
    redirects: Mapping[str, records.Redirect]
    synonyms: Mapping[str, records.Synonym]
    questions: Mapping[str, records.Question]
    companies: Mapping[str, records.Company]
    mistakes: Mapping[str, records.Mistake]
    plans: Mapping[str, records.Plan]
    guides: Mapping[str, records.Guide]
    pages: Mapping[str, Page]
    titles: Mapping[str, str]
    files: frozenset[str]
    written: Mapping[str, frozenset[str]]

    def knows(self, kind: str, key: str) -> bool:
        """Whether a record (or, for the kind `page`, a page) of that id is there, or its kind could not be read."""
        return kind not in self.written or key in self.written[kind]

    def of_kind(self, kind: str) -> Mapping[str, Any]:
        """The records of a kind by id."""
        found: Mapping[str, Any] = getattr(self, COLLECTIONS[kind])
        return found


COLLECTIONS: Mapping[str, str] = MappingProxyType(
    {
        "topic": "topics",
        "level": "levels",
        "round": "rounds",
        "evidence": "evidence",
        "dimension": "dimensions",
        "source": "sources",
        "redirect": "redirects",
        "synonym": "synonyms",
        "question": "questions",
        "company": "companies",
        "mistake": "mistakes",
        "plan": "plans",
        "guide": "guides",
    }
)
"""The catalogue's collection for each kind of record."""

OPTIONAL = ("redirect", "synonym")
"""The kinds whose data file may be absent."""

PAGE_KINDS = ("question", "company", "mistake", "plan", "guide")
"""The kinds whose records are pages."""


def load(documents: Iterable[Document], files: Iterable[str] = ()) -> tuple[Catalogue, list[Problem]]:
    """The catalogue of `documents`, and the problems of their form, fields and references.

    `files` are the paths of all files, for links to what is not a document and mentions of what is none since it could
    not be read. Problems are in no particular order.
    """
    loading = _Loading()
    documents, files = tuple(documents), frozenset(files)
    present = files.union(document.path for document in documents)
    for document in documents:
        if document.path.endswith(".md"):
            loading.page(document)
        else:
            loading.data(document)
    for kind in KINDS:
        if kind.is_data and kind.place not in present and kind.name not in OPTIONAL:
            loading.reading.problem(Position(kind.place), "missing-data", f"there is no {kind.place}", kind.sentence)
    unread_pages = {path for path in files if path.endswith(".md")} - loading.pages.keys()
    for path in unread_pages:
        loading.written[kind_of_page(path).name].add(id_of_page(path))
    loading.written["page"].update(
        loading.pages,
        unread_pages,
        addresses.generated(*(loading.written[k] for k in ("topic", "round", "level", "company"))),
    )
    unread = {kind.name for kind in KINDS if kind.is_data and kind.place not in loading.data_read}
    written = MappingProxyType({kind: frozenset(ids) for kind, ids in loading.written.items() if kind not in unread})
    tables = {COLLECTIONS[name]: MappingProxyType(found) for name, found in loading.found.items()}
    titles = {r.path: r.title for kind in PAGE_KINDS for r in loading.found[kind].values()}
    pages = MappingProxyType(loading.pages)
    catalogue = Catalogue(**tables, pages=pages, titles=MappingProxyType(titles), files=files, written=written)
    return catalogue, [*loading.reading.problems, *unresolved(loading.reading, catalogue)]


def unresolved(reading: Reading, catalogue: Catalogue) -> Iterator[Problem]:
    """A problem for every reference found in reading that leads nowhere."""
    for reference in reading.references:
        if not catalogue.knows(reference.kind, reference.id):
            said = f"{reference.field}: unknown {reference.kind} {shown(reference.id)}"
            hint = did_you_mean(reference.id, catalogue.written[reference.kind])
            yield Problem(reference.at, "unknown-id", said, hint)


class _Loading:
    def __init__(self) -> None:
        self.reading = Reading()
        self.found: dict[str, dict[str, Any]] = {name: {} for name in COLLECTIONS}
        self.pages: dict[str, Page] = {}
        self.data_read: set[str] = set()
        self.written: dict[str, set[str]] = {name: set() for name in (*COLLECTIONS, "page")}

    def page(self, document: Document) -> None:
        """Reads a page and its record."""
        page, problems = scan(document)
        self.reading.problems += problems
        self.pages[page.path] = page
        kind = kind_of_page(page.path)
        given = {"path": page.path, "id": id_of_page(page.path)}
        self.written[kind.name].add(given["id"])
        if kind.name == "question":
            given["round"] = page.path.split("/")[1]
            self.reading.references.append(Reference("round", given["round"], "folder", Position(page.path)))
        values = read_fields(kind.fields, page.fields, self.reading) if page.fields else None
        if values is not None:
            self._keep(kind, kind.record(**values, **given), Position(page.path))

    def data(self, document: Document) -> None:
        """Reads a data file and its records."""
        kind = next((k for k in KINDS if k.place == document.path), None)
        if kind is None:
            known = [k.place for k in KINDS if k.is_data]
            said = f"{shown(document.path)} is not a data file"
            self.reading.problem(Position(document.path), "unknown-data", said, did_you_mean(document.path, known))
            return
        tree, problems = parse(document.text, document.path)
        self.reading.problems += problems
        if tree is None and not problems:
            tree = Sequence((), Position(document.path))
        if tree is None:
            return
        if not isinstance(tree, Sequence):
            self.reading.problem(tree.at, "wrong-type", "the file is not a list", "begin every record with '- '")
            return
        self.data_read.add(kind.place)
        for item in tree.items:
            if not isinstance(item, Tree):
                self.reading.problem(item.at, "wrong-type", f"this is not a {kind.name}", "write its fields")
                continue
            self.written[kind.name] |= {
                entry.value.text for entry in item.entries if entry.key == "id" and isinstance(entry.value, Scalar)
            }
            values = read_fields(kind.fields, item, self.reading)
            if values is not None:
                self._keep(kind, kind.record(**values, line=item.at.line), item.at)

    def _keep(self, kind: Kind, record: Any, at: Position) -> None:
        key = record.old if kind.name == "redirect" else record.id
        kept = self.found[kind.name].get(key)
        if kept is None:
            self.found[kind.name][key] = record
            return
        first = getattr(kept, "path", "") or f"{kind.place}, line {kept.line}"
        hint = f"the first is in {first}; ids are for ever, so rename this one"
        self.reading.problem(at, "duplicate-id", f"there is already a {kind.name} {shown(key)}", hint)
