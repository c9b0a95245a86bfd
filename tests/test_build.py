"""scripts/build.py: the site is published whole or not at all, and the same every time."""

from __future__ import annotations

import errno
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import _environment
import build


def start_build(project: Path, *arguments: str, limit: int | None = None, **environ: str) -> subprocess.Popen[str]:
    """Run the project's build command; `limit` is the size in bytes that no file may exceed."""

    def restrict() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    kept = {name: value for name, value in os.environ.items() if name not in ("SOURCE_DATE_EPOCH", "PYTHONHASHSEED")}
    return subprocess.Popen(
        [sys.executable, project / "scripts" / "build.py", *arguments],
        cwd=project.parent,
        env={**kept, **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=restrict,
    )


def run_build(project: Path, *arguments: str, limit: int | None = None, **environ: str) -> tuple[int, str]:
    with start_build(project, *arguments, limit=limit, **environ) as process:
        output = process.communicate(timeout=60)[0]
    return process.returncode, output


def contents(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file and folder below a folder, with its rights and its bytes."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mode, path.read_bytes() if path.is_file() else b"")
        for path in sorted(folder.rglob("*"))
    }


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def hook(project: Path, code: str) -> None:
    """Add a hook that runs when the pages are written."""
    path = project / "hooks" / "site.py"
    text = path.read_text(encoding="utf-8").partition("\ndef on_post_build")[0]
    path.write_text(f"{text}\ndef on_post_build(config, **_):\n    {code}\n", encoding="utf-8")


@pytest.fixture
def published(project: Path) -> dict[str, tuple[int, bytes]]:
    """The contents of the project's site, which has been built."""
    assert run_build(project)[0] == 0
    return contents(project / "site")


def test_the_site_is_built_and_nothing_else_is_left(project: Path) -> None:
    before = names(project)
    status, output = run_build(project)
    assert status == 0
    assert output.endswith(f"The site is in {project}/site.\n")
    assert "code-1 data-1" in (project / "site" / "index.html").read_text(encoding="utf-8")
    assert names(project) - before - {".venv.lock"} == {"site"}


def test_a_new_site_takes_the_place_of_the_old_one(project: Path, published: dict[str, tuple[int, bytes]]) -> None:
    before = names(project)
    (project / "docs" / "more.md").write_text("# More\n", encoding="utf-8")
    (project / "docs" / "index.md").write_text("# New\n", encoding="utf-8")
    assert run_build(project)[0] == 0
    assert contents(project / "site").keys() - published.keys() == {"more", "more/index.html"}
    (project / "docs" / "more.md").unlink()
    assert run_build(project)[0] == 0
    assert contents(project / "site").keys() == published.keys()
    assert names(project) == before


def test_a_warning_fails_the_build_and_the_old_site_stays(
    project: Path, published: dict[str, tuple[int, bytes]]
) -> None:
    before = names(project)
    (project / "docs" / "index.md").write_text("# Home\n\n[dead](nowhere.md)\n", encoding="utf-8")
    status, output = run_build(project)
    assert status == 1
    assert "'index.md' contains a link 'nowhere.md'" in output
    assert output.endswith(f"{project}/site is as it was.\n")
    assert contents(project / "site") == published
    assert names(project) == before


@pytest.mark.parametrize(
    "code",
    [
        "from mkdocs.exceptions import PluginError; raise PluginError('docs/a.md:1:2: rule: first\\ndocs/b.md:3:4: x')",
        "raise SystemExit('docs/a.md:1:2: rule: first\\ndocs/b.md:3:4: x')",
    ],
)
def test_what_the_hooks_complain_of_is_shown_as_it_is(
    project: Path, published: dict[str, tuple[int, bytes]], code: str
) -> None:
    hook(project, code)
    status, output = run_build(project)
    assert status == 1
    assert "docs/a.md:1:2: rule: first\ndocs/b.md:3:4: x\n" in output
    assert "Traceback" not in output
    assert contents(project / "site") == published


def test_a_fault_of_ours_is_not_hidden_and_the_old_site_stays(
    project: Path, published: dict[str, tuple[int, bytes]]
) -> None:
    before = names(project)
    hook(project, "open(config.site_dir + '/nowhere/x')")
    status, output = run_build(project)
    assert status == 1
    assert "FileNotFoundError" in output
    assert "Traceback" in output
    assert contents(project / "site") == published
    assert names(project) == before


# The same bytes ------------------------------------------------------------------------------------------


def test_the_same_project_gives_the_same_bytes_wherever_and_by_whomever_it_is_built(
    project: Path, published: dict[str, tuple[int, bytes]], tmp_path: Path
) -> None:
    # What a hook can get at: the time, the order of a set, the language, the time zone, the rights of files.
    code = (
        "import locale, time, mkdocs.utils as u; open(config.site_dir + '/traces', 'w').write(repr(["
        "u.get_build_datetime(), list({'one', 'two', 'three', 'four', 'five'}),"
        " time.tzname, locale.setlocale(locale.LC_ALL, '')]))"
    )
    hook(project, code)
    there = tmp_path / "elsewhere" / "target"
    assert run_build(project)[0] == 0
    mask = os.umask(0o077)
    try:
        status, output = run_build(
            project, "--site-dir", str(there), LC_ALL="de_DE.UTF-8", TZ="Asia/Tokyo", PYTHONHASHSEED="7", PYTHONUTF8="0"
        )
    finally:
        os.umask(mask)
    assert status == 0, output
    assert contents(there) == contents(project / "site")
    assert there.stat().st_mode == (project / "site").stat().st_mode
    assert "traces" in contents(there)


def test_the_sitemap_carries_no_time_but_the_given_one(project: Path) -> None:
    assert run_build(project, SOURCE_DATE_EPOCH=str(86400 * 365))[0] == 0
    assert "<lastmod>1971-01-01</lastmod>" in (project / "site" / "sitemap.xml").read_text(encoding="utf-8")
    packed = (project / "site" / "sitemap.xml.gz").read_bytes()
    assert int.from_bytes(packed[4:8], "little") == 86400 * 365


def git(folder: Path, *arguments: str) -> None:
    identity = {f"GIT_{who}_{what}": "nobody" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environ = {**os.environ, **identity, "GIT_COMMITTER_DATE": "@86400 +0900", "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", "-C", folder, *arguments], check=True, env=environ, capture_output=True)


def test_the_time_is_the_last_commits_or_a_fixed_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    inner = tmp_path / "inner"
    inner.mkdir()
    git(tmp_path, "init", "--quiet")
    assert build.build_time(tmp_path) == build.TIME_WITHOUT_GIT
    assert "git does not tell" in capfd.readouterr().err
    git(tmp_path, "commit", "--allow-empty", "--message", "one")
    assert build.build_time(tmp_path) == "86400"
    assert build.build_time(inner) == build.TIME_WITHOUT_GIT, "an outer repository is not this project's"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "5")
    assert build.build_time(tmp_path) == "5"
    assert capfd.readouterr().err == ""


