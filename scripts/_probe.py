"""Asks other sites whether an address still answers: politely, for a bounded time, and never on a private network.

An address in a pull request is anybody's: what it leads to is looked up first, and only public addresses are connected
to, those that are looked up here and no others. Redirects go the same way.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from kb.external import DEAD, MOVED, OK, UNKNOWN, Answer

AGENT = "Mozilla/5.0 (compatible; handbook-link-check/1; reads headers only)"
GONE = (404, 410)
PERMANENT, TEMPORARY = (301, 308), (302, 303, 307)
AGAIN = (408, 425, 429, 500, 502, 503, 504)
MAX_HOPS = 8
CONTROL = "example.com"
"""A name that exists (RFC 2606): if it does not resolve either, a name that does not says nothing."""


def is_public(address: str) -> bool:
    """Whether an IP address is one that anybody on the internet may connect to."""
    found = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return found.is_global and not found.is_multicast and (inner is None or is_public(str(inner)))


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds, and how often to try again. `apart`: between two requests to one host."""

    connect: float = 10
    request: float = 25
    total: float = 1200
    apart: float = 1
    retries: int = 2
    longest_pause: float = 20


@dataclass(slots=True)
class Prober:
    """Tries addresses. `allowed` says which IP addresses may be connected to."""

    patience: Patience = field(default_factory=Patience)
    allowed: Callable[[str], bool] = is_public
    workers: int = 12
    ended: float = field(init=False, default=0)
    heard: threading.Event = field(init=False, default_factory=threading.Event)

    def try_all(self, urls: Iterable[str]) -> Mapping[str, Answer]:
        """The answer for every address. Those of one host are tried one after the other."""
        self.ended = time.monotonic() + self.patience.total
        hosts: dict[str, list[str]] = defaultdict(list)
        for url in urls:
            hosts[_host(url)].append(url)
        answers: dict[str, Answer] = {}
        with ThreadPoolExecutor(self.workers) as pool:
            for found in pool.map(self._try_host, hosts.values()):
                answers |= found
        unresolved = [url for url, answer in answers.items() if answer.detail == NO_NAME]
        if unresolved and (self.heard.is_set() or _resolves(CONTROL)):
            answers |= {url: Answer(DEAD, NO_NAME) for url in unresolved}
        return answers

    def _try_host(self, urls: list[str]) -> dict[str, Answer]:
        answers = {}
        for place, url in enumerate(urls):
            if place:
                self._pause(self.patience.apart)
            answers[url] = self.probe(url)
        return answers

    def _pause(self, seconds: float) -> None:
        time.sleep(max(0, min(seconds, self.ended - time.monotonic())))

    def probe(self, url: str) -> Answer:
        """The answer for one address, after as many trials as it takes."""
        answer = Answer(UNKNOWN, OUT_OF_TIME)
        for trial in range(self.patience.retries + 1):
            if time.monotonic() >= self.ended:
                break
            answer, wait = self._try(url)
            if wait is None:
                break
            if trial < self.patience.retries:
                self._pause(min(max(wait, self.patience.apart * 2**trial), self.patience.longest_pause))
        return answer

    def _try(self, url: str) -> tuple[Answer, float | None]:
        """One trial: what came of it, and how long to wait before another, if another could tell more."""
        at, permanent, seen = url, True, {url}
        moved = ""
        try:
            for _ in range(MAX_HOPS):
                status, headers = self._ask(at)
                target = headers.get("location", "")
                if status in PERMANENT + TEMPORARY and target:
                    at = urljoin(at, target)
                    permanent = permanent and status in PERMANENT
                    moved = at if permanent else moved
                    if at in seen:
                        return Answer(UNKNOWN, "it redirects in a circle"), None
                    seen.add(at)
                    continue
                return _judged(status, headers, moved)
            return Answer(UNKNOWN, f"it redirects more than {MAX_HOPS} times"), None
        except _RefusedError as refusal:
            return Answer(DEAD if at == url and refusal.for_certain else UNKNOWN, str(refusal)), None
        except socket.gaierror as error:
            return self._no_address(error, at == url)
        except ssl.SSLError as error:
            return Answer(UNKNOWN, f"TLS: {error.reason or error}"), None
        except TimeoutError:
            return Answer(UNKNOWN, "no answer in time"), 0
        except (OSError, http.client.HTTPException, ValueError, UnicodeError) as error:
            return Answer(UNKNOWN, f"{type(error).__name__}: {error}"[:120]), 0

    @staticmethod
    def _no_address(error: socket.gaierror, is_first: bool) -> tuple[Answer, float | None]:
        if error.errno == socket.EAI_NONAME and is_first:
            return Answer(UNKNOWN, NO_NAME), None
        return Answer(UNKNOWN, f"its host cannot be looked up: {error.strerror}"), 0

    def _ask(self, url: str) -> tuple[int, Mapping[str, str]]:
        """The status and headers of an address: by HEAD, and by GET where a host makes trouble about that."""
        status, headers = self._request("HEAD", url)
        if status >= 400 and status != 429:
            status, headers = self._request("GET", url)
        return status, headers

    def _request(self, method: str, url: str) -> tuple[int, Mapping[str, str]]:
        parts = urlsplit(url)
        connection = self._connection(parts)
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
        headers = {"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
        # A host that sends a byte now and then keeps every time-out of the socket from passing.
        watchdog = threading.Timer(self.patience.request, _cut_off, [connection])
        watchdog.daemon = True
        watchdog.start()
        began = time.monotonic()
        try:
            connection.request(method, f"{path}?{query}" if query else path, headers=headers)
            answer = connection.getresponse()
        except (OSError, http.client.HTTPException) as error:
            if time.monotonic() - began >= self.patience.request:
                raise TimeoutError from error
            raise
        finally:
            watchdog.cancel()
            connection.close()
        self.heard.set()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}

    def _connection(self, parts: SplitResult) -> http.client.HTTPConnection:
        """A connection to a host that may be connected to, at the address that was looked up for it."""
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
            raise _RefusedError("it is not the address of a public page", for_certain=True)
        host = parts.hostname.encode("idna").decode("ascii") if not parts.hostname.isascii() else parts.hostname
        secure = parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        refused = [address for address in found if not self.allowed(address)]
        if refused:
            # A name may lead elsewhere from another network; an address that is written out may not.
            written = host in (*found, "localhost") or host.endswith(".localhost")
            raise _RefusedError(f"{host} is not on the public internet", for_certain=written)
        connection = http.client.HTTPConnection(host, port, timeout=self.patience.connect)
        connection.default_port = 443 if secure else 80  # left out of the header Host
        plain = _connected(found, port, self.patience.connect)
        try:
            connection.sock = _CONTEXT.wrap_socket(plain, server_hostname=host) if secure else plain
        except BaseException:
            plain.close()
            raise
        return connection


