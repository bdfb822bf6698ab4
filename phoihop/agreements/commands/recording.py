"""Agreements that were signed on paper, entered as facts from a programme file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.agreements import rules, states
from phoihop.agreements.commands.checking import (
    LONGEST_TITLE,
    check_clauses,
    in_force_event,
    in_force_text,
    needed,
    new_draft,
    one_of_two,
    put_in_force,
    refuse_backwards,
    roles_of,
    text_of,
)
from phoihop.agreements.events import AgreementAmended
from phoihop.agreements.models import Agreement, Mandate, Party, Revision, Signature
from phoihop.agreements.rules import ClauseText
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, change, command, nothing_changed, on_record, tell
from phoihop.ground.powers import ask
from phoihop.ground.text import fold
from phoihop.organizations.commands import take_numbers
from phoihop.organizations.queries import unit_names

NAMES = {"title": "title", "from_date": "from_date", "to_date": "to_date", "mandate_id": "mandate"}


@dataclass(frozen=True, slots=True)
class Recorded:
    """What recording did: `changed` names fields (`from_date`, `mandate`, `parties`) and clauses (`4.1`)."""

    code: str
    agreement_id: int
    is_new: bool
    changed: tuple[str, ...] = ()


@command("agreement.record")
def record_agreement(
    *,
    parties: Mapping[int, str],
    title: str = "",
    mandate_number: str = "",
    from_date: date | None = None,
    to_date: date | None = None,
    clauses: Sequence[ClauseText] = (),
    code: str = "",
    is_illustration: bool = False,
    by: Actor,
    at: datetime,
) -> Recorded:
    """Enters an agreement in force, or brings the known one up to the file; twice changes nothing.

    `parties` gives each unit its role. Without `code` the agreement is known by its lead and partners. What the file
    leaves open ("", None, no clauses) stays as it is. Refused: parties without one lead and a partner, an unknown
    mandate, wrong clauses or rules, and a file that contradicts what the parties have signed since or negotiate now.
    """
    ask(by, "agreement.record")
    lead_id = lead_of(parties)
    refuse_backwards(from_date, to_date)
    text = check_clauses(clauses)
    mandate_id = _mandate_id(mandate_number)
    row = _known(code, lead_id, parties, from_date, to_date)
    if row is None:
        return _enter(
            parties,
            text,
            title=title or _named(parties),
            mandate_id=mandate_id,
            from_date=from_date,
            to_date=to_date,
            is_illustration=is_illustration,
            at=at,
        )
    given = {"title": title.strip(), "from_date": from_date, "to_date": to_date, "mandate_id": mandate_id}
    changes = _amend(row, {name: value for name, value in given.items() if value}, is_illustration=is_illustration)
    changes |= _join(row, parties)
    changed = _write(row, text, changes, lead_id, is_illustration=is_illustration, at=at)
    if not changed and not changes:
        nothing_changed()
    return Recorded(row.code, row.pk, is_new=False, changed=(*(NAMES.get(n, n) for n in changes), *changed))


def lead_of(parties: Mapping[int, str]) -> int:
    """The one lead. Refused: unknown roles, no or several leads, no partner."""
    if unknown := set(parties.values()) - set(states.ROLES):
        raise Refused(_("Không có vai trò %(roles)s trong quy chế.") % {"roles": ", ".join(sorted(unknown))})
    leads = [unit_id for unit_id, role in parties.items() if role == "LEAD"]
    if len(leads) != 1 or "PARTNER" not in parties.values():
        raise Refused(_("Quy chế cần đúng một cơ quan chủ trì và ít nhất một cơ quan phối hợp."))
    return leads[0]


def new_agreement(
    parties: Mapping[int, str],
    *,
    title: str,
    mandate_id: int | None,
    from_date: date | None,
    to_date: date | None,
    is_illustration: bool = False,
    predecessor: Agreement | None = None,
    domains: str = "[]",
) -> Agreement:
    """A numbered agreement with its parties, in DRAFT and without a text."""
    lead_id = lead_of(parties)
    names = unit_names(parties)
    if len(names) != len(parties):
        raise Refused(_("Có cơ quan không có trong danh sách."))
    title = needed(title, LONGEST_TITLE)
    territory = names[lead_id].territory
    code = f"QC-{territory}-{take_numbers(f'QC-{territory}', 1)[0]:02}"
    with one_of_two(code):
        row = Agreement.rows.create(
            code=code,
            title=title,
            title_fold=fold(title)[:LONGEST_TITLE],
            territory=territory,
            lead_id=lead_id,
            from_date=from_date,
            to_date=to_date,
            mandate_id=mandate_id,
            predecessor=predecessor,
            domains=domains,
            is_illustration=is_illustration,
        )
    order = sorted(parties.items(), key=lambda party: states.ROLES.index(party[1]))
    Party.rows.bulk_create(Party(agreement=row, unit_id=unit_id, role=role) for unit_id, role in order)
    return row


def _enter(parties: Mapping[int, str], text: Sequence[ClauseText], *, at: datetime, **values: Any) -> Recorded:
    row = new_agreement(parties, **values)
    revision = new_draft(row, text, unit_id=row.lead_id, at=at, is_illustration=row.is_illustration)
    _freeze(revision, text)
    event = put_in_force(row, revision, effective_from=row.from_date, changes={})
    return Recorded(row.code, row.pk, is_new=True, changed=event.changed_clauses)


def _known(
    code: str, lead_id: int, parties: Mapping[int, str], from_date: date | None, to_date: date | None
) -> Agreement | None:
    """The agreement meant: that of the code, else of the same lead and partners with these dates, else not ended."""
    rows = Agreement.rows.filter(lead_id=lead_id).order_by("-pk")
    if code:
        row = Agreement.rows.filter(code=code).first()
        if row is None or row.lead_id != lead_id:
            raise Refused(_("Không có quy chế %(code)s của cơ quan chủ trì này.") % {"code": code})
        return row
    partners = {unit_id for unit_id, role in parties.items() if role == "PARTNER"}
    found: dict[int, set[int]] = {}
    for agreement_id, unit_id in Party.rows.filter(agreement__in=rows, role="PARTNER").values_list(
        "agreement_id", "unit_id"
    ):
        found.setdefault(agreement_id, set()).add(unit_id)
    same = [row for row in rows if found.get(row.pk) == partners]
    exact = [row for row in same if from_date and (row.from_date, row.to_date) == (from_date, to_date)]
    return next(iter([*exact, *(row for row in same if row.state == "IN_FORCE")]), None)


def _amend(row: Agreement, given: dict[str, Any], *, is_illustration: bool) -> dict[str, tuple[Any, Any]]:
    """Fields the file says otherwise. Whoever gives the dates gives the mark of an illustration."""
    changes = {name: (getattr(row, name), new) for name, new in given.items() if getattr(row, name) != new}
    if not changes:
        return {}
    if row.state == "ENDED":
        raise Refused(_("Quy chế %(code)s đã chấm dứt.") % {"code": row.code})
    values = {name: new for name, (_old, new) in changes.items()}
    refuse_backwards(values.get("from_date", row.from_date), values.get("to_date", row.to_date))
    if "title" in values:
        values["title"] = needed(values["title"], LONGEST_TITLE)
        values["title_fold"] = fold(values["title"])[:LONGEST_TITLE]
    if values.keys() & {"from_date", "to_date"}:
        values["is_illustration"] = is_illustration
    change(row, **values)
    return changes


def _join(row: Agreement, parties: Mapping[int, str]) -> dict[str, tuple[Any, Any]]:
    """Witnesses that the file names and the agreement has not. Lead and partners are what it is known by."""
    missing = sorted(parties.keys() - roles_of(row).keys())
    if not missing:
        return {}
    if any(parties[unit_id] != "WITNESS" for unit_id in missing):
        raise Refused(_("Các bên của quy chế %(code)s khác với tệp.") % {"code": row.code})
    Party.rows.bulk_create(Party(agreement=row, unit_id=unit_id, role="WITNESS") for unit_id in missing)
    return {"parties": ([], missing)}


def _write(
    row: Agreement,
    text: Sequence[ClauseText],
    changes: dict[str, tuple[Any, Any]],
    lead_id: int,
    *,
    is_illustration: bool,
    at: datetime,
) -> tuple[str, ...]:
    """The file's text in force, unless it is or once was; tells of it, or of the changed fields alone."""
    before = in_force_text(row)
    signed = Revision.rows.filter(agreement=row, is_signed=True)
    is_known = not text or signed.filter(text_hash=rules.text_hash(text)).exists()
    if is_known or before is None:
        if changes and before is not None:
            now = text_of(before)
            tell(in_force_event(AgreementAmended, row, before, now, now), changes=changes)
        return ()
    if row.state == "ENDED":
        raise Refused(_("Quy chế %(code)s đã chấm dứt.") % {"code": row.code})
    if Signature.rows.filter(revision=before).exists():
        raise Refused(
            _("Các bên đã ký bản %(number)s của quy chế %(code)s; tệp không ghi đè lên văn bản đã ký.")
            % {"number": before.number, "code": row.code}
        )
    if Revision.rows.filter(agreement=row, state__in=("DRAFT", "PROPOSED")).exists():
        raise Refused(
            _("Các bên đang thương lượng một bản mới của quy chế %(code)s; tệp không ghi đè lên việc đó.")
            % {"code": row.code}
        )
    revision = new_draft(row, text, unit_id=lead_id, at=at, base=before, is_illustration=is_illustration)
    _freeze(revision, text)
    event = put_in_force(row, revision, effective_from=row.from_date, changes=changes)
    return event.changed_clauses


def _freeze(revision: Revision, text: Sequence[ClauseText]) -> None:
    change(revision, text_hash=rules.text_hash(text), note=on_record(gettext_lazy("Ghi theo tệp chương trình.")))


def _mandate_id(number: str) -> int | None:
    """The instrument of that number, however it is written. Refused: none, or several."""
    if not number.strip():
        return None
    found = list(Mandate.rows.filter(number_key=rules.citation_key(number)).values_list("pk", flat=True)[:2])
    if len(found) != 1:
        raise Refused(_("Không xác định được văn bản căn cứ số %(number)s.") % {"number": number})
    return found[0]


def _named(parties: Mapping[int, str]) -> str:
    """The usual title, from who has agreed."""
    names = unit_names(parties)
    lead = names[lead_of(parties)].name if lead_of(parties) in names else ""
    partners = ", ".join(names[pk].name for pk, role in parties.items() if role == "PARTNER" and pk in names)
    title = on_record(gettext_lazy("Quy chế phối hợp giữa %(lead)s và %(partners)s"), lead=lead, partners=partners)
    return title[:LONGEST_TITLE]
