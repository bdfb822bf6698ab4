"""Addresses of articles: the one form in which two spellings of an address are the same."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

LONGEST = 1000
_TRACKERS = re.compile(
    r"(utm_\w+|fbclid|gclid|zarsrc|zalo\w*|mc_[ce]id|igshid|ref|source|from|at_\w+|cmpid|spm)", re.IGNORECASE
)
_COUNTERPARTS = ("www.", "m.", "mobile.", "amp.")
_NOT_ASCII = re.compile(r"[^\x21-\x7e]")


def readable(url: str, base: str = "") -> str:
    """The address made whole, as it may be kept and linked to; empty for what is no web address."""
    text = re.sub(r"[\x00-\x20]+", "", url.strip())
    try:
        whole = urljoin(base, text) if base else text
        parts = urlsplit(whole)
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").lower()
    if parts.scheme.lower() not in ("http", "https") or not host or parts.username or parts.password:
        return ""
    if "." not in host and ":" not in host and host != "localhost":
        return ""
    name = f"[{host}]" if ":" in host else host
    netloc = name if port in (None, 80 if parts.scheme.lower() == "http" else 443) else f"{name}:{port}"
    whole = urlunsplit((parts.scheme.lower(), netloc, parts.path or "/", parts.query, ""))
    return whole if len(whole) <= LONGEST else ""


def canonical(url: str) -> str:
    """What all addresses of one article have in common: no scheme, no www or m, no trackers, no closing slash."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    for counterpart in _COUNTERPARTS:
        if host.startswith(counterpart) and host.count(".") > 1:
            host = host.removeprefix(counterpart)
            break
    if parts.port not in (None, 80, 443):
        host = f"{host}:{parts.port}"
    path = re.sub(r"//+", "/", parts.path).rstrip("/").removesuffix("/amp").removesuffix(".amp")
    asked = [(key, value) for key, value in parse_qsl(parts.query) if not _TRACKERS.fullmatch(key)]
    query = urlencode(sorted(asked))
    return f"{host}{path}{'?' + query if query else ''}"


def key_of(url: str) -> str:
    return hashlib.sha256(canonical(url).encode("utf-8", "replace")).hexdigest()


def host_of(url: str) -> str:
    """scheme://name:port, as robots.txt counts machines."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return f"{parts.scheme}://{(parts.hostname or '').lower()}:{port}"


def path_of(url: str) -> str:
    """What robots.txt speaks of: the path with its query, letters beyond ASCII as a server gets them."""
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _NOT_ASCII.sub(lambda one: "".join(f"%{byte:02X}" for byte in one[0].encode("utf-8", "replace")), path)
