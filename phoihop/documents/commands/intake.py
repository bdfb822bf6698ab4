"""A file comes in: judged in memory first, then taken in, held for two people, or refused without a trace."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import BinaryIO

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from phoihop.documents import events
from phoihop.documents.commands.checking import check_unit, one_line, post_of
from phoihop.documents.commands.sharing import link_document
from phoihop.documents.models import Content, Document, Held, Link, Rendition
from phoihop.documents.outside import quarantine, reader, store, uploads
from phoihop.documents.outside.spool import Spool, private_folder
from phoihop.documents.queries.verdicts import rule_in_words
from phoihop.documents.rules import guard, personal, proposals
from phoihop.documents.rules.guard import Decision, Finding, Verdict
from phoihop.documents.rules.reading import Place, PlaceKind, Reading
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, command, tell
from phoihop.ground.powers import ask
from phoihop.ground.text import fold, nfc
from phoihop.organizations.commands import take_numbers
from phoihop.organizations.queries import unit_names


@dataclass(frozen=True, slots=True)
class Judged:
    """A file as the guard saw it. Nothing of it has been written anywhere."""

    reading: Reading
    verdict: Verdict

    def personal(self) -> tuple[str, ...]:
        """Kinds of personal data in its text, to be pointed out before it is given to others."""
        return tuple(dict.fromkeys(found.kind for found in personal.find_personal(self.reading.text())))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file. `code` is its document (taken in, or known before); `held_id` its place in quarantine."""

    decision: Decision
    findings: tuple[Finding, ...] = ()
    code: str = ""
    is_known: bool = False
    held_id: int = 0


def spooled(content: BinaryIO, *, name: str) -> Spool:
    """A file of the command line in a spool, as an upload is: in memory, or unlinked and encrypted."""
    return Spool.holding(content, name)


def judge(spool: Spool, *, name: str) -> Judged:
    """Reads the file in a bounded child process and applies the guard's rules. Changes and keeps nothing.

    Refused: while no child can be had.
    """
    limits = reader.Limits(bytes=uploads.largest_file())
    slots = private_folder(settings.PHOIHOP_DATA / "spool")  # so many children a machine, whoever asks
    try:
        reading = reader.read(spool, name=name, limits=limits, slots=slots)
    except reader.ReaderUnavailable as busy:
        said = _("Máy chủ đang bận nên chưa đọc được tệp; không giữ lại gì. Hãy đưa lại sau vài phút.")
        raise Refused(said) from busy
    return Judged(reading, guard.judge(reading))


def judge_text(text: str) -> Judged:
    """What the guard says to words of our own making, before anything of them is kept. Reads no file, keeps nothing."""
    reading = Reading(format="txt", media_type="text/plain", places=(Place(PlaceKind.TEXT, text),), pages=1)
    return Judged(reading, guard.judge(reading))


def check_text(text: str) -> Judged:
    """The same before words go out. Refused: what the guard refuses, and what two people would have to look at."""
    judged = judge_text(text)
    if judged.verdict.decision not in (Decision.REFUSED, Decision.HELD):
        return judged
    why = " ".join(rule_in_words(rule) for rule in rules_of(judged.verdict.findings))
    raise Refused(
        _("Bộ lọc bảo mật không cho gửi nội dung này: %(why)s Chưa gửi và không giữ lại gì; hãy xem lại nội dung.")
        % {"why": why}
    )


def take_in(
    *, spool: Spool, name: str, unit_id: int, is_declared: bool, about: str = "", by: Actor, at: datetime
) -> Outcome:
    """Brings one file into the register of a unit, as a draft with a proposed description.

    Three steps, so that no transaction waits while a scan is read: ask, judge, then one act with the verdict. The same
    file comes in, or is held, once a unit: another time it is only joined to the dossier. Refused without the
    declaration that the file holds no state secret.
    """
    ask(by, "document.take_in", unit_id=unit_id)
    if not is_declared:
        raise Refused(_("Cần xác nhận tệp không chứa bí mật nhà nước trước khi đưa vào."))
    about = one_line(about, 80)
    known = known_as(unit_id, spool.sha256())
    if known is not None:
        return again(known, about, by=by, at=at)
    judged = judge(spool, name=name)
    verdict, rules = judged.verdict, rules_of(judged.verdict.findings)
    if verdict.decision is Decision.REFUSED:
        refuse_file(unit_id=unit_id, rules=rules, by=by, at=at)
        return Outcome(verdict.decision, verdict.findings)
    if verdict.decision is Decision.HELD:
        waiting = held_as(unit_id, spool.sha256(), at)
        if waiting is not None:
            return Outcome(verdict.decision, verdict.findings, is_known=True, held_id=waiting.pk)
        ticket = quarantine.put(spool, name)
        held = hold_file(
            ticket=ticket.id,
            key=quarantine.wrap_key(ticket.key),
            fingerprint=spool.sha256(),
            size=spool.size,
            unit_id=unit_id,
            rules=rules,
            about=about,
            by=by,
            at=at,
        )
        return Outcome(verdict.decision, verdict.findings, held_id=held.held_id)
    return take_in_judged(spool=spool, name=name, judged=judged, unit_id=unit_id, about=about, by=by, at=at)


