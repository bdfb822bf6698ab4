"""An office without an account hands in, accepts and returns by signed links; approvals with a mailed code."""

import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from phoihop.ground.powers import NotVisible
from phoihop.ledger.models import Entry
from phoihop.mail.commands import issue_link, send_code, use_link
from phoihop.mail.models import OutMail
from phoihop.obligations.models import Evidence, Obligation
from tests.world.obligations import act, owe

GIVEN = {"statement": "Đã gửi danh sách.", "reference": "125/BC-SYT"}


def link(world, name, code, unit="so-yte"):
    issued = issue_link(
        act=name,
        code=code,
        unit_id=world.unit(unit),
        address="vanthu@example.gov.vn",
        until=world.at + timedelta(days=7),
        by=world.person("chi").actor,
        at=world.at,
    )
    return issued.url_path.split("/")[2]


def use(world, token, second_code="", **values):
    return use_link(token=token, values=values, second_code=second_code, used_from="", at=world.at)


def mailed(world, token):
    assert send_code(token=token, at=world.at).status == 200
    mail = OutMail.rows.order_by("-pk").first()
    text = message_from_bytes(bytes(mail.message), policy=policy.default).get_content()
    return re.search(r"^(\d{6})\r?$", text, re.MULTILINE)[1]


def state(code):
    return Obligation.rows.get(code=code).state


def test_hands_in(world):
    code = owe(world)
    outcome = use(world, link(world, "obligation.hand_in", code), **GIVEN)
    assert outcome.is_done
    assert state(code) == "HANDED_IN"
    evidence = Evidence.rows.get()
    assert (evidence.statement, evidence.reference, evidence.post) == (*GIVEN.values(), "qua liên kết")
    entry = Entry.rows.get(kind="obligation.handed_in")
    assert (entry.actor_kind, entry.unit_id) == ("office", world.unit("so-yte"))


def test_a_document_of_the_register_is_not_given_by_a_link(world):
    code = owe(world)
    outcome = use(world, link(world, "obligation.hand_in", code), **{**GIVEN, "reference": "VB-kg-2021-000001"})
    assert (outcome.is_done, outcome.status, state(code)) == (False, 422, "OPEN")


def test_the_entitled_unit_cannot_hand_in(world):
    code = owe(world)
    with pytest.raises(NotVisible):
        use(world, link(world, "obligation.hand_in", code, "btg-tinh-uy"), **GIVEN)
    assert state(code) == "OPEN"


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [("obligation.accept", {}, "ACCEPTED"), ("obligation.return", {"reason": "Thiếu số liệu"}, "RETURNED")],
)
def test_approvals_need_the_code(world, chi, name, values, expected):
    code = owe(world)
    act("hand_in", code, chi)
    token = link(world, name, code, "btg-tinh-uy")
    assert not use(world, token, **values).is_done
    assert state(code) == "HANDED_IN"
    assert use(world, token, mailed(world, token), **values).is_done
    assert state(code) == expected


def test_what_is_closed_says_why(world, chi, an):
    code = owe(world)
    token = link(world, "obligation.hand_in", code)
    act("hand_in", code, chi)
    act("accept", code, an)
    outcome = use(world, token, **GIVEN)
    assert (outcome.is_done, "khép lại" in outcome.said) == (False, True)
    assert Evidence.rows.count() == 1
