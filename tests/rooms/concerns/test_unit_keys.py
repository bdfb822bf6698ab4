"""What is personal is closed with the key of the unit that holds it; keys are exchanged while everything goes on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from phoihop.concerns import commands, queries
from phoihop.concerns.commands import reclosing
from phoihop.concerns.models import Addition, Concern, ConcernPhoto, Contact
from phoihop.concerns.outside import boxes
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed
from phoihop.ground.sealing import new_key
from phoihop.ledger.models import Entry
from phoihop.organizations import commands as organizations
from phoihop.organizations import queries as organizations_queries
from phoihop.organizations.commands import unit_keys as exchanging
from phoihop.organizations.models import UnitKey
from phoihop.organizations.outside import unit_keys
from phoihop.site.commandline import main
from tests.world import concerns as layer
from tests.world.build import World

MINE = {"name": "Lê Thị Riêng", "phone": "0912 345 678", "mail": "rieng@example.vn", "address": "5 Hẻm Kín"}
CONSOLE = Actor.system("administrator-console")


@pytest.fixture(autouse=True)
def keys(settings: Any, tmp_path: Path) -> Any:
    """A master key of the test's own; nothing of another test is unwrapped."""
    path = tmp_path / "master"
    path.write_bytes(new_key())
    settings.PHOIHOP_MASTER_KEY_FILE = path
    unit_keys.forget()
    yield path
    unit_keys.forget()


def whole(world: World) -> str:
    """A concern with everything that is closed: text, contact, photo, an addition, a request."""
    code = layer.noted(world, **MINE)
    an = world.person("an").actor
    commands.add_more(code=code, text="Thêm một ý", by=an, at=world.at)
    commands.request_data(code=code, wish="SEE", words="Giữ gì về tôi?", by=an, at=world.at)
    row = layer.row(code)
    commands.photos.keep_photos(row, [commands.Photo(1, "image/png", b"pixels")], boxes.unit_box(row.reception_id))
    return code


def said(world: World, code: str) -> tuple[str, ...]:
    """All that is kept about it, opened by its own unit, with nothing left unwrapped from before."""
    unit_keys.forget()
    held = queries.held_about(world.person("an").actor, code)
    assert held.contact is not None
    photo = ConcernPhoto.rows.get(concern__code=code)
    pixels = boxes.open_(photo.sealed, of=f"photo:{code}:1").decode()
    return held.text, held.contact.phone, held.additions[0].text, held.requests[0].words, pixels


EVERYTHING = (layer.TEXT, MINE["phone"], "Thêm một ý", "Giữ gì về tôi?", "pixels")


def test_made_on_first_use_and_once(world: World) -> None:
    unit_id = world.unit("btg-tinh-uy")
    UnitKey.rows.filter(unit_id=unit_id).delete()
    one, other = boxes.unit_box(unit_id), boxes.unit_box(unit_id)
    assert one == other
    assert UnitKey.rows.filter(unit_id=unit_id).count() == 1
    assert unit_keys.number_of(one.close(b"x", of="y")) == one.number