def take_in_judged(
    *, spool: Spool, name: str, judged: Judged, unit_id: int, about: str = "", by: Actor, at: datetime
) -> Outcome:
    """A file that was judged, and neither refused nor to be held, becomes a draft of the unit; its `code` is in the
    outcome. For acts that judge before their transaction begins. The same file again is the document it was.

    Refused (ValueError): a verdict that lets no file in.
    """
    verdict = judged.verdict
    if verdict.decision not in (Decision.ACCEPTED, Decision.INTERNAL):
        raise ValueError("only what the guard lets in is taken in")
    known = known_as(unit_id, spool.sha256())
    if known is not None:
        return again(known, about, by=by, at=at)
    blob = store.put(spool)
    scans = keep_scans(judged.reading)
    try:
        with transaction.atomic():
            taken = accept_file(
                blob=blob.sha256,
                size=blob.size,
                scans=scans,
                name=name,
                judged=judged,
                unit_id=unit_id,
                about=about,
                by=by,
                at=at,
            )
    except IntegrityError:  # the same file came in by another window in this very moment
        known = known_as(unit_id, blob.sha256)
        if known is None:
            raise
        return again(known, about, by=by, at=at)
    return Outcome(verdict.decision, verdict.findings, code=taken.code)


def take_in_text(
    *, text: str, name: str, unit_id: int, about: str = "", by: Actor, at: datetime
) -> events.DocumentTakenIn:
    """A text of our own making as a document: no child need read what was never a file.

    Refused: what the guard refuses.
    """
    judged = judge_text(text)
    if judged.verdict.decision is Decision.REFUSED:
        raise Refused(_("Văn bản có dấu chỉ độ mật, không được đưa vào."))
    blob = store.put(text.encode())
    return accept_file(
        blob=blob.sha256,
        size=blob.size,
        scans="",
        name=name,
        judged=judged,
        unit_id=unit_id,
        about=about,
        by=by,
        at=at,
    )


@command("document.take_in")
def refuse_file(*, unit_id: int, rules: Sequence[str], by: Actor, at: datetime) -> events.FileRefused:
    """Keeps of a refused file who, when and which rule; nothing else was ever written."""
    ask(by, "document.take_in", unit_id=unit_id)
    return tell(events.FileRefused(code=unit_names([unit_id])[unit_id].code, unit_id=unit_id, rules=tuple(rules)))


@command("document.take_in")
def hold_file(
    *,
    ticket: str,
    key: str,
    fingerprint: str,
    size: int,
    unit_id: int,
    rules: Sequence[str],
    about: str,
    by: Actor,
    at: datetime,
) -> events.FileHeld:
    """Notes a file that nobody could read: encrypted, for a few days, until two people decide."""
    ask(by, "document.take_in", unit_id=unit_id)
    row = Held.rows.create(
        ticket=ticket,
        key=key,
        fingerprint=_keyed(fingerprint),
        unit_id=unit_id,
        territory=check_unit(unit_id, at),
        rules=",".join(rules)[:100],
        about=about,
        account_id=by.account_id,
        post=post_of(by)[:200],
        size=size,
        held_at=at,
        until=at + timedelta(days=settings.PHOIHOP_QUARANTINE_DAYS),
    )
    return tell(
        events.FileHeld(
            code=unit_names([unit_id])[unit_id].code,
            unit_id=unit_id,
            held_id=row.pk,
            rules=tuple(rules),
            until=local_date(row.until).isoformat(),
        )
    )


