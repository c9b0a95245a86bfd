"""The page about the reader's progress: saving it, bringing it in, refusing what is broken, forgetting it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from playwright.sync_api import FilePayload, Page, expect

from .conftest import Served, open_page

PAGE = "your-progress/"
KEY = "/backend-interview-handbook/kb.v2.progress"
HERE: dict[str, Any] = {
    "questions": {
        "stampede": {"state": "review", "day": "2026-11-10"},
        "ring-buffer": {"state": "confident", "day": "2026-11-10"},
    },
    "plans": {"two-days": {"1x7k2p0": "2026-11-10"}},
}
FILE: dict[str, Any] = {
    "format": "handbook-progress",
    "version": 2,
    "saved": "2026-11-20",
    "site": "http://example.github.io/backend-interview-handbook/",
    "theme": "dark",
    "progress": {
        "questions": {
            "old-name": {"state": "confident", "day": "2026-11-19"},
            "ring-buffer": {"state": "seen", "day": "2026-11-01"},
            "exercise-3": {"state": "seen", "day": "2026-11-19"},
            "nowhere": {"state": "seen", "day": "2026-11-19"},
        },
        "plans": {"two-days": {"0zs81aq": "2026-11-19"}},
    },
}

# Has the storage take nothing more.
FULL = "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') } }"


def keep(page: Page, progress: dict[str, Any] = HERE) -> None:
    """Has the browser remember something, and opens the page."""
    page.goto("404.html")
    page.evaluate(f"localStorage.setItem({KEY!r}, {json.dumps(json.dumps(progress))})")
    open_page(page, PAGE)


def kept(page: Page) -> Any:
    return json.loads(page.evaluate(f"localStorage.getItem({KEY!r})") or "null")


def bring(page: Page, text: str | bytes, name: str = "progress.json") -> None:
    buffer = text if isinstance(text, bytes) else text.encode()
    file: FilePayload = {"name": name, "mimeType": "application/json", "buffer": buffer}
    page.get_by_label("Bring in a file").set_input_files(file)


def said(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.locator("#kb-import-said")).to_have_text(text)


def here(page: Page, text: str) -> None:
    expect(page.locator("#kb-here")).to_contain_text(text)


def test_saved_forgotten_and_brought_in_again_it_is_what_it_was(page: Page, small: Served, tmp_path: Path) -> None:
    keep(page)
    here(page, "2 questions: 0 seen, 1 confident, 1 to review. 1 task ticked in 1 plan. Shown light.")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    assert re.fullmatch(r"handbook-progress-\d{4}-\d\d-\d\d\.json", download.value.suggested_filename)
    download.value.save_as(file := tmp_path / "saved.json")
    saved = json.loads(file.read_text("utf-8"))
    assert saved["progress"] == HERE and saved["theme"] == "light" and saved["site"] == small.url
    schema = json.loads((small.folder / "assets/schemas/progress.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(saved)

    page.get_by_role("button", name="Forget everything").click()
    expect(page.get_by_role("button", name="No, keep it")).to_be_focused()
    page.get_by_role("button", name="No, keep it").click()
    assert kept(page) == HERE
    page.get_by_role("button", name="Forget everything").click()
    page.get_by_role("button", name="Yes, forget it").click()
    here(page, "No question. No task ticked. Shown light or dark as your system asks.")
    assert page.evaluate("Object.keys(localStorage)") == []

    page.get_by_label("Bring in a file").set_input_files(file)
    expect(page.get_by_role("heading", name="What the file would change")).to_be_focused()
    page.get_by_role("button", name="Merge").click()
    said(page, re.compile("^Merged. 2 questions"))
    assert kept(page) == HERE


def test_what_a_file_would_change_is_seen_before_anything_changes(page: Page) -> None:
    keep(page)
    bring(page, json.dumps(FILE))
    preview = page.get_by_role("region", name="What the file would change")
    expect(preview).to_contain_text("saved on 2026-11-20. 1 question of the file is not in this handbook")
    rows = [" ".join(row.split()) for row in preview.locator("tbody tr").all_inner_texts()]
    assert rows == [
        "Questions that get a state 2 2",
        "Questions whose state changes 1 2",
        "Questions that stay as they are 1 0",
        "Tasks that are ticked 1 1",
        "Ticks that go away 0 1",
        "Ticks that stay 1 0",
        "Light or dark stays dark",
    ]
    preview.get_by_text("4 questions in another state here than in the file").click()
    expect(preview.locator("li").first).to_have_text("Exercise 3: here New, in the file Seen since 2026-11-19")
    assert kept(page) == HERE
    page.get_by_role("button", name="Cancel").click()
    said(page, "Nothing was changed.")
    assert kept(page) == HERE and not preview.is_visible()


def test_merge_takes_the_later_day_and_follows_old_ids(page: Page) -> None:
    keep(page)
    bring(page, json.dumps(FILE))
    page.get_by_role("button", name="Merge").click()
    said(page, re.compile("^Merged"))
    assert {question: mark["state"] for question, mark in kept(page)["questions"].items()} == {
        "stampede": "confident",
        "ring-buffer": "confident",
        "exercise-3": "seen",
        "nowhere": "seen",
    }
    assert kept(page)["plans"] == {"two-days": {"1x7k2p0": "2026-11-10", "0zs81aq": "2026-11-19"}}
    assert page.get_attribute("body", "data-md-color-scheme") == "default"


def test_replace_takes_what_the_file_has_and_every_tab_follows(page: Page) -> None:
    keep(page)
    other = page.context.new_page()
    open_page(other, "questions/concepts/stampede/")
    expect(other.get_by_role("radio", name="Review")).to_be_checked()
    bring(page, json.dumps(FILE))
    page.get_by_role("button", name="Replace").click()
    said(page, re.compile("^Replaced"))
    assert {question: mark["state"] for question, mark in kept(page)["questions"].items()} == {
        "stampede": "confident",
        "ring-buffer": "seen",
        "exercise-3": "seen",
        "nowhere": "seen",
    }
    assert page.get_attribute("body", "data-md-color-scheme") == "slate"
    expect(other.get_by_role("radio", name="Confident")).to_be_checked()
    expect(other.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.get_by_role("button", name="Forget everything").click()
    page.get_by_role("button", name="Yes, forget it").click()
    expect(other.get_by_role("radio", name="New")).to_be_checked()
    assert page.get_attribute("body", "data-md-color-scheme") == "default"


BROKEN: dict[str, tuple[str | bytes, str]] = {
    "not JSON": ("<html>", "This is no file of progress: it is not JSON."),
    "cut off": (json.dumps(FILE)[:-9], "This is no file of progress: it is not JSON."),
    "nothing": ("", "This is no file of progress: it is not JSON."),
    "not text": (b"\x89PNG\r\n\x1a\n\x00\xff", "This is no file of progress: it is not JSON."),
    "of another kind": (json.dumps(FILE | {"format": "bookmarks"}), "This is a file of another kind:"),
    "newer": (json.dumps(FILE | {"version": 3}), "This file has version 3, and this page reads versions up to 2."),
    "hostile": (
        json.dumps(FILE).replace('"old-name"', '"__proto__"'),
        'This file is broken: question "__proto__": is not the id of a question.',
    ),
    "markup": (
        json.dumps(FILE | {"<img src=x onerror=alert(1)>": 1}),
        'This file is broken: "<img src=x onerror=alert(1)>" is not a field of it.',
    ),
    "too large": (" " * 2_500_000, "This file has 2.5 MB; a file of progress has at most 2.0 MB."),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_file_that_is_no_good_is_refused_and_changes_nothing(kind: str, page: Page) -> None:
    text, message = BROKEN[kind]
    keep(page)
    bring(page, json.dumps(FILE))
    expect(page.get_by_role("region", name="What the file would change")).to_be_visible()
    bring(page, text)
    said(page, re.compile(f"^{re.escape(message)}.*Nothing was changed\\.$"))
    expect(page.get_by_role("region", name="What the file would change")).not_to_be_visible()
    assert kept(page) == HERE


def test_a_full_storage_is_said_and_what_was_kept_stays(page: Page) -> None:
    keep(page)
    page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') } }"
    )
    bring(page, json.dumps(FILE))
    page.get_by_role("button", name="Merge").click()
    said(page, "This browser does not keep it: its storage is forbidden or full.")
    assert kept(page) == HERE


def test_a_file_is_brought_in_without_the_net_and_old_ids_are_followed_later(page: Page) -> None:
    keep(page)
    page.route("**/api/**", lambda route: route.fulfill(status=200, body="{"))
    bring(page, json.dumps(FILE))
    page.get_by_role("button", name="Merge").click()
    said(page, re.compile("^Merged"))
    assert "old-name" in kept(page)["questions"]
    page.unroute("**/api/**")
    open_page(page, "questions/concepts/stampede/")
    expect(page.get_by_role("radio", name="Confident")).to_be_checked()
    assert "old-name" not in kept(page)["questions"]


def test_a_change_in_another_tab_is_in_the_preview(page: Page) -> None:
    keep(page)
    bring(page, json.dumps(FILE))
    first = page.locator("#kb-file tbody tr").first
    expect(first).to_contain_text("Questions that get a state")
    other = page.context.new_page()
    open_page(other, "questions/coding/exercise-3/")
    other.get_by_role("radio", name="Seen").check()
    expect(page.locator("#kb-here")).to_contain_text("3 questions: 1 seen")
    expect(first).to_have_text(re.compile(r"Questions that get a state\s*1\s*1"))


def test_the_page_is_reached_from_the_explorer_a_question_a_plan_and_the_foot(page: Page) -> None:
    for path in ("questions/", "questions/concepts/stampede/", "plans/two-days/"):
        open_page(page, path)
        page.locator("article").locator(f"a[href$='{PAGE}']").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Your progress stays in your browser")
    open_page(page, "")
    page.evaluate("window.same = true")
    page.get_by_role("contentinfo").get_by_role("link", name="Your progress").click()
    here(page, "No question.")
    assert page.evaluate("window.same") is True


def test_without_javascript_it_says_that_nothing_is_kept(small: Served) -> None:
    context = small.browser.new_context(base_url=small.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(PAGE)
    expect(page.get_by_text("Nothing is kept without JavaScript.")).to_be_visible()
    expect(page.get_by_role("button", name="Save as a file")).not_to_be_visible()
    context.close()
