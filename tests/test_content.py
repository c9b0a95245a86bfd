"""The handbook's own pages: clean, and their marked code works."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pglast
import pytest

from kb.directives import DECLARATIONS, engine_of
from kb.rules import examine
from kb.scan import Page

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE, PROBLEMS = examine(ROOT / "docs")
SECONDS = 10
"""What one page's Python may take; the pages' examples take well under one."""


def marked(engine: str) -> list[Page]:
    """The pages with blocks that are marked for an engine."""
    return [page for page in CATALOGUE.pages.values() if blocks(page, engine)]


def blocks(page: Page, engine: str) -> list[str]:
    return [fence.code for fence in page.fences if fence.run and engine_of(fence) == engine]


def test_the_checker_finds_nothing() -> None:
    assert [problem.formatted() for problem in PROBLEMS] == []


@pytest.mark.parametrize("page", marked("python"), ids=lambda page: page.path)
def test_the_python_of_a_page_runs(page: Page) -> None:
    """The blocks of a page run in order in one namespace, without warnings, with the standard library alone."""
    command = [sys.executable, "-I", "-W", "error", "-c", "\n\n".join(blocks(page, "python"))]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]


@pytest.mark.parametrize("page", marked("sqlite"), ids=lambda page: page.path)
def test_the_sqlite_of_a_page_runs(page: Page) -> None:
    connection = sqlite3.connect(":memory:")
    try:
        for block in blocks(page, "sqlite"):
            connection.executescript(block)
    finally:
        connection.close()


@pytest.mark.parametrize("page", marked("postgresql"), ids=lambda page: page.path)
def test_the_postgresql_of_a_page_parses(page: Page) -> None:
    for block in blocks(page, "postgresql"):
        assert pglast.parse_sql(block), block


def test_every_marked_block_is_seen() -> None:
    """None of the tests above may pass for want of blocks."""
    assert all(len(marked(engine)) > 2 for engine in ("python", "sqlite", "postgresql"))


@pytest.mark.parametrize("command", sorted((ROOT / "scripts").glob("[a-z]*.py")), ids=lambda path: path.name)
def test_every_command_is_documented(command: Path) -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert f"scripts/{command.name}" in text


def test_every_directive_has_an_example_that_names_it() -> None:
    for declared in DECLARATIONS:
        assert re.match(rf"<!-- kb:{declared.name}\b", declared.example)


def test_a_claim_rests_on_a_source_that_was_read_before_the_page_was_reviewed() -> None:
    for company in CATALOGUE.companies.values():
        for claim in company.claims:
            for source in claim.sources:
                assert CATALOGUE.sources[source].seen <= company.reviewed, (company.id, source)
