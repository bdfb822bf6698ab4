"""Hand-offs: lists, one of them, those of a story or an obligation, what search, reports and notices know."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.events import Event
from phoihop.ground.figures import Period, Scope, SectionValue, Table, counted
from phoihop.ground.parts.words import day as day_words
from phoihop.ground.powers import NotVisible, may, tokens_of, why
from phoihop.ground.sheet import FoundRow
from phoihop.ground.text import fold
from phoihop.obligations import queries as obligations
from phoihop.organizations.queries import search_names, unit_names
from phoihop.plans import queries as plans
from phoihop.press.models import Handoff, Match, Story
from phoihop.press.states import handing as states
from phoihop.press.states.matching import ABOUT

MOST_SHOWN = 50
MOST_OF_STORY = 20


@dataclass(frozen=True, slots=True)
class HandoffLine:
    code: str
    story: str
    title: str
    publisher: str
    unit: str
    agency: str
    dossier: str
    due: date
    state: str
    is_late: bool
    answered_at: datetime | None
    handed_at: datetime
    is_own: bool  # of the reader's unit, which handed it on
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class HandoffList:
    lines: tuple[HandoffLine, ...]
    next: str
    may_give: bool


@dataclass(frozen=True, slots=True)
class HandoffRights:
    answer: bool
    refuse: bool
    withdraw: bool
    go_on: bool  # to hand it to the agency that was named


@dataclass(frozen=True, slots=True)
class HandoffValue:
    line: HandoffLine
    question: str
    answer: str
    reference: str
    reason: str
    url: str
    obligation: str
    follows: str
    followed_by: str
    next_unit_id: int | None
    next_unit: str
    version: int
    rights: HandoffRights
    why: str


@dataclass(frozen=True, slots=True)
class HandoffStart:
    """What the form of a new hand-off begins with: the story, and topics to choose from."""

    story: str
    title: str
    publisher: str
    topics: tuple[tuple[str, str], ...]
    given: tuple[HandoffLine, ...]


def handoffs(actor: Actor, *, show: str = "", text: str = "", after: str = "", limit: int = MOST_SHOWN) -> HandoffList:
    """Hand-offs the reader may see, the newest first; `show`: "asked" (of his unit), "given" (by it), "open"."""
    rows = Handoff.objects.visible_to(actor)
    own = actor.unit_id or 0
    if show == "asked":
        rows = rows.filter(agency_id=own)
    elif show == "given":
        rows = rows.filter(unit_id=own)
    elif show == "open":
        rows = rows.filter(state__in=states.ASKED)
    for word in fold(text).split():
        rows = rows.filter(fold__contains=word)
    if after:
        rows = rows.filter(pk__lt=Handoff.rows.filter(code=after).values_list("pk", flat=True).first() or 0)
    found = list(rows.order_by("-pk")[: limit + 1])
    return HandoffList(
        lines=_lines(actor, found[:limit]),
        next=found[limit - 1].code if len(found) > limit else "",
        may_give=may(actor, "handoff.give", unit_id=actor.unit_id),
    )


def handoff_value(actor: Actor, code: str) -> HandoffValue:
    row = Handoff.objects.visible_to(actor).select_related("follows").filter(code=code).first()
    if row is None:
        raise NotVisible
    later = Handoff.objects.visible_to(actor).filter(follows=row).order_by("-pk").values_list("code", flat=True)
    followed_by = next(iter(later[:1]), "")
    names = unit_names([row.next_unit_id])
    return HandoffValue(
        line=_lines(actor, [row])[0],
        question=row.question,
        answer=row.answer,
        reference=row.reference,
        reason=row.reason,
        url=row.url,
        obligation=row.obligation,
        follows=row.follows.code if row.follows is not None else "",
        followed_by=followed_by,
        next_unit_id=row.next_unit_id,
        next_unit=names[row.next_unit_id].name if row.next_unit_id in names else "",
        version=row.version,
        rights=HandoffRights(
            answer=row.state == "OPEN" and may(actor, "handoff.answer", row),
            refuse=row.state == "OPEN" and may(actor, "handoff.refuse", row),
            withdraw=row.state in states.ASKED and may(actor, "handoff.withdraw", row),
            go_on=row.state == "REFUSED"
            and not followed_by
            and row.unit_id == actor.unit_id
            and may(actor, "handoff.give", unit_id=actor.unit_id),
        ),
        why=why(actor, row),
    )


def handoffs_of_story(actor: Actor, story: str) -> tuple[HandoffLine, ...]:
    """For the story's page: to whom it was handed and what came back, as far as the reader may see. Two queries."""
    rows = Handoff.objects.visible_to(actor).filter(story=story).order_by("-pk")
    return _lines(actor, list(rows[:MOST_OF_STORY]))


def handoff_start(actor: Actor, story: str) -> HandoffStart:
    """The story and the topics it was matched to that the reader may see. Five queries."""
    row = Story.objects.visible_to(actor).select_related("into").filter(code=story).first()
    if row is None:
        raise NotVisible
    told = row.into if row.into is not None else row
    matched = (
        Match.rows.filter(item__story=told, state__in=ABOUT)
        .order_by("topic__code")
        .values_list("topic__code", "topic__title")
    )
    titles = dict(matched.distinct())
    seen = plans.visible_topics(actor, list(titles))
    return HandoffStart(
        story=told.code,
        title=told.title,
        publisher=told.publisher,
        topics=tuple((code, title) for code, title in titles.items() if code in seen),
        given=handoffs_of_story(actor, told.code),
    )


