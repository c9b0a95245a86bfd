"""Reports what a change to the content changes: pages, rows of lists, cells of the comparison, coverage, addresses.

python3 scripts/report.py --base main                 the working tree against what it began from
python3 scripts/report.py --base main --head HEAD     a commit against what it began from
python3 scripts/report.py --base main --output FILE   into a file, such as "$GITHUB_STEP_SUMMARY"

`--base` is the branch that is merged into: what was added to it in the meantime is left out. Errors come first, those
that the change brings apart from those that were there. The exit status is 0 whatever is reported: check.py judges.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import _environment
import _revisions

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "hooks"))

if TYPE_CHECKING:
    from kb.changes import Side


def main(arguments: list[str] | None = None) -> int:
    """The exit status: 0 if there is a report, 2 if the call is wrong or a revision cannot be read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", required=True, metavar="REV", help="the branch or commit that is merged into")
    parser.add_argument("--head", metavar="REV", help="the commit to report on (default: the files as they are now)")
    parser.add_argument("--format", choices=("markdown", "json"), default="markdown")
    parser.add_argument("--output", type=Path, metavar="FILE", help="where to write it (default: standard output)")
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    from kb import changes

    with tempfile.TemporaryDirectory(prefix="handbook-report-") as folder:
        try:
            begun = _revisions.common(given.base, given.head or "HEAD", given.root)
            base = _read(_revisions.write(begun, Path(folder, "base"), given.root))
            if given.head:
                head = _read(_revisions.write(given.head, Path(folder, "head"), given.root))
            else:
                head = _read(given.root / "docs")
        except _revisions.UnreadableRevisionError as error:
            print(f"report: {error}", file=sys.stderr)
            return 2
    report = changes.compare(base, head)
    if given.format == "json":
        text = json.dumps(changes.as_data(report), ensure_ascii=False, indent=2) + "\n"
    else:
        text = changes.markdown(report)
    if given.output:
        given.output.write_text(text, "utf-8", "backslashreplace")
    else:
        print(text, end="")
    return 0


def _read(docs: Path) -> Side:
    """The content of a folder, with all that is wrong with it."""
    from kb.rules import examine

    settings = docs.parent / _revisions.SETTINGS
    readable = settings.is_file() and not settings.is_symlink()
    return examine(docs, settings.read_text("utf-8", "replace") if readable else "")


if __name__ == "__main__":
    _environment.enter()
    sys.exit(main())
