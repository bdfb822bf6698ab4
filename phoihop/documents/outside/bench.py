"""Jobs on accepted files, each in a bounded child: an accepted file is still somebody else's bytes.

A hostile file costs one child, never a web worker or a listener, and the libraries that take files apart stay out of
their memory. Refused, everywhere: ReaderUnavailable while no child can be had; JobFailed with the reason when the child
ended before the job did.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from phoihop.documents.outside import reader
from phoihop.documents.outside.reader import Limits, ReaderUnavailable
from phoihop.documents.outside.reading import wire
from phoihop.documents.outside.refusals import JobFailed, NotClean, NotPictured
from phoihop.documents.rules.blackening import Area, BadMark, Mark
from phoihop.documents.rules.reading import ScanPage, Signature, TroubleKind

__all__ = [
    "BadMark",
    "JobFailed",
    "NotClean",
    "NotPictured",
    "ReaderUnavailable",
    "make_searchable",
    "page_picture",
    "page_texts",
    "redact",
    "verify_signatures",
]

_log = logging.getLogger(__name__)

_MB = 1 << 20
_LARGEST_FILE = 1024 * _MB  # of a file that was let in, and of a copy made of it page by page
_PICTURE = Limits(bytes=_LARGEST_FILE, seconds=30)
_TEXTS = Limits(bytes=_LARGEST_FILE, seconds=120)
_REDACTION = Limits(bytes=_LARGEST_FILE, seconds=600)  # 200 pages of it
_SIGNATURES = Limits(bytes=_LARGEST_FILE, seconds=40)
_SEARCHABLE = Limits(bytes=_LARGEST_FILE, seconds=600, written=256 * _MB)
_LARGEST_PICTURE = 32 * _MB
_MOST_TEXT = 256 * _MB

_ESCAPED = re.compile(rb"/[A-Za-z]{0,16}#[0-9A-Fa-f]{2}")
_told: set[str] = set()  # warnings about the trust list, each once a process


def page_picture(content: bytes, media_type: str, page: int, *, width: int) -> bytes:
    """A page as seen, WebP, `width` pixels wide (40 to 2000), less where it is very tall. Refused: NotPictured."""
    arguments = {"media_type": media_type, "page": page, "width": width}
    return reader.run("page_picture", content, arguments, limits=_PICTURE, most=_LARGEST_PICTURE)


def page_texts(content: bytes, *, media_type: str, text: str, scans: Sequence[ScanPage]) -> tuple[str, ...]:
    """The text of each page as it is marked; one page for a paper that has none of its own.

    `text` is what was extracted, `scans` what OCR read. Refused: NotPictured.
    """
    arguments = {"media_type": media_type, "text": text, "scans": _plain(scans)}
    raw = reader.run("page_texts", content, arguments, limits=_TEXTS, most=_MOST_TEXT)
    try:
        return tuple(map(str, wire.unpack_plain(raw)))
    except (ValueError, TypeError):  # no child of ours answers so
        raise JobFailed(TroubleKind.DAMAGED) from None


def redact(
    content: bytes,
    *,
    media_type: str,
    text: str,
    marks: Sequence[Mark],
    scans: Sequence[ScanPage],
    areas: Sequence[Area] = (),
) -> bytes:
    """The redacted twin, a PDF. Refused: NotPictured, BadMark, NotClean."""
    arguments = {
        "media_type": media_type,
        "text": text,
        "marks": [[mark.page, mark.start, mark.end] for mark in marks],
        "areas": [[area.page, area.box] for area in areas],
        "scans": _plain(scans),
    }
    return reader.run("redact", content, arguments, limits=_REDACTION, most=_LARGEST_FILE)


def verify_signatures(content: bytes, *, trust: Path, at: datetime | None = None) -> tuple[Signature, ...]:
    """Every signature of a PDF in the order of signing, judged by the certificates and lists in the folder `trust`.

    A file over which the child ended has one signature, which could not be read. `at` is the present.
    """
    if not _may_be_signed(content):
        return ()
    arguments = {"trust": str(trust), "at": at.isoformat() if at else ""}
    try:
        raw = reader.run("verify_signatures", content, arguments, limits=_SIGNATURES, most=_MOST_TEXT)
    except JobFailed as failed:
        return (_unread("too_long" if failed.kind is TroubleKind.TOO_LONG else "damaged"),)
    try:
        found = wire.unpack_plain(raw)
        signatures = tuple(Signature(**{**one, "problems": tuple(one["problems"])}) for one in found["signatures"])
        new = [str(warning) for warning in found["warnings"] if warning not in _told]
    except (ValueError, TypeError, KeyError):  # no child of ours answers so
        return (_unread("damaged"),)
    for warning in new:
        _told.add(warning)
        _log.warning("%s", warning)
    return signatures


def make_searchable(content: bytes, *, media_type: str, scans: Sequence[ScanPage]) -> bytes:
    """A PDF that looks as before and whose scanned pages have their words. Refused: a file that does not open."""
    arguments = {"media_type": media_type, "scans": _plain(scans)}
    return reader.run("make_searchable", content, arguments, limits=_SEARCHABLE, most=_LARGEST_FILE)


def _plain(scans: Sequence[ScanPage]) -> list[list[Any]]:
    return [[scan.page, scan.hocr, scan.confidence, scan.angle] for scan in scans]


def _may_be_signed(content: bytes) -> bool:
    """False where the name that every signature needs stands nowhere, neither plainly nor packed nor with escapes."""
    return any(sign in content for sign in (b"/ByteRange", b"/ObjStm")) or _ESCAPED.search(content) is not None


def _unread(problem: str) -> Signature:
    """A signature about which nothing can be said but why."""
    return Signature(
        signer="",
        issuer="",
        signed_at="",
        is_timestamped=False,
        is_intact=False,
        is_trusted=False,
        covers="part",
        changes="other",
        is_revocation_checked=False,
        problems=(problem,),
    )
