r"""Writes a new page or data record that is valid but for the text that only an author can write.

python3 scripts/new.py question --id hot-keys --round concepts --title "What is a hot key?" --topics partitioning \
    --levels mid,senior --minutes 10
python3 scripts/new.py question        asks, in a terminal, for whatever is missing

The kinds are question, company, mistake, plan, topic and source; `new.py KIND --help` lists the options of one. Lists
are written with commas.
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import _environment

if __name__ == "__main__":
    _environment.enter()  # before the imports below, which need what is installed there

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "hooks"))

from kb.catalogue import Catalogue, unresolved  # noqa: E402
from kb.problems import Position, Problem  # noqa: E402
from kb.rules import examine  # noqa: E402
from kb.schema import (  # noqa: E402
    KIND,
    Date,
    Field,
    Flag,
    Kind,
    ListOf,
    NewId,
    Number,
    Reading,
    RecordOf,
    Ref,
)
from kb.yamltree import parse  # noqa: E402

_NEEDED = "a value is needed"

KINDS = ("question", "company", "mistake", "plan", "topic", "source")


@dataclass(frozen=True, slots=True)
class Blank:
    """A value that a new record needs: the option that gives it, the field, and the names of the fields round it."""

    option: str
    field: Field
    path: tuple[str, ...]


def blanks(kind: Kind) -> Iterator[Blank]:
    """What has to be given for a record of `kind`: its id and place, then its required fields, one of each list."""
    if not kind.is_data:
        yield Blank("id", Field("id", NewId(), "The permanent id: the name of the file and part of the address."), ())
    if kind.name == "question":
        yield Blank("round", Field("round", Ref("round"), "The round, which is the folder."), ())
    for field in kind.fields:
        yield from _inside(field, ())


def _inside(field: Field, path: tuple[str, ...]) -> Iterator[Blank]:
    if not field.required:
        return
    item = field.type.item if isinstance(field.type, ListOf) else field.type
    if isinstance(item, RecordOf):
        for inner in item.fields:
            yield from _inside(inner, (*path, field.name))
    else:
        yield Blank("-".join((*path, field.name)), field, (*path, field.name))


def main(arguments: list[str] | None = None) -> int:
    """The exit status: 0 if the record was written, 1 if a value is wrong, 2 if one is missing."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if not given.docs.is_dir():
        parser.error(f"there is no folder {given.docs}")
    kind = KIND[given.record]
    catalogue, _ = examine(given.docs)
    values: dict[str, str] = {}
    for blank in blanks(kind):
        value = getattr(given, blank.option.replace("-", "_")) or _default(blank)
        value = _in_order(value, blank, catalogue)
        problem = value and (_wrong(value, blank, catalogue) or _taken(value, blank, kind, catalogue))
        if problem and not sys.stdin.isatty():
            print(f"--{problem}", file=sys.stderr)
            return 1
        if (not value or problem) and sys.stdin.isatty():
            value = _in_order(_ask(blank, kind, catalogue, problem or ""), blank, catalogue)
        if value:
            values[blank.option] = value
    missing = [f"--{blank.option}" for blank in blanks(kind) if blank.option not in values]
    if missing:
        print(f"missing: {' '.join(missing)} (new.py {kind.name} --help says what each is)", file=sys.stderr)
        return 2
    return _write(kind, values, catalogue, given.docs)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = parser.add_subparsers(dest="record", required=True, metavar="KIND")
    for name in KINDS:
        one = kinds.add_parser(name, help=KIND[name].sentence)
        one.add_argument("--docs", type=Path, default=ROOT / "docs", help="the content (default: docs)")
        for blank in blanks(KIND[name]):
            said = f"{blank.field.sentence} ({blank.field.type.describe()})"
            one.add_argument(f"--{blank.option}", metavar="VALUE", help=said.replace("%", "%%"))
    return parser


def _default(blank: Blank) -> str:
    """Today for the day of a review or of a reading, which is the day on which this is run."""
    today = isinstance(blank.field.type, Date) and blank.field.name in {"reviewed", "seen"}
    return datetime.date.today().isoformat() if today else ""


def _in_order(value: str, blank: Blank, catalogue: Catalogue) -> str:
    """Levels lowest first, as the rules want them; any other value, and levels that are not all known, as they are."""
    if not isinstance(blank.field.type, ListOf) or blank.field.type.item != Ref("level"):
        return value
    given, order = [part.strip() for part in value.split(",")], list(catalogue.levels)
    return ", ".join(sorted(given, key=order.index)) if set(given) <= set(order) else value


def _taken(value: str, blank: Blank, kind: Kind, catalogue: Catalogue) -> str:
    """What is wrong with the title of a page that another page has; empty if nothing is."""
    if blank.path != ("title",) or kind.is_data:
        return ""
    other = next((path for path, title in catalogue.titles.items() if title.casefold() == value.casefold()), "")
    return f"{blank.option}: this is the title of {other} too; say what is different" if other else ""


