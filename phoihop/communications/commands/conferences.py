"""A press conference is begun, prepared, called and held; its invitations go by mail with a calendar message."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.communications import events, states
from phoihop.communications.commands.basics import (
    check_public,
    line_of,
    load,
    needed,
    next_state,
    post_of,
    territory_of,
    unit_name_of,
    words_of,
)
from phoihop.communications.commands.releases import NO_REASON
from phoihop.communications.models import (
    Conference,
    ConferenceAbout,
    ConferenceGuest,
    ConferencePreparation,
)
from phoihop.communications.queries.releases import visible_releases
from phoihop.communications.queries.speaking import refusal_to_speak
from phoihop.communications.rules import conferences as rules
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, nothing_changed, on_record, tell
from phoihop.ground.parts import words
from phoihop.ground.powers import NotVisible, ask
from phoihop.mail.commands import Outgoing, queue_mails
from phoihop.mail.queries import reply_address_of
from phoihop.obligations import commands as obligations
from phoihop.organizations.commands import take_numbers
from phoihop.organizations.queries import units_in_force
from phoihop.plans import queries as plans
from phoihop.press import queries as press

SUBJECTS = {"REQUEST": gettext_lazy("Giấy mời họp báo: %(title)s"), "CANCEL": gettext_lazy("Hủy họp báo: %(title)s")}
INVITES = gettext_lazy(
    "Kính gửi: %(outlet)s\n\n%(unit)s trân trọng mời dự họp báo: %(title)s.\n\nThời gian: %(moment)s\n"
    "Địa điểm: %(place)s\nNgười phát ngôn: %(spoke)s\n\n%(text)s\n\nXin trả lời thư này nếu dự được. Mã: %(code)s."
)
CANCELS = gettext_lazy(
    "Kính gửi: %(outlet)s\n\n%(unit)s xin báo: họp báo “%(title)s” lúc %(moment)s không tổ chức nữa.\n\n"
    "Lý do: %(reason)s\n\nMã: %(code)s."
)


@command("conference.begin")
def begin_conference(
    *,
    unit_id: int,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    text: str = "",
    spokesperson: str = "",
    about: Sequence[str] = (),
    event_at: datetime | None = None,
    is_illustration: bool = False,
    by: Actor,
    at: datetime,
) -> events.ConferenceBegun:
    """Begins a press conference about topics, plans and releases. Nobody is invited yet.

    Refused: no title or place, a time that is over or ends before it begins, what the writer does not see, a
    spokesperson who does not speak for the body on that day, a unit that is no more.
    """
    ask(by, "conference.begin", unit_id=unit_id)
    if not units_in_force([unit_id], at):
        raise Refused(_("Cơ quan này không còn hoặc chưa có hiệu lực; chưa ghi họp báo nào."))
    values = _checked(title, text, place, starts_at, ends_at, event_at, at)
    codes = _about(by, about)
    _speaker(by, spokesperson, unit_id, starts_at)
    territory = territory_of(unit_id)
    series = f"HB-{territory}-{local_date(at).year}"
    row = Conference.rows.create(
        code=f"{series}-{take_numbers(series)[0]:04d}",
        territory=territory,
        unit_id=unit_id,
        spokesperson=spokesperson,
        uid=f"{uuid.uuid4()}@{settings.PHOIHOP_MAIL_FROM[1].rpartition('@')[2]}",
        opened_at=at,
        opened_post=post_of(by),
        is_illustration=is_illustration,
        **values,
    )
    ConferenceAbout.rows.bulk_create(ConferenceAbout(conference=row, code=code) for code in codes)
    return tell(events.ConferenceBegun(**named(row), moment=_moment(row.starts_at)))


@command("conference.write")
def write_conference(
    *,
    code: str,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    text: str = "",
    spokesperson: str = "",
    event_at: datetime | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.ConferenceWritten:
    """Changes it; once outlets are invited an approver does, and they get the new hour or place at once. Twice is
    harmless. Refused: as beginning refuses; once it was held."""
    row = load(Conference, code, "conference.write", by)
    still_open(row)
    if row.state == "CALLED":
        ask(by, "conference.call", row)
    values = _checked(title, text, place, starts_at, ends_at, event_at, at) | {"spokesperson": spokesperson}
    if (spokesperson, starts_at) != (row.spokesperson, row.starts_at):
        _speaker(by, spokesperson, row.unit_id, starts_at)
    if row.state == "CALLED":
        _needs_speaker(row, spokesperson)
    if all(getattr(row, name) == value for name, value in values.items()):
        nothing_changed()
        return events.ConferenceWritten(**named(row), moment=_moment(row.starts_at))
    if row.state == "CALLED":
        check_public(values["title"], values["text"], values["place"])
        change(row, version=version, **values, sequence=row.sequence + 1)
        _send(row, ConferenceGuest.rows.filter(conference=row, invited_at__isnull=False), "REQUEST", "", by, at)
    else:
        change(row, version=version, **values)
    return tell(events.ConferenceWritten(**named(row), moment=_moment(row.starts_at)))


@command("conference.call")
def call_conference(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.ConferenceCalled:
    """Invitations go to the outlets that have none yet; once more is harmless.

    Refused: nobody to invite, no spokesperson in force on the day, a time that is over, what the secrecy guard does not
    let out; about a case of which its owner has published nothing.
    """
    row = load(Conference, code, "conference.call", by)
    following = next_state(states.CONFERENCE, row, "call")
    if row.starts_at <= at:
        raise Refused(_("Giờ họp báo đã qua. Chưa mời ai; hãy sửa giờ trước."))
    guests = list(ConferenceGuest.rows.filter(conference=row).order_by("number"))
    fresh = [one for one in guests if one.invited_at is None]
    if not guests:
        raise Refused(_("Chưa chọn báo, đài nào để mời. Hãy thêm nơi được mời rồi gửi giấy mời."))
    event = events.ConferenceCalled(**named(row), moment=_moment(row.starts_at), count=len(fresh))
    if not fresh:
        nothing_changed()
        return event
    _needs_speaker(row, row.spokesperson)
    _speaker(by, row.spokesperson, row.unit_id, row.starts_at)
    check_public(row.title, row.text, row.place)
    codes = tuple(ConferenceAbout.rows.filter(conference=row).order_by("pk").values_list("code", flat=True))
    for topic in codes:
        if said := refusal_to_speak(topic, row.unit_id, codes):
            raise Refused(said)
    change(row, version=version, state=following, called_at=row.called_at or at)
    ConferenceGuest.rows.filter(pk__in=[one.pk for one in fresh]).update(invited_at=at)
    _send(row, fresh, "REQUEST", "", by, at)
    return tell(event)


@command("conference.cancel")
def cancel_conference(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.ConferenceCancelled:
    """It does not take place: the invited are told, what was owed for it is withdrawn. Twice is harmless. Refused: no
    reason, it was held, nobody was invited yet."""
    row = load(Conference, code, "conference.cancel", by)
    reason = needed(reason, rules.LONGEST_NOTE, NO_REASON)
    event = events.ConferenceCancelled(**named(row), reason=reason)
    if row.state == "CANCELLED":
        nothing_changed()
        return event
    following = next_state(states.CONFERENCE, row, "cancel")
    change(row, version=version, state=following, reason=reason, sequence=row.sequence + 1)
    _send(row, ConferenceGuest.rows.filter(conference=row, invited_at__isnull=False), "CANCEL", reason, by, at)
    _withdraw_duties(row, reason, by, at)
    return tell(event)


@command("conference.cancel")
def drop_conference(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.ConferenceDropped:
    """Gives it up while nobody is invited; what was owed for it is withdrawn."""
    row = load(Conference, code, "conference.cancel", by)
    change(row, version=version, state=next_state(states.CONFERENCE, row, "drop"))
    _withdraw_duties(row, on_record(gettext_lazy("Không tổ chức họp báo nữa.")), by, at)
    return tell(events.ConferenceDropped(**named(row)))


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def named(row: Conference) -> dict[str, Any]:
    return {
        "code": row.code,
        "dossier": dossier_of(row),
        "title": row.title,
        "unit_id": row.unit_id,
        "unit_name": unit_name_of(row.unit_id),
    }


def dossier_of(row: Conference) -> str:
    """The first topic or plan that it is about."""
    codes = ConferenceAbout.rows.filter(conference=row).order_by("pk").values_list("code", flat=True)
    return next((code for code in codes if code.startswith(("VD-", "KH-"))), "")


def origin(row: Conference, number: int) -> str:
    return f"{row.code}/prepare/{number}"


def _withdraw_duties(row: Conference, reason: str, by: Actor, at: datetime) -> None:
    numbers = ConferencePreparation.rows.filter(conference=row).order_by("number").values_list("number", flat=True)
    origins = [origin(row, number) for number in numbers]
    obligations.withdraw_obligations(origins=origins, reason=reason, by=by.through("conference.cancel"), at=at)


def still_open(row: Conference) -> None:
    if row.state not in ("DRAFT", "CALLED"):
        raise Refused(
            _("Họp báo %(code)s đã họp, đã hủy hoặc đã bỏ nên không sửa được; mọi thứ giữ nguyên.") % {"code": row.code}
        )


def _checked(
    title: str, text: str, place: str, starts: datetime, ends: datetime, event: datetime | None, at: datetime
) -> dict[str, Any]:
    if ends <= starts or starts <= at:
        raise Refused(_("Giờ họp báo phải sau lúc này, và kết thúc sau khi bắt đầu. Chưa ghi gì; hãy chọn giờ khác."))
    if event is not None and event > at:
        raise Refused(_("Sự kiện đột xuất phải đã xảy ra. Chưa ghi gì; hãy xem lại giờ, hoặc để trống."))
    longest = rules.LONGEST_TITLE
    return {
        "title": needed(line_of(title, longest), longest, _("Cần có tên họp báo. Chưa ghi gì; hãy viết rồi gửi lại.")),
        "text": words_of(text, rules.LONGEST_TEXT),
        "place": needed(line_of(place, 300), 300, _("Cần có địa điểm. Chưa ghi gì; hãy viết rồi gửi lại.")),
        "starts_at": starts,
        "ends_at": ends,
        "event_at": event,
    }


def _about(by: Actor, about: Sequence[str]) -> list[str]:
    """Codes of what it is about. Not visible: one that the writer may not see."""
    codes = list(dict.fromkeys(code.strip() for code in about if code.strip()))
    if len(codes) > rules.MOST_ABOUT:
        raise Refused(_("Họp báo về nhiều nhất %(most)s vấn đề. Chưa ghi gì.") % {"most": rules.MOST_ABOUT})
    seen = plans.visible_topics(by, codes) | plans.visible_plans(by, codes) | visible_releases(by, codes)
    if set(codes) - seen:
        raise NotVisible
    return codes


def _speaker(by: Actor, spokesperson: str, unit_id: int, starts: datetime) -> None:
    if spokesperson and spokesperson not in dict(press.choices_of(by, unit_id, local_date(starts))):
        raise Refused(
            _(
                "Người phát ngôn phải là người của cơ quan, còn hiệu lực vào ngày họp báo. Chưa ghi gì; "
                "hãy chọn người khác."
            )
        )


def _needs_speaker(row: Conference, spokesperson: str) -> None:
    if not spokesperson:
        raise Refused(
            _("Họp báo %(code)s chưa có người phát ngôn. Chưa gửi gì; hãy chọn người còn hiệu lực vào ngày họp.")
            % {"code": row.code}
        )


def _moment(moment: datetime) -> str:
    return words.moment(timezone.localtime(moment))


def _send(
    row: Conference, guests: Sequence[ConferenceGuest] | Any, method: str, reason: str, by: Actor, at: datetime
) -> None:
    """One mail for each outlet with an address; answers come back to an address of its own."""
    unit = unit_name_of(row.unit_id)
    speakers = dict(press.choices_of(by, row.unit_id, local_date(row.starts_at)))
    mails = []
    for one in guests:
        if not one.mail:
            continue
        first = f"conference/{row.code}/{one.number}"
        key = first if row.sequence == 0 and method == "REQUEST" else f"{first}/{row.sequence}/{method}"
        said = {
            "outlet": one.outlet,
            "unit": unit,
            "title": row.title,
            "moment": _moment(row.starts_at),
            "place": row.place,
            "spoke": speakers.get(row.spokesperson, ""),
            "text": row.text,
            "reason": reason,
            "code": row.code,
        }
        text = on_record(INVITES if method == "REQUEST" else CANCELS, **said)
        invitation = rules.Invitation(
            uid=row.uid,
            sequence=row.sequence,
            stamp=at,
            organiser=reply_address_of(first),
            organiser_name=unit,
            title=row.title,
            text=text,
            place=row.place,
            starts=row.starts_at,
            ends=row.ends_at,
            guest=one.outlet,
            address=one.mail,
        )
        written = rules.request(invitation) if method == "REQUEST" else rules.cancel(invitation)
        mails.append(
            Outgoing(
                key=key,
                to_address=one.mail,
                subject=on_record(SUBJECTS[method], title=row.title),
                text=text,
                calendar=(method, written),
                in_reply_to="" if key == first else first,
                about=row.code,
                headers={"Auto-Submitted": "no"},  # else calendar programs do not look for their owner's answer in it
            )
        )
    if mails:
        queue_mails(mails=mails, by=by.through("conference.call"), at=at)
