"""What may stand in a page: every construct by itself, and against what Python-Markdown makes of it."""

from __future__ import annotations

import re
import time
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from mkdocs.config import load_config

from kb import files, markup, scan
from kb.files import Document
from kb.rules import examine
from kb.text import escape
from kb.yamltree import Scalar

ROOT = Path(__file__).resolve().parent.parent
HEAD = "---\ntitle: A\n---\n\n"


def told(body: str) -> list[str]:
    """What is wrong with a page of this text: the place, counted from the text's first line, the rule, the message."""
    page, problems = scan.scan(Document("a.md", HEAD + body))
    found = [f"{p.position.line - 4}:{p.position.column} {p.rule}: {p.message}" for p in sorted(problems)]
    faults = ((link.at, markup.address_fault(link.target)) for link in page.links)
    return found + [f"{at.line - 4}:{at.column} link-form: {fault}" for at, fault in faults if fault]


HTML = "is HTML, or would be read as HTML"
BRACES = "attributes: what stands in braces here would become an attribute, and not be shown"
NO_PAGE = "is neither a page nor a public address"
NOT_PUBLIC = "is not the address of a public page"
UNREADABLE = "link-form: the address of this link cannot be read"
COMMENT = "raw-html: a comment stands here, which hides text from those who read the page"
BACKQUOTE = "code-span: this backquote opens no code that a backquote on the same line closes"
NO_HEADING = "heading: a heading stands within a list, a quotation or an indented text"
UNDERLINED = "heading: this line makes a heading of the one above it"
DEFINED = "reference: this defines an address for links by reference, and would not be shown"
REFERENCE = "reference: a link names its address by reference"
PUBLIC = "[a](https://example.org/)"

