"""Results: with evidence, by who gave no estimate, confirmed by a second person, looked at again once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from phoihop.forecasts import commands
from phoihop.forecasts.models import Resolution
from phoihop.forecasts.rules import scores, together
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from tests.world import forecasts as layer
from tests.world.build import World
from tests.world.cast import Person
from tests.world.forecasts import actor

CLOCK = Actor.system("deadline-clock")
HERE = "/lam-viec/du-bao/"


def test_a_result_rests_on_a_document_and_two_persons(world: World, topic: str) -> None:
    code = layer.closed(world, topic)
    paper = layer.evidence(world)
    layer.proposed(world, code, document=paper, page="3", link="")
    assert (layer.row(code).state, layer.row(code).outcome) == ("RESOLVING", None)
    layer.confirmed(world, code)
    row, result = layer.row(code), Resolution.rows.get()
    assert (row.state, row.outcome, row.decided_date) == ("RESOLVED", 0, date(2021, 9, 30))
    assert (result.state, result.citation, result.page) == ("CONFIRMED", "125/BC-SYT", "3")


def test_the_score_is_the_mean_of_all_days(world: World, topic: str) -> None:
    """Reckoned again day by day: from the opening to the closing, the base rate where fewer than two had spoken."""
    code = layer.opened(world, topic)
    turns = ((0, "an", 60), (4, "ha", 70), (10, "minh", 90), (20, "an", 95))
    for days, name, share in turns:
        layer.estimate(world, code, name, share, at=layer.after(world, days))
    at = layer.after(world, 60)
    commands.close_question(code=code, by=CLOCK, at=at)
    layer.proposed(world, code, 0)
    layer.confirmed(world, code)
    losses, logs = [], []
    for number in range((date(2021, 9, 15) - date(2021, 8, 2)).days + 1):
        latest = {name: share for days, name, share in turns if days <= number}
        stands = [(share / 100, 1 - share / 100) for share in latest.values()]
        shares = together.mean_log_odds(stands) if len(stands) >= 2 else (0.25, 0.75)
        losses.append(scores.brier(shares, 0))
        logs.append(scores.log_score(shares, 0))
    row = layer.row(code)
    assert row.brier == pytest.approx(sum(losses) / len(losses))
    assert row.log_loss == pytest.approx(sum(logs) / len(logs))
    assert (row.base_brier, row.base_log_loss) == (pytest.approx(1.125), pytest.approx(1.386294))


def test_estimates_from_the_day_it_was_decided_do_not_count(world: World, topic: str) -> None:
    code = layer.estimated(world, topic, (60, 60))
    late = world.at.replace(month=8, day=12)
    for name in ("an", "ha"):
        layer.estimate(world, code, name, 99, at=late)
    commands.propose_resolution(
        code=code,
        outcome=0,
        decided_date=date(2021, 8, 12),
        reason="Đã quá 10.000 ca.",
        link="https://soyte.example/12-8",
        by=actor(world, "binh", late),
        at=late,
    )
    commands.confirm_resolution(code=code, by=actor(world, "an", late), at=late)
    row = layer.row(code)
    assert row.brier == pytest.approx(2 * 0.4**2)
    assert row.final[0] == pytest.approx([0.6, 0.4])


def test_who_gave_an_estimate_does_not_say_what_came(world: World, topic: str) -> None:
    code = layer.closed(world, topic)
    with pytest.raises(NotAllowed, match="không ghi kết quả"):
        layer.proposed(world, code, by="minh")
    with pytest.raises(NotAllowed):
        layer.proposed(world, code, by="an")
    for name in ("chi", "kim"):
        with pytest.raises(NotAllowed):
            layer.proposed(world, code, by=name)
    with pytest.raises(NotVisible):
        layer.proposed(world, code, by="dung")
    assert layer.row(code).state == "CLOSED"


def test_nobody_confirms_himself(world: World, topic: str) -> None:
    code = layer.closed(world, topic)
    layer.proposed(world, code)
    with pytest.raises(NotAllowed, match="không tự xác nhận"):
        layer.confirmed(world, code, by="binh")
    for name in ("chi", "giang", "kim"):
        with pytest.raises(NotAllowed):
            layer.confirmed(world, code, by=name)
    layer.confirmed(world, code, by="ha")
    with pytest.raises(Refused, match="đã có kết quả"):
        layer.confirmed(world, code, by="an")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"link": ""}, "chứng cứ"),
        ({"link": "javascript:alert(1)"}, "không đọc được"),
        ({"document": "VB-kg-2021-999999"}, "Không thấy văn bản"),
        ({"reason": ""}, "lý do"),
        ({"reason": "Theo bà Lê Thị Xê thì đã quá"}, "người"),
        ({"outcome": 2}, "Không có khả năng"),
        ({"decided_date": None}, "Cần ngày"),
        ({"decided_date": date(2021, 10, 2)}, "sau hôm nay"),
        ({"decided_date": date(2021, 8, 2)}, "lúc mở thì việc đã xảy ra"),
    ],
)
def test_refused(world: World, topic: str, given: dict[str, Any], why: str) -> None:
    code = layer.closed(world, topic)
    with pytest.raises(Refused, match=why):
        layer.proposed(world, code, **{"outcome": 0, **given})
    assert not Resolution.rows.exists()


def test_refused_and_recorded_again(world: World, topic: str) -> None:
    code = layer.closed(world, topic)
    layer.proposed(world, code, 0)
    at = layer.after(world, 60)
    commands.refuse_resolution(code=code, reason="Đọc nhầm trang", by=actor(world, "ha", at), at=at)
    assert layer.row(code).state == "CLOSED"
    layer.proposed(world, code, 1)
    layer.confirmed(world, code)
    assert layer.row(code).outcome == 1
    assert list(Resolution.rows.order_by("number").values_list("state", flat=True)) == ["REFUSED", "CONFIRMED"]


def test_annulled_where_the_rule_cannot_decide(world: World, topic: str) -> None:
    code = layer.closed(world, topic)
    layer.proposed(world, code, None, reason="Sở Y tế ngừng báo cáo ngày từ 20/9.")
    layer.confirmed(world, code)
    row = layer.row(code)
    assert (row.state, row.brier, row.outcome) == ("ANNULLED", None, None)
    assert "ngừng báo cáo" in row.reason


def test_an_open_question_is_not_annulled(world: World, topic: str) -> None:
    code = layer.estimated(world, topic)
    with pytest.raises(Refused, match="còn mở"):
        layer.proposed(world, code, None)


def test_one_seat_alone_is_not_scored(world: World, topic: str, an: Person) -> None:
    code = layer.resolved(world, topic, (90,))
    row = layer.row(code)
    assert (row.state, row.outcome, row.brier, row.log_loss, row.final) == ("RESOLVED", 0, None, None, [])
    assert "Không chấm điểm" in an.client.get(f"{HERE}{code}/").content.decode()


def test_disputed_once_and_scored_anew(world: World, topic: str) -> None:
    code = layer.resolved(world, topic)
    before = layer.row(code).brier
    at = layer.after(world, 61)
    with pytest.raises(Refused, match="lý do"):
        commands.dispute_question(code=code, reason="", by=actor(world, "chi", at), at=at)
    commands.dispute_question(code=code, reason="Số liệu đã đính chính", by=actor(world, "chi", at), at=at)
    row = layer.row(code)
    assert (row.state, row.outcome, row.brier, row.settled_at) == ("CLOSED", None, None, None)
    layer.proposed(world, code, 1)
    layer.confirmed(world, code)
    assert layer.row(code).brier != before
    with pytest.raises(Refused, match="xem lại một lần"):
        commands.dispute_question(code=code, reason="Vẫn sai", by=actor(world, "an", at), at=at)


def test_no_dispute_after_its_days(world: World, topic: str) -> None:
    code = layer.resolved(world, topic)
    at = layer.after(world, 60) + timedelta(days=31)
    with pytest.raises(Refused, match="30 ngày"):
        commands.dispute_question(code=code, reason="Muộn", by=actor(world, "an", at), at=at)


def test_the_clock_closes_and_reminds_each_once(world: World, topic: str) -> None:
    code = layer.estimated(world, topic)
    assert commands.tick(by=CLOCK, at=world.at) == 0
    soon = world.at.replace(month=9, day=12)
    assert [commands.tick(by=CLOCK, at=soon) for _n in range(2)] == [1, 0]
    over = world.at.replace(month=9, day=16)
    assert [commands.tick(by=CLOCK, at=over) for _n in range(2)] == [1, 0]
    row = layer.row(code)
    assert row.state == "CLOSED"
    assert row.final[1] == pytest.approx([0.7, 0.3])
    due = world.at.replace(month=9, day=30)
    assert [commands.tick(by=CLOCK, at=due) for _n in range(2)] == [1, 0]
    assert layer.row(code).due_at == due


def test_a_clock_that_slept_does_everything_at_once(world: World, topic: str) -> None:
    code = layer.estimated(world, topic)
    at = layer.after(world, 90)
    assert commands.tick(by=CLOCK, at=at) == 2
    assert (layer.row(code).state, layer.row(code).due_at) == ("CLOSED", at)


def test_the_forms_lead_to_a_score(world: World, topic: str, an: Person, binh: Person) -> None:
    code = layer.closed(world, topic)
    here = f"{HERE}{code}/"
    assert "Ghi kết quả" in binh.client.get(here).content.decode()
    assert "Ghi kết quả" not in an.client.get(here).content.decode()
    sent = {
        "outcome": "1",
        "decided_date": "2021-08-02",
        "reason": "Báo cáo ghi 9.800 ca",
        "link": "https://s.example/1",
    }
    answer = binh.client.post(f"{here}ghi-ket-qua/", sent)
    assert answer.status_code == 422
    layer.proposed(world, code, 1)
    assert "Xác nhận kết quả" in an.client.get(here).content.decode()
    assert an.client.post(f"{here}xac-nhan/", {"version": layer.row(code).version}).status_code == 302
    html = an.client.get(here).content.decode()
    assert "Điểm của câu hỏi" in html
    assert "Đề nghị xem lại" in html
