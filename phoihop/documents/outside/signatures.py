"""Signatures in PDF files, verified offline: nothing is fetched or written. Prose: docs/algorithms/signatures.md.

Refused: nothing. A damaged, hostile or unknown signature is told as a Signature with problems.
"""

from __future__ import annotations

import asyncio
import io
import logging
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from types import FrameType
from typing import Any, Final

from asn1crypto import cms, crl, pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel
from pyhanko.sign.validation.pdf_embedded import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from phoihop.documents.rules.reading import Signature
from phoihop.ground.text import nfc

_log = logging.getLogger(__name__)

# Every problem a Signature may name. The words for people are in `pages.words`.
PROBLEMS: Final = frozenset(
    {
        "damaged",  # the signature or the file around it cannot be read
        "unknown_kind",  # a kind of signature that this house does not verify
        "too_many",  # more signatures than are looked at: the rest is not verified
        "too_long",  # the time for one file was up
        "altered",  # signed bytes were changed
        "forged",  # the signature does not belong to the certificate in it
        "uncovered",  # does not cover all that was there when it was made
        "later_changes",  # changed after signing, in a way a signature does not allow
        "untrusted",  # the certificate leads to nobody on the trust list
        "expired",  # the certificate had run out when it was used
        "not_yet_valid",  # the certificate was not valid yet
        "expired_since",  # has run out since, and only the signer says that it was used before
        "wrong_use",  # the certificate was not issued for signing
        "weak",  # an algorithm that is no longer safe
        "revoked",  # the certificate was revoked before it was used
        "no_time",  # says no time of signing
        "future_time",  # says a time that has not come
        "bad_timestamp",  # carries a timestamp that does not belong to it or was altered
        "untrusted_timestamp",  # carries a timestamp of a service that is not on the trust list
    }
)

_MOST_SIGNATURES = 30
_MOST_REVISIONS = 200
_MOST_CERTIFICATES = 40  # in one signature: chains are short, and the search for a path grows with them
_SECONDS = 20.0  # of processor time for one file
_CLOCK_TOLERANCE = timedelta(minutes=10)
_ENDINGS = frozenset({".pem", ".crt", ".cer", ".der"})
_KNOWN_KINDS = ("/adbe.pkcs7.detached", "/ETSI.CAdES.detached", "/PAdES")  # the last: written before the standard
_FOR_SIGNING = frozenset({"digital_signature", "non_repudiation"})

_COVERS = {
    SignatureCoverageLevel.ENTIRE_FILE: "whole",
    SignatureCoverageLevel.ENTIRE_REVISION: "revision",
    SignatureCoverageLevel.CONTIGUOUS_BLOCK_FROM_START: "part",
    SignatureCoverageLevel.UNCLEAR: "part",
}
_TRUST_PROBLEMS = {
    AdESIndeterminate.EXPIRED: "expired",
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: "expired",
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED: "expired",
    AdESIndeterminate.REVOKED_NO_POE: "revoked",
    AdESIndeterminate.REVOKED_CA_NO_POE: "revoked",
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE: "weak",
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: "weak",
}

for _name in ("pyhanko", "pyhanko_certvalidator"):  # they log names out of the file, and a refused file leaves nothing
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)


_Certificates = Sequence[bytes] | Callable[[], Sequence[bytes]]


class _TimeUp(BaseException):
    """The time for one file is up. Not an Exception, so that no library swallows it."""


@dataclass(frozen=True, slots=True)
class _Trust:
    """What certificates are judged by: the trust list, the revocation lists, and the present."""

    roots: tuple[x509.Certificate, ...]
    revocations: tuple[crl.CertificateList, ...]
    now: datetime

    def context(self, moment: datetime, *, must_know: bool) -> ValidationContext:
        """How a certificate is judged at the moment; `must_know`: only with a fresh revocation list."""
        return ValidationContext(
            trust_roots=list(self.roots),
            moment=moment,
            crls=list(self.revocations),
            revocation_mode="require" if must_know else "soft-fail",
            retroactive_revinfo=True,  # a list made today also tells what was revoked before
            allow_fetching=False,
        )

    def lists(self, certificate: x509.Certificate) -> bool:
        """Whether a revocation list of its issuer names the certificate, from whatever day."""
        return any(
            entry["user_certificate"].native == certificate.serial_number
            for each in self.revocations
            if each.issuer == certificate.issuer
            for entry in each["tbs_cert_list"]["revoked_certificates"]
        )


