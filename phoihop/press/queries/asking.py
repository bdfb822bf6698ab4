"""Questions of the press: lists, one of them with what its reader may do, what waits, search, the calendar."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.dates import Explanation
from phoihop.ground.events import Event
from phoihop.ground.parts import State
from phoihop.ground.powers import NotVisible, may, tokens_of, why
from phoihop.ground.prepared import prepared
from phoihop.ground.sheet import DatedRow, FoundRow, Waiting
from phoihop.ground.text import fold
from phoihop.obligations import queries as obligations
from phoihop.organizations.queries import search_names, unit_names
from phoihop.press.models.asking import AskingTerm, PressQuery
from phoihop.press.policy import ANSWER_WRITERS, APPROVERS
from phoihop.press.queries.register import contact_of
from phoihop.press.rules import asking as rules
from phoihop.press.states import asking as states

MOST_SHOWN = 50
SHOWS = ("", "cho-duyet", "tre", "xong")


@dataclass(frozen=True, slots=True)
class QueryLine:
    code: str
    outlet: str
    text: str
    state: str
    owner: str
    answerer: str
    dossier: str
    about: str
    received_at: datetime
    due_date: date
    due_at: datetime | None
    is_late: bool  # over its term now, or settled after it
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class QueryList:
    lines: tuple[QueryLine, ...]
    next: str
    may_receive: bool
    may_set: bool


@dataclass(frozen=True, slots=True)
class QueryRights:
    assign: bool
    write: bool
    present: bool
    give_back: bool
    approve: bool
    refuse: bool
    extend: bool
    withdraw: bool


@dataclass(frozen=True, slots=True)
class QueryValue:
    line: QueryLine
    owner_id: int
    answerer_id: int
    way: str
    mail: str
    received_post: str
    spokesperson: str
    spoke: str  # as it was given; before that as the register has it today
    answer: str
    presented_post: str
    settled_at: datetime | None
    settled_post: str
    ground: str
    referral: str
    reason: str
    explanation: Explanation | None
    version: int
    rights: QueryRights
    why: str


def query_list(
    actor: Actor, at: datetime, *, show: str = "", text: str = "", after: str = "", limit: int = MOST_SHOWN
) -> QueryList:
    """Questions of the reader's units, the newest first. Constant queries."""
    rows = PressQuery.objects.visible_to(actor)
    if show == "cho-duyet":
        rows = rows.filter(state="WAITING")
    elif show == "tre":
        rows = rows.filter(state__in=states.QUERY_WAITING, due_date__lt=local_date(at))
    elif show == "xong":
        rows = rows.exclude(state__in=states.QUERY_WAITING)
    for word in fold(text).split():
        rows = rows.filter(fold__contains=word)
    if after:
        rows = rows.filter(pk__lt=PressQuery.rows.filter(code=after).values_list("pk", flat=True).first() or 0)
    found = list(rows.order_by("-pk")[: limit + 1])
    shown = found[:limit]
    return QueryList(
        lines=tuple(_lines(shown, at)),
        next=shown[-1].code if len(found) > limit else "",
        may_receive=may(actor, "press_query.receive", unit_id=actor.unit_id),
        may_set=may(actor, "asking_term.set", unit_id=actor.unit_id),
    )


