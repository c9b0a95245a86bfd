"""The JSON interface."""

from __future__ import annotations

import json
from collections.abc import Callable

import jsonschema
import pytest

from kb import exports, indexes
from kb.catalogue import Catalogue

NAMES = ("questions", "companies", "topics", "sources", "plans", "renamed")


@pytest.fixture(scope="module")
def files(good: Catalogue) -> dict[str, str]:
    return dict(exports.documents(good, indexes.build(good)))


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_as_it_was(name: str, files: dict[str, str], golden: Callable[[str, str], None]) -> None:
    golden(
        f"api/{name}.json", json.dumps(json.loads(files[f"api/v1/{name}.json"]), indent=1, ensure_ascii=False) + "\n"
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_file_keeps_to_its_schema_and_the_schema_refuses_another(name: str, files: dict[str, str]) -> None:
    document = json.loads(files[f"api/v1/{name}.json"])
    validator = jsonschema.Draft202012Validator(json.loads(files[f"api/v1/{name}.schema.json"]))
    validator.validate(document)
    del document[name][0][next(iter(document[name][0]))]
    assert not validator.is_valid(document)
    assert not validator.is_valid({"version": 2, name: []})


def test_questions_have_the_promised_fields(files: dict[str, str]) -> None:
    document = json.loads(files["api/v1/questions.json"])
    assert document["version"] == 1
    promised = "id title url round topics levels minutes sightings related reviewed"
    assert all(list(question) == promised.split() for question in document["questions"])
    assert document["questions"][2]["url"] == "questions/concepts/stampede/"
