"""Rounds of negotiation and signing: a proposal freezes its text, signatures stand under its hash."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from phoihop.agreements import rules, states
from phoihop.agreements.commands.checking import (
    LONGEST_NOTE,
    agreement_of,
    binding_unit,
    check_version,
    draft_of,
    one_of_two,
    put_in_force,
    refuse_ended,
    roles_of,
    same,
    short_enough,
    text_of,
)
from phoihop.agreements.events import RevisionProposed, RevisionSigned
from phoihop.agreements.models import Agreement, Revision, Signature
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, tell
from phoihop.ground.parts import words
from phoihop.ground.powers import ask
from phoihop.organizations.queries import unit_names


@command("agreement.propose")
def propose_revision(
    *, code: str, note: str = "", version: int | None = None, by: Actor, at: datetime
) -> RevisionProposed:
    """Puts the unit's draft to the other parties; it is frozen from now on and takes the place of an earlier proposal.

    Refused: no draft, an empty text, a text that says the same as the one it answers, an ended agreement.
    """
    row = agreement_of(code)
    ask(by, "agreement.propose", row)
    refuse_ended(row)
    unit_id = binding_unit(row, by)
    draft = draft_of(row, by, version)
    text = text_of(draft)
    if not text:
        raise Refused(_("Bản thảo chưa có điều khoản nào."))
    text_hash = rules.text_hash(text)
    if draft.base_id is not None and Revision.rows.filter(pk=draft.base_id, text_hash=text_hash).exists():
        raise Refused(_("Bản thảo không khác văn bản mà nó bắt đầu từ đó; không có gì để đề xuất."))
    for earlier in Revision.rows.filter(agreement=row, state="PROPOSED"):
        change(earlier, state="SUPERSEDED")
    note = short_enough(note, LONGEST_NOTE)
    change(draft, version=version, state="PROPOSED", note=note, proposed_at=at, text_hash=text_hash)
    state = states.step(states.AGREEMENT, row.state, "propose")
    if state is not None and state != row.state:
        change(row, state=state)
    return tell(
        RevisionProposed(
            code=code,
            dossier=code,
            number=draft.number,
            unit_id=unit_id,
            unit=unit_names([unit_id])[unit_id].name,
            text_hash=text_hash,
            note=note,
        )
    )


@command("agreement.sign")
def sign_revision(
    *,
    code: str,
    number: int,
    text_hash: str,
    signed_date: date,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> RevisionSigned:
    """A party signs the proposed text that it saw; with the last of lead and partners the text is in force.

    The party that proposed signs last; a witness, if it likes, also when the text is in force. Refused: another text
    than the one proposed now, a text that is not the one frozen, a day to come or before the proposal, an agreement
    that ended or whose time is over.
    """
    row = agreement_of(code)
    ask(by, "agreement.sign", row)
    unit_id = by.unit_id or 0
    roles = roles_of(row)
    if unit_id not in roles:
        raise Refused(_("Cơ quan bạn không phải một bên của quy chế %(code)s.") % {"code": code})
    revision = Revision.rows.filter(agreement=row, number=number).first()
    event = RevisionSigned(
        code=code,
        dossier=code,
        number=number,
        unit_id=unit_id,
        unit=unit_names([unit_id])[unit_id].name,
        signed_date=signed_date.isoformat(),
        text_hash=text_hash,
    )
    if revision is not None and Signature.rows.filter(revision=revision, unit_id=unit_id, text_hash=text_hash).exists():
        return same(event)
    refuse_ended(row)
    _check_time(row, at)
    may_be = {"PROPOSED", "SIGNED"} if roles[unit_id] == "WITNESS" else {"PROPOSED"}
    if revision is None or revision.state not in may_be or revision.proposed_at is None:
        raise Refused(_("Bản %(number)s không còn là bản đang chờ ký.") % {"number": number})
    check_version(revision, version, code)
    if text_hash != revision.text_hash or rules.text_hash(text_of(revision)) != text_hash:
        raise Refused(_("Văn bản bạn ký khác với bản %(number)s đang chờ ký; hãy mở lại và đọc.") % {"number": number})
    _check_day(revision, signed_date, at)
    signed = set(Signature.rows.filter(revision=revision).values_list("unit_id", flat=True))
    waiting = rules.others_to_sign(roles, revision.proposed_by_id, signed)
    if unit_id == revision.proposed_by_id and waiting:
        names = unit_names(waiting)
        said = {"units": ", ".join(sorted(names[pk].name for pk in waiting))}
        raise Refused(_("Bên đề xuất ký sau cùng; còn chờ %(units)s ký.") % said)
    with one_of_two(code):
        Signature.rows.create(
            revision=revision,
            unit_id=unit_id,
            post=by.acting_for or by.post,
            signed_date=signed_date,
            text_hash=text_hash,
        )
    tell(event)
    signed.add(unit_id)
    if revision.state == "PROPOSED" and all(unit in signed for unit, role in roles.items() if role in states.BINDING):
        put_in_force(row, revision, effective_from=_effective_from(row, revision), changes={})
    return event


def _check_time(row: Agreement, at: datetime) -> None:
    if row.to_date is not None and row.to_date < local_date(at):
        said = {"code": row.code, "day": words.day(row.to_date)}
        raise Refused(_("Thời hạn của quy chế %(code)s đã hết ngày %(day)s.") % said)


def _check_day(revision: Revision, signed_date: date, at: datetime) -> None:
    if signed_date > local_date(at):
        raise Refused(_("Ngày ký không thể ở sau hôm nay."))
    if revision.proposed_at is not None and signed_date < local_date(revision.proposed_at):
        day = words.day(local_date(revision.proposed_at))
        raise Refused(_("Ngày ký không thể ở trước ngày đề xuất %(day)s.") % {"day": day})


def _effective_from(row: Agreement, revision: Revision) -> date:
    """The day of the last signature, but not before the agreement's own first day."""
    days = list(Signature.rows.filter(revision=revision).values_list("signed_date", flat=True))
    return max([*days, row.from_date] if row.from_date else days)
