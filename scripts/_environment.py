"""The project's virtual environment, `.venv`: made, filled with the pinned requirements and kept right.

Every command of `scripts/` goes through here, so that nobody activates or installs anything by hand. Only
the standard library is used, and only syntax that old Pythons can read: they are to be told what is wrong.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

try:
    import fcntl
except ImportError:  # Windows: two set-ups at once are not kept apart there
    fcntl = None  # type: ignore[assignment]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent

# The newest lower bound among the pins, pymdown-extensions'. A test compares it with all of them.
OLDEST_PYTHON = (3, 11, 5)

RUNTIME = ("requirements.txt",)
DEVELOPMENT = ("requirements.txt", "requirements-dev.txt")

# Material announces in every run what becomes of MkDocs. Our reader came for the project's own messages.
QUIET_MATERIAL = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}

SECONDS_BETWEEN_SIGNS_OF_LIFE = 10.0

# Run by the environment's Python: its version, and whether it can install anything.
PROBE = "import sys, importlib.util as u; print(*sys.version_info[:3], u.find_spec('pip') is not None)"

# A pinned package in a requirements file; its hashes follow on indented lines.
PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==", re.MULTILINE)


def prepare(requirements: Sequence[str] = RUNTIME, root: Path = ROOT) -> Path:
    """Return the Python of `root`'s environment, in which these requirement files are installed.

    Makes, repairs or completes the environment first where that is needed, and says so. Ends the program
    with a message where it cannot.
    """
    require_supported_python()
    if is_ready(root, requirements):
        return python_of(root)
    try:
        with locked(root / ".venv.lock", "Another command is setting up .venv; waiting for it to finish."):
            # The one waited for may have done it all.
            if not is_ready(root, requirements):
                set_up(root, requirements)
    except KeyboardInterrupt:
        say("Interrupted; the same command goes on from here.")
        sys.exit(130)
    return python_of(root)


def enter(requirements: Sequence[str] = RUNTIME, environ: Mapping[str, str] | None = None) -> None:
    """Go on in the environment's Python with `environ` set: returns there and nowhere else.

    Elsewhere the running command is started anew, with its arguments, in the right Python.
    """
    python = prepare(requirements)
    wanted = dict(environ or {})
    at_home = Path(sys.prefix).samefile(ROOT / ".venv")
    if not at_home or any(os.environ.get(name) != value for name, value in wanted.items()):
        become([str(python), *sys.orig_argv[1:]], {**clean_environ(), **wanted})


def become(command: Sequence[str], environ: Mapping[str, str]) -> None:
    """Replace this process by the command; never returns."""
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "nt":  # there, exec returns to the shell before the command has ended
        sys.exit(subprocess.call(command, env=dict(environ)))
    os.execve(command[0], list(command), dict(environ))


def clean_environ() -> dict[str, str]:
    """Return this process's environment variables, less those that lead a child past the environment."""
    misleading = {"PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__"}
    return {name: value for name, value in os.environ.items() if name not in misleading}


def python_of(root: Path) -> Path:
    """Return where the Python of `root`'s environment is, or would be."""
    return root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


# What state the environment is in ------------------------------------------------------------------------


class Stamp(NamedTuple):
    """What the environment holds.

    The version of its Python, the hash of each requirements file installed (none while an install goes on
    or after it was cut short), and the names of the packages that those files pin.
    """

    python: str
    files: dict[str, str | None]
    packages: list[str]


def is_ready(root: Path, requirements: Sequence[str]) -> bool:
    """Tell whether the environment holds what these files, and those installed before, pin."""
    stamp = read_stamp(root)
    wanted = {*requirements, *stamp.files}
    if any(stamp.files.get(name) != digest(root / name) for name in wanted):
        return False
    return probe(root) == stamp.python != ""


