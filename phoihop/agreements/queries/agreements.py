"""Reading agreements: which are in force, the list, the page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from phoihop.agreements import rules, states
from phoihop.agreements.models import Agreement, Party, Revision, Signature
from phoihop.agreements.queries.texts import clauses_of, visible_revisions
from phoihop.agreements.rules import ClauseText
from phoihop.ground.actor import Actor
from phoihop.ground.powers import NotVisible, may, why
from phoihop.ground.reading import once_a_reading
from phoihop.ground.text import fold, nfc
from phoihop.organizations.queries import unit_names, units

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class AgreementValue:
    """What upper rooms know of an agreement."""

    id: int
    code: str
    title: str
    lead_id: int
    partner_ids: tuple[int, ...]
    from_date: date | None
    to_date: date | None
    mandate: str  # its number, "" if none
    territory: str
    state: str
    version: int
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """An agreement in the list."""

    code: str
    title: str
    state: str
    lead: str
    others: tuple[str, ...]
    from_date: date | None
    to_date: date | None
    my_role: str  # "" for a reader whose unit is no party
    is_illustration: bool
    is_mine_to_answer: bool  # a proposal of another party waits for the reader's unit


@dataclass(frozen=True, slots=True)
class AgreementList:
    lines: tuple[AgreementLine, ...]
    next_code: str
    may_draft: bool


@dataclass(frozen=True, slots=True)
class PartyLine:
    unit_id: int
    unit: str
    role: str


@dataclass(frozen=True, slots=True)
class SignatureLine:
    unit_id: int
    unit: str
    role: str
    post: str
    signed_date: date


@dataclass(frozen=True, slots=True)
class RevisionLine:
    number: int
    state: str
    unit: str
    unit_id: int | None
    base: int | None
    note: str
    proposed_at: datetime | None
    effective_from: date | None
    text_hash: str
    version: int
    is_signed: bool
    is_illustration: bool
    signatures: tuple[SignatureLine, ...]


@dataclass(frozen=True, slots=True)
class Rights:
    """What this reader may do on this agreement as it stands now."""

    draft: bool  # write in the draft of his unit
    start: str  # "answer" a proposal, "amend" the text in force, or "" neither
    propose: bool
    sign: int | None  # the number of the text it may sign now: the proposal; for a witness also the one in force
    must_wait: bool  # his unit proposed; it signs after the others
    end: bool
    renew: bool


@dataclass(frozen=True, slots=True)
class AgreementView:
    """All that an agreement's page shows; `clauses` is the text `shown`."""

    value: AgreementValue
    lead: str
    mandate_code: str
    parties: tuple[PartyLine, ...]
    revisions: tuple[RevisionLine, ...]
    shown: RevisionLine | None
    clauses: tuple[ClauseText, ...]
    predecessor: str
    successor: str
    ended_date: date | None
    end_reason: str
    rights: Rights
    why: str


@dataclass(frozen=True, slots=True)
class DraftView:
    """The draft a unit writes, for its forms."""

    code: str
    title: str
    number: int
    version: int
    base: int | None
    clauses: tuple[ClauseText, ...]
    why: str


def agreement_value(actor: Actor, code: str) -> AgreementValue:
    """One agreement by its code. Not visible when there is none for this actor."""
    return _values([_visible(actor, code)])[0]


def agreement_by_id(actor: Actor, agreement_id: int) -> AgreementValue:
    row = Agreement.objects.visible_to(actor).select_related("mandate").filter(pk=agreement_id).first()
    if row is None:
        raise NotVisible
    return _values([row])[0]


def agreements_by_ids(actor: Actor, ids: Iterable[int]) -> dict[int, AgreementValue]:
    """Many at once, two queries; those the actor may not see are missing."""
    rows = Agreement.objects.visible_to(actor).select_related("mandate").filter(pk__in=set(ids))
    return {value.id: value for value in _values(list(rows))}