def trusted(folder: Path) -> tuple[bytes, ...]:
    """The certificates (PEM or DER: .pem .crt .cer .der) in a folder; read again when a file of it changes.

    A file that cannot be read is left out, which trusts less, and is told in the log.
    """
    return _certificates(_listing(folder, _ENDINGS))


def revoked(folder: Path) -> tuple[bytes, ...]:
    """The revocation lists (PEM or DER: .crl) in a folder; read again when a file of it changes."""
    return _revocation_lists(_listing(folder, frozenset({".crl"})))


def verify(
    content: bytes, *, trust: _Certificates, revocations: _Certificates = (), at: datetime | None = None
) -> tuple[Signature, ...]:
    """Every signature of a PDF in the order of signing; none if it has none. Never raises on a hostile file.

    `trust` and `revocations` come from `trusted` and `revoked`, or are how to get them: most papers bear no signature,
    and for those nothing is got. `at` is the present.
    """
    now = at or datetime.now(UTC)

    def judged_by() -> _Trust:
        roots, lists = (got() if callable(got) else got for got in (trust, revocations))
        return _Trust(_parsed(tuple(roots)), _fresh(tuple(lists), now), now)

    found: list[Signature] = []
    try:
        with _bounded(_SECONDS):
            _verify_all(content, judged_by, found)
    except _TimeUp:
        found.append(_unread("too_long"))
    return tuple(found)


def _verify_all(content: bytes, judged_by: Callable[[], _Trust], found: list[Signature]) -> None:
    """Adds the signatures to `found` one by one, so that what is done stays done when the time is up."""
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        if reader.encrypted:
            reader.decrypt(b"")
        fields = _fields(reader)
    except Exception:  # noqa: BLE001 - the reader lets several builtin errors through on a damaged file
        if b"/ByteRange" in content:  # somebody signed it, or wants it to look signed
            found.append(_unread("damaged"))
        return
    if len(fields) > _MOST_SIGNATURES or (fields and reader.total_revisions > _MOST_REVISIONS):
        found.append(_unread("too_many"))
        return
    read: list[tuple[int, int, EmbeddedPdfSignature]] = []
    for name, field in fields:
        try:
            embedded = EmbeddedPdfSignature(reader, field, name)
            read.append((_range_of(embedded, len(content))[-1], len(read), embedded))
        except Exception:  # noqa: BLE001 - the ASN.1 and PDF readers let several builtin errors through
            found.append(_unread("damaged"))
    if not read:
        return
    trust = judged_by()
    for _end, _number, embedded in sorted(read):
        try:
            found.append(_verify_one(content, embedded, trust))
        except Exception:  # noqa: BLE001 - a hostile signature may break the verifier at any place
            found.append(_unread("damaged"))


def _range_of(embedded: EmbeddedPdfSignature, size: int) -> tuple[int, int, int, int]:
    """Where the signed bytes start, where their hole starts and ends, and where they end. Refused: ValueError."""
    start, length, second, last = (int(number) for number in embedded.byte_range)
    if not 0 <= start <= start + length <= second <= second + last <= size:
        raise ValueError("the signed bytes lie outside the file")
    return start, start + length, second, second + last


def _fields(reader: PdfFileReader) -> list[tuple[str, Any]]:
    """Signed fields, by name; a signature that two fields show is one."""
    seen = set()
    fields = []
    for name, value, field in enumerate_sig_fields(reader, filled_status=True):
        key = getattr(value, "idnum", None) or id(value)
        if key not in seen:
            seen.add(key)
            fields.append((name, field))
        if len(fields) > _MOST_SIGNATURES:
            break
    return fields