REFUSED = [
    # HTML, wherever it stands
    ("<script>alert(1)</script>", f"1:1 raw-html: '<script>' {HTML}"),
    ("a <SCRIPT SRC=//example.org>", f"1:3 raw-html: '<SCRIPT' {HTML}"),
    ("a </article></main>", f"1:3 raw-html: '</article>' {HTML}"),
    ("<svg/onload=alert(1)>", f"1:1 raw-html: '<svg/onload=alert(1)>' {HTML}"),
    ("<br onclick=alert(1)>", f"1:1 raw-html: '<br' {HTML}"),
    ("<br/>", f"1:1 raw-html: '<br/>' {HTML}"),
    ("<kbd>a", f"1:1 raw-html: '<kbd>' {HTML}"),
    ("<kbd>*a*</kbd>", f"1:1 raw-html: '<kbd>' {HTML}"),
    ("<sub class=a>a</sub>", f"1:1 raw-html: '<sub' {HTML}"),
    ("a <img", f"1:3 raw-html: '<img' {HTML}"),
    ("<plaintext>", f"1:1 raw-html: '<plaintext>' {HTML}"),
    ("<!DOCTYPE html>", f"1:1 raw-html: '<!DOCTYPE' {HTML}"),
    ("<![CDATA[<b>]]>", f"1:1 raw-html: '<![CDATA[' {HTML}"),
    ("a <?php", f"1:3 raw-html: '<?php' {HTML}"),
    ("## a <b>", f"1:6 raw-html: '<b>' {HTML}"),
    ("- a\n\n    <b>", f"3:5 raw-html: '<b>' {HTML}"),
    ("> <b>", f"1:3 raw-html: '<b>' {HTML}"),
    ("| a | <b> |\n| - | - |", f"1:7 raw-html: '<b>' {HTML}"),
    ("`a` <b>", f"1:5 raw-html: '<b>' {HTML}"),
    (r"\<b>", f"1:2 raw-html: '<b>' {HTML}"),
    ("List<String>", f"1:5 raw-html: '<String>' {HTML}"),
    ("if a <b", f"1:6 raw-html: '<b' {HTML}"),
    ("<!-- a -->", f"1:1 {COMMENT}"),
    ("a <!-- b", f"1:3 {COMMENT}"),
    ("<!--\na\n-->", f"1:1 {COMMENT}"),
    # code that is not code to all
    ("a ` b", f"1:3 {BACKQUOTE}"),
    ("a `` b ` c", f"1:3 {BACKQUOTE}"),
    (r"a \` b", f"1:4 {BACKQUOTE}"),
    ("> ```\n> <b>\n> ```", "1:3 fence: a code block begins in a quotation"),
    ("- ~~~\n  <b>\n  ~~~", "1:3 fence: a code block begins in the first line of a list item"),
    ("```\na\n  ```", "3:1 fence: this line is not indented as the fence on line 5 is"),
    ("  ```\na\n  ```", "2:1 fence: this line is not indented as the fence on line 5 is"),
    ("``` a b\n```", "1:1 fence: 'a b' cannot stand behind a fence"),
    ("```{.python #id}\n```", "1:1 fence: '{.python #id}' cannot stand behind a fence"),
    ('```python title="<b>"\n```', "1:1 fence: 'python title=\"<b>\"' cannot stand behind a fence"),
    ("```pyhton\n```", "1:1 language: 'pyhton' is not a language that blocks of code are written in"),
    ("a\n\n    b", "3:1 fence: text that is indented so far is a block of code"),
    ("- a\n\n        b", "3:1 fence: text that is indented so far is a block of code"),
    (">     a", "1:1 fence: text that is indented so far is a block of code"),
    # attributes
    ("a\n{: .b }", f"2:1 {BRACES}"),
    ("a\n{b}", f"2:1 {BRACES}"),
    ("## a {#b}", f"1:6 {BRACES}"),
    ("## a {#b} ##", f"1:6 {BRACES}"),
    ("## a {#b} `c`", f"1:6 {BRACES}"),
    ("`a`{.b}", f"1:4 {BRACES}"),
    ("**a**{b=c}", f"1:6 {BRACES}"),
    (PUBLIC + "{: target=_blank}", f"1:26 {BRACES}"),
    ("<https://example.org/>{.a}", f"1:23 {BRACES}"),
    ("| a {.b} | c |\n| - | - |", f"1:5 {BRACES}"),
    ("| a | b |\n| - | - |\na {.b}", f"3:3 {BRACES}"),
    ("a  \n{.b} c", f"2:1 {BRACES}"),
    # addresses
    ("[a](javascript:alert(1))", f"1:5 link-form: 'javascript:alert(1)' {NO_PAGE}"),
    ("[a](JavaScript:b)", f"1:5 link-form: 'JavaScript:b' {NO_PAGE}"),
    ("[a](java&#115;cript:b)", f"1:5 link-form: 'java&#115;cript:b' {NO_PAGE}"),
    ("[a](&#106avascript:b)", f"1:5 link-form: '&#106avascript:b' {NO_PAGE}"),
    ("[a](javascript&colon;b)", f"1:5 link-form: 'javascript&colon;b' {NO_PAGE}"),
    ("[a](java%73cript:b)", f"1:5 link-form: 'java%73cript:b' {NO_PAGE}"),
    ("[a](java&#9;script:b)", f"1:5 link-form: 'java&#9;script:b' {NO_PAGE}"),
    ("[a](&#1;javascript:b)", f"1:5 link-form: '&#1;javascript:b' {NO_PAGE}"),
    ("![a](data:image/png,b)", f"1:6 link-form: 'data:image/png,b' {NO_PAGE}"),
    ("[a](vbscript:b)", f"1:5 link-form: 'vbscript:b' {NO_PAGE}"),
    ("[a](file:///b)", f"1:5 link-form: 'file:///b' {NO_PAGE}"),
    ("[a](//b.c)", f"1:5 link-form: '//b.c' {NO_PAGE}"),
    ("[a](/b.md)", f"1:5 link-form: '/b.md' {NO_PAGE}"),
    ("[a](%5C%5Cb)", f"1:5 link-form: '%5C%5Cb' {NO_PAGE}"),
    (r"[a](\\b.c)", f"1:4 {UNREADABLE}"),
    (r"[a](/\b.c)", f"1:4 {UNREADABLE}"),
    ("[a](https://b@c.d/)", f"1:5 link-form: 'https://b@c.d/' {NOT_PUBLIC}"),
    ("[a](https:b)", f"1:5 link-form: 'https:b' {NOT_PUBLIC}"),
    ("[a](https://b.c:99999/)", f"1:5 link-form: 'https://b.c:99999/' {NOT_PUBLIC}"),
    ("[a](https://b&period;c/)", f"1:5 link-form: 'https://b&period;c/' {NOT_PUBLIC}"),
    ("[a](mailto:b@c.d?body=e)", f"1:5 link-form: 'mailto:b@c.d?body=e' {NOT_PUBLIC}"),
    ("[a](`b`)", f"1:4 {UNREADABLE}"),
    ("[a](b c)", f"1:4 {UNREADABLE}"),
    ("[a](\nb)", f"1:4 {UNREADABLE}"),
    ("[a\nb](c 'd')", f"2:3 {UNREADABLE}"),
    ("[a]()", "1:5 link-form: there is no address between the brackets"),
    ("[a](<br>)", "1:5 link-form: the address '<br>' stands in angle brackets"),
    ("[a](<https://b.c>)", "1:5 link-form: the address '<https://b.c>' stands in angle brackets"),
    ("[a](<b>)", "1:5 link-form: the address '<b>' stands in angle brackets"),
    ("<javascript://b>", f"1:1 link-form: '<javascript://b>' {NOT_PUBLIC}"),
    ("<a@b.c>", f"1:1 link-form: '<a@b.c>' {NOT_PUBLIC}"),
    (f"[a {PUBLIC} b](c.md)", "1:32 link-form: a link stands within the text of a link"),
    ("[a][b]", f"1:4 {REFERENCE}"),
    ("![a][]", f"1:5 {REFERENCE}"),
    ("[a]: b", f"1:4 {DEFINED}"),
    ('- [a]: b "c"', f"1:6 {DEFINED}"),
    ("> [a\n> b]:\n> c", f"2:5 {DEFINED}"),
    # what is text here and markup elsewhere
    ("a[^1]", "1:2 syntax: '[^1]' would be shown as it is: there are no footnotes here"),
    ("- [x] a", "1:1 syntax: '- [x] ' would be shown as it is: there are no task lists here"),
    ("!!! note", "1:1 syntax: '!!! ' would be shown as it is: there are no admonitions here"),
    ("???+ note", "1:1 syntax: '???+ ' would be shown as it is: there are no admonitions here"),
    ("/// note", "1:1 syntax: '/// ' would be shown as it is: there are no blocks between /// here"),
    ("*[A]: b c", "1:1 syntax: '*[A]:' would be shown as it is: there are no abbreviations here"),
    ('--8<-- "a"', "1:1 syntax: '--8<--' would be shown as it is: there are no includes here"),
    ("[TOC]", "1:1 syntax: '[TOC]' would be shown as it is: there are no tables of contents in the text here"),
    ("~~a~~", "1:1 syntax: '~~a' would be shown as it is: there are no marks for struck text here"),
    # headings
    ("- # a", f"1:3 {NO_HEADING}"),
    ("> # a", f"1:3 {NO_HEADING}"),
    (" # a", f"1:2 {NO_HEADING}"),
    ("> a\n> ---", f"2:1 {UNDERLINED}"),
    ("- a\n\n    b\n    ===", f"4:1 {UNDERLINED}"),
    ("a\nb\n---", f"3:1 {UNDERLINED}"),
    ("#", "1:1 heading: this heading is empty"),
    ("## a \\", "1:1 heading: a heading that ends in a backslash is none"),
    ("| a |\n| - |\n## b", "3:1 heading: this heading is a row of a table"),
    ("# a | b\n- | -", "1:1 heading: this heading is a row of a table"),
    # characters by another name
    ("&#8238;", "1:1 encoding: '&#8238;' stands for a character that is not accepted"),
    ("&ZeroWidthSpace;", "1:1 encoding: '&ZeroWidthSpace;' stands for a character that is not accepted"),
    ("&#x0;", "1:1 encoding: '&#x0;' stands for a character that is not accepted"),
    ("- a\n\t- b", "2:1 too-complex: a tab stands outside code"),
]

