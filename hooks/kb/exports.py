"""The JSON interface, version 1: what the catalogue holds, for programs. Fields are added in it, never changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from . import addresses
from .catalogue import Catalogue
from .indexes import Indexes, evidence, renamed

VERSION = 1


def documents(catalogue: Catalogue, found: Indexes) -> Iterator[tuple[str, str]]:
    """The paths of the interface's files and their text."""
    for name, values in (
        ("questions", _questions(catalogue, found)),
        ("companies", _companies(catalogue)),
        ("topics", _topics(catalogue, found)),
        ("sources", _sources(catalogue)),
        ("plans", _plans(catalogue)),
        ("renamed", _renamed(catalogue)),
    ):
        listed = list(values)
        yield f"{addresses.API}{name}.json", _text({"version": VERSION, name: listed})
        yield f"{addresses.API}{name}.schema.json", _text(_schema(name))


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=False) + "\n"


def _questions(catalogue: Catalogue, found: Indexes) -> Iterator[dict[str, Any]]:
    for question in found.ordered:
        yield {
            "id": question.id,
            "title": question.title,
            "url": addresses.url(question.path),
            "round": question.round,
            "topics": question.topics,
            "levels": question.levels,
            "minutes": question.minutes,
            "sightings": [
                {"company": s.company, "source": s.source, "observed": s.observed or None}
                | {"level": s.level, "role": s.role or None}
                for s in question.sightings
            ],
            "related": question.related,
            "reviewed": question.reviewed,
        }


def _companies(catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    for company in catalogue.companies.values():
        yield {
            "id": company.id,
            "title": company.title,
            "url": addresses.url(company.path),
            "aliases": company.aliases,
            "rounds": [
                {"stage": s.stage, "round": s.round, "minutes": s.minutes or None}
                | {"sources": s.sources, "observed": s.observed}
                for s in company.rounds
            ],
            "claims": [
                {
                    "dimension": claim.dimension,
                    "value": claim.value,
                    "grade": evidence(catalogue, claim).grade.id,
                    "sources": claim.sources,
                    "observed": claim.observed,
                    "differs": claim.differs,
                    "role": claim.role or None,
                    "level": claim.level,
                    "team": claim.team or None,
                }
                for claim in company.claims
            ],
            "reviewed": company.reviewed,
        }


def _topics(catalogue: Catalogue, found: Indexes) -> Iterator[dict[str, Any]]:
    for topic in catalogue.topics.values():
        yield {
            "id": topic.id,
            "title": topic.title,
            "url": addresses.url(addresses.topic(topic.id)),
            "aliases": topic.aliases,
            "parent": topic.parent,
            "guide": addresses.url(topic.guide),
            "questions": len(found.by_topic.get(topic.id, ())),
        }


def _sources(catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    for source in catalogue.sources.values():
        yield {
            "id": source.id,
            "title": source.title,
            "publisher": source.publisher,
            "url": source.url,
            "kind": source.kind,
            "date": None if source.date == "undated" else source.date,
            "seen": source.seen,
            "note": source.note or None,
        }


def _plans(catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    for plan in catalogue.plans.values():
        yield {
            "id": plan.id,
            "title": plan.title,
            "url": addresses.url(plan.path),
            "description": plan.description,
            "days": [
                {
                    "title": day.title,
                    "tasks": [
                        {"text": task.text, "minutes": task.minutes, "pages": [addresses.url(p) for p in task.pages]}
                        for task in day.tasks
                    ],
                }
                for day in plan.days
            ],
            "reviewed": plan.reviewed,
        }


def _renamed(catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    """Ids that questions and plans had before: for whoever has kept them, as readers' browsers do."""
    for kind, old, new in renamed(catalogue):
        yield {"kind": kind, "old": old, "new": new}


# Schemas: what a reader of the interface may rely on.

_TEXT: Mapping[str, Any] = {"type": "string"}
_MAYBE: Mapping[str, Any] = {"type": ["string", "null"]}
_TEXTS: Mapping[str, Any] = {"type": "array", "items": _TEXT}
_COUNT: Mapping[str, Any] = {"type": "integer", "minimum": 0}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _list(**properties: Any) -> dict[str, Any]:
    return {"type": "array", "items": _object(**properties)}


_ITEMS: Mapping[str, dict[str, Any]] = {
    "questions": _object(
        id=_TEXT,
        title=_TEXT,
        url=_TEXT,
        round=_TEXT,
        topics=_TEXTS,
        levels=_TEXTS,
        minutes=_COUNT,
        sightings=_list(company=_TEXT, source=_TEXT, observed=_MAYBE, level=_MAYBE, role=_MAYBE),
        related=_TEXTS,
        reviewed=_TEXT,
    ),
    "companies": _object(
        id=_TEXT,
        title=_TEXT,
        url=_TEXT,
        aliases=_TEXTS,
        rounds=_list(stage=_TEXT, round=_MAYBE, minutes=_MAYBE, sources=_TEXTS, observed=_TEXT),
        claims=_list(
            dimension=_TEXT,
            value=_TEXT,
            grade=_TEXT,
            sources=_TEXTS,
            observed=_TEXT,
            differs={"type": ["boolean", "null"]},
            role=_MAYBE,
            level=_MAYBE,
            team=_MAYBE,
        ),
        reviewed=_TEXT,
    ),
    "topics": _object(id=_TEXT, title=_TEXT, url=_TEXT, aliases=_TEXTS, parent=_MAYBE, guide=_TEXT, questions=_COUNT),
    "sources": _object(
        id=_TEXT, title=_TEXT, publisher=_TEXT, url=_TEXT, kind=_TEXT, date=_MAYBE, seen=_TEXT, note=_MAYBE
    ),
    "plans": _object(
        id=_TEXT,
        title=_TEXT,
        url=_TEXT,
        description=_TEXT,
        days=_list(title=_TEXT, tasks=_list(text=_TEXT, minutes=_COUNT, pages=_TEXTS)),
        reviewed=_TEXT,
    ),
    "renamed": _object(kind={"enum": ["question", "plan"]}, old=_TEXT, new=_TEXT),
}


def _schema(name: str) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{name}, version {VERSION}",
        "type": "object",
        "required": ["version", name],
        "properties": {"version": {"const": VERSION}, name: {"type": "array", "items": _ITEMS[name]}},
    }
