"""The content as a commit has it, brought into a folder; nothing of the working tree or the index is touched."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = "mkdocs.yml"


class UnreadableRevisionError(Exception):
    """What git says when a revision cannot be read."""


def common(base: str, head: str, root: Path = ROOT) -> str:
    """The commit from which `head` went its own way: what `base` gained since then is no doing of `head`'s.

    `base` itself where git cannot tell, as in a clone without history. Raises UnreadableRevisionError if there is no
    `base`.
    """
    resolved = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}").decode().strip()
    try:
        return _git(root, "merge-base", resolved, head).decode().strip()
    except UnreadableRevisionError:
        return resolved


def write(revision: str, folder: Path, root: Path = ROOT) -> Path:
    """Writes the content and the settings of a revision into a folder; returns where the content is.

    Links on disk become links again, never followed. Raises UnreadableRevisionError if the revision does not exist.
    """
    commit = (
        _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
    )
    listed = _git(root, "ls-tree", "-r", "-z", "--full-tree", commit, "docs", SETTINGS)
    links: list[tuple[Path, bytes]] = []
    entries = []
    for entry in filter(None, listed.split(b"\0")):
        kind, _, name = entry.partition(b"\t")
        mode, what, digest = kind.split()
        if what == b"blob":
            entries.append((mode, digest, folder / name.decode("utf-8", "surrogateescape")))
    held = _blobs(root, [digest for _, digest, _ in entries])
    (folder / "docs").mkdir(parents=True, exist_ok=True)
    for (mode, _, path), content in zip(entries, held, strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        if mode == b"120000":
            links.append((path, content))
        else:
            path.write_bytes(content)
    for path, target in links:  # last, so that nothing is written through one
        path.symlink_to(target.decode("utf-8", "surrogateescape"))
    return folder / "docs"


def _blobs(root: Path, digests: list[bytes]) -> list[bytes]:
    """The contents of objects, in order."""
    answer = _git(root, "cat-file", "--batch", given=b"".join(digest + b"\n" for digest in digests))
    found, at = [], 0
    for _ in digests:
        end = answer.index(b"\n", at)
        size = int(answer[at:end].split()[2])
        found.append(answer[end + 1 : end + 1 + size])
        at = end + 1 + size + 1
    return found


def _git(root: Path, *arguments: str, given: bytes | None = None) -> bytes:
    try:
        answer = subprocess.run(["git", "-C", str(root), *arguments], input=given, capture_output=True)
    except OSError as error:
        raise UnreadableRevisionError(f"git cannot be run: {error.strerror}") from error
    if answer.returncode:
        said = answer.stderr.decode("utf-8", "replace").strip()
        raise UnreadableRevisionError(said or f"there is no revision {arguments[-1].removesuffix('^{commit}')!r}")
    return answer.stdout
