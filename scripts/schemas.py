"""Writes the JSON Schemas of front matter and data files into a folder, for an editor that completes by them.

python3 scripts/schemas.py          into .schemas/, where the settings of this repository look for them

Run it again when topics, sources or other ids have been added: they are in the schemas.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import _environment

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "hooks"))


def main(arguments: list[str] | None = None) -> int:
    """The exit status: 0 if the schemas were written, 2 if the call is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docs", type=Path, default=ROOT / "docs", help="the content (default: docs)")
    parser.add_argument("--to", type=Path, default=ROOT / ".schemas", help="the folder (default: .schemas)")
    given = parser.parse_args(arguments)
    if not given.docs.is_dir():
        parser.error(f"there is no folder {given.docs}")
    from kb.jsonschemas import documents
    from kb.rules import examine

    catalogue, problems = examine(given.docs)
    given.to.mkdir(parents=True, exist_ok=True)
    for path, text in documents(catalogue):
        (given.to / path.rpartition("/")[2]).write_text(text, "utf-8")
    print(f"Wrote the schemas to {given.to}.")
    if problems:
        print("The content has problems; ids that could not be read are missing.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    _environment.enter()
    sys.exit(main())
