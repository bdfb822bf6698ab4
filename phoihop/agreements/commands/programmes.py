"""What a programme file says of a lead's agreements as a whole."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from phoihop.agreements.events import DomainsRecorded, ProgrammeRecorded
from phoihop.agreements.models import Agreement, Programme
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, change, command, nothing_changed, tell
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.text import nfc


@command("programme.record")
def record_programme(
    *,
    territory: str,
    title: str,
    lead_id: int,
    first_year: int,
    last_year: int,
    reported_date: date | None = None,
    by: Actor,
    at: datetime,
) -> ProgrammeRecorded | None:
    """Writes down the programme of a territory; twice changes nothing. Refused: an end before the beginning."""
    ask(by, "programme.record")
    if last_year < first_year:
        raise Refused(_("Năm cuối của chương trình ở trước năm đầu."))
    given: dict[str, Any] = {
        "title": nfc(title).strip()[:300],
        "lead_id": lead_id,
        "first_year": first_year,
        "last_year": last_year,
        "reported_date": reported_date,
    }
    row = Programme.rows.filter(territory=territory).first()
    changes: dict[str, tuple[Any, Any]] = {}
    if row is None:
        row = Programme.rows.create(territory=territory, **given)
    else:
        changes = {name: (getattr(row, name), value) for name, value in given.items() if getattr(row, name) != value}
        if not changes:
            nothing_changed()
            return None
        change(row, **given)
    return tell(
        ProgrammeRecorded(code=f"CT-{territory}-{first_year}", title=row.title, lead_id=lead_id), changes=changes
    )


@command("agreement.record")
def record_domains(*, code: str, domains: Sequence[str], by: Actor, at: datetime) -> DomainsRecorded | None:
    """Writes down the fields of work of an agreement; twice changes nothing."""
    ask(by, "agreement.record")
    row = Agreement.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    text = json.dumps([nfc(domain).strip() for domain in domains], ensure_ascii=False)
    if row.domains == text:
        nothing_changed()
        return None
    change(row, domains=text)
    return tell(DomainsRecorded(code=code, dossier=code, domains="; ".join(json.loads(text))))
