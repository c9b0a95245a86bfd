"""The spelling and the Markdown of the pages, and the command that checks them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import prose

ROOT = Path(__file__).resolve().parent.parent

BAD = """\
# Title

Café: a databse of a color, with `databse` in code.

* one
- two

See https://example.org/ for more.
"""

GOOD = """\
# Title

The colour of the behaviour, `color` in code, and [a link](../behavioral/color.md).

```python
color = normalize(databse)
```

<!-- kb:questions {topics: [ownership], rounds: [behavioral], limit: 10} -->
"""


def test_the_prose_of_the_handbook_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    assert prose.main([]) == 0, capsys.readouterr().out


def test_everything_is_reported_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.md"
    page.write_text(BAD, "utf-8")
    assert prose.main([str(page)]) == 1
    out, err = capsys.readouterr()
    found = [line.removeprefix(out.partition("page.md")[0]) for line in out.splitlines()]
    assert found == [
        "page.md:3:9: spelling: 'databse' is not how the handbook spells; write 'database'",
        "page.md:3:22: spelling: 'color' is not how the handbook spells; write 'colour'",
        "page.md:5:1: MD004: List marker '*' does not match expected style '-'; "
        "rumdl can mend it: .venv/bin/rumdl check --fix",
        "page.md:8:5: MD034: URL without angle brackets or link formatting: 'https://example.org/'; "
        "rumdl can mend it: .venv/bin/rumdl check --fix",
    ]
    assert err == "4 found; a word that is right goes into _typos.toml, with what it is\n"


def test_code_ids_and_targets_of_links_are_not_prose(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.md").write_text(GOOD, "utf-8")
    assert prose.main([str(tmp_path)]) == 0, capsys.readouterr().out


def test_a_pull_request_is_annotated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.md"
    page.write_text("A databse.\n", "utf-8")
    assert prose.main(["--format", "github", str(page)]) == 1
    out = capsys.readouterr().out
    assert out.startswith("::error file=") and "line=1,col=3,title=spelling::'databse' is not" in out


@pytest.mark.parametrize("tool", ["typos", "rumdl"])
def test_a_tool_that_fails_is_not_silence(
    tool: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("_typos.toml", ".rumdl.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / {"typos": "_typos.toml", "rumdl": ".rumdl.toml"}[tool]).write_text("[", "utf-8")
    (tmp_path / "page.md").write_text("Text.\n", "utf-8")
    monkeypatch.setattr(prose, "ROOT", tmp_path)
    with pytest.raises(SystemExit) as end:
        prose.main([str(tmp_path / "page.md")])
    assert end.value.code == 2
    assert capsys.readouterr().err.startswith(f"{tool} failed: ")


def test_a_wrong_call_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        prose.main(["nowhere.md"])
    assert end.value.code == 2 and "there is no nowhere.md" in capsys.readouterr().err


def test_every_word_of_the_list_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A word that no page has any more goes from the list, and so does one that the dictionary has learnt."""
    settings = (ROOT / "_typos.toml").read_text("utf-8")
    before, _, rest = settings.partition("[default.extend-identifiers]")
    words, _, after = rest.partition("[type.")
    pages = [ROOT / name for name in prose.CHECKED]
    (tmp_path / "_typos.toml").write_text(f"{before}[type.{after}", "utf-8")
    monkeypatch.setattr(prose, "ROOT", tmp_path)
    found = {problem.message.split("'")[1] for problem in prose.spelling(pages)}
    listed = [*tomllib.loads(words.replace("[default.extend-words]", "")).values()]
    assert len(listed) > 5
    assert [word for word in listed if not any(part in word for part in found)] == []
