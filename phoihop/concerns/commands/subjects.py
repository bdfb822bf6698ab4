"""What is kept about a person: asked for, shown, put right, erased. None of it is ever in an event."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.concerns import states
from phoihop.concerns.commands.basics import (
    LONGEST_TEXT,
    as_json,
    covered,
    labels,
    load,
    needed,
    note_step,
    post_of,
    said,
    words_of,
)
from phoihop.concerns.commands.keeping import erase
from phoihop.concerns.commands.obliging import DATA_DUTY, release
from phoihop.concerns.commands.showing import show
from phoihop.concerns.commands.taking_in import CONTACT, close_contact
from phoihop.concerns.commands.telling import tell_raisers
from phoihop.concerns.events import (
    ContactCorrected,
    ContactOpened,
    DataAnswered,
    DataExported,
    DataRequested,
    PersonalErased,
)
from phoihop.concerns.models import Addition, Concern, ConcernPhoto, Contact, DataRequest
from phoihop.concerns.outside import boxes
from phoihop.concerns.queries import routing
from phoihop.concerns.queries.held import contact_of, held_about
from phoihop.concerns.queries.values import ContactValue
from phoihop.concerns.queries.words import WISHES
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, nothing_changed, tell
from phoihop.ground.powers import NotVisible, ask
from phoihop.obligations import commands as obligations
from phoihop.organizations.commands import take_numbers

REQUESTED = gettext_lazy("Đã nhận yêu cầu về dữ liệu cá nhân (%(wish)s); trả lời trước hết ngày %(due)s.")
ANSWERED = gettext_lazy("Đã trả lời yêu cầu về dữ liệu cá nhân.")
ERASED = gettext_lazy("Đã xóa thông tin liên hệ và ảnh của bạn theo yêu cầu. Đây là thư cuối cùng.")
TITLE = gettext_lazy("Trả lời yêu cầu về dữ liệu cá nhân %(request)s (phản ánh %(code)s)")
ANCHOR = gettext_lazy("ngày nhận yêu cầu")
SETTLED = gettext_lazy("Đã trả lời yêu cầu %(request)s.")


@command("contact.open")
def open_contact(*, code: str, by: Actor, at: datetime) -> ContactValue | None:
    """How its raiser can be reached, for whoever must ask him; that it was looked at is recorded. None: nothing is
    kept."""
    row = load(code, "contact.open", by=by)
    tell(ContactOpened(**labels(row)))
    return contact_of(row)


@command("data.handle")
def request_data(
    *, code: str, wish: str, words: str = "", channel: str = "desk", by: Actor, at: datetime
) -> DataRequested:
    """A data subject's request: one obligation of the reception unit, due in the days that the territory's clock says.

    Refused: no such wish; the same one is open already.
    """
    row = load(code, "data.handle", by=by)
    if wish not in states.WISHES:
        raise Refused(_("Cần chọn yêu cầu: xem, sửa hay xóa. Chưa ghi gì."))
    if DataRequest.rows.filter(concern=row, wish=wish, state="OPEN").exists():
        raise Refused(_("Yêu cầu này đã có và đang được trả lời. Không ghi thêm."))
    words = words_of(words, LONGEST_TEXT)
    explanation = routing.counted(routing.term(row.territory, "data_subject"), local_date(at), anchor_name=said(ANCHOR))
    series = f"DL-{row.territory}-{local_date(at).year}"
    request = f"{series}-{take_numbers(series)[0]:06}"
    opening = obligations.Opening(
        origin=request,
        title=said(TITLE, request=request, code=row.code),
        duty=DATA_DUTY,
        source=row.code,
        year=local_date(at).year,
        territory=row.territory,
        lead_id=row.reception_id,
        entitled_id=row.reception_id,
        due_date=explanation.due,
        explanation=explanation,
        is_illustration=row.is_illustration,
    )
    opened = obligations.open_obligations(openings=[opening], by=by.through("data.handle"), at=at)
    DataRequest.rows.create(
        code=request,
        territory=row.territory,
        concern=row,
        wish=wish,
        channel=channel,
        sealed=boxes.unit_box(row.reception_id).close_text(words, of=f"request:{request}"),
        received_at=at,
        due_date=explanation.due,
        explanation=as_json(explanation),
        obligation=next(iter(opened.opened), ""),
    )
    due = f"{explanation.due.day}/{explanation.due.month}/{explanation.due.year}"
    step = note_step(row, "data", said(REQUESTED, wish=said(WISHES[wish]).lower(), due=due), at=at)
    show_own(row, by=by, at=at)
    tell_raisers(row, step, whom=[row], by=by, at=at)
    return tell(DataRequested(**labels(row), request=request, wish=wish, due=explanation.due.isoformat()))


@command("data.handle")
def settle_request(*, request: str, outcome: str, by: Actor, at: datetime) -> DataAnswered:
    """The request is answered, with what was done in words (none of the values). Refused: nothing said, settled."""
    found = DataRequest.rows.filter(code=request).select_related("concern").first()
    if found is None:
        raise NotVisible
    row = found.concern
    ask(by, "data.handle", row)
    if states.after(states.REQUEST, found.state, "settle") is None:
        raise Refused(_("Yêu cầu này đã được trả lời. Không có gì thay đổi."))
    outcome = covered(needed(outcome, _("Cần ghi đã làm gì. Chưa có gì thay đổi.")))
    is_late = local_date(at) > found.due_date
    change(found, state="SETTLED", settled_at=at, settled_post=post_of(by), outcome=outcome, is_late=is_late)
    obligations.settle_obligation(
        origin=request,
        statement=said(SETTLED, request=request),
        reference="",
        accept=True,
        by=by.through("data.handle"),
        at=at,
    )
    step = note_step(row, "data", said(ANSWERED), more=outcome, at=at)
    show_own(row, by=by, at=at)
    tell_raisers(row, step, whom=[row], by=by, at=at)
    return tell(DataAnswered(**labels(row), request=request, is_late=is_late))


@command("data.handle")
def correct_contact(
    *,
    code: str,
    name: str,
    phone: str,
    mail: str,
    address: str,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> ContactCorrected | None:
    """Puts right how its raiser can be reached. `version` is the contact's. Told: which fields, not what they say."""
    row = load(code, "data.handle", by=by)
    given = dict(zip(CONTACT, (words_of(text, 300) for text in (name, phone, mail, address)), strict=True))
    contact = Contact.rows.filter(concern=row).first()
    before = contact_of(row)
    fields = tuple(key for key in CONTACT if given[key] != (getattr(before, key) if before is not None else ""))
    if not fields:
        nothing_changed()
        return None
    sealed = close_contact(row.code, given, boxes.unit_box(row.reception_id))
    if contact is None:
        Contact.rows.create(concern=row, sealed=sealed, has_mail="@" in given["mail"], delete_on=row.delete_on)
    else:
        change(contact, version=version, sealed=sealed, has_mail="@" in given["mail"])
    return tell(ContactCorrected(**labels(row), fields=fields))


