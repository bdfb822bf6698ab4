"""Thirty offices answer from whatever calendar they use, others forge and replay: the roll is right, forgeries none.

The mails go through the door that mails come in by, as bytes.
"""

from __future__ import annotations

import json
from collections import Counter as Counter_
from dataclasses import replace
from datetime import timedelta

import pytest

from phoihop.ledger.models import Entry
from phoihop.mail.commands import receive
from phoihop.meetings import commands
from phoihop.meetings.commands.hearing import WHY
from phoihop.meetings.models import Counter, Heard, Place
from phoihop.meetings.queries import meeting_value
from tests.rooms.meetings import programs
from tests.rooms.meetings.outgoing import sent
from tests.rooms.meetings.programs import Invited
from tests.world.meetings import address, call, starts

pytestmark = pytest.mark.slow

NUMBER = 30
ANSWERS = ("ACCEPTED", "TENTATIVE", "DECLINED")
WRITERS = (programs.thunderbird, programs.evolution, programs.google, programs.outlook, programs.apple)


def take(raw, at):
    return receive(raw, way="lmtp", at=at)


def invite(world, number=NUMBER, **values):
    """`number` new offices with addresses, invited; code, keys, and what each one's calendar holds."""
    keys = [f"so-{n:02}" for n in range(number)]
    for n, key in enumerate(keys):
        world.add_unit(key, f"Sở số {n} tỉnh Kiên Giang", parent="ubnd-tinh")
        address(world, key)
    code = call(world, to=keys, **values)
    return code, keys, [Invited.of(one, f"Văn phòng số {n}") for n, one in enumerate(sent(code))]


def roll(world, an, code, at):
    return {one.unit_id: one for one in meeting_value(an.actor, code, at).roll}


def kinds():
    return list(Entry.rows.order_by("pk").values_list("kind", flat=True))


def reasons():
    """Why messages about meetings were ignored, as the ledger says, and how often."""
    texts = [str(json.loads(one.data)) for one in Entry.rows.filter(kind="reply.ignored")]
    return Counter_(str(word) for text in texts for word in WHY.values() if str(word) in text)


def test_thirty_answers_and_the_forgeries(world, an, clock):
    code, keys, invited = invite(world)
    t = world.at + timedelta(hours=1)
    expected = {}
    mails = []
    for n, it in enumerate(invited):
        if n < 24:  # plain answers, by all programs
            answer, comment = ANSWERS[n % 3], f"Ý kiến {n}; mời xem, cảm ơn" if n % 2 else ""
            raw = WRITERS[n % 5](it, answer, t, comment=comment.replace(";", "\\;").replace(",", "\\,"))
            expected[keys[n]] = (answer, "")
        elif n < 27:  # other times
            other = it.starts + timedelta(days=1, hours=n - 24)
            raw = (
                programs.thunderbird_counter(it, other, t),
                programs.outlook(it, "TENTATIVE", t, comment="Xin lùi", starts=other),
                programs.google(
                    it,
                    "NEEDS-ACTION",
                    t,
                    comment="Xin lui",
                    method="COUNTER",
                    starts=other,
                    ends=other + timedelta(hours=1),
                ),
            )[n - 24]
            expected[keys[n]] = (("DECLINED", "TENTATIVE", "NEEDS-ACTION")[n - 24], "")
        else:  # somebody is sent
            raw = programs.evolution(
                it,
                "DELEGATED",
                t,
                comment="Được quyết định",
                delegate=f"cu{n}@khac.example.vn",
                sent_name=f"Ông Cử {n}",
            )
            expected[keys[n]] = ("DELEGATED", f"Ông Cử {n}")
        mails.append(raw)
    for raw in mails:
        assert take(raw, t + timedelta(minutes=1)).state == "HANDLED"
    before = state_of(code)
    forged_at = t + timedelta(minutes=5)
    for raw in forgeries(invited, mails, t):
        take(raw, forged_at)
    assert state_of(code) == before
    shown = roll(world, an, code, forged_at)
    right = [key for key in keys if (shown[world.unit(key)].state, shown[world.unit(key)].delegate) == expected[key]]
    assert len(right) == NUMBER
    assert Counter.rows.count() == 3
    assert {counter.starts_at for counter in Counter.rows.all()} == {
        starts(world) + timedelta(days=1, hours=n) for n in range(3)
    }
    assert shown[world.unit(keys[1])].comment == "Ý kiến 1; mời xem, cảm ơn"
    assert reasons() == {
        "người trả lời không được mời": 3,
        "không mang địa chỉ của nơi triệu tập mà cơ quan đã nhận": 1,
        "trả lời một giấy mời chưa từng gửi": 1,
        "thư không đến từ địa chỉ trả lời": 1,
        "thư cũ được gửi lại": 3,
        "không nêu câu trả lời": 1,
        "không đọc được người được cử": 1,
        "loại thư lịch này không do nơi được mời gửi": 1,
    }
    for n in (27, 28, 29):  # whoever is sent answers for himself
        its = Invited.of(next(one for one in sent(code) if one.to == f"cu{n}@khac.example.vn"), f"Ông Cử {n}")
        take(programs.google(its, "ACCEPTED", forged_at), forged_at)
    shown = roll(world, an, code, forged_at)
    assert [shown[world.unit(keys[n])].delegate_state for n in (27, 28, 29)] == ["ACCEPTED"] * 3
    assert shown[world.unit(keys[27])].delegate_scope == "Được quyết định"
    assert sum(one.is_coming for one in shown.values()) == 8 + 3


