"""The form of a message."""

from __future__ import annotations

from kb.problems import Position, Problem, shown


def test_the_contract_form() -> None:
    problem = Problem(
        Position("questions/a.md", 3, 5), "unknown-id", "topics: unknown topic 'cachng'", "did you mean 'caching'?"
    )
    assert problem.formatted() == (
        "docs/questions/a.md:3:5: unknown-id: topics: unknown topic 'cachng'; did you mean 'caching'?"
    )
    assert Problem(Position("a.md"), "yaml", "no").formatted("content") == "content/a.md:1:1: yaml: no"


def test_problems_stand_in_the_order_of_the_text() -> None:
    places = [Position("b.md", 1, 1), Position("a.md", 10, 1), Position("a.md", 9, 2), Position("a.md", 9, 1)]
    assert [p.position for p in sorted(Problem(at, "r", "m") for at in places)] == places[::-1]


def test_a_shown_value_cannot_act_on_a_terminal_or_a_log() -> None:
    assert shown("a\x1b[31m\n::error::b") == "'a\\x1b[31m\\n::error::b'"
    assert len(shown("x" * 500)) == 82
    assert shown("é") == "'é'"


def test_a_message_is_one_line_whatever_it_repeats() -> None:
    assert Problem(Position("a.md"), "wrong-type", "no", "write [a\n::error::b]").formatted() == (
        "docs/a.md:1:1: wrong-type: no; write [a\\n::error::b]"
    )
