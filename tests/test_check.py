"""The command `check`: what it prints, how it ends, and which paths it speaks of."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

import check
from kb.rules import examine

CORPUS = Path(__file__).parent / "corpus"
STORAGE_LINES = (CORPUS / "good" / "docs" / "guides" / "storage.md").read_text("utf-8").count("\n")


def test_clean_content_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main(["--docs", str(CORPUS / "good" / "docs")]) == 0
    assert capsys.readouterr() == ("", "")


def test_every_problem_is_printed_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    expected = (CORPUS / "bad" / "expected.txt").read_text("utf-8")
    assert check.main(["--docs", str(CORPUS / "bad" / "docs")]) == 1
    out, err = capsys.readouterr()
    assert out == expected
    files = len({line.split(":")[0] for line in expected.splitlines()})
    assert re.match(rf"{len(expected.splitlines())} problems in {files} files: [a-z-]+ \d+, ", err)
    assert ". What the rules are: https://" in err and err.count("\n") == 2
    assert err.endswith("Some of it has one right answer: python3 scripts/check.py --fix mends that.\n")


def test_only_the_named_files_and_folders_are_spoken_of(capsys: pytest.CaptureFixture[str]) -> None:
    docs = CORPUS / "bad" / "docs"
    status = check.main(["--docs", str(docs), str(docs / "mistakes"), str(docs / "questions/concepts/bad-date.md")])
    out = capsys.readouterr().out.splitlines()
    assert status == 1
    assert [line.split(":")[0] for line in out] == [
        "docs/mistakes/no-rounds.md",
        "docs/mistakes/unknown-question.md",
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


# Formats


@pytest.fixture
def two_faults(tmp_path: Path) -> Path:
    """A copy of the good corpus with two faults on one line, and one in another file."""
    docs = Path(shutil.copytree(CORPUS / "good" / "docs", tmp_path / "docs"))
    page = docs / "questions" / "concepts" / "stampede.md"
    page.write_text(page.read_text("utf-8").replace("topics: [caching", "topics: ['100%, a:b\\n', cachng"), "utf-8")
    (docs / "guides" / "storage.md").write_text("no front matter", "utf-8")
    return docs


def test_annotations_for_github(two_faults: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Escaped by the rules of its toolkit: per cent signs everywhere, colons and commas in properties."""
    assert check.main(["--docs", str(two_faults), "--format", "github"]) == 1
    out = capsys.readouterr().out.splitlines()
    rules = "https://example.github.io/backend-interview-handbook/contributing/rules/"
    assert out[0] == (
        "::error file=docs/guides/storage.md,line=1,col=1,title=front-matter::there is no front matter; begin the file "
        f"with a line ---, the fields and another line --- ({rules}#front-matter)"
    )
    wrong = [line for line in out if "stampede.md" in line and "title=unknown-id" in line]
    assert wrong[0].startswith("::error file=docs/questions/concepts/stampede.md,line=3,col=10,title=unknown-id::")
    assert "unknown topic '100%25, a:b\\n'" in wrong[0]
    assert all(line.startswith("::error file=") for line in out)


