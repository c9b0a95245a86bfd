"""The keyboard alone: every control is reached in order, its focus is seen, and no page keeps the focus for itself."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import open_page

KINDS = (
    "",
    "guides/show/",
    "questions/#text=stampede",
    "questions/concepts/stampede/",
    "companies/acme/",
    "companies/compare/",
    "plans/two-days/",
)

WIDTHS = (1280, 390)

# What can be worked, in the order of the document: what is not drawn or is disabled cannot. Of radio buttons with one
# name, a key reaches one. Numbers the elements, so that `_AT` can say which one it is.
_WORKABLE = """() => {
    const seen = new Set();
    return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter(e => {
        if (e.disabled || e.tabIndex < 0 || !e.checkVisibility({visibilityProperty: true})) return false;
        if (e.closest("[inert]") || e.type === "hidden") return false;
        if (e.type !== "radio") return true;
        if (seen.has(e.name)) return false;
        seen.add(e.name);
        return true;
    }).map((e, n) => {
        e.dataset.stop = n;
        for (const other of e.type === "radio" ? document.getElementsByName(e.name) : []) other.dataset.stop = n;
        return e.outerHTML.slice(0, 120);
    });
}"""

# Where the focus is: which stop; whether it, or what is drawn for it, is within the screen and not below something
# else; whether it comes after the stop before it; and whether a ring is around it.
_AT = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return null;
    const label = at.id && document.querySelector(`label[for="${at.id}"]`);
    const drawn = [at, at.nextElementSibling, at.closest('form'), label].filter(Boolean).filter(e => {
        const {width, height} = e.getBoundingClientRect(), {opacity, visibility} = getComputedStyle(e);
        return width > 1 && height > 1 && +opacity > 0 && visibility === 'visible';
    });
    // The parts of a link that is broken over two lines, each on its own.
    const points = drawn.flatMap(e => [...e.getClientRects()]).map(({left, top, width, height}) =>
        [left + Math.min(width / 2, 8), top + Math.min(height / 2, 8)]);
    const free = points.some(([x, y]) => {
        const there = document.elementFromPoint(x, y);
        return there && (at.contains(there) || drawn.some(e => e.contains(there)));
    });
    if (window.kbAt !== at) [window.kbBefore, window.kbAt] = [window.kbAt, at];
    const before = window.kbBefore;
    const in_order = !before?.isConnected || !!(before.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING);
    const ring = e => getComputedStyle(e).outlineStyle !== 'none' || getComputedStyle(e).boxShadow !== 'none';
    return {stop: at.dataset.stop, html: at.outerHTML.slice(0, 160), free, in_order, marked: drawn.some(ring)};
}"""


def settled(page: Page) -> dict[str, Any] | None:
    """Where the focus is, once the page has scrolled to it and Material has brought back what it hides meanwhile."""
    for _ in range(10):
        at: dict[str, Any] | None = page.evaluate(_AT)
        if at is None or at["free"]:
            break
        page.wait_for_timeout(100)
    return at


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", KINDS)
def test_tab_reaches_everything_in_order_and_is_seen_and_leaves(path: str, width: int, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    open_page(page, path)
    page.wait_for_timeout(300)  # Material follows a change of size a moment later
    # What is drawn when it comes near makes the page longer below the focus; here it is drawn before.
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.locator("pre.mermaid")).to_have_count(0)
    page.evaluate("scrollTo(0, 0)")
    wanted = page.evaluate(_WORKABLE)
    reached: list[str] = []
    wrong: list[str] = []
    for _ in range(len(wanted) + 10):
        page.keyboard.press("Tab")
        at = settled(page)
        if at is None:
            break
        reached.append(at["stop"])
        wrong += [f"{fault}: {at['html']}" for fault in ("free", "marked", "in_order") if not at[fault]]
    else:
        wrong.append("the focus does not leave the page")
    assert not wrong, "\n".join(wrong)
    assert [wanted[n] for n in range(len(wanted)) if str(n) not in reached] == []
    # And back: what is above the screen must not end below the header.
    hidden = []
    for _ in range(min(len(reached), 30)):
        page.keyboard.press("Shift+Tab")
        at = settled(page)
        hidden += [at["html"]] if at and not at["free"] else []
    assert not hidden, "\n".join(hidden)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_first_stop_leads_past_the_navigation(width: int, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    open_page(page, "questions/concepts/stampede/")
    page.keyboard.press("Tab")
    link = page.locator(".md-skip")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    assert page.evaluate("getComputedStyle(document.activeElement).opacity") == "1"
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("#.+$"))
    page.wait_for_timeout(300)  # the browser goes on from where it has scrolled to
    page.keyboard.press("Tab")
    expect(page.locator(".md-content :focus")).to_have_count(1)


def test_the_drawer_is_no_stop_while_it_is_closed(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    open_page(page, "guides/caching/")
    inside = page.evaluate("""() => [...document.querySelectorAll('.md-sidebar--primary a')].filter(e => {
        e.focus(); return document.activeElement === e; }).map(e => e.outerHTML)""")
    assert inside == []


def test_the_drawer_opens_and_closes_by_key(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    open_page(page, "guides/caching/")
    opener = page.get_by_role("button", name="Open navigation")
    opener.focus()
    page.keyboard.press("Enter")
    first = page.locator(".md-sidebar--primary a:visible").first
    expect(first).to_be_in_viewport()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.md-sidebar--primary') !== null")
    # To the level above and back.
    above = page.locator(".md-sidebar--primary .md-nav__title[for^='__nav']:visible").last
    above.focus()
    expect(above).to_be_focused()
    page.keyboard.press("Enter")
    expect(above).not_to_be_visible()
    below = page.locator(".md-sidebar--primary label.md-nav__link:visible").first
    below.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.md-nav .md-nav') !== null")
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(page.locator("#__drawer")).not_to_be_checked()


def test_a_narrower_navigation_opens_by_key(page: Page) -> None:
    """A part of the side navigation that is closed: Material's label, which is a stop of the keyboard."""
    open_page(page, "guides/caching/")
    labels = page.locator(".md-nav--primary label[tabindex='0']:visible")
    if labels.count():
        label = labels.first
        box = page.locator(f"#{label.get_attribute('for')}")
        before = box.is_checked()
        label.focus()
        page.keyboard.press("Enter")
        assert box.is_checked() != before


@pytest.mark.parametrize("width", WIDTHS)
def test_the_search_keeps_the_focus_while_it_is_open_and_gives_it_back(width: int, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    open_page(page, "guides/caching/")
    link = page.locator(".kb-search-link")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("stampede", delay=20)
    expect(page.locator(".kb-hits a").first).to_be_visible()
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).not_to_be_visible()
    expect(link).to_be_focused()
