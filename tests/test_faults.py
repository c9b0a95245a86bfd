"""The real commands where things go wrong: killed at any moment, no room, no right to write, an odd machine.

After each of them the published site is whole, the old one or the new; and what comes of a commit is the same bytes.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from test_build import contents, hook, names, run_build, start_build, wait_for
from test_site import make

PAGES = 40

Tree = dict[str, tuple[int, bytes]]

# Whether it has come, of a project that is being built for so many seconds.
Moment = Callable[[Path, float], bool]


def write(project: Path, word: str) -> None:
    """Gives every page of the project another text."""
    for number in range(PAGES):
        (project / "docs" / f"page-{number}.md").write_text(f"# {word}\n\n{word} {'and more ' * 500}\n", "utf-8")


@pytest.fixture
def versions(project: Path) -> dict[str, Tree]:
    """The project's site in two versions, of which the second is published."""
    sites = {}
    for word in ("one", "two"):
        write(project, word)
        assert run_build(project)[0] == 0
        sites[word] = contents(project / "site")
    assert all(sites["one"][name] != sites["two"][name] for name in sites["one"] if name.startswith("page-0/i"))
    return sites


# Killed --------------------------------------------------------------------------------------------------


def files_in(folder: Path) -> int:
    return sum(name.endswith(".html") for _, _, names in os.walk(folder) for name in names)


def seconds(number: float) -> Moment:
    return lambda project, passed: passed >= number


def written(number: int) -> Moment:
    return lambda project, passed: files_in(project / ".site.new") >= number


# Spread over the run: by the clock while it gets going, by what it has done after that.
MOMENTS: Mapping[str, Moment] = {
    **{f"{number} ms": seconds(number / 1000) for number in (0, 60, 120, 200, 300, 400, 500)},
    "the new folder": lambda project, _: (project / ".site.new").exists(),
    **{f"{number} pages": written(number) for number in (1, 10, 20, 30, PAGES)},
    "the last file": lambda project, _: (project / ".site.new" / "sitemap.xml.gz").exists(),
    "the exchange": lambda project, _: b"one" in (project / "site" / "page-0" / "index.html").read_bytes(),
}


def killed(project: Path, how: signal.Signals, moment: Moment) -> tuple[int, str]:
    """The exit status and the output of a build that gets a signal at a moment, if it has not ended by then."""
    with start_build(project) as process:
        started = time.monotonic()
        while process.poll() is None and not moment(project, time.monotonic() - started):
            time.sleep(0.0005)
        process.send_signal(how)
        output = process.communicate(timeout=60)[0]
    return process.returncode, output


INTERRUPTED = {"Interrupted before anything was built.", "Interrupted; SITE is as it was."}


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_build_that_is_killed_at_any_moment_leaves_a_whole_site(
    project: Path, versions: dict[str, Tree], how: signal.Signals
) -> None:
    """Each build finds what the one before has left behind."""
    before = names(project)
    write(project, "one")
    for name, moment in list(MOMENTS.items())[:: 1 if how == signal.SIGKILL else 2]:
        status, output = killed(project, how, moment)
        found = contents(project / "site")
        assert found in (versions["one"], versions["two"]), (name, output)
        if status == 0:
            assert found == versions["one"], name
        elif how != signal.SIGINT:
            assert (status, output.count("Traceback")) == (-how, 0), (name, output)
        elif status != 130:
            # Python was still starting, and says what it says.
            assert "ms" in name, (name, output)
        else:
            assert "Traceback" not in output, (name, output)
            assert output.splitlines()[-1].replace(f"{project}/site", "SITE") in INTERRUPTED, name
        if found == versions["one"]:  # the exchange came first, so the other version takes its turn
            write(project, "two")
            assert run_build(project)[0] == 0
            write(project, "one")
    assert run_build(project)[0] == 0
    assert contents(project / "site") == versions["one"]
    assert names(project) == before


def test_a_build_that_waits_goes_on_when_the_one_before_is_killed(project: Path) -> None:
    hook(
        project,
        "import time, pathlib as p; at = p.Path(config.docs_dir, '..', 'reached')\n"
        "    if not at.exists(): at.touch(); time.sleep(60)",
    )
    with start_build(project) as first:
        wait_for((project / "reached").exists)
        with start_build(project) as second:
            assert second.stdout is not None
            assert "waiting for it" in second.stdout.readline()
            first.kill()
            output = second.communicate(timeout=60)[0]
    assert (second.returncode, output.splitlines()[-1]) == (0, f"The site is in {project}/site.")
    assert not {".site.new", ".site.old"} & names(project)


