"""The handbook's MkDocs hooks: a table of contents of the build. Everything that thinks is in `kb`.

MkDocs puts this file's folder on the import path only while it loads the file, so all imports stand here at the top.
"""

from __future__ import annotations

import html
import json
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel

from kb import addresses, authored, exports, indexes, pages, redirects, rules, search
from kb.folding import FoldingExtension
from kb.text import escape

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

    from kb.catalogue import Catalogue
    from kb.indexes import Indexes


# Pages that want another frame than Material's: the home page has its own, wide tables and the explorer's form want
# the room of the table of contents.
_FRAMES: dict[str, dict[str, Any]] = {
    "index.md": {"template": "home.html"},
    addresses.EXPLORER: {"hide": ["toc"]},
    addresses.COMPARISON: {"hide": ["toc"]},
    addresses.MATRIX: {"hide": ["toc"]},
    addresses.COVERAGE: {"hide": ["toc"]},
}


class _Build:
    """What one build knows; replaced by the next one, since `mkdocs serve` keeps this module."""

    catalogue: Catalogue
    found: Indexes


_build = _Build()


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Adds the Markdown extension that folds answers."""
    if not any(isinstance(extension, FoldingExtension) for extension in config.markdown_extensions):
        config.markdown_extensions.append(FoldingExtension())  # type: ignore[arg-type]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Reads the catalogue, stops at content faults with all of them, and adds what is generated from it."""
    catalogue, problems = rules.examine(Path(config.docs_dir))
    if problems:
        root = Path(config.docs_dir).name
        listed = "\n".join(problem.formatted(root) for problem in problems)
        raise PluginError(f"{listed}\n{len(problems)} problem(s) in the content; nothing was built.")
    found = indexes.build(catalogue)
    _build.catalogue, _build.found = catalogue, found
    made = tuple(pages.generate(catalogue, found))
    for page in made:
        front = {"title": page.title, "description": page.description}
        text = f"---\n{json.dumps(front)}\n---\n\n# {escape(page.title)}\n\n{page.text}"
        _add(files, config, page.path, text, page.origin, page.in_nav)
    for path, text in (
        *exports.documents(catalogue, found),
        *search.documents(catalogue, found, made),
        *redirects.documents(catalogue),
    ):
        files.append(File.generated(config, path, content=text))
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Hangs pages that are outside the navigation below the section of their folder, which is then shown with them."""
    sections = {page.file.src_uri: page.parent for page in nav.pages}
    for file in files.documentation_pages():
        if file.page and file.src_uri not in sections:
            above = (f"{folder.as_posix()}/index.md" for folder in PurePosixPath(file.src_uri).parents)
            file.page.parent = next(filter(None, map(sections.get, above)), None)
    return nav


def _add(files: Files, config: MkDocsConfig, path: str, content: str, origin: str, in_nav: bool) -> None:
    inclusion = InclusionLevel.INCLUDED if in_nav else InclusionLevel.NOT_IN_NAV
    file = File.generated(config, path, content=content, inclusion=inclusion)
    file.edit_uri = origin
    files.append(file)


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Writes authored pages out, and makes titles and descriptions safe for the theme, which escapes neither."""
    path = page.file.src_uri
    record = authored.record_at(_build.catalogue, path)
    title = record.title if record else str(page.meta.get("title", ""))
    description = getattr(record, "description", "") or str(page.meta.get("description", ""))
    page.meta["title"] = html.escape(title)
    if "title" not in vars(page):  # the navigation may have given it a shorter name
        page.title = page.meta["title"]
    page.meta["description"] = html.escape(description or _question_description(title))
    page.meta.update(_FRAMES.get(path, {}))
    if path in _build.catalogue.pages:
        return authored.build(_build.catalogue, _build.found, path)
    return markdown


def _question_description(title: str) -> str:
    return f"{title} A backend interview question with a worked answer, levels, follow-ups and red flags."
