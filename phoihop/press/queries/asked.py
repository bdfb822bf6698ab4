"""Corrections asked of the press: lists, one of them with what its reader may do, what waits, search, the calendar."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.documents import queries as documents
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.dates import Explanation
from phoihop.ground.events import Event
from phoihop.ground.parts import State
from phoihop.ground.powers import NotVisible, may, tokens_of, why
from phoihop.ground.prepared import prepared
from phoihop.ground.sheet import DatedRow, FoundRow, Waiting
from phoihop.ground.text import fold
from phoihop.organizations.queries import search_names, unit_names
from phoihop.press.models.asking import AskedCorrection, AskedEvidence
from phoihop.press.policy import APPROVERS, RECORDERS
from phoihop.press.queries.asking import explained
from phoihop.press.states import asking as states

MOST_SHOWN = 50
ASKED_SHOWS = ("", "cho-duyet", "cho-tra-loi", "xong")


@dataclass(frozen=True, slots=True)
class AskedLine:
    code: str
    publisher: str
    title: str
    state: str
    unit: str
    due_date: date | None
    is_late: bool  # the publisher's term is over and nothing is on record
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class AskedList:
    lines: tuple[AskedLine, ...]
    next: str
    may_open: bool


@dataclass(frozen=True, slots=True)
class AskedPaper:
    number: int
    citation: str
    page: str
    code: str
    url: str  # empty for a reader who does not see the document


@dataclass(frozen=True, slots=True)
class AskedRights:
    write: bool
    present: bool
    give_back: bool
    approve: bool
    send: bool
    settle: bool
    drop: bool


@dataclass(frozen=True, slots=True)
class AskedValue:
    line: AskedLine
    item: str
    item_title: str
    item_date: date
    story: str
    said: str
    right: str
    dossier: str
    claim: str
    papers: tuple[AskedPaper, ...]
    way: str
    mail: str
    recipient: str
    approved_at: datetime | None
    approved_post: str
    sent_at: datetime | None
    sent_post: str
    settled_date: date | None
    outcome_note: str
    outcome_address: str
    reason: str
    explanation: Explanation | None
    version: int
    rights: AskedRights
    why: str


def asked_list(
    actor: Actor, at: datetime, *, show: str = "", text: str = "", after: str = "", limit: int = MOST_SHOWN
) -> AskedList:
    """Requests of the reader's units, the newest first. Constant queries."""
    rows = AskedCorrection.objects.visible_to(actor)
    if show == "cho-duyet":
        rows = rows.filter(state__in=("WAITING", "APPROVED"))
    elif show == "cho-tra-loi":
        rows = rows.filter(state="SENT")
    elif show == "xong":
        rows = rows.exclude(state__in=states.ASKED_IN_WORK)
    for word in fold(text).split():
        rows = rows.filter(fold__contains=word)
    if after:
        rows = rows.filter(pk__lt=AskedCorrection.rows.filter(code=after).values_list("pk", flat=True).first() or 0)
    found = list(rows.order_by("-pk")[: limit + 1])
    shown = found[:limit]
    return AskedList(
        lines=tuple(_lines(shown, at)),
        next=shown[-1].code if len(found) > limit else "",
        may_open=may(actor, "asked_correction.open", unit_id=actor.unit_id),
    )


def asked_value(actor: Actor, code: str, at: datetime) -> AskedValue:
    row = AskedCorrection.objects.visible_to(actor).filter(code=code).first()
    if row is None:
        raise NotVisible

    def can(power: str, act: str) -> bool:
        return states.after(states.ASKED, row.state, act) is not None and may(actor, power, row)

    own = actor.account_id in (row.written_account_id, row.presented_account_id)
    return AskedValue(
        line=_lines([row], at)[0],
        item=row.item,
        item_title=row.item_title,
        item_date=row.item_date,
        story=row.story,
        said=row.said,
        right=row.right,
        dossier=row.dossier,
        claim=row.claim,
        papers=tuple(_papers(actor, row)),
        way=row.way,
        mail=row.mail,
        recipient=unit_names([row.recipient_id])[row.recipient_id].name if row.recipient_id else "",
        approved_at=row.approved_at,
        approved_post=row.approved_post,
        sent_at=row.sent_at,
        sent_post=row.sent_post,
        settled_date=row.settled_date,
        outcome_note=row.outcome_note,
        outcome_address=row.outcome_address,
        reason=row.reason,
        explanation=explained(row.explanation),
        version=row.version,
        rights=AskedRights(
            write=row.state == "DRAFT" and may(actor, "asked_correction.write", row),
            present=row.papers > 0 and can("asked_correction.write", "present"),
            give_back=can("asked_correction.approve", "return"),
            approve=not own and can("asked_correction.approve", "approve"),
            send=can("asked_correction.send", "send"),
            settle=can("asked_correction.record", "correct"),
            drop=can("asked_correction.drop", "drop"),
        ),
        why=why(actor, row),
    )


def asked_on(actor: Actor, dossier: str, at: datetime) -> list[AskedLine]:
    """What was asked about a topic or plan, the newest first. Two queries."""
    return _lines(_on(actor, dossier), at)


@prepared
def _on(actor: Actor, dossier: str) -> QuerySet[AskedCorrection]:
    rows = AskedCorrection.objects.visible_to(actor).filter(dossier=dossier).exclude(state="DROPPED")
    return rows.order_by("-pk")[:5]


