"""What goes before a press conference: the outlets to invite and what they answer, papers, and who prepares what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.communications import events
from phoihop.communications.commands.basics import line_of, load, needed
from phoihop.communications.commands.conferences import dossier_of, named, origin, still_open
from phoihop.communications.commands.outlets import chosen_outlets
from phoihop.communications.models import (
    Conference,
    ConferenceGuest,
    ConferenceMaterial,
    ConferencePreparation,
)
from phoihop.communications.rules import conferences as rules
from phoihop.documents import queries as documents
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, nothing_changed, on_record, tell
from phoihop.ground.parts import words
from phoihop.ground.powers import NotVisible
from phoihop.obligations import commands as obligations
from phoihop.organizations.queries import unit_names, units_in_force

DUTY = "conference.prepare"
PREPARE = gettext_lazy("Chuẩn bị họp báo: %(what)s")


@command("conference.write")
def add_guests(
    *,
    code: str,
    outlet_ids: Sequence[int] = (),
    name: str = "",
    mail: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.ConferenceGuestsAdded:
    """Outlets of the body's list, and one named beside them, are to be invited. Who is there already stays. Refused:
    nobody chosen; too many; once it was held."""
    row = load(Conference, code, "conference.write", by)
    still_open(row)
    chosen = chosen_outlets(row.unit_id, outlet_ids, name, mail)
    if not chosen:
        raise Refused(_("Chưa chọn báo, đài nào. Chưa mời thêm ai; hãy chọn rồi gửi lại."))
    there = list(ConferenceGuest.rows.filter(conference=row).values_list("outlet", "number"))
    known = {outlet for outlet, _number in there}
    fresh = {outlet: address for outlet, address in chosen.items() if outlet not in known}
    if len(there) + len(fresh) > rules.MOST_GUESTS:
        raise Refused(_("Mỗi họp báo mời nhiều nhất %(most)s nơi. Chưa mời thêm.") % {"most": rules.MOST_GUESTS})
    event = events.ConferenceGuestsAdded(**named(row), count=len(fresh))
    if not fresh:
        nothing_changed()
        return event
    change(row, version=version)
    last = max((number for _outlet, number in there), default=0)
    ConferenceGuest.rows.bulk_create(
        ConferenceGuest(conference=row, number=number, outlet=outlet, mail=address)
        for number, (outlet, address) in enumerate(fresh.items(), last + 1)
    )
    return tell(event)


@command("conference.write")
def remove_guest(*, code: str, number: int, by: Actor, at: datetime) -> events.ConferenceGuestRemoved:
    """Not invited after all. Refused: the invitation went out, that stays on record."""
    row = load(Conference, code, "conference.write", by)
    guest = _guest(row, number)
    still_open(row)
    if guest.invited_at is not None:
        raise Refused(
            _("Đã gửi giấy mời cho %(outlet)s nên không bỏ tên được; mọi thứ giữ nguyên. Hãy ghi là không dự.")
            % {"outlet": guest.outlet}
        )
    change(row)
    guest.delete()
    return tell(events.ConferenceGuestRemoved(**named(row), outlet=guest.outlet))


@command("conference.hold")
def note_guest_answer(
    *, code: str, number: int, answer: str, by: Actor, at: datetime
) -> events.ConferenceGuestAnswered:
    """What an outlet answered, by mail or telephone. Twice is harmless. Refused: not invited, once it was held."""
    row = load(Conference, code, "conference.hold", by)
    guest = _guest(row, number)
    if row.state != "CALLED" or guest.invited_at is None or answer not in ("COMES", "STAYS_AWAY"):
        raise Refused(_("Chỉ ghi trả lời của nơi đã được mời, trước khi họp. Chưa ghi gì; hãy tải lại trang."))
    event = events.ConferenceGuestAnswered(**named(row), outlet=guest.outlet, answer=answer)
    if guest.answer == answer:
        nothing_changed()
        return event
    ConferenceGuest.rows.filter(pk=guest.pk).update(answer=answer, answered_at=at)
    return tell(event)


@command("conference.write")
def add_material(*, code: str, document: str, by: Actor, at: datetime) -> events.ConferenceMaterialAdded:
    """A registered document is handed out there. Twice is harmless. Refused: one that the actor does not see, that is
    not registered, or is for internal circulation; once it was held."""
    row = load(Conference, code, "conference.write", by)
    given = line_of(document, 80)
    line = documents.documents_of(by, [given]).get(given) if given else None
    if line is None or line.state != "REGISTERED":
        raise Refused(
            _("Không thấy văn bản „%(code)s“ trong sổ, hoặc chưa vào sổ. Chưa ghi gì; hãy ghi mã VB-kg-2021-000012.")
            % {"code": given}
        )
    if line.is_internal:
        raise Refused(_("Văn bản %(code)s lưu hành nội bộ nên không phát tại họp báo. Chưa ghi gì.") % {"code": given})
    event = events.ConferenceMaterialAdded(**named(row), document=given)
    there = ConferenceMaterial.rows.filter(conference=row)
    if there.filter(document_id=line.id).exists():
        nothing_changed()
        return event
    still_open(row)
    number = (there.aggregate(last=Max("number"))["last"] or 0) + 1
    if there.count() >= rules.MOST_MATERIALS:
        raise Refused(_("Nhiều nhất %(most)s tài liệu. Chưa ghi gì.") % {"most": rules.MOST_MATERIALS})
    change(row)
    ConferenceMaterial.rows.create(
        conference=row, number=number, document_id=line.id, citation=(line.citation or line.code)[:120]
    )
    return tell(event)


@command("conference.write")
def remove_material(*, code: str, number: int, by: Actor, at: datetime) -> events.ConferenceMaterialRemoved:
    """Not handed out after all. Refused once it was held."""
    row = load(Conference, code, "conference.write", by)
    one = ConferenceMaterial.rows.filter(conference=row, number=number).first()
    if one is None:
        raise NotVisible
    still_open(row)
    change(row)
    one.delete()
    return tell(events.ConferenceMaterialRemoved(**named(row), document=one.citation))


@command("conference.prepare")
def ask_preparation(
    *,
    code: str,
    unit_id: int,
    what: str,
    due_date: date,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.ConferencePreparationAsked:
    """A unit owes a piece of the preparation by a day. Refused: nothing said, a day that is over or after it begins, a
    unit that is no more, once it was held."""
    row = load(Conference, code, "conference.prepare", by)
    still_open(row)
    given = needed(line_of(what, 300), 300, _("Cần ghi chuẩn bị gì. Chưa giao; hãy viết rồi gửi lại."))
    if not units_in_force([unit_id], at):
        raise Refused(_("Cơ quan này không còn hiệu lực. Chưa giao; hãy chọn cơ quan khác."))
    if not local_date(at) <= due_date <= local_date(row.starts_at):
        raise Refused(_("Hạn chuẩn bị phải từ hôm nay đến ngày họp báo. Chưa giao; hãy chọn ngày khác."))
    there = ConferencePreparation.rows.filter(conference=row)
    if there.count() >= rules.MOST_PREPARATIONS:
        raise Refused(_("Nhiều nhất %(most)s việc chuẩn bị. Chưa giao.") % {"most": rules.MOST_PREPARATIONS})
    change(row, version=version)
    one = ConferencePreparation.rows.create(
        conference=row,
        number=(there.aggregate(last=Max("number"))["last"] or 0) + 1,
        unit_id=unit_id,
        what=given,
        due_date=due_date,
    )
    told = tell(
        events.ConferencePreparationAsked(
            **named(row),
            preparer_id=unit_id,
            preparer_name=unit_names([unit_id])[unit_id].name,
            what=given,
            day=words.day(due_date),
        )
    )
    obligations.open_obligations(
        openings=[
            obligations.Opening(
                origin=origin(row, one.number),
                title=on_record(PREPARE, what=given)[:500],
                duty=DUTY,
                source=row.code,
                year=local_date(at).year,
                territory=row.territory,
                lead_id=unit_id,
                entitled_id=row.unit_id,
                dossier=dossier_of(row),
                rule={"on": due_date.isoformat()},
                is_illustration=row.is_illustration,
            )
        ],
        by=by.through("conference.prepare"),
        at=at,
    )
    return told


def _guest(row: Conference, number: int) -> ConferenceGuest:
    guest = ConferenceGuest.rows.filter(conference=row, number=number).first()
    if guest is None:
        raise NotVisible
    return guest
