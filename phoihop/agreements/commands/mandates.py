"""Instruments: recorded from a file or by hand, each with what it replaces and what it carries out."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from phoihop.agreements import rules, states
from phoihop.agreements.commands.checking import needed, one_of_two, refuse_backwards, same, short_enough
from phoihop.agreements.commands.spreading import call_off
from phoihop.agreements.events import MandateRecorded, MandateSuperseded
from phoihop.agreements.models import Mandate
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, change, command, tell
from phoihop.ground.powers import ask
from phoihop.ground.text import fold, nfc
from phoihop.organizations.queries import UnitName, unit_names

LONGEST_NUMBER = 80
LONGEST_SUBJECT = 1000


@command("mandate.record")
def record_mandate(
    *,
    number: str,
    kind: str,
    issuer_id: int,
    issued_date: date | None = None,
    subject: str = "",
    effective_from: date | None = None,
    effective_to: date | None = None,
    supersedes_id: int | None = None,
    implements_id: int | None = None,
    state: str = "IN_FORCE",
    is_illustration: bool = False,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> MandateRecorded:
    """Enters an instrument, or completes the known one (same number, kind and issuer); twice changes nothing.

    What is left open stays as it is; `state` only moves on. Refused: an unknown kind or issuer, a chain that closes
    on itself, an instrument that another one has replaced already.
    """
    ask(by, "mandate.record", unit_id=by.unit_id)
    number = " ".join(needed(number, LONGEST_NUMBER).split())
    if kind not in rules.MANDATE_KINDS or state not in states.MANDATE:
        raise Refused(_("Loại hoặc trạng thái của văn bản căn cứ không có trong danh mục."))
    issuer = unit_names([issuer_id]).get(issuer_id)
    if issuer is None:
        raise Refused(_("Không có cơ quan ban hành này trong danh sách."))
    refuse_backwards(effective_from, effective_to)
    place = unit_names([by.unit_id])[by.unit_id].territory if by.unit_id is not None else issuer.territory
    given: dict[str, Any] = {
        "subject": short_enough(subject, LONGEST_SUBJECT),
        "issued_date": issued_date,
        "effective_from": effective_from,
        "effective_to": effective_to,
        "supersedes_id": supersedes_id,
        "implements_id": implements_id,
    }
    row = Mandate.rows.filter(number_key=rules.citation_key(number), kind=kind, issuer_id=issuer_id).first()
    changes: dict[str, tuple[Any, Any]] = {}
    is_new = row is None
    if row is None:
        row = _enter(number, kind, issuer, is_illustration=is_illustration)
    wanted = {name: value for name, value in given.items() if value and getattr(row, name) != value}
    if state != "IN_FORCE" and row.state == "IN_FORCE":
        wanted["state"] = state
    for name in ("supersedes_id", "implements_id"):
        if name in wanted:
            _check_link(row, wanted[name])
    event = MandateRecorded(
        code=row.code, dossier=row.code, number=row.number, place=place, mandate_id=row.pk, subject=row.subject
    )
    if not wanted and not is_new:
        return same(event)
    changes = {name: (getattr(row, name), value) for name, value in wanted.items()}
    if wanted:
        change(row, version=version, **wanted)
    if "supersedes_id" in wanted:
        _supersede(row, wanted["supersedes_id"], place, by=by, at=at)
    return tell(
        MandateRecorded(
            code=row.code, dossier=row.code, number=row.number, place=place, mandate_id=row.pk, subject=row.subject
        ),
        changes=changes,
    )


def _enter(number: str, kind: str, issuer: UnitName, *, is_illustration: bool) -> Mandate:
    key = rules.citation_key(number)
    stem = _slug(key)
    code, more = stem, 2
    if Mandate.rows.filter(code=code).exists():
        code = f"{stem}-{_slug(issuer.key)}"[:90]
    while Mandate.rows.filter(code=code).exists():
        code, more = f"{stem}-{more}", more + 1
    with one_of_two(code):
        return Mandate.rows.create(
            code=code,
            number=number,
            number_key=key,
            bare_number=rules.leading_number(number),
            kind=kind,
            issuer_id=issuer.id,
            is_illustration=is_illustration,
        )


def _slug(text: str) -> str:
    """238-qđ/tw -> 238-qd-tw: readable in an address for good."""
    return re.sub(r"[^a-z0-9]+", "-", fold(nfc(text))).strip("-")[:80] or "van-ban"


def _check_link(row: Mandate, target_id: int) -> None:
    """Refused: a target that is missing, and a chain that would close on itself."""
    if not Mandate.rows.filter(pk=target_id).exists():
        raise Refused(_("Không có văn bản căn cứ được dẫn chiếu."))
    links: dict[int, set[int]] = {}
    for pk, before, above in Mandate.rows.values_list("pk", "supersedes_id", "implements_id"):
        links[pk] = {target for target in (before, above) if target}
    if target_id == row.pk or rules.makes_circle(links, row.pk, target_id):
        said = {"number": row.number}
        raise Refused(_("Văn bản %(number)s không thể tự thay thế hay tự triển khai chính mình.") % said)


def _supersede(row: Mandate, target_id: int, place: str, *, by: Actor, at: datetime) -> None:
    """The earlier instrument is replaced. Refused when another one has replaced it already."""
    other = Mandate.rows.filter(supersedes_id=target_id).exclude(pk=row.pk).first()
    target = Mandate.rows.get(pk=target_id)
    if other is not None:
        said = {"number": target.number, "other": other.number}
        raise Refused(_("Văn bản %(number)s đã được thay bằng %(other)s.") % said)
    call_off(target, by_number=row.number, by=by, at=at)
    state = states.step(states.MANDATE, target.state, "supersede")
    if state is None:
        return  # known from the file as replaced or ended before its successor was
    before = target.state
    change(target, state=state)
    tell(
        MandateSuperseded(
            code=target.code, dossier=target.code, number=target.number, place=place, by_number=row.number
        ),
        changes={"state": (before, state)},
    )
