"""On paper: the text, answers open, nothing of the frame, code whole, and where links lead outside."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page

from .conftest import Served, open_page

GUIDE, QUESTION, PLAN = "guides/show/", "questions/concepts/stampede/", "plans/two-days/"

FRAME = ".md-header, .md-tabs, .md-sidebar, .md-footer, .md-skip, .headerlink, .md-code__nav, .md-content__button"


def printed(page: Page, path: str) -> str:
    """Opens a page as paper shows it; the text that is to be seen."""
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": 670, "height": 1000})  # A4 without its margins
    open_page(page, path)
    return page.locator("body").inner_text()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_answer_of_a_question_is_printed_though_it_is_closed(scripts: bool, small: Served) -> None:
    page = small.browser.new_page(base_url=small.url, java_script_enabled=scripts)
    text = printed(page, QUESTION)
    assert "Many readers miss at once" in text
    assert not re.search(r"^(Show|Hide|Open all|Close all)\b", text, re.M)
    page.close()


@pytest.mark.parametrize("path", [GUIDE, QUESTION, PLAN, "companies/acme/", "companies/compare/"])
def test_nothing_of_the_frame_is_printed_and_all_of_it_is_ink_on_white(path: str, page: Page) -> None:
    printed(page, path)
    assert (
        page.evaluate(
            "s => [...document.querySelectorAll(s)].filter(e => e.checkVisibility()).map(e => e.className)", FRAME
        )
        == []
    )
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    pale = """() => [...document.querySelectorAll(".md-content :is(h1, h2, p, li, td, code, a, text)")].filter(e => {
        const {color, fill} = getComputedStyle(e);
        const [r, g, b] = (e.tagName === "text" ? fill : color).match(/[\\d.]+/g).map(Number);
        return Math.max(r, g, b) > 0x60 && e.checkVisibility();
    }).map(e => e.outerHTML.slice(0, 100))"""
    assert page.evaluate(pale) == []


@pytest.mark.parametrize("path", [GUIDE, QUESTION, PLAN])
def test_nothing_is_cut_off_at_the_edge_of_the_paper(path: str, page: Page) -> None:
    printed(page, path)
    parts = ".md-content :is(pre, code, table, svg, p, li, .kb-diagram)"
    cut = """parts => [...document.querySelectorAll(parts)].filter(e =>
        e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1
        || getComputedStyle(e).overflowX !== "visible" && e.scrollWidth > e.clientWidth + 1 && e.clientWidth
    ).map(e => e.outerHTML.slice(0, 100))"""
    assert page.evaluate(cut, parts) == []


def test_a_plan_has_a_box_for_every_task(page: Page) -> None:
    printed(page, PLAN)
    tasks, boxes = page.locator(".kb-plan li"), page.locator(".kb-plan li > input")
    assert tasks.count() == boxes.count() > 0
    assert page.evaluate("getComputedStyle(document.querySelector('.kb-plan li > input')).colorScheme") == "light"


def test_a_link_that_leads_outside_says_where_to(page: Page) -> None:
    printed(page, "companies/acme/")
    outside = page.locator(".md-content a[data-outside]").first
    shown = outside.evaluate("e => getComputedStyle(e, '::after').content")
    assert "http" in shown
    inside = page.locator(".md-content a[href]:not([data-outside]):not(.headerlink)").first
    assert inside.evaluate("e => getComputedStyle(e, '::after').content") in {"none", '""'}


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed (poppler-utils); it reads a PDF")
def test_a_pdf_has_the_text_and_not_the_navigation(page: Page, tmp_path: Path) -> None:
    open_page(page, QUESTION)
    file = tmp_path / "question.pdf"
    page.pdf(path=str(file), format="A4")
    text = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True).stdout
    assert "Many readers miss at once" in " ".join(text.split())
    assert "Skip to content" not in text and "Source code" not in text and "Edit this page" not in text
    assert page.locator("#answer + details").get_attribute("open") is None  # closed again for the screen
