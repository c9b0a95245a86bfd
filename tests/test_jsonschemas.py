"""The schemas for editors against the checker: they take what it takes, and refuse what it refuses of one field."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

import schemas
from kb.catalogue import Catalogue
from kb.files import read_tree
from kb.jsonschemas import documents, schema
from kb.rules import examine
from kb.scan import scan
from kb.schema import KINDS, Choice, Date, Kind, Minutes, Number, Reading, Text, Type, kind_of_page
from kb.yamltree import Mapping, Scalar, Sequence, Value, parse

ROOT = Path(__file__).resolve().parent.parent

OF_ONE_FIELD = {
    *("unknown-field", "missing-field", "wrong-type", "empty", "too-long", "bad-value", "bad-date", "bad-address"),
    *("duplicate-value", "unknown-id"),
}
"""The rules that a schema can express."""


SPELT = re.compile(r"\(timestamp\)|'0\d+' is not a whole number")
"""Faults of how a value is spelt, which a reader of YAML does not pass on."""


def plain(value: Value) -> Any:
    """A tree as an editor's reader of YAML gives it to a validator: dates and times are text."""
    if isinstance(value, Mapping):
        return {entry.key: plain(entry.value) for entry in value.entries}
    if isinstance(value, Sequence):
        return [plain(item) for item in value.items]
    if value.tag == "null" and value.plain:
        return None
    if value.tag == "bool" and value.plain:
        return value.text.lower() in {"true", "yes", "on"}
    if value.tag in {"int", "float"} and value.plain:
        with contextlib.suppress(ValueError):
            return int(value.text) if value.tag == "int" else float(value.text)
    return value.text


def records(docs: Path) -> Iterator[tuple[str, Kind, Value]]:
    """Path, kind and tree of every page and data file that can be read."""
    for document in read_tree(docs)[0]:
        if document.path.endswith(".md"):
            page, _ = scan(document)
            if page.fields is not None:
                yield document.path, kind_of_page(document.path), page.fields
        elif document.path.endswith(".yml"):
            tree, problems = parse(document.text, document.path)
            kind = next((kind for kind in KINDS if kind.place == document.path), None)
            if kind and tree and not problems:
                yield document.path, kind, tree


def validators(catalogue: Catalogue) -> dict[str, Draft202012Validator]:
    return {kind.name: Draft202012Validator(schema(kind, catalogue), format_checker=FormatChecker()) for kind in KINDS}


@pytest.mark.parametrize("docs", [ROOT / "docs", ROOT / "tests" / "corpus" / "good" / "docs"], ids=["real", "good"])
def test_what_the_checker_takes_the_schemas_take(docs: Path) -> None:
    catalogue, problems = examine(docs)
    assert [p for p in problems if p.rule in OF_ONE_FIELD] == []
    validator = validators(catalogue)
    seen = set()
    for path, kind, tree in records(docs):
        assert [error.message for error in validator[kind.name].iter_errors(plain(tree))] == [], path
        seen.add(kind.name)
    assert seen >= {"question", "company", "mistake", "plan", "guide", "topic", "source", "round"}


def test_what_the_checker_refuses_of_a_field_the_schemas_refuse() -> None:
    docs = ROOT / "tests" / "corpus" / "bad" / "docs"
    catalogue, problems = examine(docs)
    validator = validators(catalogue)
    read = {path: (kind, tree) for path, kind, tree in records(docs)}
    refused = set()
    elsewhere = {problem.position.path for problem in problems if problem.rule == "place"}
    for path, (kind, tree) in read.items():
        if path in elsewhere:
            continue  # its fields are those of another kind
        here = [p for p in problems if p.rule in OF_ONE_FIELD and p.position.path == path and _is_field(p, tree)]
        wrong = [p for p in here if not SPELT.search(p.message)]
        errors = list(validator[kind.name].iter_errors(plain(tree)))
        assert bool(errors) == bool(wrong), (path, wrong, [error.message for error in errors])
        refused |= {p.rule for p in wrong}
    assert refused == OF_ONE_FIELD


def _is_field(problem: Any, tree: Value) -> bool:
    """Whether a problem is one of front matter or a data file, not of a directive in the text or of the folder."""
    lines = [line for line, _ in _places(tree)]
    return not problem.message.startswith("folder:") and min(lines) <= problem.position.line <= max(lines)


