"""A Python-Markdown extension: what stands below a heading of the class `kb-fold` is closed at first."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

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
        """Moves what follows a marked heading, up to the next one of its level, into a `<details>` below it.

        The heading itself stays outside: it is still a heading to a screen reader, a table of contents and a search
        index, and can be linked to. The summary says what it does, `Show` or `Hide` (the style sheet hides the one
        that does not apply), and for those who do not see the heading beside it, to which section.
        """
        if not any(_marked(child) for child in root):
            return
        details: Element | None = None
        for child in list(root):
            if child.tag in {"h1", "h2"} or _ends(child):
                details = None
            if _marked(child):
                child.set("class", f"{CLASS}-title")
                details = _closed(_text(child))
                root.insert(list(root).index(child) + 1, details)
            elif details is not None:
                root.remove(child)
                details.append(child)


def _closed(title: str) -> Element:
    details = Element("details", {"class": CLASS})
    details.tail = "\n"
    summary = Element("summary")
    summary.tail = "\n"
    for name, text in (("show", "Show"), ("hide", "Hide")):
        word = SubElement(summary, "span", {"class": f"{CLASS}-{name}"})
        word.text = text
        word.tail = " "
    SubElement(summary, "span", {"class": "kb-unseen"}).text = title
    details.append(summary)
    return details


def _text(heading: Element) -> str:
    """The heading's text without its permanent link."""
    parts = [heading.text or ""]
    for child in heading:
        parts += ["" if child.get("class") == "headerlink" else "".join(child.itertext()), child.tail or ""]
    return "".join(parts).strip()


def _marked(element: Element) -> bool:
    return element.tag == "h2" and CLASS in element.get("class", "").split()


def _ends(element: Element) -> bool:
    """True for the container that follows the authored text."""
    return element.get("class") == "kb-next"
