"""The explorer: filters, its state in the address, Back, a random question, and the plain list without JavaScript."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from .conftest import Served, open_page

EXPLORER = "questions/"
READY = "#kb-explorer[data-ready]"


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
