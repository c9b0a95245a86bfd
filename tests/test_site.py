"""A small site built by MkDocs with the real hooks and settings, in this process."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

NASTY = "What is a <b>stampede</b> | of `a` [cache](x) & *who* pays {: onclick=alert(1) }?"


def make(root: Path, project: Path) -> Path:
    """Builds the good corpus with the repository's settings; the folder of the site."""
    shutil.copytree(root / "tests" / "corpus" / "good" / "docs", project / "docs", dirs_exist_ok=True)
    for name in ("hooks", "overrides"):
        shutil.copytree(root / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(root / "docs" / "assets", project / "docs" / "assets")
    config = (root / "mkdocs.yml").read_text("utf-8")
    config = re.sub(r"^nav:\n(?:[ -].*\n|\n)+", "", config, flags=re.M)
    (project / "mkdocs.yml").write_text(config, "utf-8")
    return project


def run(project: Path, strict: bool = True) -> Path:
    config = load_config(str(project / "mkdocs.yml"), strict=strict)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    return Path(config.site_dir)


@pytest.fixture(scope="module")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield run(make(root, tmp_path_factory.mktemp("project")))


def page(site: Path, address: str) -> str:
    return (site / address / "index.html").read_text("utf-8")


PROMISED = (
    "questions",
    "questions/concepts/stampede",
    "questions/topics/caching",
    "questions/companies/acme",
    "questions/rounds/coding",
    "questions/levels/senior",
    "companies/acme",
    "companies/compare",
    "companies/compare/acme-vs-bolt",
    "companies/matrix",
    "companies/sources",
    "plans/two-days",
    "mistakes/silence",
    "coverage",
    "contributing/rules",
    "contributing/fields",
    "contributing/directives",
)


@pytest.mark.parametrize("address", PROMISED)
def test_a_promised_address_is_there_with_title_description_and_edit_link(site: Path, address: str) -> None:
    text = page(site, address)
    title = re.search(r"<title>(.*?)</title>", text, re.S)
    description = re.search(r'<meta name="description" content="([^"]+)"', text)
    assert title and title[1].strip() and not title[1].startswith("Backend Interview Handbook")
    assert description and description[1]
    assert re.search(r'href="https://github.com/example/backend-interview-handbook/edit/main/[^"]+" title="Edit', text)


def test_generated_pages_are_edited_where_they_come_from(site: Path) -> None:
    base = "https://github.com/example/backend-interview-handbook/edit/main/"
    assert f'href="{base}docs/_data/topics.yml"' in page(site, "questions/topics/caching")
    assert f'href="{base}hooks/kb/rules.py"' in page(site, "contributing/rules").replace("docs/../", "")


def test_data_files_are_not_published_and_the_interface_is(site: Path) -> None:
    assert not list(site.rglob("*.yml"))
    assert json.loads((site / "api/v1/questions.json").read_text("utf-8"))["version"] == 1
    assert (site / "api/v1/plans.schema.json").is_file()


def test_an_old_address_leads_to_the_new_one(site: Path) -> None:
    assert 'url=../../../questions/concepts/stampede/"' in page(site, "questions/concepts/old-name")


def test_an_answer_is_folded_and_can_be_linked_to(site: Path) -> None:
    text = page(site, "questions/concepts/stampede")
    assert re.search(r'<h2 class="kb-fold-title" id="answer">.*?</h2>\s*<details class="kb-fold"><summary', text)
    assert 'href="#answer"' in text


def found_by_search(site: Path) -> dict[str, str]:
    index = json.loads((site / "search/index.json").read_text("utf-8"))
    return dict(zip(index["urls"], index["titles"], strict=True))


def test_generated_pages_and_folded_answers_are_found_by_search(site: Path) -> None:
    assert {"questions/topics/caching/", "questions/concepts/stampede/", "companies/compare/"} <= set(
        found_by_search(site)
    )
    texts = json.loads((site / "search/text/questions/concepts/stampede.json").read_text("utf-8"))
    answer = next(text for anchor, _, text in texts if anchor == "answer")
    assert "Many readers miss at once" in answer


def test_every_anchor_that_search_leads_to_is_there(site: Path) -> None:
    led = 0
    for url in found_by_search(site):
        texts = json.loads((site / f"search/text/{url.rstrip('/') or 'index'}.json").read_text("utf-8"))
        built = page(site, url)
        for anchor, _, _ in texts:
            assert not anchor or f'id="{anchor}"' in built, f"{url}#{anchor}"
            led += bool(anchor)
    assert led > 20


def test_a_hostile_title_is_text_everywhere(site: Path) -> None:
    """The theme escapes nothing, and the title stands in the head, in lists, in the navigation and in search."""
    shown = 0
    for file in site.rglob("*.html"):
        text = file.read_text("utf-8")
        assert "<b>stampede" not in text and 'onclick="' not in text, file
        bare = html.unescape(re.sub(r"<[^>]+>", "", text))
        shown += NASTY in bare
    assert shown > 5
    assert found_by_search(site)["questions/concepts/stampede/"] == NASTY  # put into the page as text, never as markup


def test_questions_are_outside_the_side_navigation(site: Path) -> None:
    navigation = re.search(
        r'<nav class="md-nav md-nav--primary.*(?=<div class="md-content)', page(site, "guides"), re.S
    )
    assert navigation and 'href="../questions/"' in navigation[0]
    assert "questions/concepts/" not in navigation[0] and "companies/acme" not in navigation[0]


def test_a_fault_stops_the_build_with_all_messages_and_no_site(
    root: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    project = make(root, tmp_path)
    file = project / "docs" / "questions" / "coding" / "ring-buffer.md"
    file.write_text(
        file.read_text("utf-8").replace("[queues]", "[queue]").replace("minutes: 30", "minutes: x"), "utf-8"
    )
    with pytest.raises(Abort):
        run(project)
    assert caplog.messages[-1].splitlines() == [
        "docs/questions/coding/ring-buffer.md:3:10: unknown-id: topics: unknown topic 'queue'; did you mean 'queues'?",
        "docs/questions/coding/ring-buffer.md:5:10: wrong-type: minutes: 'x' is not a whole number",
        "2 problem(s) in the content; nothing was built.",
    ]
    assert not (project / "site").exists()


def test_two_builds_give_the_same_bytes(site: Path, root: Path, tmp_path: Path) -> None:
    again = run(make(root, tmp_path))
    first = {f.relative_to(site): f.read_bytes() for f in site.rglob("*") if f.is_file() and "sitemap" not in f.name}
    second = {f.relative_to(again): f.read_bytes() for f in again.rglob("*") if f.is_file() and "sitemap" not in f.name}
    assert first == second
