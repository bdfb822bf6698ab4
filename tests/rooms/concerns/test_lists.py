"""Lists, counts, search, what waits, the calendar, figures and reports: scoped, by key, flat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.concerns import commands, queries
from phoihop.ground.actor import Actor
from phoihop.ground.figures import Period, Scope
from phoihop.ground.powers import tokens_held
from tests.world import concerns as layer
from tests.world.build import World


def codes(actor: Actor, world: World, tab: str, **more: object) -> list[str]:
    return [line.code for line in queries.concern_lines(actor, world.at, tab=tab, **more).lines]  # type: ignore[arg-type]


def test_tabs(world: World) -> None:
    new, given = layer.noted(world), layer.assigned(world)
    held = layer.sent(world, flags=("quick",)).code
    done = layer.answered(world)
    an, chi = world.person("an").actor, world.person("chi").actor
    assert codes(an, world, "new") == [new]
    assert codes(an, world, "moderate") == [held]
    assert codes(an, world, "answered") == [done]
    assert codes(chi, world, "mine") == [given]
    assert set(codes(chi, world, "all")) == {given, done}
    assert codes(world.person("dung").actor, world, "all") == []
    late = world.at + timedelta(days=60)
    assert len(queries.concern_lines(an, late, tab="late").lines) == 3
    counts = queries.tab_counts(an, world.at)
    assert (counts["new"], counts["moderate"], counts["answered"], counts["all"]) == (1, 1, 1, 4)
    assert queries.in_menu(an, world.at.date()).count() == 2
    assert queries.in_menu(chi, world.at.date()).count() == 1


def test_by_key_every_one_once(world: World) -> None:
    made = {
        layer.noted(world, text=f"{layer.TEXT} {n}", received_at=world.at - timedelta(days=n % 3)) for n in range(7)
    }
    an = world.person("an").actor
    for tab in ("new", "all"):
        seen, after = [], ""
        for _page in range(10):
            page = queries.concern_lines(an, world.at, tab=tab, after=after, limit=2)
            seen += [line.code for line in page.lines]
            after = page.next_key
            if not after:
                break
        assert sorted(seen) == sorted(made)
    assert len(queries.concern_lines(an, world.at, after="khong~9").lines) == 7  # a key somebody typed


def test_lists_cost_the_same_however_many(world: World) -> None:
    an = world.person("an").actor
    counts = []
    for more in (2, 4):
        for _ in range(more):
            layer.assigned(world)
            layer.noted(world)
        asked = _questions(an, world)
        for ask in asked.values():  # names of units are remembered once they are known
            ask()
        counts.append({name: _cost(ask) for name, ask in asked.items()})
    assert counts[0] == counts[1]


def _questions(an: Actor, world: World) -> dict[str, Callable[[], object]]:
    first, last = date(2021, 8, 1), date(2021, 8, 31)
    return {
        "lines": lambda: queries.concern_lines(an, world.at),
        "tabs": lambda: queries.tab_counts(an, world.at),
        "waits": lambda: queries.waits([world.unit("btg-tinh-uy")], world.at + timedelta(days=7)),
        "search": lambda: queries.found_concerns(queries.concern_codes("", 100)),
        "calendar": lambda: queries.forwards_between(an, first, last, world.at, 100),
        "figures": lambda: queries.concern_figures(an, first, last, world.at),
    }


def _cost(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as caught:
        ask()
    return len(caught)


def test_one_costs_the_same_however_much_happened(world: World) -> None:
    code = layer.assigned(world)
    an = world.person("an").actor
    with CaptureQueriesContext(connection) as before:
        queries.concern_value(an, code)
    for _ in range(3):
        one = layer.noted(world)
        commands.merge_concerns(code=one, into=code, by=an, at=world.at)
    layer.answer(world, code)
    with CaptureQueriesContext(connection) as after:
        queries.concern_value(an, code)
    assert len(after) <= len(before) + 3  # names of units that were not known yet


def test_search_holds_public_words_only(world: World) -> None:
    code = layer.noted(world)
    ha = world.person("ha").actor
    (found,) = queries.found_concerns([code])
    assert layer.TEXT not in repr(found)
    assert found.title == "Y tế, dịch bệnh, Phường Vĩnh Thanh"
    commands.moderate_concern(code=code, title="Giờ của trạm", public_text="Trạm mở giờ nào?", by=ha, at=world.at)
    (found,) = queries.found_concerns([code])
    assert found.title == "Giờ của trạm"
    for name in ("an", "ha", "kim"):
        assert found.tokens & tokens_held(world.person(name).actor)
    for name in ("chi", "dung", "long"):
        assert not found.tokens & tokens_held(world.person(name).actor)
    assert queries.visible_concerns(world.person("dung").actor, [code]) == set()


def test_what_waits(world: World) -> None:
    new, given = layer.noted(world), layer.assigned(world)
    friday = world.at + timedelta(days=7)
    mine = queries.waits([world.unit("btg-tinh-uy")], friday)
    assert [(one.code, one.group) for one in mine] == [(new, "today")]
    chi = world.person("chi").actor
    layer.head_of_health(world)
    commands.compose_answer(code=given, text="x", by=chi, at=world.at)
    commands.submit_answer(code=given, by=chi, at=world.at)
    assert [(one.code, one.group) for one in queries.waits([world.unit("so-yte")], friday)] == [(given, "answer")]


def test_in_the_calendar(world: World) -> None:
    code = layer.noted(world)
    an = world.person("an").actor
    rows = queries.forwards_between(an, date(2021, 8, 1), date(2021, 8, 31), world.at, 10)
    assert [(row.code, row.first) for row in rows] == [(code, date(2021, 8, 9))]
    assert layer.TEXT not in rows[0].title


def test_figures_by_service_and_place(world: World) -> None:
    layer.answered(world)
    layer.noted(world, service="nong-nghiep", place="")
    an = world.person("an").actor
    found = queries.concern_figures(an, date(2021, 8, 1), date(2021, 8, 31), world.at)
    assert {(share.words, share.received, share.answered) for share in found.by_service} == {
        ("Y tế, dịch bệnh", 1, 1),
        ("Nông nghiệp, thủy sản", 1, 0),
    }
    assert [(share.words, share.on_time) for share in found.by_place] == [("Phường Vĩnh Thanh", 1)]
    assert (found.total.received, found.total.open) == (2, 1)
    nobody = queries.concern_figures(world.person("dung").actor, date(2021, 8, 1), date(2021, 8, 31), world.at)
    assert nobody.total.received == 0


def test_a_report_counts_what_its_lead_received(world: World) -> None:
    layer.answered(world)
    late = layer.assigned(world)
    one = layer.noted(world)
    commands.merge_concerns(code=one, into=late, by=world.person("an").actor, at=world.at)
    period = Period("2021", "year", date(2021, 1, 1), date(2021, 12, 31))
    scope = Scope("programme", "DH-kg-2021", "Năm 2021", 2021, world.unit("btg-tinh-uy"), (), ())
    section = queries.report_section(world.person("an").actor, scope, period, date(2021, 12, 14))
    assert section is not None
    assert {figure.key: figure.number for figure in section.figures} == {
        "concerns.received": 2,
        "concerns.answered": 1,
        "concerns.on-time": 1,
        "concerns.refused": 0,
        "concerns.reopened": 0,
        "concerns.open": 1,
        "concerns.late": 1,
    }
    plan = Scope("plan", "KH-kg-2021-so-yte", "", 2021, world.unit("btg-tinh-uy"), ("KH-kg-2021-so-yte",), ())
    assert queries.report_section(world.person("an").actor, plan, period, date(2021, 12, 14)) is None


def test_filed_under_a_topic(world: World) -> None:
    code = layer.assigned(world)
    an = world.person("an").actor
    commands.file_concern(code=code, dossier="VD-kg-2021-0001", by=an, at=world.at)
    assert [line.code for line in queries.concerns_about(an, "VD-kg-2021-0001", world.at)] == [code]
    found = queries.concern_of_obligation(an, layer.row(code).obligation, world.at)
    assert found is not None
    assert found.code == code