def test_json_for_programs(two_faults: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main(["--docs", str(two_faults), str(two_faults / "guides"), "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found == {
        "version": 1,
        "problems": [
            {
                "path": "docs/guides/storage.md",
                "line": 1,
                "column": 1,
                "rule": "front-matter",
                "message": "there is no front matter",
                "hint": "begin the file with a line ---, the fields and another line ---",
                "url": "https://example.github.io/backend-interview-handbook/contributing/rules/#front-matter",
            },
            *found["problems"][1:],
        ],
        "counts": {"problems": len(found["problems"]), "files": 1, "rules": found["counts"]["rules"]},
        "fixed": [],
    }
    assert sum(found["counts"]["rules"].values()) == len(found["problems"])


def test_clean_content_is_an_empty_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main(["--docs", str(CORPUS / "good" / "docs"), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found == {"version": 1, "problems": [], "counts": {"problems": 0, "files": 0, "rules": {}}, "fixed": []}


# Mending


@pytest.fixture
def fixable(tmp_path: Path) -> Path:
    """A page with three things that have one right answer, and a guide with one."""
    docs = Path(shutil.copytree(CORPUS / "good" / "docs", tmp_path / "docs"))
    page = docs / "questions" / "concepts" / "isolation.md"
    text = page.read_text("utf-8")
    assert "topics: [storage]\n" in text and "reviewed: 2026-11-18\n" in text
    text = text.replace("topics: [storage]\n", "topics: Databases \n").replace("2026-11-18", "18 Nov 2026")
    page.write_text(text, "utf-8")
    page.chmod(0o640)
    guide = docs / "guides" / "storage.md"
    guide.write_text(guide.read_text("utf-8").rstrip("\n"), "utf-8")
    return docs


def test_fix_mends_and_says_so(fixable: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = (CORPUS / "good" / "docs" / "questions" / "concepts" / "isolation.md").read_text("utf-8")
    page = fixable / "questions" / "concepts" / "isolation.md"
    assert check.main(["--docs", str(fixable), "--fix"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        f"docs/guides/storage.md:{STORAGE_LINES}: fixed: ended the file with one line feed",
        "docs/questions/concepts/isolation.md:3: fixed: took out the white space at the end of the line",
        "docs/questions/concepts/isolation.md:3: fixed: topics: wrote 'Databases' as storage",
        "docs/questions/concepts/isolation.md:3: fixed: topics: wrote the single value as a list, [Databases]",
        "docs/questions/concepts/isolation.md:6: fixed: reviewed: wrote '18 Nov 2026' as 2026-11-18",
    ]
    assert err == "5 fixed.\n"
    assert page.read_text("utf-8") == good
    assert page.stat().st_mode & 0o777 == 0o640
    assert sorted(p.name for p in page.parent.iterdir()) == ["isolation.md", "stampede.md"]
    assert check.main(["--docs", str(fixable), "--fix"]) == 0
    assert capsys.readouterr() == ("", "")


def test_fix_touches_only_the_named_files(fixable: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = fixable / "questions" / "concepts" / "isolation.md"
    before = page.read_bytes()
    assert check.main(["--docs", str(fixable), "--fix", str(fixable / "guides"), "--format", "github"]) == 0
    assert capsys.readouterr().out == (
        f"::notice file=docs/guides/storage.md,line={STORAGE_LINES},title=fixed::ended the file with one line feed\n"
    )
    assert page.read_bytes() == before


def test_what_cannot_be_mended_is_still_reported(two_faults: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main(["--docs", str(two_faults), "--fix", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["counts"]["rules"]["front-matter"] == 1


def test_a_file_that_cannot_be_written_stays_whole(
    fixable: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = fixable / "questions" / "concepts" / "isolation.md"
    before = page.read_bytes()

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert check.main(["--docs", str(fixable), "--fix"]) == 1
    assert f"{page} cannot be written: No space left on device\n" in capsys.readouterr().err
    assert page.read_bytes() == before
    assert sorted(p.name for p in page.parent.iterdir()) == ["isolation.md", "stampede.md"]


def test_a_day_that_has_not_come_is_found_by_the_check_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docs = Path(shutil.copytree(CORPUS / "good" / "docs", tmp_path / "docs"))
    page = docs / "questions" / "concepts" / "stampede.md"
    page.write_text(re.sub(r"reviewed: .*", "reviewed: 2999-01-01", page.read_text("utf-8")), "utf-8")
    assert check.main(["--docs", str(docs)]) == 1
    (found,) = capsys.readouterr().out.splitlines()
    assert ": future-date: reviewed: '2999-01-01' has not come yet; " in found
    assert examine(docs)[1] == []
