"""Measures the tests: changes hooks/kb in thousands of small ways and counts the changes that no test notices.

python3 scripts/mutate.py                    all of hooks/kb; most of an hour on two cores
python3 scripts/mutate.py --sample           every tenth change of each function
python3 scripts/mutate.py text problems      only these modules
python3 scripts/mutate.py --survivors        also shows each change that survived, as a diff

It works on a copy in a temporary folder: mutmut wants the mutated package beside the tests, under the name by which
the tests import it. Only tests that need no browser and no build, and take no seconds, are run.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import _environment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parent.parent

KILLED_AT_LEAST = 0.85
"""The share of changes that the tests must notice for exit status 0."""

LEFT_OUT = {".git", ".venv", ".venv.lock", "site", "node_modules", "__pycache__"}
"""What the tests of `kb` need nothing of. All else is copied: some tests hold the project's own files to `kb`."""

NOTICED = {"killed", "timeout", "segfault", "caught by type check"}
"""What mutmut calls a change that the tests did not let pass. A change that makes the code run for ever is one."""

SLOW_FILES = {"test_content.py", "test_properties.py", "test_search.py", "test_site.py"}
"""Tests that build sites, run programs of pages or try made-up input by the hundred."""

SLOW_TESTS = (
    *("accepted_is_built", "any_order", "bounded_time", "copy_is_alike", "every_drawing", "every_page", "every_pair"),
    *("five_thousand", "handbook", "no_pattern", "other_words", "schemas_take", "time_grows", "time_is_linear"),
    *("in_time", "worst_page"),
)
"""Parts of the names of tests that take a second, of time or of the whole handbook: a change that only they would
notice counts as one that no test notices."""

EVERY_TENTH = ("*__mutmut_*3", "*__mutmut_3")
"""Patterns of mutmut's names for changes, which it numbers within each function."""

SETTINGS = """

[tool.mutmut]
source_paths = ["kb"]
also_copy = {also_copy}
timeout_multiplier = 5.0
pytest_add_cli_args = ["-k", "not ({slow})"]
pytest_add_cli_args_test_selection = {tests}
only_mutate = {modules}
"""

_RESULT = re.compile(r"^\s*kb\.(\w+)\.(\S+): (.+)$", re.MULTILINE)


def main(arguments: list[str] | None = None) -> int:
    """The exit status: 0 if enough changes were noticed, 1 if not, 2 if the call is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="a module of hooks/kb, without .py")
    parser.add_argument("--sample", action="store_true", help="try every tenth change only")
    parser.add_argument("--survivors", action="store_true", help="show the changes that no test noticed")
    given = parser.parse_args(arguments)
    known = {path.stem for path in (ROOT / "hooks" / "kb").glob("*.py")}
    for module in given.modules:
        if module not in known:
            parser.error(f"there is no module {module} in hooks/kb")
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        stage(Path(folder), given.modules)
        chosen = EVERY_TENTH if given.sample else ()
        mutmut("run", "--max-children", str(os.cpu_count() or 2), *chosen, folder=folder)
        results = [found for found in _RESULT.findall(answers(folder)) if found[2] != "not checked"]
        if not results:
            sys.exit("mutmut tried nothing; its own words are above.")
        share = report(results)
        if given.survivors:
            for module, name, status in results:
                if status not in NOTICED:
                    print(f"\n{module}: {status}\n{mutmut('show', f'kb.{module}.{name}', folder=folder, quiet=True)}")
    return 0 if share >= KILLED_AT_LEAST else 1


def stage(folder: Path, modules: Iterable[str]) -> None:
    """Lays out the copy: the package `kb` at the top, everything that its tests read beside it."""
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*LEFT_OUT, ".*_cache"), dirs_exist_ok=True)
    shutil.move(folder / "hooks" / "kb", folder / "kb")
    for path in (folder / "tests").glob("*.py"):
        # mutmut runs against a change only the tests that it saw call the function. What a fixture does for a whole
        # module counts as a call of the first test alone, so each test makes its own.
        path.write_text(re.sub(r'scope="(?:module|session)"', 'scope="function"', path.read_text("utf-8")), "utf-8")
    tests = [
        path.relative_to(folder).as_posix() for path in sorted((folder / "tests").glob("test_*.py")) if is_fast(path)
    ]
    settings = SETTINGS.format(
        slow=" or ".join(SLOW_TESTS),
        also_copy=sorted(path.name for path in folder.iterdir() if path.name not in {"kb", "tests", "pyproject.toml"}),
        tests=tests,
        modules=[f"kb/{module}.py" for module in modules] or ["kb/*"],
    ).replace("'", '"')
    (folder / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8") + settings, "utf-8")


def is_fast(test: Path) -> bool:
    """Whether a file of tests exercises `kb` in its own process, and quickly."""
    imports_kb = re.search(r"^(?:from|import) kb\b", test.read_text("utf-8"), re.MULTILINE)
    return test.name not in SLOW_FILES and bool(imports_kb)


def answers(folder: str) -> str:
    """What mutmut found of every change, a line each."""
    return mutmut("results", "--all", "true", folder=folder, quiet=True)


def mutmut(*words: str, folder: str, quiet: bool = False) -> str:
    """Runs mutmut in the folder; what it printed. Unless `quiet`, the user sees its progress."""
    command = [sys.executable, "-m", "mutmut", *words]
    run = subprocess.run(command, cwd=folder, text=True, stdout=subprocess.PIPE if quiet else None)
    if run.returncode:
        sys.exit(f"mutmut {words[0]} ended with exit status {run.returncode}.")
    return run.stdout or ""


def report(results: Iterable[tuple[str, str, str]]) -> float:
    """Prints, for each module and over all, how many changes there were and were noticed; the share over all."""
    tried: Counter[str] = Counter()
    noticed: Counter[str] = Counter()
    for module, _, status in results:
        tried[module] += 1
        noticed[module] += status in NOTICED
    print(f"\n{'module':<20}{'changes':>10}{'noticed':>10}{'share':>9}")
    for module in sorted(tried):
        print(f"{module:<20}{tried[module]:>10}{noticed[module]:>10}{noticed[module] / tried[module]:>9.1%}")
    share = noticed.total() / tried.total()
    print(f"{'all':<20}{tried.total():>10}{noticed.total():>10}{share:>9.1%}")
    return share


if __name__ == "__main__":
    _environment.enter(_environment.DEVELOPMENT, _environment.QUIET_MATERIAL)
    sys.exit(main())
