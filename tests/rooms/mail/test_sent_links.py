"""Who sent or got a link sees what became of it and takes it back; nobody else knows of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from phoihop.mail.commands import issue_link, withdraw_link
from phoihop.mail.models import SignedLink
from tests.rooms.mail.letters import OFFICE
from tests.world.build import World
from tests.world.cast import Person
from tests.world.obligations import owe


@pytest.fixture
def url(world: World) -> str:
    """An sends the Department of Health the link of its duty."""
    return issue_link(
        act="obligation.hand_in",
        code=owe(world, lead="so-yte"),
        unit_id=world.unit("so-yte"),
        address=OFFICE,
        until=world.at + timedelta(days=7),
        by=world.person("an").actor,
        at=world.at,
    ).url_path


def withdraw(by: Person) -> None:
    withdraw_link(link_id=SignedLink.rows.get().pk, by=by.actor, at=by.at)


def test_the_sender_takes_it_back(world: World, url: str, an: Person) -> None:
    assert Client().get(url).status_code == 200
    withdraw(an)
    withdraw(an)  # twice is harmless
    assert Client().get(url).status_code == 404
    assert Entry.rows.filter(kind="link.revoked").count() == 1
    assert "Ban Tuyên giáo" in SignedLink.rows.get().revoked_reason


def test_the_office_that_got_it_takes_it_back(world: World, url: str, chi: Person) -> None:
    withdraw(chi)
    assert SignedLink.rows.get().revoked_at is not None


def test_nobody_else_knows_of_it(world: World, url: str, dung: Person, ha: Person) -> None:
    with pytest.raises(NotVisible):
        withdraw(dung)
    with pytest.raises((NotVisible, NotAllowed)):
        withdraw(ha)
    page = dung.client.get(f"/lam-viec/to-chuc/{world.code('so-yte')}/lien-ket/")
    assert page.status_code in (200, 403)
    assert SignedLink.rows.get().code not in page.content.decode()
    with pytest.raises(NotVisible):
        withdraw_link(link_id=999_999, by=dung.actor, at=dung.at)


def test_what_was_used_or_has_expired_is_not_taken_back(world: World, url: str, an: Person) -> None:
    SignedLink.rows.update(used_at=world.at)
    with pytest.raises(Refused, match="đã được dùng hoặc đã hết hạn"):
        withdraw(an)
    SignedLink.rows.update(used_at=None, issued_at=world.at - timedelta(days=1), until=world.at)
    with pytest.raises(Refused, match="đã được dùng hoặc đã hết hạn"):
        withdraw(an)


def test_the_list_says_what_became_of_each(world: World, url: str, an: Person, chi: Person) -> None:
    page = f"/lam-viec/to-chuc/{world.code('so-yte')}/lien-ket/"
    for reader in (an, chi):
        shown = reader.client.get(page).content.decode()
        assert "Nộp kết quả" in shown
        assert OFFICE in shown
        assert "Chưa mở" in shown
    Client().get(url)
    assert "Đã mở, chưa dùng" in an.client.get(page).content.decode()
    sent = Client()
    sent.get(url)
    sent.post(url, {"statement": "Đã làm xong.", "reference": "5/BC-SYT"})
    shown = an.client.get(page).content.decode()
    assert "Đã dùng" in shown
    assert "Thu hồi" not in shown.split("</h1>")[1].split("</table>")[0].split("<tbody")[1]
