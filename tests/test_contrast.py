"""Two companies in sentences: every kind of contrast, and the sentences of every pair of the real handbook."""

from __future__ import annotations

import dataclasses
import html
import re
from pathlib import Path

import pytest

from kb import addresses, contrast, indexes
from kb.catalogue import Catalogue
from kb.indexes import Contrast, Evidence, Row
from kb.rules import examine
from kb.view import View


@pytest.fixture(scope="module")
def real(root: Path) -> Catalogue:
    """The handbook's own catalogue."""
    return examine(root / "docs")[0]


def view_of(catalogue: Catalogue) -> View:
    return View(catalogue, indexes.build(catalogue), addresses.pair("acme", "bolt"))


def plain(text: str) -> str:
    """HTML as it is read."""
    return html.unescape(re.sub(r"<[^>]+>", "", text))


def told(catalogue: Catalogue, one: Row, other: Row) -> dict[str, list[str]]:
    """The paragraphs by heading."""
    view = view_of(catalogue)
    found = contrast.passages(view, one, other, indexes.differences(catalogue, one, other))
    return {
        passage.heading: [plain(text) for p in passage.paragraphs for text in (p.text, *p.claims)] for passage in found
    }


def marked(row: Row, *marks: bool | None, value: str | None = None) -> Row:
    """The company with the first claims on its coding, which stand so to the usual loop; with no other claim."""
    cell: list[Evidence] = []
    for mark, found in zip(marks, row.cells["coding"] * 3, strict=False):
        claim = dataclasses.replace(found.claim, differs=mark, value=value or found.claim.value)
        cell.append(dataclasses.replace(found, claim=claim))
    return Row(row.company, {"coding": tuple(cell)} if cell else {})


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ((True,), (False,), Contrast.APART),
        ((False,), (True,), Contrast.APART),
        ((True,), (True,), Contrast.BOTH_DEPART),
        ((False,), (False,), Contrast.AGREE),
        ((None,), (False,), Contrast.OPEN),
        ((True,), (None, None), Contrast.OPEN),
        ((None,), (None,), Contrast.OPEN),
        ((None, False, True), (True,), Contrast.APART),  # the strongest that says anything of it
        ((True,), (), Contrast.ONE),
        ((), (None,), Contrast.OTHER),
        ((), (), Contrast.UNKNOWN),
    ],
)
def test_how_two_companies_stand_to_each_other(
    good: Catalogue, one: tuple[bool | None, ...], other: tuple[bool | None, ...], kind: Contrast
) -> None:
    acme, bolt = indexes.comparison(good)
    found = indexes.differences(good, marked(acme, *one), marked(bolt, *other))
    assert next((d.dimension.id, d.contrast) for d in found) == ("coding", kind)
    assert {d.contrast for d in found[1:]} == {Contrast.UNKNOWN}


def test_the_same_words_are_no_difference(good: Catalogue) -> None:
    acme, bolt = indexes.comparison(good)
    one, other = marked(acme, None, value="Two of them."), marked(bolt, None, value="Two of them.")
    assert told(good, one, other)["Where they agree"][0] == "Coding. The same is claimed of both."


def test_a_difference_names_who_departs_and_by_which_claim(good: Catalogue) -> None:
    acme, bolt = indexes.comparison(good)
    assert told(good, acme, bolt)["Where they differ"] == [
        "Coding. The usual loop: One problem. What is said of Acme | Sons keeps to that; what is said of Bolt departs "
        "from it. Not all claims about Acme | Sons agree on this.",
        "Acme | Sons (backend, Senior, payments): One problem | in <b>Go</b>. Employer, 2024-05.",
        "Bolt: A take-home. Candidate report, 2025.",
    ]


def test_the_claim_that_is_told_is_the_one_that_bears_it_out(good: Catalogue) -> None:
    acme, bolt = indexes.comparison(good)
    text = told(good, marked(acme, None, True), bolt)["Where both differ from the usual loop"][1]
    assert text == "Acme | Sons: Two problems. Candidate report, 2025."


def test_brackets_do_not_follow_brackets(good: Catalogue) -> None:
    acme, bolt = indexes.comparison(good)
    renamed = Row(dataclasses.replace(acme.company, title="Acme (Cloud)"), acme.cells)
    text = told(good, renamed, bolt)["Where they differ"][1]
    assert text.startswith("Acme (Cloud), backend, Senior, payments: One problem")


@pytest.mark.parametrize(
    ("one", "other", "sentence"),
    [
        (True, None, "What is said of Acme | Sons departs from that; nothing said of Bolt can be set against it."),
        (None, False, "What is said of Bolt keeps to that; nothing said of Acme | Sons can be set against it."),
    ],
)
def test_what_cannot_be_set_against_the_usual_loop_is_no_difference(
    good: Catalogue, one: bool | None, other: bool | None, sentence: str
) -> None:
    acme, bolt = indexes.comparison(good)
    assert sentence in told(good, marked(acme, one), marked(bolt, other))["What else is known of both"][0]


