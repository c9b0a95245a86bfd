"""The handbook's MkDocs hooks: a table of contents of the build. Everything that thinks is in `kb`.

MkDocs puts this file's folder on the import path only while it loads the file, so all imports stand here at the top.
"""

from __future__ import annotations

import html
import json
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.utils import get_relative_url
from pymdownx.superfences import fence_code_format  # type: ignore[import-untyped]

from kb import (
    addresses,
    authored,
    diagrams,
    exports,
    indexes,
    jsonschemas,
    markup,
    metadata,
    pages,
    policy,
    redirects,
    reports,
    rules,
    search,
)
from kb.files import hiding
from kb.folding import FoldingExtension
from kb.problems import Position, Problem
from kb.text import escape
from kb.verbatim import VerbatimExtension

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment
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
    scripts: frozenset[str]
    policy: str
    served = False


_build = _Build()


def on_startup(command: str, dirty: bool) -> None:
    """Notes whether the pages are for `mkdocs serve`, which adds a script to each."""
    _build.served = command == "serve"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Adds the Markdown extensions that fold answers and leave our HTML alone, and puts in diagrams that are drawn."""
    if not any(isinstance(extension, FoldingExtension) for extension in config.markdown_extensions):
        config.markdown_extensions.extend((FoldingExtension(), VerbatimExtension()))  # type: ignore[arg-type]
    for fence in config.mdx_configs["pymdownx.superfences"]["custom_fences"]:
        if fence["name"] == diagrams.LANGUAGE:
            fence["format"] = _diagram
    return config


def _diagram(source: str, *rest: Any, **options: Any) -> str:
    """The drawing of a block of Mermaid, or the block, which the reader's browser draws."""
    drawing = _build.catalogue.diagrams.get(diagrams.path(source))
    return diagrams.figure(drawing) if drawing else str(fence_code_format(source, *rest, **options))


def on_pre_build(config: MkDocsConfig) -> None:
    """Reads the catalogue and stops at content faults with all of them, before MkDocs looks at a file itself.

    It follows links, cannot print every file name, and empties the folder of the site first.
    """
    settings = Path(config.config_file_path).read_text("utf-8", "replace")
    catalogue, problems = rules.examine(Path(config.docs_dir), settings)
    _stop_at(problems, config)
    _build.catalogue, _build.found = catalogue, indexes.build(catalogue)


def _stop_at(problems: Sequence[Problem], config: MkDocsConfig) -> None:
    if problems:
        place = reports.Place(Path(config.docs_dir).name, f"{config.site_url.rstrip('/')}/" if config.site_url else "")
        listed = reports.text(problems, place) + reports.summary(problems, place)
        raise PluginError(f"{listed}\nThe content has these problems; nothing was built.")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds what is generated from the catalogue."""
    catalogue, found = _build.catalogue, _build.found
    made = tuple(pages.generate(catalogue, found))
    for page in made:
        front = {"title": page.title, "description": page.description}
        text = f"---\n{json.dumps(front)}\n---\n\n# {escape(page.title)}\n\n{page.text}"
        _add(files, config, page.path, text, page.origin, page.in_nav)
    for path, text in (
        *exports.documents(catalogue, found),
        *jsonschemas.documents(catalogue),
        *search.documents(catalogue, found, made),
        *redirects.documents(catalogue),
    ):
        files.append(File.generated(config, path, content=text))
    ours = (file.src_uri for file in files if file.src_dir == config.docs_dir and not file.is_documentation_page())
    theirs = [Path(folder) for folder in config.theme.dirs]
    _stop_at(list(hiding(ours, lambda path: any((folder / path).is_file() for folder in theirs))), config)
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
    front = [str(page.meta.get(name, "")) for name in ("title", "description")]
    about = metadata.about(path, record, *front)
    page.meta["title"] = html.escape(about.title)
    if "title" not in vars(page):  # the navigation may have given it a shorter name
        page.title = page.meta["title"]
    page.meta["description"] = html.escape(about.description)
    page.meta["structured_data"] = metadata.document(_build.catalogue, _site(config), about)
    page.update_date = record.reviewed if record else ""  # what the sitemap says; without it the day of the build
    page.meta.update(_FRAMES.get(path, {}))
    if path in _build.catalogue.pages:
        return authored.build(_build.catalogue, _build.found, path)
    return markdown


def _site(config: MkDocsConfig) -> metadata.Site:
    return metadata.Site(config.site_name, config.site_url or "/", config.site_description or "")


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Stops the build at an authored page that holds what no authored page may: the rules have missed something."""
    written = _build.catalogue.pages.get(page.file.src_uri)
    if written:
        fault = markup.fault_of_html(html, diagrams.figures(written, _build.catalogue.diagrams))
        if fault:
            problem = Problem(Position(page.file.src_uri), "raw-html", fault)
            raise PluginError(problem.formatted(Path(config.docs_dir).name))
    return html


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Makes the policy of all pages, from the theme's own templates and before there is a page.

    It is one for the whole site, though the pages' scripts differ with their depth: instant navigation would add
    another policy to those before it, and all of them hold.
    """
    bases = {get_relative_url(".", file.url) for file in files.documentation_pages()}
    bases.add(urlsplit(config.site_url or "/").path)  # the page for what is not found, wherever that was asked for
    features = config.theme.get("features", [])

    def render(name: str, base: str) -> str:
        return env.get_template(name).render(config=config, base_url=base, features=features)

    _build.scripts = policy.allowed(render, bases)
    _build.policy = policy.policy(_build.scripts, _build.served)


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Puts the page under the policy."""
    return _under_policy(output, page.file.src_uri)


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Puts the page for what is not found under the policy; the sitemap needs none."""
    return _under_policy(output_content, template_name) if template_name.endswith(".html") else output_content


def _under_policy(output: str, name: str) -> str:
    if faults := list(policy.forbidden(output, _build.scripts)):
        raise PluginError(f"{name}: the policy of the site (hooks/kb/policy.py) forbids {'; '.join(faults)}.")
    return policy.stamped(output, _build.policy)
