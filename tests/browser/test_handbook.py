"""The handbook as it is: a page of each kind of the real content."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.exceptions import Abort
from playwright.sync_api import Page, Playwright
from test_site import run
from valid_html import faults as html_faults
from valid_html import needs_vnu

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


@needs_vnu
def test_every_page_is_valid_html(handbook: Served) -> None:
    assert not (found := html_faults(handbook.folder)), "\n".join(found)


# The contrast of a drawing's text with every ground on which it stands, and of its lines with the page.
_CONTRASTS = """() => {
    const light = colour => {
        const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map(Number).map(c => c / 255)
            .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (a, b) => {
        const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
        return (x + 0.05) / (y + 0.05);
    };
    const paper = getComputedStyle(document.body).backgroundColor;
    const found = [];
    for (const svg of document.querySelectorAll(".kb-diagram svg")) {
        const shapes = [...svg.querySelectorAll(".node, .ground, .group, .note")];
        const grounds = [paper, ...shapes.map(e => getComputedStyle(e).fill)];
        for (const text of svg.querySelectorAll("text")) {
            const fill = getComputedStyle(text).fill;
            if (grounds.some(ground => contrast(fill, ground) < 4.5)) found.push(`text ${text.textContent}`);
        }
        for (const line of svg.querySelectorAll(".edge, .life, rect.node")) {
            if (contrast(getComputedStyle(line).stroke, paper) < 3) found.push(`line ${line.outerHTML.slice(0, 80)}`);
        }
    }
    return found;
}"""


def test_drawn_diagrams_can_be_read_in_both_schemes_and_scroll_in_their_own_box(handbook: Served) -> None:
    drawn = [page.parent for page in handbook.folder.rglob("index.html") if "kb-diagram" in page.read_text("utf-8")]
    assert len(drawn) > 10
    wrong = []
    for folder in sorted(drawn)[::14]:
        address = f"{folder.relative_to(handbook.folder).as_posix()}/"
        for scheme, width in (("light", 1280), ("dark", 390)):
            context = handbook.browser.new_context(
                base_url=handbook.url,
                color_scheme="dark" if scheme == "dark" else "light",
                viewport={"width": width, "height": 800},
                reduced_motion="reduce",
            )
            page = context.new_page()
            open_page(page, address)
            page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
            page.wait_for_timeout(150)
            wrong += [f"{address} {scheme}: {said}" for said in page.evaluate(_CONTRASTS)]
            for box in page.locator(".kb-diagram").all():
                scrolls, stop, name, right = box.evaluate(
                    "e => [e.scrollWidth > e.clientWidth, e.tabIndex, e.ariaLabel, e.getBoundingClientRect().right]"
                )
                if right > width or scrolls != (stop == 0) or bool(scrolls) != bool(name):
                    wrong.append(f"{address} {width}: scrolls {scrolls}, tabindex {stop}, {name}, ends at {right}")
                if not box.get_by_role("img").get_attribute("aria-labelledby"):
                    wrong.append(f"{address}: no text alternative")
            context.close()
    assert not wrong, "\n".join(wrong)