def test_a_gap_is_said_to_be_one(good: Catalogue) -> None:
    acme, bolt = indexes.comparison(good)
    assert told(good, acme, bolt)["Gaps in the evidence"] == [
        "Under Who decides something is known of Acme | Sons only: a gap in the evidence on Bolt, and no difference "
        "between the two.",
        "Under Languages no public source that we know says anything of either.",
    ]


def test_without_gaps_that_is_said(good: Catalogue) -> None:
    acme, bolt = (marked(row, None) for row in indexes.comparison(good))
    one_dimension = dataclasses.replace(good, dimensions={"coding": good.dimensions["coding"]})
    assert told(one_dimension, acme, bolt)["Gaps in the evidence"] == [
        "Something is known of both under every heading."
    ]


def asked(catalogue: Catalogue, one: str, other: str) -> list[str]:
    view = view_of(catalogue)
    first, second = (indexes.row(catalogue, catalogue.companies[company]) for company in (one, other))
    counts = indexes.matrix(catalogue, view.indexes)[1]
    return [str(text) for text in contrast.questions(view, first, second, counts)]


def test_questions_that_one_was_reported_to_ask_lead_to_them(good: Catalogue) -> None:
    sentences = asked(good, "acme", "bolt")
    assert [plain(text) for text in sentences] == [
        "Public reports tie 1 question to Acme | Sons and none to Bolt. That says nothing of what Bolt asks.",
        "Reported of Acme | Sons only: questions on storage (1).",
    ]
    address = re.search(r'href="([^"]+)" aria-label="([^"]+)"', sentences[1])
    assert address and [html.unescape(part) for part in address.groups()] == [
        "../../../questions/#topic=storage&company=acme",
        "1 question of Acme | Sons on storage",
    ]


def test_questions_of_both_are_counted_for_each(good: Catalogue) -> None:
    question = good.questions["stampede"]
    sightings = (*question.sightings, dataclasses.replace(question.sightings[0], company="bolt"))
    both = dataclasses.replace(question, sightings=sightings)
    spread = dataclasses.replace(good, questions={**good.questions, question.id: both})
    assert [plain(text) for text in asked(spread, "acme", "bolt")] == [
        "Public reports tie 1 question to Acme | Sons and 1 to Bolt. Such small numbers are small evidence.",
        "Reported of both: questions on storage (1 of Acme | Sons, 1 of Bolt).",
    ]


def test_topics_are_set_apart_by_semicolons(good: Catalogue) -> None:
    acme, bolt = indexes.comparison(good)
    counts = {"acme": dict.fromkeys(list(good.topics)[:2], 1)}
    first, second = (topic.title.lower() for topic in list(good.topics.values())[:2])
    sentences = contrast.questions(view_of(good), acme, bolt, counts)
    assert plain(sentences[1]) == f"Reported of Acme | Sons only: questions on {first} (1); {second} (1)."


def test_without_questions_that_is_said(good: Catalogue) -> None:
    bare = {q.id: dataclasses.replace(q, sightings=()) for q in good.questions.values()}
    sentences = asked(dataclasses.replace(good, questions=bare), "acme", "bolt")
    assert sentences == ["No public report that we know ties a question to either of them."]


def test_the_sentences_of_every_pair_are_well_formed(real: Catalogue) -> None:
    view = view_of(real)
    counts = indexes.matrix(real, view.indexes)[1]
    rows = indexes.comparison(real)
    pairs = list(indexes.pairs(rows))
    assert len(pairs) == len(rows) * (len(rows) - 1) // 2 > 200
    wrong = []
    for one, other in pairs:
        known = indexes.differences(real, one, other)
        texts: list[str] = []
        for passage in contrast.passages(view, one, other, known):
            texts += [text for paragraph in passage.paragraphs for text in (paragraph.text, *paragraph.claims)]
        said = " ".join(map(plain, texts))
        for text in (*texts, *contrast.questions(view, one, other, counts)):
            if not _WELL_FORMED.fullmatch(plain(text)) or _MISFORMED.search(plain(text)):
                wrong.append(plain(text))
            for tag in ("a", "em", "strong"):
                if len(re.findall(rf"<{tag}\b", text)) != text.count(f"</{tag}>"):
                    wrong.append(text)
        wanted = (*(d.dimension.label for d in known), one.company.title, other.company.title)
        wrong += [f"{one.company.id}, {other.company.id}: nothing of {word}" for word in wanted if word not in said]
    assert not wrong, "\n".join(wrong[:20])


_WELL_FORMED = re.compile(r"[A-Z0-9].*[.?!]", re.S)
"""A paragraph begins with a capital letter and ends as a sentence does."""

_MISFORMED = re.compile(r"\.\.|,,|;;|: [.,;:]|:$|\( |\(\)| \)| [,;.:]|\s\s|\) \(|None\b(?!\.)")
"""Marks doubled or with nothing between them, spaces before them, and an empty value."""
