"""Every rule of the handbook's content, as values; the sentences are those that contributors read on the site.

A rule with a `check` is applied to the whole catalogue here. The others are applied while text is being read, by
the module that reads it, and are listed so that each has its sentence and its entry on the rules page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path
from urllib.parse import unquote

from . import addresses, directives, external, markup, nav, titles
from .catalogue import Catalogue, load
from .causes import causes
from .files import read_tree, reserved
from .likeness import THRESHOLD, Comparison
from .problems import Position, Problem, shown
from .records import Question, Redirect
from .scan import (
    LANGUAGES,
    MAX_BLOCKS,
    MAX_CODE,
    MAX_CODE_LINES,
    MAX_CODE_WIDTH,
    MAX_DIRECTIVES,
    MAX_HEADINGS,
    Page,
)
from .schema import KIND, id_of_page, kind_of_page
from .text import counted, did_you_mean, enumerated, nearest

Check = Callable[[Catalogue], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, as messages show it, the sentence that states it, and how it is checked on a catalogue."""

    name: str
    sentence: str
    check: Check | None = None


def _sections(catalogue: Catalogue) -> Iterator[Problem]:
    for path, page in catalogue.pages.items():
        if page.fields is not None:
            yield from _misplaced(page, _wanted(path, catalogue))


