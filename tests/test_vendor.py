"""Libraries of others: which version, under which licence, unchanged, and renewed by a command."""

from __future__ import annotations

import io
import re
import tarfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

import vendor


def folders(root: Path) -> list[Path]:
    return sorted(folder for place in vendor.PLACES for folder in (root / place).iterdir() if folder.is_dir())


def test_every_folder_says_what_it_holds_and_how_it_is_renewed(root: Path) -> None:
    assert len(folders(root)) >= 3
    for folder in folders(root):
        held = vendor.read(folder)
        assert held.licence and re.fullmatch(r"\d+(\.\d+)+", held.version), folder
        assert re.fullmatch(r"sha512-[\w+/]{86}==", held.integrity), folder
        assert {f.name for f in folder.iterdir()} == {*held.files, vendor.RECORD, "README.txt"}
        assert "LICENSE" in held.files
        assert f"python3 scripts/vendor.py {folder.name} " in (folder / "README.txt").read_text("utf-8")


def test_the_version_is_the_one_that_the_file_says(root: Path) -> None:
    axe = root / "tests" / "browser" / "vendor" / "axe-core"
    assert f"axe v{vendor.read(axe).version}" in (axe / "axe.min.js").read_text("utf-8")[:200]
    mermaid = root / "docs" / "assets" / "vendor" / "mermaid"
    assert f'"{vendor.read(mermaid).version}"' in (mermaid / "mermaid.min.js").read_text("utf-8")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with version 1.0.0 of a library, and an npm that has 1.0.0 and 2.0.0."""
    folder = tmp_path / vendor.PLACES[0] / "thing"
    folder.mkdir(parents=True)
    files = {"LICENSE": "LICENSE", "thing.js": "dist/thing.js"}

    def pack(wanted: vendor.Vendored, scratch: Path) -> tuple[str, dict[str, bytes]]:
        data = archive({path: f"{path} {wanted.version}".encode() for path in wanted.files.values()})
        with tarfile.open(fileobj=io.BytesIO(data)) as opened:
            read = {name: opened.extractfile(f"package/{path}") for name, path in wanted.files.items()}
            return vendor.integrity_of(wanted.version.encode()), {n: m.read() for n, m in read.items() if m}

    monkeypatch.setattr(vendor, "fetched", pack)
    held = vendor.Vendored("thing", "1.0.0", "MIT", vendor.integrity_of(b"1.0.0"), files)
    vendor.write(folder, held)
    for name, data in pack(held, tmp_path)[1].items():
        (folder / name).write_bytes(data)
    return tmp_path


def archive(files: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w:gz") as opened:
        for path, data in files.items():
            member = tarfile.TarInfo(f"package/{path}")
            member.size = len(data)
            opened.addfile(member, io.BytesIO(data))
    return written.getvalue()


def test_another_version_is_put_in_its_place(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = project / vendor.PLACES[0] / "thing"
    assert vendor.main(["--check"], project) == 0
    assert vendor.main(["thing", "2.0.0"], project) == 0
    assert (folder / "thing.js").read_text("utf-8") == "dist/thing.js 2.0.0"
    assert vendor.read(folder).version == "2.0.0"
    assert vendor.read(folder).integrity == vendor.integrity_of(b"2.0.0")
    assert "1.0.0 -> 2.0.0" in capsys.readouterr().out


def test_a_file_that_was_changed_is_found(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / vendor.PLACES[0] / "thing" / "thing.js").write_text("changed", "utf-8")
    assert vendor.main(["--check"], project) == 1
    assert capsys.readouterr().out == "thing: thing 1.0.0 (MIT): differs: thing.js\n"


def test_the_same_version_with_another_hash_changes_nothing(project: Path) -> None:
    folder = project / vendor.PLACES[0] / "thing"
    held = vendor.read(folder)
    vendor.write(folder, replace(held, integrity=vendor.integrity_of(b"other")))
    (folder / "thing.js").write_text("as it was", "utf-8")
    assert vendor.main(["thing", "1.0.0"], project) == 1
    assert (folder / "thing.js").read_text("utf-8") == "as it was"


def test_an_unknown_name_is_told_what_there_is(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert vendor.main(["thong", "1.0.0"], project) == 1
    assert "There are: thing." in capsys.readouterr().err
