"""Counts are told, small ones are not, nor can they be worked out; and what a sender is promised is explained."""

from __future__ import annotations

from datetime import date
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as some

from phoihop.publications import commands, queries
from phoihop.publications.rules.few import hidden_cells, hidden_sums
from tests.world.build import LOADER, World
from tests.world.citizens import open_for_concerns

FEW = queries.FEW
TABLES = some.dictionaries(
    some.tuples(some.sampled_from("abcd"), some.sampled_from("xyzw")), some.integers(1, 30), max_size=16
)


@settings(max_examples=300, deadline=None)
@given(TABLES)
def test_no_small_number_can_be_worked_out(cells: dict[tuple[str, str], int]) -> None:
    hidden = hidden_cells(cells, FEW)
    assert all(count >= FEW for cell, count in cells.items() if cell not in hidden)
    for place, name in product((0, 1), "abcdxyzw"):
        line = {cell: count for cell, count in cells.items() if cell[place] == name}
        gaps = [cell for cell in line if cell in hidden]
        if gaps and len(gaps) < len(line):  # its sum and the told ones give the sum of the gaps, and no more
            assert len(gaps) > 1
            assert sum(line[cell] for cell in gaps) >= FEW + len(gaps)


@given(some.dictionaries(some.sampled_from("abcdef"), some.integers(1, 40)))
def test_nor_from_sums_and_their_total(sums: dict[str, int]) -> None:
    hidden = hidden_sums(sums, FEW)
    assert hidden >= {name for name, count in sums.items() if count < FEW}
    if hidden and len(hidden) < len(sums):
        assert len(hidden) > 1


def track(world: World, number: int, **changed: object) -> None:
    given_ = {
        "code": f"PA-kg-2021-{number:06d}",
        "territory": "kg",
        "service": "ha-tang",
        "place": "rach-soi",
        "state": "FORWARDED",
        "state_words": "Đang xử lý",
        "unit_name": "Sở Giao thông vận tải",
        "received_at": world.at,
    }
    copy = commands.TrackingCopy(**{**given_, **changed})  # type: ignore[arg-type]
    commands.track(copy=copy, by=LOADER, at=world.at)


def test_counts_by_service_place_and_both(world: World) -> None:
    number = 0
    for place, count in (("rach-soi", 12), ("vinh-lac", 6), ("phu-quoc", 2)):
        for _ in range(count):
            number += 1
            track(world, number, place=place)
    track(world, 99, merged_into="PA-kg-2021-000001")
    tallies = queries.tallies("kg")
    assert tallies.total == 20
    assert tallies.services == {"ha-tang": 20}
    assert tallies.places == {"rach-soi": 12, "vinh-lac": None, "phu-quoc": None}
    assert {(one.place, one.count) for one in queries.tiles("kg", service="ha-tang")} == {
        ("rach-soi", 12),
        ("vinh-lac", None),
        ("phu-quoc", None),
    }
    assert queries.tallies("bl").total is None


def test_a_promise_counts_working_days_and_says_how(world: World) -> None:
    open_for_concerns(world)
    promise = queries.promise("kg", "ha-tang", "rach-soi", world.at)
    assert promise is not None
    assert promise.unit_name == "Sở Giao thông vận tải"
    assert promise.due_date == date(2021, 8, 16)
    assert ("Quy tắc", "10 ngày làm việc sau ngày tiếp nhận") in promise.why
    swaps = (("2021-08-16", False, "Nghỉ bão"), ("2021-08-14", True, "Làm bù"))
    commands.write_note(note=commands.CalendarNote(swaps=swaps), by=LOADER, at=world.at)
    again = queries.promise("kg", "ha-tang", "", world.at)
    assert again is not None
    assert again.due_date == date(2021, 8, 14)
    assert queries.promise("kg", "khong-co", "", world.at) is None


def test_a_place_with_a_service_of_its_own_goes_first(world: World) -> None:
    open_for_concerns(world)
    own = commands.ServiceCopy(key="ha-tang", name="Hạ tầng", unit_name="UBND thành phố Phú Quốc", answer_days=5)
    commands.arrange_services(territory="phu-quoc", services=[own], by=LOADER, at=world.at)
    promise = queries.promise("kg", "ha-tang", "phu-quoc", world.at)
    assert promise is not None
    assert promise.unit_name == "UBND thành phố Phú Quốc"
