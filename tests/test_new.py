"""The command `new`: what it writes passes the check but for what only an author can write."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import new
from kb.rules import examine
from kb.schema import KIND

GOOD = Path(__file__).parent / "corpus" / "good" / "docs"

GIVEN = {
    "question": [
        "--id",
        "hot-keys",
        "--round",
        "concepts",
        "--title",
        "What is a hot key: and why?",
        "--topics",
        "caching, storage",
        "--levels",
        "mid,senior",
        "--minutes",
        "10",
    ],
    "company": [
        "--id",
        "cog",
        "--title",
        "Cog & Wheel",
        "--description",
        "A company, of cogs.",
        "--claims-dimension",
        "coding",
        "--claims-value",
        'They say "yes": no.',
        "--claims-sources",
        "blog-1",
        "--claims-observed",
        "2024",
    ],
    "mistake": [
        "--id",
        "haste",
        "--title",
        "#Haste",
        "--description",
        "Too fast.",
        "--rounds",
        "coding",
        "--questions",
        "ring-buffer",
    ],
    "plan": [
        "--id",
        "one-day",
        "--title",
        "One day",
        "--description",
        "Less.",
        "--days-title",
        "Today",
        "--days-tasks-text",
        "- Read.",
        "--days-tasks-minutes",
        "30",
    ],
    "topic": ["--id", "locking", "--title", "Locking", "--guide", "guides/storage.md"],
    "source": [
        "--id",
        "acme-2",
        "--title",
        "No",
        "--publisher",
        "Acme: the blog",
        "--url",
        "https://example.org/a?b=c#d",
        "--kind",
        "employer",
        "--date",
        "undated",
    ],
}


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    yield Path(shutil.copytree(GOOD, tmp_path / "docs"))


def test_every_kind_is_tried_here() -> None:
    assert sorted(GIVEN) == sorted(new.KINDS)


@pytest.mark.parametrize("kind", new.KINDS)
def test_what_is_written_lacks_only_its_text(kind: str, docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new.main([kind, "--docs", str(docs), *GIVEN[kind]]) == 0
    assert "Wrote " in capsys.readouterr().out
    catalogue, problems = examine(docs)
    assert {problem.rule for problem in problems} <= {"empty-section"}
    assert GIVEN[kind][1] in catalogue.of_kind(kind)


def test_the_values_come_back_as_they_were_given(docs: Path) -> None:
    for kind in new.KINDS:
        new.main([kind, "--docs", str(docs), *GIVEN[kind]])
    catalogue, _ = examine(docs)
    assert catalogue.questions["hot-keys"].title == "What is a hot key: and why?"
    assert catalogue.questions["hot-keys"].topics == ("caching", "storage")
    assert catalogue.companies["cog"].claims[0].value == 'They say "yes": no.'
    assert catalogue.mistakes["haste"].title == "#Haste"
    assert catalogue.plans["one-day"].days[0].tasks[0].text == "- Read."
    assert catalogue.sources["acme-2"].url == "https://example.org/a?b=c#d"


def test_what_is_missing_is_named(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new.main(["question", "--docs", str(docs), "--id", "a", "--levels", "mid"]) == 2
    assert capsys.readouterr().err.startswith("missing: --round --title --topics --minutes (")
    assert not (docs / "questions" / "concepts" / "a.md").exists()


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--topics", "cachng", "--topics: unknown topic 'cachng'; did you mean 'caching'?"),
        ("--minutes", "ten", "--minutes: 'ten' is not a whole number; write a number from 3 to 120"),
        ("--levels", "mid,mid", "--levels: 'mid' stands here twice; keep one"),
        ("--id", "Hot Keys", "--id: 'Hot Keys' is not an id; use a-z, 0-9 and single hyphens"),
        ("--id", "ring-buffer", "--id: there is already a question 'ring-buffer'; ids are for ever"),
    ],
)
def test_a_wrong_value_is_refused_in_the_words_of_the_check(
    option: str, value: str, message: str, docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = list(GIVEN["question"])
    given[given.index(option) + 1] = value
    before = sorted(docs.rglob("*"))
    assert new.main(["question", "--docs", str(docs), *given]) == 1
    assert capsys.readouterr().err.strip() == message
    assert sorted(docs.rglob("*")) == before


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_in_a_terminal_it_asks_until_the_answer_is_right(
    docs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter(["", "hot-keys", "concepts", "What?", "cachng", "caching", "mid", "10"])
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("builtins.input", lambda prompt: next(answers))
    assert new.main(["question", "--docs", str(docs)]) == 0
    assert next(answers, None) is None
    said = capsys.readouterr().out
    assert "did you mean 'caching'?" in said and "a value is needed" in said
    assert "coding, concepts" in said


def test_every_required_field_can_be_given() -> None:
    for kind in new.KINDS:
        given = {blank.option.split("-")[0] for blank in new.blanks(KIND[kind])}
        assert {field.name for field in KIND[kind].fields if field.required} <= given


def test_a_value_that_yaml_takes_for_nothing_is_refused(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = [*GIVEN["question"][:-1], "#5"]
    assert new.main(["question", "--docs", str(docs), *given]) == 1
    assert capsys.readouterr().err.strip() == "--minutes: is empty"


@pytest.mark.parametrize(
    ("kind", "file", "text"),
    [
        ("question", "rounds.yml", None),
        ("question", "rounds.yml", b"- id: concepts\n"),
        ("question", "rounds.yml", b"- [\n"),
        ("topic", "topics.yml", None),
        ("source", "sources.yml", None),
        ("source", "sources.yml", b"id: a\n"),
        ("source", "sources.yml", b"- {id: caf\xe9}\n"),
    ],
)
def test_data_that_is_missing_or_broken_is_a_message(
    kind: str, file: str, text: bytes | None, docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = docs / "_data" / file
    path.unlink() if text is None else path.write_bytes(text)
    before = sorted(docs.rglob("*"))
    assert new.main([kind, "--docs", str(docs), *GIVEN[kind]]) == 1
    said = capsys.readouterr().err.strip()
    assert said == f"{path} is missing or has a fault; run: python3 scripts/check.py"
    assert sorted(docs.rglob("*")) == before and (text is None or path.read_bytes() == text)


def test_the_first_record_of_an_empty_file_is_written(docs: Path) -> None:
    (docs / "_data" / "sources.yml").write_text("")
    assert new.main(["source", "--docs", str(docs), *GIVEN["source"]]) == 0
    assert (docs / "_data" / "sources.yml").read_text("utf-8").startswith("- id: acme-2\n")


def test_a_folder_that_is_not_there_is_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        new.main(["question", "--docs", "nowhere"])
    assert end.value.code == 2
    assert "there is no folder nowhere" in capsys.readouterr().err


def changed(kind: str, **values: str) -> list[str]:
    """The options of a kind with some of their values put in place of the others."""
    given = list(GIVEN[kind])
    for option, value in values.items():
        given[given.index(f"--{option}") + 1] = value
    return given


def test_levels_are_put_in_order(docs: Path) -> None:
    assert new.main(["question", "--docs", str(docs), *changed("question", levels="senior,mid")]) == 0
    assert "levels: [mid, senior]\n" in (docs / "questions/concepts/hot-keys.md").read_text("utf-8")


def test_a_title_that_a_page_has_is_refused(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new.main(["question", "--docs", str(docs), *changed("question", title="build a ring buffer")]) == 1
    said = "--title: this is the title of questions/coding/ring-buffer.md too; say what is different\n"
    assert capsys.readouterr().err == said


def test_a_day_to_come_and_an_option_of_another_command_are_not_offered(
    docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new.main(["question", "--docs", str(docs), *GIVEN["question"], "--reviewed", "2999-01-01"]) == 1
    assert "--reviewed: '2999-01-01' has not come yet" in capsys.readouterr().err
    assert new.main(["question", "--docs", str(docs), *changed("question", topics="Caching")]) == 1
    assert capsys.readouterr().err == "--topics: unknown topic 'Caching'; write caching\n"
