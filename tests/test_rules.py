"""The whole bad corpus with its complete list of messages, and the rules one by one."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from kb import files
from kb.problems import Position
from kb.render import TEMPLATES, examples
from kb.rules import RULES, examine

CORPUS = Path(__file__).parent / "corpus"


def messages(docs: Path) -> list[str]:
    return [problem.formatted() for problem in examine(docs)[1]]


def test_the_bad_corpus_gives_exactly_these_messages() -> None:
    assert messages(CORPUS / "bad" / "docs") == (CORPUS / "bad" / "expected.txt").read_text("utf-8").splitlines()


def test_the_good_corpus_gives_none() -> None:
    assert messages(CORPUS / "good" / "docs") == []


MESSAGE = re.compile(r"docs/[^:]+:[1-9]\d*:[1-9]\d*: ([a-z-]+): (?!\s)[^\n]+")


def test_every_message_has_the_contract_form() -> None:
    for line in messages(CORPUS / "bad" / "docs"):
        assert MESSAGE.fullmatch(line), line


def test_every_rule_has_an_example_and_every_message_a_rule(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some are shown by what is made here: too big for git, absent, or not of the content alone."""
    (copy / "guides" / "big.md").write_text("x" * (files.MAX_BYTES + 1))
    (copy / "_data" / "levels.yml").unlink()
    listed = [*messages(CORPUS / "bad" / "docs"), *messages(copy)]
    found = {MESSAGE.fullmatch(line)[1] for line in listed}  # type: ignore[index]
    found |= {problem.rule for problem in examine(copy, "nav: [nothing.md]")[1]}
    found |= {problem.rule for problem in examine(copy, latest="2000-01-01")[1]}
    monkeypatch.setattr(files, "MAX_FILES", 1)
    found |= {problem.rule for problem in examine(copy)[1]}
    assert found == {rule.name for rule in RULES}


def test_the_examples_on_the_page_of_rules_are_what_the_checker_says(
    copy: Path, request: pytest.FixtureRequest
) -> None:
    """One for each rule that the bad corpus breaks: the shortest, one with a line of its own if there is any."""
    (copy / "_data" / "levels.yml").unlink()
    found: dict[str, list[tuple[bool, int, str, str]]] = {}
    for docs in (CORPUS / "bad" / "docs", copy):
        for problem in examine(docs)[1]:
            written = _line(docs, problem.position)
            said = f"{problem.message}; {problem.hint}" if problem.hint else problem.message
            entry = (not written, len(written) + len(said), written, said)
            found.setdefault(problem.rule, []).append(entry)
    shortest = {rule: list(min(entries)[2:]) for rule, entries in sorted(found.items())}
    if request.config.getoption("--update-golden"):
        text = json.dumps(shortest, ensure_ascii=False, indent=2) + "\n"
        (TEMPLATES / "rule-examples.json").write_text(text, "utf-8")
        examples.cache_clear()
    assert {rule: list(example) for rule, example in examples().items()} == shortest


