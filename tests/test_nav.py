"""The navigation in the settings, held against the pages."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import check
from kb.nav import problems
from kb.rules import examine

GOOD = Path(__file__).parent / "corpus" / "good" / "docs"

SETTINGS = """\
site_name: A
markdown_extensions:
  - one: {format: !!python/name:pymdownx.superfences.fence_code_format}
not_in_nav: |
  /questions/*/*.md
  /companies/*.md
nav:
  - Home: index.md
  - Guides:
      # the overview first
      - Overview: guides/index.md
      - guides/caching.md
  - Elsewhere: https://example.org/
extra: {nav: [nothing.md]}
"""
PAGES = ("index.md", "guides/index.md", "guides/caching.md", "questions/coding/a.md", "companies/b.md")


def said(settings: str, authored: tuple[str, ...] = PAGES, made: tuple[str, ...] = ()) -> list[str]:
    return [problem.formatted() for problem in problems(settings, authored, (*authored, *made))]


def test_a_whole_navigation_is_good() -> None:
    assert said(SETTINGS) == []


def test_a_page_that_is_nowhere_is_reported_at_the_page() -> None:
    assert said(SETTINGS, (*PAGES, "plans/week.md")) == [
        "docs/plans/week.md:1:1: nav: the page is not in the navigation; add it to nav in mkdocs.yml"
    ]


def test_an_entry_that_leads_nowhere_is_reported_in_the_settings() -> None:
    spoilt = SETTINGS.replace("- guides/caching.md", "- guides/cachng.md")
    assert said(spoilt) == [
        "mkdocs.yml:12:9: nav: 'guides/cachng.md' leads nowhere: there is no such page; did you mean "
        "'guides/caching.md'?",
    ]


def test_a_generated_page_may_be_an_entry() -> None:
    more = SETTINGS.replace("  - Elsewhere", "  - questions/index.md\n  - Elsewhere")
    assert said(more, made=("questions/index.md",)) == []
    assert len(said(more)) == 1


@pytest.mark.parametrize("settings", ["", "site_name: A\n", "nav:\n", "theme:\n  nav: [a.md]\n"])
def test_without_a_navigation_there_is_nothing_to_check(settings: str) -> None:
    assert said(settings) == []


@pytest.mark.parametrize("nav", ["nav:\n- index.md\n- guides/index.md\n- guides/caching.md\n", "nav: [index.md]\n"])
def test_a_navigation_may_be_written_otherwise(nav: str) -> None:
    left_out = "not_in_nav: |\n  /questions/*/*.md\n  /companies/*.md\n"
    assert len(said(nav + left_out)) == (2 if "[" in nav else 0)


@pytest.mark.parametrize(
    ("nav", "message"),
    [
        ("nav: [index.md\n", "mkdocs.yml:1:6: yaml: this is not YAML: did not find expected ',' or ']'"),
        ("nav: *all\n", "mkdocs.yml:1:6: yaml-feature: anchors and aliases are not accepted"),
        ("nav: " + "[" * 50_000 + "\n", "mkdocs.yml:1:18: yaml-feature: nested more than 12 levels deep"),
    ],
)
def test_a_navigation_that_cannot_be_read_is_a_message(nav: str, message: str) -> None:
    (found,) = said(nav)
    assert found.startswith(message), found


def test_the_check_reads_the_settings_beside_the_content(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    docs = Path(shutil.copytree(GOOD, tmp_path / "docs"))
    everything = "".join(f"  - {path}\n" for path in examine(docs)[0].pages if path != "guides/storage.md")
    (tmp_path / "mkdocs.yml").write_text(f"nav:\n{everything}  - nowhere.md\n")
    assert check.main(["--docs", str(docs)]) == 1
    listed = capsys.readouterr().out.splitlines()
    assert [line.partition(";")[0] for line in listed] == [
        "mkdocs.yml:13:5: nav: 'nowhere.md' leads nowhere: there is no such page",
        "docs/guides/storage.md:1:1: nav: the page is not in the navigation",
    ]


def test_an_exception_that_is_no_pattern_is_one_message() -> None:
    assert said("nav: [index.md]\nnot_in_nav: |\n  !\n") == [
        "mkdocs.yml:2:13: nav: not_in_nav: a line is no pattern: Invalid git pattern: '!'; write it as in a .gitignore"
    ]
