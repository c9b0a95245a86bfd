"""Links to other sites: which there are, where they stand, and what is to be said of those that were tried. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urldefrag

from .catalogue import Catalogue
from .problems import Position, one_line

OK, MOVED, DEAD, UNKNOWN = "ok", "moved", "dead", "unknown"
"""What a link is. Only a dead one is a fault: a site that refuses programs, limits them or is down shows nothing."""


@dataclass(frozen=True, slots=True)
class ExternalLink:
    """An address on another site, without its fragment, and all places where it stands, in order."""

    url: str
    places: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What trying an address gave: one of the four words above, and why in a few words."""

    state: str
    detail: str


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What is to be said of a link at a place. `is_fault`: it must be mended."""

    position: Position
    rule: str
    message: str
    is_fault: bool

    def formatted(self, root: str = "docs") -> str:
        """The contract's form, `path:line:column: rule: message`."""
        at = self.position
        return one_line(f"{at.file(root)}:{at.line}:{at.column}: {self.rule}: {self.message}")


def links(catalogue: Catalogue) -> tuple[ExternalLink, ...]:
    """Every address on another site that a page or a source has, by address."""
    found: dict[str, list[Position]] = defaultdict(list)
    for page in catalogue.pages.values():
        for link in page.links:
            if link.target[:8].lower().startswith(("http://", "https://")):
                found[urldefrag(link.target).url].append(link.at)
    for source in catalogue.sources.values():
        found[urldefrag(source.url).url].append(Position("_data/sources.yml", source.line))
    return tuple(ExternalLink(url, tuple(sorted(found[url]))) for url in sorted(found))


def added(before: Iterable[ExternalLink], after: Iterable[ExternalLink]) -> tuple[ExternalLink, ...]:
    """The links of `after` whose address stands nowhere in `before`."""
    known = {link.url for link in before}
    return tuple(link for link in after if link.url not in known)


def findings(catalogue: Catalogue, tried: Iterable[ExternalLink], answers: Mapping[str, Answer]) -> Iterator[Finding]:
    """What is to be said of every link that was tried and is not simply there, at every place where it stands.

    A dead link with an exception is none; an exception for a link that is there is a fault.
    """
    excepted = {exception.url: exception for exception in catalogue.link_exceptions.values()}
    for link in tried:
        answer = answers[link.url]
        exception = excepted.get(link.url)
        if exception and answer.state in (OK, MOVED):
            said = f"url: {link.url} answers again ({answer.detail}); take the exception out"
            yield Finding(Position("_data/link-exceptions.yml", exception.line), "needless-exception", said, True)
        if answer.state != OK and not (exception and answer.state == DEAD):
            for place in link.places:
                said = f"{link.url}: {answer.detail}"
                yield Finding(place, f"link-{answer.state}", said, answer.state == DEAD)
