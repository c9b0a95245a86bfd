"""Where pages stand: the paths of generated pages, and links from one page to another.

These paths are addresses that the handbook promises to keep; nothing else spells them out.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from itertools import combinations

EXPLORER = "questions/index.md"
COMPARISON = "companies/compare/index.md"
MATRIX = "companies/matrix.md"
SOURCES = "companies/sources.md"
COVERAGE = "coverage/index.md"
RULES = "contributing/rules.md"
FIELDS = "contributing/fields.md"
DIRECTIVES = "contributing/directives.md"
TOPICS = "questions/topics/index.md"
COMPANIES = "questions/companies/index.md"
PROGRESS = "your-progress.md"
API = "api/v1/"
SCHEMAS = "schemas/"


def topic(topic_id: str) -> str:
    """The page of a topic's questions."""
    return f"questions/topics/{topic_id}.md"


def round_(round_id: str) -> str:
    """The page of a round's questions."""
    return f"questions/rounds/{round_id}.md"


def level(level_id: str) -> str:
    """The page of a level's questions."""
    return f"questions/levels/{level_id}.md"


def company_questions(company_id: str) -> str:
    """The page of the questions that a company was reported to ask."""
    return f"questions/companies/{company_id}.md"


def pair(one: str, other: str) -> str:
    """The page that compares two companies; the ids stand in alphabetical order."""
    first, second = sorted((one, other))
    return f"companies/compare/{first}-vs-{second}.md"


def generated(
    topics: Iterable[str], rounds: Iterable[str], levels: Iterable[str], companies: Iterable[str]
) -> Iterator[str]:
    """The paths of all generated pages."""
    companies = sorted(companies)
    yield from (EXPLORER, COMPARISON, MATRIX, SOURCES, COVERAGE, RULES, FIELDS, DIRECTIVES, TOPICS, COMPANIES, PROGRESS)
    yield from map(topic, topics)
    yield from map(round_, rounds)
    yield from map(level, levels)
    yield from map(company_questions, companies)
    yield from (pair(one, other) for one, other in combinations(companies, 2))


def resolved(from_path: str, to: str) -> str:
    """The path of the file that the relative address `to`, without its anchor, means on a page; the page's if empty."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(from_path), to)) if to else from_path


def link(from_path: str, to_path: str) -> str:
    """The relative link from one page to another, or to an anchor of it (`to_path` may end in `#anchor`)."""
    path, _, anchor = to_path.partition("#")
    relative = posixpath.relpath(path, posixpath.dirname(from_path) or ".")
    return f"{relative}#{anchor}" if anchor else relative


def href(from_path: str, to_path: str) -> str:
    """The relative address of one built page on another: for HTML of ours, which nobody resolves after us.

    `to_path` may end in `#anchor`, or in `#` and a state that the page's script reads.
    """
    path, mark, anchor = to_path.partition("#")
    here, there = url(from_path).split("/")[:-1], url(path).split("/")[:-1]
    # By hand, since there are tens of thousands: posixpath.relpath takes four times as long.
    common = 0
    while common < min(len(here), len(there)) and here[common] == there[common]:
        common += 1
    steps = [".."] * (len(here) - common) + there[common:]
    return f"{'/'.join(steps or ['.'])}/{mark}{anchor}"


def questions_of(company_id: str, topic_id: str) -> str:
    """The explorer, filtered: the questions on a topic that a company was reported to ask."""
    return f"{EXPLORER}#topic={topic_id}&company={company_id}"


def compared(*company_ids: str) -> str:
    """The comparison with these companies chosen."""
    return f"{COMPARISON}#companies={','.join(company_ids)}"


def url(path: str) -> str:
    """The address of a page on the site, from its root, with directory addresses: `a/b.md` is at `a/b/`."""
    stem = path.removesuffix(".md")
    if stem == "index":
        return ""
    return f"{stem.removesuffix('/index')}/"
