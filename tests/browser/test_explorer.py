"""The explorer: filters, its state in the address, Back, a random question, and the plain list without JavaScript."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Page, expect

from .conftest import Served, open_page

EXPLORER = "questions/"
READY = "#kb-explorer[data-ready]"


KEY = "/backend-interview-handbook/kb.v2.progress"
STATES = {
    "stampede": {"state": "review", "day": "2026-11-20"},
    "exercise-5": {"state": "review", "day": "2026-11-02"},
    "exercise-7": {"state": "confident", "day": "2026-11-01"},
    "exercise-9": {"state": "seen", "day": "2026-11-03"},
}


def known_reader(page: Page, questions: dict[str, dict[str, str]] | None = None) -> None:
    """Has the browser remember some questions, before the page of the test opens."""
    kept = json.dumps({"questions": STATES if questions is None else questions, "plans": {}})
    page.goto("404.html")
    page.evaluate(f"localStorage.setItem({KEY!r}, {json.dumps(kept)})")


def remembered(page: Page) -> dict[str, str]:
    kept = json.loads(page.evaluate(f"localStorage.getItem({KEY!r})"))
    return {question: mark["state"] for question, mark in kept["questions"].items()}


def explorer(page: Page, state: str = "") -> None:
    open_page(page, f"{EXPLORER}{state}")
    page.wait_for_selector(READY)


def status(page: Page, text: str) -> None:
    expect(page.locator(".kb-found [role=status]")).to_have_text(text)


def test_it_lists_all_and_draws_what_is_seen(page: Page) -> None:
    explorer(page)
    status(page, "103 questions")
    rows = page.locator(".kb-results li")
    assert 20 <= rows.count() < 103
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(rows).to_have_count(103)
    expect(page.locator(".kb-all")).not_to_be_visible()


def test_filters_narrow_and_say_what_each_choice_would_leave(page: Page) -> None:
    explorer(page)
    page.get_by_label("Words in title").fill("exercise 7")
    status(page, "19 of 103 questions")
    page.get_by_label("Words in title").fill("")
    page.get_by_role("checkbox", name=re.compile("^Concepts")).check()
    status(page, "2 of 103 questions")
    expect(page.get_by_role("checkbox", name=re.compile("^Coding"))).to_have_accessible_name("Coding 101")
    expect(page.locator("#kb-topic option[value=queues]")).to_have_text("Queues (0)")
    page.get_by_label("Topic", exact=True).select_option("storage")
    page.get_by_label("Reported at").select_option("acme")
    status(page, "1 of 103 questions")
    page.get_by_label("Topic", exact=True).select_option("queues")
    status(page, "None of 103 questions. Take a filter away.")
    expect(page.get_by_role("button", name="Random question")).to_be_disabled()
    page.get_by_role("button", name="Clear filters").click()
    status(page, "103 questions")
    assert "#" not in page.url


def test_other_names_of_a_topic_are_found(page: Page) -> None:
    explorer(page)
    page.get_by_label("Words in title").fill("DATABASES")
    status(page, "2 of 103 questions")


def test_the_address_holds_the_state_and_back_undoes_a_choice(page: Page) -> None:
    explorer(page)
    page.get_by_role("checkbox", name=re.compile("^Concepts")).check()
    page.get_by_label("Topic", exact=True).select_option("caching")
    assert page.url.endswith("/questions/#round=concepts&topic=caching")
    page.go_back()
    status(page, "2 of 103 questions")
    assert page.url.endswith("/questions/#round=concepts")
    expect(page.get_by_label("Topic", exact=True)).to_have_value("")
    page.go_back()
    status(page, "103 questions")
    expect(page.get_by_role("checkbox", name=re.compile("^Concepts"))).not_to_be_checked()
    page.go_forward()
    status(page, "2 of 103 questions")


def test_a_shared_address_shows_what_was_shared(page: Page) -> None:
    explorer(page, "#text=exercise&round=coding,concepts&level=mid&topic=queues&company=nobody")
    status(page, "100 of 103 questions")
    expect(page.get_by_label("Words in title")).to_have_value("exercise")
    expect(page.get_by_role("checkbox", name=re.compile("^Mid"))).to_be_checked()
    expect(page.get_by_label("Topic", exact=True)).to_have_value("queues")


def test_hostile_words_are_words(page: Page) -> None:
    explorer(page)
    page.get_by_label("Words in title").fill("<b>stampede</b> | of")
    status(page, "1 of 103 questions")
    expect(page.locator(".kb-results a")).to_contain_text("<b>stampede</b> | of `a`")
    page.get_by_label("Words in title").fill("\"]'%")
    status(page, "None of 103 questions. Take a filter away.")
    page.reload()
    page.wait_for_selector(READY)


def test_a_question_and_back_leave_the_filters_and_the_place(page: Page) -> None:
    explorer(page, "#round=coding")
    page.evaluate("window.same = true")
    link = page.locator(".kb-results a", has_text=re.compile("^Exercise 60$"))
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    link.scroll_into_view_if_needed()
    page.wait_for_timeout(300)  # Material keeps the place a moment after the last scroll
    link.click()
    page.wait_for_url(re.compile("/exercise-60/$"))
    page.go_back()
    page.wait_for_url(re.compile("#round=coding$"))
    page.wait_for_selector(READY)
    status(page, "101 of 103 questions")
    expect(link).to_be_in_viewport()
    assert page.evaluate("window.same") is True


def test_a_random_question_is_one_of_those_found(page: Page) -> None:
    explorer(page, "#text=exercise%2042")
    page.get_by_role("button", name="Random question").click()
    page.wait_for_url(re.compile("/questions/coding/exercise-42/$"))
    expect(page.locator("h1")).to_contain_text("Exercise 42")


def test_what_it_needs_is_fetched_once(page: Page) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url) if "/api/" in request.url else None)
    open_page(page, "")
    assert fetched == []
    page.locator(".md-tabs__link", has_text="Questions").click()
    page.wait_for_selector(READY)
    page.locator(".kb-results a").first.click()
    page.wait_for_selector(".kb-fold")
    page.go_back()
    page.wait_for_selector(READY)
    assert sorted(url.rpartition("/")[2] for url in fetched) == ["questions.json", "topics.json"]


def test_time_filters_and_its_numbers_follow_the_others(page: Page) -> None:
    explorer(page)
    expect(page.get_by_role("checkbox", name=re.compile("^21–40"))).to_have_accessible_name("21–40 101")
    page.get_by_role("checkbox", name=re.compile("^Concepts")).check()
    expect(page.get_by_role("checkbox", name=re.compile("^21–40"))).to_have_accessible_name("21–40 0")
    page.get_by_role("checkbox", name=re.compile("^1–10")).check()
    status(page, "1 of 103 questions")
    expect(page.get_by_role("checkbox", name=re.compile("^11–20"))).to_have_accessible_name("11–20 1")
    assert page.url.endswith("/questions/#round=concepts&time=0-10")


def test_the_readers_states_filter_are_counted_and_are_shown_in_the_rows(page: Page) -> None:
    known_reader(page)
    explorer(page, "#mine=review,confident")
    status(page, "3 of 103 questions")
    for name in ("New 99", "Seen 1", "Confident 1", "Review 2"):
        expect(page.get_by_role("checkbox", name=name, exact=True)).to_be_visible()
    row = page.locator(".kb-results li", has_text=re.compile("Exercise 7 "))
    expect(row.get_by_role("combobox")).to_have_accessible_name("Your state: Exercise 7")
    expect(row.get_by_role("combobox")).to_have_value("confident")
    page.get_by_role("checkbox", name=re.compile("^Concepts")).check()
    expect(page.get_by_role("checkbox", name=re.compile("^Conf"))).to_have_accessible_name("Confident 0")
    page.get_by_text("You: 1 seen, 1 confident, 2 to review").click()
    expect(page.locator(".kb-tally li", has_text="Coding")).to_contain_text("1 seen, 1 confident, 1 to review, of 101")


def test_the_order_is_the_readers_and_stands_in_the_address(page: Page) -> None:
    known_reader(page)
    explorer(page)
    rows = page.locator(".kb-results a")
    page.get_by_label("Order").select_option("due")
    expect(rows.first).to_have_text("Exercise 5")
    assert page.url.endswith("/questions/#sort=due")
    expect(rows.nth(1)).to_contain_text("stampede")
    expect(rows.nth(2)).to_have_text("Exercise 9")
    page.get_by_label("Order").select_option("short")
    expect(rows.first).to_contain_text("stampede")
    page.go_back()
    expect(rows.first).to_have_text("Exercise 5")
    page.get_by_role("checkbox", name=re.compile("^Confident")).check()
    expect(rows).to_have_count(1)
    page.get_by_role("button", name="Clear filters").click()
    status(page, "103 questions")
    assert page.url.endswith("/questions/#sort=due")


def test_any_combination_is_shared_by_its_address_and_random_keeps_to_it(page: Page) -> None:
    known_reader(page)
    explorer(page, "#text=exercise&round=coding&level=mid&topic=queues&time=21-40&mine=seen,confident&sort=title")
    status(page, "2 of 103 questions")
    for _ in range(4):
        page.get_by_role("button", name="Random question").click()
        page.wait_for_url(re.compile("/questions/coding/exercise-[79]/$"))
        page.go_back()
        page.wait_for_selector(READY)
        status(page, "2 of 103 questions")


def test_a_link_of_another_page_leads_to_a_companys_questions_on_a_topic(page: Page) -> None:
    open_page(page, "companies/acme/")
    page.evaluate("window.same = true")
    page.evaluate("""() => {
        const link = document.createElement("a");
        link.href = "../../questions/#company=acme&topic=storage";
        link.textContent = "Questions of Acme on storage";
        document.querySelector("article h1").after(link);
    }""")
    page.get_by_role("link", name="Questions of Acme on storage").click()
    page.wait_for_selector(READY)
    status(page, "1 of 103 questions")
    expect(page.get_by_label("Topic", exact=True)).to_have_value("storage")
    expect(page.get_by_label("Reported at")).to_have_value("acme")
    assert page.evaluate("window.same") is True
    page.go_back()
    page.wait_for_url(re.compile("/companies/acme/$"))
    page.go_forward()
    status(page, "1 of 103 questions")


def test_the_filters_stay_while_the_page_that_back_leads_to_is_on_its_way(page: Page) -> None:
    open_page(page, "companies/matrix/")
    page.get_by_role("link", name="1 question of Acme | Sons on storage").click()
    page.wait_for_selector(READY)
    status(page, "1 of 103 questions")
    page.route("**/companies/matrix/", lambda route: None)  # and never comes
    page.evaluate("history.back()")
    page.wait_for_url(re.compile("/companies/matrix/$"))
    status(page, "1 of 103 questions")


def test_a_state_is_set_in_the_row_by_keyboard_and_nothing_runs_away(page: Page) -> None:
    explorer(page, "#mine=new")
    status(page, "103 questions" if "#" not in page.url else "103 of 103 questions")
    row = page.locator(".kb-results li").nth(2)
    title = row.locator("a").inner_text()
    row.locator("a").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SELECT"
    page.keyboard.press("c")
    expect(row.get_by_role("combobox")).to_have_value("confident")
    expect(row.get_by_role("combobox")).to_be_focused()
    expect(row.locator("a")).to_have_text(title)
    expect(page.get_by_role("checkbox", name=re.compile("^Confident"))).to_have_accessible_name("Confident 1")
    expect(page.get_by_text("You: 1 confident")).to_be_visible()
    assert list(remembered(page).values()) == ["confident"]
    page.get_by_role("checkbox", name=re.compile("^New")).uncheck()
    page.get_by_role("checkbox", name=re.compile("^Confident")).check()
    status(page, "1 of 103 questions")


def test_it_can_be_used_by_keyboard_alone(page: Page) -> None:
    known_reader(page)
    explorer(page)
    page.get_by_label("Words in title").focus()
    page.keyboard.type("exercise")
    status(page, "100 of 103 questions")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "review":
            break
    page.keyboard.press("Space")
    status(page, "1 of 103 questions")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.kb-results a')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/exercise-5/$"))


def test_a_state_set_in_another_tab_shows_and_the_place_stays(page: Page) -> None:
    explorer(page)
    other = page.context.new_page()
    explorer(other)
    page.evaluate("scrollTo(0, 700)")
    other.locator(".kb-results select").nth(1).select_option("review")
    expect(page.locator(".kb-results select").nth(1)).to_have_value("review")
    expect(page.get_by_role("checkbox", name=re.compile("^Review"))).to_have_accessible_name("Review 1")
    assert page.evaluate("scrollY") == 700


def test_a_question_that_was_renamed_keeps_its_state(page: Page) -> None:
    known_reader(page, {"old-name": {"state": "confident", "day": "2026-11-01"}})
    explorer(page, "#mine=confident")
    status(page, "1 of 103 questions")
    expect(page.locator(".kb-results a")).to_contain_text("stampede")
    assert remembered(page) == {"stampede": "confident"}


def test_on_a_phone_the_first_question_is_on_the_first_screen_and_a_fold_says_what_is_chosen(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    explorer(page)
    expect(page.locator(".kb-results li").first).to_be_in_viewport()
    expect(page.get_by_label("Order")).not_to_be_visible()
    page.get_by_text("Level, minutes, your state, order").click()
    page.get_by_role("checkbox", name=re.compile("^Senior")).check()
    expect(page.locator(".kb-more summary")).to_contain_text("1 chosen")
    page.reload()
    page.wait_for_selector(READY)
    expect(page.locator(".kb-more summary")).to_contain_text("1 chosen")
    expect(page.locator(".kb-results li").first).to_be_in_viewport()


def test_the_data_of_five_thousand_questions_and_as_many_states_draw_what_is_seen(page: Page) -> None:
    questions = [
        {"id": f"q-{n}", "title": f"Question {n}", "url": "questions/coding/ring-buffer/", "round": "coding"}
        | {"topics": ["queues"], "levels": ["mid"], "minutes": n % 60 + 1, "sightings": []}
        for n in range(5000)
    ]
    body = json.dumps({"version": 1, "questions": questions})
    page.route("**/api/v1/questions.json", lambda route: route.fulfill(body=body, content_type="application/json"))
    known_reader(page, {f"q-{n}": {"state": "review", "day": "2026-11-01"} for n in range(0, 5000, 2)})
    explorer(page, "#mine=review&time=0-10&sort=due")
    status(page, "420 of 5000 questions")
    assert page.locator(".kb-results li").count() < 100
    page.get_by_label("Words in title").fill("question 47")
    left = [n for n in range(0, 5000, 2) if n % 60 < 10 and "47" in str(n)]
    status(page, f"{len(left)} of 5000 questions")


def test_without_javascript_the_list_is_complete_and_there_is_no_form(small: Served) -> None:
    context = small.browser.new_context(base_url=small.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(EXPLORER)
    assert page.locator(".kb-all li a:visible").count() == 103
    expect(page.locator("#kb-explorer")).not_to_be_visible()
    context.close()


def test_without_the_data_the_list_is_complete(small: Served) -> None:
    context = small.browser.new_context(base_url=small.url)
    page = context.new_page()
    page.route("**/api/v1/questions.json", lambda route: route.abort())
    page.goto(EXPLORER)
    expect(page.locator(".kb-all li a").first).to_be_visible()
    expect(page.locator(".kb-filters")).not_to_be_visible()
    context.close()