def _places(value: Value) -> Iterator[tuple[int, int]]:
    yield value.at.line, value.at.column
    inner = value.items if isinstance(value, Sequence) else ()
    if isinstance(value, Mapping):
        inner = tuple(entry.value for entry in value.entries)
    for one in inner:
        yield from _places(one)


@pytest.mark.parametrize(
    "type_",
    [
        Text(8),
        Number(2, 12),
        Date(),
        Date(partial=True),
        Date(partial=True, undated=True),
        Minutes(),
        Choice(("a", "b")),
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "written",
    [
        *(
            "a",
            "abcdefghi",
            "''",
            "' '",
            "~",
            "[]",
            "{}",
            "1",
            "2",
            "12",
            "13",
            "1.5",
            "true",
            "'2'",
            "45-60",
            "'45-60'",
        ),
        *(
            "2026",
            "2026-11",
            "2026-13",
            "2026-1",
            "2026-11-20",
            "2026-11-31",
            "0000",
            "0000-01-01",
            "undated",
            "20261120",
        ),
    ],
)
def test_a_type_and_its_schema_agree(type_: Type, written: str, good: Catalogue) -> None:
    """But for what quotation marks decide, which a schema does not see, and the leap day of a year without one."""
    tree, _ = parse(written, "a.yml")
    assert tree is not None
    reading = Reading()
    type_.read(tree, "field", reading)
    if isinstance(tree, Scalar) and tree.plain and tree.tag == "timestamp" and isinstance(type_, Text):
        return
    from kb.jsonschemas import _of

    accepted = Draft202012Validator(_of(type_, set())).is_valid(plain(tree))
    assert accepted == (not reading.problems), [p.message for p in reading.problems]


def test_every_schema_is_one_and_explains_every_field(good: Catalogue) -> None:
    found = {path: json.loads(text) for path, text in documents(good)}
    assert sorted(found) == sorted(f"schemas/{kind.name}.json" for kind in KINDS)
    for kind in KINDS:
        whole = found[f"schemas/{kind.name}.json"]
        Draft202012Validator.check_schema(whole)
        record = whole["items"] if kind.is_data else whole
        assert {name: said["description"].startswith(f.sentence) for f in kind.fields if (name := f.name)
                for said in [record["properties"][f.name]]} == {f.name: True for f in kind.fields}  # fmt: skip


def test_ids_are_offered_with_what_they_are_called(good: Catalogue) -> None:
    defs = schema(next(kind for kind in KINDS if kind.name == "question"), good)["$defs"]
    assert defs["level"] == {"enum": ["mid", "senior"], "enumDescriptions": ["Mid-level", "Senior"]}
    page = schema(next(kind for kind in KINDS if kind.name == "topic"), good)["$defs"]["page"]
    assert "guides/storage.md" in page["anyOf"][0]["enum"]
    assert not any("-vs-" in path for path in page["anyOf"][0]["enum"])
    assert re.fullmatch(page["anyOf"][1]["pattern"], "companies/compare/acme-vs-bolt.md")


def test_the_command_writes_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    docs = ROOT / "tests" / "corpus" / "good" / "docs"
    assert schemas.main(["--docs", str(docs), "--to", str(tmp_path / "new")]) == 0
    assert sorted(p.name for p in (tmp_path / "new").iterdir()) == sorted(f"{kind.name}.json" for kind in KINDS)
    assert capsys.readouterr().out == f"Wrote the schemas to {tmp_path / 'new'}.\n"


def test_the_settings_for_editors_name_every_data_file() -> None:
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text("utf-8"))
    assert settings["yaml.schemas"] == {f"./.schemas/{k.name}.json": f"docs/{k.place}" for k in KINDS if k.is_data}


def test_the_task_for_editors_understands_the_messages() -> None:
    tasks = json.loads((ROOT / ".vscode" / "tasks.json").read_text("utf-8"))
    pattern = re.compile(tasks["tasks"][0]["problemMatcher"]["pattern"]["regexp"])
    for line in (ROOT / "tests" / "corpus" / "bad" / "expected.txt").read_text("utf-8").splitlines():
        assert pattern.match(line), line
