"""The published schema of a file of progress refuses what the page refuses, and takes what it takes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kb import pages

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = json.loads((ROOT / "docs" / "assets" / "schemas" / "progress.json").read_text("utf-8"))
FILES = json.loads((ROOT / "tests" / "javascript" / "progress-files.json").read_text("utf-8"))
MODULES = ROOT / "docs" / "assets" / "javascripts"


@pytest.mark.parametrize("case", FILES, ids=lambda case: case["why"])
def test_the_schema_and_the_page_agree(case: dict[str, Any]) -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    assert validator.is_valid(case["file"]) is ("fault" not in case)


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_states_are_the_same_in_the_pages_the_scripts_and_the_schema() -> None:
    states = [state for state, *_ in pages.STATES]
    module = (MODULES / "progress.js").read_text("utf-8")
    declared = re.search(r"STATES = /\*\* @type \{const\} \*/ \((\[.*?\])\)", module)
    assert declared and json.loads(declared[1]) == states
    marks = SCHEMA["properties"]["progress"]["properties"]["questions"]["additionalProperties"]
    assert marks["properties"]["state"]["enum"] == states
    titles = re.search(r"TITLES = \{ (.*?) \}", (MODULES / "question-state.js").read_text("utf-8"))
    assert titles and dict(re.findall(r'(\w+): "(\w+)"', titles[1])) == {s: title for s, title, _ in pages.STATES}


def test_every_time_that_a_question_may_take_is_in_one_span() -> None:
    spans = [tuple(map(int, span.split("-"))) for span, _ in pages.TIMES]
    for minutes in range(3, 121):
        assert sum(first <= minutes <= last for first, last in spans) == 1, minutes
