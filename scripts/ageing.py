"""Lists what is due for another look: pages by the day of their review, facts about companies by what they observe.

python3 scripts/ageing.py                       as of today
python3 scripts/ageing.py --today 2028-01-01    as of another day
python3 scripts/ageing.py --format markdown     for an issue or a job's summary
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import _environment

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "hooks"))

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.ageing import Ages

FORMATS = ("text", "markdown", "json")


def main(arguments: list[str] | None = None) -> int:
    """The exit status: 0 however much is due, 1 if the content has problems, 2 if the call is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help="the day that counts as today")
    parser.add_argument("--format", choices=FORMATS, default="text", help="text, markdown or json (default: text)")
    parser.add_argument("--docs", type=Path, default=ROOT / "docs", help="the content (default: docs)")
    given = parser.parse_args(arguments)
    if not given.docs.is_dir():
        parser.error(f"there is no folder {given.docs}")
    from kb.ageing import due
    from kb.rules import examine

    catalogue, problems = examine(given.docs)
    if problems:
        print(f"{len(problems)} problems in the content: python3 scripts/check.py lists them.", file=sys.stderr)
        return 1
    today = given.today or datetime.date.today()
    write = {"text": text, "markdown": markdown, "json": as_json}[given.format]
    print(write(due(catalogue, today), today, given.docs.name), end="")
    return 0


def _day(written: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written} is not a day, YYYY-MM-DD") from None


def text(found: Sequence[Ages], today: datetime.date, root: str) -> str:
    """A line for each: `path:line: what, its date, for how long it has been due: what it says`."""
    from kb.problems import one_line

    lines = [
        one_line(
            f"{root}/{one.at.path}:{one.at.line}: {one.what} of {one.dated}, due for {_days(one, today)}: "
            f"{one.said or one.title}"
        )
        for one in found
    ]
    return "".join(f"{line}\n" for line in [*lines, f"{len(found)} due as of {today.isoformat()}."])


def markdown(found: Sequence[Ages], today: datetime.date, root: str) -> str:
    """A list with boxes to tick, by page; what authors wrote is escaped."""
    from kb.text import escape

    parts = [f"## {len(found)} due for another look as of {today.isoformat()}\n"]
    pages = sorted(found, key=lambda one: one.at.path)
    for path, group in groupby(pages, key=lambda one: one.at.path):
        ones = list(group)
        parts.append(f"\n### {escape(ones[0].title)} (`{root}/{path}`)\n\n")
        for one in sorted(ones):
            said = f": {escape(one.said)}" if one.said else ""
            parts.append(f"- [ ] line {one.at.line}, {one.what} of {one.dated}, due for {_days(one, today)}{said}\n")
    return "".join(parts)


def as_json(found: Sequence[Ages], today: datetime.date, root: str) -> str:
    """One object: `version`, `today` and `due`, longest first."""
    listed = [
        {
            "path": f"{root}/{one.at.path}",
            "line": one.at.line,
            "what": one.what,
            "title": one.title,
            "said": one.said,
            "dated": one.dated,
            "due": one.due.isoformat(),
            "days": one.overdue(today),
            "rule": one.rule,
        }
        for one in found
    ]
    document = {"version": 1, "today": today.isoformat(), "due": listed}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _days(one: Ages, today: datetime.date) -> str:
    from kb.text import counted

    return counted(one.overdue(today), "day")


if __name__ == "__main__":
    _environment.enter()
    sys.exit(main())
