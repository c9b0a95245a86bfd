"""Checks the content without building it: every problem at once, each as `path:line:column: rule: message`.

python3 scripts/check.py            the whole content
python3 scripts/check.py PATH...    only what is reported of these files or folders
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import _environment

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "hooks"))


def main(arguments: list[str] | None = None) -> int:
    """The exit status: 0 if nothing is wrong, 1 if something is, 2 if the call is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", metavar="PATH", type=Path)
    parser.add_argument("--docs", type=Path, default=ROOT / "docs", help="the content (default: docs)")
    given = parser.parse_args(arguments)
    for path in given.paths:
        if not path.exists():
            parser.error(f"there is no {path}")
    from kb.rules import examine

    if not given.docs.is_dir():
        parser.error(f"there is no folder {given.docs}")
    _, problems = examine(given.docs)
    wanted = [path.resolve() for path in given.paths]
    shown = [p for p in problems if not wanted or _below((given.docs / p.position.path).resolve(), wanted)]
    for problem in shown:
        print(problem.formatted(given.docs.name))
    if shown:
        print(f"{len(shown)} problem{'s' if len(shown) > 1 else ''}", file=sys.stderr)
    return 1 if shown else 0


def _below(path: Path, wanted: list[Path]) -> bool:
    return any(path == one or one in path.parents for one in wanted)


if __name__ == "__main__":
    _environment.enter()
    sys.exit(main())
