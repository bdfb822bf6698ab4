"""Writing a text: a new agreement, an answer to a proposal, an amendment of what is in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import F
from django.utils.translation import gettext as _

from phoihop.agreements import rules, states
from phoihop.agreements.commands.checking import (
    LONGEST_CLAUSE,
    MOST_CLAUSES,
    agreement_of,
    binding_unit,
    check_clauses,
    check_duty,
    check_ref,
    check_units,
    draft_of,
    duty_columns,
    in_force_text,
    make_room,
    needed,
    new_draft,
    refuse_backwards,
    refuse_ended,
    roles_of,
    same,
    text_of,
    touch,
)
from phoihop.agreements.commands.recording import lead_of, new_agreement
from phoihop.agreements.events import (
    AgreementDrafted,
    ClauseDropped,
    ClauseWritten,
    DutyDropped,
    DutySet,
    RevisionDropped,
    RevisionStarted,
)
from phoihop.agreements.models import Agreement, Clause, Duty, Mandate, Revision
from phoihop.agreements.rules import ClauseText, DutyText
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, change, command, tell
from phoihop.ground.powers import ask
from phoihop.ground.text import nfc
from phoihop.organizations.queries import unit_names


@command("agreement.draft")
def draft_agreement(
    *,
    title: str,
    parties: Mapping[int, str],
    from_date: date | None = None,
    to_date: date | None = None,
    mandate_id: int | None = None,
    clauses: Sequence[ClauseText] = (),
    by: Actor,
    at: datetime,
) -> AgreementDrafted:
    """Begins an agreement with a first draft that the actor's unit writes.

    Refused: parties without one lead and a partner, a unit not in force, the own unit not bound by it, wrong clauses.
    """
    ask(by, "agreement.draft", unit_id=by.unit_id)
    lead_id = lead_of(parties)
    if by.is_person and parties.get(by.unit_id or 0) not in states.BINDING:
        raise Refused(_("Cơ quan của bạn phải là bên chủ trì hoặc phối hợp của quy chế."))
    check_units(list(parties), at)
    refuse_backwards(from_date, to_date)
    if mandate_id is not None and not Mandate.rows.filter(pk=mandate_id).exists():
        raise Refused(_("Không có văn bản căn cứ được dẫn chiếu."))
    text = check_clauses(clauses)
    known = _begun(title, parties, lead_id, from_date, to_date, by)
    if known is not None:
        return same(AgreementDrafted(code=known.code, dossier=known.code, agreement_id=known.pk, title=known.title))
    row = new_agreement(parties, title=title, mandate_id=mandate_id, from_date=from_date, to_date=to_date)
    new_draft(row, text, unit_id=by.unit_id or lead_id, at=at)
    return tell(AgreementDrafted(code=row.code, dossier=row.code, agreement_id=row.pk, title=row.title))


@command("agreement.draft")
def start_revision(*, code: str, by: Actor, at: datetime) -> RevisionStarted:
    """The actor's unit begins its own draft: an answer to another party's proposal, or an amendment of the text.

    Refused: an ended agreement, a draft already being written, the own proposal still waiting, nothing to start from.
    """
    row = agreement_of(code)
    ask(by, "agreement.draft", row)
    refuse_ended(row)
    unit_id = binding_unit(row, by)
    unit = unit_names([unit_id])[unit_id].name
    draft = Revision.rows.filter(agreement=row, state="DRAFT").first()
    if draft is not None and draft.proposed_by_id == unit_id:
        return same(RevisionStarted(code=code, dossier=code, number=draft.number, unit=unit))
    if draft is not None:
        raise Refused(_("Một bên khác đang soạn bản tiếp theo của quy chế %(code)s.") % {"code": code})
    proposal = Revision.rows.filter(agreement=row, state="PROPOSED").first()
    if proposal is not None and proposal.proposed_by_id == unit_id:
        raise Refused(_("Bản do cơ quan bạn đề xuất đang chờ các bên khác trả lời."))
    base = proposal or in_force_text(row)
    if base is None:
        raise Refused(_("Quy chế %(code)s chưa có văn bản nào để sửa đổi.") % {"code": code})
    revision = new_draft(row, text_of(base), unit_id=unit_id, at=at, base=base)
    return tell(RevisionStarted(code=code, dossier=code, number=revision.number, unit=unit))


@command("agreement.draft")
def drop_revision(*, code: str, version: int | None = None, by: Actor, at: datetime) -> RevisionDropped:
    """Gives up the unit's draft. Refused for the first draft of all: then the agreement itself is given up."""
    row = agreement_of(code)
    ask(by, "agreement.draft", row)
    refuse_ended(row)
    unit_id = binding_unit(row, by)
    draft = draft_of(row, by, version)
    if draft.base_id is None:
        raise Refused(_("Đây là bản thảo đầu tiên; muốn bỏ thì chấm dứt quy chế."))
    change(draft, version=version, state="SUPERSEDED")
    unit = unit_names([unit_id])[unit_id].name
    return tell(RevisionDropped(code=code, dossier=code, number=draft.number, unit=unit))


