"""How the reader stands with a question: set on its page, by opening it, by key, in another tab, and kept."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Locator, Page, expect

from .conftest import Served, open_page

QUESTION = "questions/concepts/stampede/"
KEY = "/backend-interview-handbook/kb.v2.progress"


def state(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name="How you stand with it").get_by_role("radio", name=name)


def kept(page: Page) -> dict[str, str]:
    text = page.evaluate(f"localStorage.getItem({KEY!r})")
    return {question: mark["state"] for question, mark in json.loads(text)["questions"].items()} if text else {}


def test_a_question_is_new_and_opening_a_part_makes_it_seen(page: Page) -> None:
    open_page(page, QUESTION)
    expect(state(page, "New")).to_be_checked()
    assert kept(page) == {}
    page.locator("#answer + details > summary").click()
    expect(state(page, "Seen")).to_be_checked()
    expect(page.locator(".kb-state [role=status]")).to_contain_text(re.compile(r"since \d{4}-\d\d-\d\d"))
    assert kept(page) == {"stampede": "seen"}
    page.reload()
    expect(state(page, "Seen")).to_be_checked()


def test_what_the_reader_says_stands_whatever_is_opened(page: Page) -> None:
    open_page(page, QUESTION)
    page.locator("#answer + details > summary").click()
    state(page, "New").check()
    expect(state(page, "New")).to_be_checked()
    page.locator("#red-flags + details > summary").click()
    page.wait_for_timeout(100)
    assert kept(page) == {"stampede": "new"}
    state(page, "Confident").check()
    page.get_by_role("button", name="Close all").or_(page.get_by_role("button", name="Open all")).click()
    page.wait_for_timeout(100)
    assert kept(page) == {"stampede": "confident"}


def test_opening_a_question_that_is_known_does_not_set_it_back(page: Page) -> None:
    open_page(page, QUESTION)
    state(page, "Confident").check()
    open_page(page, f"{QUESTION}#answer")
    expect(page.get_by_text("Many readers miss at once")).to_be_visible()
    expect(state(page, "Confident")).to_be_checked()


def test_the_state_is_set_by_keyboard(page: Page) -> None:
    open_page(page, QUESTION)
    state(page, "New").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(state(page, "Confident")).to_be_focused()
    assert kept(page) == {"stampede": "confident"}


def test_printing_opens_the_parts_and_is_no_reading(page: Page) -> None:
    open_page(page, QUESTION)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.wait_for_timeout(100)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.wait_for_timeout(100)
    assert kept(page) == {}


def test_it_follows_instant_navigation_and_back(page: Page) -> None:
    open_page(page, QUESTION)
    page.evaluate("window.same = true")
    page.locator("#answer + details > summary").click()
    state(page, "New").check()
    page.locator(".kb-neighbours a").first.click()
    page.wait_for_url(re.compile("/isolation/$"))
    expect(state(page, "New")).to_be_checked()
    state(page, "Review").check()
    page.go_back()
    page.wait_for_url(re.compile(QUESTION))
    # Back opens the answer again, which is nothing that the reader does now.
    expect(page.get_by_text("Many readers miss at once")).to_be_visible()
    expect(state(page, "New")).to_be_checked()
    assert kept(page) == {"stampede": "new", "isolation": "review"}
    assert page.evaluate("window.same") is True


def test_another_tab_shows_it(page: Page) -> None:
    open_page(page, QUESTION)
    other = page.context.new_page()
    open_page(other, QUESTION)
    state(other, "Review").check()
    expect(state(page, "Review")).to_be_checked()


def test_a_question_that_was_renamed_keeps_its_state(page: Page) -> None:
    open_page(page, "")
    old = {"questions": {"old-name": {"state": "confident", "day": "2026-11-01"}}, "plans": {}}
    page.evaluate(f"localStorage.setItem({KEY!r}, {json.dumps(json.dumps(old))})")
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url) if "/api/" in request.url else None)
    open_page(page, QUESTION)
    expect(state(page, "Confident")).to_be_checked()
    assert kept(page) == {"stampede": "confident"} and fetched == []


def test_a_storage_that_is_forbidden_is_said(small: Served) -> None:
    context = small.browser.new_context(base_url=small.url)  # Material's own scripts stumble there, and say so
    page = context.new_page()
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no') } })")
    page.goto(QUESTION)
    state(page, "Review").check()
    expect(page.locator(".kb-state [role=status]")).to_contain_text("This browser does not keep it")
    context.close()


def test_without_javascript_nothing_is_shown(small: Served) -> None:
    context = small.browser.new_context(base_url=small.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(QUESTION)
    expect(page.locator(".kb-state")).not_to_be_visible()
    context.close()


def test_the_control_moves_nothing_when_it_comes(page: Page, small: Served) -> None:
    context = small.browser.new_context(base_url=small.url, viewport={"width": 1280, "height": 800})
    held = context.new_page()
    held.route("**/handbook.js", lambda route: route.abort())
    held.goto(QUESTION)
    held.evaluate("document.documentElement.classList.replace('no-js', 'js')")
    open_page(page, QUESTION)
    heights = [p.locator(".kb-state").evaluate("e => e.getBoundingClientRect().height") for p in (held, page)]
    assert abs(heights[0] - heights[1]) <= 1
    context.close()
