"""What is wrong with the content, as data: a place, a rule's name and a message that says what to do."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import NamedTuple

MAX_SHOWN = 80
"""Characters of an author's value that a message repeats."""


class Position(NamedTuple):
    """A place in a file: `path` is from the content root, lines and columns count from 1.

    A tuple, since every value of every field has one, and a tuple is made in half the time.
    """

    path: str
    line: int = 1
    column: int = 1

    def file(self, root: str) -> str:
        """The path of the file from the folder that holds the content root, which is called `root`."""
        return posixpath.normpath(f"{root}/{self.path}")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault. `rule` is a name in `rules.RULES`; `hint` says how to mend it and may be empty."""

    position: Position
    rule: str
    message: str
    hint: str = ""

    @property
    def sentence(self) -> str:
        """The message, and how to mend it if that is known."""
        return f"{self.message}; {self.hint}" if self.hint else self.message

    def formatted(self, root: str = "docs") -> str:
        """The contract's form, `path:line:column: rule: message`, for a content root called `root`."""
        at = self.position
        return one_line(f"{at.file(root)}:{at.line}:{at.column}: {self.rule}: {self.sentence}")


def shown(value: str) -> str:
    """`value` in quotes, on one line, without invisible characters, cut at `MAX_SHOWN` characters.

    A message ends in terminals and in CI logs, where an escape sequence or a line that begins with `::` is a command.
    """
    cut = value if len(value) <= MAX_SHOWN else value[: MAX_SHOWN - 1] + "…"
    return f"'{one_line(cut)}'"


def one_line(text: str) -> str:
    """`text` with every character that is not printable written as an escape, letters of any script kept."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
