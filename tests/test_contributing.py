"""What CONTRIBUTING.md shows a newcomer: its examples pass the check, together and as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kb.catalogue import load
from kb.files import Document, read_tree
from kb.rules import check

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
DOCUMENTS, FILES, _ = read_tree(ROOT / "docs")


def example(section: str, number: int = 0) -> str:
    """A block of YAML below a heading."""
    below = TEXT.split(f"\n## {section}\n", 1)[1].split("\n## ", 1)[0]
    found: str = re.findall(r"```yaml\n(.*?)```", below, re.DOTALL)[number]
    return found


def problems(changed: dict[str, str]) -> list[str]:
    """What the checker says of these files, in place of the handbook's own or beside them.

    Its other pages are known by their paths alone, which takes a tenth of the time.
    """
    kept = [document for document in DOCUMENTS if document.path.startswith("_data/") and document.path not in changed]
    documents = [*kept, *(Document(path, text) for path, text in changed.items())]
    catalogue, found = load(documents, FILES | changed.keys())
    return [problem.formatted() for problem in sorted({*found, *check(catalogue)})]


def text_of(path: str) -> str:
    return next(document.text for document in DOCUMENTS if document.path == path)


def sections(front: str, titles: list[str]) -> str:
    return front + "".join(f"\n## {title}\n\nText.\n" for title in titles)


SOURCES = text_of("_data/sources.yml") + example("Add a fact about a company", 1)
COMPANY = re.findall(r"`## ([^`]+)`", TEXT.split("\n## Add a company\n", 1)[1].split("\n## ", 1)[0])


def test_a_question_as_described() -> None:
    rounds = text_of("_data/rounds.yml").split("- id: concepts\n", 1)[1].split("\n- id:", 1)[0]
    titles = re.findall(r"\{title: ([^,}]+)", rounds)
    page = sections(example("Add a question"), titles)
    assert problems({"questions/concepts/what-is-a-hot-key-exactly.md": page}) == []


def test_the_headings_of_every_round_are_those_of_the_data() -> None:
    below = TEXT.split("\n## Add a question\n", 1)[1].split("\n## ", 1)[0]
    first, last = re.findall(r"(?<=: )`## .*?(?=, then what)|(?<=then )`## What each.*?(?=\.)", below)
    middle = {
        folder: re.findall(r"`## ([^`]+)`", row)
        for row in re.findall(r"^\| `.*", below, re.MULTILINE)
        for folder in re.findall(r"`([a-z-]+)`", row.split("|")[1])
    }
    catalogue, _ = load([d for d in DOCUMENTS if d.path.startswith("_data/")], FILES)
    begin, end = (re.findall(r"`## ([^`]+)`", part) for part in (first, last))
    described = {folder: [*begin, *titles, *end] for folder, titles in middle.items()}
    assert described == {r.id: [section.title for section in r.sections] for r in catalogue.rounds.values()}


def test_the_ids_that_are_few_are_those_of_the_data() -> None:
    catalogue, _ = load([d for d in DOCUMENTS if d.path.startswith("_data/")], FILES)
    for field, ids in (("levels", catalogue.levels), ("kind", catalogue.evidence)):
        (said,) = re.findall(rf"`{field}` (?:are|is one of) ((?:`[a-z-]+`(?:, | or | and )?)+)", TEXT)
        assert re.findall(r"`([a-z-]+)`", said) == list(ids)


def test_a_fact_and_its_source_as_described() -> None:
    claim = example("Add a fact about a company")
    google = text_of("companies/google.md").replace("\nclaims:\n", f"\nclaims:\n{claim}", 1)
    assert claim in google
    assert problems({"_data/sources.yml": SOURCES, "companies/google.md": google}) == []


def test_a_company_as_described() -> None:
    page = sections(example("Add a company"), COMPANY)
    assert problems({"_data/sources.yml": SOURCES, "companies/acme.md": page}) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[partitioning, caching]", "[hot-keys]", "unknown-id: topics: unknown topic 'hot-keys'"),
        ("[partitioning, caching]", "[sharding]", "write partitioning (--fix does it)"),
        ("[partitioning, caching]", "caching", "wrong-type: topics: a single value stands here; write [caching]"),
        ("minutes: 10\n", "", "missing-field: minutes: is missing"),
        ("levels:", "level:", "unknown-field: 'level' is not a field here; did you mean 'levels'?"),
        ("2026-11-20", "20 Nov 2026", "bad-date: reviewed: '20 Nov 2026' is not a date; write YYYY-MM-DD"),
        ("title: What", "title: Keys: what", "yaml: this is not YAML"),
        ("title: What is a", "title: What is the #1", "comment: what begins with '#1 hot key?' is a comment to YAML"),
        ("levels: [mid, senior]", "levels:\n\t- mid", "indent with spaces, not tabs"),
        ("minutes: 10", 'minutes: "10"', "minutes: '10' is in quotes, which makes a text of it; write 10"),
        ("[mid, senior]", "[Mid-level]", "levels: unknown level 'Mid-level'; write mid (--fix does it)"),
        ("reviewed", "sightings: google\nreviewed", "write [{company: …, source: …}]"),
        ("reviewed", "sightings:\n  - {company: google}\nreviewed", "missing-field: source: is missing"),
        ("---\n", "", "front-matter: there is no front matter"),
        (
            "## Red flags",
            "## Red Flags",
            "sections: the section '## Red flags' is missing; is 'Red Flags' on this line",
        ),
        (
            "## Red flags",
            "### Red flags",
            "the section '## Red flags' is missing; write ## before the heading, and not ###",
        ),
        (
            "## Red flags",
            "# Red flags",
            "the section '## Red flags' is missing; write ## before the heading, and not #",
        ),
        ("## Red flags", "```\n## Red flags", "fence: the code block that begins here is not closed"),
    ],
)
def test_one_mistake_is_one_message(old: str, new: str, said: str) -> None:
    rounds = text_of("_data/rounds.yml").split("- id: concepts\n", 1)[1].split("\n- id:", 1)[0]
    page = sections(example("Add a question"), re.findall(r"\{title: ([^,}]+)", rounds))
    assert old in page
    (found,) = problems({"questions/concepts/what-is-a-hot-key-exactly.md": page.replace(old, new, 1)})
    assert said in found


def test_a_question_in_the_wrong_folder_is_one_message() -> None:
    page = sections(example("Add a question"), ["Prompt"])
    assert problems({"questions/hot.md": page}) == [
        "docs/questions/hot.md:1:1: place: has the fields of a question, and stands where guides do; "
        "move it to questions/<round>/"
    ]


def test_every_link_into_the_repository_leads_somewhere() -> None:
    for path in re.findall(r"\]\((docs/[^)#]+)\)", TEXT):
        assert (ROOT / path).exists(), path
    for form in re.findall(r"template=([\w.]+)", TEXT):
        assert (ROOT / ".github" / "ISSUE_TEMPLATE" / form).exists(), form
