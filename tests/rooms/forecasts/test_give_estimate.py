"""Estimates: append-only, hidden before one's own, until the last day; the aggregate of at least two seats."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.models import QuerySet

from phoihop.forecasts import commands, queries
from phoihop.forecasts.models import Estimate
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from tests.world import forecasts as layer
from tests.world.build import World
from tests.world.cast import Person
from tests.world.forecasts import actor

HERE = "/lam-viec/du-bao/"


def test_a_seat_gives_and_revises_and_every_turn_stays(world: World, topic: str) -> None:
    code = layer.opened(world, topic)
    layer.estimate(world, code, "an", 60)
    layer.estimate(world, code, "ha", 30)
    layer.estimate(world, code, "an", 75, at=layer.after(world, 3))
    rows = list(Estimate.rows.order_by("pk").values_list("seat", "turn", "shares", "post"))
    first = "Chuyên viên Phòng Tuyên truyền"
    assert rows == [
        (1, 1, [600, 400], first),
        (2, 1, [300, 700], "Biên tập viên"),
        (1, 2, [750, 250], first),
    ]
    assert layer.row(code).seats == 2


def test_no_command_rewrites_or_deletes_an_estimate(world: World, topic: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A question is taken through everything that can happen to it while updates and deletes of estimates raise."""
    touched: list[str] = []
    for name in ("update", "delete"):
        usual = getattr(QuerySet, name)

        def watched(
            self: QuerySet[Estimate], *args: object, _name: str = name, _usual: object = usual, **kw: object
        ) -> object:
            if self.model is Estimate:
                touched.append(_name)
            return _usual(self, *args, **kw)  # type: ignore[operator]

        monkeypatch.setattr(QuerySet, name, watched)
    code = layer.resolved(world, topic)
    at = layer.after(world, 61)
    commands.dispute_question(code=code, reason="Số liệu đã đính chính", by=actor(world, "an", at), at=at)
    layer.proposed(world, code, 1)
    layer.confirmed(world, code)
    assert touched == []
    assert Estimate.rows.count() == 3


def test_the_same_again_is_harmless(world: World, topic: str) -> None:
    code = layer.opened(world, topic)
    layer.estimate(world, code, "an", 60)
    layer.estimate(world, code, "an", 60)
    assert Estimate.rows.count() == 1


@pytest.mark.parametrize(
    ("shares", "reason", "why"),
    [
        ((600, 300), "Số ca tăng", "cộng lại"),
        ((1100, -100), "Số ca tăng", "cộng lại"),
        ((1000,), "Số ca tăng", "cộng lại"),
        ((600, 400), " ", "vì sao"),
        ((600, 400), "Ông Nguyễn Văn Bê nói vậy", "người"),
        ((600, 400), "Bị cáo sẽ bị tuyên án nặng", "bản án"),
    ],
)
def test_refused(world: World, topic: str, shares: tuple[int, ...], reason: str, why: str) -> None:
    code = layer.opened(world, topic)
    with pytest.raises(Refused, match=why):
        commands.give_estimate(code=code, shares=shares, reason=reason, by=actor(world, "an"), at=world.at)
    assert not Estimate.rows.exists()


def test_the_last_day_counts_whole_and_the_next_is_too_late(world: World, topic: str) -> None:
    code = layer.opened(world, topic)
    last = world.at.replace(month=9, day=15, hour=23, minute=59)
    layer.estimate(world, code, "an", 60, at=last)
    with pytest.raises(Refused, match="đã qua"):  # though no clock has struck yet
        layer.estimate(world, code, "ha", 60, at=last + timedelta(minutes=1))
    commands.close_question(code=code, by=Actor.system("deadline-clock"), at=last + timedelta(minutes=1))
    with pytest.raises(Refused, match="đã khép"):
        layer.estimate(world, code, "an", 50, at=last + timedelta(minutes=2))


def test_not_before_it_opens(world: World, topic: str) -> None:
    code = layer.presented(world, topic)
    with pytest.raises(Refused, match="chờ mở"):
        layer.estimate(world, code, "an", 60)


def test_who_may_give(world: World, topic: str) -> None:
    code = layer.opened(world, topic)
    for name in ("chi", "giang", "kim"):
        with pytest.raises(NotAllowed):
            layer.estimate(world, code, name, 60)
    for name in ("dung", "long"):
        with pytest.raises(NotVisible):
            layer.estimate(world, code, name, 60)


def test_two_windows_of_one_seat(world: World, topic: str) -> None:
    code = layer.opened(world, topic)
    layer.estimate(world, code, "an", 60, version=0)
    layer.estimate(world, code, "ha", 20, version=0)  # another seat's estimate is no reason
    with pytest.raises(SomebodyWasFaster):
        layer.estimate(world, code, "an", 70, version=0)


