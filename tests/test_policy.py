"""The Content Security Policy, and the check that a page holds nothing that it forbids."""

from __future__ import annotations

import base64
import hashlib
import time

import pytest

from kb import policy

OURS = "own()"
HEAD = '<!doctype html>\n<html lang="en" class="no-js">\n  <head>\n    <meta charset="utf-8">'
FRAME = (
    f'{HEAD}<title>t</title><script>{OURS}</script></head><body><a href="../x/#y">x</a><a href=".">x</a>'
    '<a href="https://example.org/?a=b:c">x</a><a href="mailto:a@example.org">x</a><form></form>'
    "<p>Where onclick=alert(1), <code>&lt;img onerror=x&gt;</code>, &lt;iframe&gt; and javascript: are text.</p>"
    '<meta name="description" content="on this one=1"><a href="#a" title=" onclick=x javascript:">x</a>'
    '<script id="__config" type="application/json">{"a": "\\u003c/script>"}</script>'
    '<script type="application/ld+json">{}</script>'
    '<script src="../assets/a.js"></script><script type="module" src="b.js"></script>{}</body></html>'
)


def found(markup: str) -> list[str]:
    return list(policy.forbidden(FRAME.replace("{}</body>", f"{markup}</body>"), {OURS}))


def test_a_policy_names_the_scripts_by_their_hashes_and_allows_no_other() -> None:
    digest = base64.b64encode(hashlib.sha256(OURS.encode()).digest()).decode()
    directives = dict(one.split(" ", 1) for one in policy.policy([OURS, OURS]).split("; "))
    assert directives == {
        "default-src": "'none'",
        "script-src": f"'self' 'sha256-{digest}'",
        "script-src-attr": "'none'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-src": "'none'",
        "object-src": "'none'",
    }


def test_the_policy_of_two_builds_is_the_same_text() -> None:
    scripts = [f"script {n}" for n in range(20)]
    assert policy.policy(scripts) == policy.policy(reversed(scripts))


def test_what_is_served_while_writing_may_have_the_servers_own_script_and_no_handler() -> None:
    served = policy.policy([OURS], served=True)
    # Beside a hash, browsers ignore 'unsafe-inline'.
    assert "script-src 'self' 'unsafe-inline'; script-src-attr 'none';" in served
    assert "sha256" not in served


def test_the_policy_stands_before_all_but_the_encoding() -> None:
    page = policy.stamped(f"{HEAD}<title>t</title></head></html>", "default-src 'none'")
    meta = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
    assert page == f"{HEAD}{meta}<title>t</title></head></html>"


@pytest.mark.parametrize(
    "page",
    [
        "<!doctype html><html><head><title>no encoding</title></head></html>",
        f"<script>first()</script>{HEAD}</head></html>",
        '<!doctype html><html><head><link href="x"><meta charset="utf-8"></head></html>',
        '<!doctype html><html><body><meta charset="utf-8"></body></html>',
        "",
    ],
)
def test_a_page_that_could_run_something_before_its_policy_is_refused(page: str) -> None:
    with pytest.raises(ValueError, match="does not begin with"):
        policy.stamped(page, "default-src 'none'")


def test_inline_scripts_of_a_template_are_those_that_would_run() -> None:
    text = '<!-- x -->\n<script>one()</script><script src="x"></script><script type="application/json">{}</script>'
    assert list(policy.inline_scripts(f"{text}<script> two() </script>\n")) == ["one()", " two() "]


