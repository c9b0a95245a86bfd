"""The handbook as it is: a page of each kind of the real content."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.exceptions import Abort
from playwright.sync_api import Page, Playwright
from test_site import run

from kb.rules import examine

from .conftest import Seen, Served, open_page, served, site_url
from .looks import faults

# One worker builds it, once.
pytestmark = pytest.mark.xdist_group("handbook")


@pytest.fixture(scope="module")
def handbook(root: Path, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    if examine(root / "docs")[1]:
        pytest.skip("the content has problems, which tests/test_content.py reports")
    project = tmp_path_factory.mktemp("handbook")
    for name in ("docs", "hooks", "overrides"):
        shutil.copytree(root / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "mkdocs.yml", project)
    try:
        # Whether all links lead somewhere is tested elsewhere; a page looks the same.
        folder = run(project, strict=False)
    except Abort:
        pytest.fail("the handbook does not build")
    with served(folder, site_url(root), playwright) as site:
        yield site


def kinds(site: Path) -> Iterator[str]:
    """The home page, and the largest page of each kind: where things go wrong first."""
    yield ""
    yield "questions/"
    yield "companies/compare/"
    for pattern in ("questions/[!t]*/*", "fundamentals/*", "companies/*", "plans/*"):
        pages = (page for page in site.glob(f"{pattern}/index.html") if page.parts[-2] != "compare")
        largest = max(pages, key=lambda page: page.stat().st_size, default=None)
        if largest:
            yield f"{largest.parent.relative_to(site).as_posix()}/"


def test_a_page_of_every_kind(handbook: Served) -> None:
    wrong = []
    for path in dict.fromkeys(kinds(handbook.folder)):
        context = handbook.browser.new_context(base_url=handbook.url, reduced_motion="reduce")
        page: Page = context.new_page()
        seen = Seen()
        seen.watch(page, handbook.url)
        open_page(page, path)
        looked = faults(page)
        wrong += [f"{path or 'home'}: {fault}" for fault in (*looked, *seen.errors, *seen.failed, *seen.foreign)]
        context.close()
    assert not wrong, "\n".join(wrong)
