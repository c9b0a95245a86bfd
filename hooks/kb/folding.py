"""A Python-Markdown extension: a section whose heading has the class `kb-fold` becomes a closed `<details>`."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

CLASS = "kb-fold"


class FoldingExtension(Extension):
    """Registers the tree processor that folds."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """Folds after `toc` (priority 5), so that headings have their ids and permanent links by then."""
        md.treeprocessors.register(_Folding(md), "kb-folding", 4)


class _Folding(Treeprocessor):
    def run(self, root: Element) -> None:
        """Moves everything from a marked heading to the next one of its level into a `<details>`."""
        if not any(_marked(child) for child in root):
            return
        details: Element | None = None
        for child in list(root):
            if child.tag in {"h1", "h2"} or _ends(child):
                details = None
            if _marked(child):
                details = Element("details", {"class": CLASS})
                details.tail = "\n"
                root.insert(list(root).index(child), details)
                summary = Element("summary")
                root.remove(child)
                child.attrib.pop("class")
                summary.append(child)
                details.append(summary)
            elif details is not None:
                root.remove(child)
                details.append(child)


def _marked(element: Element) -> bool:
    return element.tag == "h2" and CLASS in element.get("class", "").split()


def _ends(element: Element) -> bool:
    """True for the container that follows the authored text."""
    return element.get("class") == "kb-next"
