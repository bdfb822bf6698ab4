"""From the hatch, or from a telephone call or a letter, into the room."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.concerns.commands.basics import (
    LONGEST_TEXT,
    as_json,
    labels,
    name_of,
    needed,
    note_step,
    said,
    words_of,
)
from phoihop.concerns.commands.obliging import promise
from phoihop.concerns.commands.photos import Photo, keep_photos
from phoihop.concerns.commands.showing import show
from phoihop.concerns.commands.telling import tell_raisers
from phoihop.concerns.events import ConcernTakenIn, PhotoLeftOut
from phoihop.concerns.models import Concern, Contact, Service, Spot
from phoihop.concerns.outside import boxes
from phoihop.concerns.queries import routing
from phoihop.concerns.queries.words import REASONS
from phoihop.documents import commands as documents
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, command, nothing_changed, tell
from phoihop.ground.powers import ask
from phoihop.ground.text import fold, nfc
from phoihop.intake import commands as intake
from phoihop.intake.queries import channel_for

CONTACT = ("name", "phone", "mail", "address")
MOST_PHOTOS = 4
COUNTED = gettext_lazy("ngày nhận phản ánh")
SPOT = gettext_lazy("Nơi xảy ra: %(spot)s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What whoever called or wrote is told: the code everybody may know, and the key that is his alone."""

    code: str
    key: str


@command("concern.take_in")
def take_in_concern(*, code: str, photos: Sequence[Photo] = (), by: Actor, at: datetime) -> ConcernTakenIn | None:
    """Takes a concern out of the hatch. `photos` were judged before this act.

    None: somebody took or dropped it before. What carries a mark of secrecy is refused with a pointer, and not kept.
    Refused: no reception unit is set for its territory (it then waits in the hatch).
    """
    ask(by, "concern.take_in")
    taken = intake.take(code=code, by=by.through("concern.take_in"), at=at)
    if taken is None:
        nothing_changed()
        return None
    return _enter(taken, photos, is_illustration="illustration" in taken.flags, by=by, at=at)


@command("concern.record")
def record_concern(
    *,
    reception_id: int,
    channel: str,
    territory: str,
    service: str,
    place: str = "",
    text: str,
    name: str = "",
    phone: str = "",
    mail: str = "",
    address: str = "",
    latitude: float | None = None,
    longitude: float | None = None,
    photos: Sequence[Photo] = (),
    received_at: datetime | None = None,
    is_illustration: bool = False,
    by: Actor,
    at: datetime,
) -> Recorded:
    """Writes down what was said on the telephone, in a letter or at the desk; it goes the same way from here.

    Refused: no text or too much, a service or place that there is none of, a unit that is not the reception unit.
    """
    ask(by, "concern.record", unit_id=reception_id)
    if routing.desk_of(territory) != reception_id:
        raise Refused(
            _("Cơ quan này không phải cơ quan tiếp nhận phản ánh của địa bàn. Chưa ghi gì; hãy chọn lại địa bàn.")
        )
    text = needed(text, _("Cần ghi nội dung phản ánh. Chưa ghi gì; hãy viết nội dung rồi gửi lại."), LONGEST_TEXT)
    _check_names(territory, service, place)
    given = {"name": name, "phone": phone, "mail": mail, "address": address}
    where = {"latitude": latitude, "longitude": longitude}
    through = by.through("concern.record")
    receipt = intake.receive(
        what="CONCERN",
        channel=channel,
        territory=territory,
        service=service,
        place=place,
        payload={
            "text": text,
            **{key: words_of(value, 300) for key, value in given.items()},
            **{key: str(value) for key, value in where.items() if value is not None},
        },
        by=through,
        at=received_at or at,
    )
    taken = intake.take(code=receipt.code, by=through, at=at)
    if taken is None:
        raise RuntimeError(f"{receipt.code}: what was just received is not there")
    _enter(taken, photos, is_illustration=is_illustration, by=by, at=at)
    return Recorded(code=receipt.code, key=receipt.key)


