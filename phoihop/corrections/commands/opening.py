"""A claim opens: what was said, where, who checks it by when; or one that is out is looked at again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.corrections import events
from phoihop.corrections.commands import archiving
from phoihop.corrections.commands.basics import (
    address_of,
    claim_text,
    future_day,
    labels,
    load,
    next_state,
    past_day,
    post_of,
    publisher_of,
    reason_of,
    supports_of,
    unchanged,
)
from phoihop.corrections.models import Appearance, Check, Claim, Support
from phoihop.corrections.queries.likeness import similar_claims
from phoihop.corrections.rules import limits
from phoihop.corrections.rules.similar import SAME
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, SomebodyWasFaster, change, command, on_record, tell
from phoihop.ground.dates import CalendarRefused
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.sheet import work_calendar
from phoihop.ground.text import fold
from phoihop.obligations import commands as obligations
from phoihop.organizations.commands import take_numbers
from phoihop.organizations.queries import unit_names, units_in_force
from phoihop.publications import queries as publications

DUTY = "correction.check"
TITLE = gettext_lazy("Kiểm chứng: %(text)s")
TIMES = gettext_lazy("Kiểm tra lại lần %(times)s: %(text)s")
CHECK_DAYS = 5  # working days, unless another day is given


@command("claim.open")
def open_claim(
    *,
    owner_id: int,
    agency_id: int,
    supporting_ids: Collection[int] = (),
    text: str,
    publisher: str,
    address: str,
    day: date,
    due_date: date | None = None,
    dossier: str = "",
    is_own_error: bool = False,
    corrected: str = "",
    is_other: bool = False,
    snapshot: archiving.Snapshot | None = None,
    document: str = "",
    check: str = "",
    is_illustration: bool = False,
    by: Actor,
    at: datetime,
) -> events.ClaimOpened:
    """Opens a claim: its agency owes the check by a day, who helps has a lane of its own.

    Refused: what is no checkable statement of fact, a person, a claim that is being checked or was checked already
    (unless `is_other` says that it is another one), an own error that names no publication, a unit not in force.
    """
    ask(by, "claim.open", unit_id=owner_id)
    today = local_date(at)
    given = claim_text(text)
    _check_units([owner_id, agency_id, *supporting_ids], at)
    if not is_other:
        _check_known(given, by)
    wrong = _corrected(corrected) if is_own_error else ""
    due = future_day(due_date, today) or add_working_days(today, CHECK_DAYS)
    territory = unit_names([owner_id])[owner_id].territory
    series = limits.series(territory, today.year)
    row = Claim.rows.create(
        code=limits.code(territory, today.year, take_numbers(series, 1)[0]),
        territory=territory,
        owner_id=owner_id,
        agency_id=agency_id,
        text=given,
        text_fold=fold(given)[:600],
        dossier=dossier.strip()[:80],
        is_own_error=is_own_error,
        corrected=wrong,
        due_date=due,
        opened_at=at,
        opened_post=post_of(by),
        is_illustration=is_illustration,
    )
    helpers = [one for one in dict.fromkeys(supporting_ids) if one != agency_id]
    Support.rows.bulk_create(Support(claim=row, unit_id=unit_id) for unit_id in helpers)
    opened = tell(
        events.ClaimOpened(**labels(row), due=due.isoformat(), is_own_error=is_own_error, unit_ids=tuple(helpers))
    )
    owe_check(row, by.through("claim.open"), at)
    _appear(row, publisher, address, past_day(day, today), snapshot, document, by=by, at=at)
    if check:
        settle_check(check, row, by=by, at=at)
    return opened


@command("claim.archive")
def add_appearance(
    *,
    code: str,
    publisher: str,
    address: str,
    day: date,
    snapshot: archiving.Snapshot | None = None,
    document: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.ClaimAppeared:
    """One more place where it was published. Named already: harmless, or completed by an archived copy.

    Refused: while it waits for approval or is out (open a new check first), a person for a publisher, a day to come.
    """
    row = load(code, "claim.archive", by, version)
    if row.state != "CHECKING":
        next_state(row, "present")  # says how it stands
    change(row)
    return _appear(row, publisher, address, past_day(day, local_date(at)), snapshot, document, by=by, at=at)


@command("claim.recheck")
def recheck_claim(
    *, code: str, reason: str, due_date: date | None = None, version: int | None = None, by: Actor, at: datetime
) -> events.ClaimRechecked:
    """What is out, or was withdrawn, is looked at again; the public copy stays until the next version replaces it.

    Refused: without a reason, while it is being checked anyway.
    """
    row = load(code, "claim.recheck", by, version)
    reason = reason_of(reason)
    today = local_date(at)
    following = next_state(row, "recheck")
    due = future_day(due_date, today) or add_working_days(today, CHECK_DAYS)
    change(row, state=following, reason=reason, times=row.times + 1, due_date=due, recheck_date=None)
    owe_check(row, by.through("claim.recheck"), at)
    return tell(events.ClaimRechecked(**labels(row), reason=reason, due=due.isoformat()))


@command("claim.drop")
def drop_claim(*, code: str, reason: str, version: int | None = None, by: Actor, at: datetime) -> events.ClaimDropped:
    """Stops checking what never went out; what is owed for it is withdrawn. Twice is harmless.

    Refused: without a reason, once it is presented, and what is out: that is withdrawn, with a note for its readers.
    """
    row = load(code, "claim.drop", by, version)
    reason = reason_of(reason)
    event = events.ClaimDropped(**labels(row), reason=reason)
    if row.state == "DROPPED":
        return unchanged(event)
    following = next_state(row, "drop")
    if row.is_out:
        raise Refused(
            _("%(code)s đang công khai nên không bỏ được; bản công khai giữ nguyên. Hãy rút kèm lời giải thích.")
            % {"code": code}
        )
    change(row, state=following, reason=reason)
    origins = [limits.origin(row.code, times) for times in range(1, row.times + 1)]
    obligations.withdraw_obligations(origins=origins, reason=reason, by=by.through("claim.drop"), at=at)
    return tell(event)


def owe_check(row: Claim, by: Actor, at: datetime) -> None:
    """The agency owes the check to the owner, by the claim's day; who helps gets a lane."""
    title = on_record(TITLE if row.times == 1 else TIMES, text=row.text, times=row.times)
    obligations.open_obligations(
        openings=[
            obligations.Opening(
                origin=limits.origin(row.code, row.times),
                title=title[:500],
                duty=DUTY,
                source=row.code,
                year=local_date(at).year,
                territory=row.territory,
                lead_id=row.agency_id,
                entitled_id=row.owner_id,
                dossier=row.dossier,
                supporting_ids=tuple(one for one in supports_of(row) if one != row.agency_id),
                rule={"on": row.due_date.isoformat()},
                is_illustration=row.is_illustration,
            )
        ],
        by=by,
        at=at,
    )


