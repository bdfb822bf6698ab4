"""Nộp kết quả: the lead unit's statement with a document's number or link; late is allowed and recorded."""

from datetime import timedelta

import pytest

from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from phoihop.obligations.models import Evidence
from tests.world.obligations import act, entries, lane_states, owe, row, state_of, url

STATEMENT = "Đã gửi danh sách 12 khu dân cư."


def test_works(world, chi):
    code = owe(world)
    event = act("hand_in", code, chi, statement=f" {STATEMENT}\u200b ", reference="125/BC-SYT", version=1)
    found = row(code)
    assert (found.state, found.handed_in_at, found.is_late, found.closed_at) == ("HANDED_IN", world.at, False, None)
    proof = Evidence.rows.get()
    assert (proof.statement, proof.reference, proof.post) == (STATEMENT, "125/BC-SYT", chi.actor.post)
    assert (event.is_late, lane_states(code)) == (False, ["HANDED_IN"])
    assert entries(code)[-1] == "obligation.handed_in"


@pytest.mark.parametrize(("days", "is_late"), [(3, False), (4, True)])
def test_late_begins_the_day_after(world, chi, days, is_late):
    code = owe(world)
    act("hand_in", code, chi, at=world.at + timedelta(days=days))
    assert row(code).is_late is is_late


def test_without_a_date_it_is_never_late(world, chi):
    code = owe(world, days=None)
    act("hand_in", code, chi, at=world.at + timedelta(days=300))
    assert row(code).is_late is False


@pytest.mark.parametrize(
    "reference",
    ["", "125/BC-SYT", "https://kiengiang.gov.vn/bao-cao?so=1", "HTTP://kiengiang.gov.vn", "Công văn số 12 ngày 2/8"],
)
def test_references_taken(world, chi, reference):
    code = owe(world)
    act("hand_in", code, chi, reference=reference)
    assert Evidence.rows.get().reference == reference


@pytest.mark.parametrize(
    "reference",
    [
        "javascript:alert(1)",
        "ftp://kiengiang.gov.vn/1",
        "https://",
        "http:///x1",
        "https://a b.vn/1",
        "không có",
        "12\n34",
        "1" * 501,
        "data:text/html,1",
        "http://[1",
    ],
)
def test_references_refused(world, chi, reference):
    code = owe(world)
    with pytest.raises(Refused):
        act("hand_in", code, chi, reference=reference)
    assert (state_of(code), Evidence.rows.exists()) == ("OPEN", False)


@pytest.mark.parametrize("statement", ["", " \u200b ", "x" * 4001])
def test_a_statement_is_needed_and_no_book(world, chi, statement):
    with pytest.raises(Refused):
        act("hand_in", owe(world), chi, statement=statement)


def test_open_support_needs_a_reason(world, chi):
    code = owe(world, supporting=["so-tttt", "so-nnptnt"])
    with pytest.raises(Refused, match="2 cơ quan phối hợp"):
        act("hand_in", code, chi, without_support_reason=" ")
    act("hand_in", code, chi, without_support_reason="Sở TTTT sẽ gửi sau")
    assert lane_states(code) == ["HANDED_IN", "OPEN", "OPEN"]
    assert "Sở TTTT sẽ gửi sau" in Entry.rows.filter(kind="obligation.handed_in").get().data


def test_support_that_is_in_needs_no_reason(world, chi):
    lan = world.add_person("lan", "so-tttt", ["focal"])
    code = owe(world, supporting=["so-tttt"])
    act("support", code, lan)
    act("hand_in", code, chi)
    assert lane_states(code) == ["HANDED_IN", "HANDED_IN"]


def test_sees_but_may_not(world, an, kim):
    lan = world.add_person("lan", "so-tttt", ["focal"])
    code = owe(world, supporting=["so-tttt"])
    for person in (an, kim, lan):  # a supporting unit hands in its own lane only
        with pytest.raises(NotAllowed):
            act("hand_in", code, person)


def test_outsider(world, dung):
    with pytest.raises(NotVisible):
        act("hand_in", owe(world), dung)


def test_twice_is_refused_and_writes_once(world, chi):
    code = owe(world)
    act("hand_in", code, chi)
    with pytest.raises(Refused, match="chờ nghiệm thu"):
        act("hand_in", code, chi)
    assert Evidence.rows.count() == 1


def test_closed_or_blocked_is_refused(world, chi, an, binh):
    blocked, waived, accepted = owe(world, 1), owe(world, 2), owe(world, 3)
    act("block", blocked, chi)
    act("waive", waived, binh)
    act("hand_in", accepted, chi)
    act("accept", accepted, an)
    for code, words in ((blocked, "bị chặn"), (waived, "được miễn"), (accepted, "nghiệm thu")):
        with pytest.raises(Refused, match=words):
            act("hand_in", code, chi)


def test_by_form(world, chi):
    code = owe(world)
    page = chi.client.get(url(code)).content.decode()
    assert f'action="{url(code, "nop/")}"' in page
    assert 'name="version" value="1"' in page
    answer = chi.client.post(url(code, "nop/"), {"version": 1, "statement": STATEMENT, "reference": "12/BC"})
    assert (answer.status_code, answer["Location"]) == (302, url(code))
    assert STATEMENT in chi.client.get(url(code)).content.decode()


def test_an_incomplete_form_comes_back_open(world, chi):
    code = owe(world)
    answer = chi.client.post(url(code, "nop/"), {"version": 1, "statement": "", "reference": "9/GIỮ-LẠI"})
    assert answer.status_code == 422
    assert "9/GIỮ-LẠI" in answer.content.decode()


def test_a_refusal_keeps_the_text(world, chi):
    code = owe(world)
    answer = chi.client.post(url(code, "nop/"), {"version": 1, "statement": STATEMENT, "reference": "javascript:1"})
    assert answer.status_code == 422
    assert STATEMENT in answer.content.decode()


def test_somebody_was_faster_keeps_the_text(world, chi):
    code = owe(world)
    act("start", code, chi)
    typed = {"version": 1, "statement": STATEMENT, "reference": "77/BC"}
    answer = chi.client.post(url(code, "nop/"), typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert STATEMENT in page
    assert "77/BC" in page
    assert 'name="version" value="2"' in page  # sending it again acts on what he now knows
    with pytest.raises(SomebodyWasFaster) as faster:
        act("hand_in", code, chi, version=1)
    assert (faster.value.code, faster.value.version) == (code, 2)


def test_doors(world, an, kim, dung, khach):
    code = owe(world)
    typed = {"version": 1, "statement": STATEMENT, "reference": "12/BC"}
    assert an.client.post(url(code, "nop/"), typed).status_code == 403
    assert kim.client.post(url(code, "nop/"), typed).status_code == 403
    assert dung.client.post(url(code, "nop/"), typed).status_code == 404
    assert khach.client.post(url(code, "nop/"), typed)["Location"].startswith("/dang-nhap/")
    assert state_of(code) == "OPEN"
