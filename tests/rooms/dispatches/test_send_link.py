"""Gửi liên kết qua thư: an office where nobody has an account gets links to answer a letter with."""

import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from phoihop.dispatches import commands, rules
from phoihop.dispatches.models import Recipient
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from phoihop.mail.commands import receive, use_link
from phoihop.mail.models import OutMail, SignedLink
from phoihop.obligations.models import Obligation
from tests.rooms.mail.letters import reply
from tests.world import plans as plan_layer
from tests.world.dispatches import send
from tests.world.meetings import address

AWAY = "so-nnptnt"  # nobody works there


def link(world, code, person, *, unit=AWAY, version=None):
    return commands.send_link(code=code, unit_id=world.unit(unit), version=version, by=person.actor, at=world.at)


def stuck(world):
    address(world, AWAY)
    return send(world, to=[AWAY])


def tokens():
    """Of the links in the last mail: to acknowledge, to refuse."""
    mail = OutMail.rows.order_by("-pk").first()
    text = message_from_bytes(bytes(mail.message), policy=policy.default).get_content()
    return re.findall(r"/l/([\w-]+)/", text)


def use(world, token, **values):
    return use_link(token=token, values=values, second_code="", used_from="", at=world.at)


def share():
    return Recipient.rows.get()


def test_sends_a_mail_that_can_be_acted_on(world, chi):
    code = stuck(world)
    link(world, code, chi)
    mail = OutMail.rows.get()
    assert (mail.about, mail.reply_act, mail.unit_id) == (code, "dispatch.acknowledge", world.unit(AWAY))
    assert {one.act for one in SignedLink.rows.all()} == {"dispatch.acknowledge", "dispatch.refuse"}
    assert (share().state, share().channel) == ("SENT", "link")
    assert Entry.rows.filter(kind="dispatch.link_sent", code=code).count() == 1


def test_the_office_acknowledges_by_the_link(world, chi):
    code = stuck(world)
    link(world, code, chi)
    outcome = use(world, tokens()[0], reservation="Sẽ gửi số liệu sau")
    assert outcome.is_done
    row = share()
    assert (row.state, row.answered_post, row.reservation) == ("ACKNOWLEDGED", "qua liên kết", "Sẽ gửi số liệu sau")
    entry = Entry.rows.get(kind="dispatch.acknowledged")
    assert (entry.actor_kind, entry.unit_id) == ("office", world.unit(AWAY))


def test_who_acknowledged_cannot_refuse_any_more(world, chi):
    link(world, stuck(world), chi)
    acknowledge, refuse = tokens()
    use(world, acknowledge, reservation="")
    outcome = use(world, refuse, reason="Đổi ý")
    assert (outcome.is_done, "đã tiếp nhận" in outcome.said) == (False, True)
    assert share().state == "ACKNOWLEDGED"


def test_the_office_refuses_with_a_reason(world, chi):
    link(world, stuck(world), chi)
    assert not use(world, tokens()[1], reason=" ").is_done
    assert use(world, tokens()[1], reason="Không thuộc thẩm quyền").is_done
    assert (share().state, share().reason) == ("REFUSED", "Không thuộc thẩm quyền")


def test_an_answer_by_mail_acknowledges(world, chi):
    link(world, stuck(world), chi)
    mail = OutMail.rows.get()
    answer = reply(mail.key, "Đã nhận được công văn, cảm ơn.", From=mail.to_address)
    assert receive(answer, way="lmtp", at=world.at + timedelta(hours=1)).state == "HANDLED"
    assert (share().state, share().answered_post, share().reservation) == ("ACKNOWLEDGED", "qua thư trả lời", "")


def test_an_answer_that_sounds_like_no_does_nothing(world, chi):
    link(world, stuck(world), chi)
    mail = OutMail.rows.get()
    answer = reply(mail.key, "Chúng tôi từ chối tiếp nhận.", From=mail.to_address)
    assert receive(answer, way="lmtp", at=world.at + timedelta(hours=1)).reason == "refused"
    assert share().state == "SENT"


