"""Địa chỉ lịch: made for oneself, shown once, read by programs that cannot sign in, taken back."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from phoihop.organizations import commands, queries, rules
from phoihop.organizations.models import CalendarFeed
from tests.world import plans
from tests.world.build import World
from tests.world.cast import Person
from tests.world.flat import grows_flat

PAGE = reverse("organizations:own_feeds")
READER = Actor.system("front-door")


def made(person: Person, what: str = "mine", **values: Any) -> str:
    """The token of a new feed."""
    opened = commands.open_feed(what=what, by=person.actor, at=person.at, **values)
    return opened.url_path.removeprefix("/lich/").removesuffix(".ics")


def read(token: str, at: Any) -> commands.ReadFeed:
    return commands.read_feed(token=token, by=READER, at=at)


def test_an_address_is_shown_once_and_not_kept(chi: Person) -> None:
    answer = chi.client.post(PAGE, {"what": "mine"})
    assert answer.status_code == 200
    address = re.search(r"http://\S+/lich/([\w-]{43})\.ics", answer.content.decode())
    assert address is not None
    row = CalendarFeed.rows.get()
    assert row.account_id == chi.account_id
    assert row.digest == rules.feed_digest(address[1])
    assert address[1] not in chi.client.get(PAGE).content.decode()
    assert address[1] not in "".join(map(str, Entry.rows.values_list("data", flat=True)))
    assert chi.client.get(f"/lich/{address[1]}.ics").status_code == 200


def test_a_feed_of_another_is_not_visible(chi: Person, dung: Person) -> None:
    made(chi)
    feed = CalendarFeed.rows.get()
    assert queries.own_feeds(dung.actor) == []
    assert dung.client.post(reverse("organizations:revoke_feed", args=[feed.pk])).status_code == 404
    with pytest.raises(NotVisible):
        commands.revoke_feed(feed_id=feed.pk, by=dung.actor, at=dung.at)
    assert queries.own_feeds(chi.actor) != []


def test_taken_back_it_leads_nowhere_like_one_that_never_was(chi: Person, khach: Person) -> None:
    token = made(chi)
    assert khach.client.get(f"/lich/{token}.ics").status_code == 200
    url = reverse("organizations:revoke_feed", args=[CalendarFeed.rows.get().pk])
    assert chi.client.post(url).status_code == 302
    assert chi.client.post(url).status_code == 302, "twice is harmless"
    assert Entry.rows.filter(kind="feed.revoked").count() == 1
    answers = [khach.client.get(f"/lich/{one}.ics") for one in (token, "khong-co", f"{token}x")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_who_is_not_signed_in_makes_none(khach: Person, world: World) -> None:
    assert khach.client.post(PAGE, {"what": "mine"}).status_code == 302
    with pytest.raises(NotAllowed):
        commands.open_feed(what="mine", by=Actor.nobody(), at=world.at)
    assert not CalendarFeed.rows.exists()


def test_only_the_door_reads(chi: Person) -> None:
    token = made(chi)
    with pytest.raises(NotAllowed):
        commands.read_feed(token=token, by=chi.actor, at=chi.at)


def test_what_a_feed_may_be_about(world: World, chi: Person) -> None:
    year = plans.begin(world)
    made(chi, "unit", unit_id=world.unit("so-yte"))
    made(chi, "topic", about=year.topic)
    made(chi, "kind", about="meeting")
    told = [(line.what, line.unit_name, line.about) for line in queries.own_feeds(chi.actor)]
    assert told == [("kind", "", "meeting"), ("topic", "", year.topic), ("unit", "Sở Y tế tỉnh Kiên Giang", "")]


@pytest.mark.parametrize(
    ("what", "values"),
    [
        ("all", {}),
        ("unit", {}),
        ("topic", {"about": "VD-kg-2021-9999"}),
        ("topic", {"about": ""}),
        ("kind", {"about": "ngày giỗ"}),
    ],
)
def test_what_there_is_not_is_refused(chi: Person, what: str, values: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        made(chi, what, **values)
    assert not CalendarFeed.rows.exists()


def test_neither_a_foreign_unit_nor_a_foreign_topic(world: World, dung: Person) -> None:
    year = plans.begin(world)
    with pytest.raises(Refused, match="không giữ vị trí"):
        made(dung, "unit", unit_id=world.unit("so-yte"))
    with pytest.raises(Refused, match="bạn xem được"):
        made(dung, "topic", about=year.topic)
    answer = dung.client.post(PAGE, {"what": "topic", "topic": ""})
    assert answer.status_code == 422
    assert "Hãy ghi mã của vấn đề." in answer.content.decode()


def test_twenty_are_enough(chi: Person) -> None:
    for _number in range(rules.MOST_FEEDS):
        made(chi)
    with pytest.raises(Refused, match="20 địa chỉ"):
        made(chi)
    commands.revoke_feed(
        feed_id=CalendarFeed.rows.order_by("pk").values_list("pk", flat=True)[0], by=chi.actor, at=chi.at
    )
    made(chi)


def test_a_reading_is_told_once_a_day(chi: Person) -> None:
    token = made(chi)
    for hours in (0, 1, 2, 24):
        read(token, chi.at + timedelta(hours=hours))
    assert Entry.rows.filter(kind="feed.read").count() == 2
    assert CalendarFeed.rows.get().last_read_at == chi.at + timedelta(hours=24)


def test_too_often_is_asked_to_wait(chi: Person, khach: Person, clock: Any) -> None:
    token = made(chi)
    for number in range(rules.MOST_READS):
        assert read(token, chi.at + timedelta(seconds=number)).wait == 0
    clock.move(minutes=20)
    answer = khach.client.get(f"/lich/{token}.ics")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) == 40 * 60
    clock.move(minutes=40)
    assert khach.client.get(f"/lich/{token}.ics").status_code == 200


def test_the_database_keeps_feeds_whole(world: World, chi: Person) -> None:
    for values in ({"what": "unit"}, {"what": "topic"}, {"what": "mine", "about": "x"}, {"what": "none"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CalendarFeed.rows.create(account_id=chi.account_id, digest="0" * 64, created_at=world.at, **values)


def test_the_list_of_own_feeds(chi: Person) -> None:
    made(chi, "kind", about="due")
    page = chi.client.get(PAGE).content.decode()
    assert "Một loại ngày · Hạn" in page
    assert "chưa chương trình nào đọc" in page
    assert reverse("organizations:own_feeds") in chi.client.get(reverse("organizations:own_account")).content.decode()
    grows_flat(chi.client, PAGE, lambda: [made(chi, "unit", unit_id=chi.actor.unit_id) for _ in range(5)])
