"""The one YAML parser: values, positions, and what it refuses."""

from __future__ import annotations

import pytest

from kb.yamltree import Mapping, Scalar, Sequence, parse


def said(text: str) -> list[str]:
    tree, problems = parse(text, "a.md", line=2)
    assert tree is None or problems
    return [p.formatted() for p in problems]


def test_values_keep_their_text_and_place() -> None:
    tree, problems = parse("title: 'NO'\nlist: [a, 1.10]\n", "a.md", line=2)
    assert problems == [] and isinstance(tree, Mapping)
    title, listed = tree.entries
    assert isinstance(title.value, Scalar) and isinstance(listed.value, Sequence)
    assert (title.key, title.at.line, title.value.text, title.value.plain) == ("title", 2, "NO", False)
    second = listed.value.items[1]
    assert isinstance(second, Scalar)
    assert (second.text, second.plain, second.at.line, second.at.column) == ("1.10", True, 3, 11)


@pytest.mark.parametrize(
    ("text", "tag"),
    [("yes", "bool"), ("~", "null"), ("2026-01-01", "timestamp"), ("12", "int"), ("1.5", "float"), ("word", "str")],
)
def test_a_plain_scalar_knows_what_yaml_takes_it_for(text: str, tag: str) -> None:
    tree, _ = parse(f"[{text}, '{text}']", "a.md")
    assert isinstance(tree, Sequence)
    plain, quoted = tree.items
    assert isinstance(plain, Scalar) and isinstance(quoted, Scalar)
    assert (plain.tag, quoted.tag) == (tag, "str")


def test_a_first_line_may_begin_in_the_middle() -> None:
    tree, _ = parse("{a: b}", "a.md", line=7, column=20)
    assert isinstance(tree, Mapping)
    assert (tree.entries[0].at.line, tree.entries[0].at.column) == (7, 21)


@pytest.mark.parametrize("text", ["", "   \n", "# only a comment\n"])
def test_nothing_is_nothing(text: str) -> None:
    assert parse(text, "a.md") == (None, [])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: b: c", "docs/a.md:2:5: yaml: this is not YAML: mapping values are not allowed in this context"),
        ("a: [b", "docs/a.md:2:4: yaml: this is not YAML: did not find expected ',' or ']'"),
        ("a: 1\na: 2\n", "docs/a.md:3:1: duplicate-key: 'a' stands here again; first on line 2"),
        (
            "- id: a\n  b: 1\n  id: c\n  b: 2\n",
            "docs/a.md:4:3: duplicate-key: 'id' stands here again with 1 other field below it; first on line 2; "
            "begin every record with '- '",
        ),
        ("a: &x 1", "docs/a.md:2:4: yaml-feature: anchors and aliases are not accepted"),
        ("a: !!python/object/apply:os.system [x]", "docs/a.md:2:4: yaml-feature: the tag"),
        ("<<: {a: b}", "docs/a.md:2:1: yaml-feature: merge keys are not accepted"),
        ("{[a]: b}", "docs/a.md:2:2: yaml-feature: a key is not a list or a mapping"),
        ("a: 1\n---\nb: 2", "docs/a.md:3:1: yaml: a second document begins here"),
        ("a: " + "[" * 13 + "]" * 13, "docs/a.md:2:16: yaml-feature: nested more than 12 levels deep"),
    ],
)
def test_what_is_refused_is_one_message_with_its_place(text: str, message: str) -> None:
    found = said(text)
    assert len(found) == 1 and found[0].startswith(message), found


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("a: Keys: what\n", "2:8", "put a value that holds ': ', or begins with a sign, in quotes"),
        ("a: 1\n  b: 2\n", "3:4", "begin this line in the column of the fields above it"),
        ("- a: 1\n   b: 2\n", "3:5", "begin this line in the column of the fields above it"),
        (
            'a: "Hot" keys\n',
            "2:10",
            "put the whole value in quotes, and write a quotation mark within it as another one",
        ),
        ("a:\n  - 1\n - 2\n", "4:2", "begin all fields of a record in one column"),
        ("a:\n\t- 1\n", "3:1", "indent with spaces, not tabs"),
        ("a: `GET`\n", "2:4", "put the value in quotes, since it begins with `"),
        ('a: "open\nb: 1\n', "2:4", "close the quotation mark that stands here"),
        ("a: 1\nminutes 10\nb: 2\n", "3:1", "write 'field: value', and indent what belongs to the line above"),
    ],
)
def test_the_remedy_is_that_of_the_cause_and_the_place_its_beginning(text: str, place: str, hint: str) -> None:
    (found,) = said(text)
    assert found.startswith(f"docs/a.md:{place}: yaml: ") and found.endswith(f"; {hint}"), found


def test_depth_is_refused_before_it_costs_anything() -> None:
    assert len(said("a: " + "[" * 60_000)) == 1


def test_aliases_cannot_multiply() -> None:
    bomb = "a: &a [x]\n" + "".join(
        f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcde", "bcdef", strict=True)
    )
    assert said(bomb) == ["docs/a.md:2:4: yaml-feature: anchors and aliases are not accepted; write the value out"]


def test_a_mapping_gives_the_value_of_a_key() -> None:
    tree, _ = parse("a: 1\nb: 2\n", "x.yml")
    assert isinstance(tree, Mapping)
    found = tree.get("b")
    assert isinstance(found, Scalar) and found.text == "2"
    assert tree.get("c") is None
