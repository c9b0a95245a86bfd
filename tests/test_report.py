"""The report on a change: what is compared, how it reads, and the command on a small repository."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import report
from kb import changes
from kb.changes import Changed, Count, Report, RowChange, compare
from kb.rules import examine

CORPUS = Path(__file__).parent / "corpus" / "good" / "docs"

QUESTION = """\
---
title: "@someone <img src=x onerror=alert(1)> ![a](b) `tick` | https://evil.example"
topics: [caching, queues]
levels: [mid, senior]
minutes: 25
sightings:
  - {company: acme, source: blog-1}
reviewed: 2026-11-21
---

## Prompt

"How do many readers share one copy that has gone stale?"

## Answer

They wait for it.

## Red flags

- Silence.
"""


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A copy of the good corpus to change."""
    return Path(shutil.copytree(CORPUS, tmp_path / "docs"))


def edit(docs: Path, path: str, old: str, new: str) -> None:
    file = docs / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def found(docs: Path, base: Path = CORPUS) -> Report:
    return compare(examine(base), examine(docs))


def warnings(made: Report) -> list[str]:
    return [warned.sentence.format(*warned.about) for warned in made.warnings]


def test_nothing_changed_is_nothing(docs: Path) -> None:
    made = found(docs)
    assert made.is_empty and not made.new and not made.warnings
    assert "Nothing that readers see is changed." in changes.markdown(made)


def test_an_added_question_enters_its_lists_and_is_counted(docs: Path) -> None:
    (docs / "questions/concepts/stale-copies.md").write_text(QUESTION, "utf-8")
    made = found(docs)
    assert [(r.what, r.kind, r.id) for r in made.records] == [("added", "question", "stale-copies")]
    assert [row.enters for row in made.rows] == [
        (
            "/questions/",
            "/questions/rounds/concepts/",
            "/questions/topics/caching/",
            "/questions/topics/queues/",
            "/questions/topics/storage/",
            "/questions/levels/mid/",
            "/questions/levels/senior/",
            "/questions/companies/acme/",
        )
    ]
    counts = {count.of: (count.before, count.after) for count in made.coverage}
    assert counts["questions"] == (3, 4) and counts["sightings"] == (1, 2)
    assert counts["questions, round concepts"] == (2, 3) and counts["questions, topic queues"] == (1, 2)
    assert counts["questions, level mid"] == (2, 3) and counts["questions, company acme"] == (1, 2)
    assert [page.after for page in made.pages] == [("/questions/concepts/stale-copies/",)]


def test_a_changed_claim_is_a_cell_before_and_after_and_a_warning_if_nothing_backs_it(docs: Path) -> None:
    edit(docs, "companies/bolt.md", "value: A take-home.", "value: No take-home.")
    made = found(docs)
    before, after = (
        f"{value}; 2025; blog-1; unlike the usual loop [Candidate report]"
        for value in ("A take-home.", "No take-home.")
    )
    assert made.cells == (Changed("bolt × coding", (before,), (after,)),)
    assert warnings(made) == ["the claim in bolt × coding says something else, with the same sources and date"]
    edit(docs, "companies/bolt.md", "observed: 2025}", "observed: 2026-02}")
    assert warnings(found(docs)) == []


def test_a_changed_field_reads_before_and_after(docs: Path) -> None:
    edit(docs, "questions/concepts/isolation.md", "minutes: 12", "minutes: 20")
    made = found(docs)
    assert made.records[0].changed == (Changed("minutes", ("12",), ("20",)),)
    row = made.rows[0]
    assert row.before.endswith("12 min") and row.after.endswith("20 min") and not row.enters and not row.leaves


def test_a_removed_page_that_others_link_to_is_told(docs: Path) -> None:
    (docs / "questions/concepts/isolation.md").unlink()
    (docs / "guides/caching.md").unlink()
    made = found(docs)
    assert warnings(made)[:2] == [
        "the page guides/caching.md is gone and no redirect leads on from its address",
        "it was linked from guides/caching.md, guides/storage.md, questions/coding/ring-buffer.md",
    ]
    assert [(r.what, r.id) for r in made.records] == [("removed", "isolation"), ("removed", "guides/caching")]
    assert {problem.rule for problem in made.new} >= {"dead-link", "unknown-id"}
    assert made.rows[0].after == "" and made.rows[0].leaves[0] == "/questions/"
    assert Count("questions", 3, 2) in made.coverage


