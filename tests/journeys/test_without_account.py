"""An office where nobody has an account: a letter, a mail in the box, a link, an answer, and the sender sees it."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client

from phoihop.mail.commands import Sender
from phoihop.mail.outside.transports import Files
from tests.world.build import World
from tests.world.cast import Person
from tests.world.meetings import address

AWAY = "so-nnptnt"  # nobody works there


def test_a_letter_is_acknowledged_from_a_mail(world: World, chi: Person, tmp_path: Path) -> None:
    to = address(world, AWAY)
    written: dict[str, Any] = {
        "purpose": "OPINION",
        "recipients": [world.unit(AWAY)],
        "find": "",
        "subject": "Đề nghị góp ý dự thảo kế hoạch",
        "body": "Đề nghị Sở góp ý trước ngày 20/8.",
        "about": "",
        "key": "without-account",
    }
    search = {**written, "find": "Nông nghiệp", "search": "1"}
    assert chi.client.post("/lam-viec/cong-van/moi/", search).status_code == 200
    sent = chi.client.post("/lam-viec/cong-van/moi/", written)
    assert sent.status_code == 302
    letter = sent["Location"]
    page = chi.client.get(letter).content.decode()
    assert "Đang chuyển" in page  # nobody there can open it, so it goes by mail
    assert to in page

    box = tmp_path / "box"
    assert Sender(Files(box)).step(at=lambda: world.at) == 1
    [file] = box.glob("*.eml")
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert str(mail["To"]) == to
    link, _refuse = re.findall(re.escape(settings.PHOIHOP_SITE_URL) + r"(/l/[\w-]+/)", mail.get_content())  # type: ignore[attr-defined]

    office = Client(enforce_csrf_checks=True)
    shown = office.get(link).content.decode()
    assert "Đề nghị Sở góp ý trước ngày 20/8." in shown
    assert "/lam-viec/" not in shown  # nothing of the house behind it
    assert "Chờ tiếp nhận" in chi.client.get(letter).content.decode()  # delivered; looking did nothing
    mark = office.cookies["phoihop_csrf"].value
    answered = office.post(link, {"csrfmiddlewaretoken": mark, "reservation": "Sẽ góp ý sau ngày 15/8"}, follow=True)
    assert "đã tiếp nhận công văn" in answered.content.decode()

    page = chi.client.get(letter).content.decode()
    assert "Đã tiếp nhận" in page
    assert "Sẽ góp ý sau ngày 15/8" in page
    assert "qua liên kết" in page
    assert office.get(letter).status_code == 302  # the link opened nothing else
