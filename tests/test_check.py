"""The command `check`: what it prints, how it ends, and which paths it speaks of."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import check

CORPUS = Path(__file__).parent / "corpus"


def test_clean_content_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main(["--docs", str(CORPUS / "good" / "docs")]) == 0
    assert capsys.readouterr() == ("", "")


def test_every_problem_is_printed_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    expected = (CORPUS / "bad" / "expected.txt").read_text("utf-8")
    assert check.main(["--docs", str(CORPUS / "bad" / "docs")]) == 1
    out, err = capsys.readouterr()
    assert out == expected
    assert err == f"{len(expected.splitlines())} problems\n"


def test_only_the_named_files_and_folders_are_spoken_of(capsys: pytest.CaptureFixture[str]) -> None:
    docs = CORPUS / "bad" / "docs"
    status = check.main(["--docs", str(docs), str(docs / "plans"), str(docs / "questions/concepts/bad-date.md")])
    out = capsys.readouterr().out.splitlines()
    assert status == 1
    assert [line.split(":")[0] for line in out] == [
        "docs/plans/no-tasks.md",
        "docs/plans/unknown-page.md",
        "docs/questions/concepts/bad-date.md",
    ]
    assert check.main(["--docs", str(docs), str(docs / "index.md")]) == 0


@pytest.mark.parametrize("arguments", [["nowhere.md"], ["--docs", "nowhere"]])
def test_a_wrong_call_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        check.main(arguments)
    assert end.value.code == 2
    assert "there is no" in capsys.readouterr().err


def test_a_page_is_reported_as_it_is_named_on_disk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    docs = Path(shutil.copytree(CORPUS / "good" / "docs", tmp_path / "content"))
    (docs / "guides" / "caching.md").write_text("no front matter", "utf-8")
    assert check.main(["--docs", str(docs)]) == 1
    assert capsys.readouterr().out.startswith("content/guides/caching.md:1:1: front-matter: ")