def add_working_days(day: date, days: int) -> date:
    """So many working days later, by the house's calendar."""
    try:
        return work_calendar().add_working_days(day, days)
    except CalendarRefused as refused:
        raise Refused(_(refused.sentence) % refused.values) from refused


def settle_check(code: str, row: Claim, *, by: Actor, at: datetime) -> None:
    """What somebody asked for is this claim."""
    check = Check.rows.filter(code=code).first()
    if check is None:
        raise NotVisible
    ask(by, "check.open", check)
    if check.state != "RECEIVED":
        raise SomebodyWasFaster(check.code, check.version)
    change(check, state="OPENED", claim=row, settled_at=at)
    tell(events.CheckOpened(code=check.code, dossier=row.dossier, desk_id=check.desk_id, claim=row.code))


def _appear(
    row: Claim,
    publisher: str,
    address: str,
    day: date,
    snapshot: archiving.Snapshot | None,
    document: str,
    *,
    by: Actor,
    at: datetime,
) -> events.ClaimAppeared:
    publisher, address = publisher_of(publisher), address_of(address)
    kept, sha256 = "", ""
    if snapshot is not None:
        unit_id = by.unit_id or row.owner_id
        kept, sha256 = archiving.keep_snapshot(row, snapshot, publisher=publisher, unit_id=unit_id, by=by, at=at)
    elif document.strip():
        kept = document.strip()
        sha256 = archiving.digest_of_document(kept, by=by, at=at)
    event = events.ClaimAppeared(**labels(row), publisher=publisher, address=address, sha256=sha256)
    known = list(Appearance.rows.filter(claim=row).order_by("number"))
    same = next((one for one in known if (one.publisher, one.address) == (publisher, address)), None)
    if same is not None:
        if not sha256 or same.sha256 == sha256:
            return unchanged(event)
        Appearance.rows.filter(pk=same.pk).update(document=kept, sha256=sha256, day=day)
        return tell(event)
    if len(known) >= limits.MOST_APPEARANCES:
        raise Refused(
            _("Mỗi điều nêu được nhiều nhất %(most)s nơi đăng. Chưa ghi gì.") % {"most": limits.MOST_APPEARANCES}
        )
    Appearance.rows.create(
        claim=row,
        number=known[-1].number + 1 if known else 1,
        publisher=publisher,
        address=address,
        day=day,
        document=kept,
        sha256=sha256,
    )
    return tell(event)


def _check_units(ids: Collection[int], at: datetime) -> None:
    if len(units_in_force(set(ids), at)) != len(set(ids)):
        raise Refused(_("Có cơ quan không còn hoặc chưa có hiệu lực. Chưa mở gì; hãy chọn lại cơ quan."))


def _check_known(text: str, by: Actor) -> None:
    same = [one for one in similar_claims(by, text) if one.likeness >= SAME]
    if same:
        named = "; ".join(f"{one.code} “{one.text[:120]}”" for one in same[:3])
        raise Refused(
            _(
                "Đã có điều gần như vậy: %(named)s. Chưa mở gì. Hãy xem lại điều đó; nếu đây là điều khác, đánh dấu"
                " xác nhận rồi gửi lại."
            )
            % {"named": named}
        )


def _corrected(code: str) -> str:
    """The publication of one's own that was wrong."""
    given = code.strip()
    if given not in publications.by_codes([given]):
        raise Refused(
            _(
                "Lỗi của chính mình phải nêu mã tin đã công bố, ví dụ TT-kg-2021-0001; không thấy „%(code)s“."
                " Chưa mở gì."
            )
            % {"code": given[:80]}
        )
    return given
