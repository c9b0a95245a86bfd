"""Serve the site on this machine, and show every edit in the browser.

    python3 scripts/serve.py [--port PORT]

MkDocs itself follows the pages, the data and its own settings, but loads the code below `hooks/` only once:
so it runs as a child, which is started anew when a file there changes. Ctrl-C ends both.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import _environment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    # For each file, what tells two states of it apart: when it was written, and its size.
    Snapshot = dict[Path, tuple[int, int]]

HOST = "127.0.0.1"
SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_TO_STOP = 10.0

# What MkDocs does not follow by itself.
CODE = ("hooks",)
# What it does follow, but only while it runs: an edit here may mend what has ended it.
CONTENT = ("docs", "overrides", "mkdocs.yml")


def main(arguments: Sequence[str], root: Path = _environment.ROOT) -> int:
    """Serve until told to stop; return the exit status."""
    port = parse(arguments).port
    require_free(port)
    python = _environment.prepare(root=root)
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        # `kill` and a closed terminal end the child too, just as Ctrl-C does. And Ctrl-C itself is asked
        # for by name, because whoever is started with `&` in a script is started deaf to it.
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)
    # MkDocs serves from a temporary folder, and leaves it behind if it fails at the start: so it gets ours.
    with contextlib.suppress(KeyboardInterrupt), tempfile.TemporaryDirectory(prefix="serve-") as folder:
        supervise(mkdocs_serve(python, port), root, Path(folder))
    return 0


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the options; ends the program with a message if they are wrong."""
    parser = argparse.ArgumentParser(prog="serve.py", description="Serve the site with live reload.")
    parser.add_argument("--port", type=port_number, default=8000, help=f"port on {HOST} (default: 8000)")
    return parser.parse_args(arguments)


def port_number(text: str) -> int:
    """Return the port that a text names."""
    if not re.fullmatch("[0-9]{1,5}", text) or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {text!r}")
    return int(text)


def require_free(port: int) -> None:
    """End the program with a message if nothing can be served on the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as attempt:
        if os.name == "posix":  # as MkDocs does: a connection that is still closing is no hindrance
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((HOST, port))
            attempt.listen()
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            reason = "is in use" if taken else f"cannot be used ({error.strerror})"
            other = port + 1 if 1024 <= port < 65535 else 8080
            sys.exit(f"Port {port} of {HOST} {reason}. Choose another: python3 scripts/serve.py --port {other}")


def mkdocs_serve(python: Path, port: int) -> list[str]:
    """Return the command that serves the site.

    `-P` keeps the current folder off the import path, as it is under plain `mkdocs`. `--livereload` is said
    aloud because some releases of click lose its default.
    """
    return [str(python), "-P", "-m", "mkdocs", "serve", "--livereload", "--dev-addr", f"{HOST}:{port}"]


def supervise(command: Sequence[str], root: Path, temporary: Path) -> None:
    """Keep the command running in `root`, anew after each change of the code. Ends by KeyboardInterrupt."""
    environ = {**_environment.clean_environ(), **_environment.QUIET_MATERIAL, "TMPDIR": str(temporary)}
    while True:
        # Looked at before the start, so that an edit made while it starts is not missed.
        code, content = snapshot(root, CODE), snapshot(root, CONTENT)
        # In a session of its own: Ctrl-C then reaches it once, from us, and not twice.
        child = subprocess.Popen(command, cwd=root, env=environ, start_new_session=True)
        try:
            wait_for_change(child, root, code, content)
        finally:
            stop(child)
        _environment.say("A change that MkDocs cannot take in while it runs: starting it anew.")


def wait_for_change(child: subprocess.Popen[bytes], root: Path, code: Snapshot, content: Snapshot) -> None:
    """Return once the code has changed or, when the child has ended by itself, the content has."""
    told = False
    while True:
        time.sleep(SECONDS_BETWEEN_LOOKS)
        ended = child.poll() is not None
        if ended and not told:
            _environment.say("The site cannot be served as it is; see above. The next edit is tried at once.")
            told = True
        if snapshot(root, CODE) != code or (ended and snapshot(root, CONTENT) != content):
            return


def stop(child: subprocess.Popen[bytes]) -> None:
    """End the child, as Ctrl-C would, so that MkDocs removes its temporary folder."""
    if child.poll() is None:
        child.send_signal(signal.SIGINT) if os.name == "posix" else child.terminate()
    try:
        child.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        child.kill()
    except KeyboardInterrupt:  # a second Ctrl-C: now
        child.kill()
        raise
    child.wait()


def snapshot(root: Path, names: Sequence[str]) -> Snapshot:
    """Return the state of each of these files, and of each file below these folders."""
    states = {}
    for name in names:
        for path in files_of(root / name):
            try:
                facts = path.stat()
            except OSError:  # gone since it was listed
                continue
            states[path] = (facts.st_mtime_ns, facts.st_size)
    return states


def files_of(place: Path) -> Iterator[Path]:
    """Yield the file, or the files below the folder, that people edit: not Python's nor an editor's own."""
    if place.is_file():
        yield place
    for folder, folders, names in os.walk(place):
        folders[:] = [name for name in folders if name != "__pycache__" and not name.startswith(".")]
        for name in names:
            if not name.startswith(".") and not name.endswith("~"):
                yield Path(folder, name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
