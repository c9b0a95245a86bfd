"""A Python-Markdown extension: HTML of ours between two marks is left as it is.

Python-Markdown reads HTML tag by tag, which for the tables and sentences of pairs of companies takes longer than all
else that is done for them. The marks look like directives, and the checker knows no such directive: nobody but a
template of ours can write them.
"""

from __future__ import annotations

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

BEGIN = "<!-- kb:html -->"
END = "<!-- /kb:html -->"


class VerbatimExtension(Extension):
    """Registers the preprocessor that puts such HTML aside."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """Acts after code has been put aside (priority 25) and before HTML is read (20)."""
        md.preprocessors.register(_Verbatim(md), "kb-verbatim", 22)


class _Verbatim(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        """The lines with a placeholder for each stretch between lines that are marks; without an end, as they are."""
        if BEGIN not in lines:
            return lines
        kept: list[str] = []
        at = 0
        while at < len(lines):
            end = lines.index(END, at) if lines[at] == BEGIN and END in lines[at:] else None
            if end is None:
                kept.append(lines[at])
                at += 1
            else:
                kept += ["", self.md.htmlStash.store("\n".join(lines[at + 1 : end])), ""]
                at = end + 1
        return kept
