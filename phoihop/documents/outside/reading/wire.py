"""How requests, arguments and answers travel between the two processes: JSON, nothing that runs when it is read."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from phoihop.documents.outside.reading.limits import Limits
from phoihop.documents.rules.reading import Place, PlaceKind, Reading, ScanPage, Trouble, TroubleKind

LONGEST_NAME = 4096  # of a file; the rest is not sent
LONGEST_REQUEST = 4096  # the name of the job and its limits
LONGEST_ARGUMENTS = 256 << 20  # the words of a thousand scanned pages with their boxes
DONE, REFUSED, BROKEN = b"\0", b"\1", b"\2"  # how an answer begins: the result; why there is none; where the code broke


def longest_answer(limits: Limits) -> int:
    """More bytes than any honest answer has: four for a letter of text, one for one of a box, and their frames."""
    return 4 * limits.text + 4 * limits.text + 200 * (limits.members + limits.pages) + (1 << 20)


def pack_request(job: str, limits: Limits) -> bytes:
    return json.dumps({"job": job, "limits": asdict(limits)}).encode()


def unpack_request(raw: bytes) -> tuple[str, Limits]:
    request = json.loads(raw)
    return request["job"], Limits(**request["limits"])


def pack_plain(value: Any) -> bytes:
    """Arguments, or a result that is not a file: numbers, texts, lists and tables of them."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def unpack_plain(raw: bytes) -> Any:
    """Refused: bytes that no process of ours would send (ValueError)."""
    try:
        return json.loads(raw.decode("utf-8", "surrogatepass"))
    except RecursionError as broken:
        raise ValueError("not a value of the reading child") from broken


def pack(reading: Reading) -> bytes:
    return json.dumps(
        {
            "format": reading.format,
            "media_type": reading.media_type,
            "pages": reading.pages,
            "places": [[place.kind, place.text, place.page, place.inside] for place in reading.places],
            "troubles": [[trouble.kind, trouble.inside, trouble.page] for trouble in reading.troubles],
            "scans": [[scan.page, scan.hocr, scan.confidence, scan.angle] for scan in reading.scans],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode("utf-8", "replace")


def unpack(raw: bytes) -> Reading:
    """Refused: bytes that no child of ours would send (ValueError)."""
    try:
        found = json.loads(raw)
        return Reading(
            format=str(found["format"]),
            media_type=str(found["media_type"]),
            places=tuple(
                Place(PlaceKind(kind), str(text), int(page), tuple(map(str, inside)))
                for kind, text, page, inside in found["places"]
            ),
            troubles=tuple(
                Trouble(TroubleKind(kind), tuple(map(str, inside)), int(page))
                for kind, inside, page in found["troubles"]
            ),
            pages=int(found["pages"]),
            scans=tuple(
                ScanPage(int(page), str(hocr), float(confidence), int(angle))
                for page, hocr, confidence, angle in found["scans"]
            ),
        )
    except (KeyError, TypeError, RecursionError) as broken:
        raise ValueError("not an answer of the reading child") from broken