def query_value(actor: Actor, code: str, at: datetime) -> QueryValue:
    row = _visible(actor, code)

    def can(power: str, act: str) -> bool:
        return states.after(states.QUERY, row.state, act) is not None and may(actor, power, row)

    return QueryValue(
        line=_lines([row], at)[0],
        owner_id=row.owner_id,
        answerer_id=row.answerer_id,
        way=row.way,
        mail=row.mail,
        received_post=row.received_post,
        spokesperson=row.spokesperson,
        spoke=row.spoke or contact_of(row.spokesperson, local_date(at)),
        answer=row.answer,
        presented_post=row.presented_post,
        settled_at=row.settled_at,
        settled_post=row.settled_post,
        ground=row.ground,
        referral=row.referral,
        reason=row.reason,
        explanation=explained(row.explanation),
        version=row.version,
        rights=QueryRights(
            assign=can("press_query.assign", "assign"),
            write=row.state == "OPEN" and may(actor, "press_query.write", row),
            present=bool(row.answer and row.spokesperson) and can("press_query.present", "present"),
            give_back=can("press_query.approve", "return"),
            approve=can("press_query.approve", "approve")
            and actor.account_id not in (row.written_account_id, row.presented_account_id),
            refuse=can("press_query.refuse", "refuse"),
            extend=can("press_query.extend", "extend"),
            withdraw=can("press_query.withdraw", "withdraw"),
        ),
        why=why(actor, row),
    )


def queries_about(actor: Actor, codes: Collection[str], at: datetime, limit: int = MOST_SHOWN) -> list[QueryLine]:
    """What the press asked about these releases and press conferences, the newest first. Two queries."""
    rows = PressQuery.objects.visible_to(actor).filter(about__in=list(codes)).order_by("-pk")
    return _lines(list(rows[:limit]), at)


def queries_on(actor: Actor, dossier: str, at: datetime) -> list[QueryLine]:
    """What the press asked about a topic or plan, the newest first. Two queries."""
    return _lines(_on(actor, dossier), at)


@prepared
def _on(actor: Actor, dossier: str) -> QuerySet[PressQuery]:
    rows = PressQuery.objects.visible_to(actor).filter(dossier=dossier).exclude(state="WITHDRAWN")
    return rows.order_by("-pk")[:5]


@dataclass(frozen=True, slots=True)
class AnswerText:
    """What the rooms above look at before an answer goes out, whoever acts."""

    dossier: str
    about: str
    answerer_id: int
    answer: str


def answer_text(code: str) -> AnswerText:
    """The answer as it stands. For acts under way; readers ask `query_value`."""
    row = PressQuery.rows.get(code=code)
    return AnswerText(row.dossier, row.about, row.answerer_id, row.answer)


def terms_of(unit_id: int | None) -> dict[str, rules.Term]:
    """How long a body gives itself and waits, by key."""
    kept = AskingTerm.rows.filter(unit_id=unit_id or 0).values_list("key", "amount", "measure")
    return rules.DEFAULTS | {key: rules.Term(amount, measure) for key, amount, measure in kept}


def query_of_duty(actor: Actor, code: str, at: datetime) -> QueryLine | None:
    """The question that a duty, whose page the reader has found visible, answers. Few queries."""
    source = str(obligations.row_of(cast("Any", Event(code=code))).source)
    rows = list(PressQuery.objects.visible_to(actor).filter(code=source)[:1]) if source.startswith("CH-") else []
    return _lines(rows, at)[0] if rows else None


def query_row(event: Event) -> PressQuery:
    return PressQuery.rows.get(code=event.code)


def query_parties(codes: Collection[str]) -> set[int]:
    wanted = [code for code in codes if code.startswith("CH-")]
    pairs = PressQuery.rows.filter(code__in=wanted).values_list("owner_id", "answerer_id") if wanted else ()
    return {pk for pair in pairs for pk in pair}


def query_waits(unit_ids: Collection[int], at: datetime, most: int = 200) -> list[Waiting]:
    """Answers before their approvers; questions still to be answered are duties, and stand among those. One query."""
    rows = PressQuery.rows.filter(answerer_id__in=sorted(unit_ids), state="WAITING").order_by("due_date", "pk")[:most]
    return [
        Waiting(
            row.answerer_id,
            APPROVERS,
            "answer",
            row.code,
            _("Duyệt trả lời %(outlet)s: %(text)s") % {"outlet": row.outlet, "text": _short(row.text)},
            reverse("press:press-query", args=[row.code]),
            row.due_date,
            row.presented_at or row.received_at,
        )
        for row in rows
    ]


