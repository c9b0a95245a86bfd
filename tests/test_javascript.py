"""The tests of the browser's modules that need no browser: tests/javascript, run by Node's own test runner."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

NODE = shutil.which("node")


@pytest.mark.skipif(NODE is None, reason="node is not installed; it runs the unit tests of docs/assets/javascripts")
def test_the_modules_pass_their_own_tests(root: Path) -> None:
    files = sorted(str(file.relative_to(root)) for file in (root / "tests" / "javascript").glob("*.test.js"))
    assert files and NODE
    run = subprocess.run([NODE, "--test", *files], cwd=root, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
