"""What stands around the pages: an office without an account writes its part by a link, and the sample's concerns."""

from __future__ import annotations

import re
from collections import Counter
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client

from phoihop.concerns import queries
from phoihop.concerns.models import Concern
from phoihop.ground.actor import Actor
from phoihop.ledger.commands import deliver
from phoihop.mail.commands import Sender
from phoihop.mail.outside.transports import Files
from phoihop.site.public_sample import concerns as sample
from tests.world import front_desk as desk
from tests.world.build import LOADER, World
from tests.world.meetings import address

AWAY = "so-nnptnt"  # nobody works there
RAW = "Ghe bị lồng bè chắn, tôi là Huỳnh Thị Năm 0912345678."


def test_an_office_without_an_account_writes_its_part_by_a_link(world: World, tmp_path: Path) -> None:
    to = address(world, AWAY)
    desk.arrange(world, most_places=2)
    code, _key = desk.send(world, RAW, service="y-te")
    desk.assign(world, code, "so-yte", AWAY)
    while deliver(at=lambda: world.at):
        pass
    box = tmp_path / "box"
    sender = Sender(Files(box))
    while sender.step(at=lambda: world.at):
        pass
    mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in sorted(box.glob("*.eml"))]
    [mail] = [one for one in mails if "phần trả lời" in str(one["Subject"])]
    assert str(mail["To"]) == to
    assert "0912345678" not in mail.as_string()
    [link] = re.findall(re.escape(settings.PHOIHOP_SITE_URL) + r"(/l/[\w-]+/)", mail.get_content())  # type: ignore[attr-defined]

    office = Client(enforce_csrf_checks=True)
    shown = office.get(link).content.decode()
    assert "Cho biết phần của cơ quan" in shown
    assert "Huỳnh" not in shown  # as written it goes to nobody by mail
    mark = office.cookies["phoihop_csrf"].value
    sent = office.post(link, {"csrfmiddlewaretoken": mark, "text": "Đã nhắc chủ bè dời trong tuần."}, follow=True)
    assert "Đã ghi phần trả lời" in sent.content.decode()
    part = next(one for one in queries.concern_value(LOADER, code).parts if one.unit.key == AWAY)
    assert (part.state, part.text) == ("WRITTEN", "Đã nhắc chủ bè dời trong tuần.")
    again = office.get(link).content.decode()
    assert "Đã ghi phần trả lời" in again


def test_the_sample_has_a_concern_in_every_state(world: World, an: Any) -> None:
    builder = Actor.system("sample-builder")
    made = sample.build(by=builder, at=world.at)
    assert made == Concern.rows.count()
    found = Counter(Concern.rows.values_list("state", flat=True))
    wanted = {"HELD", "RECEIVED", "NEEDS_INFO", "FORWARDED", "IN_PROGRESS", "EXTENDED", "DISPUTED", "REOPENED"}
    assert wanted | {"ANSWERED", "REFUSED", "MERGED"} <= set(found), found
    assert not Concern.rows.filter(is_illustration=False).exists()
    assert Concern.rows.exclude(published_at=None).count() == 1
    assert sample.build(by=builder, at=world.at) == 0
    page = an.client.get("/lam-viec/phan-anh/").content.decode()
    assert "minh họa" in page
