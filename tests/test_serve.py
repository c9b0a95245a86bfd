"""scripts/serve.py: every edit shows, nothing ends the server but its user."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import serve


def wait_for(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


@pytest.fixture
def port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as found:
        found.bind((serve.HOST, 0))
        return int(found.getsockname()[1])


# The command line ----------------------------------------------------------------------------------------


def test_a_port_in_use_is_a_clear_message_before_anything_else_is_done(project: Path, port: int) -> None:
    (project / ".venv").unlink()
    with socket.create_server((serve.HOST, port)):
        command = [sys.executable, str(project / "scripts" / "serve.py"), "--port", str(port)]
        answer = subprocess.run(command, capture_output=True, text=True, timeout=20)
    assert answer.returncode == 1
    assert answer.stderr == (
        f"Port {port} of 127.0.0.1 is in use. Choose another: python3 scripts/serve.py --port {port + 1}\n"
    )
    assert not (project / ".venv").exists()


def test_a_port_that_has_just_been_left_is_free(port: int) -> None:
    """As after a restart: its last connections are still being closed by the system."""
    with socket.create_server((serve.HOST, port)) as server, socket.create_connection((serve.HOST, port)):
        server.accept()[0].close()
    serve.require_free(port)


@pytest.mark.parametrize("text", ["0", "65536", "-1", "http", "80.5", "", "٣", "8_000"])
def test_what_is_no_port_is_refused(text: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        serve.parse([f"--port={text}"])
    assert end.value.code == 2
    assert "a port is a number from 1 to 65535" in capfd.readouterr().err


def test_the_port_is_8000_unless_one_is_given() -> None:
    assert serve.parse([]).port == 8000
    assert serve.parse(["--port", "65535"]).port == 65535


def test_mkdocs_listens_to_this_machine_only() -> None:
    command = serve.mkdocs_serve(Path("python"), 8123)
    assert command[command.index("--dev-addr") + 1] == "127.0.0.1:8123"


# What is watched -----------------------------------------------------------------------------------------


def test_every_file_that_people_write_counts(tmp_path: Path) -> None:
    written = ["hooks/a.py", "hooks/kb/templates/page.md", "hooks/kb/data"]
    ignored = ["hooks/kb/__pycache__/a.pyc", "hooks/.a.py.swp", "hooks/a.py~", "hooks/.git/x", "scripts/b.py"]
    for name in written + ignored:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = serve.snapshot(tmp_path, ("hooks", "missing"))
    assert found.keys() == {tmp_path / name for name in written}
    assert serve.snapshot(tmp_path, ("hooks/a.py",)).keys() == {tmp_path / "hooks/a.py"}


@pytest.mark.parametrize(
    "edit",
    [
        lambda path: path.write_text("longer than it was"),
        lambda path: os.utime(path, (1, 1)),
        lambda path: path.unlink(),
        lambda path: path.with_name("new").touch(),
        lambda path: path.rename(path.with_name("other")),
    ],
    ids=["size", "time", "removed", "added", "renamed"],
)
def test_every_kind_of_edit_is_seen(tmp_path: Path, edit: Callable[[Path], object]) -> None:
    path = tmp_path / "hooks" / "file"
    path.parent.mkdir()
    path.write_text("text")
    before = serve.snapshot(tmp_path, serve.CODE)
    assert serve.snapshot(tmp_path, serve.CODE) == before
    edit(path)
    assert serve.snapshot(tmp_path, serve.CODE) != before


# The supervisor, with a small program in MkDocs' place ---------------------------------------------------

# Notes each start, then does what hooks/code.py says.
CHILD = """
import pathlib, sys, time
with open("starts", "a") as starts:
    starts.write("x")
try:
    exec(pathlib.Path("hooks/code.py").read_text())
    while True:
        time.sleep(0.02)
except KeyboardInterrupt:
    pathlib.Path("interrupted").touch()
"""


@pytest.fixture
def supervised(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A project that is being supervised in a thread, with looks in quick succession."""
    for name in ("hooks", "docs"):
        (tmp_path / name).mkdir()
    (tmp_path / "hooks" / "code.py").write_text("", encoding="utf-8")
    ended = threading.Event()

    def look() -> None:
        if ended.wait(0.05):
            raise KeyboardInterrupt

    class Clock:
        sleep = staticmethod(lambda seconds: look())

    monkeypatch.setattr(serve, "time", Clock)

    def run() -> None:
        with contextlib.suppress(KeyboardInterrupt):
            serve.supervise([sys.executable, "-c", CHILD], tmp_path, tmp_path)

    thread = threading.Thread(target=run)
    thread.start()
    wait_for(lambda: starts(tmp_path) == 1)
    yield tmp_path
    ended.set()
    thread.join(10)
    assert not thread.is_alive()


