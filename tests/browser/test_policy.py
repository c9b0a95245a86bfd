"""The Content Security Policy in a real browser: what got into a page in spite of all checks does not run.

That everything of ours runs under it is tested by all the other tests here: a page whose console complains fails them.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect
from test_site import make

from .conftest import Served, open_page, seeing_only

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')

# Each says its name if it runs.
PROBES = {
    "inline script": "<script>top.ran.push('NAME')</script>",
    "script of a type": "<script type=module>top.ran.push('NAME')</script>",
    "script in the address": "<script src=\"data:text/javascript,top.ran.push('NAME')\"></script>",
    "onerror": "<img src=data:, alt=x onerror=\"top.ran.push('NAME')\">",
    "onload": "<svg onload=\"top.ran.push('NAME')\"></svg>",
    "onclick": "<button class=probe type=button onclick=\"top.ran.push('NAME')\">x</button>",
    "javascript: link": "<a class=probe href=\"javascript:top.ran.push('NAME')\">x</a>",
    "javascript: in disguise": "<a class=probe href=\" jAva&#115;cript&colon;void top.ran.push('NAME')\">x</a>",
    "javascript: form": "<form action=\"javascript:top.ran.push('NAME')\"><button class=probe>x</button></form>",
    "frame": "<iframe srcdoc=\"<script>top.ran.push('NAME')</script>\"></iframe>",
    "javascript: frame": "<iframe src=\"javascript:top.ran.push('NAME')\"></iframe>",
}


@pytest.fixture
def hostile(small: Served) -> Iterator[Path]:
    """A copy of a built page, beside it."""
    folder = small.folder / "guides" / "hostile"
    shutil.copytree(small.folder / "guides" / "caching", folder)
    yield folder / "index.html"
    shutil.rmtree(folder)


def inject(file: Path, markup: str, policy: bool) -> None:
    text = file.read_text("utf-8")
    assert len(POLICY.findall(text)) == 1
    text = text if policy else POLICY.sub("", text)
    file.write_text(text.replace("</article>", f"{markup}</article>", 1), "utf-8")


@pytest.mark.parametrize("policy", [True, False], ids=["with the policy", "without it"])
def test_live_markup_in_a_page_does_not_run(small: Served, hostile: Path, policy: bool) -> None:
    """Without the policy it would: then the probes are sound."""
    inject(hostile, "".join(probe.replace("NAME", name) for name, probe in PROBES.items()), policy)
    with small.browser.new_context(base_url=small.url) as context:
        context.add_init_script("globalThis.ran ??= [];")
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        open_page(page, "guides/hostile/")
        for probe in page.locator(".probe").all():
            probe.dispatch_event("click")
        page.wait_for_timeout(200)
        assert set(page.evaluate("ran")) == (set() if policy else set(PROBES))
        assert page.url == f"{small.url}guides/hostile/"
        broken = [complaint for complaint in complaints if "Content Security Policy" in complaint]
        assert len(broken) >= (len(PROBES) if policy else 0)
        # The page itself still works.
        page.keyboard.press("/")
        page.locator("dialog[open] input").wait_for()


@pytest.mark.parametrize("policy", [True, False], ids=["with the policy", "without it"])
def test_a_page_cannot_point_its_addresses_elsewhere(small: Served, hostile: Path, policy: bool) -> None:
    inject(hostile, '<base href="http://elsewhere.example/">', policy)
    with small.browser.new_context(base_url=small.url) as context:
        page = context.new_page()
        page.goto("guides/hostile/")
        elsewhere = page.evaluate("document.baseURI").startswith("http://elsewhere.example/")
        assert elsewhere is not policy


def test_the_policy_does_not_pile_up_while_one_reads(page: Page) -> None:
    """Instant navigation puts the next page's head into this one, and every policy in it would count."""
    open_page(page, "")
    policy = page.locator("meta[http-equiv=Content-Security-Policy]")
    first = policy.element_handle()
    for link in ("questions/", "questions/topics/", "questions/topics/caching/"):
        page.evaluate("globalThis.same = true")
        page.evaluate(
            "path => [...document.querySelectorAll('a:not(.kb-search-link)')].find(a => a.href.endsWith(path)).click()",
            link,
        )
        # The address changes before the page does, of which the canonical address is a part.
        expect(page.locator("link[rel=canonical]")).to_have_attribute("href", re.compile(f"/{link}$"))
        assert page.evaluate("globalThis.same"), "the page was loaded, and not brought by instant navigation"
    assert policy.count() == 1
    assert policy.evaluate("(one, first) => one === first", first), "another has come in its place"


def test_a_page_that_is_served_while_one_writes_reloads(playwright: Playwright, root: Path, tmp_path: Path) -> None:
    project = make(root, tmp_path / "project")
    shutil.copytree(root / "scripts", project / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    for path in root.glob("requirements*.txt"):
        shutil.copy(path, project)
    (project / ".venv").symlink_to(sys.prefix)
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [sys.executable, str(project / "scripts" / "serve.py"), "--port", str(port)]
    log = tmp_path / "log"
    with (
        log.open("w") as output,
        subprocess.Popen(command, stdout=output, stderr=output, env={**os.environ, "PYTHONUNBUFFERED": "1"}) as server,
        seeing_only("EXCLUDE 127.0.0.1", playwright) as browser,
    ):
        try:
            page = browser.new_page()
            complaints: list[str] = []
            page.on("console", lambda m: complaints.append(m.text) if m.type in {"error", "warning"} else None)
            while "Serving on" not in log.read_text("utf-8"):
                assert server.poll() is None, log.read_text("utf-8")
                page.wait_for_timeout(100)
            page.goto(f"http://127.0.0.1:{port}/backend-interview-handbook/guides/caching/")
            guide = project / "docs" / "guides" / "caching.md"
            guide.write_text(guide.read_text("utf-8") + "\nJust written.\n", "utf-8")
            page.get_by_text("Just written.").wait_for(timeout=20_000)
            assert complaints == []
        finally:
            server.send_signal(signal.SIGINT)