def in_force(
    actor: Actor, lead_id: int | None = None, *, on: date | None = None, year: int | None = None
) -> list[AgreementValue]:
    """Agreements in force on a day, or on some day of a year, that this actor sees; of one lead or of all. By code."""
    rows = Agreement.objects.visible_to(actor).select_related("mandate").filter(state="IN_FORCE")
    if lead_id is not None:
        rows = rows.filter(lead_id=lead_id)
    first, last = (on, on) if on else (date(year, 1, 1), date(year, 12, 31)) if year else (None, None)
    if last:
        rows = rows.filter(Q(from_date__isnull=True) | Q(from_date__lte=last))
    if first:
        rows = rows.filter(Q(to_date__isnull=True) | Q(to_date__gte=first))
    return _values(list(rows.order_by("pk")))


def agreements_of(actor: Actor, lead_id: int) -> list[AgreementValue]:
    """Every agreement of a lead unit in any state, in the order they were made: what a programme file refers to."""
    rows = Agreement.objects.visible_to(actor).select_related("mandate").filter(lead_id=lead_id)
    return _values(list(rows.order_by("pk")))


def agreements(
    actor: Actor, *, state: str = "", text: str = "", after: str = "", limit: int = MOST_SHOWN
) -> AgreementList:
    """The list in the order of making, newest first; `after` is the code the page before ended with."""
    rows = Agreement.objects.visible_to(actor).order_by("-pk")
    if state in states.AGREEMENT:
        rows = rows.filter(state=state)
    for word in fold(nfc(text)).split():
        rows = rows.filter(Q(title_fold__contains=word) | Q(code__icontains=word))
    if after:
        last = Agreement.rows.filter(code=after).values_list("pk", flat=True).first()
        rows = rows.filter(pk__lt=last or 0)
    found = list(rows[: limit + 1])
    shown = found[:limit]
    parties = _parties([row.pk for row in shown])
    names = unit_names(party.unit_id for group in parties.values() for party in group)
    open_texts = Revision.rows.filter(agreement_id__in=list(parties), state="PROPOSED")
    proposed = dict(open_texts.values_list("agreement_id", "proposed_by_id"))
    lines = []
    for row in shown:
        mine = next((party.role for party in parties[row.pk] if party.unit_id == actor.unit_id), "")
        asked = row.pk in proposed and proposed[row.pk] != actor.unit_id
        lines.append(
            AgreementLine(
                code=row.code,
                title=row.title,
                state=row.state,
                lead=names[row.lead_id].name,
                others=tuple(names[party.unit_id].name for party in parties[row.pk] if party.role != "LEAD"),
                from_date=row.from_date,
                to_date=row.to_date,
                my_role=mine,
                is_illustration=row.is_illustration,
                is_mine_to_answer=asked and mine in states.BINDING,
            )
        )
    next_code = shown[-1].code if len(found) > limit else ""
    return AgreementList(tuple(lines), next_code, may(actor, "agreement.draft", unit_id=actor.unit_id))


