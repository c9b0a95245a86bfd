"""HTML between marks is left as it is, and nothing else is."""

from __future__ import annotations

import markdown
import pytest

from kb.directives import DECLARATIONS
from kb.verbatim import BEGIN, END, VerbatimExtension

HTML = '<div class="a">\n<p>*a* _b_ [c](d.md) `e`</p>\n\n    <p>f</p>\n</div>'


def built(text: str) -> str:
    names = ["attr_list", "md_in_html", "tables", "pymdownx.superfences"]
    return markdown.markdown(text, extensions=[*names, VerbatimExtension()])


def test_what_stands_between_the_marks_is_left_as_it_is() -> None:
    page = built(f"*a*\n{BEGIN}\n{HTML}\n{END}\n*b*\n\n{BEGIN}\n<p>c</p>\n{END}\n")
    assert page == f"<p><em>a</em></p>\n{HTML}\n<p><em>b</em></p>\n<p>c</p>"


@pytest.mark.parametrize("text", [f"{BEGIN}\n\n*a*", f"    {BEGIN}\n    *a*\n    {END}", f"*a*\n\n{END}"])
def test_without_both_marks_nothing_is(text: str) -> None:
    assert built(text) == markdown.markdown(text)


def test_marks_in_code_are_code() -> None:
    assert "&lt;b&gt;" in built(f"```\n{BEGIN}\n<b>\n{END}\n```")


def test_no_author_can_write_the_marks() -> None:
    assert "html" not in {declared.name for declared in DECLARATIONS}
