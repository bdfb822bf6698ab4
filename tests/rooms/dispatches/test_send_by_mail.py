"""Gửi qua thư: an office where nobody has an account gets the letter with links to answer it."""

from datetime import timedelta

import pytest

from phoihop.dispatches import commands, rules
from phoihop.dispatches.models import Recipient
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from phoihop.mail.commands import Sender, receive, use_link
from phoihop.mail.models import OutMail, SignedLink
from phoihop.mail.outside.transports import Answer, Result
from phoihop.obligations.models import Obligation
from tests.rooms.dispatches.mails import text_of, tokens
from tests.rooms.mail.letters import reply
from tests.world import plans as plan_layer
from tests.world.dispatches import send
from tests.world.meetings import address

AWAY = "so-nnptnt"  # nobody works there


def again(world, code, person, *, unit=AWAY, channel="mail", version=None):
    return commands.send_again(
        code=code, unit_id=world.unit(unit), channel=channel, version=version, by=person.actor, at=world.at
    )


def mailed(world):
    address(world, AWAY)
    return send(world, to=[AWAY])


def use(world, token, **values):
    return use_link(token=token, values=values, second_code="", used_from="", at=world.at)


def share():
    return Recipient.rows.get()


def test_sends_a_mail_that_can_be_acted_on(world, chi):
    code = mailed(world)
    mail = OutMail.rows.get()
    assert (mail.about, mail.reply_act, mail.unit_id) == (code, "dispatch.acknowledge", world.unit(AWAY))
    assert {one.act for one in SignedLink.rows.all()} == {"dispatch.acknowledge", "dispatch.refuse"}
    assert (share().state, share().channel) == ("SENDING", "mail")
    text = text_of(mail)
    assert "Kính gửi Sở Nông nghiệp" in text
    assert "This is an official letter" in text
    assert mail.key == f"dispatch/{code}/{world.unit(AWAY)}"


def test_the_office_acknowledges_by_the_link(world, chi):
    mailed(world)
    outcome = use(world, tokens()[0], reservation="Sẽ gửi số liệu sau")
    assert outcome.is_done
    row = share()
    assert (row.state, row.answered_post, row.reservation) == ("ACKNOWLEDGED", "qua liên kết", "Sẽ gửi số liệu sau")
    entry = Entry.rows.get(kind="dispatch.acknowledged")
    assert (entry.actor_kind, entry.unit_id) == ("office", world.unit(AWAY))


def test_who_acknowledged_cannot_refuse_any_more(world, chi):
    mailed(world)
    acknowledge, refuse = tokens()
    use(world, acknowledge, reservation="")
    outcome = use(world, refuse, reason="Đổi ý")
    assert (outcome.is_done, "đã tiếp nhận" in outcome.said) == (False, True)
    assert share().state == "ACKNOWLEDGED"


def test_the_office_refuses_with_a_reason(world, chi):
    mailed(world)
    assert not use(world, tokens()[1], reason=" ").is_done
    assert use(world, tokens()[1], reason="Không thuộc thẩm quyền").is_done
    assert (share().state, share().reason) == ("REFUSED", "Không thuộc thẩm quyền")


def test_an_answer_by_mail_acknowledges(world, chi):
    mailed(world)
    mail = OutMail.rows.get()
    answer = reply(mail.key, "Đã nhận được công văn, cảm ơn.", From=mail.to_address)
    assert receive(answer, way="lmtp", at=world.at + timedelta(hours=1)).state == "HANDLED"
    assert (share().state, share().answered_post, share().reservation) == ("ACKNOWLEDGED", "qua thư trả lời", "")


def test_an_answer_that_sounds_like_no_does_nothing(world, chi):
    mailed(world)
    mail = OutMail.rows.get()
    answer = reply(mail.key, "Chúng tôi từ chối tiếp nhận.", From=mail.to_address)
    assert receive(answer, way="lmtp", at=world.at + timedelta(hours=1)).reason == "refused"
    assert share().state == "SENDING"


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
    code = mailed(world)
    version = share().version
    for _ in range(2):
        again(world, code, chi, version=version)
    assert (OutMail.rows.count(), SignedLink.rows.filter(revoked_at=None).count()) == (2, 2)
    assert OutMail.rows.last().key == f"dispatch/{code}/{world.unit(AWAY)}/2"
    with pytest.raises(SomebodyWasFaster):
        again(world, code, chi, version=version - 1)


def test_sent_again_the_first_links_are_taken_back(world, chi):
    code = mailed(world)
    old = tokens()[0]
    again(world, code, chi)
    with pytest.raises(NotVisible):
        use(world, old, reservation="")
    assert use(world, tokens()[0], reservation="").is_done


def test_a_recalled_letter_says_so(world, chi):
    code = mailed(world)
    acknowledge, _refuse = tokens()
    commands.recall_dispatch(code=code, reason="Gửi nhầm", by=chi.actor, at=world.at)
    outcome = use(world, acknowledge, reservation="")
    assert (outcome.is_done, "thu hồi" in outcome.said) == (False, True)


