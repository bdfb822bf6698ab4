"""Gia hạn: asked for by who owes, decided by who is owed; the explained date keeps every one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.obligations import commands
from phoihop.obligations.models import Extension
from phoihop.obligations.queries import read_explanation
from tests.world.obligations import act, due, entries, open_all, opening, owe, row, url

LATER = date(2021, 8, 13)
REASON = "Cán bộ đang tham gia chống dịch"


def ask(code, person, to_date=LATER, reason=REASON, version=None):
    return commands.request_extension(
        code=code, to_date=to_date, reason=reason, version=version, by=person.actor, at=person.at
    )


def decide(extension_id, person, *, is_granted=True, answer="Đồng ý", at=None):
    moment = at or person.at
    return commands.decide_extension(
        extension_id=extension_id, is_granted=is_granted, answer=answer, by=person.actor_at(moment), at=moment
    )


def grant(code, person, to_date=LATER, reason=REASON, version=None):
    return commands.grant_extension(
        code=code, to_date=to_date, reason=reason, version=version, by=person.actor, at=person.at
    )


def test_asked_for_and_granted(world, chi, an):
    code = owe(world)
    asked = ask(code, chi, version=1)
    assert (due(code), Extension.rows.get().state) == (date(2021, 8, 5), "REQUESTED")
    decide(asked.extension_id, an)
    found = row(code)
    assert (found.due_date, found.board_date, found.base_due_date) == (LATER, LATER, date(2021, 8, 5))
    one = Extension.rows.get()
    assert (one.state, one.decided_post, one.answer, one.decided_at) == (
        "GRANTED",
        f"{an.actor.post}, {an.actor.unit_name}",
        "Đồng ý",
        world.at,
    )
    assert entries(code)[-2:] == ["extension.requested", "extension.granted"]


def test_the_explanation_keeps_it(world, chi, minh):
    code = owe(world, rule={"on": "2021-08-05"})
    decide(ask(code, chi).extension_id, minh)
    grant(code, minh, date(2021, 8, 20), "Thêm một tuần")
    explanation = read_explanation(row(code).explanation)
    assert explanation.due == date(2021, 8, 20)
    first, second = explanation.extensions
    assert (first.old_due, first.new_due, first.reason) == (date(2021, 8, 5), LATER, REASON)
    assert (second.old_due, second.new_due) == (LATER, date(2021, 8, 20))
    assert first.granted_by == "thay Trưởng ban, Ban Tuyên giáo Tỉnh ủy Kiên Giang"
    page = chi.client.get(url(code)).content.decode()
    assert REASON in page
    assert "Thêm một tuần" in page


def test_refused_needs_a_reason_and_keeps_the_date(world, chi, an):
    code = owe(world)
    asked = ask(code, chi)
    with pytest.raises(Refused, match="lý do"):
        decide(asked.extension_id, an, is_granted=False, answer=" ")
    decide(asked.extension_id, an, is_granted=False, answer="Báo cáo gấp")
    assert (due(code), Extension.rows.get().state) == (date(2021, 8, 5), "REFUSED")
    assert entries(code)[-1] == "extension.refused"
    assert ask(code, chi).extension_id != asked.extension_id


def test_sees_but_may_not(world, chi, an, kim, giang):
    code = owe(world)
    for person in (an, kim):
        with pytest.raises(NotAllowed):
            ask(code, person)
    asked = ask(code, chi)
    for person in (chi, kim, giang):
        with pytest.raises(NotAllowed):
            decide(asked.extension_id, person)
        with pytest.raises(NotAllowed):
            grant(code, person)


def test_outsider(world, chi, dung):
    code = owe(world)
    asked = ask(code, chi)
    for run in (lambda: ask(code, dung), lambda: decide(asked.extension_id, dung), lambda: grant(code, dung)):
        with pytest.raises(NotVisible):
            run()
    with pytest.raises(NotVisible):
        decide(999_999, dung)


def test_what_makes_no_sense_is_refused(world, chi, an):
    code, bare = owe(world, 1), owe(world, 2, days=None)
    for run in (ask, grant):
        person = chi if run is ask else an
        with pytest.raises(Refused, match="sau hạn"):
            run(code, person, due(code))
        with pytest.raises(Refused, match="lý do"):
            run(code, person, LATER, " ")
        with pytest.raises(Refused, match="chưa có hạn"):
            run(bare, person)
        with pytest.raises(Refused, match="Lịch chỉ có"):
            run(code, person, date(9999, 12, 31))


def test_one_request_at_a_time(world, chi, an):
    code = owe(world)
    asked = ask(code, chi)
    with pytest.raises(Refused, match="đang chờ"):
        ask(code, chi)
    decide(asked.extension_id, an)
    with pytest.raises(Refused, match="đã có trả lời"):
        decide(asked.extension_id, an)
    ask(code, chi, date(2021, 9, 1))


def test_too_late_once_it_is_handed_in_or_closed(world, chi, an, binh):
    code, closed = owe(world, 1), owe(world, 2)
    act("hand_in", code, chi)
    act("waive", closed, binh)
    for one in (code, closed):
        with pytest.raises(Refused):
            ask(one, chi)
        with pytest.raises(Refused):
            grant(one, an)


def test_asked_in_time_and_granted_after_a_late_hand_in(world, chi, an):
    code = owe(world)
    asked = ask(code, chi)
    late = world.at + timedelta(days=7)
    act("hand_in", code, chi, at=late)
    assert row(code).is_late
    decide(asked.extension_id, an, at=late)
    assert not row(code).is_late


def test_a_request_overtaken_by_a_later_date_is_not_granted(world, chi, an):
    one = opening(world)
    code = open_all(world, one).opened[0]
    asked = ask(code, chi)
    open_all(world, replace(one, rule={"on": "2021-08-31"}))
    with pytest.raises(Refused, match="Hạn nay đã khác"):
        decide(asked.extension_id, an)
    decide(asked.extension_id, an, is_granted=False, answer="Hạn đã lùi theo quy chế")
    assert due(code) == date(2021, 8, 31)


def test_an_old_page_is_told(world, chi, an):
    code = owe(world)
    act("start", code, chi)
    with pytest.raises(SomebodyWasFaster):
        ask(code, chi, version=1)
    with pytest.raises(SomebodyWasFaster):
        grant(code, an, version=1)


def test_by_forms(world, chi, an, dung, khach):
    code = owe(world)
    step, typed = url(code, "de-nghi-gia-han/"), {"version": 1, "to_date": "2021-08-13", "reason": REASON}
    assert an.client.post(step, typed).status_code == 403
    assert dung.client.post(step, typed).status_code == 404
    assert khach.client.post(step, typed)["Location"].startswith("/dang-nhap/")
    wrong = chi.client.post(step, {**typed, "to_date": "31/02/2021"})
    assert wrong.status_code == 422
    assert REASON in wrong.content.decode()
    faster = chi.client.post(step, {**typed, "version": 7})
    assert faster.status_code == 409
    assert REASON in faster.content.decode()
    assert chi.client.post(step, typed).status_code == 302
    asked = Extension.rows.get()
    answer = url(code, f"gia-han/{asked.pk}/tra-loi/")
    assert answer in an.client.get(url(code)).content.decode()
    assert answer not in chi.client.get(url(code)).content.decode()
    assert chi.client.post(answer, {"is_granted": "1"}).status_code == 403
    assert dung.client.post(answer, {"is_granted": "1"}).status_code == 404
    assert khach.client.post(answer)["Location"].startswith("/dang-nhap/")
    assert an.client.post(answer, {}).status_code == 422
    assert an.client.post(answer, {"is_granted": "0", "answer": ""}).status_code == 422
    assert an.client.post(answer, {"is_granted": "1", "answer": ""}).status_code == 302
    assert due(code) == LATER


def test_granted_directly_by_form(world, chi, an, dung, khach):
    code = owe(world)
    step, typed = url(code, "gia-han/"), {"version": 1, "to_date": "2021-08-13", "reason": REASON}
    assert chi.client.post(step, typed).status_code == 403
    assert dung.client.post(step, typed).status_code == 404
    assert khach.client.post(step, typed)["Location"].startswith("/dang-nhap/")
    assert an.client.post(step, {**typed, "to_date": ""}).status_code == 422
    assert an.client.post(step, {**typed, "to_date": "2021-08-05"}).status_code == 422
    assert an.client.post(step, typed).status_code == 302
    assert due(code) == LATER
