"""How well search finds things: queries with the pages that answer them, asked of the handbook as it is.

The browser's own modules run in Node, over the index of the real pages. `python3 scripts/test.py -s
tests/test_search.py` prints the figures.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from kb import indexes, pages, search
from kb.rules import examine

NODE = shutil.which("node")

pytestmark = [
    pytest.mark.skipif(NODE is None, reason="node is not installed; it runs the search as the browser does"),
    pytest.mark.xdist_group("search"),
]


@dataclass(frozen=True)
class Asked:
    """A query, the pages that answer it, and at which place the first of them was found: 0 is nowhere."""

    style: str
    query: str
    pages: tuple[str, ...]
    held_out: bool
    place: int
    first_tier: int
    found: tuple[str, ...]


@pytest.fixture(scope="module")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the index of the real pages."""
    catalogue, problems = examine(root / "docs")
    assert problems == []
    found = indexes.build(catalogue)
    folder = tmp_path_factory.mktemp("site")
    for path, text in search.documents(catalogue, found, tuple(pages.generate(catalogue, found))):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def asked(root: Path, site: Path) -> list[Asked]:
    """Every query with what was found."""
    styles = yaml.safe_load((root / "tests" / "search" / "queries.yml").read_text("utf-8"))
    queries = [(style, entry) for style, entries in styles.items() for entry in entries]
    file = site / "queries.json"
    file.write_text(json.dumps([entry["ask"] for _, entry in queries]), "utf-8")
    assert NODE
    command = [NODE, str(root / "tests" / "search" / "ask.mjs"), str(site), str(file)]
    answer = subprocess.run(command, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    told = []
    for (style, entry), answers in zip(queries, json.loads(answer.stdout), strict=True):
        wanted, held_out = tuple(entry["find"]), entry.get("held_out", False)
        first, full = (place(answers[tier], wanted) for tier in ("first", "full"))
        told.append(Asked(style, entry["ask"], wanted, held_out, full, first, tuple(answers["full"])))
    return told


def place(found: list[str], wanted: tuple[str, ...]) -> int:
    return next((at for at, url in enumerate(found, 1) if url.rstrip("/") in wanted), 0)


def recall(asked: Iterable[Asked], tier: str = "place") -> float:
    """The share of the queries that have an answer among the first three results."""
    places = [getattr(one, tier) for one in asked]
    return float(sum(0 < at <= 3 for at in places) / len(places))


def reciprocal_rank(asked: Iterable[Asked]) -> float:
    places = [one.place for one in asked]
    return sum(1 / at for at in places if at) / len(places)


def of(asked: list[Asked], *styles: str) -> list[Asked]:
    found = [one for one in asked if one.style in styles]
    assert found
    return found


def test_every_page_that_is_to_be_found_is_there(root: Path, asked: list[Asked], site: Path) -> None:
    known = {url.rstrip("/") for url in json.loads((site / "search/index.json").read_text("utf-8"))["urls"]}
    wanted = {page for one in asked for page in one.pages}
    assert {page for page in wanted - known if "-vs-" not in page} == set()
    assert len({one.query for one in asked}) == len(asked) >= 160


def test_what_people_ask_is_found(asked: list[Asked]) -> None:
    held_out = [one for one in asked if one.held_out]
    tuned = [one for one in asked if not one.held_out]
    print(f"\n{'':22}{'queries':>8}{'recall@3':>10}{'MRR':>7}{'at once':>9}")
    for name, some in (
        *((style, of(asked, style)) for style in dict.fromkeys(one.style for one in asked)),
        ("seen while tuning", tuned),
        ("held out", held_out),
        ("all", asked),
    ):
        print(
            f"{name:22}{len(some):8}{recall(some):10.3f}{reciprocal_rank(some):7.3f}{recall(some, 'first_tier'):9.3f}"
        )
    # Of those held out not even the failures are named here: who sees them tunes to them.
    missed = [f"{one.query}: wanted {one.pages[0]}, found {one.found[:3]}" for one in tuned if not 0 < one.place <= 3]
    print(*missed, sep="\n")
    assert recall(asked) >= 0.92, missed
    assert reciprocal_rank(asked) >= 0.82, missed
    assert recall(of(asked, "misspelling")) >= 0.80, missed
    assert recall(of(asked, "acronym")) >= 0.90, missed
    assert recall(of(asked, "synonym")) >= 0.90, missed
    assert recall(held_out) >= 0.92, missed