def test_a_replaced_letter_names_the_new_one(world):
    code = mailed(world)
    acknowledge, _refuse = tokens()
    new = send(world, to=[AWAY], replaces=code, how="REPLACE", subject="Bản đúng")
    outcome = use(world, acknowledge, reservation="")
    assert (outcome.is_done, new in outcome.said) == (False, True)
    assert use(world, tokens()[0], reservation="").is_done
    assert Recipient.rows.get(dispatch__code=new).state == "ACKNOWLEDGED"


def test_without_an_address_or_need_it_is_refused(world, chi):
    code = send(world, to=[AWAY])
    with pytest.raises(Refused, match="chưa có địa chỉ"):
        again(world, code, chi)
    with pytest.raises(Refused, match="Chưa gửi gì"):
        send(world, to=[AWAY], channels={world.unit(AWAY): "mail"})
    address(world, "btg-tinh-uy")
    with pytest.raises(Refused, match="đã giao"):
        again(world, send(world), chi, unit="btg-tinh-uy")
    assert not SignedLink.rows.exists()


def test_only_the_sender_s_writers(world, an, chi, dung, kim):
    code = mailed(world)
    with pytest.raises(NotVisible):
        again(world, code, dung)
    with pytest.raises(NotAllowed):
        again(world, code, kim)
    with pytest.raises(NotVisible):
        again(world, code, an)  # another office
    with pytest.raises(NotVisible):
        again(world, code, chi, unit="so-xaydung")  # not a recipient


def test_the_holder_of_a_link_can_do_nothing_else(world, chi):
    code = mailed(world)
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
    code = mailed(world)
    url = f"/lam-viec/cong-van/{code}/"
    action = f"{url}gui-lai/{world.unit(AWAY)}/"
    assert action in chi.client.get(url).content.decode()
    assert action not in kim.client.get(url).content.decode()
    assert chi.client.post(action, {"version": share().version, "channel": "print"}).status_code == 302
    page = chi.client.get(url).content.decode()
    assert "Bằng bản in có mã QR" in page
    assert "Chờ trao" in page


# ── how the mail fares ──────────────────────────────────────────────────────────────────────────────────────


class Server:
    """The next mail server's side, as the sender sees it."""

    def __init__(self, *answers):
        self.answers = list(answers)

    def send(self, sender, to, message):
        return Result(self.answers.pop(0), "550 no such user")

    def close(self):
        pass


def step(world, *answers, **later):
    return Sender(Server(*answers)).step(at=lambda: world.at + timedelta(**later))


def test_taken_by_the_next_server_is_delivered_and_not_acknowledged(world, chi):
    code = mailed(world)
    step(world, Answer.TAKEN)
    assert (share().state, share().delivered_at, share().answered_at) == ("DELIVERED", world.at, None)
    page = chi.client.get(f"/lam-viec/cong-van/{code}/").content.decode()
    assert "Chờ tiếp nhận" in page
    assert "Qua thư điện tử" in page


def test_delayed_and_then_taken(world):
    mailed(world)
    step(world, Answer.LATER)
    assert (share().state, share().trouble) == ("DELAYED", "550 no such user")
    step(world, Answer.TAKEN, hours=2)
    assert share().state == "DELIVERED"


def test_refused_for_good_the_sender_is_told_and_chooses_another_way(world, chi):
    code = mailed(world)
    step(world, Answer.NEVER)
    assert (share().state, share().delivered_at) == ("FAILED", None)
    assert Entry.rows.filter(kind="dispatch.failed", code=code).count() == 1
    page = chi.client.get(f"/lam-viec/cong-van/{code}/").content.decode()
    assert "Không giao được" in page
    assert "550 no such user" in page
    again(world, code, chi, channel="print")
    assert (share().state, share().channel, share().trouble) == ("CREATED", "print", "")


def test_a_mail_that_bounces_was_never_delivered(world):
    code = mailed(world)
    step(world, Answer.TAKEN)
    note(world, code, "fail")
    assert (share().state, share().delivered_at) == ("FAILED", None)


def test_an_older_mail_says_nothing_about_the_newer_one(world, chi):
    code = mailed(world)
    again(world, code, chi)
    assert not note(world, code, "fail")
    assert share().state == "SENDING"
    assert note(world, code, "fail", tries=2)


def test_a_mail_that_bounces_after_the_answer_changes_nothing(world):
    code = mailed(world)
    use(world, tokens()[0], reservation="")
    assert not note(world, code, "fail")
    assert share().state == "ACKNOWLEDGED"


def test_only_what_the_mail_room_says_counts(world):
    code = mailed(world)
    with pytest.raises(NotAllowed):
        commands.note_mail(key=f"dispatch/{code}/{world.unit(AWAY)}", verb="deliver", by=Actor.system("x"), at=world.at)


def note(world, code, verb, tries=1):
    postman = Actor.system("postman").through({"fail": "mail.failed", "deliver": "mail.sent"}[verb])
    key = rules.mail_key(code, world.unit(AWAY), tries)
    return commands.note_mail(key=key, verb=verb, reason="trả lại", by=postman, at=world.at)


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
