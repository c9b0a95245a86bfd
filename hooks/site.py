"""The handbook's MkDocs hooks: a table of contents of the build. Everything that thinks is in `kb`.

MkDocs puts this file's folder on the import path only while it loads the file, so all imports stand here at the top.
"""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel

from kb import authored, exports, indexes, pages, redirects, rules
from kb.folding import FoldingExtension

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

    from kb.catalogue import Catalogue
    from kb.indexes import Indexes


class _Build:
    """What one build knows; replaced by the next one, since `mkdocs serve` keeps this module."""

    catalogue: Catalogue
    found: Indexes
    descriptions: dict[str, tuple[str, str]]


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
    _build.descriptions = {}
    for page in pages.generate(catalogue, found):
        front = {"title": page.title, "description": page.description, "search": {"boost": page.boost}}
        _add(files, config, page.path, f"---\n{json.dumps(front)}\n---\n\n{page.text}", page.origin, page.in_nav)
    for path, text in (*exports.documents(catalogue, found), *redirects.documents(catalogue)):
        files.append(File.generated(config, path, content=text))
    return files


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
    page.title = html.escape(title)
    page.meta["title"] = page.title
    page.meta["description"] = html.escape(description or _question_description(title))
    if path in _build.catalogue.pages:
        return authored.build(_build.catalogue, _build.found, path)
    return markdown


def _question_description(title: str) -> str:
    return f"{title} A backend interview question with a worked answer, levels, follow-ups and red flags."
