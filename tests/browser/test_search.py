"""The search box: opened, asked, read, followed and left, by keyboard and by thumb."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import Served, open_page
from .looks import faults

FIELD = ".kb-search input"
HITS = ".kb-hits a"


def ask(page: Page, query: str) -> None:
    """Types a query into the open search and waits for all of its answer."""
    page.locator(FIELD).fill(query)
    expect(page.locator(".kb-search")).to_have_attribute("data-query", query)


@pytest.mark.parametrize("key", ["/", "Control+k", "Meta+k"])
def test_a_key_opens_it_and_escape_closes_it(key: str, page: Page) -> None:
    open_page(page, "guides/show/")
    link = page.locator(".kb-search-link")
    link.focus()
    page.keyboard.press(key)
    expect(page.get_by_role("dialog", name="Search the handbook")).to_be_visible()
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.type("stam")
    expect(page.locator(HITS).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".kb-search")).to_be_hidden()
    expect(link).to_be_focused()


def test_a_slash_in_a_field_is_a_slash(page: Page) -> None:
    open_page(page, "questions/")
    page.locator("#kb-text").press_sequentially("ci/cd")
    expect(page.locator("#kb-text")).to_have_value("ci/cd")
    assert page.locator(".kb-search").count() == 0


def test_nothing_is_fetched_before_it_is_opened(page: Page) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    open_page(page, "guides/show/")
    assert not [url for url in fetched if "/search/" in url or "search-index" in url]
    page.keyboard.press("/")
    ask(page, "stampede")
    assert [url for url in fetched if url.endswith("search/index.json")]
    assert [url for url in fetched if "search/words/" in url]
    assert not [url for url in fetched if "/workers/" in url]


def test_a_result_shows_kind_place_and_passage_and_is_followed(page: Page) -> None:
    open_page(page, "guides/show/")
    page.keyboard.press("/")
    ask(page, "many readers miss")
    expect(page.locator(".kb-search [role=status]")).to_have_text(re.compile(r"\d+ results?"))
    first = page.locator(HITS).first
    expect(first.locator(".kb-hit-small")).to_have_text(re.compile("^Question · Concepts · Caching"))
    expect(first.locator(".kb-hit-text mark")).to_have_text(["readers", "miss"])
    assert "<b>stampede</b>" in first.locator(".kb-hit-title").inner_text()
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("questions/concepts/stampede/$"))
    expect(page.locator(".kb-search")).to_be_hidden()


def test_back_leads_to_the_results_again(page: Page) -> None:
    open_page(page, "guides/show/")
    page.keyboard.press("/")
    ask(page, "isolation")
    page.locator(HITS).first.click()
    expect(page).to_have_url(re.compile("questions/concepts/isolation/$"))
    page.go_back()
    expect(page.locator(FIELD)).to_have_value("isolation")
    expect(page.locator(HITS).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile("guides/show/$"))


def test_an_address_can_ask(page: Page) -> None:
    open_page(page, "?q=acme+vs+bolt")
    expect(page.locator(HITS).first).to_have_attribute("href", re.compile("companies/compare/acme-vs-bolt/$"))


def test_a_letter_on_a_result_goes_back_to_the_field(page: Page) -> None:
    open_page(page, "guides/show/")
    page.keyboard.press("/")
    ask(page, "cach")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("ing")
    expect(page.locator(FIELD)).to_have_value("caching")


def test_nothing_found_is_said(page: Page) -> None:
    open_page(page, "guides/show/")
    page.keyboard.press("/")
    ask(page, "xyzzyqqq")
    expect(page.locator(".kb-search [role=status]")).to_have_text(re.compile("^Nothing found for “xyzzyqqq”"))
    expect(page.locator(HITS)).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_results_are_accessible_and_fit(width: int, scheme: str, small: Served) -> None:
    context = small.browser.new_context(
        base_url=small.url,
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        viewport={"width": width, "height": 844},
    )
    page = context.new_page()
    open_page(page, "guides/show/")
    page.locator(".kb-search-link").click()
    ask(page, "stampede")
    page.keyboard.press("ArrowDown")
    box = page.locator(".kb-search").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width
    assert not (found := faults(page)), "\n".join(found)
    context.close()


def test_without_scripts_the_link_leads_to_the_topics(small: Served) -> None:
    context = small.browser.new_context(base_url=small.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("guides/show/")
    page.get_by_role("link", name="Search").click()
    expect(page.locator("h1")).to_have_text(re.compile("Questions by topic"))
    context.close()
