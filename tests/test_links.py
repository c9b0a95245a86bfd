"""Links to other sites: which are found, how answers are judged by a server of each kind, and what is printed."""

from __future__ import annotations

import contextlib
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import _probe
import links
from _probe import Patience, Prober, is_public
from kb import external
from kb.external import Answer
from kb.rules import examine

CORPUS = Path(__file__).parent / "corpus" / "good" / "docs"
QUICK = Patience(connect=2, request=1, total=30, apart=0, retries=1, longest_pause=0.05)


class Handler(BaseHTTPRequestHandler):
    """Answers as the path says: /404, /301/404 (a redirect to /404), /head/200 (no HEAD there), /slow, …"""

    seen: list[str]

    def do_HEAD(self) -> None:
        self.answer(with_body=False)

    def do_GET(self) -> None:
        self.answer(with_body=True)

    def answer(self, *, with_body: bool) -> None:
        type(self).seen.append(f"{self.command} {self.path}")
        first, _, rest = self.path.strip("/").partition("/")
        if first == "slow":
            with contextlib.suppress(OSError):
                for _ in range(100):
                    self.wfile.write(b"H")
                    time.sleep(0.1)
        elif first == "huge":
            self.send_response(200)
            self.end_headers()
            with contextlib.suppress(OSError):
                while with_body:
                    self.wfile.write(b"x" * 65536)
        elif first == "headers":
            self.send_response(200)
            for number in range(500):
                self.send_header(f"X-{number}", "x" * 1000)
            self.end_headers()
        elif first == "garbage":
            self.wfile.write(b"\x00\xff" * 1000 + b"\r\n\r\n")
        elif first == "loop":
            self.redirect(302, "/loop")
        elif first == "long":
            self.redirect(302, f"/long/{len(rest) * 'x'}x")
        elif first == "head":
            self.status(405 if self.command == "HEAD" else int(rest))
        elif first == "once":
            again = type(self).seen.count(f"HEAD {self.path}") > 1
            self.status(int(rest) if not again else 200)
        elif first == "to":
            self.redirect(302, f"http://{rest}")
        elif first in {"301", "302", "307", "308"}:
            self.redirect(int(first), f"/{rest}")
        else:
            self.status(int(first))

    def redirect(self, status: int, to: str) -> None:
        self.send_response(status)
        self.send_header("Location", to)
        self.end_headers()

    def status(self, status: int) -> None:
        self.send_response(status)
        self.end_headers()

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves in the middle is what is tested."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server on this machine."""
    Handler.seen = []
    with Server(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


def prober(patience: Patience = QUICK, *, here: bool = True) -> Prober:
    """One that connects to this machine alone, or like the real one not to it."""
    made = Prober(patience, allowed=(lambda address: address == "127.0.0.1") if here else is_public)
    made.ended = time.monotonic() + patience.total
    return made


@pytest.mark.parametrize(
    ("path", "state", "detail"),
    [
        ("/200", "ok", "200 OK"),
        ("/204", "ok", "204 No Content"),
        ("/404", "dead", "404 Not Found"),
        ("/410", "dead", "410 Gone"),
        ("/401", "unknown", "401 Unauthorized"),
        ("/403", "unknown", "403 Forbidden"),
        ("/418", "unknown", "418 I'm a Teapot"),
        ("/429", "unknown", "429 Too Many Requests"),
        ("/500", "unknown", "500 Internal Server Error"),
        ("/503", "unknown", "503 Service Unavailable"),
        ("/999", "unknown", "999"),
        ("/301/200", "moved", "it has moved to {}/200"),
        ("/308/301/200", "moved", "it has moved to {}/200"),
        ("/301/302/200", "moved", "it has moved to {}/302/200"),
        ("/302/200", "ok", "200 OK"),
        ("/302/301/200", "ok", "200 OK"),
        ("/301/404", "dead", "404 Not Found"),
        ("/302/403", "unknown", "403 Forbidden"),
        ("/head/200", "ok", "200 OK"),
        ("/head/404", "dead", "404 Not Found"),
        ("/once/503", "ok", "200 OK"),
        ("/huge", "ok", "200 OK"),
        ("/slow", "unknown", "no answer in time"),
        ("/loop", "unknown", "it redirects in a circle"),
        ("/long", "unknown", "it redirects more than 8 times"),
        ("/headers", "unknown", "HTTPException: got more than 100 headers"),
        ("/to/10.0.0.1/x", "unknown", "10.0.0.1 is not on the public internet"),
        ("/to/user:secret@127.0.0.1/x", "unknown", "it is not the address of a public page"),
    ],
)
def test_an_answer_is_judged(server: str, path: str, state: str, detail: str) -> None:
    assert prober().probe(server + path) == Answer(state, detail.format(server))


def test_an_answer_that_is_no_http_is_unknown(server: str) -> None:
    assert prober().probe(f"{server}/garbage").state == "unknown"


def test_a_host_that_takes_no_connection_is_unknown() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert prober().probe(f"http://127.0.0.1:{port}/").state == "unknown"


def test_a_server_without_a_certificate_is_unknown(server: str) -> None:
    answer = prober().probe(server.replace("http:", "https:") + "/200")
    assert answer.state == "unknown" and "TLS" in answer.detail


def test_nothing_of_a_body_is_read_and_head_comes_first(server: str) -> None:
    Handler.seen.clear()
    prober().probe(f"{server}/200")
    prober().probe(f"{server}/429")
    assert Handler.seen == ["HEAD /200", "HEAD /429", "HEAD /429"]


def test_a_host_is_given_time_between_requests(server: str) -> None:
    start = time.monotonic()
    patience = Patience(connect=2, request=1, total=30, apart=0.2, retries=0)
    prober(patience).try_all([f"{server}/200?{n}" for n in range(3)])
    assert time.monotonic() - start >= 0.4


def test_when_the_time_is_up_the_rest_is_unknown(server: str) -> None:
    answers = prober(Patience(total=0)).try_all([f"{server}/200"])
    assert set(answers.values()) == {Answer("unknown", "not tried: the time was up")}


def test_retry_after_is_read_and_bounded() -> None:
    assert _probe._retry_after({"retry-after": "7"}) == 7
    assert _probe._retry_after({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}) == 0
    for nonsense in ("", "-1", "soon", "9" * 400, "²"):
        assert _probe._retry_after({"retry-after": nonsense}) >= 0


# What may be connected to


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
     "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::"],
)  # fmt: skip
def test_what_is_not_public_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14"])
def test_what_is_public_is_not(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:{}/200", "http://localhost:{}/200", "http://[::1]:{}/200", "http://a.localhost:{}/200",
     "http://2130706433:{}/200", "http://0x7f000001:{}/200", "http://user@127.0.0.1:{}/"],
)  # fmt: skip
def test_this_machine_is_never_connected_to(server: str, url: str) -> None:
    Handler.seen.clear()
    answer = Prober(QUICK).try_all([url.format(server.rpartition(":")[2])])
    assert next(iter(answer.values())).state in {"dead", "unknown"}
    assert Handler.seen == []


