"""Measures what a search costs the reader. No test: it prints figures, of this machine and this day.

python3 scripts/bench_search.py --questions 500 1000 5000 10000

For each number it multiplies the handbook's questions, gives each a title of its own, makes the index, and opens the
search in a browser whose processor is slowed four times. Compressed bytes and milliseconds are from the first key to
the first result, and then to the last passage, with nothing fetched before; memory is what the page's scripts hold.
`--questions 0` is the handbook as it is.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import itertools
import json
import os
import re
import shutil
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import _environment
import bench

if TYPE_CHECKING:
    from playwright.sync_api import Browser

QUERIES = ("caching", "queries got slow after deploy", "amazon system design", "idempotancy")

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Search</title></head><body>
<a class="kb-search-link" href="./">Search</a><script type="module">
import { searchBox } from "./assets/javascripts/search-box.js";
searchBox({ left: new AbortController().signal, again: false });
document.documentElement.dataset.ready = "";
</script></body></html>"""

# From the key to what is drawn: noted in the page, since a question from outside takes its own time.
WATCH = """() => {
  const seen = window.seen = {};
  addEventListener("input", () => { seen.key ??= performance.now(); }, true);
  new MutationObserver(() => {
    if (seen.key && !seen.first && document.querySelector(".kb-hits li")) seen.first = performance.now();
  }).observe(document, { childList: true, subtree: true });
}"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a query took: bytes and milliseconds to the first result and to the last passage; mebibytes of scripts."""

    first_bytes: int
    first_ms: float
    all_bytes: int
    all_ms: float
    memory: float


def main(arguments: list[str] | None = None) -> int:
    """Prints the figures; 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, nargs="+", default=[0, 500, 1000, 5000, 10000], metavar="N")
    parser.add_argument("--slowed", type=float, default=4, metavar="TIMES", help="how much the processor is slowed")
    given = parser.parse_args(arguments)
    from playwright.sync_api import sync_playwright

    print(f"{'':>9} {'index':>18} {'to the first result':>21} {'to the last passage':>21} {'scripts':>9}")
    print(f"{'questions':>9} {'CPU s':>9}{'files':>9} {'KB':>10}{'ms':>11} {'KB':>10}{'ms':>11} {'MiB':>9}")
    with sync_playwright() as playwright:
        options = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        program = os.environ.get("CHROMIUM") or shutil.which("chromium") or playwright.chromium.executable_path
        browser = playwright.chromium.launch(executable_path=program, args=options)
        for questions in given.questions:
            with tempfile.TemporaryDirectory(prefix="handbook-bench-") as folder:
                made, cpu, files = _site(Path(folder), questions)
                costs = [_ask(browser, Path(folder) / "site", query, given.slowed) for query in QUERIES]
            worst = (max(getattr(cost, name) for cost in costs) for name in Cost.__slots__)
            first_bytes, first_ms, all_bytes, all_ms, memory = worst
            print(
                f"{made:9,} {cpu:9.2f}{files:9,} {first_bytes / 1000:10.0f}{first_ms:11.0f} "
                f"{all_bytes / 1000:10.0f}{all_ms:11.0f} {memory:9.1f}",
                flush=True,
            )
        browser.close()
    print(f"Each figure is the worst of {len(QUERIES)} queries, each asked in a new window.")
    return 0


def _site(work: Path, questions: int) -> tuple[int, float, int]:
    """Writes a page with the search and its index below `work`: the questions, seconds of CPU and files it took."""
    sys.path.insert(0, str(bench.ROOT / "hooks"))
    from kb import indexes, pages, rules, search

    docs = bench.ROOT / "docs"
    if questions:
        bench._progress(f"writing {questions:,} questions")
        bench._corpus(work, questions)
        docs = work / "full" / "docs"
        _retitle(docs)
    catalogue, problems = rules.examine(docs)
    if problems:
        sys.exit(f"bench_search: {len(problems)} problem(s) in the content; the first: {problems[0]}")
    found = indexes.build(catalogue)
    generated = tuple(pages.generate(catalogue, found))
    start = time.process_time()
    files = tuple(search.documents(catalogue, found, generated))
    cpu = time.process_time() - start
    site = work / "site"
    shutil.copytree(bench.ROOT / "docs" / "assets" / "javascripts", site / "assets" / "javascripts")
    (site / "index.html").write_text(PAGE, "utf-8")
    for path, text in files:
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text, "utf-8")
    return len(catalogue.questions), cpu, len(files)


def _retitle(docs: Path) -> None:
    """Gives every copy the first half of one title and the second of another: equal ones would compress too well."""
    copies = sorted(path for path in (docs / "questions").glob("*/*.md") if re.search(r"-\d+$", path.stem))
    titles = sorted(
        {
            t
            for path in copies
            for t in re.findall(r'^title: ["\']?(.*?)(?: \(\d+\))?["\']?$', path.read_text("utf-8")[:400], re.M)
        }
    )
    halves = [title.replace('"', "").split() for title in titles]
    for number, path in enumerate(copies):
        one, other = halves[number % len(halves)], halves[(number // len(halves) * 7 + number * 3) % len(halves)]
        words = " ".join(itertools.chain(one[: len(one) // 2 + 1], other[len(other) // 2 :]))[:78]
        text = re.sub(
            r"^title: .*$", f"title: {json.dumps(f'{words} {number}')}", path.read_text("utf-8"), count=1, flags=re.M
        )
        path.write_text(text, "utf-8")


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves compressed files, as hosts do."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() else path
        if not file.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        body = gzip.compress(file.read_bytes(), 6)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


def _ask(browser: Browser, site: Path, query: str, slowed: float) -> Cost:
    """Opens the search, types a query, and waits for its results and passages."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.wait_for_selector("[data-ready]", state="attached")
        page.evaluate(WATCH)
        session = context.new_cdp_session(page)
        fetched: list[int] = []
        session.on("Network.loadingFinished", lambda event: fetched.append(int(event["encodedDataLength"])))
        session.send("Network.enable")
        session.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
        page.keyboard.press("/")
        # The whole query at once, the moment the box is open: a reader who types gives the index more time to come.
        page.keyboard.insert_text(query)
        page.wait_for_function("window.seen.first")
        first_bytes = sum(fetched)
        page.wait_for_selector(f'dialog[data-query="{query}"]')
        taken = page.evaluate("[seen.first - seen.key, performance.now() - seen.key]")
        session.send("HeapProfiler.collectGarbage")
        memory = page.evaluate("performance.memory.usedJSHeapSize") / 2**20
        context.close()
        server.shutdown()
    return Cost(first_bytes, taken[0], sum(fetched), taken[1], memory)


if __name__ == "__main__":
    _environment.enter(_environment.DEVELOPMENT)
    sys.exit(main())