def agreement_view(actor: Actor, code: str, *, number: int | None = None) -> AgreementView:
    """The page of an agreement with one of its texts: the one asked for, else the one in force, else the newest."""
    row = _visible(actor, code)
    parties = _parties([row.pk])[row.pk]
    revisions = visible_revisions(actor, row)
    signatures = list(Signature.rows.filter(revision_id__in=[r.pk for r in revisions]).order_by("signed_date", "pk"))
    writers = [revision.proposed_by_id for revision in revisions]
    names = unit_names([row.lead_id, *(p.unit_id for p in parties), *writers, *(s.unit_id for s in signatures)])
    roles = {party.unit_id: party.role for party in parties}
    numbers = {revision.pk: revision.number for revision in revisions}
    lines: dict[int, RevisionLine] = {}
    for revision in revisions:
        signed = tuple(
            SignatureLine(s.unit_id, names[s.unit_id].name, roles.get(s.unit_id, ""), s.post, s.signed_date)
            for s in signatures
            if s.revision_id == revision.pk
        )
        writer = names[revision.proposed_by_id].name if revision.proposed_by_id else ""
        lines[revision.pk] = _line(revision, signed, numbers, writer)
    shown = _shown(revisions, number)
    successor = Agreement.objects.visible_to(actor).filter(predecessor_id=row.pk).exclude(state="ENDED").first()
    before = Agreement.objects.visible_to(actor).filter(pk=row.predecessor_id).first() if row.predecessor_id else None
    return AgreementView(
        value=_value(row, parties),
        lead=names[row.lead_id].name,
        mandate_code=row.mandate.code if row.mandate else "",
        parties=tuple(PartyLine(p.unit_id, names[p.unit_id].name, p.role) for p in parties),
        revisions=tuple(lines.values()),
        shown=lines[shown.pk] if shown else None,
        clauses=clauses_of([shown.pk])[shown.pk] if shown else (),
        predecessor=before.code if before else "",
        successor=successor.code if successor else "",
        ended_date=row.ended_date,
        end_reason=row.end_reason,
        rights=_rights(actor, row, roles, revisions, signatures, has_successor=successor is not None),
        why=why(actor, row),
    )


def draft_view(actor: Actor, code: str) -> DraftView:
    """The draft that the reader's unit writes. Not visible when it writes none, or he may not write."""
    row = _visible(actor, code)
    draft = next((r for r in visible_revisions(actor, row) if r.state == "DRAFT"), None)
    if draft is None:
        raise NotVisible
    base = Revision.rows.filter(pk=draft.base_id).values_list("number", flat=True).first() if draft.base_id else None
    clauses = clauses_of([draft.pk])[draft.pk]
    return DraftView(row.code, row.title, draft.number, draft.version, base, clauses, why(actor, row))


def units_to_choose(actor: Actor, at: datetime, *, text: str = "", chosen: Sequence[int] = ()) -> list[tuple[int, str]]:
    """Units in force for a form: what `text` finds anywhere, those chosen already, those of the own territory."""
    own = unit_names([actor.unit_id])
    offered = [line.id for name in own.values() for line in units(actor, at, territory=name.territory)]
    found = [line.id for line in units(actor, at, text=text)] if text.strip() else []
    ids = dict.fromkeys([*found, *chosen, *offered])
    names = unit_names(ids)
    return [(pk, names[pk].name) for pk in ids if pk in names]


# ── for notices ─────────────────────────────────────────────────────────────────────────────────────────────


def agreement_row(code: str) -> Agreement:
    """The row a notice is about; the listener asks for each addressee whether he may see it."""
    return Agreement.rows.get(code=code)


def party_ids(code: str, roles: Sequence[str] = states.ROLES) -> list[int]:
    """The units in an agreement, for addressing."""
    return list(Party.rows.filter(agreement__code=code, role__in=roles).values_list("unit_id", flat=True))


def parties(codes: Collection[str]) -> set[int]:
    """The units in any of these agreements, whatever their role. One query however many codes."""
    wanted = [code for code in codes if code.startswith("QC-")]
    return set(Party.rows.filter(agreement__code__in=wanted).values_list("unit_id", flat=True)) if wanted else set()


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _visible(actor: Actor, code: str) -> Agreement:
    row = Agreement.objects.visible_to(actor).select_related("mandate").filter(code=code).first()
    if row is None:
        raise NotVisible
    return row


@once_a_reading
def _parties(agreement_ids: Iterable[int]) -> dict[int, list[Party]]:
    """The parties of each agreement: the lead, the partners, the witnesses."""
    found: dict[int, list[Party]] = {pk: [] for pk in agreement_ids}
    for party in Party.rows.filter(agreement_id__in=list(found)).order_by("pk"):
        found[party.agreement_id].append(party)
    for group in found.values():
        group.sort(key=lambda party: states.ROLES.index(party.role))
    return found


