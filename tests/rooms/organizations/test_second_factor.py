"""The second step at the front door: an app's code, recovery codes, and what never lets in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from phoihop.ground.powers import NotVisible
from phoihop.ledger.queries import lines_of
from phoihop.organizations import commands, queries
from phoihop.organizations.models import Factor
from tests.conftest import StoppedClock
from tests.rooms.organizations.conftest import DOOR, SAFETY, SECOND, SECRET, Phone, add_app
from tests.world.build import LOADER, World
from tests.world.cast import Person

ComeIn = Callable[..., Client]


@pytest.fixture
def phone(come_in: ComeIn) -> Phone:
    return add_app(come_in())


def test_the_password_alone_lets_nobody_in_any_more(come_in: ComeIn, phone: Phone) -> None:
    window = come_in()
    assert window.get("/lam-viec/").status_code == 302
    assert window.get(SAFETY)["Location"].startswith(DOOR)
    assert "_auth_user_id" not in window.session


def test_the_code_lets_in_to_where_she_wanted(chi_with_password: Person, phone: Phone) -> None:
    window = Client()
    asked = window.post(f"{DOOR}?next=/lam-viec/to-chuc/", {"username": "chi", "password": SECRET})
    assert asked["Location"] == SECOND
    before = window.cookies["phoihop_session"].value
    answer = window.post(SECOND, {"code": f"{phone.code()[:3]} {phone.code()[3:]}"})
    assert answer["Location"] == "/lam-viec/to-chuc/"
    assert window.cookies["phoihop_session"].value != before
    line = lines_of(LOADER, code=f"TK-{chi_with_password.account_id}")[0]
    assert line.kind == "account.signed_in"


def test_a_code_is_good_once(come_in: ComeIn, phone: Phone) -> None:
    code = phone.code()
    assert come_in().post(SECOND, {"code": code}).status_code == 302
    again = come_in().post(SECOND, {"code": code})
    assert again.status_code == 422
    assert "đã được dùng" in again.content.decode()


@pytest.mark.parametrize("steps", [-3, 3])
def test_a_code_of_another_time_does_not_fit(come_in: ComeIn, phone: Phone, steps: int) -> None:
    assert come_in().post(SECOND, {"code": phone.code(steps)}).status_code == 422


def test_wrong_codes_are_slowed_and_a_right_one_waits_too(come_in: ComeIn, phone: Phone, clock: StoppedClock) -> None:
    window = come_in()
    wrong = "000000" if phone.code() != "000000" else "111111"
    tries = [window.post(SECOND, {"code": wrong}) for _ in range(7)]
    assert [answer.status_code for answer in tries] == [422] * 6 + [429]
    assert tries[-1]["Retry-After"] == "1"
    assert window.post(SECOND, {"code": phone.code()}).status_code == 429
    clock.move(seconds=2)
    assert window.post(SECOND, {"code": phone.code()}).status_code == 302


def test_nobody_comes_to_the_second_step_without_the_first(phone: Phone) -> None:
    window = Client()
    assert window.get(SECOND)["Location"] == DOOR
    assert window.post(SECOND, {"code": phone.code()})["Location"] == DOOR


def test_recovery_codes_let_in_once_each_and_are_counted(come_in: ComeIn, phone: Phone, chi: Person) -> None:
    window = come_in()
    window.post(SECOND, {"code": phone.code()})
    page = window.post(f"{SAFETY}ma-du-phong/").content.decode()
    codes = [part.partition("<")[0] for part in page.split('<code class="hash">')[1:]]
    assert len(set(codes)) == 10
    other = come_in()
    assert other.post(SECOND, {"code": codes[0].upper().replace("-", " ")}).status_code == 302
    assert queries.recovery_codes_left(chi.account_id or 0) == 9
    assert come_in().post(SECOND, {"code": codes[0]}).status_code == 422
    told = lines_of(LOADER, code=f"TK-{chi.account_id}", limit=20)
    assert any(line.kind == "recovery.code_used" for line in told)
    assert not any(codes[0] in line.sentence for line in told)


def test_new_recovery_codes_end_the_old_ones(come_in: ComeIn, phone: Phone, chi: Person, world: World) -> None:
    old = commands.make_recovery_codes(by=chi.actor, at=world.at)
    commands.make_recovery_codes(by=chi.actor, at=world.at)
    assert come_in().post(SECOND, {"code": old[0]}).status_code == 422


def test_the_key_is_kept_closed(phone: Phone) -> None:
    sealed = bytes(Factor.rows.get(kind="app").sealed)
    assert phone.key.encode() not in sealed
    assert len(sealed) > len(phone.key)


def test_a_locked_account_does_not_come_through_the_second_step(
    come_in: ComeIn, phone: Phone, chi: Person, world: World
) -> None:
    window = come_in()
    commands.disable_account(account_id=chi.account_id or 0, by=LOADER, at=world.at)
    window.post(SECOND, {"code": phone.code()})
    assert window.get("/lam-viec/").status_code == 302


def test_a_wrong_code_adds_no_app_and_shows_the_same_key(come_in: ComeIn) -> None:
    window = come_in()
    page = window.get(f"{SAFETY}ung-dung/")
    carried = page.content.decode().partition('name="carried" value="')[2].partition('"')[0]
    again = window.post(f"{SAFETY}ung-dung/", {"carried": carried, "code": "12345"})
    assert again.status_code == 422
    assert carried in again.content.decode()
    assert not Factor.rows.exists()


def test_changes_ask_again_who_it_is(come_in: ComeIn, phone: Phone, chi: Person) -> None:
    """A browser left open: it was proven long ago who sits there."""
    window = chi.client
    factor = Factor.rows.get(kind="app")
    for path in (f"{SAFETY}khoa/", f"{SAFETY}ung-dung/"):
        assert window.get(path)["Location"].startswith(f"{SAFETY}xac-nhan/?next=")
    assert window.post(f"{SAFETY}{factor.pk}/go/")["Location"].startswith(f"{SAFETY}xac-nhan/")
    assert window.post(f"{SAFETY}xac-nhan/", {"secret": "sai"}).status_code == 422
    sure = window.post(f"{SAFETY}xac-nhan/?next={SAFETY}", {"secret": phone.code()})
    assert sure["Location"] == SAFETY
    assert window.post(f"{SAFETY}{factor.pk}/go/")["Location"] == SAFETY
    assert not queries.factor_kinds(chi.account_id or 0)


def test_what_is_removed_forgets_its_key(come_in: ComeIn, phone: Phone, chi: Person, world: World) -> None:
    factor = Factor.rows.get(kind="app")
    commands.make_recovery_codes(by=chi.actor, at=world.at)
    for _ in range(2):  # twice is harmless
        commands.remove_factor(factor_id=factor.pk, by=chi.actor, at=world.at)
    assert not bytes(Factor.rows.get(pk=factor.pk).sealed)
    assert queries.recovery_codes_left(chi.account_id or 0) == 0
    assert come_in().get("/lam-viec/").status_code == 200


def test_nobody_removes_anothers(phone: Phone, an: Person, world: World) -> None:
    factor = Factor.rows.get(kind="app")
    with pytest.raises(NotVisible):
        commands.remove_factor(factor_id=factor.pk, by=an.actor, at=world.at)
    assert Factor.rows.get(pk=factor.pk).removed_at is None
