"""The comparison: choosing companies and dimensions, the choice in the address, evidence on demand, and the matrix."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from .conftest import Served, open_page
from .looks import ALL_LOOKS, faults

COMPARISON = "companies/compare/"
SIDE = "table.kb-side"


def compare(page: Page, state: str = "") -> None:
    open_page(page, f"{COMPARISON}{state}")
    page.wait_for_selector("#kb-comparison[data-ready]")


def status(page: Page, text: str) -> None:
    expect(page.locator("#kb-comparison [role=status]")).to_have_text(text)


def columns(page: Page, *titles: str) -> None:
    expect(page.locator(f"{SIDE} thead th")).to_have_text(["Dimension, with the usual loop", *titles])


def cell(page: Page, row: str, place: int) -> Locator:
    """The cell of a row, by the words of its head and the place of its company, from 0."""
    return page.locator(f"{SIDE} tr", has=page.get_by_role("rowheader", name=row)).get_by_role("cell").nth(place)


def test_it_is_used_by_keyboard_alone(page: Page) -> None:
    compare(page)
    status(page, "Choose two to four companies.")
    page.locator("#kb-comparison input").first.focus()
    page.keyboard.press("Space")
    status(page, "Acme | Sons is chosen; choose another.")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    status(page, "Acme | Sons and Bolt, in all 3 dimensions.")
    columns(page, "Acme | Sons", "Bolt")
    assert page.evaluate("document.activeElement.value") == "bolt"
    for _ in range(4):  # the other three companies, and the fold of the dimensions
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    status(page, "Acme | Sons and Bolt, in 1 of 3 dimensions.")
    expect(page.locator(f"{SIDE} tbody tr")).to_have_count(2)
    for _ in range(3):  # the other dimensions, and the button
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    status(page, "Choose two to four companies.")
    expect(page.locator(SIDE)).to_have_count(0)
    assert "#" not in page.url


def test_the_address_is_shared_and_back_undoes_a_choice(page: Page) -> None:
    compare(page, "#companies=echo,acme&dimensions=coding")
    columns(page, "Echo", "Acme | Sons")
    expect(page.get_by_role("checkbox", name="Coding")).to_be_checked()
    page.get_by_role("checkbox", name="Bolt").check()
    assert page.url.endswith("#companies=echo,acme,bolt&dimensions=coding")
    page.get_by_role("checkbox", name="Coding").uncheck()
    assert page.url.endswith("#companies=echo,acme,bolt")
    page.go_back()
    status(page, "Echo, Acme | Sons and Bolt, in 1 of 3 dimensions.")
    page.go_back()
    columns(page, "Echo", "Acme | Sons")
    expect(page.get_by_role("checkbox", name="Bolt")).not_to_be_checked()
    page.go_forward()
    columns(page, "Echo", "Acme | Sons", "Bolt")


def test_an_anchor_of_the_page_is_no_choice(page: Page) -> None:
    compare(page, "#companies=acme,bolt")
    page.locator("#all-companies .headerlink").click()
    page.wait_for_url(re.compile("#all-companies$"))
    columns(page, "Acme | Sons", "Bolt")


def test_a_fifth_company_is_refused_with_a_word(page: Page) -> None:
    compare(page, "#companies=acme,bolt,core,dune")
    fifth = page.get_by_role("checkbox", name="Echo")
    fifth.click()
    status(
        page,
        "Four companies are the most: take one away before you add Echo. "
        "Acme | Sons, Bolt, Core and Dune, in all 3 dimensions.",
    )
    expect(fifth).not_to_be_checked()
    assert page.url.endswith("#companies=acme,bolt,core,dune")
    page.get_by_role("checkbox", name="Core").uncheck()
    fifth.check()
    columns(page, "Acme | Sons", "Bolt", "Dune", "Echo")


def test_what_the_address_has_and_the_handbook_has_not_is_left_out_with_a_word(page: Page) -> None:
    compare(page, "#companies=acme,<img src=x onerror=alert(1)>,bolt&dimensions=coding,height")
    status(
        page,
        "Not known here, and left out: <img src=x onerror=alert(1)>, height. "
        "Acme | Sons and Bolt, in 1 of 3 dimensions.",
    )
    columns(page, "Acme | Sons", "Bolt")


def test_every_claim_is_there_with_its_evidence_on_demand(page: Page) -> None:
    compare(page, "#companies=acme,bolt")
    coding = cell(page, "Coding The usual loop: One problem.", 0)
    expect(coding).to_contain_text("As usual One problem | in <b>Go</b> (backend, Senior, payments)")
    other = coding.get_by_text("Two problems.")
    expect(other).to_be_hidden()
    evidence = coding.locator("summary")
    expect(evidence).to_have_text("Employer, 2024-05; 1 more claim, 1 differing")
    evidence.focus()
    page.keyboard.press("Enter")
    expect(other).to_be_visible()
    expect(coding.get_by_text("Candidate report, 2025.")).to_be_visible()
    assert len(coding.get_by_role("link").all()) == 3
    coding.get_by_role("link").first.click()
    page.wait_for_url(re.compile("/companies/sources/#acme-jobs$"))


def test_a_blank_is_said_in_words(page: Page) -> None:
    compare(page, "#companies=acme,bolt")
    expect(cell(page, "Languages", 0)).to_have_accessible_name("No public source known")
    expect(page.locator("#kb-companies td", has_text="No public source known")).to_have_count(9)


def test_what_differs_from_the_usual_loop_stands_beside_each(page: Page) -> None:
    compare(page, "#companies=acme,bolt")
    for place, words in enumerate(["Coding, Who decides (2 of the 2 of", "Coding (1 of the 1 of"]):
        expect(cell(page, "What differs from the usual loop", place)).to_contain_text(words)
    cell(page, "What differs from the usual loop", 0).get_by_role("link").click()
    page.wait_for_url(re.compile("/companies/acme/#what-differs-from-the-usual-loop$"))


def test_pair_pages_and_the_choice_lead_to_each_other_and_back(page: Page) -> None:
    compare(page, "#companies=bolt,acme")
    page.evaluate("window.same = true")
    page.get_by_role("link", name="Bolt and Acme | Sons").click()
    page.wait_for_url(re.compile("/acme-vs-bolt/$"))
    page.get_by_role("link", name="compare the two").click()
    page.wait_for_url(re.compile("#companies=acme,bolt$"))
    columns(page, "Acme | Sons", "Bolt")
    page.go_back()
    page.go_back()
    page.wait_for_url(re.compile("#companies=bolt,acme$"))
    columns(page, "Bolt", "Acme | Sons")
    assert page.evaluate("window.same") is True


def test_the_choice_stays_while_the_page_that_back_leads_to_is_on_its_way(page: Page) -> None:
    open_page(page, "companies/compare/acme-vs-bolt/")
    page.get_by_role("link", name="compare the two").click()
    columns(page, "Acme | Sons", "Bolt")
    page.route("**/acme-vs-bolt/", lambda route: None)  # and never comes
    page.evaluate("history.back()")
    page.wait_for_url(re.compile("/acme-vs-bolt/$"))
    columns(page, "Acme | Sons", "Bolt")


def test_the_cards_of_a_phone_say_whose_they_are(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    compare(page, "#companies=acme,bolt,core,dune")
    expect(page.locator(".kb-side-name", has_text="Bolt").first).to_be_visible()
    expect(page.locator(SIDE)).to_have_role("table")
    expect(page.get_by_role("columnheader", name="Bolt")).to_have_count(1)
    top, below = (cell(page, "Coding", place).bounding_box() for place in (0, 1))
    assert top and below and top["x"] == below["x"] and top["y"] + top["height"] <= below["y"]


def test_a_choice_is_accessible_and_fits(page: Page) -> None:
    compare(page, "#companies=acme,bolt,core,dune&dimensions=coding,languages")
    assert not (found := faults(page, ALL_LOOKS)), "\n".join(found)


def test_a_number_of_the_matrix_leads_to_its_questions(page: Page) -> None:
    open_page(page, "companies/matrix/")
    page.get_by_role("link", name="1 question of Acme | Sons on storage").click()
    page.wait_for_url(re.compile(r"/questions/#topic=storage&company=acme$"))
    expect(page.locator(".kb-results li")).to_have_count(1)


def test_without_javascript_the_table_and_the_pairs_stay(small: Served) -> None:
    context = small.browser.new_context(base_url=small.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{COMPARISON}#companies=acme,bolt")
    expect(page.locator("#kb-comparison")).to_be_hidden()
    row = page.locator("#kb-companies tr", has_text="Acme | Sons")
    row.locator("summary").first.click()
    expect(row.get_by_text("Two problems.")).to_be_visible()
    page.get_by_text("Bolt and another").click()
    page.locator(".kb-pairs details[open] a", has_text="Acme").click()
    expect(page.locator("h1")).to_contain_text("compared")
    context.close()
