"""The page of the architecture against the code: what it places, the order that it draws, what `kb` leaves alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ARCHITECTURE = (ROOT / "docs" / "contributing" / "architecture.md").read_text("utf-8")
MODULES = sorted(path for path in (ROOT / "hooks" / "kb").glob("*.py") if path.stem != "__init__")

OUTSIDE = {"mkdocs", "material", "time", "socket", "ssl", "subprocess", "http", "urllib.request", "random"}
"""What a module of `kb` would import to know the site's generator, the hour or another host."""

READERS = {"files.py", "render.py"}
"""The modules that read files."""


def imported(path: Path) -> Iterator[str]:
    """The modules that a file imports, ours by their bare names."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from [node.module] if node.module else [alias.name for alias in node.names]


def test_every_module_has_its_place() -> None:
    assert [path.name for path in MODULES if path.name not in ARCHITECTURE] == []


def test_every_command_is_told_of() -> None:
    told = ARCHITECTURE + (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert [path.name for path in sorted((ROOT / "scripts").glob("*.py")) if path.name not in told] == []


def drawn() -> list[str]:
    """The modules in the order of the drawing, from the top."""
    found = re.search(r"^```text\n(.*?)^```", ARCHITECTURE, re.MULTILINE | re.DOTALL)
    assert found
    return re.findall(r" {3}(\w+\.py)", found[1])


def test_what_is_drawn_imports_only_from_above() -> None:
    order = drawn()
    assert len(order) > 10
    for place, name in enumerate(order):
        below = {Path(other).stem for other in order[place:]}
        assert not below & set(imported(ROOT / "hooks" / "kb" / name)), name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_asks_for_no_generator_no_hour_no_host_and_no_file(path: Path) -> None:
    names = set(imported(path))
    assert not {name for name in names if name in OUTSIDE or name.partition(".")[0] in OUTSIDE}
    text = path.read_text("utf-8")
    assert not re.search(r"\b(?:today|now|utcnow)\(", text)
    assert path.name in READERS or not re.search(r"\b(?:read_text|read_bytes|scandir|open)\(", text)
