"""One concern, whole."""

from __future__ import annotations

import json

from phoihop.concerns import states
from phoihop.concerns.models import Answer, Concern, ConcernPhoto, Contact, Dispute, Part, Step, Transfer
from phoihop.concerns.outside import boxes
from phoihop.concerns.queries.held import additions_of, text_of
from phoihop.concerns.queries.routing import way_of
from phoihop.concerns.queries.values import (
    AnswerValue,
    ConcernValue,
    DisputeValue,
    MergedLine,
    PartValue,
    Rights,
    StepValue,
    TransferValue,
)
from phoihop.concerns.queries.words import CHANNELS, STATES, flag_words, titles_of
from phoihop.ground.actor import Actor
from phoihop.ground.dates import Explanation
from phoihop.ground.powers import NotVisible, ask, may
from phoihop.organizations.queries import UnitName, unit_names

# What stands behind a right in the table of states: the power, and the act of it.
ACTS = (
    ("concern.moderate", "admit"),
    ("concern.moderate", "hold"),
    ("concern.refuse", "refuse"),
    ("concern.refuse", "reconsider"),
    ("concern.merge", "merge"),
    ("concern.merge", "unmerge"),
    ("concern.assign", "assign"),
    ("concern.start", "start"),
    ("concern.pass_on", "pass_on"),
    ("concern.ask_more", "ask"),
    ("concern.take_more", "resume"),
    ("concern.extend", "extend"),
    ("concern.dispute", "dispute"),
    ("concern.decide", "decide"),
    ("concern.compose", "answer"),
    ("concern.answer", "answer"),
    ("concern.publish", "publish"),
    ("concern.reopen", "reopen"),
    ("concern.rate", "rate"),
)


def visible_row(actor: Actor, code: str) -> Concern:
    row = Concern.objects.visible_to(actor).filter(code=code).first()
    if row is None:
        raise NotVisible
    return row


def concern_value(actor: Actor, code: str) -> ConcernValue:
    """Everything about one concern that this reader may know. A constant number of queries."""
    row = visible_row(actor, code)
    title, service, place = titles_of([row])[row.pk]
    may_read = may(actor, "concern.read", row)
    merged = list(Concern.rows.filter(merged_into=row).order_by("received_at", "pk"))
    into = Concern.rows.filter(pk=row.merged_into_id or 0).values_list("code", flat=True).first() or ""
    parts = list(Part.rows.filter(concern=row).order_by("role", "pk"))
    answers = list(Answer.rows.filter(concern=row).order_by("number"))
    disputes = list(Dispute.rows.filter(concern=row).order_by("pk"))
    transfers = list(Transfer.rows.filter(concern=row).order_by("pk"))
    contact = Contact.rows.filter(concern=row).first()
    way = way_of(row.territory, row.service, row.place)
    units = unit_names(
        [
            row.reception_id,
            row.lead_id,
            row.decider_id,
            way.unit_id,
            *(part.unit_id for part in parts),
            *(answer.unit_id for answer in answers),
            *(pk for one in disputes for pk in (one.unit_id, one.decider_id)),
            *(pk for one in transfers for pk in (one.from_unit_id, one.to_unit_id)),
        ]
    )
    part_values = tuple(_part(part, units) for part in parts)
    answer_values = tuple(_answer(answer, units) for answer in answers)
    dispute_values = tuple(_dispute(one, units) for one in disputes)
    shown = states.shown(row.state, is_published=row.published_at is not None, is_rated=row.rating is not None)
    own = next((part for part in part_values if part.unit.id == actor.unit_id and part.state != "LEFT"), None)
    draft = next((answer for answer in answer_values if answer.state != "APPROVED"), None)
    return ConcernValue(
        code=row.code,
        version=row.version,
        territory=row.territory,
        title=title,
        service_key=row.service,
        service=service,
        place_key=row.place,
        place=place,
        channel=row.channel,
        channel_words=str(CHANNELS.get(row.channel, row.channel)),
        state=row.state,
        state_words=str(STATES[shown]),
        resumes=row.resumes,
        text=text_of(row) if may_read else "",
        may_read=may_read,
        is_text_gone=not row.sealed,
        public_title=row.title,
        public_text=row.public_text,
        flags=tuple((key, flag_words(key)) for key in row.flags.split(",") if key),
        photos=tuple(ConcernPhoto.rows.filter(concern=row).order_by("number").values_list("number", flat=True))
        if may_read
        else (),
        photos_left_out=row.photos_left_out,
        latitude=row.latitude if may_read else None,
        longitude=row.longitude if may_read else None,
        reception=units[row.reception_id],
        lead=_unit(units, row.lead_id),
        decider=_unit(units, row.decider_id),
        dossier=row.dossier,
        received_at=row.received_at,
        forward_date=row.forward_date,
        promised_date=row.promised_date,
        explanation=Explanation.from_plain(json.loads(row.explanation)),
        question=row.question,
        assigned_at=row.assigned_at,
        answered_at=row.answered_at,
        answer_number=row.answer_number,
        is_late=row.is_late,
        reopen_until=row.reopen_until,
        reopened_at=row.reopened_at,
        published_at=row.published_at,
        refusal=row.refusal,
        refusal_words=row.refusal_words,
        refused_to=row.refused_to,
        merged_into=into,
        merged=tuple(MergedLine(code=one.code, received_at=one.received_at, rating=one.rating) for one in merged),
        rating=row.rating,
        has_contact=contact is not None,
        has_mail=contact is not None and contact.has_mail,
        delete_on=row.delete_on,
        erased_at=row.erased_at,
        parts=part_values,
        answers=answer_values,
        draft=draft,
        dispute=next((one for one in dispute_values if one.state == "OPEN"), None),
        disputes=dispute_values,
        transfers=tuple(
            TransferValue(
                from_unit=units[one.from_unit_id],
                to_unit=units[one.to_unit_id],
                reason=one.reason,
                at=one.at,
                post=one.post,
            )
            for one in transfers
        ),
        steps=tuple(
            StepValue(at=step.at, state=step.state, act=step.act, words=step.words, more=step.more)
            for step in Step.rows.filter(concern=row).order_by("pk")
        ),
        additions=additions_of([row, *merged]) if may_read else (),
        obligation=row.obligation,
        route_unit=_unit(units, way.unit_id),
        own_part=own,
        rights=_rights(actor, row, own, draft, has_contact=contact is not None),
        is_illustration=row.is_illustration,
    )


