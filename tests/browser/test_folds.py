"""Folded answers: opened by pointer, by key, by address, by search within the page, all at once and for print."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from .conftest import open_page

QUESTION = "questions/concepts/stampede/"
ANSWER = "#answer + details"


def test_an_answer_opens_and_closes_by_a_click_anywhere_on_its_row(page: Page) -> None:
    open_page(page, QUESTION)
    answer = page.locator(ANSWER)
    hidden = page.get_by_text("Many readers miss at once")
    expect(hidden).not_to_be_visible()
    row = page.locator("#answer").bounding_box()
    assert row
    page.mouse.click(row["x"] + 10, row["y"] + row["height"] / 2)
    expect(hidden).to_be_visible()
    page.mouse.click(row["x"] + row["width"] - 10, row["y"] + row["height"] / 2)
    expect(hidden).not_to_be_visible()
    assert answer.get_attribute("open") is None


def test_the_control_is_large_and_says_what_it_does(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    open_page(page, QUESTION)
    control = page.locator(f"{ANSWER} > summary")
    box = control.bounding_box()
    assert box and box["height"] >= 44 and box["width"] >= 300
    expect(control).to_have_accessible_name("Show Answer")
    control.click()
    expect(control).to_have_accessible_name("Hide Answer")


def test_an_answer_opens_by_key(page: Page) -> None:
    open_page(page, QUESTION)
    page.locator(f"{ANSWER} > summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Many readers miss at once")).to_be_visible()


def test_the_permanent_link_beside_the_control_can_still_be_reached(page: Page) -> None:
    open_page(page, QUESTION)
    page.locator(f"{ANSWER} > summary").hover()
    page.locator("#answer .headerlink").click()
    assert page.url.endswith("#answer")


def test_an_address_opens_what_it_points_into(page: Page) -> None:
    open_page(page, f"{QUESTION}#in-numbers")
    expect(page.get_by_text("A hundred.")).to_be_in_viewport()
    open_page(page, f"{QUESTION}#red-flags")
    expect(page.get_by_text("None.", exact=True)).to_be_visible()


def test_a_link_on_the_page_opens_it_again_after_it_was_closed(page: Page) -> None:
    open_page(page, QUESTION)
    link = page.locator(".md-nav--secondary a[href$='#in-numbers']")
    for _ in range(2):
        link.click()
        expect(page.get_by_text("A hundred.")).to_be_in_viewport()
        page.locator(f"{ANSWER} > summary").click()
        expect(page.get_by_text("A hundred.")).not_to_be_visible()


def test_one_button_opens_and_closes_all(page: Page) -> None:
    open_page(page, QUESTION)
    page.get_by_role("button", name="Open all").click()
    assert page.locator("details.kb-fold:not([open])").count() == 0
    page.get_by_role("button", name="Close all").click()
    assert page.locator("details.kb-fold[open]").count() == 0
    page.locator(f"{ANSWER} > summary").click()
    expect(page.get_by_role("button", name="Open all")).to_be_visible()


def test_print_has_all_answers_and_the_screen_is_as_before(page: Page) -> None:
    open_page(page, QUESTION)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.kb-fold:not([open])").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.kb-fold[open]").count() == 0


def test_what_was_open_is_open_after_back_and_closed_on_another_visit(page: Page) -> None:
    open_page(page, QUESTION)
    page.locator(f"{ANSWER} > summary").click()
    page.locator(".kb-facts a").first.click()
    page.wait_for_url(re.compile("/questions/rounds/"))
    page.go_back()
    page.wait_for_url(re.compile(QUESTION))
    expect(page.get_by_text("Many readers miss at once")).to_be_visible()
    page.locator(".kb-facts a").first.click()
    page.wait_for_url(re.compile("/questions/rounds/"))
    page.locator(f".kb-list a[href*='{QUESTION.split('/')[2]}']").first.click()
    page.wait_for_url(re.compile(QUESTION))
    expect(page.locator("#answer")).to_be_visible()
    expect(page.get_by_text("Many readers miss at once")).not_to_be_visible()
