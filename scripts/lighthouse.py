"""Measures the handbook with Lighthouse: accessibility, best practices, search engines, speed. No test.

    python3 scripts/lighthouse.py [--site-dir DIR] [--runs N] [--preset desktop|mobile] [ADDRESS...]

Builds the site, unless `--site-dir` names one, and serves it compressed, as a host would. Looks at the addresses
given; without any at the home page, the explorer, the comparison, the largest question, company, plan and guide, and
the guide that has a diagram soonest, each as a desktop computer and as a telephone. Prints a line for each, with the
median of N runs.

Exit status 1 if a page has less than 100 for accessibility, best practices or search engines, or for speed less than
98 on a desktop computer or 95 on a telephone. Speed is only worth reading on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import urllib.parse
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import _environment

# `test` is the command beside this one: the interpreter puts this folder before its own library.
import test as suite

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LIGHTHOUSE = _environment.ROOT / "tests" / "node_modules" / "lighthouse" / "cli" / "index.js"

# What each score must be at least; speed is the reader's, so it depends on what they read with.
FULL = {"accessibility": 100, "best-practices": 100, "seo": 100}
LEAST: Mapping[str, Mapping[str, int]] = {
    "desktop": {**FULL, "performance": 98},
    "mobile": {**FULL, "performance": 95},
}

# In milliseconds, but for the last one: what the score of speed is made from.
METRICS = {
    "first-contentful-paint": "FCP",
    "largest-contentful-paint": "LCP",
    "speed-index": "SI",
    "total-blocking-time": "TBT",
    "cumulative-layout-shift": "CLS",
}

CHROME = "--headless=new --disable-gpu --disable-background-networking --disable-component-update --no-first-run"

COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt"}


@dataclass(frozen=True, slots=True)
class Scores:
    """What Lighthouse says of a page: scores from 0 to 100, the metrics of speed, and the audits that failed."""

    scores: Mapping[str, int]
    metrics: Mapping[str, float]
    failed: tuple[str, ...]


def main(arguments: Sequence[str]) -> int:
    """Prints the table; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("addresses", nargs="*", metavar="ADDRESS", help="of a page, from the site's root")
    parser.add_argument("--site-dir", type=Path, metavar="DIR", help="a built site; default: it is built")
    parser.add_argument("--runs", type=int, default=1, metavar="N", help="of each page; the median counts")
    parser.add_argument("--preset", choices=LEAST, action="append", help="default: both")
    given = parser.parse_args(arguments)
    suite.install_node_tools(_environment.ROOT / "tests")
    if not LIGHTHOUSE.is_file():
        print(f"{LIGHTHOUSE} is missing: npm installs it.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        site = given.site_dir or built(Path(folder) / "site")
        if not site or not (site / "index.html").is_file():
            print(f"There is no site in {site}.", file=sys.stderr)
            return 1
        return measured(site, given.addresses or kinds(site), given.preset or LEAST, given.runs)


def measured(site: Path, addresses: Sequence[str], presets: Sequence[str] | Mapping[str, Any], runs: int) -> int:
    """Prints a line for each page and preset; 1 if one is below what it must be."""
    names = ("speed", "access", "practice", "search")
    print(f"load average {os.getloadavg()[0]:.2f}, median of {runs}" if hasattr(os, "getloadavg") else f"of {runs}")
    print("".join(f"{name:>9}" for name in (*names, *METRICS.values())) + "  page")
    status = 0
    with served(site) as url:
        for preset in presets:
            for address in addresses:
                found = middle([look(f"{url}{address}", preset) for _ in range(runs)])
                below = [name for name, least in LEAST[preset].items() if found.scores[name] < least]
                cells = [f"{found.scores[n]:>9}" for n in ("performance", "accessibility", "best-practices", "seo")]
                cells += [f"{found.metrics[n]:>9.{3 if n.endswith('shift') else 0}f}" for n in METRICS]
                said = f"  TOO LOW: {', '.join(below)}" if below else ""
                print(f"{''.join(cells)}  {preset} {address or 'home'}{said}")
                for audit in found.failed:
                    print(f"{'':>20}{audit}")
                sys.stdout.flush()
                status |= bool(below)
    return status


def built(folder: Path) -> Path | None:
    """The folder, with the site in it; None if it cannot be built."""
    command = [sys.executable, str(_environment.ROOT / "scripts" / "build.py"), "--site-dir", str(folder)]
    return folder if subprocess.call(command) == 0 else None


def kinds(site: Path) -> list[str]:
    """The addresses of a page of each kind: of many pages the largest, where things go wrong first."""
    pages = {p.parent.relative_to(site).as_posix(): p.read_text(encoding="utf-8") for p in site.rglob("index.html")}
    found = ["", "questions/", "companies/compare/"]
    for pattern in ("questions/[^/]+/[^/]+", "companies/(?!compare|matrix|sources)[^/]+", "plans/[^/]+"):
        found += _largest({name: text for name, text in pages.items() if re.fullmatch(pattern, name)})
    others = re.compile(r"(questions|companies|plans|mistakes|coverage|contributing|api)(/|$)|[^/]*$")
    guides = {name: text for name, text in pages.items() if not others.match(name)}
    found += _largest(guides)
    soon = {name: place for name, text in guides.items() if (place := _diagram(text)) is not None}
    found += [f"{name}/" for name in sorted(soon, key=lambda name: (soon[name], name))[:1]]
    return list(dict.fromkeys(found))


def _largest(pages: Mapping[str, str]) -> list[str]:
    return [f"{name}/" for name in sorted(pages, key=lambda name: (-len(pages[name]), name))[:1]]


def _diagram(page: str) -> int | None:
    """How far into the page's text its first diagram is; None if it has none."""
    found = re.search(r'<(?:div|pre) class="(?:kb-diagram|mermaid)', page)
    return found.start() - page.find("<article") if found else None


def middle(runs: Sequence[Scores]) -> Scores:
    """The median of each score and metric, and what failed in any run."""
    return Scores(
        {name: int(median(run.scores[name] for run in runs)) for name in runs[0].scores},
        {name: median(run.metrics[name] for run in runs) for name in runs[0].metrics},
        tuple(dict.fromkeys(audit for run in runs for audit in run.failed)),
    )


def look(url: str, preset: str) -> Scores:
    """What Lighthouse says of a page. Ends the program if it says nothing."""
    program = suite.browser(_environment.python_of(_environment.ROOT), os.environ)
    sandbox = " --no-sandbox" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""
    command = [
        *("node", str(LIGHTHOUSE), url, "--quiet", "--output=json", f"--chrome-flags={CHROME}{sandbox}"),
        f"--only-categories={','.join(LEAST[preset])}",
        *(["--preset=desktop"] if preset == "desktop" else []),
    ]
    run = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "CHROME_PATH": program})
    if run.returncode:
        sys.exit(f"Lighthouse failed on {url}:\n{run.stderr}")
    return read(json.loads(run.stdout))


