"""Measures what a key costs in the explorer. No test: it prints figures, of this machine and this day.

python3 scripts/bench_explorer.py --questions 266 5000 10000

Builds a small site with the explorer's real page, scripts and styles, gives it as many questions as asked for, made
from the handbook's own, and a reader who has a state for every second one. Then it types, with the processor slowed
four times: with no other filter, and with several on and the rows in the order of what is to review. A key's time is
from the event to the layout and style of what it changes, all scripts included; painting is not. Exit status 1 if
the 95th percentile of a case is above --limit. It is time of the clock: on a machine that does other things too, its
load is in the figures, so the load average is printed.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import _environment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Page

TESTS = _environment.ROOT / "tests"

WORDS = ("cache", "design a queue", "postgres lock", "zzz")
CASES = {
    "words alone": "",
    "three filters": "#level=mid,senior&time=11-20,21-40&mine=seen,review&sort=due",
    "by title": "#round=concepts,coding&mine=new,seen,confident,review&sort=title",
}

# A key at a time, as the browser hands it over; the layout is forced, since the reader waits for it.
TYPE = """words => {
  const field = document.querySelector("#kb-text"), taken = [];
  const key = text => {
    const start = performance.now();
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    void document.body.offsetHeight;
    taken.push(performance.now() - start);
  };
  for (const word of words) {
    for (let length = 1; length <= word.length; length += 1) key(word.slice(0, length));
    for (let length = word.length - 1; length >= 0; length -= 1) key(word.slice(0, length));
  }
  return [taken, document.querySelectorAll(".kb-results li").length];
}"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, nargs="+", default=[1000, 5000, 10000], metavar="N")
    parser.add_argument("--slowed", type=float, default=4, metavar="TIMES", help="how much the processor is slowed")
    parser.add_argument("--limit", type=float, default=50, metavar="MS", help="the most for 95 of 100 keys")
    given = parser.parse_args(arguments)
    sys.path[:0] = [str(TESTS), str(_environment.ROOT / "hooks")]
    from browser.conftest import served
    from playwright.sync_api import sync_playwright
    from test_site import make, run

    if hasattr(os, "getloadavg"):
        print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(f"{'questions':>9}  {'case':<15}{'median':>9}{'95th':>9}{'worst':>9} ms  rows drawn")
    status = 0
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = run(make(_environment.ROOT, Path(folder)))
        handbook = _questions()
        with served(site, "http://explorer.example/handbook/", playwright) as small:
            for number in given.questions:
                (site / "api/v1/questions.json").write_text(json.dumps(_multiplied(handbook, number)), "utf-8")
                for case, state in CASES.items():
                    page = small.browser.new_page(base_url=small.url, viewport={"width": 1280, "height": 800})
                    taken, rows = _typed(page, state, handbook, number, given.slowed)
                    page.close()
                    at = statistics.quantiles(taken, n=20)[-1]
                    figures = f"{statistics.median(taken):9.1f}{at:9.1f}{max(taken):9.1f}"
                    print(f"{number:9,}  {case:<15}{figures}     {rows}", flush=True)
                    status |= at > given.limit
    return status


def _questions() -> list[dict[str, Any]]:
    """The handbook's questions, as the interface has them."""
    from kb import exports, indexes, rules

    catalogue, problems = rules.examine(_environment.ROOT / "docs")
    if problems:
        sys.exit(f"bench_explorer: {len(problems)} problem(s) in the content; the first: {problems[0]}")
    found = dict(exports.documents(catalogue, indexes.build(catalogue)))
    questions: list[dict[str, Any]] = json.loads(found["api/v1/questions.json"])["questions"]
    return questions


def _multiplied(questions: list[dict[str, Any]], number: int) -> dict[str, Any]:
    """So many questions, the same ones again and again with another id and title."""
    copies = (
        questions[n % len(questions)] | {"id": f"{questions[n % len(questions)]['id']}-{n}"} for n in range(number)
    )
    return {"version": 1, "questions": [copy | {"title": f"{copy['title']} {n}"} for n, copy in enumerate(copies)]}


def _typed(
    page: Page, state: str, questions: list[dict[str, Any]], number: int, slowed: float
) -> tuple[list[float], int]:
    """Milliseconds a key took, for each, and how many rows are drawn at the end."""
    states = ("seen", "confident", "review")
    marks = {
        question["id"]: {"state": states[n % 3], "day": f"2026-11-{n % 28 + 1:02}"}
        for n, question in enumerate(_multiplied(questions, number)["questions"])
        if n % 2
    }
    kept = json.dumps(json.dumps({"questions": marks, "plans": {}}))
    page.goto("")
    page.evaluate(f"localStorage.setItem('/handbook/kb.v2.progress', {kept})")
    page.goto(f"questions/{state}")
    page.wait_for_selector("#kb-explorer[data-ready]")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    page.evaluate(TYPE, ["warm"])
    taken, rows = page.evaluate(TYPE, list(WORDS))
    return taken, rows


if __name__ == "__main__":
    _environment.enter(_environment.DEVELOPMENT)
    sys.exit(main())