# Disks ---------------------------------------------------------------------------------------------------


def own_mounts() -> list[str]:
    """The command under which a process mounts what it likes, and nobody else sees it; empty where there is none."""
    for options in (["-m"], ["-U", "-r", "-m"]):
        command = ["unshare", *options, "--"]
        try:
            attempt = [*command, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
            if subprocess.run(attempt, capture_output=True).returncode == 0:
                return command
        except FileNotFoundError:
            break
    return []


MOUNTING = own_mounts()

needs_mounts = pytest.mark.skipif(not MOUNTING, reason="this user may not mount anything, not even for themselves")


def scenario(script: str, *words: str | Path) -> list[str]:
    """What a shell script says, line by line, that has mounts of its own and gets these words."""
    command = [*MOUNTING, "sh", "-euc", script, "sh", *words]
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60)
    assert run.returncode == 0, run.stdout
    return run.stdout.splitlines()


@needs_mounts
@pytest.mark.parametrize("room", [0, 30, 60, 150], ids=lambda room: f"{room} KB")
def test_a_disk_that_is_full_sooner_or_later_leaves_the_old_site(
    project: Path, versions: dict[str, Tree], tmp_path: Path, room: int
) -> None:
    disk, after = tmp_path / "disk", tmp_path / "after"
    disk.mkdir()
    write(project, "one")
    said = scenario(
        """
        mount -t tmpfs -o size=4m tmpfs "$1"
        cp -a "$2/site" "$1"
        free=$(df --output=avail -k "$1" | tail -n 1)
        head -c $(((free - $5) * 1024)) /dev/zero > "$1/filler"
        "$3" "$2/scripts/build.py" --site-dir "$1/site" && exit 3
        cp -a "$1/." "$4"
        rm "$1/filler"
        "$3" "$2/scripts/build.py" --site-dir "$1/site" > "$4/log" 2>&1
        cp -a "$1/." "$4/later"
        """,
        *(disk, project, sys.executable, after, str(room)),
    )
    assert said[-1] == f"The build failed: {said[-1].partition(': ')[2]}"
    assert "No space left on device" in said[-1]
    assert said[-1].endswith(f"; {disk}/site is as it was.")
    assert not [line for line in said if "Traceback" in line]
    assert names(after) == {"site", "filler", "log", "later"}
    assert contents(after / "site") == versions["two"]
    assert names(after / "later") == {"site"}
    assert contents(after / "later" / "site") == versions["one"]


@needs_mounts
def test_a_disk_that_is_read_only_is_one_clear_line(project: Path, versions: dict[str, Tree], tmp_path: Path) -> None:
    write(project, "one")
    script = 'mount --bind "$1" "$1"; mount -o remount,bind,ro "$1"; "$2" "$1/scripts/build.py" || exit 0; exit 1'
    assert scenario(script, project, sys.executable) == [
        f"The build failed: [Errno 30] Read-only file system: '{project}/.site.new'; {project}/site is as it was."
    ]
    assert contents(project / "site") == versions["two"]


@needs_mounts
def test_a_checkout_that_is_read_only_is_checked_and_built_elsewhere(root: Path, project: Path, tmp_path: Path) -> None:
    script = 'mount --bind "$1" "$1"; mount -o remount,bind,ro "$1"; shift; exec "$@"'
    there = tmp_path / "there"
    said = scenario(script, project, sys.executable, project / "scripts" / "build.py", "--site-dir", there)
    assert said[-1] == f"The site is in {there}."
    check = root / "scripts" / "check.py"
    corpus = root / "tests" / "corpus" / "good" / "docs"
    assert scenario(script, root, sys.executable, check, "--docs", corpus) == []


# Odd machines, and the same bytes ------------------------------------------------------------------------

# Loaded by the environment's Python before all else: the time is 400 days and some hours later.
LATER = """\
import datetime, time

AHEAD = 400 * 86400 + 54321

def later(function, scale=1):
    return lambda: function() + AHEAD * scale

def at_that_time(function):
    return lambda seconds=None: function(time.time() if seconds is None else seconds)

time.time, time.time_ns = later(time.time), later(time.time_ns, 10**9)
for name in ("localtime", "gmtime", "ctime"):
    setattr(time, name, at_that_time(getattr(time, name)))

class Date(datetime.date):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(time.time())

class DateTime(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)

    @classmethod
    def utcnow(cls):
        return cls.utcfromtimestamp(time.time())

datetime.date, datetime.datetime = Date, DateTime
"""


