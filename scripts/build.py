"""Build the site, strictly, and put it in the old one's place in one step.

    python3 scripts/build.py [--site-dir DIR]

The site is built beside its target and changes places with it only when all went well. So the target holds
a whole site at every moment, also if the build fails, is killed or finds the disk full. What a build leaves
behind when it is killed, the next one clears away. The same commit gives the same bytes.
"""

from __future__ import annotations

import argparse
import ctypes
import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import _environment

if TYPE_CHECKING:
    from collections.abc import Sequence

# All that a build could take from the machine it runs on, and that can be set before Python starts.
SAME_EVERYWHERE = {"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "TZ": "UTC"}

# The time that pages carry when neither SOURCE_DATE_EPOCH nor git gives one: 2026-01-01, midnight UTC.
TIME_WITHOUT_GIT = "1767225600"

# What MkDocs writes into every site and a folder that somebody else fills is unlikely to have.
MARKS_OF_A_SITE = ("index.html", "sitemap.xml", "sitemap.xml.gz")

# Faults of the machine, which the user can mend: told in a line. Any other exception is a fault of ours.
MACHINE_FAULTS = {
    errno.EACCES,
    errno.EBUSY,
    errno.EDQUOT,
    errno.EFBIG,
    errno.EIO,
    errno.EMFILE,
    errno.ENAMETOOLONG,
    errno.ENFILE,
    errno.ENOSPC,
    errno.EPERM,
    errno.EROFS,
    errno.EXDEV,
}


def main(arguments: Sequence[str], root: Path = _environment.ROOT) -> int:
    """Build and publish; return the exit status."""
    parser = argparse.ArgumentParser(prog="build.py", description="Build the site, whole or not at all.")
    parser.add_argument("--site-dir", type=Path, default=root / "site", metavar="DIR", help="default: site")
    target = parser.parse_args(arguments).site_dir.resolve()
    refusal = why_not(target, root)
    if refusal:
        print(f"--site-dir {target}: {refusal}", file=sys.stderr)
        return 1
    try:
        return publish(root, target)
    except KeyboardInterrupt:
        print(f"Interrupted; {target} is as it was.", file=sys.stderr)
        return 130
    except OSError as error:
        if error.errno not in MACHINE_FAULTS:
            raise
        print(f"The build failed: {error}; {target} is as it was.", file=sys.stderr)
        return 1


def why_not(target: Path, root: Path) -> str:
    """Return why a folder must not be replaced by the site; an empty text if it may."""
    if target in (root, *root.parents):
        return "the site would replace the project itself; name a folder of its own."
    if target.is_relative_to(root / "docs"):
        return "what is built must not lie among what it is built from; name a folder outside docs."
    if target.exists() and not target.is_dir():
        return "this is a file; name a folder."
    if target.is_dir() and any(target.iterdir()) and not is_site(target):
        return "this folder holds something that is not a built site; empty or remove it yourself, or name another."
    return ""


def is_site(folder: Path) -> bool:
    """Tell whether a folder looks like a site that MkDocs has built."""
    return all((folder / name).is_file() for name in MARKS_OF_A_SITE)


def publish(root: Path, target: Path) -> int:
    """Build `root`'s site and put it in the place of `target`; return the exit status of the build.

    Unless that is 0, `target` is as it was.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    # The parent folder is what is locked: a lock file would be one more thing to explain and to clear away.
    with _environment.locked(target.parent, f"Another build is at work in {target.parent}; waiting for it."):
        new, old = beside(target, "new"), beside(target, "old")
        put_back(target, old)
        remove(new)
        remove(old)
        umask = os.umask(0o022)
        try:
            new.mkdir()
            status = build(root, new)
            if status == 0:
                swap(new, target, old)
            _environment.say(f"{target} is as it was." if status else f"The site is in {target}.")
            return status
        finally:
            os.umask(umask)
            put_back(target, old)
            # The site is in its place by now; what cannot be removed is tried again by the next build.
            shutil.rmtree(new, ignore_errors=True)
            shutil.rmtree(old, ignore_errors=True)


def beside(target: Path, what: str) -> Path:
    """Return a folder beside the target, on the same disk, so that they can change places."""
    return target.with_name(f".{target.name}.{what}")


def put_back(target: Path, old: Path) -> None:
    """Return the site to its place if a build that was cut short has moved it aside."""
    if old.is_dir() and not target.exists():
        old.rename(target)


def remove(folder: Path) -> None:
    """Remove a folder that a killed build has left, if there is one."""
    if folder.exists():
        shutil.rmtree(folder)


def build(root: Path, folder: Path) -> int:
    """Have MkDocs build `root`'s site in the folder; return the exit status, after its messages.

    `--strict` without `--quiet`: with both, MkDocs counts no warning and finds nothing wrong.
    """
    # Not before the arguments are known to be right: it takes a while.
    import click
    from mkdocs.__main__ import cli

    settings = ["--config-file", str(root / "mkdocs.yml"), "--site-dir", str(folder)]
    try:
        cli(["build", "--strict", *settings], prog_name="mkdocs", standalone_mode=False)
    except click.exceptions.Abort:  # what Ctrl-C becomes in there
        raise KeyboardInterrupt from None
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
        return int(bool(end.code))
    return 0


def build_environment(root: Path) -> dict[str, str]:
    """Return the environment variables under which the same commit gives the same bytes on every machine."""
    return {**SAME_EVERYWHERE, **_environment.QUIET_MATERIAL, "SOURCE_DATE_EPOCH": build_time(root)}


def build_time(root: Path) -> str:
    """Return the time that the pages are to carry, in seconds since 1970: the last commit's, or a fixed one."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return given
    if not (root / ".git").exists():  # a copy without history: nor is some outer repository's meant
        return TIME_WITHOUT_GIT
    command = ["git", "-C", str(root), "log", "-1", "--format=%ct", "--no-show-signature"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        _environment.say("git does not tell the time of the last commit; the pages carry a fixed one.")
        return TIME_WITHOUT_GIT


# The exchange --------------------------------------------------------------------------------------------


def swap(new: Path, target: Path, old: Path) -> None:
    """Put the new site in the target's place. The old one is in `new` or in `old` afterwards, if there was one.

    On Linux the two change places in one step. Elsewhere there is an instant, between two renames, in which
    the target is missing; if a build is killed just then, the next one puts the old site back.
    """
    if target.exists() and exchange(new, target):
        return
    if target.exists():
        target.rename(old)
    new.rename(target)


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; tell whether the system and the disk can do that."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):  # not Linux, or an old C library
        return False
    here, exchange_them = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return bool(renameat2(here, os.fsencode(one), here, os.fsencode(other), exchange_them) == 0)


if __name__ == "__main__":
    try:
        _environment.enter(_environment.RUNTIME, build_environment(_environment.ROOT))
    except KeyboardInterrupt:
        print("Interrupted before anything was built.", file=sys.stderr)
        sys.exit(130)
    sys.exit(main(sys.argv[1:]))
