"""What a child can be asked to do with a file: a fixed table of jobs, from bytes and plain values to bytes.

Each job names the module that does it; the server loads that at the first request, so that a process that never
redacts carries no typesetting and each later child finds everything loaded. Refused: a job of no name here (KeyError).
"""

from __future__ import annotations

import importlib
import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from phoihop.documents.outside.reading import wire
from phoihop.documents.outside.reading.limits import Limits
from phoihop.documents.outside.refusals import JobFailed, NotClean, NotPictured
from phoihop.documents.rules.blackening import Area, BadMark, Mark
from phoihop.documents.rules.reading import ScanPage, TroubleKind

Arguments = Mapping[str, Any]

_OUTSIDE = "phoihop.documents.outside"


@dataclass(frozen=True, slots=True)
class _Job:
    do: Callable[[bytes, Arguments, Limits], bytes]
    modules: tuple[str, ...]


def load(job: str) -> bool:
    """Load what the job needs; whether anything had to be. What cannot be loaded fails in the child, which says so."""
    missing = [module for module in JOBS[job].modules if module not in sys.modules] if job in JOBS else []
    try:
        for module in missing:
            importlib.import_module(module)
    except ImportError:
        return False
    return bool(missing)


def answer(job: str, content: bytes, arguments: Arguments, limits: Limits) -> bytes:
    """The result, or why there is none. Any other error is the child's end."""
    try:
        return wire.DONE + JOBS[job].do(content, arguments, limits)
    except JobFailed as failed:
        return _refused("not_pictured" if isinstance(failed, NotPictured) else "failed", failed.kind.value)
    except BadMark as bad:
        return _refused("bad_mark", str(bad))
    except NotClean as unclean:
        return _refused("not_clean", str(unclean))


def raise_refused(raw: bytes) -> None:
    """On the parent's side: what the child was refused is raised; bytes that no child of ours sends are a failure."""
    try:
        what, why = wire.unpack_plain(raw)
        kind = TroubleKind(why) if what in ("not_pictured", "failed") else TroubleKind.DAMAGED
    except (ValueError, TypeError):
        what, why, kind = "failed", "", TroubleKind.DAMAGED
    if what == "bad_mark":
        raise BadMark(str(why))
    if what == "not_clean":
        raise NotClean(str(why))
    raise (NotPictured if what == "not_pictured" else JobFailed)(kind)


def _refused(what: str, why: str) -> bytes:
    return wire.REFUSED + wire.pack_plain([what, why])


# ── the table ────────────────────────────────────────────────────────────────────────────────────────────────


def _read(content: bytes, arguments: Arguments, limits: Limits) -> bytes:
    from phoihop.documents.outside.reading import formats

    return wire.pack(formats.read_file(content, arguments["name"], limits))


def _page_picture(content: bytes, arguments: Arguments, limits: Limits) -> bytes:
    from phoihop.documents.outside import previews

    return previews.page_picture(content, arguments["media_type"], arguments["page"], width=arguments["width"])


def _page_texts(content: bytes, arguments: Arguments, limits: Limits) -> bytes:
    from phoihop.documents.outside import redaction

    scans = _scans(arguments["scans"])
    texts = redaction.page_texts(content, media_type=arguments["media_type"], text=arguments["text"], scans=scans)
    return wire.pack_plain(texts)


def _redact(content: bytes, arguments: Arguments, limits: Limits) -> bytes:
    from phoihop.documents.outside import redaction

    return redaction.redact(
        content,
        media_type=arguments["media_type"],
        text=arguments["text"],
        marks=[Mark(page, start, end) for page, start, end in arguments["marks"]],
        areas=[Area(page, tuple(box)) for page, box in arguments["areas"]],
        scans=_scans(arguments["scans"]),
    )


def _verify_signatures(content: bytes, arguments: Arguments, limits: Limits) -> bytes:
    from phoihop.documents.outside import signatures

    folder, warnings = Path(arguments["trust"]), _Warnings()
    logger = logging.getLogger(signatures.__name__)
    logger.addHandler(warnings)
    found = signatures.verify(
        content,
        trust=lambda: signatures.trusted(folder),
        revocations=lambda: signatures.revoked(folder),
        at=datetime.fromisoformat(arguments["at"]) if arguments["at"] else None,
    )
    return wire.pack_plain({"signatures": [asdict(one) for one in found], "warnings": warnings.said})


def _make_searchable(content: bytes, arguments: Arguments, limits: Limits) -> bytes:
    from phoihop.documents.outside import searchable

    try:
        return searchable.make_searchable(content, media_type=arguments["media_type"], scans=_scans(arguments["scans"]))
    except searchable.NotSearchable as failed:
        raise JobFailed(TroubleKind.DAMAGED) from failed


class _Warnings(logging.Handler):
    """Warnings about our own trust list: the parent has a log to tell them in."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def _scans(plain: Sequence[Sequence[Any]]) -> tuple[ScanPage, ...]:
    return tuple(ScanPage(*scan) for scan in plain)


JOBS: Mapping[str, _Job] = {
    "read": _Job(_read, (f"{_OUTSIDE}.reading.formats",)),
    "page_picture": _Job(_page_picture, (f"{_OUTSIDE}.previews",)),
    "page_texts": _Job(_page_texts, (f"{_OUTSIDE}.redaction",)),
    "redact": _Job(_redact, (f"{_OUTSIDE}.redaction", "typst")),
    "verify_signatures": _Job(_verify_signatures, (f"{_OUTSIDE}.signatures",)),
    "make_searchable": _Job(_make_searchable, (f"{_OUTSIDE}.searchable",)),
}
