"""Sessions: listed with little, ended by their owner, and over by themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from phoihop.organizations import commands, queries
from phoihop.organizations.models import Session
from phoihop.organizations.rules import sessions
from tests.rooms.organizations.conftest import SAFETY, SECRET
from tests.world.build import LOADER, World
from tests.world.cast import Person

ComeIn = Callable[..., Client]
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0"


def row_of(window: Client) -> Session:
    return Session.rows.get(session_key=queries.session_key_of(window.cookies["phoihop_session"].value))


def age(window: Client, **by: float) -> None:
    Session.rows.filter(pk=row_of(window).pk).update(last_at=timezone.now() - timedelta(**by))


def is_in(window: Client) -> bool:
    return window.get("/lam-viec/cua-toi/").status_code == 200


def test_she_sees_where_she_is_signed_in(come_in: ComeIn) -> None:
    come_in(HTTP_USER_AGENT=EDGE, REMOTE_ADDR="203.0.113.77")
    page = come_in().get(SAFETY).content.decode()
    assert "Edge · Windows" in page
    assert "203.0.113.0/24" in page
    assert "203.0.113.77" not in page
    assert "phiên này" in page


def test_the_table_lets_nobody_in(come_in: ComeIn) -> None:
    window = come_in()
    key = row_of(window).session_key
    assert key != window.cookies["phoihop_session"].value
    stranger = Client()
    stranger.cookies["phoihop_session"] = key
    assert not is_in(stranger)


def test_one_is_ended_and_the_others_go_on(come_in: ComeIn) -> None:
    here, there = come_in(), come_in()
    url = f"{SAFETY}phien/{row_of(there).session_key}/"
    for _ in range(2):
        assert here.post(url)["Location"] == SAFETY
    assert is_in(here)
    assert not is_in(there)


def test_all_others_are_ended(come_in: ComeIn) -> None:
    here, *others = come_in(), come_in(), come_in()
    here.post(f"{SAFETY}phien/khac/")
    assert is_in(here)
    assert not any(is_in(window) for window in others)


def test_nobody_ends_anothers(come_in: ComeIn, an: Person) -> None:
    window = come_in()
    an.client.post(f"{SAFETY}phien/{row_of(window).session_key}/")
    an.client.post(f"{SAFETY}phien/khac/")
    assert is_in(window)


def test_a_new_password_ends_all_but_this_one(come_in: ComeIn, chi: Person) -> None:
    here, there = come_in(), come_in()
    before = here.cookies["phoihop_session"].value
    new = {"current_password": SECRET, "password": "bốn từ không dính nhau"}
    assert here.post("/lam-viec/cua-toi/mat-khau/", new).status_code == 302
    assert here.cookies["phoihop_session"].value != before
    assert is_in(here)
    assert not is_in(there)
    assert Session.rows.filter(account_id=chi.account_id).count() == 1


def test_a_locked_account_has_no_sessions(come_in: ComeIn, chi: Person, world: World) -> None:
    window = come_in()
    commands.disable_account(account_id=chi.account_id or 0, by=LOADER, at=world.at)
    assert not Session.rows.filter(account_id=chi.account_id).exists()
    assert not is_in(window)


def test_an_idle_session_is_over(come_in: ComeIn, settings: Any) -> None:
    settings.PHOIHOP_SESSION_IDLE_MINUTES = 30
    window = come_in()
    age(window, minutes=29)
    assert is_in(window)
    age(window, minutes=31)
    assert not is_in(window)


def test_none_is_longer_than_twelve_hours_however_busy(come_in: ComeIn) -> None:
    window = come_in()
    session = window.session
    session["begun"] -= 12 * 3600 - 60
    session.save()
    assert is_in(window)
    session["begun"] -= 120
    session.save()
    assert not is_in(window)


def test_signs_of_life_are_written_once_in_minutes(come_in: ComeIn) -> None:
    window = come_in()
    is_in(window)

    def writes() -> list[str]:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert is_in(window)
        return [query["sql"] for query in seen if query["sql"].startswith(("UPDATE", "INSERT"))]

    assert not writes()
    age(window, minutes=6)
    assert len(writes()) == 1
    assert not writes()


def test_coming_in_gives_a_new_key_and_sweeps_old_sessions(come_in: ComeIn, chi: Person) -> None:
    old = come_in()
    Session.rows.filter(pk=row_of(old).pk).update(expire_date=timezone.now() - timedelta(seconds=1))
    come_in()
    assert Session.rows.filter(account_id=chi.account_id).count() == 1


@pytest.mark.parametrize(
    ("agent", "browser", "system"),
    [
        (EDGE, "Edge", "Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox", "Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1", "Safari", "iOS"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36", "Chrome", "Android"),
        ("curl/8.5", "", ""),
        ("", "", ""),
    ],
)
def test_what_is_kept_of_a_browser(agent: str, browser: str, system: str) -> None:
    assert (sessions.browser_of(agent), sessions.system_of(agent)) == (browser, system)


@pytest.mark.parametrize(
    ("address", "network", "counted"),
    [
        ("203.0.113.77", "203.0.113.0/24", "203.0.113.77/32"),
        ("::ffff:203.0.113.77", "203.0.113.0/24", "203.0.113.77/32"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48", "2001:db8:1:2::/64"),
        ("", "", ""),
        ("no address", "", ""),
    ],
)
def test_what_is_kept_of_an_address(address: str, network: str, counted: str) -> None:
    assert (sessions.network_of(address), sessions.counted_address(address)) == (network, counted)
