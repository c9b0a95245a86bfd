"""The content root on disk, read into documents; the one place below `kb` that reads content."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from . import characters, svg
from .problems import Position, Problem, shown

MAX_BYTES = 256 * 1024
"""A page or data file. The longest real one is below a fifth of this; Python-Markdown's time is not linear."""

MAX_ASSET_BYTES = 512 * 1024
"""An image or another file that is published as it is."""

MAX_VENDORED_BYTES = 8 * 1024 * 1024
"""A file of others; the largest, Mermaid, has 3.4 MiB."""

MAX_FILES = 25_000
"""Files below the content root: five times the largest handbook that the benchmarks build."""

MAX_TREE_BYTES = 256 * 1024 * 1024
"""All files below the content root together; pages and data files are held in memory at once."""

MAX_NAME = 80
"""Characters of a file's or folder's name."""

MAX_PATH = 200
"""Characters of a path below the content root; Windows allows 260 for a whole one, with what a site adds to it."""

VENDORED = "assets/vendor/"
"""Third-party files, renewed by a command and reviewed as code: their size and names are their makers'."""

DIAGRAMS = "assets/diagrams/"
"""Drawings of the pages' diagrams, which become part of the pages (`diagrams`)."""

_WORDS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FILE = re.compile(rf"{_WORDS.pattern}(?:\.schema\.json|\.[a-z0-9]+)")
_VENDORED_NAME = re.compile(r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*")
_ON_WINDOWS = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_LEFTOVER = re.compile(r"\.DS_Store|\._.*|\.#.*|\..*\.sw[a-p]|\.idea|\.vscode")
"""What systems and editors leave behind and `.gitignore` keeps out of a commit; MkDocs publishes no hidden file."""

_PLACES = {
    ".md": ("",),
    ".yml": ("_data/",),
    ".css": ("assets/stylesheets/",),
    ".js": ("assets/javascripts/",),
    ".mjs": ("assets/javascripts/",),
    ".json": ("assets/javascripts/", "assets/schemas/"),
    ".woff2": ("assets/",),
    ".ico": ("assets/",),
    ".jpg": ("",),
    ".png": ("",),
    ".svg": ("",),
    ".webp": ("",),
}
"""The types of file that are published, or read as data, and where they stand; pages and images beside each other."""

_VENDORED_TYPES = frozenset({".css", ".js", ".json", ".map", ".mjs", ".txt", ".woff2", ""})

_BEGINNINGS = {
    ".ico": re.compile(rb"\x00\x00\x01\x00"),
    ".jpg": re.compile(rb"\xff\xd8\xff"),
    ".png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    ".webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
    ".woff2": re.compile(rb"wOF2"),
}
"""How files of a type begin, whatever they are called."""

_RESERVED = {
    "404.md": "the page for addresses that lead nowhere is the theme's",
    "api": "the JSON interface is written there",
    "assets/images/favicon.png": "the theme has a file of this name",
    "assets/javascripts/lunr": "the theme has a folder of this name",
    "assets/javascripts/workers": "the theme has a folder of this name",
    "search": "the index for search is written there",
    "templates": "MkDocs publishes nothing from a folder of this name",
}
"""Paths that the theme or the build fills. The theme's other files have a hash in their names, which ours cannot."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text file: `path` is relative to the content root, with forward slashes."""

    path: str
    text: str


def read_tree(root: Path) -> tuple[list[Document], frozenset[str], list[Problem]]:
    """Every page, data file and drawn diagram below `root` in order of path, all paths, and what cannot be read.

    What is refused is not read, nor what stands in a folder that is refused. If there is more than the limits allow,
    that is the only problem, and there are no documents. A folder that cannot be listed is a problem, `root` too.
    """
    documents: list[Document] = []
    paths: set[str] = set()
    folded: dict[str, str] = {}
    problems: list[Problem] = []
    total = 0
    for number, (path, found) in enumerate(_walk(root), 1):
        total += 0 if isinstance(found, Problem) else found
        if number > MAX_FILES or total > MAX_TREE_BYTES:
            limit = f"{MAX_FILES:,} files or {MAX_TREE_BYTES // 2**20} MiB"
            said = f"with this file there are more than {limit}"
            return [], frozenset(), [Problem(Position(path), "tree-size", said, "nothing was checked; take files out")]
        if isinstance(found, Problem):
            problems.append(found)
            paths.update([path] if path else [])
            continue
        paths.add(path)
        same = folded.setdefault(_folded(path), path)
        if same != path:
            said = f"differs from {same} in capital letters or accents alone"
            hint = "choose another name, since some disks hold only one"
            problems.append(Problem(Position(path), "taken", said, hint))
            continue
        read = _read(root / path, path)
        if isinstance(read, Problem):
            problems.append(read)
        elif read is not None:
            documents.append(read)
    return sorted(documents, key=lambda d: d.path), frozenset(paths), problems


def reserved(path: str) -> str:
    """Why no page can stand at a path, if the theme or the build has that place; else nothing."""
    parts = path.split("/")
    above = ("/".join(parts[:length]) for length in range(1, len(parts) + 1))
    return next((_RESERVED[one] for one in above if one in _RESERVED), "")


def hiding(paths: Iterable[str], is_theirs: Callable[[str], bool]) -> Iterator[Problem]:
    """A problem for every file of ours, by path, that would be published in the place of one of the theme's.

    `read_tree` knows the names that the theme has now; this is for those of its next version, so it asks.
    """
    for path in paths:
        if is_theirs(path):
            yield Problem(Position(path), "taken", "the theme has a file of this name", "choose another name")


def _folded(path: str) -> str:
    """What names have in common that are one on a disk of macOS or Windows."""
    return unicodedata.normalize("NFC", path).casefold()


def _walk(root: Path) -> Iterator[tuple[str, int | Problem]]:
    """Every file below `root` that may be read, with its size in bytes, or a problem in place of a file or folder.

    The path is empty for a problem with a folder. Folders are kept in a list, since there can be more levels of them
    than Python has of recursion.
    """
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(root / folder) as listed:
                entries = sorted(listed, key=lambda entry: entry.name, reverse=True)
        except OSError as error:
            yield "", _unreadable(folder.rstrip("/"), error)
            continue
        for entry in reversed(entries):
            path = folder + entry.name
            if _LEFTOVER.fullmatch(entry.name):
                continue
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError as error:
                yield path, _unreadable(path, error)
                continue
            is_folder = stat.S_ISDIR(status.st_mode)
            refused = _refused(path, status, is_folder)
            if refused:
                yield "" if is_folder else path, refused
            elif is_folder:
                folders.append(f"{path}/")
            else:
                yield path, status.st_size


def _unreadable(path: str, error: OSError) -> Problem:
    return Problem(Position(path), "file-type", f"cannot be read: {error.strerror}", "make it readable, or delete it")


def _refused(path: str, status: os.stat_result, is_folder: bool) -> Problem | None:
    """What keeps a file or folder from being read or entered: what it is, its name, its type, its size."""
    at = Position(path)
    if not is_folder and not stat.S_ISREG(status.st_mode):
        hint = "links and devices are not published; add the file itself"
        return Problem(at, "file-type", "is not a regular file", hint)
    name = path.rpartition("/")[2]
    refused = _misnamed(path, name, is_folder)
    if refused or is_folder:
        return refused
    suffix = Path(name).suffix
    if path.startswith(VENDORED):
        limit = MAX_VENDORED_BYTES
        if suffix not in _VENDORED_TYPES:
            said = f"files of the type {shown(suffix)} are not published from {VENDORED}"
            return Problem(at, "file-type", said, f"known: {' '.join(sorted(filter(None, _VENDORED_TYPES)))}")
    elif suffix not in _PLACES:
        said = f"files of the type {shown(suffix)} are not published"
        return Problem(at, "file-type", said, f"known: {' '.join(sorted(_PLACES))}")
    else:
        limit = MAX_BYTES if suffix in {".md", ".yml"} else MAX_ASSET_BYTES
        places = _PLACES[suffix]
        if not path.startswith(places) or (path.startswith("_data/") and "_data/" not in places):
            said = f"files of the type {shown(suffix)} do not stand here"
            hint = (
                f"move it to {' or '.join(places)}"
                if places[0]
                else "move it out of _data/, which holds data files alone"
            )
            return Problem(at, "file-type", said, hint)
        if suffix == ".md" and path.startswith("assets/"):
            return Problem(at, "file-type", "pages do not stand here", "move it out of assets/")
    if status.st_size > limit:
        said = f"has {status.st_size:,} bytes; {limit:,} is the most"
        return Problem(at, "file-size", said, "split it" if suffix in {".md", ".yml"} else "make it smaller")
    return None


def _misnamed(path: str, name: str, is_folder: bool) -> Problem | None:
    """What is wrong with the last part of a path, if anything is."""
    at = Position(path)
    if name.startswith("."):
        hint = "name it without the dot, or delete it"
        return Problem(at, "file-name", f"{shown(path)} is hidden, and would be left out without a word", hint)
    if len(name) > MAX_NAME or len(path) > MAX_PATH:
        said = f"the name has {len(name)} characters, the path {len(path)}; {MAX_NAME} and {MAX_PATH} are the most"
        return Problem(at, "file-name", said, "choose a shorter one")
    vendored = path.startswith(VENDORED)
    form = _VENDORED_NAME if vendored else _WORDS if is_folder else _FILE
    if not form.fullmatch(name) and path != "_data":
        return Problem(at, "file-name", *_name_fault(path, name, vendored))
    if _ON_WINDOWS.fullmatch(name):
        said = f"{shown(path)} is the name of a device on Windows, where nobody could check it out"
        return Problem(at, "file-name", said, "choose another name")
    if is_folder and name == "index":
        return Problem(at, "taken", "the folder has the address of the page index.md", "choose another name")
    if path in _RESERVED:
        return Problem(at, "taken", f"{shown(path)} is taken: {_RESERVED[path]}", "choose another name")
    return None


def _name_fault(path: str, name: str, vendored: bool) -> tuple[str, str]:
    """What a message says of a name, and the remedy; a character that could deceive the eye is named."""
    odd = next((c for c in name if not c.isascii()), "")
    said = f"{shown(path)} is not a name that lasts as an address"
    if odd:
        said += f": it has {characters.named(odd)}" if odd.isprintable() else f": it has {shown(odd)}"
    if vendored:
        return said, "use letters, figures, dots, hyphens and underscores"
    if name == "README.md":
        return said, "the page of a folder is called index.md"
    return said, "use a-z, 0-9 and single hyphens" + (", and one dot before the type" if name.count(".") > 1 else "")


def _read(file: Path, path: str) -> Document | Problem | None:
    """The document if it is a text file; what is wrong with its content, if anything is."""
    suffix = file.suffix
    vendored = path.startswith(VENDORED)
    try:
        with file.open("rb") as opened:
            data = opened.read(16 if suffix in _BEGINNINGS or vendored else -1)
    except OSError as error:
        return _unreadable(path, error)
    if suffix in _BEGINNINGS:
        return None if _BEGINNINGS[suffix].match(data) else _unlike(path, suffix, data)
    if vendored:
        return None
    text = _decode(data, path)  # of scripts and styles too, since nobody sees in a review what reorders their text
    if isinstance(text, Problem):
        return text
    refused = next(svg.problems(data, path), None) if suffix == ".svg" else None
    is_document = suffix in {".md", ".yml"} or path.startswith(DIAGRAMS)
    return refused or (Document(path, text) if is_document else None)


def _unlike(path: str, suffix: str, data: bytes) -> Problem:
    said = f"does not begin like a file of the type {suffix}" if data else "is empty"
    return Problem(Position(path), "file-content", said, "save it again as what its name says")


def _decode(data: bytes, path: str) -> str | Problem:
    """The text with line feeds only and without a byte order mark."""
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
    found = characters.fault(text)
    if found:
        return Problem(_position(text, found.offset, path), found.rule, found.message, found.hint)
    return text


def _position(text: str, offset: int, path: str) -> Position:
    return Position(path, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))