ACCEPTED = [
    "a < b, a <= b, a <- b, a<3, 1 <2, x -> y, a <> b, a << 2, x >> 1",
    "`List<String>`, `<script>`, `<!-- a -->`, `{: .a}`, `[a][b]`, `[a]: b`, `a | b`",
    "`` a ` b ``, ``` `` ```",
    "std::vector, a::b, a && b, a || b, a & b, AT&T, &amp; &lt; &copy; &nbsp; &unknown; &#233;",
    "Write to a@b.c, and read https://example.org/a_b_c or /orders/{id}/lines/{line}.",
    "{id} is replaced, as {a: b} is, and f(x){y}; the set {a, b} ends here {not at an end}.",
    "a {} b { } c ${d} #{e} %{f} {{ g }} {% h %} ${{ i }}",
    "[1], a[0], a[i][j], [a] (b), [a]:b c d, [note]: more than one word follows",
    "\\[a](b), \\# a, \\*a\\*, C:\\temp, \\d+",
    "- a\n    - b\n\n        c\n\n    d\n\n    ```go\n    \tx\n    ```",
    "1. a\n\n    b\n\n2. c",
    "> a\n>\n> b\n> - c",
    "| a | `b|c` |\n| --- | :-: |\n| d<br>e | <kbd>f</kbd> x<sup>2</sup> H<sub>2</sub>O |",
    "a\n\n---\n\nb\n\n***\n\nc",
    '[a](https://example.org/b_(c)?d=e&f#g) [h](mailto:a.b+c@d.e) ![i](j.png "k") [l *m* `n`\no](https://p.q)',
    "<https://example.org/a?b=c&d>",
    "!a, !!a!!, what?? ?, a /// b, --, ~ 5, ~/a, * a, 5 * 3, a__b__c, *a*b, 2 ** 3",
    "=== a, <<<, >>>, ======= a",
    "```\n<<< a\n=======\n```\n\n~~~text\n```\n~~~",
    '```{.python title="a.py"}\nx = 1\n```',
    "a  \nb",
]