def test_a_page_as_the_theme_makes_it_is_clean() -> None:
    assert found("") == []


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<script>alert(1)</script>", "the script '<script>alert(1)'"),
        (f"<script>{OURS} </script>", "the script '<script>own() '"),
        (f"<script nonce=x>{OURS}</script>", "the script '<script nonce=x>own()'"),
        ("<SCRIPT\n>x</SCRIPT >", "the script '<script\\n>x'"),
        ("<script/x>alert(1)</script>", "the script '<script/x>alert(1)'"),
        ("<script>alert(1)", "the element <script>"),
        ('<script a="<">alert(1)</script>', "the element <script>"),
        (
            '<script src="https://evil.example/x.js"></script>',
            "the script '<script src=\"https://evil.example/x.js\">'",
        ),
        ('<script src="//evil.example/x.js"></script>', "the script '<script src=\"//evil.example/x.js\">'"),
        ('<script src="/\\evil.example/x.js"></script>', "the script '<script src=\"/\\evil.example/x.js\">'"),
        ('<script src="data:,alert(1)"></script>', "the script '<script src=\"data:,alert(1)\">'"),
        ('<script src="x.js" onload="x"></script>', 'the script \'<script src="x.js" onload="x">\''),
        ('<script src="x.js">alert(1)</script>', "the script '<script src=\"x.js\">alert(1)'"),
        ('<script type="importmap">{}</script>', "the script '<script type=\"importmap\">{}'"),
        ('<script type="speculationrules">{}</script>', "the script '<script type=\"speculationrules\">{}'"),
        (
            '<script type="application/json">{}</script x><script>alert(1)</script>',
            "the script '<script type=\"application/json\">{}</script x><script>alert(1)'",
        ),
        ("<img src=x onerror=alert(1)>", "the attribute 'onerror' of <img>"),
        ("<svg/onload=alert(1)>", "the attribute 'onload' of <svg>"),
        ('<p title=">" ONCLICK = "x">', "the attribute 'onclick' of <p>"),
        ('<p id="a"onclick=x>', "the attribute 'onclick' of <p>"),
        ('<a href="javascript:alert(1)">x</a>', "the address 'javascript:alert(1)'"),
        ("<a href=JaVaScript:alert(1)>x</a>", "the address 'JaVaScript:alert(1)'"),
        ('<a href="java&#115;cript&colon;alert(1)">x</a>', "the address 'javascript:alert(1)'"),
        ('<a href=" java\n&Tab;script:alert(1)">x</a>', "the address ' java\\n\\tscript:alert(1)'"),
        ("<svg><a xlink:href='vbscript:x'>x</a></svg>", "the address 'vbscript:x'"),
        ('<img src="data:image/svg+xml,x">', "the address 'data:image/svg+xml,x'"),
        ('<form action="javascript:x"></form>', "the address 'javascript:x'"),
        ('<button formaction="javascript:x"></button>', "the address 'javascript:x'"),
        ('<base href="https://evil.example/">', "the element <base>"),
        ('<IFRAME src="x"></IFRAME>', "the element <iframe>"),
        ('<object data="x"></object>', "the element <object>"),
        ("<embed src=x>", "the element <embed>"),
        ('<meta content="0; url=x" HTTP-EQUIV=refresh>', "the attribute 'http-equiv' of <meta>"),
    ],
)
def test_what_the_policy_forbids_is_found(markup: str, said: str) -> None:
    assert found(markup) == [said]


@pytest.mark.parametrize(
    "part",
    ["<", "<script", "<script>", "<script ", "<a ", '<a href="', "<!--", "</", " onx", ' b="', "<![CDATA[", " href="],
)
def test_time_grows_with_the_page_and_not_with_its_square(part: str) -> None:
    started = time.process_time()
    list(policy.forbidden(f"<iframe>{part * (400_000 // len(part))}", set()))
    assert time.process_time() - started < 2


def test_the_scripts_of_the_themes_templates_are_allowed_at_every_depth() -> None:
    """Each way to the root once; what has an attribute is judged by that, and not by its text."""
    asked: list[tuple[str, str]] = []

    def render(name: str, base: str) -> str:
        asked.append((name, base))
        return f'<p>x</p><script>{name} {base}</script><script src="{base}/a.js"></script>'

    bases = (".", "..", "../..", "..")
    wanted = {f"{name} {base}" for name in policy.TEMPLATES for base in bases}
    assert policy.allowed(render, iter(bases)) == wanted
    assert len(asked) == len(wanted) == 3 * len(policy.TEMPLATES)
