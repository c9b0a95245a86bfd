"""Plans: ticks are kept, and without JavaScript there is a list."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Page, expect

from .conftest import Served, open_page

PLAN = "plans/two-days/"
KEY = "/backend-interview-handbook/kb.v1.plans"


def test_ticks_survive_a_reload_and_can_be_taken_back(page: Page) -> None:
    open_page(page, PLAN)
    expect(page.get_by_text("0 done")).to_be_visible()
    page.get_by_role("checkbox", name="Solve one | aloud").check()
    page.get_by_text("Explain caching.").click()
    expect(page.get_by_text("2 done")).to_be_visible()
    page.reload()
    expect(page.get_by_role("checkbox", name="Solve one | aloud")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Rest.")).not_to_be_checked()
    expect(page.locator("progress")).to_have_js_property("value", 2)
    page.get_by_role("checkbox", name="Explain caching.").uncheck()
    kept = json.loads(page.evaluate(f"localStorage.getItem({KEY!r})"))
    assert list(kept) == ["two-days"] and len(kept["two-days"]) == 1
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in kept["two-days"].values())


def test_start_over_forgets_this_plan_only(page: Page) -> None:
    open_page(page, PLAN)
    page.evaluate(f'localStorage.setItem({KEY!r}, \'{{"other": {{"abc": "2026-11-20"}}}}\')')
    expect(page.get_by_role("button", name="Start over")).not_to_be_visible()
    page.get_by_role("checkbox", name="Rest.").check()
    page.get_by_role("button", name="Start over").click()
    expect(page.get_by_role("checkbox", name="Rest.")).not_to_be_checked()
    assert json.loads(page.evaluate(f"localStorage.getItem({KEY!r})")) == {"other": {"abc": "2026-11-20"}}


def test_what_another_wrote_there_does_no_harm(page: Page) -> None:
    open_page(page, PLAN)
    page.evaluate(f"localStorage.setItem({KEY!r}, '[not json')")
    page.reload()
    page.get_by_role("checkbox", name="Rest.").check()
    expect(page.get_by_text("1 done")).to_be_visible()


def test_a_tick_in_another_tab_shows(page: Page) -> None:
    open_page(page, PLAN)
    other = page.context.new_page()
    open_page(other, PLAN)
    other.get_by_role("checkbox", name="Rest.").check()
    expect(page.get_by_role("checkbox", name="Rest.")).to_be_checked()


def test_boxes_move_nothing(page: Page, small: Served) -> None:
    plain = small.browser.new_context(
        base_url=small.url, java_script_enabled=False, viewport={"width": 1280, "height": 800}
    )
    without = plain.new_page()
    without.goto(PLAN)
    open_page(page, PLAN)
    for task in ("Solve one | aloud", "Explain caching."):
        assert page.get_by_text(task).first.evaluate("e => e.closest('li').getBoundingClientRect().y") == (
            without.get_by_text(task).first.evaluate("e => e.closest('li').getBoundingClientRect().y")
        )
    assert without.locator(".kb-plan li").count() == 3 and without.locator(".kb-plan input").count() == 0
    plain.close()