@pytest.mark.parametrize(("body", "message"), REFUSED)
def test_what_would_be_live_or_lost_is_refused(body: str, message: str) -> None:
    assert told(body) == [message]


@pytest.mark.parametrize("body", ACCEPTED)
def test_what_only_looks_so_is_accepted(body: str) -> None:
    assert told(body) == []


SIGNS = re.compile(r"[^A-Za-z0-9{}<>@]")
"""What is left out of a comparison: white space, and signs that are marks in one place and text in another."""


@pytest.mark.parametrize("body", [body for body in ACCEPTED if not re.search(r"\]\(|https:|title=", body)])
def test_what_is_accepted_is_shown_in_full(body: str) -> None:
    """But for marks, the built page has all the letters, figures and brackets of the source."""
    marks = r"^ *(?:```|~~~).*$|^(?:> ?)+|^\d\. |</?(?:br|kbd|sup|sub)>"
    source = unescape(re.sub(marks, "", body, flags=re.M))
    shown = _Built(body).text.partition("¶")[2]
    assert Counter(SIGNS.sub("", source)) == Counter(SIGNS.sub("", shown))


# Against Python-Markdown


class _Parser(HTMLParser):
    """What a browser would find in a page's HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.links: Counter[str] = Counter()
        self.headings: list[tuple[int, str]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if (tag == "a" and given.get("class") != "headerlink") or tag == "img":
            self.links[given.get("href") or given.get("src") or ""] += 1
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((int(tag[1]), given.get("id") or ""))

    def handle_data(self, data: str) -> None:
        self.text += data


_CONFIG = load_config(str(ROOT / "mkdocs.yml"))
_MARKDOWN = Markdown(extensions=_CONFIG.markdown_extensions, extension_configs=_CONFIG.mdx_configs)


class _Built:
    """A text as the site's own settings build it, below its title, as the templates put it."""

    def __init__(self, body: str, title: str = "A") -> None:
        _MARKDOWN.reset()
        body = body.strip("\n")
        self.html = _MARKDOWN.convert(f"# {escape(title)}\n\n{body}\n")
        parser = _Parser()
        parser.feed(self.html)
        parser.close()
        self.links, self.headings, self.text = parser.links, parser.headings[1:], parser.text


