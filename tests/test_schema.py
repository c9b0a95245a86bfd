"""Reading values by declared types, and the declarations themselves."""

from __future__ import annotations

from dataclasses import fields as record_fields
from typing import Any

import pytest

from kb.schema import (
    INVALID,
    KINDS,
    Address,
    Date,
    Field,
    Flag,
    ListOf,
    Minutes,
    NewId,
    Number,
    Reading,
    Ref,
    Text,
    Type,
    kind_of_page,
    read_fields,
)
from kb.yamltree import Mapping, Scalar, parse


def read(type_: Type, text: str) -> tuple[Any, list[str], Reading]:
    tree, problems = parse(text, "a.md")
    assert problems == [] and tree is not None
    reading = Reading()
    return type_.read(tree, "field", reading), [p.rule for p in reading.problems], reading


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        (Text(), "a  b", "a b"),
        (Text(), "'yes'", "yes"),
        (Text(), "12", "12"),
        (Number(1, 9), "9", 9),
        (Flag(), "true", True),
        (Flag(), "false", False),
        (Date(), "2024-02-29", "2024-02-29"),
        (Date(partial=True), "2024", "2024"),
        (Date(partial=True), "2024-12", "2024-12"),
        (Date(undated=True), "undated", "undated"),
        (Minutes(), "'45-60'", "45-60"),
        (Minutes(), "45", "45"),
        (Address(), "https://example.org/a_(b)?c=d#e", "https://example.org/a_(b)?c=d#e"),
        (NewId(), "a-b2", "a-b2"),
        (ListOf(Text()), "[a, b]", ("a", "b")),
        (ListOf(Number(1, 9)), "[]", ()),
    ],
)
def test_what_is_right_is_read(type_: Type, text: str, value: object) -> None:
    assert read(type_, text)[:2] == (value, [])


@pytest.mark.parametrize(
    ("type_", "text", "rule"),
    [
        (Text(), "[a]", "wrong-type"),
        (Text(), "{a: b}", "wrong-type"),
        (Text(), "''", "empty"),
        (Text(), "~", "empty"),
        (Text(), "no", "wrong-type"),
        (Text(), "2024-01-01", "wrong-type"),
        (Text(3), "abcd", "too-long"),
        (Text(), '"a\\u202eb"', "encoding"),
        (Number(1, 9), "10", "bad-value"),
        (Number(1, 9), "0", "bad-value"),
        (Number(1, 9), "1.5", "wrong-type"),
        (Number(1, 9), "'5'", "wrong-type"),
        (Number(1, 9), "٣", "wrong-type"),
        (Flag(), "yes", "wrong-type"),
        (Flag(), "'true'", "wrong-type"),
        (Date(), "2024-2-1", "bad-date"),
        (Date(), "2023-02-29", "bad-date"),
        (Date(), "2024-01", "bad-date"),
        (Date(), "undated", "bad-date"),
        (Date(partial=True), "2024-13", "bad-date"),
        (Date(partial=True), "0000", "bad-date"),
        (Minutes(), "an hour", "bad-value"),
        (Address(), "example.org", "bad-address"),
        (Address(), "//example.org/", "bad-address"),
        (Address(), "https://user@example.org/", "bad-address"),
        (Address(), "https://[::1", "bad-address"),
        (Address(), "'https://example.org/ a'", "bad-address"),
        (Address(), '"https://example.org/\\n"', "bad-address"),
        (NewId(), "A", "bad-value"),
        (NewId(), "a--b", "bad-value"),
        (ListOf(Text()), "a", "wrong-type"),
        (ListOf(Text(), 1), "[]", "empty"),
        (ListOf(Text(), 2), "[a]", "bad-value"),
        (ListOf(Text(), 0, 1), "[a, b]", "bad-value"),
        (ListOf(Text()), "[a, a]", "duplicate-value"),
        (ListOf(Number(1, 9)), "[1, x]", "wrong-type"),
    ],
)
def test_what_is_wrong_is_one_problem(type_: Type, text: str, rule: str) -> None:
    value, rules, _ = read(type_, text)
    assert (value, rules) == (INVALID, [rule])


