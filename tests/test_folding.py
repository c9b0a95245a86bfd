"""Sections that are closed until they are opened."""

from __future__ import annotations

import markdown

from kb.folding import FoldingExtension


def built(text: str) -> str:
    return markdown.markdown(text, extensions=["attr_list", "md_in_html", "toc", FoldingExtension()])


def test_a_marked_section_is_folded_with_all_that_it_holds() -> None:
    page = built("## A\n\na\n\n## B {: .kb-fold }\n\nb\n\n### C\n\nc\n\n## D\n\nd\n")
    assert page == (
        '<h2 id="a">A</h2>\n<p>a</p>\n'
        '<h2 class="kb-fold-title" id="b">B</h2>\n'
        '<details class="kb-fold"><summary><span class="kb-fold-show">Show</span> '
        '<span class="kb-fold-hide">Hide</span> <span class="kb-unseen">B</span></summary>\n'
        '<p>b</p>\n<h3 id="c">C</h3>\n<p>c</p>\n</details>\n'
        '<h2 id="d">D</h2>\n<p>d</p>'
    )


def test_sections_fold_one_by_one_and_end_where_the_text_ends() -> None:
    page = built(
        '## A {: .kb-fold }\n\na\n\n## B {: .kb-fold }\n\nb\n\n<div class="kb-next" markdown="1">\n\nnext\n\n</div>'
    )
    assert page.count("<details") == 2
    assert page.index("</details>\n<div") > page.index("<p>b</p>")


def test_a_summary_is_named_after_its_section_without_the_permanent_link() -> None:
    page = markdown.markdown(
        "## A `b` *c* {: .kb-fold }\n\na\n", extensions=["attr_list", "toc", FoldingExtension()],
        extension_configs={"toc": {"permalink": True}},
    )  # fmt: skip
    assert '<span class="kb-unseen">A b c</span></summary>' in page and "headerlink" in page


def test_a_page_without_marks_is_left_alone() -> None:
    assert "details" not in built("## A\n\na\n")
