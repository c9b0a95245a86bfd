"""What all tests share: the import roots, as MkDocs and the commands have them, and where the repository is."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "hooks"), str(ROOT / "scripts")]

from kb.catalogue import Catalogue  # noqa: E402
from kb.rules import examine  # noqa: E402


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def good() -> Catalogue:
    """The catalogue of the good corpus."""
    catalogue, problems = examine(ROOT / "tests" / "corpus" / "good" / "docs")
    assert problems == []
    return catalogue


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes the golden files instead of comparing with them."""
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with the golden file of that name below tests/golden."""

    def compare(name: str, text: str) -> None:
        file = ROOT / "tests" / "golden" / name
        if request.config.getoption("--update-golden"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert text == file.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one page, with the real commands and environment, that MkDocs builds in no time.

    Its hook writes what the variable WORD in hooks/word.py and the file docs/_data/word.txt hold into the page.
    """
    project = tmp_path / "project"
    files = {
        "mkdocs.yml": "site_name: Tiny\nsite_url: https://example.org/tiny/\nplugins: []\nhooks: [hooks/site.py]\n"
        "exclude_docs: _data/\ntheme: {name: null, custom_dir: theme}\n",
        "theme/main.html": "<html><body>{{ page.content }}</body></html>",
        "docs/index.md": "# Home\n",
        "docs/_data/word.txt": "data-1",
        "hooks/word.py": "WORD = 'code-1'\n",
        "hooks/site.py": "from pathlib import Path\nfrom word import WORD\n\n\n"
        "def on_page_markdown(markdown, *, config, **_):\n"
        "    data = Path(config.docs_dir, '_data', 'word.txt').read_text('utf-8')\n"
        "    return f'{markdown}\\n{WORD} {data}\\n'\n",
    }
    for name, text in files.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for path in ROOT.glob("requirements*.txt"):
        shutil.copy(path, project)
    shutil.copytree(ROOT / "scripts", project / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (project / ".venv").symlink_to(sys.prefix)
    return project