@command("agreement.draft")
def write_clause(
    *,
    code: str,
    ref: str,
    text: str,
    after: str | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> ClauseWritten:
    """Writes a clause of the unit's draft: a new one behind `after` (None: at the end), or new words for a known one.

    Refused: no draft, no words, an id that is none or that an earlier signed text used for another clause.
    """
    row = agreement_of(code)
    ask(by, "agreement.draft", row)
    refuse_ended(row)
    draft = draft_of(row, by, version)
    ref, text = ref.strip(), needed(text, LONGEST_CLAUSE)
    event = ClauseWritten(code=code, dossier=code, number=draft.number, ref=ref)
    clause = Clause.rows.filter(revision=draft, ref=ref).first()
    if clause is not None:
        if clause.text == text:
            return same(event)
        before = clause.text
        touch(draft, version)
        Clause.rows.filter(pk=clause.pk).update(text=text)
        return tell(event, changes={"text": (before, text)})
    _check_new_ref(draft, ref)
    touch(draft, version)
    Clause.rows.create(revision=draft, ref=ref, position=make_room(draft, after), text=text)
    return tell(event, changes={"text": ("", text)})


@command("agreement.draft")
def drop_clause(*, code: str, ref: str, version: int | None = None, by: Actor, at: datetime) -> ClauseDropped:
    """Strikes a clause with its duties out of the unit's draft. Not there: nothing changes."""
    row = agreement_of(code)
    ask(by, "agreement.draft", row)
    refuse_ended(row)
    draft = draft_of(row, by, version)
    event = ClauseDropped(code=code, dossier=code, number=draft.number, ref=ref)
    clause = Clause.rows.filter(revision=draft, ref=ref).first()
    if clause is None:
        return same(event)
    touch(draft, version)
    Duty.rows.filter(clause=clause).delete()
    clause.delete()
    Clause.rows.filter(revision=draft, position__gt=clause.position).update(position=F("position") - 1)
    return tell(event, changes={"text": (clause.text, "")})


@command("agreement.draft")
def set_duty(*, code: str, ref: str, duty: DutyText, version: int | None = None, by: Actor, at: datetime) -> DutySet:
    """Sets a duty of a clause in the unit's draft, new or known by its key; a known one may move to this clause.

    Refused: no such clause, a wrong key, a rule that cannot be read.
    """
    row = agreement_of(code)
    ask(by, "agreement.draft", row)
    refuse_ended(row)
    draft = draft_of(row, by, version)
    clause = Clause.rows.filter(revision=draft, ref=ref).first()
    if clause is None:
        raise Refused(_("Bản thảo không có điều khoản %(ref)s.") % {"ref": ref})
    duty = check_duty(duty)
    event = DutySet(code=code, dossier=code, number=draft.number, ref=ref, duty=duty.key)
    columns = {**duty_columns(duty), "clause_id": clause.pk}
    known = Duty.rows.filter(revision=draft, key=duty.key).first()
    before = {name: getattr(known, name, "") for name in columns}
    changes = {name: (before[name], value) for name, value in columns.items() if before[name] != value}
    if not changes:
        return same(event)
    touch(draft, version)
    if known is None:
        Duty.rows.create(revision=draft, key=duty.key, **columns)
    else:
        Duty.rows.filter(pk=known.pk).update(**columns)
    return tell(event, changes=changes)


@command("agreement.draft")
def drop_duty(*, code: str, key: str, version: int | None = None, by: Actor, at: datetime) -> DutyDropped:
    """Strikes a duty out of the unit's draft. Not there: nothing changes."""
    row = agreement_of(code)
    ask(by, "agreement.draft", row)
    refuse_ended(row)
    draft = draft_of(row, by, version)
    duty = Duty.rows.filter(revision=draft, key=key).select_related("clause").first()
    if duty is None:
        return same(DutyDropped(code=code, dossier=code, number=draft.number, ref="", duty=key))
    touch(draft, version)
    duty.delete()
    return tell(DutyDropped(code=code, dossier=code, number=draft.number, ref=duty.clause.ref, duty=key))


def _begun(
    title: str, parties: Mapping[int, str], lead_id: int, from_date: date | None, to_date: date | None, by: Actor
) -> Agreement | None:
    """The draft that the same form began a moment ago: sent twice it is one agreement."""
    rows = Agreement.rows.filter(state="DRAFT", lead_id=lead_id, title=nfc(title).strip())
    for row in rows.filter(from_date=from_date, to_date=to_date):
        first = Revision.rows.filter(agreement=row, state="DRAFT", proposed_by_id=by.unit_id)
        if roles_of(row) == dict(parties) and first.exists():
            return row
    return None


def _check_new_ref(draft: Revision, ref: str) -> None:
    """An id names one clause for good."""
    check_ref(ref)
    if Clause.rows.filter(revision=draft).count() >= MOST_CLAUSES:
        raise Refused(_("Quy chế có nhiều nhất %(most)s điều khoản.") % {"most": MOST_CLAUSES})
    base = set(Clause.rows.filter(revision_id=draft.base_id).values_list("ref", flat=True)) if draft.base_id else set()
    signed = Clause.rows.filter(revision__agreement_id=draft.agreement_id, revision__is_signed=True)
    if not rules.is_ref_free(ref, base=base, signed=set(signed.values_list("ref", flat=True))):
        raise Refused(
            _("Số %(ref)s từng chỉ một điều khoản khác đã ký; hãy dùng số mới để không ai nhầm.") % {"ref": ref}
        )