# Where it must not build ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        (".", "replace the project itself"),
        ("..", "replace the project itself"),
        ("/", "replace the project itself"),
        ("docs", "outside docs"),
        ("docs/site", "outside docs"),
        ("hooks", "not a built site"),
        ("hooks/../scripts", "not a built site"),
        ("mkdocs.yml", "this is a file"),
        ("link", "outside docs"),
    ],
)
def test_nothing_of_the_users_is_replaced(
    project: Path, capfd: pytest.CaptureFixture[str], place: str, reason: str
) -> None:
    (project / "link").symlink_to(project / "docs")
    before = contents(project / "docs"), names(project)
    assert build.main(["--site-dir", str(project / place)], project) == 1
    error = capfd.readouterr().err
    assert error.startswith("--site-dir /")
    assert reason in error
    assert error.count("\n") == 1
    assert (contents(project / "docs"), names(project)) == before


@pytest.mark.parametrize("place", ["missing", "missing/below", "empty", "site"])
def test_a_folder_that_is_missing_empty_or_a_site_may_be_used(project: Path, place: str) -> None:
    (project / "empty").mkdir()
    (project / "site").mkdir()
    for name in build.MARKS_OF_A_SITE:
        (project / "site" / name).touch()
    assert build.why_not(project / place, project) == ""


# Whole or not at all -------------------------------------------------------------------------------------