def test_a_renamed_question_with_a_redirect_has_moved(docs: Path) -> None:
    (docs / "questions/concepts/isolation.md").rename(docs / "questions/concepts/isolation-level.md")
    with (docs / "_data/redirects.yml").open("a") as file:
        file.write("- {old: questions/concepts/isolation.md, new: questions/concepts/isolation-level.md}\n")
    made = found(docs)
    assert [(r.what, r.kind, r.path) for r in made.records] == [
        ("moved", "question", "questions/concepts/isolation-level.md")
    ]
    assert warnings(made) == [] and made.coverage == ()
    assert [(page.before, page.after) for page in made.pages] == [
        (("/questions/concepts/isolation/",), ()),
        ((), ("/questions/concepts/isolation-level/",)),
    ]


def test_a_heading_that_was_linked_to_is_missed_and_another_is_not(docs: Path) -> None:
    edit(docs, "guides/caching.md", "## Numbers", "## Figures")
    edit(docs, "guides/caching.md", "(#numbers)", "(#figures)")
    edit(docs, "guides/storage.md", "caching.md#numbers", "caching.md")
    edit(docs, "guides/storage.md", "## A table of companies", "## The companies")
    made = found(docs)
    assert made.new == ()
    assert warnings(made) == [
        "the heading guides/caching.md#numbers is gone; it was linked from guides/caching.md, guides/storage.md"
    ]


def test_a_page_that_cannot_be_read_is_an_error_and_not_a_removal(docs: Path) -> None:
    (docs / "questions/concepts/isolation.md").write_text("no front matter", "utf-8")
    made = found(docs)
    assert [problem.rule for problem in made.new] == ["front-matter"] and made.mended == made.remaining == 0
    assert made.records == ()
    assert "**1 error**, 0 warnings. What cannot be read is left out below." in changes.markdown(made)
    back = found(CORPUS, docs)
    assert (back.new, back.mended) == ((), 1)
    assert [(r.what, r.id) for r in back.records] == [("mended", "isolation")]


def test_a_fault_of_before_is_not_the_changes_although_its_line_moved(docs: Path, tmp_path: Path) -> None:
    edit(docs, "guides/storage.md", "caching.md#numbers", "caching.md#none")
    base = Path(shutil.copytree(docs, tmp_path / "base" / "docs"))
    edit(docs, "guides/storage.md", "Data has", "One line more.\n\nData has")
    made = found(docs, base)
    assert (made.new, made.remaining, made.mended) == ((), 1, 0)


def test_sources_without_use_are_told(docs: Path) -> None:
    edit(docs, "_data/sources.yml", "- id: blog-1", QUIET_SOURCE)
    assert warnings(found(docs)) == ["nothing rests on the new source quiet"]


QUIET_SOURCE = """\
- {id: quiet, title: Q, publisher: Q, url: "https://example.org/q", kind: candidate, date: undated, seen: 2026-11-20}
- id: blog-1"""


def test_a_question_close_to_another_is_told(docs: Path) -> None:
    text = QUESTION.replace(
        QUESTION.splitlines()[1], "title: Overwriting slots with the oldest messages first in a ring buffer"
    )
    text = text.replace(
        "How do many readers share one copy that has gone stale?", "A ring buffer is full: which slot goes?"
    )
    (docs / "questions/concepts/overwrite.md").write_text(text, "utf-8")
    told = warnings(found(docs))
    assert len(told) == 1
    assert re.fullmatch(r"the question overwrite is (3[5-9]|4[0-4]) % like ring-buffer; at 45 % .*", told[0]), told


def everything(docs: Path) -> None:
    """One change of each kind."""
    (docs / "questions/concepts/stale-copies.md").write_text(QUESTION, "utf-8")
    edit(docs, "companies/bolt.md", "value: A take-home.", "value: '``` No | take-home @someone <b>.'")
    edit(docs, "questions/concepts/isolation.md", "topics: [storage]", "topics: [queues, storage]")
    edit(docs, "questions/concepts/isolation.md", "It depends", "It all depends")
    edit(docs, "guides/caching.md", "## Numbers", "## <b>Figures</b>")
    (docs / "mistakes/silence.md").unlink()
    (docs / "guides/broken.md").write_text("---\ntitle: '::error::@someone'\n", "utf-8")


