"""The country stamped: the same rows as by the commands, to the last cell; what nobody understands is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from phoihop.ground import clock
from phoihop.ledger.commands import seal
from phoihop.ledger.queries import verify_stored
from phoihop.organizations.models import Account, Territory, Unit
from phoihop.plans.models import Plan, Topic
from phoihop.site.country import build, tables
from phoihop.site.country.learning import Unlike
from phoihop.site.country.order import Turn, turns
from phoihop.site.country.stamping import Stamp
from tests.rooms.site.test_load import empty  # noqa: F401  (a fixture)

pytestmark = pytest.mark.slow
SCALE, SEED = 5, 7
BODIES, SAMPLES = 10, 6  # five provinces with one commune each; a province is stamped, its commune and two others
PARTNERS = (("ubnd", "Ủy ban nhân dân", "executive"), ("hdnd", "Thường trực Hội đồng nhân dân", "elected_body"))
# What comes from the system's own chance: no two buildings agree in it, however they are made.
BY_CHANCE = {
    "ledger_personal": {"salt"},
    "organizations_account": {"password"},
    "organizations_edition": {"token"},
    "ledger_seal": {"previous", "digest"},
}
SALTED = re.compile(r'{"salted":"[0-9a-f]{64}"}')
NOT_ALIKE = re.compile(r'(csrfmiddlewaretoken" value|nonce|X-CSRFToken&quot;|"X-CSRFToken")[=:]\s*"?[^"&]*')


@pytest.fixture(autouse=True)
def small(empty: None, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Iterator[None]:  # noqa: F811
    """Few partners and papers: what is compared is every kind of row, not how many. Numbers begin where they began."""
    monkeypatch.setattr("phoihop.site.country.places.BODIES_OF_A_PROVINCE", 2)
    monkeypatch.setattr("phoihop.site.country.places.PROVINCE_PARTNERS", PARTNERS)
    monkeypatch.setattr("phoihop.site.country.places.COMMUNE_PARTNERS", PARTNERS)
    monkeypatch.setattr("phoihop.site.country.papers.PAPERS_A_TOPIC", 2)
    monkeypatch.setattr(clock, "now", lambda: build.NOW)
    settings.PHOIHOP_DATA = tmp_path
    began = tables.positions()
    yield
    tables.go_on_after(began.items())


def test_stamped_rows_are_those_of_the_commands(tmp_path: Path) -> None:
    """Every table, row by row and with its numbers; salts, passwords and what is worked out from them aside."""
    stamped = _undone(lambda: (_build(), _sealed(), _everything(), _files(tmp_path), _pages()))
    made = _undone(lambda: (_build(by_commands=True), _sealed(), _everything(), _files(tmp_path), _pages()))
    assert stamped[0] == made[0]
    for name, rows in made[2].items():
        assert stamped[2][name] == rows, name
    assert stamped[3] == made[3]
    for address, page in made[4].items():
        assert stamped[4][address] == page, address
    assert len(made[2]["obligations_obligation"]) > 500
    assert len(made[4]) >= 6


@pytest.mark.once
def test_salts_are_new_and_digests_agree_with_them() -> None:
    """A salt that two bodies shared would tell of an erased name in one what it was in the other."""
    _build()
    personal = tables.numbered()["ledger_personal"]
    salts = [row[personal.columns.index("salt")] for row in tables.read(personal, 0, 10**9)]
    assert len(set(salts)) == len(salts) > 20
    passwords = list(Account.rows.values_list("password", flat=True))
    assert len(set(passwords)) == len(passwords)
    slug = _last().slug
    texts = list(Unit.rows.filter(territory__slug=slug).values_list("name", flat=True))
    assert all(_last().body.name in text for text in texts)


@pytest.mark.once
def test_killed_in_the_middle_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a sample, within one, and within a stamped body: in the end the same bodies, none twice."""

    class Killed(Exception):
        pass

    def after_the_second(done: int, total: int) -> None:
        if done == 2:
            raise Killed

    with pytest.raises(Killed):
        build.build(SCALE, SEED, after_the_second, variants=1)
    press = Stamp.press

    def half(self: Stamp, *args: Any) -> None:
        press(self, *args)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(Stamp, "press", half)
        with pytest.raises(Killed):
            _build()
    assert Territory.rows.count() == 1 + SAMPLES  # of the stamped body nothing is left
    built = _build()
    assert (built.bodies, Territory.rows.count()) == (BODIES, 1 + BODIES)
    assert built == _build()  # all is there: nothing is added
    _sealed()


