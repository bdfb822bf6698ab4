"""Thu hồi công văn: at once from who has not answered, by consent from who has taken it on."""

import pytest

from phoihop.dispatches import commands
from phoihop.dispatches.models import Dispatch, Recipient
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from phoihop.mail.commands import use_link
from phoihop.mail.models import OutMail
from tests.rooms.dispatches.mails import text_of, tokens
from tests.world.dispatches import acknowledge, send
from tests.world.meetings import address


def recall(world, code, person, reason="Gửi nhầm bản"):
    return commands.recall_dispatch(code=code, reason=reason, by=person.actor, at=world.at)


def test_works(world, chi):
    code = send(world, to=["btg-tinh-uy", "so-nnptnt"])
    event = recall(world, code, chi)
    assert set(event.unit_ids) == {world.unit("btg-tinh-uy"), world.unit("so-nnptnt")}
    assert set(Recipient.rows.values_list("state", flat=True)) == {"RECALLED"}
    assert Dispatch.rows.get().recall_reason == "Gửi nhầm bản"


def test_who_refused_keeps_his_refusal(world, chi, an):
    code = send(world, to=["btg-tinh-uy", "so-nnptnt"])
    commands.refuse_dispatch(
        code=code, unit_id=an.actor.unit_id, reason="Sai nơi", version=None, by=an.actor, at=world.at
    )
    assert recall(world, code, chi).unit_ids == (world.unit("so-nnptnt"),)
    assert Recipient.rows.get(unit_id=an.actor.unit_id).state == "REFUSED"


def test_sees_but_may_not(world, an):
    with pytest.raises(NotAllowed):
        recall(world, send(world), an)


def test_an_outsider_gets_nothing(world, dung):
    with pytest.raises(NotVisible):
        recall(world, send(world), dung)


def test_needs_a_reason(world, chi):
    with pytest.raises(Refused, match="Cần nêu lý do"):
        recall(world, send(world), chi, " ")


def share(world, unit):
    return Recipient.rows.get(unit_id=world.unit(unit))


def answer(world, code, person, *, agrees, reason="", version=None):
    return commands.answer_recall(
        code=code,
        unit_id=person.actor.unit_id,
        is_agreed=agrees,
        reason=reason,
        version=version,
        by=person.actor,
        at=world.at,
    )


def test_who_took_it_on_is_asked_and_the_others_lose_it_at_once(world, chi):
    code = send(world, to=["btg-tinh-uy", "so-nnptnt"])
    acknowledge(world, code)
    event = recall(world, code, chi)
    assert event.unit_ids == (world.unit("btg-tinh-uy"),)
    assert (share(world, "btg-tinh-uy").state, share(world, "btg-tinh-uy").recall) == ("ACKNOWLEDGED", "ASKED")
    assert share(world, "so-nnptnt").state == "RECALLED"
    assert Dispatch.rows.get().state == "RECALLING"


def test_who_agrees_gives_it_back_and_the_timeline_says_so(world, chi, an, binh):
    code = send(world)
    acknowledge(world, code)
    recall(world, code, chi)
    page = an.client.get(f"/lam-viec/cong-van/{code}/").content.decode()
    assert "xin thu hồi" in page
    answer(world, code, binh, agrees=True)
    answer(world, code, binh, agrees=True)  # twice is harmless
    assert (Dispatch.rows.get().state, Recipient.rows.get().state) == ("RECALLED", "RECALLED")
    assert Recipient.rows.get().recall_post == "Trưởng ban"
    assert "đồng ý thu hồi" in chi.client.get(f"/lam-viec/cong-van/{code}/").content.decode()
    assert [e.kind for e in Entry.rows.filter(code=code).order_by("pk")][-3:] == [
        "dispatch.recall_asked",
        "dispatch.recall_agreed",
        "dispatch.recalled",
    ]


def test_who_keeps_it_says_why_and_the_letter_stands(world, chi, an):
    code = send(world)
    acknowledge(world, code)
    recall(world, code, chi)
    with pytest.raises(Refused, match="Cần nêu lý do"):
        answer(world, code, an, agrees=False)
    answer(world, code, an, agrees=False, reason="Đã triển khai")
    assert (Dispatch.rows.get().state, Recipient.rows.get().state) == ("SENT", "ACKNOWLEDGED")
    with pytest.raises(Refused, match="không còn gì để thu hồi"):
        recall(world, code, chi, "Lần nữa")
    with pytest.raises(Refused, match="không hỏi"):
        answer(world, code, an, agrees=True)


def test_by_form(world, chi, an):
    code = send(world)
    acknowledge(world, code)
    recall(world, code, chi)
    url = f"/lam-viec/cong-van/{code}/tra-loi-thu-hoi/"
    assert an.client.post(url, {"version": share(world, "btg-tinh-uy").version}).status_code == 422
    given = {"version": share(world, "btg-tinh-uy").version, "answer": "keep", "reason": "Đang làm"}
    assert an.client.post(url, given).status_code == 302
    assert "Đang làm" in chi.client.get(f"/lam-viec/cong-van/{code}/").content.decode()


def test_nobody_answers_who_was_not_asked(world, chi, an, dung):
    code = send(world)
    acknowledge(world, code)
    with pytest.raises(Refused, match="không hỏi"):
        answer(world, code, an, agrees=True)
    recall(world, code, chi)
    with pytest.raises(NotAllowed):
        answer(world, code, chi, agrees=True)
    with pytest.raises(NotVisible):
        answer(world, code, dung, agrees=True)


def test_while_it_is_asked_back_it_cannot_be_asked_back_again(world, chi):
    code = send(world)
    acknowledge(world, code)
    recall(world, code, chi)
    with pytest.raises(Refused, match="đang chờ"):
        recall(world, code, chi, "Lý do khác")


def test_an_office_without_an_account_is_asked_by_mail_and_answers_by_link(world, chi):
    address(world, "so-nnptnt")
    code = send(world, to=["so-nnptnt"])
    acknowledge_link, _refuse = tokens()
    use_link(token=acknowledge_link, values={"reservation": ""}, second_code="", used_from="", at=world.at)
    recall(world, code, chi)
    (asked,) = tokens()
    outcome = use_link(token=asked, values={"answer": "agree"}, second_code="", used_from="", at=world.at)
    assert outcome.is_done
    assert (Recipient.rows.get().state, Recipient.rows.get().recall_post) == ("RECALLED", "qua liên kết")


def test_who_had_a_mail_is_told_by_mail(world, chi):
    address(world, "so-nnptnt")
    code = send(world, to=["so-nnptnt"])
    recall(world, code, chi)
    mail = OutMail.rows.order_by("-pk").first()
    assert mail.key.startswith(f"dispatch/{code}/{world.unit('so-nnptnt')}/recall/")
    assert "không phải trả lời" in text_of(mail)


def test_not_when_all_have_refused(world, chi, an):
    code = send(world)
    commands.refuse_dispatch(
        code=code, unit_id=an.actor.unit_id, reason="Sai nơi", version=None, by=an.actor, at=world.at
    )
    with pytest.raises(Refused, match="không còn gì để thu hồi"):
        recall(world, code, chi)


def test_twice_is_harmless_but_another_reason_is_not(world, chi):
    code = send(world)
    recall(world, code, chi)
    recall(world, code, chi)
    with pytest.raises(Refused, match="đã được thu hồi"):
        recall(world, code, chi, "Lý do khác")
