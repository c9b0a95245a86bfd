"""Pages at addresses that moved: each leads to the new one, with or without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from . import addresses, policy
from .catalogue import Catalogue


def documents(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """The path and the HTML of a page for every address that a page had before."""
    for redirect in catalogue.redirects.values():
        old = addresses.url(redirect.old)
        up = "../" * old.count("/")
        to = escape(f"{up}{addresses.url(redirect.new)}" or "./")
        yield (
            f"{old}index.html",
            "<!doctype html>\n"
            f'<html lang="en"><head><meta charset="utf-8">{policy.element(policy.PLAIN)}'
            f'<title>This page has moved</title><link rel="canonical" href="{to}">'
            f'<meta name="robots" content="noindex"><meta http-equiv="refresh" content="0; url={to}"></head>\n'
            f'<body><p>This page has moved <a href="{to}">here</a>.</p></body></html>\n',
        )
