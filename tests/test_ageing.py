"""What is due on which day, where it is said, and the command that lists it."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from pathlib import Path

import pytest

import ageing as command
from kb.ageing import as_of, due, everything, last_day, next_due
from kb.catalogue import Catalogue
from kb.records import Ageing
from kb.rules import examine

ROOT = Path(__file__).resolve().parent.parent
GOOD = ROOT / "tests" / "corpus" / "good" / "docs"


@pytest.mark.parametrize(
    ("dated", "day"),
    [
        ("2024", date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 28)),
        ("2024-12", date(2024, 12, 31)),
        ("2024-05-07", date(2024, 5, 7)),
        ("", None),
    ],
)
def test_a_month_or_year_counts_from_its_last_day(dated: str, day: date | None) -> None:
    assert last_day(dated) == day


def test_the_first_rule_that_fits_counts(good: Catalogue) -> None:
    """A claim with an employer's source lasts longest here, though a candidate says the same; a decision, 100 days."""
    found = due(good, date(2040, 1, 1))
    facts = [
        (one.rule, one.dated, one.due.isoformat(), one.said) for one in found if one.at.path == "companies/acme.md"
    ]
    assert facts == [
        ("decisions", "2025-01-31", "2025-05-11", "A committee."),
        ("stages", "2024-05", "2025-05-31", "Coding"),
        ("stages", "2025", "2026-12-31", "Recruiter screen"),
        ("own-words", "2024-05", "2027-02-25", "One problem | in <b>Go</b>"),
        ("claims", "2025", "2039-09-09", "Two problems."),
    ]
    assert [one.due for one in found] == sorted(one.due for one in found)


def test_it_is_due_on_the_day_and_not_before(good: Catalogue) -> None:
    (first,) = [
        one for one in due(good, date(2040, 1, 1)) if one.rule == "decisions" and one.at.path.endswith("acme.md")
    ]
    assert first.due == date(2025, 5, 11)
    assert first in due(good, date(2025, 5, 11)) and first.overdue(date(2025, 5, 12)) == 1
    assert first not in due(good, date(2025, 5, 10))
    assert next_due(good, date(2025, 5, 10)) == date(2025, 5, 11)
    assert next_due(good, date(2100, 1, 1)) is None


def test_a_page_counts_from_its_review_and_has_its_path(good: Catalogue) -> None:
    storage = next(one for one in due(good, date(2040, 1, 1)) if one.at.path == "guides/storage.md")
    assert (storage.dated, storage.due, storage.what, storage.said) == ("2026-01-02", date(2026, 10, 29), "guide", "")


def test_a_fact_has_its_line(good: Catalogue) -> None:
    text = (GOOD / "companies" / "acme.md").read_text("utf-8").split("\n")
    facts = [one for one in due(good, date(2040, 1, 1)) if one.at.path == "companies/acme.md"]
    assert len(facts) == 5
    for one in facts:
        assert one.said in text[one.at.line - 1]


def test_the_day_of_the_coverage_page_is_the_newest_review(good: Catalogue) -> None:
    assert as_of(good) == date(2026, 11, 20)
    assert as_of(dataclasses.replace(good, questions={}, companies={}, mistakes={}, plans={}, guides={})) is None


def test_without_rules_nothing_ages(good: Catalogue) -> None:
    assert due(dataclasses.replace(good, ageing={}), date(2100, 1, 1)) == ()


def run(*arguments: str) -> int:
    return command.main(["--docs", str(GOOD), *arguments])


def test_the_command_lists_what_is_due_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--today", "2025-05-12") == 0
    assert capsys.readouterr().out.splitlines() == [
        "docs/companies/acme.md:11: claim of 2025-01-31, due for 1 day: A committee.",
        "1 due as of 2025-05-12.",
    ]


def test_the_command_lists_what_is_due_as_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--today", "2040-01-01", "--format", "markdown") == 0
    out = capsys.readouterr().out
    assert out.startswith("## ") and "\n### Acme &#124; Sons (`docs/companies/acme.md`)\n\n- [ ] line " in out
    assert "<b>" not in out


def test_the_command_lists_what_is_due_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--today", "2025-05-12", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "version": 1,
        "today": "2025-05-12",
        "due": [
            {
                "path": "docs/companies/acme.md",
                "line": 11,
                "what": "claim",
                "title": "Acme | Sons",
                "said": "A committee.",
                "dated": "2025-01-31",
                "due": "2025-05-11",
                "days": 1,
                "rule": "decisions",
            }
        ],
    }


def test_the_command_takes_the_day_from_the_clock(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["today"] == date.today().isoformat()


@pytest.mark.parametrize("arguments", [["--today", "tomorrow"], ["--docs", "nowhere"]])
def test_a_wrong_call_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        command.main(arguments)
    assert end.value.code == 2


def test_faulty_content_has_no_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--docs", str(ROOT / "tests" / "corpus" / "bad" / "docs")]) == 1
    out, err = capsys.readouterr()
    assert out == "" and "scripts/check.py" in err


def test_everything_in_the_handbook_ages() -> None:
    catalogue, _ = examine(ROOT / "docs")
    aged = {one.what for one in due(catalogue, date(2100, 1, 1))}
    assert aged == {"question", "company", "mistake", "plan", "guide", "claim", "stage"}


def test_what_is_dated_at_the_end_of_time_is_due_then(good: Catalogue) -> None:
    """The build asks for no date that has come, so the coverage page is made of such a one too."""
    rule = Ageing(id="plans", what="plan", days=365, line=1)
    plan = dataclasses.replace(good.plans["two-days"], reviewed="9999-12-31")
    late = dataclasses.replace(good, plans={plan.id: plan}, ageing={rule.id: rule})
    assert [one.due for one in everything(late)] == [date.max]
