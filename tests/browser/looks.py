"""What must hold of how any page looks: accessible, no wider than the screen, in light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js").read_text("utf-8")

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# Both schemes and both widths; what is wrong in one scheme at one width only is looked for where there is most to see.
TWO_LOOKS = (("default", 1280), ("slate", 390))
ALL_LOOKS = (*TWO_LOOKS, ("slate", 1280), ("default", 390))

_ACCESSIBLE = """async rules => (await axe.run(document, {resultTypes: ["violations"], runOnly: rules})).violations
    .flatMap(({id, nodes}) => nodes.map(({html, any}) => `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ""}`))"""

_OUTSIDE = """() => document.scrollingElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("body *")]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 5).map(e => e.outerHTML.slice(0, 120))"""


def faults(page: Page, looks: Iterable[tuple[str, int]] = TWO_LOOKS) -> list[str]:
    """What is wrong with the open page in these schemes at these widths, its folded parts open."""
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    page.evaluate(AXE)
    found = []
    for scheme, width in looks:
        # The switch is pressed, as a reader would: which scheme a page begins with is another test's.
        page.evaluate(f"document.querySelector('input[data-md-color-scheme={scheme}]').click()")
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.wait_for_timeout(150)  # Material and we follow a change of size a moment later
        assert page.get_attribute("body", "data-md-color-scheme") == scheme
        wrong = [*page.evaluate(_ACCESSIBLE, RULES), *(f"sticks out: {e}" for e in page.evaluate(_OUTSIDE))]
        found += [f"{scheme} {width} {fault}" for fault in wrong]
    return found
