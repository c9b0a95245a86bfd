"""Pin every requirement, transitive ones included, with hashes: requirements*.in -> requirements*.txt.

    python3 scripts/lock.py              after an edit of a requirements*.in: changes only what the edit asks for
    python3 scripts/lock.py --upgrade    takes the newest version of everything that the .in files leave open

The pins hold for every system and every Python from the oldest supported one on.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import _environment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

INDEX = "https://pypi.org/simple"

# Settings of this machine that would change what is pinned, or be written into the files.
MACHINE_SETTINGS = ("UV_INDEX", "UV_DEFAULT_INDEX", "UV_EXTRA_INDEX_URL", "UV_INDEX_URL", "UV_FIND_LINKS")


def main(arguments: Sequence[str], root: Path = _environment.ROOT) -> int:
    """Write both lists of pins; return the exit status."""
    parser = argparse.ArgumentParser(prog="lock.py", description="Pin the requirements with their hashes.")
    parser.add_argument("--upgrade", action="store_true", help="take newer versions where the .in files allow it")
    upgrade = ["--upgrade"] if parser.parse_args(arguments).upgrade else []
    python = _environment.prepare(_environment.DEVELOPMENT, root)
    pin(python, root, "requirements", upgrade)
    # Held to the site's own pins, so that both lists fit into one environment.
    pin(python, root, "requirements-dev", [*upgrade, "--constraints", "requirements.txt"])
    return 0


def pin(python: Path, root: Path, name: str, options: Sequence[str]) -> None:
    """Write NAME.txt from NAME.in; ends the program if there is no answer."""
    _environment.say(f"Pinning {name}.in in {name}.txt.")
    environ = {key: value for key, value in _environment.clean_environ().items() if key not in MACHINE_SETTINGS}
    # Relative names and a working folder, because uv writes the names into the file.
    status = subprocess.call([*compile_command(python, name), *options], cwd=root, env=environ)
    if status:
        sys.exit(f"{name}.txt is as it was: uv found no set of versions, or no package index; see above.")


def compile_command(python: Path, name: str) -> list[str]:
    """Return the command that pins NAME.in in NAME.txt."""
    oldest = ".".join(map(str, _environment.OLDEST_PYTHON))
    return [
        *(str(python), "-m", "uv", "pip", "compile", f"{name}.in", "--output-file", f"{name}.txt", "--quiet"),
        *("--universal", "--python-version", oldest, "--generate-hashes"),
        *("--no-config", "--default-index", INDEX),
        *("--custom-compile-command", "python3 scripts/lock.py"),
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