def _values(rows: list[Agreement]) -> list[AgreementValue]:
    parties = _parties([row.pk for row in rows])
    return [_value(row, parties[row.pk]) for row in rows]


def _value(row: Agreement, parties: list[Party]) -> AgreementValue:
    return AgreementValue(
        id=row.pk,
        code=row.code,
        title=row.title,
        lead_id=row.lead_id,
        partner_ids=tuple(party.unit_id for party in parties if party.role == "PARTNER"),
        from_date=row.from_date,
        to_date=row.to_date,
        mandate=row.mandate.number if row.mandate else "",
        territory=row.territory,
        state=row.state,
        version=row.version,
        is_illustration=row.is_illustration,
    )


def _line(row: Revision, signed: tuple[SignatureLine, ...], numbers: dict[int, int], unit: str) -> RevisionLine:
    return RevisionLine(
        number=row.number,
        state=row.state,
        unit=unit,
        unit_id=row.proposed_by_id,
        base=numbers.get(row.base_id) if row.base_id else None,
        note=row.note,
        proposed_at=row.proposed_at,
        effective_from=row.effective_from,
        text_hash=row.text_hash,
        version=row.version,
        is_signed=row.is_signed,
        is_illustration=row.is_illustration,
        signatures=signed,
    )


def _shown(revisions: list[Revision], number: int | None) -> Revision | None:
    if number is not None:
        found = next((row for row in revisions if row.number == number), None)
        if found is None:
            raise NotVisible
        return found
    in_force_now = next((row for row in revisions if row.state == "SIGNED"), None)
    return in_force_now or (revisions[0] if revisions else None)


def _rights(
    actor: Actor,
    row: Agreement,
    roles: dict[int, str],
    revisions: list[Revision],
    signatures: list[Signature],
    *,
    has_successor: bool,
) -> Rights:
    role = roles.get(actor.unit_id, "") if actor.unit_id else ""
    is_binding, is_open = role in states.BINDING, row.state != "ENDED"
    draft = next((r for r in revisions if r.state == "DRAFT"), None)
    proposal = next((r for r in revisions if r.state == "PROPOSED"), None)
    signed = {s.unit_id for s in signatures if proposal and s.revision_id == proposal.pk}
    writes = is_binding and is_open and may(actor, "agreement.draft", row)
    signs = bool(role) and is_open and may(actor, "agreement.sign", row)
    to_sign = proposal is not None and actor.unit_id not in signed
    number = proposal.number if proposal is not None and to_sign else None
    if proposal is None and role == "WITNESS":
        number = _unwitnessed(revisions, signatures, actor.unit_id)
    is_own = proposal is not None and proposal.proposed_by_id == actor.unit_id
    waits = is_own and bool(rules.others_to_sign(roles, actor.unit_id, signed))
    start = ""
    if writes and draft is None:
        start = "answer" if proposal and not is_own else "amend" if not proposal and row.state == "IN_FORCE" else ""
    leads = row.state == "IN_FORCE" and may(actor, "agreement.end", row)
    return Rights(
        draft=writes and draft is not None,
        start=start,
        propose=draft is not None and is_binding and is_open and may(actor, "agreement.propose", row),
        sign=number if signs and not waits else None,
        must_wait=signs and to_sign and waits,
        end=is_open and may(actor, "agreement.end", row),
        renew=leads and not has_successor and may(actor, "agreement.renew", row),
    )


def _unwitnessed(revisions: list[Revision], signatures: list[Signature], unit_id: int | None) -> int | None:
    """The text in force that was proposed here, not entered from a file, and that this witness has not signed."""
    current = next((row for row in revisions if row.state == "SIGNED" and row.proposed_at is not None), None)
    if current is None or any(one.revision_id == current.pk and one.unit_id == unit_id for one in signatures):
        return None
    return current.number