@pytest.mark.once
def test_another_order_does_not_go_on() -> None:
    _build()
    assert not build.can_go_on(SCALE, SEED)  # begun with another number of variants than the command's
    assert not build.can_go_on(SCALE, SEED + 1)


@pytest.mark.once
def test_what_nobody_understands_is_not_stamped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The place is named, so that whoever added the room knows where to look."""

    def after_the_samples(done: int, total: int) -> None:
        if done == SAMPLES:
            second = [turn for turn in turns(SCALE, 1) if turn.is_sample][-1]
            Unit.rows.filter(territory__slug=second.slug, key="ubnd").update(short="Khác")

    with pytest.raises(Unlike, match=r"organizations\.Unit\.short"):
        build.build(SCALE, SEED, after_the_samples, variants=1)


def _build(*, by_commands: bool = False) -> build.Built:
    return build.build(SCALE, SEED, lambda done, total: None, by_commands=by_commands, variants=1)


def _undone(act: Callable[[], Any]) -> Any:
    """What it gives, in a transaction that is rolled back with its journal and the numbers it took."""
    began = tables.positions()
    with transaction.atomic():
        given = act()
        connection.check_constraints()
        transaction.set_rollback(True)
    tables.go_on_after(began.items())
    return given


def _sealed() -> None:
    """Salted digests included: verifying works each out again."""
    seal(at=build.NOW)
    verdict = verify_stored()
    assert verdict.is_sound, verdict.findings[:3]
    personal, entry = tables.numbered()["ledger_personal"], tables.numbered()["ledger_entry"]
    data = {row[0]: str(row[entry.columns.index("data")]) for row in tables.read(entry, 0, 10**9)}
    for row in tables.read(personal, 0, 10**9):
        kept = dict(zip(personal.columns, row, strict=True))
        assert _salted(str(kept["salt"]), str(kept["value"])) in data[kept["entry_id"]]


def _salted(salt: str, value: str) -> str:
    from phoihop.ledger import rules

    return rules.canonical(rules.salted(salt, value))


def _everything() -> dict[str, list[tuple[Any, ...]]]:
    found = {}
    for name, table in tables.numbered().items():
        hidden = [place for place, column in enumerate(table.columns) if column in BY_CHANCE.get(name, ())]
        rows = tables.read(table, 0, 10**9)
        if name == "ledger_entry":
            rows = [tuple(SALTED.sub("salted", cell) if cell else cell for cell in row) for row in rows]
        found[name] = [tuple("" if place in hidden else cell for place, cell in enumerate(row)) for row in rows]
    return found


def _files(data: Path) -> set[str]:
    """The names are digests of what is in them: the same names, the same files."""
    names = {path.parent.name + path.name for path in (data / "documents").glob("[0-9a-f][0-9a-f]/*")}
    assert len(names) > 50
    for path in (data / "documents").glob("[0-9a-f][0-9a-f]/*"):
        path.unlink()
    (data / "sample-build.jsonl").unlink()
    return names


def _last() -> Turn:
    """A stamped body in a stamped province."""
    return next(turn for turn in reversed(turns(SCALE, 1)) if not turn.is_sample)


def _pages() -> dict[str, str]:
    """What an officer of a stamped body sees, without what is new in every answer."""
    slug = _last().slug
    client = Client()
    client.force_login(Account.rows.get(username=f"cv.{slug}"), backend="phoihop.site.backends.Accounts")
    plan = Plan.rows.filter(territory=slug).order_by("pk")[0]
    topic = Topic.rows.filter(plan=plan).order_by("pk")[0]
    addresses = (
        "/lam-viec/",
        "/lam-viec/nghia-vu/",
        "/lam-viec/van-ban/",
        f"/lam-viec/ke-hoach/{plan.code}/",
        f"/lam-viec/van-de/{topic.code}/",
        "/lam-viec/chuong-trinh/",
    )
    return {address: _page(client, address) for address in addresses}


def _page(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    return NOT_ALIKE.sub("", answer.content.decode())