def handoff_of_obligation(actor: Actor, code: str) -> HandoffLine | None:
    """The hand-off that an obligation, whose page the reader has found visible, comes from. Three queries at most."""
    source = str(obligations.row_of(cast("Any", Event(code=code))).source)
    if not source.startswith("GB-"):
        return None
    rows = list(Handoff.objects.visible_to(actor).filter(code=source)[:1])
    return _lines(actor, rows)[0] if rows else None


def may_give(actor: Actor) -> bool:
    """Whether the reader may hand stories on for his unit."""
    return actor.unit_id is not None and may(actor, "handoff.give", unit_id=actor.unit_id)


def story_url(code: str) -> str:
    """The page of a story."""
    return reverse("press:story", args=[code])


def handoff_row(event: Event) -> Handoff:
    return Handoff.rows.get(code=event.code)


def _lines(actor: Actor, rows: Collection[Handoff]) -> tuple[HandoffLine, ...]:
    names = unit_names([pk for row in rows for pk in (row.unit_id, row.agency_id)])
    return tuple(
        HandoffLine(
            code=row.code,
            story=row.story,
            title=row.title,
            publisher=row.publisher,
            unit=names[row.unit_id].name,
            agency=names[row.agency_id].name,
            dossier=row.dossier,
            due=row.due_date,
            state=row.state,
            is_late=row.is_late,
            answered_at=row.answered_at,
            handed_at=row.handed_at,
            is_own=row.unit_id == actor.unit_id,
            is_illustration=row.is_illustration,
        )
        for row in rows
    )


# ── search, parties, reports ────────────────────────────────────────────────────────────────────────────────


def found_handoffs(codes: Collection[str]) -> list[FoundRow]:
    rows = list(Handoff.rows.filter(code__in=codes))
    tokens = tokens_of("handoff.see", rows)
    return [
        FoundRow(
            code=row.code,
            kind="handoff",
            title=row.title,
            url=reverse("press:handoff", args=[row.code]),
            tokens=tokens[row.pk],
            text="\n".join(filter(None, (row.question, row.answer, row.publisher))),
            numbers=tuple(filter(None, (row.story, row.dossier, row.obligation))),
            unit_ids=(row.unit_id, row.agency_id),
            unit_names=search_names([row.unit_id, row.agency_id]),
            date=local_date(row.handed_at).isoformat(),
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def handoff_codes(after: str, limit: int) -> list[str]:
    return list(Handoff.rows.filter(code__gt=after).order_by("code").values_list("code", flat=True)[:limit])


def visible_handoffs(actor: Actor, codes: Collection[str]) -> set[str]:
    return set(Handoff.objects.visible_to(actor).filter(code__in=codes).values_list("code", flat=True))


def handoff_parties(codes: Collection[str]) -> set[int]:
    """Who handed on and who answers. One query however many."""
    wanted = [code for code in codes if code.startswith("GB-")]
    pairs = Handoff.rows.filter(code__in=wanted).values_list("unit_id", "agency_id") if wanted else ()
    return {pk for pair in pairs for pk in pair}


def handing_section(actor: Actor, scope: Scope, period: Period, on: date) -> SectionValue | None:
    """Stories handed on about these topics, and how they were answered. Two queries; None where none ever was."""
    seen = Handoff.objects.visible_to(actor).filter(Q(dossier__in=scope.labels)).order_by("code")
    known = [row for row in seen if local_date(row.handed_at) <= on]
    if not known:
        return None
    last = min(period.last, on)
    given = [row for row in known if period.first <= local_date(row.handed_at) <= last]
    answered = [row for row in given if row.answered_at is not None and local_date(row.answered_at) <= on]
    in_time = [row for row in answered if not row.is_late]
    refused = [row for row in given if row.state == "REFUSED"]
    names = unit_names(row.agency_id for row in given)
    by_agency: dict[int, list[Handoff]] = {}
    for row in given:
        by_agency.setdefault(row.agency_id, []).append(row)
    agencies = sorted(by_agency.items(), key=lambda pair: names[pair[0]].name)
    until = {"day": day_words(on)}
    return SectionValue(
        key="press-handing",
        title=str(_("Tin báo chuyển cơ quan trả lời")),
        figures=(
            counted(
                "press.handed",
                _("Lượt chuyển cơ quan trả lời"),
                _("Số lượt chuyển tin báo cho một cơ quan trong kỳ và không sau ngày %(day)s.") % until,
                [row.code for row in given],
            ),
            counted(
                "press.answered",
                _("Đã trả lời"),
                _("Trong số lượt chuyển, số lượt cơ quan được hỏi đã trả lời đến hết ngày %(day)s.") % until,
                [row.code for row in answered],
            ),
            counted(
                "press.answered_in_time",
                _("Trả lời đúng hạn"),
                _("Trong số đã trả lời, số lượt trả lời không sau hạn đang áp dụng lúc trả lời."),
                [row.code for row in in_time],
            ),
            counted(
                "press.handing_refused",
                _("Từ chối, chỉ cơ quan khác"),
                _("Trong số lượt chuyển, số lượt cơ quan được hỏi từ chối, như sổ ghi lúc lập báo cáo."),
                [row.code for row in refused],
            ),
        ),
        tables=(
            Table(
                title=str(_("Theo cơ quan trả lời")),
                columns=(str(_("Cơ quan")), str(_("Được chuyển")), str(_("Đã trả lời")), str(_("Đúng hạn"))),
                rows=tuple(
                    (
                        names[pk].name,
                        str(len(rows)),
                        str(sum(row in answered for row in rows)),
                        str(sum(row in in_time for row in rows)),
                    )
                    for pk, rows in agencies
                ),
                keys=("", "press.handed", "press.answered", "press.answered_in_time"),
                own=tuple(tuple(row.code for row in rows) for _pk, rows in agencies),
            ),
        )
        if agencies
        else (),
    )
