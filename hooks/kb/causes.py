"""Which problems only follow from others, so that one mistake is one message."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from .problems import Problem

_OF_PLACE = frozenset({"nav", "dead-link", "sections", "tested-code"})
"""What is wrong with a page because it stands in the wrong folder."""

_OF_COPY = frozenset({"sections", "tested-code", "unique-title", "near-duplicate"})
"""What may be wrong with a page because it is a copy of another, in the folder of another round."""


def causes(problems: Sequence[Problem], copied: Collection[str] = ()) -> list[Problem]:
    """The problems, in their order, without those that will be gone when another of them is mended.

    `copied` are the paths of pages that have the id of another.
    """
    lines = {(p.position.path, p.position.line) for p in problems if p.rule == "empty"}
    misplaced = {p.position.path for p in problems if p.rule == "place"}
    conflicts: dict[str, int] = {}
    for problem in problems:
        if problem.rule == "merge-conflict":
            conflicts.setdefault(problem.position.path, problem.position.line)

    def follows(problem: Problem) -> bool:
        at = problem.position
        if problem.rule == "trailing-space":
            return (at.path, at.line) in lines
        if problem.rule == "yaml":
            return at.path in conflicts and conflicts[at.path] <= at.line
        if at.path in copied and problem.rule in _OF_COPY:
            return True
        return at.path in misplaced and problem.rule in _OF_PLACE

    return [problem for problem in problems if not follows(problem)]
