"""Measures what the handbook's own code costs in a build. No test: it prints figures, of this machine and this day.

python3 scripts/bench.py --questions 1000

It copies the handbook to a temporary folder, multiplies its questions to the number asked for, and in one run takes
the CPU time and peak memory of three things: the site built with the hooks, the same authored pages built by Material
without them, and the catalogue alone. Ratios of CPU time in one run are what can be compared between machines.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import _environment

ROOT = Path(__file__).resolve().parent.parent

CATALOGUE = """
import sys, time
sys.path.insert(0, "hooks")
from pathlib import Path
from kb import exports, indexes, pages, rules
def lap(name, since):
    now = time.process_time()
    print(f"  {name:<34}{now - since:8.2f} s", file=sys.stderr)
    return now
start = time.process_time()
catalogue, problems = rules.examine(Path("docs"))
assert not problems, problems[:3]
at = lap("reading, records and rules", start)
found = indexes.build(catalogue)
at = lap("indexes", at)
written = list(exports.documents(catalogue, found))
at = lap("exports", at)
if "--pages" in sys.argv:
    list(pages.generate(catalogue, found))
    lap("generated pages as Markdown", at)
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: seconds of CPU (user and system), of the clock, and mebibytes at its peak."""

    cpu: float
    wall: float
    memory: float


def main(arguments: list[str] | None = None) -> int:
    """The exit status, 0; a command that fails ends the program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=1000, metavar="N")
    parser.add_argument("--runs", type=int, default=1, help="interleaved runs, of which the medians are printed")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="handbook-bench-") as folder:
        work = Path(folder)
        _progress(f"writing {given.questions:,} questions")
        made = _corpus(work, given.questions)
        commands = {
            "site": ("with the hooks", [sys.executable, "-m", "mkdocs", "build", "-d", "site"], work / "full"),
            "bare": ("Material alone", [sys.executable, "-m", "mkdocs", "build", "-d", "site"], work / "bare"),
            "kb": ("the catalogue alone", [sys.executable, "-c", CATALOGUE], work / "full"),
        }
        costs: dict[str, list[Cost]] = {name: [] for name in commands}
        for run in range(given.runs):
            for name, (label, command, where) in commands.items():
                _progress(f"run {run + 1} of {given.runs}: {label}")
                costs[name].append(_measure(command, where, work / f"{name}.log"))
        _progress("the parts of the catalogue, with the pages made from it:")
        _measure([sys.executable, "-c", CATALOGUE, "--pages"], work / "full", None)
        _report(made, costs, work / "full" / "site")
    return 0


def _progress(text: str) -> None:
    print(f"bench: {text}", file=sys.stderr, flush=True)


def _corpus(work: Path, questions: int) -> int:
    """Writes the two projects below `work`: `full` and, without hooks and data, `bare`. The number of questions."""
    full, bare = work / "full", work / "bare"
    ignore = shutil.ignore_patterns("__pycache__")
    for name in ("docs", "hooks", "overrides"):
        shutil.copytree(ROOT / name, full / name, ignore=ignore)
    shutil.copy(ROOT / "mkdocs.yml", full / "mkdocs.yml")
    originals = sorted((full / "docs" / "questions").glob("*/*.md"))
    draw = random.Random(0)
    known = sorted({word for path in originals for word in re.findall("[a-z]{4,}", path.read_text("utf-8"))})
    for number in range(questions - len(originals)):
        original = originals[number % len(originals)]
        round_ = number // len(originals) + 2
        # Copies with the title and prompt of the original would be refused as near-duplicates.
        title, prompt = (" ".join(draw.sample(known, count)) for count in (6, 30))
        text = original.read_text("utf-8")
        text = re.sub(r"^title: .*$", f"title: {title.capitalize()[:70]} ({round_})", text, count=1, flags=re.M)
        text = re.sub(r"^(## Prompt\n\n).*?(?=^## )", rf"\1{prompt}?\n\n", text, count=1, flags=re.M | re.S)
        text = re.sub(r"^distinct_from:\n(?: .*\n)+", "", text, count=1, flags=re.M)
        original.with_name(f"{original.stem}-{round_}.md").write_text(text, "utf-8")
    for path in originals[questions:]:
        path.unlink()
    shutil.copytree(full, bare, ignore=shutil.ignore_patterns("__pycache__", "_data", "hooks"))
    config = (bare / "mkdocs.yml").read_text("utf-8")
    config = re.sub(r"^hooks:\n(?:  .*\n)+", "", config, flags=re.M).replace("  - hooks\n", "")
    # Material alone has Material's search; ours is made by the hooks and is part of what they cost.
    (bare / "mkdocs.yml").write_text(config.replace("plugins: []", "plugins: [search]"), "utf-8")
    return len(list((full / "docs" / "questions").glob("*/*.md")))


def _measure(command: list[str], where: Path, log: Path | None) -> Cost:
    """Runs a command in a folder; its output goes to `log`, or here. Ends the program if it fails."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    start = time.monotonic()
    child = os.fork()
    if child == 0:
        os.chdir(where)
        out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC) if log else 2
        os.dup2(out, 1)
        os.dup2(out, 2)
        os.execve(command[0], command, environment)
    _, status, usage = os.wait4(child, 0)
    if status:
        print(log.read_text("utf-8")[-3000:] if log else "", file=sys.stderr)
        sys.exit(f"bench: {' '.join(command[:4])} failed")
    return Cost(usage.ru_utime + usage.ru_stime, time.monotonic() - start, usage.ru_maxrss / 1024)


def _report(questions: int, costs: dict[str, list[Cost]], site: Path) -> None:
    def median(name: str, what: str) -> float:
        return float(statistics.median(getattr(cost, what) for cost in costs[name]))

    pages = sum(1 for _ in site.rglob("*.html"))
    size = sum(f.stat().st_size for f in site.rglob("*") if f.is_file()) / 2**20
    print(f"{questions:,} questions, {pages:,} pages, {size:.0f} MiB")
    print(f"{'':24}{'CPU s':>9}{'clock s':>9}{'MiB':>8}{'CPU ms/question':>18}")
    for name, label in (("site", "site, with hooks"), ("bare", "Material alone"), ("kb", "catalogue alone")):
        cpu = median(name, "cpu")
        each = cpu / questions * 1000
        print(f"{label:24}{cpu:9.2f}{median(name, 'wall'):9.2f}{median(name, 'memory'):8.0f}{each:18.2f}")
    print(f"site / Material alone      {median('site', 'cpu') / median('bare', 'cpu'):.2f}")
    print(f"catalogue / site           {median('kb', 'cpu') / median('site', 'cpu'):.1%}")


if __name__ == "__main__":
    _environment.enter()
    sys.exit(main())