def _rights(
    actor: Actor, row: Concern, own: PartValue | None, draft: AnswerValue | None, *, has_contact: bool
) -> Rights:
    """Names of powers the reader has and that the state allows; and each as "power:act"."""
    possible = [(power, act) for power, act in ACTS if states.after(states.CONCERN, row.state, act) is not None]
    if row.state not in ("REFUSED", "MERGED"):
        possible.append(("concern.moderate", "moderate"))
    if row.state in states.OPEN:
        possible.append(("concern.take_more", "more"))
    if own is not None and row.state in states.WORKED_ON:
        possible.append(("concern.write_part", "write"))
    if has_contact:
        possible.append(("contact.open", "open"))
    if draft is not None and draft.state == "SUBMITTED":
        possible += [("concern.answer", "approve"), ("concern.answer", "return")]
    if draft is not None and draft.state in ("DRAFT", "RETURNED"):
        possible.append(("concern.compose", "submit"))
    possible += [("data.handle", "data"), ("concern.read", "read")]
    held = {power for power in dict.fromkeys(power for power, _act in possible) if may(actor, power, row)}
    if draft is None or draft.state != "SUBMITTED":
        held.discard("concern.answer")
    if row.reopened_at is not None or row.reopen_until is None:
        held.discard("concern.reopen")
    return Rights(frozenset(held | {f"{power}:{act}" for power, act in possible if power in held}))


def photo(actor: Actor, code: str, number: int) -> tuple[str, bytes]:
    """Media type and bytes of one photo. Refused: whoever may not read what was written."""
    row = visible_row(actor, code)
    ask(actor, "concern.read", row)
    found = ConcernPhoto.rows.filter(concern=row, number=number).first()
    if found is None:
        raise NotVisible
    return found.media_type, boxes.open_(found.sealed, of=f"photo:{row.code}:{number}")


def row_of(event: object) -> Concern:
    """The row behind an event, for notices."""
    return Concern.rows.get(code=event.code)  # type: ignore[attr-defined]


def _unit(units: dict[int, UnitName], unit_id: int | None) -> UnitName | None:
    return None if unit_id is None else units[unit_id]


def _part(part: Part, units: dict[int, UnitName]) -> PartValue:
    return PartValue(
        unit=units[part.unit_id],
        role=part.role,
        about=part.about,
        state=part.state,
        text=part.text,
        evidence=part.evidence,
        written_at=part.written_at,
        written_post=part.written_post,
        version=part.version,
    )


def _answer(answer: Answer, units: dict[int, UnitName]) -> AnswerValue:
    return AnswerValue(
        number=answer.number,
        unit=units[answer.unit_id],
        state=answer.state,
        text=answer.text,
        evidence=tuple((name, address) for name, address in json.loads(answer.evidence)),
        written_at=answer.written_at,
        written_post=answer.written_post,
        writer_id=answer.writer_id,
        reason=answer.reason,
        approved_at=answer.approved_at,
        approved_post=answer.approved_post,
    )


def _dispute(one: Dispute, units: dict[int, UnitName]) -> DisputeValue:
    return DisputeValue(
        unit=units[one.unit_id],
        decider=units[one.decider_id],
        state=one.state,
        reason=one.reason,
        raised_at=one.raised_at,
        raised_post=one.raised_post,
        decision=one.decision,
        decided_at=one.decided_at,
        decided_post=one.decided_post,
    )
