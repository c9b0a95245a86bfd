"""Checks the prose: spelling, with typos and the words of _typos.toml, and Markdown, with rumdl and .rumdl.toml.

python3 scripts/prose.py            the pages, the data files, README.md and CONTRIBUTING.md
python3 scripts/prose.py PATH...    these files and folders

Everything is reported at once, each on a line `path:line:column: rule: message`. The rule is `spelling`, or the name of
a rule of rumdl: https://rumdl.dev/ describes each below its name.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import _environment

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "hooks"))

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kb.problems import Problem

CHECKED = ("docs", "README.md", "CONTRIBUTING.md")
FORMATS = ("text", "github")

# What the tools say by their exit status: all is well, or there is something to report. typos, then rumdl.
SPOKE = {"typos": (0, 2), "rumdl": (0, 1)}


def main(arguments: list[str] | None = None) -> int:
    """The exit status: 0 if nothing is found, 1 if something is, 2 if the call is wrong or a tool fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", metavar="PATH", type=Path)
    parser.add_argument("--format", choices=FORMATS, default="text", help="github: annotations on a pull request")
    given = parser.parse_args(arguments)
    for path in given.paths:
        if not path.exists():
            parser.error(f"there is no {path}")
    from kb import reports

    paths = [path.resolve() for path in given.paths] or [ROOT / name for name in CHECKED]
    problems = sorted({*spelling(paths), *style(paths)})
    for problem in problems:
        at, line = problem.position, problem.formatted(".")
        if given.format == "github":
            place = {"file": at.file("."), "line": str(at.line), "col": str(at.column), "title": problem.rule}
            line = reports.command("error", problem.sentence, **place).rstrip()
        print(line)
    if problems:
        sys.stdout.flush()  # or the count could come before the list where both go to one file
        print(f"{len(problems)} found; a word that is right goes into _typos.toml, with what it is", file=sys.stderr)
    return 1 if problems else 0


def spelling(paths: Sequence[Path]) -> Iterator[Problem]:
    """What typos finds in files and folders."""
    from kb.problems import Position, Problem, shown

    options = ["--config", str(ROOT / "_typos.toml"), "--format", "json", "--force-exclude", "--isolated"]
    for line in _ran("typos", [*options, *map(str, paths)]).splitlines():
        found = json.loads(line)
        if found["type"] != "typo":
            continue
        at = Position(_shown_path(found["path"]), found["line_num"], _column(found))
        known = " or ".join(shown(word) for word in found["corrections"])
        hint = f"write {known}" if known else "is it a word?"
        yield Problem(at, "spelling", f"{shown(found['typo'])} is not how the handbook spells", hint)


def _column(found: dict[str, Any]) -> int:
    """The column, in characters from 1, of a word that typos gives by the bytes before it in its line."""
    line = Path(found["path"]).read_bytes().split(b"\n")[found["line_num"] - 1]
    return len(line[: found["byte_offset"]].decode("utf-8", "replace")) + 1


def style(paths: Sequence[Path]) -> Iterator[Problem]:
    """What rumdl finds in Markdown files and folders."""
    from kb.problems import Position, Problem

    pages = [path for path in paths if path.is_dir() or path.suffix == ".md"]
    if not pages:
        return
    options = ["check", "--config", str(ROOT / ".rumdl.toml"), "--output", "json", "--no-cache", "--quiet"]
    for found in json.loads(_ran("rumdl", [*options, *map(str, pages)]) or "[]"):
        at = Position(_shown_path(found["file"]), found["line"], found["column"])
        hint = "rumdl can mend it: .venv/bin/rumdl check --fix" if found["fixable"] else ""
        yield Problem(at, found["rule"], found["message"], hint)


def _ran(tool: str, arguments: Sequence[str]) -> str:
    """What a tool of the environment writes; ends the program with 2 and the tool's own words if it fails."""
    program = shutil.which(tool, path=str(Path(sys.executable).parent))
    if program is None:
        print(f"{tool} is not in the environment: python3 scripts/test.py installs it", file=sys.stderr)
        sys.exit(2)
    answer = subprocess.run([program, *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    if answer.returncode not in SPOKE[tool]:
        print(f"{tool} failed: {answer.stderr.strip()}", file=sys.stderr)
        sys.exit(2)
    return answer.stdout


def _shown_path(path: str) -> str:
    """A path from the project's folder."""
    return Path(os.path.relpath(ROOT / path, ROOT)).as_posix()


if __name__ == "__main__":
    _environment.enter(_environment.DEVELOPMENT)
    sys.exit(main())
