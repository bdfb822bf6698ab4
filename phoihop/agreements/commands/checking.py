"""What several commands load and refuse alike, and how a text is copied, read and put in force."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from phoihop.agreements import rules, states
from phoihop.agreements.events import AgreementAmended, AgreementTookEffect
from phoihop.agreements.models import Agreement, Clause, Duty, Mandate, Party, Revision
from phoihop.agreements.queries import clauses_of
from phoihop.agreements.rules import ClauseText, DutyText
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster, change, nothing_changed, tell
from phoihop.ground.events import Event
from phoihop.ground.parts import words
from phoihop.ground.powers import NotVisible
from phoihop.ground.text import nfc
from phoihop.obligations.queries import check_rule
from phoihop.organizations.queries import unit_names, units_in_force

E = TypeVar("E", bound=Event)

LONGEST_TITLE = 300
LONGEST_NOTE = 1000
LONGEST_CLAUSE = 20_000
MOST_CLAUSES = 500


# ── loading ─────────────────────────────────────────────────────────────────────────────────────────────────


def agreement_of(code: str) -> Agreement:
    row = Agreement.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    return row


def mandate_of(code: str) -> Mandate:
    row = Mandate.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    return row


def roles_of(agreement: Agreement) -> dict[int, str]:
    """Unit to role, in the order of the parties."""
    return dict(Party.rows.filter(agreement=agreement).order_by("pk").values_list("unit_id", "role"))


def binding_unit(agreement: Agreement, by: Actor) -> int:
    """The actor's unit as a party that binds itself. Refused for witnesses and for those who are no party."""
    if by.unit_id is None or roles_of(agreement).get(by.unit_id) not in states.BINDING:
        raise Refused(_("Chỉ cơ quan chủ trì và cơ quan phối hợp mới soạn, đề xuất văn bản của quy chế."))
    return by.unit_id


def draft_of(agreement: Agreement, by: Actor, version: int | None) -> Revision:
    """The draft of the actor's unit, still what the reader saw. Others do not learn that there is one."""
    draft = Revision.rows.filter(agreement=agreement, state="DRAFT", proposed_by_id=by.unit_id).first()
    if draft is None:
        raise Refused(_("Cơ quan bạn không có bản thảo nào của quy chế %(code)s.") % {"code": agreement.code})
    check_version(draft, version, agreement.code)
    return draft


def check_version(row: Any, version: int | None, code: str) -> None:
    if version is not None and row.version != version:
        raise SomebodyWasFaster(code, row.version)


def refuse_ended(agreement: Agreement) -> None:
    if agreement.state == "ENDED":
        raise Refused(_("Quy chế %(code)s đã chấm dứt.") % {"code": agreement.code})


# ── typed text ──────────────────────────────────────────────────────────────────────────────────────────────


def needed(text: str, most: int) -> str:
    """Text as it enters the house. Refused when nothing is left of it, or too much."""
    text = nfc(text).strip()
    if not text:
        raise Refused(_("Còn thiếu nội dung bắt buộc."))
    return short_enough(text, most)


def short_enough(text: str, most: int) -> str:
    text = nfc(text).strip()
    if len(text) > most:
        raise Refused(_("Nội dung dài quá %(most)s ký tự.") % {"most": most})
    return text


def reason_of(text: str) -> str:
    reason = short_enough(text, LONGEST_NOTE)
    if not reason:
        raise Refused(_("Cần nêu lý do."))
    return reason


def refuse_backwards(first: date | None, last: date | None) -> None:
    if first is not None and last is not None and last < first:
        raise Refused(_("Ngày kết thúc phải sau ngày bắt đầu."))


def check_units(ids: Collection[int], at: datetime) -> None:
    """Refused: a unit that does not exist or is not in force that day."""
    names = unit_names(ids)
    if len(names) != len(set(ids)):
        raise Refused(_("Có cơ quan không có trong danh sách."))
    living = units_in_force(ids, at)
    ended = [names[pk].name for pk in ids if pk not in living]
    if ended:
        said = {"units": ", ".join(ended), "day": words.day(at.date())}
        raise Refused(_("%(units)s không còn hoặc chưa có hiệu lực vào ngày %(day)s.") % said)


def check_clauses(clauses: Sequence[ClauseText]) -> tuple[ClauseText, ...]:
    """Clauses as they are kept. Refused: wrong or repeated ids and keys, no words, rules that cannot be read."""
    if len(clauses) > MOST_CLAUSES:
        raise Refused(_("Quy chế có nhiều nhất %(most)s điều khoản.") % {"most": MOST_CLAUSES})
    refuse_twice([clause.ref for clause in clauses])
    refuse_twice([duty.key for clause in clauses for duty in clause.duties])
    kept = []
    for clause in clauses:
        if clause.ref:
            check_ref(clause.ref)
        duties = tuple(check_duty(duty) for duty in clause.duties)
        text = short_enough(clause.text, LONGEST_CLAUSE)
        if not text and not duties:
            raise Refused(_("Điều khoản %(ref)s chưa có nội dung.") % {"ref": clause.ref})
        kept.append(ClauseText(clause.ref, text, duties))
    return tuple(kept)


