"""Plans: ticks are kept, and without JavaScript there is a list."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Page, expect

from .conftest import Served, open_page

PLAN = "plans/two-days/"
KEY = "/backend-interview-handbook/kb.v2.progress"
FIRST_KEY = "/backend-interview-handbook/kb.v1.plans"

# Has the storage take nothing more.
FULL = "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') } }"


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
    assert list(kept["plans"]) == ["two-days"] and len(kept["plans"]["two-days"]) == 1
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in kept["plans"]["two-days"].values())


def test_start_over_forgets_this_plan_only(page: Page) -> None:
    open_page(page, PLAN)
    other = {"questions": {}, "plans": {"other": {"abc": "2026-11-20"}}}
    page.evaluate(f"localStorage.setItem({KEY!r}, {json.dumps(json.dumps(other))})")
    expect(page.get_by_role("button", name="Start over")).not_to_be_visible()
    page.get_by_role("checkbox", name="Rest.").check()
    page.get_by_role("button", name="Start over").click()
    expect(page.get_by_role("checkbox", name="Rest.")).not_to_be_checked()
    assert json.loads(page.evaluate(f"localStorage.getItem({KEY!r})")) == other


def test_ticks_of_the_first_version_are_taken_over_without_loss(page: Page) -> None:
    open_page(page, PLAN)
    page.get_by_role("checkbox", name="Rest.").check()
    (task,) = json.loads(page.evaluate(f"localStorage.getItem({KEY!r})"))["plans"]["two-days"]
    old = {"two-days": {task: "2026-10-01"}, "gone": {"1x7k2p0": "2026-09-01"}}
    page.evaluate("localStorage.clear()")
    page.evaluate(f"localStorage.setItem({FIRST_KEY!r}, {json.dumps(json.dumps(old))})")
    page.reload()
    expect(page.get_by_role("checkbox", name="Rest.")).to_be_checked()
    kept = json.loads(page.evaluate(f"localStorage.getItem({KEY!r})"))
    assert kept == {"questions": {}, "plans": old}
    assert page.evaluate(f"localStorage.getItem({FIRST_KEY!r})") is None


def test_a_full_storage_is_said_and_what_was_kept_stays(page: Page) -> None:
    open_page(page, PLAN)
    page.get_by_role("checkbox", name="Rest.").check()
    before = page.evaluate(f"localStorage.getItem({KEY!r})")
    page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') } }"
    )
    page.get_by_role("checkbox", name="Explain caching.").check()
    expect(page.locator(".kb-progress")).to_contain_text("This browser does not keep it")
    assert page.evaluate(f"localStorage.getItem({KEY!r})") == before


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
