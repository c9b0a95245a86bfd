"""An authored page as it is built: its directives replaced, its sections folded, and what the catalogue adds to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from . import addresses, indexes
from .catalogue import Catalogue
from .directives import options
from .indexes import Indexes
from .pages import topics
from .records import Company, Guide, Mistake, PageRecord, Plan, Question, Section
from .render import render
from .scan import Directive, Page, replace_directives
from .schema import id_of_page, kind_of_page
from .text import Markdown, counted, escape
from .view import View

FOLD = "{: .kb-fold }"
"""What marks a heading whose section is closed until the reader opens it; `folding` acts on it."""


def build(catalogue: Catalogue, found: Indexes, path: str) -> str:
    """The Markdown of the authored page at `path`, ready for the site. The catalogue must be without problems."""
    page = catalogue.pages[path]
    view = View(catalogue, found, path)
    record = record_at(catalogue, path)
    if isinstance(record, Question):
        page = _fold(page, catalogue.rounds[record.round].sections)
    body = replace_directives(page, lambda directive: _expand(directive, view))
    match record:
        case Question():
            return _question(view, record, body)
        case Company():
            return _company(view, record, body)
        case Mistake():
            return _with(view, record, body, "mistake.md", mistake=record)
        case Plan():
            tasks = sum(len(day.tasks) for day in record.days)
            return _with(
                view, record, body, "plan.md", plan=record, was=_was(view, record), tasks=tasks, hours=_hours(record)
            )
        case Guide():
            return _with(view, record, body, "guide.md", guide=record)
    return body


def record_at(catalogue: Catalogue, path: str) -> PageRecord | None:
    """The record of the page at `path`; None for a page that is generated."""
    found: PageRecord | None
    found = catalogue.of_kind(kind_of_page(path).name).get(id_of_page(path))
    return found if found and found.path == path else None


def _with(view: View, record: Any, body: str, template: str, **names: Any) -> str:
    return render(template, view=view, title=record.title, body=Markdown(body.strip("\n")), **names)


def _question(view: View, question: Question, body: str) -> str:
    before, after = indexes.neighbours(view.indexes, question)
    return _with(
        view,
        question,
        body,
        "question.md",
        question=question,
        was=_was(view, question),
        related=indexes.related(view.catalogue, view.indexes, question),
        before=before,
        after=after,
    )


def _was(view: View, record: Question | Plan) -> str:
    """Former ids: the reader's browser may know the record by one of them."""
    return " ".join(indexes.former_ids(view.catalogue, record))


def _company(view: View, company: Company, body: str) -> str:
    row = indexes.row(view.catalogue, company)
    asked = view.indexes.by_company.get(company.id, ())
    return _with(view, company, body, "company.md", company=company, row=row, asked=asked)


def _fold(page: Page, sections: tuple[Section, ...]) -> Page:
    """The page with the headings marked of the sections that are closed at first."""
    folded = {section.title for section in sections if section.fold}
    lines = page.body.split("\n")
    for heading in page.headings:
        if heading.level == 2 and heading.title in folded:
            lines[heading.line - page.body_line] = f"## {heading.title} {FOLD}"
    return replace(page, body="\n".join(lines))


# Directives


def _expand(directive: Directive, view: View) -> str:
    values, _ = options(directive)
    return _EXPANSIONS[directive.name](view, values or {})


def _questions(view: View, values: Mapping[str, Any]) -> str:
    return view.questions(indexes.select(view.catalogue, view.indexes, **values))


def _mistakes(view: View, values: Mapping[str, Any]) -> str:
    return view.mistakes(indexes.mistakes(view.catalogue, values.get("rounds", ()))[: values.get("limit")])


def _compare(view: View, values: Mapping[str, Any]) -> str:
    rows = [indexes.row(view.catalogue, view.catalogue.companies[c]) for c in values["companies"]]
    return view.comparison(rows, values.get("dimensions", tuple(view.catalogue.dimensions)))


def _sources(view: View, values: Mapping[str, Any]) -> str:
    return "\n".join(f"- {view.source(view.catalogue.sources[source])}" for source in values["ids"])


def _guides(view: View, values: Mapping[str, Any]) -> str:
    section = values["section"]
    found = [
        guide
        for guide in view.catalogue.guides.values()
        if guide.path.startswith(f"{section}/") and guide.path != f"{section}/index.md"
    ]
    return view.guides(sorted(found, key=lambda g: g.title.casefold()))


def _topics(view: View, values: Mapping[str, Any]) -> str:
    return topics(view)


def _rounds(view: View, values: Mapping[str, Any]) -> str:
    return view.cards(
        (
            r.title,
            addresses.round_(r.id),
            r.description,
            counted(len(view.indexes.by_round.get(r.id, ())), "question"),
        )
        for r in view.catalogue.rounds.values()
    )


def _companies(view: View, values: Mapping[str, Any]) -> str:
    return view.cards(
        (c.title, c.path, "", view.known(indexes.row(view.catalogue, c)))
        for c in indexes.by_title(view.catalogue.companies.values())
    )


def _plans(view: View, values: Mapping[str, Any]) -> str:
    plans = sorted(view.catalogue.plans.values(), key=lambda p: (_minutes(p), p.title))
    return view.cards((p.title, p.path, p.description, f"about {_hours(p)}") for p in plans)


def _minutes(plan: Plan) -> int:
    return sum(task.minutes for day in plan.days for task in day.tasks)


def _hours(plan: Plan) -> str:
    return counted(max(1, round(_minutes(plan) / 60)), "hour")


def _figures(view: View, values: Mapping[str, Any]) -> str:
    catalogue = view.catalogue
    guides = sum(1 for guide in catalogue.guides.values() if guide.topics)
    claims = sum(len(company.claims) for company in catalogue.companies.values())
    return " · ".join(
        (
            counted(len(catalogue.questions), "question"),
            counted(guides, "guide"),
            counted(len(catalogue.companies), "company", "companies"),
            f"{counted(claims, 'claim')} with sources",
        )
    )


def _evidence(view: View, values: Mapping[str, Any]) -> str:
    kinds = view.catalogue.evidence.values()
    return "\n".join(f"- **{escape(kind.title)}**: {escape(kind.description)}" for kind in kinds)


def _box(view: View, values: Mapping[str, Any]) -> str:
    return f'<div class="kb-{values["look"]}" markdown="1">'


def _end(view: View, values: Mapping[str, Any]) -> str:
    return "</div>"


def _search(view: View, values: Mapping[str, Any]) -> str:
    return '<button type="button" class="kb-open-search">Search questions, guides, companies <kbd>/</kbd></button>'


def _run(view: View, values: Mapping[str, Any]) -> str:
    return ""


_EXPANSIONS: Mapping[str, Callable[[View, Mapping[str, Any]], str]] = {
    "questions": _questions,
    "mistakes": _mistakes,
    "compare": _compare,
    "sources": _sources,
    "guides": _guides,
    "topics": _topics,
    "rounds": _rounds,
    "companies": _companies,
    "plans": _plans,
    "figures": _figures,
    "evidence": _evidence,
    "box": _box,
    "end": _end,
    "search": _search,
    "run": _run,
}
