"""Mail of citizens: what is written to `PHOIHOP_MAIL_CONCERNS` of somebody's own accord is taken in as a concern."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import Actor
from phoihop.ground.command import on_record
from phoihop.ground.parts import words
from phoihop.intake import commands as intake
from phoihop.intake.queries import channel_for
from phoihop.mail.commands import Acknowledgement, Letter, Letterbox
from phoihop.publications import queries as public
from phoihop.publications.commands import rendered

log = logging.getLogger(__name__)

LONGEST = 1000  # letters of a concern, by whatever way it comes
MOST_PHOTOS = 4
LARGEST_PHOTO = 10 * 2**20
WIDTH = 1280
MOST_A_DAY = 10  # letters of one address
OTHER = "khac"  # the service for what names none

_SUBJECT = _("Đã nhận phản ánh %(code)s")
_TEXT = _(
    "Phản ánh của bạn đã được nhận, mã %(code)s.\n\n%(promise)s\n\n"
    "Theo dõi, bổ sung, đánh giá hoặc xin xóa dữ liệu của bạn tại:\n%(url)s\n"
    "Ai có liên kết này xem được phản ánh của bạn: xin đừng chuyển tiếp.\n%(left)s\n"
    "Địa chỉ thư của bạn chỉ dùng để trả lời việc này. Thư này do máy gửi, không cần trả lời."
)
_PROMISE = _("Cơ quan trả lời: %(unit)s. Chậm nhất ngày %(day)s.")
_LATER = _("Cơ quan tiếp nhận sẽ cho bạn biết cơ quan trả lời và ngày trả lời.")
_CUT = _("Thư dài hơn %(most)s chữ: chỉ phần đầu được nhận. Phần còn lại xin gửi thêm qua liên kết trên.")
_LOST = _("Có %(count)s tệp không nhận được: chỉ nhận tối đa bốn ảnh JPEG, PNG hoặc WebP, mỗi ảnh không quá 10 MB.")
_NOT_TAKEN = _("Thư chưa được nhận làm phản ánh")


def letterbox() -> Letterbox | None:
    """The address for concerns and who takes what comes there; none where the operator has set none."""
    if not settings.PHOIHOP_MAIL_CONCERNS:
        return None
    territory, address = settings.PHOIHOP_MAIL_CONCERNS
    return Letterbox(address, lambda letter, at: take(letter, territory=territory, at=at))


def take(letter: Letter, *, territory: str, at: datetime) -> Acknowledgement:
    """One letter as one concern. The same letter again is the same concern; too many of one address are none."""
    text = letter.text.strip() or letter.subject.strip()
    photos, lost = _photos(letter)
    if not text and not photos:
        return Acknowledgement(reason="empty")
    if not intake.allow(bucket=f"mail/{letter.from_address}", most=MOST_A_DAY, per=timedelta(days=1), at=at):
        return Acknowledgement(reason="too_many")
    channel = channel_for(text)
    if channel is not None:  # a complaint or denunciation: the right channel is told, and nothing of it is kept
        return Acknowledgement(subject=on_record(_NOT_TAKEN), text=str(channel.words))
    service = public.service(territory, OTHER)
    promise = public.promise(territory, OTHER, "", at) if service is not None else None
    receipt = intake.receive(
        what="CONCERN",
        channel="mail",
        territory=territory,
        payload={"text": text[:LONGEST], "mail": letter.from_address},
        photos=photos,
        service=OTHER if service is not None else "",
        promised_unit=promise.unit_name if promise is not None else "",
        promised_date=promise.due_date if promise is not None else None,
        nonce=letter.digest,
        by=Actor.system("mail"),
        at=at,
    )
    said = (
        on_record(_PROMISE, unit=promise.unit_name, day=words.day(promise.due_date)) if promise else on_record(_LATER)
    )
    left = [on_record(_CUT, most=str(LONGEST))] if len(text) > LONGEST else []
    left += [on_record(_LOST, count=str(lost))] if lost else []
    return Acknowledgement(
        about=receipt.code,
        subject=on_record(_SUBJECT, code=receipt.code),
        text=on_record(
            _TEXT,
            code=receipt.code,
            promise=said,
            url=f"{settings.PHOIHOP_SITE_URL}/phan-anh/{receipt.code}/{receipt.key}/",
            left="".join(f"\n{one}" for one in left),
        ),
    )


def _photos(letter: Letter) -> tuple[list[bytes], int]:
    """Up to four pictures drawn anew, and how many files are none of them."""
    kept: list[bytes] = []
    for one in letter.files:
        if len(kept) < MOST_PHOTOS and one.media_type.startswith("image/") and len(one.content) <= LARGEST_PHOTO:
            kept += _drawn([one.content])
    return kept, len(letter.files) - len(kept)


def _drawn(contents: Iterable[bytes]) -> list[bytes]:
    found = []
    for content in contents:
        try:
            found.append(rendered(content, widths=(WIDTH,))[-1].content)
        except ValueError as wrong:  # NoPicture: no photo that can be drawn; the sender is told
            log.info("a file of a letter is no picture that can be drawn: %s", wrong)
    return found
