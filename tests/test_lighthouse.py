"""The Lighthouse command, but for Lighthouse itself: which pages, how a report is read, what is too low, the server."""

from __future__ import annotations

import gzip
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

import lighthouse
from lighthouse import Scores


def put(site: Path, address: str, text: str) -> None:
    file = site / address / "index.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'<link rel="canonical" href="https://example.org/book/{address}"><article>{text}', "utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    drawing = '<div class="kb-diagram"></div>'
    for address, text in {
        "": "",
        "questions/": "",
        "companies/compare/": "long " * 99,
        "companies/acme/": "long",
        "companies/bolt/": "",
        "questions/coding/small/": "",
        "questions/coding/large/": "long",
        "plans/week/": "",
        "guides/long/": "long " * 9,
        "guides/late/": f"long {drawing}",
        "guides/soon/": drawing,
        "glossary/": "long " * 99,
    }.items():
        put(tmp_path, address, text)
    (tmp_path / "404.html").write_text("nothing here", "utf-8")
    return tmp_path


def test_a_page_of_each_kind_is_looked_at(site: Path) -> None:
    assert lighthouse.kinds(site) == [
        "",
        "questions/",
        "companies/compare/",
        "questions/coding/large/",
        "companies/acme/",
        "plans/week/",
        "guides/long/",
        "guides/soon/",
    ]


def report(score: float) -> dict[str, Any]:
    audits: dict[str, Any] = {
        "labels": {"title": "Controls have names", "score": 0, "scoreDisplayMode": "binary"},
        "contrast": {"title": "Contrast", "score": None, "scoreDisplayMode": "notApplicable"},
        **{name: {"numericValue": 100.5} for name in lighthouse.METRICS},
    }
    full = {"score": 1, "auditRefs": []}
    found = {"score": 0.9, "auditRefs": [{"id": "labels", "weight": 3}, {"id": "contrast", "weight": 3}]}
    categories = {"performance": {"score": score}, "accessibility": found, "best-practices": full, "seo": full}
    return {"audits": audits, "categories": categories}


def test_a_report_is_read() -> None:
    scores = lighthouse.read(report(0.975))
    assert scores.scores == {"performance": 98, "accessibility": 90, "best-practices": 100, "seo": 100}
    assert scores.failed == ("accessibility: Controls have names",)
    assert scores.metrics["total-blocking-time"] == 100.5


def test_the_median_of_several_runs_counts() -> None:
    runs = [Scores({"seo": n}, {"m": float(n)}, (f"audit {n}",)) for n in (90, 100, 98)]
    assert lighthouse.middle(runs) == Scores({"seo": 98}, {"m": 98.0}, ("audit 90", "audit 100", "audit 98"))


@pytest.mark.parametrize(
    ("speed", "preset", "status"), [(0.95, "mobile", 0), (0.94, "mobile", 1), (0.97, "desktop", 1)]
)
def test_what_is_too_low_is_said(
    speed: float,
    preset: str,
    status: int,
    site: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    good = report(speed)
    good["categories"]["accessibility"] = {"score": 1, "auditRefs": []}
    monkeypatch.setattr(lighthouse, "look", lambda url, preset: lighthouse.read(good))
    assert lighthouse.measured(site, ["", "questions/"], [preset], 3) == status
    assert ("TOO LOW: performance" in capsys.readouterr().out) == bool(status)


def test_the_server_compresses_and_gives_pages_the_address_at_which_they_stand(site: Path) -> None:
    with lighthouse.served(site) as url:
        assert url.endswith("/book/")
        with urllib.request.urlopen(f"{url}questions/") as answer:
            assert answer.headers["Content-Encoding"] == "gzip"
            assert f'href="{url}questions/"' in gzip.decompress(answer.read()).decode()
        with pytest.raises(urllib.error.HTTPError) as missing:
            urllib.request.urlopen(f"{url}nowhere/")
        with missing.value as error:
            assert gzip.decompress(error.read()) == b"nothing here"
