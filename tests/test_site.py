"""A small site built by MkDocs with the real hooks and settings, in this process."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from kb import policy

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


def run(project: Path, strict: bool = True, command: Literal["build", "serve"] = "build") -> Path:
    config = load_config(str(project / "mkdocs.yml"), strict=strict)
    config.plugins.on_startup(command=command, dirty=False)
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
    assert printed(project, caplog) == [
        "docs/questions/coding/ring-buffer.md:3:10: unknown-id: topics: unknown topic 'queue'; did you mean 'queues'?",
        "docs/questions/coding/ring-buffer.md:5:10: wrong-type: minutes: 'x' is not a whole number; write a number "
        "from 3 to 120",
    ]


def printed(project: Path, caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the build says of the content below a project's `docs` as it stops; there is no site then."""
    with pytest.raises(Abort):
        run(project)
    assert not (project / "site").exists()
    *listed, summary, last = caplog.messages[-1].splitlines()
    assert summary.startswith(f"{len(listed)} problem") and last.endswith("; nothing was built.")
    return listed


def test_the_build_says_of_the_whole_bad_corpus_what_the_check_says(
    root: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    project = make(root, tmp_path)
    shutil.rmtree(project / "docs")
    bad = root / "tests" / "corpus" / "bad"
    shutil.copytree(bad / "docs", project / "docs")
    assert printed(project, caplog) == (bad / "expected.txt").read_text("utf-8").splitlines()


def test_the_build_looks_at_no_file_before_the_check(
    root: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """MkDocs itself would follow the loop until the path is too long, fail at the name and wait for the pipe."""
    project = make(root, tmp_path)
    docs = project / "docs"
    (docs / "guides" / "loop").symlink_to("..")
    (docs / "guides" / os.fsdecode(b"caf\xe9.md")).write_text("x")
    os.mkfifo(docs / "guides" / "pipe.png")
    (docs / "deep" / "/".join(["a"] * 300)).mkdir(parents=True)
    assert [line.split(": ")[1] for line in printed(project, caplog)] == ["file-name"] * 2 + ["file-type"] * 2


def test_a_file_of_the_themes_is_not_replaced(root: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever the theme's next version calls its files; here one that this handbook's own has."""
    project = make(root, tmp_path)
    (project / "overrides" / "assets" / "images").mkdir(parents=True)
    shutil.copy(project / "docs" / "assets" / "images" / "favicon.svg", project / "overrides" / "assets" / "images")
    assert printed(project, caplog) == [
        "docs/assets/images/favicon.svg:1:1: taken: the theme has a file of this name; choose another name"
    ]


# The policy ----------------------------------------------------------------------------------------------

POLICY = re.compile(r'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="([^"]*)">')


def test_every_page_has_one_and_the_same_policy_but_those_that_only_lead_on(site: Path) -> None:
    found = {
        file.relative_to(site).as_posix(): POLICY.findall(file.read_text("utf-8")) for file in site.rglob("*.html")
    }
    assert found.pop("questions/concepts/old-name/index.html") == [policy.PLAIN]
    assert "404.html" in found
    assert len(found) > 25
    (one,) = found.pop("index.html")
    assert set(map(tuple, found.values())) == {(one,)}
    assert "unsafe-inline" not in one.replace("style-src 'self' 'unsafe-inline'", "")
    assert "unsafe-eval" not in one


def test_a_script_that_is_not_the_themes_stops_the_build(
    root: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Though it comes in by another way than the content, and stands where the theme's own do."""
    project = make(root, tmp_path)
    partial = project / "overrides" / "partials" / "copyright.html"
    partial.write_text("<script>track()</script>", "utf-8")
    with pytest.raises(Abort):
        run(project)
    assert "forbids the script '<script>track(" in caplog.messages[-1]


def test_what_mkdocs_serves_while_one_writes_may_have_its_own_script(root: Path, tmp_path: Path) -> None:
    text = page(run(make(root, tmp_path), command="serve"), "guides/caching")
    (found,) = POLICY.findall(text)
    assert "script-src 'self' 'unsafe-inline'; script-src-attr 'none'; " in found


LOOK_ALIKES = "{{ config.site_name }} {% for x in y %} ${{ secrets.A }} {id} `<img src=x onerror=alert(1)>` here"


def test_what_is_no_markup_here_is_shown_as_text(root: Path, tmp_path: Path) -> None:
    """In the text, in a heading and so in the table of contents, and in the fields."""
    project = make(root, tmp_path)
    file = project / "docs" / "guides" / "look-alikes.md"
    fields = {"title": "{{ config }} {% raw %}", "description": "{{ page }} <b>"}
    file.write_text(f"---\n{json.dumps(fields)}\n---\n\n{LOOK_ALIKES}\n\n## {LOOK_ALIKES}\n\nText.\n", "utf-8")
    text = page(run(project), "guides/look-alikes")
    assert "<img src=x" not in text and "<b>" not in text
    bare = html.unescape(re.sub(r"<[^>]+>", "", text))
    assert bare.count(LOOK_ALIKES.replace("`", "")) >= 3
    assert bare.count(fields["title"]) > 2
    assert '<meta name="description" content="{{ page }} &lt;b&gt;"' in text


def test_markup_that_the_rules_miss_stops_the_build(
    root: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.markup.Text._html", lambda *_: None)
    project = make(root, tmp_path)
    file = project / "docs" / "guides" / "storage.md"
    file.write_text(f"{file.read_text('utf-8')}\nText <u>text</u>.\n", "utf-8")
    with pytest.raises(Abort):
        run(project)
    said = "docs/guides/storage.md:1:1: raw-html: '<u>text</u>."
    assert any(said in message for message in caplog.messages)
    assert not (project / "site" / "guides" / "storage" / "index.html").exists()


def test_two_builds_give_the_same_bytes(site: Path, root: Path, tmp_path: Path) -> None:
    again = run(make(root, tmp_path))
    first = {f.relative_to(site): f.read_bytes() for f in site.rglob("*") if f.is_file() and "sitemap" not in f.name}
    second = {f.relative_to(again): f.read_bytes() for f in again.rglob("*") if f.is_file() and "sitemap" not in f.name}
    assert first == second
