"""Counts are told, small ones are not, nor can they be worked out; and what a sender is promised is explained."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import example, given, settings
from hypothesis import strategies as some

from phoihop.publications import commands, queries
from phoihop.publications.rules.few import hidden_sums, hide
from tests.world.build import LOADER, World
from tests.world.cast import Person
from tests.world.citizens import open_for_concerns

FEW = queries.FEW
TABLES = some.dictionaries(
    some.tuples(some.sampled_from("abcd"), some.sampled_from("xyzw")), some.integers(1, 30), max_size=16
)


@settings(max_examples=300, deadline=None)
@given(TABLES)
@example({("a", "x"): 6, ("a", "y"): 1})
@example({("a", "x"): 1, ("b", "x"): 7})
@example({(row, column): 1 for row in "ab" for column in "xy"} | {(row, column): 1 for row in "cd" for column in "zw"})
def test_no_hidden_number_can_be_worked_out(cells: dict[tuple[str, str], int]) -> None:
    hidden = hide(cells, FEW)
    assert all(count >= FEW for cell, count in cells.items() if cell not in hidden.cells)
    order = {cell: at for at, cell in enumerate(cells)}

    def sums(place: int, hidden_names: frozenset[str]) -> list[list[Fraction]]:
        """What everybody reads as equations: which cells a told sum adds up."""
        names = sorted({cell[place] for cell in cells} - hidden_names)
        for name in names:
            assert sum(count for cell, count in cells.items() if cell[place] == name) >= FEW
        return [[Fraction(cell[place] == name) for cell in cells] for name in names]

    said = [*sums(0, hidden.rows), *sums(1, hidden.columns)]
    said += [[Fraction(cell == one) for cell in cells] for one in cells if one not in hidden.cells]
    if not hidden.total:
        said.append([Fraction(1)] * len(cells))
    reduced = echelon(said)
    for cell in hidden.cells:
        wanted = [Fraction(at == order[cell]) for at in range(len(cells))]
        assert not follows(wanted, reduced), f"{cell} follows from what is told"
    small = {name for place in (0, 1) for name in {cell[place] for cell in cells}}
    for name in small:  # nor is a sum of a line that is not told one that follows
        for place, names in ((0, hidden.rows), (1, hidden.columns)):
            if name in names:
                assert not follows([Fraction(cell[place] == name) for cell in cells], reduced)


def echelon(rows: list[list[Fraction]]) -> list[tuple[int, list[Fraction]]]:
    """The same equations, each with a column in which it alone leads."""
    done: list[tuple[int, list[Fraction]]] = []
    for row in rows:
        rest = reduce_by(row, done)
        lead = next((at for at, value in enumerate(rest) if value), None)
        if lead is not None:
            done.append((lead, [value / rest[lead] for value in rest]))
    return done


def reduce_by(row: list[Fraction], done: list[tuple[int, list[Fraction]]]) -> list[Fraction]:
    for lead, known in done:
        if row[lead]:
            row = [value - row[lead] * other for value, other in zip(row, known, strict=True)]
    return row


def follows(row: list[Fraction], done: list[tuple[int, list[Fraction]]]) -> bool:
    return not any(reduce_by(row, done))


@settings(max_examples=200, deadline=None)
@given(TABLES)
def test_a_line_whose_sum_is_told_hides_two_at_least_and_enough(cells: dict[tuple[str, str], int]) -> None:
    hidden = hide(cells, FEW)
    for place, names in ((0, hidden.rows), (1, hidden.columns)):
        for name in {cell[place] for cell in cells} - names:
            gaps = [count for cell, count in cells.items() if cell[place] == name and cell in hidden.cells]
            if gaps:
                assert len(gaps) > 1
                assert sum(gaps) >= FEW + len(gaps)


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


def test_six_and_one_are_seven_and_neither_is_told(world: World) -> None:
    for number in range(7):
        track(world, number, place="rach-soi" if number < 6 else "vinh-lac")
    tallies = queries.tallies("kg")
    assert (tallies.total, tallies.services) == (7, {"ha-tang": 7})
    assert tallies.places == {"rach-soi": None, "vinh-lac": None}
    assert [one.count for one in tallies.tiles] == [None, None]


def test_done_is_not_told_where_the_others_are_few(world: World) -> None:
    for number in range(24):
        place, done = ("rach-soi", number < 11) if number < 12 else ("vinh-lac", number < 18)
        track(world, number, place=place, state="ANSWERED" if done else "FORWARDED")
    assert [(one.count, one.answered) for one in queries.tiles("kg")] == [(12, None), (12, 6)]


def test_the_page_and_the_open_data_tell_the_same(world: World, khach: Person) -> None:
    open_for_concerns(world)
    number = 0
    for service, place, count in (
        ("ha-tang", "kg.rach-soi", 9),
        ("ha-tang", "kg.vinh-lac", 3),
        ("moi-truong", "kg.rach-soi", 8),
        ("moi-truong", "kg.vinh-lac", 12),
    ):
        for _ in range(count):
            number += 1
            track(world, number, service=service, place=place)
    data = queries.dataset("phan-anh")
    assert data is not None
    rows = [dict(zip(data.columns, row, strict=True)) for row in data.rows()]
    told = {(one.service, one.place): one.count for one in queries.tiles("kg")}
    assert {(row["service"], row["place"]): row["count"] for row in rows} == told
    assert None in told.values()
    page = khach.client.get("/phan-anh/").content.decode()
    for count in (*queries.tallies("kg").services.values(), *queries.tallies("kg").places.values()):
        assert (f">{count}<" in page) is (count is not None)
    for service in ("ha-tang", "moi-truong"):
        shown = khach.client.get("/phan-anh/", {"linh-vuc": service}).context["page"].by_place
        counts = sorted(one.count for one in (*shown.tiles, *shown.rest) if not one.is_few)
        assert counts == sorted(str(count) for (one, _p), count in told.items() if one == service and count)


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