def test_a_name_that_leads_inside_is_refused_and_unknown(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may lead elsewhere from another network; and it is looked up once, so that it cannot change in between."""
    Handler.seen.clear()
    asked = []

    def lookup(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        return (
            [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", port))]
            if len(asked) > 1
            else [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
        )

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    assert prober(here=False).probe("http://rebind.example/") == Answer(
        "unknown", "rebind.example is not on the public internet"
    )
    assert asked == ["rebind.example"] and Handler.seen == []


@pytest.mark.parametrize("url", ["ftp://example.org/", "file:///etc/passwd", "http:///x", "http://a:b:c/", "http://[/"])
def test_an_address_of_another_kind_is_not_tried(url: str) -> None:
    assert Prober(QUICK).try_all([url])[url].state in {"dead", "unknown"}


# Names that do not exist


def no_name(host: str, *_: Any, **__: Any) -> list[Any]:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def test_a_name_that_does_not_exist_is_dead_if_others_do(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *a, **k: real(host, *a, **k) if host == "127.0.0.1" else no_name(host)
    )
    answers = prober().try_all([f"{server}/200", "https://gone.example/"])
    assert answers["https://gone.example/"] == Answer("dead", "there is no host of that name")
    alone = prober().try_all(["https://gone.example/"])
    assert alone["https://gone.example/"].state == "unknown"


def test_without_a_network_all_is_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", no_name)
    shutil.copytree(CORPUS, tmp_path / "docs")
    assert links.main(["--root", str(tmp_path)], Prober(QUICK)) == 0
    out, err = capsys.readouterr()
    assert {line.split(": ")[1] for line in out.splitlines()} == {"link-unknown"}
    assert "0 dead, 2 unknown. No host answered: there is no network here" in err


# The command


@pytest.fixture
def project(tmp_path: Path, server: str) -> Path:
    """A repository whose `main` has one link that is there and one that is dead, and which then gets another."""
    docs = Path(shutil.copytree(CORPUS, tmp_path / "docs"))
    sources = docs / "_data" / "sources.yml"
    text = sources.read_text("utf-8").replace("https://example.com/jobs_(all)", f"{server}/200#part")
    sources.write_text(text.replace("https://example.org/loop", f"{server}/404"), "utf-8")
    run(tmp_path, "init", "--quiet", "--initial-branch=main")
    run(tmp_path, "add", ".")
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    run(tmp_path, *identity, "commit", "--quiet", "--no-verify", "-m", "The corpus")
    page = docs / "guides" / "storage.md"
    with page.open("a") as file:
        file.write(f"\n[There]({server}/200), [moved]({server}/301/200), [no]({server}/403).\n")
    return tmp_path


def run(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True)


def out(capsys: pytest.CaptureFixture[str], server: str) -> str:
    """What was printed, with S for the server, whose port has another number, and other columns, each time."""
    printed = capsys.readouterr().out.replace(server, "S")
    return re.sub(r"(?<=storage\.md)([:,])(?:line=)?24[:,](?:col=)?\d+", r"\1at", printed)


def test_every_link_is_listed_with_its_place(project: Path, server: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert links.main(["--root", str(project), "--list"]) == 0
    assert out(capsys, server).splitlines() == [
        "docs/_data/sources.yml:1:1: S/200",
        "docs/_data/sources.yml:8:1: S/404",
        "docs/guides/storage.md:at: S/200",
        "docs/guides/storage.md:at: S/301/200",
        "docs/guides/storage.md:at: S/403",
    ]


def test_all_links_are_tried(project: Path, server: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert links.main(["--root", str(project)], prober()) == 1
    text, err = capsys.readouterr()
    assert [line.partition(" ")[2] for line in text.replace(server, "S").splitlines()] == [
        "link-dead: S/404: 404 Not Found",
        "link-moved: S/301/200: it has moved to S/200",
        "link-unknown: S/403: 403 Forbidden",
    ]
    assert err == "4 addresses tried: 1 ok, 1 moved, 1 dead, 1 unknown.\n"


def test_a_pull_request_answers_for_its_own_links_alone(
    project: Path, server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--root", str(project), "--changed-since", "main"]
    assert links.main(arguments, prober()) == 0
    assert "404" not in out(capsys, server)
    page = project / "docs" / "guides" / "storage.md"
    page.write_text(page.read_text("utf-8").replace("/403)", "/410)"), "utf-8")
    assert links.main([*arguments, "--format", "github"], prober()) == 1
    assert out(capsys, server).splitlines() == [
        "::notice file=docs/guides/storage.md,at,title=link-moved::S/301/200: it has moved to S/200",
        "::error file=docs/guides/storage.md,at,title=link-dead::S/410: 410 Gone",
    ]
    assert links.main([*arguments[:-1], "nowhere"], prober()) == 2


def test_the_summary_for_a_job_shows_addresses_as_code(
    project: Path, server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert links.main(["--root", str(project), "--format", "markdown"], prober()) == 1
    text = out(capsys, server)
    assert text.startswith(
        "# Links to other sites\n\n4 addresses tried: 1 ok, 1 moved, 1 dead, 1 unknown.\n\n## Dead\n"
    )
    assert "- `docs/_data/sources.yml:8:1: link-dead: S/404: 404 Not Found`\n" in text


def test_an_exception_excuses_a_dead_link_as_long_as_it_is_dead(
    project: Path, server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    data = project / "docs" / "_data" / "link-exceptions.yml"
    data.write_text(f"- {{id: loop, url: {server}/404, reason: No copy of it is anywhere else.}}\n", "utf-8")
    assert links.main(["--root", str(project)], prober()) == 0
    assert "link-dead" not in out(capsys, server)
    data.write_text(f"- {{id: jobs, url: {server}/200, reason: It was gone for a while.}}\n", "utf-8")
    assert links.main(["--root", str(project)], prober()) == 1
    told = out(capsys, server)
    assert "docs/_data/link-exceptions.yml:1:1: needless-exception: url: S/200 answers again (200 OK); take" in told
    data.write_text("- {id: gone, url: https://example.org/nowhere, reason: It is dead.}\n", "utf-8")
    messages = [problem.formatted() for problem in examine(project / "docs")[1]]
    assert messages == [
        "docs/_data/link-exceptions.yml:1:1: needless-exception: "
        "url: no page links to 'https://example.org/nowhere'; take it out"
    ]


def test_links_of_the_handbook_are_found(root: Path) -> None:
    catalogue, _ = examine(root / "docs")
    found = {link.url: link for link in external.links(catalogue)}
    assert all(source.url.partition("#")[0] in found for source in catalogue.sources.values())
    assert not [url for url in found if "#" in url or not url.startswith("http")]


def test_certificates_are_checked() -> None:
    assert _probe._CONTEXT.verify_mode == ssl.CERT_REQUIRED and _probe._CONTEXT.check_hostname