# ── nobody is anchored ──────────────────────────────────────────────────────────────────────────────────────


def test_before_ones_own_first_estimate_nothing_of_others_is_given_out(world: World, topic: str, binh: Person) -> None:
    code = layer.estimated(world, topic, (61, 73))
    minh = actor(world, "minh")
    value = queries.question_value(minh, code, world.at)
    assert value.line.is_hidden
    assert (value.estimates, value.history, value.line.together, value.line.median) == ((), (), None, None)
    (line,) = queries.questions(minh).lines
    assert (line.together, line.median) == (None, None)
    (about,) = queries.questions_about(minh, topic)
    assert about.together is None
    for page in (f"{HERE}{code}/", f"{HERE}{code}/in/", HERE, f"{HERE}du-bao.csv", f"{HERE}{code}/xac-suat/"):
        html = binh.client.get(page).content.decode()
        assert not [number for number in ("61", "73", "67,3", "67.3") if f"{number} %" in html or f";{number}" in html]
        assert layer.REASON not in html


def test_after_it_everything_is_there(world: World, topic: str) -> None:
    code = layer.estimated(world, topic)
    value = queries.question_value(actor(world, "minh"), code, world.at)
    assert [one.shares[0] for one in value.estimates] == [0.6, 0.7, 0.8]
    assert value.own is not None
    assert value.own.shares == (0.8, 0.2)
    assert value.line.median == pytest.approx((0.7, 0.3))
    assert value.line.together is not None
    assert value.line.together[0] == pytest.approx(0.7068, abs=1e-4)


def test_partners_auditors_and_clerks_see_estimates_once_it_is_closed(world: World, topic: str) -> None:
    code = layer.estimated(world, topic)
    for name in ("chi", "kim", "giang"):
        assert queries.question_value(actor(world, name), code, world.at).estimates == ()
    at = layer.after(world, 60)
    commands.close_question(code=code, by=Actor.system("deadline-clock"), at=at)
    for name in ("chi", "kim", "giang"):
        assert len(queries.question_value(actor(world, name, at), code, at).estimates) == 3


def test_an_early_result_under_way_hides_them_still(world: World, topic: str) -> None:
    code = layer.estimated(world, topic, (60, 70))
    at = layer.after(world, 10)
    commands.propose_resolution(
        code=code,
        outcome=0,
        decided_date=date(2021, 8, 10),
        reason="Báo cáo ngày 10/8 đã ghi trên 10.000 ca.",
        link="https://soyte.example/10-8",
        by=actor(world, "binh", at),
        at=at,
    )
    assert queries.question_value(actor(world, "minh", at), code, at).estimates == ()
    commands.refuse_resolution(code=code, reason="Đọc nhầm cột", by=actor(world, "an", at), at=at)
    assert layer.row(code).state == "OPEN"
    layer.estimate(world, code, "minh", 80, at=at)


def test_the_record_tells_no_probability(world: World, topic: str) -> None:
    layer.estimated(world, topic, (61, 73))
    entries = [entry for entry in Entry.rows.order_by("pk") if entry.kind == "estimate.given"]
    assert len(entries) == 2
    for entry in entries:
        said = {name: str(value) for name, value in vars(entry).items() if not name.startswith("_")}
        assert not [name for name, text in said.items() if "610" in text or "730" in text or layer.REASON in text]


# ── by its form ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_form_asks_for_yes_alone(world: World, topic: str, an: Person) -> None:
    code = layer.opened(world, topic)
    here = f"{HERE}{code}/xac-suat/"
    assert an.client.post(here, {"share_0": "37.5", "reason": "Số ca giảm", "version": "0"}).status_code == 302
    assert Estimate.rows.get().shares == [375, 625]
    assert 'value="37.5"' in an.client.get(here).content.decode()
    assert an.client.post(here, {"share_0": "101", "reason": "Số ca giảm"}).status_code == 422


def test_several_outcomes_add_up_to_a_hundred(world: World, topic: str, an: Person) -> None:
    code = layer.opened(world, topic, **layer.BANDS)
    here = f"{HERE}{code}/xac-suat/"
    sent = {"share_0": "20", "share_1": "50", "share_2": "20", "reason": "Như tháng trước"}
    answer = an.client.post(here, sent)
    assert answer.status_code == 422
    assert "đang là 90 %" in answer.content.decode()
    assert an.client.post(here, {**sent, "share_2": "30"}).status_code == 302
    assert Estimate.rows.get().shares == [200, 500, 300]