def asked_row(event: Event) -> AskedCorrection:
    return AskedCorrection.rows.get(code=event.code)


def asked_parties(codes: Collection[str]) -> set[int]:
    wanted = [code for code in codes if code.startswith("YC-")]
    return set(AskedCorrection.rows.filter(code__in=wanted).values_list("unit_id", flat=True)) if wanted else set()


def asked_waits(unit_ids: Collection[int], at: datetime, most: int = 200) -> list[Waiting]:
    """Requests before their approver, approved ones to be sent, and publishers whose term is over. One query."""
    today = local_date(at)
    rows = AskedCorrection.rows.filter(unit_id__in=sorted(unit_ids)).filter(
        Q(state__in=("WAITING", "APPROVED")) | Q(state="SENT", due_date__lt=today)
    )
    return [_waiting(row) for row in rows.order_by("pk")[:most]]


def found_asked(codes: Collection[str]) -> list[FoundRow]:
    """The rows that search keeps of asked corrections. Few queries."""
    rows = list(AskedCorrection.rows.filter(code__in=codes))
    tokens = tokens_of("asked_correction.see", rows)
    numbers: dict[int, list[str]] = {row.pk: [] for row in rows}
    papers = AskedEvidence.rows.filter(asked__in=rows).order_by("pk").values_list("asked_id", "citation")
    for pk, citation in papers:
        numbers[pk].append(citation)
    return [
        FoundRow(
            code=row.code,
            kind="asked_correction",
            title=_title(row),
            url=reverse("press:asked-correction", args=[row.code]),
            tokens=tokens[row.pk],
            text=f"{row.said}\n{row.right}\n{row.item_title}\n{row.item}",
            numbers=tuple(filter(None, (row.dossier, row.claim, row.story, *numbers[row.pk]))),
            unit_ids=(row.unit_id,),
            unit_names=search_names([row.unit_id]),
            date=local_date(row.sent_at or row.opened_at).isoformat(),
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def asked_codes(after: str, limit: int) -> list[str]:
    return list(AskedCorrection.rows.filter(code__gt=after).order_by("code").values_list("code", flat=True)[:limit])


def visible_asked(actor: Actor, codes: Collection[str]) -> set[str]:
    return set(AskedCorrection.objects.visible_to(actor).filter(code__in=codes).values_list("code", flat=True))


def asked_days(actor: Actor, first: date, last: date, at: datetime, most: int) -> list[DatedRow]:
    """The days until which publishers are waited for. One query."""
    rows = AskedCorrection.objects.visible_to(actor).filter(state="SENT", due_date__gte=first, due_date__lte=last)
    today = local_date(at)
    return [
        DatedRow(
            kind="asked_correction",
            code=row.code,
            title=_("Hạn cải chính của %(publisher)s") % {"publisher": row.publisher},
            url=reverse("press:asked-correction", args=[row.code]),
            first=row.due_date,
            last=row.due_date,
            state=(State.LATE if row.due_date < today else State.WAIT).value,
            stamp=row.sent_at or row.opened_at,
            word=_("Chờ nơi đăng") if row.due_date >= today else _("Hết hạn, chưa ghi kết quả"),
            doer_ids=(row.unit_id,),
            dossier=row.dossier,
            sequence=row.version,
            is_illustration=row.is_illustration,
        )
        for row in rows.order_by("due_date", "pk")[:most]
        if row.due_date is not None
    ]


def _waiting(row: AskedCorrection) -> Waiting:
    words = {
        "WAITING": _("Duyệt yêu cầu cải chính: %(title)s"),
        "APPROVED": _("Gửi yêu cầu cải chính đã duyệt: %(title)s"),
        "SENT": _("Ghi kết quả cải chính, đã hết hạn: %(title)s"),
    }
    return Waiting(
        row.unit_id,
        APPROVERS if row.state == "WAITING" else RECORDERS,
        "late" if row.state == "SENT" else "answer",
        row.code,
        words[row.state] % {"title": _title(row)},
        reverse("press:asked-correction", args=[row.code]),
        row.due_date,
        row.sent_at or row.approved_at or row.presented_at or row.opened_at,
    )


def _papers(actor: Actor, row: AskedCorrection) -> list[AskedPaper]:
    kept = AskedEvidence.rows.filter(asked=row).order_by("number")
    papers = list(kept.values_list("number", "citation", "page", "document__code"))
    seen = documents.documents_of(actor, [code for _n, _c, _p, code in papers])
    return [
        AskedPaper(number, citation, page, code, seen[code].url if code in seen else "")
        for number, citation, page, code in papers
    ]


def _lines(rows: Collection[AskedCorrection], at: datetime) -> list[AskedLine]:
    names = unit_names({row.unit_id for row in rows})
    today = local_date(at)
    return [
        AskedLine(
            code=row.code,
            publisher=row.publisher,
            title=row.item_title or row.said,
            state=row.state,
            unit=names[row.unit_id].name,
            due_date=row.due_date,
            is_late=row.state == "SENT" and row.due_date is not None and row.due_date < today,
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def _title(row: AskedCorrection) -> str:
    return f"{row.publisher}: {row.item_title or row.said[:160]}"