def queries_in_menu(actor: Actor, today: date) -> QuerySet[PressQuery]:
    """For the menu: what waits for the reader's unit."""
    rows: QuerySet[PressQuery] = PressQuery.rows.filter(answerer_id=actor.unit_id)
    if actor.unit_id is not None and actor.has_role(APPROVERS):
        return rows.filter(state="WAITING")
    if actor.unit_id is not None and actor.has_role(ANSWER_WRITERS):
        return rows.filter(state="OPEN")
    return rows.none()


def found_queries(codes: Collection[str]) -> list[FoundRow]:
    """The rows that search keeps of questions. Few queries."""
    rows = list(PressQuery.rows.filter(code__in=codes))
    tokens = tokens_of("press_query.see", rows)
    return [
        FoundRow(
            code=row.code,
            kind="press_query",
            title=f"{row.outlet}: {_short(row.text)}",
            url=reverse("press:press-query", args=[row.code]),
            tokens=tokens[row.pk],
            text=f"{row.text}\n{row.answer}",
            numbers=tuple(filter(None, (row.dossier, row.about))),
            unit_ids=tuple(dict.fromkeys((row.answerer_id, row.owner_id))),
            unit_names=search_names(list(dict.fromkeys((row.answerer_id, row.owner_id)))),
            date=local_date(row.received_at).isoformat(),
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def query_codes(after: str, limit: int) -> list[str]:
    return list(PressQuery.rows.filter(code__gt=after).order_by("code").values_list("code", flat=True)[:limit])


def visible_queries(actor: Actor, codes: Collection[str]) -> set[str]:
    return set(PressQuery.objects.visible_to(actor).filter(code__in=codes).values_list("code", flat=True))


def query_days(actor: Actor, first: date, last: date, at: datetime, most: int) -> list[DatedRow]:
    """The days of questions that still wait. The duties stand there too, so only those of hours are told here."""
    rows = PressQuery.objects.visible_to(actor).filter(
        state__in=states.QUERY_WAITING, due_at__isnull=False, due_date__gte=first, due_date__lte=last
    )
    return [
        DatedRow(
            kind="press_query",
            code=row.code,
            title=_("Giờ trả lời %(outlet)s") % {"outlet": row.outlet},
            url=reverse("press:press-query", args=[row.code]),
            first=row.due_date,
            last=row.due_date,
            state=(State.LATE if row.due_at < at else State.SOON).value,
            stamp=row.received_at,
            starts_at=row.due_at,
            ends_at=row.due_at,
            doer_ids=(row.answerer_id,),
            other_ids=(row.owner_id,) if row.owner_id != row.answerer_id else (),
            dossier=row.dossier,
            sequence=row.version,
            is_illustration=row.is_illustration,
        )
        for row in rows.order_by("due_date", "pk")[:most]
        if row.due_at is not None
    ]


def explained(text: str) -> Explanation | None:
    return obligations.read_explanation(text) if text else None


def _visible(actor: Actor, code: str) -> PressQuery:
    row = PressQuery.objects.visible_to(actor).filter(code=code).first()
    if row is None:
        raise NotVisible
    return row


def _lines(rows: Collection[PressQuery], at: datetime) -> list[QueryLine]:
    names = unit_names({pk for row in rows for pk in (row.owner_id, row.answerer_id)})
    now = timezone.localtime(at)
    return [
        QueryLine(
            code=row.code,
            outlet=row.outlet,
            text=_short(row.text) if len(rows) > 1 else row.text,
            state=row.state,
            owner=names[row.owner_id].name,
            answerer=names[row.answerer_id].name,
            dossier=row.dossier,
            about=row.about,
            received_at=row.received_at,
            due_date=row.due_date,
            due_at=row.due_at,
            is_late=rules.is_late(now, row.due_date, row.due_at and timezone.localtime(row.due_at))
            if row.state in states.QUERY_WAITING
            else row.is_late,
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def _short(text: str, most: int = 160) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
