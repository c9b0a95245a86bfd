"""Tells whether a change keeps content and code apart, in Markdown: for the summary of a pull request.

    python3 scripts/separate.py --base REV

Whoever merges content looks at text; code is read line by line, and not at all by many who know the subject. So a
change has one of the two. It only tells, since a new field rightly comes with pages that use it; the exit status is 0.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROOT = Path(__file__).resolve().parent.parent

# Below docs/, what the browser runs or is dressed with.
CODE_AMONG_CONTENT = ("docs/assets/javascripts/", "docs/assets/stylesheets/", "docs/assets/vendor/")
# What a change of content may touch beside docs/: the words that are spelt right.
CONTENT_BESIDE = ("_typos.toml",)
# Its list of pages belongs to the content, and everything else in it is code.
SETTINGS = "mkdocs.yml"
NAVIGATION = re.compile(r"^nav:\n(?:(?:[ -].*)?\n)+", re.MULTILINE)

MOST_SHOWN = 20


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Print what the change is; return the exit status: 0, or 2 if the revision is none."""
    parser = argparse.ArgumentParser(prog="separate.py", description="Tell content from code in a change.")
    parser.add_argument("--base", required=True, metavar="REV", help="what the change is made to, such as origin/main")
    base = parser.parse_args(arguments).base
    try:
        changed = changed_paths(root, base)
        nav_only = SETTINGS in changed and only_navigation(text_at(root, base), text_at(root, "HEAD"))
    except subprocess.CalledProcessError as error:
        print(f"git knows no revision {base!a} here: {error.stderr.strip()}", file=sys.stderr)
        return 2
    code = [path for path in changed if is_code(path, nav_only)]
    print(verdict(code, len(changed)))
    if os.environ.get("GITHUB_ACTIONS") and 0 < len(code) < len(changed):
        print("::warning title=Content and code::This change mixes the two; see the summary.", file=sys.stderr)
    return 0


def changed_paths(root: Path, base: str) -> list[str]:
    """Return the paths that differ between a revision and HEAD; of what was renamed, both."""
    listed = git(root, "diff", "--name-only", "--no-renames", "-z", "--end-of-options", f"{base}...HEAD")
    return sorted(filter(None, listed.split("\0")))


def text_at(root: Path, revision: str) -> str:
    """Return the settings as they were at a revision."""
    return git(root, "show", "--end-of-options", f"{revision}:{SETTINGS}")


def git(root: Path, *arguments: str) -> str:
    """Return what git answers."""
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, errors="backslashreplace").stdout


def only_navigation(before: str, after: str) -> bool:
    """Tell whether two versions of the settings differ in nothing but the list of pages."""
    return NAVIGATION.sub("", before) == NAVIGATION.sub("", after)


def is_code(path: str, nav_only: bool) -> bool:
    """Tell whether a path is code; `nav_only`: of the settings, only the list of pages has changed."""
    if path == SETTINGS:
        return not nav_only
    if path in CONTENT_BESIDE:
        return False
    return not path.startswith("docs/") or path.startswith(CODE_AMONG_CONTENT)


def verdict(code: Sequence[str], total: int) -> str:
    """Return what is to be said of a change of so many files, of which these are code."""
    if not total:
        return "This change touches no file."
    if not code:
        return "This change is content alone."
    if len(code) == total:
        return "This change is code alone."
    listed = "\n".join(f"- {shown(path)}" for path in code[:MOST_SHOWN])
    more = f"\n- and {len(code) - MOST_SHOWN} more" if len(code) > MOST_SHOWN else ""
    return (
        "**This change mixes content and code.** Please make two of it, or say why they belong together. "
        f"Its code:\n\n{listed}{more}"
    )


def shown(path: str) -> str:
    """Return a path as a code span: whatever its name is, it stays text and on one line."""
    plain: Iterable[str] = (c if c.isprintable() and c not in "`<>&|" else "?" for c in path)
    return f"`{''.join(plain)}`"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