def wait_for(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_killed_build_leaves_the_old_site_and_the_next_one_clears_up(
    project: Path, published: dict[str, tuple[int, bytes]], how: signal.Signals
) -> None:
    before = names(project)
    hook(project, "import time; open('/'.join([config.docs_dir, '..', 'reached']), 'w'); time.sleep(60)")
    with start_build(project) as process:
        wait_for((project / "reached").exists)
        process.send_signal(how)
        output = process.communicate(timeout=20)[0]
    assert process.returncode != 0
    assert "Traceback" not in output
    assert contents(project / "site") == published
    assert (project / ".site.new").exists() == (how != signal.SIGINT)

    hook(project, "pass")
    (project / "reached").unlink()
    assert run_build(project)[0] == 0
    assert names(project) == before
    assert contents(project / "site") == published


def test_a_site_that_was_moved_aside_is_put_back_before_the_next_build(
    project: Path, published: dict[str, tuple[int, bytes]]
) -> None:
    """As after a kill between the two renames, where a folder cannot change places in one."""
    (project / "site").rename(project / ".site.old")
    (project / "docs" / "index.md").write_text("[dead](nowhere.md)\n", encoding="utf-8")
    assert run_build(project)[0] == 1
    assert contents(project / "site") == published
    assert ".site.old" not in names(project)


@pytest.fixture
def sites(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A new site, the place of the old one, and the place to which it may be moved aside."""
    new, target, old = (tmp_path / name for name in (".site.new", "site", ".site.old"))
    for folder in (new, target):
        folder.mkdir()
        (folder / "index.html").write_text(folder.name, encoding="utf-8")
    return new, target, old


@pytest.mark.parametrize("in_one_step", [True, False])
def test_the_two_sites_change_places(
    monkeypatch: pytest.MonkeyPatch, sites: tuple[Path, Path, Path], in_one_step: bool
) -> None:
    new, target, old = sites
    if not in_one_step:
        monkeypatch.setattr(build, "exchange", lambda one, other: False)
    build.swap(new, target, old)
    assert (target / "index.html").read_text(encoding="utf-8") == ".site.new"
    if in_one_step and sys.platform == "linux":
        assert (new / "index.html").read_text(encoding="utf-8") == "site", "never missing, so never moved aside"
    else:
        assert (old / "index.html").read_text(encoding="utf-8") == "site"


def test_where_folders_cannot_change_places_in_one_step_the_new_site_comes_in_two(
    monkeypatch: pytest.MonkeyPatch, project: Path, published: dict[str, tuple[int, bytes]]
) -> None:
    def build_another(root: Path, folder: Path) -> int:
        (folder / "index.html").write_text("new", encoding="utf-8")
        return 0

    before = names(project)
    monkeypatch.setattr(build, "exchange", lambda one, other: False)
    monkeypatch.setattr(build, "build", build_another)
    assert build.main([], project) == 0
    assert names(project / "site") == {"index.html"}
    assert names(project) == before


def test_folders_that_cannot_change_places_are_left_alone(sites: tuple[Path, Path, Path]) -> None:
    new, target, old = sites
    assert not build.exchange(new, old)
    assert new.is_dir()
    assert target.is_dir()
    assert not old.exists()


def test_the_old_site_comes_back_if_the_new_one_cannot_take_its_place(
    monkeypatch: pytest.MonkeyPatch, project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    target = project / "site"
    target.mkdir()
    for name in build.MARKS_OF_A_SITE:
        (target / name).write_text("old", encoding="utf-8")
    before = contents(target)

    def vanish(root: Path, folder: Path) -> int:
        folder.rmdir()
        folder.write_text("", encoding="utf-8")
        monkeypatch.setattr(Path, "rename", fail_for(folder, errno.EIO, Path.rename))
        return 0

    monkeypatch.setattr(build, "exchange", lambda one, other: False)
    monkeypatch.setattr(build, "build", vanish)
    assert build.main([], project) == 1
    assert capfd.readouterr().err == f"The build failed: [Errno 5] Input/output error; {target} is as it was.\n"
    assert contents(target) == before


def fail_for(path: Path, number: int, method: Callable[..., object]) -> Callable[..., object]:
    """A method of paths that fails for one of them as the system would."""

    def failing(self: Path, *arguments: object, **options: object) -> object:
        if self == path:
            raise OSError(number, os.strerror(number))
        return method(self, *arguments, **options)

    return failing


def test_a_full_disk_is_one_clear_line(project: Path, published: dict[str, tuple[int, bytes]]) -> None:
    """A limit on the size of a file stands for the disk: the system answers in the same way."""
    (project / "docs" / "large.md").write_text("word " * 20000, encoding="utf-8")
    status, output = run_build(project, limit=50000)
    assert status == 1
    assert output.endswith(f"The build failed: [Errno 27] File too large; {project}/site is as it was.\n")
    assert "Traceback" not in output
    assert contents(project / "site") == published
    assert ".site.new" not in names(project)


def test_a_folder_that_cannot_be_written_is_one_clear_line(
    monkeypatch: pytest.MonkeyPatch, project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Path, "mkdir", fail_for(project / ".site.new", errno.EROFS, Path.mkdir))
    assert build.main([], project) == 1
    error = capfd.readouterr().err
    assert error == f"The build failed: [Errno 30] Read-only file system; {project}/site is as it was.\n"


def test_a_second_build_waits_for_the_first(project: Path) -> None:
    with _environment.locked(project, "unexpected"):
        process = start_build(project)
        assert process.stdout is not None
        assert process.stdout.readline() == f"Another build is at work in {project}; waiting for it.\n"
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.3)
        assert not (project / ".site.new").exists()
    with process:
        process.communicate(timeout=60)
    assert process.returncode == 0
    assert (project / "site" / "index.html").exists()


def test_many_builds_at_once_leave_one_whole_site(project: Path) -> None:
    processes = [start_build(project) for _ in range(4)]
    outputs = [process.communicate(timeout=60)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0, 0], outputs
    assert build.is_site(project / "site")
    assert not {".site.new", ".site.old"} & names(project)
