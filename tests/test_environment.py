"""The set-up: the environment, the pins that fill it, and the browser that scripts/test.py finds."""

from __future__ import annotations

import ast
import base64
import hashlib
import importlib.metadata
import json
import os
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

import _environment
import test as suite

SCRIPTS = Path(_environment.__file__).parent
NEEDED_BEFORE_SET_UP = ("_environment", "lock", "serve", "test")


# The pins ------------------------------------------------------------------------------------------------


def pinned(path: Path) -> dict[str, str]:
    """The requirements of a file: for each package, its version, marker and hashes as one text."""
    text = re.sub(r"\\\n\s*", "", path.read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    return dict(line.split("==", 1) for line in lines)


@pytest.mark.parametrize("name", _environment.DEVELOPMENT)
def test_every_requirement_is_pinned_with_hashes(root: Path, name: str) -> None:
    requirements = pinned(root / name)
    assert len(requirements) > 20
    assert [package for package, rest in requirements.items() if "--hash=sha256:" not in rest] == []
    assert sorted(requirements) == sorted(_environment.pins(root / name))


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_pins_are_those_asked_for(root: Path, name: str) -> None:
    asked = re.findall(r"^([\w.-]+)==(\S+)$", (root / f"{name}.in").read_text(encoding="utf-8"), re.MULTILINE)
    found = {package: rest.split()[0] for package, rest in pinned(root / f"{name}.txt").items()}
    assert len(asked) >= 5
    assert {package.lower(): version for package, version in asked}.items() <= found.items()


def test_the_tests_run_with_what_the_site_is_built_with(root: Path) -> None:
    assert pinned(root / "requirements.txt").items() <= pinned(root / "requirements-dev.txt").items()


@pytest.mark.parametrize("name", _environment.DEVELOPMENT)
def test_pins_name_no_machine_and_no_other_index(root: Path, name: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert re.findall(r".*(?:://|--(?!hash=)| /\w).*", text) == []


def test_the_oldest_python_is_one_that_every_pin_takes(root: Path) -> None:
    oldest = ".".join(map(str, _environment.OLDEST_PYTHON))
    text = (root / "requirements-dev.txt").read_text("utf-8")
    pinned = [Requirement(line.rstrip(" \\")) for line in text.splitlines() if _environment.PIN.match(line)]
    # Some are for other Pythons or systems only, and not installed here.
    names = [pin.name for pin in pinned if pin.marker is None or pin.marker.evaluate()]
    assert len(names) > 40
    wants = {name: SpecifierSet(importlib.metadata.metadata(name)["Requires-Python"] or "") for name in names}
    assert {name: want for name, want in wants.items() if oldest not in want} == {}
    assert any("3.11.4" not in want for want in wants.values()), "no pin needs a Python as new as that"


# What is asked of the machine ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", NEEDED_BEFORE_SET_UP)
def test_an_old_python_can_read_the_commands(name: str) -> None:
    """Or it would complain of their syntax before they can complain of its age."""
    ast.parse((SCRIPTS / f"{name}.py").read_text(encoding="utf-8"), feature_version=(3, 7))


@pytest.mark.parametrize("name", NEEDED_BEFORE_SET_UP)
def test_the_commands_need_nothing_that_is_not_there_yet(name: str) -> None:
    tree = ast.parse((SCRIPTS / f"{name}.py").read_text(encoding="utf-8"))
    imported = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    imported += [str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert {name.split(".")[0] for name in imported} - set(sys.stdlib_module_names) <= {"_environment"}
    assert "sys" in imported


def test_an_old_python_is_told_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "argv", ["scripts/serve.py", "--port", "9000"])
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit) as end:
        _environment.require_supported_python((3, 11, 4))
    assert str(end.value) == (
        f"Python 3.11.5 or newer is needed; this is 3.11.4 ({sys.executable}).\n"
        "Install a newer one (python.org, pyenv or uv have them), then: python3.13 scripts/serve.py --port 9000"
    )


def test_an_old_python_names_a_newer_one_that_is_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(tmp_path / "python3.14", "exit 1")  # there, but it does not run or is too old itself
    program(tmp_path / "python3.12", "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["scripts/serve.py"])
    with pytest.raises(SystemExit, match=r"\npython3\.12 is installed here: python3\.12 scripts/serve\.py$"):
        _environment.require_supported_python((3, 9, 18))


@pytest.mark.parametrize("version", [(3, 11, 5), (3, 12, 0), (3, 14, 1), (4, 0, 0)])
def test_a_new_enough_python_is_taken(version: tuple[int, ...]) -> None:
    _environment.require_supported_python(version)


def test_a_python_that_cannot_make_environments_is_told_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(_environment, "find_spec", lambda name: None)
    with pytest.raises(SystemExit) as end:
        _environment.make(tmp_path)
    assert f"sudo apt install python{sys.version_info[0]}.{sys.version_info[1]}-venv" in str(end.value)
    assert not (tmp_path / ".venv").exists()
    assert capfd.readouterr().err == "", "nothing is announced that cannot be done"


def program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


# What is done, with the installer replaced by a recorder -------------------------------------------------


class Recorder:
    """Stands in for the programs that are run: notes them, and makes what `python -m venv` would make."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.commands: list[str] = []
        self.version = ""
        self.meanwhile: Callable[[], None] = lambda: None

    def run(self, command: Sequence[str], remedy: str) -> bool:
        words = [str(word).removeprefix(f"{self.root}/") for word in command[1:]]
        if "venv" in words:
            self.commands.append("make")
            self.version = "3.12"
            (self.root / ".venv").mkdir(exist_ok=True)
            _environment.stamp_of(self.root).unlink(missing_ok=True)
        else:
            self.commands.append(" ".join(word for word in words[3:] if word[0] != "-" or word == "--require-hashes"))
            self.meanwhile()
        return True

    def take(self) -> list[str]:
        commands, self.commands = self.commands, []
        return commands


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Recorder:
    (tmp_path / "requirements.txt").write_text("one==1 --hash=sha256:0\n", encoding="utf-8")
    (tmp_path / "requirements-dev.txt").write_text("one==1 --hash=sha256:0\ntwo==1\n", encoding="utf-8")
    recorder = Recorder(tmp_path)
    monkeypatch.setattr(_environment, "run_with_signs_of_life", recorder.run)
    monkeypatch.setattr(_environment, "probe", lambda root: recorder.version)
    return recorder


def raising(error: BaseException) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


SITE = "install --require-hashes requirements.txt"
BOTH = "install --require-hashes requirements.txt requirements-dev.txt"


def test_a_second_run_does_nothing(recorder: Recorder) -> None:
    for expected in (["make", SITE], []):
        python = _environment.prepare(root=recorder.root)
        assert recorder.take() == expected
        assert python == _environment.python_of(recorder.root)


def test_the_tests_add_their_requirements_to_the_environment(recorder: Recorder) -> None:
    _environment.prepare(root=recorder.root)
    recorder.take()
    _environment.prepare(_environment.DEVELOPMENT, recorder.root)
    assert recorder.take() == [BOTH]
    _environment.prepare(root=recorder.root)
    assert recorder.take() == []


def test_changed_requirements_are_installed_and_dropped_ones_removed(recorder: Recorder) -> None:
    _environment.prepare(_environment.DEVELOPMENT, recorder.root)
    recorder.take()
    (recorder.root / "requirements-dev.txt").write_text("one==1\nthree==1\n", encoding="utf-8")
    # Serving alone brings the tests' requirements up to date too: the environment holds them.
    _environment.prepare(root=recorder.root)
    assert recorder.take() == [BOTH, "uninstall two"]
    _environment.prepare(_environment.DEVELOPMENT, recorder.root)
    assert recorder.take() == []


def test_a_file_edited_while_it_is_installed_counts_as_changed(recorder: Recorder) -> None:
    def edit() -> None:
        (recorder.root / "requirements.txt").write_text("one==2\n", encoding="utf-8")

    recorder.meanwhile = edit
    _environment.prepare(root=recorder.root)
    recorder.take()
    _environment.prepare(root=recorder.root)
    assert recorder.take() == [SITE]


def test_an_interrupted_install_is_taken_up_again(recorder: Recorder, capfd: pytest.CaptureFixture[str]) -> None:
    recorder.meanwhile = raising(KeyboardInterrupt())
    with pytest.raises(SystemExit) as end:
        _environment.prepare(root=recorder.root)
    assert end.value.code == 130
    assert "goes on from here" in capfd.readouterr().err
    recorder.meanwhile = lambda: None
    recorder.take()
    _environment.prepare(root=recorder.root)
    assert recorder.take() == [SITE]


def test_old_pins_that_come_back_after_an_interrupted_install_are_installed_again(recorder: Recorder) -> None:
    """The environment then holds a mixture, although the requirements are those that it once held."""
    old = (recorder.root / "requirements.txt").read_text(encoding="utf-8")
    _environment.prepare(root=recorder.root)
    recorder.meanwhile = raising(SystemExit("no network"))
    (recorder.root / "requirements.txt").write_text("four==1\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        _environment.prepare(root=recorder.root)
    recorder.meanwhile = lambda: None
    recorder.take()
    (recorder.root / "requirements.txt").write_text(old, encoding="utf-8")
    _environment.prepare(root=recorder.root)
    assert recorder.take() == [SITE, "uninstall four"]


@pytest.mark.parametrize("version", ["", "3.13"], ids=["gone", "another version"])
def test_an_environment_whose_python_is_no_longer_the_same_is_made_anew(recorder: Recorder, version: str) -> None:
    _environment.prepare(root=recorder.root)
    recorder.take()
    recorder.version = version
    _environment.prepare(root=recorder.root)
    assert recorder.take() == ["make", SITE]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"python": 1, "files": 2, "packages": 3}', "\x00"])
def test_a_broken_stamp_is_as_good_as_none(recorder: Recorder, text: str) -> None:
    _environment.prepare(root=recorder.root)
    recorder.take()
    _environment.stamp_of(recorder.root).write_text(text, encoding="utf-8")
    _environment.prepare(root=recorder.root)
    assert recorder.take() == [SITE]


def test_a_python_that_lacks_pip_or_is_too_old_does_not_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    python = _environment.python_of(tmp_path)
    python.parent.mkdir(parents=True)
    assert _environment.probe(tmp_path) == ""
    for answer, expected in {
        "3 11 5 True": "3.11",
        "3 14 0 True": "3.14",
        "3 14 0 False": "",
        "3 11 4 True": "",
    }.items():
        program(python, f"echo {answer}")
        assert _environment.probe(tmp_path) == expected, answer
    program(python, "exit 1")
    assert _environment.probe(tmp_path) == ""


# What is done, for real, with a package index in a folder ------------------------------------------------


def wheel(folder: Path, name: str, version: str) -> str:
    """Write a wheel of an empty package; return the line that pins it."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": f"VERSION = {version!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(
        f"{path},sha256={base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip('=')},\n"
        for path, text in files.items()
    )
    with zipfile.ZipFile(path, "w") as archive:
        for member, text in {**files, f"{info}/RECORD": f"{record}{info}/RECORD,,\n"}.items():
            archive.writestr(member, text)
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


PREPARE = "import pathlib, sys, _environment as e; print(e.prepare(root=pathlib.Path(sys.argv[1])))"


def start_prepare(root: Path, **environ: str) -> subprocess.Popen[str]:
    settings = {
        "PYTHONPATH": str(SCRIPTS),
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(root),
        "PIP_CONFIG_FILE": os.devnull,
    }
    return subprocess.Popen(
        [sys.executable, "-c", PREPARE, str(root)],
        env={**os.environ, **settings, **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def versions(root: Path) -> Mapping[str, str]:
    """The packages that the environment really holds."""
    ask = "import importlib.metadata as m, json; print(json.dumps({d.name: d.version for d in m.distributions()}))"
    answer = subprocess.run([_environment.python_of(root), "-I", "-c", ask], capture_output=True, text=True, check=True)
    found: dict[str, str] = json.loads(answer.stdout)
    return {name: version for name, version in found.items() if name not in ("pip", "setuptools", "wheel")}


def test_a_real_environment_from_nothing_by_two_at_once_then_changed(tmp_path: Path) -> None:
    requirements = tmp_path / "requirements.txt"
    requirements.write_text(wheel(tmp_path, "alpha", "1") + wheel(tmp_path, "beta", "1"), encoding="utf-8")
    # Settings that would send the packages elsewhere, or find them elsewhere, do not.
    pair = [start_prepare(tmp_path, PIP_USER="1"), start_prepare(tmp_path)]
    ends = [process.communicate(timeout=60) for process in pair]
    assert [process.returncode for process in pair] == [0, 0], ends
    assert {out.strip() for out, _ in ends} == {str(_environment.python_of(tmp_path))}
    said = sorted(err for _, err in ends)
    assert sum(err.count("Making the virtual environment .venv.\n") for err in said) == 1
    assert sum(err.count("Installing 2 pinned packages") for err in said) == 1
    assert versions(tmp_path) == {"alpha": "1", "beta": "1"}

    started = time.monotonic()
    _, error = start_prepare(tmp_path).communicate(timeout=60)
    assert error == ""
    assert time.monotonic() - started < 2, "a second run starts at once"

    requirements.write_text(wheel(tmp_path, "alpha", "2"), encoding="utf-8")
    _, error = start_prepare(tmp_path).communicate(timeout=60)
    assert error.startswith("Installing 1 pinned packages")
    assert versions(tmp_path) == {"alpha": "2"}

    # A file that is not the one that was pinned is refused, and the next run tries again.
    requirements.write_text("alpha==1 --hash=sha256:" + "0" * 64 + "\n", encoding="utf-8")
    for _ in range(2):
        process = start_prepare(tmp_path)
        _, error = process.communicate(timeout=60)
        assert process.returncode == 1
        assert "THESE PACKAGES DO NOT MATCH THE HASHES" in error
        assert error.endswith("Run the command again to go on.\n")
        assert "Traceback" not in error


# What the environment's users share ----------------------------------------------------------------------


def test_children_are_not_led_past_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("PYTHONHOME", "/elsewhere")
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.example/simple")
    environ = _environment.clean_environ()
    assert "/elsewhere" not in environ.values()
    assert environ["PIP_INDEX_URL"] == "https://index.example/simple"


def test_a_command_goes_on_in_the_environment_with_its_arguments(project: Path) -> None:
    (project / "scripts" / "show.py").write_text(
        "import os, sys, _environment\n_environment.enter(environ={'NEW': 'a b'})\n"
        "print([sys.prefix, sys.argv[1:], sys.flags.optimize, os.environ['NEW'], os.environ.get('PYTHONPATH')])\n",
        encoding="utf-8",
    )
    # The base Python, which has none of our packages.
    base = Path(sys.base_prefix, "bin", "python3")
    answer = subprocess.run(
        [base, "-O", project / "scripts" / "show.py", "one", "two three"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": "/elsewhere"},
    )
    assert answer.stderr == ""
    assert ast.literal_eval(answer.stdout) == [str(project / ".venv"), ["one", "two three"], 1, "a b", None]


def test_a_long_command_gives_signs_of_life(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(_environment, "SECONDS_BETWEEN_SIGNS_OF_LIFE", 0.1)
    code = "import time; print('chatter', flush=True); time.sleep(0.5)"
    assert _environment.run_with_signs_of_life([sys.executable, "-c", code], "remedy")
    out, err = capfd.readouterr()
    assert out == ""
    assert 2 <= err.count("  still at it, 0 s\n") <= 10
    assert "chatter" not in err


def test_a_failing_command_shows_what_it_said(capfd: pytest.CaptureFixture[str]) -> None:
    command = [sys.executable, "-c", "import sys; print('why'); sys.exit(3)"]
    assert not _environment.run_with_signs_of_life(command, "what to do", fatal=False)
    assert capfd.readouterr().err == "why\nwhat to do\n"
    with pytest.raises(SystemExit, match=r"^what to do$"):
        _environment.run_with_signs_of_life(command, "what to do")


HOLD = "import pathlib, sys, time, _environment as e\nwith e.locked(pathlib.Path(sys.argv[1]), 'waiting'):\n"


@pytest.mark.parametrize("name", ["file.lock", "."])
def test_a_lock_keeps_a_second_process_waiting_and_ends_with_the_first(tmp_path: Path, name: str) -> None:
    environ = {**os.environ, "PYTHONPATH": str(SCRIPTS)}

    def hold(then: str) -> subprocess.Popen[str]:
        code = HOLD + f"    print('held', flush=True)\n    {then}"
        command = [sys.executable, "-c", code, str(tmp_path / name)]
        return subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    with hold("time.sleep(60)") as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        with hold("pass") as second:
            assert second.stderr is not None
            assert second.stderr.readline() == "waiting\n"
            with pytest.raises(subprocess.TimeoutExpired):
                second.wait(0.3)
            first.kill()
            assert second.communicate(timeout=10)[0] == "held\n"


# The suite's own command ---------------------------------------------------------------------------------


def test_arguments_go_to_pytest_and_warnings_are_errors(tmp_path: Path) -> None:
    python = tmp_path / "with space" / "python"
    command = suite.pytest_command(python, ["-k", "a b", "--lf"])
    assert command[:7] == [str(python), "-X", "dev", "-W", "error", "-m", "pytest"]
    assert command[-3:] == ["-k", "a b", "--lf"]
    assert f"2*popen//python='{python}' -X dev -W error" in command


def test_this_very_process_runs_with_warnings_as_errors() -> None:
    assert sys.flags.dev_mode
    assert "error" in sys.warnoptions


def test_the_first_browser_that_runs_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(tmp_path / "chromium", "exit 1")
    program(tmp_path / "chromium-browser", "echo 'needs the chromium snap'")
    program(tmp_path / "google-chrome", "echo Google Chrome 156.0")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert suite.browser(Path(sys.executable), {}) == str(tmp_path / "google-chrome")


@pytest.mark.parametrize("variable", ["CHROMIUM", "CHROME_PATH"])
def test_the_users_own_choice_of_browser_counts(tmp_path: Path, variable: str) -> None:
    chosen = tmp_path / "mine"
    with pytest.raises(SystemExit, match=f"^{variable} is {chosen}, which does not run"):
        suite.browser(Path(sys.executable), {variable: str(chosen)})
    program(chosen, "echo Chromium 156")
    assert suite.browser(Path(sys.executable), {variable: str(chosen)}) == str(chosen)


def machine(monkeypatch: pytest.MonkeyPatch, folder: Path, *, package: bool, download: bool) -> list[str]:
    """Make this a machine without a browser, where the package and the download can or cannot be had."""
    log: list[str] = []
    own = folder / "own-browser"

    def run(command: Sequence[str], remedy: str, fatal: bool = True) -> bool:
        words = " ".join(map(str, command))
        log.append(words.partition("apt-get --quiet --yes ")[2] or words.partition(" -m ")[2])
        worked = package if "apt-get" in words else download
        if worked and "install" in words:
            program(folder / "chromium" if "apt-get" in words else own, "echo Chromium 156")
        if not worked and fatal:
            raise SystemExit(remedy)
        return worked

    program(folder / "apt-get", "exit 1")
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(_environment, "run_with_signs_of_life", run)
    monkeypatch.setattr(suite, "own_browser", lambda python: str(own) if own.exists() else None)
    return log


def test_the_package_is_installed_where_we_may(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    log = machine(monkeypatch, tmp_path, package=True, download=False)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert suite.browser(Path("python"), {}) == str(tmp_path / "chromium")
    assert log == ["update", "install --no-install-recommends chromium"]


def test_playwrights_browser_is_the_next_choice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    log = machine(monkeypatch, tmp_path, package=False, download=True)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert suite.browser(Path("python"), {}) == str(tmp_path / "own-browser")
    assert log[-1] == "playwright install --with-deps chromium"


def test_without_privilege_nothing_is_asked_of_the_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    log = machine(monkeypatch, tmp_path, package=True, download=True)
    program(tmp_path / "sudo", "exit 1")  # it wants a password
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert suite.browser(Path("python"), {}) == str(tmp_path / "own-browser")
    assert log == ["playwright install chromium"]
    program(tmp_path / "sudo", "exit 0")
    assert suite.privileged() == ["sudo", "-n"]


def test_no_browser_at_all_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    machine(monkeypatch, tmp_path, package=False, download=False)
    with pytest.raises(SystemExit, match=r"^The browser tests need Chromium or Chrome, and none could be installed\."):
        suite.browser(Path("python"), {})


def test_continuous_integration_runs_the_contributors_command(root: Path) -> None:
    script = root / ".ci" / "run"
    assert os.access(script, os.X_OK)
    lines = [line for line in script.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert lines == ["set -euo pipefail", 'cd "$(dirname "${BASH_SOURCE[0]}")/.."', "exec python3 scripts/test.py"]


# The tools from npm ---------------------------------------------------------------------------------------


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder of tests with its lock file, and an empty path for programs."""
    folder = tmp_path / "tests"
    folder.mkdir()
    (folder / "package-lock.json").write_text("{}", encoding="utf-8")
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}")
    return folder


def npm(tools: Path, script: str) -> None:
    """An npm that notes how it was called and makes the folder, then does what `script` says."""
    noted = f'echo "$@" >> {tools}/calls\n/bin/mkdir -p {tools}/node_modules\n'
    program(tools.parent / "bin" / "npm", noted + script)


def calls(tools: Path) -> list[str]:
    return (tools / "calls").read_text("utf-8").splitlines() if (tools / "calls").exists() else []


def test_without_npm_it_is_said_what_is_skipped(tools: Path, capsys: pytest.CaptureFixture[str]) -> None:
    suite.install_node_tools(tools)
    said = "".join(capsys.readouterr())
    assert "There is no npm here: the tests that need Node's tools are skipped." in said


def test_the_tools_are_installed_once_for_each_lock_file(tools: Path) -> None:
    npm(tools, "exit 0")
    suite.install_node_tools(tools)
    assert calls(tools) == [f"--prefix {tools} ci --ignore-scripts --no-audit --no-fund"]
    suite.install_node_tools(tools)
    assert len(calls(tools)) == 1
    (tools / "package-lock.json").write_text('{"changed": true}', encoding="utf-8")
    suite.install_node_tools(tools)
    assert len(calls(tools)) == 2


def test_tools_that_cannot_be_installed_end_the_run_and_are_tried_again(
    tools: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    npm(tools, "echo no network >&2; exit 7")
    for number in (1, 2):
        with pytest.raises(SystemExit) as end:
            suite.install_node_tools(tools)
        said = f"{end.value.code}" + "".join(capfd.readouterr())
        assert "Is a package registry reachable? Run the command again to go on." in said
        assert "no network" in said
        assert len(calls(tools)) == number
