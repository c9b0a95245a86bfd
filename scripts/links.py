"""Tries the links to other sites. Says which are dead, which have moved, and of which it cannot tell.

python3 scripts/links.py                        all of them
python3 scripts/links.py --changed-since main   only those whose address is new since then
python3 scripts/links.py --list                 prints them and tries none

Dead is what answers 404 or 410, what has a host of no name, and what is not on the public internet. A site that
refuses programs (403), limits them (429), is down, slow or badly certified is unknown: that is said and is no fault.
A dead link that stays has its reason in docs/_data/link-exceptions.yml; one that answers again goes from there.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import _environment
import _revisions

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "hooks"))

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from _probe import Prober
    from kb.external import Answer, Finding

FORMATS = ("text", "markdown", "github")
HEADINGS = {
    "dead": "Dead",
    "needless-exception": "Exceptions that are not needed",
    "moved": "Moved",
    "unknown": "Unknown",
}
NO_NETWORK = "No host answered: there is no network here, or it lets nothing through. Nothing is known of the links."


def main(arguments: list[str] | None = None, prober: Prober | None = None) -> int:
    """The exit status: 0 if no link is dead, 1 if one is or an exception is needless, 2 if the call is wrong."""
    given = _arguments(arguments)
    import _probe
    from kb import external
    from kb.rules import examine

    catalogue, _ = examine(given.root / "docs")
    found = external.links(catalogue)
    if given.changed_since is not None:
        try:
            with tempfile.TemporaryDirectory(prefix="handbook-links-") as folder:
                begun = _revisions.common(given.changed_since, "HEAD", given.root)
                before, _ = examine(_revisions.write(begun, Path(folder), given.root))
        except _revisions.UnreadableRevisionError as error:
            print(f"links: {error}", file=sys.stderr)
            return 2
        found = external.added(external.links(before), found)
    if given.list:
        for line in sorted((place, link.url) for link in found for place in link.places):
            print(f"{line[0].file('docs')}:{line[0].line}:{line[0].column}: {line[1]}")
        return 0
    prober = prober or _probe.Prober(_probe.Patience(total=given.seconds))
    answers = prober.try_all(link.url for link in found)
    findings = sorted(external.findings(catalogue, found, answers))
    summary = _summary(answers, heard=prober.heard.is_set())
    text = {"text": _text, "markdown": _markdown, "github": _github}[given.format](findings, summary)
    if given.output:
        given.output.write_text(text, "utf-8")
    else:
        print(text, end="")
    print(summary, file=sys.stderr)
    return 1 if any(finding.is_fault for finding in findings) else 0


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--changed-since", metavar="REV", help="only addresses that are new since this branch or commit"
    )
    parser.add_argument("--list", action="store_true", help="print every link with its place, and try none")
    parser.add_argument("--format", choices=FORMATS, default="text", help="github: annotations on a pull request")
    parser.add_argument("--output", type=Path, metavar="FILE", help="where to write it (default: standard output)")
    parser.add_argument("--seconds", type=float, default=1200, help="for all of it; what is left then is unknown")
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def _summary(answers: Mapping[str, Answer], *, heard: bool) -> str:
    from kb.external import DEAD, MOVED, OK, UNKNOWN
    from kb.text import counted

    numbers = Counter(answer.state for answer in answers.values())
    told = ", ".join(f"{numbers[state]:,} {state}" for state in (OK, MOVED, DEAD, UNKNOWN))
    said = f"{counted(len(answers), 'address', 'addresses')} tried: {told}."
    return f"{said} {NO_NETWORK}" if answers and not heard else said


def _text(findings: Sequence[Finding], summary: str) -> str:
    return "".join(f"{finding.formatted()}\n" for finding in findings)


def _github(findings: Sequence[Finding], summary: str) -> str:
    """Faults as errors, the others as notices, each on the line of its link."""
    from kb import reports

    return "".join(
        reports.command(
            "error" if finding.is_fault else "notice",
            finding.message,
            file=finding.position.file("docs"),
            line=str(finding.position.line),
            col=str(finding.position.column),
            title=finding.rule,
        )
        for finding in findings
    )


def _markdown(findings: Sequence[Finding], summary: str) -> str:
    from kb.changes import MAX_LISTED, code

    parts = ["# Links to other sites", summary]
    for name, heading in HEADINGS.items():
        listed = [finding for finding in findings if finding.rule.removeprefix("link-") == name]
        if listed:
            lines = [f"- {code(finding.formatted())}" for finding in listed[:MAX_LISTED]]
            more = [f"- … and {len(listed) - MAX_LISTED:,} more"] if len(listed) > MAX_LISTED else []
            parts.append("\n".join([f"## {heading}\n", *lines, *more]))
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    _environment.enter()
    sys.exit(main())
