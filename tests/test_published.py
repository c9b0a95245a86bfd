"""What is published for machines as much as for readers: valid HTML, heads, structured data, the sitemap."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from test_site import make, run
from valid_html import faults, needs_vnu

URL = "https://example.github.io/backend-interview-handbook/"


@pytest.fixture(scope="module")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield run(make(root, tmp_path_factory.mktemp("project")))


@pytest.fixture(scope="module")
def pages(site: Path) -> Mapping[str, str]:
    """Every page's HTML by its address; those that only lead to another address are none."""
    texts = {p.parent.relative_to(site).as_posix(): p.read_text("utf-8") for p in site.rglob("index.html")}
    return {f"{n}/" if n != "." else "": text for n, text in texts.items() if 'http-equiv="refresh"' not in text}


@needs_vnu
def test_every_page_is_valid_html(site: Path) -> None:
    assert not (found := faults(site)), "\n".join(found)


@needs_vnu
def test_what_is_not_valid_is_found(site: Path, tmp_path: Path) -> None:
    text = (site / "guides" / "caching" / "index.html").read_text("utf-8")
    (tmp_path / "index.html").write_text(text.replace("<h1", '<p id="x"><p id="x"><h1', 1), "utf-8")
    (found,) = faults(tmp_path)
    assert "Duplicate ID" in found


# Heads ---------------------------------------------------------------------------------------------------


def attribute(text: str, pattern: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(pattern, text.partition("</head>")[0])]


def meta(text: str, name: str) -> list[str]:
    return attribute(text, rf'<meta (?:name|property)="{name}" content="([^"]*)"')


def test_every_page_has_a_description_of_its_own(pages: Mapping[str, str]) -> None:
    described: dict[str, str] = {}
    for address, text in pages.items():
        (description,) = meta(text, "description")
        assert description, address
        assert description not in described, f"{address} is described as {described.get(description)} is"
        described[description] = address


def test_every_page_says_which_address_is_its_own(pages: Mapping[str, str]) -> None:
    for address, text in pages.items():
        assert attribute(text, '<link rel="canonical" href="([^"]*)"') == [URL + address]


def test_every_page_can_be_shown_where_it_is_shared(pages: Mapping[str, str], site: Path) -> None:
    for address, text in pages.items():
        shown = {name: meta(text, f"og:{name}") for name in ("title", "description", "url", "type", "site_name")}
        assert all(len(values) == 1 and values[0] for values in shown.values()), address
        assert shown["url"] == [URL + address]
        assert shown["description"] == meta(text, "description")
        assert shown["type"] == ["article" if address else "website"]
        (image,) = meta(text, "og:image")
        assert image.startswith(URL) and (site / image.removeprefix(URL)).is_file()
        assert meta(text, "og:image:alt") != [] and meta(text, "twitter:card") == ["summary_large_image"]


def test_the_page_for_what_is_missing_is_kept_out_of_indexes(site: Path) -> None:
    text = (site / "404.html").read_text("utf-8")
    assert meta(text, "robots") == ["noindex"]
    assert not attribute(text, '<link rel="(canonical)"') and not meta(text, "og:url")


# Structured data -----------------------------------------------------------------------------------------

# The types and properties that we use, with what a value may be: from the vocabulary of schema.org, version 29.3
# (https://schema.org/version/latest/schemaorg-all-https.jsonld), properties inherited from wider types included.
TEXT, LINK, DATE, NUMBER, TIME, TRUTH = "Text", "URL", "Date", "Integer", "Duration", "Boolean"
THING = {"@id": {LINK}, "name": {TEXT}, "url": {LINK}, "description": {TEXT}}
WORK = {
    **THING,
    "inLanguage": {TEXT},
    "license": {LINK},
    "isPartOf": {"WebSite"},
    "dateModified": {DATE},
    "datePublished": {DATE},
    "about": {"DefinedTerm", "Organization"},
    "citation": {"WebPage"},
    "publisher": {"Organization"},
    "headline": {TEXT},
}
LEARNING = {"learningResourceType": {TEXT}, "educationalLevel": {TEXT}, "timeRequired": {TIME}}
VOCABULARY: Mapping[str, Mapping[str, set[str]]] = {
    "Organization": THING,
    "DefinedTerm": THING,
    "WebPage": WORK,
    "CollectionPage": WORK,
    "Article": WORK,
    "TechArticle": WORK,
    "LearningResource": {**WORK, **LEARNING},
    "WebSite": {**WORK, "potentialAction": {"SearchAction"}},
    "SearchAction": {**THING, "target": {"EntryPoint"}, "query-input": {"PropertyValueSpecification"}},
    "EntryPoint": {**THING, "urlTemplate": {TEXT}},
    "PropertyValueSpecification": {**THING, "valueName": {TEXT}, "valueRequired": {TRUTH}},
    "BreadcrumbList": {**THING, "itemListElement": {"ListItem"}},
    "ListItem": {**THING, "position": {NUMBER}, "item": {LINK}},
}

