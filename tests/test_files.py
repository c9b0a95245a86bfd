"""The tree on disk: what git cannot hold on every system, or no repository should, made here and refused in whole."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb import files
from kb.files import hiding, read_tree, reserved
from kb.rules import examine

CORPUS = Path(__file__).parent / "corpus"
PAGE = "---\ntitle: Odd\ndescription: Odd.\n---\n\nText.\n"
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def docs() -> Iterator[Path]:
    """A copy of the good corpus to spoil, with a path that is short enough for a socket and open to all users."""
    with tempfile.TemporaryDirectory(prefix="kb-") as folder:
        Path(folder).chmod(0o755)
        yield Path(shutil.copytree(CORPUS / "good" / "docs", Path(folder, "docs")))


def messages(docs: Path) -> list[str]:
    return [problem.formatted().removeprefix("docs/") for problem in examine(docs)[1]]


def put(path: Path, data: str | bytes = PAGE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return path


def link(path: Path, target: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)


def listen(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


def nested(docs: Path) -> None:
    (docs / "guides" / "/".join(["deep"] * 300)).mkdir(parents=True)


def named(name: bytes) -> Callable[[Path], object]:
    return lambda docs: Path(os.fsdecode(os.fsencode(docs / "guides") + b"/" + name)).write_text(PAGE)


NOT_REGULAR = "file-type: is not a regular file; links and devices are not published; add the file itself"
NO_NAME = "is not a name that lasts as an address"
WORDS = "use a-z, 0-9 and single hyphens"
ON_WINDOWS = "is the name of a device on Windows, where nobody could check it out; choose another name"

REFUSED: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "a link to a file": (
        lambda docs: link(docs / "guides" / "secret.md", "/etc/passwd"),
        [f"guides/secret.md:1:1: {NOT_REGULAR}"],
    ),
    "a link to a file of our own": (
        lambda docs: link(docs / "guides" / "again.md", "caching.md"),
        [f"guides/again.md:1:1: {NOT_REGULAR}"],
    ),
    "an image that is a link": (
        lambda docs: link(docs / "guides" / "logo.png", "../../../.git/config"),
        [f"guides/logo.png:1:1: {NOT_REGULAR}"],
    ),
    "a link to a folder": (lambda docs: link(docs / "etc", "/etc"), [f"etc:1:1: {NOT_REGULAR}"]),
    "a link to nothing": (
        lambda docs: link(docs / "guides" / "gone.md", "nowhere"),
        [f"guides/gone.md:1:1: {NOT_REGULAR}"],
    ),
    "a link to itself": (
        lambda docs: link(docs / "guides" / "loop.md", "loop.md"),
        [f"guides/loop.md:1:1: {NOT_REGULAR}"],
    ),
    "a link to the folder above": (
        lambda docs: link(docs / "guides" / "up", ".."),
        [f"guides/up:1:1: {NOT_REGULAR}"],
    ),
    "a link among the files of others": (
        lambda docs: link(docs / "assets" / "vendor" / "a" / "a.js", "/etc/passwd"),
        [f"assets/vendor/a/a.js:1:1: {NOT_REGULAR}"],
    ),
    "a pipe": (lambda docs: os.mkfifo(docs / "guides" / "pipe.md"), [f"guides/pipe.md:1:1: {NOT_REGULAR}"]),
    "a socket": (lambda docs: listen(docs / "guides" / "socket.md"), [f"guides/socket.md:1:1: {NOT_REGULAR}"]),
    "a device of Windows": (
        lambda docs: put(docs / "guides" / "con.md"),
        [f"guides/con.md:1:1: file-name: 'guides/con.md' {ON_WINDOWS}"],
    ),
    "a folder that is a device of Windows": (
        lambda docs: put(docs / "com1" / "index.md"),
        [f"com1:1:1: file-name: 'com1' {ON_WINDOWS}"],
    ),
    "names that differ in capital letters": (
        lambda docs: put(docs / "guides" / "Caching.md"),
        [f"guides/Caching.md:1:1: file-name: 'guides/Caching.md' {NO_NAME}; {WORDS}"],
    ),
    "names of others that differ in capital letters": (
        lambda docs: [put(docs / "assets" / "vendor" / "a" / name, "") for name in ("License.txt", "license.txt")],
        [
            "assets/vendor/a/license.txt:1:1: taken: differs from assets/vendor/a/License.txt in capital letters "
            "or accents alone; choose another name, since some disks hold only one"
        ],
    ),
    "accents in two forms": (
        lambda docs: [put(docs / "guides" / name) for name in ("caf\u00e9.md", "cafe\u0301.md")],
        [
            f"guides/cafe\u0301.md:1:1: file-name: 'guides/cafe\u0301.md' {NO_NAME}: it has U+0301 "
            f"(COMBINING ACUTE ACCENT); {WORDS}",
            f"guides/caf\u00e9.md:1:1: file-name: 'guides/caf\u00e9.md' {NO_NAME}: it has U+00E9 "
            f"(LATIN SMALL LETTER E WITH ACUTE); {WORDS}",
        ],
    ),
    "a letter that looks like another": (
        lambda docs: put(docs / "guides" / "\u0441aching.md"),
        [
            f"guides/\u0441aching.md:1:1: file-name: 'guides/\u0441aching.md' {NO_NAME}: it has U+0441 "
            f"(CYRILLIC SMALL LETTER ES); {WORDS}"
        ],
    ),
    "a name that turns text round": (
        lambda docs: put(docs / "guides" / "a\u202egnp.md"),
        [f"guides/a\\u202egnp.md:1:1: file-name: 'guides/a\\u202egnp.md' {NO_NAME}: it has '\\u202e'; {WORDS}"],
    ),
    "a name that is not UTF-8": (
        named(b"caf\xe9.md"),
        [f"guides/caf\\udce9.md:1:1: file-name: 'guides/caf\\udce9.md' {NO_NAME}: it has '\\udce9'; {WORDS}"],
    ),
    "a name with a line and a colour": (
        named(b"a\n::error::b\x1b[31m.md"),
        [
            f"guides/a\\n::error::b\\x1b[31m.md:1:1: file-name: 'guides/a\\n::error::b\\x1b[31m.md' {NO_NAME}; {WORDS}",
        ],
    ),
    "a name of markup": (
        named(b"<img src=x onerror=alert(1)>.md"),
        [
            "guides/<img src=x onerror=alert(1)>.md:1:1: file-name: 'guides/<img src=x onerror=alert(1)>.md' "
            f"{NO_NAME}; {WORDS}"
        ],
    ),
    "a folder called like a page": (
        lambda docs: (docs / "guides" / "page.md").mkdir(),
        [f"guides/page.md:1:1: file-name: 'guides/page.md' {NO_NAME}; {WORDS}"],
    ),
    "a hidden folder with nothing in it": (
        lambda docs: (docs / "guides" / ".git").mkdir(),
        [
            "guides/.git:1:1: file-name: 'guides/.git' is hidden, and would be left out without a word; "
            "name it without the dot, or delete it"
        ],
    ),
    "what an editor keeps of a page": (
        lambda docs: put(docs / "guides" / "caching.md~"),
        [f"guides/caching.md~:1:1: file-name: 'guides/caching.md~' {NO_NAME}; {WORDS}"],
    ),
    "folders within folders": (
        nested,
        [
            f"guides{'/deep' * 39}:1:1: file-name: the name has 4 characters, the path 201; 80 and 200 are the most; "
            "choose a shorter one"
        ],
    ),
    "a name too long": (
        lambda docs: put(docs / "guides" / f"{'a' * 200}.md"),
        [
            f"guides/{'a' * 200}.md:1:1: file-name: the name has 203 characters, the path 210; 80 and 200 are the "
            "most; choose a shorter one"
        ],
    ),
    "an empty page": (
        lambda docs: put(docs / "guides" / "empty.md", ""),
        [
            "guides/empty.md:1:1: front-matter: there is no front matter; begin the file with a line ---, the fields "
            "and another line ---"
        ],
    ),
    "an image too large": (
        lambda docs: put(docs / "guides" / "big.png", PNG + bytes(files.MAX_ASSET_BYTES)),
        ["guides/big.png:1:1: file-size: has 524,296 bytes; 524,288 is the most; make it smaller"],
    ),
    "a drawing too large": (
        lambda docs: put(docs / "guides" / "big.svg", b"<svg>" + bytes(files.MAX_ASSET_BYTES)),
        ["guides/big.svg:1:1: file-size: has 524,293 bytes; 524,288 is the most; make it smaller"],
    ),
    "a file of others too large": (
        lambda docs: put(docs / "assets" / "vendor" / "big.js", bytes(files.MAX_VENDORED_BYTES + 1)),
        ["assets/vendor/big.js:1:1: file-size: has 8,388,609 bytes; 8,388,608 is the most; make it smaller"],
    ),
    "the page of what is not found": (
        lambda docs: put(docs / "404.md"),
        [
            "404.md:1:1: taken: '404.md' is taken: the page for addresses that lead nowhere is the theme's; "
            "choose another name"
        ],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_has_these_messages(name: str, docs: Path) -> None:
    make, expected = REFUSED[name]
    make(docs)
    assert messages(docs) == expected


@pytest.mark.parametrize(
    "name",
    ["guides/.DS_Store", "guides/._caching.md", "guides/.caching.md.swp", ".idea/a.xml", ".vscode/settings.json"],
)
def test_what_systems_and_editors_leave_is_passed_over(name: str, docs: Path) -> None:
    put(docs / name)
    assert messages(docs) == []


def test_the_lock_of_an_editor_is_passed_over(docs: Path) -> None:
    (docs / "guides" / ".#caching.md").symlink_to("someone@nowhere.1:2")
    assert messages(docs) == []


@pytest.fixture
def nobody() -> Iterator[None]:
    """No rights to read everything, which the system's administrator has."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    yield
    os.seteuid(0)