def starts(project: Path) -> int:
    path = project / "starts"
    return len(path.read_text(encoding="utf-8")) if path.exists() else 0


def test_an_edit_of_the_code_starts_mkdocs_anew_and_lets_it_clear_up(supervised: Path) -> None:
    (supervised / "hooks" / "code.py").write_text("pass", encoding="utf-8")
    wait_for(lambda: starts(supervised) == 2)
    assert (supervised / "interrupted").exists()


def test_an_edit_of_the_content_is_left_to_mkdocs(supervised: Path) -> None:
    (supervised / "docs" / "page.md").write_text("text", encoding="utf-8")
    time.sleep(0.4)
    assert starts(supervised) == 1


@pytest.mark.parametrize("edited", ["hooks/code.py", "docs/page.md", "mkdocs.yml"])
def test_what_has_ended_mkdocs_does_not_end_the_server(
    supervised: Path, capfd: pytest.CaptureFixture[str], edited: str
) -> None:
    (supervised / "hooks" / "code.py").write_text("this is no Python", encoding="utf-8")
    said = []

    def told() -> bool:
        said.append(capfd.readouterr().err)
        return "cannot be served as it is" in "".join(said)

    wait_for(told)
    assert starts(supervised) == 2
    assert "SyntaxError" in "".join(said)
    time.sleep(0.3)
    assert starts(supervised) == 2, "it is not tried again and again"
    assert "cannot be served" not in capfd.readouterr().err, "and it is said once"

    (supervised / edited).write_text("pass", encoding="utf-8")
    wait_for(lambda: starts(supervised) == 3)


def test_a_child_that_does_not_stop_is_ended_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "SECONDS_TO_STOP", 0.2)
    deaf = "from signal import *; import time; signal(SIGINT, SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"deaf\n"
        serve.stop(child)
        assert child.returncode == -signal.SIGKILL


# The whole ---------------------------------------------------------------------------------------------


class Served:
    """A project that scripts/serve.py serves, started as a shell script starts what it puts in the background."""

    def __init__(self, project: Path, port: int) -> None:
        self.project = project
        self.address = f"http://{serve.HOST}:{port}/tiny/"
        self.temporary = project.parent / "temporary"
        self.temporary.mkdir()
        self.log = project.parent / "log"
        command = [sys.executable, str(project / "scripts" / "serve.py"), "--port", str(port)]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                ["sh", "-c", 'trap "" INT; exec "$@"', "sh", *command],
                cwd="/",
                env={**os.environ, "TMPDIR": str(self.temporary), "PYTHONUNBUFFERED": "1"},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def page(self) -> str:
        try:
            with urllib.request.urlopen(self.address, timeout=5) as answer:
                return str(answer.read().decode("utf-8"))
        except OSError:  # not yet, or just being started anew
            return ""

    def shows(self, text: str) -> None:
        try:
            wait_for(lambda: text in self.page())
        except AssertionError:
            raise AssertionError(f"{text!r} does not show: {self.page()}\n{self.output()}") from None

    def edit(self, name: str, text: str) -> None:
        (self.project / name).write_text(text, encoding="utf-8")

    def output(self) -> str:
        return self.log.read_text(encoding="utf-8")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_every_edit_shows_and_the_end_is_clean(project: Path, port: int, how: signal.Signals) -> None:
    served = Served(project, port)
    try:
        served.shows("code-1 data-1")
        if how == signal.SIGINT:
            served.edit("docs/index.md", "# Edited page\n")
            served.shows("Edited page")
            served.edit("docs/_data/word.txt", "data-2")
            served.shows("code-1 data-2")
            served.edit("hooks/word.py", "WORD = 'code-2'\n")
            served.shows("code-2 data-2")
            served.edit("hooks/word.py", "WORD = \n")
            wait_for(lambda: "SyntaxError" in served.output() and "cannot be served" in served.output())
            served.edit("hooks/word.py", "WORD = 'code-3'\n")
            served.shows("code-3 data-2")
        before = served.output()
        if how == signal.SIGINT:  # the terminal sends it to all that it has started
            os.killpg(served.process.pid, how)
        else:
            served.process.send_signal(how)
        assert served.process.wait(20) == 0
        assert "Traceback" not in served.output().removeprefix(before)
        assert list(served.temporary.iterdir()) == [], "nothing temporary is left"
        serve.require_free(port)
    finally:
        served.process.kill()
        served.process.wait()
