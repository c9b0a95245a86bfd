"""The pages that are made from the catalogue: indexes, comparison, coverage, references. Pure: paths and Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from . import addresses, ageing, contrast, indexes, titles
from .catalogue import Catalogue
from .directives import DECLARATIONS
from .fixes import MENDED
from .indexes import Indexes
from .records import Topic
from .render import examples, render
from .rules import RULES
from .schema import KINDS
from .text import counted, uncapitalised
from .titles import GENERATED_TITLES
from .view import View


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """A page that is nowhere on disk. `origin` is the file that it comes from, relative to the content root."""

    path: str
    title: str
    description: str
    text: str
    origin: str
    in_nav: bool = False


TIMES = (("0-10", "1–10"), ("11-20", "11–20"), ("21-40", "21–40"), ("41-120", "over 40"))
"""How long questions take, in minutes, first and last included: id and name of what the explorer filters by."""

STATES = (
    ("new", "New", "You have not opened it."),
    ("seen", "Seen", "You have read it, or begun to."),
    ("confident", "Confident", "You could answer it in the room."),
    ("review", "Review", "You want to come back to it."),
)
"""How a reader stands with a question: the states of `docs/assets/javascripts/progress.js`, their names and meaning."""

Maker = Callable[[Catalogue, Indexes], Iterator[GeneratedPage]]


def generate(catalogue: Catalogue, found: Indexes) -> Iterator[GeneratedPage]:
    """Every generated page, in no order that matters. The catalogue must be one without problems."""
    for maker in _MAKERS:
        yield from maker(catalogue, found)


def _explorer(catalogue: Catalogue, found: Indexes) -> Iterator[GeneratedPage]:
    path = addresses.EXPLORER
    view = View(catalogue, found, path)
    total = counted(len(found.ordered), "question")
    yield GeneratedPage(
        path,
        GENERATED_TITLES[path],
        f"{total} for backend interviews, by topic, round, company and level, each with a worked answer.",
        render(
            "explorer.md",
            view=view,
            total=total,
            tops=_tops(catalogue),
            children=partial(indexes.children, catalogue),
            times=TIMES,
            states=STATES,
            companies=[c for c in indexes.by_title(catalogue.companies.values()) if c.id in found.by_company],
        ),
        "_data/rounds.yml",
        in_nav=True,
    )


def _topics(catalogue: Catalogue, found: Indexes) -> Iterator[GeneratedPage]:
    guides = indexes.guides_about(catalogue)
    for topic in catalogue.topics.values():
        path = addresses.topic(topic.id)
        questions = found.by_topic.get(topic.id, ())
        yield GeneratedPage(
            path,
            titles.topic(topic),
            f"{counted(len(questions), 'backend interview question')} on {uncapitalised(topic.title)}.",
            render(
                "topic.md",
                view=View(catalogue, found, path),
                topic=topic,
                questions=questions,
                children=indexes.children(catalogue, topic.id),
                guides=[g for g in guides.get(topic.id, ()) if g.path != topic.guide],
            ),
            "_data/topics.yml",
        )
    path = addresses.TOPICS
    yield GeneratedPage(
        path,
        GENERATED_TITLES[path],
        f"Backend interview questions by topic: {counted(len(catalogue.topics), 'topic')}.",
        render("topics.md", view=View(catalogue, found, path), text=topics(View(catalogue, found, path))),
        "_data/topics.yml",
        in_nav=True,
    )


def topics(view: View) -> str:
    """All topics, children below their parents, with their numbers of questions."""
    return render(
        "topic-tree.md", view=view, tops=_tops(view.catalogue), children=partial(indexes.children, view.catalogue)
    )


def _tops(catalogue: Catalogue) -> list[Topic]:
    return [topic for topic in catalogue.topics.values() if not topic.parent]


def _rounds(catalogue: Catalogue, found: Indexes) -> Iterator[GeneratedPage]:
    for round_ in catalogue.rounds.values():
        path = addresses.round_(round_.id)
        questions = found.by_round.get(round_.id, ())
        yield GeneratedPage(
            path,
            titles.round_(round_),
            f"{counted(len(questions), 'question')} of the {round_.spoken}. {round_.description}"[:160],
            render(
                "round.md",
                view=View(catalogue, found, path),
                round=round_,
                groups=[
                    (topic, tuple(q for q in questions if q.topics[0] == topic.id))
                    for topic in catalogue.topics.values()
                    if any(q.topics[0] == topic.id for q in questions)
                ],
                mistakes=indexes.mistakes(catalogue, [round_.id]),
            ),
            "_data/rounds.yml",
        )


def _levels(catalogue: Catalogue, found: Indexes) -> Iterator[GeneratedPage]:
    for level in catalogue.levels.values():
        path = addresses.level(level.id)
        questions = found.by_level.get(level.id, ())
        yield GeneratedPage(
            path,
            titles.level(level),
            f"{counted(len(questions), 'backend interview question')} asked at {uncapitalised(level.title)} level.",
            render("level.md", view=View(catalogue, found, path), level=level, questions=questions),
            "_data/levels.yml",
        )


def _company_questions(catalogue: Catalogue, found: Indexes) -> Iterator[GeneratedPage]:
    companies = indexes.by_title(catalogue.companies.values())
    for company in companies:
        path = addresses.company_questions(company.id)
        questions = found.by_company.get(company.id, ())
        yield GeneratedPage(
            path,
            titles.company_questions(company),
            f"{counted(len(questions), 'backend interview question')} that public reports tie to {company.title}.",
            render("company-questions.md", view=View(catalogue, found, path), company=company, questions=questions),
            company.path,
        )
    path = addresses.COMPANIES
    view = View(catalogue, found, path)
    cards = [
        (company.title, addresses.company_questions(company.id), "", counted(len(questions), "question"))
        for company in companies
        if (questions := found.by_company.get(company.id, ()))
    ]
    yield GeneratedPage(
        path,
        GENERATED_TITLES[path],
        "Backend interview questions that public reports tie to a company.",
        render("companies-questions.md", view=view, cards=view.cards(cards)),
        "companies/index.md",
        in_nav=True,
    )


def _comparison(catalogue: Catalogue, found: Indexes) -> Iterator[GeneratedPage]:
    rows = indexes.comparison(catalogue)
    path = addresses.COMPARISON
    yield GeneratedPage(
        path,
        GENERATED_TITLES[path],
        f"The interview loops of {counted(len(rows), 'company', 'companies')} side by side, each fact with its source.",
        render("comparison.md", view=View(catalogue, found, path), rows=rows),
        "_data/comparison.yml",
        in_nav=True,
    )
    topics_, counts = indexes.matrix(catalogue, found)
    for one, other in indexes.pairs(rows):
        path = addresses.pair(one.company.id, other.company.id)
        view = View(catalogue, found, path)
        known = indexes.differences(catalogue, one, other)
        yield GeneratedPage(
            path,
            titles.pair(one.company, other.company),
            f"What is known of backend interviews at {one.company.title} and at {other.company.title}, side by side.",
            render(
                "pair.md",
                view=view,
                one=one,
                other=other,
                differences=known,
                passages=contrast.passages(view, one, other, known),
                questions=contrast.questions(view, one, other, counts),
            ),
            "_data/comparison.yml",
        )
    path = addresses.MATRIX
    yield GeneratedPage(
        path,
        GENERATED_TITLES[path],
        "How many reported questions of each company fall on each topic.",
        render("matrix.md", view=View(catalogue, found, path), topics=topics_, counts=counts),
        "_data/comparison.yml",
        in_nav=True,
    )
    path = addresses.SOURCES
    yield GeneratedPage(
        path,
        GENERATED_TITLES[path],
        f"The {counted(len(catalogue.sources), 'source')} behind the company pages, by grade of evidence.",
        render("sources.md", view=View(catalogue, found, path)),
        "_data/sources.yml",
        in_nav=True,
    )


def _coverage(catalogue: Catalogue, found: Indexes) -> Iterator[GeneratedPage]:
    path = addresses.COVERAGE
    today = ageing.as_of(catalogue)
    found_due = ageing.due(catalogue, today) if today else ()
    facts: dict[str, list[ageing.Ages]] = {}
    for one in found_due:
        if one.said:
            facts.setdefault(one.at.path, []).append(one)
    yield GeneratedPage(
        path,
        GENERATED_TITLES[path],
        "What the handbook covers, what is getting old and what is wanted.",
        render(
            "coverage.md",
            view=View(catalogue, found, path),
            coverage=indexes.coverage(catalogue, found),
            topic_floor=indexes.TOPIC_FLOOR,
            today=today,
            due_pages=[one for one in found_due if not one.said],
            due_facts=facts,
            next_due=ageing.next_due(catalogue, today) if today else None,
        ),
        "_data/topics.yml",
        in_nav=True,
    )


def _progress(catalogue: Catalogue, found: Indexes) -> Iterator[GeneratedPage]:
    path = addresses.PROGRESS
    yield GeneratedPage(
        path,
        GENERATED_TITLES[path],
        "What the handbook remembers for you in your browser, how to take it to another one, and how to be rid of it.",
        render("progress.md", view=View(catalogue, found, path), states=STATES),
        "../hooks/kb/templates/progress.md",
        in_nav=True,
    )


def _references(catalogue: Catalogue, found: Indexes) -> Iterator[GeneratedPage]:
    rules = {"rules": RULES, "examples": examples(), "mended": MENDED}
    for path, description, template, names in (
        (addresses.RULES, "Every rule that the checker applies, with an example of its message.", "rules.md", rules),
        (addresses.FIELDS, "Every field of front matter and data files.", "fields.md", {"kinds": KINDS}),
        (
            addresses.DIRECTIVES,
            "Every directive that puts generated text into a page.",
            "directives.md",
            {"declarations": DECLARATIONS},
        ),
    ):
        yield GeneratedPage(
            path,
            GENERATED_TITLES[path],
            description,
            render(template, view=View(catalogue, found, path), **names),
            {
                addresses.RULES: "../hooks/kb/rules.py",
                addresses.FIELDS: "../hooks/kb/schema.py",
                addresses.DIRECTIVES: "../hooks/kb/directives.py",
            }[path],
            in_nav=True,
        )


_MAKERS: tuple[Maker, ...] = (
    _explorer,
    _topics,
    _rounds,
    _levels,
    _company_questions,
    _comparison,
    _coverage,
    _progress,
    _references,
)