@command("document.take_in")
def accept_file(
    *,
    blob: str,
    size: int,
    scans: str,
    name: str,
    judged: Judged,
    unit_id: int,
    about: str,
    is_unread: bool = False,
    by: Actor,
    at: datetime,
) -> events.DocumentTakenIn:
    """Makes the draft with its file, its words and what they propose. Refused for a unit not in force."""
    ask(by, "document.take_in", unit_id=unit_id)
    territory = check_unit(unit_id, at)
    reading = judged.reading
    proposal = proposals.propose(reading, file_name=name)
    series = f"VB-{territory}-{local_date(at).year}"
    row = Document.rows.create(
        code=f"{series}-{take_numbers(series)[0]:06}",
        territory=territory,
        owner_id=unit_id,
        fingerprint=blob,
        subject=one_line(proposal.subject, 500),
        subject_fold=fold(one_line(proposal.subject, 500)),
        pages=reading.pages,
        is_internal=judged.verdict.decision is Decision.INTERNAL,
        is_scan=bool(reading.scans),
        is_unread=is_unread,
        findings=plain_findings(judged.verdict.findings),
        proposal=json.dumps(asdict(proposal), ensure_ascii=False, default=str),
        taken_in_at=at,
        taken_in_post=post_of(by)[:200],
    )
    Rendition.rows.create(
        document=row,
        kind="ORIGINAL",
        blob=blob,
        size=size,
        media_type=reading.media_type,
        format=reading.format,
        file_name=file_name_of(name),
        made_at=at,
        made_post=post_of(by)[:200],
    )
    Content.rows.create(document=row, text=reading.text(), scans=scans)
    if about:
        Link.rows.create(document=row, about=one_line(about, 80), linked_at=at, post=post_of(by)[:200])
    return tell(
        events.DocumentTakenIn(
            code=row.code, owner_id=unit_id, is_internal=row.is_internal, is_scan=bool(reading.scans)
        )
    )


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def file_name_of(name: str) -> str:
    """The last part of a client's file name, safe to give back when the file is fetched."""
    last = nfc(name).replace("\\", "/").rpartition("/")[2].strip().strip(".") or "van-ban"
    if len(last) <= 150:
        return last
    stem, dot, ending = last.rpartition(".")
    return f"{stem[: 149 - len(ending)]}.{ending}" if dot and len(ending) < 10 else last[:150]


def known_as(unit_id: int, fingerprint: str) -> Document | None:
    """The document of the unit with these bytes, as its first file or as a newer version."""
    rows = Document.rows.filter(owner_id=unit_id)
    versions = Rendition.rows.filter(blob=fingerprint, kind="ORIGINAL").values("document_id")
    return rows.filter(fingerprint=fingerprint).first() or rows.filter(pk__in=versions).first()


def held_as(unit_id: int, fingerprint: str, at: datetime) -> Held | None:
    """The place in quarantine of the same bytes, which wait already."""
    rows = Held.rows.filter(unit_id=unit_id, state="HELD", fingerprint=_keyed(fingerprint), until__gt=at)
    return rows.order_by("pk").first()


def again(known: Document, about: str, *, by: Actor, at: datetime) -> Outcome:
    if about:
        link_document(code=known.code, about=about, by=by.through("document.take_in"), at=at)
    decision = Decision.INTERNAL if known.is_internal else Decision.ACCEPTED
    return Outcome(decision, code=known.code, is_known=True)


def keep_scans(reading: Reading) -> str:
    """Where the words of scanned pages stand, kept for the searchable file and for redaction."""
    if not reading.scans:
        return ""
    pages = [asdict(scan) for scan in reading.scans]
    return store.put(gzip.compress(json.dumps(pages, ensure_ascii=False).encode(), mtime=0)).sha256


def rules_of(findings: Sequence[Finding]) -> tuple[str, ...]:
    """The rules that were met, each once, the gravest first."""
    return tuple(dict.fromkeys(finding.rule for finding in findings))


def plain_findings(findings: Sequence[Finding]) -> str:
    """Findings as they are kept: without the names of members, which are words of the file."""
    return json.dumps([_plain(finding) for finding in findings])


def _keyed(fingerprint: str) -> str:
    """A checksum that cannot be compared with that of a file somebody knows: only this site can make it."""
    return salted_hmac("phoihop.documents.held", fingerprint, algorithm="sha256").hexdigest()


def _plain(finding: Finding) -> dict[str, object]:
    return {"rule": finding.rule, "kind": finding.kind, "page": finding.page}