def environment_of_another_time(folder: Path) -> None:
    """Makes an environment like this one, in which it is later."""
    venv.create(folder, symlinks=True, with_pip=False)
    (packages,) = folder.glob("lib/*/site-packages")
    (here,) = Path(sys.prefix).glob("lib/*/site-packages")
    (packages / "later.py").write_text(LATER, "utf-8")
    (packages / "later.pth").write_text(f"import later\n{here}\n", "utf-8")
    shutil.copy(Path(sys.prefix, "installed.json"), folder)


def handbook(root: Path, project: Path) -> Path:
    """A small handbook, with the real commands."""
    make(root, project)
    shutil.copytree(root / "scripts", project / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    for path in root.glob("requirements*.txt"):
        shutil.copy(path, project)
    (project / ".venv").symlink_to(sys.prefix)
    return project


# What the machine of the tests may have, and a reader's has not.
SAME: Mapping[str, str | None] = {"SOURCE_DATE_EPOCH": None, "PYTHONHASHSEED": None}


def command(
    project: Path,
    name: str,
    *arguments: str,
    environ: Mapping[str, str | None] | None = None,
    before: Sequence[str] = (),
) -> str:
    """What a command of the project's says, which must succeed; a variable that is None is taken away."""
    merged = {**os.environ, **SAME, **(environ or {})}
    run = subprocess.run(
        [*before, sys.executable, str(project / "scripts" / name), *arguments],
        cwd="/",
        env={key: value for key, value in merged.items() if value is not None},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=60,
    )
    output = run.stdout.decode("utf-8", "replace")
    assert run.returncode == 0, output
    assert "Traceback" not in output
    return output


NOWHERE: Mapping[str, str | None] = {f"{name}_proxy": "http://127.0.0.1:9" for name in ("http", "https", "all")}


def digest(folder: Path) -> dict[str, str]:
    """The rights and the hash of every file below a folder."""
    return {
        name: f"{mode:o} {hashlib.sha256(data).hexdigest()}" for name, (mode, data) in sorted(contents(folder).items())
    }


@pytest.fixture(scope="module")
def usual(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A small handbook, and its site as it is here and now."""
    project = handbook(root, tmp_path_factory.mktemp("usual") / "project")
    command(project, "build.py")
    found = digest(project / "site")
    assert len(found) > 100
    return project, found


ODD: Mapping[str, Mapping[str, str | None]] = {
    "no home and nobody": {"HOME": None, "USER": None, "LOGNAME": None, "XDG_CACHE_HOME": "/nonexistent"},
    "another country": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati"},
    "seven bits": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"},
    "another seed": {"PYTHONHASHSEED": "4711", "PYTHONOPTIMIZE": "1", "PYTHONDONTWRITEBYTECODE": "1"},
    "no programs": {"PATH": "/nonexistent"},
}


@pytest.mark.parametrize("environ", ODD.values(), ids=list(ODD))
def test_an_odd_machine_gives_the_same_bytes(
    usual: tuple[Path, dict[str, str]], tmp_path: Path, environ: Mapping[str, str | None]
) -> None:
    project, expected = usual
    command(project, "build.py", "--site-dir", str(tmp_path / "site"), environ=environ)
    assert digest(tmp_path / "site") == expected
    assert command(project, "check.py", environ=environ) == ""


def test_without_a_network_it_gives_the_same_bytes(usual: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    project, expected = usual
    alone = [*MOUNTING[:-1], "-n", "--"] if MOUNTING else []
    command(project, "build.py", "--site-dir", str(tmp_path / "site"), environ=NOWHERE, before=alone)
    assert digest(tmp_path / "site") == expected
    assert command(project, "check.py", environ=NOWHERE, before=alone) == ""


def test_another_path_day_and_set_of_rights_give_the_same_bytes(
    root: Path, usual: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    project = handbook(root, tmp_path / "a path with späces, a 'quote' and 汉字")
    (project / ".venv").unlink()
    environment_of_another_time(project / ".venv")
    shown = subprocess.run(
        [project / ".venv" / "bin" / "python", "-c", "import datetime; print(datetime.date.today())"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout.strip() > time.strftime("%Y-%m-%d", time.localtime(time.time() + 399 * 86400))
    for number, path in enumerate(sorted(project.rglob("*"))):
        if path.is_file() and ".venv" not in path.parts:
            os.utime(path, (10**9 + number, 10**9 + number))
    mask = os.umask(0o077)
    try:
        command(project, "build.py")
    finally:
        os.umask(mask)
    assert digest(project / "site") == usual[1]
    assert command(project, "check.py") == ""
