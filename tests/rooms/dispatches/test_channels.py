"""By which way a letter goes to each office, and what the sender hands over himself."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.dispatches import commands, queries
from phoihop.dispatches.models import Dispatch, Recipient
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed
from phoihop.ledger.models import Entry
from phoihop.mail.commands import use_link
from phoihop.mail.models import OutMail, SignedLink
from phoihop.obligations.models import Obligation
from phoihop.organizations.commands import declare_absence
from tests.world.dispatches import send
from tests.world.meetings import address

HERE, AWAY = "btg-tinh-uy", "so-nnptnt"  # somebody works there; nobody does
BOX = "/lam-viec/cong-van/"


def share(world, unit=AWAY):
    return Recipient.rows.get(unit_id=world.unit(unit))


def typed(world, **values):
    return {
        "purpose": "INFORM",
        "form": "plain",
        "recipients": [world.unit(HERE), world.unit(AWAY)],
        "subject": "Thông báo",
        "body": "Nội dung",
        "key": "mot-lan",
        "fallback": "print",
        **values,
    }


def paper(world, code, person, unit=AWAY):
    return commands.make_papers(code=code, unit_ids=[world.unit(unit)], by=person.actor, at=world.at)


def handed(world, code, person, version=None):
    return commands.hand_over(code=code, unit_id=world.unit(AWAY), version=version, by=person.actor, at=world.at)


@pytest.mark.parametrize(
    ("has_address", "fallback", "channel", "state"),
    [
        (True, "print", "mail", "SENDING"),
        (False, "print", "print", "CREATED"),
        (False, "link", "link", "CREATED"),
        (False, "in_app", "in_app", "SENDING"),
    ],
)
def test_the_way_that_reaches_the_office(world, has_address, fallback, channel, state):
    if has_address:
        address(world, AWAY)
    send(world, to=[HERE, AWAY], fallback=fallback)
    assert (share(world, HERE).channel, share(world, HERE).state) == ("in_app", "DELIVERED")
    assert (share(world).channel, share(world).state) == (channel, state)


def test_the_sender_chooses_another_way(world):
    address(world, HERE)
    send(world, to=[HERE, AWAY], channels={world.unit(HERE): "mail", world.unit(AWAY): "link"})
    assert (share(world, HERE).channel, share(world, HERE).state) == ("mail", "SENDING")
    assert share(world).channel == "link"


def test_a_way_that_does_not_exist(world):
    with pytest.raises(Refused, match="qua thư, bằng liên kết"):
        send(world, channels={world.unit(HERE): "pigeon"})
    assert not Dispatch.rows.exists()


# ── by hand ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_paper_carries_a_code_that_acknowledges(world, chi):
    code = send(world, to=[AWAY], fallback="print")
    answer = chi.client.post(f"{BOX}{code}/ban-in/", {"unit": world.unit(AWAY)})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Kính gửi: Sở Nông nghiệp" in page
    assert '<svg class="qr"' in page
    acknowledge = re.search(r"/l/([\w-]+)/", page)[1]
    assert use_link(token=acknowledge, values={"reservation": ""}, second_code="", used_from="", at=world.at).is_done
    assert (share(world).state, share(world).answered_post) == ("ACKNOWLEDGED", "qua liên kết")


def test_printing_delivers_nothing_handing_over_does(world, chi):
    code = send(world, to=[AWAY], fallback="print")
    paper(world, code, chi)
    assert share(world).state == "CREATED"
    version = share(world).version
    handed(world, code, chi, version)
    row = share(world)
    assert (row.state, row.delivered_at, row.handed_post) == ("DELIVERED", world.at, chi.actor.post)
    handed(world, code, chi, version)  # pressed twice
    assert Entry.rows.filter(kind="dispatch.delivered").count() == 1
    assert f"{chi.actor.post} trao" in chi.client.get(f"{BOX}{code}/").content.decode()


def test_printed_again_the_earlier_code_is_taken_back(world, chi):
    code = send(world, to=[AWAY], fallback="print")
    for _ in range(2):
        paper(world, code, chi)
    assert SignedLink.rows.filter(revoked_at=None).count() == 2
    assert SignedLink.rows.count() == 4


def test_what_goes_another_way_is_neither_printed_nor_handed_over(world, chi, an, dung):
    code = send(world, to=[HERE])
    with pytest.raises(Refused, match="theo cách khác"):
        paper(world, code, chi, HERE)
    with pytest.raises(Refused, match="theo cách khác"):
        commands.hand_over(code=code, unit_id=world.unit(HERE), version=None, by=chi.actor, at=world.at)
    with pytest.raises(NotAllowed):
        paper(world, code, an, HERE)


def test_handed_over_from_an_old_page(world, chi):
    code = send(world, to=[AWAY], fallback="print")
    with pytest.raises(SomebodyWasFaster):
        handed(world, code, chi, version=7)


def test_looking_at_the_letter_makes_no_link(world, chi):
    code = send(world, to=[AWAY], fallback="print")
    page = chi.client.get(f"{BOX}{code}/").content.decode()
    assert "Đã trao tận nơi" in page
    assert chi.client.get(f"{BOX}{code}/ban-in/").status_code == 405
    assert not SignedLink.rows.exists()


# ── the form ────────────────────────────────────────────────────────────────────────────────────────────────


def test_sent_without_choosing_ways(world, chi):
    assert chi.client.post(f"{BOX}moi/", typed(world)).status_code == 302
    assert {(r.channel, r.state) for r in Recipient.rows.all()} == {("in_app", "DELIVERED"), ("print", "CREATED")}


def test_ways_are_proposed_for_each_ticked_office_and_may_be_changed(world, chi):
    mail = address(world, AWAY)
    page = chi.client.post(f"{BOX}moi/", typed(world, choose="1")).content.decode()
    assert not Dispatch.rows.exists()
    assert f"Qua thư đến {mail}" in page
    name = f"way_{world.unit(AWAY)}"
    assert re.search(rf'<select name="{name}"[^>]*>.*?<option value="mail" selected', page, re.DOTALL)
    assert chi.client.post(f"{BOX}moi/", typed(world, **{name: "print"})).status_code == 302
    assert share(world).channel == "print"


def test_who_is_away_stands_beside_the_choice(world, chi, an):
    assert "vắng mặt đến hết" not in chi.client.get(f"{BOX}moi/").content.decode()
    declare_absence(from_date=date(2021, 8, 1), to_date=date(2021, 8, 20), reason="leave", by=an.actor, at=world.at)
    page = chi.client.get(f"{BOX}moi/").content.decode()
    assert "Nguyễn Văn An" in page
    assert "vắng mặt đến hết 20/8/2021" in page


def test_a_letter_of_its_own_for_each(world, chi):
    answer = chi.client.post(f"{BOX}moi/", typed(world, is_apart="on"))
    assert (answer.status_code, answer["Location"]) == (302, f"{BOX}?chieu=out")
    assert [r.dispatch.code for r in Recipient.rows.select_related("dispatch").order_by("pk")] == [
        "CV-kg-2021-000001",
        "CV-kg-2021-000002",
    ]
    chi.client.post(f"{BOX}moi/", typed(world, is_apart="on"))  # pressed twice
    assert Dispatch.rows.count() == 2


# ── many ────────────────────────────────────────────────────────────────────────────────────────────────────


def sendings(units):
    return [
        commands.Sending(recipient_ids=[unit], purpose="INFORM", subject=f"Số {n}", body="Nội dung")
        for n, unit in enumerate(units)
    ]


def test_many_letters_are_as_one_by_one(world, chi):
    address(world, AWAY)
    units = [world.unit(HERE), world.unit(AWAY)]
    told = commands.send_dispatches(sender_id=chi.actor.unit_id, sends=sendings(units), by=chi.actor, at=world.at)
    together = trace([event.code for event in told])
    alone = trace(
        [
            send(world, to=[unit], purpose="INFORM", subject=f"Số {n}", body="Nội dung")
            for n, unit in enumerate((HERE, AWAY))
        ]
    )
    assert together == alone
    assert len(together["entries"]) > 6


def trace(codes):
    """What letters have left, but for their numbers and the time."""
    rows = Recipient.rows.filter(dispatch__code__in=codes).order_by("pk")
    owed = Obligation.rows.filter(source__in=codes).order_by("pk")
    entries = Entry.rows.filter(code__in=[*codes, *owed.values_list("code", flat=True)])
    return {
        "shares": list(rows.values_list("unit_id", "channel", "state", "tries")),
        "owed": list(owed.values_list("lead_id", "entitled_id", "due_date", "duty")),
        "mails": list(OutMail.rows.filter(about__in=codes).values_list("unit_id", "reply_act")),
        "links": sorted(SignedLink.rows.filter(code__in=codes).values_list("unit_id", "act")),
        "entries": sorted(entries.values_list("kind", flat=True)),
    }


def test_all_or_none(world, chi):
    wrong = [*sendings([world.unit(HERE)]), *sendings([chi.actor.unit_id])]
    with pytest.raises(Refused, match="đồng thời"):
        commands.send_dispatches(sender_id=chi.actor.unit_id, sends=wrong, by=chi.actor, at=world.at)
    with pytest.raises(Refused):
        commands.send_dispatches(sender_id=chi.actor.unit_id, sends=[], by=chi.actor, at=world.at)
    assert not Dispatch.rows.exists()


def test_queries_do_not_grow_with_recipients(world):
    def count(units, **how):
        with CaptureQueriesContext(connection) as taken:
            send(world, to=units, **how)
        return len(taken)

    address(world, "so-tttt")
    units = [HERE, "so-tttt", AWAY]
    count(units, key="warm")
    few = count(units)
    more = ["so-xaydung", "ta-tinh", "vks-tinh"]
    for unit in more:
        address(world, unit)
    count([*units, *more], key="warm2")
    assert count([*units, *more]) == few


def test_the_letter_s_page_does_not_grow_with_recipients(world, chi):
    def count(code):
        chi.client.get(f"{BOX}{code}/")
        with CaptureQueriesContext(connection) as taken:
            assert chi.client.get(f"{BOX}{code}/").status_code == 200
        return len(taken)

    few = count(send(world, to=[HERE, AWAY]))
    assert count(send(world, to=[HERE, AWAY, "so-tttt", "ta-tinh", "vks-tinh", "so-xaydung"])) == few


def test_ways_are_told_to_writers_alone(world, chi, ha):
    mail = address(world, AWAY)
    (way,) = queries.ways_to(chi.actor, [world.unit(AWAY)], world.at)
    assert (way.has_reader, way.address) == (False, mail)
    assert queries.ways_to(ha.actor, [world.unit(AWAY)], world.at) == ()
