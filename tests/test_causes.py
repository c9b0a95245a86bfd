"""One mistake is one message: what only follows from another problem is not said."""

from __future__ import annotations

from kb.causes import causes
from kb.problems import Position, Problem


def rules_left(*found: tuple[str, str, int], copied: tuple[str, ...] = ()) -> list[tuple[str, str, int]]:
    problems = [Problem(Position(path, line), rule, "said") for path, rule, line in found]
    return [(p.position.path, p.rule, p.position.line) for p in causes(problems, copied)]


def test_white_space_behind_an_empty_value_is_told_with_it() -> None:
    empty = ("a.md", "empty", 3)
    other = ("a.md", "trailing-space", 4)
    assert rules_left(empty, ("a.md", "trailing-space", 3), other) == [empty, other]


def test_fields_in_a_merge_conflict_are_not_read_as_well() -> None:
    conflict = ("a.md", "merge-conflict", 5)
    above, elsewhere = ("a.md", "yaml", 4), ("b.md", "yaml", 6)
    assert rules_left(above, conflict, ("a.md", "yaml", 5), elsewhere) == [above, conflict, elsewhere]


def test_what_a_page_lacks_in_the_wrong_folder_is_not_said() -> None:
    place, html = ("a.md", "place", 1), ("a.md", "raw-html", 9)
    found = rules_left(place, ("a.md", "nav", 1), html, ("a.md", "dead-link", 9), ("b.md", "nav", 1))
    assert found == [place, html, ("b.md", "nav", 1)]


def test_what_a_copy_has_in_common_with_the_other_is_not_said() -> None:
    one, two = ("a/q.md", "duplicate-id", 1), ("b/q.md", "duplicate-id", 1)
    same = [("a/q.md", "sections", 9), ("b/q.md", "near-duplicate", 2), ("b/q.md", "unique-title", 2)]
    assert rules_left(one, two, *same, copied=("a/q.md", "b/q.md")) == [one, two]