def test_the_whole_report(docs: Path, golden: Callable[[str, str], None]) -> None:
    everything(docs)
    golden("report.md", changes.markdown(found(docs)))


def test_authors_words_stand_in_code_alone(docs: Path) -> None:
    """Outside code GitHub would notify people, load images and follow addresses."""
    everything(docs)
    text = changes.markdown(found(docs))
    blocks = re.sub(r"(?ms)^ *(`{3,})(?:diff|text)\n.*?^ *\1$", "", text)
    assert "@someone" in text and "@someone" in blocks
    ours = re.sub(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", "", blocks)
    for sign in ("@", "<", "![", "://", "](", "|", "::"):
        assert sign not in ours, sign


def test_the_report_is_bounded(tmp_path: Path) -> None:
    rows = tuple(RowChange(f"q{n}", "", "x" * 10_000, ("/" * 9,), ()) for n in range(5000))
    made = Report((), 0, 0, (), (), (), rows, (), tuple(Count("x" * 5000, 0, n) for n in range(5000)))
    text = changes.markdown(made)
    assert len(text.encode()) < 1_000_000
    assert "… and 4,940 more." in text
    long = Changed("x", (), tuple(f"line {n}" for n in range(1000)))
    text = changes.markdown(Report((), 0, 0, (), (), (), (), (long,) * 100, ()))
    assert text.count("line 0") == 60 and text.count("  …") == 60 and len(text.encode()) < 100_000


@pytest.mark.parametrize("formatted", [changes.markdown, changes.as_data])
def test_content_of_any_kind_is_compared(formatted: Callable[[Report], object]) -> None:
    """Neither side of the bad corpus is fit to be built, and both are reported on."""
    bad = CORPUS.parent.parent / "bad" / "docs"
    for base, head in ((CORPUS, bad), (bad, CORPUS), (bad, bad)):
        made = found(head, base)
        assert formatted(made)
        assert len(made.new) + made.remaining == len(examine(head)[1])
    assert made.is_empty and not made.new


# The command


@pytest.fixture
def repository(docs: Path) -> Path:
    """A repository of the good corpus with one commit on `main`."""
    root = docs.parent
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    commit(root, "The corpus")
    return root


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True)


def commit(root: Path, message: str) -> None:
    git(root, "add", ".")
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    git(root, *identity, "commit", "--quiet", "--no-verify", "-m", message)


def test_the_working_tree_is_compared_with_where_it_began(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(repository, "switch", "--quiet", "-c", "work")
    git(repository, "switch", "--quiet", "main")
    (repository / "docs/questions/concepts/isolation.md").unlink()
    commit(repository, "Somebody else's work")
    git(repository, "switch", "--quiet", "work")
    (repository / "docs/questions/concepts/stale-copies.md").write_text(QUESTION, "utf-8")
    assert report.main(["--root", str(repository), "--base", "main"]) == 0
    out = capsys.readouterr().out
    assert "stale-copies" in out and "isolation" not in out


def test_two_commits_are_compared_and_the_files_left_alone(repository: Path, tmp_path: Path) -> None:
    (repository / "docs/questions/concepts/stale-copies.md").write_text(QUESTION, "utf-8")
    commit(repository, "A question")
    (repository / "docs/index.md").unlink()
    output = tmp_path / "report.json"
    arguments = ["--base", "HEAD~1", "--head", "HEAD", "--format", "json", "--output", str(output)]
    assert report.main(["--root", str(repository), *arguments]) == 0
    made = json.loads(output.read_text("utf-8"))
    assert [record["id"] for record in made["records"]] == ["stale-copies"] and made["new"] == []
    assert not (repository / "docs/index.md").exists()


def test_links_in_a_commit_are_not_followed(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "docs/guides/secret.md").symlink_to("/etc/passwd")
    (repository / "docs/folder").symlink_to("/etc")
    commit(repository, "Links")
    assert report.main(["--root", str(repository), "--base", "HEAD~1", "--head", "HEAD"]) == 0
    out = capsys.readouterr().out
    assert out.count("file-type") == 2 and "root:" not in out


@pytest.mark.parametrize("revision", ["nowhere", "--upload-pack=x", ""])
def test_a_revision_that_is_none_ends_with_2(
    repository: Path, revision: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report.main(["--root", str(repository), f"--base={revision}"]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("report: ")