UNREADABLE = "cannot be read: Permission denied; make it readable, or delete it"


@pytest.mark.skipif(sys.platform == "win32", reason="rights to read are given in another way there")
@pytest.mark.parametrize(
    ("path", "mode", "expected"),
    [
        ("mistakes/silence.md", 0o000, [f"mistakes/silence.md:1:1: file-type: {UNREADABLE}"]),
        ("mistakes", 0o000, [f"mistakes:1:1: file-type: {UNREADABLE}"]),
        ("mistakes", 0o444, [f"mistakes/silence.md:1:1: file-type: {UNREADABLE}"]),  # its names can be read, no more
    ],
)
def test_what_cannot_be_read_is_not_left_out_in_silence(
    path: str, mode: int, expected: list[str], docs: Path, request: pytest.FixtureRequest
) -> None:
    (docs / path).chmod(mode)
    request.getfixturevalue("nobody")
    found = messages(docs)
    if os.getuid() == 0:
        os.seteuid(0)
    (docs / path).chmod(0o755)
    assert found == expected


@pytest.mark.parametrize(
    ("limit", "value", "said"),
    [("MAX_FILES", 5, "5 files or 256 MiB"), ("MAX_TREE_BYTES", 2**10, "25,000 files or 0 MiB")],
)
def test_a_tree_that_is_too_large_is_one_message(
    limit: str, value: int, said: str, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, limit, value)
    found = [message.partition(":")[2] for message in messages(docs)]
    assert found == [f"1:1: tree-size: with this file there are more than {said}; nothing was checked; take files out"]


