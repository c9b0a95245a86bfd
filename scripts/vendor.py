"""Renew a library of others that the repository holds, from npm, checked against the hash that the registry gives.

    python3 scripts/vendor.py                        what there is: folder, package, version
    python3 scripts/vendor.py --check                fetch each again, and compare
    python3 scripts/vendor.py mermaid 11.17.2        fetch that version, in place of the one in the folder `mermaid`

Each folder has a file vendor.json: the package, its version, the hash of its archive, and which of its files stand
under which name. Nothing of a package is run. Needs npm.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import _environment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PLACES = ("docs/assets/vendor", "tests/browser/vendor")

RECORD = "vendor.json"


@dataclass(frozen=True)
class Vendored:
    """A package of npm's: `integrity` is of its archive, as a lock file has it; `files` the path in it by our name."""

    package: str
    version: str
    licence: str
    integrity: str
    files: Mapping[str, str]


def main(arguments: Sequence[str], root: Path = _environment.ROOT) -> int:
    """List, check or renew; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", nargs="?", help="the folder of the library to renew")
    parser.add_argument("version", nargs="?", help="the version to fetch")
    parser.add_argument("--check", action="store_true", help="compare what is here with what npm has")
    given = parser.parse_args(arguments)
    folders = {record.parent.name: record.parent for place in PLACES for record in (root / place).glob(f"*/{RECORD}")}
    if given.name is None:
        return max([shown(folder, given.check) for folder in folders.values()], default=0)
    if given.name not in folders or given.version is None:
        print(f"Say which, and the version to fetch. There are: {', '.join(sorted(folders))}.", file=sys.stderr)
        return 1
    return renewed(folders[given.name], given.version)


def shown(folder: Path, check: bool) -> int:
    """Print what a folder holds; 1 if it is to be compared and differs."""
    held = read(folder)
    said = f"{folder.name}: {held.package} {held.version} ({held.licence})"
    if not check:
        print(said)
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        integrity, files = fetched(held, Path(scratch))
    differing = [name for name, data in files.items() if (folder / name).read_bytes() != data]
    if integrity != held.integrity:
        differing.append(f"the archive has the hash {integrity}")
    print(f"{said}: {'differs: ' + ', '.join(differing) if differing else 'as npm has it'}")
    return int(bool(differing))


def renewed(folder: Path, version: str) -> int:
    """Put another version into the folder, and its version and hash into the record."""
    held = read(folder)
    with tempfile.TemporaryDirectory() as scratch:
        integrity, files = fetched(replace(held, version=version), Path(scratch))
    if version == held.version and integrity != held.integrity:
        print(f"npm has another {held.package} {version} than before: {integrity}. Nothing was changed.")
        return 1
    for name, data in files.items():
        (folder / name).write_bytes(data)
    write(folder, replace(held, version=version, integrity=integrity))
    print(f"{folder.name}: {held.package} {held.version} -> {version}. Look at what it does; see its README.txt.")
    return 0


def read(folder: Path) -> Vendored:
    """The record of a folder."""
    return Vendored(**json.loads((folder / RECORD).read_text(encoding="utf-8")))


def write(folder: Path, vendored: Vendored) -> None:
    """Write the record of a folder."""
    (folder / RECORD).write_text(json.dumps(asdict(vendored), indent=2) + "\n", encoding="utf-8")


def fetched(wanted: Vendored, scratch: Path) -> tuple[str, dict[str, bytes]]:
    """The hash of the package's archive, and the wanted files of it by our names. Ends the program without them."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is not installed; it fetches the packages.")
    packed = [npm, "pack", "--silent", "--ignore-scripts", "--pack-destination", str(scratch)]
    run = subprocess.run([*packed, f"{wanted.package}@{wanted.version}"], capture_output=True, text=True)
    archive = next(scratch.glob("*.tgz"), None)
    if run.returncode or archive is None:
        sys.exit(f"npm has no {wanted.package} {wanted.version}, or cannot be reached:\n{run.stderr}")
    with tarfile.open(archive) as opened:
        members = {name: opened.extractfile(f"package/{path}") for name, path in wanted.files.items()}
        files = {name: member.read() for name, member in members.items() if member}
    return integrity_of(archive.read_bytes()), files


def integrity_of(data: bytes) -> str:
    """The hash of an archive in the form of npm's lock files."""
    return f"sha512-{base64.b64encode(hashlib.sha512(data).digest()).decode()}"


if __name__ == "__main__":
    _environment.require_supported_python()
    sys.exit(main(sys.argv[1:]))
