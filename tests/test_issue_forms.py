"""GitHub's issue forms against the fields and the vocabulary that they ask for, and against GitHub's own schema."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from kb.rules import examine
from kb.schema import KIND, Field, ListOf, RecordOf, Ref

ROOT = Path(__file__).resolve().parent.parent
FORMS = ROOT / ".github" / "ISSUE_TEMPLATE"
CATALOGUE, _ = examine(ROOT / "docs")


def fields(kind: str, *path: str) -> dict[str, Field]:
    """The fields of a kind, or of the records in one of its fields."""
    found = KIND[kind].fields
    for name in path:
        type_ = next(field.type for field in found if field.name == name)
        assert isinstance(type_, ListOf) and isinstance(type_.item, RecordOf)
        found = type_.item.fields
    return {field.name: field for field in found}


# For each form, the fields that it maps to, those that the maintainer fills in, and what it asks beside them.
MAPPED: dict[str, tuple[dict[str, Field], set[str], set[str]]] = {
    "question": (fields("question"), {"reviewed"}, {"round", "prompt", "answer"}),
    "claim": (fields("company", "claims"), set(), {"company", "now"}),
    "source": (fields("source"), {"id"}, set()),
}


def form(name: str) -> dict[str, dict[str, Any]]:
    """What a form asks, by id."""
    body = yaml.safe_load((FORMS / f"{name}.yml").read_text("utf-8"))["body"]
    asked = [part for part in body if part["type"] != "markdown"]
    assert len({part["id"] for part in asked}) == len(asked)
    return {part["id"]: part for part in asked}


@pytest.mark.parametrize("name", MAPPED)
def test_a_form_asks_for_each_field_by_its_name(name: str) -> None:
    declared, ours, beside = MAPPED[name]
    asked = form(name)
    assert set(asked) == set(declared) - ours | beside
    in_order = [key for key in asked if key in declared]
    assert in_order == [key for key in declared if key in asked]
    for key in in_order:
        assert asked[key]["validations"]["required"] == declared[key].required, key


@pytest.mark.parametrize("name", MAPPED)
def test_a_dropdown_offers_the_vocabulary(name: str) -> None:
    declared, _, _ = MAPPED[name]
    seen = []
    for key, part in form(name).items():
        type_ = declared[key].type if key in declared else Ref("round") if key == "round" else None
        item = type_.item if isinstance(type_, ListOf) else type_
        if isinstance(item, Ref) and item.kind in {"round", "level", "dimension", "evidence"}:
            records = CATALOGUE.of_kind(item.kind).values()
            titles = [f"{r.id}: {r.label if item.kind == 'dimension' else r.title}" for r in records]
            assert part["attributes"]["options"] == titles, key
            assert part["attributes"].get("multiple", False) == isinstance(type_, ListOf)
            seen.append(item.kind)
    assert seen == {"question": ["round", "level"], "claim": ["dimension", "level"], "source": ["evidence"]}[name]


def test_limits_in_the_forms_are_those_of_the_fields() -> None:
    for name, (declared, _, _) in MAPPED.items():
        for key, part in form(name).items():
            for number in re.findall(r"at most (\d+) characters", part["attributes"].get("description", "")):
                assert declared[key].type.describe() == f"text, {number} characters at most"
    minutes = form("question")["minutes"]["attributes"]["description"]
    assert "3 to 120" in minutes and fields("question")["minutes"].type.describe() == "whole number from 3 to 120"


def test_addresses_are_on_the_site() -> None:
    site = re.search(r"^site_url: (\S+)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
    assert site
    found = [url for file in FORMS.iterdir() for url in re.findall(r"https?://[^\s)\"]+", file.read_text("utf-8"))]
    ours = [url for url in found if url.startswith(site[1])]
    assert len(ours) > 6
    assert [url for url in found if url not in ours and "example.org" not in url] == ["https://"] * found.count(
        "https://"
    )
    for url in ours:
        path = url.removeprefix(site[1]).rstrip("/")
        assert CATALOGUE.knows("page", f"{path}/index.md") or CATALOGUE.knows("page", f"{path}.md"), url


@pytest.mark.parametrize(
    ("schema", "files"),
    [("vendor.github-issue-forms", [f"{name}.yml" for name in MAPPED]), ("vendor.github-issue-config", ["config.yml"])],
)
def test_they_are_what_github_reads(schema: str, files: list[str]) -> None:
    assert sorted(p.name for p in FORMS.iterdir()) == sorted([*(f"{name}.yml" for name in MAPPED), "config.yml"])
    command = [str(Path(sys.executable).with_name("check-jsonschema")), "--builtin-schema", schema]
    ran = subprocess.run([*command, *(str(FORMS / file) for file in files)], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
