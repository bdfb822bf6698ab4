"""From the first word to the opening: rule, base rate, days, a second person, nobody named."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from phoihop.forecasts import commands
from phoihop.forecasts.models import Estimate, Question, QuestionParty
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from tests.rooms.forecasts.sentences import MUST
from tests.world import forecasts as layer
from tests.world.build import LOADER, World
from tests.world.cast import Person
from tests.world.forecasts import actor

HERE = "/lam-viec/du-bao/"


def form(topic: str, **given: object) -> dict[str, object]:
    sent = {name: layer.VALUES[name] for name in ("kind", "text", "rule", "source", "base_class", "base_source")}
    days = {"closes_date": "2021-09-15", "resolves_date": "2021-09-30"}
    return {**sent, **days, "dossier": topic, "base_came": "3", "base_total": "12", **given}


def test_a_question_is_worded_presented_and_opened_by_another(world: World, topic: str) -> None:
    code = layer.presented(world, topic)
    assert (code, layer.row(code).state, layer.row(code).counts) == ("DO-kg-2021-0001", "WAITING", [3, 9])
    commands.open_question(code=code, is_of_event=True, is_clear=True, by=actor(world, "binh"), at=world.at)
    row = layer.row(code)
    assert (row.state, row.opened_post) == ("OPEN", "Trưởng ban")
    assert set(QuestionParty.rows.values_list("unit_id", flat=True)) == {world.unit("so-yte")}


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"text": "Có dịch không?"}, "quá ngắn"),
        ({"text": "Ông Nguyễn Văn Bê có từ chức trước ngày 1/10/2021 không?"}, "người"),
        ({"rule": "Nếu có nhiều ca"}, "Quy tắc kết quả"),
        ({"source": " "}, "Quy tắc kết quả"),
        ({"rule": "„Có“ nếu bà Lê Thị Xê xác nhận con số đó trong báo cáo tháng."}, "người"),
        ({"base_class": ""}, "tỷ lệ nền"),
        ({"base_source": ""}, "tỷ lệ nền"),
        ({"counts": (0, 0)}, "Tỷ lệ nền chưa đủ"),
        ({"counts": (3,)}, "Tỷ lệ nền chưa đủ"),
        ({"counts": (-1, 4)}, "Tỷ lệ nền chưa đủ"),
        ({"kind": "MOOD"}, "loại"),
        ({"kind": "CHOICE", "outcomes": ("Một",), "counts": (1,)}, "2 đến"),
        ({"kind": "CHOICE", "outcomes": ("Một", "một"), "counts": (1, 1)}, "giống nhau"),
        ({"kind": "CHOICE", "outcomes": ("Ông Trần Dê", "Người khác"), "counts": (1, 1)}, "người"),
        ({"closes_date": date(2021, 8, 2)}, "sau hôm nay"),
        ({"resolves_date": date(2021, 9, 14)}, "không thể trước"),
        ({"dossier": "VD-kg-2021-9999"}, "Không thấy vấn đề"),
        ({"text": "a " * 300}, "dài quá"),
    ],
)
def test_refusals_leave_nothing_behind(world: World, topic: str, given: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        layer.drafted(world, topic, **given)
    assert not Question.rows.exists()


def test_no_question_about_a_person_or_a_verdict_enters(world: World, topic: str) -> None:
    for text in (text for texts in MUST.values() for text in texts):
        with pytest.raises(Refused, match="Chưa ghi gì"):
            layer.drafted(world, topic, text=text)
    assert not Question.rows.exists()


def test_what_slipped_in_before_a_rule_is_stopped_at_the_opening(world: World, topic: str) -> None:
    code = layer.presented(world, topic)
    Question.rows.filter(code=code).update(text="Bà Lê Thị Xê có bán lô đất ở Hòn Đất trong năm nay không?")
    with pytest.raises(Refused, match="người có tên"):
        commands.open_question(code=code, is_of_event=True, is_clear=True, by=actor(world, "binh"), at=world.at)


@pytest.mark.parametrize("said", [{"is_of_event": False, "is_clear": True}, {"is_of_event": True, "is_clear": False}])
def test_the_approver_says_that_it_is_about_an_event_and_clear(world: World, topic: str, said: dict[str, bool]) -> None:
    code = layer.presented(world, topic)
    with pytest.raises(Refused, match="xác nhận"):
        commands.open_question(code=code, **said, by=actor(world, "binh"), at=world.at)
    assert layer.row(code).state == "WAITING"


def test_nobody_opens_what_he_worded(world: World, topic: str) -> None:
    code = layer.presented(world, topic, by="minh")
    with pytest.raises(NotAllowed, match="không tự mở"):
        commands.open_question(code=code, is_of_event=True, is_clear=True, by=actor(world, "minh"), at=world.at)
    with pytest.raises(NotAllowed):
        commands.open_question(code=code, is_of_event=True, is_clear=True, by=actor(world, "an"), at=world.at)


def test_an_open_question_does_not_change(world: World, topic: str) -> None:
    code = layer.opened(world, topic)
    with pytest.raises(Refused, match="giữ nguyên"):
        commands.write_question(
            code=code, dossier=topic, **layer.VALUES | {"counts": (9, 3)}, by=actor(world, "an"), at=world.at
        )
    with pytest.raises(Refused):
        commands.drop_question(code=code, reason="Thôi", by=actor(world, "an"), at=world.at)
    assert layer.row(code).counts == [3, 9]
    assert not Estimate.rows.exists()  # the base rate stands before the first estimate


def test_writing_returning_dropping(world: World, topic: str) -> None:
    code = layer.presented(world, topic)
    with pytest.raises(Refused, match="lý do"):
        commands.return_question(code=code, reason=" ", by=actor(world, "binh"), at=world.at)
    commands.return_question(code=code, reason="Nêu rõ số liệu", by=actor(world, "binh"), at=world.at)
    values = layer.VALUES | {"counts": (4, 8)}
    for _ in range(2):  # twice is harmless
        commands.write_question(code=code, dossier=topic, **values, by=actor(world, "ha"), at=world.at)
    assert layer.row(code).counts == [4, 8]
    with pytest.raises(SomebodyWasFaster):
        commands.write_question(code=code, dossier=topic, **values, version=1, by=actor(world, "an"), at=world.at)
    for _ in range(2):
        commands.drop_question(code=code, reason="Đã có câu khác", by=actor(world, "an"), at=world.at)
    assert layer.row(code).state == "DROPPED"
    with pytest.raises(Refused, match="đã bỏ"):
        commands.present_question(code=code, by=actor(world, "an"), at=world.at)


def test_too_late_to_open(world: World, topic: str) -> None:
    code = layer.presented(world, topic)
    at = world.at + timedelta(days=60)
    with pytest.raises(Refused, match="sau hôm nay"):
        commands.open_question(code=code, is_of_event=True, is_clear=True, by=actor(world, "binh", at), at=at)


def test_others_draft_for_themselves_and_about_what_they_see(world: World, topic: str) -> None:
    with pytest.raises(NotAllowed):
        layer.drafted(world, topic, desk_id=world.unit("so-yte"))
    with pytest.raises(NotAllowed):
        layer.drafted(world, topic, by="kim")
    with pytest.raises(Refused, match="Không thấy vấn đề"):
        layer.drafted(world, topic, by="dung")
    assert layer.drafted(world, topic, by="chi")
    code = layer.drafted(world, topic)
    with pytest.raises(NotVisible):
        commands.present_question(code=code, by=actor(world, "dung"), at=world.at)


def test_the_loader_may_build_but_gives_no_estimate(world: World, topic: str) -> None:
    told = commands.draft_question(
        desk_id=world.unit("btg-tinh-uy"), dossier=topic, **layer.VALUES, by=LOADER, at=world.at
    )
    commands.present_question(code=told.code, by=LOADER, at=world.at)
    commands.open_question(code=told.code, is_of_event=True, is_clear=True, by=LOADER, at=world.at)
    with pytest.raises(NotAllowed):
        commands.give_estimate(code=told.code, shares=(500, 500), reason="Thử", by=LOADER, at=world.at)


# ── by its forms ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_forms_lead_from_draft_to_opening(world: World, topic: str, an: Person, binh: Person) -> None:
    answer = an.client.post(f"{HERE}soan/", form(topic))
    assert answer.status_code == 302, answer.content.decode()[:4000]
    code = Question.rows.get().code
    here = f"{HERE}{code}/"
    assert layer.row(code).counts == [3, 9]
    changed = form(topic, version=layer.row(code).version, base_came="4")
    assert an.client.post(f"{here}sua/", changed).status_code == 302
    assert an.client.post(f"{here}trinh/", {"version": layer.row(code).version}).status_code == 302
    assert "Mở câu hỏi…" in binh.client.get(here).content.decode()
    assert "Mở câu hỏi…" not in an.client.get(here).content.decode()
    assert binh.client.post(f"{here}mo/", {"is_of_event": "on"}).status_code == 422
    assert binh.client.post(f"{here}mo/", {"is_of_event": "on", "is_clear": "on"}).status_code == 302
    assert (layer.row(code).state, layer.row(code).counts) == ("OPEN", [4, 8])


def test_bands_are_written_one_a_line(world: World, topic: str, an: Person) -> None:
    sent = form(topic, kind="BANDS", text=layer.BANDS["text"], outcomes="Dưới 20 tàu = 2\nTừ 20 đến 39 tàu: 5\n")
    assert an.client.post(f"{HERE}soan/", sent).status_code == 302
    row = Question.rows.get()
    assert (row.outcomes, row.counts) == (["Dưới 20 tàu", "Từ 20 đến 39 tàu"], [2, 5])


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"text": "Bà Lê Thị Xê có bán lô đất ở Hòn Đất năm nay không?"}, "người có tên"),
        ({"base_came": "13"}, "Không thể nhiều hơn"),
        ({"base_came": ""}, "Cần số lần"),
        ({"kind": "BANDS", "outcomes": "Dưới 20"}, "Mỗi dòng một khả năng"),
    ],
)
def test_the_form_says_what_is_missing_and_keeps_what_was_typed(
    world: World, topic: str, an: Person, given: dict[str, str], why: str
) -> None:
    answer = an.client.post(f"{HERE}soan/", form(topic, **given))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert why in html
    assert layer.VALUES["base_class"] in html
