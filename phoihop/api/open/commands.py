"""A request from another program becomes a concern: looked at, promised, received."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import get_language, gettext

from phoihop.api.open.queries import jurisdiction_of, service_of
from phoihop.api.open.rules import asking, filing
from phoihop.api.open.rules.wrong import FORBIDDEN, MANY, OTHER_CHANNEL, Fault, Wrong, _, bad, unknown
from phoihop.ground.actor import Actor
from phoihop.ground.text import nfc
from phoihop.intake import commands as intake
from phoihop.intake import queries as hatch
from phoihop.publications import queries

HOUR = timedelta(hours=1)
LEAST_ONCE = 16  # letters of a key for sending again: fewer would be guessed
DECLINED, UNPROVED = "channel", "no-work"  # why a person looks first


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What becomes of a request that was just received."""

    code: str
    key: str
    unit_name: str
    due_date: date
    why: tuple[tuple[str, str], ...]
    has_media: bool


def file_request(*, given: asking.Given, once: str, address: str, by: Actor, at: datetime) -> Filed:
    """Receives a concern. `once` is the sender's own key: the same again gives the same answer and keeps nothing more.

    Refused (Wrong), and nothing of it is kept: an api_key nobody was given, too many in an hour, a territory, service
    or place that is not there, words or arguments that cannot be, wording of a complaint or a denunciation.
    """
    is_known = _admit(asking.first(given, "api_key"), address, at)
    territory = jurisdiction_of(given)
    wanted = filing.read_filing({name: [nfc(value) for value in values] for name, values in given.items()})
    service = service_of(territory, wanted.service)
    place = _place(territory, wanted.place)
    promise = queries.promise(territory, service.key, place, at)
    if promise is None:
        raise Wrong(unknown(_("Không có service_code này, hoặc dịch vụ đã đóng. Xem danh sách ở services.")))
    channel = hatch.channel_for(wanted.text)
    if channel is not None and not wanted.is_only_reflection:
        sentence = _(
            "%(channel)s Chưa lưu gì. Nếu đây chỉ là phản ánh, gửi lại kèm attribute[only_reflection]=yes; một cán "
            "bộ sẽ xem trước."
        )
        raise Wrong(Fault(OTHER_CHANNEL, sentence, {"channel": channel.words}))
    flags = (DECLINED if channel is not None else "", "" if is_known else UNPROVED)
    receipt = intake.receive(
        what="CONCERN",
        channel="open311",
        territory=territory,
        service=service.key,
        place=place,
        payload=_payload(wanted),
        promised_unit=promise.unit_name,
        promised_date=promise.due_date,
        nonce=_nonce(once),
        flags=tuple(flag for flag in flags if flag),
        by=by,
        at=at,
    )
    if not receipt.is_same:
        raise Wrong(bad(_("Idempotency-Key này đã dùng cho nội dung khác. Chưa lưu gì; hãy đổi khóa rồi gửi lại.")))
    return Filed(
        code=receipt.code,
        key=receipt.key,
        unit_name=promise.unit_name,
        due_date=promise.due_date,
        why=promise.why,
        has_media=wanted.has_media,
    )


def _admit(api_key: str, address: str, at: datetime) -> bool:
    """Whether a program with a key of its own asks. One without is counted by its network address."""
    too_many = Wrong(Fault(MANY, _("Địa chỉ này đã gửi quá nhiều lần trong một giờ. Chưa lưu gì; hãy thử lại sau.")))
    if not api_key:
        if not intake.admit(door="concern", address=address, at=at):
            raise too_many
        return False
    digest = hashlib.sha256(api_key.encode()).hexdigest()
    most = next((most for known, _owner, most in queries.open_data_note().keys if known == digest), None)
    if most is None:
        intake.admit(door="key", address=address, at=at)  # guesses are counted with other wrong keys
        sentence = _("api_key này không có hiệu lực. Bỏ api_key để gửi không cần khóa, hoặc xin khóa mới. Chưa lưu gì.")
        raise Wrong(Fault(FORBIDDEN, sentence))
    if not intake.allow(bucket=f"open311-key:{digest}", most=int(most), per=HOUR, at=at):
        raise too_many
    return True


def _place(territory: str, key: str) -> str:
    """Refused (Wrong): no such place in this territory."""
    if not key:
        return ""
    if not key.startswith(f"{territory}.") or key not in queries.place_names([key]):
        raise Wrong(unknown(_("Không có nơi này ở địa bàn. Xem danh sách ở thuộc tính place của services/<mã>.")))
    return key


def _payload(wanted: filing.Filing) -> dict[str, str]:
    """As the portal's own form says it; what was not said is left out. Where it is in words belongs to the text."""
    text = f"{wanted.text}\n\n{gettext('Nơi')}: {wanted.address}" if wanted.address else wanted.text
    words = {
        "text": text,
        "name": wanted.name,
        "phone": wanted.phone,
        "mail": wanted.mail,
        "latitude": "" if wanted.latitude is None else str(wanted.latitude),
        "longitude": "" if wanted.longitude is None else str(wanted.longitude),
        "language": get_language() or "vi",
    }
    return {name: said for name, said in words.items() if said}


def _nonce(once: str) -> str:
    """Refused (Wrong): a key that could be guessed."""
    if not once:
        return ""
    if len(once) < LEAST_ONCE:
        raise Wrong(bad(_("Idempotency-Key cần ít nhất %(least)s ký tự ngẫu nhiên."), least=LEAST_ONCE))
    return hashlib.sha256(f"open311:{once}".encode()).hexdigest()
