"""Administrators: a second factor is demanded of a role, and taken from whoever lost it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.queries import lines_of
from phoihop.organizations import commands, queries
from phoihop.organizations.models import Factor
from tests.rooms.organizations.conftest import SAFETY, SECOND, add_app
from tests.world.build import LOADER, World
from tests.world.cast import Person

ComeIn = Callable[..., Client]


def demand(long: Person, days: int | None) -> None:
    day = None if days is None else local_date(long.at) + timedelta(days=days)
    commands.demand_factor(role="focal", from_date=day, by=long.actor, at=long.at)


def test_before_the_day_she_is_led_and_may_go_on(come_in: ComeIn, long: Person) -> None:
    demand(long, 7)
    window = come_in()
    assert "phải có xác thực hai bước" in window.get(SAFETY).content.decode()
    assert window.get("/lam-viec/").status_code == 200


def test_from_the_day_on_she_comes_no_further_until_she_has_one(come_in: ComeIn, long: Person) -> None:
    demand(long, 0)
    window = come_in()
    assert window.get("/lam-viec/")["Location"] == SAFETY
    assert window.get("/lam-viec/to-chuc/")["Location"] == SAFETY
    assert window.post("/lam-viec/cua-toi/", {"language": "en"})["Location"] == SAFETY
    add_app(window)
    assert window.get("/lam-viec/").status_code == 200


def test_the_last_one_is_not_removed_where_one_is_demanded(come_in: ComeIn, long: Person, chi: Person) -> None:
    add_app(come_in())
    demand(long, 30)
    with pytest.raises(Refused):
        commands.remove_factor(factor_id=Factor.rows.get().pk, by=chi.actor, at=chi.at)
    demand(long, None)
    commands.remove_factor(factor_id=Factor.rows.get().pk, by=chi.actor, at=chi.at)
    assert not queries.factor_kinds(chi.account_id or 0)


def test_another_role_is_not_asked(come_in: ComeIn, long: Person, giang: Person) -> None:
    demand(long, 0)
    assert queries.demanded_from(giang.account_id or 0, giang.at) is None


def test_only_an_administrator_demands(binh: Person, long: Person) -> None:
    with pytest.raises(NotAllowed):
        commands.demand_factor(role="focal", from_date=local_date(binh.at), by=binh.actor, at=binh.at)
    page = long.client.post("/lam-viec/tai-khoan/xac-thuc/", {"role": "approver", "from_date": "2031-08-01"})
    assert page.status_code == 302, page.content.decode()
    assert "1/8/2031" in long.client.get("/lam-viec/tai-khoan/xac-thuc/").content.decode()


def test_lost_ones_are_taken_away_with_a_reason_that_she_reads(come_in: ComeIn, long: Person, chi: Person) -> None:
    window = come_in()
    phone = add_app(window)
    url = f"/lam-viec/tai-khoan/{chi.account_id}/xac-thuc/"
    assert long.client.post(url, {"reason": ""}).status_code == 422
    assert long.client.post(url, {"reason": "mất điện thoại"}).status_code == 302
    assert window.get("/lam-viec/").status_code == 302  # her sessions have ended
    again = come_in()
    assert "mất điện thoại" in again.get(SAFETY).content.decode()
    assert again.post(SECOND, {"code": phone.code()})["Location"] == "/dang-nhap/"
    assert "factors.reset" in {line.kind for line in lines_of(LOADER, code=f"TK-{chi.account_id}", limit=20)}


def test_not_ones_own_and_not_by_others(world: World, long: Person, chi: Person, binh: Person) -> None:
    with pytest.raises(Refused):
        commands.reset_factors(account_id=long.account_id or 0, reason="x", by=long.actor, at=world.at)
    with pytest.raises(NotVisible):
        commands.reset_factors(account_id=chi.account_id or 0, reason="x", by=binh.actor, at=world.at)
