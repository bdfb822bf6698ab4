"""Programs that leave the organiser out still send their answer to his address: that tells whose it is."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from phoihop.mail.commands import receive
from phoihop.mail.models import OutMail
from phoihop.meetings.models import Place
from tests.rooms.meetings import programs
from tests.rooms.meetings.outgoing import sent
from tests.rooms.meetings.programs import Invited
from tests.world.build import World
from tests.world.meetings import address, call


@pytest.fixture
def it(world: World) -> Invited:
    address(world, "so-yte")
    return Invited.of(sent(call(world))[0])


def bare(it: Invited, world: World) -> bytes:
    """An answer as Apple's program writes it, less its ORGANIZER."""
    raw = programs.thunderbird(it, "ACCEPTED", world.at + timedelta(hours=1))
    text = raw.decode("utf-8")
    assert "ORGANIZER" in text
    return re.sub(r"ORGANIZER[^\n]*\n(?:[ \t][^\n]*\n)*", "", text).encode("utf-8")


def test_the_address_it_was_sent_to_names_the_office(world: World, it: Invited) -> None:
    raw = bare(it, world)
    assert b"ORGANIZER" not in raw
    got = receive(raw, way="imap", at=world.at + timedelta(hours=1))
    assert (got.state, got.kind) == ("HANDLED", "calendar")
    assert Place.rows.get().state == "ACCEPTED"


def test_sent_elsewhere_it_moves_nothing(world: World, it: Invited) -> None:
    """To the house's address without a token, or with the token of another mail of the same office."""
    other = OutMail.rows.get().key
    raw = bare(it, world)
    local, _, domain = it.organiser.partition("@")
    plain = f"{local.partition('+')[0]}@{domain}"
    receive(raw.replace(it.organiser.encode(), plain.encode()), way="imap", at=world.at + timedelta(hours=1))
    assert Place.rows.get().state == "NEEDS-ACTION"
    assert other
