"""The register itself: entering a draft, mending its description, replacing, recalling, keeping."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from phoihop.documents import events, states
from phoihop.documents.commands.books import book_for, take_book_number
from phoihop.documents.commands.checking import (
    check_in_force,
    check_registered,
    load,
    one_line,
    post_of,
    reason_of,
)
from phoihop.documents.commands.intake import (
    Outcome,
    file_name_of,
    judge,
    keep_scans,
    plain_findings,
    refuse_file,
    rules_of,
)
from phoihop.documents.models import Content, Document, Link, Rendition, Share
from phoihop.documents.outside import store
from phoihop.documents.outside.holding import leave_to_delete
from phoihop.documents.outside.spool import Spool
from phoihop.documents.rules import numbers, retention, types
from phoihop.documents.rules.guard import Decision
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, tell
from phoihop.ground.text import fold
from phoihop.organizations.queries import unit_names

LONGEST = {"subject": 500, "issuer": 200, "signer": 50, "signer_post": 100, "recipients": 1000, "note": 500}
FORGOTTEN_AT_ONCE = 100  # files deleted between two looks at whether a backup has begun


@command("document.register")
def register_document(
    *,
    code: str,
    direction: str,
    system: str,
    type_key: str,
    citation: str,
    issued_date: date | None,
    issuer: str,
    subject: str,
    signer: str = "",
    signer_post: str = "",
    recipients: str = "",
    urgency: str = "NORMAL",
    due_date: date | None = None,
    arrival_date: date | None = None,
    note: str = "",
    retention_key: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.DocumentRegistered:
    """A draft enters the register. Incoming papers get the next arrival number, own papers the next number of their
    book and with it their number and symbol; papers kept for reference get none.

    Refused: twice, no subject, an incoming paper without issuer, an own paper whose typed number is not the next one,
    a date in the future.
    """
    row = load(code, "document.register", by=by, version=version)
    if row.state != "DRAFT":
        raise Refused(_("Văn bản %(code)s đã vào sổ.") % {"code": code})
    if retention_key and retention_key not in retention.CLASSES:
        raise Refused(_("Không có thời hạn bảo quản này."))
    given = _described(
        system=system,
        type_key=type_key,
        citation=citation,
        issued_date=issued_date,
        issuer=issuer,
        subject=subject,
        signer=signer,
        signer_post=signer_post,
        recipients=recipients,
        urgency=urgency,
        due_date=due_date,
        note=note,
    )
    today = local_date(at)
    _check_days(issued_date, arrival_date, today)
    if direction not in states.DIRECTIONS:
        raise Refused(_("Văn bản là văn bản đến, văn bản đi hoặc tài liệu giữ để tham khảo."))
    book, number = None, None
    if direction == "IN":
        if not given["issuer"]:
            raise Refused(_("Văn bản đến cần có cơ quan ban hành."))
        arrival_date = arrival_date or today
        book = book_for(
            unit_id=row.owner_id, direction="IN", system=system, type_key="", day=arrival_date, by=by, at=at
        )
        number = take_book_number(book)
    elif direction == "OUT":
        given["issued_date"] = issued_date or today
        book = book_for(
            unit_id=row.owner_id,
            direction="OUT",
            system=system,
            type_key=type_key,
            day=given["issued_date"],
            by=by,
            at=at,
        )
        typed = numbers.parse_citation(given["citation"]) if given["citation"] else None
        number = take_book_number(book, wanted=int(typed.number) if typed else None)
        if typed is None:
            own = unit_names([row.owner_id])[row.owner_id]
            given["citation"] = numbers.write_number(system, number, type_key, _organ(given["citation"], own.short))
            given["citation_key"] = numbers.citation_key(given["citation"])
        given["issuer"] = given["issuer"] or unit_names([row.owner_id])[row.owner_id].name
        given["issuer_fold"] = fold(given["issuer"])
    change(
        row,
        version=version,
        state=states.DOCUMENT["DRAFT"]["register"],
        direction=direction,
        book=book,
        book_number=number,
        arrival_date=arrival_date if direction == "IN" else None,
        retention=retention_key or retention.default_for(system, type_key).key,
        proposal="{}",
        registered_at=at,
        registered_post=post_of(by)[:200],
        **given,
    )
    return tell(
        events.DocumentRegistered(
            code=code,
            owner_id=row.owner_id,
            direction=direction,
            type_key=type_key,
            citation=given["citation"],
            book_number=str(number or ""),
        )
    )


@command("document.describe")
def describe_document(
    *,
    code: str,
    system: str,
    type_key: str,
    citation: str,
    issued_date: date | None,
    issuer: str,
    subject: str,
    signer: str = "",
    signer_post: str = "",
    recipients: str = "",
    urgency: str = "NORMAL",
    due_date: date | None = None,
    note: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.DocumentDescribed:
    """Mends the description of a registered document. Refused: system, type or number of a paper that our own book
    numbered, since the register would contradict itself."""
    row = load(code, "document.describe", by=by, version=version)
    check_registered(row)
    given = _described(
        system=system,
        type_key=type_key,
        citation=citation,
        issued_date=issued_date,
        issuer=issuer,
        subject=subject,
        signer=signer,
        signer_post=signer_post,
        recipients=recipients,
        urgency=urgency,
        due_date=due_date,
        note=note,
    )
    _check_days(issued_date, None, local_date(at))
    changed = {name: value for name, value in given.items() if getattr(row, name) != value}
    if row.direction == "OUT" and changed.keys() & {"system", "type_key", "citation"}:
        raise Refused(_("Số, ký hiệu và loại của văn bản đi do sổ cấp, không sửa được. Nếu sai, hãy thu hồi văn bản."))
    if not changed:
        raise Refused(_("Không có gì thay đổi."))
    change(row, version=version, **changed)
    shown = tuple(name for name in changed if not name.endswith(("_fold", "_key")) or name == "type_key")
    return tell(events.DocumentDescribed(code=code, owner_id=row.owner_id, fields=shown))


@command("document.discard")
def discard_draft(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.DocumentDiscarded:
    """Throws a draft away with its file. Refused once it has entered the register: then it can only be recalled; and
    while it is frozen."""
    row = load(code, "document.discard", by=by, version=version)
    if row.state != "DRAFT":
        raise Refused(_("Văn bản %(code)s đã vào sổ, không bỏ được; có thể thu hồi.") % {"code": code})
    if row.is_frozen:
        raise Refused(_("Văn bản %(code)s đang được giữ nguyên, không bỏ được.") % {"code": code})
    event = tell(events.DocumentDiscarded(code=code, owner_id=row.owner_id))
    blobs = set(Rendition.rows.filter(document=row).values_list("blob", flat=True))
    blobs |= set(Content.rows.filter(document=row).exclude(scans="").values_list("scans", flat=True))
    for model in (Content, Link, Share, Rendition):
        model.rows.filter(document=row).delete()
    Document.rows.filter(pk=row.pk).delete()
    transaction.on_commit(lambda: forget_blobs(blobs), robust=True)  # else the sweep does it
    return event


def replace_file(
    *, code: str, spool: Spool, name: str, is_declared: bool, version: int | None = None, by: Actor, at: datetime
) -> Outcome:
    """A new version of the file, judged like a first one; the older versions stay. Refused: held and refused files
    (a paper that is in force is not replaced by one nobody could read), the declaration missing."""
    row = load(code, "document.replace", by=by, version=version)
    check_in_force(row)
    if not is_declared:
        raise Refused(_("Cần xác nhận tệp không chứa bí mật nhà nước trước khi đưa vào."))
    judged = judge(spool, name=name)
    decision, findings = judged.verdict.decision, judged.verdict.findings
    if decision in (Decision.REFUSED, Decision.HELD):
        refuse_file(unit_id=row.owner_id, rules=rules_of(findings), by=by.through("document.replace"), at=at)
        return Outcome(Decision.REFUSED, findings)
    blob = store.put(spool)
    add_version(
        code=code,
        blob=blob.sha256,
        size=blob.size,
        scans=keep_scans(judged.reading),
        name=name,
        media_type=judged.reading.media_type,
        format=judged.reading.format,
        text=judged.reading.text(),
        pages=judged.reading.pages,
        findings=plain_findings(findings),
        is_internal=decision is Decision.INTERNAL,
        version=version,
        by=by,
        at=at,
    )
    return Outcome(decision, findings, code=code)


@command("document.replace")
def add_version(
    *,
    code: str,
    blob: str,
    size: int,
    scans: str,
    name: str,
    media_type: str,
    format: str,  # noqa: A002  (the column's name)
    text: str,
    pages: int,
    findings: str,
    is_internal: bool,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.DocumentReplaced:
    """Adds the judged file as the newest original. What was internal stays internal."""
    row = load(code, "document.replace", by=by, version=version)
    check_in_force(row)
    last = Rendition.rows.filter(document=row, kind="ORIGINAL").order_by("-number").first()
    if last is not None and last.blob == blob:
        raise Refused(_("Tệp này giống hệt bản đang có."))
    change(
        row,
        version=version,
        pages=pages,
        is_internal=row.is_internal or is_internal,
        findings=findings if is_internal or not row.is_internal else row.findings,  # why it is internal
        is_scan=bool(scans),
        is_unread=False,
    )
    made = Rendition.rows.create(
        document=row,
        kind="ORIGINAL",
        number=(last.number if last else 0) + 1,
        blob=blob,
        size=size,
        media_type=media_type,
        format=format,
        file_name=file_name_of(name),
        made_at=at,
        made_post=post_of(by)[:200],
    )
    Content.rows.filter(document=row).update(text=text, scans=scans)
    return tell(events.DocumentReplaced(code=code, owner_id=row.owner_id, number=made.number))


@command("document.recall")
def recall_document(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.DocumentRecalled:
    """Takes a registered document back: its description stays, it is sent to nobody any more. Refused: no reason."""
    row = load(code, "document.recall", by=by, version=version)
    check_registered(row)
    reason = reason_of(reason)
    change(row, version=version, state=states.DOCUMENT["REGISTERED"]["recall"], recall_reason=reason)
    return tell(events.DocumentRecalled(code=code, owner_id=row.owner_id, reason=reason))


@command("document.retain")
def retain_document(
    *, code: str, retention_key: str, version: int | None = None, by: Actor, at: datetime
) -> events.DocumentRetained:
    """Sets how long the document is kept. Refused: an unknown class."""
    row = load(code, "document.retain", by=by, version=version)
    check_registered(row)
    if retention_key not in retention.CLASSES:
        raise Refused(_("Không có thời hạn bảo quản này."))
    if row.retention == retention_key:
        raise Refused(_("Không có gì thay đổi."))
    before = row.retention
    change(row, version=version, retention=retention_key)
    told = events.DocumentRetained(code=code, retention=retention_key)
    return tell(told, changes={"retention": (before, retention_key)})


@command("document.freeze")
def freeze_document(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.DocumentFrozen:
    """A legal hold: nothing of the document may go while it stands. Refused: no reason, frozen already."""
    row = load(code, "document.freeze", by=by, version=version)
    if row.is_frozen:
        raise Refused(_("Văn bản %(code)s đang được giữ nguyên.") % {"code": code})
    reason = reason_of(reason)
    change(row, version=version, is_frozen=True, frozen_reason=reason)
    return tell(events.DocumentFrozen(code=code, reason=reason))


@command("document.freeze")
def unfreeze_document(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.DocumentUnfrozen:
    """Ends a legal hold, with the reason. Refused when there is none."""
    row = load(code, "document.freeze", by=by, version=version)
    if not row.is_frozen:
        raise Refused(_("Văn bản %(code)s không bị giữ nguyên.") % {"code": code})
    reason = reason_of(reason)
    change(row, version=version, is_frozen=False, frozen_reason="")
    return tell(events.DocumentUnfrozen(code=code, reason=reason))


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def forget_blobs(blobs: set[str]) -> int:
    """Deletes stored files that no rendition and no scan names any more; returns how many. While a backup is made it
    deletes none: the clock comes back to them."""
    count, left = 0, sorted(blobs)
    while left:
        some, left = set(left[:FORGOTTEN_AT_ONCE]), left[FORGOTTEN_AT_ONCE:]
        with leave_to_delete() as may_delete:
            if not may_delete:
                return count
            kept = set(Rendition.rows.filter(blob__in=some).values_list("blob", flat=True))
            kept |= set(Content.rows.filter(scans__in=some).values_list("scans", flat=True))
            for blob in some - kept:
                store.delete(blob)
        count += len(some - kept)
    return count


def _described(**typed: Any) -> dict[str, Any]:
    """The columns of a description. Refused: no subject, an unknown type, system or urgency."""
    given: dict[str, Any] = dict(typed)
    for name, most in LONGEST.items():
        given[name] = one_line(typed[name], most)
    given["citation"] = one_line(typed["citation"], 60)
    if not given["subject"]:
        raise Refused(_("Văn bản cần trích yếu."))
    if given["system"] not in states.SYSTEMS or given["urgency"] not in states.URGENCIES:
        raise Refused(_("Hệ thống hoặc độ khẩn không có trong danh sách."))
    if given["type_key"] and (given["system"], given["type_key"]) not in types.TYPES:
        raise Refused(_("Loại văn bản %(type)s không có trong danh sách.") % {"type": given["type_key"]})
    given["citation_key"] = numbers.citation_key(given["citation"]) if given["citation"] else ""
    given["issuer_fold"] = fold(given["issuer"])
    given["subject_fold"] = fold(given["subject"])
    return given


def _check_days(issued_date: date | None, arrival_date: date | None, today: date) -> None:
    if issued_date and issued_date > today:
        raise Refused(_("Ngày văn bản không thể ở tương lai."))
    if arrival_date and arrival_date > today:
        raise Refused(_("Ngày đến không thể ở tương lai."))
    if issued_date and arrival_date and arrival_date < issued_date:
        raise Refused(_("Ngày đến không thể trước ngày văn bản."))


def _organ(typed: str, short: str) -> str:
    """The organ's letters for a number of ours: typed without a number ("SYT"), else the unit's short name."""
    return typed or short
