"""The outlets a body writes to, releases sent to them, and the rhythm the body wants to be reminded of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.communications import events
from phoihop.communications.commands.basics import check_public, line_of, load, post_of, unit_name_of
from phoihop.communications.commands.releases import named
from phoihop.communications.models import Outlet, PressHabit, Release, ReleaseSending
from phoihop.communications.rules import conferences as rules
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, change, command, nothing_changed, on_record, tell
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.text import fold
from phoihop.mail import commands as mail
from phoihop.organizations.queries import unit_names
from phoihop.publications.queries import path_of

MOST_OUTLETS = 500
BODY = gettext_lazy("%(title)s\n\n%(summary)s\n\n%(text)s\n\n%(unit)s\nBản công bố: %(url)s\nMã: %(code)s.")


@command("outlet.keep")
def keep_outlet(*, unit_id: int, name: str, mail: str, by: Actor, at: datetime) -> events.OutletKept:
    """Puts an outlet on the body's list, or its new address. Twice is harmless. Refused: a person for an outlet, no
    address of its office."""
    ask(by, "outlet.keep", unit_id=unit_id)
    given, address = outlet_of(name), mail_of(mail)
    if not address:
        raise Refused(_("Cần địa chỉ thư của tòa soạn. Chưa ghi gì; hãy điền rồi gửi lại."))
    unit = unit_names([unit_id])[unit_id]
    event = events.OutletKept(code=unit.code, unit_id=unit_id, unit_name=unit.name, outlet=given)
    there = Outlet.rows.filter(unit_id=unit_id)
    if there.filter(name=given, mail=address).exists():
        nothing_changed()
        return event
    if there.count() >= MOST_OUTLETS:
        raise Refused(_("Danh sách đã có %(most)s nơi. Chưa thêm; hãy bỏ bớt trước.") % {"most": MOST_OUTLETS})
    Outlet.rows.update_or_create(unit_id=unit_id, fold=fold(given), defaults={"name": given, "mail": address})
    return tell(event)


@command("outlet.keep")
def drop_outlet(*, unit_id: int, outlet_id: int, by: Actor, at: datetime) -> events.OutletDropped:
    """Takes an outlet off the list; what was sent to it stays on record."""
    ask(by, "outlet.keep", unit_id=unit_id)
    row = Outlet.rows.filter(unit_id=unit_id, pk=outlet_id).first()
    if row is None:
        raise NotVisible
    unit = unit_names([unit_id])[unit_id]
    row.delete()
    return tell(events.OutletDropped(code=unit.code, unit_id=unit_id, unit_name=unit.name, outlet=row.name))


@command("press_habit.set")
def set_press_habit(
    *,
    unit_id: int,
    conference_months: int,
    information_months: int,
    sudden_hours: int,
    by: Actor,
    at: datetime,
) -> events.PressHabitSet:
    """In which rhythm the body wants to be reminded; nought is no reminder. Twice is harmless."""
    ask(by, "press_habit.set", unit_id=unit_id)
    values = {
        "conference_months": conference_months,
        "information_months": information_months,
        "sudden_hours": sudden_hours,
    }
    if not all(0 <= value <= most for value, most in zip(values.values(), (24, 24, 240), strict=True)):
        raise Refused(_("Nhịp nhắc từ 0 đến 24 tháng, từ 0 đến 240 giờ. Chưa ghi gì; hãy chọn số khác."))
    unit = unit_names([unit_id])[unit_id]
    event = events.PressHabitSet(code=unit.code, unit_id=unit_id, unit_name=unit.name)
    if PressHabit.rows.filter(unit_id=unit_id, **values).exists():
        nothing_changed()
        return event
    PressHabit.rows.update_or_create(unit_id=unit_id, defaults=values)
    return tell(event)


@command("release.distribute")
def distribute_release(
    *, code: str, outlet_ids: Sequence[int], version: int | None = None, by: Actor, at: datetime
) -> events.ReleaseDistributed:
    """Sends what is out to outlets of the body's list; who has this text already is passed over.

    Refused: not published, nobody chosen.
    """
    row = load(Release, code, "release.distribute", by)
    if row.state != "PUBLISHED":
        raise Refused(
            _("Thông cáo %(code)s chưa phát hoặc đã rút nên chưa gửi báo chí. Hãy gửi sau khi phát.") % {"code": code}
        )
    outlets = list(Outlet.rows.filter(unit_id=row.unit_id, pk__in=list(outlet_ids)).order_by("fold", "pk"))
    if not outlets:
        raise Refused(_("Chưa chọn nơi nhận trong danh sách của cơ quan. Chưa gửi gì; hãy chọn rồi gửi lại."))
    has = set(ReleaseSending.rows.filter(release=row, number=row.number).values_list("mail", flat=True))
    fresh = list({one.mail: one for one in outlets if one.mail not in has}.values())
    event = events.ReleaseDistributed(**named(row), count=len(fresh))
    if not fresh:
        nothing_changed()
        return event
    check_public(row.title, row.summary, row.text)
    change(row, version=version)
    ReleaseSending.rows.bulk_create(
        ReleaseSending(
            release=row, outlet=one.name, mail=one.mail, number=row.number, sent_at=at, sent_post=post_of(by)
        )
        for one in fresh
    )
    said = {
        "title": row.title,
        "summary": row.summary,
        "text": row.text,
        "unit": unit_name_of(row.unit_id),
        "url": f"{settings.PHOIHOP_SITE_URL}{path_of('RELEASE', row.code)}",
        "code": row.code,
    }
    told = tell(event)
    mail.queue_mails(
        mails=[
            mail.Outgoing(
                key=f"release/{row.code}/{row.number}/{one.pk}",
                to_address=one.mail,
                subject=row.title,
                text=on_record(BODY, **said),
                about=row.code,
            )
            for one in fresh
        ],
        by=by.through("release.distribute"),
        at=at,
    )
    return told


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def outlet_of(text: str) -> str:
    """A paper, station or site. Refused: nothing; words for a person."""
    given = line_of(text, rules.LONGEST_NAME)
    if not given:
        raise Refused(_("Cần tên báo, đài hoặc trang tin. Chưa ghi gì; hãy điền rồi gửi lại."))
    if rules.is_a_person(given):
        raise Refused(_("Chỉ ghi tên báo, đài, trang tin; không ghi tên người hay tài khoản. Chưa ghi gì."))
    return given


def mail_of(text: str) -> str:
    """The address of an office, or nothing. Refused: what no mail can reach."""
    given = line_of(text, 200)
    if given and not rules.is_address(given):
        raise Refused(_("Địa chỉ thư „%(mail)s“ không đúng dạng. Chưa ghi gì; hãy xem lại.") % {"mail": given[:100]})
    return given


def chosen_outlets(unit_id: int, outlet_ids: Sequence[int], name: str, mail: str) -> dict[str, str]:
    """Outlets of the body's list, and one that is named beside them: names with addresses."""
    rows: Any = Outlet.rows.filter(unit_id=unit_id, pk__in=list(outlet_ids)).order_by("fold", "pk")
    found = dict(rows.values_list("name", "mail"))
    if name.strip():
        found[outlet_of(name)] = mail_of(mail)
    return found
