"""The content root on disk, read into documents; the one place below `kb` that reads content."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from .problems import Position, Problem, shown

MAX_BYTES = 256 * 1024
"""A page or data file. The longest real one is below a fifth of this; Python-Markdown's time is not linear."""

MAX_ASSET_BYTES = 512 * 1024
"""An image or another file that is published as it is."""

VENDORED = "assets/vendor/"
"""Third-party files, renewed by a command and reviewed as code: their size and names are their makers'."""

_NAME = re.compile(r"_?[a-z0-9]+(?:-[a-z0-9]+)*")
_PUBLISHED = {".md", ".yml", ".css", ".js", ".mjs", ".json", ".png", ".jpg", ".webp", ".svg", ".woff2", ".txt", ".ico"}


@dataclass(frozen=True, slots=True)
class Document:
    """A text file: `path` is relative to the content root, with forward slashes."""

    path: str
    text: str


def read_tree(root: Path) -> tuple[list[Document], frozenset[str], list[Problem]]:
    """Every page and data file below `root` in order of path, the paths of all files, and what cannot be read.

    Hidden files are passed over, as MkDocs does. Raises OSError only if `root` itself cannot be listed.
    """
    documents: list[Document] = []
    paths: set[str] = set()
    problems: list[Problem] = []
    unreadable: list[OSError] = []
    os.scandir(root).close()
    for folder, folders, names in os.walk(root, onerror=unreadable.append):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(n for n in (*names, *_links(folder, folders)) if not n.startswith(".")):
            file = Path(folder, name)
            path = file.relative_to(root).as_posix()
            paths.add(path)
            found = _examine(file, path)
            if found:
                problems.append(found)
                continue
            if file.suffix in {".md", ".yml"}:
                text = _decode(file, path)
                if isinstance(text, Problem):
                    problems.append(text)
                else:
                    documents.append(Document(path, text))
    for error in unreadable:
        where = Path(error.filename or root).relative_to(root).as_posix()
        problems.append(Problem(Position(where), "file-type", f"cannot be read: {error.strerror}"))
    return sorted(documents, key=lambda d: d.path), frozenset(paths), problems


def _links(folder: str, folders: list[str]) -> list[str]:
    """Symbolic links to folders, which `os.walk` lists as folders and does not enter."""
    return [f for f in folders if Path(folder, f).is_symlink()]


def _examine(file: Path, path: str) -> Problem | None:
    """What keeps a file from being read at all."""
    at = Position(path)
    status = file.lstat()
    if not stat.S_ISREG(status.st_mode):
        return Problem(at, "file-type", "is not a regular file", "links and devices are not published; add the file")
    if path.startswith(VENDORED):
        return None
    if file.suffix not in _PUBLISHED:
        kinds = " ".join(sorted(_PUBLISHED))
        return Problem(at, "file-type", f"files of the type {shown(file.suffix)} are not published", f"known: {kinds}")
    if not all(_NAME.fullmatch(part) for part in (*path.split("/")[:-1], *file.name.split("."))):
        return Problem(
            at, "file-name", f"{shown(path)} is not a name that lasts as an address", "use a-z, 0-9 and single hyphens"
        )
    limit = MAX_BYTES if file.suffix in {".md", ".yml"} else MAX_ASSET_BYTES
    if status.st_size > limit:
        return Problem(at, "file-size", f"has {status.st_size:,} bytes; {limit:,} is the most", "split it")
    return None


def _decode(file: Path, path: str) -> str | Problem:
    """The file's text with line feeds only and without a byte order mark."""
    try:
        data = file.read_bytes()
    except OSError as error:
        return Problem(Position(path), "file-type", f"cannot be read: {error.strerror}")
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        return Problem(
            Position(path, line, column), "encoding", f"byte {data[error.start]:#04x} is not UTF-8", "save it as UTF-8"
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    control = re.search(
        r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]", text
    )
    if control:
        at = _position(text, control.start(), path)
        name = f"U+{ord(control[0]):04X}"
        return Problem(at, "encoding", f"the invisible character {name} is not accepted", "delete it")
    return text


def _position(text: str, offset: int, path: str) -> Position:
    return Position(path, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))