def test_who_makes_the_second_key_of_a_unit_takes_the_first(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two first uses at once: the row that came later gives way, and both close with the same key."""
    unit_id = world.unit("btg-tinh-uy")
    UnitKey.rows.filter(unit_id=unit_id).delete()
    make = exchanging._add

    def twice(*given: Any) -> None:
        make(*given)
        make(*given)

    monkeypatch.setattr(exchanging, "_add", twice)
    box = boxes.unit_box(unit_id)
    assert [row.number for row in UnitKey.rows.filter(unit_id=unit_id)] == [box.number]
    assert boxes.open_(box.close(b"x", of="y"), of="y") == b"x"


def test_the_key_of_one_unit_opens_nothing_of_another(world: World) -> None:
    """Whoever has a copy of the database and one unit's key, unwrapped: its own opens, another's does not."""
    mine, other = (boxes.unit_box(world.unit(key)) for key in ("btg-tinh-uy", "so-yte"))
    closed = [box.close(b"personal", of="text:PA-1") for box in (mine, other)]
    known = unit_keys._open[mine.number]
    unit_keys.forget()
    for number in (mine.number, other.number):  # the stolen key tried as if it were each
        unit_keys._open[number] = known
    assert unit_keys.open_(closed[0], of="text:PA-1") == b"personal"
    with pytest.raises(boxes.CannotOpen):
        unit_keys.open_(closed[1], of="text:PA-1")
    own_header = closed[0][:12] + closed[1][12:]
    with pytest.raises(boxes.CannotOpen):
        unit_keys.open_(own_header, of="text:PA-1")


def test_a_copy_of_the_database_opens_nothing(world: World, keys: Path) -> None:
    code = whole(world)
    keys.write_bytes(os.urandom(32))
    unit_keys.forget()
    with pytest.raises(boxes.CannotOpen, match="not the master key"):
        queries.text_of(layer.row(code))
    keys.unlink()
    with pytest.raises(boxes.CannotOpen):
        queries.text_of(layer.row(code))


def test_a_wrapped_key_put_to_another_unit_does_not_open(world: World) -> None:
    box = boxes.unit_box(world.unit("so-yte"))
    closed = box.close(b"x", of="y")
    UnitKey.rows.filter(number=box.number).update(unit_id=world.unit("tinh-uy"))
    unit_keys.forget()
    with pytest.raises(boxes.CannotOpen):
        boxes.open_(closed, of="y")


def test_what_was_closed_before_opens_and_is_closed_anew(world: World) -> None:
    code = whole(world)
    for model, places in reclosing._PLACES.items():  # as it was: with the one key of the room
        for row in model._base_manager.all():
            for column, of in places.items():
                if value := bytes(getattr(row, column)):
                    plain = boxes.open_(value, of=of(row))
                    model._base_manager.filter(pk=row.pk).update(**{column: boxes.BEFORE.close(plain, of=of(row))})
    assert said(world, code) == EVERYTHING
    assert commands.reclose() >= 6
    assert said(world, code) == EVERYTHING
    stored = [layer.row(code).sealed, Contact.rows.get(concern__code=code).sealed, Addition.rows.get().sealed]
    assert all(unit_keys.number_of(one) for one in stored)
    assert commands.reclose() == 0


def test_a_new_key_of_a_unit(world: World) -> None:
    code = whole(world)
    unit_id = layer.row(code).reception_id
    before = boxes.unit_box(unit_id).number
    told = organizations.exchange_unit_key(unit_id=unit_id, by=CONSOLE, at=world.at)
    assert told.version == 2
    assert said(world, code) == EVERYTHING  # with the retired one
    assert commands.reclose() >= 6
    assert unit_keys.number_of(layer.row(code).sealed) == boxes.unit_box(unit_id).number != before
    assert said(world, code) == EVERYTHING
    assert Entry.rows.filter(kind="unit.key_exchanged").count() == 1


def test_closing_anew_goes_on_where_it_was_cut_short(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = [layer.noted(world, text=f"Chuyện số {n} ở chợ, không giống chuyện nào.") for n in range(3)]
    unit_id = layer.row(codes[0]).reception_id
    commands.reclose()
    organizations.exchange_unit_key(unit_id=unit_id, by=CONSOLE, at=world.at)
    monkeypatch.setattr(reclosing, "AT_ONCE", 1)

    def killed(_what: str, count: int) -> None:
        if count:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        commands.reclose(killed)
    number = boxes.unit_box(unit_id).number
    done = [code for code in codes if unit_keys.number_of(layer.row(code).sealed) == number]
    assert len(done) < 3
    assert commands.reclose() > 0
    assert {unit_keys.number_of(layer.row(code).sealed) for code in codes} == {number}


def test_who_changes_a_value_meanwhile_is_not_overwritten(world: World) -> None:
    code = whole(world)
    row = layer.row(code)
    before = bytes(row.sealed)
    Concern.rows.filter(pk=row.pk).update(sealed=b"")  # erased since it was read
    assert reclosing._anew(Concern, row, "sealed", before) == 0
    assert bytes(layer.row(code).sealed) == b""


def test_an_administrator_alone_exchanges_a_key(world: World) -> None:
    unit_id = layer.row(whole(world)).reception_id
    with pytest.raises(NotAllowed):
        organizations.exchange_unit_key(unit_id=unit_id, by=world.person("an").actor, at=world.at)
    UnitKey.rows.filter(unit_id=world.unit("so-yte")).delete()
    with pytest.raises(Refused, match="chưa có khóa"):
        organizations.exchange_unit_key(unit_id=world.unit("so-yte"), by=CONSOLE, at=world.at)


def test_a_new_master_key(world: World, keys: Path) -> None:
    UnitKey.rows.exclude(master=unit_keys.fingerprint(keys)).delete()
    code = whole(world)
    old = keys.read_bytes()
    count = UnitKey.rows.count()
    assert organizations.exchange_master_key() == count
    assert keys.read_bytes() != old
    assert keys.with_name("master.old").read_bytes() == old
    assert said(world, code) == EVERYTHING
    with pytest.raises(Refused, match="rewrap"):
        organizations.exchange_master_key()
    assert not organizations.drop_old_master_key()  # an act under way may hold what it wrapped
    os.utime(keys.with_name("master.old"), (0, 0))
    assert organizations.drop_old_master_key()
    assert not keys.with_name("master.old").exists()
    assert said(world, code) == EVERYTHING


@pytest.mark.parametrize("where", ["wrapping", "replacing"])
def test_a_master_key_exchange_cut_short_goes_on(
    world: World, keys: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    UnitKey.rows.exclude(master=unit_keys.fingerprint(keys)).delete()
    code = whole(world)

    def killed(*_given: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(*((exchanging, "wrap_anew", killed) if where == "wrapping" else (Path, "replace", killed)))
        with pytest.raises(KeyboardInterrupt):
            organizations.exchange_master_key()
    assert said(world, code) == EVERYTHING
    organizations.exchange_master_key()
    assert set(UnitKey.rows.values_list("master", flat=True)) == {unit_keys.fingerprint(keys)}
    assert said(world, code) == EVERYTHING


def test_unwrapped_keys_are_bounded(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unit_keys, "MOST_OPEN", 2)
    closed = [boxes.unit_box(world.unit(key)).close(b"x", of="y") for key in ("btg-tinh-uy", "so-yte", "tinh-uy")]
    assert len(unit_keys._open) == 2
    assert [boxes.open_(one, of="y") for one in closed] == [b"x"] * 3


def test_keys_are_fetched_in_one_query(world: World, django_assert_num_queries: Any) -> None:
    closed = [boxes.unit_box(world.unit(key)).close(b"x", of="y") for key in ("btg-tinh-uy", "so-yte")]
    unit_keys.forget()
    with django_assert_num_queries(1):
        boxes.fetch_unit_keys(closed)
        assert [boxes.open_(one, of="y") for one in closed] == [b"x"] * 2


def test_keys_of_another_master_key_are_counted(world: World, keys: Path) -> None:
    """After a restore this says whether what lies here opens what was restored. One being exchanged is here too."""
    UnitKey.rows.exclude(master=unit_keys.fingerprint(keys)).delete()
    whole(world)
    count = UnitKey.rows.count()
    assert count
    assert organizations_queries.unit_keys_closed() == 0
    organizations.exchange_master_key()
    keys.with_name("master.old").replace(keys)
    assert organizations_queries.unit_keys_closed() == count
    keys.rename(keys.with_name("away"))
    assert organizations_queries.unit_keys_closed() == count


def test_by_the_command_line(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    code = whole(world)
    unit = layer.row(code).reception
    assert main(["keys", "rotate", "--unit", unit.code]) == 0
    assert "key 2 of" in capsys.readouterr().out
    assert main(["keys", "rotate", "--unit", "DV-nowhere"]) == 2
    assert main(["keys", "status", "--json"]) == 0
    assert '"retired": 1' in capsys.readouterr().out
    assert said(world, code) == EVERYTHING
