"""Documents to an immutable catalogue of records, and everything that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from . import addresses, diagrams, layout, names, records
from .files import DIAGRAMS, Document
from .markup import conflicts
from .problems import Position, Problem, shown
from .scan import Page, scan
from .schema import ID, KIND, KINDS, Kind, Reading, Reference, a_record, id_of_page, kind_of_page, read_fields
from .text import did_you_mean
from .yamltree import Mapping as Tree
from .yamltree import Scalar, Sequence, parse


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every record by id, in a lasting order: data files in the order in which they are written, pages by path.

    `pages` are the authored pages by path, `titles` their titles, `files` the paths of all files below the content
    root, `diagrams` the drawings that may stand in a page, by path. `written` has the ids of each kind that stand
    somewhere, readable or not: a fault in one record must not make every mention of it a fault. A kind whose data file
    could not be read is absent from it, a record that could not be read from its collection; whatever else there is
    can be relied on only if `load` found no problem.
    """

    topics: Mapping[str, records.Topic]
    levels: Mapping[str, records.Level]
    rounds: Mapping[str, records.Round]
    evidence: Mapping[str, records.EvidenceKind]
    dimensions: Mapping[str, records.Dimension]
    sources: Mapping[str, records.Source]
    redirects: Mapping[str, records.Redirect]
    synonyms: Mapping[str, records.Synonym]
    ageing: Mapping[str, records.Ageing]
    link_exceptions: Mapping[str, records.LinkException]
    questions: Mapping[str, records.Question]
    companies: Mapping[str, records.Company]
    mistakes: Mapping[str, records.Mistake]
    plans: Mapping[str, records.Plan]
    guides: Mapping[str, records.Guide]
    pages: Mapping[str, Page]
    titles: Mapping[str, str]
    files: frozenset[str]
    diagrams: Mapping[str, str]
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
        "ageing": "ageing",
        "link-exception": "link_exceptions",
        "question": "questions",
        "company": "companies",
        "mistake": "mistakes",
        "plan": "plans",
        "guide": "guides",
    }
)
"""The catalogue's collection for each kind of record."""

OPTIONAL = ("redirect", "synonym", "ageing", "link-exception")
"""The kinds whose data file may be absent."""

PAGE_KINDS = ("question", "company", "mistake", "plan", "guide")
"""The kinds whose records are pages."""


def load(documents: Iterable[Document], files: Iterable[str] = (), latest: str = "") -> tuple[Catalogue, list[Problem]]:
    """The catalogue of `documents`, and the problems of their form, fields and references.

    `files` are the paths of all files, for links to what is not a document and mentions of what is none since it could
    not be read. `latest` is the last day (YYYY-MM-DD) that a date may name, if there is one. Problems are in no
    particular order.
    """
    loading = _Loading(Reading(latest=latest))
    documents, files = tuple(documents), frozenset(files)
    present = files.union(document.path for document in documents)
    for document in documents:
        loading.reading.problems += conflicts(document)
        if document.path.endswith(".md"):
            loading.page(document)
        elif document.path.startswith(DIAGRAMS):
            loading.diagram(document)
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
    catalogue = Catalogue(
        **tables,
        pages=pages,
        titles=MappingProxyType(titles),
        files=files,
        diagrams=MappingProxyType(loading.diagrams),
        written=written,
    )
    return catalogue, [*loading.reading.problems, *unresolved(loading.reading, catalogue)]


def unresolved(reading: Reading, catalogue: Catalogue) -> Iterator[Problem]:
    """A problem for every reference found in reading that leads nowhere."""
    for reference in reading.references:
        if not catalogue.knows(reference.kind, reference.id):
            kind = "grade of evidence" if reference.kind == "evidence" else reference.kind
            said = f"{reference.field}: unknown {kind} {shown(reference.id)}"
            yield Problem(reference.at, "unknown-id", said, _where(reference, catalogue))


def _where(reference: Reference, catalogue: Catalogue) -> str:
    """How to mend a reference that leads nowhere: where the page is now, what may be meant, where the ids are."""
    moved = catalogue.redirects.get(reference.id) if reference.kind == "page" else None
    if moved and moved.new in catalogue.written["page"]:
        return f"the page has moved to {moved.new}"
    name = names.meant(reference.id, reference.kind, catalogue)
    if name and reference.field != "folder":
        return f"write {name} (--fix does it)"
    written = catalogue.written[reference.kind]
    meant = did_you_mean(reference.id, written if reference.kind == "page" else filter(ID.fullmatch, written))
    if meant or reference.kind == "page":
        return meant or "write the path of a page, from docs/"
    place = KIND[reference.kind].place
    return f"the ids are in {place}" if place.endswith(".yml") else f"the ids are the names of files in {place}/"


