"""Jinja templates that write Markdown. Whatever a template prints is escaped, unless it is `Markdown` already."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from . import addresses
from .text import Markdown, counted, escape, uncapitalised

TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, **names: Any) -> Markdown:
    """The Markdown that a template makes of `names`. An undefined name is an error, never an empty string."""
    return Markdown(_environment().get_template(template).render(**names).strip() + "\n")


@cache
def examples() -> Mapping[str, tuple[str, str]]:
    """For a rule's name, a line that breaks it (empty, where a whole file does) and what the checker says of it.

    Written by `tests/test_rules.py --update-golden` from what the checker does say of the tests' bad corpus.
    """
    found = json.loads((TEMPLATES / "rule-examples.json").read_text("utf-8"))
    return {name: (written, message) for name, (written, message) in found.items()}


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        finalize=_as_markdown,
        trim_blocks=True,
        lstrip_blocks=True,
        # Markdown is written here, not HTML; `finalize` escapes for both.
        autoescape=False,  # noqa: S701
    )
    environment.globals["addresses"] = addresses
    environment.filters |= {"counted": counted, "verbatim": Markdown, "cell": _cell, "uncapitalised": uncapitalised}
    environment.filters |= {"sentence": _sentence, "code": _code}
    return environment


def _cell(text: str) -> Markdown:
    """Our own Markdown (backquotes and all) in a table cell."""
    return Markdown(text.replace("|", "&#124;"))


def _sentence(text: str) -> Markdown:
    """Our own prose: what stands in backquotes is code, and the rest just text."""
    parts = re.split(r"(`[^`]+`)", text)
    return Markdown("".join(part if index % 2 else escape(part) for index, part in enumerate(parts)))


def _code(text: str) -> Markdown:
    """Inline code of whatever text."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    mark, space = "`" * (longest + 1), " " if longest else ""
    return Markdown(f"{mark}{space}{text}{space}{mark}")


def _as_markdown(value: Any) -> Any:
    return escape(value) if isinstance(value, str) and not isinstance(value, Markdown) else value