def _verify_one(content: bytes, embedded: EmbeddedPdfSignature, judged_by: _Trust) -> Signature:
    if len(embedded.signed_data["certificates"]) > _MOST_CERTIFICATES:
        return _unread("damaged")
    if embedded.sig_object_type == "/DocTimeStamp":
        return _verify_timestamp(content, embedded, judged_by)
    if embedded.sig_object.get("/SubFilter", None) not in _KNOWN_KINDS:
        return _unread("unknown_kind")

    claimed = _aware(embedded.self_reported_timestamp)
    stamped = _stamped_at(embedded)
    stamp_context = judged_by.context(stamped or judged_by.now, must_know=False)

    def validated(moment: datetime, *, must_know: bool) -> Any:
        return asyncio.run(
            async_validate_pdf_signature(
                embedded,
                signer_validation_context=judged_by.context(moment, must_know=must_know),
                ts_validation_context=stamp_context,
                key_usage_settings=KeyUsageConstraints(key_usage=_FOR_SIGNING),
                skip_diff=embedded.diff_result is not None,  # the slow part is done once
            )
        )

    # When was it signed? A trusted timestamp proves it; failing that we take the signer's word, and say so.
    first = min(claimed or judged_by.now, judged_by.now)
    status = validated(stamped or first, must_know=False)
    stamp = status.timestamp_validity
    is_timestamped = stamp is not None and stamp.intact and stamp.valid and stamp.trusted
    moment = stamped if is_timestamped and stamped else first
    if stamped is not None and not is_timestamped:
        status = validated(moment, must_know=False)
    certificate = embedded.signer_cert
    is_checked = False
    is_revoked_since = False
    if judged_by.revocations and status.trusted:
        strict = validated(moment, must_know=True)
        is_checked = strict.trusted or strict.revocation_details is not None
        status = strict if is_checked else status
        # Without a timestamp the time may be made up: whoever stole a key would date it before the revocation.
        is_revoked_since = strict.trusted and not is_timestamped and judged_by.lists(certificate)

    problems = list(_integrity_problems(status))
    problems += ["revoked"] if is_revoked_since else _trust_problems(status, certificate, moment)
    if stamp is not None and not (stamp.intact and stamp.valid):
        problems.append("bad_timestamp")
    elif stamp is not None and not is_timestamped:
        problems.append("untrusted_timestamp")
    if not is_timestamped:
        problems += _time_problems(claimed, certificate, judged_by.now)
    shown = moment if is_timestamped else claimed
    signature = Signature(
        signer=_name_of(certificate.subject),
        issuer=_name_of(certificate.issuer),
        signed_at=shown.isoformat() if shown else "",
        is_timestamped=is_timestamped,
        is_intact=status.intact and status.valid,
        is_trusted=status.trusted and not is_revoked_since and "future_time" not in problems,
        covers=_COVERS[status.coverage],
        changes=_changes(status),
        is_revocation_checked=is_checked,
        problems=tuple(dict.fromkeys(problems)),
    )
    return _with_file_checks(signature, content, embedded)


def _verify_timestamp(content: bytes, embedded: EmbeddedPdfSignature, judged_by: _Trust) -> Signature:
    """A timestamp over the whole file, as archives add it: its signer is the timestamp service."""
    stamped = _gen_time(embedded.signed_data)
    context = judged_by.context(stamped or judged_by.now, must_know=False)
    status = asyncio.run(async_validate_pdf_timestamp(embedded, context))
    certificate = embedded.signer_cert
    problems = [*_integrity_problems(status)]
    if status.intact and status.valid and not status.trusted:
        problems.append("untrusted_timestamp")
    signature = Signature(
        signer=_name_of(certificate.subject),
        issuer=_name_of(certificate.issuer),
        signed_at=stamped.isoformat() if stamped else "",
        is_timestamped=bool(status.trusted),
        is_intact=status.intact and status.valid,
        is_trusted=bool(status.trusted),
        covers=_COVERS[status.coverage or SignatureCoverageLevel.UNCLEAR],
        changes=_changes(status),
        is_revocation_checked=False,
        problems=tuple(problems),
    )
    return _with_file_checks(signature, content, embedded)


def _integrity_problems(status: Any) -> Iterator[str]:
    if not status.intact:
        yield "altered"
    if not status.valid:
        yield "forged"


def _trust_problems(status: Any, certificate: x509.Certificate, moment: datetime) -> list[str]:
    if status.trusted or not status.valid:
        return []
    if moment < certificate.not_valid_before:
        return ["not_yet_valid"]
    problem = _TRUST_PROBLEMS.get(status.trust_problem_indic)
    if problem:
        return [problem]
    usage = certificate.key_usage_value
    is_for_signing = usage is not None and bool(usage.native & _FOR_SIGNING)
    is_chain_known = status.trust_problem_indic is AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE
    if is_chain_known and not (certificate.self_issued or is_for_signing):
        return ["wrong_use"]
    return ["untrusted"] if status.intact else []


def _time_problems(claimed: datetime | None, certificate: x509.Certificate, now: datetime) -> list[str]:
    if claimed is None:
        return ["no_time"]
    if claimed > now + _CLOCK_TOLERANCE:
        return ["future_time"]
    if claimed <= certificate.not_valid_after < now:
        return ["expired_since"]
    return []