def differences(document: Document) -> list[str]:
    """How a page as the checker sees it differs from the page as it is built; empty for one that is refused."""
    page, problems = scan.scan(document)
    entries = page.fields.entries if page.fields else ()
    title = next((e.value.text for e in entries if e.key == "title" and isinstance(e.value, Scalar)), "")
    others = (link.is_image and ":" in link.target for link in page.links)
    if problems or any(others) or any(markup.address_fault(link.target) for link in page.links):
        return []
    built = _Built(scan.replace_directives(page, lambda _: ""), title)
    noted = Counter(unescape(link.target) for link in page.links)
    return [
        *(f"has {fault}" for fault in [markup.fault_of_html(built.html)] if fault),
        *(f"has the link {link!r}, which is not checked" for link in built.links - noted),
        *(
            f"has the heading {there}, not {here}"
            for here, there in zip([(h.level, h.anchor) for h in page.headings], built.headings, strict=True)
            if here != there
        ),
    ]


def test_every_page_is_built_as_it_was_checked() -> None:
    seen = 0
    for root in ("docs", "tests/corpus/good/docs", "tests/corpus/bad/docs"):
        for document in files.read_tree(ROOT / root)[0]:
            if document.path.endswith(".md"):
                assert differences(document) == [], document.path
                seen += 1
    assert seen > 300


PIECES = [
    *("a", "b c", " ", "  ", "\n", "\n\n", "\n    ", "\n- ", "\n1. ", "\n> ", "\n# ", "\n## ", "\n---\n", "\n="),
    *("\n| a | b |\n| - | - |\n| ", "\n```\n", "\n```python\n", "\n    ```\n", "\n~~~\n", "`", "``", "`<b>`", "`a|b`"),
    *("[", "]", "(", ")", "](", "](b.md)", "[a](b.md)", "![a](c.png)", "[x]: ", "[^1]", "javascript:x", "https://a.b/"),
    *("<", ">", "<b>", "</div>", "\n<div>\n", "<br>", "<kbd>a</kbd>", "<!--", "-->", "<script>", "<?", "<a@b.c>"),
    *(
        "<https://a.b/c>",
        "&",
        "&lt;",
        "&#60;",
        "{",
        " {",
        "}",
        "{: .a}",
        "{#b}",
        "{a}",
        "*",
        "**",
        "_",
        "|",
        "\\",
        "\\`",
    ),
    *("!", '"', "'", ' "t")', ":", "#", "+", "-", "\t", "\u00a0", "\n<!-- kb:topics -->\n", "[TOC]", "/", "="),
]


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=20).map("".join))
def test_what_is_accepted_is_built_as_it_was_checked(body: str) -> None:
    assert differences(Document("a.md", f"{HEAD}{body}\n")) == []


# The last guard


@pytest.mark.parametrize(
    "html",
    [
        *("<script>", "<iframe>", "<svg>", "<form>", "<base>", "<P>", "<p", "a < b", "<!-- a -->"),
        *('<p onclick="a">', '<p style="position: fixed">', '<p id="a"b="c">', "<p class='b'>", '<p title="<">'),
        *(
            '<a href="javascript:b">',
            '<a href="&#106;a:b">',
            '<a href="java\tscript:a">',
            "<a href=x>",
            '<a href="/b">',
        ),
        *('<a href="//b.c">', '<a target="_blank">', '<img src="https://b.c/d">', '<img src="data:image/png,a">'),
        *('<input type="image">', '<button formaction="a">'),
    ],
)
def test_the_guard_refuses_what_no_page_has(html: str) -> None:
    assert markup.fault_of_html(f"<p>a</p>{html}").endswith("is nothing that a page may hold")


def test_the_guard_lets_pass_what_pages_have_and_what_is_known() -> None:
    html = '<h2 id="a-b">A &lt; B</h2>\n<p class="kb-a"><a href="../b/#c" title="C &amp; D">d</a><br />'
    assert markup.fault_of_html(html) == ""
    assert markup.fault_of_html(f"{html}<svg><g/></svg>", ["<svg><g/></svg>"]) == ""
    assert markup.fault_of_html(f"{html}<svg><g/></svg>") == "'<svg><g/></svg>' is nothing that a page may hold"


# Merge conflicts