@pytest.mark.parametrize(
    ("text", "is_receipt", "is_no"),
    [
        ("Đã nhận, cảm ơn.", True, False),
        ("Đã nhận. Xin gửi số liệu sau ngày 10/8.", False, False),
        ("Không tiếp nhận", False, True),
        ("Sở trả  lại công văn", False, True),
    ],
)
def test_what_an_answer_means(text, is_receipt, is_no):
    assert (rules.is_bare_receipt(text), rules.sounds_like_refusal(text)) == (is_receipt, is_no)


def test_pressed_twice_sends_once(world, chi):
    code = stuck(world)
    version = share().version
    for _ in range(2):
        link(world, code, chi, version=version)
    assert (OutMail.rows.count(), SignedLink.rows.count()) == (1, 2)
    with pytest.raises(SomebodyWasFaster):
        link(world, code, chi, version=version - 1)


def test_sent_again_the_first_links_are_taken_back(world, chi):
    code = stuck(world)
    link(world, code, chi)
    old = tokens()[0]
    link(world, code, chi)
    with pytest.raises(NotVisible):
        use(world, old, reservation="")
    assert use(world, tokens()[0], reservation="").is_done


def test_a_recalled_letter_says_so(world, chi):
    code = stuck(world)
    link(world, code, chi)
    commands.recall_dispatch(code=code, reason="Gửi nhầm", by=chi.actor, at=world.at)
    outcome = use(world, tokens()[0], reservation="")
    assert (outcome.is_done, "thu hồi" in outcome.said) == (False, True)


def test_without_an_address_or_need_it_is_refused(world, chi):
    code = send(world, to=[AWAY])
    with pytest.raises(Refused, match="chưa có địa chỉ"):
        link(world, code, chi)
    address(world, "btg-tinh-uy")
    with pytest.raises(Refused, match="đã giao"):
        link(world, send(world), chi, unit="btg-tinh-uy")
    assert not SignedLink.rows.exists()


def test_only_the_sender_s_writers(world, an, chi, dung, kim):
    code = stuck(world)
    with pytest.raises(NotVisible):
        link(world, code, dung)
    with pytest.raises(NotAllowed):
        link(world, code, kim)
    with pytest.raises(NotVisible):
        link(world, code, an)  # another office
    with pytest.raises(NotVisible):
        link(world, code, chi, unit="so-xaydung")  # not a recipient


def test_the_holder_of_a_link_can_do_nothing_else(world, chi):
    code = stuck(world)
    office = Actor.office(world.unit(AWAY), "Sở", power="dispatch.acknowledge", about=code, way="link")
    with pytest.raises(NotAllowed):
        commands.refuse_dispatch(
            code=code, unit_id=world.unit(AWAY), reason="Thử", version=None, by=office, at=world.at
        )
    other = send(world, to=[AWAY])
    with pytest.raises(NotVisible):
        commands.acknowledge_dispatch(
            code=other, unit_id=world.unit(AWAY), reservation="", version=None, by=office, at=world.at
        )


def test_the_sender_finds_the_button_and_others_do_not(world, chi, kim):
    code = stuck(world)
    url = f"/lam-viec/cong-van/{code}/"
    action = f"{url}gui-lien-ket/{world.unit(AWAY)}/"
    assert action in chi.client.get(url).content.decode()
    assert action not in kim.client.get(url).content.decode()
    assert chi.client.post(action, {"version": share().version}).status_code == 302
    page = chi.client.get(url).content.decode()
    assert "Liên kết đã gửi qua thư." in page
    assert "Gửi lại liên kết" in page


def test_what_follows_in_upper_rooms_follows_from_a_link_too(world):
    """A topic's notice acknowledged by the holder of a link: topic and duties move as by anybody signed in."""
    year = plan_layer.notify(world)
    waiting = Recipient.rows.get(dispatch__code=year.dispatch)
    office = Actor.office(
        waiting.unit_id, waiting.unit_name, power="dispatch.acknowledge", about=year.dispatch, way="link"
    )
    commands.acknowledge_dispatch(
        code=year.dispatch, unit_id=waiting.unit_id, reservation="", version=None, by=office, at=world.at
    )
    assert plan_layer.topic_row(year).state == "ACKNOWLEDGED"
    assert Obligation.rows.get(origin=f"{year.topic}/partner.notify-topics").state == "ACCEPTED"