_PLURALS = {"question": "questions", "company": "companies", "mistake": "mistakes", "plan": "plans", "guide": "guides"}


def _as_id(text: str) -> str:
    """The id that an author meant who wrote capitals, blanks or underscores, which others name rightly."""
    near = re.sub(r"[ _-]+", "-", text.lower())
    return near if ID.fullmatch(near) else text


def _fits(tree: Tree, here: Kind) -> Kind | None:
    """The kind of page, not a guide nor that of its place, whose fields these are: all that it needs, and no others."""
    keys = {entry.key for entry in tree.entries}
    if keys <= {field.name for field in KIND["guide"].fields}:
        return None
    kinds = [KIND[name] for name in PAGE_KINDS if keys <= {field.name for field in KIND[name].fields}]
    fitting = [kind for kind in kinds if {field.name for field in kind.fields if field.required} <= keys]
    return fitting[0] if fitting and here not in kinds else None


class _Loading:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.found: dict[str, dict[str, Any]] = {name: {} for name in COLLECTIONS}
        self.pages: dict[str, Page] = {}
        self.diagrams: dict[str, str] = {}
        self.data_read: set[str] = set()
        self.written: dict[str, set[str]] = {name: set() for name in (*COLLECTIONS, "page")}

    def page(self, document: Document) -> None:
        """Reads a page and its record."""
        page, problems = scan(document)
        if not re.match(r"---[ \t]*\n", document.text):  # the fields are taken for text, and their end for an underline
            problems = [problem for problem in problems if problem.rule == "front-matter"]
        self.reading.problems += problems
        if not any(problem.rule in {"front-matter", "fence"} for problem in problems):  # otherwise any line may be code
            self.reading.problems += layout.problems(document, page)
        self.pages[page.path] = page
        kind = kind_of_page(page.path)
        given = {"path": page.path, "id": id_of_page(page.path)}
        self.written[kind.name].add(given["id"])
        if kind.name == "question":
            given["round"] = page.path.split("/")[1]
            self.reading.references.append(Reference("round", given["round"], "folder", Position(page.path)))
        fits = _fits(page.fields, kind) if page.fields else None
        if fits:
            said = f"has the fields of {a_record(fits.name)}, and stands where {_PLURALS[kind.name]} do"
            hint = f"move it to {fits.place.replace('*', '<round>')}/"
            self.reading.problem(Position(page.path), "place", said, hint)
            return
        values = read_fields(kind.fields, page.fields, self.reading) if page.fields else None
        if values is not None:
            self._keep(kind, kind.record(**values, **given), Position(page.path))

    def diagram(self, document: Document) -> None:
        """Reads the drawing of a diagram."""
        found = list(diagrams.problems(document))
        self.reading.problems += found
        if not found:
            self.diagrams[document.path] = document.text

    def data(self, document: Document) -> None:
        """Reads a data file and its records."""
        kind = next((k for k in KINDS if k.place == document.path), None)
        if kind is None:
            known = [k.place for k in KINDS if k.is_data]
            said = f"{shown(document.path)} is not a data file"
            self.reading.problem(Position(document.path), "unknown-data", said, did_you_mean(document.path, known))
            return
        tree, problems = parse(document.text, document.path)
        self.reading.problems += [*problems, *layout.problems(document, None)]
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
                self.reading.problem(item.at, "wrong-type", f"this is not {a_record(kind.name)}", "write its fields")
                continue
            for entry in item.entries:
                if entry.key == "id" and isinstance(entry.value, Scalar):
                    self.written[kind.name] |= {entry.value.text, _as_id(entry.value.text)}
            values = read_fields(kind.fields, item, self.reading)
            if values is not None:
                self._keep(kind, kind.record(**values, line=item.at.line), item.at)

    def _keep(self, kind: Kind, record: Any, at: Position) -> None:
        key = record.old if kind.name == "redirect" else record.id
        kept = self.found[kind.name].get(key)
        if kept is None:
            self.found[kind.name][key] = record
            return
        said = f"there is already {a_record(kind.name)} {shown(key)}"
        if not kind.is_data:  # which page is new nobody can tell here, so that both are told
            for here, there in ((at.path, kept.path), (kept.path, at.path)):
                hint = f"the other is {there}; ids are for ever, so rename the newer one"
                self.reading.problem(Position(here), "duplicate-id", said, hint)
            return
        rename = "keep one" if kind.name == "redirect" else "ids are for ever, so rename this one"
        self.reading.problem(at, "duplicate-id", said, f"the first is in {kind.place}, line {kept.line}; {rename}")