NO_NAME = "there is no host of that name"
OUT_OF_TIME = "not tried: the time was up"
_CONTEXT = ssl.create_default_context()


class _RefusedError(Exception):
    """An address that is not connected to; `for_certain` if that says that no reader can follow it either."""

    def __init__(self, message: str, *, for_certain: bool) -> None:
        super().__init__(message)
        self.for_certain = for_certain


def _connected(addresses: Iterable[str], port: int, timeout: float) -> socket.socket:
    """A connection to the first of the addresses that takes one."""
    last: OSError = OSError("no address")
    for address in dict.fromkeys(addresses):
        try:
            return socket.create_connection((address, port), timeout)
        except OSError as error:
            last = error
    raise last


def _cut_off(connection: http.client.HTTPConnection) -> None:
    """Ends a request that takes too long."""
    if connection.sock is not None:
        try:
            connection.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return


def _judged(status: int, headers: Mapping[str, str], moved: str) -> tuple[Answer, float | None]:
    said = f"{status} {http.client.responses.get(status, '')}".strip()
    if 200 <= status < 300:
        return (Answer(MOVED, f"it has moved to {moved}") if moved else Answer(OK, said)), None
    if status in GONE:
        return Answer(DEAD, said), None
    return Answer(UNKNOWN, said), _retry_after(headers) if status in AGAIN else None


def _retry_after(headers: Mapping[str, str]) -> float:
    """The seconds that a host asks to wait; none if it does not say, or not so that one can read it."""
    said = headers.get("retry-after", "")
    if said.isascii() and said.isdigit():
        return float(said[:6])
    try:
        return max(0.0, parsedate_to_datetime(said).timestamp() - time.time())
    except (ValueError, OverflowError):
        return 0.0


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def _resolves(host: str) -> bool:
    try:
        return bool(socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM))
    except OSError:
        return False