def _ask(blank: Blank, kind: Kind, catalogue: Catalogue, problem: str) -> str:
    """Asks until the answer is right."""
    print(f"\n{blank.field.sentence}")
    item = blank.field.type.item if isinstance(blank.field.type, ListOf) else blank.field.type
    known = list(catalogue.of_kind(item.kind)) if isinstance(item, Ref) and item.kind != "page" else []
    print(f"  {blank.field.type.describe()}{': ' + ', '.join(known) if 0 < len(known) <= 60 else ''}")
    while True:
        if problem:
            print(f"  {problem}")
        value = input(f"{blank.option}: ").strip()
        problem = _wrong(value, blank, catalogue) or _taken(value, blank, kind, catalogue) if value else _NEEDED
        if not problem:
            return value


def _wrong(value: str, blank: Blank, catalogue: Catalogue) -> str:
    """What is wrong with a value, in the checker's words; empty if nothing is."""
    reading = Reading(latest=datetime.date.today().isoformat())
    tree, problems = parse(_yaml(value, blank.field), "value")
    if tree is not None:
        blank.field.type.read(tree, blank.option, reading)
    elif not problems:
        reading.problem(Position("value"), "empty", f"{blank.option}: is empty")
    found: list[Problem] = [*problems, *reading.problems, *unresolved(reading, catalogue)]
    said = "; ".join(f"{p.message}; {p.hint}" if p.hint else p.message for p in found)
    return said.replace(" (--fix does it)", "")  # which is an option of scripts/check.py


def _yaml(value: str, field: Field) -> str:
    """The value as YAML on one line."""
    if isinstance(field.type, ListOf):
        return f"[{', '.join(_scalar(part.strip()) for part in value.split(','))}]"
    if isinstance(field.type, (Number, Date, Flag)):
        return value
    return _scalar(value)


def _scalar(text: str) -> str:
    plain = re.fullmatch(r"[A-Za-z0-9](?:[\w .,;()/?!'&+-]*[\w.)?!])?", text, re.ASCII)
    tree, problems = parse(f"[{text}]", "value") if plain else (None, [])
    word = plain and not problems and tree is not None and re.search("[A-Za-z]", text)
    clean = word and text.lower() not in {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}
    return text if clean and "," not in text else json.dumps(text, ensure_ascii=False)


def _write(kind: Kind, values: dict[str, str], catalogue: Catalogue, docs: Path) -> int:
    broken = _broken(kind, values, catalogue)
    if broken:
        print(f"{docs / broken} is missing or has a fault; run: python3 scripts/check.py", file=sys.stderr)
        return 1
    taken = catalogue.of_kind(kind.name)
    if values["id"] in taken:
        print(f"--id: there is already a {kind.name} '{values['id']}'; ids are for ever", file=sys.stderr)
        return 1
    fields = _fields(kind, values)
    if kind.is_data:
        path = docs / kind.place
        lines = ("- " + "\n  ".join(fields)).rstrip()
        above = path.read_text("utf-8").rstrip()
        path.write_text(f"{above}\n{lines}\n" if above else f"{lines}\n", "utf-8")
    else:
        folder = kind.place.replace("*", values.get("round", ""))
        path = docs / folder / f"{values['id']}.md"
        if path.exists():
            print(f"there is already a file {path}", file=sys.stderr)
            return 1
        sections = kind.sections
        if kind.name == "question":
            sections = tuple(section.title for section in catalogue.rounds[values["round"]].sections)
        body = "".join(f"\n## {title}\n" for title in sections)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("---\n" + "\n".join(fields) + f"\n---\n{body}", "utf-8")
    print(f"Wrote {path}.")
    if not kind.is_data:
        print("Write its text, then run: python3 scripts/check.py " + str(path))
    return 0


def _broken(kind: Kind, values: dict[str, str], catalogue: Catalogue) -> str:
    """The data file without which the record cannot be written, if it could not be read; else nothing."""
    if kind.is_data:
        return "" if kind.name in catalogue.written else kind.place
    return KIND["round"].place if kind.name == "question" and values["round"] not in catalogue.rounds else ""


def _fields(kind: Kind, values: dict[str, str]) -> list[str]:
    """The lines of the record's fields, in the declared order."""
    lines: list[str] = []
    for field in kind.fields:
        lines += _field_lines(field, (), values)
    return lines


def _field_lines(field: Field, path: tuple[str, ...], values: dict[str, str]) -> list[str]:
    item = field.type.item if isinstance(field.type, ListOf) else field.type
    if not field.required:
        return []
    if not isinstance(item, RecordOf):
        return [f"{field.name}: {_yaml(values['-'.join((*path, field.name))], field)}"]
    inner = [line for one in item.fields for line in _field_lines(one, (*path, field.name), values)]
    return [f"{field.name}:", f"  - {inner[0]}", *(f"    {line}" for line in inner[1:])]


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (KeyboardInterrupt, EOFError):
        print("\nNothing was written.", file=sys.stderr)
        sys.exit(1)
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        sys.exit(1)