def _enter(
    taken: intake.Taken, photos: Sequence[Photo], *, is_illustration: bool, by: Actor, at: datetime
) -> ConcernTakenIn:
    """The row, its contact and photos, its first step; refused at once where it may not be kept."""
    reception_id = routing.desk_of(taken.territory)
    if reception_id is None:
        raise Refused(
            _("Địa bàn %(territory)s chưa có cơ quan tiếp nhận phản ánh. Phản ánh vẫn chờ; hãy đặt cơ quan tiếp nhận.")
            % {"territory": taken.territory}
        )
    text = _text(taken.payload)
    is_marked = documents.judge_text(text).verdict.decision == "REFUSED"
    flags = _flags(taken, text)
    explanation = promise(taken, name=said(COUNTED))
    keep = timedelta(days=routing.term(taken.territory, "personal_keep").days)
    latitude, longitude = _where(taken.payload)
    left_out = sum(1 for photo in photos if photo.rules)
    box = boxes.unit_box(reception_id)
    row = Concern.rows.create(
        code=taken.code,
        territory=taken.territory,
        service=taken.service,
        place=taken.place,
        channel=taken.channel,
        sealed=b"" if is_marked else box.close_text(text, of=f"text:{taken.code}"),
        sealed_fold=b"" if is_marked else box.close_text(fold(text), of=f"fold:{taken.code}"),
        flags=",".join(flags)[:200],
        latitude=latitude,
        longitude=longitude,
        reception_id=reception_id,
        state="REFUSED" if is_marked else "HELD" if flags else "RECEIVED",
        received_at=taken.received_at,
        forward_date=routing.counted(
            routing.term(taken.territory, "feedback_forward"), local_date(taken.received_at)
        ).due,
        promised_date=explanation.due,
        explanation=as_json(explanation),
        refusal="SECRET" if is_marked else "",
        refused_to=name_of(reception_id) if is_marked else "",
        refusal_words=said(REASONS["SECRET"]) if is_marked else "",
        photos_left_out=left_out,
        delete_on=explanation.due + keep,
        is_illustration=is_illustration,
    )
    _keep_contact(row, taken.payload, box)
    keep_photos(row, [] if is_marked else list(photos)[:MOST_PHOTOS], box)
    for photo in photos:
        if photo.rules:
            tell(PhotoLeftOut(**labels(row), number=photo.number, rules=photo.rules))
    step = note_step(row, "take_in", _first_words(row), more=_first_more(row, left_out), at=taken.received_at)
    show(row, by=by, at=at)
    tell_raisers(row, step, by=by, at=at)
    return tell(ConcernTakenIn(**labels(row), channel=row.channel, state=row.state))


def _text(payload: Mapping[str, str]) -> str:
    """What was written, with where exactly it is, if that was said apart."""
    text, spot = (nfc(payload.get(name, "")).strip() for name in ("text", "spot"))
    return f"{text}\n\n{said(SPOT, spot=spot)}" if spot else text


def _first_words(row: Concern) -> str:
    if row.state == "REFUSED":
        return said(
            gettext_lazy("Không tiếp nhận qua đường này: nội dung có dấu chỉ độ mật. Hãy đến trực tiếp %(owner)s."),
            owner=row.refused_to,
        )
    if row.state == "HELD":
        return said(gettext_lazy("Đã nhận. Có người xem nội dung trước khi chuyển đến cơ quan trả lời."))
    return said(gettext_lazy("Đã tiếp nhận. Sẽ chuyển đến cơ quan trả lời."))


def _first_more(row: Concern, left_out: int) -> str:
    if not left_out:
        return ""
    return said(gettext_lazy("Có %(count)s ảnh không nhận được; không giữ lại gì của ảnh đó."), count=left_out)


def _flags(taken: intake.Taken, text: str) -> tuple[str, ...]:
    """Marks that the hatch has set, and wording of a complaint or denunciation: a person looks first."""
    flags = [flag for flag in taken.flags if flag != "illustration"]
    channel = channel_for(text)
    if channel is not None and channel.kind.lower() not in flags:
        flags.append(channel.kind.lower())
    return tuple(flags)


def _where(payload: Mapping[str, str]) -> tuple[float | None, float | None]:
    """Coordinates as they came; whatever is none on this globe is none."""
    try:
        latitude, longitude = float(payload.get("latitude", "")), float(payload.get("longitude", ""))
    except ValueError:
        return None, None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else (None, None)


def _keep_contact(row: Concern, payload: Mapping[str, str], box: boxes.UnitBox) -> None:
    """What its raiser left to be reached by; nothing left, no row."""
    given = {key: nfc(payload.get(key, "")).strip()[:300] for key in CONTACT}
    given["mail"] = given["mail"] or nfc(payload.get("email", "")).strip()[:300]
    if any(given.values()):
        Contact.rows.create(
            concern=row,
            sealed=close_contact(row.code, given, box),
            has_mail="@" in given["mail"],
            delete_on=row.delete_on,
        )


def close_contact(code: str, given: Mapping[str, str], box: boxes.UnitBox) -> bytes:
    return box.close_text(json.dumps(dict(given), ensure_ascii=False), of=f"contact:{code}")


def _check_names(territory: str, service: str, place: str) -> None:
    if not Service.rows.filter(territory=territory, key=service, is_open=True).exists():
        raise Refused(_("Không có lĩnh vực này, hoặc đã thôi nhận. Chưa ghi gì; hãy chọn lĩnh vực khác."))
    if place and not Spot.rows.filter(territory=territory, key=place).exists():
        raise Refused(_("Không có địa điểm này trong danh sách. Chưa ghi gì; hãy chọn lại địa điểm."))