def test_a_reference_is_noted_with_its_place() -> None:
    value, rules, reading = read(ListOf(Ref("topic")), "[a, b]")
    assert (value, rules) == (("a", "b"), [])
    assert [(r.kind, r.id, r.field, r.at.column) for r in reading.references] == [
        ("topic", "a", "field", 2),
        ("topic", "b", "field", 5),
    ]


def test_all_faults_of_a_record_are_reported() -> None:
    declared = (Field("a", Number(1, 2), "A."), Field("b", Text(), "B."), Field("c", Text(), "C.", required=False))
    tree, _ = parse("a: x\nd: 1\n", "a.md")
    assert isinstance(tree, Mapping)
    reading = Reading()
    assert read_fields(declared, tree, reading) is None
    assert [(p.rule, p.message) for p in reading.problems] == [
        ("wrong-type", "a: 'x' is not a whole number"),
        ("unknown-field", "'d' is not a field here"),
        ("missing-field", "b: is missing"),
    ]


def test_fields_that_a_record_lacks_are_one_message() -> None:
    declared = (Field("a", Text(), "A."), Field("b", Text(), "B."), Field("c", Text(), "C."))
    tree, _ = parse("b: x\n", "a.md")
    assert isinstance(tree, Mapping)
    reading = Reading()
    assert read_fields(declared, tree, reading) is None
    assert [(p.rule, p.message) for p in reading.problems] == [("missing-field", "a and c: are missing")]


@pytest.mark.parametrize(
    ("written", "known"), [("2026", True), ("2026-03", True), ("2026-03-02", False), ("2027", False)]
)
def test_a_partial_date_is_held_against_its_part_of_the_latest_day(written: str, known: bool) -> None:
    tree, _ = parse(written, "a.md")
    assert isinstance(tree, Scalar)
    reading = Reading(latest="2026-03-01")
    assert Date(partial=True).read(tree, "a", reading) == written  # a record is not lost for it
    assert [p.rule for p in reading.problems] == ([] if known else ["future-date"])


def test_an_optional_field_may_be_left_out_but_not_be_wrong() -> None:
    declared = (Field("c", Number(1, 2), "C.", required=False),)
    assert read_fields(declared, Mapping((), None), Reading()) == {}  # type: ignore[arg-type]
    tree, _ = parse("c: 3", "a.md")
    assert isinstance(tree, Mapping)
    assert read_fields(declared, tree, Reading()) is None


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_kind_declares_what_its_record_holds(kind: Any) -> None:
    given = {"path", "id", "round"} if not kind.is_data else {"line"}
    assert {field.name for field in record_fields(kind.record)} - given <= {f.name for f in kind.fields} | {"id"}
    assert {f.name for f in kind.fields} <= {field.name for field in record_fields(kind.record)}
    for field in kind.fields:
        assert field.sentence[0].isupper() and field.sentence.endswith(".")
        assert field.type.describe()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("questions/coding/a.md", "question"),
        ("questions/index.md", "guide"),
        ("questions/a.md", "guide"),
        ("companies/a.md", "company"),
        ("companies/index.md", "guide"),
        ("companies/compare/a.md", "guide"),
        ("mistakes/a.md", "mistake"),
        ("plans/a.md", "plan"),
        ("faq.md", "guide"),
        ("process/a.md", "guide"),
    ],
)
def test_the_folder_says_the_kind(path: str, kind: str) -> None:
    assert kind_of_page(path).name == kind


def test_a_hint_does_not_repeat_a_long_value() -> None:
    assert [p.hint for p in read(ListOf(Text()), "x" * 500)[2].problems] == ["write a list"]