def read(report: Mapping[str, Any]) -> Scores:
    """The scores of a report, and the audits below the mark in the categories that must be full."""
    audits, categories = report["audits"], report["categories"]
    failed = [
        f"{name}: {audits[reference['id']]['title']}"
        for name in FULL
        for reference in categories[name]["auditRefs"]
        if reference["weight"] and (audits[reference["id"]]["score"] or 0) < 1 and _counts(audits[reference["id"]])
    ]
    return Scores(
        {name: round((category["score"] or 0) * 100) for name, category in categories.items()},
        {name: float(audits[name].get("numericValue", 0)) for name in METRICS},
        tuple(failed),
    )


def _counts(audit: Mapping[str, Any]) -> bool:
    return audit["scoreDisplayMode"] not in {"notApplicable", "manual", "informative"}


# The server ----------------------------------------------------------------------------------------------


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a site below the path that it is made for, compressed, as a host would.

    Its pages name the address at which the site will stand; they are sent with the one at which it stands now.
    """

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, base: str, own: str, **kwargs: Any) -> None:
        self.base, self.own = base, own
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        """Answers with a file or with the page for what is missing."""
        path = urllib.parse.unquote(urllib.parse.urlsplit(self.path).path)
        file = Path(self.directory, path.removeprefix(self.base).lstrip("/"))
        file = file / "index.html" if file.is_dir() else file
        there = path.startswith(self.base) and file.is_file()
        file = file if there else Path(self.directory, "404.html")
        body = file.read_bytes()
        self.send_response(HTTPStatus.OK if there else HTTPStatus.NOT_FOUND)
        if file.suffix in COMPRESSED:
            here = f"http://{self.headers['Host']}{self.base}"
            body = gzip.compress(body.replace(self.own.encode(), here.encode()))
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")  # as GitHub Pages does
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing of a browser that hangs up."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serves the site; gives the address of its home page."""
    found = re.search(r'<link rel="canonical" href="([^"]+)"', (site / "index.html").read_text(encoding="utf-8"))
    own = found[1] if found else "http://localhost/"
    base = urllib.parse.urlsplit(own).path
    with _Server(("127.0.0.1", 0), functools.partial(_Handler, directory=str(site), base=base, own=own)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}{base}"
        server.shutdown()


if __name__ == "__main__":
    _environment.enter(_environment.DEVELOPMENT)
    sys.exit(main(sys.argv[1:]))
