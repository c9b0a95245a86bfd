"""Getting about: instant navigation, search, the keyboard, and that scripts work wherever one comes from."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from .conftest import open_page


def test_instant_navigation_keeps_the_document_and_the_scripts_work_after_it(page: Page) -> None:
    open_page(page, "")
    page.evaluate("window.same = true")
    page.locator(".md-tabs__link", has_text="Questions").click()
    page.wait_for_url(re.compile("/questions/$"))
    page.get_by_role("checkbox", name=re.compile("^Concepts")).check()
    page.locator(".kb-results a", has_text="stampede").click()
    page.wait_for_url(re.compile("/stampede/$"))
    page.get_by_role("button", name="Open all").click()
    expect(page.get_by_role("article").get_by_text("Many readers miss at once")).to_be_visible()
    page.locator(".md-tabs__link", has_text="Plans").click()
    expect(page.locator(".kb-plan input").first).to_be_visible()
    assert page.evaluate("window.same") is True
    for address in ("/stampede/$", "/questions/#round=concepts$", "/questions/$", "/$"):
        page.go_back()
        page.wait_for_url(re.compile(address))
    expect(page.get_by_role("button", name=re.compile("^Search questions"))).to_be_visible()
    assert page.evaluate("window.same") is True


def test_search_finds_a_question_by_keyboard_alone(page: Page) -> None:
    open_page(page, "guides/caching/")
    page.keyboard.press("/")
    page.keyboard.type("exercise 77", delay=20)
    expect(page.locator(".kb-hits a").first).to_contain_text("Exercise 77")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/exercise-77/"))
    expect(page.locator("h1")).to_contain_text("Exercise 77")


def test_search_finds_the_words_of_a_folded_answer(page: Page) -> None:
    open_page(page, "")
    page.get_by_role("button", name=re.compile("^Search questions")).click()
    page.keyboard.type("many readers miss at once", delay=20)
    expect(page.locator(".kb-hits a[href*='/stampede/']").first).to_be_visible()


def test_the_search_opens_from_the_home_page_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    open_page(page, "")
    page.get_by_role("button", name=re.compile("^Search questions")).click()
    field = page.get_by_role("dialog").get_by_role("searchbox")
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()


def test_a_table_that_scrolls_can_be_scrolled_by_key_and_one_that_does_not_is_no_stop(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    open_page(page, "guides/show/")
    table = page.get_by_role("region", name="Table 1: A wide table")
    table.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    assert table.evaluate("e => e.scrollLeft") > 0
    page.set_viewport_size({"width": 1280, "height": 800})
    open_page(page, "companies/compare/acme-vs-bolt/")
    expect(page.locator(".kb-table")).not_to_have_attribute("tabindex", "0")


def test_the_first_column_of_the_comparison_stays(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    open_page(page, "companies/compare/")
    box = page.locator(".kb-compare")
    first = page.locator(".kb-compare tbody th").first
    before = first.bounding_box()
    box.evaluate("e => { e.scrollLeft = 400 }")
    assert box.evaluate("e => e.scrollLeft") > 100
    assert first.bounding_box() == before
