"""The browser's modules: their types, and those of their tests that need no browser (tests/javascript)."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

NODE = shutil.which("node")
MODULES = Path("docs/assets/javascripts")
TSC = Path("tests/node_modules/.bin/tsc")

needs_tsc = pytest.mark.skipif(
    NODE is None or not (Path(__file__).parent.parent / TSC).exists(),
    reason="tests/node_modules has no tsc; npm installs it, with scripts/test.py",
)


@pytest.mark.skipif(NODE is None, reason="node is not installed; it runs the unit tests of docs/assets/javascripts")
def test_the_modules_pass_their_own_tests(root: Path) -> None:
    files = sorted(str(file.relative_to(root)) for file in (root / "tests" / "javascript").glob("*.test.js"))
    assert files and NODE
    run = subprocess.run([NODE, "--test", *files], cwd=root, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def checked(root: Path, project: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [NODE or "node", str((root / TSC).resolve()), "--project", str(project)], capture_output=True, text=True
    )


@needs_tsc
@pytest.mark.parametrize("project", ["tests/tsconfig.json", "tests/javascript/tsconfig.json"])
def test_the_types_are_right(root: Path, project: str) -> None:
    run = checked(root, root / project)
    assert run.returncode == 0, run.stdout + run.stderr


@needs_tsc
def test_a_wrong_type_is_found(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / MODULES, tmp_path / MODULES)
    (tmp_path / "tests").mkdir()
    shutil.copy(root / "tests" / "tsconfig.json", tmp_path / "tests")
    module = tmp_path / MODULES / "boxes.js"
    text = module.read_text("utf-8")
    assert "({ left })" in text
    module.write_text(text.replace("({ left })", "({ lefft })"), "utf-8")
    run = checked(root, tmp_path / "tests" / "tsconfig.json")
    assert run.returncode
    assert "boxes.js" in run.stdout and "'lefft' does not exist on type 'Page'" in run.stdout


def test_every_module_asks_to_be_checked(root: Path) -> None:
    """An editor checks what says so; `tsc` would check it all the same."""
    modules = sorted((root / MODULES).glob("*.js"))
    assert modules
    assert [m.name for m in modules if not m.read_text("utf-8").startswith("// @ts-check\n")] == []


@pytest.mark.parametrize("project", ["tests/tsconfig.json", "tests/javascript/tsconfig.json"])
def test_every_module_and_test_is_checked(root: Path, project: str) -> None:
    folder = (root / project).parent
    settings = json.loads((root / project).read_text("utf-8"))
    found = {file.resolve() for pattern in settings["include"] for file in folder.glob(pattern)}
    wanted = {root / MODULES, root / "tests" / "javascript"}
    assert {file.parent for file in found} <= {folder.resolve() for folder in wanted}
    assert len(found) == len(list((root / MODULES if folder.name == "tests" else folder).glob("*.js")))
