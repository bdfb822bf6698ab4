"""Mail of citizens: one letter is one concern, acknowledged once; answers, machines and strangers stay as they were."""

from __future__ import annotations

import io
import smtplib
from datetime import timedelta
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from phoihop.concerns.commands import take_in_concern
from phoihop.concerns.models import Concern, Told
from phoihop.intake import queries as intake
from phoihop.intake.models import Input, InputPhoto
from phoihop.ledger.models import Entry
from phoihop.mail.commands import Received, Sender, lmtp_door, queue_mail, receive
from phoihop.mail.models import InMail, OutMail
from phoihop.mail.queries import reply_address_of
from phoihop.site.letterbox import MOST_A_DAY, letterbox
from phoihop.site.options import WrongOption
from phoihop.site.options import read as read_options
from tests.rooms.mail.letters import opened, report
from tests.rooms.mail.test_queue_and_send import CLOCK
from tests.world import front_desk
from tests.world.build import World

BOX = "phananh@kiengiang.example"
CITIZEN = "ba.sau@thu-rieng.example"
WORDS = "Đèn đường trước chợ Rạch Sỏi tắt đã ba tuần, tối đi rất nguy hiểm."


@pytest.fixture(autouse=True)
def configured(settings: Any) -> None:
    settings.PHOIHOP_MAIL_CONCERNS = ("kg", BOX)


def photo(width: int = 64) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "MAT-DO-NHA-BA-SAU"  # a description such as cameras write
    Image.new("RGB", (width, 48), "teal").save(out, "JPEG", exif=exif)
    return out.getvalue()


def letter(text: str = WORDS, *, photos: int = 0, html: str = "", **more: Any) -> bytes:
    message = EmailMessage()
    given = {
        "From": f"Bà Sáu <{CITIZEN}>",
        "To": BOX,
        "Subject": "Đèn đường tắt",
        "Message-ID": make_msgid(domain="thu-rieng.example"),
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    for name, value in given.items():
        if value is not None:
            message[name] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for number in range(photos):
        message.add_attachment(photo(64 + number), maintype="image", subtype="jpeg", filename=f"anh{number}.jpg")
    return message.as_bytes()


def take(world: World, mail: bytes, **more: Any) -> Received:
    return receive(mail, **{"way": "lmtp", "at": world.at, "letterbox": letterbox(), **more})


def acknowledgements() -> list[tuple[str, str]]:
    rows = OutMail.rows.filter(key__startswith="receipt/").order_by("pk")
    return [(to, raw.decode()) for to, raw in map(opened, rows)]


def waiting() -> list[str]:
    return intake.waiting("CONCERN")


def test_a_letter_becomes_a_concern_and_is_acknowledged_once(world: World) -> None:
    mail = letter()
    assert take(world, mail).state == "HANDLED"
    (code,) = waiting()
    line = intake.input_line(code)
    assert line is not None
    assert (line.channel, code[:6]) == ("mail", "PA-kg-")
    ((to, text),) = acknowledgements()
    assert to == CITIZEN
    assert "Auto-Submitted: auto-replied" in text
    key = _read(text).split(f"/phan-anh/{code}/")[1].split("/")[0]
    assert intake.holds_key(code, key)
    assert take(world, mail).reason == "copy"
    assert waiting() == [code]
    assert len(acknowledgements()) == 1


def test_taken_in_whoever_wrote_has_one_mail_and_the_next_step_is_another(world: World) -> None:
    """The mail that acknowledged his letter gave him code and key; what is the same is not mailed again."""
    front_desk.arrange(world)
    take(world, letter())
    (code,) = waiting()
    take_in_concern(code=code, by=front_desk.FRONT, at=world.at)
    assert [row.key.partition("/")[0] for row in OutMail.rows.all()] == ["receipt"]
    told = Told.rows.get()
    assert (told.raiser.code, told.by_mail) == (code, False)  # his page has the step
    front_desk.assign(world, code)
    assert OutMail.rows.filter(key__startswith="concern/").count() == 1


def test_a_letter_that_cannot_be_kept_is_told_so_in_a_mail_of_its_own(world: World) -> None:
    front_desk.arrange(world)
    take(world, letter("TUYỆT MẬT\n\nVăn bản này gửi kèm."))
    (code,) = waiting()
    take_in_concern(code=code, by=front_desk.FRONT, at=world.at)
    assert Concern.rows.get().state == "REFUSED"
    (row,) = OutMail.rows.filter(key__startswith="concern/")
    assert "Không tiếp nhận" in _read(opened(row)[1].decode())


def test_nothing_of_the_letter_stays_with_the_mail(world: World) -> None:
    take(world, letter(photos=1))
    row = InMail.rows.get()
    assert (row.from_address, row.state) == ("", "HANDLED")
    held = " ".join(f"{one.data} {one.code}" for one in Entry.rows.all())
    assert CITIZEN not in held
    assert "Rạch Sỏi" not in held
    assert b"Sau" not in bytes(Input.rows.get().sealed)


def test_photos_are_drawn_anew_and_the_fifth_is_said_to_be_lost(world: World) -> None:
    take(world, letter(photos=5))
    assert InputPhoto.rows.count() == 4
    opened = intake.look_into(_desk(), waiting()[0])
    assert all(content.startswith(b"RIFF") and b"MAT-DO-NHA" not in content for content in opened.photos)
    assert opened.payload["text"] == WORDS
    ((_to, text),) = acknowledgements()
    assert "1 t" in _read(text)


def _desk() -> Any:
    from phoihop.ground.actor import Actor

    return Actor.system("front-desk").through("concern.take_in")


def _read(raw: str) -> str:
    import email
    from email import policy

    body = email.message_from_string(raw, policy=policy.default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_a_letter_that_is_too_long_is_cut_and_its_writer_is_told(world: World) -> None:
    take(world, letter("Đường ngập. " * 200))
    opened = intake.look_into(_desk(), waiting()[0])
    assert len(opened.payload["text"]) == 1000
    assert "chỉ phần đầu" in _read(acknowledgements()[0][1])


def test_html_alone_is_read_as_words(world: World) -> None:
    take(world, letter("", html=f"<p>{WORDS}</p><script>alert(1)</script>"))
    assert WORDS in intake.look_into(_desk(), waiting()[0]).payload["text"]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"Auto_Submitted": "auto-replied"}, "auto_reply"),
        ({"Subject": "Trả lời tự động: đi vắng"}, "auto_reply"),
        ({"Precedence": "bulk"}, "auto_reply"),
        ({"List_Id": "<tin.example>"}, "auto_reply"),
        ({"From": None}, "no_sender"),
        ({"From": f"{CITIZEN}, ke-khac@thu-rieng.example"}, "no_sender"),
        ({"From": "phoihop@localhost"}, "own"),
        ({"From": BOX}, "own"),
        ({"To": "ai-do@noi.khac.example"}, "no_token"),
        ({"From": "MAILER-DAEMON@mx.example"}, "bounce_unknown"),
    ],
)
def test_what_is_no_letter_is_ignored_and_never_answered(world: World, more: dict[str, Any], reason: str) -> None:
    found = take(world, letter(**more))
    assert (found.state, found.reason) == ("IGNORED", reason)
    assert waiting() == []
    assert acknowledgements() == []