def refuse_twice(names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise Refused(_("“%(name)s” xuất hiện hai lần trong cùng một văn bản.") % {"name": name})
        seen.add(name)


def check_ref(ref: str) -> None:
    if not rules.is_ref(ref):
        raise Refused(_("Số điều khoản %(ref)s không hợp lệ, ví dụ đúng: 4.1.") % {"ref": ref})


def check_duty(duty: DutyText) -> DutyText:
    """A duty as it is kept, its entitled side said. Refused: a wrong key, side, channel or rule, no words."""
    if not rules.is_duty_key(duty.key):
        raise Refused(
            _("Khóa trách nhiệm %(key)s không hợp lệ, ví dụ đúng: partner.provide-documents.") % {"key": duty.key}
        )
    entitled = duty.entitled or rules.other_side(duty.obliged)
    if entitled not in rules.SIDES or entitled == duty.obliged:
        raise Refused(_("Bên được hưởng phải là bên kia."))
    if unknown := set(duty.channels) - set(rules.CHANNELS):
        raise Refused(_("Không có kênh thông tin %(channels)s.") % {"channels": ", ".join(sorted(unknown))})
    text = needed(duty.text, LONGEST_CLAUSE)
    return DutyText(duty.key, text, plain_rule(duty.rule), tuple(dict.fromkeys(duty.channels)), entitled)


def plain_rule(rule: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """A due rule as it is kept, days as ISO text. Refused with all that is wrong in it."""
    if faults := check_rule(rule):
        raise Refused("; ".join(faults))
    if rule is None:
        return None
    return {
        name: term.isoformat() if isinstance(term, date) else list(term) if isinstance(term, tuple) else term
        for name, term in rule.items()
    }


# ── texts ───────────────────────────────────────────────────────────────────────────────────────────────────


def new_draft(
    agreement: Agreement,
    clauses: Sequence[ClauseText],
    *,
    unit_id: int,
    at: datetime,
    base: Revision | None = None,
    is_illustration: bool = False,
) -> Revision:
    """The next text of an agreement as a draft of one unit. Its clauses have been checked."""
    last = Revision.rows.filter(agreement=agreement).order_by("-number").values_list("number", flat=True).first()
    with one_of_two(agreement.code):
        revision = Revision.rows.create(
            agreement=agreement,
            number=(last or 0) + 1,
            base=base,
            proposed_by_id=unit_id,
            created_at=at,
            is_illustration=is_illustration,
        )
    rows = Clause.rows.bulk_create(
        Clause(revision=revision, ref=clause.ref, position=place, text=clause.text)
        for place, clause in enumerate(clauses, start=1)
    )
    Duty.rows.bulk_create(
        duty_row(revision, row, duty) for row, clause in zip(rows, clauses, strict=True) for duty in clause.duties
    )
    return revision


def duty_row(revision: Revision, clause: Clause, duty: DutyText) -> Duty:
    return Duty(revision=revision, clause=clause, key=duty.key, **duty_columns(duty))


def duty_columns(duty: DutyText) -> dict[str, str]:
    return {
        "text": duty.text,
        "obliged": duty.obliged,
        "entitled": duty.entitled or rules.other_side(duty.obliged),
        "rule": to_json(duty.rule),
        "channels": to_json(list(duty.channels)),
    }


def to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def text_of(revision: Revision) -> tuple[ClauseText, ...]:
    return clauses_of([revision.pk])[revision.pk]


def in_force_text(agreement: Agreement) -> Revision | None:
    return Revision.rows.filter(agreement=agreement, state="SIGNED").first()


def put_in_force(
    agreement: Agreement, revision: Revision, *, effective_from: date | None, changes: dict[str, tuple[Any, Any]]
) -> AgreementTookEffect | AgreementAmended:
    """The text becomes the one in force, the one before it history; tells which clauses differ."""
    before = in_force_text(agreement)
    old = text_of(before) if before else ()
    new = text_of(revision)
    if before is not None:
        change(before, state="SUPERSEDED")
    change(revision, state="SIGNED", is_signed=True, effective_from=effective_from)
    state = states.step(states.AGREEMENT, agreement.state, "take_effect")
    if state is None:
        raise Refused(_("Quy chế %(code)s đã chấm dứt.") % {"code": agreement.code})
    if agreement.state != state:
        changes = {**changes, "state": (agreement.state, state)}
        change(agreement, state=state)
    kind = AgreementAmended if before else AgreementTookEffect
    return tell(in_force_event(kind, agreement, revision, old, new), changes=changes)


def in_force_event(
    kind: type[AgreementTookEffect | AgreementAmended],
    agreement: Agreement,
    revision: Revision,
    old: Sequence[ClauseText],
    new: Sequence[ClauseText],
) -> AgreementTookEffect | AgreementAmended:
    changed = rules.changed_refs(old, new)
    return kind(
        code=agreement.code,
        dossier=agreement.code,
        agreement_id=agreement.pk,
        number=revision.number,
        changed_clauses=changed,
        clauses=", ".join(ref or "–" for ref in changed),
        removed_duties=rules.removed_duties(old, new),
        effective_from=revision.effective_from.isoformat() if revision.effective_from else "",
    )


def touch(revision: Revision, version: int | None) -> None:
    """A draft that was written in is no longer what others see on their screens."""
    change(revision, version=version)


def make_room(revision: Revision, after: str | None) -> int:
    """The position behind clause `after` (None: at the end, "": in front), with the later ones moved on by one."""
    clauses = Clause.rows.filter(revision=revision)
    if after is None:
        return (clauses.order_by("-position").values_list("position", flat=True).first() or 0) + 1
    place = 0
    if after:
        place = clauses.filter(ref=after).values_list("position", flat=True).first() or 0
        if not place:
            raise Refused(_("Bản thảo không có điều khoản %(ref)s.") % {"ref": after})
    clauses.filter(position__gt=place).update(position=F("position") + 1)
    return place + 1


@contextmanager
def one_of_two(code: str) -> Iterator[None]:
    """Of two who make the same row at once, the database takes one; the other learns that somebody was faster."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as taken:
        raise SomebodyWasFaster(code) from taken


def same(event: E) -> E:
    """The answer of a command that found its work done."""
    nothing_changed()
    return event
