"""scripts/separate.py: what of a change is content, and what is code."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

import separate

SETTINGS = "site_name: x\nnav:\n  - index.md\n\n  - more.md\nhooks: [a.py]\n"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("docs/questions/coding/ring-buffer.md", False),
        ("docs/_data/topics.yml", False),
        ("docs/assets/images/home.png", False),
        ("_typos.toml", False),
        ("docs/assets/javascripts/search.js", True),
        ("docs/assets/stylesheets/palette.css", True),
        ("docs/assets/vendor/mermaid/mermaid.min.js", True),
        ("hooks/kb/rules.py", True),
        (".github/workflows/deploy.yml", True),
        ("requirements.txt", True),
        ("docs.py", True),
    ],
)
def test_content_is_what_is_read(path: str, code: bool) -> None:
    assert separate.is_code(path, nav_only=True) is code


def test_the_settings_are_content_if_a_page_is_added_to_the_navigation_and_nothing_else() -> None:
    assert separate.only_navigation(SETTINGS, SETTINGS.replace("  - more.md\n", "  - more.md\n  - new.md\n"))
    assert not separate.only_navigation(SETTINGS, SETTINGS.replace("a.py", "b.py"))
    assert not separate.only_navigation(SETTINGS, f"{SETTINGS}nav:\n  - x.md\nplugins: [x]\n")
    assert separate.is_code("mkdocs.yml", nav_only=False)
    assert not separate.is_code("mkdocs.yml", nav_only=True)


def test_what_is_said_of_a_change() -> None:
    assert separate.verdict([], 0) == "This change touches no file."
    assert separate.verdict([], 2) == "This change is content alone."
    assert separate.verdict(["a.py", "b.py"], 2) == "This change is code alone."
    mixed = separate.verdict(["a.py", "evil`\n# <img>"], 3)
    assert mixed.startswith("**This change mixes content and code.** ")
    assert mixed.endswith("\n\n- `a.py`\n- `evil??# ?img?`")
    assert separate.verdict([f"{n}.py" for n in range(25)], 26).endswith("\n- `19.py`\n- and 5 more")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one commit, to which a test adds another."""
    (tmp_path / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    commit(tmp_path, ["init", "--quiet", "--initial-branch=main"])
    return tmp_path


def commit(folder: Path, *before: list[str]) -> None:
    identity = {f"GIT_{who}_{what}": "nobody" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environ = {**os.environ, **identity, "GIT_CONFIG_GLOBAL": os.devnull}
    for command in (*before, ["add", "--all"], ["commit", "--quiet", "--message", "one"]):
        subprocess.run(["git", "-C", str(folder), *command], check=True, env=environ)


def change(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    commit(folder)


def test_a_page_and_its_line_in_the_navigation_are_content(
    repository: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    change(repository, docs__new_dot_md="# New", mkdocs_dot_yml=SETTINGS.replace("more", "new"))
    assert separate.main(["--base", "HEAD^1"], repository) == 0
    assert capfd.readouterr() == ("This change is content alone.\n", "")


def test_a_change_of_both_is_marked(
    repository: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    change(repository, docs__new_dot_md="# New", mkdocs_dot_yml=SETTINGS.replace("a.py", "b.py"), hooks__x_dot_py="")
    assert separate.main(["--base", "HEAD^1"], repository) == 0
    out, error = capfd.readouterr()
    assert out.endswith("Its code:\n\n- `hooks/x.py`\n- `mkdocs.yml`\n")
    assert error.startswith("::warning title=Content and code::")


def test_a_revision_that_is_none_is_one_clear_line(repository: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert separate.main(["--base=--output=x"], repository) == 2
    assert not (repository / "x").exists()
    assert "git knows no revision '--output=x' here" in capfd.readouterr().err
