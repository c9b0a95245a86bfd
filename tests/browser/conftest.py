"""A small site, served under its real address to a real browser that can reach nothing else.

Instant navigation turns itself off where the address is not the site's own, so the browser is told that the site's
host is this machine. Every other name leads nowhere.
"""

from __future__ import annotations

import functools
import http.server
import os
import re
import shutil
import threading
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, sync_playwright
from test_site import make, run

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")

SHOW = """\
---
title: A page with one of each
description: Whatever a guide may hold.
topics: [caching]
reviewed: 2026-11-20
---

A [link](caching.md), `code` and *emphasis*.

## A wide table

| one | two | three | four | five | six |
| --- | --- | --- | --- | --- | --- |
| uninterrupted_identifier | uninterrupted_identifier | uninterrupted_identifier | a | b | uninterrupted_identifier |

## Code

```python
async def f(x: int = 1) -> str:  # a comment
    return f"{x} {len('a')} a line that is far too long for the screen of a telephone, and then some more of it"
```

> A quotation.

{filler}

## A diagram

```mermaid
sequenceDiagram
  accTitle: Two talk
  accDescr: One asks, the other answers.
  participant A
  participant B
  A->>B: asks
  B-->>A: answers
```
""".replace("{filler}", "A paragraph.\n\n" * 40)


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a site below its path, with its own page for what is missing."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, base: str, **kwargs: Any) -> None:
        self.base = base
        super().__init__(*args, **kwargs)

    def translate_path(self, path: str) -> str:
        path = urllib.parse.urlsplit(path).path
        inside = path.startswith(self.base)
        return super().translate_path(path.removeprefix(self.base) if inside else "/outside-of-the-site")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing of a browser that hangs up."""


@dataclass(frozen=True)
class Served:
    """A site that is being served, and a browser that sees nothing else."""

    url: str
    browser: Browser
    folder: Path


@contextmanager
def served(folder: Path, site_url: str, playwright: Playwright) -> Iterator[Served]:
    """Serves the site in `folder` under its address (in plain HTTP) and starts a browser for it."""
    address = urllib.parse.urlsplit(site_url)
    handler = functools.partial(_Handler, directory=str(folder), base=address.path.rstrip("/"))
    with _Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with seeing_only(f"MAP {address.hostname}:80 127.0.0.1:{server.server_port}", playwright) as browser:
            yield Served(f"http://{address.hostname}{address.path}", browser, folder)
        server.shutdown()


@contextmanager
def seeing_only(rule: str, playwright: Playwright) -> Iterator[Browser]:
    """A browser that finds no other host than those of the rule (of Chromium's `--host-resolver-rules`)."""
    options = [
        f"--host-resolver-rules={rule}, MAP * ~NOTFOUND",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-gpu",
        "--no-first-run",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--no-sandbox")
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
    yield browser
    browser.close()


def site_url(root: Path) -> str:
    """The address of the site, from its settings."""
    found = re.search(r"^site_url: (\S+)$", (root / "mkdocs.yml").read_text("utf-8"), re.M)
    assert found
    return found[1]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright; there can be one in a process."""
    assert Path(CHROMIUM).exists() or shutil.which(CHROMIUM), f"no browser at {CHROMIUM}; set CHROMIUM to one"
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def small(root: Path, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The good corpus as a site, with the handbook's home page, a page with one of each, and more to count."""
    project = make(root, tmp_path_factory.mktemp("small"))
    docs = project / "docs"
    home = (root / "docs" / "index.md").read_text("utf-8")
    (docs / "index.md").write_text(home.replace("(how-we-know.md)", "(coverage/index.md)"), "utf-8")
    (docs / "guides" / "show.md").write_text(SHOW, "utf-8")
    coding = docs / "questions" / "coding"
    pattern = (coding / "ring-buffer.md").read_text("utf-8")
    for n in range(1, 101):
        text = pattern.replace("title: Build a ring buffer", f"title: Exercise {n}")
        # Words of its own, or they would be near-duplicates.
        text = text.replace("Build a ring buffer.", " ".join(f"{letter}{n}{letter}" for letter in "bcdfg"))
        (coding / f"exercise-{n}.md").write_text(text, "utf-8")
    bolt = (docs / "companies" / "bolt.md").read_text("utf-8")
    for name in ("core", "dune", "echo"):
        text = bolt.replace("Bolt", name.capitalize()).replace("bolt", name)
        (docs / "companies" / f"{name}.md").write_text(text, "utf-8")
    with served(run(project), site_url(root), playwright) as site:
        yield site


@dataclass
class Seen:
    """What went wrong while a page was looked at."""

    errors: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def watch(self, page: Page, url: str) -> None:
        """Notes what the console says, what could not be fetched, and what was asked of another host."""
        page.on("console", lambda m: self.errors.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda e: self.errors.append(str(e)))
        page.on("request", lambda r: None if r.url.startswith((url, "data:", "blob:")) else self.foreign.append(r.url))
        page.on("requestfailed", self._failed)
        page.on(
            "response",
            lambda r: self.failed.append(f"{r.url} {r.status}") if r.status >= HTTPStatus.BAD_REQUEST else None,
        )

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the reader went on before it came
            self.failed.append(f"{request.url} {request.failure}")


@pytest.fixture
def context(small: Served) -> Iterator[BrowserContext]:
    """A window of its own, with nothing kept from the test before, and without motion."""
    context = small.browser.new_context(
        base_url=small.url, reduced_motion="reduce", viewport={"width": 1280, "height": 800}
    )
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, small: Served) -> Iterator[Page]:
    """A page; whatever goes wrong in it fails the test."""
    page = context.new_page()
    page.set_default_timeout(10_000)
    seen = Seen()
    seen.watch(page, small.url)
    yield page
    assert seen == Seen()


def open_page(page: Page, path: str) -> None:
    """Opens a page and waits until its scripts have done what they do."""
    page.goto(path)
    page.wait_for_load_state("networkidle")