@command("data.handle")
def export_data(*, code: str, by: Actor, at: datetime) -> bytes:
    """Everything that is kept about whoever raised this concern, as JSON; that it was taken out is recorded."""
    row = load(code, "data.handle", by=by)
    held = held_about(by, code)
    tell(DataExported(**labels(row)))
    plain = {
        "code": held.code,
        "received_at": held.received_at.isoformat(),
        "channel": held.channel,
        "text": held.text,
        "additions": [{"at": one.at.isoformat(), "text": one.text} for one in held.additions],
        "contact": None if held.contact is None else {key: getattr(held.contact, key) for key in CONTACT},
        "photos": held.photos,
        "latitude": held.latitude,
        "longitude": held.longitude,
        "rating": held.rating,
        "told": [
            {"at": moment.isoformat(), "words": words, "by_mail": by_mail} for moment, words, by_mail in held.told
        ],
        "public": {"title": held.public_title, "text": held.public_text} if held.is_public else None,
        "kept_until": held.delete_on.isoformat(),
        "requests": [
            {"code": one.line.code, "wish": one.line.wish, "words": one.words, "outcome": one.outcome}
            for one in held.requests
        ],
    }
    return json.dumps(plain, ensure_ascii=False, indent=2).encode()


@command("data.handle")
def erase_data(
    *, code: str, with_text: bool = False, version: int | None = None, by: Actor, at: datetime
) -> PersonalErased | None:
    """Contact, photos and coordinates go at once; `with_text` what was written too. Its raiser is told a last time.

    A concern of which then nothing is left to be answered is closed. Nothing there any more: nothing happens.
    """
    row = load(code, "data.handle", by=by, version=version)
    if not _has_personal(row, with_text):
        nothing_changed()
        return None
    step = note_step(row, "erase", said(ERASED), at=at)
    tell_raisers(row, step, whom=[row], by=by, at=at)
    if with_text:
        is_empty = not row.public_text and states.after(states.CONCERN, row.state, "erase") is not None
        if is_empty:
            release(row, by=by, at=at)
        closed: dict[str, Any] = {"state": "CLOSED", "closed_at": at, "resumes": "", "question": ""}
        change(row, **(closed if is_empty else {}))
        erase(row, at)
    else:
        change(row, latitude=None, longitude=None)
        Contact.rows.filter(concern=row).delete()
        ConcernPhoto.rows.filter(concern=row).delete()
    show_own(row, by=by, at=at)
    return tell(PersonalErased(**labels(row), why="asked"))


def show_own(row: Concern, *, by: Actor, at: datetime) -> None:
    """A merged one is shown with the group that it belongs to."""
    if row.merged_into_id is not None:
        show(Concern.rows.get(pk=row.merged_into_id), by=by, at=at)
    else:
        show(row, by=by, at=at)


def _has_personal(row: Concern, with_text: bool) -> bool:
    if Contact.rows.filter(concern=row).exists() or ConcernPhoto.rows.filter(concern=row).exists():
        return True
    if row.latitude is not None:
        return True
    return with_text and (bool(row.sealed) or Addition.rows.filter(concern=row).exclude(sealed=b"").exists())