def test_a_problem_with_a_folder_hides_what_is_in_it(docs: Path) -> None:
    for name in ("a.md", "B.md", "c.exe"):
        put(docs / "Guides" / name)
    documents, paths, problems = read_tree(docs)
    assert [problem.position.path for problem in problems] == ["Guides"]
    assert not any(path.startswith("Guides") for path in paths)
    assert documents == read_tree(CORPUS / "good" / "docs")[0]


def test_a_file_that_begins_as_its_type_does_is_accepted(docs: Path) -> None:
    for name, data in (
        ("a.png", PNG),
        ("a.jpg", b"\xff\xd8\xff\xe0"),
        ("a.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 "),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("assets/a.ico", b"\x00\x00\x01\x00"),
        ("assets/a.woff2", b"wOF2"),
        ("assets/javascripts/a.mjs", b"export {};"),
        ("assets/stylesheets/a.css", b""),
        ("assets/vendor/lunr/lunr.multi.min.js", b""),
        ("assets/vendor/lunr/LICENSE", b""),
    ):
        put(docs / name, data)
    assert messages(docs) == []


@pytest.mark.parametrize(
    ("path", "taken"), [("search/a/b.md", True), ("api.md", False), ("apis/a.md", False), ("404.md", True)]
)
def test_what_is_reserved_and_what_is_not(path: str, taken: bool) -> None:
    assert bool(reserved(path)) == taken


def test_a_file_of_ours_may_not_hide_one_of_the_themes() -> None:
    found = hiding(["a/theirs.css", "a/ours.css"], {"a/theirs.css"}.__contains__)
    assert [problem.formatted() for problem in found] == [
        "docs/a/theirs.css:1:1: taken: the theme has a file of this name; choose another name"
    ]
