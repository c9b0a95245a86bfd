"""Jinja templates that write Markdown. Whatever a template prints is escaped, unless it is `Markdown` already."""

from __future__ import annotations

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
    return environment


def _cell(text: str) -> Markdown:
    """Our own Markdown (backquotes and all) in a table cell."""
    return Markdown(text.replace("|", "&#124;"))


def _as_markdown(value: Any) -> Any:
    return escape(value) if isinstance(value, str) and not isinstance(value, Markdown) else value
