"""The Nu Html Checker, the one behind validator.w3.org: whether pages are valid HTML."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

JAVA = shutil.which("java")
JAR = Path(__file__).parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"

needs_vnu = pytest.mark.skipif(
    JAVA is None or not JAR.is_file(),
    reason="the HTML checker needs java, and its package from npm (scripts/test.py installs that one)",
)

# What Material itself writes into every page: two switches that forbid the browser to remember them, and an empty
# attribute on labels of the navigation. Neither can be changed without a copy of its largest templates.
MATERIALS_OWN = (
    r".*autocomplete.*only allowed.*",
    r"Bad value .* for attribute .tabindex. on element .label.*",
)


def faults(folder: Path) -> list[str]:
    """What is wrong with the pages below a folder, one a line, with file and place."""
    command = [
        *(JAVA or "java", "-jar", str(JAR), "--skip-non-html", "--errors-only", "--format", "gnu"),
        *("--filterpattern", "|".join(MATERIALS_OWN), str(folder)),
    ]
    run = subprocess.run(command, capture_output=True, text=True)
    found = [line.replace(folder.as_uri(), "") for line in run.stderr.splitlines() if line]
    assert bool(found) == bool(run.returncode), run.stderr
    return found