def test_a_copy_to_oneself_or_to_our_bare_address_is_still_a_letter(world: World) -> None:
    assert take(world, letter(To=f"{BOX}, {CITIZEN}, traloi@localhost")).state == "HANDLED"
    assert len(waiting()) == 1


def test_a_machine_that_says_so_only_by_its_envelope_is_ignored(world: World) -> None:
    assert take(world, letter(), envelope_from="").reason == "auto_reply"
    assert waiting() == []


def test_an_answer_to_a_mail_of_ours_stays_an_answer(world: World) -> None:
    queue_mail(key="q/1", to_address=CITIZEN, subject="Nhắc", text="Kính gửi", by=CLOCK, at=world.at)
    found = take(world, letter(To=f"{BOX}, {reply_address_of('q/1')}"))
    assert (found.state, found.reason) == ("IGNORED", "no_act")
    assert waiting() == []


def test_a_bounce_of_the_acknowledgement_is_a_bounce(world: World) -> None:
    take(world, letter())
    OutMail.rows.update(state="SENT", sent_at=world.at)
    key = OutMail.rows.get().key
    assert take(world, report(key)).kind == "bounce"
    assert OutMail.rows.get().state == "FAILED"
    assert len(acknowledgements()) == 1


def test_one_address_is_heard_some_times_a_day(world: World) -> None:
    for number in range(MOST_A_DAY + 3):
        take(world, letter(f"{WORDS} Lần {number}."))
    assert len(waiting()) == MOST_A_DAY
    assert len(acknowledgements()) == MOST_A_DAY
    assert InMail.rows.filter(reason="too_many", state="IGNORED").count() == 3
    take(world, letter(f"{WORDS} Hôm sau."), at=world.at + timedelta(days=1))
    assert len(waiting()) == MOST_A_DAY + 1


def test_a_denunciation_gets_its_channel_and_is_not_kept(world: World) -> None:
    take(world, letter("Tôi làm đơn tố cáo ông chủ tịch xã nhận tiền của dân."))
    assert waiting() == []
    assert Input.rows.count() == 0
    ((_to, text),) = acknowledgements()
    assert "tố cáo" in _read(text)


@pytest.mark.parametrize("text", ["phananh@x.vn", "kg:", "kg:khong phai thu", "KG/1:a@x.vn"])
def test_a_setting_that_cannot_be_understood_is_named(text: str, tmp_path: Path) -> None:
    with pytest.raises(WrongOption, match="PHOIHOP_MAIL_CONCERNS"):
        read_options({"PHOIHOP_DATA": str(tmp_path), "PHOIHOP_MAIL_CONCERNS": text})


def test_the_setting_names_territory_and_address(tmp_path: Path) -> None:
    found = read_options({"PHOIHOP_DATA": str(tmp_path), "PHOIHOP_MAIL_CONCERNS": "kg:PhanAnh@kg.example"})
    assert found.mail_concerns == ("kg", "phananh@kg.example")
    assert read_options({"PHOIHOP_DATA": str(tmp_path)}).mail_concerns is None


def test_a_private_mail_loses_its_address_when_it_has_left(world: World) -> None:
    take(world, letter())
    sender = Sender()
    while sender.step(at=lambda: world.at):
        pass
    row = OutMail.rows.get()
    assert (row.state, row.to_address, bytes(row.message)) == ("SENT", "", b"")


def test_without_the_setting_nothing_changes(world: World, settings: Any) -> None:
    settings.PHOIHOP_MAIL_CONCERNS = None
    assert letterbox() is None
    assert take(world, letter(), letterbox=None).reason == "no_token"


@pytest.mark.django_db(transaction=True)
def test_the_letterbox_is_open_at_the_lmtp_door(world: World, clock: Any) -> None:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    door = lmtp_door(at=lambda: clock.at, address="127.0.0.1", port=port, letterbox=letterbox())
    door.start()
    try:
        with smtplib.LMTP("127.0.0.1", port) as client:
            client.sendmail(CITIZEN, [BOX], letter())
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                client.sendmail(CITIZEN, ["ai-do@kiengiang.example"], letter())
    finally:
        door.stop()
    assert len(waiting()) == 1