def test_a_conflict_is_told_once_also_in_data_and_in_code(tmp_path: Path) -> None:
    marks = "<<<<<<< a\nx\n||||||| b\ny\n=======\nz\n>>>>>>> c\n"
    for text in (marks, f"```text\n{marks}```\n", f"a: b\n{marks}"):
        found = [p.position.line for p in markup.conflicts(Document("a.md", text))]
        assert found == [text[: text.index("<<<<")].count("\n") + 1]
    assert [p.position.line for p in markup.conflicts(Document("a.md", f"{marks}>>>>>>> d\n{marks}"))] == [1, 8, 9]
    assert list(markup.conflicts(Document("a.md", ">>> a\n=======\n<<<<<<<< a\n"))) == []
    (tmp_path / "a.md").write_text(f"{HEAD}{marks}", "utf-8")
    rules = [p.rule for p in examine(tmp_path)[1] if p.position.path == "a.md"]
    assert "merge-conflict" in rules and not {"raw-html", "heading", "too-complex"} & set(rules)


# Bounds

WORST = {
    "brackets": "[" * 250_000,
    "brackets by lines": "[\n" * 125_000,
    "brackets by paragraphs": ("[" * 99 + "\n\n") * 2_500,
    "links": "[a](b) " * 36_000,
    "footnotes": "[^1]" * 62_500,
    "images": "![a](" * 50_000,
    "backslashes": ("\\" * 4_999 + "\n") * 50,
    "stars": ("*a" * 2_500 + "\n\n") * 50,
    "stars alone": ("*" * 80 + "\n") * 3_000,
    "underscores": ("__" * 40 + "\n") * 3_000,
    "backquotes": "`a" * 125_000,
    "backquotes of all lengths": " ".join("`" * n for n in range(1, 700)),
    "less than": "<" * 250_000,
    "tags": "<a " * 83_000,
    "entities": ("&amp;" * 999 + "\n") * 50,
    "braces": ("a {" * 1_666 + "\n") * 50,
    "quotations": ">" * 250_000,
    "quotations by lines": "> > > > a\n" * 25_000,
    "lists": "".join(f"{'    ' * (n % 10)}- a\n" for n in range(8_000)),
    "cells": ("|a" * 59 + "|\n") + ("|-" * 59 + "|\n") + ("|a" * 59 + "|\n") * 2_000,
    "line breaks": "a  \n" * 60_000,
    "headings": "## a\n\na\n\n" * 27_000,
    "blocks of code": "```java\na\n```\n\n" * 15_000,
    "code": f"```java\na {'a' * 12}\n" + ("a\n" * 24 + "a" * 24 + "\n") * 7 + "```\n",
    "directives": "<!-- kb:topics -->\n" * 13_000,
}


@pytest.mark.parametrize("body", WORST.values(), ids=WORST.keys())
def test_the_worst_page_is_checked_and_built_in_time(body: str) -> None:
    """A page of the largest size ends in seconds, whatever it holds; ours take hundredths."""
    start = time.process_time()
    page, problems = scan.scan(Document("a.md", HEAD + body))
    checked = time.process_time() - start
    if not problems:
        _Built(page.body)
    assert checked < 5
    assert time.process_time() - start < 30


PATTERNS = sorted(
    (f"{module.__name__}.{name}", value)
    for module in (markup, scan)
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern)
)


@pytest.mark.parametrize("pattern", [p for _, p in PATTERNS], ids=[name for name, _ in PATTERNS])
def test_no_pattern_takes_long_on_the_longest_line(pattern: re.Pattern[str]) -> None:
    """Lines are bounded, so that a pattern that tries every beginning is harmless; one that doubles would never end."""
    start = time.process_time()
    for piece in (
        *(
            "a",
            " ",
            "[",
            "]",
            "(",
            ")",
            "](",
            "<",
            "<a",
            "<kbd>",
            "`",
            "\\",
            "*",
            "-",
            "- ",
            "=",
            "> ",
            "{",
            "{a}",
            " {a}",
        ),
        *(
            "|",
            "|-",
            "&a",
            "&#1",
            "#",
            "1. ",
            "a.",
            "a:",
            "```",
            '"',
            ' "',
            "<!--",
            "~~",
            "[^",
            "<https://",
            "\x1a",
            "![",
        ),
    ):
        for text in (
            piece * (markup.MAX_LINE // len(piece)),
            f"a{piece * 1_000}\n!",
            f"({piece * 1_000}\0",
            f"{piece * 1_000}\0",
        ):
            for use in (pattern.match, pattern.search, pattern.fullmatch):
                use(text)
    assert time.process_time() - start < 10
