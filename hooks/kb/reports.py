"""What a list of problems looks like to whoever reads it: a terminal, GitHub, a program."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import addresses
from .problems import Problem, one_line
from .text import counted

VERSION = 1
"""Of the JSON form. Within it names may be added; none is removed or given another meaning."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the content and the site are: what the content's folder is called in messages, and the site's address.

    `site` ends with a slash, or is empty if the site has no address.
    """

    root: str = "docs"
    site: str = ""

    def rule(self, name: str) -> str:
        """The address of a rule's entry on the page of rules."""
        return f"{self.rules()}#{name}"

    def rules(self) -> str:
        """The address of the page of rules, or its path where the site has none."""
        return f"{self.site}{addresses.url(addresses.RULES)}"


def text(problems: Sequence[Problem], place: Place) -> str:
    """A line for each: `path:line:column: rule: message`, the contract's form."""
    return "".join(f"{problem.formatted(place.root)}\n" for problem in problems)


def github(problems: Sequence[Problem], place: Place) -> str:
    """A workflow command for each, which GitHub shows as an annotation on the line that it names."""
    return "".join(
        command(
            "error",
            f"{problem.sentence} ({place.rule(problem.rule)})",
            file=problem.position.file(place.root),
            line=str(problem.position.line),
            col=str(problem.position.column),
            title=problem.rule,
        )
        for problem in problems
    )


def command(name: str, message: str, **properties: str) -> str:
    """A line that is a command to GitHub's runner.

    Escaped as its toolkit does it (actions/toolkit, packages/core/src/command.ts): whatever a message holds, it stays
    one line and one command.
    """
    listed = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in properties.items())
    return f"::{name} {listed}::{_escaped(one_line(message))}\n"


def _escaped(value: str, also: str = "") -> str:
    for character in f"%\r\n{also}":
        value = value.replace(character, f"%{ord(character):02X}")
    return value


def as_json(problems: Sequence[Problem], place: Place, fixed: Sequence[tuple[str, int, str]] = ()) -> str:
    """One JSON object with `version`, `problems`, `counts` and `fixed`; the field's meanings are in the documentation.

    `fixed` has path, line and what was done.
    """
    document: dict[str, Any] = {
        "version": VERSION,
        "problems": [
            {
                "path": problem.position.file(place.root),
                "line": problem.position.line,
                "column": problem.position.column,
                "rule": problem.rule,
                "message": problem.message,
                "hint": problem.hint,
                "url": place.rule(problem.rule),
            }
            for problem in problems
        ],
        "counts": {
            "problems": len(problems),
            "files": len({problem.position.path for problem in problems}),
            "rules": dict(_by_rule(problems)),
        },
        "fixed": [{"path": f"{place.root}/{path}", "line": line, "what": what} for path, line, what in fixed],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def summary(problems: Sequence[Problem], place: Place) -> str:
    """How many there are, in how many files and of which rules, and where the rules are explained; empty if none."""
    if not problems:
        return ""
    files = counted(len({problem.position.path for problem in problems}), "file")
    rules = ", ".join(f"{name} {number}" for name, number in _by_rule(problems))
    return f"{counted(len(problems), 'problem')} in {files}: {rules}. What the rules are: {place.rules()}"


def _by_rule(problems: Sequence[Problem]) -> list[tuple[str, int]]:
    """The rules with their numbers, most frequent first."""
    return sorted(Counter(problem.rule for problem in problems).items(), key=lambda item: (-item[1], item[0]))