def forgeries(invited, mails, t):
    """Mails that must change nothing: strangers, wrong organisers, borrowed names, numbers never sent, replays."""
    first, second = invited[0], invited[1]
    later = t + timedelta(minutes=2)
    yield programs.google(replace(first, me="ke-la@xa.example.com"), "DECLINED", later)  # not invited
    yield programs.outlook(replace(first, organiser="an@khac.example.vn"), "DECLINED", later)  # wrong organiser
    yield programs.google(replace(first, organiser=second.organiser), "DECLINED", later)  # another unit's token
    yield programs.evolution(replace(first, uid="khong-co@example.vn"), "DECLINED", later)  # unknown meeting
    yield programs.thunderbird(replace(first, sequence=7), "DECLINED", later)  # never sent
    yield programs.mail(  # the right attendee, from another mailbox
        first, "x", programs.ics_of(programs.google(first, "DECLINED", later)), later, sender="ke-la@xa.example.com"
    )
    yield programs.thunderbird(first, "DECLINED", later, stamp=programs.utc(t - timedelta(hours=1)))  # older
    yield mails[0]  # the same bytes
    yield mails[3].replace(b"Message-ID: <", b"Message-ID: <moi-")  # the same words in a new envelope
    yield mails[28].replace(b"Message-ID: <", b"Message-ID: <moi-")
    yield programs.google(first, "NEEDS-ACTION", later)  # says nothing
    yield programs.google(replace(first, me="cu27@khac.example.vn"), "DECLINED", later)  # sent by another unit
    yield programs.evolution(invited[2], "DELEGATED", later, delegate="khong phai dia chi")
    yield programs.google(first, "DECLINED", later, method="CANCEL")  # an organiser's method


def state_of(code):
    columns = ("attendee_id", "state", "stamp", "comment", "delegate", "delegate_state", "old_state", "version")
    return list(Place.rows.filter(occurrence__meeting__code=code).order_by("pk").values_list(*columns))


def test_moved_twice_with_replies_crossing(world, an, clock):
    code, keys, invited = invite(world, 3)
    t = world.at + timedelta(hours=1)
    take(programs.google(invited[0], "ACCEPTED", t), t)
    first = starts(world)
    commands.change_meeting(
        code=code, starts_at=first + timedelta(hours=2), ends_at=first + timedelta(hours=4), by=an.actor, at=t
    )
    again = [Invited.of(one) for one in sent(code) if "/1/REQUEST" in one.key]
    assert [it.sequence for it in again] == [1, 1, 1]
    shown = roll(world, an, code, t)
    assert shown[world.unit(keys[0])].state == "NEEDS-ACTION"
    commands.change_meeting(
        code=code,
        starts_at=first + timedelta(days=1),
        ends_at=first + timedelta(days=1, hours=2),
        by=an.actor,
        at=t + timedelta(minutes=10),
    )
    late = t + timedelta(minutes=12)
    take(programs.outlook(invited[1], "ACCEPTED", late), late)  # still to the first time
    take(programs.thunderbird(again[2], "DECLINED", late), late)  # to the second
    shown = roll(world, an, code, late)
    for n, old in ((1, "ACCEPTED"), (2, "DECLINED")):
        assert (shown[world.unit(keys[n])].state, shown[world.unit(keys[n])].old_state) == ("NEEDS-ACTION", old)
        asked = [one for one in sent(code) if one.key.startswith(f"{code}/{world.unit(keys[n])}/2/REQUEST")]
        assert len(asked) == 2  # the change itself, and asked again
    take(programs.google(invited[1], "DECLINED", late + timedelta(minutes=1)), late + timedelta(minutes=1))
    asked = [one for one in sent(code) if one.key.startswith(f"{code}/{world.unit(keys[1])}/2/REQUEST")]
    assert len(asked) == 2  # asked again once only
    now = [Invited.of(one) for one in sent(code) if "/2/REQUEST" in one.key][:3]
    later = late + timedelta(minutes=5)
    for it in now:
        take(programs.google(it, "ACCEPTED", later), later)
    shown = roll(world, an, code, later)
    assert [(shown[world.unit(key)].state, shown[world.unit(key)].old_state) for key in keys] == [("ACCEPTED", "")] * 3
    assert kinds().count("answer.outdated") == 3


def test_a_cancelled_meeting_hears_nothing(world, an, clock):
    code, _keys, invited = invite(world, 1)
    t = world.at + timedelta(hours=1)
    commands.cancel_meeting(code=code, reason="Bận", by=an.actor, at=t)
    before = state_of(code)
    take(programs.google(invited[0], "ACCEPTED", t), t)
    assert state_of(code) == before
    assert kinds().count("reply.ignored") == 1
    assert not Heard.rows.exists()


def test_a_refresh_sends_the_invitation_again(world, an, clock):
    code, _keys, invited = invite(world, 1)
    t = world.at + timedelta(hours=1)
    take(programs.google(invited[0], "NEEDS-ACTION", t, method="REFRESH"), t)
    assert [one.method for one in sent(code)] == ["REQUEST", "REQUEST"]