def read_stamp(root: Path) -> Stamp:
    """Return what the environment says that it holds; nothing, if it does not say or cannot be understood."""
    try:
        record = json.loads(stamp_of(root).read_text(encoding="utf-8"))
        return Stamp(str(record["python"]), dict(record["files"]), list(record["packages"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Stamp("", {}, [])


def write_stamp(root: Path, stamp: Stamp) -> None:
    """Record what the environment holds, all at once: a reader sees the old record or the new one."""
    draft = stamp_of(root).with_suffix(".new")
    draft.write_text(json.dumps(stamp._asdict(), indent=1) + "\n", encoding="utf-8")
    draft.replace(stamp_of(root))


def stamp_of(root: Path) -> Path:
    """Return where the record of what is installed is kept: with what it records."""
    return root / ".venv" / "installed.json"


def digest(path: Path) -> str:
    """Return the hash of a file, or an empty text for a file that is not there."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""


def probe(root: Path) -> str:
    """Return "3.11" for an environment whose Python runs, is new enough and has pip; else nothing.

    The patch level is left out: what is installed outlives a patch release, not a minor one.
    """
    try:
        answer = subprocess.run([python_of(root), "-I", "-c", PROBE], capture_output=True, text=True, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    *version, has_pip = answer.stdout.split()
    if tuple(map(int, version)) < OLDEST_PYTHON or has_pip != "True":
        return ""
    return ".".join(version[:2])


# Making and filling it -----------------------------------------------------------------------------------


def set_up(root: Path, requirements: Sequence[str]) -> None:
    """Make the environment if it is missing or broken, and install into it what is missing."""
    old = read_stamp(root)
    version = probe(root)
    if not version or old.python not in ("", version):
        make(root)
        old, version = read_stamp(root), probe(root)
    if not version:
        sys.exit(f"The new environment's Python, {python_of(root)}, does not run. Remove .venv and try again.")
    # What was asked of this environment before is kept up to date too: the tests' requirements, once
    # installed, must not stay behind at old versions when only the site is served.
    still_there = [name for name in old.files if (root / name).is_file()]
    install(root, version, list(dict.fromkeys([*requirements, *still_there])), old.packages)


def make(root: Path) -> None:
    """Make an empty environment with the Python that runs this, in place of whatever is there."""
    require_ensurepip()
    say("Making the virtual environment .venv.")
    run_with_signs_of_life([sys.executable, "-m", "venv", "--clear", str(root / ".venv")], "Making .venv failed.")


def install(root: Path, version: str, names: Sequence[str], old_packages: Sequence[str]) -> None:
    """Install the files' pins, each checked against its hashes, and remove what is no longer pinned."""
    # Taken before the install: a file that is edited meanwhile must count as changed.
    files: dict[str, str | None] = {name: digest(root / name) for name in names}
    packages = {pin for name in names for pin in pins(root / name)}
    leftovers = sorted(set(old_packages) - packages)
    # From here to the end the environment is neither the old nor the new one.
    write_stamp(root, Stamp(version, dict.fromkeys(names), sorted({*packages, *old_packages})))
    say(f"Installing {len(packages)} pinned packages into .venv ({', '.join(names)}); later runs skip this.")
    # -I keeps the user's Python settings out of the environment; PIP_* and pip's own settings still count.
    pip = [str(python_of(root)), "-I", "-m", "pip", "--disable-pip-version-check", "--no-input"]
    files_to_read = [word for name in names for word in ("-r", str(root / name))]
    remedy = "Installing the requirements failed. Is a package index reachable? Run the command again to go on."
    run_with_signs_of_life([*pip, "install", "--quiet", "--no-user", "--require-hashes", *files_to_read], remedy)
    if leftovers:
        run_with_signs_of_life([*pip, "uninstall", "--quiet", "--yes", *leftovers], remedy)
    write_stamp(root, Stamp(version, files, sorted(packages)))


def pins(path: Path) -> list[str]:
    """Return the names of the packages that a requirements file pins."""
    return PIN.findall(path.read_text(encoding="utf-8"))


def require_supported_python(version: Sequence[int] = sys.version_info[:3]) -> None:
    """End the program with a message if this Python is older than what the pins need."""
    if tuple(version) >= OLDEST_PYTHON:
        return
    wanted, found = (".".join(map(str, numbers)) for numbers in (OLDEST_PYTHON, version))
    command = " ".join(sys.argv) or "the command"
    newer = newer_python()
    remedy = (
        f"{newer} is installed here: {newer} {command}"
        if newer
        else f"Install a newer one (python.org, pyenv or uv have them), then: python3.13 {command}"
    )
    sys.exit(f"Python {wanted} or newer is needed; this is {found} ({sys.executable}).\n{remedy}")


def newer_python() -> str | None:
    """Return the name of a Python on the path that is new enough, the newest first."""
    for name in ("python3.15", "python3.14", "python3.13", "python3.12", "python3.11"):
        path = shutil.which(name)
        check = f"import sys; sys.exit(sys.version_info < {OLDEST_PYTHON})"
        if path and subprocess.run([path, "-c", check], capture_output=True).returncode == 0:
            return name
    return None


def require_ensurepip() -> None:
    """End the program with a message if this Python cannot give a new environment its pip.

    Debian and Ubuntu ship Python without `ensurepip`, which comes in a package of its own.
    """
    if find_spec("ensurepip") is None:
        package = f"python{sysconfig.get_python_version()}-venv"
        sys.exit(
            f"This Python ({sys.executable}) cannot make virtual environments: its module ensurepip is missing.\n"
            f"On Debian and Ubuntu: sudo apt install {package}, then run the command again."
        )


# Telling and waiting -------------------------------------------------------------------------------------


def say(text: str) -> None:
    """Tell the user what is going on, apart from the command's own output."""
    print(text, file=sys.stderr, flush=True)


def run_with_signs_of_life(
    command: Sequence[str], remedy: str, environ: Mapping[str, str] | None = None, fatal: bool = True
) -> bool:
    """Run a command that may take long and has nothing to say unless it fails; tell whether it succeeded.

    Its output is kept back and shown if it fails; `remedy` follows, and ends the program if `fatal`.
    """
    started = time.monotonic()
    with tempfile.TemporaryFile() as output:
        with subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=clean_environ() if environ is None else environ,
            close_fds=False,
        ) as process:
            while True:
                try:
                    status = process.wait(SECONDS_BETWEEN_SIGNS_OF_LIFE)
                    break
                except subprocess.TimeoutExpired:
                    say(f"  still at it, {time.monotonic() - started:.0f} s")
                except KeyboardInterrupt:
                    process.terminate()
                    raise
        if status == 0:
            return True
        output.seek(0)
        say(output.read().decode("utf-8", "replace").rstrip())
    if fatal:
        sys.exit(remedy)
    say(remedy)
    return False


@contextlib.contextmanager
def locked(path: Path, message: str) -> Iterator[None]:
    """Hold `path`, a folder or a file made for this, for one process at a time; say `message` if that means waiting.

    The lock ends with the process, however that ends. Where the system has none (Windows), nothing is held.
    """
    if fcntl is None:
        yield
        return
    flags = os.O_RDONLY if path.is_dir() else os.O_RDWR | os.O_CREAT
    descriptor = os.open(path, flags, 0o644)
    # Handed on to children, so that an installer that outlives this process keeps the others waiting too.
    os.set_inheritable(descriptor, True)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(message)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