FORMS = {
    LINK: re.compile(r"https?://[^\s<>\"]+"),
    DATE: re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?"),
    TIME: re.compile(r"PT[1-9]\d*M"),
    TEXT: re.compile(r"(?s)\S.*"),
}


def wrong(value: Any, allowed: set[str]) -> Iterator[str]:
    """What is wrong with a value that must be one of these kinds."""
    if isinstance(value, list):
        if not value:
            yield "an empty list"
        for one in value:
            yield from wrong(one, allowed)
    elif isinstance(value, dict):
        kind = value.get("@type")
        if kind not in allowed or kind not in VOCABULARY:
            yield f"{kind} where {sorted(allowed)} may be"
            return
        for name, inner in value.items():
            if name == "@type":
                continue
            if name not in VOCABULARY[kind]:
                yield f"{kind} has no {name}"
            else:
                yield from (f"{name}: {fault}" for fault in wrong(inner, VOCABULARY[kind][name]))
    elif isinstance(value, bool):
        if TRUTH not in allowed:
            yield f"{value}"
    elif isinstance(value, int):
        if NUMBER not in allowed:
            yield f"{value}"
    elif not any(form in allowed and pattern.fullmatch(value) for form, pattern in FORMS.items()):
        yield f"{value!r} is none of {sorted(allowed)}"


def structured(text: str) -> dict[str, Any]:
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    found: dict[str, Any] = json.loads(block)
    return found


def test_structured_data_keeps_to_the_vocabulary(pages: Mapping[str, str]) -> None:
    kinds = set()
    for address, text in pages.items():
        data = structured(text)
        assert data["@context"] == "https://schema.org" and set(data) == {"@context", "@graph"}
        for item in data["@graph"]:
            kinds.add(item["@type"])
            assert list(wrong(item, set(VOCABULARY))) == [], address
    assert kinds == {
        "WebSite",
        "CollectionPage",
        "WebPage",
        "Article",
        "TechArticle",
        "LearningResource",
        "BreadcrumbList",
    }


def test_what_is_not_in_the_vocabulary_is_found() -> None:
    assert list(wrong({"@type": "Article", "colour": "red"}, {"Article"})) == ["Article has no colour"]
    assert list(wrong({"@type": "Article", "url": "../x/"}, {"Article"}))
    assert list(wrong({"@type": "Article", "dateModified": "yesterday"}, {"Article"}))
    assert list(wrong({"@type": "Article", "about": {"@type": "Recipe"}}, {"Article"}))
    assert list(wrong({"@type": "ListItem", "position": "1"}, {"ListItem"}))


def test_structured_data_names_pages_that_exist_by_their_own_address(pages: Mapping[str, str]) -> None:
    for address, text in pages.items():
        page, *more = structured(text)["@graph"]
        assert page["url"] == URL + address
        assert not address or page["description"] == meta(text, "description")[0]
        assert len(more) == bool(address)
        for item in [item for crumbs in more for item in crumbs["itemListElement"]]:
            assert item["item"].removeprefix(URL) in pages, f"{address}: {item['item']}"
        if more:
            assert more[0]["itemListElement"][-1]["item"] == URL + address


# The sitemap ---------------------------------------------------------------------------------------------


def test_the_sitemap_has_every_page_once_and_the_day_of_its_review(site: Path, pages: Mapping[str, str]) -> None:
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    urls = ElementTree.parse(site / "sitemap.xml").getroot().findall("s:url", space)
    days = {str(url.findtext("s:loc", "", space)): url.findtext("s:lastmod", None, space) for url in urls}
    assert len(urls) == len(days)
    assert set(days) == {URL + address for address in pages}
    assert not [loc for loc in days if urlsplit(loc).fragment or "404" in loc or "old-name" in loc]
    reviewed = {URL + a: structured(text)["@graph"][0].get("dateModified") for a, text in pages.items()}
    assert days == reviewed
    assert len(set(days.values())) > 1
