"""What a page tells machines of itself: structured data in schema.org's vocabulary, as JSON-LD.

A type is used where the page is one: a question with its answer is something to learn from, not a `QAPage`, which is
for answers that users write. Nothing is said that the page does not show, and no date but that of the last review.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from . import addresses, titles
from .catalogue import Catalogue
from .records import Company, Guide, Mistake, PageRecord, Plan, Question

HOME = "index.md"

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
"""Of the text; the file LICENSE says so."""

_LISTS = (addresses.EXPLORER, addresses.TOPICS, addresses.COMPANIES, addresses.SOURCES)


@dataclass(frozen=True, slots=True)
class Site:
    """The site as a whole: `url` is its root, with a slash at its end."""

    name: str
    url: str
    description: str


@dataclass(frozen=True, slots=True)
class About:
    """A page: its path below the content root, its title and description as text, its record if it has one."""

    path: str
    title: str
    description: str
    record: PageRecord | None = None


def about(path: str, record: PageRecord | None, title: str, description: str) -> About:
    """What is said of a page: what its record says or, of a page without one, its front matter.

    A question has no description of its own, so it is described by its title.
    """
    match record:
        case None:
            return About(path, title, description)
        case Question(title=asked):
            sentence = asked if asked.endswith((".", "?", "!")) else f"{asked}."
            told = "A backend interview question with a worked answer, levels, follow-ups and red flags."
            return About(path, asked, f"{sentence} {told}", record)
    return About(path, record.title, record.description, record)


def document(catalogue: Catalogue, site: Site, page: About) -> str:
    """The page's structured data as JSON that may stand in a script element: nothing in it can end that."""
    graph = [_site(site) if page.path == HOME else _page(catalogue, site, page)]
    trail = list(_above(catalogue, page))
    if page.path != HOME:
        graph.append(_breadcrumbs(site, [*trail, (page.title, page.path)]))
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, sort_keys=True)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _site(site: Site) -> dict[str, Any]:
    """The site, with its search: any page opens it, asked `?q=…`."""
    return {
        "@type": "WebSite",
        "@id": f"{site.url}#site",
        "name": site.name,
        "url": site.url,
        "description": site.description,
        "inLanguage": "en",
        "license": LICENCE,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{site.url}?q={{words}}"},
            "query-input": {
                "@type": "PropertyValueSpecification",
                "valueName": "words",
                "valueRequired": True,
            },
        },
    }


def _page(catalogue: Catalogue, site: Site, page: About) -> dict[str, Any]:
    return {
        **_of_its_kind(catalogue, page),
        "@id": f"{site.url}{addresses.url(page.path)}#page",
        "name": page.title,
        "description": page.description,
        "url": f"{site.url}{addresses.url(page.path)}",
        "inLanguage": "en",
        "license": LICENCE,
        "isPartOf": {"@type": "WebSite", "@id": f"{site.url}#site", "name": site.name, "url": site.url},
        **({"dateModified": page.record.reviewed} if page.record and page.record.reviewed else {}),
    }


def _of_its_kind(catalogue: Catalogue, page: About) -> dict[str, Any]:
    match page.record:
        case Question() as question:
            return {
                "@type": "LearningResource",
                "learningResourceType": "Interview question with a worked answer",
                "educationalLevel": [catalogue.levels[level].title for level in question.levels],
                "timeRequired": f"PT{question.minutes}M",
                "about": _topics(catalogue, question.topics),
            }
        case Plan() as plan:
            minutes = sum(task.minutes for day in plan.days for task in day.tasks)
            return {
                "@type": "LearningResource",
                "learningResourceType": "Study plan",
                "timeRequired": f"PT{minutes}M",
            }
        case Company() as company:
            return {
                "@type": "Article",
                "headline": page.title,
                "about": {"@type": "Organization", "name": company.title},
                "citation": list(_citations(catalogue, company)),
            }
        case Mistake():
            return {"@type": "Article", "headline": page.title}
        case Guide(topics=topics) if topics:
            return {"@type": "TechArticle", "headline": page.title, "about": _topics(catalogue, topics)}
    if page.path in _LISTS or page.path.startswith("questions/") or page.path.endswith("/index.md"):
        return {"@type": "CollectionPage"}
    return {"@type": "WebPage"}


def _topics(catalogue: Catalogue, topics: tuple[str, ...]) -> list[Mapping[str, str]]:
    return [{"@type": "DefinedTerm", "name": catalogue.topics[topic].title} for topic in topics]


def _citations(catalogue: Catalogue, company: Company) -> Iterator[dict[str, Any]]:
    """The sources of a company's claims and rounds, each once, in the order in which they are first named."""
    named = [source for stage in company.rounds for source in stage.sources]
    named += [source for claim in company.claims for source in claim.sources]
    for source in map(catalogue.sources.__getitem__, dict.fromkeys(named)):
        yield {
            "@type": "WebPage",
            "name": source.title,
            "url": source.url,
            "publisher": {"@type": "Organization", "name": source.publisher},
            **({} if source.date == "undated" else {"datePublished": source.date}),
        }


def _above(catalogue: Catalogue, page: About) -> Iterator[tuple[str, str]]:
    """Title and path of the pages that lead to a page, the home page first."""
    yield "Home", HOME
    folders = list(PurePosixPath(page.path).parents)[-2::-1]
    for folder in folders:
        path = f"{folder.as_posix()}/index.md"
        title = catalogue.titles.get(path) or titles.GENERATED_TITLES.get(path)
        if title and path != page.path:
            yield title, path
    if isinstance(page.record, Question):
        round_ = catalogue.rounds[page.record.round]
        yield titles.round_(round_), addresses.round_(round_.id)


def _breadcrumbs(site: Site, trail: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": title,
                "item": f"{site.url}{addresses.url(path)}",
            }
            for position, (title, path) in enumerate(trail, start=1)
        ],
    }
