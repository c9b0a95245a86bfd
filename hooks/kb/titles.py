"""What generated pages are called; nothing else spells it out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from . import addresses
from .catalogue import Catalogue
from .problems import Position
from .records import Company, Level, Round, Topic

GENERATED_TITLES = {
    addresses.EXPLORER: "All questions",
    addresses.COMPARISON: "Compare companies",
    addresses.MATRIX: "Companies by topic",
    addresses.SOURCES: "Sources of company facts",
    addresses.COVERAGE: "Coverage",
    addresses.RULES: "Rules that the checker applies",
    addresses.FIELDS: "Field reference",
    addresses.DIRECTIVES: "Directives",
    addresses.TOPICS: "Questions by topic",
    addresses.COMPANIES: "Questions by company",
    addresses.PROGRESS: "Your progress stays in your browser",
}
"""The titles of generated pages that stand alone."""


def topic(about: Topic) -> str:
    """The page of a topic's questions."""
    return f"{about.title}: interview questions"


def round_(about: Round) -> str:
    """The page of a round's questions."""
    return f"{about.title} questions"


def level(about: Level) -> str:
    """The page of a level's questions."""
    return f"Questions asked at level: {about.title}"


def company_questions(about: Company) -> str:
    """The page of the questions that a company was reported to ask."""
    return f"{about.title}: reported questions"


def pair(one: Company, other: Company) -> str:
    """The page that compares two companies."""
    return f"{one.title} compared with {other.title}"


def generated(catalogue: Catalogue) -> Iterator[tuple[str, str, Position]]:
    """The path and title of every generated page, and where that stands from which it has the title."""
    for path, title in GENERATED_TITLES.items():
        yield path, title, Position(path)
    for a_topic in catalogue.topics.values():
        yield addresses.topic(a_topic.id), topic(a_topic), Position("_data/topics.yml", a_topic.line)
    for a_round in catalogue.rounds.values():
        yield addresses.round_(a_round.id), round_(a_round), Position("_data/rounds.yml", a_round.line)
    for a_level in catalogue.levels.values():
        yield addresses.level(a_level.id), level(a_level), Position("_data/levels.yml", a_level.line)
    for company in catalogue.companies.values():
        yield addresses.company_questions(company.id), company_questions(company), Position(company.path)
    for one, other in combinations(sorted(catalogue.companies.values(), key=lambda c: c.id), 2):
        yield addresses.pair(one.id, other.id), pair(one, other), Position(one.path)
