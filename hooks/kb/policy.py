"""The Content Security Policy that every page carries, and the check that no page holds what it forbids.

A static host need not send any header, so the policy is in the pages. It is the second of two walls: what is written
in `docs/` is checked before it becomes HTML; should live markup get past that check, the browser does not run it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from html import escape, unescape

from .problems import shown

TEMPLATES = tuple(f"partials/javascripts/{name}.html" for name in ("base", "palette", "content"))
"""Where the theme keeps the inline scripts that it writes into every page of ours."""

_ENCODING = '<meta charset="utf-8">'
"""What the policy stands behind: the encoding has to be within the first 1,024 bytes, and runs nothing."""

_SCRIPT = re.compile(r"<script([^<>]*)>", re.I)
_END_OF_SCRIPT = re.compile(r"</script\s*>", re.I)

_TAG = re.compile(r"<([a-z][^\s/>]*)", re.I)
_ATTRIBUTE = re.compile(r"""[\s/]*([^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?""")

_OWN_FILE = re.compile(r'( type="module")? src="(?![a-z][a-z0-9+.-]*:|//)[^"<>&\\]+"( type="module")?', re.I)
_DATA = re.compile(r'( id="__config")? type="application/(ld\+)?json"')

_ELEMENTS = frozenset({"applet", "base", "embed", "frame", "frameset", "iframe", "object", "portal", "script"})
_ADDRESSES = frozenset({"action", "background", "data", "formaction", "href", "ping", "poster", "src", "xlink:href"})

_SUSPECT = tuple(
    re.compile(pattern)
    for pattern in (
        rf"<(?:{'|'.join(sorted(_ELEMENTS))})|http-equiv",
        r"on(?<=[\s/\"']on)[a-z]+\s*=",
        # An address whose first segment holds what only a scheme or a character reference has.
        *(
            rf"{name}\s*=\s*(?![\"']?(?:https?://|mailto:|[^\s\"'>:&/?#]*[\s\"'>/?#]))"
            for name in sorted(_ADDRESSES - {"formaction", "xlink:href"})
        ),
    )
)
"""What is in a page, in small letters, that breaks the policy. Fast and not exact: where one matches, the page is
parsed. Each begins with a letter or two that are always the same, which is what makes it fast."""

_SCHEMES = frozenset({"", "http", "https", "mailto"})

PLAIN = "default-src 'none'; base-uri 'none'; form-action 'none'"
"""The policy of a page that has text and links, and nothing else."""


def policy(scripts: Iterable[str], served: bool = False) -> str:
    """The policy under which just these inline scripts run, and the site's own files.

    Inline styles are allowed: Mermaid draws with them, and tables are aligned by them. Images may be data, which is
    how Material's style sheets hold their icons. `served`: `mkdocs serve` writes a script into each page that it
    sends, another one each time; so any inline script may run then, and the rest holds.
    """
    allowed = "'unsafe-inline'" if served else " ".join(sorted({fingerprint(script) for script in scripts}))
    return (
        f"default-src 'none'; script-src 'self' {allowed}; script-src-attr 'none'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-src 'none'; object-src 'none'"
    )


def fingerprint(script: str) -> str:
    """How a policy names an inline script: by the hash of its text, every space of it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def inline_scripts(text: str) -> Iterator[str]:
    """The inline scripts of a template's output, in their order. Only for what holds nothing of the content."""
    return (script for attributes, script in _parted(text)[1] if not attributes)


def allowed(render: Callable[[str, str], str], bases: Iterable[str]) -> frozenset[str]:
    """The inline scripts of the theme's own templates, in whatever page they stand.

    `bases` are the ways from the pages to the root of the site, which the scripts hold; `render` gives the output of a
    template, by its name, for one of them. Nothing of a page gets in: an injected script must not allow itself.
    """
    written = (render(name, base) for base in sorted(set(bases)) for name in TEMPLATES)
    return frozenset(script for text in written for script in inline_scripts(text))


def element(policy: str) -> str:
    """The element that puts a page under a policy: for the head, before anything that the policy is about."""
    return f'<meta http-equiv="Content-Security-Policy" content="{escape(policy, quote=False)}">'


def stamped(page: str, policy: str) -> str:
    """`page`, the HTML of a whole page, with the policy in its head, right behind the encoding.

    Raises:
        ValueError: if nothing but the beginning of a head stands before the encoding, or there is none.
    """
    before, encoding, after = page.partition(_ENCODING)
    if not encoding or not re.fullmatch(r"\s*<!doctype html>\s*<html\b[^<>]*>\s*<head>\s*", before, re.I):
        raise ValueError(f"the page does not begin with <!doctype html>, <html>, <head> and {_ENCODING}")
    return f"{before}{encoding}{element(policy)}{after}"


def forbidden(page: str, scripts: Collection[str]) -> Iterator[str]:
    """What the policy with these inline scripts would not let run or load in a page, each as a few words.

    The page is one without its policy. Linear in its length.
    """
    rest, found = _parted(page)
    for attributes, script in found:
        if not _known(attributes, script, scripts):
            yield f"the script {shown(f'<script{attributes}>{script}')}"
    small = rest.lower()
    if any(pattern.search(small) for pattern in _SUSPECT):
        yield from _live(rest)


def _parted(page: str) -> tuple[str, list[tuple[str, str]]]:
    """A page without its script elements, and these: the attributes and the text of each.

    What is not closed is left where it is.
    """
    rest, found, at = [], [], 0
    while (start := _SCRIPT.search(page, at)) and (end := _END_OF_SCRIPT.search(page, start.end())):
        rest.append(page[at : start.start()])
        found.append((start[1], page[start.end() : end.start()]))
        at = end.end()
    return "".join([*rest, page[at:]]), found


def _known(attributes: str, script: str, scripts: Collection[str]) -> bool:
    if not attributes:
        return script in scripts
    if _DATA.fullmatch(attributes.rstrip()):
        return "<" not in script
    return not script.strip() and bool(_OWN_FILE.fullmatch(attributes.rstrip()))


def _live(page: str) -> Iterator[str]:
    """Elements and attributes that a page must not have, and addresses that are not for following.

    Not by Python's own parser, which takes time that grows with the square of what is not closed. In comments and the
    like too, where a browser would see none.
    """
    at = 0
    while tag := _TAG.search(page, at):
        name, at = tag[1].lower(), tag.end()
        if name in _ELEMENTS:
            yield f"the element <{name}>"
        while attribute := _ATTRIBUTE.match(page, at):
            at = attribute.end()
            key = attribute[1].lower()
            value = unescape(next(filter(None, attribute.groups()[1:]), ""))
            if key.startswith("on") or (name == "meta" and key == "http-equiv"):
                yield f"the attribute {shown(key)} of <{name}>"
            elif key in _ADDRESSES and _scheme(value) not in _SCHEMES:
                yield f"the address {shown(value)}"


def _scheme(address: str) -> str:
    """The scheme of an address as a browser reads it: without spaces and control characters before and within it."""
    found = re.match(r"([^/?#:]*):", "".join(c for c in address if c > " "))
    return found[1].lower() if found else ""
