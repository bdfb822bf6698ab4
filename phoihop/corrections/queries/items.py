"""Reading claims: the list, one claim with everything its page shows, what other pages show of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, cast

from django.db.models import Count, QuerySet

from phoihop.corrections.models import Appearance, Check, Claim, Evidence, Reply, Support
from phoihop.corrections.queries.copies import PublicCopy, public_copy
from phoihop.corrections.queries.values import (
    AppearanceValue,
    ClaimLine,
    ClaimList,
    ClaimValue,
    EvidenceValue,
    ReplyValue,
    Rights,
)
from phoihop.documents import queries as documents
from phoihop.ground.actor import Actor, Role
from phoihop.ground.events import Event
from phoihop.ground.powers import NotVisible, may, why
from phoihop.ground.prepared import prepared
from phoihop.obligations import queries as obligations
from phoihop.organizations.queries import unit_names

MOST_SHOWN = 50
VIEWS = {
    "": None,
    "dang-lam": ("CHECKING",),
    "cho-duyet": ("WAITING", "APPROVED"),
    "da-cong-bo": ("PUBLISHED",),
    "da-thoi": ("WITHDRAWN", "DROPPED"),
}


def claims(actor: Actor, *, view: str = "", after: str = "", limit: int = MOST_SHOWN) -> ClaimList:
    """The claims that the reader may see, the newest first. Five queries."""
    rows = Claim.objects.visible_to(actor).order_by("-pk")
    wanted = VIEWS.get(view)
    if wanted is not None:
        rows = rows.filter(state__in=wanted)
    if after:
        rows = rows.filter(pk__lt=Claim.rows.filter(code=after).values_list("pk", flat=True).first() or 0)
    found = list(rows[: limit + 1])
    shown = found[:limit]
    waiting = Check.objects.visible_to(actor).filter(state="RECEIVED", desk_id=actor.unit_id or 0)
    return ClaimList(
        lines=tuple(lines_of(actor, shown)),
        next=shown[-1].code if len(found) > limit else "",
        may_open=actor.unit_id is not None and may(actor, "claim.open", unit_id=actor.unit_id),
        checks=waiting.count(),
    )


def lines_of(actor: Actor, rows: Collection[Claim]) -> list[ClaimLine]:
    """Two queries however many."""
    names = unit_names(pk for row in rows for pk in (row.owner_id, row.agency_id))
    waiting = Reply.rows.filter(claim__in=[row.pk for row in rows], state="RECEIVED").order_by()
    replies = dict(waiting.values_list("claim_id").annotate(Count("pk")))
    return [
        ClaimLine(
            code=row.code,
            text=row.text,
            state=row.state,
            verdict=row.verdict,
            owner=names[row.owner_id].name,
            agency=names[row.agency_id].name,
            due_date=row.due_date,
            is_own_error=row.is_own_error,
            is_out=row.is_out,
            is_mine=_is_mine(row, actor),
            replies=replies.get(row.pk, 0),
            opened_at=row.opened_at,
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def _is_mine(row: Claim, actor: Actor) -> bool:
    if row.state == "CHECKING":
        return actor.unit_id == row.agency_id
    return row.state in ("WAITING", "APPROVED") and actor.unit_id == row.owner_id


def visible_claim(actor: Actor, code: str) -> Claim:
    row = Claim.objects.visible_to(actor).filter(code=code).first()
    if row is None:
        raise NotVisible
    return row


def claim_value(actor: Actor, code: str) -> ClaimValue:
    """One claim with everything its page shows. Not visible to outsiders; a constant number of queries."""
    row = visible_claim(actor, code)
    evidence = list(Evidence.rows.filter(claim=row).order_by("number"))
    readable = documents.documents_of(actor, [one.document for one in evidence])
    units = list(Support.rows.filter(claim=row).order_by("pk").values_list("unit_id", flat=True))
    names = unit_names(units)
    return ClaimValue(
        line=lines_of(actor, [row])[0],
        owner_id=row.owner_id,
        agency_id=row.agency_id,
        supports=tuple(names[pk].name for pk in units if pk in names),
        dossier=row.dossier,
        corrected=row.corrected,
        fact=row.fact,
        explanation=row.explanation,
        recheck_date=row.recheck_date,
        reply_date=row.reply_date,
        times=row.times,
        opened_post=row.opened_post,
        presented_at=row.presented_at,
        presented_post=row.presented_post,
        approved_at=row.approved_at,
        approved_post=row.approved_post,
        published_at=row.published_at,
        number=row.number,
        reason=row.reason,
        version=row.version,
        appearances=tuple(_appearances(row)),
        evidence=tuple(
            EvidenceValue(
                number=one.number,
                document=one.document,
                citation=one.citation,
                title=readable[one.document].subject if one.document in readable else one.title,
                page=one.page,
                is_public=one.is_public,
                is_visible=one.document in readable,
            )
            for one in evidence
        ),
        replies=tuple(_replies(row)),
        rights=rights_of(actor, row),
        why=why(actor, row),
    )


def _appearances(row: Claim) -> list[AppearanceValue]:
    return [
        AppearanceValue(
            one.number,
            one.publisher,
            one.address,
            one.day,
            one.document,
            one.sha256,
            one.asked_at,
            one.asked_way,
            one.reply_date,
        )
        for one in Appearance.rows.filter(claim=row).order_by("number")
    ]


def _replies(row: Claim) -> list[ReplyValue]:
    return [
        ReplyValue(
            one.number,
            one.publisher,
            one.text,
            one.proof,
            one.came,
            one.state,
            one.received_at,
            one.reason,
            one.version,
        )
        for one in Reply.rows.filter(claim=row).order_by("number")
    ]


def rights_of(actor: Actor, row: Claim) -> Rights:
    checking = row.state == "CHECKING"

    def can(power: str) -> bool:
        return may(actor, power, row)

    own = actor.account_id is not None and actor.account_id in (row.written_account_id, row.presented_account_id)
    return Rights(
        evidence=checking and can("claim.evidence"),
        archive=checking and can("claim.archive"),
        write=checking and can("claim.write"),
        present=checking and can("claim.present"),
        give_back=row.state in ("WAITING", "APPROVED") and can("claim.return"),
        approve=row.state == "WAITING" and not own and can("claim.approve"),
        publish=row.state == "APPROVED" and can("correction.publish"),
        drop=checking and not row.is_out and can("claim.drop"),
        recheck=row.state in ("PUBLISHED", "WITHDRAWN") and can("claim.recheck"),
        withdraw=row.is_out and can("correction.withdraw"),
        ask=row.state not in ("DROPPED", "WITHDRAWN") and can("reply.ask"),
        record=row.state not in ("DROPPED", "WITHDRAWN") and can("reply.record"),
        check=can("reply.check"),
    )


def preview(actor: Actor, code: str, at: datetime) -> PublicCopy:
    """The copy that would go out if this reader published now."""
    return public_copy(visible_claim(actor, code), actor, at)


def claims_about(actor: Actor, dossier: str) -> list[ClaimLine]:
    """What was claimed about a topic or plan, the newest first."""
    return lines_of(actor, _about(actor, dossier))


@prepared
def _about(actor: Actor, dossier: str) -> QuerySet[Claim]:
    rows = Claim.objects.visible_to(actor).filter(dossier=dossier).exclude(state="DROPPED")
    return rows.order_by("-pk")[:MOST_SHOWN]


def claim_of_obligation(actor: Actor, source: str) -> ClaimLine | None:
    """The claim that an obligation's check is about."""
    rows = list(Claim.objects.visible_to(actor).filter(code=source)[:1])
    return lines_of(actor, rows)[0] if rows else None


def source_of_duty(code: str) -> str:
    """What an obligation, whose page the reader has found visible, comes from. One query."""
    return str(obligations.row_of(cast("Any", Event(code=code))).source)


def in_menu(actor: Actor, today: date) -> QuerySet[Claim]:
    """For the menu: what waits for the reader's unit."""
    if actor.unit_id is not None and actor.has_role({Role.APPROVER, Role.EDITOR}):
        return Claim.rows.filter(owner_id=actor.unit_id, state__in=("WAITING", "APPROVED"))
    if actor.unit_id is not None and actor.has_role({Role.DRAFTER, Role.FOCAL}):
        return Claim.rows.filter(agency_id=actor.unit_id, state="CHECKING")
    return Claim.rows.none()
