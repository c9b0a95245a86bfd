"""Every kind of page opens, asks nothing of another host, is accessible and fits."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import Served, open_page
from .looks import ALL_LOOKS, TWO_LOOKS, faults

KINDS = (
    "",
    "guides/",
    "guides/show/",
    "guides/caching/",
    "questions/",
    "questions/concepts/stampede/",
    "questions/coding/ring-buffer/",
    "questions/topics/",
    "questions/topics/caching/",
    "questions/rounds/coding/",
    "questions/levels/senior/",
    "questions/companies/",
    "questions/companies/acme/",
    "companies/acme/",
    "companies/compare/",
    "companies/compare/acme-vs-bolt/",
    "companies/matrix/",
    "companies/sources/",
    "plans/two-days/",
    "mistakes/silence/",
    "your-progress/",
    "coverage/",
    "contributing/rules/",
    "contributing/fields/",
    "contributing/directives/",
)

FULL = {
    "",
    "guides/show/",
    "questions/",
    "questions/concepts/stampede/",
    "companies/compare/",
    "plans/two-days/",
    "your-progress/",
}

VENDORED = "assets/vendor/mermaid/mermaid.min.js"


@pytest.mark.parametrize("path", KINDS)
def test_a_page_of_every_kind(path: str, page: Page) -> None:
    open_page(page, path)
    assert page.locator("h1").count() == 1
    assert not (found := faults(page, ALL_LOOKS if path in FULL else TWO_LOOKS)), "\n".join(found)


def test_a_missing_page_says_so_and_searches(small: Served) -> None:
    page = small.browser.new_page(base_url=small.url, reduced_motion="reduce")
    open_page(page, "questions/coding/nowhere/")
    assert page.locator("h1").inner_text() == "There is no page here"
    assert page.get_by_role("link", name="Questions", exact=True).first.get_attribute("href")
    page.get_by_role("button", name="Search the handbook").click()
    page.get_by_role("searchbox").fill("stampede")
    expect(page.locator(".kb-hits a").first).to_contain_text("stampede")
    page.keyboard.press("Escape")
    assert not (found := faults(page)), "\n".join(found)
    page.close()


@pytest.mark.parametrize(("preferred", "scheme"), [("light", "default"), ("dark", "slate")])
def test_the_scheme_is_the_readers_and_can_be_switched_for_good(preferred: str, scheme: str, small: Served) -> None:
    context = small.browser.new_context(
        base_url=small.url, color_scheme="dark" if preferred == "dark" else "light", reduced_motion="reduce"
    )
    page = context.new_page()
    open_page(page, "")
    assert page.get_attribute("body", "data-md-color-scheme") == scheme
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("label[title^='Switch to']:visible").click()
    open_page(page, "guides/show/")
    assert page.get_attribute("body", "data-md-color-scheme") != scheme
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    context.close()


def test_a_diagram_is_drawn_when_it_is_near_and_costs_nothing_before(page: Page) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.set_viewport_size({"width": 1280, "height": 200})
    open_page(page, "guides/show/")
    assert not [url for url in fetched if "mermaid" in url]
    page.locator("#a-diagram").scroll_into_view_if_needed()
    page.wait_for_selector("div.mermaid")
    assert [url for url in fetched if "mermaid" in url] == [page.url.replace("guides/show/", VENDORED)]
    box = page.locator("div.mermaid").bounding_box()
    assert box and box["height"] > 100


def test_what_is_only_for_the_eye_moves_for_no_one_who_asks_for_rest(page: Page) -> None:
    open_page(page, "")
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(e => getComputedStyle(e).transitionDuration !== '0s').length"
    )
    assert moving == 0
