"""The index that the browser searches, as made of the good corpus, and the words that it is made of."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from kb import indexes, pages, search
from kb.catalogue import Catalogue
from kb.files import Document
from kb.rules import examine
from kb.scan import scan
from kb.words import STOP, stem, words

NODE = shutil.which("node")


@pytest.fixture(scope="module")
def files(good: Catalogue) -> dict[str, str]:
    return made(good)


def made(catalogue: Catalogue) -> dict[str, str]:
    found = indexes.build(catalogue)
    return dict(search.documents(catalogue, found, tuple(pages.generate(catalogue, found))))


@pytest.fixture(scope="module")
def index(files: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files["search/index.json"])
    return found


@pytest.mark.parametrize(
    "related",
    [
        "cache caches cached caching",
        "query queries querying",
        "retry retries retrying retried",
        "idempotent idempotency idempotence",
        "consistent consistency",
        "replicate replication replicas",
        "migrate migrating migration migrations",
        "limit limits limiter limiting",
        "scale scaling scalable scalability",
        "authorise authorize authorisation authorization authorising",
        "behaviour behavior behavioural behavioral",
        "modelling modeling model models",
        "deploy deployment deployments deployed",
        "schedule scheduler scheduling",
        "index indexes indexing",
        "catalogue catalog",
    ],
)
def test_related_words_have_one_stem(related: str) -> None:
    assert len({stem(word) for word in related.split()}) == 1, {word: stem(word) for word in related.split()}


@pytest.mark.parametrize("apart", ["product production", "cap capacity", "index indices", "star start", "rest restore"])
def test_unrelated_words_do_not(apart: str) -> None:
    assert len({stem(word) for word in apart.split()}) == 2


def test_words_are_folded_and_some_signs_belong_to_them() -> None:
    assert words("N+1 in C++ and C#: naïve—Ünïcode, p99; 2PC/HTTP-3") == [
        *("n+1", "in", "c++", "and", "c#", "naive", "unicode", "p99", "2pc", "http", "3")
    ]


@pytest.mark.skipif(NODE is None, reason="node is not installed; it runs the browser's half of the comparison")
def test_python_and_the_browser_agree_on_every_word_of_the_handbook(root: Path, tmp_path: Path) -> None:
    text = "\n".join(path.read_text("utf-8") for path in sorted((root / "docs").rglob("*.md")))
    (tmp_path / "text.txt").write_text(text, "utf-8")
    module = (root / "docs/assets/javascripts/search-words.js").as_uri()
    script = f"""
        import {{ readFileSync }} from "node:fs";
        import {{ stem, STOP, words }} from "{module}";
        const found = [...new Set(words(readFileSync("{tmp_path / "text.txt"}", "utf8")))];
        console.log(JSON.stringify({{ stems: found.map((word) => [word, stem(word)]), stop: [...STOP] }}));
    """
    assert NODE
    command = [NODE, "--input-type=module", "--eval", script]
    answer = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert answer["stems"] == [[word, stem(word)] for word in dict.fromkeys(words(text))]
    assert set(answer["stop"]) == STOP


def test_every_page_is_in_the_index_but_for_pairs(
    good: Catalogue, index: dict[str, Any], files: dict[str, str]
) -> None:
    assert "questions/concepts/stampede/" in index["urls"]
    assert "questions/topics/caching/" in index["urls"]
    assert not any("-vs-" in url for url in index["urls"])
    assert len(index["urls"]) == len(index["titles"]) == len(index["kind"]) == len(index["about"])
    assert {f"search/text/{url.rstrip('/') or 'index'}.json" for url in index["urls"]} <= set(files)


def test_a_page_has_its_kind_and_what_it_is_filed_under(good: Catalogue, index: dict[str, Any]) -> None:
    at = index["urls"].index("questions/concepts/stampede/")
    assert index["kinds"][index["kind"][at]] == "question"
    labels = [index["labels"][label][:2] for label in index["about"][at]]
    question = good.questions["stampede"]
    assert labels[0] == ["round", "concepts"]
    assert ["topic", question.topics[0]] in labels
    assert [["company", s.company] for s in question.sightings] == [label for label in labels if label[0] == "company"]


def test_a_topic_leads_to_its_guide_and_its_list(good: Catalogue, index: dict[str, Any]) -> None:
    _, _, title, aliases, paths = next(label for label in index["labels"] if label[:2] == ["topic", "caching"])
    topic = good.topics["caching"]
    assert (title, tuple(aliases)) == (topic.title, topic.aliases)
    assert [index["urls"][place] for place in paths] == ["guides/caching/", "questions/topics/caching/"]


def places(files: dict[str, str], index: dict[str, Any], word: str) -> dict[str, int]:
    """The pages in whose text a word stands, with how much."""
    folder = f"search/words/{index['version']}/"
    found: dict[str, int] = {}
    for path, text in files.items():
        at = 0
        for step in json.loads(text).get(stem(word), ()) if path.startswith(folder) else ():
            at += step
            found[index["urls"][at // 4]] = at % 4
    return found


def test_a_word_of_a_text_leads_to_its_page(files: dict[str, str], index: dict[str, Any]) -> None:
    assert "questions/concepts/stampede/" in places(files, index, "miss")
    assert places(files, index, "neverwritten") == {}


def test_the_files_of_words_are_in_order(files: dict[str, str], index: dict[str, Any], monkeypatch: Any) -> None:
    monkeypatch.setattr(search, "SHARD", 200)
    starts, shards = search._shards({word: [4, 9, 17] for word in ("pear", "apple", "fig", "plum")} | {"a" * 190: [0]})
    assert starts == ["a" * 190, "apple"]
    assert json.loads(shards[1]) == {"apple": [4, 5, 8], "fig": [4, 5, 8], "pear": [4, 5, 8], "plum": [4, 5, 8]}


def test_a_text_has_its_sections_with_anchors_and_no_markup(files: dict[str, str]) -> None:
    sections = json.loads(files["search/text/questions/concepts/stampede.json"])
    answer = next(section for section in sections if section[0] == "answer")
    assert "Many readers miss at once" in answer[2]
    assert not any(mark in section[2] for section in sections for mark in ("<!--", "```", "](", "**"))


def test_a_company_is_found_by_what_is_claimed_of_it(good: Catalogue, files: dict[str, str]) -> None:
    claim = good.companies["acme"].claims[0]
    sections = json.loads(files["search/text/companies/acme.json"])
    assert any(section[0] == claim.dimension and claim.value in section[2] for section in sections)


def test_markdown_becomes_plain_text() -> None:
    markdown = """
