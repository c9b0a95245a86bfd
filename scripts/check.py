"""Checks the content without building it: every problem at once, each as `path:line:column: rule: message`.

python3 scripts/check.py            the whole content
python3 scripts/check.py PATH...    only what is reported of these files or folders
python3 scripts/check.py --fix      first mends what has one right answer, and says what it did
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import gc
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import _environment

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "hooks"))

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kb.catalogue import Catalogue
    from kb.fixes import Change

FORMATS = ("text", "github", "json")


def main(arguments: list[str] | None = None) -> int:
    """The exit status: 0 if nothing is wrong (any more), 1 if something is, 2 if the call is."""
    given = _arguments(arguments)
    gc.disable()  # a sixth of the time; what is read is needed to the end, which is near
    from kb import reports
    from kb.rules import examine

    settings = _settings(given.docs.resolve().parent)
    latest = (datetime.date.today() + datetime.timedelta(days=1)).isoformat()  # where the author is, it may be that day
    catalogue, problems = examine(given.docs, settings, latest)
    wanted = [path.resolve() for path in given.paths]
    place = reports.Place(given.docs.name, _site())
    fixed: list[tuple[str, int, str]] = []
    if given.fix:
        for path, changes in _mend(given.docs, catalogue, wanted):
            fixed += [(path, change.line, change.what) for change in changes]
        catalogue, problems = examine(given.docs, settings, latest)
    shown = [p for p in problems if not wanted or _below((given.docs / p.position.path).resolve(), wanted)]
    if given.format == "json":
        print(reports.as_json(shown, place, fixed), end="")
    else:
        for path, line, what in fixed:
            _say_fixed(f"{place.root}/{path}", line, what, given.format)
        print((reports.github if given.format == "github" else reports.text)(shown, place), end="")
    if fixed:
        print(f"{len(fixed)} fixed.", file=sys.stderr)
    if shown:
        sys.stdout.flush()  # or the summary could come before the list where both go to one file
        print(reports.summary(shown, place), file=sys.stderr)
        files = sorted({p.position.path for p in shown})
        if not given.fix and any(_fixed(given.docs, path, catalogue) for path in files):
            print("Some of it has one right answer: python3 scripts/check.py --fix mends that.", file=sys.stderr)
    return 1 if shown else 0


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", metavar="PATH", type=Path)
    parser.add_argument("--docs", type=Path, default=ROOT / "docs", help="the content (default: docs)")
    parser.add_argument("--fix", action="store_true", help="mend what has one right answer, and say what was done")
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help="text; github: annotations on a pull request; json: one object for programs (default: text)",
    )
    given = parser.parse_args(arguments)
    for path in given.paths:
        if not path.exists():
            parser.error(f"there is no {path}")
    if not given.docs.is_dir():
        parser.error(f"there is no folder {given.docs}")
    return given


def _site() -> str:
    """The site's address from mkdocs.yml, which only MkDocs can read whole; empty if it has none."""
    found = re.search(r"^site_url:\s*[\"']?(https?://\S+?)/?[\"']?\s*$", _settings(ROOT), re.MULTILINE)
    return f"{found[1]}/" if found else ""


def _settings(folder: Path) -> str:
    """The text of the settings beside the content; empty if there are none."""
    try:
        return (folder / "mkdocs.yml").read_text("utf-8", "replace")
    except OSError:
        return ""


def _below(path: Path, wanted: list[Path]) -> bool:
    return any(path == one or one in path.parents for one in wanted)


def _say_fixed(path: str, line: int, what: str, form: str) -> None:
    from kb.problems import one_line
    from kb.reports import command

    if form == "github":
        print(command("notice", what, file=path, line=str(line), title="fixed"), end="")
    else:
        print(one_line(f"{path}:{line}: fixed: {what}"))


# Mending -------------------------------------------------------------------------------------------------


def _mend(docs: Path, catalogue: Catalogue, wanted: list[Path]) -> Iterator[tuple[str, tuple[Change, ...]]]:
    """Mends the files that are wanted, all if none is named; yields those that it wrote, with what it did."""
    for path in sorted(catalogue.files):
        if wanted and not _below((docs / path).resolve(), wanted):
            continue
        found = _fixed(docs, path, catalogue)
        if found:
            text, changes = found
            try:
                _replace(docs / path, text.encode("utf-8"))
            except OSError as error:
                print(f"{docs / path} cannot be written: {error.strerror}", file=sys.stderr)
                continue
            yield path, changes


def _fixed(docs: Path, path: str, catalogue: Catalogue) -> tuple[str, tuple[Change, ...]] | None:
    """A file's text after mending and what was done; None if nothing was, or the file is none that is ours to mend."""
    from kb.files import MAX_BYTES
    from kb.fixes import fix

    file = docs / path
    if file.suffix not in {".md", ".yml"} or file.is_symlink() or not file.is_file():
        return None
    try:
        text = file.read_bytes()[: MAX_BYTES + 1].decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    if len(text.encode("utf-8")) > MAX_BYTES:
        return None
    fixed = fix(path, text, catalogue)
    return (fixed.text, fixed.changes) if fixed.changes else None


def _replace(file: Path, data: bytes) -> None:
    """Writes a file whole or not at all, and keeps its mode."""
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as new:
            new.write(data)
        Path(name).chmod(file.stat().st_mode & 0o7777)
        Path(name).replace(file)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


if __name__ == "__main__":
    _environment.enter()
    sys.exit(main())