def _line(docs: Path, at: Position) -> str:
    """The line at a place, if it can be shown and the place is not that of a whole file."""
    if (at.line, at.column) == (1, 1):
        return ""
    try:
        line = (docs / at.path).read_text("utf-8").split("\n")[at.line - 1].strip()
    except (OSError, UnicodeDecodeError, IndexError):
        return ""
    return line if line.isprintable() and line.isascii() else ""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the good corpus to spoil."""
    return Path(shutil.copytree(CORPUS / "good" / "docs", tmp_path / "docs"))


def spoil(copy: Path, path: str, old: str, new: str) -> list[str]:
    file = copy / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return messages(copy)


def test_a_file_that_is_too_large_is_not_read(copy: Path) -> None:
    (copy / "guides" / "big.md").write_text("x" * (files.MAX_BYTES + 1))
    assert messages(copy) == [
        "docs/guides/big.md:1:1: file-size: has 262,145 bytes; 262,144 is the most; split it",
    ]


def test_links_on_disk_are_refused(copy: Path) -> None:
    (copy / "guides" / "secret.md").symlink_to("/etc/passwd")
    (copy / "folder").symlink_to("/etc")
    assert [line.split(":")[0] + line.split(":")[3] for line in messages(copy)] == [
        "docs/folder file-type",
        "docs/guides/secret.md file-type",
    ]


def test_missing_data_is_one_message(copy: Path) -> None:
    (copy / "_data" / "levels.yml").unlink()
    assert messages(copy) == [
        "docs/_data/levels.yml:1:1: missing-data: there is no _data/levels.yml; Levels of seniority, lowest first."
    ]


def test_windows_line_ends_and_a_byte_order_mark_are_accepted(copy: Path) -> None:
    file = copy / "guides" / "storage.md"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert messages(copy) == []


def test_a_renamed_heading_breaks_the_links_to_it(copy: Path) -> None:
    assert spoil(copy, "guides/caching.md", "## Numbers", "## Figures") == [
        "docs/guides/caching.md:13:102: dead-anchor: '#numbers' leads to a heading that guides/caching.md does not "
        "have; known: figures",
        "docs/guides/storage.md:8:30: dead-anchor: 'caching.md#numbers' leads to a heading that guides/caching.md "
        "does not have; known: figures",
    ]


def test_a_deleted_page_is_missed_by_what_names_it(copy: Path) -> None:
    (copy / "questions" / "coding" / "ring-buffer.md").unlink()
    assert [line.partition(";")[0] for line in messages(copy)] == [
        "docs/mistakes/silence.md:5:13: unknown-id: questions: unknown question 'ring-buffer'",
        "docs/plans/two-days.md:7:58: unknown-id: pages: unknown page 'questions/coding/ring-buffer.md'",
        "docs/questions/concepts/stampede.md:8:11: unknown-id: related: unknown question 'ring-buffer'",
    ]


def test_a_link_to_a_generated_page_is_good_and_to_none_is_not(copy: Path) -> None:
    good = spoil(copy, "guides/storage.md", "Data has", "[Caching](../questions/topics/caching.md): data has")
    assert good == []
    bad = spoil(copy, "guides/storage.md", "topics/caching.md", "topics/cachng.md")
    assert len(bad) == 1 and "did you mean '../questions/topics/caching.md'?" in bad[0]


@pytest.mark.parametrize(
    ("link", "hint"),
    [
        ("/guides/caching.md#top", "write caching.md#top"),
        ("docs/guides/caching.md", "did you mean 'caching.md'?"),
        ("../../guides/caching.md", "did you mean 'caching.md'?"),
        ("www.example.org/a", "write https://www.example.org/a for another site"),
    ],
)
def test_a_hint_is_what_can_be_written_in_place_of_the_link(copy: Path, link: str, hint: str) -> None:
    (found,) = spoil(copy, "guides/storage.md", "Data has", f"[Caching]({link}): data has")
    assert found.endswith(f"; {hint}"), found


def test_a_day_that_has_not_come_is_refused_where_today_is_known(copy: Path) -> None:
    (copy / "guides" / "later.md").write_text(
        "---\ntitle: Later\ndescription: A page.\nreviewed: 2031-05-02\n---\n\nText.\n", "utf-8"
    )
    assert [p.formatted() for p in examine(copy, latest="2031-05-02")[1]] == []
    assert [p.formatted() for p in examine(copy, latest="2031-05-01")[1]] == [
        "docs/guides/later.md:4:11: future-date: reviewed: '2031-05-02' has not come yet; "
        "write the day on which it was so; today is the latest"
    ]
    assert messages(copy) == []


def test_a_source_whose_id_has_capitals_is_one_message(copy: Path) -> None:
    found = spoil(copy, "_data/topics.yml", "id: caching", "id: Caching")
    assert [line.split(": ")[1] for line in found] == ["bad-value"]


def test_rule_names_and_sentences_are_fit_to_be_read() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
        assert rule.sentence[0].isupper() and rule.sentence.endswith(".")


def test_what_a_mention_names_must_be_there_even_if_nothing_of_its_kind_is(copy: Path) -> None:
    for name in ("acme", "bolt"):
        (copy / "companies" / f"{name}.md").unlink()
    assert [line.partition(": ")[2].partition(";")[0] for line in messages(copy)] == [
        "unknown-id: companies: unknown company 'acme'",
        "unknown-id: companies: unknown company 'bolt'",
        "unknown-id: company: unknown company 'acme'",
    ]


@pytest.mark.parametrize("name", ["a.B c.md", "a..md", "a.b-.txt"])
def test_every_part_of_a_file_name_lasts(copy: Path, name: str) -> None:
    (copy / "guides" / name).write_text("---\ntitle: Odd\ndescription: Odd.\n---\n\nText.\n")
    assert [line.split(": ")[1] for line in messages(copy)] == ["file-name"]


def test_a_page_that_cannot_be_decoded_is_one_message(copy: Path) -> None:
    (copy / "guides" / "storage.md").write_text("---\ntitle: a\u2028b\n---\n", "utf-8")
    assert messages(copy) == [
        "docs/guides/storage.md:2:9: encoding: the invisible character U+2028 is not accepted; delete it"
    ]


def test_a_redirect_does_not_stand_where_a_page_is(copy: Path) -> None:
    found = spoil(copy, "_data/redirects.yml", "concepts/old-name.md", "concepts/stampede/index.md")
    assert len(found) == 1 and ": redirect: old: there is a page" in found[0]


@pytest.mark.parametrize("code", ["-" * 100_000 + "1", "x" + ".a" * 50_000])
def test_python_that_cannot_be_parsed_is_a_message(copy: Path, code: str) -> None:
    file = copy / "guides" / "storage.md"
    file.write_text(f"{file.read_text('utf-8')}\n<!-- kb:run -->\n```python\n{code}\n```\n", "utf-8")
    found = [line.partition(": ")[2] for line in messages(copy)]
    assert "run: this Python is nested too deeply to be read; nest it less, or take kb:run away" in found


@pytest.mark.parametrize(("indent", "column"), [("", 5), ("  ", 7), ("    ", 9)])
def test_a_fault_in_python_has_its_column_in_the_file(copy: Path, indent: str, column: int) -> None:
    file = copy / "guides" / "storage.md"
    lines = ["```python", "x = 1", "y = = 2", "```"]
    block = "".join(f"{indent}{line}\n" for line in lines)
    file.write_text(f"{file.read_text('utf-8')}\n<!-- kb:run -->\n{block}", "utf-8")
    (found,) = [problem for problem in examine(copy)[1] if problem.rule == "run"]
    line = file.read_text("utf-8").split("\n")[found.position.line - 1]
    assert (line.strip(), found.position.column) == ("y = = 2", column)


def test_a_page_that_moved_is_found_from_its_old_path(copy: Path) -> None:
    (found,) = spoil(copy, "plans/two-days.md", "questions/coding/ring-buffer.md", "questions/concepts/old-name.md")
    assert found.endswith(
        "unknown page 'questions/concepts/old-name.md'; the page has moved to questions/concepts/stampede.md"
    )


@pytest.mark.parametrize("name", ["vs-bolt", "acme-vs", "acme-vs-bolt", "vs"])
def test_a_company_cannot_take_the_address_of_a_pair(copy: Path, name: str) -> None:
    text = (copy / "companies" / "bolt.md").read_text("utf-8")
    (copy / "companies" / f"{name}.md").write_text(text.replace("title: Bolt", "title: Another"), "utf-8")
    assert [line.split(": ")[1] for line in messages(copy)] == ["reserved-id"]


@pytest.mark.parametrize("info", ["{.python}", "{ .python }", '{.python title="a.py"}', "python"])
def test_a_language_may_be_written_with_braces(copy: Path, info: str) -> None:
    assert spoil(copy, "questions/coding/ring-buffer.md", "```python", f"```{info}") == []
