"""How an agreement ends, is renewed, and is warned of before its last day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from phoihop.agreements import rules
from phoihop.agreements.commands.checking import (
    agreement_of,
    check_units,
    check_version,
    in_force_text,
    new_draft,
    reason_of,
    refuse_backwards,
    refuse_ended,
    roles_of,
    same,
    text_of,
)
from phoihop.agreements.commands.recording import new_agreement
from phoihop.agreements.events import AgreementEnded, AgreementExpiring, AgreementRenewed
from phoihop.agreements.models import Agreement, Warned
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, nothing_changed, tell
from phoihop.ground.parts import words
from phoihop.ground.powers import ask


@command("agreement.end")
def end_agreement(*, code: str, reason: str, version: int | None = None, by: Actor, at: datetime) -> AgreementEnded:
    """Ends an agreement before its time, or gives up one never in force. Refused: no reason, ended before."""
    row = agreement_of(code)
    ask(by, "agreement.end", row)
    reason = reason_of(reason)
    today = local_date(at)
    if row.state == "ENDED" and row.end_reason == reason and row.ended_date is not None:
        return same(_ended(row, reason, row.ended_date))
    refuse_ended(row)
    check_version(row, version, code)
    before = row.state
    change(row, version=version, state="ENDED", ended_date=today, end_reason=reason)
    return tell(_ended(row, reason, today), changes={"state": (before, "ENDED")})


@command("agreement.renew")
def renew_agreement(
    *, code: str, from_date: date, to_date: date | None, version: int | None = None, by: Actor, at: datetime
) -> AgreementRenewed:
    """Begins the successor: the same parties, the text in force as the lead's draft. The old one runs to its last day.

    Refused: an agreement not in force or without an end, a successor already begun with other dates, a first day
    that is not the one after the old last day: nothing is owed twice, and no day goes without.
    """
    row = agreement_of(code)
    ask(by, "agreement.renew", row)
    refuse_backwards(from_date, to_date)
    known = Agreement.rows.filter(predecessor=row).exclude(state="ENDED").first()
    if known is not None and (known.from_date, known.to_date) == (from_date, to_date):
        return same(_renewed(row, known))
    if known is not None:
        raise Refused(_("Quy chế kế tiếp %(code)s đã được soạn.") % {"code": known.code})
    text = in_force_text(row)
    if row.state != "IN_FORCE" or text is None:
        raise Refused(_("Chỉ gia hạn được quy chế đang có hiệu lực."))
    check_version(row, version, code)
    if row.to_date is None:
        raise Refused(_("Quy chế %(code)s không định ngày hết hạn; hãy sửa đổi thay vì gia hạn.") % {"code": code})
    if from_date != row.to_date + timedelta(days=1):
        said = {"code": code, "day": words.day(row.to_date), "next": words.day(row.to_date + timedelta(days=1))}
        raise Refused(
            _("Quy chế %(code)s có hiệu lực đến hết ngày %(day)s; quy chế kế tiếp bắt đầu ngày %(next)s.") % said
        )
    parties = roles_of(row)
    check_units(list(parties), at)
    successor = new_agreement(
        parties,
        title=row.title,
        mandate_id=row.mandate_id,
        from_date=from_date,
        to_date=to_date,
        is_illustration=row.is_illustration,
        predecessor=row,
        domains=row.domains,
    )
    new_draft(successor, text_of(text), unit_id=row.lead_id, at=at, is_illustration=text.is_illustration)
    return tell(_renewed(row, successor))


@command("agreement.warn")
def warn_expiries(*, by: Actor, at: datetime) -> int:
    """Warns 90, 30 and 7 days before the end of an agreement without a successor in force; each once. How many."""
    ask(by, "agreement.warn")
    today = local_date(at)
    ending = Agreement.rows.filter(
        state="IN_FORCE", to_date__gte=today, to_date__lte=today + timedelta(days=max(rules.WARN_DAYS))
    )
    successors = Agreement.rows.filter(predecessor__in=ending, state="IN_FORCE")
    followed = set(successors.values_list("predecessor_id", flat=True))
    count = 0
    for row in ending.order_by("to_date", "pk"):
        if row.pk not in followed and _is_warned_now(row, today):
            count += 1
    if not count:
        nothing_changed()
    return count


def tick(*, by: Actor, at: datetime) -> int:
    """What the clock does in this room."""
    return warn_expiries(by=by, at=at)


def _is_warned_now(row: Agreement, today: date) -> bool:
    """Marks the steps reached, and tells the nearest one unless another clock has."""
    if row.to_date is None:
        return False
    reached = rules.warnings_reached(row.to_date, today)
    is_new = [Warned.rows.get_or_create(agreement=row, days=days)[1] for days in reached]
    if not is_new or not is_new[-1]:
        return False
    tell(
        AgreementExpiring(
            code=row.code,
            dossier=row.code,
            agreement_id=row.pk,
            days=reached[-1],
            to_date=row.to_date.isoformat(),
        )
    )
    return True


def _ended(row: Agreement, reason: str, day: date) -> AgreementEnded:
    return AgreementEnded(
        code=row.code, dossier=row.code, agreement_id=row.pk, reason=reason, ended_date=day.isoformat()
    )


def _renewed(row: Agreement, successor: Agreement) -> AgreementRenewed:
    return AgreementRenewed(
        code=row.code,
        dossier=row.code,
        agreement_id=row.pk,
        successor=successor.code,
        from_date=successor.from_date.isoformat() if successor.from_date else "",
        to_date=successor.to_date.isoformat() if successor.to_date else "",
    )