> A [link](../a_(b).md "title"), ![a picture](x.png), **strong**, *weak* and `code_name`.

1. One
- two <span class="x">three</span> <!-- hidden -->
{: .kb-fold }

| a | b |
| --- | :-: |
| 1 < 2 | x*y |
"""
    text = search.plain(markdown)
    assert text == ("A link, a picture, strong, weak and code_name. One two three · a · b · · 1 < 2 · xy ·")


def test_code_and_directives_are_no_text() -> None:
    body = (
        "---\ntitle: x\n---\nBefore.\n\n```python\nhidden = 1\n```\nAfter.\n"
        "<!-- kb:questions {limit: 1} -->\n\n## Named\n\nThird.\n"
    )
    page, _ = scan(Document("guides/x.md", body))
    assert [(s.anchor, s.title, s.text) for s in search._sections(page)] == [
        ("", "", "Before. After."),
        ("named", "Named", "Third."),
    ]


def test_a_change_of_a_text_changes_the_version(
    good: Catalogue, root: Path, tmp_path: Path, files: dict[str, str]
) -> None:
    """Files of one build are never read with those of another: what a number means may have changed."""
    shutil.copytree(root / "tests" / "corpus" / "good" / "docs", tmp_path / "docs")
    guide = tmp_path / "docs" / "guides" / "caching.md"
    guide.write_text(guide.read_text("utf-8") + "\nA zygote.\n", "utf-8")
    catalogue, problems = examine(tmp_path / "docs")
    assert problems == []
    again = made(catalogue)
    assert json.loads(again["search/index.json"])["version"] != json.loads(files["search/index.json"])["version"]
    assert made(good) == files
