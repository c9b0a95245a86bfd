"""Problems as text, as workflow commands and as JSON."""

from __future__ import annotations

import json

import pytest

from kb import reports
from kb.problems import Position, Problem
from kb.reports import Place

PROBLEMS = [
    Problem(Position("a.md", 3, 7), "unknown-id", "topics: unknown topic '50%'", "did you mean 'fifty'?"),
    Problem(Position("a,b:c.md", 1, 1), "yaml", "this is not YAML"),
    Problem(Position("a.md", 9, 1), "yaml", "nor this\n::error::x"),
]
SITE = Place("docs", "https://example.org/site/")


def test_text_is_the_contract() -> None:
    assert reports.text(PROBLEMS, SITE).splitlines() == [
        "docs/a.md:3:7: unknown-id: topics: unknown topic '50%'; did you mean 'fifty'?",
        "docs/a,b:c.md:1:1: yaml: this is not YAML",
        "docs/a.md:9:1: yaml: nor this\\n::error::x",
    ]


def test_github_has_a_command_a_line() -> None:
    rules = "https://example.org/site/contributing/rules/"
    assert reports.github(PROBLEMS, SITE).splitlines() == [
        "::error file=docs/a.md,line=3,col=7,title=unknown-id::topics: unknown topic '50%25'; did you mean 'fifty'? "
        f"({rules}#unknown-id)",
        f"::error file=docs/a%2Cb%3Ac.md,line=1,col=1,title=yaml::this is not YAML ({rules}#yaml)",
        rf"::error file=docs/a.md,line=9,col=1,title=yaml::nor this\n::error::x ({rules}#yaml)",
    ]


@pytest.mark.parametrize("value", ["a\rb", "a\nb", "a%0Ab", "a::b", "a,b=c"])
def test_a_property_cannot_end_the_command(value: str) -> None:
    said = reports.command("error", value, file=value)
    assert said.count("\n") == 1 and said.endswith("\n")
    properties, _, message = said.removeprefix("::error file=").partition("::")
    assert not set(properties) & set(",:\r\n")
    assert "%0A" not in message


def test_json_has_what_the_documentation_says() -> None:
    found = json.loads(reports.as_json(PROBLEMS, SITE, [("b.md", 2, "put right")]))
    assert found["problems"][0] == {
        "path": "docs/a.md",
        "line": 3,
        "column": 7,
        "rule": "unknown-id",
        "message": "topics: unknown topic '50%'",
        "hint": "did you mean 'fifty'?",
        "url": "https://example.org/site/contributing/rules/#unknown-id",
    }
    assert found["counts"] == {"problems": 3, "files": 2, "rules": {"yaml": 2, "unknown-id": 1}}
    assert found["fixed"] == [{"path": "docs/b.md", "line": 2, "what": "put right"}]


def test_the_summary_counts_by_rule_most_frequent_first() -> None:
    assert reports.summary(PROBLEMS, SITE) == (
        "3 problems in 2 files: yaml 2, unknown-id 1. What the rules are: https://example.org/site/contributing/rules/"
    )
    assert reports.summary(PROBLEMS[:1], Place()).endswith(
        "in 1 file: unknown-id 1. What the rules are: contributing/rules/"
    )
    assert reports.summary([], SITE) == ""