def _wanted(path: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The sections of the page at a path, in order."""
    kind = kind_of_page(path)
    if kind.name != "question":
        return kind.sections
    found_round = catalogue.rounds.get(path.split("/")[1])
    return tuple(s.title for s in found_round.sections) if found_round else ()


def _misplaced(page: Page, wanted: tuple[str, ...]) -> Iterator[Problem]:
    """Problems of a page's second-level headings against those that its kind declares."""
    present = [h for h in page.headings if h.level == 2]
    titles = [h.title for h in present]
    last = page.body_line + page.body.rstrip("\n").count("\n")
    absent: dict[str, tuple[int, list[str]]] = {}
    for title in wanted if not page.unclosed else ():
        if title not in titles and not _told(title, page):
            line, hint = _instead(title, wanted, page) or (last, "the order is: " + ", ".join(wanted))
            absent.setdefault(hint, (line, []))[1].append(f"'## {title}'")
    for hint, (line, names) in absent.items():
        one = len(names) == 1
        said = f"the section{'' if one else 's'} {enumerated(names)} {'is' if one else 'are'} missing"
        yield Problem(Position(page.path, line), "sections", said, hint)
    if wanted and not absent and not page.unclosed:
        yield from _above(page)
    in_order = [h for h in present if h.title in wanted]
    places = [wanted.index(h.title) for h in in_order]
    for before, heading, place in zip(places, in_order[1:], places[1:], strict=False):
        if place <= before:
            said = f"the section {shown(heading.title)} stands after {shown(wanted[before])}"
            yield Problem(Position(page.path, heading.line), "sections", said, "the order is: " + ", ".join(wanted))


def _above(page: Page) -> Iterator[Problem]:
    """A problem if text stands above a page's first heading, as fields do that were added below their end."""
    first = page.headings[0].line if page.headings else page.body_line
    lines = page.body.split("\n")[: first - page.body_line]
    line = next((number for number, text in enumerate(lines, page.body_line) if text.strip()), None)
    if line is not None:
        said, hint = "text stands above the first section", "move it below a heading, or a field above the line ---"
        yield Problem(Position(page.path, line), "sections", said, hint)


def _instead(title: str, wanted: Iterable[str], page: Page) -> tuple[int, str] | None:
    """The line and a hint of what stands in a page in place of a section, if anything does."""
    other = next((h for h in page.headings if h.title == title), None)
    if other:
        return other.line, f"write ## before the heading, and not {'#' * other.level}"
    present = [h for h in page.headings if h.level == 2 and h.title not in wanted]
    near = nearest(title, (h.title for h in present))
    if near:
        heading = next(h for h in present if h.title == near)
        return heading.line, f"is {shown(heading.title)} on this line meant?"
    within = next((f for f in page.fences if f"## {title}" in f.code.split("\n")), None)
    return (within.line, "the block of code that begins here holds it") if within else None


def _told(title: str, page: Page) -> bool:
    """Whether the rule `heading` tells of a section's heading already, which is indented or underlined."""
    pattern = rf"^(?: {{1,3}}## {re.escape(title)}|{re.escape(title)}\n[-=]+)[ \t]*$"
    return re.search(pattern, page.body, re.MULTILINE) is not None


def _empty_section(catalogue: Catalogue) -> Iterator[Problem]:
    for page in catalogue.pages.values():
        lines = page.body.split("\n")
        for heading, following in zip_longest(page.headings, page.headings[1:]):
            end = following.line - page.body_line if following else len(lines)
            deeper = following is not None and following.level > heading.level
            if not deeper and not any(line.strip() for line in lines[heading.line - page.body_line + 1 : end]):
                said = f"nothing stands below the heading {shown(heading.title)}"
                yield Problem(Position(page.path, heading.line), "empty-section", said, "write it or delete it")


def _one_title(catalogue: Catalogue) -> Iterator[Problem]:
    """The heading of a section with one # is told by `sections`."""
    for path, page in catalogue.pages.items():
        sections = () if page.fields is None else _wanted(path, catalogue)
        for heading in page.headings:
            if heading.level == 1 and heading.title not in sections:
                said = "a heading with one # stands here"
                yield Problem(Position(page.path, heading.line), "one-title", said, "the title is the field 'title'")


def _field(page: Page, name: str) -> Position:
    """Where the value of a page's field stands."""
    value = page.fields.get(name) if page.fields else None
    return value.at if value else Position(page.path)


def _unique_title(catalogue: Catalogue) -> Iterator[Problem]:
    first: dict[str, str] = {}
    authored = ((p, title, _field(catalogue.pages[p], "title")) for p, title in catalogue.titles.items())
    for path, title, at in chain(titles.generated(catalogue), authored):
        other = first.setdefault(title.casefold(), path)
        of_pair = other not in catalogue.pages and path not in catalogue.pages and at.path.startswith("companies/")
        if other != path and not of_pair:  # what is made of two companies of one title is told of the companies
            authored_too = other in catalogue.pages and path in catalogue.pages
            which = other if other in catalogue.pages else f"the generated page {other}"
            said = f"title: {shown(title)} is the title of {which} too"
            hint = "say what is different" + (", or merge the two" if authored_too else "")
            yield Problem(at, "unique-title", said, hint)
            if authored_too:  # which of them is new nobody can tell here
                said = f"title: {shown(title)} is the title of {path} too"
                yield Problem(_field(catalogue.pages[other], "title"), "unique-title", said, hint)


def _generated(catalogue: Catalogue) -> frozenset[str]:
    """The paths of all pages that will be generated."""
    return frozenset(addresses.generated(catalogue.topics, catalogue.rounds, catalogue.levels, catalogue.companies))


def _links(catalogue: Catalogue) -> Iterator[Problem]:
    generated = _generated(catalogue)
    pages = frozenset(catalogue.pages)
    for page in catalogue.pages.values():
        for link in page.links:
            yield from _dead(link, page, catalogue, pages, generated)


def _dead(
    link: markup.Link, page: Page, catalogue: Catalogue, pages: frozenset[str], generated: frozenset[str]
) -> Iterator[Problem]:
    fault = markup.address_fault(link.target)
    if fault:
        path, sign, anchor = link.target.partition("#")
        hint = "write https://…, or the relative path of a page"
        if path.startswith("/") and path[1:] in pages:
            hint = f"write {addresses.link(page.path, path[1:])}{sign}{anchor}"
        yield Problem(link.at, "link-form", fault, hint)
        return
    if re.match(r"(?:https?|mailto):", link.target, re.IGNORECASE):
        if link.is_image:
            said = f"the picture {shown(link.target)} would be fetched from another host"
            hint = "put the file beside the page, if its licence allows it, or link to it"
            yield Problem(link.at, "image", said, hint)
        return
    target = unquote(link.target)
    path, _, anchor = target.partition("#")
    to = addresses.resolved(page.path, path)
    known = pages | generated
    if to in pages:
        anchors = catalogue.pages[to].anchors
        if anchor and anchor not in anchors:
            said = f"{shown(link.target)} leads to a heading that {to} does not have"
            yield Problem(link.at, "dead-anchor", said, did_you_mean(anchor, anchors))
    elif to not in generated and to not in catalogue.files:
        said = f"{shown(link.target)} leads nowhere: there is no {shown(to)}"
        yield Problem(link.at, "dead-link", said, _meant(path, to, page, catalogue.files if link.is_image else known))


def _meant(path: str, to: str, page: Page, known: frozenset[str]) -> str:
    """How to mend a link with a relative `path`, which leads to `to` where nothing is."""
    if re.match(r"www\.[a-z]", path):
        return f"write https://{path} for another site"
    from_root = re.sub(r"^(?:\.?\.?/)*(?:docs/)?", "", path)
    near = from_root if from_root in known else nearest(to, known)
    return f"did you mean '{addresses.link(page.path, near)}'?" if near else "add it, or mend the path"


def _directives(catalogue: Catalogue) -> Iterator[Problem]:
    for page in catalogue.pages.values():
        for directive in page.directives:
            yield from directives.problems(directive, catalogue)
        yield from directives.unpaired(page)
        for fence in page.fences:
            if fence.run is not None:
                yield from directives.run_problems(fence)


def _tested_code(catalogue: Catalogue) -> Iterator[Problem]:
    for question in catalogue.questions.values():
        found_round = catalogue.rounds.get(question.round)
        if found_round is None or not found_round.runnable:
            continue
        ran = [f for f in catalogue.pages[question.path].fences if f.run and directives.language_of(f) == "python"]
        if not any("assert " in fence.code for fence in ran):
            said = "no block of Python with an assert is marked as run"
            yield Problem(Position(question.path), "tested-code", said, "put <!-- kb:run --> on the line before it")


def _related(catalogue: Catalogue) -> Iterator[Problem]:
    for question in catalogue.questions.values():
        if question.id in question.related:
            said = f"related: {shown(question.id)} is this question itself"
            yield Problem(_field(catalogue.pages[question.path], "related"), "related", said, "take it out")


def _near_duplicate(catalogue: Catalogue) -> Iterator[Problem]:
    """A problem at both questions, since nobody can tell here which of them is new."""
    comparison = Comparison(catalogue)
    told_apart = {frozenset((q.id, d.question)) for q in catalogue.questions.values() for d in q.distinct_from}
    for found in comparison.near():
        titles_of = {catalogue.questions[one].title.casefold() for one in (found.one, found.other)}
        if len(titles_of) == 1:  # told by `unique-title`
            continue
        if frozenset((found.one, found.other)) not in told_apart:
            pair = catalogue.questions[found.one], catalogue.questions[found.other]
            for here, there in (pair, pair[::-1]):
                said = f"title: the question is {found.per_cent} % like {shown(there.title)} in {there.path}"
                hint = f"merge the two, or write distinct_from: [{{question: {there.id}, reason: …}}]"
                yield Problem(_field(catalogue.pages[here.path], "title"), "near-duplicate", said, hint)
    for question in catalogue.questions.values():
        for distinction in question.distinct_from:
            if question.id in comparison and distinction.question in comparison:
                yield from _needless(catalogue, comparison, question, distinction.question)


def _needless(catalogue: Catalogue, comparison: Comparison, question: Question, other: str) -> Iterator[Problem]:
    """A problem if a question is told apart from one to which it is not alike."""
    per_cent = comparison.per_cent(question.id, other)
    if other == question.id or per_cent < THRESHOLD:
        like = "is this question itself" if other == question.id else f"is only {per_cent} % like this question"
        at = _field(catalogue.pages[question.path], "distinct_from")
        yield Problem(at, "needless-exception", f"distinct_from: {shown(other)} {like}", "take it out")


def _link_exceptions(catalogue: Catalogue) -> Iterator[Problem]:
    linked = {link.url for link in external.links(catalogue)}
    for exception in catalogue.link_exceptions.values():
        if exception.url not in linked:
            at = Position("_data/link-exceptions.yml", exception.line)
            yield Problem(at, "needless-exception", f"url: no page links to {shown(exception.url)}", "take it out")


def _levels_in_order(catalogue: Catalogue) -> Iterator[Problem]:
    order = list(catalogue.levels)
    for question in catalogue.questions.values():
        known = [level for level in question.levels if level in order]
        if known != sorted(known, key=order.index):
            right = ", ".join(sorted(known, key=order.index))
            at = _field(catalogue.pages[question.path], "levels")
            yield Problem(at, "levels-in-order", "levels: stand out of order", f"write [{right}]")


def _topic_tree(catalogue: Catalogue) -> Iterator[Problem]:
    for topic in catalogue.topics.values():
        parent = catalogue.topics.get(topic.parent or "")
        if parent is not None and (parent.parent or parent.id == topic.id):
            at = Position("_data/topics.yml", topic.line)
            said = f"parent: {shown(parent.id)} cannot be the parent of {shown(topic.id)}"
            yield Problem(at, "topic-tree", said, "topics have one level of children")


def _unique_alias(catalogue: Catalogue) -> Iterator[Problem]:
    for topic in catalogue.topics.values():
        for alias, times in Counter(a.casefold() for a in (*topic.aliases, topic.title)).items():
            if times > 1:
                at = Position("_data/topics.yml", topic.line)
                yield Problem(at, "unique-alias", f"aliases: {shown(alias)} stands here twice", "keep one")


def _redirect(catalogue: Catalogue) -> Iterator[Problem]:
    taken = {addresses.url(path) for path in (*catalogue.pages, *_generated(catalogue))}
    first: dict[str, Redirect] = {}
    for redirect in catalogue.redirects.values():
        at = Position("_data/redirects.yml", redirect.line)
        old, url = shown(redirect.old), addresses.url(redirect.old)
        same = first.setdefault(url, redirect)
        if url in taken:
            yield Problem(at, "redirect", f"old: there is a page at the address of {old}", "take the redirect out")
        elif not re.fullmatch(r"[a-z0-9]+(?:[-/][a-z0-9]+)*\.md", redirect.old):
            yield Problem(at, "redirect", f"old: {old} is not the path of a page", "write a/b.md")
        elif reserved(redirect.old):
            said = f"old: no page can have been at {old}: {reserved(redirect.old)}"
            yield Problem(at, "redirect", said, "take the redirect out")
        elif same is not redirect:
            said = f"old: {old} has the same address as {shown(same.old)} on line {same.line}"
            yield Problem(at, "redirect", said, "keep one")


def _taken(catalogue: Catalogue) -> Iterator[Problem]:
    generated = _generated(catalogue)
    for path in catalogue.pages:
        other = f"{path.removesuffix('.md')}/index.md"
        if path in generated:
            yield Problem(Position(path), "taken", "a page of this name is generated", "choose another name")
        elif other in catalogue.pages or other in generated:
            yield Problem(Position(path), "taken", f"has the same address as {other}", "choose another name")


_FOLDERS = frozenset({"companies", "levels", "rounds", "topics"})
"""The folders of generated indexes among those of rounds."""


def _reserved_id(catalogue: Catalogue) -> Iterator[Problem]:
    for kind, words in (("topic", {"index"}), ("level", {"index"}), ("round", {"index", *_FOLDERS})):
        for record in catalogue.of_kind(kind).values():
            if record.id in words:
                said = f"id: {shown(record.id)} is part of the address of another generated page"
                yield Problem(Position(KIND[kind].place, record.line), "reserved-id", said, "choose another id")
    for company in catalogue.companies.values():
        if "vs" in company.id.split("-"):
            said = f"the id {shown(company.id)} has the word 'vs', which stands between two ids in an address"
            yield Problem(Position(company.path), "reserved-id", said, "choose another id")


def _unique_section(catalogue: Catalogue) -> Iterator[Problem]:
    for found_round in catalogue.rounds.values():
        for title, times in Counter(section.title.casefold() for section in found_round.sections).items():
            if times > 1:
                at = Position("_data/rounds.yml", found_round.line)
                said = f"sections: {shown(title)} stands here {counted(times, 'time')}"
                yield Problem(at, "unique-section", said, "keep one")


RULES: tuple[Rule, ...] = (
    Rule("file-type", "Below docs/ there are only regular files of the types that the site publishes."),
    Rule("file-name", "Names of files and folders are lower-case words with hyphens, since they are addresses."),
    Rule("file-size", "A page or data file has at most 256 KiB, any other file at most 512 KiB, one of others 8 MiB."),
    Rule("file-content", "An image or a font begins as files of its type do."),
    Rule("svg", "A drawing is made of shapes and text: no script, no address, no document type, no style that loads."),
    Rule("tree-size", "Below docs/ there are at most 25,000 files, and 256 MiB in all."),
    Rule("encoding", "Text is UTF-8 in composed form (NFC), without invisible characters or such that reorder text."),
    Rule("mixed-letters", "A word in a field has letters of one alphabet, so that none passes for another."),
    Rule("front-matter", "Every page begins with front matter between two lines ---, and it is a mapping."),
    Rule("yaml", "Front matter, data files and the options of directives are YAML."),
    Rule("yaml-feature", "YAML is used without anchors, aliases, tags, merge keys and deep nesting."),
    Rule("duplicate-key", "A field stands once."),
    Rule("place", "A page stands in the folder of its kind: a question in that of its round."),
    Rule("unknown-field", "Only the fields of the field reference are used."),
    Rule("missing-field", "Every required field is there."),
    Rule("key-order", "Fields stand in the order of the field reference."),
    Rule("wrong-type", "A field holds the type that the field reference gives."),
    Rule("empty", "A field that is there has a value."),
    Rule("too-long", "A text is no longer than the field reference allows, so that tables can hold it."),
    Rule("bad-value", "A number, an id or a list keeps to the limits of the field reference."),
    Rule("bad-date", "A date is a real day, in the form of the field reference."),
    Rule(
        "future-date",
        "No date is later than today, which `scripts/check.py` knows; the build does not ask, so that it makes the "
        "same of the same content on every day.",
    ),
    Rule("bad-address", "The address of a source is a full public one, with http or https."),
    Rule("duplicate-value", "A list names nothing twice."),
    Rule("unknown-id", "An id names a topic, question, company, source or other record that exists."),
    Rule("duplicate-id", "An id is used once; the ids of questions are unique over all rounds."),
    Rule("missing-data", "The data files that the handbook is made from are there."),
    Rule("unknown-data", "The only data files are those that the field reference names."),
    Rule("comment", "A value in which a word begins with # stands in quotes; without them YAML drops the rest."),
    Rule("trailing-space", "No line ends in white space, but for the two spaces of a line break and within code."),
    Rule("fence", "A code block begins and ends with a fence alone on its line, and all of it is indented alike."),
    Rule("language", f"The languages of code blocks are {', '.join(sorted(LANGUAGES))}; or a block names none."),
    Rule("code-span", "Inline code is closed on its line by as many backquotes as opened it."),
    Rule(
        "raw-html",
        "Pages hold no HTML but `<br>`, and `<kbd>`, `<sub>` and `<sup>` round plain text; comments are directives.",
    ),
    Rule("attributes", "No text carries attributes in braces behind it."),
    Rule("reference", "A link has its address beside it, in the form [text](address)."),
    Rule("syntax", "What is Markdown elsewhere and plain text here (footnotes, task lists, …) is not written."),
    Rule("merge-conflict", "No mark of a merge conflict is left, in code either."),
    Rule(
        "too-complex",
        f"A line has at most {markup.MAX_LINE:,} characters and {markup.MAX_PIPES} bars, a paragraph, list or table at "
        f"most {markup.MAX_PARAGRAPH:,} characters and {markup.MAX_BRACKETS} opening brackets; lists are at most "
        f"{markup.MAX_INDENT // 4} levels deep, quotations {markup.MAX_QUOTES}, and both are indented with spaces. A "
        f"page has at most {markup.MAX_LINKS:,} links, "
        f"{MAX_HEADINGS} headings, {MAX_DIRECTIVES} directives, and {MAX_BLOCKS} blocks of code, each of "
        f"at most {MAX_CODE:,} characters, {MAX_CODE_LINES} lines and {MAX_CODE_WIDTH} characters on a line.",
    ),
    Rule("diagram", "The drawing of a diagram is just what `scripts/diagrams.py` draws: shapes and text."),
    Rule("heading", "A heading is a line of its own that begins with # in the first column; no text is underlined."),
    Rule("sections", "A page has the sections of its kind, all of them, in order, and no text above.", _sections),
    Rule("empty-section", "Something stands below every heading.", _empty_section),
    Rule(
        "one-title",
        "The title is the field of that name; no heading of the first level stands in the text.",
        _one_title,
    ),
    Rule("unique-title", "No two pages have the same title.", _unique_title),
    Rule("link-form", "A link is a relative path, or begins with https, http or mailto.", _links),
    Rule("image", "A picture is a file of this handbook; nothing is fetched from another host."),
    Rule("dead-link", "A relative link leads to a page or file that exists."),
    Rule("dead-anchor", "A link to a heading leads to a heading that exists."),
    Rule("directive", "A directive is one of those that exist, and its options are of the right form.", _directives),
    Rule("run", "A block that is marked as run is Python or SQL that the suite can run."),
    Rule("tested-code", "A question of a round that asks for code carries tests that the suite runs.", _tested_code),
    Rule("related", "A question is not related to itself.", _related),
    Rule(
        "near-duplicate",
        f"No two questions of a round, or with a topic in common, are alike to {THRESHOLD} % or more in the words of "
        "title and prompt, unless one says in `distinct_from` what is different.",
        _near_duplicate,
    ),
    Rule("needless-exception", "An exception is there only as long as it is needed.", _link_exceptions),
    Rule("levels-in-order", "Levels stand in order, lowest first.", _levels_in_order),
    Rule("topic-tree", "A topic's parent has no parent itself.", _topic_tree),
    Rule("unique-alias", "A topic's aliases differ from each other and from its title.", _unique_alias),
    Rule("redirect", "A redirect leads from an address that no page has any more.", _redirect),
    Rule("taken", "No two pages or files, written, generated or the theme's, have the same address.", _taken),
    Rule("reserved-id", "An id leaves every generated page an address of its own.", _reserved_id),
    Rule("unique-section", "The sections of a round have different headings.", _unique_section),
    Rule("nav", "Every page but those of `not_in_nav` is in the navigation, and all that stands there exists."),
)


def check(catalogue: Catalogue) -> Iterator[Problem]:
    """What the rules find in a catalogue, in the order of the rules."""
    for rule in RULES:
        if rule.check is not None:
            yield from rule.check(catalogue)


def examine(root: Path, settings: str = "", latest: str = "") -> tuple[Catalogue, list[Problem]]:
    """The catalogue of the content below `root` and all that is wrong with it, sorted by place.

    `settings` is the text of the site generator's settings, if the navigation is to be checked too; `latest` the last
    day (YYYY-MM-DD) that a date may name, if there is one. The build and `scripts/check.py` both begin here; the build
    names no day, so that it makes the same of the same content on every day.
    """
    documents, files, problems = read_tree(root)
    catalogue, found = load(documents, files, latest)
    if any(problem.rule == "tree-size" for problem in problems):
        return catalogue, problems
    known = frozenset((*catalogue.files, *_generated(catalogue)))
    navigation = nav.problems(settings, catalogue.pages, known)
    everything: Iterable[Problem] = (*problems, *found, *check(catalogue), *navigation)
    return catalogue, causes(sorted(set(everything)), _copied(catalogue))


def _copied(catalogue: Catalogue) -> frozenset[str]:
    """The paths of questions that have the id of another."""
    paths = [path for path in catalogue.pages if kind_of_page(path).name == "question"]
    times = Counter(map(id_of_page, paths))
    return frozenset(path for path in paths if times[id_of_page(path)] > 1)