def _changes(status: Any) -> str:
    if status.modification_level == ModificationLevel.NONE:
        return "none"
    is_allowed = status.docmdp_ok is not False and isinstance(status.diff_result, DiffResult)
    return "allowed" if is_allowed and status.modification_level != ModificationLevel.OTHER else "other"


def _with_file_checks(signature: Signature, content: bytes, embedded: EmbeddedPdfSignature) -> Signature:
    """What the verifier takes on trust: in the hole stands the signature alone, and nothing hangs behind the file."""
    start, opens, closes, end = _range_of(embedded, len(content))
    hole = content[opens:closes]
    is_whole = (
        start == 0 and hole[:1] == b"<" and hole[-1:] == b">" and _unhex(hole[1:-1]) == bytes(embedded.pkcs7_content)
    )
    covers = signature.covers if is_whole else "part"
    changes = signature.changes
    tail = content[content.rfind(b"%%EOF") + 5 :] if end < len(content) else b""
    if tail.strip(b"\r\n\t \0"):  # bytes behind the last revision belong to nobody
        changes = "other"
    problems = list(signature.problems)
    if covers == "part":
        problems.append("uncovered")
    if changes == "other":
        problems.append("later_changes")
    return replace(signature, covers=covers, changes=changes, problems=tuple(problems))


def _unhex(text: bytes) -> bytes:
    try:
        return bytes.fromhex(text.decode("ascii"))
    except ValueError:
        return b""


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


def _stamped_at(embedded: EmbeddedPdfSignature) -> datetime | None:
    """The time in the signature's timestamp, not yet verified."""
    attributes = embedded.signer_info["unsigned_attrs"]
    for attribute in attributes if isinstance(attributes, cms.CMSAttributes) else ():
        if attribute["type"].native == "signature_time_stamp_token":
            return _gen_time(attribute["values"][0]["content"])
    return None


def _gen_time(signed: Any) -> datetime | None:
    told = signed["encap_content_info"]["content"].parsed["gen_time"].native
    return _aware(told)


def _aware(moment: Any) -> datetime | None:
    if not isinstance(moment, datetime):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _name_of(name: x509.Name) -> str:
    """The name a certificate gives, with the organ it belongs to; at most 200 characters."""
    parts = name.native
    words: list[str] = []
    for kind in ("common_name", "organization_name"):
        value = parts.get(kind, "")
        word = value if isinstance(value, str) else ", ".join(str(each) for each in value)
        if word and word not in words:
            words.append(word)
    return nfc(", ".join(words) or str(name.human_friendly)).replace("\n", " ")[:200]


@contextmanager
def _bounded(seconds: float) -> Iterator[None]:
    """Stops the work after so much processor time. Outside the main thread the caller's process bounds it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise _TimeUp

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _listing(folder: Path, endings: frozenset[str]) -> tuple[tuple[Path, int, int], ...]:
    if not folder.is_dir():
        return ()
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in endings and path.is_file())
    return tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in files)


@lru_cache(maxsize=8)
def _certificates(listing: tuple[tuple[Path, int, int], ...]) -> tuple[bytes, ...]:
    return _loaded(listing, x509.Certificate)


@lru_cache(maxsize=8)
def _revocation_lists(listing: tuple[tuple[Path, int, int], ...]) -> tuple[bytes, ...]:
    return _loaded(listing, crl.CertificateList)


def _loaded(listing: tuple[tuple[Path, int, int], ...], kind: Any) -> tuple[bytes, ...]:
    """DER of every object in the files, each once."""
    found: dict[bytes, None] = {}
    for path, _modified, _size in listing:
        try:
            raw = path.read_bytes()
            each = [der for _type, _headers, der in pem.unarmor(raw, multiple=True)] if pem.detect(raw) else [raw]
            for der in each:
                kind.load(der, strict=True).native  # noqa: B018 - the library parses when asked
                found[der] = None
        except (OSError, ValueError, TypeError, KeyError) as error:
            _log.warning("Not read, and therefore not trusted: %s (%s)", path.name, type(error).__name__)
    return tuple(found)


def _fresh(revocations: tuple[bytes, ...], now: datetime) -> tuple[crl.CertificateList, ...]:
    """The lists that are still to be relied on: an old one says nothing about what was revoked since."""
    lists = (crl.CertificateList.load(der) for der in revocations)
    return tuple(each for each in lists if (each["tbs_cert_list"]["next_update"].native or now) >= now)


@lru_cache(maxsize=8)
def _parsed(trust: tuple[bytes, ...]) -> tuple[x509.Certificate, ...]:
    return tuple(x509.Certificate.load(der) for der in trust)
